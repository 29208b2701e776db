// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The list of members; coming in, one's own data, and how one leaves.

mod export;
mod factor;
mod invite;
mod join;
mod leave;
mod me;
mod secrets;
mod vouch;

pub(crate) use secrets::confirm_passphrase;

use askama::Template;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command,
        id::Id,
        keys::CommunitySecret,
        mandates::{
            self,
            awaits::{Awaited, awaited},
        },
        refusal::{Result as Outcome, not_found},
        world::Micros,
    },
    store::args,
    web::{Answer, Here, Member, Page, Query, Routes, spreadsheet, visit::Format},
};

use super::{Invite, rules, store};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(members))
        .merge(join::routes())
        .merge(invite::routes())
        .merge(me::routes())
        .merge(export::routes())
        .merge(secrets::routes())
        .merge(factor::routes())
        .merge(leave::routes())
        .merge(vouch::routes())
}

/// What the tokens of invitations and of accepted requests are made for.
const TOKEN: &str = "join";

/// The last part of a link by which somebody may join: identifier and token in one.
fn join_code(secret: &CommunitySecret, id: Id) -> String {
    secret.code(TOKEN, id)
}

/// The invitation or request that a code names, if its token is right.
fn read_code(secret: &CommunitySecret, code: &str) -> Outcome<Id> {
    secret.named(TOKEN, code).ok_or_else(not_found)
}

/// What requests have in common that come from one place within an hour. The place is another one after that, and in each
/// community: what comes together is known by it, nobody is.
fn together(here: &Here, secret: &CommunitySecret) -> Option<Id> {
    let node = here.node();
    let place = node.addresses.shared(&node.core.world, here.visit.address);
    place.map(|place| secret.blind("together", Id::from_bytes(place)))
}

/// An invitation, as its pages show it.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct InvitationRow {
    id: Id,
    purpose: String,
    created_at: Micros,
    expires_at: Micros,
    uses: i64,
    uses_limit: i64,
    revoked_at: Option<Micros>,
}

impl InvitationRow {
    /// Whether somebody may still come in by it, or why not.
    fn check(&self, now: Micros) -> Outcome<()> {
        rules::check_invitation((self.expires_at, self.uses, self.uses_limit, self.revoked_at), now)
    }

    /// Whether somebody may still come in by it.
    fn is_good(&self, now: &Micros) -> bool {
        self.check(*now).is_ok()
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/members.html")]
struct MembersPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    members: Vec<MemberRow>,
    next: Option<String>,
    may_invite: bool,
    waiting: i64,
    /// What mandates ask of the viewer.
    awaits: Vec<Awaited>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct MemberRow {
    id: Id,
    name: Option<String>,
    joined_at: Micros,
    left_at: Option<Micros>,
    /// The kinds of mandates that they hold.
    #[sqlx(skip)]
    mandates: Vec<String>,
}

/// Members shown on one page.
const PAGE: i64 = 100;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    after: Option<String>,
}

/// The members.
#[utoipa::path(get, path = "/c/{handle}/members", params(("after" = Option<String>, Query)), responses((status = 200, body = MembersPage), (status = 401)))]
async fn members(member: Member, Query(query): Query<After>) -> Answer {
    // All of them at once are for who answers for the door.
    let whole = member.visit.format == Format::Spreadsheet;
    if whole {
        member.must(Invite::NAME).await?;
    }
    let after = query.after.as_deref().and_then(|after| after.split_once('.'));
    let start = (i64::MIN, Id::from_bytes([0; 16]));
    let (at, id) = after.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?))).unwrap_or(start);
    let mut reader = member.read().await?;
    let mut members: Vec<MemberRow> =
        reader.all(&store::PAGE, args![at, id, if whole { spreadsheet::ROWS } else { PAGE }]).await?;
    let held: Vec<(String, Id)> = reader.all(&mandates::store::HELD_NOW, args![member.now()]).await?;
    for (kind, holder) in held {
        let holder = members.iter_mut().find(|member| member.id == holder);
        holder.into_iter().for_each(|member| member.mandates.push(kind.clone()));
    }
    if whole {
        drop(reader);
        return table(&member, members);
    }
    let waiting: Option<(i64,)> = reader.optional(&store::COUNT_REQUESTS, args![]).await?;
    drop(reader);
    let full = members.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let next = members.last().filter(|_| full).map(|last| format!("{}.{}", last.joined_at, last.id));
    let may_invite = member.may(Invite::NAME).await?;
    let waiting = waiting.filter(|_| may_invite).map_or(0, |(waiting,)| waiting);
    let awaits = awaited(&member).await?;
    let page = member.page(member.visit.lang.t("members-title")).await?;
    member.answer(&MembersPage { page, members, next, may_invite, waiting, awaits })
}

/// The members as a spreadsheet.
fn table(member: &Member, members: Vec<MemberRow>) -> Answer {
    let (page, zone) = (Page::of(&member.visit, String::new()), member.community.zone());
    let rows = members.into_iter().map(|row| {
        let mandates: Vec<String> = row.mandates.iter().map(|kind| page.t(format!("mandate-{kind}"))).collect();
        vec![row.name.unwrap_or_default(), spreadsheet::day(row.joined_at, &zone), mandates.join(", ")]
    });
    spreadsheet::answer(["name", "since", "mandates"].map(|column| page.t(format!("csv-{column}"))).into(), rows)
}
