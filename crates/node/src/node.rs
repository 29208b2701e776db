// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A running node: its parts, and how it serves until it is told to stop.

use std::{
    fs::{File, TryLockError},
    net::SocketAddr,
    path::{Path, PathBuf},
    pin::pin,
    sync::{Arc, OnceLock},
};

use tequio_fediverse::fetch::{self, Access, Budget, FetchError, Fetcher, Limits};
use tokio::sync::{Semaphore, mpsc};
use url::Url;

use crate::{
    jobs,
    link::federation,
    safekeeping::{self, daily::Plan, disk, upgrade},
    spine::{
        command::{Caller, Core},
        communities::{self, SetHost, founding, rules::own_host},
        id::Id,
        keys::{Key, KeyError},
        log::{self, Actor},
        mail::post::{Mailer, Post},
        mandates::{Kind, Rescue},
        members::{self, credentials::Hasher},
        refusal::{Error, conflict},
        sessions::throttle::Addresses,
        viewer::Viewer,
        world::{Micros, World},
    },
    store::{BlobError, Blobs, Bucket, Db, StoreError, args},
    web::{
        self,
        client::Proxies,
        door::Doors,
        listen::Listener,
        tls::{self, CertificateError, Tls},
        visit::Community,
    },
};

/// How a node is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder: keys, and the built-in database.
    pub data: PathBuf,
    /// `postgres://…`, with commas between the servers of one cluster; or nothing for SQLite in the data folder.
    pub database: Option<String>,
    /// The bucket of files, or nothing for a folder of the data folder.
    pub bucket: Option<Bucket>,
    /// The canonical origin.
    pub origin: Url,
    /// Its onion service, if it has one beside the canonical origin.
    pub onion: Option<Url>,
    /// Addresses of the local network on which it listens too.
    pub lan: Vec<SocketAddr>,
    /// The proxies in front of it that say for whom they ask.
    pub proxies: Proxies,
    /// Where its certificates come from, if TLS ends here.
    pub tls: Option<tls::Source>,
    /// Where a backup goes each day, if anywhere.
    pub backups: Option<Plan>,
    /// So many bytes of the disk stay free: with less the node only reads.
    pub reserve: u64,
    /// How far it goes when it visits what somebody named.
    pub access: Access,
    /// The mail server by which it writes to members, if it does.
    pub mail: Option<Post>,
    /// The source of this program (tar, gzip), which every node offers.
    pub source: &'static [u8],
}

impl Settings {
    /// A node that is all in one folder, and has nothing that it can be without.
    pub fn in_folder(data: PathBuf, origin: Url) -> Self {
        Self {
            data,
            database: None,
            bucket: None,
            origin,
            onion: None,
            lan: Vec::new(),
            proxies: Proxies::default(),
            tls: None,
            backups: None,
            reserve: 0,
            access: Access::default(),
            mail: None,
            source: b"",
        }
    }
}

/// Why a node does not start or does not go on.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The data folder holds something that is not Tequio's.
    #[error("{0} is not empty and holds no Tequio: choose an empty folder or one that a Tequio made")]
    ForeignFolder(PathBuf),
    /// The data folder cannot be used.
    #[error("the data folder {0}: {1}")]
    Folder(PathBuf, std::io::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The node's key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store of files.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// A command that start-up gives was refused.
    #[error("{0}")]
    Command(#[from] Error),
    /// There is no community or member of this name.
    #[error("nothing here is called {0}")]
    Unknown(String),
    /// A rescue of a community whose coordination can act.
    #[error(
        "{0} is not locked out: somebody who coordinates it was here in the last 30 days. Ask them, or let two members \
         call a choice on the page of mandates; a rescue is for a community where nobody who coordinates comes in"
    )]
    NotLockedOut(String),
    /// The network, at an address.
    #[error("{0}: {1}")]
    Network(SocketAddr, std::io::Error),
    /// The certificate that it should show.
    #[error("the certificate: {0}")]
    Certificate(#[from] CertificateError),
    /// Signals cannot be heard.
    #[error("signals cannot be heard: {0}")]
    Signals(std::io::Error),
    /// The system gave no randomness.
    #[error("the system gives no randomness: {0}")]
    Chance(getrandom::Error),
    /// Another process serves this data folder.
    #[error("another Tequio is already serving {0}: stop that one first, or choose another folder with --data")]
    Served(PathBuf),
    /// The store holds communities, and the key in the data folder opens none of theirs.
    #[error(
        "{0} is not the key of this database: put the one here with which it was made (every process on the same database has \
         the same file), or restore a backup into an empty folder"
    )]
    OtherKey(PathBuf),
    /// No address can be made for the port on which it listens.
    #[error("no origin can be made for port {0}: name the address by which people reach the node with --origin")]
    Origin(u16),
    /// A commit failed: what is on disk is unknown until the node starts again.
    #[error("a change could not be made durable; the node stops and recovers when it starts again")]
    Durability,
}

