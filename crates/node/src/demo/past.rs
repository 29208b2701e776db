// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A sample community's past: what was done in it some days ago, by a clock that is moved by hand.

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use tequio_deliberation::life::Span;

use crate::{
    node::Node,
    spine::{
        command::{Caller, Command, Core, Done},
        id::Id,
        log::Actor,
        refusal::Result,
        world::{DAY, ManualClock, World},
    },
};

/// The past.
pub(super) struct Past {
    pub(super) core: Core,
    clock: Arc<ManualClock>,
}

impl Past {
    /// So many days before now.
    pub(super) fn of(node: &Node, days: i64) -> Self {
        let clock = Arc::new(ManualClock::at(node.core.world.now() - days * DAY));
        let world = World::seeded(clock.clone(), node.core.world.bytes());
        Self { core: Core::new(node.core.db.clone(), world, node.core.key.clone()), clock }
    }

    /// Time passes.
    pub(super) fn wait(&self, span: Span) {
        self.clock.advance(span.0);
    }

    /// Gives a command at that time.
    pub(super) async fn give<C: Command>(&self, community: Id, actor: Actor, command: C) -> Result<Done> {
        self.core.execute(community, Caller::plain(actor), self.core.world.id(), command).await
    }

    /// A receipt of a ballot, by chance.
    pub(super) fn receipt(&self) -> String {
        let chance: [u8; 10] = self.core.world.bytes();
        BASE32_NOPAD.encode(&chance)
    }
}
