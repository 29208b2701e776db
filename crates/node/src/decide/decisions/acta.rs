// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The acta as a file: all that happened in a decision and what was said in it, signed by the community. Whoever has the file
//! recomputes the decision from it, without a node or a network; whose the key is, the printed acta tells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tequio_deliberation::life::{Contradiction, Instant};
use tequio_fediverse::{
    key::{PublicKey, SecretKey},
    proof::{self, ProofError},
};

use crate::spine::{id::Id, keys::CommunitySecret, world::Micros};

use super::{Life, LifeEvent, rules::digest};

/// The form of actas.
pub const FORMAT: u32 = 1;

/// All that a member sees of a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acta {
    /// [`FORMAT`].
    pub acta: u32,
    /// What the community is called.
    pub community: String,
    /// Its key, as a Multikey.
    pub key: String,
    /// Where the decision is found.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// Its text, in Markdown.
    pub text: String,
    /// What is hashed before the text.
    pub salt: String,
    /// The class that it sets, if it sets one, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The day it was agreed; empty until then.
    pub agreed_on: String,
    /// How the people in it are called, but those whose names were erased.
    pub people: BTreeMap<Id, String>,
    /// The words that what happened names, but those that were erased.
    pub words: BTreeMap<Id, String>,
    /// What happened, and when (microseconds since 1970, UTC).
    pub events: Vec<(Micros, LifeEvent)>,
}

/// Why an acta is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untrue {
    /// It is no acta, or of a form that this program does not know.
    #[error("this is no acta: {0}")]
    Form(String),
    /// It was changed, or the key that it names did not sign it.
    #[error("the signature is not that of the key: {0}")]
    Signature(#[from] ProofError),
    /// Another key signed it than the one that was asked for.
    #[error("another key signed it: {0}")]
    Key(String),
    /// The text is not the one that was decided on.
    #[error("the text is not the one that was decided on")]
    Text,
    /// What happened does not follow from the rules.
    #[error(transparent)]
    History(#[from] Contradiction),
}

/// An acta that holds.
#[derive(Debug)]
pub struct Held {
    /// What it says.
    pub acta: Acta,
    /// The decision that was recomputed from it.
    pub life: Life,
    /// When it was signed, by its own word.
    pub signed: Option<jiff::Timestamp>,
}

/// The key of a community as a Multikey: what is compared with the printed acta.
pub fn key(secret: &CommunitySecret) -> String {
    SecretKey::from_ed25519_seed(&secret.signing().to_bytes()).public().to_multikey()
}

/// A document with a community's signature.
///
/// # Errors
/// When it has no canonical form.
pub fn sign(document: &impl Serialize, secret: &CommunitySecret, at: Micros) -> Result<Value, ProofError> {
    let secret = SecretKey::from_ed25519_seed(&secret.signing().to_bytes());
    let mut document = serde_json::to_value(document).map_err(|_| ProofError::Canonical)?;
    let did = secret.public().to_did_key();
    let method = format!("{did}#{}", secret.public().to_multikey());
    let at = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
    proof::attach(&mut document, &secret, &method, at)?;
    Ok(document)
}

/// Whether the key that a document names signed it, and is the one that is wanted; when it was signed, by its own word.
///
/// # Errors
/// It did not, or is not.
pub fn signed(document: &Value, key: &str, wanted: Option<&str>) -> Result<Option<jiff::Timestamp>, Untrue> {
    let public = PublicKey::from_multikey(key).map_err(|error| Untrue::Form(error.to_string()))?;
    let proofs = proof::read(document)?;
    let proof = proofs.first().ok_or(ProofError::Missing)?;
    proof.verify(&public)?;
    match wanted {
        Some(wanted) if wanted != key => Err(Untrue::Key(key.to_owned())),
        _ => Ok(proof.created),
    }
}

impl Acta {
    /// Signs it.
    ///
    /// # Errors
    /// When it has no canonical form.
    pub fn signed(&self, secret: &CommunitySecret, at: Micros) -> Result<Value, ProofError> {
        sign(self, secret, at)
    }

    /// Recomputes what it says, whoever signed it.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn recomputed(&self) -> Result<Life, Untrue> {
        let life = Life::verify(self.events.iter().map(|(at, event)| (Instant(*at), event)))?;
        if digest(&self.salt, &self.title, &self.text, self.class.as_deref()) != life.text {
            return Err(Untrue::Text);
        }
        Ok(life)
    }

    /// Reads an acta and recomputes all that it says; `wanted` is the key that must have signed it.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn verify(document: &Value, wanted: Option<&str>) -> Result<Held, Untrue> {
        let form = |error: String| Untrue::Form(error);
        let acta: Self = serde_json::from_value(document.clone()).map_err(|error| form(error.to_string()))?;
        if acta.acta != FORMAT {
            return Err(form(format!("{} ≠ {FORMAT}", acta.acta)));
        }
        let signed = signed(document, &acta.key, wanted)?;
        let life = acta.recomputed()?;
        Ok(Held { acta, life, signed })
    }
}

