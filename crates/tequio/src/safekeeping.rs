// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio custodian`, `backup`, `erasures` and `restore`.

use std::{
    io::{IsTerminal, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use age::secrecy::ExposeSecret;
use jiff::{Timestamp, tz::TimeZone};
use tequio_node::{
    Node, NodeError,
    node::{KEY_FILE, blobs, prepare_folder},
    safekeeping::{
        backup::{self, BackupError},
        check::Report,
        drill,
        notes::Notes,
        restore,
    },
    spine::{
        id::Id,
        members::credentials::Hasher,
        world::{SystemClock, World},
    },
    store::Db,
    web::qr,
};
use url::Url;

use crate::{
    End,
    config::{Config, bucket},
    serve::SOURCE,
    shelf::InHand,
    told::{Failure, Told as _},
    words::{t, with},
};

/// The file that says at which origin a node served last, so that other commands print the same.
const ORIGIN_FILE: &str = "origin";

/// Notes at which origin a node serves. That it cannot be noted keeps nobody from serving.
pub fn remember_origin(data: &Path, origin: &Url) {
    if let Err(error) = std::fs::write(data.join(ORIGIN_FILE), origin.as_str()) {
        tracing::warn!(%error, "the origin could not be noted for other commands");
    }
}

/// Opens a node's data for a command that is not `serve`.
pub async fn open(config: Config) -> Result<Arc<Node>, NodeError> {
    let world = World::new(Arc::new(SystemClock)).map_err(NodeError::Chance)?;
    let served = || std::fs::read_to_string(config.data.join(ORIGIN_FILE)).ok()?.parse().ok();
    let origin = config.origin.clone().or_else(served).or_else(|| Config::default_origin(config.listen.port()));
    let origin = origin.ok_or(NodeError::Origin(config.listen.port()))?;
    Node::open(config.settings(origin, Vec::new(), SOURCE), world, Hasher::new()).await
}

/// Runs something asynchronous to its end.
pub fn block<E: Into<Failure>>(work: impl Future<Output = Result<(), E>>) -> End {
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(work).map_or_else(|error| End::Failed(error.into().0), |()| End::Done),
        Err(error) => End::Failed(error.told()),
    }
}

/// Makes a key for a custodian of backups and prints both halves, or writes them to a new file.
pub fn custodian(file: Option<&Path>) -> End {
    let identity = age::x25519::Identity::generate();
    let secret = identity.to_string();
    let secret = secret.expose_secret();
    let public = identity.to_public();
    let key = format!("{}\nsecret: {secret}\npublic: {public}\n{}", t("said-key"), qr::terminal(secret));
    let Some(file) = file else {
        say!("{key}");
        if others_read_what_is_printed() {
            eprintln!("tequio: {}", t("said-key-open"));
        }
        return End::Done;
    };
    if file.exists() {
        return End::Wrong(with("wrong-file-there", &[("file", &file.display())]));
    }
    match write_secret(file, &key) {
        Ok(()) => {
            say!("public: {public}");
            eprintln!("{}", with("said-key-written", &[("file", &file.display())]));
            End::Done
        }
        Err(error) => End::Failed(about_file(file, &error)),
    }
}

/// Writes a new file that only its owner can read.
fn write_secret(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(file)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()
}

/// Whether what is printed goes to a file that not only its owner can read.
fn others_read_what_is_printed() -> bool {
    #[cfg(unix)]
    {
        use std::os::{fd::AsFd as _, unix::fs::MetadataExt as _};
        let printed = std::io::stdout().as_fd().try_clone_to_owned().map(std::fs::File::from);
        printed.and_then(|file| file.metadata()).is_ok_and(|file| file.is_file() && file.mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    false
}

/// What is wrong with a file that was named as FILE.
fn about_file(file: &Path, error: &std::io::Error) -> String {
    with("wrong-file", &[("key", &t("value-file")), ("file", &file.display()), ("why", &error.told())])
}

/// What is wrong with a backup.
fn about_backup(file: &Path, error: &BackupError) -> Failure {
    Failure(match error {
        BackupError::File(error) => about_file(file, error),
        BackupError::NotABackup | BackupError::Incomplete | BackupError::Damaged(_) => {
            format!("{}: {}", file.display(), error.told())
        }
        _ => error.told(),
    })
}

/// A moment, as the clocks of this machine show it.
pub fn moment(at: Timestamp) -> String {
    TimeZone::system().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// How large something is.
pub fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        1_000_000_000.. => format!("{} GB", tenths(1_000_000_000)),
        1_000_000.. => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} kB", bytes.div_ceil(1000)),
    }
}

/// Writes a backup.
pub fn backup(config: Config, file: PathBuf, to: Vec<String>) -> End {
    let to = if to.is_empty() { config.custodians.clone() } else { to };
    let custodians = match backup::custodians(&to) {
        Ok(custodians) => custodians,
        Err(error) => return End::Wrong(error.told()),
    };
    if let Err(end) = must_be_new(&file) {
        return end;
    }
    block(async move {
        let node = open(config).await?;
        let core = &node.core;
        let made = backup::backup(&core.db, &node.blobs, &core.key, &custodians, &file, &core.world, progress).await;
        let manifest = made.map_err(|error| about_backup(&file, &error))?;
        let made = moment(Timestamp::from_microsecond(manifest.made()).unwrap_or_default());
        say!("{} ({made}, {})", file.display(), size(std::fs::metadata(&file).map_or(0, |file| file.len())));
        // That it cannot be noted makes the backup no worse.
        if let Err(error) = Notes::change(&node.data, |notes| notes.made(&manifest)) {
            eprintln!("tequio: {}", error.told());
        }
        eprintln!("{}", with("said-try", &[("file", &file.display())]));
        tell_of_missing(&manifest.missing);
        Ok::<(), Failure>(())
    })
}

/// Refuses a file that is there, or whose folder is not.
pub fn must_be_new(file: &Path) -> Result<(), End> {
    if file.exists() {
        return Err(End::Wrong(with("wrong-file-there", &[("file", &file.display())])));
    }
    match file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        Some(folder) => Err(End::Wrong(with("wrong-no-folder", &[("folder", &folder.display())]))),
        None => Ok(()),
    }
}

