// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Sockets that outlive the process that listens on them. They are taken from whoever started it, by the protocol of
//! systemd (`LISTEN_FDS`), and handed in the same way to the program that takes its place: the process stays, with its
//! number, and runs what is installed now. Whoever connects meanwhile waits, and is refused by nobody.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use listenfd::ListenFd;

/// The sockets of this process.
#[derive(Debug, Default)]
pub struct Sockets {
    /// Where this program is, as it was when it started: another one may lie there now.
    program: PathBuf,
    /// Those it was given, and does not listen on yet.
    given: Vec<TcpListener>,
    /// Those on which it listens, the main one first.
    kept: Vec<TcpListener>,
}

impl Sockets {
    /// What this process was given when it started.
    pub fn given() -> Self {
        let mut from = ListenFd::from_env();
        let given = (0..from.len()).filter_map(|number| from.take_tcp_listener(number).ok().flatten()).collect();
        Self { program: std::env::current_exe().unwrap_or_default(), given, kept: Vec::new() }
    }

    /// Where the program is that would take over.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The main one: the first that was given, whatever its address, or a new one.
    pub fn main(&mut self, address: SocketAddr) -> io::Result<tokio::net::TcpListener> {
        let first = (!self.given.is_empty()).then(|| self.given.remove(0));
        self.keep(first, address)
    }

    /// One at this address: it was given, or is new.
    pub fn at(&mut self, address: SocketAddr) -> io::Result<tokio::net::TcpListener> {
        let there = |socket: &TcpListener| socket.local_addr().is_ok_and(|own| own == address);
        let found = self.given.iter().position(there).map(|place| self.given.remove(place));
        self.keep(found, address)
    }

    fn keep(&mut self, found: Option<TcpListener>, address: SocketAddr) -> io::Result<tokio::net::TcpListener> {
        let socket = found.map_or_else(|| TcpListener::bind(address), Ok)?;
        socket.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(socket.try_clone()?)?;
        self.kept.push(socket);
        Ok(listener)
    }

    /// Becomes the program that is installed now, with the arguments of this one. Returns only if it cannot.
    #[cfg(unix)]
    pub fn hand_over(self) -> io::Error {
        use std::os::unix::process::CommandExt as _;

        use command_fds::{CommandFdExt as _, FdMapping};

        let count = self.kept.len();
        // The protocol has them from 3 on.
        let mapped = (3..).zip(self.kept).map(|(child_fd, socket)| FdMapping { parent_fd: socket.into(), child_fd });
        let mut command = Command::new(self.program);
        command.args(std::env::args_os().skip(1));
        command.env("LISTEN_FDS", count.to_string()).env("LISTEN_PID", std::process::id().to_string());
        match command.fd_mappings(mapped.collect()) {
            Ok(command) => command.exec(),
            Err(error) => io::Error::other(error),
        }
    }

    /// Elsewhere no process becomes another.
    #[cfg(not(unix))]
    pub fn hand_over(self) -> io::Error {
        io::ErrorKind::Unsupported.into()
    }
}

/// Whether the program that is installed now runs at all: a half-made one must not end what runs.
///
/// # Errors
/// Why it does not.
pub async fn may_take_over(program: PathBuf) -> io::Result<()> {
    let ask = move || {
        let mut command = Command::new(program);
        command.arg("--version").env_remove("LISTEN_FDS").stdin(Stdio::null()).stdout(Stdio::null()).status()
    };
    let ended = tokio::task::spawn_blocking(ask).await.map_err(io::Error::other)??;
    if ended.success() { Ok(()) } else { Err(io::Error::other(ended.to_string())) }
}
