// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is chosen among: the options, how many or for how much, and how.

use serde::Serialize;
use tequio_deliberation::life::{Choosing, Options};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{
        marks::Mark,
        options::{OPTIONS_LIMIT, chosen, money, told},
        rules::chooses,
    },
    spine::id::Id,
    web::Page,
};

use super::{whole::Whole, work::Who};

/// What is chosen among.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::decide) struct AmongView {
    /// How, by the name that `tequio tally` has for it.
    pub(in crate::decide) method: &'static str,
    /// The same in words.
    pub(in crate::decide) how: String,
    pub(in crate::decide) options: Vec<OptionView>,
    /// How many are chosen, where no money is spent.
    pub(in crate::decide) seats: Option<u64>,
    /// How many pesos there are to spend, where somebody said.
    pub(in crate::decide) money: Option<u64>,
    /// Whether money is spent.
    pub(in crate::decide) spends: bool,
    /// The mandate that those who are chosen receive; then each offers themself.
    pub(in crate::decide) mandate: Option<String>,
    pub(in crate::decide) may_offer: bool,
    pub(in crate::decide) may_allot: bool,
}

/// An option.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::decide) struct OptionView {
    pub(in crate::decide) id: Id,
    /// Its number on the ballot, from 1.
    pub(in crate::decide) number: usize,
    /// What it is called; empty once it is erased.
    pub(in crate::decide) name: String,
    /// What it means.
    pub(in crate::decide) about: String,
    /// What it costs, in pesos.
    pub(in crate::decide) cost: Option<u64>,
    /// Who offered it.
    pub(in crate::decide) by: String,
    pub(in crate::decide) may_take_back: bool,
    /// Whether it was chosen; nothing until ballots are counted.
    pub(in crate::decide) chosen: Option<bool>,
}

impl OptionView {
    /// What it costs, as it is shown.
    pub(in crate::decide) fn price(&self) -> Option<String> {
        self.cost.map(money)
    }
}

impl AmongView {
    /// What a decision chooses among, if it does.
    pub(super) fn of(page: &Page, whole: &Whole, who: Option<Who>) -> Option<Self> {
        let life = &whole.life;
        let mandate = whole.row.mandate.clone();
        let by = life.class.choosing.filter(|_| chooses(life) || mandate.is_some())?;
        let open = life.stage.is_open() && whole.entry.removed_at.is_none();
        let chosen = chosen(life);
        let stands = |member| mandate.is_some() && life.options.values().any(|offered| offered.by == member);
        let option = |((id, offered), number): ((&Id, &tequio_deliberation::life::Offered<Id>), usize)| {
            let (name, about) = names(page, whole, *id);
            OptionView {
                id: *id,
                number,
                name,
                about,
                cost: offered.cost,
                by: whole.names.name(page, offered.by),
                may_take_back: open
                    && (life.options.len() > 1 || mandate.is_some())
                    && who.is_some_and(|who| who.member == offered.by),
                chosen: chosen.as_ref().map(|chosen| chosen.contains(id)),
            }
        };
        Some(Self {
            method: by.method(),
            how: method(page, by),
            options: life.options.iter().zip(1..).map(option).collect(),
            seats: (!by.spends()).then(|| life.allotted.unwrap_or(1)),
            money: life.allotted.filter(|_| by.spends()),
            spends: by.spends(),
            may_offer: open && life.options.len() < OPTIONS_LIMIT && who.is_some_and(|who| !stands(who.member)),
            mandate,
            may_allot: open && who.is_some_and(|who| who.keeps) && by != Choosing::InstantRunoff,
        })
    }

    /// How much there is to spend, as it is shown.
    pub(in crate::decide) fn purse(&self) -> Option<String> {
        self.money.map(money)
    }

    /// What a form begins with: how many, or how much.
    pub(in crate::decide) fn allotted(&self) -> String {
        self.seats.or(self.money).map(|amount| amount.to_string()).unwrap_or_default()
    }
}

/// What an option is called, and the sentence about it. Who stands for a mandate is called as members are.
pub(in crate::decide) fn names(page: &Page, whole: &Whole, option: Id) -> (String, String) {
    let words = whole.words(option).unwrap_or_default();
    if whole.row.mandate.is_some() {
        let by = whole.life.options.get(&option).map(|offered| whole.names.name(page, offered.by));
        return (by.unwrap_or_default(), words);
    }
    let (name, about) = told(&words);
    (name.to_owned(), about.to_owned())
}

/// The names of all places of a ballot: the options, and "none of these" where it stands.
pub(in crate::decide) fn places(page: &Page, whole: &Whole, options: &Options<Id>) -> Vec<String> {
    let each = options.list.iter().map(|option| match names(page, whole, option.id).0 {
        name if name.is_empty() => page.t("message-gone"),
        name => name,
    });
    each.chain((!options.by.spends()).then(|| page.t("option-none"))).collect()
}

/// How options are chosen among, in words.
pub(in crate::decide) fn method(page: &Page, by: Choosing) -> String {
    page.t1(&format!("method-{}", by.method()), "most", by.most())
}

/// What grades are called, from the lowest; where there are others than ours, numbers.
pub(in crate::decide) fn grades(page: &Page, by: Choosing) -> Vec<String> {
    match by {
        Choosing::MajorityJudgment { best: 5 } => (0..=5).map(|grade| page.t(format!("grade-{grade}"))).collect(),
        _ => Vec::new(),
    }
}

/// What a ballot says, with the names of what it speaks of.
pub(in crate::decide) fn spelled(page: &Page, mark: &Mark, names: &[String], by: Option<Choosing>) -> String {
    use tequio_deliberation::life::Choice;
    let name = |place: &u32| names.get(*place as usize).cloned().unwrap_or_default();
    match (&mark.0, by) {
        (Choice::Ranking(groups), _) => {
            let group = |group: &Vec<u32>| group.iter().map(name).collect::<Vec<_>>().join(" = ");
            groups.iter().map(group).collect::<Vec<_>>().join(" > ")
        }
        (Choice::Scores(scores), Some(by)) if by.most() > 1 => {
            let grades = grades(page, by);
            let grade = |score: &u32| grades.get(*score as usize).cloned().unwrap_or_else(|| score.to_string());
            let each = scores.iter().map(|(place, score)| format!("{}: {}", name(place), grade(score)));
            each.collect::<Vec<_>>().join("; ")
        }
        (Choice::Scores(scores), _) => {
            let wanted = scores.iter().filter(|(_, score)| *score > 0);
            wanted.map(|(place, _)| name(place)).collect::<Vec<_>>().join(", ")
        }
        _ => page.t(format!("ballot-{}", mark.told())),
    }
}
