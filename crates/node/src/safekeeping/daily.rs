// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A backup a day, in each of some folders that is there (a stick may come and go) and on the shelves of friends. Each is encrypted to its custodians and,
//! besides, to a key that lives in memory until the backup was read back, restored and checked. So the node knows that its
//! backups come back, and still keeps nothing that opens one.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use age::x25519;
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};

use crate::{
    spine::{
        communities,
        id::Id,
        keys::Key,
        log::{self, Hash},
        viewer::Viewer,
        world::{DAY, HOUR, Micros, World},
    },
    store::{Blobs, Db, StoreError, args},
};

use super::{
    backup::{self, BackupError, Manifest},
    check::Finding,
    disk, drill,
    friend::Shelf,
    notes::{Failed, Notes, Proof, Why},
    restore::erasures_file,
    shelves::dated,
};

/// Where backups go, and who can open them.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The folders. One that is not there is left out until it comes.
    pub folders: Vec<PathBuf>,
    /// The shelves on the nodes of friends.
    pub shelves: Vec<Shelf>,
    /// Who keeps them.
    pub custodians: Vec<x25519::Recipient>,
}

impl Plan {
    /// Whether backups go nowhere.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.shelves.is_empty()
    }

    /// How its places are called where they are noted.
    pub(super) fn places(&self) -> impl Iterator<Item = String> {
        self.folders.iter().map(|folder| folder.display().to_string()).chain(self.shelves.iter().map(Shelf::place))
    }
}

/// What a daily backup takes: its own connections, so that it holds up nobody who asks for a page.
#[derive(Debug)]
pub struct Keeper {
    /// Where they go.
    pub plan: Plan,
    /// The store.
    pub db: Db,
    /// The files.
    pub blobs: Blobs,
    /// The node's key.
    pub key: Key,
    /// The data folder.
    pub data: PathBuf,
    /// How much of each disk must stay free.
    pub reserve: u64,
    /// Time and chance.
    pub world: World,
}

/// The days of which every backup is kept, and the weeks after that of which one is. What is erased is in no backup after
/// the last of them.
const DAYS: i64 = 7;
const WEEKS: i64 = 4;
/// So long at most something is in a backup.
pub const KEPT: Micros = (WEEKS + 1) * 7 * DAY;

/// When a place is tried again in which something failed.
const RETRY: Micros = HOUR;

impl Keeper {
    /// Makes today's backup in each folder that is there and has none, and keeps the list of what was erased beside the
    /// earlier ones; and for each shelf. Gives how many were made and came back whole.
    pub async fn turn(&self) -> usize {
        let mut whole = 0;
        let failed = Notes::read(&self.data).failed;
        let lately = |place: &str| failed.get(place).is_some_and(|it| self.world.now() - it.at < RETRY);
        for folder in self.plan.folders.iter().filter(|folder| folder.is_dir()) {
            let place = folder.display().to_string();
            if !lately(&place) {
                whole += usize::from(self.told(place, self.serve(folder).await));
            }
        }
        for shelf in &self.plan.shelves {
            if !lately(&shelf.place()) {
                whole += usize::from(self.told(shelf.place(), self.deposit(shelf).await));
            }
        }
        whole
    }

    /// Does for a folder what is due. Says whether a backup was made.
    async fn serve(&self, folder: &Path) -> Result<bool, (Why, String)> {
        let unmade = |error: BackupError| (Why::Made, error.to_string());
        self.write_erasures(folder).await.map_err(unmade)?;
        let file = folder.join(self.name(self.today()));
        // Before there is a community there is nothing to keep.
        if file.exists() || !self.has_community().await.map_err(|error| unmade(error.into()))? {
            return Ok(false);
        }
        self.keep(folder, &file).await.map(|()| true)
    }

    /// Makes a backup, tries it, and lets go of those that are too old.
    async fn keep(&self, folder: &Path, file: &Path) -> Result<(), (Why, String)> {
        let made = |error: BackupError| (Why::Made, error.to_string());
        // As large as the last one, and a half of that more.
        let last = backups(folder, &self.mark()).map_err(|error| made(error.into()))?;
        let last = last.last().and_then(|(_, last)| std::fs::metadata(last).ok()).map_or(0, |file| file.len());
        self.room(folder, last.saturating_add(last / 2))?;
        let (manifest, once) = self.make(file).await?;
        self.note(|notes| notes.made(&manifest));
        if let Err(why) = self.prove(&folder.display().to_string(), file, &once).await {
            if why.0 == Why::Whole {
                // It is better than nothing, and is not taken for one that comes back: the next try takes its place.
                std::fs::rename(file, folder.join(format!("tequio-{}.unproven", self.mark())))
                    .map_err(|error| made(error.into()))?;
            }
            return Err(why);
        }
        self.let_go(folder).map_err(|error| made(error.into()))
    }

