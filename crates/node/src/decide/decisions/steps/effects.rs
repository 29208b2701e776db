// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a decision does to others once it is in force: it amends or repeals them, makes an urgent one last, sets a class.

use tequio_deliberation::life::{Action, Instant, Kind, Relation, Stage};

use crate::{
    decide::decisions::{
        classes,
        commands::{Beside, Event, ask, life},
        store,
    },
    spine::{
        command::Context,
        communities, entries,
        id::Id,
        refusal::{Result, conflict},
    },
    store::args,
};

use super::Going;

/// What is agreed waits for nothing more than that somebody answers for it; then it is in force, with all it does.
pub(super) async fn enforce(step: &mut Going<'_, '_, '_>) -> Result<()> {
    if step.life().stage != Stage::Adopted {
        return Ok(());
    }
    let (decision, kind) = (step.decision, step.life().class.kind);
    let earlier: Vec<(Id, Relation)> =
        step.life().earlier.iter().filter_map(|(other, relation)| Some((*other, (*relation)?))).collect();
    for (other, relation) in earlier {
        let action = match relation {
            Relation::Amends | Relation::Repeals => Action::Supersede { by: decision, relation },
            Relation::Ratifies => Action::Ratify { by: decision, kind },
            Relation::Upholds | Relation::Unrelated => continue,
        };
        let old = life(step.context.tx, other).await?;
        let now = old.at(Instant(step.context.at));
        // What binds no more, or lasts already, is left alone; a review that is open ends by saying what came of it.
        let lasts = relation == Relation::Ratifies && now.lapses.is_none();
        if !now.stage.binds() || lasts || (relation != Relation::Ratifies && now.stage == Stage::Review) {
            continue;
        }
        let events = ask(&old, step.context, step.member, action)?;
        let lived = Event::lived(step.context, other, events, Vec::new(), Beside::default()).await?;
        step.entry.push(lived.into());
    }
    let class: Option<(Option<String>,)> = step.context.tx.optional(&store::PROPOSED_CLASS, args![decision]).await?;
    if let Some((Some(class),)) = class {
        let community = step.context.community;
        let settings: Option<(String, String, i64)> =
            step.context.tx.optional(&communities::store::SETTINGS, args![community]).await?;
        let people = settings.map_or(1, |(.., active)| active);
        let standing = classes::standing(step.context.tx, community, people).await?;
        // Others may have changed meanwhile, or people left.
        if classes::flaw(standing, &classes::read(&class)?, people).is_some() {
            return Err(conflict("error-decision-flaw"));
        }
    }
    step.act(Action::Enforce)
}

/// Whether a decision of this kind may ratify that one: ordinary ones may, what is urgent and binds.
pub(in crate::decide::decisions) async fn may_ratify(
    context: &mut Context<'_, '_>,
    other: Id,
    kind: Kind,
) -> Result<()> {
    entries::commands::may_see(context, other).await?;
    let now = life(context.tx, other).await?.at(Instant(context.at));
    let urgent = now.stage.binds() && now.lapses.is_some();
    if urgent && kind != Kind::Urgent { Ok(()) } else { Err(conflict("error-decision-ratify")) }
}
