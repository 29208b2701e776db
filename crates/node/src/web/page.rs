// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every page shows around its content, and the words of the reader's language for templates.

use jiff::tz::TimeZone;

use crate::spine::{id::Id, refusal::FieldError, world::Micros};

use super::{
    assets,
    door::DoorKind,
    lang::{LANGUAGES, Lang, civil_at},
    visit::{Community, Visit},
};

/// The layout of a page, and the language of its words.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language.
    pub lang: Lang,
    /// The title.
    pub title: String,
    /// Which room it belongs to: its colour and its place in the menu.
    pub room: &'static str,
    /// The community, if it is a page of one.
    pub community: Option<Community>,
    /// What stands before the community's paths at this door.
    pub base: String,
    /// The signed-in member's name.
    pub member: Option<String>,
    /// Notices the member has not seen.
    pub unseen: i64,
    /// Where sealed things open, if not here.
    pub sealed_at: Option<String>,
    /// The message that warns of a door where the network reads along.
    pub exposed: Option<&'static str>,
    /// Where the node is and of when this page is, in a mirror.
    pub mirror: Option<(String, Micros)>,
    /// Whether the node writes letters.
    pub mail: bool,
    /// Whether nothing can be changed for now.
    pub read_only: bool,
    /// Whether the addresses it hands on lead here from this machine only.
    pub reaches_nobody: bool,
    /// The path as the reader sees it.
    pub path: String,
    /// The page on which the reader is, also after sending a form.
    pub at: String,
    /// A new idempotency key for the forms of the page.
    pub key: Id,
    /// The zone in which instants are shown.
    pub zone: TimeZone,
    /// What is wrong with the fields of the form.
    pub errors: Vec<FieldError>,
    /// What just went well: a Fluent message.
    pub done: Option<&'static str>,
    /// What that message is about, if it says so: how many, or of which kind.
    pub done_about: String,
    /// The page above this one: its path at this door, and its name.
    pub back: Option<(String, String)>,
    /// Where all communities of the node stand, if there are others.
    pub others: Option<String>,
}

/// Messages that a redirect may ask the next page to show.
const DONE: &[&str] = &[
    "done-accepted",
    "done-amended",
    "done-answered",
    "done-asked",
    "done-asked-to-follow",
    "done-assembly-called",
    "done-blocked",
    "done-called",
    "done-cancelled",
    "done-check",
    "done-closed-to-network",
    "done-confirmed",
    "done-confirmed-by-half",
    "done-contested",
    "done-corrected",
    "done-date-gone",
    "done-dissented",
    "done-drafted",
    "done-entered",
    "done-factor",
    "done-factor-given",
    "done-factor-off",
    "done-feed-link",
    "done-fest-crew",
    "done-fest-crew-left",
    "done-fest-opened",
    "done-imported",
    "done-invited",
    "done-joined",
    "done-joined-call",
    "done-kept",
    "done-knock-answered",
    "done-laid-down",
    "done-left",
    "done-lifted",
    "done-listed-only",
    "done-machine-forgotten",
    "done-machine-handed-over",
    "done-machine-noted",
    "done-machine-received",
    "done-mail-confirmed",
    "done-mail-removed",
    "done-mail-sent",
    "done-move-announced",
    "done-move-called-off",
    "done-name-forgotten",
    "done-not-kept",
    "done-not-listed-only",
    "done-noted",
    "done-noted-step",
    "done-objected",
    "done-offered",
    "done-onward",
    "done-opened",
    "done-passkey",
    "done-passkey-ended",
    "done-petitioned",
    "done-progressed",
    "done-proposed",
    "done-published",
    "done-published-dates",
    "done-read",
    "done-recorded",
    "done-recovered",
    "done-recovered-factor",
    "done-recovered-mail",
    "done-recovered-mail-factor",
    "done-recovered-people",
    "done-recovery-denied",
    "done-refused",
    "done-remarked",
    "done-removed",
    "done-replied",
    "done-report-closed",
    "done-report-forwarded",
    "done-reported",
    "done-restated",
    "done-reviewed",
    "done-revoked",
    "done-said",
    "done-saved",
    "done-sessions",
    "done-shelf-closed",
    "done-signed-out",
    "done-sponsored",
    "done-stance",
    "done-stood",
    "done-stood-down",
    "done-supported",
    "done-task-taken",
    "done-times-answered",
    "done-times-asked",
    "done-together",
    "done-token-ended",
    "done-told",
    "done-unfollowed",
    "done-unsupported",
    "done-vouched",
    "done-withdrawn",
];

