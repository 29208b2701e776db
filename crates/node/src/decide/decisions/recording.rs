// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Recording what a group agreed sitting in a circle, and setting such a record right.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tequio_deliberation::life::{self, Action, Dimension, Instant, Kind, Relation, Span, Stage, draft};

use crate::{
    decide::assemblies,
    spine::{
        command::{Command, Context, Decision},
        communities,
        entries::{self, Draft},
        id::Id,
        mandates, members,
        members::rules::{check_name, name_key},
        refusal::{Fields, Result, conflict, not_found},
        world::Micros,
    },
    store::{Statement, args},
};

use super::{
    KIND, Life, classes,
    commands::{Beside, Due, Event, Facts, Words, ask, life, refuse, word},
    course::Course,
    rules::{self, digest},
    store,
};

/// Who may set right a record that is not theirs.
pub(super) const KEEPERS: &[mandates::Kind] = &[mandates::Kind::Coordination];

/// Somebody whom a record names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {
    /// A member.
    Member(Id),
    /// Somebody without account, by the name that was typed.
    Named(String),
}

/// Words against what was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// Whose, if they are named.
    pub by: Option<Person>,
    /// Word for word.
    pub words: String,
}

/// Who does what, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOn {
    /// The task of the version before that this one goes on with.
    pub was: Option<Id>,
    /// Who.
    pub who: Person,
    /// What.
    pub what: String,
    /// Until when.
    pub due_on: Option<Date>,
}

/// What a record says of a meeting.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its title, its text, who may see it.
    pub draft: Draft,
    /// The day it was agreed.
    pub agreed_on: Date,
    /// Who was there.
    pub present: Vec<Person>,
    /// Who does what.
    pub tasks: Vec<TakenOn>,
    /// Whether it was said that nobody in particular answers for it: all do.
    pub together: bool,
    /// What was said against it; of a correction, what had been left out.
    pub dissent: Vec<Against>,
}

impl Meeting {
    /// With every field checked at once: for a form, which says all that is wrong with it, and for the command.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        if draft.body.is_empty() {
            fields.error("body", "field-required");
        }
        let person = |fields: &mut Fields, field, person: Person| match person {
            Person::Named(name) => Person::Named(check_name(fields, field, &name)),
            member => member,
        };
        // What is too much is not looked at.
        if self.present.len() > rules::PEOPLE_LIMIT {
            fields.error_with("others", "field-people-limit", "limit", rules::PEOPLE_LIMIT);
        }
        let mut known = BTreeSet::new();
        let mut present: Vec<Person> = Vec::new();
        for one in self.present.into_iter().take(rules::PEOPLE_LIMIT) {
            let one = person(fields, "others", one);
            if known.insert(one.clone()) {
                present.push(one);
            }
        }
        if self.tasks.len() > rules::TASKS_LIMIT {
            fields.error_with("tasks", "field-tasks-limit", "limit", rules::TASKS_LIMIT);
        }
        let mut tasks = Vec::new();
        for task in self.tasks.into_iter().take(rules::TASKS_LIMIT) {
            let what = fields.line("tasks", &task.what, 300);
            tasks.push(TakenOn { what, who: person(fields, "tasks", task.who), ..task });
        }
        if self.dissent.len() > rules::DISSENT_LIMIT {
            fields.error_with("dissent", "field-dissent-limit", "limit", rules::DISSENT_LIMIT);
        }
        let mut dissent = Vec::new();
        for against in self.dissent.into_iter().take(rules::DISSENT_LIMIT) {
            let words = fields.text("dissent", &against.words, rules::WORDS_LIMIT);
            dissent.push(Against { words, by: against.by.map(|by| person(fields, "dissent", by)) });
        }
        Self { draft, present, tasks, dissent, ..self }
    }
}

/// The people of a record, who become identifiers: members are their own, others get one with their sealed name.
pub(in crate::decide) struct People<'m> {
    owner: Id,
    members: BTreeSet<Id>,
    /// Those named before, by how their names look.
    known: BTreeMap<String, Id>,
    names: &'m mut Vec<Words>,
}

