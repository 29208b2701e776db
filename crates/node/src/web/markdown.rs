// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Markdown to HTML that is safe to show: raw HTML, scripts, styles, forms and pictures from elsewhere go.

use std::collections::HashSet;

use pulldown_cmark::{Options, Parser, html};

/// The HTML of a text. Headings begin at the third level, below those of the page.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut raw, Parser::new_ext(markdown, options).map(lower_heading));
    SANITISER.clean(&raw).to_string()
}

fn lower_heading(event: pulldown_cmark::Event<'_>) -> pulldown_cmark::Event<'_> {
    use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
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
    use pulldown_cmark::Event;
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
    fn a_summary_is_plain_and_short() {
        assert_eq!(summary("**Trae** tu [compu](https://x.example)\n\ny cable", 40), "Trae tu compu y cable");
        assert_eq!(summary("uno dos tres", 5), "uno d…");
    }
}
