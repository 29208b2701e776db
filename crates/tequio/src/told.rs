// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What went wrong, in the words of who reads.

use std::io;

use tequio_deliberation::{
    consultation::Flaw,
    file::{self, Trouble},
    life::Contradiction,
    sortition::Unsound,
    tally::{BallotError, TallyError},
};
use tequio_freedom::Unread;
use tequio_node::{
    NodeError,
    consult::file::{LeftOut, NoConsultation},
    decide::{decisions::acta::Untrue, draws::sorteo::Unheld},
    node::DATABASE_FILE,
    safekeeping::{
        backup::BackupError,
        check::{Finding, REBUILD_SEARCH},
        friend::ShelfError,
        moving::MoveError,
    },
    spine::{keys::KeyError, refusal::Error},
    store::{BlobError, StoreError},
    web::{mirror::MirrorError, tls::CertificateError},
};

use crate::words::{find, lang, t, with};

/// What can be told in the words of who reads, in one line.
pub trait Told {
    /// The line.
    fn told(&self) -> String;
}

/// Why a command failed, as it is told.
#[derive(Debug)]
pub struct Failure(pub String);

impl<E: Told> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.told())
    }
}

impl Told for io::Error {
    fn told(&self) -> String {
        t(match self.kind() {
            io::ErrorKind::NotFound => "system-not-found",
            io::ErrorKind::PermissionDenied => "system-denied",
            io::ErrorKind::AlreadyExists => "system-exists",
            io::ErrorKind::StorageFull => "system-full",
            io::ErrorKind::IsADirectory => "system-folder",
            io::ErrorKind::NotADirectory => "system-not-folder",
            io::ErrorKind::ReadOnlyFilesystem => "system-read-only",
            _ => return self.to_string(),
        })
    }
}

impl Told for Untrue {
    fn told(&self) -> String {
        match self {
            Self::Form(why) => with("untrue-form", &[("why", why)]),
            Self::Signature(_) => t("untrue-signature"),
            Self::Key(key) => with("untrue-key", &[("key", key)]),
            Self::Text => t("untrue-text"),
            Self::History(contradiction) => match contradiction {
                Contradiction::NoDraft => t("untrue-begin"),
                Contradiction::Unfinished => t("untrue-end"),
                Contradiction::Earlier(event) => with("untrue-earlier", &[("event", event)]),
                Contradiction::Otherwise(event) => with("untrue-otherwise", &[("event", event)]),
                Contradiction::Terms(event) => with("untrue-terms", &[("event", event)]),
                Contradiction::Voice(event) => with("untrue-voice", &[("event", event)]),
            },
        }
    }
}

impl Told for Unheld {
    fn told(&self) -> String {
        t(match self {
            Self::Untrue(Untrue::Form(why)) => return with("sorteo-form", &[("why", why)]),
            Self::Untrue(untrue) => return untrue.told(),
            Self::Unsound(Unsound::Twice) => "sorteo-twice",
            Self::Unsound(Unsound::Seats) => "sorteo-seats",
            Self::Unsound(Unsound::Nonce) => "sorteo-nonce",
            Self::Unsound(Unsound::Numbers) => "sorteo-numbers",
            Self::Others => "sorteo-others",
        })
    }
}

impl Told for NoConsultation {
    fn told(&self) -> String {
        match self {
            Self::Form(why) => with("consulta-form", &[("why", why)]),
            Self::Call(untrue) => with("consulta-call", &[("why", &untrue.told())]),
            Self::Flaw(flaw) => with(
                "consulta-call",
                &[(
                    "why",
                    &t(match flaw {
                        Flaw::Amending => "consulta-flaw-amending",
                        Flaw::Answering => "consulta-flaw-answering",
                        Flaw::CountsAnybody => "consulta-flaw-anybody",
                        Flaw::AsksNobody => "consulta-flaw-nobody",
                        Flaw::Share => "consulta-flaw-share",
                    }),
                )],
            ),
        }
    }
}

impl Told for LeftOut {
    fn told(&self) -> String {
        t(match self {
            Self::Untrue(untrue) => return untrue.told(),
            Self::Elsewhere => "consulta-elsewhere",
            Self::Words => "consulta-no-words",
            Self::Acta => "consulta-no-acta",
            Self::Foreign => "consulta-foreign-acta",
            Self::Undecided => "consulta-undecided",
            Self::Dissent => "consulta-no-dissent",
        })
    }
}

impl Told for Unread {
    fn told(&self) -> String {
        match self {
            Self::Denied => t("system-denied"),
            Self::NotAFolder => t("system-not-folder"),
            Self::Cycle => t("unread-cycle"),
            Self::TooLarge(bytes) => with("unread-large", &[("bytes", bytes)]),
            Self::NotAFile => t("unread-not-a-file"),
            Self::NoData => t("unread-no-data"),
            Self::Damaged(what) | Self::Unsupported(what) | Self::System(what) => what.clone(),
        }
    }
}

