// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The text while it is worked on: other wordings of a paragraph, and a new version of the whole.

use tequio_deliberation::life::{Action, Fate};

use crate::{
    decide::decisions::{
        commands::AmendmentAt,
        recording::KEEPERS,
        rules::{digest, paragraphs},
        store,
    },
    spine::{
        entries::{self, Draft},
        id::Id,
        refusal::{Fields, Result, conflict, edited_meanwhile, not_found},
        viewer::Visibility,
    },
    store::args,
};

use super::{Deed, Going};

/// Proposes another wording of a paragraph.
#[derive(Debug, Clone)]
pub struct Amend {
    /// The version that they read.
    pub version: i64,
    /// Which paragraph, from 1.
    pub paragraph: i64,
    /// How it should read; nothing, and it should go.
    pub words: String,
}

impl Deed for Amend {
    const NAME: &'static str = "decision.amend";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let (version, body, _) = text_of(step).await?;
        if version != self.version {
            return Err(edited_meanwhile());
        }
        let present = usize::try_from(self.paragraph - 1).ok().and_then(|place| paragraphs(&body).get(place).copied());
        let present = present.ok_or_else(not_found)?;
        let mut fields = Fields::default();
        let words = self.words.replace("\r\n", "\n");
        if words.trim() == present {
            fields.error("words", "field-amendment-same");
        }
        fields.finish()?;
        let amendment = step.word("words", &words).await?;
        step.beside.amendments.push(AmendmentAt { amendment, version, paragraph: self.paragraph });
        step.act(Action::Amend { amendment })
    }
}

/// What becomes of an amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settle {
    /// It is taken into the text.
    Accept,
    /// Its author takes it back.
    TakeBack,
    /// It is left out, with a reason.
    Decline(String),
}

/// Settles an amendment: into the text by whoever keeps the proposal.
#[derive(Debug, Clone)]
pub struct SettleAmendment {
    /// Which.
    pub amendment: Id,
    /// How.
    pub how: Settle,
}

impl Deed for SettleAmendment {
    const NAME: &'static str = "decision.settle-amendment";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let amendment = self.amendment;
        match self.how {
            Settle::TakeBack => step.act(Action::WithdrawAmendment { amendment }),
            Settle::Decline(reason) => {
                entries::commands::may_change(step.context, step.decision, KEEPERS).await?;
                let words = step.word("words", &reason).await?;
                step.act(Action::DeclineAmendment { amendment, words })
            }
            Settle::Accept => {
                if step.life().amendments.get(&amendment).is_none_or(|known| known.fate != Fate::Open) {
                    return Err(conflict("error-decision-already"));
                }
                let (version, body, draft) = text_of(step).await?;
                let place: Option<(i64, Option<String>, Option<String>)> =
                    step.context.tx.optional(&store::AMENDMENT, args![step.decision, amendment]).await?;
                let (paragraph, before, words) = place.ok_or_else(not_found)?;
                let (before, words) = (before.unwrap_or_default(), words.unwrap_or_default());
                let old = usize::try_from(paragraph - 1).ok().and_then(|place| paragraphs(&before).get(place).copied());
                // The paragraph is where it reads as it did when somebody wanted it otherwise.
                let old = old.ok_or_else(not_found)?;
                let at = paragraphs(&body).iter().position(|now| *now == old).ok_or_else(edited_meanwhile)?;
                let mut all: Vec<&str> = paragraphs(&body);
                if let Some(slot) = all.get_mut(at) {
                    *slot = words.trim();
                }
                let text = replace(step, version, Draft { body: all.join("\n\n"), ..draft }).await?;
                step.act(Action::AcceptAmendment { amendment, text })
            }
        }
    }
}

/// Writes another text: who keeps the proposal does. What was said of the old one is void.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The version that was edited.
    pub base: i64,
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
    /// Whether its meaning changed, or only a slip of the pen.
    pub substantive: bool,
}

impl Deed for Edit {
    const NAME: &'static str = "decision.edit";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let (_, _, draft) = text_of(step).await?;
        let mut fields = Fields::default();
        let draft = Draft { title: self.title, body: self.body.replace("\r\n", "\n"), ..draft }.checked(&mut fields);
        if draft.body.is_empty() {
            fields.error("body", "field-required");
        }
        fields.finish()?;
        let text = replace(step, self.base, draft).await?;
        step.act(Action::Edit { text, substantive: self.substantive })
    }
}

/// The version, the text, and the whole as a draft.
async fn text_of(step: &mut Going<'_, '_, '_>) -> Result<(i64, String, Draft)> {
    let row: Option<(i64, Option<String>, Option<String>, String, String, i64)> =
        step.context.tx.optional(&store::TEXT, args![step.decision]).await?;
    let (version, title, body, language, licence, visibility) = row.ok_or_else(not_found)?;
    let tags: Vec<(String,)> = step.context.tx.all(&store::TAGS, args![step.decision]).await?;
    let body = body.unwrap_or_default();
    let draft = Draft {
        title: title.unwrap_or_default(),
        body: body.clone(),
        language,
        licence,
        visibility: Visibility::from_number(visibility),
        tags: tags.into_iter().map(|(tag,)| tag).collect(),
        hosts: Vec::new(),
    };
    Ok((version, body, draft))
}

/// Puts another text in the place of version `base`, and gives its digest.
async fn replace(step: &mut Going<'_, '_, '_>, base: i64, draft: Draft) -> Result<tequio_deliberation::Digest> {
    let revised = entries::revise(step.context, step.decision, base, &draft, KEEPERS).await?;
    step.entry.push(revised);
    let salt = step.context.id().to_string();
    let text = digest(&salt, &draft.title, &draft.body);
    step.beside.salt = Some(step.context.seal(step.decision, None, &salt).await?);
    Ok(text)
}
