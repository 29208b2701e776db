// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How a choice was counted: what was chosen, why this and not that, every number of the count, the lot, and the ballots
//! to count them again.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tequio_deliberation::{
    Digest, Language,
    life::{BallotFile, Choice, Election, Options},
    picture,
    tally::{Broken, Candidate, Report, Tally, Tie},
};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{marks::Mark, store},
    spine::id::Id,
    store::args,
    web::{Answer, Failure, Here, Page, Routes, lang::Lang},
};

use super::{
    among::{grades, method, places, spelled},
    counted::{Counted, ElectedView},
    numbers::{Table, tables},
    whole::{Other, Whole},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(count)).routes(routes!(file))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/counted.html")]
struct CountPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    about: Other,
    /// How it was counted, in words.
    how: String,
    elected: ElectedView,
    /// How many voted, of how many, and how many had to.
    cast: usize,
    roll: usize,
    part_needed: usize,
    /// Why this and not that, a sentence each.
    reasons: Vec<String>,
    /// What the rounds did, where there are some.
    rounds: Vec<String>,
    #[serde(skip)]
    #[schema(ignore)]
    tables: Vec<Table>,
    #[serde(skip)]
    #[schema(ignore)]
    picture: String,
    lot: Option<Lot>,
    /// The file of the ballots: its name and its path.
    file_name: String,
    file: String,
    /// What is told `tequio` to count it again.
    command: String,
    ballots: Vec<Found>,
    /// The whole count, as `tequio tally --format json` gives it.
    report: serde_json::Value,
}

/// By what ties are broken.
#[derive(Debug, Serialize, ToSchema)]
struct Lot {
    seed: String,
    /// The digest that was promised with the firm text.
    promised: String,
    /// What prints the same, and what prints the digest of the first option.
    check: String,
    example: String,
    /// The ties that it broke, in words; mostly none.
    ties: Vec<String>,
    /// The options in the order of the lot, each with its digest.
    order: Vec<Drawn>,
}

/// An option in the lot.
#[derive(Debug, Serialize, ToSchema)]
struct Drawn {
    number: usize,
    name: String,
    digest: String,
}

/// A ballot as it was counted, in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CountedBallot)]
struct Found {
    receipt: String,
    /// As its notation has it.
    choice: String,
    says: String,
}

/// What was counted, of a decision that the viewer may see.
struct Counting {
    whole: Whole,
    options: Options<Id>,
    election: Election,
    seed: Option<String>,
}

impl Counting {
    async fn find(here: &Here, id: &str) -> Result<Self, Failure> {
        let whole = Whole::find(here, &mut here.read().await?, id).await?;
        let counted = whole.life.counted.as_ref().filter(|_| whole.entry.removed_at.is_none());
        let options = whole.life.terms.as_ref().and_then(|terms| terms.options.clone());
        let (Some(counted), Some(options)) = (counted, options) else { return Err(Failure::not_found()) };
        let election = counted.election.clone().ok_or_else(Failure::not_found)?;
        let seed = counted.seed.clone();
        Ok(Self { whole, options, election, seed })
    }

    /// The count itself, once more: what it finds is not kept. Nothing where all ballots are blank.
    async fn tally(&self) -> Result<Option<Tally>, Failure> {
        let (options, ballots) = (self.options.clone(), self.election.ballots.clone());
        let seed = self.seed.clone();
        let count = tokio::task::spawn_blocking(move || options.tally(&ballots, seed.as_deref()).ok());
        count.await.map_err(|error| Failure {
            detail: Some(error.to_string()),
            ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
        })
    }

    fn file(&self, names: &[String]) -> BallotFile {
        self.options.file(&self.election.ballots, names)
    }
}

/// What `tequio` is told to count a file, as one types it.
fn command(options: &Options<Id>, seed: Option<&str>, file: &str) -> String {
    format!("tequio tally {file} {}", options.arguments(seed).join(" "))
}

fn lot(page: &Page, counting: &Counting, names: &[String], tally: Option<&Tally>) -> Option<Lot> {
    let seed = counting.seed.clone()?;
    let digest = |number: usize| Digest::of(format!("{seed}/{number}").as_bytes()).to_string();
    let drawn =
        names.iter().zip(1..).map(|(name, number)| Drawn { number, name: name.clone(), digest: digest(number) });
    let mut order: Vec<Drawn> = drawn.collect();
    order.sort_by(|one, other| one.digest.cmp(&other.digest));
    let name = |place: &usize| names.get(*place).cloned().unwrap_or_default();
    let tie = |tie: &Tie| {
        let between = tie.between.iter().map(name).collect::<Vec<_>>().join(", ");
        match tie.broken {
            Broken::Lot(place) => Some(page.t2("lot-tie", "between", between, "name", name(&place))),
            Broken::Earlier(..) | Broken::Together => None,
        }
    };
    let promised = Digest::of(seed.as_bytes()).to_string();
    let ties = tally.iter().flat_map(|tally| &tally.ties).filter_map(tie).collect();
    let (check, example) = (format!("printf {seed} | sha256sum"), format!("printf {seed}/1 | sha256sum"));
    Some(Lot { check, example, promised, ties, order, seed })
}

