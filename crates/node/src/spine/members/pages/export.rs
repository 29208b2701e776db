// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Everything that the community keeps of a member, gathered for their page and for their file.

use axum::http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::{
        agenda::pages::{OwnDate, OwnReply, own_dates, own_replies},
        freedom::fest::pages::{OwnFest, own_fests},
    },
    decide::{
        assemblies::pages::{OwnSaid, own_said},
        decisions::pages::{
            OwnConfirmation, OwnProgress, OwnStance, OwnWords, own_confirmations, own_progress, own_stances, own_words,
        },
        draws::pages::{OwnDraw, OwnOut, own_draws, own_outs},
        times::pages::{OwnTime, own_times},
    },
    link::reports::pages::{OwnReport, own_reports},
    spine::{
        attachments::pages::{OwnFile, own_files},
        communities, discussion, entries,
        id::Id,
        mail::{self, pages::OwnMail},
        mandates, notices,
        passkeys::{self, pages::OwnPasskey},
        sessions,
        tokens::{self, pages::OwnToken},
        viewer::Visibility,
        world::{Instant, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Member, Routes},
};

use super::super::store;

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(export))
}

/// Everything that the community keeps of a member. Instants are in RFC 3339.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Kept {
    pub(super) community: String,
    pub(super) member: Id,
    pub(super) name: Option<String>,
    pub(super) joined_at: Instant,
    /// The versions of the community's texts that they accepted.
    pub(super) accepted: Vec<OfDocument>,
    /// The versions of the community's texts that they wrote.
    pub(super) documents: Vec<OfDocument>,
    pub(super) mandates: Vec<OwnTerm>,
    /// The mandates of others that they confirmed.
    pub(super) confirmations: Vec<OfMandate>,
    /// The choices that they called, or whose call they joined.
    pub(super) calls: Vec<OfMandate>,
    /// The choices in which they stood.
    pub(super) candidacies: Vec<OfMandate>,
    pub(super) supports: Vec<OwnSupport>,
    pub(super) invitations: Vec<OwnInvitation>,
    pub(super) entries: Vec<OwnEntry>,
    pub(super) revisions: Vec<OwnRevision>,
    /// The entries that they keep, alone or with others.
    pub(super) circles: Vec<Id>,
    /// The files that they added, without their content: each is at `/files/` and its identifier.
    pub(super) files: Vec<OwnFile>,
    pub(super) messages: Vec<OwnMessage>,
    pub(super) replies: Vec<OwnReply>,
    /// What they wrote into decisions.
    pub(super) decision_words: Vec<OwnWords>,
    /// What they wrote in assemblies.
    pub(super) assembly_words: Vec<OwnSaid>,
    /// When they said they could come, where a time was looked for.
    pub(super) times: Vec<OwnTime>,
    /// Where they are on the rolls of draws, and what they said of it.
    pub(super) draws: Vec<OwnDraw>,
    /// The draws in which they would rather not be, while their rolls are open.
    pub(super) draw_outs: Vec<OwnOut>,
    /// What they reported of the network.
    pub(super) reports: Vec<OwnReport>,
    /// The install fests at which they attend.
    pub(super) fests: Vec<OwnFest>,
    /// What they said of texts that were decided on.
    pub(super) stances: Vec<OwnStance>,
    /// What they said of records of meetings.
    pub(super) records: Vec<OwnConfirmation>,
    /// What they said of how tasks go.
    pub(super) progress: Vec<OwnProgress>,
    pub(super) notices: Vec<OwnNotice>,
    pub(super) passphrase_changed_at: Option<Instant>,
    /// When a second factor was set up, if there is one.
    pub(super) second_factor_since: Option<Instant>,
    pub(super) recovery_codes_left: i64,
    pub(super) sessions: Vec<OwnSession>,
    pub(super) vouches: Vec<OwnVouch>,
    pub(super) recoveries: Vec<OwnRecovery>,
    pub(super) tokens: Vec<OwnToken>,
    /// What the node has of their passkeys that says something to them.
    pub(super) passkeys: Vec<OwnPasskey>,
    /// The browsers with which they came in.
    pub(super) devices: Vec<OwnDevice>,
    /// Where they let themselves be written to.
    pub(super) mail: Option<OwnMail>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OfDocument {
    pub(super) kind: String,
    pub(super) version: i64,
    pub(super) at: Instant,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnTerm {
    pub(super) kind: String,
    pub(super) starts_at: Instant,
    pub(super) ends_at: Instant,
    pub(super) ended_at: Option<Instant>,
}

impl OwnTerm {
    /// When it ends, or ended.
    pub(super) fn end(&self) -> Instant {
        self.ended_at.unwrap_or(self.ends_at)
    }
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OfMandate {
    kind: String,
    at: Instant,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnSupport {
    kind: String,
    candidate: Option<String>,
    at: Instant,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnInvitation {
    id: Id,
    purpose: String,
    created_at: Instant,
    expires_at: Instant,
    uses: i64,
    uses_limit: i64,
    revoked_at: Option<Instant>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnEntry {
    #[serde(flatten)]
    entry: EntryRow,
    visibility: Visibility,
    tags: Vec<String>,
    dates: Vec<OwnDate>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct EntryRow {
    id: Id,
    kind: String,
    title: Option<String>,
    body: Option<String>,
    language: String,
    licence: String,
    #[serde(skip)]
    visibility: i64,
    created_at: Instant,
    updated_at: Instant,
    removed_at: Option<Instant>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnRevision {
    entry_id: Id,
    version: i64,
    title: Option<String>,
    body: Option<String>,
    why: Option<String>,
    at: Instant,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnMessage {
    id: Id,
    entry_id: Id,
    parent: Option<Id>,
    body: Option<String>,
    at: Instant,
    edited_at: Option<Instant>,
    removed_at: Option<Instant>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnNotice {
    kind: String,
    /// What it says.
    #[sqlx(skip)]
    words: String,
    subject: Option<Id>,
    /// What it is about: the title of an entry, or the kind of a mandate.
    title: Option<String>,
    /// Which date of an activity.
    date_id: Option<String>,
    at: Instant,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnSession {
    id: Id,
    door: String,
    label: String,
    created_at: Instant,
    seen_at: Instant,
    second_factor: bool,
}

/// For whom they vouched: a recovery or a request to join.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnVouch {
    subject: Id,
    at: Instant,
}

/// When somebody said to be them, who had lost the way in.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnRecovery {
    id: Id,
    at: Instant,
    opens_at: Option<Instant>,
    outcome: String,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct OwnDevice {
    created_at: Instant,
    seen_at: Instant,
}

/// Gathers everything that the community keeps of a member.
pub(super) async fn kept(member: &Member, reader: &mut Reader) -> Result<Kept, Failure> {
    let own: Option<(Id, Option<String>, Micros, Option<Micros>)> =
        reader.optional(&store::ONE, args![member.id]).await?;
    let (_, name, joined_at, _) = own.unwrap_or((member.id, None, 0, None));
    let codes: Option<(i64,)> = reader.optional(&store::CODES_LEFT, args![]).await?;
    let passphrase: Option<(Instant,)> = reader.optional(&sessions::store::OWN_PASSPHRASE, args![]).await?;
    let factor: Option<(Option<Instant>,)> = reader.optional(&sessions::store::OWN_FACTOR, args![]).await?;
    let circles: Vec<(Id,)> = reader.all(&entries::store::OWN_CIRCLES, args![]).await?;
    Ok(Kept {
        community: member.community.handle.clone(),
        member: member.id,
        name,
        joined_at: Instant(joined_at),
        accepted: reader.all(&store::ACCEPTED, args![]).await?,
        documents: reader.all(&communities::store::WRITTEN, args![]).await?,
        mandates: reader.all(&mandates::store::OWN_TERMS, args![]).await?,
        confirmations: reader.all(&mandates::store::OWN_CONFIRMATIONS, args![]).await?,
        calls: reader.all(&mandates::store::OWN_CALLS, args![]).await?,
        candidacies: reader.all(&mandates::store::OWN_CANDIDACIES, args![]).await?,
        supports: reader.all(&mandates::store::OWN_SUPPORTS, args![]).await?,
        invitations: reader.all(&store::OWN_INVITATIONS, args![]).await?,
        entries: own_entries(reader).await?,
        revisions: reader.all(&entries::store::OWN_REVISIONS, args![]).await?,
        circles: circles.into_iter().map(|(entry,)| entry).collect(),
        files: own_files(reader).await?,
        messages: reader.all(&discussion::store::OWN, args![]).await?,
        replies: own_replies(reader).await?,
        decision_words: own_words(reader).await?,
        assembly_words: own_said(reader).await?,
        times: own_times(reader).await?,
        draws: own_draws(reader).await?,
        draw_outs: own_outs(reader).await?,
        reports: own_reports(reader).await?,
        fests: own_fests(reader).await?,
        stances: own_stances(reader).await?,
        records: own_confirmations(reader).await?,
        progress: own_progress(reader).await?,
        notices: own_notices(member, reader).await?,
        passphrase_changed_at: passphrase.map(|(at,)| at),
        second_factor_since: factor.and_then(|(confirmed,)| confirmed),
        recovery_codes_left: codes.map_or(0, |(codes,)| codes),
        sessions: reader.all(&sessions::store::OWN, args![]).await?,
        vouches: reader.all(&store::OWN_VOUCHES, args![]).await?,
        recoveries: reader.all(&store::OWN_RECOVERIES, args![]).await?,
        tokens: reader.all(&tokens::store::OWN, args![]).await?,
        passkeys: reader.all(&passkeys::store::OWN, args![]).await?,
        devices: reader.all(&sessions::store::OWN_DEVICES, args![]).await?,
        mail: mail::pages::own(member, reader).await?,
    })
}

/// What they were told.
async fn own_notices(member: &Member, reader: &mut Reader) -> Result<Vec<OwnNotice>, Failure> {
    let rows: Vec<OwnNotice> = reader.all(&notices::store::OWN, args![]).await?;
    let words = |row: &OwnNotice| member.visit.lang.t(&format!("notice-{}", row.kind));
    Ok(rows.into_iter().map(|row| OwnNotice { words: words(&row), ..row }).collect())
}

/// What they published, with its tags and its dates.
async fn own_entries(reader: &mut Reader) -> Result<Vec<OwnEntry>, Failure> {
    let rows: Vec<EntryRow> = reader.all(&entries::store::OWN, args![]).await?;
    let mut tags: Vec<(Id, String)> = reader.all(&entries::store::OWN_TAGS, args![]).await?;
    let mut dates = own_dates(reader).await?;
    Ok(rows
        .into_iter()
        .map(|entry| OwnEntry {
            visibility: Visibility::from_number(entry.visibility),
            tags: tags.extract_if(.., |(id, _)| *id == entry.id).map(|(_, tag)| tag).collect(),
            dates: dates.extract_if(.., |date| date.activity_id == entry.id).collect(),
            entry,
        })
        .collect())
}

/// My data as a JSON file.
#[utoipa::path(get, path = "/c/{handle}/me/export", responses((status = 200, body = Kept), (status = 401), (status = 403)))]
async fn export(member: Member) -> Answer {
    member.opens_sealed()?;
    let mut reader = member.read().await?;
    let kept = kept(&member, &mut reader).await?;
    let mut response = crate::web::answer::json(StatusCode::OK, &kept)?;
    let disposition = HeaderValue::from_static("attachment; filename=\"tequio-mis-datos.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}
