// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Markdown to HTML that is safe to show: raw HTML, scripts, styles, forms and pictures from elsewhere go.

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// The HTML of a text. Headings begin at the third level, below those of the page.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut raw, bounded(Parser::new_ext(markdown, options).map(lower_heading)));
    SANITISER.clean(&raw).to_string()
}

/// Deeper than anybody nests. The sanitiser's work grows with the square of the depth.
const DEPTH: usize = 20;
/// More paragraphs, cells, links and the like than a long text has: the rows of a wide table are filled up with cells
/// that nobody wrote.
const MARKS: usize = 10_000;

/// Leaves the words of what is nested too deep, or is too much, without the marks around them.
fn bounded<'t>(events: impl Iterator<Item = Event<'t>>) -> impl Iterator<Item = Event<'t>> {
    let mut open: Vec<bool> = Vec::new();
    let mut marks = 0;
    events.filter_map(move |event| match event {
        Event::Start(tag) => {
            let kept = open.len() < DEPTH && marks < MARKS;
            marks += usize::from(kept);
            open.push(kept);
            match tag {
                tag if kept => Some(Event::Start(tag)),
                // Words of different paragraphs stay apart.
                Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::CodeBlock(_) | Tag::TableRow => {
                    Some(Event::SoftBreak)
                }
                _ => None,
            }
        }
        Event::End(end) => open.pop().unwrap_or_default().then_some(Event::End(end)),
        other => Some(other),
    })
}

fn lower_heading(event: Event<'_>) -> Event<'_> {
    use pulldown_cmark::HeadingLevel;
    let lower = |level| match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    };
    match event {
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        // Shown as it was typed rather than taken away in silence.
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        other => other,
    }
}

static SANITISER: std::sync::LazyLock<ammonia::Builder<'static>> = std::sync::LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .rm_tags(["img", "map", "area"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "xmpp", "matrix", "geo"]))
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
});

/// The first words of a text without its marks, for cards and feeds.
pub fn summary(markdown: &str, limit: usize) -> String {
    // What comes later is not looked at: to parse it can take long.
    let markdown = markdown.char_indices().nth(limit * 8).and_then(|(end, _)| markdown.get(..end)).unwrap_or(markdown);
    let mut plain = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
            _ => {}
        }
        if plain.len() > limit * 4 {
            break;
        }
    }
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_dangerous_comes_through() {
        for text in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "![x](https://elsewhere.example/pixel.png)",
            "<a href=\"x\" onclick=\"y\">z</a>",
            "<style>*{}</style>",
        ] {
            let html = to_html(text);
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<style"), "{html}");
            assert!(!html.contains("<a href=\"javascript"), "{html}");
        }
    }

    #[test]
    fn headings_stand_below_those_of_the_page() {
        assert_eq!(to_html("# Uno\n\nDos"), "<h3>Uno</h3>\n<p>Dos</p>\n");
    }

    #[test]
    fn what_is_nested_deep_keeps_its_words() {
        let html = to_html(&(">".repeat(59_990) + "una palabra"));
        assert!(html.contains("una palabra"), "{html}");
        assert_eq!(html.matches("<blockquote>").count(), DEPTH);
        assert_eq!(html.matches("</blockquote>").count(), DEPTH);
        assert_eq!(to_html("> > uno\n>\n> dos").matches("<blockquote>").count(), 2);
        let list = to_html(&(0..100).map(|depth| " ".repeat(depth * 2) + "- paso\n").collect::<String>());
        assert_eq!(list.matches("paso").count(), 100, "{list}");
        assert!(!list.contains("pasopaso"), "{list}");
    }

    /// The longest texts of the worst shapes: what is written stays in proportion to what was typed, and takes as long
    /// as reading it. (The time is far above what it takes, and far below what it took.)
    #[test]
    fn no_shape_of_text_takes_long() {
        const LONGEST: usize = crate::spine::entries::rules::BODY_LIMIT;
        let filled = |text: &str| text.repeat(LONGEST / text.len());
        let wide = "|a".repeat(10_000) + "\n" + &"|-".repeat(10_000) + "\n" + &"|a\n".repeat(6_000);
        let columns = "|a".repeat(300) + "\n" + &"|-".repeat(300) + "\n" + &"a\n".repeat(29_000);
        let references = format!("[a]: {}\n\n{}", "y".repeat(20_000), "[a]".repeat(13_000));
        let emphasis = "*a ".repeat(10_000) + &"a* ".repeat(10_000);
        let shapes = [
            ">",
            "> ",
            "- a\n",
            "+ ",
            "1. ",
            "> - ",
            "[a](b)",
            "[",
            "![[](",
            "<http://a>",
            "<a",
            "`a",
            "a**b",
            "~~a ",
            "&",
        ];
        let texts = shapes.iter().map(|shape| filled(shape)).chain([wide, columns, references, emphasis]);
        for text in texts {
            let begin = std::time::Instant::now();
            let html = to_html(&text);
            let beginning: String = text.chars().take(10).collect();
            assert!(html.len() < 20 * LONGEST, "{beginning}: {}", html.len());
            assert!(begin.elapsed().as_secs() < 60, "{beginning}: {:?}", begin.elapsed());
        }
    }

    #[test]
    fn a_summary_is_plain_and_short() {
        assert_eq!(summary("**Trae** tu [compu](https://x.example)\n\ny cable", 40), "Trae tu compu y cable");
        assert_eq!(summary("uno dos tres", 5), "uno d…");
    }
}