/// How a choice was counted.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/count", responses((status = 200, body = CountPage), (status = 404)))]
async fn count(here: Here, Path((_, id)): Path<(String, String)>) -> Answer {
    let counting = Counting::find(&here, &id).await?;
    let tally = counting.tally().await?;
    let page = here.page(here.visit.lang.t("counted-title")).await?.in_room("decide");
    let Counting { whole, options, election, seed } = &counting;
    let life = &whole.life;
    let names = places(&page, whole, options);
    let candidates = options.candidates().into_iter().zip(&names);
    let candidates: Vec<Candidate> = candidates.map(|(one, name)| Candidate { name: name.clone(), ..one }).collect();
    let grades = grades(&page, options.by);
    let none = Tally::default();
    let said = election.ballots.iter().filter(|(_, ballot)| *ballot != Choice::Blank);
    let report = Report {
        method: options.by.method(),
        options: &candidates,
        ballots: said.map(|(count, _)| count).sum(),
        seats: options.seats(),
        tally: tally.as_ref().unwrap_or(&none),
        language: match page.lang {
            Lang::Es => Language::Es,
            Lang::En => Language::En,
        },
        grades: &grades,
    };
    let rows: Vec<Counted> = here.read().await?.all(&store::BALLOTS, args![whole.entry.id]).await?;
    let found = |row: Counted| {
        let mark = Mark::try_from(row.choice.clone()).ok();
        let says = mark.map(|mark| spelled(&page, &mark, &names, Some(options.by))).unwrap_or_default();
        Found { receipt: row.receipt, choice: row.choice, says }
    };
    let elected = ElectedView::of(&page, whole).ok_or_else(Failure::not_found)?;
    let mut reasons = report.reasons();
    reasons.extend(unsupported(&page, &counting, &names, tally.as_ref()));
    let file_name = format!("boletas.{}", counting.file(&names).ending);
    let roll = life.terms.as_ref().map_or(0, |terms| terms.roll.len());
    let view = CountPage {
        how: method(&page, options.by),
        elected,
        cast: life.cast.len(),
        roll,
        part_needed: life.class.quorum.least(roll),
        reasons,
        rounds: report.tally.rounds.iter().map(|round| report.round_words(round)).collect(),
        tables: tally.as_ref().map(|tally| tables(&page, &report, tally, options, election)).unwrap_or_default(),
        picture: if tally.is_some() && options.list.len() < 25 { picture::tally(&report) } else { String::new() },
        lot: lot(&page, &counting, &names, tally.as_ref()),
        command: command(options, seed.as_deref(), &file_name),
        file: here.path(&format!("/decide/{id}/count/{file_name}")),
        file_name,
        ballots: rows.into_iter().map(found).collect(),
        report: report.json(),
        about: Other {
            path: here.path(&format!("/decide/{id}")),
            title: whole.entry.title.clone().unwrap_or_default(),
        },
        page,
    };
    here.answer(&view)
}

/// What the count elects and more or as many ballots put below "none of these", or too few above it: not chosen.
fn unsupported(page: &Page, counting: &Counting, names: &[String], tally: Option<&Tally>) -> Vec<String> {
    let election = &counting.election;
    let elected = tally.and_then(|tally| tally.elected.as_ref()).into_iter().flatten();
    let left = elected.filter(|place| u32::try_from(**place).is_ok_and(|place| !election.chosen.contains(&place)));
    let share = counting.whole.life.class.agreement;
    let says = |place: &usize| {
        let (above, below) = election.support.get(*place)?;
        let name = names.get(*place)?;
        let (above, below) = (above.to_string(), below.to_string());
        let (part, whole) = (share.part.to_string(), share.whole.to_string());
        let words = [("name", name.as_str()), ("above", &above), ("below", &below), ("part", &part), ("whole", &whole)];
        Some(page.lang.with("counted-unsupported", &words))
    };
    left.filter_map(says).collect()
}

/// The ballots as a file, which `tequio tally` and other programs count.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/count/{file}", responses((status = 200, content((String = "text/csv"), (String = "text/plain"))), (status = 404)))]
async fn file(here: Here, Path((_, id, file)): Path<(String, String, String)>) -> Result<Response, Failure> {
    let counting = Counting::find(&here, &id).await?;
    let page = here.page(String::new()).await?;
    let made = counting.file(&places(&page, &counting.whole, &counting.options));
    if file != format!("boletas.{}", made.ending) {
        return Err(Failure::not_found());
    }
    let kind = if made.ending == "csv" { "text/csv; charset=utf-8" } else { "text/plain; charset=utf-8" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    Ok((headers, made.text).into_response())
}
