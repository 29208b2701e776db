// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The two things a pure rule cannot know, passed in: what time it is, and chance.

use std::sync::{Arc, Mutex};

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

use super::id::Id;

/// An instant: microseconds since 1970 UTC.
pub type Micros = i64;

/// An instant that programs read as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Instant(pub Micros);

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&jiff::Timestamp::from_microsecond(self.0).unwrap_or_default())
    }
}

impl utoipa::PartialSchema for Instant {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .into()
    }
}
impl utoipa::ToSchema for Instant {}

/// One minute, in microseconds.
pub const MINUTE: Micros = 60 * 1_000_000;
/// One hour, in microseconds.
pub const HOUR: Micros = 60 * MINUTE;
/// One day of 24 hours, in microseconds.
pub const DAY: Micros = 24 * HOUR;

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Micros;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Micros {
        jiff::Timestamp::now().as_microsecond()
    }
}

/// A clock that stands still until it is moved: for tests and for the demonstration's past.
#[derive(Debug)]
pub struct ManualClock(std::sync::atomic::AtomicI64);

impl ManualClock {
    /// A clock that shows `now`.
    pub fn at(now: Micros) -> Self {
        Self(now.into())
    }

    /// Moves it forward (or back) by `micros`.
    pub fn advance(&self, micros: Micros) {
        self.0.fetch_add(micros, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}

/// Time and chance, as the node has them.
#[derive(Clone)]
pub struct World {
    clock: Arc<dyn Clock>,
    chance: Arc<Mutex<ChaCha20Rng>>,
}

impl World {
    /// Time from `clock`; chance from a generator that the operating system seeds.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new(clock: Arc<dyn Clock>) -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self::seeded(clock, seed))
    }

    /// A world that repeats itself: for tests and the demonstration.
    pub fn seeded(clock: Arc<dyn Clock>, seed: [u8; 32]) -> Self {
        Self { clock, chance: Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed))) }
    }

    /// The present instant.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    /// `N` bytes that nobody can foresee.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        // A poisoned lock means that another thread died while it drew; the generator itself is whole.
        self.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A generator of its own, for what draws much.
    pub fn generator(&self) -> ChaCha20Rng {
        ChaCha20Rng::from_seed(self.bytes())
    }

    /// A new identifier.
    pub fn id(&self) -> Id {
        Id::at(self.now(), &self.bytes())
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "World({})", self.now())
    }
}
