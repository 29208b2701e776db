// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Time zones by name, from the tables built into the program.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Never the machine's tables: two nodes with the same program must agree on when something begins.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone with this IANA name (`America/Mexico_City`), in any case. `None` if there is none.
#[must_use]
pub fn get(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}
