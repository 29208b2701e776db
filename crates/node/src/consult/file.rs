// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A consultation as a file: the call, what each community said to it with its signed acta, and what the publisher makes of
//! it. Whoever has the file recomputes all of it, without a node or a network.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tequio_deliberation::{
    Digest,
    consultation::{Answer, Call, Consultation, End, Flaw, Outcome, Position, Says, Statement, Sums},
    life::{Instant, Stage},
};
use tequio_fediverse::proof::{ProofError, canonical};

use crate::{
    decide::decisions::acta::{self, Acta, Untrue, signed},
    spine::{hidden::one_line, keys::CommunitySecret, world::Micros},
};

/// The form of consultations.
pub const FORMAT: u32 = 1;
/// The most statements of a file: more communities than there are.
pub const STATEMENTS_LIMIT: usize = 100_000;

/// A file as it is read; everything in it is checked on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// [`FORMAT`].
    pub consulta: u32,
    /// The signed [`Called`].
    pub call: Value,
    /// Each a signed [`Told`].
    pub statements: Vec<Value>,
    /// What who published it says that it comes to, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Claim>,
}

/// What a publisher says that a consultation comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// How it ended.
    pub end: End,
    /// The answers to the question that holds, added up.
    pub sums: Sums,
}

/// Words that a digest in the rules stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What it is called.
    pub title: String,
    /// The question, why it is asked, its background and consequences, and whom it affects, in Markdown.
    pub text: String,
}

impl Words {
    /// The digest that stands for them.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_json(self)
    }
}

/// A call, as its community signs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Called {
    /// What the community is called.
    pub community: String,
    /// Its key, as a Multikey.
    pub key: String,
    /// When.
    pub at: Micros,
    /// The rules of it.
    pub call: Call<String>,
    /// The question.
    pub words: Words,
}

/// A statement, as its community signs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// What the community is called.
    pub community: String,
    /// What it says, by the rules.
    pub statement: Statement<String>,
    /// Another wording, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// The signed acta of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acta: Option<Value>,
}

/// Why a file is no consultation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoConsultation {
    /// It has another form.
    #[error("this is no consultation: {0}")]
    Form(String),
    /// The call is not by the key that it names, or was changed.
    #[error("the call: {0}")]
    Call(Untrue),
    /// By these rules nothing can be asked.
    #[error("the call: {0}")]
    Flaw(#[from] Flaw),
}

/// Why a statement is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    /// It was changed, it is not by the key that it names, or its form is another.
    #[error("{0}")]
    Untrue(#[from] Untrue),
    /// It belongs to another consultation.
    #[error("it belongs to another consultation")]
    Elsewhere,
    /// It comes without the wording that it speaks of, or with another.
    #[error("it comes without the wording that it speaks of")]
    Words,
    /// It comes without the acta that it speaks of, or with another.
    #[error("it comes without the acta that it speaks of")]
    Acta,
    /// The acta is not of that community.
    #[error("the acta is of another community")]
    Foreign,
    /// The acta is of something that was not decided.
    #[error("the acta says that it was not decided")]
    Undecided,
    /// It leaves out what was said against it.
    #[error("it leaves out what the acta has against it")]
    Dissent,
}

/// A statement of the file that is left out, by its place from 1, and whose it says to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its place among the statements, from 1.
    pub number: usize,
    /// What its community says to be called; empty where nothing of it can be read.
    pub community: String,
    /// Why.
    pub why: LeftOut,
}

/// A consultation that was recomputed.
#[derive(Debug)]
pub struct Held {
    /// Its call.
    pub called: Called,
    /// What was said in it.
    pub consultation: Consultation<String>,
    /// What it comes to.
    pub outcome: Outcome<String>,
    /// What keys are called, on one line, by what they said with the highest number.
    pub names: BTreeMap<String, String>,
    /// What of the file is left out.
    pub skipped: Vec<Skipped>,
    /// What who published it says otherwise than is found, if it does.
    pub claimed: Option<Claim>,
}

/// The digest by which a signed document is known, a call, a statement or an acta: of all that it says but its signature.
///
/// # Errors
/// When it has no canonical form.
pub fn known_by(document: &Value) -> Result<Digest, Untrue> {
    let mut bare = document.clone();
    if let Some(object) = bare.as_object_mut() {
        object.remove("proof");
    }
    Ok(Digest::of(&canonical(&bare)?))
}

impl Called {
    /// Signs it.
    ///
    /// # Errors
    /// When it has no canonical form.
    pub fn signed(&self, secret: &CommunitySecret) -> Result<Value, ProofError> {
        acta::sign(self, secret, self.at)
    }
}

