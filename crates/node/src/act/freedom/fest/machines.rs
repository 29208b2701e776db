// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What happens to a machine: it is received, somebody is at it, it is handed over.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        refusal::{Fields, Kind, Refusal, Result, conflict, not_found},
        world::Micros,
    },
    store::args,
};

use super::{
    commands::attends,
    rules::{Backup, MACHINES_LIMIT, Outcome, Part, State, Wish, Works},
    store,
};

/// What happens to a machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It is received.
    Received {
        /// Which; also the subject of all words about it.
        machine: Id,
        /// Where.
        fest: Id,
        /// Its number there, from 1.
        number: i64,
        /// What its owner is called there.
        name: Sealed,
        /// What machine it is.
        model: Sealed,
        /// What they come for.
        wish: Wish,
        /// Who answers for them, if they are a minor.
        guardian: Option<Sealed>,
        /// What else is to be known.
        note: Option<Sealed>,
    },
    /// Somebody is at it, and what became of the documents before is known where its disk will be written.
    Begun {
        /// Which.
        machine: Id,
        /// What became of the documents.
        backup: Option<Backup>,
    },
    /// It waits again.
    PutBack {
        /// Which.
        machine: Id,
    },
    /// It can be taken home.
    Ready {
        /// Which.
        machine: Id,
    },
    /// What is to be known of it is another thing, or nothing.
    Described {
        /// Which.
        machine: Id,
        /// What.
        note: Option<Sealed>,
    },
    /// Its owner takes it home.
    HandedOver {
        /// Which.
        machine: Id,
        /// With what.
        outcome: Outcome,
        /// What became of the documents, where it was not known before.
        backup: Option<Backup>,
        /// Which system it has now.
        system: Option<Sealed>,
        /// What was tried with them, and whether it works.
        tried: Vec<(Part, Works)>,
    },
    /// Its owner wants nothing of it kept.
    Forgotten {
        /// Which.
        machine: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Fest(super::Event::Machine(event))
    }
}

/// What somebody says who brings a machine.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// What they want to be called.
    pub name: String,
    /// What machine it is.
    pub model: String,
    /// What they come for.
    pub wish: Option<Wish>,
    /// Whether they are a minor.
    pub minor: bool,
    /// Who answers for them then.
    pub guardian: String,
    /// What else is to be known.
    pub note: String,
    /// Whether they were read what is kept and by whom it is seen, and agree.
    pub consents: bool,
}

/// Receives a machine.
#[derive(Debug, Clone)]
pub struct Receive {
    /// Where.
    pub fest: Id,
    /// What is said of it.
    pub arrival: Arrival,
}

impl Command for Receive {
    const NAME: &'static str = "fest.receive";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { fest, arrival } = self;
        attends(context, fest).await?;
        let open: Option<(Option<Micros>,)> = context.tx.optional(&store::IS_PURGED, args![fest]).await?;
        if open.is_none_or(|(purged_at,)| purged_at.is_some()) {
            return Err(conflict("error-fest-over"));
        }
        let mut fields = Fields::default();
        let name = fields.line("name", &arrival.name, 60);
        let model = fields.line("model", &arrival.model, 120);
        if arrival.wish.is_none() {
            fields.error("wish", "field-choose");
        }
        let guardian = match arrival.minor {
            true => fields.line("guardian", &arrival.guardian, 60),
            false => String::new(),
        };
        let note = fields.optional("note", &arrival.note, 1_000);
        if !arrival.consents {
            fields.error("consents", "field-fest-consents");
        }
        fields.finish()?;
        let wish = arrival.wish.ok_or_else(not_found)?;
        let last: Option<(i64,)> = context.tx.optional(&store::LAST_NUMBER, args![fest]).await?;
        let number = last.map_or(0, |(number,)| number) + 1;
        if number > MACHINES_LIMIT {
            return Err(Refusal::new(Kind::Conflict, "error-fest-full").with("limit", MACHINES_LIMIT).into());
        }
        let machine = context.id();
        let name = context.seal(machine, None, &name).await?;
        let model = context.seal(machine, None, &model).await?;
        let guardian = context.seal_optional(machine, None, &guardian).await?;
        let note = context.seal_optional(machine, None, &note).await?;
        let received = Event::Received { machine, fest, number, name, model, wish, guardian, note };
        Ok(Decision::about(machine, [received.into()]))
    }
}

/// How a machine stands.
struct Head {
    state: State,
    wish: Wish,
    backup: Option<Backup>,
}

/// A machine that is still there, to whoever attends.
async fn there(context: &mut Context<'_, '_>, machine: Id) -> Result<Head> {
    let row: Option<(Id, String, String, Option<String>)> =
        context.tx.optional(&store::MACHINE_HEAD, args![context.community, machine]).await?;
    let (fest, state, wish, backup) = row.ok_or_else(not_found)?;
    attends(context, fest).await?;
    let state = State::named(&state).ok_or_else(not_found)?;
    if state == State::Gone {
        return Err(conflict("error-machine-gone"));
    }
    let backup = backup.as_deref().and_then(Backup::named);
    Ok(Head { state, wish: Wish::named(&wish).ok_or_else(not_found)?, backup })
}

/// Begins with a machine that waits.
#[derive(Debug, Clone)]
pub struct Begin {
    /// Which.
    pub machine: Id,
    /// What became of the documents on it.
    pub backup: Option<Backup>,
}

impl Command for Begin {
    const NAME: &'static str = "fest.begin";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { machine, backup } = self;
        let head = there(context, machine).await?;
        if head.state == State::Working {
            return Err(conflict("error-machine-moved"));
        }
        // Nobody writes on a disk before that is known.
        if head.wish.touches_the_disk() && head.backup.or(backup).is_none() {
            let mut fields = Fields::default();
            fields.error("backup", "field-fest-backup");
            fields.finish()?;
        }
        Ok(Decision::about(machine, [Event::Begun { machine, backup }.into()]))
    }
}

