// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A map of opinions: a mark for each participant, of the shape of their group, and each group's letter.

use std::fmt::Write as _;

use super::{INK, Picture};
use crate::{
    Language,
    opinions::{Map, Placed},
};

const SIZE: f64 = 560.0;
const EDGE: f64 = 24.0;
/// Told apart by shape first and by colour second; the dyes of the rooms.
const COLOURS: [&str; 5] = ["#1f4e79", "#9b1b30", "#3a6232", "#8f5600", "#6a2c70"];
const PALE: &str = "#8b8378";

/// The letter of a group.
fn letter(group: usize) -> char {
    u8::try_from(group).ok().and_then(|group| b'A'.checked_add(group)).map_or('?', char::from)
}

/// Draws a map of opinions, with its words in a language.
#[must_use]
pub fn opinions(map: &Map, language: Language) -> String {
    let mut picture = Picture::new();
    picture.reach(SIZE, SIZE);
    let largest = |along: fn(&Placed) -> f64| map.participants.iter().map(|it| along(it).abs()).fold(1e-9, f64::max);
    let scale = (SIZE / 2.0 - EDGE) / largest(|it| it.x).max(largest(|it| it.y));
    // Up is up: the picture's own y grows downwards.
    let place = |x: f64, y: f64| (SIZE / 2.0 + x * scale, SIZE / 2.0 - y * scale);
    for placed in &map.participants {
        mark(&mut picture, place(placed.x, placed.y), placed.group);
    }
    for group in &map.groups {
        let (x, y) = place(group.x, group.y);
        let _ = writeln!(
            picture.body,
            r##"<text x="{x:.1}" y="{:.1}" text-anchor="middle" font-size="32" font-weight="bold" fill="{INK}" stroke="#fbf7ef" stroke-width="4" paint-order="stroke">{}</text>"##,
            y + 11.0,
            letter(group.id)
        );
    }
    let words = text(map, language);
    for (line, words) in words.lines().enumerate() {
        picture.text((16.0, SIZE + 24.0 + 20.0 * line as f64), "start", words);
    }
    picture.finish(language.say("Mapa de opiniones", "Map of opinions"), &words)
}

fn mark(picture: &mut Picture, (x, y): (f64, f64), group: Option<usize>) {
    let colour = group.and_then(|group| COLOURS.get(group)).copied().unwrap_or(PALE);
    let shape = match group {
        Some(0) => format!(r#"<circle cx="{x:.1}" cy="{y:.1}" r="5""#),
        Some(1) => format!(r#"<rect x="{:.1}" y="{:.1}" width="9" height="9""#, x - 4.5, y - 4.5),
        Some(2) => format!(r#"<path d="M{x:.1} {:.1}l6 10h-12z""#, y - 6.0),
        Some(3) => format!(r#"<path d="M{x:.1} {:.1}l6 6l-6 6l-6 -6z""#, y - 6.0),
        Some(_) => format!(r#"<path d="M{:.1} {y:.1}h12m-6 -6v12" stroke-width="3" stroke="{colour}""#, x - 6.0),
        None => format!(r#"<circle cx="{x:.1}" cy="{y:.1}" r="2""#),
    };
    let _ = writeln!(picture.body, r#"{shape} fill="{colour}" fill-opacity="0.7"/>"#);
}

/// A map of opinions in plain words, for a terminal and for who does not see the picture.
#[must_use]
pub fn text(map: &Map, language: Language) -> String {
    let say = |es, en| language.say(es, en);
    let mut text = String::new();
    let percent = |part: f64| (part * 100.0).round();
    let _ = writeln!(
        text,
        "{} {}, {} {}, {} {}; {}% {}",
        map.participants.len(),
        say("participantes", "participants"),
        map.statements.len(),
        say("frases", "statements"),
        map.votes,
        say("votos", "votes"),
        percent(map.missing),
        say("de los votos posibles no se dieron", "of what could be said is missing")
    );
    let ids = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    for group in &map.groups {
        let told = if group.representative.is_empty() {
            say("ninguna frase lo distingue", "no statement sets it apart").to_owned()
        } else {
            format!("{} {}", say("lo representan las frases", "represented by statements"), ids(&group.representative))
        };
        let (word, people) = (say("grupo", "group"), say("participantes", "participants"));
        let _ = writeln!(text, "{word} {}: {} {people}; {told}", letter(group.id), group.members);
    }
    let outside = map.participants.iter().filter(|placed| placed.group.is_none()).count();
    if outside > 0 {
        let words = say("han dicho muy poco para estar en un grupo", "have said too little to be in a group");
        let _ = writeln!(text, "{outside} {words}");
    }
    let mut shared: Vec<_> = map.statements.iter().collect();
    shared.sort_by(|one, other| other.consensus.total_cmp(&one.consensus));
    for statement in shared.iter().take(5) {
        let (word, all) =
            (say("frase", "statement"), say("de consenso de todos los grupos", "consensus of all groups"));
        let _ = writeln!(text, "{word} {}: {}% {all}", statement.id, percent(statement.consensus));
    }
    text
}
