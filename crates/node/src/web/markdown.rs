// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Markdown to HTML that is safe to show: raw HTML, scripts, styles, forms and pictures from elsewhere go.

use std::collections::HashSet;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

/// The HTML of a text. Headings begin at the third level, below those of the page; bare addresses are links.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    let mut fixed = 0_usize;
    let events = TextMergeStream::new(Parser::new_ext(markdown, options).map(lower_heading)).flat_map(|event| {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => fixed += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => fixed -= 1,
            Event::Text(text) if fixed == 0 => return linked(text),
            _ => {}
        }
        vec![event]
    });
    html::push_html(&mut raw, bounded(events));
    SANITISER.clean(&raw).to_string()
}

/// HTML that somebody else wrote, safe to show. Of much of it the beginning: the sanitiser's work grows with the square of how
/// deep it is nested.
pub fn cleaned(html: &str) -> String {
    const MOST: usize = 8 * 1024;
    let end = html.char_indices().map(|(at, _)| at).take_while(|at| *at <= MOST).last().unwrap_or(0);
    let begin = if html.len() <= MOST { html } else { html.get(..end).unwrap_or_default() };
    FOREIGN.clean(begin).to_string()
}

/// As [`SANITISER`], and without headings and tables: they would stand among those of the page.
static FOREIGN: std::sync::LazyLock<ammonia::Builder<'static>> = std::sync::LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .tags(HashSet::from(["p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "geo"]))
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
});

/// Where a text has its first bare address.
fn address_in(text: &str) -> Option<usize> {
    let begins =
        |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with("http://") || rest.starts_with("https://"));
    text.match_indices("http").map(|(at, _)| at).find(|at| begins(*at))
}

/// A text with its bare addresses as links.
fn linked(text: &str) -> Vec<Event<'static>> {
    let plain = |text: &str| Event::Text(text.to_owned().into());
    let (mut events, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = address_in(rest).and_then(|at| rest.split_at_checked(at)) {
        let end = after.find(|c: char| c.is_whitespace() || "<>\"«»“”".contains(c)).unwrap_or(after.len());
        let word = after.get(..end).unwrap_or(after);
        // What ends the sentence is not of the address, nor is a bracket that opened before it.
        let mut address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '…']);
        let mut unopened = address.matches(')').count().saturating_sub(address.matches('(').count());
        while address.ends_with(')') && unopened > 0 {
            unopened -= 1;
            address = address.strip_suffix(')').unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?']);
        }
        let good = url::Url::parse(address).is_ok_and(|url| url.host().is_some());
        let inside = before.ends_with(char::is_alphanumeric);
        let taken = if good && !inside { address.len() } else { word.len() };
        events.push(plain(before));
        let (address, after) = after.split_at_checked(taken).unwrap_or((after, ""));
        if good && !inside {
            let (kind, title, id) = (LinkType::Autolink, "".into(), "".into());
            events.push(Event::Start(Tag::Link { link_type: kind, dest_url: address.to_owned().into(), title, id }));
            events.push(plain(address));
            events.push(Event::End(TagEnd::Link));
        } else {
            events.push(plain(address));
        }
        rest = after;
    }
    events.push(plain(rest));
    events
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

/// The first paragraph of a text without its marks, on one line; of a list, its items with commas: for posters.
pub fn first_paragraph(markdown: &str, limit: usize) -> String {
    let text = text(markdown, limit);
    let first = text.split("\n\n").map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let lines: Vec<&str> = first.lines().map(|line| line.trim_start().trim_start_matches("- ")).collect();
    cut(&lines.join(if first.starts_with("- ") { ", " } else { " " }), limit)
}

/// The first words of a text without its marks, on one line: for what was found in it.
pub fn summary(markdown: &str, limit: usize) -> String {
    cut(&text(markdown, limit).split_whitespace().collect::<Vec<_>>().join(" "), limit)
}

/// A text without its marks, its paragraphs and lists on lines of their own: for calendars.
pub fn plain(markdown: &str, limit: usize) -> String {
    cut(text(markdown, limit).trim(), limit)
}

fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

