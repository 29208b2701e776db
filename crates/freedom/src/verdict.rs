// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said of an item: a verdict, its grade, and why.

use serde::Serialize;

use crate::reason::Reason;

/// Free in the sense of the FSF's four freedoms, not free, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The four freedoms are given.
    Free,
    /// Evidence is missing, or contradicts itself.
    Unknown,
    /// One of the four freedoms is withheld.
    NonFree,
}

impl Verdict {
    /// All of it is needed: the worst decides.
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// One of the two may be chosen: the better decides.
    pub fn or(self, other: Self) -> Self {
        self.min(other)
    }

    /// As it stands in the data and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Unknown => "unknown",
            Self::NonFree => "non-free",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Free, Self::Unknown, Self::NonFree].into_iter().find(|verdict| verdict.as_str() == text)
    }
}

/// How good the evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Grade {
    /// Somebody looked at this very program.
    A,
    /// An archive's promise for its component.
    B,
    /// A declared licence.
    C,
    /// A licence's text.
    D,
    /// A sign that may mislead; also: no evidence.
    E,
}

/// The rule that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A row of the table of programs.
    Program,
    /// The component of the archive it came from.
    ArchiveComponent,
    /// The component that stands in the package's own section.
    Section,
    /// Debian has a package of this name outside main.
    DebianIndex,
    /// Debian's indices say which package brings this firmware file.
    FirmwareIndex,
    /// The licence it declares.
    DeclaredLicence,
    /// The text of its licence.
    LicenceText,
    /// A phrase that withholds a freedom.
    Restriction,
    /// A notice that refers to a well-known licence.
    GrantNotice,
    /// Its evidence contradicts itself.
    Contradiction,
    /// Nothing says anything.
    NoEvidence,
}

impl Rule {
    /// As it stands in JSON and in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::ArchiveComponent => "archive-component",
            Self::Section => "section",
            Self::DebianIndex => "debian-index",
            Self::FirmwareIndex => "firmware-index",
            Self::DeclaredLicence => "declared-licence",
            Self::LicenceText => "licence-text",
            Self::Restriction => "restriction",
            Self::GrantNotice => "grant-notice",
            Self::Contradiction => "contradiction",
            Self::NoEvidence => "no-evidence",
        }
    }
}

/// What kind of thing an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A package of dpkg.
    Deb,
    /// A package of RPM.
    Rpm,
    /// A package of pacman.
    Arch,
    /// A file that a device's driver loads into it.
    Firmware,
    /// A module of the kernel.
    Module,
    /// Updates for a processor.
    Microcode,
    /// An application or runtime of Flatpak.
    Flatpak,
    /// A snap.
    Snap,
    /// An AppImage.
    #[serde(rename = "appimage")]
    AppImage,
    /// Something that belongs to no package.
    Program,
    /// A module that a browser brought along.
    Browser,
    /// A browser's extension.
    Extension,
    /// A Python package.
    Pip,
    /// A package of npm.
    Npm,
    /// A crate.
    Cargo,
    /// A Ruby gem.
    Gem,
    /// A project's source, or a part of it.
    Source,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Deb,
        Self::Rpm,
        Self::Arch,
        Self::Firmware,
        Self::Module,
        Self::Microcode,
        Self::Flatpak,
        Self::Snap,
        Self::AppImage,
        Self::Program,
        Self::Browser,
        Self::Extension,
        Self::Pip,
        Self::Npm,
        Self::Cargo,
        Self::Gem,
        Self::Source,
    ];

    /// As it stands in JSON and in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deb => "deb",
            Self::Rpm => "rpm",
            Self::Arch => "arch",
            Self::Firmware => "firmware",
            Self::Module => "module",
            Self::Microcode => "microcode",
            Self::Flatpak => "flatpak",
            Self::Snap => "snap",
            Self::AppImage => "appimage",
            Self::Program => "program",
            Self::Browser => "browser",
            Self::Extension => "extension",
            Self::Pip => "pip",
            Self::Npm => "npm",
            Self::Cargo => "cargo",
            Self::Gem => "gem",
            Self::Source => "source",
        }
    }
}

/// Where something is written, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The file, below the audited root; of a home folder only `~`.
    pub place: String,
    /// What stands there.
    pub says: String,
}

/// The judgement of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its version, where it is known.
    pub version: Option<String>,
    /// Free, not free, or not known.
    pub verdict: Verdict,
    /// A free thing that loads, installs or recommends things that are not: against the FSDG.
    pub fsdg: Option<Reason>,
    /// How good the evidence is.
    pub grade: Grade,
    /// The rule that decided.
    pub rule: Rule,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// Why.
    pub why: Reason,
    /// Free programs or parts in its place.
    pub replacement: Vec<Both>,
    /// What stops working without it.
    pub loses: Option<Both>,
}

/// A text in Spanish and in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    /// Spanish.
    pub es: String,
    /// English.
    pub en: String,
}
