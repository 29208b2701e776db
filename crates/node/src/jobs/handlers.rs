// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each job does.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    act::{agenda, freedom::fest},
    decide::{assemblies, decisions, draws},
    link::federation,
    node::Node,
    safekeeping::upgrade,
    spine::{
        attachments,
        command::{Caller, Command},
        event::Event,
        id::Id,
        log::{self, Actor, Hash, Record},
        mail,
        mandates::{
            self, choice,
            commands::{AskSecondFactor, EndTerm, Remind},
            rules,
        },
        members, passkeys,
        refusal::{Error, Kind, Result},
        sessions, tokens,
        world::{DAY, Micros, World},
    },
    store::{Write, args},
    web::lang::civil_at,
};

/// A piece of work for later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Asks everybody to confirm a term.
    RemindOfMandate(Id),
    /// Notes that a term is over.
    EndTerm(Id),
    /// Tells a holder that their mandate will take a second factor.
    AskSecondFactor(Id),
    /// Closes a choice.
    CloseChoice(Id),
    /// Adds dates to a series.
    ExtendSeries(Id),
    /// Writes down what time has brought about in a decision's life.
    PassDecision(Id),
    /// Reminds those for whom something waits in a decision.
    RemindOfDecision(Id),
    /// Tells who took tasks of a decision on that their day is over.
    TellOverdue(Id),
    /// Approves the acta of an assembly against which nobody spoke.
    PassAssembly(Id),
    /// Fixes the roll of a draw.
    FixDraw(Id),
    /// Erases a request to join that nobody answered.
    ExpireRequest(Id),
    /// Sends a letter that somebody asked for.
    SendLetter(Id),
    /// Sends a member the digest of their notices.
    SendDigest(Id),
    /// Removes blobs, if no file needs them.
    SweepBlobs(Vec<Hash>),
    /// Works through what another node sent, by what it is known.
    TakeActivity(String),
    /// Tells somebody of another node that there is a place for them now.
    AnswerJoin(Id),
    /// Lets dates travel that came near.
    AdvanceTravels,
    /// Forgets an inbox elsewhere that does not answer any more.
    ForgetPeer(String),
    /// Tells those who follow from elsewhere where a community lives by now.
    TellMove,
    /// Asks those whom it follows anew, as who it is now.
    FollowAnew,
    /// Forgets what was said at an install fest.
    PurgeFest {
        /// Which.
        fest: Id,
        /// Whether of minors alone.
        minors: bool,
    },
    /// Purges the list of a date.
    PurgeReplies {
        /// Which activity.
        entry: Id,
        /// Which date.
        date: String,
    },
}

impl Job {
    /// Its name in the list of jobs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RemindOfMandate(_) => "remind-of-mandate",
            Self::EndTerm(_) => "end-term",
            Self::AskSecondFactor(_) => "ask-second-factor",
            Self::CloseChoice(_) => "close-choice",
            Self::ExtendSeries(_) => "extend-series",
            Self::PassDecision(_) => "pass-decision",
            Self::RemindOfDecision(_) => "remind-of-decision",
            Self::TellOverdue(_) => "tell-overdue",
            Self::PassAssembly(_) => "pass-assembly",
            Self::FixDraw(_) => "fix-draw",
            Self::ExpireRequest(_) => "expire-request",
            // What begins so goes to a mail server, in a lane of its own.
            Self::SendLetter(_) => "send-letter",
            Self::SendDigest(_) => "send-digest",
            Self::SweepBlobs(_) => "sweep-blobs",
            // So does what is other nodes'.
            Self::TakeActivity(_) => "take-activity",
            Self::AnswerJoin(_) => "take-place",
            Self::TellMove => "take-move",
            Self::FollowAnew => "take-follows",
            Self::AdvanceTravels => "advance-travels",
            Self::ForgetPeer(_) => "forget-peer",
            Self::PurgeFest { .. } => "purge-fest",
            Self::PurgeReplies { .. } => "purge-replies",
        }
    }
}