    /// A folder must have room for so many bytes and the reserve.
    pub(super) fn room(&self, folder: &Path, bytes: u64) -> Result<(), (Why, String)> {
        let wanted = bytes.saturating_add(self.reserve);
        match disk::free(folder) {
            Some(free) if free < wanted => {
                Err((Why::Room, format!("{}: {free} bytes free, {wanted} needed", folder.display())))
            }
            _ => Ok(()),
        }
    }

    /// Makes a backup for the custodians, and for a key that is in memory alone.
    pub(super) async fn make(&self, file: &Path) -> Result<(Manifest, x25519::Identity), (Why, String)> {
        let once = x25519::Identity::generate();
        let mut to = self.plan.custodians.clone();
        to.push(once.to_public());
        let made = backup::backup(&self.db, &self.blobs, &self.key, &to, file, &self.world, |_| {}).await;
        made.map(|manifest| (manifest, once)).map_err(|error| (Why::Made, error.to_string()))
    }

    /// Restores a backup that came back from a place, and looks whether it is whole.
    pub(super) async fn prove(&self, place: &str, file: &Path, once: &x25519::Identity) -> Result<(), (Why, String)> {
        // Restored it is larger than packed, and once more as large while its log is replayed.
        let size = std::fs::metadata(file).map_or(0, |file| file.len());
        self.room(&self.data, size.saturating_mul(10))?;
        let tried = match drill::drill(file, once, &self.data, &self.world).await {
            Ok(tried) if tried.is_whole() => tried,
            Ok(tried) => {
                let findings: Vec<String> = tried.report.findings.iter().map(Finding::to_string).collect();
                return Err((Why::Whole, findings.join("; ")));
            }
            Err(error) => return Err((Why::Whole, error.to_string())),
        };
        let proof = Proof { at: self.world.now(), backup: tried.made() };
        self.note(|notes| {
            notes.verified = Some(proof);
            notes.failed.remove(place);
        });
        tracing::info!(place, records = tried.report.records, "a backup was made, restored and found whole");
        Ok(())
    }