/// Lets a machine wait again.
#[derive(Debug, Clone)]
pub struct PutBack {
    /// Which.
    pub machine: Id,
}

impl Command for PutBack {
    const NAME: &'static str = "fest.put-back";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let machine = self.machine;
        match there(context, machine).await?.state {
            State::Working => Ok(Decision::about(machine, [Event::PutBack { machine }.into()])),
            _ => Err(conflict("error-machine-moved")),
        }
    }
}

/// Says that a machine can be taken home.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Which.
    pub machine: Id,
}

impl Command for Ready {
    const NAME: &'static str = "fest.ready";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let machine = self.machine;
        match there(context, machine).await?.state {
            State::Working => Ok(Decision::about(machine, [Event::Ready { machine }.into()])),
            _ => Err(conflict("error-machine-moved")),
        }
    }
}

/// Says what else is to be known of a machine.
#[derive(Debug, Clone)]
pub struct Describe {
    /// Which.
    pub machine: Id,
    /// What.
    pub note: String,
}

impl Command for Describe {
    const NAME: &'static str = "fest.describe";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { machine, note } = self;
        there(context, machine).await?;
        let mut fields = Fields::default();
        let note = fields.optional("note", &note, 1_000);
        fields.finish()?;
        let note = context.seal_optional(machine, None, &note).await?;
        Ok(Decision::about(machine, [Event::Described { machine, note }.into()]))
    }
}

/// What is said when a machine is handed over.
#[derive(Debug, Clone)]
pub struct Handing {
    /// With what it goes.
    pub outcome: Option<Outcome>,
    /// What became of the documents, where it was not said before.
    pub backup: Option<Backup>,
    /// Which system it has now.
    pub system: String,
    /// What was tried, and whether it works.
    pub tried: Vec<(Part, Works)>,
}

/// Hands a machine over to its owner.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// Which.
    pub machine: Id,
    /// What is said then.
    pub handing: Handing,
}

impl Command for HandOver {
    const NAME: &'static str = "fest.hand-over";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { machine, handing } = self;
        let head = there(context, machine).await?;
        let mut fields = Fields::default();
        let system = fields.optional_line("system", &handing.system, 80);
        let touched = handing.outcome.is_some_and(Outcome::touched_the_disk);
        if handing.outcome.is_none() {
            fields.error("outcome", "field-choose");
        }
        if touched && head.backup.or(handing.backup).is_none() {
            fields.error("backup", "field-fest-backup");
        }
        fields.finish()?;
        let outcome = handing.outcome.ok_or_else(not_found)?;
        let system = context.seal_optional(machine, None, &system).await?;
        let tried = handing.tried;
        let handed = Event::HandedOver { machine, outcome, backup: handing.backup, system, tried };
        Ok(Decision::about(machine, [handed.into()]))
    }
}

/// Forgets what was said of a machine; that there was one is kept.
#[derive(Debug, Clone)]
pub struct Forget {
    /// Which.
    pub machine: Id,
    /// Whether its owner's part of the label was shown and verified.
    pub by_stub: bool,
}

impl Command for Forget {
    const NAME: &'static str = "fest.forget";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { machine, by_stub } = self;
        let row: Option<(Id, String, String, Option<String>)> =
            context.tx.optional(&store::MACHINE_HEAD, args![context.community, machine]).await?;
        let (fest, state, ..) = row.ok_or_else(not_found)?;
        if !by_stub {
            attends(context, fest).await?;
        }
        // While it is there, whoever is at it must know whose it is.
        if State::named(&state) != Some(State::Gone) {
            return Err(conflict("error-machine-there"));
        }
        Ok(Decision::about(machine, [Event::Forgotten { machine }.into()]))
    }
}

/// Shows an event in the tables.
pub(super) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let at = to.at;
    match event {
        Event::Received { machine, fest, number, name, model, wish, guardian, note } => {
            let name = to.open(name).await?;
            let model = to.open(model).await?;
            let minor = guardian.is_some();
            let guardian = to.open_optional(guardian.as_ref()).await?;
            let note = to.open_optional(note.as_ref()).await?;
            let row = args![*machine, *fest, *number, name, model, wish.as_str(), minor, guardian, note, at];
            to.tx.run(&store::RECEIVE, row).await?;
        }
        Event::Begun { machine, backup } => {
            let backup = backup.map(Backup::as_str);
            let companion = to.actor.member();
            to.tx.run(&store::BEGIN, args![*machine, backup, companion, at]).await?;
        }
        Event::PutBack { machine } => {
            to.tx.run(&store::MOVE, args![*machine, State::Waiting.as_str(), at]).await?;
        }
        Event::Ready { machine } => {
            to.tx.run(&store::MOVE, args![*machine, State::Ready.as_str(), at]).await?;
        }
        Event::Described { machine, note } => {
            let note = to.open_optional(note.as_ref()).await?;
            to.tx.run(&store::DESCRIBE, args![*machine, note]).await?;
        }
        Event::HandedOver { machine, outcome, backup, system, tried } => {
            let system = to.open_optional(system.as_ref()).await?;
            let tried: Vec<String> =
                tried.iter().map(|(part, works)| format!("{}={}", part.as_str(), works.as_str())).collect();
            let backup = backup.map(Backup::as_str);
            let row = args![*machine, outcome.as_str(), backup, system, tried.join(" "), at];
            to.tx.run(&store::HAND_OVER, row).await?;
        }
        Event::Forgotten { machine } => {
            to.erase(*machine).await?;
            to.tx.run(&store::FORGET, args![*machine]).await?;
        }
    }
    Ok(())
}
