// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `freedom-data`: the tables by which items are judged. They are built into the program; a folder may bring newer or more
//! rows. Each table is read when it is first asked for.

use std::{cell::OnceCell, collections::HashMap};

use crate::{
    reason::ProgramReason,
    tree::{Tree, Unread},
    verdict::{Both, Kind, Verdict},
};

macro_rules! tables {
    ($($name:ident),*) => {
        /// The texts of the tables: the built-in rows, then those of a folder.
        #[derive(Debug, Default)]
        struct Texts { $($name: String),* }
        /// The files of a folder of data.
        const FILES: &[&str] = &[$(concat!(stringify!($name), ".tsv")),*];
        fn built_in() -> Texts {
            Texts { $($name: include_str!(concat!("../data/", stringify!($name), ".tsv")).to_owned()),* }
        }
        impl Texts {
            fn table(&mut self, file: &str) -> Option<&mut String> {
                match file.strip_suffix(".tsv")? {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

tables!(
    aliases, archives, debian, devices, firmware, licences, modules, parts, phrases, precision, programs, reviewed,
    sources
);

/// The day on which the built-in data was brought together.
pub const DATE: &str = include_str!("../data/date.txt");

/// The tables.
#[derive(Debug)]
pub struct Data {
    texts: Texts,
    date: String,
    added: Vec<String>,
    licences: OnceCell<HashMap<String, Verdict>>,
    aliases: OnceCell<HashMap<String, String>>,
    archives: OnceCell<HashMap<(String, String), Archive>>,
    debian: OnceCell<HashMap<String, String>>,
    firmware: OnceCell<HashMap<String, (String, String)>>,
    modules: OnceCell<HashMap<String, Vec<String>>>,
    devices: OnceCell<HashMap<String, Vec<String>>>,
    parts: OnceCell<HashMap<String, (Works, String)>>,
    programs: OnceCell<Vec<Program>>,
    programs_by_start: OnceCell<HashMap<u8, Vec<usize>>>,
    phrases: OnceCell<Vec<String>>,
}

/// What an archive promises of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Archive {
    /// Whether what stands in it is free.
    pub verdict: Verdict,
    /// Its programs need or bring non-free ones.
    pub fsdg: bool,
    /// The distribution keeps to the FSDG.
    pub endorsed: bool,
}

/// What a device does without blobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Works {
    /// All of it works.
    Yes,
    /// It works, with less.
    Limited,
    /// Nothing is known of it.
    Unknown,
    /// It does not, and a cheap part does its job.
    Part,
    /// It does not.
    No,
}

/// A program that somebody looked at.
#[derive(Clone, Debug)]
pub struct Program {
    kinds: Vec<String>,
    name: String,
    /// What was found.
    pub verdict: Verdict,
    /// It is against the FSDG although free.
    pub fsdg: bool,
    /// Why.
    pub reason: ProgramReason,
    /// What may stand in its place.
    pub replacement: Vec<Both>,
    /// What stops working without it.
    pub loses: Option<Both>,
}

/// Where the data came from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence; `facts` where only facts were taken.
    pub licence: String,
}

impl Data {
    /// The tables that the program brings along.
    pub fn built_in() -> Self {
        Self {
            texts: built_in(),
            date: DATE.trim().to_owned(),
            added: Vec::new(),
            licences: OnceCell::new(),
            aliases: OnceCell::new(),
            archives: OnceCell::new(),
            debian: OnceCell::new(),
            firmware: OnceCell::new(),
            modules: OnceCell::new(),
            devices: OnceCell::new(),
            parts: OnceCell::new(),
            programs: OnceCell::new(),
            programs_by_start: OnceCell::new(),
            phrases: OnceCell::new(),
        }
    }

    /// Adds the rows of a folder: files named as the built-in ones, with the same columns. They win over the built-in rows.
    ///
    /// # Errors
    /// The folder or one of its files cannot be read, or it has none of them.
    pub fn extend(mut self, folder: &Tree) -> Result<Self, Unread> {
        for file in FILES {
            if let Some(bytes) = folder.read(file, 64 << 20)? {
                if let Some(table) = self.texts.table(file) {
                    table.push('\n');
                    table.push_str(&String::from_utf8_lossy(&bytes));
                }
                self.added.push((*file).to_owned());
            }
        }
        if self.added.is_empty() {
            return Err(Unread::NoData);
        }
        if let Some(date) = folder.read("date.txt", 64)? {
            self.date = crate::fact::clean(&String::from_utf8_lossy(&date));
        }
        Ok(self)
    }

    /// The day of the data.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The files that a folder added.
    pub fn added(&self) -> &[String] {
        &self.added
    }

    /// Where the generated tables came from.
    pub fn sources(&self) -> Vec<Source> {
        rows(&self.texts.sources)
            .filter_map(|row| {
                let [name, version, licence] = columns(row)?;
                Some(Source { name: name.to_owned(), version: version.to_owned(), licence: licence.to_owned() })
            })
            .collect()
    }

    /// Whether a licence of this identifier is free; `None` where no table has it.
    pub fn licence(&self, id: &str) -> Option<Verdict> {
        let table = self.licences.get_or_init(|| {
            let mut table = HashMap::new();
            for row in rows(&self.texts.licences).chain(rows(&self.texts.reviewed)) {
                let mut cells = row.split('\t');
                if let (Some(id), Some(verdict)) = (cells.next(), cells.next().and_then(Verdict::parse)) {
                    table.insert(id.to_ascii_lowercase(), verdict);
                }
            }
            table
        });
        table.get(&id.to_ascii_lowercase()).copied()
    }

    /// What people mean by a name, brought to one form: an expression, `@free` or `@non-free`.
    pub fn alias(&self, name: &str) -> Option<&str> {
        let table = self.aliases.get_or_init(|| pairs(&self.texts.aliases));
        table.get(name).map(String::as_str)
    }

    /// What an archive promises of a component.
    pub fn archive(&self, origin: &str, component: &str) -> Option<Archive> {
        let table = self.archives.get_or_init(|| {
            let read = |row| {
                let [origin, component, verdict, flag] = columns(row)?;
                let (fsdg, endorsed) = (flag == "fsdg", flag == "endorsed");
                let archive = Archive { verdict: Verdict::parse(verdict)?, fsdg, endorsed };
                Some(((origin.to_owned(), component.to_owned()), archive))
            };
            rows(&self.texts.archives).filter_map(read).collect()
        });
        table.get(&(origin.to_owned(), component.to_owned())).copied()
    }

    /// The component outside main in which Debian has a package.
    pub fn debian(&self, package: &str) -> Option<&str> {
        let table = self.debian.get_or_init(|| pairs(&self.texts.debian));
        table.get(package).map(String::as_str)
    }

    /// The package and component in which Debian brings a file below lib/firmware.
    pub fn firmware(&self, path: &str) -> Option<(&str, &str)> {
        let table = self.firmware.get_or_init(|| {
            let read = |row| {
                let [path, package, component] = columns(row)?;
                Some((path.to_owned(), (package.to_owned(), component.to_owned())))
            };
            rows(&self.texts.firmware).filter_map(read).collect()
        });
        // Updates of processors come more often than the data: their folders hold nothing else.
        let vendor = path.split_once("/").map(|(folder, _)| folder);
        let ucode = match vendor {
            Some("intel-ucode") => Some(("intel-microcode", "non-free-firmware")),
            Some("amd-ucode") => Some(("amd64-microcode", "non-free-firmware")),
            _ => None,
        };
        table.get(path).map(|(package, component)| (package.as_str(), component.as_str())).or(ucode)
    }

    /// The firmware files that a module names; `None` for one that names none.
    pub fn module(&self, name: &str) -> Option<&[String]> {
        let table = self.modules.get_or_init(|| {
            let mut table = HashMap::new();
            for row in rows(&self.texts.modules) {
                if let Some((module, files)) = row.split_once('\t') {
                    table.insert(module.to_owned(), files.split(' ').map(str::to_owned).collect());
                }
            }
            table
        });
        table.get(name).map(Vec::as_slice)
    }

    /// The modules that drive a device, by one of its keys (`data/devices.tsv` says which there are).
    pub fn modules_of(&self, key: &str) -> &[String] {
        let table = self.devices.get_or_init(|| {
            let mut table: HashMap<String, Vec<String>> = HashMap::new();
            for row in rows(&self.texts.devices) {
                let Some((module, keys)) = row.split_once('\t') else { continue };
                for key in keys.split(' ') {
                    table.entry(key.to_owned()).or_default().push(module.to_owned());
                }
            }
            table
        });
        table.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a module's devices do without blobs, and the key of what is lost.
    pub fn part(&self, module: &str) -> Option<(Works, &str)> {
        let table = self.parts.get_or_init(|| {
            let read = |row| {
                let [module, works, loses] = columns(row)?;
                let works = match works {
                    "yes" => Works::Yes,
                    "limited" => Works::Limited,
                    "part" => Works::Part,
                    "no" => Works::No,
                    _ => return None,
                };
                Some((module.to_owned(), (works, loses.to_owned())))
            };
            rows(&self.texts.parts).filter_map(read).collect()
        });
        table.get(module).map(|(works, loses)| (*works, loses.as_str()))
    }

    /// The row for a program: of a folder's rows the last, of the built-in ones the first that fits.
    pub fn program(&self, kind: Kind, name: &str) -> Option<&Program> {
        let table = self.programs.get_or_init(|| {
            let built_in = include_str!("../data/programs.tsv");
            let added = self.texts.programs.get(built_in.len()..).unwrap_or_default();
            rows(added).chain(rows(built_in)).filter_map(program).collect()
        });
        // Asked for each dependency of each package: only the rows that begin like the name are looked at.
        let by_start = self.programs_by_start.get_or_init(|| {
            let mut by_start: HashMap<u8, Vec<usize>> = HashMap::new();
            for (index, row) in table.iter().enumerate() {
                by_start.entry(start(&row.name)).or_default().push(index);
            }
            by_start
        });
        let mut near = by_start.get(&start(name)).into_iter().flatten().filter_map(|index| table.get(*index));
        let fits = |row: &&Program| {
            row.kinds.iter().any(|one| one == "*" || one == kind.as_str()) && matches_glob(&row.name, name)
        };
        near.find(fits)
    }

    /// The phrases that withhold a freedom.
    pub fn phrases(&self) -> &[String] {
        self.phrases.get_or_init(|| rows(&self.texts.phrases).map(str::to_owned).collect())
    }

    /// How often a rule was right on the labelled set: right, of.
    pub fn precision(&self, rule: &str, verdict: Verdict) -> Option<(u32, u32)> {
        rows(&self.texts.precision).find_map(|row| {
            let [one, said, right, of] = columns(row)?;
            (one == rule && said == verdict.as_str()).then_some((right.parse().ok()?, of.parse().ok()?))
        })
    }

    /// The identifiers that have a verdict: known, of all.
    pub fn licences_known(&self) -> (usize, usize) {
        let _ = self.licence("");
        let all = self.licences.get().map(HashMap::len).unwrap_or_default();
        let known = self.licences.get().into_iter().flatten().filter(|(_, verdict)| **verdict != Verdict::Unknown);
        (known.count(), all)
    }
}

/// The first byte of a name, without regard to case. No row of the table begins with `*`.
fn start(name: &str) -> u8 {
    name.bytes().next().unwrap_or_default().to_ascii_lowercase()
}

/// A name, the same in both languages, or `Spanish|English`.
fn either(text: &str) -> Both {
    let (es, en) = text.split_once('|').unwrap_or((text, text));
    Both { es: es.to_owned(), en: en.to_owned() }
}

fn program(row: &str) -> Option<Program> {
    let [kinds, name, verdict, fsdg, reason, replacement, es, en] = columns(row)?;
    let both = Both { es: es.to_owned(), en: en.to_owned() };
    Some(Program {
        kinds: kinds.split(',').map(str::to_owned).collect(),
        name: name.to_owned(),
        verdict: Verdict::parse(verdict)?,
        fsdg: fsdg == "fsdg",
        reason: ProgramReason::parse(reason)?,
        replacement: replacement.split(", ").filter(|one| !one.is_empty()).map(either).collect(),
        loses: (!es.is_empty()).then_some(both),
    })
}

/// The rows of a table, without comments and empty lines.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The columns of a row, if it has at least that many; a missing last one is empty.
fn columns<const N: usize>(row: &str) -> Option<[&str; N]> {
    let mut cells = row.split('\t');
    let mut found = [""; N];
    for (index, cell) in found.iter_mut().enumerate() {
        match cells.next() {
            Some(text) => *cell = text,
            None if index + 1 == N => {}
            None => return None,
        }
    }
    Some(found)
}

fn pairs(text: &str) -> HashMap<String, String> {
    rows(text).filter_map(|row| row.split_once('\t')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// Whether a name is that of a pattern with `*`, without regard to case.
fn matches_glob(pattern: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let pattern = pattern.to_ascii_lowercase();
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return false };
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names() {
        for (pattern, name) in
            [("code", "Code"), ("gcc-*-doc", "gcc-12-doc"), ("a*", "a"), ("*", ""), ("a*b*c", "a1b2c")]
        {
            assert!(matches_glob(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("code", "codes"), ("gcc-*-doc", "gcc-doc"), ("a*b*c", "acb"), ("", "x")] {
            assert!(!matches_glob(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn every_row_is_read() {
        let data = Data::built_in();
        let count = |text: &str| rows(text).count();
        assert!(data.licence("mit").is_some());
        for row in rows(&data.texts.reviewed) {
            let [id, verdict, source, date, why] = columns(row).expect(row);
            assert!(data.licence(id).is_some(), "{id}");
            assert!(Verdict::parse(verdict).is_some() && date.len() == 10 && !why.is_empty(), "{row}");
            assert!(["gnu", "fsf", "fsf-open", "cc", "text"].contains(&source), "{row}");
        }
        assert_eq!(data.program(Kind::Deb, "code").map(|row| row.verdict), Some(Verdict::NonFree));
        assert_eq!(data.programs.get().map(Vec::len), Some(count(&data.texts.programs)));
        assert!(data.programs.get().is_some_and(|rows| rows.iter().all(|row| !row.name.starts_with('*'))));
        assert!(data.archive("Debian", "main").is_some_and(|archive| archive.verdict == Verdict::Free));
        assert_eq!(data.archives.get().map(HashMap::len), Some(count(&data.texts.archives)));
        assert!(data.part("ath9k").is_some());
        assert_eq!(data.parts.get().map(HashMap::len), Some(count(&data.texts.parts)));
        assert!(data.firmware("usbdux_firmware.bin").is_some_and(|(_, component)| component == "main"));
        assert!(data.module("iwlwifi").is_some_and(|files| files.len() > 10));
        assert_eq!(data.sources().len(), 4);
        assert_eq!(data.debian("unrar"), Some("non-free"));
    }
}
