// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What people without device say of a decision, entered for them by the mandate: raised hands in a round, papers from a box.
//!
//! Whose paper is in, the log says; what papers say is put into the box of secret ballots with them, without a name. Of one
//! paper alone everybody in the room knows whose it is, so several are entered together.

use data_encoding::BASE32_NOPAD;
use tequio_deliberation::{
    Digest,
    life::{Action, Choice, Ground, How, Missing, Stance, Weight},
};

use crate::{
    decide::decisions::{
        self,
        ballots::{self, Count},
        commands::{Beside, life, refuse, word},
        course::Course as Life,
        marks::{Mark, width},
        rules::WORDS_LIMIT,
    },
    spine::{
        command::{Command, Context, Decision},
        entries,
        id::Id,
        mandates,
        refusal::{Fields, Result, conflict, edited_meanwhile, forbidden},
    },
};

use super::{Happened, commands::Course};

/// What they said.
#[derive(Clone)]
pub enum Said {
    /// By a raised hand, the same of all of them; whoever objects says why, and it is one person.
    Hands {
        /// What.
        stance: Stance,
        /// In which words; of an objection the reason.
        words: String,
    },
    /// By papers from a box, as many as people.
    Papers(Vec<Choice>),
}

/// What a command remembers of itself is made of this, so it has no word of the papers.
impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hands { stance, words } => f.debug_tuple("Hands").field(stance).field(words).finish(),
            Self::Papers(papers) => f.debug_tuple("Papers").field(&papers.len()).finish(),
        }
    }
}

/// Enters it.
#[derive(Debug, Clone)]
pub struct Enter {
    /// In which assembly.
    pub assembly: Id,
    /// Of which decision, which the point that is on is about.
    pub decision: Id,
    /// The digest of the text that was read out.
    pub text: String,
    /// Who.
    pub people: Vec<Id>,
    /// What they said.
    pub said: Said,
}

/// Whether somebody may: who coordinates; where nobody does, who leads the assembly.
async fn may(context: &mut Context<'_, '_>, course: &Course) -> Result<()> {
    let (community, at) = (context.community, context.at);
    let holders = mandates::holders(context.tx, community, mandates::Kind::Coordination, at).await?;
    match holders.is_empty() {
        true => super::commands::leads(context, course).await,
        false if context.holds(&[mandates::Kind::Coordination]) => Ok(()),
        false => Err(forbidden("error-assembly-enters")),
    }
}

impl Command for Enter {
    const NAME: &'static str = "assembly.enter";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let Self { assembly, decision, text, people, said } = self;
        entries::commands::may_see(context, assembly).await?;
        entries::commands::may_see(context, decision).await?;
        let mut course = Course::present(context, assembly).await?;
        may(context, &course).await?;
        let how = if matches!(said, Said::Hands { .. }) { How::Hands } else { How::Paper };
        course.take(context, Happened::Entered { decision, how, people: people.clone() })?;
        let kept = life(context.tx, decision).await?;
        let mut life = Life::present(kept, context);
        let Count { ballots, subject: ballot_box } = ballots::count(context, decision, &mut life).await?;
        if life.life.text.to_string() != text {
            return Err(edited_meanwhile());
        }
        let digest = Digest::try_from(text).map_err(|_| edited_meanwhile())?;
        let mut words = Vec::new();
        let mut fields = Fields::default();
        match said {
            Said::Hands { stance, words: text } => {
                let text = match stance {
                    Stance::Object => fields.text("words", &text, WORDS_LIMIT),
                    _ => fields.optional("words", &text, WORDS_LIMIT),
                };
                // Words are somebody's own.
                if !text.is_empty() && people.len() > 1 {
                    fields.error("people", "field-hands-one");
                }
                fields.finish()?;
                let said = match text.is_empty() {
                    true => None,
                    false => Some(word(context, decision, &mut words, &text).await?),
                };
                for person in people {
                    let action = match (stance, said) {
                        (Stance::Object, Some(reason)) => Action::Object {
                            objection: context.id(),
                            weight: Weight::Reasoned,
                            ground: Ground::Harm,
                            reason,
                        },
                        _ => Action::TakeStance { text: digest, stance, words: said },
                    };
                    life.take(context, member, Action::EnterFor { person, said: Box::new(action) })?;
                }
            }
            Said::Papers(papers) => {
                if papers.len() != people.len() {
                    fields.error("papers", "field-papers-count");
                }
                fields.finish()?;
                for person in people {
                    life.take(context, member, Action::EnterFor { person, said: Box::new(Action::Cast) })?;
                }
                let terms = life.life.terms.clone().ok_or_else(|| conflict("error-decision-stage"))?;
                let width = width(terms.options.as_ref());
                for choice in papers {
                    terms.check(&choice).map_err(|flaw| refuse(Missing::Ballot(0, flaw)))?;
                    let receipt = BASE32_NOPAD.encode(&context.chance::<10>());
                    if !ballots::put(context, decision, (receipt, Mark(choice)), width).await? {
                        return Err(conflict("error-conflict"));
                    }
                }
            }
        }
        let beside = Beside { ballots, ballot_box, ..Beside::default() };
        let lived = decisions::Event::lived(context, decision, life.events, words, beside).await?;
        Ok(Decision::about(assembly, [lived.into(), course.logged()]))
    }
}