impl Page {
    /// The layout of a page that belongs to no community.
    pub fn of(visit: &Visit, title: String) -> Self {
        let asked = visit.path.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let done = asked.split('&').find_map(|pair| pair.strip_prefix("done=")).unwrap_or_default();
        let (done, about) = done.split_once('.').unwrap_or((done, ""));
        // Nobody puts words of their own into a page by a link.
        let plain = about.len() <= 20 && about.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        Self {
            lang: visit.lang,
            title,
            room: "home",
            community: None,
            base: String::new(),
            member: None,
            unseen: 0,
            sealed_at: match visit.door.opens_sealed() {
                true => None,
                false => Some(visit.node.doors.canonical()),
            },
            exposed: match visit.door.kind {
                DoorKind::Lan => Some("door-lan"),
                _ if !visit.door.opens_sealed() => Some("door-plain"),
                _ => None,
            },
            mirror: visit.mirror.then(|| (visit.node.doors.canonical(), visit.node.core.world.now())),
            mail: visit.node.mail.is_some(),
            read_only: visit.node.core.is_read_only(),
            reaches_nobody: false,
            path: visit.path.clone(),
            at: visit.at.clone(),
            key: visit.node.core.world.id(),
            zone: TimeZone::UTC,
            errors: Vec::new(),
            done: DONE.iter().find(|known| plain && known.strip_prefix("done-") == Some(done)).copied(),
            done_about: about.to_owned(),
            back: None,
            others: None,
        }
    }

    /// The same page in a room.
    #[must_use]
    pub fn in_room(self, room: &'static str) -> Self {
        Self { room, ..self }
    }

    /// The same page below another one: its path in the community, and its name.
    #[must_use]
    pub fn below(self, path: &str, name: String) -> Self {
        Self { back: Some((format!("{}{path}", self.base), name)), ..self }
    }

    /// Whoever has just signed up for what is full is told that they wait.
    pub fn now_waits(&mut self) {
        self.done = self.done.map(|done| if done == "done-replied" { "done-waiting" } else { done });
    }

    /// The same page with what is wrong with its form.
    #[must_use]
    pub fn with_errors(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }

    /// Where one signs in, and comes back from there, unless this page is for those who are outside.
    pub fn sign_in(&self) -> String {
        let there = self.at.strip_prefix(&self.base).unwrap_or_default();
        let outside = ["/sign-in", "/recover", "/join"].iter().any(|page| there.starts_with(page));
        let next: String = url::form_urlencoded::byte_serialize(self.at.as_bytes()).collect();
        if outside || matches!(there, "" | "/") {
            format!("{}/sign-in", self.base)
        } else {
            format!("{}/sign-in?next={next}", self.base)
        }
    }

    /// A message.
    pub fn t(&self, message: impl std::fmt::Display) -> String {
        self.lang.t(&message.to_string())
    }

    /// What just went well, in words.
    pub fn done_words(&self) -> Option<String> {
        let about = self.done_about.as_str();
        self.done.map(|done| self.lang.with(done, &[("about", about), ("count", about)]))
    }

    /// A message with one argument.
    pub fn t1(&self, message: &str, name: &'static str, value: impl std::fmt::Display) -> String {
        self.lang.with(message, &[(name, &value.to_string())])
    }

