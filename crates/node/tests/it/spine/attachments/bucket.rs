// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files in a bucket: a real S3 server on this machine (s3s-fs).

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use tequio_node::{
    jobs,
    safekeeping::{backup::backup, restore},
    spine::{log::Hash, world::World},
    store::{BlobError, Blobs, Bucket, Db, Engine},
};
use tokio::{net::TcpListener, task::JoinHandle};

use super::{attached, picture, written};
use crate::support::TestApp;

/// A server of buckets, until it is dropped.
struct Server {
    folder: tempfile::TempDir,
    address: std::net::SocketAddr,
    serving: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("archivos")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single("ana", "palabra"));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    drop(
                        auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await,
                    );
                });
            }
        });
        Self { folder, address, serving }
    }

    fn bucket(&self, secret: &str) -> Bucket {
        let options = [
            ("aws_endpoint", format!("http://{}", self.address)),
            ("aws_allow_http", "true".to_owned()),
            ("aws_region", "us-east-1".to_owned()),
            ("aws_access_key_id", "ana".to_owned()),
            ("aws_secret_access_key", secret.to_owned()),
        ];
        let options = options.map(|(name, value)| (name.to_owned(), value)).into();
        Bucket { url: "s3://archivos/etla".parse().unwrap(), options }
    }

    /// How many blobs there are.
    fn count(&self) -> usize {
        let Ok(folders) = std::fs::read_dir(self.folder.path().join("archivos/etla")) else { return 0 };
        folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    }
}

#[tokio::test]
async fn a_blob_comes_back_from_a_bucket() {
    let server = Server::start().await;
    let blobs = Blobs::in_bucket(&server.bucket("palabra")).unwrap();
    let bytes = vec![7; 3 * 1024 * 1024];
    let hash = Hash::of(&bytes);
    assert!(matches!(blobs.get(hash).await, Err(BlobError::Missing(missing)) if missing == hash));
    // The same bytes twice are the same blob.
    for _ in 0..2 {
        blobs.put(hash, bytes.clone()).await.unwrap();
    }
    assert_eq!((server.count(), blobs.get(hash).await.unwrap() == bytes), (1, true));
    let other = Hash::of(b"otro");
    blobs.put(other, b"no es eso".to_vec()).await.unwrap();
    assert!(matches!(blobs.get(other).await, Err(BlobError::Damaged(_))));
    for _ in 0..2 {
        blobs.delete(hash).await.unwrap();
    }
    assert!(matches!(blobs.get(hash).await, Err(BlobError::Missing(_))));
    let stranger = Blobs::in_bucket(&server.bucket("otra")).unwrap();
    assert!(matches!(stranger.get(other).await, Err(BlobError::Store(_))));
}

/// A node with its files in a bucket does all that one with a folder does.
#[tokio::test]
async fn a_node_keeps_its_files_in_a_bucket() {
    let server = Server::start().await;
    let app = TestApp::start_in(Engine::Sqlite, server.bucket("palabra")).await;
    let ana = app.founder().await;
    let activity = ana.publish(&[]).await;
    let large = written(&picture(900, 300), image::ImageFormat::Jpeg);
    let file = attached(&ana, &activity, ("foto.jpg", &large), "Una foto").await;
    attached(&ana, &activity, ("nota.txt", b"una nota"), "").await;
    assert_eq!(server.count(), 3);
    assert_eq!(ana.fetch(file["shown"]["path"].as_str().unwrap()).await.status, 200);
    app.check().await;
    let folder = tempfile::tempdir().unwrap();
    let (backed, custodian) = (folder.path().join("tequio.backup"), age::x25519::Identity::generate());
    let core = &app.node.core;
    let manifest =
        backup(&core.db, &app.node.blobs, &core.key, &[custodian.to_public()], &backed, &core.world, |_| {}).await;
    assert_eq!(manifest.unwrap().blobs, 3);
    assert_eq!(ana.post(&format!("{}/remove", file["path"].as_str().unwrap()), &[]).await.status, 303);
    jobs::run_due(&app.node).await.unwrap();
    assert_eq!(server.count(), 1);
    app.check().await;
    // From a bucket into a folder.
    let db = Db::open(&format!("sqlite:{}", folder.path().join("tequio.sqlite").display())).await.unwrap();
    let store = Blobs::in_folder(&folder.path().join("blobs")).unwrap();
    let opened = restore::open(&backed, &custodian).unwrap();
    let world = World::seeded(app.clock.clone(), [9; 32]);
    restore::restore(opened, &db, &store, &folder.path().join("node.key"), &[], &world).await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("blobs")).unwrap().count(), 3);
}

/// While the bucket cannot be reached, everything else goes on, and it is said what to do.
#[tokio::test]
async fn a_bucket_that_is_away_is_told() {
    let bucket = Server::start().await.bucket("palabra");
    let app = TestApp::start_in(Engine::Sqlite, bucket).await;
    let ana = app.founder().await;
    let activity = ana.publish(&[]).await;
    let refused = super::attach(&ana, &activity, ("nota.txt", b"una nota"), "").await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.text().contains("Espera unos minutos"), "{}", refused.text());
    assert!(super::files(&ana, &activity).await.is_empty());
}
