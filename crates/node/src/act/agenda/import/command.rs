// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Taking one event of a file: it is published, or what came of it before is brought to what the file says now.

use crate::{
    spine::{
        command::{Command, Context, Decision},
        entries, event,
        id::Id,
        refusal::{Fields, Result, conflict},
    },
    store::args,
};

use super::{
    super::{
        KIND,
        commands::{Event, KEEPERS, Plan, head},
        ical::whole_uid,
        news::Now,
        replies,
    },
    COMPARING, OwnDate, Present, Proposal, Standing, store,
};

/// Takes an event of a calendar file into the agenda.
#[derive(Debug, Clone)]
pub struct Import {
    /// What the file says.
    pub proposal: Proposal,
    /// Whether what was changed here by hand may be overwritten.
    pub replace: bool,
}

impl Command for Import {
    const NAME: &'static str = "activity.import";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { mut proposal, replace } = self;
        let mut fields = Fields::default();
        proposal.plan = proposal.plan.checked(&mut fields, context.at);
        fields.finish()?;
        let mut present = present(context, &proposal.uid).await?;
        match (proposal.standing(present.as_mut(), &mut { COMPARING }), present) {
            (Standing::New, _) => publish(context, proposal).await,
            (Standing::Update, Some(present)) => update(context, proposal, present).await,
            (Standing::ChangedByHand, Some(present)) if replace => update(context, proposal, present).await,
            (Standing::CalledOff, Some(present)) => {
                let entry = present.here.entry_id;
                entries::commands::may_change(context, entry, KEEPERS).await?;
                Ok(Decision::about(entry, [Event::Cancelled { entry, reason: None }.into()]))
            }
            (Standing::ChangedByHand, _) => Err(conflict("import-changed-by-hand")),
            (Standing::Over, _) => Err(conflict("import-over")),
            (Standing::Unchanged | Standing::Update | Standing::CalledOff, _) => Err(conflict("import-unchanged")),
        }
    }
}

async fn present(context: &mut Context<'_, '_>, uid: &str) -> Result<Option<Present>> {
    let (mark, whole) = (context.mark(uid), context.mark(whole_uid(uid).unwrap_or(uid)));
    let here: Option<super::Here> =
        context.tx.optional(&store::HERE, args![context.community, &mark.0[..], &whole.0[..]]).await?;
    let Some(here) = here else { return Ok(None) };
    if here.mark != mark.0 {
        return Ok(Some(Present::later_part(here)));
    }
    let tags = context.tx.all(&store::TAGS, args![here.entry_id]).await?;
    let dates = context.tx.all(&store::DATES, args![here.entry_id]).await?;
    Ok(Some(Present::new(here, tags, dates, context.at)))
}

async fn publish(context: &mut Context<'_, '_>, proposal: Proposal) -> Result<Decision> {
    let entry = context.id();
    let hash = proposal.hash();
    let Proposal { uid, plan, dates, .. } = proposal;
    let plan = Plan { imported: Some(hash), ..plan };
    let published = entries::publish(context, entry, KIND, &plan.draft).await?;
    let schedule = plan.schedule(context, entry).await?;
    let mark = context.mark(&uid);
    let uid = Some(context.seal(entry, None, &uid).await?);
    let mut events = vec![published, Event::Scheduled { entry, uid, mark, schedule }.into()];
    describe(context, entry, &[], &dates, &mut events).await?;
    Ok(Decision::about(entry, events))
}

async fn update(context: &mut Context<'_, '_>, proposal: Proposal, mut present: Present) -> Result<Decision> {
    let differing = present.dates(&mut { COMPARING }).map(<[OwnDate]>::to_vec).unwrap_or_default();
    let entry = present.here.entry_id;
    let plan = Plan { imported: Some(proposal.hash()), ..present.keep(proposal.plan) };
    let revised = entries::revise(context, entry, present.here.version, &plan.draft, KEEPERS).await?;
    let schedule = plan.schedule(context, entry).await?;
    let mut now = Now::new(&schedule, &plan.place, &plan.link);
    let own = |date: &OwnDate| (date.date.clone(), Some(date.place.clone()).filter(|place| !place.is_empty()));
    now.dates.extend(differing.iter().map(|date| (date.date.clone(), None)));
    now.dates.extend(proposal.dates.iter().map(own));
    let before = head(context, entry).await?;
    let told = now.against(context, entry, &before).await?;
    let mut events = vec![revised, Event::Rescheduled { entry, schedule }.into()];
    describe(context, entry, &differing, &proposal.dates, &mut events).await?;
    events.extend(told);
    events.extend(replies::promotions_after(context, entry, plan.capacity).await?);
    Ok(Decision::about(entry, events))
}

/// The events that bring the dates that differ from what they were to what the file says.
async fn describe(
    context: &mut Context<'_, '_>,
    entry: Id,
    before: &[OwnDate],
    after: &[OwnDate],
    events: &mut Vec<event::Event>,
) -> Result<()> {
    let of = |dates: &[OwnDate], id: &str| dates.iter().find(|date| date.date == id).cloned();
    let plain =
        |id: &str| OwnDate { date: id.to_owned(), title: String::new(), place: String::new(), cancelled: false };
    let gone = before.iter().filter(|was| of(after, &was.date).is_none()).map(|was| plain(&was.date));
    for now in gone.chain(after.iter().cloned()) {
        let was = of(before, &now.date).unwrap_or_else(|| plain(&now.date));
        let date = now.date.clone();
        if (&was.title, &was.place) != (&now.title, &now.place) {
            let title = context.seal_optional(entry, None, &now.title).await?;
            let place = context.seal_optional(entry, None, &now.place).await?;
            events.push(Event::DateDescribed { entry, date: date.clone(), title, place }.into());
        }
        if now.cancelled && !was.cancelled {
            events.push(Event::DateCancelled { entry, date, reason: None, was: None }.into());
        }
    }
    Ok(())
}
