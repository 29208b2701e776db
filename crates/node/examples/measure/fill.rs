// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A store filled with the dates of an agenda, written straight into the tables.

use tequio_node::{
    Node,
    spine::{
        communities::{Description, DocumentKind, Found, Joining, founding},
        id::Id,
        sessions::Browser,
        world::DAY,
    },
    store::{Engine, Statement, Text, Value},
    web,
};

const ENTRY: Statement = Statement {
    name: "measure::ENTRY",
    text: Text::Both(
        "INSERT INTO entries (id, community_id, kind, author, title, body, language, licence, visibility, version, created_at, updated_at) \
         VALUES ($1, $2, 'activity', NULL, 'Taller de software libre', 'Trae tu compu.', 'es', 'CC-BY-SA-4.0', 0, 1, $3, $3)",
    ),
};
const ACTIVITY: Statement = Statement {
    name: "measure::ACTIVITY",
    text: Text::Both(
        "INSERT INTO activities (entry_id, community_id, uid, sequence, series, time_zone, place, expanded_until) \
         VALUES ($1, $2, $3, 0, $4, 'America/Mexico_City', 'Biblioteca municipal', 0)",
    ),
};
const DATE: Statement = Statement {
    name: "measure::DATE",
    text: Text::Both(
        "INSERT INTO occurrences (activity_id, community_id, date_id, recurrence_id, visibility, starts_at, ends_at, starts_local, ends_local, all_day) \
         VALUES ($1, $2, $3, $3, 0, $4, $5, $6, $7, FALSE)",
    ),
};
const TERMS: Statement = Statement {
    name: "measure::TERMS",
    text: Text::Both(
        "INSERT INTO search_terms (community_id, subject, part, kind, words, room_words) VALUES ($1, $2, '', 'entry', 'compu libr libre software tall taller tra trae', 'biblioteca municipal')",
    ),
};
const ANALYZE: Statement = Statement { name: "measure::ANALYZE", text: Text::Both("ANALYZE") };

/// The dates lie a day apart, as in a busy community; and in no more than so many years, however many they are. Half are past.
const YEARS: i64 = 20;
/// Fills the store, and gives the cookie of a member of its community.
pub async fn fill(node: &Node, dates: i64, each: i64) -> String {
    let core = &node.core;
    let description = Description {
        name: "Comunidad".to_owned(),
        municipality: "San Pablo Etla".to_owned(),
        languages: vec!["es".to_owned()],
        time_zone: "America/Mexico_City".to_owned(),
        joining: Joining::Invitation,
        care_contact: "los sábados".to_owned(),
    };
    let found = Found {
        handle: "com0".to_owned(),
        description,
        documents: DocumentKind::ALL.map(|kind| (kind, "# Texto".to_owned())).into(),
        founder: "Ana".to_owned(),
        public_key: [0; 32],
        sample: true,
    };
    let entrance = founding::Entrance {
        link: None,
        passphrase: String::new(),
        browser: Browser { door: "localhost:3456".to_owned(), ..Browser::default() },
    };
    let founded = founding::found(core, core.world.id(), found, entrance).await.unwrap();
    activities(node, founded.community, dates, each).await;
    // PostgreSQL does this by itself; SQLite has to do without.
    if core.db.engine() == Engine::Postgres {
        let mut tx = core.db.write().await.unwrap();
        tx.run(&ANALYZE, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }
    format!("__Host-tequio-{}={}", founded.community, founded.tokens.session)
}

async fn activities(node: &Node, community: Id, dates: i64, each: i64) {
    let core = &node.core;
    let now = core.world.now();
    let step = (YEARS * 365 * DAY / dates.max(1)).min(DAY);
    let count = (dates / each).max(1);
    let mut tx = core.db.write().await.unwrap();
    for activity in 0..count {
        let entry = core.world.id();
        tx.run(&ENTRY, vec![entry.into(), community.into(), now.into()]).await.unwrap();
        let series = "DTSTART:20261128T100000\nDTEND:20261128T120000\n".to_owned();
        let row: Vec<Value> = vec![entry.into(), community.into(), entry.to_string().into(), series.into()];
        tx.run(&ACTIVITY, row).await.unwrap();
        tx.run(&TERMS, vec![community.into(), entry.into()]).await.unwrap();
        for date in 0..each.min(dates) {
            // Activities lie between each other, so that a month has dates of many.
            let at = now - dates / 2 * step + (date * count + activity) * step;
            let local =
                |at: i64| web::lang::civil_at(at, &jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let id = local(at).replace(['-', ':'], "");
            let end = at + DAY / 12;
            let row: Vec<Value> = vec![
                entry.into(),
                community.into(),
                id.into(),
                at.into(),
                end.into(),
                local(at).into(),
                local(end).into(),
            ];
            tx.run(&DATE, row).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}
