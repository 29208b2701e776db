// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the sample communities agreed: one that took another's place, one to be reviewed now, one for everybody to read.

use jiff::{ToSpan, civil::Date};
use tequio_deliberation::life::{Dimension, Kind, Relation, Span, Stage, Stance};

use crate::{
    decide::decisions::{
        Confirm, Petition, Progress, Propose, Record, Step,
        commands::life,
        recording::{Against, Meeting, Person, TakenOn},
        steps::{Ask, Ground, NameAffected, Object, Onward, TakeStance},
    },
    node::Node,
    spine::{id::Id, log::Actor, refusal::Result, viewer::Visibility},
    store::args,
    web::lang::civil_at,
};

use super::{assemblies, choices, draft, draws, give};

/// An agreement of a meeting so many days ago, of these people, with what they take on.
fn meeting(today: Date, days: i64, words: (&str, &str), present: &[Person], tasks: Vec<TakenOn>) -> Meeting {
    Meeting {
        draft: draft(words, Visibility::Public, &[]),
        agreed_on: today.checked_sub(days.days()).unwrap_or(today),
        present: present.to_vec(),
        tasks,
        together: false,
        dissent: Vec::new(),
    }
}

fn takes(who: &Person, what: &str, due_on: Option<Date>) -> TakenOn {
    TakenOn { was: None, who: who.clone(), what: what.to_owned(), due_on }
}

fn agreed(meeting: Meeting, kind: Kind) -> Record {
    Record { meeting, kind, review_at: None, foreseen: Default::default(), changes: None, held: None }
}

/// Records what a sample community agreed.
pub(super) async fn record(node: &Node, here: Id, handle: &str, people: &[Id]) -> Result<()> {
    let zone = tequio_calendar::zone::get("America/Mexico_City").unwrap_or(jiff::tz::TimeZone::UTC);
    let today = civil_at(node.core.world.now(), &zone).date();
    let [ana, beto, citlali, ..] = *people else { return Ok(()) };
    let [one, two, three] = [ana, beto, citlali].map(Person::Member);
    let present = [one.clone(), two.clone(), three.clone()];
    if handle != "etla" {
        let text = ("Las juntas duran hora y media", "Empezamos a la hora y terminamos a la hora, con café al final.");
        let record =
            agreed(meeting(today, 20, text, &present, vec![takes(&two, "Llevar el reloj", None)]), Kind::Policy);
        give(node, here, Actor::Member(ana), record).await?;
        return Ok(());
    }
    let text = ("El taller abre los sábados", "El taller abre los sábados de 10 a 2.");
    let saturdays = agreed(meeting(today, 95, text, &present, vec![takes(&one, "Abrir", None)]), Kind::Operational);
    let saturdays = give(node, here, Actor::Member(ana), saturdays).await?.subject()?;

    let text = (
        "Las fotos de niñas y niños no se publican",
        "En lo que publicamos no salen caras de niñas ni de niños.\n\nSi una familia quiere compartir la suya, lo hace por su cuenta.",
    );
    let record = agreed(
        meeting(today, 60, text, &present, vec![takes(&three, "Revisar las fotos antes de subirlas", None)]),
        Kind::Policy,
    );
    give(node, here, Actor::Member(citlali), record).await?;

    let text = (
        "Compramos un proyector usado con la caja",
        "Se gastan hasta $3,500 de la caja en un proyector usado.\n\nSe presta a las escuelas que lo pidan.",
    );
    let mut bought = meeting(today, 30, text, &present, vec![takes(&two, "Buscarlo y probarlo", None)]);
    bought.draft.visibility = Visibility::Community;
    let foreseen = [(Dimension::LabourAndMoney, "Nos quedamos con $800 en la caja.".to_owned())].into();
    let bought = Record { foreseen, ..agreed(bought, Kind::Money) };
    let bought = give(node, here, Actor::Member(ana), bought).await?.subject()?;
    let reason = "Costó más de lo que acordamos.".to_owned();
    give(node, here, Actor::Member(citlali), Petition { decision: bought, reason }).await?;

    let text = (
        "El taller abre los jueves",
        "El taller abre los **jueves** de 5 a 8 de la noche.\n\nSi llueve fuerte:\n\n- se avisa en el chat antes de las 4,\n- y se pasa al viernes.\n\nLas llaves las guarda quien abre esa semana.",
    );
    let chela = Person::Named("Doña Chela".to_owned());
    let week = today.checked_add(7.days()).ok();
    let tasks = vec![
        takes(&two, "Sacar tres copias de la llave", week),
        takes(&chela, "Avisar en el mercado", today.checked_sub(1.days()).ok()),
        takes(&three, "Cambiar el letrero de la puerta", None),
    ];
    let mut thursdays =
        meeting(today, 3, text, &[&present[..], &[chela, Person::Named("Tino".to_owned())]].concat(), tasks);
    thursdays.draft.tags = vec!["taller".to_owned(), "horario".to_owned()];
    thursdays.dissent = vec![
        Against {
            by: Some(Person::Named("Tino".to_owned())),
            words: "Los jueves hay tianguis y la gente de los ranchos no llega. El sábado venían familias completas."
                .to_owned(),
        },
        Against { by: None, words: "A las 8 ya no hay camión de regreso.".to_owned() },
    ];
    let thursdays = Record {
        foreseen: [
            (Dimension::People, "Vendrán más estudiantes; quizá menos familias.".to_owned()),
            (Dimension::Reversibility, "Sí: basta volver al sábado.".to_owned()),
        ]
        .into(),
        changes: Some((saturdays, Relation::Amends)),
        ..agreed(thursdays, Kind::Operational)
    };
    let thursdays = give(node, here, Actor::Member(ana), thursdays).await?.subject()?;
    let so = Confirm { decision: thursdays, version: 1, so: true, reason: String::new() };
    give(node, here, Actor::Member(beto), so).await?;
    let reason = "Dijimos que el horario se prueba dos meses, y no está.".to_owned();
    give(node, here, Actor::Member(citlali), Confirm { decision: thursdays, version: 1, so: false, reason }).await?;
    let tasks: Vec<(Id, Option<String>, Option<String>)> = {
        let mut tx = node.core.db.write().await?;
        let tasks = tx.all(&crate::decide::decisions::store::TASKS, args![thursdays]).await?;
        tx.rollback().await?;
        tasks
    };
    for (task, _, what) in tasks {
        let (who, done, note) = match what.as_deref().and_then(|what| what.split(' ').next()) {
            Some("Sacar") => (beto, false, "Ya hay una; las otras dos, el lunes."),
            Some("Cambiar") => (citlali, true, "Quedó pintado."),
            _ => continue,
        };
        let progress = Progress { decision: thursdays, task, done, note: note.to_owned() };
        give(node, here, Actor::Member(who), progress).await?;
    }
    propose(node, here, people).await?;
    let decision = choices::open(node, here, (beto, citlali)).await?;
    assemblies::comes(node, here, people, decision).await?;
    choices::time(node, here, people).await?;
    draws::open(node, here, people).await
}

