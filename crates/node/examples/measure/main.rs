// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Measures what a node costs its machine. docs/BENCHMARKS.md says how it is run, and has the figures.
//!
//! - `fill FOLDER DATES EACH` makes a node in FOLDER with one community, whose activities have EACH dates and together DATES,
//!   written straight into the tables.
//! - `ask FOLDER REQUESTS [WHO PAGE]` asks for its pages (or one): who asks, page, bytes plain and compressed, microseconds
//!   of CPU a request.
//! - `write FOLDER SECONDS CLIENTS` lets so many clients talk at once in a thread of the sample communities, which FOLDER gets
//!   if it is empty: ten lines with commands a second that were made durable, microseconds of CPU a command, megabytes of memory.
//! - `check FOLDER` verifies, replays and compares that log, and says how many records a second.
//! - `open FOLDER` opens the node and shows a page: milliseconds.
//!
//! With `postgres://…` last they do it there; the server's own time is not in it.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails may panic, and prints")]

mod fill;
mod log;
mod pages;

use std::sync::Arc;

use tequio_node::{
    Node, Settings,
    spine::{
        members::credentials::Hasher,
        world::{SystemClock, World},
    },
};

/// The file in the node's folder that keeps the cookie of a member.
pub const COOKIE: &str = "cookie-of-a-member";
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let database = arguments.pop_if(|last| last.starts_with("postgres://"));
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["fill", folder, dates, each] => {
            let node = open(folder, database).await;
            let cookie = fill::fill(&node, dates.parse().unwrap(), each.parse().unwrap()).await;
            std::fs::write(node.data.join(COOKIE), cookie).unwrap();
        }
        ["ask", folder, requests] => pages::ask(&open(folder, database).await, requests.parse().unwrap(), None).await,
        ["ask", folder, requests, who, page] => {
            pages::ask(&open(folder, database).await, requests.parse().unwrap(), Some((who, page))).await;
        }
        ["write", folder, seconds, clients] => {
            log::write(&open(folder, database).await, seconds.parse().unwrap(), clients.parse().unwrap()).await;
        }
        ["check", folder] => log::check(&open(folder, database).await).await,
        ["open", folder] => log::open(folder, database).await,
        _ => {
            eprintln!("fill, ask, write, check or open: the beginning of this file says what they take");
            std::process::exit(2);
        }
    }
}

/// Opens the node of a folder.
pub async fn open(folder: &str, database: Option<String>) -> Arc<Node> {
    let settings =
        Settings { database, ..Settings::in_folder(folder.into(), "http://localhost:3456".parse().unwrap()) };
    Node::open(settings, World::new(Arc::new(SystemClock)).unwrap(), Hasher::new()).await.unwrap()
}

/// Microseconds of CPU that this process has used.
pub fn cpu() -> i64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let used = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok());
    let used = used.map(|stat| stat.split(' ').next().unwrap().parse::<i64>().unwrap());
    used.sum::<i64>() / 1_000
}
