// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Work for later: who has a job keeps it for a while, what fails is tried again until it is dead and seen, and what is
//! done twice is done once.

use std::{collections::BTreeSet, time::Duration};

use tequio_node::{
    jobs,
    spine::world::{DAY, HOUR, MINUTE},
    store::{Dump, TableDump, tables::Class},
};

use crate::decide::draws::called;
use crate::support::{PASSPHRASE, Raw, TestApp, on_both_engines};

/// Puts a job into the table that no handler can read, under the community's identifier: one that nobody tried, or one that
/// somebody has until then.
async fn put_unreadable(app: &TestApp, raw: &mut Raw, leased_until: Option<i64>) {
    let now = app.node.core.world.now();
    let (attempts, until) = (i64::from(leased_until.is_some()), leased_until.unwrap_or(0));
    raw.run(&format!(
        "INSERT INTO jobs (id, community_id, kind, payload, run_at, attempts, leased_until) \
         SELECT id, id, 'unreadable', '?', {now}, {attempts}, {until} FROM communities"
    ))
    .await;
}

/// Works on what is due, and waits for the node's own worker if that was faster.
async fn run(app: &TestApp, raw: &mut Raw) {
    jobs::run_due(&app.node).await.unwrap();
    let now = app.node.core.world.now();
    while raw.number(&format!("SELECT COUNT(*) FROM jobs WHERE leased_until > {now} AND run_at <= {now}")).await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The logs and all that they say.
async fn everything(app: &TestApp) -> Vec<(&'static str, TableDump)> {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let mut all = Vec::new();
    for table in Dump::tables(Class::Log).chain(Dump::tables(Class::Projection)) {
        all.push((table.name, dump.read(table).await.unwrap()));
    }
    all
}

on_both_engines! {
    /// A job that fails is tried ten times, later each time; then it is dead, is listed first, and is not tried again.
    async fn what_fails_is_tried_again_until_it_is_dead(app: TestApp) {
        app.founder().await;
        let mut raw = Raw::open(app).await;
        put_unreadable(app, &mut raw, None).await;
        let mut waited = 0;
        for tries in 1..=10 {
            run(app, &mut raw).await;
            let jobs = app.node.jobs().await.unwrap();
            let (_, next, tried, dead, error) = jobs.iter().find(|(kind, ..)| kind == "unreadable").unwrap().clone();
            let now = app.node.core.world.now();
            assert_eq!((tried, dead.is_some(), error.is_some()), (tries, tries == 10, true), "{jobs:?}");
            // Not before its time.
            let wait = next - now;
            assert!(wait > waited / 4 && (MINUTE / 3..=8 * HOUR).contains(&wait), "{tries}: {wait} after {waited}");
            waited = wait;
            app.clock.advance(wait - 1);
            run(app, &mut raw).await;
            assert_eq!(raw.number("SELECT attempts FROM jobs WHERE kind = 'unreadable'").await, tries);
            app.clock.advance(1);
        }
        assert_eq!(app.node.jobs().await.unwrap()[0].0, "unreadable");
        app.clock.advance(DAY);
        run(app, &mut raw).await;
        assert_eq!(raw.number("SELECT attempts FROM jobs WHERE kind = 'unreadable'").await, 10, "it is dead");
    }

    /// Who has taken a job keeps it for five minutes; then another one takes it, for the first may be dead.
    async fn a_job_is_leased(app: TestApp) {
        app.founder().await;
        let mut raw = Raw::open(app).await;
        // At once: the node's own worker looks as well.
        let until = app.node.core.world.now() + 5 * MINUTE;
        put_unreadable(app, &mut raw, Some(until)).await;
        let attempts = "SELECT attempts FROM jobs WHERE kind = 'unreadable'";
        jobs::run_due(&app.node).await.unwrap();
        app.clock.advance(5 * MINUTE - 1);
        jobs::run_due(&app.node).await.unwrap();
        assert_eq!(raw.number(attempts).await, 1, "somebody else has it");
        app.clock.advance(1);
        run(app, &mut raw).await;
        assert_eq!(raw.number(attempts).await, 2);
    }

    /// A worker may die between doing a job and noting that it is done: each is done again, and nothing comes of it.
    async fn what_is_done_twice_is_done_once(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let once = ana.publish(&[("title", "Círculo")]).await;
        ana.publish(&[("title", "Cada semana"), ("repeat", "weekly")]).await;
        assert_eq!(ana.post(&format!("{once}/fest"), &[("keep_days", "30")]).await.status, 303);
        let guest = app.person();
        let form = guest.get(&format!("{once}/reply")).await;
        guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await;
        let asks = app.person();
        let form = asks.get("/@etla/join").await;
        asks.send(&form, &[("name", "Dora"), ("message", "hola")]).await;
        for person in [&ana, &beto] {
            assert_eq!(person.post("/@etla/mandates/call", &[("kind", "care")]).await.status, 303);
        }
        let agreed = [("title", "Los jueves"), ("body", "Se abre."), ("task_who", "Ana"), ("task_what", "Abrir"), ("task_due", "2026-12-15"), ("review_on", "2027-01-10")];
        let kept = ana.record(&agreed).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let form = ana.get("/@etla/decide/assemblies/new").await;
        let call = [("title", "Asamblea"), ("day", "2026-12-05"), ("time", "10:00"), ("point", "La caja"), ("lasts", ""), ("about", "")];
        let held = ana.send_all(&form, &call).await.follow(&ana).await.path.split('?').next().unwrap().to_owned();
        for (step, fields) in [("open", vec![]), ("present", vec![("others", "Tino")]), ("close", vec![])] {
            assert_eq!(ana.post(&format!("{held}/steps/{step}"), &fields).await.status, 303);
        }
        called(&ana, &[]).await;
        let files = format!("/@etla/entries/{}/files", once.rsplit('/').nth(1).unwrap());
        let made = ana.send_file(&files, ("nota.txt", b"una nota"), &[]).await;
        let file = made.location().rsplit_once("#f-").unwrap().1.to_owned();
        assert_eq!(ana.post(&format!("/@etla/files/{file}/remove"), &[]).await.status, 303);

        // Time passes until everything has had its turn, and each job a second one.
        let mut raw = Raw::open(app).await;
        let mut kinds = BTreeSet::new();
        for _ in 0..60 {
            app.clock.advance(10 * DAY);
            jobs::sweep(&app.node).await.unwrap();
            let now = app.node.core.world.now();
            raw.run(&format!("CREATE TEMP TABLE again AS SELECT * FROM jobs WHERE run_at <= {now}")).await;
            kinds.extend(raw.texts("SELECT kind FROM again").await);
            run(app, &mut raw).await;
            let before = everything(app).await;
            raw.run("INSERT INTO jobs SELECT * FROM again WHERE id NOT IN (SELECT id FROM jobs)").await;
            run(app, &mut raw).await;
            let again = raw.texts("SELECT kind FROM again").await;
            for ((table, before), (_, after)) in before.iter().zip(everything(app).await) {
                assert!(*before == after, "{table} is not what it was: one of {again:?} does something twice");
            }
            raw.run("DROP TABLE again").await;
        }
        // All but letters, whose own test sends none twice.
        let all = [
            "ask-second-factor", "close-choice", "end-term", "expire-request", "extend-series", "fix-draw", "pass-assembly", "pass-decision",
            "purge-fest", "purge-replies", "remind-of-decision", "remind-of-mandate", "sweep-blobs", "tell-overdue",
        ];
        assert_eq!(kinds, all.map(str::to_owned).into());
        let left = app.node.jobs().await.unwrap();
        assert!(left.iter().all(|(_, _, tries, _, error)| *tries == 0 && error.is_none()), "{left:?}");
        let form = ana.get("/@etla/sign-in").await;
        assert_eq!(ana.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await.status, 303);
    }
}
