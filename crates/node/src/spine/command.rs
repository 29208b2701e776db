// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The one way in to change (law 2): a command is checked against mandates and state, yields
//! events, and these are logged and shown in the tables, all in one transaction.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::FutureExt;

use crate::{
    jobs::Job,
    store::{Db, Write, args},
};

use super::{
    apply::{Keyring, Projection, key_context, sealed_context},
    communities,
    event::Event,
    id::Id,
    keys::{CommunitySecret, Key, KeyError, Sealed},
    log::{self, Actor, Hash, Record, record},
    mandates::{self, Kind as MandateKind},
    members,
    refusal::{Error, Kind, Refusal, Result, conflict, not_found},
    search,
    tokens::Scopes,
    world::{Micros, World},
};

/// Something that a person (or the passing of time) asks to be changed.
pub trait Command: Send + std::fmt::Debug {
    /// Its name in the log and in the table of [who may give it](mandates::rules::PERMISSIONS).
    const NAME: &'static str;

    /// Looks at the state and says what happens, or refuses. Changes nothing itself.
    fn decide(self, context: &mut Context<'_, '_>) -> impl Future<Output = Result<Decision>> + Send;
}

/// What a command decided.
#[derive(Debug)]
pub struct Decision {
    /// What the command makes or changes: the answer to who asks the same again.
    pub subject: Option<Id>,
    /// What happens.
    pub events: Vec<Event>,
}

impl Decision {
    /// These events happen to `subject`.
    pub fn about(subject: Id, events: impl IntoIterator<Item = Event>) -> Self {
        Self { subject: Some(subject), events: events.into_iter().collect() }
    }
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Its place in the log.
    pub seq: i64,
    /// What it made or changed.
    pub subject: Option<Id>,
    /// Whether it was carried out now; `false` when the same command had been before.
    pub fresh: bool,
    /// How many members were told of it by a notice; nobody, when it had been before.
    pub told: usize,
}

impl Done {
    /// What it made or changed.
    ///
    /// # Errors
    /// When the command says nothing of that.
    pub fn subject(&self) -> Result<Id> {
        self.subject.ok_or_else(|| Error::Damaged("a command that names no subject".to_owned()))
    }
}

/// Who gives a command, and how sure we are that it is them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// Whether they gave a second factor in this session.
    pub second_factor: bool,
    /// What a token lets its program do; nothing for who came in themselves.
    pub scopes: Option<Scopes>,
}

impl Caller {
    /// A caller that no session stands behind.
    pub const fn plain(actor: Actor) -> Self {
        Self { actor, second_factor: false, scopes: None }
    }
}

/// What a command sees while it decides.
#[derive(Debug)]
pub struct Context<'a, 'n> {
    /// The transaction: to read the state by the slice's own statements.
    pub tx: &'a mut Write,
    /// The community.
    pub community: Id,
    /// Now.
    pub at: Micros,
    /// Who asks.
    pub actor: Actor,
    /// The mandates whose powers they may use now.
    pub mandates: Vec<MandateKind>,
    world: &'n World,
    keyring: &'a mut Keyring<'n>,
    node_key: &'n Key,
    secret: &'a CommunitySecret,
}

impl Context<'_, '_> {
    /// What is kept of words in the open to know them again, and from which nobody guesses them.
    pub fn mark(&self, words: &str) -> Hash {
        Hash(self.secret.digest(words))
    }

    /// A new identifier.
    pub fn id(&self) -> Id {
        self.world.id()
    }