/// Shows what is being worked on, to who watches.
pub fn progress(what: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("… {what}");
    }
}

/// Says which blobs of files are not in a backup; what they are is told by `tequio check`.
pub fn tell_of_missing(hashes: &[String]) {
    for hash in hashes {
        eprintln!("tequio: {}", with("said-blob-missing", &[("hash", hash)]));
    }
}

/// Prints what was erased, for restoring an older backup.
pub fn erasures(config: Config) -> End {
    block(async move {
        let erasures = open(config).await?.erasures().await?;
        if erasures.is_empty() {
            eprintln!("{}", t("said-nothing-erased"));
        }
        for (community, subject) in erasures {
            say!("{community} {subject}");
        }
        Ok::<(), NodeError>(())
    })
}

/// Restores a backup into an empty folder.
pub fn restore(config: Config, given: PathBuf, identity: PathBuf, erasures: Option<PathBuf>) -> End {
    let key = match identity_in(&identity, &given) {
        Ok(key) => key,
        Err(why) => return End::Wrong(why),
    };
    let backup = match InHand::take(given) {
        Ok(backup) => backup,
        Err(end) => return end,
    };
    let file = &backup.file;
    // Daily backups have it beside them.
    let list = erasures.or_else(|| restore::erasures_beside(file));
    let erasures = match list.as_deref().map(read_erasures).transpose() {
        Ok(erasures) => erasures,
        Err(why) => return End::Wrong(why),
    };
    // Those of a shelf have it in the newest one.
    let since = if erasures.is_some() { None } else { backup.erased_since(&key) };
    let since = match since.transpose() {
        Ok(since) => since,
        Err(Failure(why)) => return End::Failed(why),
    };
    block(async {
        let opened = restore::open(file, &key).map_err(|error| about_backup(file, &error))?;
        let manifest = opened.manifest.clone();
        prepare_folder(&config.data)?;
        let blobs = blobs(&config.data, bucket(config.bucket.clone()).as_ref())?;
        let url = config.database_url();
        let db = Db::connect(&url).await?;
        let world = World::new(Arc::new(SystemClock)).map_err(NodeError::Chance)?;
        let gone = erasures.as_deref().or(since.as_deref()).unwrap_or_default();
        let missing = restore::restore(opened, &db, &blobs, &config.data.join(KEY_FILE), gone, &world).await?;
        db.close().await;
        tell_of_missing(&missing);
        // That it cannot be noted makes what was restored no worse.
        drop(Notes::change(&config.data, |notes| notes.made(&manifest)));
        say!("{}", config.data.display());
        let made = moment(Timestamp::from_microsecond(manifest.made()).unwrap_or_default());
        eprintln!(
            "{}",
            match (&list, &since) {
                (Some(list), _) => with("said-erased-again", &[("count", &gone.len()), ("file", &list.display())]),
                (None, Some(_)) => with("said-erased-since", &[("count", &gone.len())]),
                (None, None) => with("said-no-erasures", &[("made", &made)]),
            }
        );
        eprintln!("{}", with("said-restored", &[("folder", &config.data.display())]));
        Ok::<(), Failure>(())
    })
}

