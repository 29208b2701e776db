// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Random histories: people who mostly help a decision along, and now and then try whatever they like.

use std::collections::BTreeMap;

use tequio_deliberation::{Digest, Share, life::*};

use crate::chance::Chance;

pub type Person = u32;
pub const PRINCIPLE: u32 = 900;
pub const PEOPLE: u32 = 6;

/// What one action led to.
#[derive(Clone, Debug)]
pub struct Step {
    pub at: Instant,
    pub actor: Person,
    /// None where time alone passed.
    pub action: Option<Action<u32>>,
    pub events: Vec<Event<u32>>,
}

/// A decision's history with what was refused.
#[derive(Clone, Debug)]
pub struct History {
    pub steps: Vec<Step>,
    /// The decision before, the action, and what was missing.
    pub refused: Vec<(Decision<u32>, Instant, Action<u32>, Missing<u32>)>,
}

impl History {
    pub fn decision(&self) -> Decision<u32> {
        let events = self.steps.iter().flat_map(|step| step.events.iter().map(|event| (step.at, event)));
        Decision::replay(events).unwrap()
    }
}

pub fn class(chance: &mut Chance) -> Class<u32> {
    let classes = Classes::defaults(chance.of(&[5, 12, 500]), vec![PRINCIPLE]);
    let mut class = chance.of(&[
        classes.operational,
        classes.policy.clone(),
        classes.policy,
        classes.money,
        classes.persons,
        classes.urgent,
        classes.founding,
    ]);
    class.sponsors = class.sponsors.min(2);
    class.petitioners = class.petitioners.min(2);
    class.block_support = class.block_support.min(2);
    class.express = class.express.map(|express| Express { agree: express.agree.min(2), ..express });
    if chance.one_in(3) {
        class.method = chance.of(&[Method::Consent, Method::YesNo]);
    }
    if chance.one_in(3) {
        class.agreement = chance.of(&[Share::new(0, 1), Share::new(1, 2), Share::new(1, 1)]);
    }
    if chance.one_in(2) {
        class.choosing = chance.of(&[
            None,
            Some(Choosing::Approval),
            Some(Choosing::Score { most: 5 }),
            Some(Choosing::Dots { each: 4 }),
            Some(Choosing::MajorityJudgment { best: 4 }),
            Some(Choosing::Schulze),
            Some(Choosing::RankedPairs),
            Some(Choosing::InstantRunoff),
            Some(Choosing::StvMeek),
            Some(Choosing::BudgetGreedy),
        ]);
    }
    if let Some(check) = &mut class.comprehension {
        check.answers = 2;
    }
    class
}

/// Two statements, of which the text says the first.
pub fn statements(first: u32) -> Vec<Statement<u32>> {
    vec![Statement { words: first, says: true }, Statement { words: first + 100_000_000, says: false }]
}

/// What all answered: as the text says; or all but the last statement, which half of them misread.
pub fn sums(decision: &Decision<u32>, misread: bool) -> Action<u32> {
    let check = decision.check.clone();
    let statements = check.iter().flat_map(|check| check.statements.iter());
    let answers = |one: &Statement<u32>| check.as_ref().map_or(0, |check| check.answered_by(&one.words).count());
    let sum = |one| u32::try_from(answers(one)).unwrap();
    let mut sums: Vec<Sum> = statements.map(|one| Sum { answers: sum(one), right: sum(one) }).collect();
    if let Some(last) = sums.last_mut().filter(|_| misread) {
        last.right /= 2;
    }
    Action::CheckComprehension { text: decision.text, sums }
}

pub fn text(chance: &mut Chance) -> Digest {
    Digest::of(&chance.next().to_be_bytes())
}

pub const SEED: &str = "a coin thrown on Saturday";

struct Player {
    chance: Chance,
    next: u32,
    last_text: Digest,
    /// How many options they think of.
    wanted: usize,
}

impl Player {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    fn span(&mut self) -> Span {
        match self.chance.below(12) {
            0..=4 => Span(1),
            5..=7 => Span::hours(5),
            8 | 9 => Span::days(2),
            10 => Span::days(13),
            _ => Span::days(1 + i64::try_from(self.chance.below(400)).unwrap()),
        }
    }

