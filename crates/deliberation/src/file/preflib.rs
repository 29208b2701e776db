// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! PrefLib's files of orders (`.soc .soi .toc .toi`) and categories (`.cat`): comments with what is counted and the
//! names, then lines of a count, a colon and the options, groups in braces (preflib.github.io/PrefLib-Jekyll/format).

use super::{Problem, Trouble, lines, number, text};
use crate::tally::{Candidate, Label, Profile, Scores};

/// What a file of orders allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orders {
    /// Equal ranks (`t`) or none (`s`).
    pub ties: bool,
    /// Every ballot ranks every option (`c`) or not (`i`).
    pub complete: bool,
}

/// What the comments say.
#[derive(Default)]
struct Head {
    options: Option<usize>,
    voters: Option<u64>,
    unique: Option<u64>,
    categories: Option<usize>,
    names: Vec<(usize, String)>,
}

impl Head {
    fn read(&mut self, line: &str, at: u64) -> Result<(), Problem> {
        let Some((key, value)) = line.trim_start_matches('#').split_once(':') else { return Ok(()) };
        let (key, value) = (key.trim(), value.trim());
        let count = || number(value.as_bytes()).ok_or_else(|| Trouble::expected("a count", value).at(at));
        let place = |count: u64| usize::try_from(count).ok().filter(|count| *count <= crate::tally::MOST_OPTIONS);
        let few =
            |count: u64| place(count).ok_or_else(|| Trouble::from(crate::tally::BallotError::TooManyOptions).at(at));
        match key {
            "NUMBER ALTERNATIVES" => self.options = Some(few(count()?)?),
            "NUMBER VOTERS" => self.voters = Some(count()?),
            "NUMBER UNIQUE ORDERS" | "NUMBER UNIQUE PREFERENCES" => self.unique = Some(count()?),
            "NUMBER CATEGORIES" => self.categories = Some(few(count()?)?),
            _ => {
                if let Some(id) = key.strip_prefix("ALTERNATIVE NAME ") {
                    let id = number(id.trim().as_bytes()).and_then(place).filter(|id| *id > 0);
                    let id = id.ok_or_else(|| Trouble::expected("the number of an option", key).at(at))?;
                    self.names.push((id, value.to_owned()));
                }
            }
        }
        Ok(())
    }

    fn candidates(self) -> Result<Vec<Candidate>, Problem> {
        let count = self.options.ok_or_else(|| Trouble::Ends("# NUMBER ALTERNATIVES").at(1))?;
        let mut options: Vec<Candidate> =
            (1..=count as u64).map(|id| Candidate { id: Label::Number(id), name: String::new() }).collect();
        for (id, name) in self.names {
            match options.get_mut(id - 1) {
                Some(option) => option.name = name,
                None => return Err(Trouble::NoOption(id.to_string()).at(1)),
            }
        }
        Ok(options)
    }
}

/// A line's groups of options, by their place.
type Groups = Vec<Vec<usize>>;

/// A line with how many cast its ballot and its groups.
struct Line {
    at: u64,
    count: u64,
    groups: Groups,
}

fn read(bytes: &[u8]) -> Result<(Head, Vec<Line>), Problem> {
    let mut head = Head::default();
    let mut all = Vec::new();
    for (at, line) in lines(bytes) {
        let line = text(line, at)?.trim();
        if line.starts_with('#') {
            head.read(line, at)?;
        } else if !line.is_empty() {
            let options = head.options.ok_or_else(|| Trouble::expected("# NUMBER ALTERNATIVES first", line).at(at))?;
            let Some((count, order)) = line.split_once(':') else {
                return Err(Trouble::expected("a count and a colon", line).at(at));
            };
            let weight = number(count.trim().as_bytes()).filter(|count| *count > 0);
            let count = weight.ok_or_else(|| Trouble::expected("a count above 0", count).at(at))?;
            let groups = groups(order, options).map_err(|trouble| trouble.at(at))?;
            all.push(Line { at, count, groups });
        }
    }
    let last = all.last().map_or(1, |line| line.at);
    let voters = all.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.count));
    if let Some(stated) = head.voters.filter(|stated| Some(*stated) != voters) {
        return Err(Trouble::Count(format!("{stated} voters, and has {}", voters.unwrap_or(u64::MAX))).at(last));
    }
    if let Some(stated) = head.unique.filter(|stated| *stated != all.len() as u64) {
        return Err(Trouble::Count(format!("{stated} different ballots, and has {}", all.len())).at(last));
    }
    Ok((head, all))
}

