// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio invite`, `tequio host`, `tequio rescue` and `tequio jobs`: what only the operator of the machine can do.

use std::path::PathBuf;

use jiff::Timestamp;
use tequio_node::{NodeError, spine::mandates::Kind, web::mirror};

use crate::{
    End,
    config::Config,
    safekeeping::{block, moment, open, progress},
    told::Failure,
    words::{t, with},
};

/// Gives a mandate in a community that locked itself out.
pub fn rescue(config: Config, community: &str, member: &str, kind: &str, reason: &str) -> End {
    let Ok(kind) = kind.parse::<Kind>() else {
        return End::Wrong(t("wrong-kind"));
    };
    block(async move {
        open(config).await?.rescue(community, member, kind, reason).await?;
        say!("{}", t("said-in-log"));
        Ok::<(), NodeError>(())
    })
}

/// Gives a community a host of its own, or none.
pub fn host(config: Config, community: &str, host: Option<&str>) -> End {
    block(async move {
        let stays = open(config).await?.set_host(community, host).await?;
        say!("{}", t("said-in-log"));
        if let Some(address) = stays {
            eprintln!("{}", with("said-host-network", &[("address", &address)]));
        }
        Ok::<(), NodeError>(())
    })
}

/// Prints a link by which one more community can be founded on this node, once.
pub fn invite(config: Config) -> End {
    block(async move {
        say!("{}", open(config).await?.founding_link().await?);
        eprintln!("{}", t("said-invite"));
        Ok::<(), NodeError>(())
    })
}

/// Writes every public page as a file.
pub fn mirror(config: Config, folder: PathBuf) -> End {
    block(async move {
        let node = open(config).await?;
        let (files, left) = mirror::mirror(&node, &folder, progress).await?;
        for path in left {
            eprintln!("tequio: {}", with("said-mirror-left", &[("path", &path)]));
        }
        say!("{}", with("said-mirrored", &[("count", &files), ("folder", &folder.display())]));
        eprintln!("{}", t("said-mirror"));
        Ok::<(), Failure>(())
    })
}

/// Lists the jobs, dead ones first.
pub fn jobs(config: Config) -> End {
    block(async move {
        let jobs = open(config).await?.jobs().await?;
        if jobs.is_empty() {
            eprintln!("{}", t("jobs-none"));
            return Ok(());
        }
        say!("{}", t("jobs-heading"));
        for (kind, run_at, tries, dead_at, error) in jobs {
            let state = t(if dead_at.is_some() { "jobs-dead" } else { "jobs-waiting" });
            let at = moment(Timestamp::from_microsecond(run_at).unwrap_or_default());
            say!("{state}\t{kind}\t{at}\t{tries}\t{}", error.unwrap_or_default());
        }
        Ok::<(), NodeError>(())
    })
}
