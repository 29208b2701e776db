// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The acta of an assembly as a file: all that happened in it and what was said, with the actas of what was agreed, signed by
//! the community. Whoever has the file recomputes it, without a node or a network.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tequio_deliberation::life::{Event as Lived, Instant};
use tequio_fediverse::proof::ProofError;

use crate::{
    decide::decisions::acta::{Acta as Agreement, Untrue, sign, signed},
    spine::{id::Id, keys::CommunitySecret, world::Micros},
};

use super::{Assembly, Happened};

/// The form of actas of assemblies.
pub const FORMAT: u32 = 1;

/// All that a member sees of an assembly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acta {
    /// [`FORMAT`].
    pub assembly: u32,
    /// What the community is called.
    pub community: String,
    /// Its key, as a Multikey.
    pub key: String,
    /// Where the assembly is found.
    pub address: String,
    /// What it was called for.
    pub title: String,
    /// How the people in it are called, but those whose names were erased.
    pub people: BTreeMap<Id, String>,
    /// The words that what happened names, but those that were erased.
    pub words: BTreeMap<Id, String>,
    /// What happened, and when (microseconds since 1970, UTC).
    pub events: Vec<(Micros, Happened)>,
    /// What was agreed in it, but what was removed since.
    pub agreements: BTreeMap<Id, Agreement>,
}

/// An acta that holds.
#[derive(Debug)]
pub struct Held {
    /// What it says.
    pub acta: Acta,
    /// The assembly that was recomputed from it.
    pub assembly: Assembly,
    /// When it was signed, by its own word.
    pub signed: Option<jiff::Timestamp>,
}

impl Acta {
    /// Signs it.
    ///
    /// # Errors
    /// When it has no canonical form.
    pub fn signed(&self, secret: &CommunitySecret, at: Micros) -> Result<Value, ProofError> {
        sign(self, secret, at)
    }

    /// Whether a file is one of an assembly, and not of a decision.
    pub fn is_one(document: &Value) -> bool {
        document.get("assembly").is_some()
    }

    /// Reads an acta and recomputes all that it says; `wanted` is the key that must have signed it.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn verify(document: &Value, wanted: Option<&str>) -> Result<Held, Untrue> {
        let acta: Self = serde_json::from_value(document.clone()).map_err(|error| Untrue::Form(error.to_string()))?;
        if acta.assembly != FORMAT {
            return Err(Untrue::Form(format!("{} ≠ {FORMAT}", acta.assembly)));
        }
        let signed = signed(document, &acta.key, wanted)?;
        let assembly = Assembly::verify(acta.events.iter().map(|(at, event)| (Instant(*at), event)))?;
        let agreed = assembly.points.iter().flat_map(|point| &point.agreed);
        let agreed: BTreeMap<Id, _> = agreed.copied().collect();
        for (id, agreement) in &acta.agreements {
            agreement.recomputed()?;
            // It began with the text that was agreed.
            let began = match agreement.events.first() {
                Some((_, Lived::Drafted { text, .. })) => Some(*text),
                _ => None,
            };
            if began.is_none() || agreed.get(id).copied() != began {
                return Err(Untrue::Text);
            }
        }
        Ok(Held { acta, assembly, signed })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tequio_deliberation::{
        assembly::Point,
        life::{Classes, Contradiction, Span, draft},
    };

    use super::*;
    use crate::decide::decisions::{acta as decided, rules::digest};

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 16])
    }

    fn secret() -> CommunitySecret {
        CommunitySecret::from_seed(&[7; 32]).unwrap()
    }

    fn agreement() -> Agreement {
        let text = digest("sal", "Jueves", "Se abre de 5 a 8.", None);
        let class = Classes::defaults(12, vec![id(9)]).operational;
        Agreement {
            acta: decided::FORMAT,
            community: "Etla".to_owned(),
            key: decided::key(&secret()),
            address: "https://etla.example/decide/x".to_owned(),
            title: "Jueves".to_owned(),
            text: "Se abre de 5 a 8.".to_owned(),
            salt: "sal".to_owned(),
            class: None,
            agreed_on: "2026-11-28".to_owned(),
            people: BTreeMap::new(),
            words: BTreeMap::new(),
            events: vec![(3, draft(id(1), class, text).unwrap())],
        }
    }

    fn sample() -> Acta {
        let text = digest("sal", "Jueves", "Se abre de 5 a 8.", None);
        let points = vec![Point { id: id(20), decision: None, minutes: 10 }];
        Acta {
            assembly: FORMAT,
            community: "Etla".to_owned(),
            key: decided::key(&secret()),
            address: "https://etla.example/decide/assemblies/x".to_owned(),
            title: "Asamblea".to_owned(),
            people: BTreeMap::from([(id(1), "Ana".to_owned())]),
            words: BTreeMap::from([(id(20), "El horario".to_owned())]),
            events: vec![
                (0, Happened::Called { by: id(1), facilitator: id(1), note_taker: id(2), points }),
                (1, Happened::Opened),
                (1, Happened::Attended { present: vec![id(1), id(2)] }),
                (2, Happened::PointOpened { point: id(20) }),
                (3, Happened::Agreed { point: id(20), decision: id(30), text }),
                (4, Happened::Closed { lasts: Span(5) }),
                (9, Happened::Approved),
            ],
            agreements: BTreeMap::from([(id(30), agreement())]),
        }
    }

    fn verified(acta: &Acta) -> Result<(), Untrue> {
        Acta::verify(&acta.signed(&secret(), 0).unwrap(), None).map(drop)
    }

    #[test]
    fn what_was_signed_holds_and_nothing_else() {
        let whole = sample().signed(&secret(), 10).unwrap();
        assert!(Acta::is_one(&whole));
        assert_eq!(Acta::verify(&whole, Some(&decided::key(&secret()))).unwrap().acta, sample());
        for (path, value) in [("/title", json!("Fiesta")), ("/words", json!({})), ("/events/6/0", json!(10))] {
            let mut changed = whole.clone();
            *changed.pointer_mut(path).unwrap() = value;
            assert_eq!(Acta::verify(&changed, None).unwrap_err(), Untrue::Signature(ProofError::Wrong), "{path}");
        }
    }

    #[test]
    fn who_has_the_key_cannot_sign_what_did_not_happen() {
        assert_eq!(verified(&sample()), Ok(()));
        let mut early = sample();
        early.events[6].0 = 8;
        assert_eq!(verified(&early), Err(Untrue::History(Contradiction::Otherwise(7))));
        let mut other = sample();
        other.agreements.get_mut(&id(30)).unwrap().text = "Se abre siempre.".to_owned();
        assert_eq!(verified(&other), Err(Untrue::Text));
        let foreign = Acta { agreements: BTreeMap::from([(id(31), agreement())]), ..sample() };
        assert_eq!(verified(&foreign), Err(Untrue::Text), "it was not agreed there");
        let removed = Acta { agreements: BTreeMap::new(), ..sample() };
        assert_eq!(verified(&removed), Ok(()), "what was removed since is missing, and the rest holds");
    }
}