fn text(markdown: &str, limit: usize) -> String {
    // What comes later is not looked at: to parse it can take long.
    let markdown = markdown.char_indices().nth(limit * 8).and_then(|(end, _)| markdown.get(..end)).unwrap_or(markdown);
    let mut plain = String::new();
    // Where a link leads, and where its words begin.
    let mut link: Option<(String, usize)> = None;
    let mut numbers: Vec<Option<u64>> = Vec::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak => plain.push(' '),
            Event::HardBreak => plain.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((dest_url.into_string(), plain.len())),
            Event::End(TagEnd::Link) => {
                if let Some((address, from)) = link.take()
                    && plain.get(from..).is_some_and(|words| !address.ends_with(words))
                {
                    plain.push_str(&format!(" ({address})"));
                }
            }
            Event::Start(Tag::List(first)) => {
                break_lines(&mut plain, 1);
                numbers.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                numbers.pop();
                break_lines(&mut plain, if numbers.is_empty() { 2 } else { 1 });
            }
            Event::Start(Tag::Item) => {
                break_lines(&mut plain, 1);
                plain.push_str(&"  ".repeat(numbers.len().saturating_sub(1)));
                match numbers.last_mut() {
                    Some(Some(number)) => {
                        plain.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => plain.push_str("- "),
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_)) => {
                break_lines(&mut plain, if numbers.is_empty() { 2 } else { 1 });
            }
            Event::Rule => break_lines(&mut plain, 2),
            _ => {}
        }
    }
    plain
}

/// Ends the text with so many line breaks, unless it has none to end.
fn break_lines(text: &mut String, count: usize) {
    let has = text.len() - text.trim_end_matches('\n').len();
    if has < text.len() {
        text.push_str(&"\n".repeat(count.saturating_sub(has)));
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
        let wide = ["|a".repeat(10_000), "|-".repeat(10_000), "|a\n".repeat(6_000)].join("\n");
        let columns = ["|a".repeat(300), "|-".repeat(300), "a\n".repeat(29_000)].join("\n");
        let references = format!("[a]: {}\n\n{}", "y".repeat(20_000), "[a]".repeat(13_000));
        let emphasis = ["*a ".repeat(10_000), "a* ".repeat(10_000)].concat();
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
            "http://a.b ",
            "http",
            "http://a)",
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
        assert_eq!(
            summary("**Trae** tu *compu*. Y `cable`,\n\ny **Trisquel GNU/Linux**, una", 80),
            "Trae tu compu. Y cable, y Trisquel GNU/Linux, una"
        );
        assert_eq!(summary("- cargador\n- respaldo", 40), "- cargador - respaldo");
        assert_eq!(summary("uno dos tres", 5), "uno d…");
    }

    #[test]
    fn a_plain_text_keeps_its_paragraphs_and_lists() {
        let text = "# Trae\n\nTu **compu**.\n\n- cargador\n- respaldo\n  1. en USB\n  2. en disco\n\nVer [el mapa](https://x.example/m) y <https://y.example>.";
        let plain = plain(text, 400);
        assert_eq!(
            plain,
            "Trae\n\nTu compu.\n\n- cargador\n- respaldo\n  1. en USB\n  2. en disco\n\nVer el mapa (https://x.example/m) y https://y.example."
        );
        assert_eq!(super::plain("", 10), "");
    }

    #[test]
    fn bare_addresses_are_links() {
        let link = |text: &str| to_html(text).matches("<a href=").count();
        assert_eq!(
            to_html("Ver https://x.example/a_b_c?d=1&e=2."),
            "<p>Ver <a href=\"https://x.example/a_b_c?d=1&amp;e=2\" rel=\"nofollow noopener noreferrer\">https://x.example/a_b_c?d=1&amp;e=2</a>.</p>\n"
        );
        assert_eq!(link("(https://x.example/a_(b)) y http://y.example!"), 2);
        assert!(to_html("(https://x.example/a_(b))").contains("href=\"https://x.example/a_(b)\""));
        for none in ["`https://x.example`", "https://", "ahttps://x.example", "    https://x.example"] {
            assert_eq!(link(none), 0, "{none}");
        }
        assert_eq!(link("[aquí](https://x.example) y <https://y.example>"), 2);
    }
}