    /// A message with two arguments.
    pub fn t2(
        &self,
        message: &str,
        name: &'static str,
        value: impl std::fmt::Display,
        other: &'static str,
        second: impl std::fmt::Display,
    ) -> String {
        self.lang.with(message, &[(name, &value.to_string()), (other, &second.to_string())])
    }

    /// An instant: day and time.
    pub fn moment(&self, at: &Micros) -> String {
        self.lang.instant(*at, &self.zone)
    }

    /// From one instant to another.
    pub fn span(&self, from: &Micros, to: &Micros) -> String {
        self.lang.span(civil_at(*from, &self.zone), civil_at(*to, &self.zone))
    }

    /// The day of an instant.
    pub fn day(&self, at: &Micros) -> String {
        self.lang.day(civil_at(*at, &self.zone).date())
    }

    /// The day of an instant, where it need not be read aloud: «28 nov 2026».
    pub fn short(&self, at: &Micros) -> String {
        let date = civil_at(*at, &self.zone).date();
        let [_, day, month] = self.lang.tile(date);
        format!("{day} {month} {}", date.year())
    }

    /// An instant as machines read it (RFC 3339), for `<time datetime>`.
    pub fn machine(&self, at: &Micros) -> String {
        jiff::Timestamp::from_microsecond(*at).unwrap_or_default().to_string()
    }

    /// The day tile of a local date ("2026-11-28", with a time or not); nothing if it is no date.
    pub fn tile(&self, local: &str) -> Option<[String; 3]> {
        Some(self.lang.tile(local.get(..10)?.parse().ok()?))
    }

    /// The words about a field that does not fit, if it is one.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == field).map(|error| self.lang.field_error(error))
    }

    /// Whether one of these fields, with spaces between them, does not fit: the fold that holds it is open then.
    pub fn any_error(&self, fields: &str) -> bool {
        fields.split(' ').any(|field| self.errors.iter().any(|error| error.field == field))
    }

    /// What is wrong, field by field, with what the field is called: for the summary above a form.
    pub fn error_list(&self) -> Vec<(&'static str, String, String)> {
        let name = |field: &str| self.lang.t(&format!("name-of-{}", field.replace('_', "-")));
        self.errors.iter().map(|error| (error.field, name(error.field), self.lang.field_error(error))).collect()
    }

    /// Whether the page stands under this path of the community: for the menu.
    pub fn under(&self, path: &str) -> bool {
        self.path.strip_prefix(self.base.as_str()).is_some_and(|own| own.starts_with(path))
    }

    /// The other languages: tag and own name.
    pub fn other_languages(&self) -> Vec<(&'static str, String)> {
        LANGUAGES
            .into_iter()
            .filter(|lang| *lang != self.lang)
            .map(|lang| (lang.tag(), lang.t("language-name")))
            .collect()
    }

    /// The address of the stylesheet.
    pub fn stylesheet(&self) -> &'static str {
        &assets::STYLESHEET.path
    }

    /// The address of the icon.
    pub fn icon(&self) -> &'static str {
        &assets::ICON.path
    }

    /// The address of the script of passkeys.
    pub fn passkeys(&self) -> &'static str {
        &assets::PASSKEYS.path
    }

    /// A language other than the page's own, so that its words can say so.
    pub fn foreign<'l>(&self, language: &'l str) -> Option<&'l str> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        (primary(language) != primary(self.lang.tag())).then_some(language)
    }

    /// The first language of the community, where the page is in another: its own texts are in that one.
    pub fn foreign_house(&self) -> Option<&str> {
        let community = self.community.as_ref()?;
        self.foreign(community.languages.split(' ').next().unwrap_or_default())
    }

    /// Markdown as safe HTML.
    pub fn markdown(&self, text: &str) -> String {
        super::markdown::to_html(text)
    }
}
