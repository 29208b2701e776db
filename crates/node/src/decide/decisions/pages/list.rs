// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The memory: what binds by month, what is to be looked at soon, and what binds no more.

use askama::Template;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{Propose, Record, options::told, rules::SOON, store},
    spine::{command::Command, id::Id, world::Micros},
    store::args,
    web::{Answer, Here, Page, Query, Routes, markdown, spreadsheet, visit::Format},
};

use super::{day, way::length};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(memory))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/list.html")]
struct Memory {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// `in-force`, `review` or `past`.
    shown: &'static str,
    months: Vec<Month>,
    /// What is being decided.
    open: Vec<OpenCard>,
    /// What ended without agreement.
    ended: Vec<Card>,
    /// What is to be looked at now or soon.
    soon: Vec<Card>,
    /// Where the list goes on.
    next: Option<String>,
    may_record: bool,
    may_propose: bool,
}

/// What was agreed in one month.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionMonth)]
struct Month {
    name: String,
    decisions: Vec<Card>,
}

/// A decision in brief.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionCard)]
struct Card {
    path: String,
    title: String,
    summary: String,
    language: String,
    kind: String,
    stage: String,
    agreed_on: String,
    agreed: String,
    /// What was chosen, where it was among options.
    chosen: Vec<String>,
    review_at: Option<Micros>,
    members_only: bool,
}

/// What is being decided, in brief.
#[derive(Debug, Serialize, ToSchema)]
struct OpenCard {
    path: String,
    title: String,
    summary: String,
    language: String,
    kind: String,
    stage: String,
    due_at: Option<Micros>,
    /// How long that is, in words.
    left: Option<String>,
    members_only: bool,
    /// What the viewer says of it.
    own: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
struct OpenRow {
    entry_id: Id,
    title: Option<String>,
    body: Option<String>,
    language: String,
    visibility: i64,
    kind: String,
    stage: String,
    due_at: Option<Micros>,
    stance: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    entry_id: Id,
    title: Option<String>,
    body: Option<String>,
    language: String,
    visibility: i64,
    kind: String,
    stage: String,
    agreed_on: String,
    review_at: Option<Micros>,
    #[sqlx(default)]
    chosen: Option<String>,
}

/// Decisions on one page.
const PAGE: i64 = 30;

/// Which are shown, and after which.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    show: String,
    after: String,
}

fn card(here: &Here, page: &Page, row: Row) -> Card {
    // Time may have passed that nobody has written down yet.
    let due = row.stage != "review" && row.review_at.is_some_and(|at| at <= here.now());
    Card {
        path: here.path(&format!("/decide/{}", row.entry_id)),
        title: row.title.unwrap_or_default(),
        summary: markdown::first_paragraph(&row.body.unwrap_or_default(), 160),
        language: row.language,
        kind: row.kind,
        stage: if due { "review".to_owned() } else { row.stage },
        agreed: day(page, &row.agreed_on),
        agreed_on: row.agreed_on,
        chosen: names(row.chosen.as_deref().unwrap_or_default()),
        review_at: row.review_at,
        members_only: row.visibility > 0,
    }
}

/// What options are called, from how they were written down.
fn names(chosen: &str) -> Vec<String> {
    chosen.split("\n\n").map(|words| told(words).0.to_owned()).filter(|name| !name.is_empty()).collect()
}

fn open_card(here: &Here, page: &Page, row: OpenRow) -> OpenCard {
    OpenCard {
        path: here.path(&format!("/decide/{}", row.entry_id)),
        title: row.title.unwrap_or_default(),
        summary: markdown::first_paragraph(&row.body.unwrap_or_default(), 160),
        language: row.language,
        kind: row.kind,
        // Only the end of what people say something on is one.
        left: row
            .due_at
            .filter(|_| matches!(row.stage.as_str(), "consent" | "ballot"))
            .map(|due| length(page, due - here.now())),
        due_at: row.due_at,
        stage: row.stage,
        members_only: row.visibility > 0,
        own: row.stance,
    }
}

