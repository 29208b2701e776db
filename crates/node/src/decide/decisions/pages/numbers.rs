// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every number of a count, as tables that are read aloud as well as seen.

use tequio_deliberation::{
    life::{Election, Options},
    tally::{Decimal, Matrix, Report, Tally},
};

use crate::{decide::decisions::options::money, spine::id::Id, web::Page};

/// A table: a line of headings, and a row for each option.
#[derive(Debug)]
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// How it is read.
    pub(super) help: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// What is said of an option.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
}

/// What goes into the tables of a count.
struct Told<'t> {
    page: &'t Page,
    report: &'t Report<'t>,
    tally: &'t Tally,
    /// All places, best first.
    order: Vec<usize>,
}

impl Told<'_> {
    fn table(&self, caption: &str, help: &str, head: Vec<String>, cells: impl Fn(usize) -> Vec<String>) -> Table {
        let row = |place: &usize| Row { name: self.report.name(*place), cells: cells(*place) };
        let rows = self.order.iter().map(row).collect();
        Table { caption: self.page.t(caption), help: self.page.t(help), head, rows }
    }

    /// A table with a column for each option too.
    fn square(&self, caption: &str, help: &str, matrix: &Matrix) -> Table {
        let names = || self.order.iter().map(|place| self.report.name(*place));
        let cell =
            |one: usize, other: usize| if one == other { "–".to_owned() } else { matrix.get(one, other).to_string() };
        self.table(caption, help, names().collect(), |one| self.order.iter().map(|other| cell(one, *other)).collect())
    }
}

/// The tables of a count, those first that say most.
pub(super) fn tables(
    page: &Page,
    report: &Report<'_>,
    tally: &Tally,
    options: &Options<Id>,
    election: &Election,
) -> Vec<Table> {
    let told = Told { page, report, tally, order: tally.ranking.concat() };
    let mut tables = Vec::new();
    if options.by.spends() {
        tables.push(bought(&told, options, election));
    } else {
        tables.extend(graded(&told).or_else(|| totals(&told)).or_else(|| rounds(&told)));
    }
    if let Some(pairwise) = &tally.pairwise {
        tables.push(told.square("table-pairs", "table-pairs-help", &pairwise.matrix));
        tables.extend(pairwise.paths.as_ref().map(|paths| told.square("table-paths", "table-paths-help", paths)));
        tables.extend(locked(&told));
    }
    if !options.by.spends() {
        tables.push(support(&told, options, election));
    }
    tables
}

fn total(tally: &Tally, place: usize) -> Decimal {
    tally.totals.as_ref().and_then(|totals| totals.get(place)).copied().unwrap_or_default()
}

fn said(page: &Page, yes: bool) -> String {
    page.t(if yes { "class-yes" } else { "class-no" })
}

fn bought(told: &Told<'_>, options: &Options<Id>, election: &Election) -> Table {
    let page = told.page;
    let head = ["table-cost", "table-wanted", "table-chosen"].map(|message| page.t(message)).into();
    told.table("table-projects", "table-projects-help", head, |place| {
        let cost = options.list.get(place).and_then(|option| option.cost).unwrap_or_default();
        vec![money(cost), total(told.tally, place).to_string(), said(page, is_chosen(election, place))]
    })
}

fn is_chosen(election: &Election, place: usize) -> bool {
    election.chosen.iter().any(|chosen| *chosen as usize == place)
}

/// How often each grade was given.
fn graded(told: &Told<'_>) -> Option<Table> {
    let (grades, medians) = (told.tally.grades.as_ref()?, told.tally.medians.as_ref()?);
    let mut given: Vec<i32> = grades.iter().flatten().map(|(grade, _)| *grade).collect();
    given.sort_unstable();
    given.dedup();
    given.reverse();
    let head = std::iter::once(told.page.t("table-median"));
    let head = head.chain(given.iter().map(|grade| told.report.grade(*grade))).collect();
    Some(told.table("table-grades", "table-grades-help", head, |place| {
        let median = medians.get(place).map(|median| told.report.grade(*median)).unwrap_or_default();
        let counts = given.iter().map(|grade| {
            let counts = grades.get(place).into_iter().flatten();
            counts.filter(|(known, _)| known == grade).map(|(_, count)| *count).sum::<u64>().to_string()
        });
        std::iter::once(median).chain(counts).collect()
    }))
}

fn totals(told: &Told<'_>) -> Option<Table> {
    told.tally.totals.as_ref()?;
    let head = vec![told.page.t("table-total")];
    Some(told.table("table-totals", "table-totals-help", head, |place| vec![total(told.tally, place).to_string()]))
}

/// What each option had at the end of each round.
fn rounds(told: &Told<'_>) -> Option<Table> {
    let rounds: Vec<_> = told.tally.rounds.iter().filter(|round| !round.votes.is_empty()).collect();
    if rounds.is_empty() {
        return None;
    }
    let head = (1..=rounds.len()).map(|nth| told.page.t1("table-round", "number", nth)).collect();
    Some(told.table("table-rounds", "table-rounds-help", head, |place| {
        let cell = |round: &&tequio_deliberation::tally::Round| {
            let votes = round.votes.iter().find(|(other, _)| *other == place).map(|(_, votes)| votes.to_string());
            let mark = match (round.elected.contains(&place), round.excluded.contains(&place)) {
                (true, _) => " ✓",
                (_, true) => " ✗",
                _ => "",
            };
            format!("{}{mark}", votes.unwrap_or_else(|| "–".to_owned()))
        };
        rounds.iter().map(cell).collect()
    }))
}

/// The victories of ranked pairs, the strongest first.
fn locked(told: &Told<'_>) -> Option<Table> {
    let (page, report) = (told.page, told.report);
    let pairs = &told.tally.pairwise.as_ref()?.pairs;
    let row = |pair: &tequio_deliberation::tally::Locked| Row {
        name: format!("{} > {}", report.name(pair.winner), report.name(pair.loser)),
        cells: vec![pair.strength.to_string(), page.t(if pair.locked { "table-locked" } else { "table-passed-over" })],
    };
    let head = ["table-strength", "table-held"].map(|message| page.t(message)).into();
    let rows: Vec<Row> = pairs.iter().map(row).collect();
    let (caption, help) = (page.t("table-victories"), page.t("table-victories-help"));
    (!rows.is_empty()).then_some(Table { caption, help, head, rows })
}

/// How each option stands to "none of these".
fn support(told: &Told<'_>, options: &Options<Id>, election: &Election) -> Table {
    let page = told.page;
    let head = ["table-above", "table-below", "table-chosen"].map(|message| page.t(message)).into();
    let mut table = told.table("table-support", "table-support-help", head, |place| {
        let (above, below) = election.support.get(place).copied().unwrap_or_default();
        vec![above.to_string(), below.to_string(), said(page, is_chosen(election, place))]
    });
    let rows = table.rows.into_iter().zip(&told.order);
    table.rows = rows.filter(|(_, place)| **place < options.list.len()).map(|(row, _)| row).collect();
    table
}
