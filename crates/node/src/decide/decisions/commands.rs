// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What happens to decisions in the log, and how a command asks the rules.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Action, BallotFlaw, Class, Instant, Missing};

use crate::{
    spine::{
        command::{Command, Context, Decision},
        communities, event,
        id::Id,
        keys::Sealed,
        mandates,
        refusal::{Error, FieldError, Kind, Refusal, Result, conflict, edited_meanwhile, forbidden, not_found},
        world::Micros,
    },
    store::{Write, args},
};

use super::{
    Life, LifeEvent,
    ballots::{self, Count},
    course::Course,
    marks::Mark,
    rules::SAID_LIMIT,
    store,
};

/// What happens to decisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Something happened in its life. The words that this names are here, sealed.
    Lived {
        /// Which decision; also the subject of what is said in its name.
        decision: Id,
        /// As the crate says it.
        events: Vec<LifeEvent>,
        /// The words that these name.
        words: Vec<Words>,
        /// What was recorded of a meeting beside.
        record: Option<Facts>,
        /// What was said beside where it is decided here.
        #[serde(default, skip_serializing_if = "is_empty")]
        beside: Box<Beside>,
    },
    /// Somebody who was there says whether a record is as it was.
    Confirmed {
        /// Which; also the subject of the reason.
        confirmation: Id,
        /// Of which decision.
        decision: Id,
        /// Of which version.
        version: i64,
        /// Whether it was so.
        so: bool,
        /// Why not.
        reason: Option<Sealed>,
    },
    /// How a task goes.
    Progressed {
        /// Which; also the subject of its note.
        progress: Id,
        /// Of which decision.
        decision: Id,
        /// Which task.
        task: Id,
        /// Whether it is done.
        done: bool,
        /// A few words.
        note: Option<Sealed>,
    },
    /// A wait is over, or time to say something runs out: those for whom something waits are reminded.
    Reminded {
        /// Of which decision.
        decision: Id,
    },
    /// The day of tasks is over, and they are not done: who took them on is told, once.
    Overdue {
        /// Of which decision.
        decision: Id,
        /// Which.
        tasks: Vec<Id>,
    },
    /// The name of somebody without account is erased.
    NameForgotten {
        /// In which decision.
        decision: Id,
        /// Who; also the subject of the name.
        person: Id,
    },
}

/// Words with the name by which a decision's life knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Their name.
    pub id: Id,
    /// What they say.
    pub words: Sealed,
}

/// What a record says beside what the rules know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The day it was agreed: `2026-11-24`.
    pub agreed_on: String,
    /// What its text is hashed with.
    pub salt: Sealed,
    /// People without account who are named for the first time, each the subject of their name.
    pub names: Vec<Words>,
    /// What is taken on.
    pub tasks: Vec<Due>,
}

/// What is said beside what the rules know, of a decision that is taken here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// What its text, which is new, is hashed with.
    pub salt: Option<Sealed>,
    /// The day it was agreed, if it was: `2026-11-24`.
    pub agreed_on: Option<String>,
    /// What is taken on.
    pub tasks: Vec<Due>,
    /// Where words belong that are about a paragraph: other wordings, arguments, questions.
    #[serde(default, rename = "amendments", skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceAt>,
    /// Ballots as they were counted, in the order of their receipts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<(String, Mark)>,
    /// The subject of what they were kept in, which is destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot_box: Option<Id>,
    /// By what ties will be broken, with a firm text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<Sealed>,
    /// The kind of mandate that those who are chosen receive, once it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<mandates::Kind>,
    /// The class that it is to set, once it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Box<Class<Id>>>,
}

/// Where words belong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceAt {
    /// Which: the first of these were other wordings.
    #[serde(rename = "amendment")]
    pub words: Id,
    /// In which version of the text.
    pub version: i64,
    /// Which paragraph of it, from 1.
    pub paragraph: i64,
}

/// Whether nothing is said beside.
fn is_empty(beside: &Beside) -> bool {
    *beside == Beside::default()
}

/// When a task is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// Which.
    pub task: Id,
    /// The day, if there is one.
    pub due_on: Option<String>,
    /// The task whose progress goes on in this one: the record said it with other words before.
    pub instead_of: Option<Id>,
}

