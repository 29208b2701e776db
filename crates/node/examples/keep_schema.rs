// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keeps the samples as this program's schema has them, for tests of the programs to come: `cargo run -p tequio-node
//! --example keep_schema` writes `tests/stores/schema-NNNN.backup`. To be run once for each released schema.

use std::{error::Error, path::Path, sync::Arc};

use tequio_node::{
    Node, Settings, demo,
    safekeeping::backup::{backup, custodians},
    spine::{
        members::credentials::Hasher,
        world::{SystemClock, World},
    },
    store::latest_migration,
};

/// Whose secret key the tests have.
const CUSTODIAN: &str = "age1ut0c4xjsxyszegd2m6dgda2c0w4ap29nue8mu6rfr2qagv8hlsuqxwuxzk";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let settings = Settings::in_folder(folder.path().join("data"), "http://localhost:3456".parse()?);
    let node = Node::open(settings, World::new(Arc::new(SystemClock))?, Hasher::new()).await?;
    demo::fill(&node).await?;
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stores/schema-{:04}.backup", latest_migration()));
    let (core, to) = (&node.core, custodians(&[CUSTODIAN.to_owned()])?);
    backup(&core.db, &node.blobs, &core.key, &to, &file, &core.world, |_| {}).await?;
    println!("{}", file.display());
    Ok(())
}