impl Told for file::Problem {
    fn told(&self) -> String {
        // What was expected is named by the words of the reader's language where it has them.
        let named = |expected: &str| {
            let name: Vec<&str> = expected.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
            let name: Vec<&str> = name.into_iter().filter(|word| !word.is_empty()).collect();
            find(&format!("expected-{}", name.join("-").to_lowercase())).unwrap_or_else(|| expected.to_owned())
        };
        let what = match &self.trouble {
            Trouble::Expected { expected, found } => {
                with("ballots-expected", &[("expected", &named(expected)), ("found", &format!("{found:?}"))])
            }
            Trouble::Ends(expected) => with("ballots-end", &[("expected", &named(expected))]),
            Trouble::NoOption(option) => with("ballots-no-option", &[("option", option)]),
            Trouble::Again(what) => with("ballots-again", &[("what", what)]),
            Trouble::Equal => t("ballots-equal"),
            Trouble::Incomplete => t("ballots-incomplete"),
            Trouble::Count(what) => with("ballots-count", &[("what", what)]),
            Trouble::Ballot(BallotError::Twice(option)) => with("ballots-twice", &[("option", option)]),
            Trouble::Ballot(BallotError::TooMany) => t("ballots-too-many"),
            Trouble::Ballot(BallotError::TooManyOptions) => t("ballots-too-many-options"),
            Trouble::Encoding => t("ballots-encoding"),
            Trouble::Csv(what) => what.clone(),
        };
        with("ballots-line", &[("line", &self.line), ("what", &what)])
    }
}

impl Told for TallyError {
    fn told(&self) -> String {
        match self {
            Self::NoOptions => t("tally-no-options"),
            Self::NoBallots => t("tally-no-ballots"),
            Self::Seats { options } => with("tally-seats", &[("options", options)]),
            Self::EqualRanks(ballot) => with("tally-equal-ranks", &[("ballot", ballot)]),
            Self::TooManyTies => t("tally-too-many-ties"),
            Self::Dots { ballot, given, limit } => {
                with("tally-dots", &[("ballot", ballot), ("given", given), ("limit", limit)])
            }
            Self::NegativeDots(ballot) => with("tally-negative-dots", &[("ballot", ballot)]),
        }
    }
}

impl Told for MirrorError {
    fn told(&self) -> String {
        match self {
            Self::ForeignFolder(folder) => with("error-foreign-mirror", &[("folder", &folder.display())]),
            Self::File(path, why) => format!("{}: {}", path.display(), why.told()),
        }
    }
}

impl Told for NodeError {
    fn told(&self) -> String {
        match self {
            Self::ForeignFolder(folder) => with("error-foreign-folder", &[("folder", &folder.display())]),
            Self::Folder(folder, why) => with("error-folder", &[("folder", &folder.display()), ("why", &why.told())]),
            Self::Store(error) => error.told(),
            Self::Key(error) => error.told(),
            Self::Blobs(error) => error.told(),
            Self::Command(error) => error.told(),
            Self::Unknown(name) => with("error-unknown", &[("name", name)]),
            Self::NotLockedOut(name) => with("error-not-locked-out", &[("name", name)]),
            Self::Network(address, why) => match why.kind() {
                io::ErrorKind::AddrInUse => {
                    let next = address.port().checked_add(1).unwrap_or(3456);
                    let ip = std::net::SocketAddr::new(address.ip(), next).to_string();
                    let ip = ip.rsplit_once(':').map_or("", |(ip, _)| ip).to_owned();
                    with("error-port-taken", &[("port", &address.port()), ("ip", &ip), ("next", &next)])
                }
                io::ErrorKind::AddrNotAvailable => with("error-address", &[("address", &address.ip())]),
                _ => with("error-network", &[("address", address), ("why", &why.told())]),
            },
            Self::Certificate(error) => with("error-certificate", &[("why", &error.told())]),
            Self::Signals(why) => with("error-signals", &[("why", &why.told())]),
            Self::Chance(why) => with("error-chance", &[("why", why)]),
            Self::Served(folder) => with("error-served", &[("folder", &folder.display())]),
            Self::OtherKey(file) => with("error-other-key", &[("file", &file.display())]),
            Self::Origin(port) => with("error-origin", &[("port", port)]),
            Self::Durability => t("error-durability"),
        }
    }
}

impl Told for CertificateError {
    fn told(&self) -> String {
        match self {
            Self::File(file, why) => format!("{}: {}", file.display(), why.told()),
            Self::NoCertificate => t("certificate-none"),
            Self::NoKey => t("certificate-no-key"),
            Self::Unfit(why) => with("certificate-unfit", &[("why", why)]),
            Self::Dates(why) => with("certificate-dates", &[("why", why)]),
        }
    }
}

impl Told for Error {
    fn told(&self) -> String {
        match self {
            Self::Refused(refusal) if !refusal.fields.is_empty() => {
                let fields: Vec<String> = refusal.fields.iter().map(|field| lang().field_error(field)).collect();
                fields.join(" ")
            }
            Self::Refused(refusal) => lang().refusal(refusal),
            Self::Store(error) => error.told(),
            Self::Blob(error) => error.told(),
            Self::Key(error) => error.told(),
            // What fails later is a job's.
            Self::Mail(_) => t("error-mail"),
            Self::Damaged(what) => with("error-record", &[("what", what)]),
        }
    }
}

