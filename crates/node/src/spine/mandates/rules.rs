// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which mandate may give which command, how long mandates last, and how a choice is settled.

use crate::spine::{
    id::Id,
    log::Actor,
    refusal::{Kind as RefusalKind, Refusal, Result, forbidden},
    world::{DAY, Micros},
};

use super::{Event, Kind, Usable};

/// The founder coordinates this long without having been chosen.
pub const FIRST_TERM: Micros = 90 * DAY;
/// From this day on, everybody is asked to confirm the founder or to choose.
pub const ASKED_FROM: Micros = 60 * DAY;
/// A term that the members gave.
pub const TERM: Micros = 365 * DAY;
/// How long before its end a term asks to be confirmed.
pub const ASKED_BEFORE_END: Micros = FIRST_TERM - ASKED_FROM;
/// How long a term lasts at least once everybody was asked. A node that slept past the day of asking asks when it wakes,
/// and the term goes on for so long, though it would have ended before: nobody loses a mandate because a machine was off.
pub const ASKED_AT_LEAST: Micros = 14 * DAY;
/// How long a choice is open.
pub const CHOICE_OPEN: Micros = 7 * DAY;
/// By how much a choice is extended while its outcome is a tie.
pub const CHOICE_EXTENSION: Micros = 3 * DAY;
/// A mandate takes a second factor from this time on.
pub const SECOND_FACTOR_GRACE: Micros = 7 * DAY;

/// How long before that its holder is told.
pub const SECOND_FACTOR_TOLD: Micros = 3 * DAY;
/// A community is locked out when nobody who coordinates it was here for so long.
pub const ABSENT: Micros = 30 * DAY;

/// Who may give a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever comes, also without account. The command itself asks for an invitation or the like.
    Anyone,
    /// Who is about to be a community's first member.
    Founder,
    /// Every member.
    Members,
    /// Who holds one of these mandates.
    Holders(&'static [Kind]),
    /// The node itself, because a time came.
    System,
    /// The operator of the machine, from the command line.
    Operator,
}

use Kind::{Care, Coordination};
use Who::{Anyone, Founder, Holders, Members, Operator, System};

