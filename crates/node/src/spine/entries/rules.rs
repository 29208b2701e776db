// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an entry may be.

use crate::{
    act::agenda,
    decide::{assemblies, decisions, draws, times},
    spine::{
        communities::rules::is_language_tag, id::Id, mandates, members::rules::fold, refusal::Fields,
        viewer::Visibility,
    },
    web::names,
};

/// The most letters of what a version changes and why.
pub const WHY_LIMIT: usize = 200;

/// The licence of what nobody says otherwise.
pub const DEFAULT_LICENCE: &str = "CC-BY-SA-4.0";

/// Licences offered for texts: all free (SPDX identifiers).
pub const LICENCES: &[&str] =
    &["CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0", "GFDL-1.3-or-later", "AGPL-3.0-or-later", "GPL-3.0-or-later"];

/// Who may remove an entry that is not theirs.
pub const REMOVERS: &[mandates::Kind] = &[mandates::Kind::Care, mandates::Kind::Coordination];

/// What a room says of the kind of entries that is its own.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The path of its list in the community. An entry's page is below it, by its identifier.
    pub home: &'static str,
    /// Who may change an entry that is not theirs.
    pub keepers: &'static [mandates::Kind],
    /// Whether who published an entry may remove it.
    pub is_taken_back: bool,
    /// The message that names the kind among what was found.
    pub found: &'static str,
    /// The message that says what removing one means.
    pub removing: &'static str,
}

/// The room of a kind of entries.
pub fn room(kind: &str) -> Option<Room> {
    match kind {
        agenda::KIND => Some(agenda::ROOM),
        decisions::KIND => Some(decisions::ROOM),
        times::KIND => Some(times::ROOM),
        draws::KIND => Some(draws::ROOM),
        assemblies::KIND => Some(assemblies::ROOM),
        _ => None,
    }
}

/// Who may change an entry of a kind that is not theirs: its room says.
pub fn keepers(kind: &str) -> &'static [mandates::Kind] {
    room(kind).map_or(&[mandates::Kind::Coordination], |room| room.keepers)
}

/// The longest body, in characters.
pub const BODY_LIMIT: usize = 60_000;
/// How many tags an entry may have.
pub const TAGS_LIMIT: usize = 12;

/// What somebody wants to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// One line.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// BCP 47.
    pub language: String,
    /// SPDX.
    pub licence: String,
    /// How far it may be seen.
    pub visibility: Visibility,
    /// Tags, as typed.
    pub tags: Vec<String>,
    /// The members who keep it together. Nobody named: as until now, or whoever publishes it.
    pub hosts: Vec<Id>,
}

impl Draft {
    /// Checks every field at once; tags come out folded, sorted and without doubles.
    #[must_use]
    pub fn checked(self, fields: &mut Fields) -> Self {
        let title = fields.line("title", &self.title, 140);
        let body = fields.optional("body", &self.body, BODY_LIMIT);
        if !is_language_tag(&self.language) {
            fields.error("language", "field-language");
        }
        if !LICENCES.contains(&self.licence.as_str()) {
            fields.error("licence", "field-licence-choose");
        }
        let mut tags: Vec<String> = self.tags.iter().map(|tag| tag_form(tag)).filter(|tag| !tag.is_empty()).collect();
        tags.sort();
        tags.dedup();
        if tags.len() > TAGS_LIMIT || tags.iter().any(|tag| tag.chars().count() > 40) {
            fields.error_with("tags", "field-tags", "limit", TAGS_LIMIT);
        }
        Self { title, body, tags, ..self }
    }
}

/// The words of an entry, as the form of any room holds them.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'f> {
    /// One line.
    pub title: &'f str,
    /// Markdown.
    pub body: &'f str,
    /// By its name or its tag.
    pub language: &'f str,
    /// SPDX.
    pub licence: &'f str,
    /// `public`, `community` or `circle`.
    pub visibility: &'f str,
    /// With commas between them.
    pub tags: &'f str,
}

impl Typed<'_> {
    /// The same as a draft. Who may see it is one of the choices that the form `offers`: what is missing or unknown is
    /// refused, and never more open than it was meant.
    pub fn draft(self, fields: &mut Fields, offers: &[Visibility]) -> Draft {
        let visibility = match self.visibility {
            "public" => Some(Visibility::Public),
            "community" => Some(Visibility::Community),
            "circle" => Some(Visibility::Circle),
            _ => None,
        };
        let visibility = visibility.filter(|visibility| offers.contains(visibility));
        if visibility.is_none() {
            fields.error("visibility", "field-visibility-choose");
        }
        Draft {
            title: self.title.to_owned(),
            body: self.body.replace("\r\n", "\n"),
            language: names::tag_of(self.language),
            licence: self.licence.to_owned(),
            visibility: visibility.unwrap_or(Visibility::Circle),
            tags: split_tags(self.tags),
            hosts: Vec::new(),
        }
    }
}

/// A tag as stored and as in addresses: letters, digits and single hyphens. Accents stay, case goes.
pub fn tag_form(tag: &str) -> String {
    let lower = tag.trim().trim_start_matches('#').to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// The tags in a text field: separated by commas.
pub fn split_tags(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).filter(|tag| !fold(tag).is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_one_form() {
        assert_eq!(tag_form(" #Software Libre "), "software-libre");
        assert_eq!(tag_form("Educación/niñez"), "educación-niñez");
        assert_eq!(tag_form("--"), "");
    }
}
