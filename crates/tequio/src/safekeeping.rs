// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio custodian`, `backup`, `erasures` and `restore`.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    sync::Arc,
};

use age::secrecy::ExposeSecret;
use tequio_node::{
    Node, NodeError, Settings,
    node::{DATABASE_FILE, KEY_FILE, blobs, prepare_folder},
    safekeeping::{
        backup::{self, BackupError},
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
    let world = World::new(Arc::new(SystemClock)).map_err(|error| NodeError::Network(error.into()))?;
    let served = || std::fs::read_to_string(config.data.join(ORIGIN_FILE)).ok()?.parse().ok();
    let origin = config.origin.or_else(served).or_else(|| Config::default_origin(config.listen.port()));
    let origin = origin.ok_or(NodeError::Origin(config.listen.port()))?;
    let bucket = bucket(config.bucket);
    let (data, database, proxies) = (config.data, config.database, config.trusted_proxy);
    let settings = Settings { data, database, bucket, origin, lan: Vec::new(), proxies, source: &[] };
    Node::open(settings, world, Hasher::new()).await
}

/// Runs something asynchronous to its end.
pub fn block<E: ToString>(work: impl Future<Output = Result<(), E>>) -> End {
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(work).map_or_else(|error| End::Failed(error.to_string()), |()| End::Done),
        Err(error) => End::Failed(error.to_string()),
    }
}

/// Makes a key for a custodian of backups and prints both halves.
pub fn custodian() -> End {
    let identity = age::x25519::Identity::generate();
    let secret = identity.to_string();
    say!("# Guarda la clave secreta en papel o en una memoria USB, nunca en el nodo.");
    say!("# (Keep the secret key on paper or on a stick, never on the node.)");
    say!("secret: {}", secret.expose_secret());
    say!("public: {}", identity.to_public());
    say!("{}", qr::terminal(secret.expose_secret()));
    End::Done
}

/// Writes a backup.
pub fn backup(config: Config, file: PathBuf, to: Vec<String>) -> End {
    let custodians = match backup::custodians(&to) {
        Ok(custodians) => custodians,
        Err(error) => return End::Wrong(error.to_string()),
    };
    if file.exists() {
        return End::Wrong(format!("FILE: {} is there already; allowed is a new name", file.display()));
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return End::Wrong(format!(
            "FILE: there is no folder {}; allowed is a file in one that exists",
            folder.display()
        ));
    }
    block(async move {
        let node = open(config).await.map_err(|error| error.to_string())?;
        let shows = std::io::stderr().is_terminal();
        let progress = |table: &str| {
            if shows {
                eprintln!("… {table}");
            }
        };
        let core = &node.core;
        let made = backup::backup(&core.db, &node.blobs, &core.key, &custodians, &file, progress).await;
        let manifest = made.map_err(|error| error.to_string())?;
        say!("{} ({})", file.display(), manifest.created);
        tell_of_missing(&manifest.missing);
        Ok::<(), String>(())
    })
}

/// Says which blobs of files are not in a backup; what they are is told by `tequio check`.
fn tell_of_missing(hashes: &[String]) {
    for hash in hashes {
        eprintln!(
            "tequio: the blob {hash} is missing or damaged, and is not in the backup; tequio check names its file"
        );
    }
}

/// Prints what was erased, for restoring an older backup.
pub fn erasures(config: Config) -> End {
    block(async move {
        for (community, subject) in open(config).await?.erasures().await? {
            say!("{community} {subject}");
        }
        Ok::<(), NodeError>(())
    })
}

/// Restores a backup into an empty folder.
pub fn restore(config: Config, file: PathBuf, identity: PathBuf, erasures: Option<PathBuf>) -> End {
    let text = match std::fs::read_to_string(&identity) {
        Ok(text) => text,
        Err(error) => return End::Wrong(format!("identity: {}: {error}", identity.display())),
    };
    let secret = text.split_whitespace().find(|word| word.starts_with("AGE-SECRET-KEY-"));
    let Some(identity) = secret.and_then(|secret| secret.parse().ok()) else {
        return End::Wrong(format!("identity: {} holds no AGE-SECRET-KEY-…", identity.display()));
    };
    let erasures = match erasures.map(read_erasures).transpose() {
        Ok(erasures) => erasures.unwrap_or_default(),
        Err(why) => return End::Wrong(format!("erasures: {why}")),
    };
    block(async move {
        let opened = restore::open(&file, &identity)?;
        prepare_folder(&config.data).map_err(|error| BackupError::Damaged(error.to_string()))?;
        let blobs = blobs(&config.data, bucket(config.bucket).as_ref()).map_err(BackupError::Blob)?;
        let url = config.database.unwrap_or_else(|| format!("sqlite:{}", config.data.join(DATABASE_FILE).display()));
        let db = Db::open(&url).await?;
        let world = World::new(Arc::new(SystemClock)).map_err(|error| BackupError::Damaged(error.to_string()))?;
        let missing = restore::restore(opened, &db, &blobs, &config.data.join(KEY_FILE), &erasures, &world).await?;
        db.close().await;
        tell_of_missing(&missing);
        say!("{}", config.data.display());
        Ok::<(), BackupError>(())
    })
}

fn read_erasures(path: PathBuf) -> Result<Vec<(Id, Id)>, String> {
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    text.lines()
        .map(|line| {
            let ids = line.split_once(' ').and_then(|(a, b)| Some((a.parse().ok()?, b.trim().parse().ok()?)));
            ids.ok_or_else(|| format!("not a line of «tequio erasures»: {line}"))
        })
        .collect()
}