/// What the community agreed.
#[utoipa::path(get, path = "/c/{handle}/decide", params(("show" = Option<String>, Query), ("after" = Option<String>, Query)), responses((status = 200, body = Memory)))]
async fn memory(here: Here, Query(asked): Query<Asked>) -> Answer {
    let shown = match asked.show.as_str() {
        "review" => "review",
        "past" => "past",
        _ => "in-force",
    };
    let page = here.page(here.visit.lang.t("decide-title")).await?.in_room("decide");
    let mut reader = here.read().await?;
    let soon: Vec<Row> = match shown {
        "past" => Vec::new(),
        _ => reader.all(&store::TO_REVIEW, args![here.now() + SOON]).await?,
    };
    let open: Vec<OpenRow> = match shown {
        "in-force" if asked.after.is_empty() => reader.all(&store::OPEN, args![]).await?,
        _ => Vec::new(),
    };
    let ended: Vec<Row> = match shown {
        "past" if asked.after.is_empty() => reader.all(&store::ENDED, args![]).await?,
        _ => Vec::new(),
    };
    // A page of them, or all in one list.
    let whole = here.visit.format == Format::Spreadsheet;
    let limit = if whole { spreadsheet::ROWS } else { PAGE };
    let (day, id) = asked.after.split_once('.').unwrap_or(("9999", ""));
    let id: Id = id.parse().unwrap_or(Id::from_bytes([0xff; 16]));
    let rows: Vec<Row> = match shown {
        "review" => Vec::new(),
        _ => reader.all(&store::NEWEST, args![shown == "in-force", day, id, limit]).await?,
    };
    drop(reader);
    if whole {
        let open = open.into_iter().map(|row| open_card(&here, &page, row).line());
        let rows = if shown == "review" { soon } else { rows.into_iter().chain(ended).collect() };
        let lines: Vec<Line> = open.chain(rows.into_iter().map(|row| card(&here, &page, row).line())).collect();
        return table(&here, &page, lines);
    }
    let full = rows.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let next = rows.last().filter(|_| full).map(|last| format!("{}.{}", last.agreed_on, last.entry_id));
    let mut months: Vec<Month> = Vec::new();
    for row in rows {
        let name = month(&page, &row.agreed_on);
        let card = card(&here, &page, row);
        match months.last_mut().filter(|month| month.name == name) {
            Some(month) => month.decisions.push(card),
            None => months.push(Month { name, decisions: vec![card] }),
        }
    }
    let view = Memory {
        shown,
        months,
        soon: soon.into_iter().map(|row| card(&here, &page, row)).collect(),
        open: open.into_iter().map(|row| open_card(&here, &page, row)).collect(),
        ended: ended.into_iter().map(|row| card(&here, &page, row)).collect(),
        next,
        may_record: here.may(Record::NAME).await?,
        may_propose: here.may(Propose::NAME).await?,
        page,
    };
    here.answer(&view)
}

/// What a list for spreadsheets says of a decision.
struct Line {
    title: String,
    kind: String,
    stage: String,
    agreed_on: String,
    review_at: Option<Micros>,
    members_only: bool,
    path: String,
}

impl Card {
    fn line(self) -> Line {
        let Self { title, kind, stage, agreed_on, review_at, members_only, path, .. } = self;
        Line { title, kind, stage, agreed_on, review_at, members_only, path }
    }
}

impl OpenCard {
    fn line(self) -> Line {
        let Self { title, kind, stage, members_only, path, .. } = self;
        Line { title, kind, stage, agreed_on: String::new(), review_at: None, members_only, path }
    }
}

/// The decisions as a spreadsheet.
fn table(here: &Here, page: &Page, lines: Vec<Line>) -> Answer {
    let columns = ["title", "kind", "stage", "agreed", "review", "members-only", "address"];
    let rows = lines.into_iter().map(|line| {
        let path = line.path.strip_prefix(&here.base).unwrap_or_default();
        vec![
            line.title,
            page.t(format!("decision-kind-{}", line.kind)),
            page.t(format!("decision-stage-{}", line.stage.replace('_', "-"))),
            line.agreed_on,
            line.review_at.map(|at| spreadsheet::day(at, &page.zone)).unwrap_or_default(),
            if line.members_only { page.t("csv-yes") } else { String::new() },
            here.address(path),
        ]
    });
    spreadsheet::answer(columns.map(|column| page.t(format!("csv-{column}"))).into(), rows)
}

/// The month of a day: «noviembre de 2026».
fn month(page: &Page, day: &str) -> String {
    let Ok(date) = day.parse::<Date>() else { return day.to_owned() };
    page.t2("agenda-month", "month", page.lang.month(date.month()), "year", date.year())
}