impl Event {
    /// Something that happened in a decision's life: also, before it, what time had brought about and nobody had
    /// written down. Whatever is adopted by that is agreed today.
    ///
    /// # Errors
    /// As the store says.
    pub(in crate::decide) async fn lived(
        context: &mut Context<'_, '_>,
        decision: Id,
        events: Vec<LifeEvent>,
        words: Vec<Words>,
        beside: Beside,
    ) -> Result<Self> {
        let adopted = events.iter().any(|event| matches!(event, LifeEvent::Adopted { .. }));
        let agreed_on = if adopted { Some(today(context).await?) } else { None };
        Ok(Self::Lived { decision, events, words, record: None, beside: Box::new(Beside { agreed_on, ..beside }) })
    }
}

/// The community's day.
async fn today(context: &mut Context<'_, '_>) -> Result<String> {
    let settings: Option<(String, String, i64)> =
        context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
    let zone = settings.and_then(|(_, zone, _)| tequio_calendar::zone::get(&zone)).unwrap_or(TimeZone::UTC);
    let now = Timestamp::from_microsecond(context.at).unwrap_or_default();
    Ok(zone.to_datetime(now).date().to_string())
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Decision(event)
    }
}

/// A decision that is there, as its events made it.
///
/// # Errors
/// Not found; or a damaged log.
pub(crate) async fn life(tx: &mut Write, decision: Id) -> Result<Life> {
    let rows: Vec<(Micros, String)> = tx.all(&store::LIFE, args![decision]).await?;
    replay(&read(rows)?).ok_or_else(not_found)
}

/// What happened in a decision's life, from how it is stored.
///
/// # Errors
/// Damaged, where an event cannot be read.
pub(in crate::decide) fn read(rows: Vec<(Micros, String)>) -> Result<Vec<(Micros, LifeEvent)>> {
    let event = |text: String| serde_json::from_str(&text).map_err(|error| Error::Damaged(error.to_string()));
    rows.into_iter().map(|(at, text)| Ok((at, event(text)?))).collect()
}

/// Who wrote down the present version of a record.
pub(in crate::decide) fn recorder(events: &[(Micros, LifeEvent)]) -> Option<Id> {
    events.iter().rev().find_map(|(_, event)| match event {
        LifeEvent::Drafted { author: by, .. } | LifeEvent::RecordCorrected { by, .. } => Some(*by),
        _ => None,
    })
}

/// The decision that its events make; nothing if there are none.
pub(in crate::decide) fn replay(events: &[(Micros, LifeEvent)]) -> Option<Life> {
    Life::replay(events.iter().map(|(at, event)| (Instant(*at), event)))
}

/// What an action leads to now, by the rules.
///
/// # Errors
/// The condition that is missing, as a refusal.
pub(in crate::decide) fn ask(
    life: &Life,
    context: &Context<'_, '_>,
    actor: Id,
    action: Action<Id>,
) -> Result<Vec<LifeEvent>> {
    life.decide(&actor, action, Instant(context.at)).map_err(refuse)
}

/// A missing condition as a refusal: about a field of a form, or about the state.
pub(in crate::decide) fn refuse(missing: Missing<Id>) -> Error {
    let field = |field, message| -> Error {
        let fields = vec![FieldError { field, message, arguments: Vec::new() }];
        Refusal { fields, ..Refusal::new(Kind::Invalid, "error-check-the-fields") }.into()
    };
    match missing {
        Missing::Present => field("present", "field-present"),
        Missing::Responsible => field("tasks", "field-responsible"),
        Missing::StatedPrinciple => field("ground", "field-principle"),
        Missing::PresentText(_) => edited_meanwhile(),
        Missing::ReviewDate => field("review_on", "field-review-date"),
        Missing::Impact(_) => field("effects", "field-effects"),
        Missing::Statements => field("statements", "field-statements"),
        Missing::Clarity => conflict("error-decision-clarity"),
        Missing::Cost => field("cost", "field-cost"),
        Missing::Allotment => field("amount", "field-amount"),
        Missing::Ballot(_, flaw) => flawed(flaw),
        Missing::Class(_) => conflict("error-decision-flaw"),
        Missing::NotInThisClass => conflict("error-decision-class"),
        Missing::New(_) | Missing::AlreadyCast => conflict("error-decision-already"),
        Missing::OwnObjection(_) => conflict("error-decision-own-already"),
        Missing::Change(_) => conflict("error-decision-unchanged"),
        Missing::Principle(_) => conflict("error-decision-principle"),
        Missing::Author | Missing::Opponent => forbidden("error-decision-person"),
        Missing::NotOnRoll => forbidden("error-decision-roll"),
        Missing::Stage(_) => conflict("error-decision-stage"),
        Missing::NotBefore(_) | Missing::NotAfter(_) => conflict("error-decision-time"),
        _ => conflict("error-conflict"),
    }
}