fn groups(order: &str, options: usize) -> Result<Groups, Trouble> {
    let mut groups = Vec::new();
    let mut rest = order.trim();
    loop {
        let group = match rest.strip_prefix('{') {
            Some(inside) => {
                let (inside, after) = inside.split_once('}').ok_or(Trouble::Ends("a closing brace"))?;
                rest = after.trim_start();
                inside
            }
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (one, after) = rest.split_at(end);
                if one.trim().is_empty() && !(groups.is_empty() && after.is_empty()) {
                    return Err(Trouble::expected("an option", rest));
                }
                rest = after;
                one
            }
        };
        let mut places = Vec::new();
        for one in group.split(',').map(str::trim).filter(|_| !group.trim().is_empty()) {
            let id = number(one.as_bytes()).ok_or_else(|| Trouble::expected("an option", one))?;
            let place = usize::try_from(id).ok().and_then(|id| id.checked_sub(1)).filter(|place| *place < options);
            places.push(place.ok_or_else(|| Trouble::NoOption(id.to_string()))?);
        }
        groups.push(places);
        if rest.is_empty() {
            return Ok(groups);
        }
        rest = rest.strip_prefix(',').ok_or_else(|| Trouble::expected("a comma", rest))?.trim_start();
    }
}

/// Reads a file of orders.
///
/// # Errors
/// The first [`Problem`] of the file, also where it breaks what its kind promises or a count that it states.
pub fn orders(bytes: &[u8], kind: Orders) -> Result<Profile, Problem> {
    let (head, all) = read(bytes)?;
    let options = head.candidates()?;
    let count = options.len();
    let mut profile = Profile::new(options).map_err(|error| Trouble::from(error).at(1))?;
    for Line { at, count: weight, groups } in all {
        if !kind.ties && groups.iter().any(|group| group.len() > 1) {
            return Err(Trouble::Equal.at(at));
        }
        if kind.complete && groups.iter().map(Vec::len).sum::<usize>() < count {
            return Err(Trouble::Incomplete.at(at));
        }
        let groups = groups.iter().map(Vec::as_slice).filter(|group| !group.is_empty());
        profile.push(weight, groups).map_err(|error| Trouble::from(error).at(at))?;
    }
    Ok(profile)
}

/// Reads a file of categories: of k categories the first is a score of k-1 and approves, the last 0.
///
/// # Errors
/// The first [`Problem`] of the file.
pub fn categories(bytes: &[u8]) -> Result<Scores, Problem> {
    let (head, all) = read(bytes)?;
    let kinds = head.categories.ok_or_else(|| Trouble::Ends("# NUMBER CATEGORIES").at(1))?;
    let options = head.candidates()?;
    let count = options.len();
    let best = i32::try_from(kinds).unwrap_or(i32::MAX) - 1;
    let mut scores = Scores::new(options, best).map_err(|error| Trouble::from(error).at(1))?;
    for Line { at, count: weight, groups } in all {
        if groups.len() > kinds {
            return Err(Trouble::Count(format!("{kinds} categories, and has {}", groups.len())).at(at));
        }
        let mut cells = vec![None; count];
        for (score, group) in (0..=best).rev().zip(groups) {
            for place in group {
                match cells.get_mut(place) {
                    Some(cell @ None) => *cell = Some(score),
                    _ => return Err(Trouble::Again(format!("option {}", place + 1)).at(at)),
                }
            }
        }
        scores.push(weight, cells).map_err(|error| Trouble::from(error).at(at))?;
    }
    Ok(scores)
}