    fn roll(&mut self) -> Vec<u32> {
        if self.chance.one_in(9) { vec![] } else { (0..PEOPLE + u32::from(self.chance.one_in(2)) * 3).collect() }
    }

    fn review(&mut self) -> Span {
        self.chance.of(&[Span::days(30), Span::days(365), Span::days(366), Span::ZERO, Span(-5), Span::days(90)])
    }

    fn effects(&mut self) -> BTreeMap<Dimension, u32> {
        let mut effects: BTreeMap<_, _> = Dimension::ALL.into_iter().map(|dimension| (dimension, 1)).collect();
        if self.chance.one_in(5) {
            effects.remove(&Dimension::Freedom);
        }
        effects
    }

    fn an_objection(&mut self, decision: &Decision<u32>) -> u32 {
        let ids: Vec<u32> = decision.objections.iter().map(|objection| objection.id).collect();
        if ids.is_empty() { 7 } else { self.chance.of(&ids) }
    }

    /// Something that brings the decision forward.
    fn helpful(&mut self, decision: &Decision<u32>, now: Instant) -> (u32, Action<u32>) {
        let anybody = u32::try_from(self.chance.below(PEOPLE as usize)).unwrap();
        if let Some(missing) = decision.missing(now).into_iter().next() {
            let help = match missing {
                Missing::Sponsors(_) => Action::Sponsor,
                Missing::Affected => Action::NameAffected { words: self.fresh() },
                Missing::Answer(question) => Action::Answer { question, words: self.fresh() },
                Missing::Impact(dimension) => Action::StateImpact { dimension, words: self.fresh() },
                Missing::Search => Action::SearchEarlier { words: self.fresh(), found: vec![self.fresh()] },
                Missing::Relation(decision) => Action::MarkEarlier { decision, relation: Relation::Upholds },
                Missing::Comprehension(least) => match decision.open_check() {
                    None => Action::SetCheck { statements: statements(self.fresh()) },
                    Some(check) if check.answers() >= least as usize => sums(decision, self.chance.one_in(4)),
                    Some(check) => match check.left(&anybody).next() {
                        Some(statement) => Action::AnswerCheck { statement: statement.words },
                        None => return self.vote_or_anything(decision, anybody),
                    },
                },
                Missing::Clarity if self.chance.one_in(8) => return (anybody, self.anything(decision)),
                Missing::Clarity => Action::Edit { text: text(&mut self.chance), substantive: self.chance.one_in(2) },
                Missing::Amendment(amendment) => {
                    let words = self.fresh();
                    let text = text(&mut self.chance);
                    self.chance.of(&[
                        Action::DeclineAmendment { amendment, words },
                        Action::AcceptAmendment { amendment, text },
                        Action::WithdrawAmendment { amendment },
                    ])
                }
                Missing::Restatement(objection) => match &decision.objections.iter().find(|it| it.id == objection) {
                    Some(Objection { restatement: Restatement::Offered { .. }, author, .. }) => {
                        let answers = [
                            Action::ConfirmRestatement { objection },
                            Action::RefuseRestatement { objection },
                            Action::ConfirmRestatement { objection },
                        ];
                        return (*author, self.chance.of(&answers));
                    }
                    _ => Action::Restate { objection, words: self.fresh() },
                },
                Missing::Disposition(objection) => {
                    let author = decision.objections.iter().find(|it| it.id == objection).unwrap().author;
                    let ways = [
                        (anybody, Action::Carry { objection }),
                        (anybody, Action::Carry { objection }),
                        (anybody, Action::Uphold { objection }),
                        (author, Action::WithdrawObjection { objection }),
                        (author, Action::Integrate { objection }),
                    ];
                    return self.chance.of(&ways);
                }
                Missing::Integration(objection) => {
                    if self.chance.one_in(2) {
                        Action::Edit { text: text(&mut self.chance), substantive: true }
                    } else {
                        let author = decision.objections.iter().find(|it| it.id == objection).unwrap().author;
                        return (author, Action::Integrate { objection });
                    }
                }
                Missing::Options(_) => return (anybody, self.offer(decision)),
                Missing::Allotment => Action::Allot { amount: 1 + self.chance.next() % 100 },
                Missing::Responsible if self.chance.one_in(3) => Action::AnswerTogether,
                Missing::Responsible => Action::TakeTask(Task { person: anybody, words: self.fresh() }),
                // Time must pass: meanwhile they vote, or do something else.
                _ => return self.vote_or_anything(decision, anybody),
            };
            return (anybody, help);
        }
        let seed = self.chance.one_in(2).then(|| Digest::of(SEED.as_bytes()));
        let onward = match decision.stage {
            Stage::Draft if decision.class.express.is_some() && self.chance.one_in(2) => {
                Action::OpenExpress { roll: self.roll(), review_in: self.review() }
            }
            Stage::Draft => Action::Call,
            Stage::Clarification if decision.class.choosing.is_some() && decision.options.len() < self.wanted => {
                return (anybody, self.offer(decision));
            }
            Stage::Call => Action::OpenClarification,
            Stage::Clarification => Action::OpenDeliberation,
            Stage::Deliberation => Action::OpenIntegration,
            Stage::Integration => Action::Freeze { roll: self.roll(), review_in: self.review(), seed },
            Stage::Frozen => Action::OpenVoting,
            Stage::Consent | Stage::Ballot => Action::CloseVoting,
            Stage::Count => self.count(decision),
            Stage::Adopted => Action::Enforce,
            Stage::InForce | Stage::Renewed if decision.lapses.is_some() && self.chance.one_in(8) => {
                Action::Ratify { by: self.fresh(), kind: Kind::Policy }
            }
            Stage::Blocked => Action::Edit { text: text(&mut self.chance), substantive: true },
            Stage::Review if decision.concluding.is_some() => {
                self.chance.of(&[Action::SecondConclusion, Action::SecondConclusion, Action::RefuseConclusion])
            }
            Stage::Review => {
                let verdicts = [Verdict::Renewed(self.review()), Verdict::Amended(77), Verdict::Repealed];
                let verdict = self.chance.of(&verdicts);
                Action::Conclude { verdict, by: self.fresh(), effects: self.effects(), alone: self.chance.one_in(3) }
            }
            _ => return (anybody, self.anything(decision)),
        };
        (anybody, onward)
    }

