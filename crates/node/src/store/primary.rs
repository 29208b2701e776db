// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The PostgreSQL server that takes writes. Where several are named, of which one is the primary and the others are its
//! standbys, each is asked again and again, since sqlx knows one address: whoever is promoted gets the connections, and what
//! still waits for the one before is told that it waits in vain.

use std::{cmp::Reverse, str::FromStr, time::Duration};

use futures_util::future::join_all;
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool, Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{sync::watch, time::timeout};

use super::{
    Result, StoreError,
    connection::{PATIENCE, READERS},
};

/// How long it is waited before the servers are asked again.
const LOOK: Duration = Duration::from_millis(250);
/// How long a server may then take to say what it is.
const ANSWER: Duration = Duration::from_secs(1);

/// What a server is: of which cluster, and where it writes if it does. The first eight digits of a file's name are the
/// timeline, of which each promotion begins a new one.
const STANDING: &str = "SELECT (SELECT system_identifier FROM pg_control_system()) AS cluster, \
    CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline";

/// How each connection begins. A statement may not end by a timeout of the server's: a commit that waits for the standby
/// would, with a warning, be called successful without having come there.
const BEGIN: &str = "SET lock_timeout = '10s'; SET statement_timeout = 0; SELECT pg_is_in_recovery() AS standby";

/// The connections to the primary, as it changes; nothing while there is none.
pub(super) type Primary = watch::Receiver<Option<PgPool>>;

/// Finds the primary among the servers at these addresses, which stand between commas, and follows it from then on.
///
/// # Errors
/// When none is there, or they are not of one cluster.
pub(super) async fn follow(addresses: &str) -> Result<Primary> {
    let servers: sqlx::Result<Vec<Server>> = addresses.split(',').map(|address| Server::new(address.trim())).collect();
    let mut lookout = Lookout { servers: servers?, cluster: None, newest: String::new(), at: None };
    let found = lookout.look(PATIENCE).await;
    if found.iter().any(|found| matches!(found, Found::Foreign)) {
        return Err(StoreError::Unreachable("its servers are not of one cluster".to_owned()));
    }
    let Some(pool) = lookout.pool() else {
        let mut errors = found.into_iter().filter_map(|found| match found {
            Found::Away(error) | Found::Silent(error) => Some(error),
            Found::Writes(_) | Found::Stands | Found::Foreign => None,
        });
        return Err(errors.next().unwrap_or_else(|| StoreError::Unreachable("a standby takes no writes".to_owned())));
    };
    let (sender, primary) = watch::channel(Some(pool));
    // One alone is always the one: its connections come back by themselves.
    if lookout.servers.len() > 1 {
        tokio::spawn(keep_looking(lookout, sender));
    }
    Ok(primary)
}

