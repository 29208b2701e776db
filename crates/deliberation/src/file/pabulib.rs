// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pabulib's `.pb` (Stolicki, Szufa and Talmon 2020; pabulib.org/format): sections META, PROJECTS and VOTES, each a table
//! with semicolons.

use std::collections::HashMap;

use csv::ByteRecord;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed as _, Zero as _};

use super::{Problem, Trouble, table};
use crate::tally::{Budget, Candidate, Label, Project};

/// Reads a Pabulib file.
///
/// Approvals, also of one project, have no points; cumulative and scoring votes have those the file gives. An ordinal
/// vote has, as Pabulib's own rule, as many points for its first project as it may name, one less for the next, and so
/// on.
///
/// # Errors
/// The first [`Problem`] of the file.
pub fn pabulib(bytes: &[u8]) -> Result<Budget, Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(b';')
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut record = ByteRecord::new();
    let mut section = Section::None;
    let mut meta: HashMap<String, (u64, String)> = HashMap::new();
    let mut columns: Option<Vec<String>> = None;
    let mut file = Reading::default();
    let mut last = 1;
    while let Some(line) = table::next(&mut reader, &mut record)? {
        last = line;
        let mut cells = Vec::with_capacity(record.len());
        for cell in &record {
            cells.push(super::text(cell, line)?.trim());
        }
        let first = cells.first().copied().unwrap_or_default();
        let next = match first {
            "META" => Section::Meta,
            "PROJECTS" => Section::Projects,
            "VOTES" => Section::Votes,
            _ => Section::None,
        };
        if next != Section::None && cells.iter().skip(1).all(|cell| cell.is_empty()) {
            section = next;
            columns = None;
            continue;
        }
        let Some(names) = &columns else {
            if section == Section::None {
                return Err(Trouble::expected("META", first).at(line));
            }
            columns = Some(cells.iter().map(|&name| name.to_owned()).collect());
            continue;
        };
        let cell = |name: &str| {
            let at = names.iter().position(|column| column == name)?;
            cells.get(at).copied().filter(|cell| !cell.is_empty())
        };
        match section {
            Section::Meta => {
                let value = cells.get(1).copied().unwrap_or_default();
                meta.insert(first.to_owned(), (line, value.to_owned()));
            }
            Section::Projects => file.project(first, cell("cost"), cell("name"), line)?,
            _ => file.vote(first, cell("vote"), cell("points"), Rules::of(&meta, line)?, line)?,
        }
    }
    let (at, money) = meta.get("budget").ok_or_else(|| Trouble::Ends("budget in META").at(last))?;
    let money = amount(money).ok_or_else(|| Trouble::expected("an amount", money).at(*at))?;
    for (key, found) in [("num_projects", file.projects.len()), ("num_votes", file.voters.len())] {
        if let Some((at, stated)) = meta.get(key)
            && *stated != found.to_string()
        {
            return Err(Trouble::Count(format!("{key} {stated}, and has {found}")).at(*at));
        }
    }
    let points = Rules::of(&meta, last)?.points();
    // Voters who said the same are counted together.
    let mut places: HashMap<Vec<(usize, u64)>, usize> = HashMap::new();
    let mut votes: Vec<(u64, Vec<(usize, u64)>)> = Vec::new();
    for vote in file.votes {
        let place = *places.entry(vote.clone()).or_insert(votes.len());
        match votes.get_mut(place) {
            Some((count, _)) => *count += 1,
            None => votes.push((1, vote)),
        }
    }
    Ok(Budget { money, projects: file.projects, points, votes })
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Meta,
    Projects,
    Votes,
}

/// How votes are read.
#[derive(Clone, Copy, PartialEq)]
enum Rules {
    Approval,
    Points,
    Ordinal { longest: u64 },
}

