// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The start of `serve`, as whoever starts it and whoever scans the screen see it.

use std::{
    io::{BufRead as _, BufReader, Lines},
    process::{ChildStdout, Stdio},
};

use crate::Running;

fn serve(data: &std::path::Path, arguments: &[&str]) -> (Running, Lines<BufReader<ChildStdout>>) {
    let mut command = crate::tequio();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(arguments);
    let mut serving = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let out = BufReader::new(serving.stdout.take().unwrap()).lines();
    (Running(serving), out)
}

/// The lines until one that begins so, without it, and this one.
fn until(out: &mut Lines<BufReader<ChildStdout>>, begins: &str) -> (Vec<String>, String) {
    let mut before = Vec::new();
    let found = out.map(Result::unwrap).find(|line| {
        line.starts_with(begins) || {
            before.push(line.clone());
            false
        }
    });
    (before, found.unwrap())
}

/// What a telephone reads on a dark terminal from lines of half blocks.
fn scanned(code: &[String]) -> String {
    // Light modules are drawn; around the code the terminal is dark.
    const SCALE: usize = 4;
    const AROUND: usize = 2;
    let rows: Vec<Vec<char>> = code.iter().map(|line| line.chars().collect()).collect();
    let light = |x: usize, y: usize| {
        let (Some(x), Some(y)) = ((x / SCALE).checked_sub(AROUND), (y / SCALE).checked_sub(2 * AROUND)) else {
            return false;
        };
        let block = rows.get(y / 2).and_then(|row| row.get(x)).copied();
        matches!((block, y % 2), (Some('█'), _) | (Some('▀'), 0) | (Some('▄'), 1))
    };
    let width = (rows.iter().map(Vec::len).max().unwrap() + 2 * AROUND) * SCALE;
    let height = (2 * rows.len() + 4 * AROUND) * SCALE;
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| if light(x, y) { 255 } else { 0 });
    picture.detect_grids().first().unwrap().decode().unwrap().1
}

#[test]
fn the_code_on_the_terminal_is_the_link_for_founding() {
    let folder = tempfile::tempdir().unwrap();
    let (_serving, mut out) = serve(&folder.path().join("data"), &[]);
    let (_, link) = until(&mut out, "http://localhost:");
    let (mut code, _) = until(&mut out, "Only this computer");
    code.retain(|line| line.starts_with(['█', '▄']));
    assert!(link.contains("/found/"), "{link}");
    assert_eq!(scanned(&code), link);
}

/// The sample communities stand when the program says so, and what tells that it lives needs nothing of them.
#[tokio::test]
async fn the_demonstration_answers() {
    let folder = tempfile::tempdir().unwrap();
    let (_serving, mut out) = serve(&folder.path().join("data"), &["--demo"]);
    let (_, origin) = until(&mut out, "Tequio: ");
    let origin = origin.trim_start_matches("Tequio: ");
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The port listens from the first line on: who asks early waits for the answer.
    assert_eq!(reqwest::get(format!("{origin}/healthz")).await.unwrap().status(), 200);
    assert_eq!(reqwest::get(format!("{origin}/readyz")).await.unwrap().status(), 200);
    let list = reqwest::get(format!("{origin}/communities.json")).await.unwrap().text().await.unwrap();
    for handle in ["\"etla\"", "\"/@etla\""] {
        assert!(list.contains(handle), "{list}");
    }
}

/// What a community chose, anybody counts again: the ballots that it publishes, with what its page says to type.
#[tokio::test]
async fn published_ballots_are_counted_to_the_same_result() {
    let folder = tempfile::tempdir().unwrap();
    let (_serving, mut out) = serve(&folder.path().join("data"), &["--demo"]);
    let (_, origin) = until(&mut out, "Tequio: ");
    let origin = origin.trim_start_matches("Tequio: ").to_owned();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let get = async |path: &str| reqwest::get(format!("{origin}{path}")).await.unwrap();
    let json = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
    let list = json(get("/@etla/decide.json").await.text().await.unwrap());
    let months = list["months"].as_array().unwrap().iter();
    let agreed = months.flat_map(|month| month["decisions"].as_array().unwrap());
    let mut chosen = None;
    for path in agreed.map(|card| card["path"].as_str().unwrap()) {
        let page = get(&format!("{path}/count.json")).await;
        if page.status() == 200 {
            chosen = Some((path, json(page.text().await.unwrap())));
        }
    }
    let (path, page) = chosen.unwrap();
    let name = page["file_name"].as_str().unwrap();
    let ballots = get(&format!("{path}/count/{name}")).await.text().await.unwrap();
    std::fs::write(folder.path().join(name), ballots).unwrap();
    let typed: Vec<&str> = page["command"].as_str().unwrap().split(' ').collect();
    assert_eq!(typed[..3], ["tequio", "tally", name]);
    let mut command = crate::tequio();
    command.current_dir(folder.path()).args(&typed[1..]).args(["--format", "json"]);
    let output = command.output().unwrap();
    let counted = json(String::from_utf8(output.stdout).unwrap());
    assert_eq!(counted["ballots"], 5);
    for found in ["elected", "winners", "ranking", "pairwise", "ballots", "seats", "ties"] {
        assert!(!counted[found].is_null() && counted[found] == page["report"][found], "{found}: {counted}");
    }
}
