// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! TLS that ends on this machine: no web server stands in front, and a bridge on the way forwards what it cannot read.
//! Certificates come from files that somebody else keeps up to date, or from an authority, one for each host. That one is
//! missing or could not be renewed is told, and stops nothing.

mod acme;
mod certificate;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::PrivatePkcs8KeyDer,
    server::{Acceptor, ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use serde::Serialize;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    sync::watch,
};
use tokio_rustls::{LazyConfigAcceptor, server::TlsStream};
use utoipa::ToSchema;

use crate::{
    Node,
    spine::{
        communities,
        viewer::Viewer,
        world::{DAY, MINUTE, Micros},
    },
    store::{self, args},
};

use self::certificate::Certificate;
use super::visit::Community;

pub use self::{acme::Authority, certificate::CertificateError};

/// The folder of the data folder in which certificates of authorities are kept, with their keys.
pub const FOLDER: &str = "certificates";
/// By what an authority says that it looks whether a host leads here (RFC 8737).
const PROVING: &[u8] = b"acme-tls/1";
/// How often it is looked whether files changed, a host came, or a certificate is due.
const TURN: Duration = Duration::from_secs(15);
/// How long is waited after the first try that failed; after each further one twice as long, up to a day.
const AGAIN: Micros = 5 * MINUTE;

/// Where certificates come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Files (PEM): one certificate for all hosts, with those above it, and its key.
    Files {
        /// The certificates.
        chain: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// An authority: one for each host.
    Authority(Authority),
}

/// A node's end of TLS.
#[derive(Debug)]
pub struct Tls {
    source: Source,
    /// Where what an authority gave is kept.
    folder: PathBuf,
    held: Arc<Held>,
    /// For who comes in, and for an authority that looks.
    serving: Arc<ServerConfig>,
    proving: Arc<ServerConfig>,
    turn: tokio::sync::Mutex<()>,
}

/// What there is to show, by host.
#[derive(Debug, Default)]
struct Held {
    /// The host of the canonical origin: its certificate is shown to who names none of the others.
    usual: String,
    certificates: RwLock<BTreeMap<String, Certificate>>,
    proofs: RwLock<BTreeMap<String, Arc<CertifiedKey>>>,
    failed: Mutex<BTreeMap<String, Failed>>,
}

/// The last try for a host that failed.
#[derive(Debug, Clone)]
struct Failed {
    why: Why,
    detail: String,
    /// When there is the next one, and how long was waited for it.
    again: Micros,
    waited: Micros,
}

/// Of which sort a failure is: what there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CertificateTrouble)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The authority was not reached.
    Unreached,
    /// It looked whether the host leads here, and found that it does not; or gives none for another reason.
    Refused,
    /// A file cannot be read or written, or is not what it should be.
    Files,
}

impl Why {
    /// The end of its messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreached => "unreached",
            Self::Refused => "refused",
            Self::Files => "files",
        }
    }
}

/// How it stands with the certificate of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CertificateStanding)]
pub struct Standing {
    /// The host.
    pub host: String,
    /// Until when its certificate is good, if there is one.
    pub until: Option<Micros>,
    /// Why the last try for another one failed.
    pub failed: Option<Why>,
}

impl ResolvesServerCert for Held {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let certificates = self.certificates.read().unwrap_or_else(PoisonError::into_inner);
        let named = hello.server_name().and_then(|name| certificates.get(&name.to_ascii_lowercase()));
        named.or_else(|| certificates.get(&self.usual)).map(|certificate| certificate.key.clone())
    }
}

/// What is shown to an authority that looks, and to nobody else.
#[derive(Debug)]
struct Proofs(Arc<Held>);

impl ResolvesServerCert for Proofs {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let proofs = self.0.proofs.read().unwrap_or_else(PoisonError::into_inner);
        proofs.get(&hello.server_name()?.to_ascii_lowercase()).cloned()
    }
}

