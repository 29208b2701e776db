// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A shelf on the node of a friend, from outside: what this node, or who restores, does there by its link. Who has the link
//! may do so too, so it is written nowhere: where something is told of the shelf, it is told by its host.

use std::{fmt, path::Path, str::FromStr, sync::Arc, time::Duration};

use futures_util::TryStreamExt as _;
use reqwest::{
    Body, Client, Response, StatusCode,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE},
    redirect::Policy,
};
use rustls::{ClientConfig, crypto::ring};
use serde::Deserialize;
use tequio_fediverse::fetch;
use tokio::{io::AsyncWriteExt as _, sync::watch, time::timeout};
use url::Url;

use crate::spine::log::Hash;

use super::{
    notes::Why,
    shelves::{Lying, chunks},
};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(30);
/// How long nothing may go on. A poor line is slow and not silent.
const PATIENCE: Duration = Duration::from_secs(300);
/// The most bytes of a list.
const LIST: usize = 1024 * 1024;

/// A shelf, by its link.
#[derive(Clone, PartialEq, Eq)]
pub struct Shelf {
    link: Url,
    patience: Duration,
}

/// That a text is no link of a shelf.
#[derive(Debug, thiserror::Error)]
#[error("not the link of a shelf: https://HOST/shelf/…")]
pub struct NotALink;

/// What a friend says of the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// What lies there, newest first.
    pub lying: Vec<Lying>,
    /// How many bytes more it takes.
    pub room: u64,
}

/// What can go wrong with a shelf.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// Its node is not reached, or nothing goes on with it.
    #[error("{0}")]
    Away(String),
    /// Its node shows a certificate that is not its own.
    #[error("{0}")]
    Untrusted(String),
    /// It is closed, or has another link.
    #[error("the shelf is closed, or has another link")]
    Closed,
    /// It holds no more.
    #[error("the shelf is full, or the disk that it is on")]
    Full,
    /// Nothing of this name lies there.
    #[error("nothing of this name lies there")]
    Missing,
    /// Something else was answered than what a shelf answers.
    #[error("an answer that no shelf gives: {0}")]
    Answer(String),
    /// What came back is shorter or longer than what lies there.
    #[error("it did not come back to its end")]
    Cut,
    /// A file here cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
}

impl ShelfError {
    /// Of which sort it is.
    pub const fn why(&self) -> Why {
        match self {
            Self::Away(_) => Why::Away,
            Self::Untrusted(_) => Why::Untrusted,
            Self::Closed => Why::Closed,
            Self::Full => Why::Full,
            Self::Cut | Self::Missing => Why::Whole,
            Self::Answer(_) | Self::File(_) => Why::Made,
        }
    }
}

impl FromStr for Shelf {
    type Err = NotALink;

    /// By https, or on this machine itself: in the open a link would be nobody's secret any more.
    fn from_str(text: &str) -> Result<Self, NotALink> {
        let link: Url = text.trim().parse().map_err(|_| NotALink)?;
        let here = matches!(link.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let secret = link.path().strip_prefix("/shelf/").unwrap_or_default();
        let fits = (link.scheme() == "https" || link.scheme() == "http" && here)
            && link.host_str().is_some_and(|host| !host.is_empty())
            && !secret.is_empty()
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && link.query().is_none()
            && link.fragment().is_none()
            && link.username().is_empty()
            && link.password().is_none();
        if fits { Ok(Self { link, patience: PATIENCE }) } else { Err(NotALink) }
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shelf({})", self.host())
    }
}

impl Shelf {
    /// The shelf that a text is the link of, and the backup there that it names, if it names one.
    pub fn and_name(text: &str) -> Option<(Self, Option<String>)> {
        if let Ok(shelf) = text.parse() {
            return Some((shelf, None));
        }
        let (link, name) = text.rsplit_once('/')?;
        Some((link.parse().ok()?, Some(name.to_owned())))
    }

    /// The same, where nothing may go on for so long.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The host of its node: what may be told of it.
    pub fn host(&self) -> &str {
        self.link.host_str().unwrap_or_default()
    }

    /// How it is called where something is noted of it: so that one is told from another, and the link from none.
    pub fn place(&self) -> String {
        let digest = Hash::of(self.link.as_str().as_bytes()).to_string();
        format!("{} ({})", self.host(), digest.get(..8).unwrap_or_default())
    }

    /// What lies there.
    ///
    /// # Errors
    /// As the friend's node says.
    pub async fn standing(&self) -> Result<Standing, ShelfError> {
        let asked = client()?.get(self.link.clone()).header(ACCEPT, "application/json").send();
        let mut answer = self.answered(asked).await?;
        let mut read = Vec::new();
        while let Some(piece) =
            timeout(self.patience, answer.chunk()).await.map_err(|_| self.silent())?.map_err(unreached)?
        {
            read.extend_from_slice(&piece);
            if read.len() > LIST {
                return Err(ShelfError::Answer("a list without end".to_owned()));
            }
        }
        serde_json::from_slice(&read).map_err(|error| ShelfError::Answer(error.to_string()))
    }

