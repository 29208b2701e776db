// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio check`.

use tequio_node::{
    NodeError,
    safekeeping::check::{self, Report},
    store::Db,
};

use crate::{
    End,
    config::Config,
    safekeeping::{open, tell_findings, whole},
    told::Told as _,
};

/// Checks a node's data.
pub fn run(config: Config) -> End {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return End::Failed(error.told()),
    };
    match runtime.block_on(check(config)) {
        Ok(report) if report.findings.is_empty() => {
            say!("{}", whole(&report));
            End::Done
        }
        Ok(report) => tell_findings(&report.findings.iter().map(|finding| finding.told()).collect::<Vec<_>>()),
        Err(error) => End::Failed(error.told()),
    }
}

async fn check(config: Config) -> Result<Report, NodeError> {
    let node = open(config).await?;
    let folder = tempfile::tempdir().map_err(|error| NodeError::Folder(std::env::temp_dir(), error))?;
    let scratch = Db::open(&format!("sqlite:{}", folder.path().join("scratch.sqlite").display())).await?;
    Ok(check::check(&node.core.db, &node.blobs, &scratch, &node.core.key).await?)
}
