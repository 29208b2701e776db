// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A report comes in or is made, goes on, and is over: then its words are erased.

use serde::{Deserialize, Serialize};

use crate::{
    link::federation::store as federation,
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        mandates,
        notices::Notice,
        refusal::{Error, Fields, Result, conflict, not_found},
        world::Micros,
    },
    store::args,
};

use super::store;

/// So many are open at once, and so many of one actor elsewhere.
const OPEN: i64 = 300;
const OPEN_OF: i64 = 20;
/// The longest words.
pub(super) const WORDS: usize = 2_000;

/// What happens to reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// One came from elsewhere.
    Received {
        /// Which; also the subject of what it says.
        report: Id,
        /// Who says what about what, as JSON.
        what: Sealed,
    },
    /// A member made one.
    Made {
        /// Which; also the subject of what it says.
        report: Id,
        /// Who.
        by: Id,
        /// What about what, as JSON.
        what: Sealed,
    },
    /// It went on to where what it is about is from.
    Forwarded {
        /// Which.
        report: Id,
    },
    /// It is over.
    Closed {
        /// Which.
        report: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Report(event)
    }
}

/// What a report says, as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
struct What {
    words: String,
    about: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reporter: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

impl What {
    async fn seal(&self, context: &mut Context<'_, '_>, report: Id, owner: Option<Id>) -> Result<Sealed> {
        let words = serde_json::to_string(self).map_err(|error| Error::Damaged(error.to_string()))?;
        context.seal(report, owner, &words).await
    }
}

/// Whether there is room for one more.
async fn must_fit(context: &mut Context<'_, '_>) -> Result<()> {
    let open: Option<(i64,)> = context.tx.optional(&store::COUNT, args![context.community]).await?;
    if open.is_some_and(|(open,)| open >= OPEN) { Err(conflict("error-reports-many")) } else { Ok(()) }
}

/// Takes a report from elsewhere. The node gives it when it comes in.
#[derive(Debug, Clone)]
pub struct Receive {
    /// The actor that sent it.
    pub reporter: String,
    /// Its words.
    pub words: String,
    /// The identifiers of what is this community's.
    pub about: Vec<String>,
}

impl Command for Receive {
    const NAME: &'static str = "report.receive";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        must_fit(context).await?;
        let open: Option<(i64,)> =
            context.tx.optional(&store::COUNT_OF, args![context.community, &self.reporter]).await?;
        if open.is_some_and(|(open,)| open >= OPEN_OF) {
            return Err(conflict("error-reports-many"));
        }
        let report = context.id();
        let Self { reporter, words, about } = self;
        let what = What { words, about, reporter: Some(reporter), author: None, title: None };
        let what = what.seal(context, report, None).await?;
        Ok(Decision::about(report, [Event::Received { report, what }.into()]))
    }
}

/// Reports a date of the network to who coordinates.
#[derive(Debug, Clone)]
pub struct Make {
    /// Its identifier.
    pub object: String,
    /// What is not right.
    pub words: String,
}

impl Command for Make {
    const NAME: &'static str = "report.make";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let heard: Option<(String, String)> =
            context.tx.optional(&store::HEARD, args![context.community, &self.object]).await?;
        let (author, title) = heard.ok_or_else(not_found)?;
        let mut fields = Fields::default();
        let words = fields.text("words", &self.words, WORDS);
        fields.finish()?;
        must_fit(context).await?;
        let there: Option<(Id,)> =
            context.tx.optional(&store::MADE, args![context.community, member, &self.object]).await?;
        if there.is_some() {
            return Err(conflict("error-report-there"));
        }
        let report = context.id();
        let what = What { words, about: vec![self.object], reporter: None, author: Some(author), title: Some(title) };
        let what = what.seal(context, report, Some(member)).await?;
        Ok(Decision::about(report, [Event::Made { report, by: member, what }.into()]))
    }
}

/// Sends a member's report on to where what it is about is from.
#[derive(Debug, Clone)]
pub struct Forward {
    /// Which.
    pub report: Id,
    /// What is said there: in the community's name.
    pub words: String,
}

impl Command for Forward {
    const NAME: &'static str = "report.forward";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let row: Option<(Option<String>, String, Option<Micros>)> =
            context.tx.optional(&store::ONE, args![context.community, self.report]).await?;
        // One from elsewhere is about what is ours.
        let (Some(_), _, forwarded) = row.ok_or_else(not_found)? else { return Err(not_found()) };
        if forwarded.is_some() {
            return Err(conflict("error-report-forwarded"));
        }
        let base: Option<(String,)> = context.tx.optional(&federation::BASE, args![context.community]).await?;
        base.ok_or_else(|| conflict("error-link-closed"))?;
        let mut fields = Fields::default();
        fields.text("words", &self.words, WORDS);
        fields.finish()?;
        Ok(Decision::about(self.report, [Event::Forwarded { report: self.report }.into()]))
    }
}

/// Ends a report.
#[derive(Debug, Clone)]
pub struct Close(pub Id);

impl Command for Close {
    const NAME: &'static str = "report.close";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let row: Option<(Option<String>, String, Option<Micros>)> =
            context.tx.optional(&store::ONE, args![context.community, self.0]).await?;
        row.ok_or_else(not_found)?;
        Ok(Decision::about(self.0, [Event::Closed { report: self.0 }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Received { report, what } => show(to, *report, None, what).await?,
        Event::Made { report, by, what } => show(to, *report, Some(*by), what).await?,
        Event::Forwarded { report } => {
            to.tx.run(&store::FORWARDED, args![*report, to.at]).await?;
        }
        Event::Closed { report } => {
            to.erase(*report).await?;
            to.tx.run(&store::DELETE, args![*report]).await?;
        }
    }
    Ok(())
}

async fn show(to: &mut Projection<'_, '_>, report: Id, by: Option<Id>, what: &Sealed) -> Result<()> {
    for holder in mandates::holders(to.tx, to.community, mandates::Kind::Coordination, to.at).await? {
        to.notify(holder, Notice::NetworkReport, Some(report)).await?;
    }
    // Of one that is over, or whose author was erased, the key is gone.
    let Some(what) = to.open(what).await? else { return Ok(()) };
    let What { words, about, reporter, author, title } =
        serde_json::from_str(&what).map_err(|error| Error::Damaged(error.to_string()))?;
    let row = args![report, to.community, by, reporter, words, about.join("\n"), author, title, to.at];
    to.tx.run(&store::INSERT, row).await?;
    Ok(())
}

/// Forgets what somebody reported.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![member]).await?;
    Ok(())
}
