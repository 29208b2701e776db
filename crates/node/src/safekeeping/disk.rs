// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The reserve of the disk: below it a node reads and does not write, so that it never stops in the middle.

use std::path::Path;

use crate::node::Node;

/// How many bytes of the disk that holds this folder are free for this program; nothing where the system does not say.
pub fn free(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::statvfs(folder).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Whether two folders are on one disk; `false` where the system does not say.
pub fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let disk = |path: &Path| std::fs::metadata(path).map(|about| about.dev()).ok();
        disk(one).is_some_and(|disk_of_one| Some(disk_of_one) == disk(other))
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        false
    }
}

/// Looks at the disk: below the reserve the node only reads, and writes again once there is a tenth more than that.
pub fn look(node: &Node) {
    let Some(free) = free(&node.data) else { return };
    let was = node.core.is_read_only();
    let enough = if was { node.reserve.saturating_add(node.reserve / 10) } else { node.reserve };
    let now = free < enough;
    node.core.set_read_only(now);
    if now && !was {
        tracing::error!(
            free,
            reserve = node.reserve,
            "the disk is nearly full: the node only reads until there is room"
        );
    } else if was && !now {
        tracing::info!(free, "there is room on the disk again");
    }
}
