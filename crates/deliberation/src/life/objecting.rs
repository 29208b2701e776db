// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who may raise, tell back and settle an objection, and when.

use super::{
    Id,
    action::Action,
    decide::{Judgement, known},
    event::Event,
    missing::Missing,
    objection::{Disposition, Ground, Objection, Restatement, Weight},
    stage::Stage,
    state::Decision,
    time::Instant,
};

impl<I: Id> Decision<I> {
    pub(super) fn judge_objection(&self, actor: &I, action: Action<I>, now: Instant) -> Judgement<I> {
        let by = actor.clone();
        let deliberated = [Stage::Deliberation, Stage::Integration, Stage::Consent];
        match action {
            Action::Object { .. } | Action::Integrate { .. } | Action::Uphold { .. } | Action::Carry { .. } => {
                self.during(&deliberated)?;
            }
            // What halted express consent can be told back and taken back before it is deliberated.
            _ => known(
                deliberated.contains(&self.stage) || matches!(self.stage, Stage::Call | Stage::Clarification),
                || Missing::Stage(self.stage),
            )?,
        }
        let event = match action {
            Action::Object { objection, weight, ground, reason } => {
                return self.judge_raising(actor, (objection, weight, ground, reason), now);
            }
            Action::SupportObjection { objection } => {
                let raised = self.open_objection(&objection)?;
                known(raised.author != by && !raised.supporters.contains(&by), || Missing::New(by.clone()))?;
                Event::ObjectionSupported { objection, by }
            }
            Action::Restate { objection, words } => {
                self.restater(&objection, actor)?;
                Event::RestatementOffered { objection, by, words }
            }
            Action::RefuseRestatement { objection } => {
                let raised = self.open_objection(&objection)?;
                match raised.restatement {
                    // What is written of a meeting is set right by whoever it is about.
                    Restatement::Confirmed { spoken: true, .. } => known(raised.author == by, || Missing::Author)?,
                    _ => drop(self.answered_by(&objection, actor)?),
                }
                Event::RestatementRefused { objection }
            }
            Action::ConfirmRestatement { objection } => {
                let by = self.answered_by(&objection, actor)?;
                Event::RestatementConfirmed { objection, by, spoken: false }
            }
            Action::RecordRestatement { objection, by } => {
                self.restater(&objection, &by)?;
                Event::RestatementConfirmed { objection, by, spoken: true }
            }
            Action::WithdrawObjection { objection } => {
                known(self.unended(&objection)?.author == by, || Missing::Author)?;
                Event::ObjectionDisposed { objection, disposition: Disposition::Withdrawn }
            }
            Action::Integrate { objection } => {
                let raised = self.unended(&objection)?;
                known(self.version > raised.version, || Missing::Change(objection.clone()))?;
                if raised.author != by {
                    known(raised.restatement.is_done(), || Missing::Restatement(objection.clone()))?;
                    let heard = self.changed + self.class.restatement;
                    known(now >= heard, || Missing::NotBefore(heard))?;
                }
                Event::ObjectionDisposed { objection, disposition: Disposition::Integrated }
            }
            Action::Uphold { objection } => {
                self.settled(&objection)?;
                Event::ObjectionDisposed { objection, disposition: Disposition::Upheld }
            }
            Action::Carry { objection } => {
                let raised = self.settled(&objection)?;
                known(!self.blocks(raised), || Missing::Principle(objection.clone()))?;
                Event::ObjectionDisposed { objection, disposition: Disposition::Carried }
            }
            _ => return Err(Missing::Stage(self.stage)),
        };
        Ok(vec![event])
    }

    /// Whether an objection cannot be passed over: it stands by a principle, and as many share it as the class asks.
    #[must_use]
    pub fn blocks(&self, objection: &Objection<I>) -> bool {
        let shared = u32::try_from(objection.supporters.len()).is_ok_and(|count| count >= self.class.block_support);
        objection.weight == Weight::Principled && shared
    }

    fn judge_raising(
        &self,
        actor: &I,
        (objection, weight, ground, reason): (I, Weight, Ground<I>, I),
        now: Instant,
    ) -> Judgement<I> {
        if self.stage == Stage::Consent {
            self.on_roll(actor)?;
            let ends = self.voting_ends();
            known(now < ends, || Missing::NotAfter(ends))?;
        }
        known(self.objection(&objection).is_none(), || Missing::New(objection.clone()))?;
        // One at a time, and none again to a text on which one's own has ended, but in a later stage what one took back:
        // otherwise a round never ends.
        let mut own = self.objections.iter().filter(|it| it.author == *actor);
        let again = own.find(|it| match it.disposition {
            None => true,
            Some(Disposition::Integrated) => false,
            Some(Disposition::Withdrawn) => it.version == self.version && it.raised >= self.since,
            Some(Disposition::Upheld | Disposition::Carried) => it.version == self.version,
        });
        if let Some(own) = again {
            return Err(Missing::OwnObjection(own.id.clone()));
        }
        let stated = match &ground {
            Ground::Principle(principle) => self.class.principles.contains(principle),
            Ground::Harm => weight == Weight::Reasoned,
        };
        known(stated, || Missing::StatedPrinciple)?;
        let raised = Event::ObjectionRaised { objection, by: actor.clone(), weight, ground, reason };
        Ok(if self.express { vec![raised, Event::ExpressHalted] } else { vec![raised] })
    }

    /// An objection that has not ended.
    fn open_objection(&self, id: &I) -> Result<&Objection<I>, Missing<I>> {
        let objection = self.objection(id).ok_or_else(|| Missing::Known(id.clone()))?;
        known(objection.disposition.is_none(), || Missing::Open(id.clone()))?;
        Ok(objection)
    }

    /// An objection that has not ended, or was upheld and waits for a text that meets it.
    fn unended(&self, id: &I) -> Result<&Objection<I>, Missing<I>> {
        let objection = self.objection(id).ok_or_else(|| Missing::Known(id.clone()))?;
        known(matches!(objection.disposition, None | Some(Disposition::Upheld)), || Missing::Open(id.clone()))?;
        Ok(objection)
    }

    /// An open objection that was told back.
    fn settled(&self, id: &I) -> Result<&Objection<I>, Missing<I>> {
        let objection = self.open_objection(id)?;
        known(objection.restatement.is_done(), || Missing::Restatement(id.clone()))?;
        Ok(objection)
    }

    /// An open objection awaits telling back, and this person does not share it.
    fn restater(&self, id: &I, person: &I) -> Result<(), Missing<I>> {
        let objection = self.open_objection(id)?;
        known(objection.author != *person && !objection.supporters.contains(person), || Missing::Opponent)?;
        known(!objection.restatement.is_done(), || Missing::Open(id.clone()))
    }

    /// Who told it back, if its author is the one who answers.
    fn answered_by(&self, id: &I, person: &I) -> Result<I, Missing<I>> {
        let objection = self.open_objection(id)?;
        known(objection.author == *person, || Missing::Author)?;
        match &objection.restatement {
            Restatement::Offered { by, .. } => Ok(by.clone()),
            _ => Err(Missing::Restatement(id.clone())),
        }
    }
}
