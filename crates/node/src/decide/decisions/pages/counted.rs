// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How far a vote is, and what was counted, in brief: the page of a decision shows it.

use serde::Serialize;
use tequio_deliberation::life::{SECRET_LEAST, Stage};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{
        options::{chosen, money},
        store,
    },
    spine::id::Id,
    store::{Reader, args},
    web::{Failure, Page},
};

use super::{among::places, whole::Whole};

/// How it is voted on, and how the count came about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BallotView {
    /// How many ballots are in.
    pub(super) cast: usize,
    /// Whether the viewer's is.
    pub(super) own: bool,
    /// Whether so few can hardly vote in secret.
    pub(super) few: bool,
    /// How many must take part.
    pub(super) part_needed: usize,
    /// What was counted, on a text.
    pub(super) counted: Option<CountView>,
    /// What was chosen, among options.
    pub(super) elected: Option<ElectedView>,
}

/// What was counted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountView {
    pub(super) yes: u64,
    pub(super) no: u64,
    pub(super) blank: u64,
    /// How many must be for, of those that are for or against; always more than against.
    pub(super) yes_needed: usize,
    /// Whether enough took part, and enough of these were for.
    pub(super) enough_part: bool,
    pub(super) enough_yes: bool,
    /// The ballots in the order of their receipts.
    pub(super) ballots: Vec<Counted>,
}

/// A ballot as it was counted.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct Counted {
    pub(super) receipt: String,
    /// `yes`, `no` or `blank`; among options what it ranks (`3>1=2`) or scores (`1:4 3:2`), by their numbers.
    pub(super) choice: String,
}

/// What was chosen among options.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ElectedView {
    /// What, in the order of election.
    pub(super) chosen: Vec<String>,
    /// Whether "none of these" won before anything else.
    pub(super) none: bool,
    /// How many more could have been chosen.
    pub(super) open_seats: u64,
    /// What is left of the money.
    pub(super) left: Option<String>,
    /// How many were blank.
    pub(super) blank: u64,
    /// Whether enough took part.
    pub(super) enough_part: bool,
}

impl ElectedView {
    /// What was chosen, if options were counted.
    pub(super) fn of(page: &Page, whole: &Whole) -> Option<Self> {
        let life = &whole.life;
        let (counted, terms) = (life.counted.as_ref()?, life.terms.as_ref()?);
        let (election, options) = (counted.election.as_ref()?, terms.options.as_ref()?);
        let names = places(page, whole, options);
        let name = |place: &u32| names.get(*place as usize).cloned();
        let ids = chosen(&whole.life).unwrap_or_default();
        let spent: u64 =
            options.list.iter().filter(|option| ids.contains(&option.id)).filter_map(|option| option.cost).sum();
        let none = u32::try_from(options.list.len()).unwrap_or(u32::MAX);
        Some(Self {
            chosen: election.chosen.iter().filter_map(name).collect(),
            none: election.winners == [none],
            open_seats: options.seats().map_or(0, |seats| (seats as u64).saturating_sub(ids.len() as u64)),
            left: options.by.spends().then(|| money(options.allotted.saturating_sub(spent))),
            blank: counted.blank,
            enough_part: life.class.quorum.is_reached(life.cast.len(), terms.roll.len()),
        })
    }
}

impl BallotView {
    /// The ballot of a decision that has one.
    pub(super) async fn find(
        reader: &mut Reader,
        page: &Page,
        whole: &Whole,
        viewer: Option<Id>,
    ) -> Result<Option<Self>, Failure> {
        let life = &whole.life;
        if life.stage != Stage::Ballot && life.stage != Stage::Count && life.counted.is_none() {
            return Ok(None);
        }
        let roll = life.terms.as_ref().map_or(0, |terms| terms.roll.len());
        let class = &life.class;
        let mut counted = None;
        if let Some(count) = life.counted.as_ref().filter(|count| count.election.is_none()) {
            let sides = usize::try_from(count.yes + count.no).unwrap_or(usize::MAX);
            let yes = usize::try_from(count.yes).unwrap_or(usize::MAX);
            counted = Some(CountView {
                yes: count.yes,
                no: count.no,
                blank: count.blank,
                yes_needed: class.agreement.least(sides).max(sides / 2 + 1),
                enough_part: class.quorum.is_reached(life.cast.len(), roll),
                enough_yes: count.yes > count.no && class.agreement.is_reached(yes, sides),
                ballots: reader.all(&store::BALLOTS, args![whole.entry.id]).await?,
            });
        }
        Ok(Some(Self {
            cast: life.cast.len(),
            own: viewer.is_some_and(|viewer| life.cast.contains(&viewer)),
            few: roll < SECRET_LEAST,
            part_needed: class.quorum.least(roll),
            counted,
            elected: ElectedView::of(page, whole),
        }))
    }
}
