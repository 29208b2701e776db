// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The outcome of a round of consent (sociocratic consent: Endenburg 1981; here with standing aside and carried dissent).

use super::{
    event::Outcome,
    objection::{Disposition, Objection, Stance, Weight},
};
use crate::share::Share;

/// What a round ends in, given the stances of those who took part, the size of the roll and what became of the
/// objections. None while an objection is open: a round never ends over somebody's head.
///
/// A principled objection that was upheld blocks, another one that was upheld sends the text back; both weigh more than
/// any number. Then enough must have taken part, and enough of these must agree. Standing aside is taking part without
/// agreeing.
pub fn outcome<'o, I: 'o>(
    stances: impl IntoIterator<Item = Stance>,
    roll: usize,
    objections: impl IntoIterator<Item = &'o Objection<I>>,
    quorum: Share,
    agreement: Share,
) -> Option<Outcome> {
    let (mut upheld, mut blocks) = (false, false);
    for objection in objections {
        let ended = objection.disposition?;
        upheld |= ended == Disposition::Upheld;
        blocks |= ended == Disposition::Upheld && objection.weight == Weight::Principled;
    }
    let (mut part, mut agree) = (0, 0);
    for stance in stances {
        part += 1;
        agree += usize::from(stance == Stance::Agree);
    }
    Some(if blocks {
        Outcome::Blocked
    } else if upheld {
        Outcome::Returned
    } else if part == 0 || !quorum.is_reached(part, roll) {
        Outcome::NoQuorum
    } else if agree == 0 || !agreement.is_reached(agree, part) {
        Outcome::TooFewAgree
    } else {
        Outcome::Adopted
    })
}
