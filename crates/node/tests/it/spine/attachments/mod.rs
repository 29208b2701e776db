// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of entries: what comes in, who sees it, and how it goes.

mod bucket;
mod coming;
mod going;
mod keeping;
mod seeing;

use std::{
    io::Cursor,
    path::{Path, PathBuf},
};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tequio_node::node::BLOBS_FOLDER;

use crate::support::{Page, Person, TestApp};

/// A picture in which the left half is red and the right half blue.
fn picture(width: u32, height: u32) -> DynamicImage {
    let colour = |x, y: u32| if x < width / 2 { Rgb([200, 10, (y % 40) as u8]) } else { Rgb([10, 10, 200]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour))
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A small picture.
fn png() -> Vec<u8> {
    written(&picture(60, 20), ImageFormat::Png)
}

/// The entry of an activity's page.
fn entry_of(activity: &str) -> String {
    activity.rsplit('/').nth(1).unwrap().to_owned()
}

/// Where the files of an activity are changed.
fn files_of(activity: &str) -> String {
    format!("/@etla/entries/{}/files", entry_of(activity))
}

/// Adds a file to an activity as a person does, by its form.
async fn attach(person: &Person, activity: &str, file: (&str, &[u8]), alt: &str) -> Page {
    let form = person.get(&files_of(activity)).await;
    assert_eq!(form.status, 200, "{}", form.text());
    let (action, fields) = form.form(&[("alt", "")]);
    let key = fields.iter().find(|(name, _)| name == "key").unwrap().1.clone();
    person.send_file(&action, file, &[("key", &key), ("alt", alt)]).await
}

/// The files of an activity, as a program reads them.
async fn files(person: &Person, activity: &str) -> Vec<serde_json::Value> {
    person.get_json(activity).await["files"].as_array().unwrap().clone()
}

/// Adds a file and gives what is shown of it.
async fn attached(person: &Person, activity: &str, file: (&str, &[u8]), alt: &str) -> serde_json::Value {
    let page = attach(person, activity, file, alt).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let id = page.location().rsplit_once("#f-").unwrap().1.to_owned();
    files(person, activity).await.into_iter().find(|file| file["id"] == id.as_str()).unwrap()
}

/// The blobs in the folder of a node.
fn blobs(app: &TestApp) -> Vec<PathBuf> {
    blobs_in(&app.node.data.join(BLOBS_FOLDER))
}

fn blobs_in(folder: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}
