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
mod letters;
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

/// A program that runs, killed when dropped.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An address of this machine that was free a moment ago.
fn free() -> std::net::SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The program, told to serve a folder in the open, and beside it what is encrypted to `https://nodo.example`.
fn encrypted(data: &str, listen: std::net::SocketAddr, encrypted: std::net::SocketAddr) -> std::process::Command {
    let mut command = tequio();
    command.args(["serve", "--origin", "https://nodo.example", "--data", data]);
    command.args(["--listen", &listen.to_string(), "--tls-listen", &encrypted.to_string()]);
    command
}
