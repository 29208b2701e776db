// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A draw as a file, signed by the community: what was fixed beforehand and, once it was made, what was told and who was
//! drawn. Whoever has the file draws again, without a node or a network.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tequio_deliberation::sortition::{Draw, Terms, Unsound};
use tequio_fediverse::proof::ProofError;

use crate::{
    decide::decisions::acta::{Untrue, sign, signed},
    spine::{id::Id, keys::CommunitySecret, world::Micros},
};

/// The form of these files.
pub const FORMAT: u32 = 1;

/// All of a draw that a member sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sorteo {
    /// [`FORMAT`].
    pub sorteo: u32,
    /// What the community is called.
    pub community: String,
    /// Its key, as a Multikey.
    pub key: String,
    /// Where the draw is found.
    pub address: String,
    /// What it is for.
    pub title: String,
    /// What was fixed.
    pub terms: Terms<Id>,
    /// What was told after, and who was drawn by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
    /// How the people on the roll are called, but those whose names were erased.
    pub people: BTreeMap<Id, String>,
}

/// What was told after, and who was drawn by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The nonce.
    pub nonce: String,
    /// The numbers.
    pub numbers: String,
    /// Who was drawn, first who was drawn first: as many as seats, then those who may step in.
    pub people: Vec<Id>,
}

/// Why a file is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unheld {
    /// It is no such file, or another one than the community signed.
    #[error(transparent)]
    Untrue(#[from] Untrue),
    /// Nobody can be drawn so.
    #[error(transparent)]
    Unsound(#[from] Unsound),
    /// Others are drawn by these numbers.
    #[error("others are drawn by these numbers")]
    Others,
}

/// A draw that holds.
#[derive(Debug)]
pub struct Held {
    /// What it says.
    pub sorteo: Sorteo,
    /// When it was signed, by its own word.
    pub signed: Option<jiff::Timestamp>,
}

impl Sorteo {
    /// Signs it.
    ///
    /// # Errors
    /// When it has no canonical form.
    pub fn signed(&self, secret: &CommunitySecret, at: Micros) -> Result<Value, ProofError> {
        sign(self, secret, at)
    }

    /// The draw, once it was made.
    pub fn draw(&self) -> Option<Draw<Id>> {
        let Drawn { nonce, numbers, .. } = self.drawn.clone()?;
        Some(Draw { terms: self.terms.clone(), nonce, numbers })
    }

    /// How somebody is called.
    pub fn name<'n>(&'n self, person: &'n Id, nobody: &'n str) -> &'n str {
        self.people.get(person).map_or(nobody, String::as_str)
    }

    /// Reads a file and draws again; `wanted` is the key that must have signed it.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn verify(document: &Value, wanted: Option<&str>) -> Result<Held, Unheld> {
        let form = |error: String| Unheld::Untrue(Untrue::Form(error));
        let sorteo: Self = serde_json::from_value(document.clone()).map_err(|error| form(error.to_string()))?;
        if sorteo.sorteo != FORMAT {
            return Err(form(format!("{} ≠ {FORMAT}", sorteo.sorteo)));
        }
        let signed = signed(document, &sorteo.key, wanted)?;
        if let Some(flaw) = sorteo.terms.flaw() {
            return Err(flaw.into());
        }
        if let (Some(draw), Some(drawn)) = (sorteo.draw(), &sorteo.drawn)
            && draw.drawn()? != drawn.people
        {
            return Err(Unheld::Others);
        }
        Ok(Held { sorteo, signed })
    }
}

#[cfg(test)]
mod tests {
    use tequio_deliberation::Digest;

    use crate::decide::decisions::acta::key;

    use super::*;

    fn secret() -> CommunitySecret {
        CommunitySecret::from_seed(&[7; 32]).unwrap()
    }

    fn sample() -> Sorteo {
        let roll: Vec<Id> = (1..=5).map(|number| Id::from_bytes([number; 16])).collect();
        let source = "Melate, 2026-11-28".to_owned();
        let terms = Terms { roll, seats: 2, alternates: 1, source, nonce: Digest::of(b"7Q2M") };
        let draw = Draw { terms: terms.clone(), nonce: "7Q2M".to_owned(), numbers: "05 12 33".to_owned() };
        let people = draw.drawn().unwrap();
        Sorteo {
            sorteo: FORMAT,
            community: "Etla".to_owned(),
            key: key(&secret()),
            address: "https://etla.example/decide/draws/x".to_owned(),
            title: "Quién revisa las cuentas".to_owned(),
            terms,
            drawn: Some(Drawn { nonce: draw.nonce, numbers: draw.numbers, people }),
            people: BTreeMap::new(),
        }
    }

    fn verified(sorteo: &Sorteo) -> Result<Held, Unheld> {
        Sorteo::verify(&sorteo.signed(&secret(), 1_790_000_000_000_000).unwrap(), Some(&key(&secret())))
    }

    #[test]
    fn what_was_signed_holds_and_nothing_else() {
        assert_eq!(verified(&sample()).unwrap().sorteo, sample());
        assert!(verified(&Sorteo { drawn: None, ..sample() }).is_ok(), "before it is drawn");
        let whole = sample().signed(&secret(), 0).unwrap();
        for (path, value) in [("/title", "Otra cosa"), ("/drawn/numbers", "05 12 34"), ("/terms/source", "Tris")] {
            let mut changed = whole.clone();
            *changed.pointer_mut(path).unwrap() = value.into();
            let wrong = Unheld::Untrue(Untrue::Signature(ProofError::Wrong));
            assert_eq!(Sorteo::verify(&changed, None).unwrap_err(), wrong, "{path}");
        }
        let other = Sorteo::verify(&whole, Some("z6MkOther")).unwrap_err();
        assert!(matches!(other, Unheld::Untrue(Untrue::Key(_))));
    }

    #[test]
    fn who_has_the_key_cannot_sign_what_was_not_drawn() {
        let with = |change: fn(&mut Drawn)| {
            let mut sorteo = sample();
            change(sorteo.drawn.as_mut().unwrap());
            verified(&sorteo).unwrap_err()
        };
        assert_eq!(with(|drawn| drawn.people.swap(0, 1)), Unheld::Others);
        assert_eq!(with(|drawn| drawn.people.truncate(2)), Unheld::Others);
        assert_eq!(with(|drawn| drawn.nonce = "7Q2N".to_owned()), Unheld::Unsound(Unsound::Nonce));
        assert_eq!(with(|drawn| drawn.numbers = "05, 12".to_owned()), Unheld::Unsound(Unsound::Numbers));
        let mut twice = sample();
        twice.terms.roll.push(twice.terms.roll[0]);
        assert_eq!(verified(&twice).unwrap_err(), Unheld::Unsound(Unsound::Twice));
    }
}
