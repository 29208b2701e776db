// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A sample install fest: machines in every place. Whoever brings one is called by a first name or a role.

use crate::{
    act::{
        agenda::rules::ONCE,
        freedom::fest::{
            Arrival, Begin, HandOver, Handing, NameCrew, Open, Ready, Receive,
            rules::{Backup, Outcome, Part, Wish, Works},
        },
    },
    node::Node,
    spine::{id::Id, log::Actor, refusal::Result},
    store::args,
};

use super::give;

/// Who brings what, and what for.
const MACHINES: [(&str, &str, Wish); 4] = [
    ("la maestra", "HP 240 G7, gris", Wish::Install),
    ("Chela", "Lenovo X200, con calcomanías", Wish::Install),
    ("Nacho", "Dell Inspiron 15", Wish::Dual),
    ("doña Meche", "torre blanca sin marca", Wish::Look),
];

/// Opens a fest at an activity, and receives machines: two wait, one is worked on, one went home.
pub(super) async fn open(node: &Node, here: Id, people: &[Id], activity: Id) -> Result<()> {
    let [first, second, ..] = *people else { return Ok(()) };
    let by = Actor::Member(first);
    give(node, here, by, Open { activity, date: ONCE.to_owned(), keep_days: 30 }).await?;
    let mut tx = node.core.db.write().await?;
    let fest: Option<(Id,)> = tx.optional(&crate::act::freedom::fest::store::AT, args![activity, ONCE]).await?;
    tx.rollback().await?;
    let Some((fest,)) = fest else { return Ok(()) };
    give(node, here, by, NameCrew { fest, member: second, attends: true }).await?;
    let mut machines = Vec::new();
    for (name, model, wish) in MACHINES {
        let arrival = Arrival {
            name: name.to_owned(),
            model: model.to_owned(),
            wish: Some(wish),
            minor: false,
            guardian: String::new(),
            note: String::new(),
            consents: true,
        };
        machines.push(give(node, here, by, Receive { fest, arrival }).await?.subject()?);
    }
    let [home, working, ..] = machines.as_slice() else { return Ok(()) };
    let with = Actor::Member(second);
    for machine in [*home, *working] {
        give(node, here, with, Begin { machine, backup: Some(Backup::Verified) }).await?;
    }
    give(node, here, with, Ready { machine: *home }).await?;
    let handing = Handing {
        outcome: Some(Outcome::Installed),
        backup: None,
        system: "Trisquel 12 MATE".to_owned(),
        tried: vec![(Part::Wifi, Works::Yes), (Part::Sound, Works::Yes), (Part::Documents, Works::Yes)],
    };
    give(node, here, with, HandOver { machine: *home, handing }).await?;
    Ok(())
}
