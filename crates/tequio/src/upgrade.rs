// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio upgrade`.

use std::sync::Arc;

use jiff::Timestamp;
use tequio_node::{
    NodeError,
    node::{KEY_FILE, blobs, claim},
    safekeeping::upgrade,
    spine::{
        keys::Key,
        world::{SystemClock, World},
    },
    store::Db,
};

use crate::{
    End,
    config::{Config, bucket},
    safekeeping::{block, moment, size, whole},
    told::{Failure, Told as _},
    words::{t, with},
};

/// Looks on a copy what an upgrade would do, or carries it out.
pub fn run(config: Config, only_check: bool) -> End {
    let mut failed = Vec::new();
    let end = block(async {
        let world = World::new(Arc::new(SystemClock)).map_err(NodeError::Chance)?;
        let url = config.database_url();
        let db = Db::connect(&url).await.map_err(NodeError::Store)?;
        if !only_check {
            // Who serves it upgrades it as well, and not in the middle.
            let _claim = config.database.is_none().then(|| claim(&config.data, &world)).transpose()?;
            match upgrade::open(&db, &config.data).await? {
                Some(kept) => say!("{}", with("said-upgraded", &[("file", &kept.display())])),
                None => say!("{}", t("said-up-to-date")),
            }
            return Ok::<(), Failure>(());
        }
        let blobs = blobs(&config.data, bucket(config.bucket.clone()).as_ref()).map_err(NodeError::Blobs)?;
        let key = Key::load_or_create(&config.data.join(KEY_FILE), &world).map_err(NodeError::Key)?;
        let outlook = upgrade::rehearse(&db, &blobs, &key, &config.data).await?;
        for (good, words) in outlook_lines(&outlook) {
            say!("{}\t{words}", t(if good { "upgrade-pass" } else { "upgrade-fail" }));
            failed.extend((!good).then_some(words));
        }
        Ok(())
    });
    if failed.is_empty() { end } else { End::Failed(with("said-findings", &[("count", &failed.len())])) }
}

/// What is said of an upgrade beforehand, line by line, and whether each is as it should be.
fn outlook_lines(outlook: &upgrade::Outlook) -> Vec<(bool, String)> {
    let number = |number: Option<i64>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
    let schema: [(_, &dyn ToString); 2] = [("found", &number(outlook.found)), ("known", &outlook.known)];
    if outlook.is_newer() {
        return vec![(false, with("upgrade-newer", &schema))];
    }
    let mut lines = vec![(true, with("upgrade-schema", &schema))];
    if let Some((free, wanted)) = outlook.room {
        lines.push((free >= wanted, with("upgrade-room", &[("free", &size(free)), ("wanted", &size(wanted))])));
    }
    lines.push(match outlook.verified {
        Some(proof) => {
            let made = moment(Timestamp::from_microsecond(proof.backup).unwrap_or_default());
            (true, with("upgrade-backup", &[("made", &made)]))
        }
        None => (false, t("upgrade-no-backup")),
    });
    match &outlook.rehearsal {
        Some(Ok(report)) if report.findings.is_empty() => {
            lines.push((true, format!("{} {}", t("upgrade-rehearsed"), whole(report))));
        }
        Some(Ok(report)) => lines.extend(report.findings.iter().map(|finding| (false, finding.told()))),
        Some(Err(error)) => lines.push((false, error.told())),
        None => {}
    }
    lines
}