/// What is wrong with a ballot, as a refusal about its form.
fn flawed(flaw: BallotFlaw) -> Error {
    let (message, most) = match flaw {
        BallotFlaw::EqualRanks => ("field-ballot-equal", None),
        BallotFlaw::TooHigh(most) => ("field-ballot-high", Some(most)),
        BallotFlaw::TooManyDots(most) => ("field-ballot-dots", Some(most)),
        BallotFlaw::Empty => ("field-ballot-empty", None),
        _ => ("field-ballot-other", None),
    };
    let arguments = most.map(|most| ("most", most.to_string())).into_iter().collect();
    let fields = vec![FieldError { field: "given", message, arguments }];
    Refusal { fields, ..Refusal::new(Kind::Invalid, "error-check-the-fields") }.into()
}

/// The kind of mandate for which a decision chooses, if it does.
pub(in crate::decide) async fn mandate(tx: &mut Write, decision: Id) -> Result<Option<mandates::Kind>> {
    let kind: Option<(Option<String>,)> = tx.optional(&store::MANDATE, args![decision]).await?;
    Ok(kind.and_then(|(kind,)| kind?.parse().ok()))
}

/// Seals words that a decision's life names. They are the memory's: an erased member's stay without their name, and go
/// with the entry. Nobody says more of one decision than all can read.
pub(in crate::decide) async fn word(
    context: &mut Context<'_, '_>,
    decision: Id,
    words: &mut Vec<Words>,
    text: &str,
) -> Result<Id> {
    let said: Option<(i64,)> = context.tx.optional(&store::SAID_BY, args![decision, context.actor.member()]).await?;
    if said.is_some_and(|(letters,)| letters > SAID_LIMIT) {
        return Err(conflict("error-decision-said-enough"));
    }
    let id = context.id();
    words.push(worded(context, decision, id, text).await?);
    Ok(id)
}

/// Words of a name that is there already.
pub(in crate::decide) async fn worded(
    context: &mut Context<'_, '_>,
    decision: Id,
    id: Id,
    text: &str,
) -> Result<Words> {
    Ok(Words { id, words: context.seal(decision, None, text).await? })
}

/// Writes down what time has brought about; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct Pass(pub Id);

impl Command for Pass {
    const NAME: &'static str = "decision.pass";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        crate::spine::entries::commands::head(context, self.0).await?;
        let mut course = Course::present(life(context.tx, self.0).await?, context);
        let Count { ballots, subject: ballot_box } = ballots::count(context, self.0, &mut course).await?;
        if course.events.is_empty() {
            return Err(conflict("error-not-yet"));
        }
        let beside = Beside { ballots, ballot_box, ..Beside::default() };
        let lived = Event::lived(context, self.0, course.events, Vec::new(), beside).await?;
        Ok(Decision::about(self.0, [lived.into()]))
    }
}

/// Tells who took tasks on that their day is over; the node gives it once a day has passed.
#[derive(Debug, Clone)]
pub struct TellOverdue(pub Id);

impl Command for TellOverdue {
    const NAME: &'static str = "decision.tell-overdue";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        crate::spine::entries::commands::head(context, self.0).await?;
        let today = today(context).await?;
        let tasks: Vec<(Id,)> = context.tx.all(&store::LATE, args![self.0, today]).await?;
        if tasks.is_empty() {
            return Err(conflict("error-not-yet"));
        }
        let tasks = tasks.into_iter().map(|(task,)| task).collect();
        Ok(Decision::about(self.0, [Event::Overdue { decision: self.0, tasks }.into()]))
    }
}

/// Reminds those for whom something waits; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct Remind(pub Id);

impl Command for Remind {
    const NAME: &'static str = "decision.remind";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        crate::spine::entries::commands::head(context, self.0).await?;
        let when: Option<(Option<Micros>,)> =
            context.tx.optional(&store::REMIND_AT, args![context.community, self.0]).await?;
        match when {
            Some((Some(when),)) if when <= context.at => {
                Ok(Decision::about(self.0, [Event::Reminded { decision: self.0 }.into()]))
            }
            _ => Err(conflict("error-not-yet")),
        }
    }
}