    fn offer(&mut self, decision: &Decision<u32>) -> Action<u32> {
        let spends = decision.class.choosing.is_some_and(Choosing::spends) != self.chance.one_in(12);
        Action::OfferOption { option: self.fresh(), cost: spends.then(|| 1 + self.chance.next() % 60) }
    }

    /// A ballot that can be counted; now and then, any.
    fn ballot(&mut self, options: Option<&Options<u32>>) -> Choice {
        let Some(options) = options.filter(|_| !self.chance.one_in(60)) else {
            return self.chance.of(&[Choice::Yes, Choice::Yes, Choice::No, Choice::Blank]);
        };
        let mut places: Vec<u32> = (0..u32::try_from(options.places()).unwrap()).collect();
        for at in (1..places.len()).rev() {
            places.swap(at, self.chance.below(at + 1));
        }
        places.truncate(1 + self.chance.below(places.len()));
        if self.chance.one_in(90) {
            places.push(0);
        }
        if !options.by.ranks() {
            let most = if matches!(options.by, Choosing::Dots { .. }) { 1 } else { options.by.most() };
            let score = |chance: &mut Chance| 1 + u32::try_from(chance.below(most as usize)).unwrap();
            return Choice::Scores(places.into_iter().take(4).map(|place| (place, score(&mut self.chance))).collect());
        }
        let equal = matches!(options.by, Choosing::Schulze | Choosing::RankedPairs);
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for place in places {
            match groups.last_mut() {
                Some(group) if equal && self.chance.one_in(4) => group.push(place),
                _ => groups.push(vec![place]),
            }
        }
        Choice::Ranking(groups)
    }

