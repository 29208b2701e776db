// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A text of which a sample community is asked whether it is understood.

use tequio_deliberation::life::{Kind, Span, Stage};

use crate::{
    decide::decisions::{
        Propose, Step,
        commands::life,
        steps::{AnswerCheck, Asked, Deed, NameAffected, Onward, SetCheck},
    },
    spine::{id::Id, log::Actor, refusal::Result, viewer::Visibility},
};

use super::{draft, past::Past};

/// Somebody proposes it, two people have said how they read it, and others have not.
pub(super) async fn asked(past: &Past, here: Id, people: &[Id]) -> Result<()> {
    let [_, beto, citlali, dora, ..] = *people else { return Ok(()) };
    let text = (
        "Las laptops se prestan por un mes",
        "Quien la necesita se la lleva un mes, y la puede pedir otra vez si nadie más espera.\n\n\
         Si se descompone, la traen al taller: la arreglamos entre todas y todos, y nadie la paga.",
    );
    let draft = draft(text, Visibility::Public, &[]);
    let (kind, review_in) = (Kind::Policy, Span::days(180));
    let propose = Propose { draft, kind, express: false, review_in, ratifies: None, class: None, among: None };
    let decision = past.give(here, Actor::Member(dora), propose).await?.subject()?;
    let words = "Quien no tiene computadora en su casa.".to_owned();
    step(past, here, decision, beto, NameAffected { words }).await?;
    for from in [Stage::Draft, Stage::Call] {
        step(past, here, decision, dora, Onward { from, review_in: None }).await?;
        past.wait(Span::days(1));
    }
    step(past, here, decision, dora, Onward { from: Stage::Clarification, review_in: None }).await?;
    let statements = vec![
        Asked { words: "Una laptop se puede pedir más de una vez.".to_owned(), says: true, paragraph: 1 },
        Asked { words: "Si se descompone, la paga quien la tenía.".to_owned(), says: false, paragraph: 2 },
    ];
    step(past, here, decision, dora, SetCheck { version: 1, statements }).await?;
    let mut tx = past.core.db.write().await?;
    let check = life(&mut tx, decision).await?.check.clone();
    tx.rollback().await?;
    for (member, answers) in [(beto, [Some(true), Some(false)]), (citlali, [Some(true), None])] {
        let statements = check.iter().flat_map(|check| &check.statements);
        for (statement, says) in statements.zip(answers) {
            step(past, here, decision, member, AnswerCheck { statement: statement.words, says }).await?;
        }
    }
    Ok(())
}

async fn step<D: Deed>(past: &Past, here: Id, decision: Id, member: Id, deed: D) -> Result<()> {
    past.give(here, Actor::Member(member), Step { decision, deed }).await.map(drop)
}
