// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program `tequio`: command line, configuration and start-up.

fn main() {}
