// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A certificate with its key, as they stand in files (PEM).

use std::{io, path::PathBuf, sync::Arc};

use rustls::{
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::CertifiedKey,
};
use x509_cert::{
    der::{self, Decode as _},
    time::Time,
};

use crate::spine::world::Micros;

/// Why there is no certificate to show.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// There is none in the file.
    #[error("there is no certificate (PEM) in it")]
    NoCertificate,
    /// There is no key in the file.
    #[error("there is no private key (PEM) in it")]
    NoKey,
    /// The two do not go together, or cannot be used.
    #[error("certificate and key cannot be used together: {0}")]
    Unfit(#[from] rustls::Error),
    /// It does not say when it is good.
    #[error("the certificate does not say when it is good: {0}")]
    Dates(#[from] der::Error),
}

/// A certificate that this node can show.
#[derive(Debug, Clone)]
pub(super) struct Certificate {
    /// It, those above it, and its key.
    pub key: Arc<CertifiedKey>,
    from: Micros,
    /// Until when it is good.
    pub until: Micros,
}

impl Certificate {
    /// Reads it from the text of two files, or twice the same.
    pub fn read(chain: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain).filter_map(Result::ok).collect();
        let first = chain.first().ok_or(CertificateError::NoCertificate)?;
        let validity = *x509_cert::Certificate::from_der(first)?.tbs_certificate().validity();
        let micros = |time: Time| Micros::try_from(time.to_unix_duration().as_micros()).unwrap_or(Micros::MAX);
        let (from, until) = (micros(validity.not_before), micros(validity.not_after));
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| CertificateError::NoKey)?;
        let key = CertifiedKey::from_der(chain, key, &ring::default_provider())?;
        Ok(Self { key: Arc::new(key), from, until })
    }

    /// Whether it is time for the next one: two thirds of its time went, which leaves weeks for what goes wrong.
    pub const fn is_due(&self, now: Micros) -> bool {
        now >= self.until - (self.until - self.from) / 3
    }
}
