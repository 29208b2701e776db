// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! BLT (Hill, Wichmann and Woodall 1987; as OpenSTV, OpaVote and droop extend it): the numbers of options and seats, the
//! options that withdrew as negative numbers, ballots of a weight and a ranking that ends in 0, a 0, the options' names in
//! quotes, and a title; what follows that is for people. `=` joins equal ranks, `-` is a rank left empty, `#` begins a comment.

use super::{Problem, Trouble, number};
use crate::tally::{Candidate, Label, Profile};

/// An election as a BLT file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    /// The ballots. Options that withdrew are not in it.
    pub profile: Profile,
    /// How many are elected.
    pub seats: usize,
    /// Its title; may be empty.
    pub title: String,
}

/// Words, quoted texts and their lines.
struct Tokens<'b> {
    rest: &'b [u8],
    line: u64,
}

impl<'b> Tokens<'b> {
    fn skip(&mut self) {
        while let Some((first, rest)) = self.rest.split_first() {
            match first {
                b'\n' => self.line += 1,
                b'#' => {
                    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                    self.rest = rest.get(end..).unwrap_or_default();
                    continue;
                }
                _ if first.is_ascii_whitespace() => {}
                _ => return,
            }
            self.rest = rest;
        }
    }

    /// The next word, up to white space.
    fn word(&mut self, expected: &'static str) -> Result<&'b [u8], Problem> {
        self.skip();
        let end = self.rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(self.rest.len());
        if end == 0 {
            return Err(Trouble::Ends(expected).at(self.line));
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(word)
    }

    fn number(&mut self, expected: &'static str) -> Result<u64, Problem> {
        let word = self.word(expected)?;
        number(word).ok_or_else(|| self.unexpected(expected, word))
    }

    fn unexpected(&self, expected: &'static str, word: &[u8]) -> Problem {
        Trouble::expected(expected, String::from_utf8_lossy(word)).at(self.line)
    }

    /// A text in quotes; none at the end of the file.
    fn quoted(&mut self) -> Result<Option<&'b str>, Problem> {
        self.skip();
        let Some(open) = self.rest.strip_prefix(b"\"") else {
            if self.rest.is_empty() {
                return Ok(None);
            }
            let found = self.word("a name in quotes")?;
            return Err(self.unexpected("a name in quotes", found));
        };
        let end = open.iter().position(|byte| matches!(byte, b'"' | b'\n'));
        let Some((quoted, [b'"', rest @ ..])) = end.map(|end| open.split_at(end)) else {
            return Err(Trouble::Ends("the closing quote of a name").at(self.line));
        };
        self.rest = rest;
        super::text(quoted, self.line).map(Some)
    }
}

/// Reads a BLT file.
///
/// # Errors
/// The first [`Problem`] of the file.
pub fn blt(bytes: &[u8]) -> Result<Election, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Names stand last, and the options that withdrew are left out, so that ballots are read in a second go.
    let mut tokens = Tokens { rest: bytes, line: 1 };
    let count = tokens.number("the number of options")?;
    let too_many = |line| Trouble::from(crate::tally::BallotError::TooManyOptions).at(line);
    let count = usize::try_from(count).ok().filter(|count| *count <= crate::tally::MOST_OPTIONS);
    let count = count.ok_or_else(|| too_many(tokens.line))?;
    let seats = tokens.number("the number of seats")?;
    let seats = usize::try_from(seats).map_err(|_| too_many(tokens.line))?;
    let mut withdrawn = vec![false; count];
    loop {
        tokens.skip();
        let Some(digits) = tokens.rest.strip_prefix(b"-") else { break };
        if !digits.first().is_some_and(u8::is_ascii_digit) {
            break;
        }
        let word = tokens.word("an option that withdrew")?;
        let place = number(word.get(1..).unwrap_or_default()).and_then(|id| place(id, count));
        match place.and_then(|place| withdrawn.get_mut(place)) {
            Some(gone) => *gone = true,
            None => return Err(Trouble::NoOption(String::from_utf8_lossy(word).into_owned()).at(tokens.line)),
        }
    }
    let mut next = 0;
    // The place of each option among those that stay; beyond all of them for those that withdrew.
    let places: Vec<usize> = withdrawn
        .iter()
        .map(|gone| {
            if *gone {
                return usize::MAX;
            }
            next += 1;
            next - 1
        })
        .collect();
    let options = (1..).zip(&withdrawn).filter(|(_, gone)| !**gone);
    let options: Vec<Candidate> =
        options.map(|(id, _)| Candidate { id: Label::Number(id), name: String::new() }).collect();
    let mut profile = Profile::new(options).map_err(|error| Trouble::from(error).at(1))?;
    let mut ballot = Ballot::default();
    loop {
        tokens.skip();
        let line = tokens.line;
        let weight = tokens.number("how many cast a ballot, or 0 after the last one")?;
        if weight == 0 {
            break;
        }
        ballot.read(&mut tokens, &places)?;
        profile.push(weight, ballot.groups()).map_err(|error| Trouble::from(error).at(line))?;
    }
    let mut names = Vec::with_capacity(profile.options().len());
    let mut title = String::new();
    for gone in withdrawn.iter().map(Some).chain([None]) {
        let Some(text) = tokens.quoted()? else {
            // The names may be left out altogether, and so may the title; not some of the names.
            if gone.is_none() || names.is_empty() {
                break;
            }
            return Err(Trouble::Ends("the name of an option").at(tokens.line));
        };
        match gone {
            Some(false) => names.push(text.to_owned()),
            Some(true) => {}
            None => text.clone_into(&mut title),
        }
    }
    profile.name(names);
    Ok(Election { profile, seats, title })
}

fn place(id: u64, count: usize) -> Option<usize> {
    usize::try_from(id).ok()?.checked_sub(1).filter(|place| *place < count)
}

/// A ballot's ranking, kept between ballots so that nothing is allocated for each.
#[derive(Default)]
struct Ballot {
    options: Vec<usize>,
    ends: Vec<usize>,
}

impl Ballot {
    fn read(&mut self, tokens: &mut Tokens<'_>, places: &[usize]) -> Result<(), Problem> {
        self.options.clear();
        self.ends.clear();
        loop {
            let word = tokens.word("an option, or 0 at the end of the ballot")?;
            match word {
                b"0" => return Ok(()),
                b"-" => continue,
                _ => {}
            }
            for one in word.split(|byte| *byte == b'=') {
                let Some(id) = number(one) else {
                    return Err(tokens.unexpected("an option, or 0 at the end of the ballot", word));
                };
                match place(id, places.len()).and_then(|place| places.get(place)) {
                    Some(place) => self.options.push(*place),
                    None => return Err(Trouble::NoOption(id.to_string()).at(tokens.line)),
                }
            }
            self.ends.push(self.options.len());
        }
    }

    fn groups(&self) -> impl Iterator<Item = &[usize]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.options.get(start..*end).unwrap_or_default())
    }
}
