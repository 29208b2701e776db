// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Requests, each step of them guarded.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use url::Url;

use super::resolve::Guarded;
use super::{Access, Budget, FetchError, Limits, Refused, Resolver, SystemResolver};
use crate::guard::Guard;
use crate::signature::{SignatureError, advertises_rfc9421};
use crate::vocabulary::ACTIVITY_JSON;

/// Signs a GET of the given URL with the time that it is: GoToSocial answers nobody else.
pub type Sign<'a> = &'a (dyn Fn(&Method, &Url) -> Result<HeaderMap, SignatureError> + Send + Sync);

/// So many bytes of the answer to a delivery are read, to keep the connection; what they say does not count.
const DELIVERY_ANSWER: usize = 16 * 1024;

/// What a fetcher is made of.
pub struct Settings {
    /// `User-Agent`: the program, its version and the node's address.
    pub user_agent: String,
    /// How far it may go.
    pub access: Access,
    /// Who looks names up.
    pub resolver: Arc<dyn Resolver>,
    /// Whose certificates are believed.
    pub roots: RootCertStore,
}

impl Settings {
    /// Public access, the system's resolver and its certificates.
    #[must_use]
    pub fn new(user_agent: &str) -> Settings {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Settings {
            user_agent: user_agent.to_owned(),
            access: Access::Public,
            resolver: Arc::new(SystemResolver),
            roots,
        }
    }
}

/// The guarded fetcher. Cheap to clone; its connections are shared and kept.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: reqwest::Client,
    access: Access,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Where it was at last, after redirects.
    pub url: Url,
    /// Its content type, as it was sent.
    pub content_type: String,
    /// The whole of it, unpacked.
    pub body: Vec<u8>,
}

/// When to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// After so long.
    In(Duration),
    /// At this time.
    At(Timestamp),
}

/// What a peer said to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// Any status: which of them mean that it arrived, who delivers knows.
    pub status: u16,
    /// When to come again, if it said so.
    pub retry_after: Option<RetryAfter>,
    /// Whether it said that it takes RFC 9421.
    pub takes_rfc9421: bool,
}

impl Fetcher {
    /// Makes a fetcher.
    ///
    /// # Errors
    ///
    /// [`FetchError::Settings`].
    pub fn new(settings: Settings) -> Result<Fetcher, FetchError> {
        let unfit = |error: &dyn std::error::Error| FetchError::Settings(error.to_string());
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unfit(&error))?
            .with_root_certificates(settings.roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .user_agent(settings.user_agent)
            .tls_backend_preconfigured(tls)
            .dns_resolver(Guarded { inner: settings.resolver, access: settings.access })
            // Ours is the only way out and the only way on.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .pool_max_idle_per_host(2)
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| unfit(&error))?;
        Ok(Fetcher { client, access: settings.access })
    }

    /// How far it may go.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// Gets what is at a URL.
    ///
    /// # Errors
    ///
    /// See [`FetchError`].
    pub async fn get(
        &self,
        url: &Url,
        limits: &Limits,
        budget: &mut Budget,
        sign: Option<Sign<'_>>,
    ) -> Result<Fetched, FetchError> {
        let began = Instant::now();
        let time = limits.time.min(budget.time);
        let walk = self.walk(url, limits, budget, sign);
        let result = if Guard::Time.removed() {
            walk.await
        } else {
            tokio::time::timeout(time, walk).await.unwrap_or(Err(FetchError::Time))
        };
        budget.passed(began);
        result
    }

    /// From the URL through its redirects to the answer.
    async fn walk(
        &self,
        url: &Url,
        limits: &Limits,
        budget: &mut Budget,
        sign: Option<Sign<'_>>,
    ) -> Result<Fetched, FetchError> {
        let mut url = url.clone();
        let mut redirects = 0;
        loop {
            if redirects == 0 || !Guard::RedirectChecked.removed() {
                self.access.check(&url)?;
            }
            budget.request()?;
            url.set_fragment(None);
            let mut headers = match sign {
                Some(sign) => sign(&Method::GET, &url)?,
                None => HeaderMap::new(),
            };
            headers.insert(ACCEPT, HeaderValue::from_static(limits.accept));
            let answer = self.client.get(url.clone()).headers(headers).send().await.map_err(connection)?;
            if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return receive(answer, url, limits, budget).await;
            }
            redirects += 1;
            let target = answer.headers().get(LOCATION).and_then(|value| url.join(value.to_str().ok()?).ok());
            url = target.ok_or(FetchError::Redirects)?;
            if !Guard::Redirects.holds(redirects <= limits.redirects) {
                return Err(FetchError::Redirects);
            }
        }
    }

    /// Delivers an activity to an inbox, with the headers that sign it. Redirects are not followed: what is
    /// signed is for this address.
    ///
    /// # Errors
    ///
    /// [`FetchError::Refused`], [`FetchError::Connection`] and [`FetchError::Time`].
    pub async fn post(
        &self,
        url: &Url,
        signed: HeaderMap,
        body: Vec<u8>,
        time: Duration,
    ) -> Result<Delivered, FetchError> {
        self.access.check(url)?;
        let request = self.client.post(url.clone()).headers(signed).header(CONTENT_TYPE, ACTIVITY_JSON).body(body);
        let send = async {
            let mut answer = request.send().await.map_err(connection)?;
            let delivered = Delivered {
                status: answer.status().as_u16(),
                retry_after: retry_after(answer.headers()),
                takes_rfc9421: advertises_rfc9421(answer.headers()),
            };
            let mut read = 0;
            while read < DELIVERY_ANSWER
                && let Ok(Some(chunk)) = answer.chunk().await
            {
                read += chunk.len();
            }
            Ok(delivered)
        };
        tokio::time::timeout(time, send).await.unwrap_or(Err(FetchError::Time))
    }
}

async fn receive(
    mut answer: reqwest::Response,
    url: Url,
    limits: &Limits,
    budget: &mut Budget,
) -> Result<Fetched, FetchError> {
    if !answer.status().is_success() {
        let retry_after = retry_after(answer.headers());
        return Err(FetchError::Status { status: answer.status().as_u16(), retry_after });
    }
    let content_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !Guard::ContentType.holds((limits.takes)(content_type)) {
        return Err(FetchError::ContentType(content_type.chars().take(100).collect()));
    }
    let content_type = content_type.to_owned();
    let mut body = Vec::new();
    // Chunks come unpacked and are small, so a bomb is noticed before it is large.
    while let Some(chunk) = answer.chunk().await.map_err(connection)? {
        if !Guard::Size.holds(body.len().saturating_add(chunk.len()) <= limits.bytes) {
            return Err(FetchError::Size(limits.bytes));
        }
        budget.received(chunk.len())?;
        body.extend_from_slice(&chunk);
    }
    Ok(Fetched { url, content_type, body })
}

/// Finds our own refusal among the causes of a failed connection.
fn connection(error: reqwest::Error) -> FetchError {
    let error = error.without_url();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    let mut last = error.to_string();
    while let Some(one) = cause {
        if let Some(refused) = one.downcast_ref::<Refused>() {
            return refused.clone().into();
        }
        last = one.to_string();
        cause = one.source();
    }
    FetchError::Connection(last)
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    let seconds = text.parse().ok().map(|seconds| RetryAfter::In(Duration::from_secs(seconds)));
    seconds.or_else(|| DateTimeParser::new().parse_timestamp(text).ok().map(RetryAfter::At))
}
