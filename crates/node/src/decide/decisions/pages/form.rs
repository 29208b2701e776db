// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The form of a record: what it shows of one that is there, and what it asks for.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Dimension, Kind, Relation};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{
        recording::{Against, Meeting, Person, Record, TakenOn},
        rules::{DISSENT_LIMIT, PEOPLE_LIMIT, SEEN_BY, TASKS_LIMIT, begins, name_of, named, split_names},
    },
    spine::{
        entries::rules::Typed,
        id::Id,
        members::{Choosable, rules::name_key},
        refusal::{Fields, Result as Outcome},
    },
    web::Page,
};

use super::whole::Whole;

/// A record as a form holds it. Of what repeats, the first of each field belong together, the second, and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RecordForm {
    pub(super) key: Option<Id>,
    pub(super) base: i64,
    pub(super) title: String,
    pub(super) body: String,
    /// `2026-11-24`.
    pub(super) agreed_on: String,
    /// Members who were there.
    pub(super) present: Vec<Id>,
    /// The names of others who were, with commas between them.
    pub(super) others: String,
    /// Whose dissent; empty when they are not named.
    pub(super) dissent_who: Vec<String>,
    pub(super) dissent_words: Vec<String>,
    /// The task that this one was before.
    pub(super) task_was: Vec<String>,
    pub(super) task_who: Vec<String>,
    pub(super) task_what: Vec<String>,
    pub(super) task_due: Vec<String>,
    /// Whether nobody in particular answers for it: all do.
    #[serde(deserialize_with = "crate::web::checkbox")]
    #[schema(schema_with = crate::web::input::ticked)]
    pub(super) together: bool,
    /// `operational`, `policy` or `money`.
    pub(super) kind: String,
    /// The day of its review; empty for the usual time of its kind.
    pub(super) review_on: String,
    /// What is foreseen: people, environment, labour and money, freedom, reversibility, who was consulted.
    pub(super) foreseen: Vec<String>,
    /// The earlier decision that it changes.
    pub(super) changes: String,
    /// `amends` or `repeals`.
    pub(super) relation: String,
    /// The assembly in which it was agreed, and the point of it.
    pub(super) assembly: String,
    pub(super) point: String,
    pub(super) tags: String,
    /// `community` or `public`.
    pub(super) visibility: String,
    pub(super) language: String,
    pub(super) licence: String,
}

/// Rows that the form has for dissent and for tasks, at the least.
const DISSENT_ROWS: usize = 3;
const TASK_ROWS: usize = 6;

/// A row for somebody's dissent.
#[derive(Debug)]
pub(super) struct DissentRow<'f> {
    pub(super) who: &'f str,
    pub(super) words: &'f str,
}

/// A row for a task.
#[derive(Debug)]
pub(super) struct TaskRow<'f> {
    pub(super) was: &'f str,
    pub(super) who: &'f str,
    pub(super) what: &'f str,
    pub(super) due: &'f str,
}

fn at(values: &[String], place: usize) -> &str {
    values.get(place).map(|value| value.trim()).unwrap_or_default()
}