/// A job as a list shows it: kind, when it runs next, tries, when it died, and the last error.
pub type JobRow = (String, Micros, i64, Option<Micros>, Option<String>);

/// The file that marks a data folder as Tequio's and holds the key that wraps all others.
pub const KEY_FILE: &str = "node.key";
/// The built-in database.
pub const DATABASE_FILE: &str = "tequio.sqlite";
/// The folder of what is kept of files.
pub const BLOBS_FOLDER: &str = "blobs";

/// A running node.
#[derive(Debug)]
pub struct Node {
    /// Store, time, chance and keys.
    pub core: Core,
    /// What is kept of files.
    pub blobs: Blobs,
    /// Passphrases.
    pub hasher: Hasher,
    /// Ways in.
    pub doors: Doors,
    /// The proxies that say for whom they ask.
    pub proxies: Proxies,
    /// The end of TLS, if it is here.
    pub tls: Option<Tls>,
    /// Tries by address, for throttling.
    pub addresses: Addresses,
    /// The data folder.
    pub data: PathBuf,
    /// The address of the store.
    pub database: String,
    /// Where a backup goes each day, if anywhere.
    pub backups: Option<Plan>,
    /// So many bytes of the disk stay free: with less the node only reads.
    pub reserve: u64,
    /// What hands letters to a mail server, if it writes to members.
    pub(crate) mail: Option<Mailer>,
    /// Public pages that nothing changed.
    pub(crate) pages: web::cache::Cache,
    /// The source of this program (tar, gzip).
    pub source: &'static [u8],
    /// How far it goes when it visits what somebody named.
    pub(crate) access: Access,
    /// Made when it is first needed: it reads the system's certificates.
    fetcher: OnceLock<Fetcher>,
    /// Places for what strangers make it fetch at once.
    pub(crate) strangers: Semaphore,
}

impl Node {
    /// Opens a node's data, which may be empty.
    ///
    /// # Errors
    /// When the folder is somebody else's, or the store cannot be opened.
    pub async fn open(settings: Settings, world: World, hasher: Hasher) -> Result<Arc<Self>, NodeError> {
        prepare_folder(&settings.data)?;
        let key = Key::load_or_create(&settings.data.join(KEY_FILE), &world)?;
        let url =
            settings.database.unwrap_or_else(|| format!("sqlite:{}", settings.data.join(DATABASE_FILE).display()));
        let db = Db::connect(&url).await?;
        upgrade::open(&db, &settings.data).await?;
        let blobs = blobs(&settings.data, settings.bucket.as_ref())?;
        let host = settings.origin.host_str().unwrap_or_default();
        let mail = settings.mail.map(|post| Mailer::new(post, host)).transpose().map_err(Error::from)?;
        let tls = settings.tls.map(|source| Tls::new(source, &settings.data, host)).transpose();
        let node = Arc::new(Self {
            core: Core::new(db, world, key),
            blobs,
            hasher,
            doors: Doors::new(settings.origin, settings.onion, settings.lan),
            proxies: settings.proxies,
            tls: tls.map_err(CertificateError::Unfit)?,
            addresses: Addresses::default(),
            data: settings.data,
            database: url,
            backups: settings.backups,
            reserve: settings.reserve,
            mail,
            pages: web::cache::Cache::default(),
            source: settings.source,
            access: settings.access,
            fetcher: OnceLock::new(),
            strangers: Semaphore::new(federation::FETCHES),
        });
        disk::look(&node);
        Ok(node)
    }

    /// Refuses to go on with another node's key, with which nobody's words could be read and new ones would be lost to the rest.
    ///
    /// # Errors
    /// [`NodeError::OtherKey`].
    pub async fn must_open_its_store(&self) -> Result<(), NodeError> {
        let mut view = self.core.db.snapshot().await?;
        let seeds: Vec<(Id, Vec<u8>)> = view.all(&log::store::WRAPPED_SEEDS, args![]).await?;
        let opens = |(community, seed): &(Id, Vec<u8>)| self.core.key.open(community.as_bytes(), seed).is_ok();
        // One that is damaged is for `tequio check` to name.
        if seeds.is_empty() || seeds.iter().any(opens) {
            Ok(())
        } else {
            Err(NodeError::OtherKey(self.data.join(KEY_FILE)))
        }
    }