/// The table: which command may be given by whom. A command that is not here may be given by nobody.
/// Where members may give a command about somebody else's things, the command itself looks whose they are.
pub const PERMISSIONS: &[(&str, &[Who])] = &[
    ("community.found", &[Founder]),
    ("community.describe", &[Holders(&[Coordination])]),
    ("community.set-host", &[Operator]),
    ("community.announce-move", &[Holders(&[Coordination])]),
    ("community.call-off-move", &[Holders(&[Coordination])]),
    ("community.leave", &[Operator]),
    ("community.settle", &[Operator]),
    ("community.adopt-document", &[Holders(&[Coordination])]),
    ("member.join", &[Anyone]),
    ("member.rename", &[Members]),
    ("member.accept", &[Members]),
    ("member.issue-recovery-codes", &[Anyone, Members, Operator]),
    ("member.spend-recovery-code", &[Anyone]),
    ("member.leave", &[Members]),
    ("member.erase", &[Members]),
    ("member.erase-again", &[Operator]),
    ("member.invite", &[Holders(&[Coordination, Care])]),
    ("member.revoke-invitation", &[Holders(&[Coordination, Care])]),
    ("member.request-to-join", &[Anyone]),
    ("member.expire-request", &[System]),
    ("member.renew-feed-link", &[Members]),
    ("member.ask-recovery", &[Anyone]),
    ("member.vouch", &[Members]),
    ("member.deny-recovery", &[Members]),
    ("member.use-recovery", &[Anyone]),
    ("member.come-back-by-mail", &[Anyone]),
    ("member.add-passkey", &[Members]),
    ("member.answer-request", &[Holders(&[Coordination, Care])]),
    ("mandate.confirm", &[Members]),
    ("mandate.lay-down", &[Members]),
    ("mandate.rescue", &[Operator]),
    ("mandate.remind", &[System]),
    ("mandate.end", &[System]),
    ("mandate.ask-second-factor", &[System]),
    ("choice.call", &[Members]),
    ("choice.stand", &[Members]),
    ("choice.stand-down", &[Members]),
    ("choice.support", &[Members]),
    ("choice.close", &[System]),
    ("entry.remove", &[Members]),
    ("file.attach", &[Members]),
    ("file.describe", &[Members]),
    ("file.remove", &[Members]),
    ("message.say", &[Members]),
    ("message.edit", &[Members]),
    ("message.remove", &[Members]),
    ("decision.record", &[Members]),
    ("decision.correct", &[Members]),
    ("decision.confirm", &[Members]),
    ("decision.progress", &[Members]),
    ("decision.dissent", &[Members]),
    ("decision.petition", &[Members]),
    ("decision.review", &[Members]),
    ("decision.forget-name", &[Members]),
    ("decision.propose", &[Members]),
    ("decision.take-stance", &[Members]),
    ("decision.object", &[Members]),
    ("decision.take-task", &[Members]),
    ("decision.answer-together", &[Members]),
    ("decision.onward", &[Members]),
    ("decision.sponsor", &[Members]),
    ("decision.name-affected", &[Members]),
    ("decision.state-impact", &[Members]),
    ("decision.search-earlier", &[Members]),
    ("decision.mark-earlier", &[Members]),
    ("decision.withdraw", &[Members]),
    ("decision.ask", &[Members]),
    ("decision.answer", &[Members]),
    ("decision.withdraw-question", &[Members]),
    ("decision.restate", &[Members]),
    ("decision.answer-restatement", &[Members]),
    ("decision.support-objection", &[Members]),
    ("decision.end-objection", &[Members]),
    ("decision.amend", &[Members]),
    ("decision.settle-amendment", &[Members]),
    ("decision.edit", &[Members]),
    ("decision.remark", &[Members]),
    ("decision.withdraw-argument", &[Members]),
    ("decision.record-restatement", &[Members]),
    ("decision.contest-edit", &[Members]),
    ("decision.reclass", &[Members]),
    ("decision.second-conclusion", &[Members]),
    ("decision.refuse-conclusion", &[Members]),
    ("decision.foresee", &[Members]),
    ("decision.cast", &[Members]),
    ("decision.set-check", &[Members]),
    ("decision.answer-check", &[Members]),
    ("decision.offer-option", &[Members]),
    ("decision.withdraw-option", &[Members]),
    ("decision.allot", &[Members]),
    ("assembly.call", &[Members]),
    ("assembly.hold", &[Members]),
    ("assembly.enter", &[Members]),
    ("assembly.forget-name", &[Members]),
    ("assembly.pass", &[System]),
    ("times.ask", &[Members]),
    ("times.answer", &[Members]),
    ("times.close", &[Members]),
    ("draws.call", &[Holders(&[Coordination])]),
    ("draws.choose", &[Members]),
    ("draws.fix", &[System]),
    ("draws.enter", &[Holders(&[Coordination])]),
    ("draws.take-back", &[Holders(&[Coordination])]),
    ("draws.confirm", &[Members]),
    ("draws.answer", &[Members]),
    ("draws.call-off", &[Holders(&[Coordination])]),
    ("draws.note", &[Holders(&[Coordination])]),
    ("fest.open", &[Members]),
    ("fest.name-crew", &[Members]),
    ("fest.receive", &[Members]),
    ("fest.begin", &[Members]),
    ("fest.put-back", &[Members]),
    ("fest.ready", &[Members]),
    ("fest.describe", &[Members]),
    ("fest.hand-over", &[Members]),
    ("fest.forget", &[Anyone, Members]),
    ("fest.purge", &[System]),
    ("shelf.make", &[Holders(&[Coordination])]),
    ("shelf.renew", &[Holders(&[Coordination])]),
    ("shelf.close", &[Holders(&[Coordination])]),
    ("link.open", &[Holders(&[Coordination])]),
    ("network.follow", &[Holders(&[Coordination]), System]),
    ("network.unfollow", &[Holders(&[Coordination]), System]),
    ("network.answer", &[System]),
    ("link.accept", &[System]),
    ("link.end", &[System]),
    ("link.advance", &[System]),
    ("link.knock", &[System]),
    ("link.answer", &[Holders(&[Coordination]), System]),
    ("link.close", &[Holders(&[Coordination])]),
    ("report.receive", &[System]),
    ("report.make", &[Members]),
    ("report.forward", &[Holders(&[Coordination])]),
    ("report.close", &[Holders(&[Coordination])]),
    ("block.set", &[Holders(&[Coordination])]),
    ("block.lift", &[Holders(&[Coordination])]),
    ("block.list-only", &[Holders(&[Coordination])]),
    ("decision.remind", &[System]),
    ("decision.tell-overdue", &[System]),
    ("decision.pass", &[System]),
    ("activity.publish", &[Members]),
    ("activity.import", &[Members, Operator]),
    ("activity.revise", &[Members]),
    ("activity.change-date", &[Members]),
    ("activity.cancel", &[Members]),
    ("activity.cancel-date", &[Members]),
    ("activity.extend", &[System]),
    ("activity.reply", &[Anyone, Members]),
    ("activity.withdraw", &[Anyone, Members]),
    ("activity.keep-reply", &[Anyone, Members]),
    ("activity.change-note", &[Anyone, Members]),
    ("activity.purge-replies", &[System]),
    ("activity.join", &[System]),
];

/// Who may give a command; nobody, if it is not in the table.
pub fn who_may(command: &str) -> &'static [Who] {
    PERMISSIONS.iter().find(|(name, _)| *name == command).map_or(&[], |(_, who)| who)
}