/// Enqueues what the events of a record call for.
///
/// # Errors
/// As the store says.
pub async fn enqueue_for(tx: &mut Write, world: &World, record: &Record) -> Result<()> {
    for event in &record.events {
        if let Event::Decision(decisions::Event::Lived { decision, .. }) = event {
            let due: Option<(Option<Micros>,)> =
                tx.optional(&decisions::store::DUE, args![record.community, *decision]).await?;
            if let Some((Some(at),)) = due {
                super::enqueue(tx, world, Some(record.community), &Job::PassDecision(*decision), at).await?;
            }
            let remind: Option<(Option<Micros>,)> =
                tx.optional(&decisions::store::REMIND_AT, args![record.community, *decision]).await?;
            if let Some((Some(at),)) = remind {
                super::enqueue(tx, world, Some(record.community), &Job::RemindOfDecision(*decision), at).await?;
            }
        }
        if let Event::Agenda(agenda::Event::Reply(agenda::replies::Event::Promoted { reply })) = event {
            let from: Option<(String, String, Id, String, String)> =
                tx.optional(&agenda::store::ELSEWHERE, args![record.community, *reply]).await?;
            if from.is_some() {
                super::enqueue(tx, world, Some(record.community), &Job::AnswerJoin(*reply), record.at).await?;
            }
        }
        if let Event::Assembly(assemblies::Event::Held { assembly, .. }) = event {
            let due: Option<(Option<Micros>,)> =
                tx.optional(&assemblies::store::DUE, args![record.community, *assembly]).await?;
            if let Some((Some(at),)) = due {
                super::enqueue(tx, world, Some(record.community), &Job::PassAssembly(*assembly), at).await?;
            }
        }
        if let Event::Draw(draws::Event::Called { draw, closes_at, .. }) = event {
            super::enqueue(tx, world, Some(record.community), &Job::FixDraw(*draw), *closes_at).await?;
        }
        let Event::Mandate(event) = event else { continue };
        if let mandates::Event::Given { mandate, .. } | mandates::Event::Rescued { mandate, .. } = event {
            let at = record.at + rules::SECOND_FACTOR_GRACE - rules::SECOND_FACTOR_TOLD;
            super::enqueue(tx, world, Some(record.community), &Job::AskSecondFactor(*mandate), at).await?;
        }
        let (job, at) = match event {
            mandates::Event::Given { mandate, ends_at, .. }
            | mandates::Event::Rescued { mandate, ends_at, .. }
            | mandates::Event::Prolonged { mandate, ends_at, .. } => {
                super::enqueue(tx, world, Some(record.community), &Job::EndTerm(*mandate), *ends_at).await?;
                (Job::RemindOfMandate(*mandate), ends_at - rules::ASKED_BEFORE_END)
            }
            mandates::Event::Reminded { mandate, ends_at: Some(ends_at) } => (Job::EndTerm(*mandate), *ends_at),
            mandates::Event::Choice(
                choice::Event::Opened { choice, closes_at, .. } | choice::Event::Extended { choice, closes_at },
            ) => (Job::CloseChoice(*choice), *closes_at),
            _ => continue,
        };
        super::enqueue(tx, world, Some(record.community), &job, at).await?;
    }
    Ok(())
}

/// Runs one job. Its identifier is the key of the command that it gives: done twice, it happens once.
pub(super) async fn run(node: &Arc<Node>, key: Id, community: Option<Id>, job: Job) -> Result<()> {
    // What came in says itself for which community it is.
    if let Job::TakeActivity(mark) = job {
        return federation::take(node, key, &mark).await;
    }
    let community = community.ok_or_else(|| Error::Damaged("a job without community".to_owned()))?;
    match job {
        Job::TakeActivity(_) => Ok(()),
        Job::AnswerJoin(reply) => federation::answer_join(node, key, community, reply).await,
        Job::AdvanceTravels => as_system(node, key, community, federation::Advance).await,
        Job::TellMove => federation::tell_move(node, key, community).await,
        Job::FollowAnew => federation::follow_anew(node, key, community).await,
        Job::ForgetPeer(inbox) => federation::forget(node, key, community, &inbox).await,
        Job::RemindOfMandate(mandate) => as_system(node, key, community, Remind(mandate)).await,
        Job::EndTerm(mandate) => as_system(node, key, community, EndTerm(mandate)).await,
        Job::AskSecondFactor(mandate) => as_system(node, key, community, AskSecondFactor(mandate)).await,
        Job::CloseChoice(choice) => as_system(node, key, community, choice::Close(choice)).await,
        Job::ExtendSeries(entry) => as_system(node, key, community, agenda::Extend(entry)).await,
        Job::PassDecision(decision) => as_system(node, key, community, decisions::Pass(decision)).await,
        Job::RemindOfDecision(decision) => as_system(node, key, community, decisions::Remind(decision)).await,
        Job::TellOverdue(decision) => as_system(node, key, community, decisions::TellOverdue(decision)).await,
        Job::PassAssembly(assembly) => as_system(node, key, community, assemblies::Pass(assembly)).await,
        Job::FixDraw(draw) => as_system(node, key, community, draws::Fix(draw)).await,
        Job::ExpireRequest(request) => as_system(node, key, community, members::ExpireRequest(request)).await,
        Job::SendLetter(letter) => mail::sending::letter(node, community, letter).await,
        Job::SendDigest(member) => mail::sending::digest(node, key, community, member).await,
        Job::SweepBlobs(hashes) => attachments::upload::sweep(node, &hashes).await,
        Job::PurgeFest { fest, minors } => as_system(node, key, community, fest::Purge { fest, minors }).await,
        Job::PurgeReplies { entry, date } => {
            as_system(node, key, community, agenda::PurgeReplies { entry, date }).await
        }
    }
}