    /// Whether no community lives here yet.
    ///
    /// # Errors
    /// As the store says.
    pub async fn is_empty(&self) -> Result<bool, NodeError> {
        let mut reader = self.core.db.read(&Viewer::Node).await?;
        let some: Option<(Id,)> = reader.optional(&communities::store::ANY, args![]).await?;
        Ok(some.is_none())
    }

    /// Gets what is at an address that somebody named, guarded: no address of this machine or of a private network is
    /// visited, and neither bytes nor time are without limits.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub async fn fetch(&self, url: &Url, limits: &Limits) -> Result<Vec<u8>, FetchError> {
        let mut budget = Budget { bytes: limits.bytes, ..Budget::default() };
        Ok(self.fetcher()?.get(url, limits, &mut budget, None).await?.body)
    }

    /// The present instant, as signatures have it.
    pub(crate) fn instant(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.core.world.now()).unwrap_or_default()
    }

    /// The guarded fetcher: the one way by which an address is visited that a stranger named.
    pub(crate) fn fetcher(&self) -> Result<&Fetcher, FetchError> {
        if let Some(fetcher) = self.fetcher.get() {
            return Ok(fetcher);
        }
        let name = format!("Tequio/{} (+{})", env!("CARGO_PKG_VERSION"), self.doors.canonical());
        let settings = fetch::Settings { access: self.access, ..fetch::Settings::new(&name) };
        let made = Fetcher::new(settings)?;
        Ok(self.fetcher.get_or_init(|| made))
    }

    /// What was erased here (community and subject): a restore of an older backup needs this list.
    ///
    /// # Errors
    /// As the store says.
    pub async fn erasures(&self) -> Result<Vec<(Id, Id)>, NodeError> {
        let mut tx = self.core.db.snapshot().await?;
        Ok(tx.all(&log::store::ERASURES, args![]).await?)
    }

    /// The jobs, dead ones first: kind, when it runs next, tries, when it died, and the last error.
    ///
    /// # Errors
    /// As the store says.
    pub async fn jobs(&self) -> Result<Vec<JobRow>, NodeError> {
        let mut tx = self.core.db.snapshot().await?;
        Ok(tx.all(&jobs::store::ALL, args![200_i64]).await?)
    }

    /// Gives a mandate to a member of a community that locked itself out: nobody who coordinates it was here for
    /// thirty days. It stands in the community's log, and everybody is told why.
    ///
    /// # Errors
    /// When there is no such community or member, or it is not locked out.
    pub async fn rescue(&self, handle: &str, name: &str, kind: Kind, reason: &str) -> Result<(), NodeError> {
        let community = self.community(handle).await?.id;
        let mut tx = self.core.db.snapshot().await?;
        let key = members::rules::name_key(name);
        let member: Option<(Id,)> = tx.optional(&members::store::NAME_TAKEN, args![community, key]).await?;
        let (member,) = member.ok_or_else(|| NodeError::Unknown(name.to_owned()))?;
        drop(tx);
        let command = Rescue { member, kind, reason: reason.to_owned() };
        let caller = Caller::plain(Actor::Operator);
        match self.core.execute(community, caller, self.core.world.id(), command).await {
            Ok(_) => Ok(()),
            Err(Error::Refused(refusal)) if refusal.message == "error-not-locked-out" => {
                Err(NodeError::NotLockedOut(handle.to_owned()))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Gives a community a host of its own, or none. It stands in the community's log. The answer is the address that it
    /// keeps on the network, if that is one of the node's.
    ///
    /// # Errors
    /// When there is no such community, or it cannot have this host.
    pub async fn set_host(&self, handle: &str, host: Option<&str>) -> Result<Option<String>, NodeError> {
        let community = self.community(handle).await?.id;
        let host = host.map(str::to_ascii_lowercase);
        if host.as_deref().is_some_and(|host| self.doors.origin.host_str() == Some(host)) {
            return Err(conflict("error-host-taken").into());
        }
        let caller = Caller::plain(Actor::Operator);
        self.core.execute(community, caller, self.core.world.id(), SetHost(host)).await?;
        let mut tx = self.core.db.snapshot().await?;
        let base: Option<(String,)> = tx.optional(&federation::store::BASE, args![community]).await?;
        Ok(base.map(|(base,)| base).filter(|base| own_host(base).is_none()))
    }

    /// A community by its handle.
    pub(crate) async fn community(&self, handle: &str) -> Result<Community, NodeError> {
        let mut reader = self.core.db.read(&Viewer::Node).await?;
        let community = reader.optional(&communities::store::BY_HANDLE, args![handle]).await?;
        community.ok_or_else(|| NodeError::Unknown(handle.to_owned()))
    }

    /// A new one-time link for founding a community on this node.
    ///
    /// # Errors
    /// As the store says.
    pub async fn founding_link(&self) -> Result<String, NodeError> {
        let token = founding::create_link(&self.core, false).await?;
        Ok(format!("{}/found/{token}", self.doors.canonical()))
    }

    /// The link that an empty node shows when it starts. It takes the place of the ones that earlier starts showed.
    ///
    /// # Errors
    /// As the store says.
    pub async fn first_link(&self) -> Result<String, NodeError> {
        let token = founding::create_link(&self.core, true).await?;
        Ok(format!("{}/found/{token}", self.doors.canonical()))
    }

    /// Serves on the `listeners`, now and as they come, until `stop` resolves, and works on jobs meanwhile.
    /// Requests that are under way are answered, if they end soon.
    ///
    /// # Errors
    /// When a change could not be made durable.
    pub async fn serve(
        self: Arc<Self>,
        mut listeners: mpsc::UnboundedReceiver<Listener>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), NodeError> {
        let (ending, ended) = tokio::sync::watch::channel(false);
        let mut servers = tokio::task::JoinSet::new();
        safekeeping::shelves::sweep(&self).await;
        let worker = tokio::spawn(jobs::work(self.clone(), ended.clone()));
        let watch = tokio::spawn(safekeeping::watch_disk(self.clone()));
        let certificates = tokio::spawn(tls::keep(self.clone(), ended.clone()));
        if let Some(plan) = self.backups.clone() {
            safekeeping::keep_daily(&self, plan, &ended);
        }
        let mut stop = pin!(stop);
        let broken = loop {
            tokio::select! {
                () = &mut stop => break false,
                () = self.core.db.broken() => break true,
                Some(listener) = listeners.recv() => {
                    let (node, mut ended) = (self.clone(), ended.clone());
                    servers.spawn(async move {
                        let until = async move { drop(ended.wait_for(|ended| *ended).await) };
                        web::listen::serve(node, listener, until).await;
                    });
                }
            }
        };
        ending.send_replace(true);
        // Whoever asked for what could not be made durable hears that first, and every other request is answered too.
        while servers.join_next().await.is_some() {}
        if broken {
            return Err(NodeError::Durability);
        }
        drop(worker.await);
        drop(certificates.await);
        watch.abort();
        self.core.db.close().await;
        Ok(())
    }
}

/// Where a node keeps its files: in a bucket, or in a folder of its data folder.
///
/// # Errors
/// When that cannot be used.
pub fn blobs(data: &Path, bucket: Option<&Bucket>) -> Result<Blobs, BlobError> {
    match bucket {
        Some(bucket) => Blobs::in_bucket(bucket),
        None => Blobs::in_folder(&data.join(BLOBS_FOLDER)),
    }
}

/// Takes a data folder for this process to serve, until the file is dropped: its key file is locked. What only reads,
/// or gives single commands, goes on beside it.
///
/// # Errors
/// [`NodeError::Served`] when another process serves it; or the folder is somebody else's, or cannot be used.
pub fn claim(data: &Path, world: &World) -> Result<File, NodeError> {
    prepare_folder(data)?;
    let path = data.join(KEY_FILE);
    Key::load_or_create(&path, world)?;
    // Some network file systems lock only what may be written.
    let file = File::options().read(true).write(true).open(&path).map_err(KeyError::File)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(NodeError::Served(data.to_owned())),
        Err(TryLockError::Error(error)) => Err(NodeError::Folder(data.to_owned(), error)),
    }
}

/// Makes the folder if it is absent, and refuses one that holds something else.
///
/// # Errors
/// When it is somebody else's, or cannot be used.
pub fn prepare_folder(path: &Path) -> Result<(), NodeError> {
    let folder = |error| NodeError::Folder(path.to_owned(), error);
    match std::fs::read_dir(path) {
        Ok(mut entries) => {
            let empty = entries.next().is_none();
            if !empty && !path.join(KEY_FILE).exists() {
                return Err(NodeError::ForeignFolder(path.to_owned()));
            }
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(path).map_err(folder)
        }
        Err(error) => Err(folder(error)),
    }
}
