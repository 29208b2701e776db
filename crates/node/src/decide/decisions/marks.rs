// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a ballot says, in one line: as it is kept, published and found again by its receipt.
//!
//! On a text it is one letter: `y`, `n` or `b`. Options are called by their number on the ballot, from 1; "none of these" has
//! the last one. `3>1=2` ranks the third before two equal ones; `1:4 3:2` scores; `b` is blank.

use std::fmt;

use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Choice, Options};

use crate::spine::id::Id;

/// What a ballot says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Mark(pub Choice);

/// What says nothing that a ballot can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no ballot")]
pub struct NoMark;

/// As many letters as a ballot on these options may have at most: so that no ballot is longer than another in the box.
pub fn width(options: Option<&Options<Id>>) -> usize {
    // A number of two digits and a score of four, with what stands between.
    options.map_or(1, |options| 8 * options.places())
}

impl Mark {
    /// As it is published: a text's ballot by its word.
    pub fn told(&self) -> String {
        match self.0 {
            Choice::Yes => "yes".to_owned(),
            Choice::No => "no".to_owned(),
            Choice::Blank => "blank".to_owned(),
            Choice::Ranking(_) | Choice::Scores(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |parts: Vec<String>, with: &str| parts.join(with);
        let text = match &self.0 {
            Choice::Yes => "y".to_owned(),
            Choice::No => "n".to_owned(),
            Choice::Blank => "b".to_owned(),
            Choice::Ranking(groups) => {
                let group = |group: &Vec<u32>| join(group.iter().map(|place| (place + 1).to_string()).collect(), "=");
                join(groups.iter().map(group).collect(), ">")
            }
            Choice::Scores(scores) => {
                join(scores.iter().map(|(place, score)| format!("{}:{score}", place + 1)).collect(), " ")
            }
        };
        f.pad(&text)
    }
}

impl From<Mark> for String {
    fn from(mark: Mark) -> Self {
        mark.to_string()
    }
}

impl TryFrom<String> for Mark {
    type Error = NoMark;

    fn try_from(text: String) -> Result<Self, NoMark> {
        let place = |number: &str| {
            let number: u32 = number.parse().map_err(|_| NoMark)?;
            number.checked_sub(1).ok_or(NoMark)
        };
        Ok(Self(match text.trim() {
            "y" | "yes" => Choice::Yes,
            "n" | "no" => Choice::No,
            "b" | "blank" => Choice::Blank,
            scores if scores.contains(':') => {
                let score = |pair: &str| {
                    let (number, score) = pair.split_once(':').ok_or(NoMark)?;
                    Ok((place(number)?, score.parse().map_err(|_| NoMark)?))
                };
                Choice::Scores(scores.split(' ').map(score).collect::<Result<_, _>>()?)
            }
            ranking => {
                let group = |group: &str| group.split('=').map(place).collect::<Result<Vec<_>, _>>();
                Choice::Ranking(ranking.split('>').map(group).collect::<Result<_, _>>()?)
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use tequio_deliberation::life::{Choosable, Choosing, MOST_SCORE};

    use super::*;

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        let choices = [
            (Choice::Yes, "y"),
            (Choice::No, "n"),
            (Choice::Blank, "b"),
            (Choice::Ranking(vec![vec![2], vec![0, 1]]), "3>1=2"),
            (Choice::Scores(vec![(0, 4), (2, 2)]), "1:4 3:2"),
        ];
        for (choice, text) in choices {
            let mark = Mark(choice);
            assert_eq!(mark.to_string(), text);
            assert_eq!(Mark::try_from(format!("{mark:<40}")).as_ref(), Ok(&mark), "with what fills it up");
            assert_eq!(Mark::try_from(mark.told()), Ok(mark));
        }
        for wrong in ["", "0", "x>1", "1:x", "1>:2", "1>>2"] {
            assert_eq!(Mark::try_from(wrong.to_owned()), Err(NoMark), "{wrong}");
        }
    }

    #[test]
    fn the_longest_ballot_fits() {
        let list: Vec<Choosable<Id>> =
            (0..30).map(|place| Choosable { id: Id::from_bytes([place; 16]), cost: None }).collect();
        let options = Options { by: Choosing::Schulze, list, allotted: 1 };
        let places = || 0..31_u32;
        for longest in [
            Choice::Scores(places().map(|place| (place, MOST_SCORE)).collect()),
            Choice::Ranking(places().map(|place| vec![place]).collect()),
        ] {
            assert!(Mark(longest).to_string().len() <= width(Some(&options)));
        }
    }
}
