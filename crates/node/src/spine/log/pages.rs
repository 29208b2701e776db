// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! El libro: everything that happened, for members to read and for their programs to verify.

use std::collections::HashMap;

use askama::Template;
use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, members, world::Micros},
    store::args,
    web::{Answer, Member, Page, Query, Routes},
};

use super::{
    Actor,
    said::{Said, Telling},
    store,
};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(log))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/log/templates/log.html")]
struct Log {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    records: Vec<RecordView>,
    /// Where the list goes on.
    next: Option<i64>,
}

/// A record of the log. A program verifies it by `record`, `hash` and `signature` alone; of what is not open to all
/// members (a ballot, who comes to an activity of a circle) it has the last two.
#[derive(Debug, Serialize, ToSchema)]
struct RecordView {
    seq: i64,
    at: Micros,
    command: String,
    #[serde(skip)]
    name: Option<String>,
    #[serde(skip)]
    actor: String,
    #[serde(skip)]
    said: Said,
    /// Whether it is nobody's business but whose it is: the page leaves it out.
    personal: bool,
    /// The exact bytes that were hashed, in Base64, where they are open to this member.
    record: Option<String>,
    /// SHA-256 of them, in hexadecimal.
    hash: String,
    /// Ed25519 over the hash by the community's key, in hexadecimal.
    signature: String,
}

/// Whether what a command did is open to every member in full: what concerns the community as such. Others' ballots,
/// replies, requests and talk are read on their pages, by whoever may see them there.
fn is_open(command: &str) -> bool {
    match command.split_once('.') {
        Some(("community" | "mandate", _)) => true,
        Some(("choice", what)) => what != "support",
        _ => false,
    }
}

/// What is nobody's business but whose it is: who comes where is for the hosts, and how somebody comes in for nobody.
const PERSONAL: &[&str] = &[
    "activity.reply",
    "activity.withdraw",
    "activity.keep-reply",
    "draws.choose",
    "member.issue-recovery-codes",
    "member.spend-recovery-code",
    "member.renew-feed-link",
];

/// Records on one page.
const PAGE: i64 = 50;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Before {
    before: Option<i64>,
}

/// The log, newest first.
#[utoipa::path(get, path = "/c/{handle}/log", params(("before" = Option<i64>, Query)), responses((status = 200, body = Log), (status = 401)))]
async fn log(member: Member, Query(query): Query<Before>) -> Answer {
    let mut reader = member.read().await?;
    let rows: Vec<(i64, Vec<u8>, Vec<u8>, Vec<u8>, String, String, Micros)> =
        reader.all(&store::PAGE, args![query.before.unwrap_or(i64::MAX), PAGE]).await?;
    let names: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
    let names: HashMap<Id, Option<String>> = names.into_iter().collect();
    let page = member.page(member.visit.lang.t("log-title")).await?;
    let full = rows.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let next = rows.last().map(|row| row.0).filter(|seq| full && *seq > 1);
    let mut telling = Telling { page: &page, base: member.path(""), names: &names, reader: &mut reader };
    let mut records = Vec::new();
    for (seq, record, hash, signature, command, actor, at) in rows {
        let said = match serde_json::from_slice(&record) {
            Ok(record) => telling.say(&record).await?,
            Err(_) => Said::default(),
        };
        // Who joins has no account before: it was them.
        let who = said.who.or_else(|| actor.parse::<Actor>().ok().and_then(Actor::member));
        let own = who == Some(member.id);
        let personal = PERSONAL.contains(&command.as_str()) && !own;
        records.push(RecordView {
            seq,
            at,
            record: (is_open(&command) || own).then(|| BASE64.encode(&record)),
            command: if personal { "personal".to_owned() } else { command.replace('.', "-") },
            name: who.and_then(|id| names.get(&id).cloned().flatten()),
            actor: if who.is_some() { "gone".to_owned() } else { actor },
            said,
            personal,
            hash: HEXLOWER.encode(&hash),
            signature: HEXLOWER.encode(&signature),
        });
    }
    drop(reader);
    member.answer(&Log { page, records, next })
}
