// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Taking a calendar file: first it is shown what would come of it, then what was chosen is taken.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tequio_calendar::file::{Problem, Trouble, read};
use tequio_fediverse::fetch::{FetchError, Limits, Refused};
use tokio::sync::Semaphore;
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{
        entries,
        id::Id,
        keys::CommunitySecret,
        refusal::{Error, FieldError, Fields},
        viewer::Visibility,
    },
    store::{Reader, args},
    web::{Answer, Failure, Input, Member, Page, Routes, difference::beside, input::one_of, lang::Lang, visit::Format},
};

use super::{
    super::ical::whole_uid,
    super::import::{COMPARING, Here, Import, OwnDateRow, Present, Proposal, Standing, Terms, Unfit, proposals, store},
    when,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(form, preview)).routes(routes!(take))
}

/// Events that are shown and taken at once; whoever has more sends the file again.
const AT_ONCE: usize = 300;

fn visibilities() -> Schema {
    one_of(&["public", "community"])
}

/// A file, as a form or JSON sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct FileForm {
    key: Option<Id>,
    /// The text of the calendar file.
    file: String,
    /// Or where it is: then it is fetched from there each time.
    address: String,
    /// How far new activities may be seen: `public`, or else the community.
    #[schema(schema_with = visibilities)]
    visibility: String,
    /// The UIDs that are taken.
    take: Vec<String>,
    /// The UIDs of which what was changed by hand is overwritten.
    replace: Vec<String>,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/import.html")]
struct ImportPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    #[serde(skip)]
    #[schema(ignore)]
    form: FileForm,
    /// What the file has and the agenda has not, or otherwise.
    events: Vec<Found>,
    /// How many events are here as the file says.
    unchanged: usize,
    /// How many events were called off, here or in the file, or removed here.
    over: usize,
    /// Whether nothing of the file could be read.
    whole: bool,
    /// How many events wait for the next time.
    more: usize,
    /// What cannot be read or held, with its line.
    problems: Vec<String>,
    /// Whether a file was read.
    read: bool,
}

/// An event of the file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventInFile)]
struct Found {
    uid: String,
    line: usize,
    title: String,
    /// Its first date to come, or its last one, in words.
    when: String,
    /// How many more dates it has.
    more: usize,
    place: String,
    standing: Standing,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/imported.html")]
struct ImportedPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    taken: usize,
    /// Those that were not taken, each with the reason.
    left: Vec<Left>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Left {
    title: String,
    why: String,
}

/// The form for taking a calendar file.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/import", responses((status = 200, body = ImportPage), (status = 401)))]
async fn form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("import-title")).await?.in_room("act");
    member.answer(&ImportPage::empty(page))
}

impl ImportPage {
    /// The page before any file was read.
    fn empty(page: Page) -> Self {
        let form = FileForm { visibility: "public".to_owned(), ..FileForm::default() };
        let (events, problems) = (Vec::new(), Vec::new());
        Self { page, form, events, unchanged: 0, over: 0, whole: false, more: 0, problems, read: false }
    }
}

impl FileForm {
    /// The same with the file from its address, if it has one.
    async fn fetched(self, member: &Member) -> Result<Self, Failure> {
        if self.address.trim().is_empty() {
            return Ok(self);
        }
        // Whoever sends it again and again makes this node knock at somebody's door.
        member.slow_down("error-too-many-tries")?;
        let file = match self.address.trim().parse() {
            Ok(url) => member.node().fetch(&url, &Limits::CALENDAR).await,
            Err(_) => Err(FetchError::Refused(Refused::Form(String::new()))),
        };
        match file {
            Ok(file) => Ok(Self { file: String::from_utf8_lossy(&file).into_owned(), ..self }),
            Err(error) => {
                let mut fields = Fields::default();
                fields.error("address", unfetched(&error));
                let failure = fields.finish().err().map_or_else(Failure::not_found, Failure::from);
                Err(Failure { detail: Some(error.to_string()), ..failure })
            }
        }
    }

    fn terms(&self, member: &Member) -> Terms {
        Terms {
            time_zone: member.community.time_zone.clone(),
            language: member.community.languages.split(' ').next().unwrap_or("es").to_owned(),
            visibility: if self.visibility == "public" { Visibility::Public } else { Visibility::Community },
            untitled: member.visit.lang.t("import-untitled"),
            at: member.now(),
        }
    }

