// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From names to addresses, looked at in the moment in which they are dialled.
//!
//! The addresses that were looked at are the ones that are connected to: there is no second look-up
//! that could answer otherwise (DNS rebinding).

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve};

use super::access::{Access, Refused};
use crate::guard::Guard;

/// The addresses of a name, in time.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Looks names up.
pub trait Resolver: Send + Sync + 'static {
    /// The addresses of a name.
    fn resolve(&self, name: &str) -> Resolving;
}

/// The system's resolver (`getaddrinfo`).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve(&self, name: &str) -> Resolving {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A resolver whose special addresses are left out.
pub(super) struct Guarded {
    pub(super) inner: Arc<dyn Resolver>,
    pub(super) access: Access,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> reqwest::dns::Resolving {
        let access = self.access;
        let host = name.as_str().to_owned();
        let found = self.inner.resolve(&host);
        Box::pin(async move {
            let (open, shut): (Vec<_>, Vec<_>) =
                found.await?.into_iter().partition(|address| Guard::AddressResolved.holds(access.allows(*address)));
            match (open.is_empty(), shut.first()) {
                (true, Some(&address)) => Err(Refused::Address { host, address }.into()),
                // The client puts the URL's port in place of 0.
                _ => Ok(Box::new(open.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs),
            }
        })
    }
}