impl Told for StoreError {
    fn told(&self) -> String {
        match self {
            Self::Conflict(what) => with("error-conflict", &[("what", what)]),
            Self::Busy => t("error-busy"),
            Self::Durability(what) => with("error-durable", &[("what", what)]),
            Self::Damaged(what) => with("error-stored", &[("what", what)]),
            Self::NewerSchema { found, known } => with("error-newer", &[("found", found), ("known", known)]),
            Self::Unreachable(what) => with("error-unreachable", &[("what", what)]),
            Self::Engine(what) => with("error-engine", &[("what", what)]),
        }
    }
}

impl Told for MoveError {
    fn told(&self) -> String {
        match self {
            Self::NotAnArchive => t("error-not-a-move"),
            Self::Signature => t("error-move-signature"),
            Self::Here => t("error-move-arrived"),
            Self::Handle(handle) => with("error-move-handle", &[("handle", handle)]),
            Self::Host(host) => with("error-move-host", &[("host", host)]),
            Self::OtherLog => t("error-move-other-log"),
            Self::Elsewhere { expected, address } => {
                with("error-move-elsewhere", &[("expected", expected), ("address", address)])
            }
            Self::Foreign(what) => with("error-move-foreign", &[("what", what)]),
            Self::Log(error) => with("error-move-log", &[("what", error)]),
            Self::Part(BackupError::Closed) => t("error-move-closed"),
            Self::Part(BackupError::Incomplete) => t("error-move-incomplete"),
            Self::Part(error) => error.told(),
            Self::Command(error) => error.told(),
        }
    }
}

impl Told for BlobError {
    fn told(&self) -> String {
        match self {
            Self::Folder(what) => with("error-blob-folder", &[("what", &what.told())]),
            Self::Store(what) => with("error-blob-store", &[("what", what)]),
            Self::Missing(hash) => with("error-blob-missing", &[("hash", hash)]),
            Self::Damaged(hash) => with("error-blob-damaged", &[("hash", hash)]),
        }
    }
}

impl Told for KeyError {
    fn told(&self) -> String {
        match self {
            Self::File(what) => with("error-key-file", &[("what", &what.told())]),
            Self::Malformed => t("error-key-malformed"),
            Self::DoesNotOpen => t("error-key-closed"),
        }
    }
}

impl Told for BackupError {
    fn told(&self) -> String {
        match self {
            Self::File(error) => error.told(),
            Self::NoCustodian => t("error-no-custodian"),
            Self::Recipient(text) => with("error-recipient", &[("text", text)]),
            Self::Closed => t("error-closed"),
            Self::NotABackup => t("error-not-a-backup"),
            Self::Incomplete => t("error-incomplete"),
            Self::Damaged(what) => with("error-damaged", &[("what", what)]),
            Self::Newer(schema) => with("error-backup-newer", &[("schema", schema)]),
            Self::NotEmpty => t("error-not-empty"),
            Self::Blob(error) => error.told(),
            Self::Store(error) => error.told(),
            Self::Key(error) => error.told(),
        }
    }
}

impl Told for ShelfError {
    fn told(&self) -> String {
        match self {
            Self::Away(why) => with("error-shelf-away", &[("why", why)]),
            Self::Untrusted(why) => with("error-shelf-untrusted", &[("why", why)]),
            Self::Closed => t("error-shelf-closed"),
            Self::Full => t("error-shelf-full"),
            Self::Missing => t("error-shelf-missing"),
            Self::Answer(what) => with("error-shelf-answer", &[("what", what)]),
            Self::Cut => t("error-shelf-cut"),
            Self::File(error) => error.told(),
        }
    }
}

impl Told for Finding {
    fn told(&self) -> String {
        match self {
            Self::SearchIndex => {
                with("finding-search-index", &[("file", &DATABASE_FILE), ("rebuild", &REBUILD_SEARCH)])
            }
            Self::ClosedKey(table, row) => with("finding-closed-key", &[("table", table), ("row", row)]),
            Self::UnknownRow(table, row) => with("finding-unknown-row", &[("table", table), ("row", row)]),
            Self::Differs(table, row, columns) => {
                with("finding-differs", &[("table", table), ("row", row), ("columns", columns)])
            }
            Self::NotErased(subject) => with("finding-not-erased", &[("row", subject)]),
            Self::MissingRow(table, row) => with("finding-missing-row", &[("table", table), ("row", row)]),
            Self::Attachments(error) => format!("attachments: {}", error.told()),
            Self::Blob(file, error) => format!("attachments {file}: {}", error.told()),
            Self::Table(table, error) => format!("{table}: {}", error.told()),
            // What the engine and the replay say names tables and records, for who mends them.
            Self::Engine(_) | Self::Log(_) => self.to_string(),
        }
    }
}
