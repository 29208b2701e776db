// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a consultation has come to: where each community stands, and what that amounts to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Answer, Consultation, Gathering, People, Position, Says, Statement, identity::Identities, wording::Wordings,
};
use crate::{digest::Digest, life::Instant};

/// What a community says in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// That it deliberates on it.
    TakenUp,
    /// That it does not, and why.
    Declined(String),
    /// An answer.
    Answered(Answer),
    /// Two things at once.
    Contradictory,
}

/// Why an answer is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncounted {
    /// It is none.
    NoAnswer,
    /// Its community was not asked.
    NotAsked,
    /// It is to a wording that asks something else than the one that holds, or that who called it never made.
    OtherQuestion,
    /// It declares more people than members, or nobody.
    People,
}

/// Where a community stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<K> {
    /// Its keys, those that it had before too.
    pub keys: BTreeSet<K>,
    /// What it says.
    pub said: Said,
    /// The statements that say it: one, or those that contradict each other.
    pub by: BTreeSet<Digest>,
    /// What these took the place of.
    pub before: BTreeSet<Digest>,
    /// Whether it is counted, and why not.
    pub counts: Result<(), Uncounted>,
}

/// Answers, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Communities for it.
    pub agree: u64,
    /// Communities that let it pass.
    pub aside: u64,
    /// Communities against it.
    pub object: u64,
    /// The people in them.
    pub people: People,
}

/// What it amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It may still be answered.
    Open,
    /// It is agreed, by the rule of its call.
    Agreed,
    /// It is not.
    NotAgreed,
    /// Too few answered.
    TooFew,
    /// The question was reworded in two ways, and as many answered the one as the other.
    Torn,
    /// Nothing was to be counted.
    Map,
}

/// What a consultation has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<K> {
    /// The wordings of the question.
    pub wordings: Wordings,
    /// The question that holds, by the first of the wordings that ask it; nothing where it is torn.
    pub question: Option<Digest>,
    /// Each community that said something, by the key that it has now.
    pub standings: BTreeMap<K, Standing<K>>,
    /// Those who were asked and said nothing.
    pub silent: BTreeSet<K>,
    /// What was said too late, or before it was called.
    pub untimely: BTreeSet<Digest>,
    /// Other wordings that somebody proposed.
    pub proposed: BTreeSet<Digest>,
    /// Keys that said to go to two places.
    pub torn: BTreeSet<K>,
    /// What was answered, added up, to each question that the last wordings ask.
    pub sums: BTreeMap<Digest, Sums>,
    /// What it amounts to.
    pub end: End,
}

/// What of a community's words takes the place of what: first what its later key says, then what has a higher number.
type Rank = (std::cmp::Reverse<usize>, u64);

/// All that a community said, the last of it, and what came before.
struct Words<'s, K> {
    keys: BTreeSet<K>,
    rank: Rank,
    last: BTreeMap<Digest, &'s Statement<K>>,
    before: BTreeSet<Digest>,
}

pub(super) fn of<K: Ord + Clone>(consultation: &Consultation<K>, now: Instant) -> Outcome<K> {
    let call = &consultation.call;
    let identities = Identities::of(consultation.statements.values());
    let wordings = Wordings::of(consultation, &identities);
    let asked: Option<BTreeSet<K>> =
        call.asked.as_ref().map(|asked| asked.iter().map(|key| identities.now(key).0).collect());
    let (mut untimely, mut proposed) = (BTreeSet::new(), BTreeSet::new());
    let mut communities: BTreeMap<K, Words<'_, K>> = BTreeMap::new();
    for (digest, statement) in &consultation.statements {
        match &statement.says {
            Says::Moved(_) | Says::Came(_) | Says::Reworded { .. } => continue,
            Says::Proposed { .. } => {
                proposed.insert(*digest);
                continue;
            }
            Says::TakenUp | Says::Declined(_) | Says::Answered(_) => {}
        }
        if statement.at < consultation.at || statement.at > call.closes_at {
            untimely.insert(*digest);
            continue;
        }
        let (community, moves) = identities.now(&statement.by);
        let rank = (std::cmp::Reverse(moves), statement.number);
        let fresh = || Words { keys: BTreeSet::new(), rank, last: BTreeMap::new(), before: BTreeSet::new() };
        let words = communities.entry(community).or_insert_with(fresh);
        words.keys.insert(statement.by.clone());
        if rank < words.rank {
            words.before.insert(*digest);
            continue;
        }
        if rank > words.rank {
            words.before.extend(std::mem::take(&mut words.last).into_keys());
            words.rank = rank;
        }
        words.last.insert(*digest, statement);
    }
    let heard = communities.into_iter().map(|(community, words)| {
        let is_asked = asked.as_ref().is_none_or(|asked| asked.contains(&community));
        let standing = standing(words, is_asked, &wordings);
        (community, standing)
    });
    let mut standings: BTreeMap<K, Standing<K>> = heard.collect();
    let silent = asked.iter().flatten().filter(|key| !standings.contains_key(*key)).cloned().collect();
    let mut sums: BTreeMap<Digest, Sums> = wordings.questions().map(|question| (question, Sums::default())).collect();
    for one in standings.values() {
        let (Said::Answered(answer), Ok(())) = (&one.said, one.counts) else { continue };
        let question = wordings.all.get(&answer.wording).map(|wording| wording.asks);
        if let Some(sums) = question.and_then(|question| sums.get_mut(&question)) {
            sums.add(answer);
        }
    }
    let question = held(&sums);
    for one in standings.values_mut() {
        let (Said::Answered(answer), Ok(())) = (&one.said, one.counts) else { continue };
        let asks = wordings.all.get(&answer.wording).map(|wording| wording.asks);
        let is_asked = asks.is_some_and(|asks| sums.contains_key(&asks));
        if !is_asked || (question.is_some() && asks != question) {
            one.counts = Err(Uncounted::OtherQuestion);
        }
    }
    let end = match question.and_then(|question| sums.get(&question)) {
        _ if now <= call.closes_at => End::Open,
        _ if call.gathering == Gathering::Map => End::Map,
        None => End::Torn,
        Some(sums) => end(consultation, sums, asked.map_or(0, |asked| asked.len())),
    };
    let torn = identities.torn;
    Outcome { wordings, question, standings, silent, untimely, proposed, torn, sums, end }
}