impl Rules {
    fn of(meta: &HashMap<String, (u64, String)>, line: u64) -> Result<Rules, Problem> {
        let (at, kind) = meta.get("vote_type").ok_or_else(|| Trouble::Ends("vote_type in META").at(line))?;
        match kind.as_str() {
            "approval" | "choose-1" => Ok(Rules::Approval),
            "cumulative" | "scoring" => Ok(Rules::Points),
            "ordinal" => {
                let (at, longest) =
                    meta.get("max_length").ok_or_else(|| Trouble::Ends("max_length in META").at(*at))?;
                let longest = super::number(longest.as_bytes());
                let longest = longest.ok_or_else(|| Trouble::expected("the most projects of a vote", "").at(*at))?;
                Ok(Rules::Ordinal { longest })
            }
            other => Err(Trouble::expected("approval, choose-1, cumulative, scoring or ordinal", other).at(*at)),
        }
    }

    fn points(self) -> bool {
        self != Rules::Approval
    }
}

#[derive(Default)]
struct Reading {
    projects: Vec<Project>,
    places: HashMap<String, usize>,
    voters: std::collections::HashSet<String>,
    votes: Vec<Vec<(usize, u64)>>,
}

impl Reading {
    fn project(&mut self, id: &str, cost: Option<&str>, name: Option<&str>, line: u64) -> Result<(), Problem> {
        let cost = cost.and_then(amount).filter(BigRational::is_positive);
        let cost = cost.ok_or_else(|| Trouble::expected("a cost above 0", "").at(line))?;
        if self.places.insert(id.to_owned(), self.projects.len()).is_some() {
            return Err(Trouble::Again(format!("project {id}")).at(line));
        }
        let label = super::number(id.as_bytes()).filter(|number| number.to_string() == id);
        let label = label.map_or_else(|| Label::Text(id.to_owned()), Label::Number);
        let candidate = Candidate { id: label, name: name.unwrap_or_default().to_owned() };
        self.projects.push(Project { candidate, cost });
        Ok(())
    }

    fn vote(
        &mut self,
        voter: &str,
        vote: Option<&str>,
        points: Option<&str>,
        rules: Rules,
        line: u64,
    ) -> Result<(), Problem> {
        if !self.voters.insert(voter.to_owned()) {
            return Err(Trouble::Again(format!("voter {voter}")).at(line));
        }
        let mut chosen: Vec<(usize, u64)> = Vec::new();
        let mut given = points.unwrap_or_default().split(',');
        for (nth, id) in (0..).zip(vote.unwrap_or_default().split(',').map(str::trim).filter(|id| !id.is_empty())) {
            let place = self.places.get(id).ok_or_else(|| Trouble::NoOption(id.to_owned()).at(line))?;
            let points = match rules {
                Rules::Approval => 1,
                Rules::Points => {
                    let points = given.next().unwrap_or_default().trim();
                    let read = super::number(points.as_bytes());
                    read.ok_or_else(|| Trouble::expected("points for each project", points).at(line))?
                }
                Rules::Ordinal { longest } => longest.saturating_sub(nth),
            };
            if chosen.iter().any(|(other, _)| other == place) {
                return Err(Trouble::Again(format!("project {id}")).at(line));
            }
            chosen.push((*place, points));
        }
        if rules == Rules::Points && given.next().is_some_and(|more| !more.trim().is_empty()) {
            return Err(Trouble::expected("as many points as projects", points.unwrap_or_default()).at(line));
        }
        chosen.retain(|(_, points)| !points.is_zero());
        chosen.sort_unstable();
        self.votes.push(chosen);
        Ok(())
    }
}

/// A decimal amount, exactly; a comma may stand for the point.
fn amount(text: &str) -> Option<BigRational> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = format!("{whole}{part}");
    if digits.is_empty() || digits.len() > 40 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let scale = BigInt::from(10).pow(u32::try_from(part.len()).ok()?);
    Some(BigRational::new(digits.parse().ok()?, scale))
}