    /// What the file has, and what of it cannot be read or held; with the form itself.
    async fn proposals(self, member: &Member) -> Result<(Self, Vec<Proposal>, Vec<String>), Failure> {
        let (terms, lang) = (self.terms(member), member.visit.lang);
        in_turn(move || {
            let (found, problems) = self.read(&terms, lang);
            (self, found, problems)
        })
        .await
    }

    fn read(&self, terms: &Terms, lang: Lang) -> (Vec<Proposal>, Vec<String>) {
        let reading = read(self.file.as_bytes());
        let mut problems: Vec<String> = reading.problems.iter().map(|problem| told(lang, problem)).collect();
        let mut found = Vec::new();
        for proposal in proposals(&reading, terms) {
            match proposal {
                Ok(proposal) => found.push(proposal),
                Err((line, why)) => {
                    let why = match why {
                        Unfit::NoDates => lang.t("import-no-dates"),
                        Unfit::TooMany => lang.t("import-too-many-dates"),
                        Unfit::TooLong => lang.t("import-too-long"),
                        Unfit::Uid => lang.t("import-uid"),
                    };
                    problems.push(lang.with("import-line", &[("line", &line.to_string()), ("what", &why)]));
                }
            }
        }
        (found, problems)
    }
}

/// Why nothing came from an address, in words that say what to do.
fn unfetched(error: &FetchError) -> &'static str {
    match error {
        FetchError::Refused(_) => "import-address-refused",
        FetchError::ContentType(_) => "import-address-kind",
        FetchError::Size(_) | FetchError::Time | FetchError::Budget => "import-address-large",
        FetchError::Status { .. } => "import-address-status",
        _ => "import-address-away",
    }
}

/// Does what can take seconds beside the requests, of one file at a time. Who goes away meanwhile keeps the turn until it
/// ends.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    static TURN: Semaphore = Semaphore::const_new(1);
    let failed = |error: String| Failure {
        detail: Some(error),
        ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
    };
    let turn = TURN.acquire().await.map_err(|error| failed(error.to_string()))?;
    beside(move || {
        let done = work();
        drop(turn);
        done
    })
    .await
}

/// A problem of the file in the reader's words.
pub fn told(lang: Lang, problem: &Problem) -> String {
    let what = match &problem.what {
        Trouble::NoCalendar => return lang.t("import-no-calendar"),
        Trouble::Stray(_) | Trouble::Unopened(_) | Trouble::TooDeep => lang.t("import-stray"),
        Trouble::Unclosed(_) => lang.t("import-unclosed"),
        Trouble::NoStart => lang.t("import-no-start"),
        Trouble::Time { value, .. } | Trouble::Duration { value } => lang.with("import-time", &[("value", value)]),
        Trouble::Backwards { value } => lang.with("import-backwards", &[("value", value)]),
        Trouble::RulePart(part) => lang.with("import-rule-part", &[("value", part)]),
        Trouble::Rule(_) => lang.t("import-rule"),
        Trouble::TooMuchWork => lang.t("import-too-long"),
        Trouble::Zone(name) => lang.with("import-zone", &[("name", name)]),
    };
    lang.with("import-line", &[("line", &problem.line.to_string()), ("what", &what)])
}

/// What is here under the UID of an event.
async fn present(
    member: &Member,
    (reader, secret): (&mut Reader, &CommunitySecret),
    uid: &str,
) -> Result<Option<Present>, Failure> {
    let (mark, whole) = (secret.digest(uid), secret.digest(whole_uid(uid).unwrap_or(uid)));
    let here: Option<Here> = reader.optional(&store::VISIBLE, args![&mark[..], &whole[..]]).await?;
    let Some(here) = here else { return Ok(None) };
    if here.mark != mark {
        // A file may name thousands of them: nothing more is read.
        return Ok(Some(Present::later_part(here)));
    }
    let tags = reader.all(&entries::store::TAGS, args![here.entry_id]).await?;
    let dates: Vec<OwnDateRow> = reader.all(&store::VISIBLE_DATES, args![here.entry_id]).await?;
    Ok(Some(Present::new(here, tags, dates, member.now())))
}