/// The secret key in the file that should hold one, beside the backup that it should open.
pub fn identity_in(identity: &Path, backup: &Path) -> Result<age::x25519::Identity, String> {
    match secret_key(identity) {
        Ok(Some(key)) => Ok(key),
        Ok(None) if secret_key(backup).is_ok_and(|key| key.is_some()) => {
            Err(with("wrong-identity-swapped", &[("backup", &backup.display())]))
        }
        Ok(None) => Err(with("wrong-identity", &[("file", &identity.display())])),
        Err(error) => {
            Err(with("wrong-file", &[("key", &"--identity"), ("file", &identity.display()), ("why", &error.told())]))
        }
    }
}

/// Tries whether a backup comes back, on any machine. Where its node is, that is noted there.
pub fn drill(config: Config, given: PathBuf, identity: &Path) -> End {
    let key = match identity_in(identity, &given) {
        Ok(key) => key,
        Err(why) => return End::Wrong(why),
    };
    let backup = match InHand::take(given) {
        Ok(backup) => backup,
        Err(end) => return end,
    };
    let file = &backup.file;
    let mut findings = Vec::new();
    let end = block(async {
        let world = World::new(Arc::new(SystemClock)).map_err(NodeError::Chance)?;
        let tried = drill::drill(file, &key, &std::env::temp_dir(), &world).await;
        let tried = tried.map_err(|error| about_backup(file, &error))?;
        findings.extend(tried.report.findings.iter().map(|finding| finding.told()));
        if tried.is_whole() {
            let made = moment(Timestamp::from_microsecond(tried.made()).unwrap_or_default());
            say!("{} {}", with("said-drilled", &[("made", &made)]), whole(&tried.report));
            if !note_opened(&config.data, &tried.code, &world)? {
                say!("tequio drill --receipt {}", tried.code);
                eprintln!("{}", t("said-receipt"));
            }
        }
        Ok::<(), Failure>(())
    });
    if findings.is_empty() { end } else { tell_findings(&findings) }
}

/// Notes that somebody opened a backup of this node elsewhere.
pub fn receipt(config: Config, code: &str) -> End {
    block(async {
        let world = World::new(Arc::new(SystemClock)).map_err(NodeError::Chance)?;
        if !note_opened(&config.data, code, &world)? {
            return Err(Failure(t("wrong-receipt")));
        }
        say!("{}", t("said-opened"));
        Ok(())
    })
}

/// Notes that a backup was opened, if it is one of the node in the folder `data`; says whether it is.
fn note_opened(data: &Path, code: &str, world: &World) -> Result<bool, Failure> {
    if Notes::read(data).opened(code, world.now()).is_none() {
        return Ok(false);
    }
    let change = |notes: &mut Notes| {
        notes.opened(code, world.now());
    };
    Notes::change(data, change).map_err(|error| NodeError::Folder(data.to_owned(), error))?;
    Ok(true)
}

/// What a check says that found nothing.
pub fn whole(report: &Report) -> String {
    let Report { records, rows, blobs, .. } = report;
    with("said-whole", &[("records", records), ("rows", rows), ("blobs", blobs)])
}

/// Says what a check found.
pub fn tell_findings(findings: &[String]) -> End {
    findings.iter().for_each(|finding| say!("{finding}"));
    End::Failed(with("said-findings", &[("count", &findings.len())]))
}

/// The secret key in a file, which may hold anything and be large: it is looked for at its beginning.
fn secret_key(path: &Path) -> std::io::Result<Option<age::x25519::Identity>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(64 * 1024).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.split_whitespace().filter(|word| word.starts_with("AGE-SECRET-KEY-")).find_map(|word| word.parse().ok()))
}

fn read_erasures(path: &Path) -> Result<Vec<(Id, Id)>, String> {
    let unread = |error: std::io::Error| {
        with("wrong-file", &[("key", &"--erasures"), ("file", &path.display()), ("why", &error.told())])
    };
    let text = std::fs::read_to_string(path).map_err(unread)?;
    text.lines()
        .map(|line| {
            let ids = line.split_once(' ').and_then(|(a, b)| Some((a.parse().ok()?, b.trim().parse().ok()?)));
            ids.ok_or_else(|| with("wrong-erasures", &[("line", &line)]))
        })
        .collect()
}
