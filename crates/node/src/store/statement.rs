// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Named statements, so that a test can prepare every one of them on both engines.

use std::sync::OnceLock;

use crate::spine::viewer;

use super::Engine;

/// A statement that a command, a job or the spine's own bookkeeping runs in a [`Write`](super::Write)
/// transaction. It may name base tables.
#[derive(Debug)]
pub struct Statement {
    /// Where it stands: module and constant.
    pub name: &'static str,
    /// Its SQL.
    pub text: Text,
}

/// A statement that a page runs through a [`Reader`](super::Reader): it names `visible_*` and
/// `public_*` relations only, and its own parameters begin at `$4` because the viewer is `$1`
/// (community), `$2` (clearance) and `$3` (member).
#[derive(Debug)]
pub struct Read {
    /// Where it stands: module and constant.
    pub name: &'static str,
    /// Its SQL, without the relations it names.
    pub text: Text,
    /// The SQL with the relations written out before it, made once for each engine.
    whole: [OnceLock<String>; 2],
}

/// One SQL text for both engines, or a pair where the common subset does not reach.
#[derive(Debug, Clone, Copy)]
pub enum Text {
    /// The same for both.
    Both(&'static str),
    /// One each.
    Pair {
        /// SQLite's.
        sqlite: &'static str,
        /// PostgreSQL's.
        postgres: &'static str,
    },
}

impl Text {
    /// The SQL for an engine.
    pub fn on(&self, engine: Engine) -> &'static str {
        match (self, engine) {
            (Self::Both(text), _) => text,
            (Self::Pair { sqlite, .. }, Engine::Sqlite) => sqlite,
            (Self::Pair { postgres, .. }, Engine::Postgres) => postgres,
        }
    }
}

impl Read {
    /// Made by `statements!`.
    pub const fn new(name: &'static str, text: Text) -> Self {
        Self { name, text, whole: [const { OnceLock::new() }; 2] }
    }

    /// The SQL with the relations it names written out before it.
    pub fn on(&self, engine: Engine) -> &str {
        let [sqlite, postgres] = &self.whole;
        let slot = match engine {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        };
        slot.get_or_init(|| viewer::with_relations(engine, self.text.on(engine)))
    }
}

/// Either kind, for the tests that look at all of them.
#[derive(Debug, Clone, Copy)]
pub enum AnyStatement {
    /// A statement of commands and jobs.
    Write(&'static Statement),
    /// A statement of pages.
    Read(&'static Read),
}

/// Declares named statements and the list of them (`STATEMENTS`), once per module.
///
/// ```text
/// statements! {
///     /// One member by id.
///     read MEMBER = "SELECT … FROM visible_members WHERE id = $4";
///     /// Marks an invitation used.
///     write USE = "UPDATE invitations SET uses = uses + 1 WHERE id = $1";
///     write LOCK = sqlite "SELECT 1", postgres "SELECT … FOR UPDATE";
/// }
/// ```
macro_rules! statements {
    (@one [$($doc:tt)*] write $name:ident $text:tt) => {
        $($doc)*
        pub(crate) static $name: $crate::store::Statement = $crate::store::Statement {
            name: concat!(module_path!(), "::", stringify!($name)),
            text: $crate::store::statements!(@text $text),
        };
    };
    (@one [$($doc:tt)*] read $name:ident $text:tt) => {
        $($doc)*
        pub(crate) static $name: $crate::store::Read = $crate::store::Read::new(
            concat!(module_path!(), "::", stringify!($name)),
            $crate::store::statements!(@text $text),
        );
    };
    (@any write $name:ident) => { $crate::store::AnyStatement::Write(&$name) };
    (@any read $name:ident) => { $crate::store::AnyStatement::Read(&$name) };
    (@text ($text:literal)) => { $crate::store::Text::Both($text) };
    (@text (sqlite $sqlite:literal, postgres $postgres:literal)) => {
        $crate::store::Text::Pair { sqlite: $sqlite, postgres: $postgres }
    };
    ($($(#[$doc:meta])* $kind:ident $name:ident = $($engine:ident)? $text:literal $(, $other:ident $pair:literal)?;)*) => {
        $($crate::store::statements!(@one [$(#[$doc])*] $kind $name ($($engine)? $text $(, $other $pair)?));)*
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[$crate::store::AnyStatement] =
            &[$($crate::store::statements!(@any $kind $name)),*];
    };
}
pub(crate) use statements;

/// Every statement of the program. A module that declares statements is named here; a test compares
/// this list with the sources.
pub fn all_statements() -> Vec<AnyStatement> {
    [
        super::dump::STATEMENTS,
        crate::act::agenda::import::store::STATEMENTS,
        crate::act::agenda::store::STATEMENTS,
        crate::act::freedom::fest::store::STATEMENTS,
        crate::decide::assemblies::store::STATEMENTS,
        crate::decide::decisions::store::STATEMENTS,
        crate::decide::draws::store::STATEMENTS,
        crate::decide::times::store::STATEMENTS,
        super::migrate::STATEMENTS,
        crate::jobs::store::STATEMENTS,
        crate::link::blocks::store::STATEMENTS,
        crate::link::bundles::store::STATEMENTS,
        crate::link::federation::store::STATEMENTS,
        crate::link::network::store::STATEMENTS,
        crate::link::reports::store::STATEMENTS,
        crate::safekeeping::moving::store::STATEMENTS,
        crate::safekeeping::shelves::store::STATEMENTS,
        crate::spine::attachments::store::STATEMENTS,
        crate::spine::communities::store::STATEMENTS,
        crate::spine::discussion::store::STATEMENTS,
        crate::spine::entries::store::STATEMENTS,
        crate::spine::log::store::STATEMENTS,
        crate::spine::mail::store::STATEMENTS,
        crate::spine::mandates::store::STATEMENTS,
        crate::spine::members::store::STATEMENTS,
        crate::spine::news::store::STATEMENTS,
        crate::spine::notices::store::STATEMENTS,
        crate::spine::passkeys::store::STATEMENTS,
        crate::spine::search::store::STATEMENTS,
        crate::spine::sessions::store::STATEMENTS,
        crate::spine::tokens::store::STATEMENTS,
    ]
    .concat()
}