/// Follows the primary until nobody wants its connections any more.
async fn keep_looking(mut lookout: Lookout, primary: watch::Sender<Option<PgPool>>) {
    loop {
        tokio::select! {
            () = primary.closed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let before = lookout.at;
        lookout.look(ANSWER).await;
        if lookout.at == before {
            continue;
        }
        match lookout.at.and_then(|at| lookout.servers.get(at)) {
            Some(server) => tracing::warn!(server = server.name(), "this server of the database takes writes now"),
            None => tracing::error!("no server of the database takes writes"),
        }
        if let Some(before) = primary.send_replace(lookout.pool()) {
            // Whoever waits for the server before is told at once; the rest is for its connections to be given back.
            tokio::spawn(async move { before.close().await });
        }
    }
}

/// The servers, and what is known of them.
#[derive(Debug)]
struct Lookout {
    servers: Vec<Server>,
    /// Which cluster they are.
    cluster: Option<i64>,
    /// The newest timeline that was seen: whoever writes on an older one was the primary once.
    newest: String,
    /// The primary's place among the servers.
    at: Option<usize>,
}

impl Lookout {
    /// Asks every server, and decides which one is the primary.
    async fn look(&mut self, patience: Duration) -> Vec<Found> {
        let said = join_all(self.servers.iter_mut().map(|server| server.say(patience))).await;
        let found: Vec<Found> = said.into_iter().map(|said| self.judge(said)).collect();
        self.at = choose(&found, self.at, &self.newest);
        if let Some(Found::Writes(timeline)) = self.at.and_then(|at| found.get(at)) {
            self.newest.clone_from(timeline);
        }
        found
    }

    fn judge(&mut self, said: Result<(i64, Option<String>)>) -> Found {
        match said {
            Ok((cluster, _)) if *self.cluster.get_or_insert(cluster) != cluster => Found::Foreign,
            Ok((_, Some(timeline))) => Found::Writes(timeline),
            Ok((_, None)) => Found::Stands,
            Err(error @ StoreError::Unreachable(_)) => Found::Away(error),
            Err(error) => Found::Silent(error),
        }
    }

    /// New connections to the primary, which are made when they are needed.
    fn pool(&self) -> Option<PgPool> {
        let server = self.at.and_then(|at| self.servers.get(at))?;
        let options = PgPoolOptions::new().max_connections(READERS + 2).acquire_timeout(PATIENCE);
        // A connection on which something is unanswered for long is nobody else's.
        let options = options.after_release(|connection, _| {
            Box::pin(async move { Ok(timeout(ANSWER, connection.ping()).await.is_ok_and(|answer| answer.is_ok())) })
        });
        let options = options.after_connect(|connection, _| {
            Box::pin(async move {
                let standby: bool = sqlx::raw_sql(BEGIN).fetch_one(connection).await?.try_get("standby")?;
                if standby { Err(sqlx::Error::Protocol("a standby takes no writes".to_owned())) } else { Ok(()) }
            })
        });
        Some(options.connect_lazy_with(server.options.clone()))
    }
}

/// A server, with the connection on which it is asked.
#[derive(Debug)]
struct Server {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
}

impl Server {
    fn new(address: &str) -> sqlx::Result<Self> {
        Ok(Self { options: PgConnectOptions::from_str(address)?.application_name("tequio"), connection: None })
    }

    fn name(&self) -> String {
        format!("{}:{}", self.options.get_host(), self.options.get_port())
    }

    /// What it says that it is.
    async fn say(&mut self, patience: Duration) -> Result<(i64, Option<String>)> {
        timeout(patience, self.ask()).await.unwrap_or(Err(StoreError::Busy))
    }

    async fn ask(&mut self) -> Result<(i64, Option<String>)> {
        // A connection that broke says nothing of the server: it may have been ended alone.
        if let Some(mut connection) = self.connection.take()
            && let Ok(said) = sqlx::query_as(STANDING).fetch_one(&mut connection).await
        {
            self.connection = Some(connection);
            return Ok(said);
        }
        let mut connection = self.options.connect().await?;
        let said = sqlx::query_as(STANDING).fetch_one(&mut connection).await?;
        self.connection = Some(connection);
        Ok(said)
    }
}

/// What was found where a server should be.
#[derive(Debug)]
enum Found {
    /// It takes writes, on this timeline.
    Writes(String),
    /// It is a standby.
    Stands,
    /// It is of another cluster, with other data.
    Foreign,
    /// Nothing is there.
    Away(StoreError),
    /// It did not say in time what it is, or refused to.
    Silent(StoreError),
}

/// The server to go to: of those that take writes, the one on the newest timeline, and of equal ones the one in use. One in
/// use that says nothing may be slow and no more: it is left only for another one.
fn choose(found: &[Found], at: Option<usize>, newest: &str) -> Option<usize> {
    let writes = found.iter().enumerate().filter_map(|(server, found)| match found {
        Found::Writes(timeline) if timeline.as_str() >= newest => Some((timeline, at == Some(server), Reverse(server))),
        _ => None,
    });
    match writes.max() {
        Some((_, _, Reverse(server))) => Some(server),
        None => at.filter(|at| matches!(found.get(*at), Some(Found::Silent(_)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writes(timeline: &str) -> Found {
        Found::Writes(timeline.to_owned())
    }

    #[test]
    fn the_newest_timeline_is_the_primary_s() {
        let away = || Found::Away(StoreError::Unreachable(String::new()));
        let silent = || Found::Silent(StoreError::Busy);
        for (found, at, newest, chosen) in [
            ([writes("00000001"), Found::Stands], None, "", Some(0)),
            ([Found::Stands, writes("00000001")], None, "", Some(1)),
            // It was promoted; the one before came back as if nothing had been.
            ([writes("00000001"), writes("00000002")], Some(0), "00000001", Some(1)),
            ([writes("0000000F"), writes("00000010")], Some(0), "0000000F", Some(1)),
            ([writes("00000001"), away()], Some(1), "00000002", None),
            ([writes("00000001"), silent()], Some(1), "00000002", Some(1)),
            // Nobody is promoted yet.
            ([away(), Found::Stands], Some(0), "00000001", None),
            ([silent(), Found::Stands], Some(0), "00000001", Some(0)),
            ([silent(), writes("00000002")], Some(0), "00000001", Some(1)),
            // It restarted, or is reached by two addresses.
            ([writes("00000002"), Found::Stands], None, "00000002", Some(0)),
            ([writes("00000002"), writes("00000002")], Some(1), "00000002", Some(1)),
            // The one in use became a standby, or somebody else's.
            ([Found::Stands, away()], Some(0), "00000001", None),
            ([Found::Foreign, away()], Some(0), "00000001", None),
        ] {
            assert_eq!(choose(&found, at, newest), chosen, "{found:?}, {at:?}, {newest}");
        }
    }
}