/// Checks that `actor`, with the mandates they may use, may give `command`.
///
/// # Errors
/// A refusal that says what is missing.
pub fn check(command: &str, actor: Actor, usable: &Usable) -> Result<()> {
    let who = who_may(command);
    let fits = |who: &Who| match (who, actor) {
        (Anyone, Actor::Guest | Actor::Member(_)) | (Members | Founder, Actor::Member(_)) => true,
        (Holders(kinds), Actor::Member(_)) => usable.kinds.iter().any(|kind| kinds.contains(kind)),
        (System, Actor::System) | (Operator, Actor::Operator) => true,
        _ => false,
    };
    if who.iter().any(fits) {
        return Ok(());
    }
    let asleep =
        who.iter().any(|who| matches!(who, Holders(kinds) if usable.asleep.iter().any(|kind| kinds.contains(kind))));
    Err(match actor {
        Actor::Guest => Refusal::new(RefusalKind::SignIn, "error-sign-in").into(),
        _ if asleep => forbidden("error-second-factor"),
        _ => forbidden("error-mandate"),
    })
}

/// The founder's mandate.
pub fn first(mandate: Id, holder: Id, at: Micros) -> Event {
    Event::Given { mandate, kind: Coordination, holder, ends_at: at + FIRST_TERM }
}

/// Whether a term may be confirmed at `at`: from the thirtieth day before its end.
pub fn asks_to_be_confirmed(ends_at: Micros, at: Micros) -> bool {
    (ends_at - ASKED_BEFORE_END..ends_at).contains(&at)
}

/// When a term ends of which everybody is asked at `at`, if that is later than it would have ended.
pub fn ends_after_asking(ends_at: Micros, at: Micros) -> Option<Micros> {
    Some(at + ASKED_AT_LEAST).filter(|later| *later > ends_at)
}

/// How many confirmations a term takes: half of the active members, which are those who have not left.
pub fn confirmations_needed(active: i64) -> i64 {
    (active + 1) / 2
}

/// Whether one member's call opens a choice: where nobody else is left to join it, a vacant mandate would return to
/// nobody.
pub fn calls_alone(active: i64) -> bool {
    active < 2
}

/// What became of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// Somebody has more support than everybody else.
    Chosen(Id),
    /// The first ones have the same: it goes on until that changes.
    Tie,
    /// Nobody stood, or nobody was supported.
    Nobody,
}

/// Settles a choice by the number of members that support each candidate.
pub fn settle(supports: &[(Id, i64)]) -> Settled {
    let most = supports.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let mut first = supports.iter().filter(|(_, count)| *count == most && most > 0);
    match (first.next(), first.next()) {
        (None, _) => Settled::Nobody,
        (Some((id, _)), None) => Settled::Chosen(*id),
        (Some(_), Some(_)) => Settled::Tie,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spine::refusal::Error;

    fn id(n: u8) -> Id {
        Id::from_bytes([n; 16])
    }

    #[test]
    fn a_command_takes_its_mandate_and_a_second_factor_after_the_grace() {
        let member = Actor::Member(id(1));
        let awake = Usable { kinds: vec![Coordination], asleep: vec![] };
        let asleep = Usable { kinds: vec![], asleep: vec![Coordination] };
        assert!(check("community.describe", member, &awake).is_ok());
        let message = |usable: &Usable, actor| match check("community.describe", actor, usable) {
            Err(Error::Refused(refusal)) => refusal.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(message(&asleep, member), "error-second-factor");
        assert_eq!(message(&Usable::default(), member), "error-mandate");
        assert_eq!(message(&Usable::default(), Actor::Guest), "error-sign-in");
        assert!(check("no.such-command", member, &awake).is_err());
        assert!(check("choice.close", member, &awake).is_err());
        assert!(check("choice.close", Actor::System, &Usable::default()).is_ok());
    }

    #[test]
    fn half_of_the_active_members_confirm() {
        assert_eq!([1, 2, 3, 4, 5].map(confirmations_needed), [1, 1, 2, 2, 3]);
    }

    #[test]
    fn who_is_asked_late_has_two_weeks_to_answer() {
        assert_eq!(ends_after_asking(FIRST_TERM, ASKED_FROM), None);
        for late in [80, 90, 400].map(|day| day * DAY) {
            assert_eq!(ends_after_asking(FIRST_TERM, late), Some(late + 14 * DAY));
        }
    }

    #[test]
    fn a_choice_is_settled_by_support_and_a_tie_is_a_tie() {
        assert_eq!(settle(&[]), Settled::Nobody);
        assert_eq!(settle(&[(id(1), 0), (id(2), 0)]), Settled::Nobody);
        assert_eq!(settle(&[(id(1), 2), (id(2), 3)]), Settled::Chosen(id(2)));
        assert_eq!(settle(&[(id(1), 3), (id(2), 3), (id(3), 1)]), Settled::Tie);
    }
}
