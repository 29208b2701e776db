// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How well kept is what the community has: for its members to see, and to ask after.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        attachments,
        command::Command as _,
        passkeys,
        world::{DAY, Micros},
    },
    store::args,
    web::{
        Answer, Member, Page, Routes,
        tls::{Standing, Tls},
    },
};

use super::{
    disk,
    friend::Shelf,
    moving::pages as moving,
    notes::{Notes, Proof, Why},
    shelves::{self, ShelfView, shelves_of},
};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(safekeeping)).merge(shelves::routes()).merge(moving::routes())
}

/// After so long without a backup that came back, something is wrong.
const LONG: Micros = 8 * DAY;

/// What whoever looks after the node does: the end of a message, and a command.
const STEPS: [(&str, &str); 5] = [
    ("key", "tequio custodian --output clave.txt"),
    ("daily", "tequio serve --backups /media/usb --custodians age1…"),
    ("friend", "tequio serve --backups https://nodo.example/shelf/… --custodians age1…"),
    ("drill", "tequio drill tequio-….backup --identity clave.txt"),
    ("receipt", "tequio drill --receipt XXXX-XXXX-XXXX-XXXX-XXXX --data …"),
];

/// How well kept it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum State {
    /// There is no backup.
    None,
    /// The last try failed.
    Failed,
    /// No backup was restored to see what comes of it.
    Unproven,
    /// The last one that was restored is old.
    Old,
    /// A backup of the last days was restored and found whole.
    Good,
}

impl State {
    fn of(notes: &Notes, now: Micros) -> Self {
        match (notes.made, notes.verified) {
            _ if !notes.failed.is_empty() => Self::Failed,
            (None, None) => Self::None,
            (_, None) => Self::Unproven,
            (_, Some(proof)) if now - proof.backup > LONG => Self::Old,
            _ => Self::Good,
        }
    }

    /// The end of its messages.
    const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Failed => "failed",
            Self::Unproven => "unproven",
            Self::Old => "old",
            Self::Good => "good",
        }
    }
}

/// A shelf on the node of a friend: its host is told, and never its link.
#[derive(Debug, Serialize, ToSchema)]
struct Friend {
    host: String,
    /// When a backup was last put there that came back whole.
    at: Option<Micros>,
    /// Why the last try failed.
    failed: Option<Why>,
    /// How much of one that is on its way is there, in words, and of how much.
    sending: Option<(String, String)>,
}

impl Friend {
    fn of(shelf: &Shelf, notes: &Notes) -> Self {
        let place = shelf.place();
        let sending = notes.sending.as_ref().filter(|sending| sending.place == place);
        Self {
            host: shelf.host().to_owned(),
            at: notes.deposited.get(&place).map(|deposited| deposited.at),
            failed: notes.failed.get(&place).map(|failed| failed.why),
            sending: sending.map(|sending| (in_words(sending.sent), in_words(sending.size))),
        }
    }
}

fn in_words(bytes: u64) -> String {
    attachments::rules::in_words(i64::try_from(bytes).unwrap_or(i64::MAX))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "safekeeping/templates/safekeeping.html")]
struct Safekeeping {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    state: State,
    /// When the newest backup was made.
    made: Option<Micros>,
    /// When one was last restored and found whole, and of when it was.
    verified: Option<Proof>,
    /// When one was last opened with the key of somebody who keeps it.
    opened: Option<Proof>,
    /// Why the last try failed.
    failed: Option<Why>,
    /// Whether a backup is made each day.
    daily: bool,
    /// How many people's keys open it.
    custodians: usize,
    /// In how many folders it is kept, and how many of them are there now.
    places: usize,
    places_there: usize,
    /// Whether all that are there are on the disk of the data themselves.
    same_disk: bool,
    /// The nodes of friends where it is kept.
    friends: Vec<Friend>,
    /// The shelves that this community keeps for others, and whether the viewer may make one.
    shelves: Vec<ShelfView>,
    may_make: bool,
    /// What is free on the disk, in words.
    free: Option<String>,
    /// With how much less the node only reads, in words.
    reserve: String,
    /// The certificates of the hosts by which one comes here, where the node has them itself.
    certificates: Vec<Standing>,
    /// How many people would feel a change of which host, by their passkeys.
    passkeys: Vec<OfHost>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct OfHost {
    host: String,
    people: i64,
}

/// How well kept the node's data is.
#[utoipa::path(get, path = "/c/{handle}/safekeeping", responses((status = 200, body = Safekeeping), (status = 401)))]
async fn safekeeping(member: Member) -> Answer {
    let node = member.node();
    let notes = Notes::read(&node.data);
    let folders = node.backups.iter().flat_map(|plan| &plan.folders);
    let there = || folders.clone().filter(|folder| folder.is_dir());
    let own = node.doors.origin.host_str().map(str::to_owned);
    let hosts = || own.into_iter().chain(member.here.community.host.clone());
    let friends = node.backups.iter().flat_map(|plan| &plan.shelves);
    let friends: Vec<Friend> = friends.map(|shelf| Friend::of(shelf, &notes)).collect();
    let is_elsewhere = friends.iter().any(|friend| friend.at.is_some());
    let passkeys = member.read().await?.all(&passkeys::store::OWN_HOSTS, args![]).await?;
    let view = Safekeeping {
        page: member.page(member.visit.lang.t("safekeeping-title")).await?,
        state: State::of(&notes, member.now()),
        made: notes.made,
        verified: notes.verified,
        opened: notes.opened,
        failed: notes.failed.into_values().max_by_key(|failed| failed.at).map(|failed| failed.why),
        daily: node.backups.is_some(),
        custodians: node.backups.as_ref().map_or(0, |plan| plan.custodians.len()),
        same_disk: !is_elsewhere && there().next().is_some() && there().all(|folder| disk::is_same(folder, &node.data)),
        friends,
        shelves: shelves_of(&member).await?,
        may_make: member.may(shelves::Make::NAME).await?,
        places: folders.clone().count(),
        places_there: there().count(),
        free: disk::free(&node.data).map(in_words),
        reserve: in_words(node.reserve),
        certificates: node.tls.as_ref().map_or_else(Vec::new, |tls: &Tls| tls.standing(hosts())),
        passkeys,
    };
    member.answer(&view)
}