impl Tls {
    /// The end of TLS of a node whose canonical origin has this host.
    ///
    /// # Errors
    /// When the cryptography knows no version of the protocol.
    pub fn new(source: Source, data: &Path, usual: &str) -> Result<Self, rustls::Error> {
        let held = Arc::new(Held { usual: usual.to_owned(), ..Held::default() });
        let folder = match &source {
            Source::Authority(authority) => data.join(FOLDER).join(authority.folder()),
            Source::Files { .. } => data.to_owned(),
        };
        let serving = config(held.clone(), b"http/1.1")?;
        let proving = config(Arc::new(Proofs(held.clone())), PROVING)?;
        Ok(Self { source, folder, held, serving, proving, turn: tokio::sync::Mutex::default() })
    }

    /// Agrees with who connected on how all that follows is encrypted. Nothing when they do not, or when it was an authority
    /// that looked.
    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> Option<TlsStream<S>> {
        let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await.ok()?;
        let looks = start.client_hello().alpn().is_some_and(|names| names.eq([PROVING]));
        let config = if looks { &self.proving } else { &self.serving };
        let mut stream = start.into_stream(config.clone()).await.ok()?;
        if looks {
            // What it wanted was the certificate.
            drop(stream.shutdown().await);
            return None;
        }
        Some(stream)
    }

    /// Reads the files, if there are any: they may have changed.
    ///
    /// # Errors
    /// When they cannot be used; what was read before goes on being shown.
    pub fn read(&self) -> Result<(), CertificateError> {
        if let Source::Files { chain, key } = &self.source {
            let text =
                |path: &PathBuf| std::fs::read(path).map_err(|error| CertificateError::File(path.clone(), error));
            self.show(&self.held.usual, Certificate::read(&text(chain)?, &text(key)?)?);
        }
        Ok(())
    }

    /// How it stands with the certificates of these hosts.
    pub fn standing(&self, hosts: impl IntoIterator<Item = String>) -> Vec<Standing> {
        let certificates = self.held.certificates.read().unwrap_or_else(PoisonError::into_inner);
        let failed = self.held.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = |host: String| Standing {
            until: certificates.get(&host).map(|certificate| certificate.until),
            failed: failed.get(&host).map(|failed| failed.why),
            host,
        };
        // A file is for all of them.
        let hosts =
            hosts.into_iter().filter(|host| matches!(self.source, Source::Authority(_)) || *host == self.held.usual);
        hosts.map(standing).collect()
    }

    /// From now on shows a certificate for a host.
    fn show(&self, host: &str, certificate: Certificate) {
        self.held.failed.lock().unwrap_or_else(PoisonError::into_inner).remove(host);
        let mut certificates = self.held.certificates.write().unwrap_or_else(PoisonError::into_inner);
        certificates.insert(host.to_owned(), certificate);
    }

    /// Notes that a try for a host failed.
    fn fail(&self, host: &str, why: Why, detail: String, now: Micros) {
        let mut all = self.held.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.get(host);
        if before.is_none_or(|before| before.detail != detail) {
            tracing::warn!(host, detail, "no new certificate");
        }
        let waited = before.map_or(AGAIN, |before| (2 * before.waited).min(DAY));
        all.insert(host.to_owned(), Failed { why, detail, again: now + waited, waited });
    }

