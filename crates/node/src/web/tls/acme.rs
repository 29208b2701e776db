// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Certificates from an authority by ACME (RFC 8555). That a host leads here is proven where people come in, inside of TLS
//! (TLS-ALPN-01, RFC 8737): nothing but port 443 has to be open, and a bridge may forward it unread.

use std::{
    io::{self, Write as _},
    path::Path,
    pin::Pin,
    time::Duration,
};

use axum::{
    body::{self, Body, Bytes},
    http,
};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, BodyWrapper, BytesResponse, ChallengeType, Error, HttpClient,
    Identifier, NewAccount, NewOrder, Order, OrderStatus, RetryPolicy,
};
use url::Url;

/// The file of the account.
const ACCOUNT: &str = "account.json";
/// How long one answer of the authority may take, and how long it may look whether the host leads here.
const ANSWER: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_secs(90);
/// How much of an answer is read.
const LARGEST: usize = 1024 * 1024;

/// Who gives certificates, and how it reaches whoever looks after the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its directory.
    pub directory: Url,
    /// An address of e-mail, if it shall have one.
    pub contact: Option<String>,
}

impl Authority {
    /// Under which name what it gave is kept: what another one gave is none of its.
    pub(super) fn folder(&self) -> String {
        let directory = self.directory.as_str();
        let name = directory.split_once("://").map_or(directory, |(_, name)| name).to_ascii_lowercase();
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }
}

/// Why an authority gave nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcmeError {
    /// What went wrong on the way.
    #[error(transparent)]
    Way(#[from] Error),
    /// It has no way to prove anything that this node knows.
    #[error("it offers no challenge tls-alpn-01")]
    NoWay,
    /// It looked, and was not convinced.
    #[error("{0}")]
    Refused(String),
    /// The account cannot be kept.
    #[error("the account: {0}")]
    File(#[from] io::Error),
}

impl AcmeError {
    /// Whether the authority was there and said no.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Way(Error::Api(_)) | Self::NoWay | Self::Refused(_))
    }
}

/// Gets a certificate for a host: its key and its chain, in one text (PEM). `prove` is given what whoever asks for
/// the host by `acme-tls/1` shall be shown.
pub(super) async fn obtain(
    authority: &Authority,
    folder: &Path,
    host: &str,
    prove: impl Fn(&[u8]) + Sync,
) -> Result<String, AcmeError> {
    let account = account(authority, &folder.join(ACCOUNT)).await?;
    let identifiers = [Identifier::Dns(host.to_owned())];
    let mut order = match account.new_order(&NewOrder::new(&identifiers)).await {
        // It forgot the account: the next try makes another one.
        Err(Error::Api(problem))
            if problem.r#type.as_deref().is_some_and(|it| it.ends_with(":accountDoesNotExist")) =>
        {
            std::fs::remove_file(folder.join(ACCOUNT))?;
            return Err(Error::Api(problem).into());
        }
        order => order?,
    };
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        // Proven lately, as when the last try failed after it.
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let mut challenge = authorization.challenge(ChallengeType::TlsAlpn01).ok_or(AcmeError::NoWay)?;
        prove(challenge.key_authorization().digest().as_ref());
        challenge.set_ready().await?;
    }
    let patience = RetryPolicy::default().timeout(LOOK);
    if order.poll_ready(&patience).await? != OrderStatus::Ready {
        return Err(AcmeError::Refused(why(&mut order).await));
    }
    let key = order.finalize().await?;
    let chain = order.poll_certificate(&patience).await?;
    Ok(key + &chain)
}

/// The account that was made here, or a new one.
async fn account(authority: &Authority, file: &Path) -> Result<Account, AcmeError> {
    let builder = Account::builder_with_http(Box::new(Client::new()?));
    match std::fs::read(file) {
        Ok(kept) => {
            let credentials: AccountCredentials = serde_json::from_slice(&kept).map_err(io::Error::from)?;
            return Ok(builder.from_credentials(credentials).await?);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let contact = authority.contact.as_ref().map(|address| format!("mailto:{address}"));
    let contact: Vec<&str> = contact.as_deref().into_iter().collect();
    let new = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
    let (account, credentials) = builder.create(&new, authority.directory.to_string(), None).await?;
    keep(file, &serde_json::to_vec_pretty(&credentials).map_err(io::Error::from)?)?;
    Ok(account)
}

/// Why an order was not granted: what the authority says of the tries to reach the host.
async fn why(order: &mut Order) -> String {
    let mut said = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let Ok(mut authorization) = authorization else { continue };
        let Ok(now) = authorization.refresh().await else { continue };
        said.extend(now.challenges.iter().filter_map(|challenge| challenge.error.as_ref()).map(ToString::to_string));
    }
    said.join("; ")
}

/// Writes a secret whole or not at all, where only this program's user reads it.
pub(super) fn keep(file: &Path, text: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // Temporary files are their owner's alone.
    let mut written = tempfile::NamedTempFile::new_in(folder)?;
    written.write_all(text)?;
    written.as_file().sync_all()?;
    written.persist(file).map_err(|error| error.error)?;
    Ok(())
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Other(error.into())
}

/// The node's client, as the protocol uses it. It goes where the operator sent it, also on the local network.
struct Client(reqwest::Client);

impl Client {
    fn new() -> Result<Self, Error> {
        // The second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(ANSWER).build();
        client.map(Self).map_err(other)
    }
}

impl HttpClient for Client {
    fn request(
        &self,
        request: http::Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let client = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body::to_bytes(Body::new(body), LARGEST).await.map_err(other)?;
            let request = reqwest::Request::try_from(http::Request::from_parts(head, body)).map_err(other)?;
            let answer: http::Response<reqwest::Body> = client.execute(request).await.map_err(other)?.into();
            let (head, body) = answer.into_parts();
            let body = body::to_bytes(Body::new(body), LARGEST).await.map_err(other)?;
            Ok(http::Response::from_parts(head, Body::from(body)).into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_authorities_gave_is_kept_apart() {
        let folder = |directory: &str| Authority { directory: directory.parse().unwrap(), contact: None }.folder();
        assert_eq!(folder("https://acme.example/directory"), "acme-example-directory");
        assert_ne!(folder("https://acme.example/directory"), folder("https://acme.example/staging"));
        assert_ne!(folder("https://acme.example/directory"), folder("https://acme.example:14000/directory"));
        assert_eq!(folder("https://acme.example/../../etc/"), "acme-example-etc");
    }
}
