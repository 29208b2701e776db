// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a record says to people: who did what, to which activity, date, agreement or mandate.

use std::collections::HashMap;

use crate::{
    act::agenda,
    decide::{assemblies, decisions, draws, times},
    spine::{
        entries,
        event::Event,
        id::Id,
        mandates::{self, choice},
        members,
    },
    store::{Reader, Result, args},
    web::Page,
};

use super::Record;

/// A record in words.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Who did it, where the command was given without account.
    pub(super) who: Option<Id>,
    /// What was done, where the command's own message is not enough.
    pub(super) words: Option<String>,
    /// To what.
    pub(super) about: Option<String>,
    /// Where that is.
    pub(super) path: Option<String>,
}

/// What it takes to put records into words.
pub(super) struct Telling<'a> {
    pub(super) page: &'a Page,
    /// What stands before the community's paths.
    pub(super) base: String,
    pub(super) names: &'a HashMap<Id, Option<String>>,
    pub(super) reader: &'a mut Reader,
}

impl Telling<'_> {
    fn name(&self, id: Id) -> String {
        self.names.get(&id).cloned().flatten().unwrap_or_else(|| self.page.t("somebody-gone"))
    }

    /// Puts a record into words.
    pub(super) async fn say(&mut self, record: &Record) -> Result<Said> {
        let mut said = Said::default();
        if let Some(event) = record.events.first() {
            match event {
                Event::Member(event) => self.of_member(&mut said, event).await?,
                Event::Mandate(event) => self.of_mandate(&mut said, record.subject, event).await?,
                _ => {}
            }
        }
        let prolonged = record.events.iter().find_map(|event| match event {
            Event::Mandate(mandates::Event::Prolonged { ends_at, .. }) => Some(ends_at),
            _ => None,
        });
        if let Some(ends_at) = prolonged {
            said.words = Some(self.page.t1("log-mandate-prolonged", "day", self.page.day(ends_at)));
        }
        let kind = match record.command.split('.').next() {
            Some("activity") => Some(agenda::KIND),
            Some("fest") => Some(agenda::KIND),
            Some("decision") => Some(decisions::KIND),
            Some("assembly") => Some(assemblies::KIND),
            Some("draws") => Some(draws::KIND),
            Some("times") if record.command != "times.close" => Some(times::KIND),
            Some("times") => Some(agenda::KIND),
            _ => None,
        };
        if let (Some(kind), Some(entry)) = (kind, record.subject) {
            let title: Option<(Option<String>,)> = self.reader.optional(&entries::store::TITLE, args![entry]).await?;
            if let Some((Some(title),)) = title {
                let date = agenda::pages::revisions::of_record(self.page, record);
                said.about = Some(date.map_or_else(|| title.clone(), |date| format!("{title}, {date}")));
                said.path = Some(format!("{}{}", self.base, entries::path_of(kind, entry)));
            }
        }
        Ok(said)
    }

    async fn of_member(&mut self, said: &mut Said, event: &members::Event) -> Result<()> {
        match event {
            members::Event::Joined { member, via, .. } => {
                said.who = Some(*member);
                let Some(via) = via else { return Ok(()) };
                let author: Option<(Option<Id>,)> =
                    self.reader.optional(&members::store::INVITED_BY, args![*via]).await?;
                said.words = Some(match author {
                    Some((author,)) => {
                        let name = author.map_or_else(|| self.page.t("somebody-gone"), |author| self.name(author));
                        self.page.t1("log-member-join-invited", "name", name)
                    }
                    None => self.page.t("log-member-join-request"),
                });
            }
            members::Event::RecoveryCodesIssued { member, .. }
            | members::Event::RecoveryCodeSpent { member, .. }
            | members::Event::CameBackByMail { member, .. }
            | members::Event::PasskeyAdded { member } => {
                said.who = Some(*member);
            }
            members::Event::RecoveryAsked { member, .. } => said.about = Some(self.name(*member)),
            members::Event::JoinAnswered { accepted, .. } => {
                let words = if *accepted { "log-member-accept-request" } else { "log-member-decline-request" };
                said.words = Some(self.page.t(words));
            }
            _ => {}
        }
        Ok(())
    }

    async fn of_mandate(&mut self, said: &mut Said, subject: Option<Id>, event: &mandates::Event) -> Result<()> {
        let Some(subject) = subject else { return Ok(()) };
        let kind: Option<String> = if let mandates::Event::Choice(_) = event {
            let kind: Option<(String,)> = self.reader.optional(&mandates::store::CHOICE_KIND, args![subject]).await?;
            kind.map(|(kind,)| kind)
        } else {
            let kind: Option<(String, Option<String>)> =
                self.reader.optional(&mandates::store::KIND_AND_REASON, args![subject]).await?;
            kind.map(|(kind, _)| kind)
        };
        said.about = kind.map(|kind| self.page.t(format!("mandate-{kind}")));
        said.path = Some(format!("{}/mandates", self.base));
        said.words = match event {
            mandates::Event::Ended { vacant: true, .. } => Some(self.page.t("log-mandate-end-vacant")),
            mandates::Event::Choice(choice::Event::Opened { .. }) => Some(self.page.t("log-choice-join-call")),
            mandates::Event::Choice(choice::Event::Extended { .. }) => Some(self.page.t("log-choice-extended")),
            mandates::Event::Choice(choice::Event::Closed { chosen: Some(chosen), .. }) => {
                Some(self.page.t1("log-choice-chosen", "name", self.name(*chosen)))
            }
            mandates::Event::Choice(choice::Event::Closed { chosen: None, .. }) => {
                Some(self.page.t("log-choice-nobody"))
            }
            _ => None,
        };
        Ok(())
    }
}
