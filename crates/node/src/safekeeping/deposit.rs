// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A node's own backups on the shelves of friends: put there each day, brought back from there, and tried.

use std::time::{Duration, Instant};

use crate::spine::world::{HOUR, Micros};

use super::{
    daily::{Keeper, day},
    drill,
    friend::{Shelf, ShelfError},
    notes::{Deposited, Notes, Sending, Why},
};

/// What was erased is on no list beside the backups of a shelf: each has the list of before it. So there is another one
/// soon after something was erased, and not at each.
const SOON: Micros = HOUR;
/// How often it is noted how far a backup has come.
const NOTED: Duration = Duration::from_secs(5);

impl Keeper {
    /// Puts today's backup on a shelf, if it is due, and brings it back. Says whether one was made.
    pub(super) async fn deposit(&self, shelf: &Shelf) -> Result<bool, (Why, String)> {
        let unmade = |error: &dyn std::error::Error| (Why::Made, error.to_string());
        let of_shelf = |error: ShelfError| (error.why(), error.to_string());
        let (place, now) = (shelf.place(), self.world.now());
        let erased = self.erased().await.map_err(|error| unmade(&error))?.len();
        let last = Notes::read(&self.data).deposited.get(&place).copied();
        let is_good = |last: Deposited| {
            day(last.at) == self.today() && (last.erased == erased || (0..SOON).contains(&(now - last.at)))
        };
        if last.is_some_and(is_good) || !self.has_community().await.map_err(|error| unmade(&error))? {
            return Ok(false);
        }
        // What is refused is refused before anything is made.
        let standing = shelf.standing().await.map_err(of_shelf)?;
        let expected = last.map_or(0, |last| last.size.saturating_add(last.size / 2));
        self.room(&self.data, expected)?;
        let scratch = tempfile::Builder::new().prefix(drill::SCRATCH).tempdir_in(&self.data);
        let scratch = scratch.map_err(|error| unmade(&error))?;
        let (name, back) = (self.name(self.today()), scratch.path().join("back"));
        let file = scratch.path().join(&name);
        let (manifest, once) = self.make(&file).await?;
        let size = std::fs::metadata(&file).map_err(|error| unmade(&error))?.len();
        if standing.room < size {
            return Err((Why::Full, format!("{} bytes are left there, {size} needed", standing.room)));
        }
        // That it can be tried afterwards, too: the line is slow, and it would go there again.
        self.room(&self.data, size.saturating_mul(11))?;
        tracing::info!(place, size, "a backup is on its way");
        let sent = self.send(shelf, &name, &file).await;
        self.note(|notes| notes.sending = None);
        sent.map_err(of_shelf)?;
        self.note(|notes| notes.made(&manifest));
        std::fs::remove_file(&file).map_err(|error| unmade(&error))?;
        shelf.get(&name, size, &back).await.map_err(of_shelf)?;
        self.prove(&place, &back, &once).await?;
        self.note(|notes| {
            notes.deposited.insert(place, Deposited { at: now, erased, size });
        });
        Ok(true)
    }

    /// Sends a file, and notes now and then how far it has come.
    async fn send(&self, shelf: &Shelf, name: &str, file: &std::path::Path) -> Result<(), ShelfError> {
        let mut noted: Option<Instant> = None;
        let progress = |sent, size| {
            if noted.is_none_or(|noted| noted.elapsed() > NOTED) {
                noted = Some(Instant::now());
                self.note(|notes| notes.sending = Some(Sending { place: shelf.place(), sent, size }));
            }
        };
        shelf.put(name, file, progress).await
    }
}