    /// Bytes that nobody can foresee.
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        self.world.bytes()
    }

    /// The member who asks.
    ///
    /// # Errors
    /// When it is not one.
    pub fn member(&self) -> Result<Id> {
        self.actor.member().ok_or_else(|| super::refusal::forbidden("error-members-only"))
    }

    /// Whether the one who asks holds one of these mandates.
    pub fn holds(&self, kinds: &[MandateKind]) -> bool {
        self.mandates.iter().any(|kind| kinds.contains(kind))
    }

    /// Seals somebody's words under their subject's key, which is made when it does not exist.
    /// `owner` is the member with whom they are erased.
    ///
    /// # Errors
    /// As the store says, or when the subject was erased.
    pub async fn seal(&mut self, subject: Id, owner: Option<Id>, words: &str) -> Result<Sealed> {
        let key = match self.keyring.key(self.tx, self.community, subject).await? {
            Some(key) => key,
            None => {
                // What was erased stays erased: new words under the same name would be read as the old ones.
                let erased: Option<(Id,)> =
                    self.tx.optional(&log::store::ERASED, args![self.community, subject]).await?;
                if erased.is_some() {
                    return Err(conflict("error-conflict"));
                }
                let key = Key::generate(self.world);
                let context = key_context(self.community, subject, owner);
                let wrapped = self.node_key.seal(self.world, &context, key.as_bytes());
                self.tx.run(&log::store::KEEP_SUBJECT_KEY, args![self.community, subject, owner, wrapped]).await?;
                self.keyring.keep(subject, Some(key.clone()));
                key
            }
        };
        let ciphertext = key.seal(self.world, &sealed_context(self.community, subject), words.as_bytes());
        Ok(Sealed { subject, ciphertext })
    }

    /// The words that were sealed, or `None` when their key was destroyed.
    ///
    /// # Errors
    /// When the key does not open them.
    pub async fn open(&mut self, sealed: &Sealed) -> Result<Option<String>> {
        let Some(key) = self.keyring.key(self.tx, self.community, sealed.subject).await? else { return Ok(None) };
        let plain = key.open(&sealed_context(self.community, sealed.subject), &sealed.ciphertext)?;
        Ok(Some(String::from_utf8(plain).map_err(|_| KeyError::DoesNotOpen)?))
    }

    /// As [`seal`](Self::seal); nothing for empty words.
    ///
    /// # Errors
    /// As [`seal`](Self::seal).
    pub async fn seal_optional(&mut self, subject: Id, owner: Option<Id>, words: &str) -> Result<Option<Sealed>> {
        if words.is_empty() {
            return Ok(None);
        }
        self.seal(subject, owner, words).await.map(Some)
    }
}

/// The parts of a node that changing something takes.
#[derive(Debug, Clone)]
pub struct Core {
    /// The store.
    pub db: Db,
    /// Time and chance.
    pub world: World,
    /// The key that wraps all others.
    pub key: Key,
    /// Communities' secrets, opened once.
    secrets: Arc<RwLock<HashMap<Id, CommunitySecret>>>,
    /// Whether the disk is so full that nothing is to be changed.
    read_only: Arc<AtomicBool>,
}

impl Core {
    /// The parts of a node.
    pub fn new(db: Db, world: World, key: Key) -> Self {
        Self { db, world, key, secrets: Arc::default(), read_only: Arc::default() }
    }

    /// Whether nothing can be changed for now, since the disk is nearly full.
    pub fn is_read_only(&self) -> bool {
        self.read_only.load(Ordering::Relaxed)
    }

    /// Lets nothing be changed for now, or lets it again.
    pub fn set_read_only(&self, read_only: bool) {
        self.read_only.store(read_only, Ordering::Relaxed);
    }

    /// Refuses a change while nothing can be changed.
    ///
    /// # Errors
    /// A refusal.
    pub fn must_write(&self) -> Result<()> {
        if self.is_read_only() { Err(Refusal::new(Kind::ReadOnly, "error-read-only").into()) } else { Ok(()) }
    }

    /// Begins a unit of work: commands, and the operational rows that belong to them, in one transaction.
    ///
    /// # Errors
    /// As the store says.
    pub async fn begin(&self) -> Result<Unit<'_>> {
        Ok(Unit { tx: self.db.write().await?, core: self, keyring: Keyring::new(&self.key), erased: false })
    }

    /// Carries out one command.
    ///
    /// # Errors
    /// A refusal, or what the store says; nothing was changed then.
    pub async fn execute<C: Command>(&self, community: Id, caller: Caller, key: Id, command: C) -> Result<Done> {
        let mut unit = self.begin().await?;
        let done = unit.execute(community, caller, key, command).await?;
        unit.commit().await?;
        Ok(done)
    }

    /// The community's secret: it signs, and makes and verifies its links.
    ///
    /// # Errors
    /// Not found, or a key that does not open.
    pub async fn secret(&self, community: Id) -> Result<CommunitySecret> {
        if let Some(secret) = self.known_secret(community) {
            return Ok(secret);
        }
        self.begin().await?.secret(community).await
    }

    fn known_secret(&self, community: Id) -> Option<CommunitySecret> {
        self.secrets.read().unwrap_or_else(PoisonError::into_inner).get(&community).cloned()
    }
}

