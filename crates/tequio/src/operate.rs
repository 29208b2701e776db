// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio invite`, `tequio host`, `tequio rescue` and `tequio jobs`: what only the operator of the machine can do.

use tequio_node::{NodeError, spine::mandates::Kind};

use crate::{
    End,
    config::Config,
    safekeeping::{block, open},
};

/// Gives a mandate in a community that locked itself out.
pub fn rescue(config: Config, community: &str, member: &str, kind: &str, reason: &str) -> End {
    let Ok(kind) = kind.parse::<Kind>() else {
        return End::Wrong("kind: allowed is coordination, agenda or care".to_owned());
    };
    block(async move {
        open(config).await?.rescue(community, member, kind, reason).await?;
        say!("Queda escrito en el libro de la comunidad (it stands in the community's log).");
        Ok::<(), NodeError>(())
    })
}

/// Gives a community a host of its own, or none.
pub fn host(config: Config, community: &str, host: Option<&str>) -> End {
    block(async move {
        open(config).await?.set_host(community, host).await?;
        say!("Queda escrito en el libro de la comunidad (it stands in the community's log).");
        Ok::<(), NodeError>(())
    })
}

/// Prints a link by which one more community can be founded on this node, once.
pub fn invite(config: Config) -> End {
    block(async move {
        say!("{}", open(config).await?.founding_link().await?);
        Ok::<(), NodeError>(())
    })
}

/// Lists the jobs, dead ones first.
pub fn jobs(config: Config) -> End {
    block(async move {
        for (kind, run_at, tries, dead_at, error) in open(config).await?.jobs().await? {
            let state = if dead_at.is_some() { "dead" } else { "waiting" };
            say!("{state}\t{kind}\t{}\t{tries}\t{}", run_at / 1_000_000, error.unwrap_or_default());
        }
        Ok::<(), NodeError>(())
    })
}
