// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a sample community chooses among: once it has, with all that was counted, and once it is still talked about.

use jiff::ToSpan as _;
use tequio_deliberation::life::{Choice, Dimension, Kind, Span, Stage};

use crate::{
    decide::decisions::{
        Pass, Propose, Step,
        commands::life,
        options::{Among, Offered},
        steps::{AnswerTogether, Cast, Deed, Foresee, NameAffected, OfferOption, Onward, SearchEarlier},
    },
    decide::times::{Answer, Ask, rules::Can},
    node::Node,
    spine::{id::Id, log::Actor, refusal::Result, viewer::Visibility},
    web::lang::civil_at,
};

use super::{draft, give, past::Past};

fn option(name: &str, about: &str, cost: Option<u64>) -> Offered {
    Offered { name: name.to_owned(), about: about.to_owned(), cost }
}

fn question(words: (&str, &str), kind: Kind, options: Vec<Offered>, allotted: Option<u64>) -> Propose {
    let draft = draft(words, Visibility::Public, &[]);
    let (review_in, among) = (Span::days(180), Some(Among { options, mandate: None, allotted }));
    Propose { draft, kind, express: false, review_in, ratifies: None, class: None, among }
}

/// What was chosen some days ago, as everybody voted.
pub(super) async fn chosen(past: &Past, here: Id, people: &[Id]) -> Result<()> {
    let [ana, beto, citlali, dora, eusebio] = *people else { return Ok(()) };
    let options = vec![
        option("Editar video con Kdenlive", "Para los videos de la fiesta y los de la escuela.", None),
        option("Radio por internet", "Con la gente de la radio del pueblo.", None),
        option("Hojas de cálculo", "Las cuentas de la tienda y del comité, con LibreOffice.", None),
        option("Digitalizar fotos viejas", "Las que prestan las abuelas, con permiso.", None),
    ];
    let text = (
        "¿Qué aprendemos primero este invierno?",
        "Alcanza para un taller de seis sesiones.\n\nLo que no quede ahora se vuelve a proponer en primavera.",
    );
    let propose = question(text, Kind::Policy, options, None);
    let decision = past.give(here, Actor::Member(beto), propose).await?.subject()?;
    let deliberate = Deliberation { past, here, decision };
    deliberate
        .step(citlali, NameAffected { words: "Quien viene al taller, y quien prestaría fotos.".to_owned() })
        .await?;
    let stages = [(Stage::Draft, 1), (Stage::Call, 1), (Stage::Clarification, 0)];
    for (from, days) in stages {
        deliberate.step(beto, Onward { from, review_in: None }).await?;
        past.wait(Span::days(days));
    }
    let words = Dimension::ALL.map(|dimension| (dimension, "Poco, y se puede cambiar.".to_owned()));
    deliberate.step(beto, Foresee { words: words.into() }).await?;
    deliberate.step(beto, SearchEarlier { words: "taller invierno".to_owned(), found: Vec::new() }).await?;
    past.wait(Span::days(3));
    for (from, days) in [(Stage::Deliberation, 0), (Stage::Integration, 1), (Stage::Frozen, 0)] {
        deliberate.step(beto, Onward { from, review_in: None }).await?;
        past.wait(Span::days(days));
    }
    let text = deliberate.text().await?;
    let ballots: [(Id, &[&[u32]]); 5] = [
        (ana, &[&[3], &[0], &[1], &[4]]),
        (beto, &[&[1], &[0], &[3], &[4], &[2]]),
        (citlali, &[&[0], &[3], &[2, 1], &[4]]),
        (dora, &[&[3], &[2], &[4], &[0]]),
        (eusebio, &[&[3], &[1], &[0], &[4]]),
    ];
    for (member, ranking) in ballots {
        let choice = Choice::Ranking(ranking.iter().map(|group| group.to_vec()).collect());
        let receipt = past.receipt();
        deliberate.step(member, Cast { text: text.clone(), choice, receipt }).await?;
    }
    past.wait(Span::days(2));
    past.give(here, Actor::System, Pass(decision)).await?;
    deliberate.step(dora, AnswerTogether).await
}

/// A decision in the past.
struct Deliberation<'p> {
    past: &'p Past,
    here: Id,
    decision: Id,
}

impl Deliberation<'_> {
    async fn step<D: Deed>(&self, member: Id, deed: D) -> Result<()> {
        let step = Step { decision: self.decision, deed };
        self.past.give(self.here, Actor::Member(member), step).await.map(drop)
    }

    /// The digest of its text.
    async fn text(&self) -> Result<String> {
        let mut tx = self.past.core.db.write().await?;
        let text = life(&mut tx, self.decision).await?.text.to_string();
        tx.rollback().await?;
        Ok(text)
    }
}

/// What is still talked about: what the raffle's money is spent on.
pub(super) async fn open(node: &Node, here: Id, (beto, citlali): (Id, Id)) -> Result<Id> {
    let options = vec![
        option("Un proyector usado", "Para el cine del patio; ya vimos uno que sirve.", Some(3500)),
        option("Pintura para el taller", "La pared del fondo se está cayendo.", Some(1200)),
        option("Café y pan para un año", "", Some(1800)),
    ];
    let text = ("¿En qué gastamos lo de la rifa?", "Juntamos $4,500 y no alcanza para todo.");
    let propose = question(text, Kind::Money, options, Some(4500));
    let decision = give(node, here, Actor::Member(citlali), propose).await?.subject()?;
    let words = "A quien compró boletos, y a quien usa el taller.".to_owned();
    give(node, here, Actor::Member(beto), Step { decision, deed: NameAffected { words } }).await?;
    let deed = Onward { from: Stage::Draft, review_in: None };
    give(node, here, Actor::Member(citlali), Step { decision, deed }).await?;
    let option = option("Arreglar dos laptops", "Pilas y teclados para las que prestamos.", Some(1500));
    give(node, here, Actor::Member(beto), Step { decision, deed: OfferOption { option } }).await?;
    Ok(decision)
}

/// What a time is looked for: when those who organise meet before the year ends.
pub(super) async fn time(node: &Node, here: Id, people: &[Id]) -> Result<()> {
    let [ana, beto, citlali, ..] = *people else { return Ok(()) };
    let time_zone = "America/Mexico_City";
    let zone = tequio_calendar::zone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = civil_at(node.core.world.now(), &zone).date();
    let day = |days: i64, hour| Some(today.checked_add(days.days()).ok()?.at(hour, 0, 0, 0));
    let dates: Vec<_> = [day(9, 18), day(10, 18), day(12, 10)].into_iter().flatten().collect();
    let words = ("Posada del taller", "Cada quien trae algo de comer; la música es libre.");
    let draft = draft(words, Visibility::Community, &[]);
    let starts: Vec<String> = dates.iter().map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).collect();
    let place = "Patio de la biblioteca".to_owned();
    let ask = Ask { draft, dates, time_zone: time_zone.to_owned(), minutes: 180, place };
    let poll = give(node, here, Actor::Member(ana), ask).await?.subject()?;
    for (member, cans) in [(beto, [Can::Yes, Can::No, Can::Perhaps]), (citlali, [Can::Perhaps, Can::No, Can::Yes])] {
        let answers = starts.iter().cloned().zip(cans).collect();
        give(node, here, Actor::Member(member), Answer { poll, answers }).await?;
    }
    Ok(())
}