    /// Removes the backups that nobody needs any more. Only what bears the name of one is touched.
    fn let_go(&self, folder: &Path) -> std::io::Result<()> {
        let there = backups(folder, &self.mark())?;
        let dates: Vec<Date> = there.iter().map(|(date, _)| *date).collect();
        for (date, file) in &there {
            if !is_kept(*date, self.today(), &dates) {
                std::fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    /// By what this node's files are told from another's in the same folder. A node that is restored has the same.
    fn mark(&self) -> String {
        let digest = Hash::of(&[b"tequio backups".as_slice(), self.key.as_bytes()].concat()).to_string();
        digest.get(..8).unwrap_or_default().to_owned()
    }

    /// The name of a day's backup.
    pub(super) fn name(&self, day: Date) -> String {
        format!("tequio-{}-{day}.backup", self.mark())
    }

    pub(super) async fn has_community(&self) -> Result<bool, StoreError> {
        let mut reader = self.db.read(&Viewer::Node).await?;
        let any: Option<(Id,)> = reader.optional(&communities::store::ANY, args![]).await?;
        Ok(any.is_some())
    }

    /// What was erased here.
    pub(super) async fn erased(&self) -> Result<Vec<(Id, Id)>, StoreError> {
        let mut tx = self.db.snapshot().await?;
        let erased = tx.all(&log::store::ERASURES, args![]).await?;
        tx.rollback().await?;
        Ok(erased)
    }

    /// Writes beside the backups what was erased, which the older ones need when they are restored. What stands there
    /// already stays: a node that came back without a list must not shorten it.
    async fn write_erasures(&self, folder: &Path) -> Result<(), BackupError> {
        let erased = self.erased().await?;
        let list = folder.join(erasures_file(&self.mark()));
        let before = match std::fs::read_to_string(&list) {
            // One that cannot be read must not be taken for an empty one.
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            before => before.unwrap_or_default(),
        };
        let mut lines: BTreeSet<String> = before.lines().map(str::to_owned).collect();
        lines.extend(erased.iter().map(|(community, subject)| format!("{community} {subject}")));
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        if list.exists() && lines == before {
            return Ok(());
        }
        let file = tempfile::NamedTempFile::new_in(folder)?;
        std::fs::write(file.path(), lines)?;
        file.as_file().sync_all()?;
        file.persist(list).map_err(|error| error.error)?;
        Ok(())
    }

    /// Says whether a backup was made, and notes why not.
    fn told(&self, place: String, came: Result<bool, (Why, String)>) -> bool {
        came.unwrap_or_else(|(why, detail)| {
            tracing::error!(place, ?why, %detail, "the backup failed; it will be tried again in an hour");
            let failed = Failed { at: self.world.now(), why, detail };
            self.note(|notes| drop(notes.failed.insert(place, failed)));
            false
        })
    }

    pub(super) fn note(&self, change: impl FnOnce(&mut Notes)) {
        if let Err(error) = Notes::change(&self.data, change) {
            tracing::warn!(%error, "what became of a backup could not be noted");
        }
    }

    pub(super) fn today(&self) -> Date {
        day(self.world.now())
    }
}

pub(super) fn day(at: Micros) -> Date {
    TimeZone::UTC.to_datetime(jiff::Timestamp::from_microsecond(at).unwrap_or_default()).date()
}

/// The daily backups of a folder that a node made, oldest first.
fn backups(folder: &Path, mark: &str) -> std::io::Result<Vec<(Date, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some((_, date)) = dated(name).filter(|(of, _)| *of == mark) {
            found.push((date, path));
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the backup of `date` is kept `today`, among those of `dates`: each of the last days, and of each week before
/// that, for a while, the first.
pub(super) fn is_kept(date: Date, today: Date, dates: &[Date]) -> bool {
    let age = |date: Date| date.until(today).map_or(0, |span| i64::from(span.get_days()));
    let week = |date: Date| date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).unwrap_or(date);
    // The newest of all stays, however old: a node that was off for months has no other.
    if age(date) < DAYS || dates.iter().all(|other| *other <= date) {
        return true;
    }
    let first = dates.iter().filter(|other| week(**other) == week(date)).min();
    age(date) < (WEEKS + 1) * 7 && first == Some(&date)
}

/// The keeper of a node's backups, with connections of its own.
///
/// # Errors
/// As the store says.
pub async fn keeper(node: &crate::Node, plan: Plan) -> Result<Keeper, StoreError> {
    let core = &node.core;
    Ok(Keeper {
        plan,
        db: Db::connect(&node.database).await?,
        blobs: node.blobs.clone(),
        key: core.key.clone(),
        data: node.data.clone(),
        reserve: node.reserve,
        world: core.world.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Day by day for a year: never more than the week and the four before it, and after months away the newest stays.
    #[test]
    fn backups_go_when_they_are_too_old() {
        let begin: Date = "2026-01-01".parse().unwrap();
        let mut there: Vec<Date> = Vec::new();
        for number in 0..365 {
            let today = begin.checked_add(number.days()).unwrap();
            there.push(today);
            let dates = there.clone();
            there.retain(|date| is_kept(*date, today, &dates));
            assert!(there.len() <= 12, "{today}: {there:?}");
            if number > 60 {
                assert!(there.len() >= 10, "{today}: {there:?}");
                let oldest = there[0].until(today).unwrap().get_days();
                assert!((28..35).contains(&oldest), "{today}: {oldest}");
                assert!((0..7).all(|back| there.contains(&today.checked_sub(back.days()).unwrap())));
            }
        }
        let later = begin.checked_add(900.days()).unwrap();
        let kept: Vec<Date> = there.iter().copied().filter(|date| is_kept(*date, later, &there)).collect();
        assert_eq!(kept, there[there.len() - 1..]);
    }

    #[test]
    fn a_name_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let today: Date = "2026-11-28".parse().unwrap();
        let names = [
            "tequio-0000000a-2026-11-28.backup",
            "tequio-0000000a-2026-11-27.backup",
            "tequio-0000000b-2026-11-26.backup",
        ];
        for file in names.into_iter().chain(["tequio-0000000a-mine.backup", "2026-11-26.backup"]) {
            std::fs::write(folder.path().join(file), "").unwrap();
        }
        let found: Vec<Date> = backups(folder.path(), "0000000a").unwrap().into_iter().map(|(date, _)| date).collect();
        assert_eq!(found, ["2026-11-27".parse().unwrap(), today]);
    }
}