/// A transaction in which commands are carried out.
#[derive(Debug)]
pub struct Unit<'n> {
    /// The transaction: for operational rows that belong to a command.
    pub tx: Write,
    core: &'n Core,
    keyring: Keyring<'n>,
    /// Whether something was erased that must go from the files too.
    erased: bool,
}

/// A command that somebody asks to be carried out.
struct Asked {
    community: Id,
    caller: Caller,
    key: Id,
    name: &'static str,
    words: String,
}

/// What becomes of one that is asked.
enum Admission {
    /// It was carried out before.
    Before(Done),
    /// It may be decided now.
    Now(Box<Admitted>),
}

/// A command that may be decided.
struct Admitted {
    community: Id,
    actor: Actor,
    key: Id,
    name: &'static str,
    at: Micros,
    mandates: Vec<MandateKind>,
    secret: CommunitySecret,
}

impl Unit<'_> {
    /// Makes the keys of a community that is about to be founded, and gives its public key.
    ///
    /// # Errors
    /// As the store says.
    pub async fn create_keys(&mut self, community: Id) -> Result<[u8; 32]> {
        let seed: [u8; 32] = self.core.world.bytes();
        let secret = CommunitySecret::from_seed(&seed)?;
        let wrapped = self.core.key.seal(&self.core.world, community.as_bytes(), &seed);
        self.tx.run(&log::store::KEEP_COMMUNITY_KEY, args![community, &secret.public()[..], wrapped]).await?;
        Ok(secret.public())
    }

    /// The community's secret.
    ///
    /// # Errors
    /// Not found, or a key that does not open.
    pub async fn secret(&mut self, community: Id) -> Result<CommunitySecret> {
        if let Some(secret) = self.core.known_secret(community) {
            return Ok(secret);
        }
        let row: Option<(Vec<u8>, Vec<u8>)> = self.tx.optional(&log::store::COMMUNITY_KEY, args![community]).await?;
        let (_, wrapped) = row.ok_or_else(not_found)?;
        let secret = CommunitySecret::from_seed(&self.core.key.open(community.as_bytes(), &wrapped)?)?;
        self.core.secrets.write().unwrap_or_else(PoisonError::into_inner).insert(community, secret.clone());
        Ok(secret)
    }

    /// Carries out a command in this transaction.
    ///
    /// # Errors
    /// A refusal, or what the store says.
    pub async fn execute<C: Command>(&mut self, community: Id, caller: Caller, key: Id, command: C) -> Result<Done> {
        let asked = Asked { community, caller, key, name: C::NAME, words: format!("{command:?}") };
        // What is the same for every command is boxed, so that it is built once.
        let admitted = match self.admit(asked).boxed().await? {
            Admission::Before(done) => return Ok(done),
            Admission::Now(admitted) => admitted,
        };
        let mut context = Context {
            tx: &mut self.tx,
            community,
            at: admitted.at,
            actor: caller.actor,
            mandates: admitted.mandates.clone(),
            world: &self.core.world,
            keyring: &mut self.keyring,
            node_key: &self.core.key,
            secret: &admitted.secret,
        };
        let decision = command.decide(&mut context).await?;
        self.carry_out(*admitted, decision).boxed().await
    }

    /// Whether somebody may ask this now.
    async fn admit(&mut self, asked: Asked) -> Result<Admission> {
        let Asked { community, caller, key, name, words } = asked;
        let moving: Option<(Option<Micros>, Option<String>)> =
            self.tx.optional(&log::store::LOCK_AND_FIND, args![community]).await?;
        let secret = self.secret(community).await?;
        let actor = caller.actor;
        // Whoever reads the log must not be able to repeat what somebody else asked, nor to guess what they said.
        let key = secret.blind("command key", key);
        let digest = secret.digest(&words);
        if let Some(done) = self.before(community, actor, name, key, &digest).await? {
            return Ok(Admission::Before(done));
        }
        if caller.scopes.is_some_and(|scopes| !scopes.let_give(name)) {
            return Err(super::refusal::forbidden("error-token-scope"));
        }
        if let Some((Some(_), to)) = moving
            && name != communities::moving::Settle::NAME
        {
            return Err(super::refusal::moved(&to.unwrap_or_default()));
        }
        self.core.must_write()?;
        let at = self.core.world.now();
        self.tx.run(&log::store::REMEMBER, args![community, key, &digest[..], at]).await?;
        if let Actor::Member(member) = actor
            && mandates::rules::who_may(name) != [mandates::rules::Who::Founder]
        {
            // Somebody may have left between their request's beginning and its turn.
            let active: Option<(Id,)> = self.tx.optional(&members::store::ACTIVE, args![community, member]).await?;
            active.ok_or_else(|| super::refusal::forbidden("error-members-only"))?;
        }
        let mandates = mandates::usable(&mut self.tx, community, caller, at).await?;
        mandates::rules::check(name, actor, &mandates)?;
        let mandates = mandates.kinds;
        Ok(Admission::Now(Box::new(Admitted { community, actor, key, name, at, mandates, secret })))
    }

    /// Logs what was decided, shows it in the tables and puts the jobs that follow in their queue.
    async fn carry_out(&mut self, admitted: Admitted, decision: Decision) -> Result<Done> {
        let Admitted { community, actor, key, name, at, secret, .. } = admitted;
        let Decision { subject, events } = decision;
        let record = Record {
            v: record::VERSION,
            community,
            seq: 0,
            prev: Hash::START,
            at,
            actor,
            command: name.to_owned(),
            key,
            subject,
            events,
        };
        let record = log::append(&mut self.tx, &secret, record).await?;
        let mut projection = Projection::new(&mut self.tx, &mut self.keyring, community, record.seq, at, actor);
        for event in &record.events {
            projection.apply(event).await?;
        }
        self.erased |= projection.erased;
        let (unneeded, told) = (projection.unneeded, projection.told.len());
        if !unneeded.is_empty() {
            crate::jobs::enqueue(&mut self.tx, &self.core.world, Some(community), &Job::SweepBlobs(unneeded), at)
                .await?;
        }
        crate::jobs::enqueue_for(&mut self.tx, &self.core.world, &record).await?;
        Ok(Done { seq: record.seq, subject, fresh: true, told })
    }

    /// What the same command did before, if it was given. Another one under the same key is refused: who goes
    /// back in the browser and changes a form must not be told that it was saved.
    async fn before(
        &mut self,
        community: Id,
        actor: Actor,
        asked: &str,
        key: Id,
        digest: &[u8],
    ) -> Result<Option<Done>> {
        let row: Option<(i64, String, String, Option<Id>)> =
            self.tx.optional(&log::store::BY_KEY, args![community, key]).await?;
        let Some((seq, name, who, subject)) = row else { return Ok(None) };
        let said: Option<(Vec<u8>,)> = self.tx.optional(&log::store::ASKED, args![community, key]).await?;
        // What was asked is known for a while, and not after a restore: then nothing shows that it was the same.
        let same = said.is_some_and(|(said,)| said == digest);
        if name != asked || who != actor.to_string() || !same {
            return Err(conflict("error-key-reused"));
        }
        Ok(Some(Done { seq, subject, fresh: false, told: 0 }))
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// As [`Write::commit`].
    pub async fn commit(mut self) -> Result<()> {
        if self.erased {
            self.tx.run(&search::store::SWEEP, args![]).await?;
        }
        self.tx.commit().await?;
        if self.erased
            && let Err(error) = self.core.db.checkpoint().await
        {
            // The hourly sweep does it again.
            tracing::warn!(%error, "what was erased stays in the write-ahead log for now");
        }
        Ok(())
    }
}