impl<'m> People<'m> {
    /// Those of an entry, which owns the names of others; `known` gives those that are there already.
    pub(in crate::decide) async fn new(
        context: &mut Context<'_, '_>,
        owner: Id,
        known: &'static Statement,
        names: &'m mut Vec<Words>,
    ) -> Result<Self> {
        let members: Vec<(Id,)> = context.tx.all(&members::store::ALL_ACTIVE, args![context.community]).await?;
        let known: Vec<(Id, Option<String>)> = context.tx.all(known, args![owner]).await?;
        let known = known.into_iter().filter_map(|(id, name)| Some((name_key(&name?), id))).collect();
        Ok(Self { owner, members: members.into_iter().map(|(id,)| id).collect(), known, names })
    }

    /// The identifier of a person. Who is no member here (any more) is kept if they were `there` before.
    pub(in crate::decide) async fn id(
        &mut self,
        context: &mut Context<'_, '_>,
        person: &Person,
        there: &(dyn Fn(&Id) -> bool + Sync),
    ) -> Result<Id> {
        match person {
            Person::Member(id) if self.members.contains(id) || there(id) => Ok(*id),
            Person::Member(_) => Err(not_found()),
            Person::Named(name) => {
                if let Some(id) = self.known.get(&name_key(name)) {
                    return Ok(*id);
                }
                let id = context.id();
                // Nobody's account owns the name; it is erased by itself, or with the decision.
                let words = context.seal(id, Some(self.owner), name).await?;
                self.names.push(Words { id, words });
                self.known.insert(name_key(name), id);
                Ok(id)
            }
        }
    }
}

/// A meeting as the rules see it.
struct Told {
    present: Vec<Id>,
    tasks: Vec<life::Task<Id>>,
    dissent: Vec<life::Dissent<Id>>,
    words: Vec<Words>,
    facts: Facts,
    text: tequio_deliberation::Digest,
}

async fn tell(context: &mut Context<'_, '_>, decision: Id, meeting: &Meeting, before: Option<&Life>) -> Result<Told> {
    let salt = context.id().to_string();
    let text = digest(&salt, &meeting.draft.title, &meeting.draft.body, None);
    let salt = context.seal(decision, None, &salt).await?;
    let mut names = Vec::new();
    let mut people = People::new(context, decision, &store::NAMES, &mut names).await?;
    let there = |id: &Id| {
        before.is_some_and(|before| before.present.contains(id) || before.tasks.iter().any(|task| task.person == *id))
    };
    let (mut words, mut due) = (Vec::new(), Vec::new());
    let mut present = Vec::new();
    for person in &meeting.present {
        present.push(people.id(context, person, &there).await?);
    }
    let kept: Vec<(Id, Option<String>, Option<String>)> = context.tx.all(&store::TASKS, args![decision]).await?;
    let mut tasks = Vec::new();
    for task in &meeting.tasks {
        let person = people.id(context, &task.who, &there).await?;
        let known = before.map(|before| before.tasks.as_slice()).unwrap_or_default();
        let was = task.was.and_then(|was| known.iter().find(|task| task.words == was));
        let same = was.filter(|was| {
            let words = kept.iter().any(|(id, _, words)| *id == was.words && words.as_deref() == Some(&task.what));
            words && was.person == person
        });
        let (was, same) = (was.map(|was| was.words), same.map(|same| same.words));
        let id = match same {
            Some(same) => same,
            None => word(context, decision, &mut words, &task.what).await?,
        };
        let due_on = task.due_on.map(|day| day.to_string());
        due.push(Due { task: id, due_on, instead_of: was.filter(|was| *was != id) });
        tasks.push(life::Task { person, words: id });
    }
    let mut dissent = Vec::new();
    for against in &meeting.dissent {
        // Who is not named has an identifier that nothing else knows.
        let by = match &against.by {
            Some(by) => people.id(context, by, &there).await?,
            None => context.id(),
        };
        let words = word(context, decision, &mut words, &against.words).await?;
        dissent.push(life::Dissent { by, words, objection: None });
    }
    let facts = Facts { agreed_on: meeting.agreed_on.to_string(), salt, names, tasks: due };
    Ok(Told { present, tasks, dissent, words, facts, text })
}

/// Records what a group agreed sitting in a circle.
#[derive(Debug, Clone)]
pub struct Record {
    /// What was agreed, when, by whom.
    pub meeting: Meeting,
    /// What it is about.
    pub kind: Kind,
    /// When it is reviewed; the usual time of its kind if nobody says.
    pub review_at: Option<Micros>,
    /// What is foreseen of it.
    pub foreseen: BTreeMap<Dimension, String>,
    /// The earlier decision that it changes or repeals.
    pub changes: Option<(Id, Relation)>,
    /// The assembly, and the point of it, on which it was agreed.
    pub held: Option<(Id, Id)>,
}

