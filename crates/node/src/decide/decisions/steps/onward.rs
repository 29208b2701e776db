// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From stage to stage, and what each asks for: sponsors, who is affected, consequences, earlier agreements.

use data_encoding::BASE32_NOPAD;
use tequio_deliberation::{
    Digest,
    life::{Action, Dimension, Relation, Span, Stage},
};

use crate::{
    decide::decisions::{
        commands::mandate,
        recording::KEEPERS,
        rules::{chooses, review_default},
        store,
    },
    spine::{
        entries,
        id::Id,
        members,
        refusal::{Result, conflict, not_found},
    },
    store::args,
};

use super::{Deed, Going, effects::may_ratify};

/// Takes it to the next stage, for which nothing is missing. Any member may: what it takes, the rules say.
#[derive(Debug, Clone)]
pub struct Onward {
    /// The stage that they saw: who comes late does not go two steps.
    pub from: Stage,
    /// How long after it is agreed it is reviewed, where the text becomes firm; the usual time if nobody says.
    pub review_in: Option<Span>,
}

impl Deed for Onward {
    const NAME: &'static str = "decision.onward";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        if step.life().stage != self.from {
            return Err(conflict("error-decision-stage"));
        }
        let action = match self.from {
            Stage::Draft => {
                // Who wrote it says when it is announced.
                entries::commands::may_change(step.context, step.decision, KEEPERS).await?;
                Action::Call
            }
            Stage::Call => Action::OpenClarification,
            Stage::Clarification => Action::OpenDeliberation,
            Stage::Deliberation => Action::OpenIntegration,
            Stage::Integration => {
                if step.life().options.is_empty() && mandate(step.context.tx, step.decision).await?.is_some() {
                    return Err(conflict("error-decision-nobody-stands"));
                }
                let community = step.context.community;
                let roll: Vec<(Id,)> = step.context.tx.all(&members::store::ALL_ACTIVE, args![community]).await?;
                let review_in = self.review_in.unwrap_or_else(|| review_default(&step.life().class));
                // By what ties will be broken among options, nobody shall know before all have voted.
                let mut seed = None;
                if chooses(step.life()) {
                    let chance: [u8; 16] = step.context.chance();
                    let text = BASE32_NOPAD.encode(&chance);
                    step.beside.seed = Some(step.context.seal(step.decision, None, &text).await?);
                    seed = Some(Digest::of(text.as_bytes()));
                }
                Action::Freeze { roll: roll.into_iter().map(|(member,)| member).collect(), review_in, seed }
            }
            Stage::Frozen => Action::OpenVoting,
            Stage::Consent => Action::CloseVoting,
            _ => return Err(conflict("error-decision-stage")),
        };
        step.act(action)
    }
}

/// Stands behind its being discussed.
#[derive(Debug, Clone)]
pub struct Sponsor;

impl Deed for Sponsor {
    const NAME: &'static str = "decision.sponsor";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::Sponsor)
    }
}

/// Says who is affected.
#[derive(Debug, Clone)]
pub struct NameAffected {
    /// In words.
    pub words: String,
}

impl Deed for NameAffected {
    const NAME: &'static str = "decision.name-affected";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let words = step.word("words", &self.words).await?;
        step.act(Action::NameAffected { words })
    }
}

/// Says what it will do.
#[derive(Debug, Clone)]
pub struct StateImpact {
    /// To what.
    pub dimension: Dimension,
    /// In words.
    pub words: String,
}

impl Deed for StateImpact {
    const NAME: &'static str = "decision.state-impact";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let words = step.word("words", &self.words).await?;
        step.act(Action::StateImpact { dimension: self.dimension, words })
    }
}

/// Says what it will do to all that is asked: what is said of each that was not said so before.
#[derive(Debug, Clone)]
pub struct Foresee {
    /// In words, or nothing.
    pub words: Vec<(Dimension, String)>,
}

impl Deed for Foresee {
    const NAME: &'static str = "decision.foresee";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let known: Vec<(Id, Option<String>)> = step.context.tx.all(&store::WORDS, args![step.decision]).await?;
        let mut said = false;
        for (dimension, text) in self.words {
            let before = step.life().impact.get(&dimension).and_then(|id| known.iter().find(|(known, _)| known == id));
            let same = before.is_some_and(|(_, words)| words.as_deref() == Some(text.trim()));
            if text.trim().is_empty() || same {
                continue;
            }
            let words = step.word("effects", &text).await?;
            step.act(Action::StateImpact { dimension, words })?;
            said = true;
        }
        if said { Ok(()) } else { Err(conflict("error-decision-already")) }
    }
}

/// Records a search for earlier agreements, and what it found.
#[derive(Debug, Clone)]
pub struct SearchEarlier {
    /// What was searched.
    pub words: String,
    /// The agreements that were found, as far as they bind.
    pub found: Vec<Id>,
}

impl Deed for SearchEarlier {
    const NAME: &'static str = "decision.search-earlier";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let words = step.word("words", &self.words).await?;
        let mut found = Vec::new();
        for other in self.found {
            entries::commands::may_see(step.context, other).await?;
            let binds: Option<(bool,)> = step.context.tx.optional(&store::BINDS, args![other]).await?;
            if other != step.decision && binds == Some((true,)) {
                found.push(other);
            }
        }
        step.act(Action::SearchEarlier { words, found })
    }
}

/// Says how it stands to an earlier agreement.
#[derive(Debug, Clone)]
pub struct MarkEarlier {
    /// Which.
    pub other: Id,
    /// How.
    pub relation: Relation,
}

impl Deed for MarkEarlier {
    const NAME: &'static str = "decision.mark-earlier";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        if !step.life().earlier.contains_key(&self.other) {
            return Err(not_found());
        }
        if self.relation == Relation::Ratifies {
            let kind = step.life().class.kind;
            may_ratify(step.context, self.other, kind).await?;
        }
        step.act(Action::MarkEarlier { decision: self.other, relation: self.relation })
    }
}

/// Takes one's own proposal back, before its text is firm.
#[derive(Debug, Clone)]
pub struct Withdraw {
    /// Why.
    pub words: String,
}

impl Deed for Withdraw {
    const NAME: &'static str = "decision.withdraw";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let words = step.word("words", &self.words).await?;
        step.act(Action::Withdraw { words })
    }
}
