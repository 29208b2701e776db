// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What may be said of a machine, in which order, and for how long it is kept.

use crate::spine::{
    choices::choices,
    world::{DAY, Micros},
};

/// For how many days after its date a fest may keep what was said of machines.
pub const KEEP_DAYS: [i64; 3] = [7, 30, 90];
/// What a minor brought is kept no longer than so many days.
pub const MINORS_KEPT: i64 = 7;
/// The most machines of a fest: more than a community receives in a day, and a table that nobody fills.
pub const MACHINES_LIMIT: i64 = 500;

choices! {
    /// What somebody comes for.
    Wish {
        /// A free system in place of what is there.
        Install = "install",
        /// A free system beside what is there.
        Dual = "dual",
        /// To see it run from a stick.
        Try = "try",
        /// To know how free the machine is.
        Look = "look",
        /// Help with free software that is there already.
        Help = "help",
    }
    /// Where a machine is.
    State {
        /// Received; nobody has begun.
        Waiting = "waiting",
        /// Somebody is at it.
        Working = "working",
        /// It can be taken home.
        Ready = "ready",
        /// It was.
        Gone = "gone",
    }
    /// What became of the documents before the disk was touched.
    Backup {
        /// They were copied, and the copy compared with them.
        Verified = "verified",
        /// Its owner signed that they want none.
        Refused = "refused",
        /// There is nothing on it to keep.
        Nothing = "nothing",
    }
    /// With what a machine went home.
    Outcome {
        /// A free system alone.
        Installed = "installed",
        /// A free system beside the other.
        Dual = "dual",
        /// As it came: it was tried, looked at or helped with.
        Live = "live",
        /// As it came, since a part of it does not work with free software.
        Blocked = "blocked",
        /// It left before anything came of it.
        Left = "left",
    }
    /// What is tried with its owner before they go.
    Part {
        /// The network without a cable.
        Wifi = "wifi",
        /// Sound.
        Sound = "sound",
        /// Their printer.
        Printer = "printer",
        /// Closing the lid, and opening it.
        Suspend = "suspend",
        /// Their own documents.
        Documents = "documents",
    }
    /// Whether it works.
    Works {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// It was not tried, or the machine has no such part.
        Untried = "untried",
    }
}

impl Wish {
    /// Whether it writes on the disk on which somebody's documents are.
    pub const fn touches_the_disk(self) -> bool {
        matches!(self, Self::Install | Self::Dual)
    }
}

impl Outcome {
    /// Whether it takes that something became of the documents before.
    pub const fn touched_the_disk(self) -> bool {
        matches!(self, Self::Installed | Self::Dual)
    }
}

/// When what was said of machines is purged: of the minors' ones first.
pub fn purge_at(ends_at: Micros, keep_days: i64, minors: bool) -> Micros {
    let days = if minors { keep_days.min(MINORS_KEPT) } else { keep_days };
    ends_at + days * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minors_are_forgotten_first() {
        let after = |keep, minors| purge_at(0, keep, minors) / DAY;
        assert_eq!(KEEP_DAYS.map(|keep| (after(keep, false), after(keep, true))), [(7, 7), (30, 7), (90, 7)]);
    }

    #[test]
    fn every_word_names_its_choice() {
        for (outcome, word) in Outcome::ALL.iter().zip(Outcome::WORDS) {
            assert_eq!(Outcome::named(word), Some(*outcome));
        }
        assert_eq!(State::named("lost"), None);
        let touching: Vec<_> = Wish::ALL.iter().filter(|wish| wish.touches_the_disk()).collect();
        assert_eq!(touching, [&Wish::Install, &Wish::Dual]);
    }
}