fn standing<K: Ord + Clone>(words: Words<'_, K>, is_asked: bool, wordings: &Wordings) -> Standing<K> {
    let by = words.last.keys().copied().collect();
    // Who says the same twice says one thing.
    let mut said = words.last.into_values().map(|statement| &statement.says);
    let first = said.next();
    let said = match first {
        Some(first) if said.all(|other| other == first) => match first {
            Says::Declined(reasons) => Said::Declined(reasons.clone()),
            Says::Answered(answer) => Said::Answered(answer.clone()),
            _ => Said::TakenUp,
        },
        _ => Said::Contradictory,
    };
    let counts = match &said {
        Said::Answered(_) if !is_asked => Err(Uncounted::NotAsked),
        Said::Answered(answer) if !wordings.all.contains_key(&answer.wording) => Err(Uncounted::OtherQuestion),
        Said::Answered(answer) if !answer.people.is_sound() => Err(Uncounted::People),
        Said::Answered(_) => Ok(()),
        _ => Err(Uncounted::NoAnswer),
    };
    Standing { keys: words.keys, said, by, before: words.before, counts }
}

/// The question that holds: the one that there is, or of several the one that most communities answered.
fn held(sums: &BTreeMap<Digest, Sums>) -> Option<Digest> {
    let most = sums.values().map(Sums::answers).max()?;
    let mut all = sums.iter().filter(|(_, sums)| sums.answers() == most).map(|(question, _)| *question);
    match (all.next(), all.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn end<K: Ord>(consultation: &Consultation<K>, sums: &Sums, asked: usize) -> End {
    let call = &consultation.call;
    if count(sums.answers()) < call.quorum.least(asked) {
        return End::TooFew;
    }
    let (yes, no) = match call.gathering {
        Gathering::People => (sums.people.agree, sums.people.object),
        _ => (sums.agree, sums.object),
    };
    let agreed = match call.gathering {
        Gathering::Consensus => no == 0 && yes > 0,
        _ => yes > no && call.agreement.is_reached(count(yes), count(yes.saturating_add(no))),
    };
    if agreed { End::Agreed } else { End::NotAgreed }
}

fn count(of: u64) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX)
}

impl People {
    /// Whether so many can have said something.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let said = self.agree.checked_add(self.aside).and_then(|sum| sum.checked_add(self.object));
        said.is_some_and(|said| said > 0 && said <= self.members)
    }
}

impl Sums {
    /// How many communities answered.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.agree + self.aside + self.object
    }

    fn add(&mut self, answer: &Answer) {
        let place = match answer.position {
            Position::Agree => &mut self.agree,
            Position::StandAside => &mut self.aside,
            Position::Object => &mut self.object,
        };
        *place += 1;
        let People { members, agree, aside, object } = answer.people;
        let sum = &mut self.people;
        for (place, more) in
            [(&mut sum.members, members), (&mut sum.agree, agree), (&mut sum.aside, aside), (&mut sum.object, object)]
        {
            *place = place.saturating_add(more);
        }
    }
}
