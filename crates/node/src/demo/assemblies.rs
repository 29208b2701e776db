// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The assemblies of a sample community: one that was held, with its approved acta, and one that comes.

use jiff::{ToSpan as _, civil::DateTime, tz::TimeZone};
use tequio_deliberation::life::{Kind, Span};

use crate::{
    decide::{
        assemblies::{
            Call, Hold, Pass,
            commands::{Listed, assembly},
            holding::{Attendance, Deed},
        },
        decisions::{
            Record,
            recording::{Against, Meeting, Person, TakenOn},
        },
    },
    node::Node,
    spine::{
        id::Id,
        log::Actor,
        refusal::{Result, not_found},
        viewer::Visibility,
        world::{MINUTE, Micros},
    },
    web::lang::civil_at,
};

use super::{draft, give, past::Past};

const ZONE: &str = "America/Mexico_City";

fn local(at: Micros) -> DateTime {
    civil_at(at, &tequio_calendar::zone::get(ZONE).unwrap_or(TimeZone::UTC))
}

fn point(words: &str, minutes: u32, decision: Option<Id>) -> Listed {
    Listed { words: words.to_owned(), minutes, decision }
}

fn called(words: (&str, &str), starts: DateTime, points: Vec<Listed>, leads: (Id, Id)) -> Call {
    let place = "Patio de la biblioteca".to_owned();
    let (draft, time_zone) = (draft(words, Visibility::Community, &[]), ZONE.to_owned());
    let (facilitator, note_taker) = leads;
    Call { draft, starts, time_zone, minutes: 120, place, points, facilitator, note_taker }
}

/// An assembly in the past.
struct Holding<'p> {
    past: &'p Past,
    here: Id,
    id: Id,
}

impl Holding<'_> {
    /// Somebody does something, and some minutes pass.
    async fn goes(&self, member: Id, deed: Deed, minutes: i64) -> Result<()> {
        let hold = Hold { assembly: self.id, deed };
        self.past.give(self.here, Actor::Member(member), hold).await?;
        self.past.wait(Span(minutes * MINUTE));
        Ok(())
    }

    /// A word that is asked for, given, and said.
    async fn speaks(&self, leads: Id, member: Id, minutes: i64) -> Result<()> {
        self.goes(member, Deed::Ask(member), 0).await?;
        self.goes(leads, Deed::Give(member), minutes).await?;
        self.goes(leads, Deed::Hush, 0).await
    }
}

/// What was held some days ago: it agreed on something, and nobody said that it was not so.
pub(super) async fn held(past: &Past, here: Id, people: &[Id]) -> Result<()> {
    let [ana, beto, citlali, dora, _] = *people else { return Ok(()) };
    let now = past.core.world.now();
    let points = vec![point("Los préstamos de equipo", 20, None), point("La posada", 10, None)];
    let words = ("Asamblea de noviembre", "Trae tu silla; el café lo pone la caja.");
    let call = called(words, local(now), points, (ana, citlali));
    let id = past.give(here, Actor::Member(ana), call).await?.subject()?;
    let ids: Vec<Id> = {
        let mut tx = past.core.db.write().await?;
        let ids = assembly(&mut tx, id).await?.points.iter().map(|point| point.id).collect();
        tx.rollback().await?;
        ids
    };
    let [loans, feast] = *ids.as_slice() else { return Err(not_found()) };
    let holding = Holding { past, here, id };
    holding.goes(ana, Deed::Open, 2).await?;
    let there = Attendance { members: vec![ana, beto, citlali, dora], others: vec!["Doña Chela".to_owned()] };
    holding.goes(ana, Deed::Attend(there), 1).await?;
    holding.goes(ana, Deed::Turn(loans), 1).await?;
    for (member, minutes) in [(beto, 3), (dora, 4), (citlali, 2)] {
        holding.speaks(ana, member, minutes).await?;
    }
    holding.goes(ana, Deed::Feel { favour: 3, doubt: 2, against: 0 }, 1).await?;
    let words =
        "Se han perdido dos cargadores. A **Doña Chela** le preocupa que el papeleo espante a la gente.".to_owned();
    holding.goes(citlali, Deed::Note { point: loans, words }, 1).await?;
    let text = (
        "Lo que se presta se anota con vale",
        "Quien se lleva un equipo firma un vale con la fecha de regreso.\n\nEl vale se pega en la puerta del estante.",
    );
    let meeting = Meeting {
        draft: draft(text, Visibility::Community, &["taller"]),
        agreed_on: local(past.core.world.now()).date(),
        present: [ana, beto, citlali, dora].map(Person::Member).into_iter().collect(),
        tasks: vec![TakenOn {
            was: None,
            who: Person::Member(beto),
            what: "Imprimir los vales".to_owned(),
            due_on: None,
        }],
        together: false,
        dissent: vec![Against { by: Some(Person::Member(dora)), words: "Con la libreta bastaba.".to_owned() }],
    };
    let record = Record {
        meeting,
        kind: Kind::Operational,
        review_at: None,
        foreseen: Default::default(),
        changes: None,
        held: Some((id, loans)),
    };
    past.give(here, Actor::Member(citlali), record).await?;
    holding.goes(ana, Deed::Turn(feast), 5).await?;
    let words = "Cada quien trae algo de comer. La fecha se busca en la página.".to_owned();
    holding.goes(citlali, Deed::Note { point: feast, words }, 2).await?;
    holding.goes(ana, Deed::Close, 0).await?;
    past.wait(Span::hours(72));
    past.give(here, Actor::System, Pass(id)).await.map(drop)
}

/// What comes: a decision that is open is one of its points.
pub(super) async fn comes(node: &Node, here: Id, people: &[Id], decision: Id) -> Result<()> {
    let [ana, beto, citlali, ..] = *people else { return Ok(()) };
    let today = local(node.core.world.now()).date();
    let Ok(day) = today.checked_add(6.days()) else { return Ok(()) };
    let points = vec![
        point("Qué pasó con lo que acordamos", 15, None),
        point("En qué gastamos lo de la rifa", 30, Some(decision)),
    ];
    let call = called(("Asamblea de diciembre", ""), day.at(17, 0, 0, 0), points, (beto, citlali));
    let id = give(node, here, Actor::Member(ana), call).await?.subject()?;
    let deed = Deed::AddPoint(point("Quién abre el taller en vacaciones", 10, None));
    give(node, here, Actor::Member(citlali), Hold { assembly: id, deed }).await.map(drop)
}
