// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program itself, started as people start it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod acme;
mod agenda;
mod alone;
mod audit;
mod failover;
mod faults;
mod generate;
mod handover;
mod kill;
mod power;
mod serve;
mod tally;
mod terminal;
mod usage;
mod verify;

/// The program, as it speaks where no language is chosen.
fn tequio() -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tequio"));
    command.env("LC_ALL", "C");
    command
}
