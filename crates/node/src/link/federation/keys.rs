// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The keys of actors: RSA, as everybody in the fediverse verifies it, and Ed25519, by which an activity carries its own
//! proof. They are kept wrapped, in the part of a backup that holds keys, and are not those of the log.

use axum::http::{HeaderMap, Method};
use jiff::Timestamp;
use serde_json::Value;
use tequio_fediverse::{
    key::{self, PublicKey, SecretKey},
    proof,
    signature::{Scheme, SignatureError, Signer},
};
use url::Url;

use crate::{
    node::Node,
    spine::{
        command::Core,
        id::Id,
        keys::{Key, KeyError},
        refusal::{Error, Result},
    },
    store::{Statement, Write, args},
};

use super::{Address, store};

/// Whose keys those of the node itself are.
pub(super) const NODE: Id = Id::from_bytes([0; 16]);

/// The two keys of an actor.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(super) rsa: SecretKey,
    pub(super) ed25519: SecretKey,
}

/// What a key of an actor is bound to in the store.
pub(crate) fn context(owner: Id, kind: &[u8]) -> Vec<u8> {
    [b"tequio actor ", kind, b"\0", &owner.as_bytes()[..]].concat()
}

/// The keys of an actor, if it has some.
pub(super) async fn load(tx: &mut Write, node_key: &Key, owner: Id) -> Result<Option<Keys>> {
    let row: Option<(Vec<u8>, Vec<u8>)> = tx.optional(&store::KEYS, args![owner]).await?;
    let Some((rsa, ed25519)) = row else { return Ok(None) };
    let rsa = node_key.open(&context(owner, b"rsa"), &rsa)?;
    let seed = node_key.open(&context(owner, b"ed25519"), &ed25519)?;
    let seed: [u8; 32] = seed.try_into().map_err(|_| KeyError::Malformed)?;
    Ok(Some(Keys {
        rsa: SecretKey::from_rsa_pkcs8(&rsa).map_err(|_| KeyError::Malformed)?,
        ed25519: SecretKey::from_ed25519_seed(&seed),
    }))
}

/// Makes the keys of a community that is about to be opened, and those of the node, where there are none yet; and gives the
/// community's public ones (Multikey).
///
/// # Errors
/// As the store says.
pub(crate) async fn prepare(core: &Core, community: Id) -> Result<(String, String)> {
    for owner in [NODE, community] {
        make(core, owner).await?;
    }
    let mut tx = core.db.snapshot().await?;
    let keys = load(&mut tx, &core.key, community).await?.ok_or(KeyError::Malformed)?;
    tx.rollback().await?;
    Ok((keys.rsa.public().to_multikey(), keys.ed25519.public().to_multikey()))
}

/// Makes the keys of the node as an actor where there are none yet.
///
/// # Errors
/// As the store says.
pub(crate) async fn prepare_node(core: &Core) -> Result<()> {
    make(core, NODE).await
}

/// Makes the keys of an actor that has none.
async fn make(core: &Core, owner: Id) -> Result<()> {
    let mut tx = core.db.snapshot().await?;
    let there: Option<(Vec<u8>, Vec<u8>)> = tx.optional(&store::KEYS, args![owner]).await?;
    tx.rollback().await?;
    if there.is_some() {
        return Ok(());
    }
    let mut chance = core.world.generator();
    // Looking for primes takes its time.
    let rsa = tokio::task::spawn_blocking(move || key::new_rsa(&mut chance)).await;
    let rsa = rsa.map_err(|error| Error::Damaged(error.to_string()))?.map_err(|_| KeyError::Malformed)?;
    let seed: [u8; 32] = core.world.bytes();
    let wrapped = core.key.seal(&core.world, &context(owner, b"rsa"), rsa.as_bytes());
    let sealed = core.key.seal(&core.world, &context(owner, b"ed25519"), &seed);
    let mut tx = core.db.write().await?;
    // Of two who open it at once, the first one's keys are the keys.
    tx.run(&store::KEEP_KEYS, args![owner, wrapped, sealed]).await?;
    Ok(tx.commit().await?)
}

/// Who signs: an actor with its keys.
#[derive(Debug)]
pub(in crate::link) struct Signing {
    pub(in crate::link) address: Address,
    keys: Keys,
}

impl Signing {
    /// A community, if it is open to the network; nothing if not.
    pub(in crate::link) async fn community(node: &Node, community: Id) -> Result<Option<Self>> {
        Self::at(node, community, &store::BASE).await
    }

    /// As [`community`](Self::community), also of one that was closed again and takes back what it said.
    pub(super) async fn also_closed(node: &Node, community: Id) -> Result<Option<Self>> {
        Self::at(node, community, &store::LAST_BASE).await
    }

    async fn at(node: &Node, community: Id, base: &'static Statement) -> Result<Option<Self>> {
        let mut tx = node.core.db.snapshot().await?;
        let base: Option<(String,)> = tx.optional(base, args![community]).await?;
        let keys = load(&mut tx, &node.core.key, community).await?;
        tx.rollback().await?;
        Ok(base.zip(keys).map(|((base,), keys)| Self { address: Address(base), keys }))
    }

    /// The node itself, which signs what it fetches; nothing as long as no community was opened.
    pub(super) async fn node(node: &Node) -> Result<Option<Self>> {
        let mut tx = node.core.db.snapshot().await?;
        let keys = load(&mut tx, &node.core.key, NODE).await?;
        tx.rollback().await?;
        Ok(keys.map(|keys| Self { address: super::actors::of_node(node), keys }))
    }

    /// The keys that others may see.
    pub(super) fn public(&self) -> (PublicKey, PublicKey) {
        (self.keys.rsa.public(), self.keys.ed25519.public())
    }

    /// The headers that sign a request.
    pub(super) fn sign(
        &self,
        scheme: Scheme,
        method: &Method,
        url: &Url,
        body: Option<&[u8]>,
        now: Timestamp,
    ) -> std::result::Result<HeaderMap, SignatureError> {
        Signer { key: &self.keys.rsa, key_id: &self.address.rsa() }.sign(scheme, method, url, body, now)
    }

    /// The key of its proofs.
    pub(in crate::link) fn ed25519(&self) -> &SecretKey {
        &self.keys.ed25519
    }

    /// An activity with its own proof.
    pub(in crate::link) fn proven(&self, mut activity: Value, now: Timestamp) -> Result<Value> {
        proof::attach(&mut activity, &self.keys.ed25519, &self.address.ed25519(), now)
            .map_err(|error| Error::Damaged(error.to_string()))?;
        Ok(activity)
    }
}