    fn count(&mut self, decision: &Decision<u32>) -> Action<u32> {
        let cheat = usize::from(self.chance.one_in(8));
        let options = decision.terms.as_ref().and_then(|terms| terms.options.as_ref());
        // In a small circle many say the same, and many counts are tied.
        let mut ballots: Vec<Choice> = Vec::new();
        for _ in 0..decision.cast.len() + cheat {
            let again = self.chance.one_in(3).then(|| ballots.last().cloned()).flatten();
            let ballot = again.unwrap_or_else(|| self.ballot(options));
            ballots.push(ballot);
        }
        let promised = decision.terms.as_ref().and_then(|terms| terms.seed);
        let seed = if self.chance.one_in(8) { Some("another".to_owned()) } else { promised.map(|_| SEED.to_owned()) };
        Action::Count { ballots, seed }
    }

    fn vote_or_anything(&mut self, decision: &Decision<u32>, person: u32) -> (u32, Action<u32>) {
        let action = match decision.stage {
            Stage::Ballot => Action::Cast,
            Stage::Consent if self.chance.one_in(9) => {
                let (objection, ground) = (self.fresh(), Ground::Principle(PRINCIPLE));
                Action::Object { objection, weight: Weight::Principled, ground, reason: objection }
            }
            Stage::Consent if !self.chance.one_in(4) => {
                let stance = self.chance.of(&[Stance::Agree, Stance::Agree, Stance::StandAside]);
                Action::TakeStance { text: decision.text, stance, words: self.chance.one_in(2).then(|| self.fresh()) }
            }
            _ => self.anything(decision),
        };
        (person, action)
    }

    /// Whatever comes to mind, allowed or not.
    fn anything(&mut self, decision: &Decision<u32>) -> Action<u32> {
        let fresh = self.fresh();
        let objection = self.an_objection(decision);
        let amendment = decision.amendments.keys().next().copied().unwrap_or(8);
        let question = decision.questions.keys().next().copied().unwrap_or(9);
        let some_text = text(&mut self.chance);
        let other_text = self.chance.of(&[decision.text, self.last_text, some_text]);
        let ground = self.chance.of(&[Ground::Harm, Ground::Principle(PRINCIPLE), Ground::Principle(901)]);
        let weight = self.chance.of(&[Weight::Reasoned, Weight::Reasoned, Weight::Principled]);
        let stance = self.chance.of(&[Stance::Agree, Stance::StandAside, Stance::Object]);
        let substantive = self.chance.one_in(2);
        let by = u32::try_from(self.chance.below(PEOPLE as usize)).unwrap();
        let dissent = Dissent { by, words: fresh, objection: None };
        let task = Task { person: by, words: fresh };
        let present = if self.chance.one_in(3) { vec![] } else { vec![0, 1, 2] };
        let correction = Action::CorrectRecord {
            text: other_text,
            present: present.clone(),
            tasks: vec![task.clone(); usize::from(!self.chance.one_in(4))],
            together: self.chance.one_in(4),
            dissent: decision.dissent.iter().take(self.chance.below(2)).cloned().chain([dissent.clone()]).collect(),
        };
        let spoken = Spoken {
            present,
            tasks: vec![task.clone(); usize::from(!self.chance.one_in(4))],
            together: self.chance.one_in(3),
            dissent: vec![dissent],
            review_in: self.review(),
        };
        let seed = Some(Digest::of(SEED.as_bytes()));
        let option = decision.options.keys().next().copied().unwrap_or(10);
        let seats = 1 + self.chance.next() % 3;
        let side = self.chance.of(&[Side::For, Side::Concern]);
        let argument = decision.arguments.keys().next().copied().unwrap_or(11);
        match self.chance.below(64) {
            42..=45 if self.wanted > 0 || self.chance.one_in(9) => self.offer(decision),
            46 => Action::WithdrawOption { option },
            47 => Action::Allot { amount: if self.chance.one_in(3) { 0 } else { seats } },
            51 | 52 => Action::Argue { argument: fresh, side },
            53 => Action::WithdrawArgument { argument },
            54 => Action::VoidBallot,
            55 => Action::RefuseRestatement { objection },
            0 => Action::Edit { text: some_text, substantive },
            1 => Action::ContestEdit,
            2 => Action::Ask { question: fresh },
            3 => Action::WithdrawQuestion { question },
            4 => Action::SearchEarlier { words: fresh, found: vec![fresh] },
            5 => Action::CheckComprehension { text: other_text, sums: vec![Sum { answers: 2, right: 1 }; 2] },
            56 => Action::SetCheck { statements: statements(fresh).into_iter().take(seats as usize).collect() },
            57 => Action::AnswerCheck {
                statement: decision.check.as_ref().map_or(fresh, |check| check.statements[0].words),
            },
            58 => Action::VoidCheck,
            59 => sums(decision, substantive),
            6 => Action::Amend { amendment: fresh },
            7 => Action::AcceptAmendment { amendment, text: some_text },
            8 => Action::WithdrawAmendment { amendment },
            9..=13 => Action::Object { objection: fresh, weight, ground, reason: fresh },
            14..=16 => Action::SupportObjection { objection },
            17 => Action::Restate { objection, words: fresh },
            18 => Action::ConfirmRestatement { objection },
            19 => Action::RecordRestatement { objection, by },
            20 => Action::Integrate { objection },
            21 => Action::WithdrawObjection { objection },
            22 => Action::Uphold { objection },
            23 => Action::Carry { objection },
            24 => Action::Freeze { roll: self.roll(), review_in: self.review(), seed },
            25 => Action::OpenExpress { roll: self.roll(), review_in: self.review() },
            26 => Action::OpenVoting,
            27 => Action::TakeStance { text: other_text, stance, words: None },
            28 => Action::Cast,
            29 => Action::CloseVoting,
            30 => self.count(decision),
            31 | 63 => Action::RecordSpoken(spoken),
            48 | 49 | 60..=62 => correction,
            32 => Action::Enforce,
            33 | 34 => Action::Dissent { words: fresh },
            35 => Action::Ratify { by: fresh, kind: self.chance.of(&[Kind::Policy, Kind::Urgent]) },
            36 | 37 => Action::PetitionReview { words: fresh },
            38 => Action::Conclude {
                verdict: Verdict::Renewed(self.review()),
                by: fresh,
                effects: self.effects(),
                alone: self.chance.one_in(3),
            },
            39 => {
                let relations = [Relation::Amends, Relation::Repeals, Relation::Unrelated];
                Action::Supersede { by: fresh, relation: self.chance.of(&relations) }
            }
            40 if self.chance.one_in(6) => Action::Withdraw { words: fresh },
            _ => Action::TakeTask(task),
        }
    }
}

