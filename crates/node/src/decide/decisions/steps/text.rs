// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The text while it is worked on: other wordings of a paragraph, and a new version of the whole.

use std::ops::Range;

use tequio_deliberation::life::{Action, Class, Fate};

use crate::{
    decide::decisions::{
        classes,
        commands::PlaceAt,
        recording::KEEPERS,
        rules::{self, digest, paragraphs, places},
        store,
    },
    spine::{
        communities,
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
        let present = paragraph(step, self.version, self.paragraph).await?;
        let mut fields = Fields::default();
        let words = self.words.replace("\r\n", "\n");
        if words.trim() == present {
            fields.error("words", "field-amendment-same");
        }
        fields.finish()?;
        let amendment = step.word("words", &words).await?;
        let (version, paragraph) = (self.version, self.paragraph);
        step.beside.places.push(PlaceAt { words: amendment, version, paragraph });
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
                let at = same_paragraph(&before, paragraph, &body).ok_or_else(edited_meanwhile)?;
                let mut text = body.clone();
                text.replace_range(at, words.trim());
                let text = replace(step, version, Draft { body: text, ..draft }).await?;
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

/// The paragraph of the present text that somebody read, which must be this version.
pub(super) async fn paragraph(step: &mut Going<'_, '_, '_>, version: i64, number: i64) -> Result<String> {
    let (present, body, _) = text_of(step).await?;
    if version != present {
        return Err(edited_meanwhile());
    }
    let place = number.checked_sub(1).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| paragraphs(&body).get(place).map(|text| (*text).to_owned())).ok_or_else(not_found)
}

/// Where the paragraph stands by now that had this number in the text before: the one that reads the same; of several
/// alike, the one that is as many of them further down, if there are as many as before.
fn same_paragraph(before: &str, number: i64, now: &str) -> Option<Range<usize>> {
    let place = usize::try_from(number.checked_sub(1)?).ok()?;
    let then = paragraphs(before);
    let wanted = *then.get(place)?;
    let rank = then.get(..place)?.iter().filter(|one| **one == wanted).count();
    let many = then.iter().filter(|one| **one == wanted).count();
    let mut alike: Vec<Range<usize>> =
        places(now).into_iter().filter(|place| now.get(place.clone()) == Some(wanted)).collect();
    (rank < alike.len() && many == alike.len()).then(|| alike.swap_remove(rank))
}

/// Says that the last change, which was called a slip of the pen, changed what the text means.
#[derive(Debug, Clone)]
pub struct ContestEdit {
    /// The version that they read.
    pub version: i64,
}

impl Deed for ContestEdit {
    const NAME: &'static str = "decision.contest-edit";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let (version, ..) = text_of(step).await?;
        if version != self.version {
            return Err(edited_meanwhile());
        }
        step.act(Action::ContestEdit)
    }
}

/// Puts another class in the place of the one that a proposal is to set: who keeps it does.
#[derive(Debug, Clone)]
pub struct Reclass {
    /// The digest of the text that they read, with the class that it was to set.
    pub text: String,
    /// The class.
    pub class: Box<Class<Id>>,
}

impl Deed for Reclass {
    const NAME: &'static str = "decision.reclass";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        entries::commands::may_change(step.context, step.decision, KEEPERS).await?;
        if step.life().text.to_string() != self.text {
            return Err(edited_meanwhile());
        }
        let before: Option<(Option<String>,)> =
            step.context.tx.optional(&store::PROPOSED_CLASS, args![step.decision]).await?;
        let before = before.and_then(|(class,)| class).ok_or_else(not_found)?;
        let kind = classes::read(&before)?.kind;
        let community = step.context.community;
        let settings: Option<(String, String, i64)> =
            step.context.tx.optional(&communities::store::SETTINGS, args![community]).await?;
        let people = settings.map_or(1, |(.., active)| active);
        let standing = classes::standing(step.context.tx, community, people).await?;
        if self.class.kind != kind || classes::flaw(standing, &self.class, people).is_some() {
            return Err(conflict("error-decision-flaw"));
        }
        let (_, _, draft) = text_of(step).await?;
        let salt = step.context.id().to_string();
        let text = digest(&salt, &draft.title, &draft.body, Some(&classes::written(&self.class)?));
        step.beside.salt = Some(step.context.seal(step.decision, None, &salt).await?);
        step.beside.class = Some(self.class);
        step.act(Action::Edit { text, substantive: true })
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
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    rules::check_paragraphs(&draft.body, &mut fields);
    fields.finish()?;
    let revised = entries::revise(step.context, step.decision, base, &draft, KEEPERS).await?;
    step.entry.push(revised);
    let salt = step.context.id().to_string();
    let class: Option<(Option<String>,)> =
        step.context.tx.optional(&store::PROPOSED_CLASS, args![step.decision]).await?;
    let class = class.and_then(|(class,)| class);
    let text = digest(&salt, &draft.title, &draft.body, class.as_deref());
    step.beside.salt = Some(step.context.seal(step.decision, None, &salt).await?);
    Ok(text)
}
