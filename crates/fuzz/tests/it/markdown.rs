// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Markdown, and the HTML that comes of it.

use tequio_fuzz::changed;
use tequio_node::web::markdown::{first_paragraph, plain, summary, to_html};
use url::Url;

const SAMPLE: &str = "# T\n\n<script>alert(1)</script> <a href=\"javascript:x\" onclick=x>a</a> [b](javascript:c 'd')\n\n\
- [x] https://a.example/(b) ![c](data:d)\n\n| e | f |\n|---|---|\n| `g` | <svg onload=h> |\n\n<style>*{}</style> <form action=i>\n";

/// What a tag may not be, and an attribute not begin with.
const TAGS: [&str; 14] = [
    "script", "style", "form", "input", "button", "iframe", "object", "embed", "svg", "math", "img", "link", "meta",
    "base",
];

/// The tags of HTML that a serialiser wrote: `<` stands for nothing else there, and attributes are in double quotes.
fn safe(html: &str) {
    for tag in html.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(!TAGS.contains(&name.to_ascii_lowercase().as_str()), "{html}");
        for attribute in inside.split("=\"").collect::<Vec<_>>().windows(2) {
            let [before, value] = attribute else { unreachable!() };
            let named = before.rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
            assert!(!named.starts_with("on") && named != "style", "{html}");
            if named == "href" || named == "src" || named == "cite" {
                let value = value.split('"').next().unwrap_or_default();
                // As a browser reads it.
                let leads = Url::parse("https://sample.example/").unwrap().join(value);
                let known = ["http", "https", "mailto", "tel", "xmpp", "matrix", "geo"];
                assert!(leads.is_ok_and(|to| known.contains(&to.scheme())), "{html}");
            }
        }
    }
}

fn read(text: &str) {
    safe(&to_html(text));
    for words in [first_paragraph(text, 80), plain(text, 80), summary(text, 80)] {
        assert!(words.chars().count() <= 81, "{words}");
    }
}

#[test]
fn any_text_is_shown_safely() {
    bolero::check!().with_type::<String>().for_each(|text| read(text));
}

#[test]
fn changed_markup_is_shown_safely() {
    bolero::check!().with_type::<(Vec<(u16, u8)>, Option<u16>)>().for_each(|(changes, cut)| {
        read(&String::from_utf8_lossy(&changed(SAMPLE.as_bytes(), changes, *cut)));
    });
}
