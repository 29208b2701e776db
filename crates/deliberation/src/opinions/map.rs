// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The whole map.

use serde::Serialize;

use super::{
    axes::{Axes, axes},
    groups::{Point, grouped},
    statements::{Counts, Statement, representative},
    votes::{Vote, Votes},
};

/// A participant on the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Placed {
    /// Who.
    pub id: u64,
    /// Along the first axis.
    pub x: f64,
    /// Along the second.
    pub y: f64,
    /// The group, from 0; none for who has said too little to be put into one.
    pub group: Option<usize>,
}

/// A group of like opinion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its number.
    pub id: usize,
    /// How many are in it; at least two, unless there is but one participant.
    pub members: usize,
    /// Where its middle is.
    pub x: f64,
    /// Where its middle is.
    pub y: f64,
    /// The ids of the statements that represent it best, at most five.
    pub representative: Vec<u64>,
}

/// A map of opinions. As JSON its form is stable: fields are added, never renamed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Map {
    /// Everybody who voted, by id.
    pub participants: Vec<Placed>,
    /// The groups, the largest first, or as a map before had them.
    pub groups: Vec<Group>,
    /// The statements, by id.
    pub statements: Vec<Statement>,
    /// How well the groups are set apart, from -1 to 1.
    pub silhouette: f64,
    /// The part of all differences that each axis shows.
    pub explained: [f64; 2],
    /// How many votes there are.
    pub votes: u64,
    /// How many there would be if everybody had voted on everything.
    pub possible: u64,
    /// Which part of these is missing. Where much is, places are guesses.
    pub missing: f64,
    /// The axes themselves.
    #[serde(skip)]
    pub axes: Axes,
}

/// Who has voted on fewer statements is in no group.
const LEAST_VOTES: usize = 7;
/// If fewer participants have enough votes, those with most are taken up to this number.
const LEAST_PARTICIPANTS: usize = 15;

/// Draws the map of these votes.
///
/// The same votes make the same map, whatever came before; a map of before only says which way the axes point and which
/// group keeps which number, so that a map that grows does not turn around under its readers.
#[must_use]
pub fn map(votes: &Votes, before: Option<&Map>) -> Map {
    let mut axes = axes(votes);
    if let Some(before) = before {
        keep_direction(&mut axes, votes, before);
    }
    let voters: Vec<(u64, &[(usize, Vote)])> = votes.participants().filter(|(_, votes)| !votes.is_empty()).collect();
    let statements = votes.statements().len();
    let points: Vec<Point> = voters.iter().map(|(_, votes)| placed(&axes, votes, statements)).collect();

    let enough = LEAST_VOTES.min(statements);
    let mut by_votes: Vec<usize> = (0..voters.len()).collect();
    by_votes.sort_by_key(|at| std::cmp::Reverse(voters.get(*at).map_or(0, |(_, votes)| votes.len())));
    let said_enough = voters.iter().filter(|(_, votes)| votes.len() >= enough).count();
    by_votes.truncate(said_enough.max(LEAST_PARTICIPANTS));
    by_votes.sort_unstable();
    let inside: Vec<Point> = by_votes.iter().filter_map(|at| points.get(*at).copied()).collect();
    let (found, silhouette) = grouped(&inside);
    let mut groups: Vec<Option<usize>> = vec![None; voters.len()];
    for (at, group) in by_votes.iter().zip(found) {
        groups.iter_mut().skip(*at).take(1).for_each(|place| *place = Some(group));
    }
    let count = groups.iter().flatten().max().map_or(0, |most| most + 1);
    let mut participants: Vec<Placed> = voters
        .iter()
        .zip(&points)
        .zip(groups)
        .map(|(((id, _), point), group)| Placed { id: *id, x: point[0], y: point[1], group })
        .collect();
    renumber(&mut participants, count, before);

    let mut counts = vec![vec![Counts::default(); count]; statements];
    for ((_, votes), placed) in voters.iter().zip(&participants) {
        for (statement, vote) in *votes {
            let cell = counts.get_mut(*statement).zip(placed.group).and_then(|(row, group)| row.get_mut(group));
            if let Some(cell) = cell {
                match vote {
                    Vote::Agree => cell.agree += 1,
                    Vote::Disagree => cell.disagree += 1,
                    Vote::Pass => cell.pass += 1,
                }
            }
        }
    }
    let told: Vec<Statement> =
        votes.statements().iter().zip(&counts).map(|(id, counts)| Statement::new(*id, counts)).collect();
    let groups = (0..count).map(|group| described(group, &participants, &told)).collect();
    let cast: u64 = voters.iter().map(|(_, votes)| votes.len() as u64).sum();
    let possible = votes.participants().count() as u64 * statements as u64;
    let missing = if possible > 0 { 1.0 - cast as f64 / possible as f64 } else { 0.0 };
    Map {
        participants,
        groups,
        statements: told,
        silhouette,
        explained: axes.explained,
        votes: cast,
        possible,
        missing,
        axes,
    }
}