/// Shows what would come of a calendar file; nothing is changed.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/import", request_body = FileForm, responses((status = 200, body = ImportPage), (status = 401)))]
async fn preview(member: Member, sent: Result<Input<FileForm>, Failure>) -> Answer {
    let form = match sent {
        Ok(Input(form)) => form,
        // A picture, say: it is no text.
        Err(failure) if failure.message == "error-unreadable-input" && member.visit.format == Format::Html => {
            let wrong = FieldError { field: "file", message: "import-no-calendar", arguments: Vec::new() };
            let page = member.page(member.visit.lang.t("import-title")).await?.in_room("act").with_errors(vec![wrong]);
            return member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage::empty(page));
        }
        Err(failure) => return Err(failure),
    };
    let sent = form.clone();
    let form = match form.fetched(&member).await {
        Ok(form) => form,
        Err(failure) if !failure.fields.is_empty() && member.visit.format == Format::Html => {
            let page = member.page(member.visit.lang.t("import-title")).await?.in_room("act");
            let empty = ImportPage::empty(page.with_errors(failure.fields));
            return member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { form: sent, ..empty });
        }
        Err(failure) => return Err(failure),
    };
    let (form, found, problems) = form.proposals(&member).await?;
    let page = member.page(member.visit.lang.t("import-title")).await?.in_room("act");
    let whole = found.is_empty() && !problems.is_empty();
    let (mut events, mut unchanged, mut over, mut more) = (Vec::new(), 0, 0, 0);
    let secret = member.node().core.secret(member.community.id).await?;
    let mut reader = member.read().await?;
    let mut compared = Vec::new();
    for proposal in found {
        let present = present(&member, (&mut reader, &secret), &proposal.uid).await?;
        compared.push((proposal, present));
    }
    drop(reader);
    let told = in_turn(move || {
        let mut work = COMPARING;
        let standing = |(proposal, present): (Proposal, Option<Present>)| {
            let mut present = present;
            let standing = proposal.standing(present.as_mut(), &mut work);
            (proposal, standing)
        };
        compared.into_iter().map(standing).collect::<Vec<_>>()
    });
    for (proposal, standing) in told.await? {
        match standing {
            Standing::Unchanged => unchanged += 1,
            Standing::Over => over += 1,
            _ if events.len() >= AT_ONCE => more += 1,
            standing => events.push(shown(&page, proposal, standing)),
        }
    }
    member.answer(&ImportPage { form, events, unchanged, over, whole, more, problems, read: true, page })
}

fn shown(page: &Page, proposal: Proposal, standing: Standing) -> Found {
    let Proposal { uid, line, plan, next, more, .. } = proposal;
    Found {
        when: when(page, &next.starts_local, &next.ends_local, next.all_day),
        more,
        title: plan.draft.title,
        place: plan.place,
        uid,
        line,
        standing,
    }
}

/// Takes what was chosen of a calendar file. Given again, it goes on where it was interrupted.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/import/take", request_body = FileForm, responses((status = 200, body = ImportedPage), (status = 401)))]
async fn take(member: Member, Input(form): Input<FileForm>) -> Answer {
    let (form, found, _) = form.fetched(&member).await?.proposals(&member).await?;
    let key = member.key(form.key);
    let of = |uids: &[String]| uids.iter().cloned().collect::<BTreeSet<String>>();
    let (chosen, replaced) = (of(&form.take), of(&form.replace));
    let (mut taken, mut left) = (0, Vec::new());
    for proposal in found.into_iter().filter(|proposal| chosen.contains(&proposal.uid)).take(AT_ONCE) {
        let replace = replaced.contains(&proposal.uid);
        let title = proposal.plan.draft.title.clone();
        let own = key.derived(proposal.uid.as_bytes());
        match member.execute(Some(own), Import { proposal, replace }).await {
            Ok(_) => taken += 1,
            Err(Error::Refused(refusal)) => {
                let field = refusal.fields.first();
                let (message, arguments) =
                    field.map_or((refusal.message, &refusal.arguments), |f| (f.message, &f.arguments));
                let arguments: Vec<(&str, &str)> =
                    arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
                left.push(Left { title, why: member.visit.lang.with(message, &arguments) });
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = member.page(member.visit.lang.t("import-title")).await?.in_room("act");
    member.answer(&ImportedPage { page, taken, left })
}