/// A proposal for members.
fn proposal(words: (&str, &str), kind: Kind, express: bool) -> Propose {
    let draft = draft(words, Visibility::Community, &["taller"]);
    Propose { draft, kind, express, review_in: Span::days(30), ratifies: None, class: None, among: None }
}

/// Proposes something that is open, and lets some say what they think of it.
async fn propose(node: &Node, here: Id, people: &[Id]) -> Result<()> {
    let [_, beto, citlali, dora, ..] = *people else { return Ok(()) };
    let text = (
        "El primer sábado limpiamos el taller",
        "De 9 a 11 de la mañana, antes de abrir.\n\nCada quien trae una escoba o un trapo; el café lo pone la caja.",
    );
    let propose = proposal(text, Kind::Operational, true);
    let decision = give(node, here, Actor::Member(beto), propose).await?.subject()?;
    let says = [
        (citlali, Stance::Agree, ""),
        (dora, Stance::StandAside, "Ese día hay tequio en mi pueblo y no voy a llegar."),
    ];
    for (member, stance, words) in says {
        let mut tx = node.core.db.write().await?;
        let text = life(&mut tx, decision).await?.text.to_string();
        tx.rollback().await?;
        let deed = TakeStance { text, stance, words: words.to_owned() };
        give(node, here, Actor::Member(member), Step { decision, deed }).await?;
    }
    let text = ("La llave se queda en la tienda", "Quien cierra deja la llave en la tienda de la esquina.");
    let decision = give(node, here, Actor::Member(dora), proposal(text, Kind::Operational, true)).await?.subject()?;
    let reason = "La tienda cierra a las 8 y hay computadoras de la escuela adentro.".to_owned();
    let deed = Object { ground: Ground::Harm, reason };
    give(node, here, Actor::Member(citlali), Step { decision, deed }).await?;

    let text = (
        "Las donaciones de equipo se reciben entre dos",
        "Quien recibe un equipo donado llama a otra persona: lo revisan juntas y lo anotan en la libreta.\n\n\
         Lo que no sirve ni para refacciones se lleva al centro de acopio, nunca a la basura.\n\n\
         A quien dona se le dice antes qué pasará con sus datos.",
    );
    let decision = give(node, here, Actor::Member(citlali), proposal(text, Kind::Policy, false)).await?.subject()?;
    let words = "Quienes donan, quienes reciben, y el barrio: la basura electrónica termina en el río.".to_owned();
    give(node, here, Actor::Member(dora), Step { decision, deed: NameAffected { words } }).await?;
    give(node, here, Actor::Member(citlali), Step { decision, deed: Onward { from: Stage::Draft, review_in: None } })
        .await?;
    let words = "¿Y si llega una donación cuando solo hay una persona?".to_owned();
    give(node, here, Actor::Member(beto), Step { decision, deed: Ask { words } }).await?;
    Ok(())
}