impl Command for Record {
    const NAME: &'static str = "decision.record";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let meeting = self.meeting.checked(&mut fields);
        for words in self.foreseen.values() {
            fields.optional("foreseen", words, rules::WORDS_LIMIT);
        }
        fields.finish()?;
        let author = context.member()?;
        let settings: Option<(String, String, i64)> =
            context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
        let people = settings.map_or(1, |(.., active)| active);
        let classes = classes::standing(context.tx, context.community, people).await?;
        let class = classes.of(self.kind).clone();
        let review_in =
            self.review_at.map_or_else(|| rules::review_default(&class), |at| Span(at.saturating_sub(context.at)));
        let decision = context.id();
        let together = meeting.together;
        let published = entries::publish(context, decision, KIND, &meeting.draft).await?;
        let Told { present, tasks, dissent, mut words, facts, text } = tell(context, decision, &meeting, None).await?;
        let drafted = draft(author, class, text).map_err(refuse)?;
        let mut course = Course::begin(context, drafted)?;
        let mut actions = Vec::new();
        for (dimension, text) in self.foreseen.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let words = word(context, decision, &mut words, text.trim()).await?;
            actions.push(Action::StateImpact { dimension: *dimension, words });
        }
        let mut earlier = None;
        if let Some((other, relation)) = self.changes {
            entries::commands::may_see(context, other).await?;
            let title = word(context, decision, &mut words, &meeting.draft.title).await?;
            actions.push(Action::SearchEarlier { words: title, found: vec![other] });
            actions.push(Action::MarkEarlier { decision: other, relation });
            let old = life(context.tx, other).await?.at(Instant(context.at));
            // Nobody's word alone ends what others agreed: two of those who were there are members here, and another
            // than who wrote it down says that it was so. Nor does the lighter end the weightier.
            let active: Vec<(Id,)> = context.tx.all(&members::store::ALL_ACTIVE, args![context.community]).await?;
            let there = active.iter().filter(|(member,)| present.contains(member)).count();
            let alone = active.len() < 2 || old.agreed_among() < 2;
            if !old.stage.binds() {
                return Err(conflict("error-decision-stage"));
            }
            if self.kind.weight() < old.class.kind.weight() || !old.class.spoken {
                return Err(conflict("error-decision-lighter"));
            }
            if there < 2 && !alone {
                return Err(conflict("error-decision-alone"));
            }
            // A review that is open is concluded there, with what came of it.
            if old.stage != Stage::Review && alone {
                let events = ask(&old, context, author, Action::Supersede { by: decision, relation })?;
                earlier = Some(Event::lived(context, other, events, Vec::new(), Beside::default()).await?);
            }
        }
        actions.push(Action::RecordSpoken(life::Spoken { present, tasks, together, dissent, review_in }));
        for action in actions {
            course.take(context, author, action)?;
        }
        let agreed = match self.held {
            Some(held) => Some(assemblies::commands::agree(context, held, decision, text).await?),
            None => None,
        };
        let recorded =
            Event::Lived { decision, events: course.events, words, record: Some(facts), beside: Box::default() };
        let events = [published, recorded.into()].into_iter().chain(earlier.map(Into::into)).chain(agreed);
        Ok(Decision::about(decision, events))
    }
}

/// Sets a record right: a new version, beside the old ones.
#[derive(Debug, Clone)]
pub struct Correct {
    /// Which decision.
    pub decision: Id,
    /// The version that was edited.
    pub base: i64,
    /// What was agreed, when, by whom; of the dissent what had been left out.
    pub meeting: Meeting,
}

impl Command for Correct {
    const NAME: &'static str = "decision.correct";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let meeting = self.meeting.checked(&mut fields);
        fields.finish()?;
        let decision = self.decision;
        let member = context.member()?;
        let revised = entries::revise(context, decision, self.base, &meeting.draft, KEEPERS).await?;
        let life = life(context.tx, decision).await?;
        let Told { present, tasks, dissent, words, facts, text } =
            tell(context, decision, &meeting, Some(&life)).await?;
        let together = meeting.together;
        let correction = Action::CorrectRecord { text, present, tasks, together, dissent };
        let events = ask(&life, context, member, correction)?;
        let corrected = Event::Lived { decision, events, words, record: Some(facts), beside: Box::default() };
        Ok(Decision::about(decision, [revised, corrected.into()]))
    }
}
