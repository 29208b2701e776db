// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Saying that one comes, and that one does not, with an account or by a private link.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        viewer::{Viewer, Visibility},
        world::{Instant, Micros},
    },
    store::{Reader, args},
    web::{
        Answer, Failure, GUEST_LIMIT, Here, Input, Page, Routes,
        input::{YES_OR_NO, one_of},
    },
};

use super::{
    super::{ChangeNote, KeepReply, Reply, Withdraw, store},
    DateRow,
    activity::{Places, find},
    when,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(reply_form, reply))
        .routes(routes!(withdraw))
        .routes(routes!(by_link, change_by_link))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
}

/// What the tokens of private links to replies are made for.
const TOKEN: &str = "reply";

async fn read_code(here: &Here, code: &str) -> Result<Id, Failure> {
    let secret = here.node().core.secret(here.community.id).await?;
    secret.named(TOKEN, code).ok_or_else(Failure::not_found)
}

/// Saying that one comes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ReplyForm {
    key: Option<Id>,
    name: String,
    note: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/reply.html")]
struct ReplyPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: ReplyForm,
    title: String,
    language: String,
    when: String,
    path: String,
    #[serde(flatten)]
    places: Places,
}

async fn show(here: &Here, id: &str, date: &str, page: Page, form: ReplyForm, status: StatusCode) -> Answer {
    let mut reader = here.read().await?;
    let (entry, activity) = find(&mut reader, id).await?;
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, date]).await?;
    let places = Places::of(&mut reader, entry.id, date, activity.capacity).await?;
    drop(reader);
    let found = found.ok_or_else(Failure::not_found)?;
    let view = ReplyPage {
        title: found.title.or(entry.title).unwrap_or_default(),
        language: entry.language,
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        path: here.path(&format!("/act/agenda/{}/{date}", entry.id)),
        form,
        places,
        page: page.in_room("act"),
    };
    here.visit.answer_with(status, &view)
}

/// The form for who has no account here.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/reply", responses((status = 200, body = ReplyPage), (status = 404)))]
async fn reply_form(here: Here, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let page = here.page(here.visit.lang.t("reply-title")).await?;
    let form = ReplyForm { key: Some(page.key), ..ReplyForm::default() };
    show(&here, &id, &date, page, form, StatusCode::OK).await
}

