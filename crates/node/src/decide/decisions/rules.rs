// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the crate leaves to its caller: the classes to begin with, days, numbered paragraphs, names as they are typed.

use std::ops::Range;

use jiff::{civil::Date, tz::TimeZone};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Serialize, de::DeserializeOwned};
use tequio_deliberation::{
    Digest,
    life::{Class, Classes, Kind, Span},
};

use crate::spine::{
    id::Id,
    refusal::Fields,
    viewer::Visibility,
    world::{DAY, Micros},
};

use super::Life;

/// Who may see a decision, by choice.
pub const SEEN_BY: &[Visibility] = &[Visibility::Public, Visibility::Community];
/// The most people whom a record names.
pub const PEOPLE_LIMIT: usize = 500;
/// The most tasks of a record.
pub const TASKS_LIMIT: usize = 30;
/// How many proposals of one person wait to be decided, drafts among them: a community thinks of few things at a time.
pub const OPEN_LIMIT: i64 = 12;
/// How much one person says of one decision beside its text, in characters: what was said last may pass it.
pub const SAID_LIMIT: i64 = 60_000;
/// The most paragraphs of a text that is deliberated.
pub const PARAGRAPHS_LIMIT: usize = 200;
/// The most words against it that a record takes at a time.
pub const DISSENT_LIMIT: usize = 30;
/// The longest words of a dissent, a reason, an account, in characters.
pub const WORDS_LIMIT: usize = 5_000;

/// The class of a kind of decisions that are taken here.
pub fn class_here(classes: &Classes<Id>, kind: Kind, principles: impl IntoIterator<Item = Id>) -> Class<Id> {
    Class { principles: principles.into_iter().collect(), ..classes.of(kind).clone() }
}

/// Whether it is decided on options, and not on the text alone.
pub fn chooses(life: &Life) -> bool {
    life.class.choosing.is_some() && !life.options.is_empty()
}

/// The principles that a community has stated, by name: what stands in the lists of its founding text and its pact. The
/// same words have the same name, so that an objection cites them whatever version they stand in.
pub fn principles<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<(Id, String)> {
    let mut found: Vec<(Id, String)> = Vec::new();
    for text in texts {
        let (mut depth, mut item) = (0_usize, String::new());
        for event in Parser::new(text) {
            match event {
                Event::Start(Tag::Item) => {
                    depth += 1;
                    item.push(' ');
                }
                Event::End(TagEnd::Item) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        let words = std::mem::take(&mut item).split_whitespace().collect::<Vec<_>>().join(" ");
                        let Digest(name) = Digest::of(format!("principle\n{words}").as_bytes());
                        let (name, _) = name.split_first_chunk().unwrap_or((&[0; 16], &[]));
                        let principle = (Id::from_bytes(*name), words);
                        if !found.contains(&principle) {
                            found.push(principle);
                        }
                    }
                }
                Event::Text(words) | Event::Code(words) if depth > 0 => item.push_str(&words),
                Event::SoftBreak | Event::HardBreak => item.push(' '),
                _ => {}
            }
        }
    }
    found
}

/// The kinds of which may be recorded what was agreed in a meeting. What cannot wait lapses unless ratified, and has its
/// own way.
pub fn spoken_kinds(classes: &Classes<Id>) -> Vec<Kind> {
    let fits = |kind: &Kind| classes.of(*kind).spoken && classes.of(*kind).lapses.is_none();
    Kind::ALL.into_iter().filter(fits).collect()
}

/// After how long something is reviewed if nobody says when.
pub fn review_default(class: &Class<Id>) -> Span {
    let usual = match class.kind {
        Kind::Operational => 90,
        Kind::Money => 180,
        Kind::Urgent => 30,
        Kind::Policy | Kind::Persons | Kind::Founding => 365,
    };
    Span::days(usual).min(class.review_within)
}

/// In how many days something may be reviewed, to choose among: the usual ones, and the longest that its class allows.
pub fn review_choices(class: &Class<Id>) -> Vec<i64> {
    let most = class.review_within.0 / DAY;
    let usual = [30, 90, 180, 365].into_iter().filter(|days| *days < most);
    usual.chain([most]).collect()
}

/// How far ahead a review is shown among those that come soon.
pub const SOON: Micros = 30 * DAY;