/// Gives a command because a time came. That its state does not ask for it any more is no failure.
async fn as_system<C: Command>(node: &Node, key: Id, community: Id, command: C) -> Result<()> {
    match node.core.execute(community, Caller::plain(Actor::System), key, command).await {
        Ok(_) => Ok(()),
        Err(Error::Refused(refusal))
            if matches!(refusal.kind, Kind::Conflict | Kind::NotFound | Kind::Gone) && !refusal.says_moved() =>
        {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Once an hour: clears operational rows that are over, and enqueues what only the calendar brings.
///
/// # Errors
/// As the store says.
pub async fn sweep(node: &Node) -> Result<()> {
    let now = node.core.world.now();
    let mut tx = node.core.db.write().await?;
    tx.run(&sessions::store::SWEEP, args![now - sessions::IDLE, now - sessions::LIFE]).await?;
    tx.run(&tokens::store::SWEEP, args![now]).await?;
    tx.run(&passkeys::store::SWEEP, args![now]).await?;
    tx.run(&sessions::store::SWEEP_DEVICES, args![now - sessions::KNOWN]).await?;
    tx.run(&sessions::store::SWEEP_THROTTLES, args![now - DAY]).await?;
    tx.run(&log::store::FORGET_ASKED, args![now - 30 * DAY]).await?;
    // Half of the horizon is left when a series is extended, so a node that slept for months finds dates still.
    let soon = now + agenda::rules::HORIZON / 2;
    let series: Vec<(Id, Id)> = tx.all(&agenda::store::TO_EXTEND, args![soon]).await?;
    for (community, entry) in series {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::ExtendSeries(entry), now).await?;
    }
    let decisions: Vec<(Id, Id)> = tx.all(&decisions::store::OVERDUE, args![now]).await?;
    for (community, decision) in decisions {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::PassDecision(decision), now).await?;
    }
    let assemblies: Vec<(Id, Id)> = tx.all(&assemblies::store::OVERDUE, args![now]).await?;
    for (community, assembly) in assemblies {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::PassAssembly(assembly), now).await?;
    }
    let draws: Vec<(Id, Id)> = tx.all(&draws::store::OVERDUE, args![now]).await?;
    for (community, draw) in draws {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::FixDraw(draw), now).await?;
    }
    // Where a community's day has not ended yet, the command waits for the next hour.
    let today = civil_at(now, &jiff::tz::TimeZone::UTC).date().to_string();
    let late: Vec<(Id, Id)> = tx.all(&decisions::store::LATE_IN, args![today]).await?;
    for (community, decision) in late {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::TellOverdue(decision), now).await?;
    }
    let lists: Vec<(Id, Id, String)> =
        tx.all(&agenda::store::TO_PURGE, args![now - agenda::rules::PURGE_AFTER]).await?;
    for (community, entry, date) in lists {
        let job = Job::PurgeReplies { entry, date };
        super::enqueue(&mut tx, &node.core.world, Some(community), &job, now).await?;
    }
    let fests: Vec<(Id, Id, bool)> = tx.all(&fest::store::TO_PURGE, args![now, DAY, fest::rules::MINORS_KEPT]).await?;
    for (community, fest, minors) in fests {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::PurgeFest { fest, minors }, now).await?;
    }
    // Those of before a term's end was a job.
    let terms: Vec<(Id, Id)> = tx.all(&mandates::store::TO_END, args![now]).await?;
    for (community, mandate) in terms {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::EndTerm(mandate), now).await?;
    }
    let requests: Vec<(Id, Id)> = tx
        .all(&members::store::TO_EXPIRE, args![now - members::rules::REQUEST_WAITS, now - members::rules::REQUEST_GOOD])
        .await?;
    for (community, request) in requests {
        super::enqueue(&mut tx, &node.core.world, Some(community), &Job::ExpireRequest(request), now).await?;
    }
    mail::sending::sweep(node, &mut tx, now).await?;
    federation::sweep(node, &mut tx, now).await?;
    tx.commit().await?;
    if let Err(error) = upgrade::let_go(&node.data, now) {
        tracing::warn!(%error, "what was kept before an upgrade could not be removed; it will be tried again");
    }
    // What was erased while somebody read goes from the write-ahead log now.
    Ok(node.core.db.checkpoint().await?)
}