/// Says that one comes. Without account the answer is the private link of the reply.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/reply", request_body = ReplyForm, responses((status = 303), (status = 409), (status = 422)))]
async fn reply(
    here: Here,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<ReplyForm>,
) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let guest = here.session.is_none();
    if guest {
        here.slow_down("error-too-many-tries")?;
    }
    let command = Reply { entry, date: date.clone(), name: form.name.clone(), note: form.note.clone() };
    match here.execute(form.key, command).await {
        Ok(done) if guest => {
            let reply = done.subject()?;
            let code = here.node().core.secret(here.community.id).await?.code(TOKEN, reply);
            Ok(here.go_on(&format!("/act/agenda/replies/{code}"), "replied", Some(done)))
        }
        Ok(done) => Ok(here.go_on(&format!("/act/agenda/{id}/{date}"), "replied", Some(done))),
        Err(error) => {
            let errors = here.visit.form_errors(error)?;
            let page = here.page(here.visit.lang.t("reply-title")).await?.with_errors(errors);
            show(&here, &id, &date, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Whether a reply is kept.
fn keep_choices() -> Schema {
    one_of(YES_OR_NO)
}

/// What becomes of a reply.
fn states() -> Schema {
    one_of(&["going", "waiting", "left"])
}

/// Which reply.
#[derive(Debug, Deserialize, ToSchema)]
struct WithdrawForm {
    key: Option<Id>,
    reply: Id,
    #[serde(default)]
    #[schema(schema_with = keep_choices)]
    keep: String,
    /// Another word to the hosts.
    note: Option<String>,
}

/// A member says that they will not come, keeps their reply, or says something else to the hosts.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/withdraw", request_body = WithdrawForm, responses((status = 303), (status = 403), (status = 409)))]
async fn withdraw(
    here: Here,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<WithdrawForm>,
) -> Answer {
    let WithdrawForm { key, reply, keep, note } = form;
    change(&here, key, (reply, false), &keep, note, &format!("/act/agenda/{id}/{date}")).await
}

/// Changes a reply, as the buttons on its page say, and goes on `to` that page.
async fn change(
    here: &Here,
    key: Option<Id>,
    (reply, by_link): (Id, bool),
    keep: &str,
    note: Option<String>,
    to: &str,
) -> Answer {
    let (done, result) = match (note, keep) {
        (Some(note), _) => ("noted", here.execute(key, ChangeNote { reply, by_link, note }).await?),
        (None, "") => ("withdrawn", here.execute(key, Withdraw { reply, by_link }).await?),
        (None, "yes") => ("kept", here.execute(key, KeepReply { reply, by_link, keep: true }).await?),
        _ => ("not-kept", here.execute(key, KeepReply { reply, by_link, keep: false }).await?),
    };
    Ok(here.go_on(to, done, Some(result)))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/by_link.html")]
struct ByLink {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    language: String,
    when: String,
    place: Option<String>,
    name: Option<String>,
    note: Option<String>,
    #[schema(schema_with = states)]
    state: String,
    /// 1 for who gets the next place that comes free.
    place_in_line: Option<i64>,
    keep: bool,
    /// Whether it will not happen.
    cancelled: bool,
    /// Why it was cancelled.
    reason: Option<String>,
    /// Whether it was taken away.
    removed: bool,
    over: bool,
    /// When it was as its guest replied, if it is at another time now.
    was: Option<String>,
    /// Whether it is at another place than then.
    moved: bool,
    /// Where it was then, if it was said.
    was_at: Option<String>,
    /// Whether one takes part by another link than then.
    other_link: bool,
    code: String,
    link: String,
    /// The page of the activity, and its calendar file, where there is one that everybody may see.
    activity: Option<String>,
    calendar: Option<String>,
}

/// A reply, what its date was like then, and what it is like now.
#[derive(Debug, sqlx::FromRow)]
struct Told {
    activity_id: Id,
    date_id: String,
    name: Option<String>,
    note: Option<String>,
    state: String,
    keep: bool,
    told_starts: Option<String>,
    told_ends: Option<String>,
    told_place: Option<String>,
    other_link: bool,
    title: Option<String>,
    place: Option<String>,
    starts_local: String,
    ends_local: String,
    all_day: bool,
    ends_at: Micros,
    reason: Option<String>,
    cancelled_at: Option<Micros>,
    removed_at: Option<Micros>,
    visibility: i64,
    language: String,
    place_in_line: i64,
}

/// A reply whose private link is held. Whoever has it sees it also when its activity is for members only meanwhile: what
/// it is called, when and where, and nothing else of it.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/replies/{code}", responses((status = 200, body = ByLink), (status = 404)))]
async fn by_link(mut here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let id = read_code(&here, &code).await?;
    here.viewer = Viewer::Link { community: here.community.id, reply: id };
    let mut reader = here.read().await?;
    let reply: Option<Told> = reader.optional(&store::BY_LINK, args![]).await?;
    drop(reader);
    // The code is one that this community made: there was a reply.
    let reply = reply.ok_or_else(|| Failure::new(StatusCode::GONE, "error-reply-purged"))?;
    let mut page = here.page(here.visit.lang.t("by-link-title")).await?.in_room("act");
    if reply.state == "waiting" {
        page.now_waits();
    }
    let (activity, date) = (reply.activity_id, &reply.date_id);
    let open = Visibility::from_number(reply.visibility) == Visibility::Public && reply.removed_at.is_none();
    let view = ByLink {
        cancelled: reply.cancelled_at.is_some(),
        reason: reply.reason,
        removed: reply.removed_at.is_some(),
        over: reply.ends_at <= here.now(),
        was: reply
            .told_starts
            .zip(reply.told_ends)
            .filter(|(starts, ends)| (starts, ends) != (&reply.starts_local, &reply.ends_local))
            .map(|(starts, ends)| when(&page, &starts, &ends, starts.len() == "2026-11-28".len())),
        moved: reply.told_place != reply.place,
        was_at: reply.told_place,
        // To whom the activity is closed, its link is too.
        other_link: open && reply.other_link,
        calendar: open.then(|| here.path(&format!("/act/agenda/{activity}.ics"))),
        activity: open.then(|| here.path(&format!("/act/agenda/{activity}/{date}"))),
        place: reply.place,
        title: reply.title.unwrap_or_else(|| page.t("entry-removed")),
        language: reply.language,
        when: when(&page, &reply.starts_local, &reply.ends_local, reply.all_day),
        name: reply.name,
        note: reply.note,
        place_in_line: (reply.state == "waiting").then_some(reply.place_in_line),
        state: reply.state,
        keep: reply.keep,
        link: here.address(&format!("/act/agenda/replies/{code}")),
        code,
        page,
    };
    here.answer(&view)
}

/// What the holder of a private link wants.
#[derive(Debug, Deserialize, ToSchema)]
struct LinkForm {
    key: Option<Id>,
    #[serde(default)]
    #[schema(schema_with = keep_choices)]
    keep: String,
    /// Another word to the hosts.
    note: Option<String>,
}

/// The holder of a private link will not come, keeps their reply, or says something else to the hosts.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/replies/{code}", request_body = LinkForm, responses((status = 303), (status = 404), (status = 409)))]
async fn change_by_link(here: Here, Path((_, code)): Path<(String, String)>, Input(form): Input<LinkForm>) -> Answer {
    let reply = read_code(&here, &code).await?;
    // Each change is an entry of the log.
    here.slow_down("error-too-many-tries")?;
    let LinkForm { key, keep, note } = form;
    change(&here, key, (reply, true), &keep, note, &format!("/act/agenda/replies/{code}")).await
}

/// One's own reply, for the export of one's data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnReply {
    title: Option<String>,
    date_id: String,
    state: String,
    note: Option<String>,
    at: Instant,
}

/// One's own replies.
pub(crate) async fn own_replies(reader: &mut Reader) -> Result<Vec<OwnReply>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}