impl Told {
    /// Signs it.
    ///
    /// # Errors
    /// When it has no canonical form.
    pub fn signed(&self, secret: &CommunitySecret) -> Result<Value, ProofError> {
        acta::sign(self, secret, self.statement.at.0)
    }

    /// Whether it holds by itself: its signature, its words and its acta.
    fn check(&self, document: &Value, of: Digest) -> Result<(), LeftOut> {
        signed(document, &self.statement.by, None)?;
        if self.statement.of != of {
            return Err(LeftOut::Elsewhere);
        }
        match &self.statement.says {
            Says::Reworded { text, .. } | Says::Proposed { text, .. } => {
                let digest = self.words.as_ref().map(Words::digest);
                if digest == Some(*text) { Ok(()) } else { Err(LeftOut::Words) }
            }
            Says::Answered(answer) => self.decided(answer),
            _ => Ok(()),
        }
    }

    /// Whether an answer is what its acta says.
    fn decided(&self, answer: &Answer) -> Result<(), LeftOut> {
        let document = self.acta.as_ref().ok_or(LeftOut::Acta)?;
        if known_by(document)? != answer.acta {
            return Err(LeftOut::Acta);
        }
        let held = Acta::verify(document, None)?;
        if held.acta.key != self.statement.by {
            return Err(LeftOut::Foreign);
        }
        let decided = match held.life.stage {
            // What a community could not agree on is a no as well.
            Stage::NotAdopted | Stage::Blocked => answer.position == Position::Object,
            stage => stage.binds(),
        };
        if !decided {
            return Err(LeftOut::Undecided);
        }
        let mut dissent = held.life.dissent.iter().filter_map(|one| held.acta.words.get(&one.words));
        if !dissent.all(|words| answer.dissent.contains(words)) {
            return Err(LeftOut::Dissent);
        }
        Ok(())
    }
}

/// Reads a consultation and recomputes it, as of an instant.
///
/// # Errors
/// Why nothing can be made of it. A statement that does not hold is left out and named, and spoils nothing else.
pub fn verify(document: &Value, now: Micros) -> Result<Held, NoConsultation> {
    let form = |why: String| NoConsultation::Form(why);
    let file = File::deserialize(document).map_err(|error| form(error.to_string()))?;
    if file.consulta != FORMAT {
        return Err(form(format!("{} ≠ {FORMAT}", file.consulta)));
    }
    if file.statements.len() > STATEMENTS_LIMIT {
        return Err(form(format!("{} > {STATEMENTS_LIMIT}", file.statements.len())));
    }
    let called = Called::deserialize(&file.call).map_err(|error| form(error.to_string()))?;
    signed(&file.call, &called.key, None).map_err(NoConsultation::Call)?;
    if called.words.digest() != called.call.text {
        return Err(NoConsultation::Call(Untrue::Text));
    }
    let id = known_by(&file.call).map_err(NoConsultation::Call)?;
    let mut consultation = Consultation::called(id, called.key.clone(), Instant(called.at), called.call.clone())?;
    let mut names = BTreeMap::from([(called.key.clone(), (0, called.community.clone()))]);
    let mut skipped = Vec::new();
    for (number, document) in (1..).zip(&file.statements) {
        let read = Told::deserialize(document).map_err(|error| (String::new(), Untrue::Form(error.to_string()).into()));
        let heard = read.and_then(|told| match told.check(document, id).and_then(|()| Ok(known_by(document)?)) {
            Ok(digest) => Ok((digest, told)),
            Err(why) => Err((told.community, why)),
        });
        match heard {
            Ok((digest, told)) => {
                // The same whatever the order: of two names with one number the later in the alphabet.
                let name = (told.statement.number, told.community);
                let known = names.entry(told.statement.by.clone()).or_insert_with(|| name.clone());
                if name > *known {
                    *known = name;
                }
                consultation.hear(digest, told.statement);
            }
            Err((community, why)) => skipped.push(Skipped { number, community, why }),
        }
    }
    let outcome = consultation.outcome(Instant(now));
    let names = names.into_iter().map(|(key, (_, name))| (key, one_line(&name))).collect();
    let sums = outcome.question.and_then(|question| outcome.sums.get(&question)).copied().unwrap_or_default();
    let found = Claim { end: outcome.end, sums };
    let claimed = file.outcome.filter(|claim| *claim != found);
    Ok(Held { called, consultation, outcome, names, skipped, claimed })
}