/// Where votes put somebody: only what they voted on counts, and who voted on little is moved out as if the rest were alike.
fn placed(axes: &Axes, votes: &[(usize, Vote)], statements: usize) -> Point {
    let scale = (statements as f64 / votes.len().max(1) as f64).sqrt();
    let [first, second] = &axes.axes;
    let along = |axis: &[f64]| {
        let each = votes.iter().map(|(at, vote)| {
            let mean = axes.means.get(*at).copied().unwrap_or(0.0);
            (f64::from(vote.value()) - mean) * axis.get(*at).copied().unwrap_or(0.0)
        });
        scale * each.sum::<f64>()
    };
    [along(first), along(second)]
}

/// Turns each axis the way that its statements stood before.
fn keep_direction(axes: &mut Axes, votes: &Votes, before: &Map) {
    for (axis, old) in axes.axes.iter_mut().zip(&before.axes.axes) {
        let known = |id: &u64| before.statements.binary_search_by_key(id, |statement| statement.id).ok();
        let olds = votes.statements().iter().map(|id| known(id).and_then(|at| old.get(at)).copied().unwrap_or(0.0));
        let along: f64 = axis.iter().zip(olds).map(|(new, old)| new * old).sum();
        if along < 0.0 {
            for cell in axis.iter_mut() {
                *cell = -*cell;
            }
        }
    }
}