    /// Puts a file there under a name. `told` hears how many bytes are on their way, of how many.
    ///
    /// # Errors
    /// As the friend's node says, or when nothing goes on.
    pub async fn put(&self, name: &str, file: &Path, mut told: impl FnMut(u64, u64)) -> Result<(), ShelfError> {
        let file = tokio::fs::File::open(file).await?;
        let size = file.metadata().await?.len();
        let (went, mut goes) = watch::channel(0_u64);
        let pieces = chunks(file).inspect_ok(move |piece| {
            went.send_modify(|went| *went = went.saturating_add(u64::try_from(piece.len()).unwrap_or_default()));
        });
        let request = client()?.put(self.of(name)).header(CONTENT_TYPE, "application/octet-stream");
        let sent = request.header(CONTENT_LENGTH, size).body(Body::wrap_stream(pieces)).send();
        let mut sent = std::pin::pin!(sent);
        // Whether the line takes more of it; at its end, whether the answer comes.
        let answer = loop {
            let moved = tokio::select! {
                answer = &mut sent => break answer,
                moved = timeout(self.patience, goes.changed()) => moved.map_err(|_| self.silent())?,
            };
            told(*goes.borrow_and_update(), size);
            if moved.is_err() {
                break timeout(self.patience, sent).await.map_err(|_| self.silent())?;
            }
        };
        said(answer.map_err(unreached)?).map(drop)
    }

    /// Brings what lies there under a name, of so many bytes, into a new file.
    ///
    /// # Errors
    /// As the friend's node says, or when it does not end there: a disk is not filled by what somebody sends.
    pub async fn get(&self, name: &str, size: u64, file: &Path) -> Result<(), ShelfError> {
        let mut answer = self.answered(client()?.get(self.of(name)).send()).await?;
        let mut came = 0_u64;
        let mut written = tokio::fs::File::create_new(file).await?;
        while let Some(piece) =
            timeout(self.patience, answer.chunk()).await.map_err(|_| self.silent())?.map_err(unreached)?
        {
            came = came.saturating_add(u64::try_from(piece.len()).unwrap_or_default());
            if came > size {
                return Err(ShelfError::Cut);
            }
            written.write_all(&piece).await?;
        }
        written.flush().await?;
        if came == size { Ok(()) } else { Err(ShelfError::Cut) }
    }

    fn of(&self, name: &str) -> Url {
        let mut url = self.link.clone();
        url.set_path(&format!("{}/{name}", self.link.path()));
        url
    }

    fn silent(&self) -> ShelfError {
        ShelfError::Away(format!("nothing went on for {} seconds", self.patience.as_secs()))
    }

    async fn answered(&self, asked: impl Future<Output = reqwest::Result<Response>>) -> Result<Response, ShelfError> {
        said(timeout(self.patience, asked).await.map_err(|_| self.silent())?.map_err(unreached)?)
    }
}

/// Asks no proxy and follows nowhere: a link is for the one host that it names.
fn client() -> Result<Client, ShelfError> {
    let unfit = |error: &dyn std::error::Error| ShelfError::Away(error.to_string());
    let name = concat!("Tequio/", env!("CARGO_PKG_VERSION"));
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unfit(&error))?
        .with_root_certificates(fetch::Settings::new(name).roots)
        .with_no_client_auth();
    let client = Client::builder().user_agent(name).tls_backend_preconfigured(tls).connect_timeout(CONNECT);
    client.no_proxy().referer(false).redirect(Policy::none()).build().map_err(|error| unfit(&error))
}

/// What an answer's status says.
fn said(answer: Response) -> Result<Response, ShelfError> {
    match answer.status() {
        status if status.is_success() => Ok(answer),
        StatusCode::NOT_FOUND if answer.url().path().matches('/').count() > 2 => Err(ShelfError::Missing),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(ShelfError::Closed),
        StatusCode::INSUFFICIENT_STORAGE | StatusCode::PAYLOAD_TOO_LARGE => Err(ShelfError::Full),
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            Err(ShelfError::Away(answer.status().to_string()))
        }
        status => Err(ShelfError::Answer(status.to_string())),
    }
}

/// What an error says, from the outermost to the innermost, without the address: it is the link.
fn words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn unreached(error: reqwest::Error) -> ShelfError {
    if is_untrusted(&error) { ShelfError::Untrusted(words(error)) } else { ShelfError::Away(words(error)) }
}

/// Whether somewhere below an error is that of a certificate. What wraps it tells of it by other means than as its source.
fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
        return true;
    }
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    match wrapped {
        Some(wrapped) => is_untrusted(wrapped),
        None => error.source().is_some_and(is_untrusted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_told_by_its_host_alone() {
        let link = "https://nodo.example/shelf/SECRETO-secreto_0";
        let shelf: Shelf = link.parse().unwrap();
        assert_eq!(shelf.host(), "nodo.example");
        for told in [format!("{shelf:?}"), shelf.place()] {
            assert!(told.contains("nodo.example") && !told.to_lowercase().contains("secret"), "{told}");
        }
        assert_ne!(shelf.place(), "https://nodo.example/shelf/otro".parse::<Shelf>().unwrap().place());
        let (same, name) = Shelf::and_name(&format!("{link}/tequio-0a1b2c3d-2026-11-24.backup")).unwrap();
        assert_eq!((same, name.as_deref()), (shelf.clone(), Some("tequio-0a1b2c3d-2026-11-24.backup")));
        assert_eq!(Shelf::and_name(link), Some((shelf, None)));
        for wrong in [
            "http://nodo.example/shelf/a",
            "https://nodo.example/shelf/",
            "https://nodo.example/a",
            "https://nodo.example/shelf/a?b",
            "https://ana@nodo.example/shelf/a",
            "https://nodo.example/shelf/a/b",
            "/media/usb",
            "",
        ] {
            assert!(wrong.parse::<Shelf>().is_err(), "{wrong}");
        }
        assert!("http://localhost:3456/shelf/a".parse::<Shelf>().is_ok(), "on this machine itself");
        assert_eq!(Shelf::and_name("/media/usb/tequio.backup"), None);
    }
}
