// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The fourteen invariants, each told from the history alone and tried on random ones. That each of these checks sees a
//! breach is shown in `breaches`.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tequio_deliberation::{Digest, Share, life::*};

use super::play::{History, PRINCIPLE, Step, play};

/// An event with the decision before and after it.
pub struct Seen<'h> {
    pub at: Instant,
    pub step: &'h Step,
    pub event: &'h Event<u32>,
    pub before: Decision<u32>,
    pub after: Decision<u32>,
}

pub type Holds = fn(&[Seen<'_>]) -> Result<(), String>;

/// The events after the first, each with what it did.
pub fn seen(history: &History) -> Vec<Seen<'_>> {
    let first = &history.steps[0];
    let mut decision = Decision::begin(first.at, &first.events[0]).unwrap();
    let mut all = Vec::new();
    for (nth, step) in history.steps.iter().enumerate() {
        for event in step.events.iter().skip(usize::from(nth == 0)) {
            let before = decision.clone();
            decision.apply(step.at, event);
            all.push(Seen { at: step.at, step, event, before, after: decision.clone() });
        }
    }
    all
}

fn must(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

fn changes_text(event: &Event<u32>) -> bool {
    matches!(event, Event::Edited { .. } | Event::AmendmentAccepted { .. })
}

fn changes_substance(event: &Event<u32>) -> bool {
    matches!(
        event,
        Event::Edited { substantive: true, .. }
            | Event::EditContested { .. }
            | Event::AmendmentAccepted { .. }
            | Event::OptionOffered { .. }
            | Event::OptionWithdrawn { .. }
            | Event::Allotted { .. }
    )
}

/// 1. Every stance cites a text; a new version voids stances.
pub fn stances_cite_the_text(all: &[Seen<'_>]) -> Result<(), String> {
    let mut valid: BTreeMap<u32, Stance> = BTreeMap::new();
    for seen in all {
        match seen.event {
            Event::StanceTaken { by, text, stance, .. } => {
                must(*text == seen.before.text, || format!("{by} spoke of another text"))?;
                valid.insert(*by, *stance);
            }
            Event::ObjectionRaised { by, .. } if seen.before.stage == Stage::Consent => {
                valid.insert(*by, Stance::Object);
            }
            Event::RoundClosed { .. } => {
                let counted = seen.before.stances.iter().all(|(by, stance)| valid.get(by) == Some(stance));
                must(counted, || "a stance was counted that nobody took on this text".to_owned())?;
            }
            event if changes_text(event) || changes_substance(event) => valid.clear(),
            _ => {}
        }
        if changes_text(seen.event) || changes_substance(seen.event) {
            must(seen.after.stances.is_empty(), || "stances outlived a new text".to_owned())?;
        }
    }
    Ok(())
}

/// 2. The reflection restarts on substance; urgent decisions lapse unratified.
pub fn reflection_is_whole(all: &[Seen<'_>]) -> Result<(), String> {
    let (mut since, mut lapse) = (None, None);
    for seen in all {
        match seen.event {
            Event::DeliberationOpened => since = Some(seen.at),
            event if changes_substance(event) => since = since.map(|_| seen.at),
            Event::Frozen { .. } => {
                let begun = since.ok_or("frozen without deliberation")?;
                must(seen.at >= begun + seen.before.class.reflection, || "frozen too early".to_owned())?;
            }
            Event::Adopted { .. } | Event::SpokenRecorded { .. } if seen.before.class.kind == Kind::Urgent => {
                lapse = Some(seen.at + Span::days(30));
            }
            Event::Ratified { kind, .. } => {
                must(*kind != Kind::Urgent, || "one urgent decision ratified another".to_owned())?;
                lapse = None;
            }
            _ => {}
        }
        // What time brought about comes first in each step; its last event is after all of it.
        let last = std::ptr::eq(seen.event, seen.step.events.last().unwrap());
        let over = lapse.is_some_and(|lapse| seen.at >= lapse);
        must(!(last && over && seen.after.stage.binds()), || "an urgent decision outlived its time".to_owned())?;
    }
    Ok(())
}

/// The options of a history up to now, as their events tell.
fn offered(options: &mut BTreeMap<u32, Option<u64>>, event: &Event<u32>) {
    match event {
        Event::OptionOffered { option, cost, .. } => {
            options.insert(*option, *cost);
        }
        Event::OptionWithdrawn { option } => {
            options.remove(option);
        }
        _ => {}
    }
}

/// 3. Options, roll, method, quorum, threshold and tie-break are hashed at the freeze and never change.
pub fn terms_stay(all: &[Seen<'_>]) -> Result<(), String> {
    let mut fixed: Option<(Terms<u32>, Digest)> = None;
    let (mut options, mut allotted) = (BTreeMap::new(), None);
    for seen in all {
        offered(&mut options, seen.event);
        if let Event::Allotted { amount } = seen.event {
            allotted = Some(*amount);
        }
        must(seen.before.class == seen.after.class, || "the class changed".to_owned())?;
        match seen.event {
            Event::Frozen { terms, digest } | Event::ExpressOpened { terms, digest } => {
                must(*digest == Digest::of_json(terms), || "the digest is of other terms".to_owned())?;
                must(terms.class == Digest::of_json(&seen.before.class), || "other rules".to_owned())?;
                must(terms.text == seen.before.text, || "another text".to_owned())?;
                let list: Vec<_> = options.iter().map(|(id, cost)| Choosable { id: *id, cost: *cost }).collect();
                let choosing = seen.before.class.choosing.filter(|_| !list.is_empty());
                let chosen_so = choosing.map(|by| Options { by, list, allotted: allotted.unwrap_or(1) });
                must(terms.options == chosen_so, || "other options".to_owned())?;
                must(fixed.is_none(), || "frozen twice".to_owned())?;
                fixed = Some((terms.clone(), *digest));
            }
            event if changes_text(event) || changes_substance(event) => fixed = None,
            Event::ExpressHalted | Event::Tied | Event::RoundClosed { outcome: Outcome::Returned } => fixed = None,
            _ => {}
        }
        if !seen.after.stage.is_open() {
            let now = seen.after.terms.clone().zip(seen.after.terms_digest);
            must(now == fixed, || format!("the terms changed in {:?}", seen.after.stage))?;
        }
        if let Event::StanceTaken { by, .. } | Event::Cast { by } = seen.event {
            let listed = fixed.as_ref().is_some_and(|(terms, _)| terms.roll.contains(by));
            must(listed, || format!("{by} is not on the roll"))?;
        }
    }
    Ok(())
}

/// 4. Each objection ends integrated, withdrawn by its author only, upheld, or carried.
pub fn objections_end(all: &[Seen<'_>]) -> Result<(), String> {
    let mut authors = BTreeMap::new();
    let mut ended: BTreeMap<u32, Disposition> = BTreeMap::new();
    for seen in all {
        match seen.event {
            Event::ObjectionRaised { objection, by, .. } => {
                authors.insert(*objection, *by);
            }
            Event::ObjectionDisposed { objection, disposition } => {
                let before = ended.insert(*objection, *disposition);
                must(matches!(before, None | Some(Disposition::Upheld)), || "ended twice".to_owned())?;
                let own = seen.step.actor == authors[objection];
                must(*disposition != Disposition::Withdrawn || own, || "withdrawn by another".to_owned())?;
            }
            Event::Frozen { .. } | Event::RoundClosed { .. } | Event::Adopted { .. } | Event::NotAdopted => {
                must(authors.keys().all(|id| ended.contains_key(id)), || "an objection was left open".to_owned())?;
                let upheld = ended.values().any(|how| *how == Disposition::Upheld);
                let adopts = matches!(seen.event, Event::Frozen { .. } | Event::Adopted { .. });
                must(!(adopts && upheld), || "adopted against an upheld objection".to_owned())?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// 5. Each objection that others settle was told back by an opponent, and confirmed, or its author was silent for long.
pub fn objections_are_told_back(all: &[Seen<'_>]) -> Result<(), String> {
    let mut share: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut first: BTreeMap<u32, Instant> = BTreeMap::new();
    let mut done = BTreeSet::new();
    let mut authors = BTreeMap::new();
    for seen in all {
        match seen.event {
            Event::ObjectionRaised { objection, by, .. } => {
                share.entry(*objection).or_default().insert(*by);
                authors.insert(*objection, *by);
            }
            Event::ObjectionSupported { objection, by } => {
                share.entry(*objection).or_default().insert(*by);
            }
            Event::RestatementOffered { objection, by, .. } => {
                must(!share[objection].contains(by), || "told back by who shares it".to_owned())?;
                first.entry(*objection).or_insert(seen.at);
            }
            Event::RestatementConfirmed { objection, by, spoken } => {
                must(authors[objection] != *by, || "told back by its author".to_owned())?;
                must(*spoken || seen.step.actor == authors[objection], || "confirmed by another".to_owned())?;
                done.insert(*objection);
            }
            Event::RestatementUnconfirmed { objection } => {
                let offered = first.get(objection).ok_or("unconfirmed without being told back")?;
                let over = seen.at >= *offered + seen.before.class.restatement;
                must(over, || "its author had no time to answer".to_owned())?;
                done.insert(*objection);
            }
            Event::RestatementRefused { objection } => {
                must(seen.step.actor == authors[objection], || "refused by another".to_owned())?;
                done.remove(objection);
            }
            Event::ObjectionDisposed { objection, disposition } => {
                let others = matches!(disposition, Disposition::Carried | Disposition::Upheld)
                    || seen.step.actor != authors[objection];
                must(!others || done.contains(objection), || "settled without being told back".to_owned())?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// 6. The consequences are written before the freeze.
pub fn consequences_are_written(all: &[Seen<'_>]) -> Result<(), String> {
    let mut written = BTreeSet::new();
    for seen in all {
        match seen.event {
            Event::ImpactStated { dimension, .. } => {
                written.insert(*dimension);
            }
            Event::Frozen { .. } => must(written.len() == 6, || format!("only {written:?} is foreseen"))?,
            _ => {}
        }
    }
    Ok(())
}

/// 7. Comprehension gates the text, never a person.
pub fn comprehension_gates_the_text(all: &[Seen<'_>]) -> Result<(), String> {
    let mut understood = false;
    let mut misread = BTreeSet::new();
    let mut answered: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for seen in all {
        match seen.event {
            Event::CheckSet { .. } | Event::CheckVoided => answered.clear(),
            Event::CheckAnswered { by, statement } => {
                let first = answered.entry(*statement).or_default().insert(*by);
                must(first, || format!("{by} answers {statement} twice"))?;
            }
            Event::ComprehensionChecked { sums, text, enough } => {
                let check = seen.before.class.comprehension.ok_or("a check nobody asked for")?;
                let counts: Vec<usize> = answered.values().map(BTreeSet::len).collect();
                let mut told: Vec<usize> = sums.iter().map(|sum| sum.answers as usize).collect();
                told.sort_unstable();
                let mut counts = counts;
                counts.sort_unstable();
                must(counts == told, || format!("{counts:?} answered, {told:?} were counted"))?;
                let share = |sum: &Sum| {
                    let product = u64::from(sum.right) * u64::from(check.right.whole);
                    sum.answers >= check.answers && product >= u64::from(sum.answers) * u64::from(check.right.part)
                };
                understood = sums.iter().all(share);
                must(understood == *enough, || "what was said of the sums is not so".to_owned())?;
                must(misread.insert(*text) || understood, || "the same words were judged again".to_owned())?;
                if understood {
                    misread.remove(text);
                }
                let back = understood || seen.after.stage == Stage::Clarification;
                must(back, || "a text that is not understood goes on".to_owned())?;
            }
            event if changes_substance(event) => understood = false,
            Event::Frozen { .. } => {
                let asked = seen.before.class.comprehension.is_some() && seen.before.options.is_empty();
                must(!asked || understood, || "frozen, and not understood".to_owned())?;
                must(!asked || !misread.contains(&seen.before.text), || {
                    "frozen in words that were misread".to_owned()
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// 8. Adoption has a review date within the class's longest, and the review opens by itself.
pub fn reviews_open(all: &[Seen<'_>]) -> Result<(), String> {
    for seen in all {
        let most = seen.at + seen.before.class.review_within;
        if let Event::Adopted { review }
        | Event::SpokenRecorded { review, .. }
        | Event::Reviewed { review: Some(review), .. } = seen.event
        {
            must(*review > seen.at && *review <= most, || format!("a review on {review:?}"))?;
        }
        let last = std::ptr::eq(seen.event, seen.step.events.last().unwrap());
        if last && matches!(seen.after.stage, Stage::Adopted | Stage::InForce | Stage::Renewed) {
            let ahead = seen.after.review.is_some_and(|review| review > seen.at);
            must(ahead, || "in force with no review ahead".to_owned())?;
        }
    }
    Ok(())
}

/// What several agreed ends in a review by two people; the second is another one than who said it first.
pub fn two_end_what_several_agreed(all: &[Seen<'_>]) -> Result<(), String> {
    for seen in all {
        if let Event::Reviewed { verdict, .. } = seen.event {
            let ends = !matches!(verdict, Verdict::Renewed(_));
            let several = seen.before.agreed_among() > 1;
            let alone = matches!(seen.step.action, Some(Action::Conclude { alone: true, .. }));
            let second = seen.before.concluding.as_ref().is_some_and(|said| said.proposer != seen.step.actor);
            must(!ends || !several || alone || second, || "one alone ended what several agreed".to_owned())?;
        }
        must(seen.after.concluding.is_none() || seen.after.stage == Stage::Review, || "no review is open".to_owned())?;
    }
    Ok(())
}

/// Nobody has two objections open, nor objects twice to the same text.
pub fn one_objection_at_a_time(all: &[Seen<'_>]) -> Result<(), String> {
    for seen in all {
        if let Event::ObjectionRaised { by, .. } = seen.event {
            let own = seen.before.objections.iter().filter(|it| it.author == *by);
            let open = own.clone().any(|it| it.disposition.is_none());
            let since = seen.before.since;
            let again = own.filter(|it| it.version == seen.before.version).any(|it| match it.disposition {
                Some(Disposition::Integrated) => false,
                Some(Disposition::Withdrawn) => it.raised >= since,
                _ => true,
            });
            must(!open && !again, || "an objection beside one's own".to_owned())?;
        }
    }
    Ok(())
}

/// 9. Dissent is immutable and travels with the decision.
pub fn dissent_stays(all: &[Seen<'_>]) -> Result<(), String> {
    let mut said: Vec<Dissent<u32>> = Vec::new();
    let mut reasons = BTreeMap::new();
    let mut aside: BTreeMap<u32, u32> = BTreeMap::new();
    for seen in all {
        // What was said standing aside, of a text that is not voted on any more, is void with the stance.
        if seen.before.stage != Stage::Consent {
            aside.clear();
        }
        match seen.event {
            Event::StanceTaken { by, stance, words, .. } => {
                aside.remove(by);
                aside.extend(words.filter(|_| *stance == Stance::StandAside).map(|words| (*by, words)));
            }
            Event::Adopted { .. } => {
                said.extend(aside.iter().map(|(by, words)| Dissent { by: *by, words: *words, objection: None }));
            }
            Event::ObjectionRaised { objection, by, reason, .. } => {
                aside.remove(by);
                reasons.insert(*objection, (*by, *reason));
            }
            Event::ObjectionDisposed { objection, disposition: Disposition::Carried } => {
                let (by, words) = reasons[objection];
                said.push(Dissent { by, words, objection: Some(*objection) });
            }
            Event::Dissented(dissent) => said.push(dissent.clone()),
            Event::SpokenRecorded { spoken, .. } => said.extend(spoken.dissent.iter().cloned()),
            Event::RecordCorrected { dissent, .. } => said.extend(dissent.iter().cloned()),
            _ => {}
        }
        must(seen.after.dissent == said, || "dissent was lost, changed or invented".to_owned())?;
    }
    Ok(())
}

/// 10. Earlier decisions were searched before the freeze, and each is marked.
pub fn earlier_decisions_are_marked(all: &[Seen<'_>]) -> Result<(), String> {
    let (mut searched, mut open) = (false, BTreeSet::<u32>::new());
    let mut marked = BTreeSet::new();
    for seen in all {
        match seen.event {
            Event::EarlierSearched { found, .. } => {
                searched = true;
                open.extend(found.iter().filter(|id| !marked.contains(*id)));
            }
            Event::EarlierMarked { decision, .. } => {
                open.remove(decision);
                marked.insert(decision);
            }
            Event::Frozen { .. } => {
                must(searched && open.is_empty(), || "frozen without the earlier decisions".to_owned())?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// 11. A block needs a stated principle; standing aside is never agreement.
pub fn blocks_have_principles(all: &[Seen<'_>]) -> Result<(), String> {
    let mut agree: BTreeMap<u32, bool> = BTreeMap::new();
    for seen in all {
        match seen.event {
            Event::ObjectionRaised { by, weight, ground, .. } => {
                let stated = *ground == Ground::Principle(PRINCIPLE);
                must(*weight == Weight::Reasoned || stated, || "a block without a stated principle".to_owned())?;
                if seen.before.stage == Stage::Consent {
                    agree.insert(*by, false);
                }
            }
            Event::ObjectionDisposed { objection, disposition: Disposition::Withdrawn } => {
                let by = seen.before.objections.iter().find(|it| it.id == *objection).unwrap().author;
                if !seen.after.stances.contains_key(&by) {
                    agree.remove(&by);
                }
            }
            Event::StanceTaken { by, stance, .. } => {
                agree.insert(*by, *stance == Stance::Agree);
            }
            Event::RoundClosed { outcome: Outcome::Adopted } => {
                let (yes, part) = (agree.values().filter(|yes| **yes).count(), agree.len());
                let class = &seen.before.class;
                if seen.before.express {
                    let enough = class.express.is_some_and(|express| yes >= express.agree as usize);
                    must(enough, || "silence was counted as agreement".to_owned())?;
                } else {
                    let share = yes * class.agreement.whole as usize >= part * class.agreement.part as usize;
                    must(yes > 0 && share, || format!("adopted with {yes} of {part} agreeing"))?;
                }
            }
            event if changes_text(event) || changes_substance(event) => agree.clear(),
            Event::RoundClosed { .. } => agree.clear(),
            _ => {}
        }
    }
    Ok(())
}

/// 12. No link between voter and choice, no interim counts, a warning when few.
pub fn ballots_are_secret(all: &[Seen<'_>]) -> Result<(), String> {
    for seen in all {
        match seen.event {
            Event::BallotOpened { few } => {
                let roll = seen.before.terms.as_ref().map_or(0, |terms| terms.roll.len());
                must(*few == (roll < 7), || format!("{roll} voters, few: {few}"))?;
            }
            Event::Cast { by } => {
                // The same event whatever was chosen: it has room for nothing else.
                let json = serde_json::to_value(seen.event).unwrap();
                must(json == serde_json::json!({"cast": {"by": by}}), || "a ballot says more than whose".to_owned())?;
                must(seen.after.counted.is_none(), || "an interim count".to_owned())?;
            }
            Event::BallotVoided => {
                let none = seen.after.cast.is_empty() && seen.after.counted.is_none();
                must(none, || "a ballot outlived the box".to_owned())?;
                must(seen.before.terms == seen.after.terms, || "voted on anew by other terms".to_owned())?;
            }
            Event::Counted(_) => {
                must(seen.before.stage == Stage::Count, || "counted while ballots came in".to_owned())?;
                let Some(Action::Count { ballots, seed }) = &seen.step.action else {
                    return Err("a count without ballots".to_owned());
                };
                let mut sorted = ballots.clone();
                sorted.sort();
                let again = Action::Count { ballots: sorted, seed: seed.clone() };
                let same = seen.before.decide(&seen.step.actor, again, seen.at);
                must(same.as_deref().is_ok_and(|events| seen.step.events.ends_with(events)), || {
                    "the order of ballots tells".to_owned()
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// 13. Exact counts, from what is published, with a seed that was promised before.
pub fn counts_are_reproducible(all: &[Seen<'_>]) -> Result<(), String> {
    let mut promised = None;
    for seen in all {
        match (seen.event, &seen.step.action) {
            (Event::Frozen { terms, .. }, _) => promised = Some(terms.seed),
            (Event::Counted(counted), Some(Action::Count { ballots, .. })) => {
                let how_many = |choice| ballots.iter().filter(|ballot| **ballot == choice).count() as u64;
                let same = counted.yes == how_many(Choice::Yes)
                    && counted.no == how_many(Choice::No)
                    && counted.blank == how_many(Choice::Blank);
                must(same, || "a wrong count".to_owned())?;
                must(ballots.len() == seen.before.cast.len(), || "other ballots than were cast".to_owned())?;
                let told = counted.seed.as_ref().map(|seed| Digest::of(seed.as_bytes()));
                must(promised == Some(told), || "another seed than was promised".to_owned())?;
                let class = &seen.before.class;
                let terms = seen.before.terms.as_ref().unwrap();
                let roll = terms.roll.len() as u64;
                let part = ballots.len() as u64;
                let quorum = part > 0 && part * u64::from(class.quorum.whole) >= roll * u64::from(class.quorum.part);
                let valid = counted.yes + counted.no;
                let yes = counted.yes > counted.no
                    && counted.yes * u64::from(class.agreement.whole) >= valid * u64::from(class.agreement.part);
                must(counted.election.is_some() == terms.options.is_some(), || "another kind of count".to_owned())?;
                let (decided, tied) = match (&counted.election, &terms.options) {
                    (Some(election), Some(options)) => {
                        chosen_by_what_is_published(options, election, counted.seed.as_deref(), class.agreement)?;
                        let mut cast: Vec<Choice> = ballots.clone();
                        cast.sort();
                        let again = election.ballots.iter();
                        let again = again.flat_map(|(count, ballot)| (0..*count).map(move |_| ballot.clone()));
                        must(again.eq(cast.clone()), || "other ballots are published".to_owned())?;
                        let again = options.elect(&cast, counted.seed.as_deref(), class.agreement);
                        must(again == *election, || "another count".to_owned())?;
                        (!election.chosen.is_empty(), election.tied)
                    }
                    _ => (yes, false),
                };
                must(!tied || promised == Some(None), || "tied, and a seed was promised".to_owned())?;
                let has = |kind: fn(&Event<u32>) -> bool| seen.step.events.iter().any(kind);
                let said = (has(|it| matches!(it, Event::Adopted { .. })), has(|it| matches!(it, Event::Tied)));
                let right = (quorum && decided, quorum && tied && !decided);
                must(said == right, || format!("{counted:?} of {roll} was called adopted, tied: {said:?}"))?;
            }
            (Event::Counted(_), _) => return Err("a count without ballots".to_owned()),
            _ => {}
        }
    }
    Ok(())
}

/// What an election says follows from its own ballots, the options and the seed; told here in other words than the crate's.
fn chosen_by_what_is_published(
    options: &Options<u32>,
    election: &Election,
    seed: Option<&str>,
    agreement: Share,
) -> Result<(), String> {
    let none = options.list.len();
    let worth = |ballot: &Choice, place: usize| -> i64 {
        let is = |other: &u32| *other as usize == place;
        match ballot {
            Choice::Ranking(groups) => {
                groups.iter().position(|group| group.iter().any(is)).map_or(-1000, |at| -(at as i64))
            }
            Choice::Scores(scores) => {
                scores.iter().find(|(other, _)| is(other)).map_or(0, |(_, score)| i64::from(*score))
            }
            _ => 0,
        }
    };
    let prefer = |one: usize, other: usize| -> u64 {
        let ballots = election.ballots.iter();
        ballots.filter(|(_, ballot)| worth(ballot, one) > worth(ballot, other)).map(|(count, _)| count).sum()
    };
    let chosen: Vec<usize> = election.chosen.iter().map(|place| *place as usize).collect();
    must(chosen.iter().all(|place| *place < none), || "something was chosen that is no option".to_owned())?;
    must(election.chosen.iter().all(|place| election.winners.contains(place)), || "chosen without winning".to_owned())?;
    must(!(election.tied && (seed.is_some() || !chosen.is_empty())), || "tied, and something is chosen".to_owned())?;
    if options.by.spends() {
        let cost: u64 = chosen.iter().map(|place| options.list[*place].cost.unwrap()).sum();
        return must(cost <= options.allotted, || format!("{cost} of {} is spent", options.allotted));
    }
    must(chosen.len() as u64 <= options.allotted, || "more are chosen than there are seats".to_owned())?;
    for place in &chosen {
        let (above, below) = (prefer(*place, none), prefer(none, *place));
        let enough = above > below && above * u64::from(agreement.whole) >= (above + below) * u64::from(agreement.part);
        must(enough, || format!("{above} put it above none of these, {below} below"))?;
    }
    if options.allotted != 1 {
        return Ok(());
    }
    let sum =
        |place: usize| election.ballots.iter().map(|(count, ballot)| worth(ballot, place) * *count as i64).sum::<i64>();
    let beats_all =
        |place: &usize| (0..=none).all(|other| other == *place || prefer(*place, other) > prefer(other, *place));
    let best: Option<usize> = match options.by {
        Choosing::Schulze | Choosing::RankedPairs => (0..=none).find(beats_all),
        Choosing::Approval | Choosing::Score { .. } | Choosing::Dots { .. } => {
            let most = (0..=none).map(sum).max().unwrap();
            let mut all = (0..=none).filter(|place| sum(*place) == most);
            all.next().filter(|_| all.next().is_none() && most > 0)
        }
        _ => None,
    };
    match best {
        Some(best) => must(election.winners == [u32::try_from(best).unwrap()], || format!("{best} is the best")),
        None => Ok(()),
    }
}

/// 14. Append-only and chained: any other history has another chain. What came before is never undone.
///
/// (Who does what becomes another thing only where the record of a meeting was set right, by an event of its own.)
pub fn history_is_chained(all: &[Seen<'_>]) -> Result<(), String> {
    let mut last = Instant(i64::MIN);
    for seen in all {
        must(seen.at >= last, || "time went back".to_owned())?;
        last = seen.at;
        let link = Digest::of_json(&(seen.before.chain, seen.at, seen.event));
        must(seen.after.chain == link, || "a link is missing".to_owned())?;
        let kept = seen.before.objections.iter().all(|old| seen.after.objections.iter().any(|new| new.id == old.id))
            && seen.before.objections.len() <= seen.after.objections.len()
            && seen.after.reviews.starts_with(&seen.before.reviews)
            && (seen.after.tasks.starts_with(&seen.before.tasks)
                || matches!(seen.event, Event::RecordCorrected { .. }));
        must(kept, || "something was undone".to_owned())?;
    }
    Ok(())
}

/// What is entered for somebody without device is theirs, right before; who entered it is said, and stays only as long as
/// they say nothing themselves.
pub fn what_is_entered_is_marked(all: &[Seen<'_>]) -> Result<(), String> {
    for (place, seen) in all.iter().enumerate() {
        match seen.event {
            Event::Entered { person, by, how } => {
                let said = place.checked_sub(1).map(|before| all[before].event);
                let theirs = match said {
                    Some(Event::StanceTaken { by, .. } | Event::ObjectionRaised { by, .. }) => {
                        by == person && *how == How::Hands
                    }
                    // An objection halts express consent.
                    Some(Event::ExpressHalted) => *how == How::Hands,
                    Some(Event::Cast { by }) => by == person && *how == How::Paper,
                    _ => false,
                };
                must(theirs && *by == seen.step.actor, || format!("entered for {person} by {by}: {said:?}"))?;
            }
            Event::StanceTaken { by, .. } => {
                must(!seen.after.entered.contains_key(by), || format!("{by} said it themselves"))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whatever is in force has somebody who answers for it, or it was said that all do.
pub fn somebody_answers(all: &[Seen<'_>]) -> Result<(), String> {
    let (mut tasks, mut together) = (0, false);
    for seen in all {
        match seen.event {
            Event::TaskTaken(_) => tasks += 1,
            Event::AnsweredTogether { .. } => together = true,
            Event::SpokenRecorded { spoken, .. } => (tasks, together) = (spoken.tasks.len(), spoken.together),
            Event::RecordCorrected { tasks: now, together: said, .. } => (tasks, together) = (now.len(), *said),
            _ => {}
        }
        let binds = matches!(seen.after.stage, Stage::InForce | Stage::Renewed);
        must(!binds || together || tasks > 0, || "nobody answers for what is in force".to_owned())?;
        must(seen.after.is_answered_for() == (together || tasks > 0), || "another word than was given".to_owned())?;
    }
    Ok(())
}

macro_rules! holds {
    ($($test:ident: $check:ident),* $(,)?) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(256))]
            $(
                #[test]
                fn $test(seed in any::<u64>()) {
                    let history = play(seed);
                    let held = $check(&seen(&history));
                    prop_assert_eq!(held, Ok(()));
                }
            )*
        }
    };
}

holds! {
    invariant_01_stances_cite_the_text: stances_cite_the_text,
    invariant_02_reflection_is_whole: reflection_is_whole,
    invariant_03_terms_stay: terms_stay,
    invariant_04_objections_end: objections_end,
    invariant_05_objections_are_told_back: objections_are_told_back,
    invariant_06_consequences_are_written: consequences_are_written,
    invariant_07_comprehension_gates_the_text: comprehension_gates_the_text,
    invariant_08_reviews_open: reviews_open,
    invariant_09_dissent_stays: dissent_stays,
    invariant_10_earlier_decisions_are_marked: earlier_decisions_are_marked,
    invariant_11_blocks_have_principles: blocks_have_principles,
    invariant_12_ballots_are_secret: ballots_are_secret,
    invariant_13_counts_are_reproducible: counts_are_reproducible,
    invariant_14_history_is_chained: history_is_chained,
    somebody_answers_for_what_is_in_force: somebody_answers,
    what_several_agreed_ends_by_two: two_end_what_several_agreed,
    what_is_entered_for_others_is_marked: what_is_entered_is_marked,
    nobody_objects_twice_at_once: one_objection_at_a_time,
}

proptest! {
    /// Whoever is on the roll and has not voted may vote, whatever they answered elsewhere (7).
    #[test]
    fn nobody_on_the_roll_is_kept_from_voting(seed in any::<u64>()) {
        for (before, now, action, missing) in play(seed).refused {
            let open = before.next_due().is_none_or(|due| due > now);
            if open && before.stage == Stage::Ballot && action == Action::Cast {
                prop_assert!(matches!(missing, Missing::AlreadyCast | Missing::NotOnRoll), "{missing}");
            }
        }
    }

    /// What was refused happens once what was missing is there, or at the time that was named: what is listed as missing
    /// is what is asked.
    #[test]
    fn what_is_missing_is_what_is_asked(seed in any::<u64>()) {
        for (before, now, action, missing) in play(seed).refused {
            let mut present = before.clone();
            for event in before.pass(now) {
                present.apply(now, &event);
            }
            let onward = matches!(
                (present.stage, &action),
                (Stage::Draft, Action::Call)
                    | (Stage::Call, Action::OpenClarification)
                    | (Stage::Clarification, Action::OpenDeliberation)
                    | (Stage::Deliberation, Action::OpenIntegration)
                    | (Stage::Frozen, Action::OpenVoting)
                    | (Stage::Consent | Stage::Ballot, Action::CloseVoting)
            );
            if onward {
                prop_assert_eq!(present.missing(now).into_iter().next(), Some(missing));
            }
        }
    }
}

/// The histories that the invariants are tried on reach every stage and every kind of event, and are refused by
/// thirty different conditions.
#[test]
fn the_histories_go_everywhere() {
    let mut stages = BTreeSet::new();
    let mut events = BTreeSet::new();
    let mut missing = BTreeSet::new();
    let name = |value: serde_json::Value| match value {
        serde_json::Value::String(name) => name,
        serde_json::Value::Object(map) => map.keys().next().unwrap().clone(),
        other => panic!("{other}"),
    };
    let everywhere = |stages: &BTreeSet<Stage>, events: &BTreeSet<String>, missing: &BTreeSet<String>| {
        let unseen = Stage::ALL.into_iter().filter(|it| *it != Stage::Draft && !stages.contains(it));
        unseen.count() == 0 && events.len() == 64 && missing.len() >= 30
    };
    for seed in 0..2000 {
        if everywhere(&stages, &events, &missing) {
            return;
        }
        let history = play(seed);
        for seen in seen(&history) {
            stages.insert(seen.after.stage);
            events.insert(name(serde_json::to_value(seen.event).unwrap()));
        }
        missing.extend(history.refused.iter().map(|(.., it)| name(serde_json::to_value(it).unwrap())));
    }
    panic!("{} of 64 events, {stages:?} {events:?} {missing:?}", events.len());
}