impl RecordForm {
    /// The rows for dissent, some of them empty.
    pub(super) fn dissent_rows(&self) -> Vec<DissentRow<'_>> {
        let rows = (self.dissent_words.len().max(self.dissent_who.len()) + 1).max(DISSENT_ROWS);
        let row = |place| DissentRow { who: at(&self.dissent_who, place), words: at(&self.dissent_words, place) };
        (0..rows).map(row).collect()
    }

    /// The rows for tasks, some of them empty.
    pub(super) fn task_rows(&self) -> Vec<TaskRow<'_>> {
        let filled = (0..self.task_what.len().max(self.task_who.len()))
            .filter(|place| !at(&self.task_what, *place).is_empty() || !at(&self.task_who, *place).is_empty())
            .count();
        let row = |place| TaskRow {
            was: at(&self.task_was, place),
            who: at(&self.task_who, place),
            what: at(&self.task_what, place),
            due: at(&self.task_due, place),
        };
        (0..(filled + 2).max(TASK_ROWS)).map(row).collect()
    }

    /// What is foreseen for a dimension, as typed.
    pub(super) fn foreseen_of(&self, place: &usize) -> &str {
        at(&self.foreseen, *place)
    }

    /// What the form shows of a record that is there.
    pub(super) fn of(page: &Page, whole: &Whole, tags: Vec<(String,)>) -> Self {
        let life = &whole.life;
        let (outside, present): (Vec<Id>, Vec<Id>) =
            life.present.iter().copied().partition(|person| whole.names.typed(*person).is_some());
        let others: Vec<&str> = outside.iter().filter_map(|person| whole.names.typed(*person)).collect();
        let due = |id: Id| whole.tasks.iter().find(|task| task.id == id).and_then(|task| task.due_on.clone());
        Self {
            key: Some(page.key),
            base: whole.entry.version,
            title: whole.entry.title.clone().unwrap_or_default(),
            body: whole.entry.body.clone().unwrap_or_default(),
            agreed_on: whole.row.agreed_on.clone(),
            present,
            others: others.join(", "),
            task_was: life.tasks.iter().map(|task| task.words.to_string()).collect(),
            task_who: life.tasks.iter().map(|task| whole.names.name(page, task.person)).collect(),
            task_what: life.tasks.iter().map(|task| whole.words(task.words).unwrap_or_default()).collect(),
            task_due: life.tasks.iter().map(|task| due(task.words).unwrap_or_default()).collect(),
            together: life.together,
            kind: whole.row.kind.clone(),
            tags: tags.into_iter().map(|(tag,)| tag).collect::<Vec<_>>().join(", "),
            visibility: if whole.entry.visibility == 0 { "public" } else { "community" }.to_owned(),
            language: whole.entry.language.clone(),
            licence: whole.entry.licence.clone(),
            ..Self::default()
        }
    }

    /// What was typed beside what is there `now`: the label of a field, and both.
    pub(super) fn beside(&self, now: &Self, members: &[Choosable]) -> Vec<(&'static str, String, String)> {
        let people = |form: &Self| {
            let named = members.iter().filter(|member| form.present.contains(&member.id));
            let others = split_names(&form.others);
            named.map(|member| member.name.clone()).chain(others).collect::<Vec<_>>().join(", ")
        };
        let tasks = |form: &Self| {
            let rows = form.task_rows().into_iter().filter(|row| !row.what.is_empty());
            rows.map(|row| format!("{}: {} {}", row.who, row.what, row.due)).collect::<Vec<_>>().join("\n")
        };
        vec![
            ("field-agreed", now.title.clone(), self.title.clone()),
            ("field-agreement", now.body.clone(), self.body.clone()),
            ("field-agreed-on", now.agreed_on.clone(), self.agreed_on.clone()),
            ("field-present-label", people(now), people(self)),
            ("field-tasks-label", tasks(now), tasks(self)),
            ("field-tags-label", now.tags.clone(), self.tags.clone()),
        ]
    }

    fn words(&self) -> Typed<'_> {
        let Self { title, body, language, licence, visibility, tags, .. } = self;
        Typed { title, body, language, licence, visibility, tags }
    }

    /// What the form says of the meeting. `people` may be named: members, and those whom the record names already.
    pub(super) fn meeting(&self, fields: &mut Fields, people: &[Choosable], today: Date) -> Meeting {
        let agreed_on = self.agreed_on.trim().parse::<Date>().ok().filter(|day| *day <= today);
        if agreed_on.is_none() {
            fields.error("agreed_on", "field-agreed-day");
        }
        // As many as there may be, and one, by which it shows that they are too many.
        let most = PEOPLE_LIMIT + 1;
        let known: Known = people.iter().map(|person| (name_key(&person.name), person.id)).collect();
        let others = split_names(&self.others);
        let present = self.present.iter().map(|id| Person::Member(*id));
        let present = present.chain(others.iter().take(most).map(|name| person(name, &known))).take(most).collect();
        let mut tasks = Vec::new();
        let rows = self.task_rows().into_iter().filter(|row| !row.who.is_empty() || !row.what.is_empty());
        for row in rows.take(TASKS_LIMIT + 1) {
            if row.who.is_empty() || row.what.is_empty() {
                fields.error("tasks", "field-task-whole");
                continue;
            }
            let due_on = row.due.parse::<Date>().ok();
            if due_on.is_none() && !row.due.is_empty() {
                fields.error("tasks", "field-task-day");
            }
            let who = person(row.who, &known);
            tasks.push(TakenOn { was: row.was.parse().ok(), who, what: row.what.to_owned(), due_on });
        }
        let mut dissent = Vec::new();
        let rows = self.dissent_rows().into_iter().filter(|row| !row.who.is_empty() || !row.words.is_empty());
        for row in rows.take(DISSENT_LIMIT + 1) {
            let by = (!row.who.is_empty()).then(|| person(row.who, &known));
            dissent.push(Against { by, words: row.words.replace("\r\n", "\n") });
        }
        let (draft, together) = (self.words().draft(fields, SEEN_BY), self.together);
        Meeting { draft, agreed_on: agreed_on.unwrap_or(today), present, tasks, together, dissent }.checked(fields)
    }

    /// What the form records.
    pub(super) fn record(&self, people: &[Choosable], today: Date, zone: &TimeZone) -> Outcome<Record> {
        let mut fields = Fields::default();
        let meeting = self.meeting(&mut fields, people, today);
        let review_at = match self.review_on.trim() {
            "" => None,
            day => {
                let at = day.parse::<Date>().ok().and_then(|day| begins(day, zone));
                if at.is_none() {
                    fields.error("review_on", "field-review-date");
                }
                at
            }
        };
        let kind = named::<Kind>(&self.kind);
        if kind.is_none() {
            fields.error("kind", "field-kind");
        }
        fields.finish()?;
        let foreseen =
            Dimension::ALL.into_iter().zip(&self.foreseen).map(|(dimension, words)| (dimension, words.clone()));
        let relation = named::<Relation>(&self.relation).unwrap_or(Relation::Amends);
        Ok(Record {
            meeting,
            kind: kind.unwrap_or(Kind::Operational),
            review_at,
            foreseen: foreseen.collect::<BTreeMap<_, _>>(),
            changes: self.changes.parse().ok().map(|other| (other, relation)),
            held: self.assembly.parse().ok().zip(self.point.parse().ok()),
        })
    }

    /// The form for a new record: today, with who writes it, among members.
    pub(super) fn empty(page: &Page, author: Id, today: Date, language: &str, licence: &str) -> Self {
        Self {
            key: Some(page.key),
            agreed_on: today.to_string(),
            present: vec![author],
            kind: name_of(&Kind::Operational),
            relation: name_of(&Relation::Amends),
            visibility: "community".to_owned(),
            language: language.to_owned(),
            licence: licence.to_owned(),
            ..Self::default()
        }
    }
}

/// Those who may be named, by how their names look.
type Known = BTreeMap<String, Id>;

/// Whom a typed name names: one of those, or somebody without account.
fn person(typed: &str, known: &Known) -> Person {
    match known.get(&name_key(typed)) {
        Some(member) => Person::Member(*member),
        None => Person::Named(typed.to_owned()),
    }
}
