// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Blobs: bytes that never change, named by their SHA-256. In a folder of the data, or in a bucket of any S3. Nothing is
//! ever locked, listed or changed there: a blob is put, read and deleted by its name.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use object_store::{
    ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path,
};
use url::Url;

use crate::spine::log::Hash;

/// What can go wrong with blobs.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder cannot be used.
    #[error("the folder of files: {0}")]
    Folder(#[from] std::io::Error),
    /// The store cannot be reached, or cannot take more.
    #[error("the store of files: {0}")]
    Store(object_store::Error),
    /// There is no such blob.
    #[error("the blob {0} is missing")]
    Missing(Hash),
    /// It is not what was put.
    #[error("the blob {0} is not what was kept")]
    Damaged(Hash),
}

/// A bucket of an S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `s3://NAME`, or with a folder in it: `s3://NAME/FOLDER`.
    pub url: Url,
    /// Where it is and how it opens, by the names that S3's own tools know: `aws_endpoint`, `aws_region`,
    /// `aws_access_key_id`, `aws_secret_access_key`, `aws_allow_http`.
    pub options: Vec<(String, String)>,
}

/// How long a bucket that does not answer is asked again: somebody waits for the page.
fn patience() -> RetryConfig {
    RetryConfig { max_retries: 3, retry_timeout: Duration::from_secs(10), ..RetryConfig::default() }
}

/// Where blobs are kept.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    below: path::Path,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
}

impl Blobs {
    /// In a folder, which is made when it is absent. What is put there is durable.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn in_folder(folder: &Path) -> Result<Self, BlobError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(BlobError::Store)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), below: path::Path::default(), folder: Some(folder.to_owned()) })
    }

    /// In a bucket.
    ///
    /// # Errors
    /// When the options do not fit. The bucket is not asked yet.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, BlobError> {
        // The client comes without cryptography. The second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let known = |(name, value): &(String, String)| Some((name.parse::<AmazonS3ConfigKey>().ok()?, value.clone()));
        let options = bucket.options.iter().filter_map(known);
        let mut builder = AmazonS3Builder::new().with_url(bucket.url.as_str()).with_retry(patience());
        for (name, value) in options {
            builder = builder.with_config(name, value);
        }
        let store = builder.build().map_err(BlobError::Store)?;
        let below = path::Path::from_url_path(bucket.url.path()).map_err(|error| BlobError::Store(error.into()))?;
        Ok(Self { store: Arc::new(store), below, folder: None })
    }

    /// Where a blob is: a folder for each first byte, so that none has too many files.
    fn place(&self, hash: Hash) -> path::Path {
        let name = hash.to_string();
        self.below.clone().join(name.get(..2).unwrap_or_default()).join(name)
    }

    /// Keeps a blob. When this returns, it is durable.
    ///
    /// # Errors
    /// [`BlobError::Store`].
    pub async fn put(&self, hash: Hash, bytes: Vec<u8>) -> Result<(), BlobError> {
        self.store.put(&self.place(hash), PutPayload::from(bytes)).await.map_err(BlobError::Store)?;
        Ok(())
    }

    /// Reads a blob and looks whether it is what was kept.
    ///
    /// # Errors
    /// [`BlobError::Missing`], [`BlobError::Damaged`] or [`BlobError::Store`].
    pub async fn get(&self, hash: Hash) -> Result<Vec<u8>, BlobError> {
        let read = async { self.store.get(&self.place(hash)).await?.bytes().await };
        let bytes = read.await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => BlobError::Missing(hash),
            error => BlobError::Store(error),
        })?;
        if Hash::of(&bytes) == hash { Ok(bytes.into()) } else { Err(BlobError::Damaged(hash)) }
    }

    /// Removes a blob, if it is there, and what is left of one that was being written when the machine stopped.
    ///
    /// # Errors
    /// [`BlobError::Store`].
    pub async fn delete(&self, hash: Hash) -> Result<(), BlobError> {
        if let Some(folder) = &self.folder {
            // Until it is whole, a blob is called so; no name is written to twice.
            let unfinished = folder.join(format!("{}#1", self.place(hash)));
            match tokio::fs::remove_file(unfinished).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        match self.store.delete(&self.place(hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(BlobError::Store(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_begun_goes_with_the_blob() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(&folder.path().join("blobs")).unwrap();
        let hash = Hash::of(b"uno");
        blobs.put(hash, b"uno".to_vec()).await.unwrap();
        let name = hash.to_string();
        let whole = folder.path().join("blobs").join(&name[..2]).join(&name);
        assert_eq!(std::fs::read(&whole).unwrap(), b"uno");
        std::fs::write(whole.with_file_name(format!("{name}#1")), b"u").unwrap();
        blobs.delete(hash).await.unwrap();
        assert_eq!(std::fs::read_dir(whole.parent().unwrap()).unwrap().count(), 0);
        assert!(matches!(blobs.get(hash).await, Err(BlobError::Missing(_))));
        blobs.delete(hash).await.unwrap();
    }
}