/// The name that the crate's JSON has for a stage, a kind, a relation and the like.
pub fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// What is called so.
pub fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// The digest by which a text is cited, with the class that it is to set, if it sets one. `salt` is destroyed with the
/// text, so that what was erased cannot be guessed by its digest.
pub fn digest(salt: &str, title: &str, body: &str, class: Option<&str>) -> Digest {
    let class = class.map(|class| format!("\n\n{class}")).unwrap_or_default();
    Digest::of(format!("{salt}\n{title}\n\n{body}{class}").as_bytes())
}

/// The beginning of a day.
pub fn begins(day: Date, zone: &TimeZone) -> Option<Micros> {
    Some(zone.to_timestamp(day.at(0, 0, 0, 0)).ok()?.as_microsecond())
}

/// The paragraphs of a text, each as Markdown: what one cites by its number. A list, a table or a quotation is one.
pub fn paragraphs(text: &str) -> Vec<&str> {
    places(text).into_iter().filter_map(|range| text.get(range)).collect()
}

/// Notes an error of a text that has too many of them.
pub fn check_paragraphs(text: &str, fields: &mut Fields) {
    if places(text).len() > PARAGRAPHS_LIMIT {
        fields.error_with("body", "field-paragraphs-limit", "limit", PARAGRAPHS_LIMIT);
    }
}

/// Where they stand in it.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let whole = match event {
            Event::Start(_) => {
                if depth == 0 {
                    start = range.start;
                }
                depth += 1;
                None
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                (depth == 0).then_some(start..range.end)
            }
            _ => (depth == 0).then_some(range),
        };
        let trimmed = |whole: &Range<usize>| text.get(whole.clone()).map_or(0, |text| text.trim_end().len());
        found.extend(whole.map(|whole| whole.start..whole.start + trimmed(&whole)).filter(|range| !range.is_empty()));
    }
    found
}

/// The names in a text: separated by commas, semicolons or the ends of lines.
pub fn split_names(text: &str) -> Vec<String> {
    let names = text.split([',', ';', '\n']).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_what_one_cites() {
        let text = "El agua, *los martes*.\nY los jueves.\n\n- uno\n- dos\n\n> así se dijo\n\n---\n\n## Turnos\n\n```\na\n\nb\n```\n";
        let found = paragraphs(text);
        let begin = |place: usize| found[place].lines().next().unwrap();
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(begin),
            ["El agua, *los martes*.", "- uno", "> así se dijo", "---", "## Turnos", "```"]
        );
        assert!(paragraphs(" \n\n").is_empty());
    }

    #[test]
    fn names_come_one_a_line_or_with_commas() {
        assert_eq!(split_names(" Doña  Chela, Tino\nla maestra Irma;"), ["Doña Chela", "Tino", "la maestra Irma"]);
    }

    #[test]
    fn what_is_usual_is_within_what_each_class_allows() {
        for (kind, people) in Kind::ALL.into_iter().flat_map(|kind| [(kind, 1), (kind, 12), (kind, 500)]) {
            let class = Classes::defaults(people, Vec::new()).of(kind).clone();
            assert!(review_choices(&class).iter().all(|days| *days > 0 && Span::days(*days) <= class.review_within));
            assert!(review_default(&class) > Span::ZERO && review_default(&class) <= class.review_within);
        }
        assert_eq!(spoken_kinds(&Classes::defaults(5, Vec::new())), [Kind::Operational, Kind::Policy, Kind::Money]);
    }

    #[test]
    fn principles_are_what_stands_in_lists() {
        let text = "Somos:\n\n- Usamos **software\n  libre**.\n- Compartimos:\n  - lo que *sabemos*\n\nNada más.\n\n1. Con respeto.";
        let found = principles([text]);
        let words: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["Usamos software libre.", "Compartimos: lo que sabemos", "Con respeto."]);
        assert_eq!(principles(["- Con respeto.", "* Con  respeto."]).len(), 1);
    }

    #[test]
    fn names_are_those_of_the_crate() {
        assert_eq!(name_of(&tequio_deliberation::life::Stage::InForce), "in_force");
        assert_eq!(named::<Kind>("money"), Some(Kind::Money));
        assert_eq!(named::<Kind>("nada"), None);
    }
}