/// The history that a seed makes.
pub fn play(seed: u64) -> History {
    let mut chance = Chance(seed);
    let class = class(&mut chance);
    let first = text(&mut chance);
    let mut now = Instant(1_700_000_000_000_000);
    let drafted = draft(0, class, first).unwrap();
    let mut decision = Decision::begin(now, &drafted).unwrap();
    let mut history =
        History { steps: vec![Step { at: now, actor: 0, action: None, events: vec![drafted] }], refused: vec![] };
    let wanted = chance.of(&[0, 0, 0, 2, 3, 4]);
    let mut player = Player { chance, next: 1000, last_text: first, wanted };
    let length = 30 + player.chance.below(120);
    for _ in 0..length {
        now = now + player.span();
        let (actor, action) = if player.chance.one_in(4) {
            (u32::try_from(player.chance.below(PEOPLE as usize + 1)).unwrap(), player.anything(&decision))
        } else {
            player.helpful(&decision, now)
        };
        // Now and then somebody has no device, and another one enters what they say.
        let spoken = matches!(action, Action::TakeStance { .. } | Action::Object { .. } | Action::Cast);
        let (actor, action) = if spoken && player.chance.one_in(6) {
            let by = u32::try_from(player.chance.below(PEOPLE as usize)).unwrap();
            (by, Action::EnterFor { person: actor, said: Box::new(action) })
        } else {
            (actor, action)
        };
        let before = decision.text;
        let passed = decision.pass(now);
        let step = match decision.decide(&actor, action.clone(), now) {
            Ok(events) => Step { at: now, actor, action: Some(action), events },
            Err(missing) => {
                history.refused.push((decision.clone(), now, action, missing));
                Step { at: now, actor, action: None, events: passed }
            }
        };
        for event in &step.events {
            decision.apply(now, event);
        }
        if decision.text != before {
            player.last_text = before;
        }
        history.steps.push(step);
    }
    assert_eq!(history.decision(), decision, "replayed");
    history
}
