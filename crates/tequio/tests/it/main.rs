// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program itself, started as people start it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod acme;
mod agenda;
mod alone;
mod audit;
mod consultation;
mod failover;
mod faults;
mod generate;
mod handover;
mod kill;
mod letters;
mod power;
mod serve;
mod shelf;
mod sorteo;
mod tally;
mod terminal;
mod usage;
mod verify;

use std::sync::atomic::{AtomicU32, Ordering};

/// The program, as it speaks where no language is chosen.
fn tequio() -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tequio"));
    command.env("LC_ALL", "C");
    command
}

/// A program that runs, killed when dropped.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An address of this machine that is free, also between two starts of a program: its port is below those that the system gives
/// to connections, and of this process, as tests run in one each.
fn free() -> std::net::SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let place = std::process::id().wrapping_mul(40).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let address = ([127, 0, 0, 1], 20_000 + u16::try_from(place).unwrap()).into();
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// The program, told to serve a folder in the open, and beside it what is encrypted to `https://nodo.example`.
fn encrypted(data: &str, listen: std::net::SocketAddr, encrypted: std::net::SocketAddr) -> std::process::Command {
    let mut command = tequio();
    command.args(["serve", "--origin", "https://nodo.example", "--data", data]);
    command.args(["--listen", &listen.to_string(), "--tls-listen", &encrypted.to_string()]);
    command
}