    /// Sees to it that there is a certificate of an authority for a host, and that it is not about to end.
    async fn renew(&self, authority: &Authority, host: &str, now: Micros) {
        let file = self.folder.join(format!("{host}.pem"));
        let held = |host: &str| {
            let certificates = self.held.certificates.read().unwrap_or_else(PoisonError::into_inner);
            certificates.get(host).cloned()
        };
        if held(host).is_none()
            && let Ok(kept) = std::fs::read(&file)
            && let Ok(certificate) = Certificate::read(&kept, &kept)
        {
            self.show(host, certificate);
        }
        let waits = {
            let failed = self.held.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get(host).is_some_and(|failed| now < failed.again)
        };
        if waits || held(host).is_some_and(|certificate| !certificate.is_due(now)) {
            return;
        }
        let proves = |digest: &[u8]| match proof(host, digest) {
            Ok(proof) => {
                let mut proofs = self.held.proofs.write().unwrap_or_else(PoisonError::into_inner);
                proofs.insert(host.to_owned(), Arc::new(proof));
            }
            Err(error) => tracing::warn!(%error, host, "no proof for the authority"),
        };
        let obtained = acme::obtain(authority, &self.folder, host, proves).await;
        self.held.proofs.write().unwrap_or_else(PoisonError::into_inner).remove(host);
        match obtained {
            Ok(text) => match Certificate::read(text.as_bytes(), text.as_bytes()) {
                Ok(certificate) => {
                    tracing::info!(host, "a new certificate");
                    self.show(host, certificate);
                    // It is good until the node ends; then there is another one to get.
                    if let Err(error) = acme::keep(&file, text.as_bytes()) {
                        self.fail(host, Why::Files, format!("{}: {error}", file.display()), now);
                    }
                }
                Err(error) => self.fail(host, Why::Refused, error.to_string(), now),
            },
            Err(error) => {
                let why = match &error {
                    acme::AcmeError::File(_) => Why::Files,
                    error if error.is_refusal() => Why::Refused,
                    _ => Why::Unreached,
                };
                self.fail(host, why, with_causes(&error), now);
            }
        }
    }
}

/// What went wrong, and what that came of.
fn with_causes(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source()).map(ToString::to_string);
    causes.collect::<Vec<_>>().join(": ")
}

/// How it is served by TLS to who speaks `protocol`.
fn config(shows: Arc<dyn ResolvesServerCert>, protocol: &[u8]) -> Result<Arc<ServerConfig>, rustls::Error> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let mut config = config.with_safe_default_protocol_versions()?.with_no_client_auth().with_cert_resolver(shows);
    config.alpn_protocols = vec![protocol.to_vec()];
    Ok(Arc::new(config))
}

/// What an authority is shown that looks whether a host leads here (RFC 8737, 3).
fn proof(host: &str, digest: &[u8]) -> Result<CertifiedKey, Box<dyn Error + Send + Sync>> {
    let key = KeyPair::generate()?;
    let mut parameters = CertificateParams::new([host.to_owned()])?;
    parameters.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = parameters.self_signed(&key)?;
    let private = PrivatePkcs8KeyDer::from(key.serialize_der());
    let private = ring::default_provider().key_provider.load_private_key(private.into())?;
    // Not looked at any further: what it says is for the authority, and critical to nobody else.
    Ok(CertifiedKey::new(vec![certificate.der().clone()], private))
}

/// The hosts of a node for which an authority may give certificates: its own, and those of its communities.
///
/// # Errors
/// As the store says.
pub(crate) async fn hosts(node: &Node) -> store::Result<BTreeSet<String>> {
    let mut reader = node.core.db.read(&Viewer::Node).await?;
    let communities: Vec<Community> = reader.all(&communities::store::ALL, args![]).await?;
    let own = node.doors.origin.domain().map(str::to_owned);
    let hosts = communities.into_iter().filter_map(|community| community.host).chain(own);
    Ok(hosts.filter(|host| !super::door::is_local(host) && !host.ends_with(".onion")).collect())
}

/// Looks once at what is due. Only one looks at a time.
pub async fn turn(node: &Node) {
    let Some(tls) = &node.tls else { return };
    let _one = tls.turn.lock().await;
    let now = node.core.world.now();
    let Source::Authority(authority) = &tls.source else {
        if let Err(error) = tls.read() {
            tls.fail(&tls.held.usual, Why::Files, error.to_string(), now);
        }
        return;
    };
    match hosts(node).await {
        Ok(hosts) => {
            for host in hosts {
                tls.renew(authority, &host, now).await;
            }
        }
        Err(error) => tracing::warn!(%error, "no hosts: certificates are not looked after now"),
    }
}

/// Looks after the certificates until the node stops.
pub(crate) async fn keep(node: Arc<Node>, mut stop: watch::Receiver<bool>) {
    let turns = async {
        while node.tls.is_some() {
            turn(&node).await;
            tokio::time::sleep(TURN).await;
        }
    };
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        () = turns => {}
    }
}
