// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why something was judged as it was, as a value; its words are in `report/words.rs`.

/// The reason of a verdict or of an FSDG flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody looked at this program; a key of the table of programs.
    Program(ProgramReason),
    /// An archive keeps it in this component.
    Archive {
        /// Whose archive.
        origin: String,
        /// The component.
        component: String,
    },
    /// The package itself names this section.
    Section(String),
    /// Debian keeps a package of this name in this component.
    Index(String),
    /// Debian brings this firmware file in a package of this component.
    Firmware {
        /// The package.
        package: String,
        /// Its component.
        component: String,
    },
    /// It declares this licence.
    Licence(String),
    /// It declares a licence of which nobody knows what it says.
    UnknownLicence(String),
    /// Its text is this licence.
    Text {
        /// The SPDX identifier.
        licence: String,
        /// In thousandths.
        similarity: u16,
    },
    /// Its text withholds a freedom with these words.
    Restriction(String),
    /// Its copyright file refers to this licence.
    Notice(String),
    /// Two statements that contradict each other.
    Contradiction(String, String),
    /// It pulls in something that is not free.
    Pulls(String),
    /// Nothing that was read says anything.
    Silent,
}

/// The reasons of the table of programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramReason {
    /// Its terms forbid to study, change or share it.
    Eula,
    /// It comes in binary form only.
    Binary,
    /// It may not be used for some purposes.
    Field,
    /// It enforces restrictions on what one may do with one's own media.
    Drm,
    /// It is free itself, and brings or needs programs that are not.
    Installer,
    /// It is free itself, and loads non-free firmware where a device asks for it.
    Loads,
    /// It is free itself, and offers non-free programs.
    Offers,
    /// It serves only a service that is not free.
    Client,
    /// Its source is said to be free; of the build nothing is known.
    Build,
    /// Known by name to be free.
    Named,
    /// A manual under the GNU FDL, which is free for the FSF and not for Debian.
    Gfdl,
    /// Free and non-free parts in one package.
    Mixed,
    /// The Server Side Public License.
    Sspl,
    /// Its source is free; the copy that is fetched stands under a patent licence.
    Patent,
}

impl ProgramReason {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "eula" => Self::Eula,
            "binary" => Self::Binary,
            "field" => Self::Field,
            "drm" => Self::Drm,
            "installer" => Self::Installer,
            "loads" => Self::Loads,
            "offers" => Self::Offers,
            "client" => Self::Client,
            "build" => Self::Build,
            "named" => Self::Named,
            "gfdl" => Self::Gfdl,
            "mixed" => Self::Mixed,
            "sspl" => Self::Sspl,
            "patent" => Self::Patent,
            _ => return None,
        })
    }
}