#[cfg(test)]
mod tests {
    use tequio_deliberation::life::{Classes, Event as Happened, draft};

    use super::*;

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 16])
    }

    fn secret() -> CommunitySecret {
        CommunitySecret::from_seed(&[7; 32]).unwrap()
    }

    fn sample() -> Acta {
        let class = Classes::defaults(12, vec![id(9)]).operational;
        let text = digest("sal", "Jueves", "Se abre de 5 a 8.", None);
        let at = 1_790_000_000_000_000;
        Acta {
            acta: FORMAT,
            community: "Etla".to_owned(),
            key: key(&secret()),
            address: "https://etla.example/decide/x".to_owned(),
            title: "Jueves".to_owned(),
            text: "Se abre de 5 a 8.".to_owned(),
            salt: "sal".to_owned(),
            class: None,
            agreed_on: String::new(),
            people: BTreeMap::from([(id(1), "Ana".to_owned())]),
            words: BTreeMap::new(),
            events: vec![(at, draft(id(1), class, text).unwrap()), (at + 1, Happened::Sponsored { by: id(2) })],
        }
    }

    #[test]
    fn what_was_signed_holds_and_nothing_else() {
        let whole = sample().signed(&secret(), 1_790_000_000_000_002).unwrap();
        let held = Acta::verify(&whole, Some(&key(&secret()))).unwrap();
        assert_eq!((held.acta, held.life.sponsors.len()), (sample(), 1));
        let changed = |path: &str, value: Value| {
            let mut changed = whole.clone();
            *changed.pointer_mut(path).unwrap() = value;
            Acta::verify(&changed, None).unwrap_err()
        };
        for (path, value) in [
            ("/title", "Viernes".into()),
            ("/people", serde_json::json!({})),
            ("/events/1/0", 1_790_000_000_000_003_i64.into()),
            ("/proof/created", "2026-11-28T00:00:00Z".into()),
        ] {
            assert_eq!(changed(path, value), Untrue::Signature(ProofError::Wrong), "{path}");
        }
        assert!(matches!(changed("/acta", 2.into()), Untrue::Form(_)));
        assert!(matches!(changed("/key", "z6Mk".into()), Untrue::Form(_)));
        assert!(matches!(Acta::verify(&whole, Some("z6MkOther")).unwrap_err(), Untrue::Key(_)));
    }

    #[test]
    fn who_has_the_key_cannot_sign_what_did_not_happen() {
        let signed = |acta: Acta| Acta::verify(&acta.signed(&secret(), 0).unwrap(), None).map(drop);
        signed(sample()).unwrap();
        assert_eq!(signed(Acta { text: "Se abre siempre.".to_owned(), ..sample() }), Err(Untrue::Text));
        let mut adopted = sample();
        adopted.events.push((1_790_000_000_000_002, Happened::NotAdopted));
        assert_eq!(signed(adopted), Err(Untrue::History(Contradiction::Otherwise(3))));
    }
}