/// Numbers groups by size, or so that most of its members find each group under its old number.
fn renumber(participants: &mut [Placed], count: usize, before: Option<&Map>) {
    let mut members = vec![0_usize; count];
    let mut shared: Vec<(usize, usize, usize)> = Vec::new();
    let old_groups = before.map_or(0, |before| before.groups.len());
    let mut common = vec![vec![0_usize; old_groups]; count];
    for placed in participants.iter() {
        let Some(group) = placed.group else { continue };
        members.iter_mut().skip(group).take(1).for_each(|members| *members += 1);
        let old = before.and_then(|before| {
            let at = before.participants.binary_search_by_key(&placed.id, |old| old.id).ok()?;
            before.participants.get(at)?.group
        });
        if let Some(cell) = old.and_then(|old| common.get_mut(group)?.get_mut(old)) {
            *cell += 1;
        }
    }
    for (group, row) in common.iter().enumerate() {
        shared.extend(row.iter().enumerate().filter(|(_, both)| **both > 0).map(|(old, both)| (*both, group, old)));
    }
    shared.sort_by(|one, other| other.0.cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut number: Vec<Option<usize>> = vec![None; count];
    for (_, group, old) in shared {
        if old < count && !number.contains(&Some(old)) {
            number.iter_mut().skip(group).take(1).filter(|place| place.is_none()).for_each(|place| *place = Some(old));
        }
    }
    let mut by_size: Vec<usize> = (0..count).collect();
    by_size.sort_by_key(|group| std::cmp::Reverse(members.get(*group).copied()));
    for group in by_size {
        let free = (0..count).find(|number_of| !number.contains(&Some(*number_of)));
        number.iter_mut().skip(group).take(1).filter(|place| place.is_none()).for_each(|place| *place = free);
    }
    for placed in participants {
        placed.group = placed.group.and_then(|group| number.get(group).copied().flatten());
    }
}

fn described(group: usize, participants: &[Placed], statements: &[Statement]) -> Group {
    let inside: Vec<&Placed> = participants.iter().filter(|placed| placed.group == Some(group)).collect();
    let members = inside.len();
    let middle =
        |along: fn(&Placed) -> f64| inside.iter().map(|placed| along(placed)).sum::<f64>() / members.max(1) as f64;
    let best = representative(statements, group).into_iter();
    let representative = best.filter_map(|at| statements.get(at).map(|statement| statement.id)).collect();
    Group { id: group, members, x: middle(|placed| placed.x), y: middle(|placed| placed.y), representative }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who voted on one statement of four is moved out twice as far as that vote alone would put them.
    #[test]
    fn who_said_little_is_moved_out() {
        let axes = Axes {
            means: vec![0.5, -0.5, 0.0, 0.0],
            axes: [vec![0.6, 0.8, 0.0, 0.0], vec![0.8, -0.6, 0.0, 0.0]],
            explained: [0.5, 0.3],
        };
        let near = |point: Point, x: f64, y: f64| (point[0] - x).abs() < 1e-12 && (point[1] - y).abs() < 1e-12;
        // From the mean 0.5 to 1 it is 0.5; twice that along (0.6, 0.8).
        assert!(near(placed(&axes, &[(0, Vote::Agree)], 4), 0.6, 0.8));
        // Two of four: √2 times 0.5 on the first and -0.5 on the second.
        let point = placed(&axes, &[(0, Vote::Agree), (1, Vote::Disagree)], 4);
        assert!(near(point, 2_f64.sqrt() * (0.3 - 0.4), 2_f64.sqrt() * (0.4 + 0.3)), "{point:?}");
        assert!(near(placed(&axes, &[], 4), 0.0, 0.0));
    }

    fn of(id: u64, group: Option<usize>) -> Placed {
        Placed { id, x: 0.0, y: 0.0, group }
    }

    /// The largest group is the first; with a map before, each keeps the number under which most of its members were.
    #[test]
    fn groups_keep_their_numbers() {
        let mut first: Vec<Placed> =
            [2, 2, 0, 1, 1, 1].iter().zip(0..).map(|(group, id)| of(id, Some(*group))).collect();
        first.push(of(9, None));
        renumber(&mut first, 3, None);
        let groups = |placed: &[Placed]| placed.iter().map(|placed| placed.group).collect::<Vec<_>>();
        assert_eq!(groups(&first), [Some(1), Some(1), Some(2), Some(0), Some(0), Some(0), None]);
        let before = Map {
            groups: (0..3).map(|group| described(group, &first, &[])).collect(),
            participants: first,
            statements: vec![],
            silhouette: 0.0,
            explained: [0.0; 2],
            votes: 0,
            possible: 0,
            missing: 0.0,
            axes: Axes::default(),
        };
        // The two of group 1 are in a group with five new ones; of the three of group 0 one has left for group 2.
        let now = [0, 0, 1, 2, 2, 1, 0, 0, 0, 0];
        let mut then: Vec<Placed> =
            now.iter().zip([0, 1, 2, 3, 4, 5, 20, 21, 22, 23]).map(|(group, id)| of(id, Some(*group))).collect();
        renumber(&mut then, 3, Some(&before));
        assert_eq!(groups(&then)[..6], [Some(1), Some(1), Some(2), Some(0), Some(0), Some(2)]);
        assert!(groups(&then)[6..].iter().all(|group| *group == Some(1)));
    }

    #[test]
    fn a_group_stands_in_the_middle_of_its_members() {
        let at = |id, x, y, group| Placed { id, x, y, group };
        let all =
            [at(1, 1.0, 5.0, Some(0)), at(2, 3.0, -1.0, Some(0)), at(3, 9.0, 9.0, Some(1)), at(4, 9.0, 9.0, None)];
        let group = described(0, &all, &[]);
        assert_eq!((group.members, group.x, group.y), (2, 2.0, 2.0));
    }
}
