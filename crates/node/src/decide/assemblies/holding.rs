// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one does in an assembly: before it, while it is held, and with its acta.

use std::collections::BTreeSet;

use tequio_deliberation::{
    assembly::{Point, Stage},
    life::{Kind, Span},
};

use crate::{
    decide::decisions::{
        classes,
        recording::{People, Person},
        rules::{PEOPLE_LIMIT, WORDS_LIMIT},
    },
    spine::{
        command::{Command, Context, Decision},
        communities, entries,
        id::Id,
        members::rules::check_name,
        refusal::{Fields, Result},
    },
    store::args,
};

use super::{
    Happened,
    commands::{Course, Listed, active, leads},
    store,
};

/// Those who are there: members, and others by the names that were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Members.
    pub members: Vec<Id>,
    /// The names of others.
    pub others: Vec<String>,
}

/// Something that somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Puts a point on the order of the day: any member before it begins, who leads it while it is held.
    AddPoint(Listed),
    /// Takes one off that was not talked about.
    DropPoint(Id),
    /// Says who leads it and who writes it down.
    Name {
        /// Who leads it.
        facilitator: Id,
        /// Who writes it down.
        note_taker: Id,
    },
    /// Begins it.
    Open,
    /// Says who is there.
    Attend(Attendance),
    /// Goes to a point.
    Turn(Id),
    /// Asks for the word: for oneself, or who leads it for others.
    Ask(Id),
    /// Does not any more.
    Unask(Id),
    /// Gives the word to whom it is due.
    Give(Id),
    /// Says that they have said it.
    Hush,
    /// Takes the temperature of the room, by raised hands.
    Feel {
        /// How many like it.
        favour: u32,
        /// How many have doubts.
        doubt: u32,
        /// How many are against it.
        against: u32,
    },
    /// Writes down what was said of a point.
    Note {
        /// Which.
        point: Id,
        /// What.
        words: String,
    },
    /// Ends it: its acta is there to be read.
    Close,
    /// Says that it was not so.
    Doubt {
        /// Why.
        words: String,
    },
    /// Sets the acta right.
    Correct {
        /// Who was there.
        present: Attendance,
        /// What was said of points.
        notes: Vec<(Id, String)>,
        /// What was not right.
        words: String,
    },
}

/// Does something in an assembly.
#[derive(Debug, Clone)]
pub struct Hold {
    /// In which.
    pub assembly: Id,
    /// What.
    pub deed: Deed,
}

/// What is written, of a field that must have some.
fn written(fields: &mut Fields, field: &'static str, text: &str) -> String {
    fields.text(field, &text.replace("\r\n", "\n"), WORDS_LIMIT)
}

/// Those who are there, by their identifiers: those without account get one the first time.
async fn attending(context: &mut Context<'_, '_>, course: &mut Course, attendance: Attendance) -> Result<Vec<Id>> {
    let mut fields = Fields::default();
    if attendance.members.len() + attendance.others.len() > PEOPLE_LIMIT {
        fields.error_with("others", "field-people-limit", "limit", PEOPLE_LIMIT);
        return fields.finish().map(|()| Vec::new());
    }
    let others = attendance.others.iter().map(|name| Person::Named(check_name(&mut fields, "others", name)));
    let all: Vec<Person> = attendance.members.into_iter().map(Person::Member).chain(others).collect();
    fields.finish()?;
    let before = course.assembly.present.clone();
    let mut people = People::new(context, course.id, &store::NAMES, &mut course.names).await?;
    let mut present = BTreeSet::new();
    for person in &all {
        present.insert(people.id(context, person, &|known| before.contains(known)).await?);
    }
    Ok(present.into_iter().collect())
}

/// How long those who were there have to read an acta: as long as express consent lasts for what is of every day.
async fn reading_time(context: &mut Context<'_, '_>) -> Result<Span> {
    let settings: Option<(String, String, i64)> =
        context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
    let people = settings.map_or(1, |(.., active)| active);
    let classes = classes::standing(context.tx, context.community, people).await?;
    let express = classes.of(Kind::Operational).express;
    Ok(express.map_or(Span::hours(72), |express| express.lasts))
}

impl Command for Hold {
    const NAME: &'static str = "assembly.hold";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        entries::commands::may_see(context, self.assembly).await?;
        let mut course = Course::present(context, self.assembly).await?;
        let anybody = match &self.deed {
            Deed::AddPoint(_) => course.assembly.stage == Stage::Called,
            Deed::Ask(who) | Deed::Unask(who) => *who == member,
            Deed::Doubt { .. } => true,
            _ => false,
        };
        if !anybody {
            leads(context, &course).await?;
        }
        let mut fields = Fields::default();
        let happened = match self.deed {
            Deed::AddPoint(listed) => {
                let listed = listed.checked(&mut fields);
                fields.finish()?;
                let (decision, minutes) = (listed.seen(context).await?, listed.minutes);
                let id = course.word(context, &listed.words).await?;
                Happened::PointAdded { point: Point { id, decision, minutes }, by: member }
            }
            Deed::DropPoint(point) => Happened::PointDropped { point },
            Deed::Name { facilitator, note_taker } => {
                for (field, person) in [("facilitator", facilitator), ("note_taker", note_taker)] {
                    active(context, field, person, &mut fields).await?;
                }
                fields.finish()?;
                Happened::Named { facilitator, note_taker }
            }
            Deed::Open => Happened::Opened,
            Deed::Attend(attendance) => {
                Happened::Attended { present: attending(context, &mut course, attendance).await? }
            }
            Deed::Turn(point) => Happened::PointOpened { point },
            Deed::Ask(who) => Happened::Asked { who },
            Deed::Unask(who) => Happened::Unasked { who },
            Deed::Give(who) => Happened::WordGiven { who },
            Deed::Hush => Happened::WordEnded,
            Deed::Feel { favour, doubt, against } => Happened::Felt { favour, doubt, against },
            Deed::Note { point, words } => {
                let words = written(&mut fields, "notes", &words);
                fields.finish()?;
                Happened::Noted { point, words: course.word(context, &words).await? }
            }
            Deed::Close => Happened::Closed { lasts: reading_time(context).await? },
            Deed::Doubt { words } => {
                let words = written(&mut fields, "reason", &words);
                fields.finish()?;
                Happened::Doubted { by: member, words: course.word(context, &words).await? }
            }
            Deed::Correct { present, notes, words } => {
                let words = written(&mut fields, "words", &words);
                let notes: Vec<(Id, String)> = notes
                    .into_iter()
                    .map(|(point, text)| (point, fields.optional("notes", &text.replace("\r\n", "\n"), WORDS_LIMIT)))
                    .collect();
                fields.finish()?;
                let present = attending(context, &mut course, present).await?;
                let mut said = Vec::new();
                for (point, text) in notes {
                    said.push((point, course.word(context, &text).await?));
                }
                let words = course.word(context, &words).await?;
                Happened::Corrected { present, notes: said, words }
            }
        };
        course.take(context, happened)?;
        Ok(Decision::about(self.assembly, [course.logged()]))
    }
}
