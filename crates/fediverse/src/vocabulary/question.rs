// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions and the votes that answer them.
//!
//! Whose server a voter is on can write their vote: a count over the federation is advice, never a
//! decision.

use serde_json::{Value, json};

use super::value::{Writer, count, id, ids, instant, is, kind, many, text};
use super::{ReadError, id_of};

/// A question with choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Who asks.
    pub attributed_to: Vec<String>,
    /// What is asked (HTML).
    pub content: Option<String>,
    /// The choices, at most [`super::MAX_LIST`].
    pub choices: Vec<Choice>,
    /// Whether several may be chosen (`anyOf`).
    pub several: bool,
    /// Until when.
    pub end: Option<jiff::Timestamp>,
    /// When it was closed.
    pub closed: Option<jiff::Timestamp>,
    /// How many people answered.
    pub voters: Option<u64>,
    /// Addressees.
    pub to: Vec<String>,
    /// Further addressees.
    pub cc: Vec<String>,
    /// When it was asked.
    pub published: Option<jiff::Timestamp>,
}

/// A choice, and how many chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its words; a vote repeats them.
    pub name: String,
    /// How many chose it.
    pub votes: u64,
}

/// A vote: a Note with a name, without words of its own, that answers a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The vote's id.
    pub id: String,
    /// Whose it is.
    pub voter: String,
    /// The question.
    pub question: String,
    /// The choice's words.
    pub choice: String,
}

impl Question {
    /// Reads a question.
    ///
    /// # Errors
    ///
    /// [`ReadError`] for what is no Question, or lacks an id or choices.
    pub fn read(value: &Value) -> Result<Question, ReadError> {
        if !is(value, "Question") {
            return Err(ReadError::Kind { expected: "a Question", found: kind(value) });
        }
        let several = many(value.get("anyOf")).next().is_some();
        let choices: Vec<Choice> = many(value.get(if several { "anyOf" } else { "oneOf" }))
            .filter_map(|choice| {
                let votes = choice.get("replies").and_then(|replies| count(replies, "totalItems")).unwrap_or(0);
                Some(Choice { name: text(choice, "name")?, votes })
            })
            .collect();
        if choices.is_empty() {
            return Err(ReadError::Missing("oneOf"));
        }
        Ok(Question {
            id: id_of(value).ok_or(ReadError::Missing("id"))?.to_owned(),
            attributed_to: ids(value, "attributedTo"),
            content: text(value, "content").or_else(|| text(value, "name")),
            choices,
            several,
            end: instant(value, "endTime"),
            closed: instant(value, "closed"),
            voters: count(value, "votersCount"),
            to: ids(value, "to"),
            cc: ids(value, "cc"),
            published: instant(value, "published"),
        })
    }

    /// The question as JSON, without `@context`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut writer = Writer::new("Question");
        writer.set("id", self.id.clone());
        match self.attributed_to.as_slice() {
            [one] => writer.set("attributedTo", one.clone()),
            several => writer.list("attributedTo", several.to_vec()),
        }
        writer.maybe("content", self.content.clone());
        let choice = |choice: &Choice| {
            json!({
                "type": "Note",
                "name": choice.name,
                "replies": { "type": "Collection", "totalItems": choice.votes },
            })
        };
        writer.list(if self.several { "anyOf" } else { "oneOf" }, self.choices.iter().map(choice));
        writer.time("endTime", self.end);
        writer.time("closed", self.closed);
        writer.maybe("votersCount", self.voters);
        writer.list("to", self.to.clone());
        writer.list("cc", self.cc.clone());
        writer.time("published", self.published);
        writer.finish()
    }
}

impl Vote {
    /// Reads a Note as a vote; `None` if it is an ordinary one.
    #[must_use]
    pub fn read(value: &Value) -> Option<Vote> {
        let is_vote = is(value, "Note") && text(value, "content").is_none();
        is_vote.then_some(())?;
        Some(Vote {
            id: id_of(value)?.to_owned(),
            voter: id(value, "attributedTo")?,
            question: id(value, "inReplyTo")?,
            choice: text(value, "name")?,
        })
    }
}
