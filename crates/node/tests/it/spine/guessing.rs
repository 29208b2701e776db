// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Guessing: many tries at once, codes of a second factor, and what is counted as one place.

use std::pin::pin;

use futures_util::{
    future::{Either, join_all, select},
    poll,
};
use tequio_node::spine::world::MINUTE;

use crate::support::{PASSPHRASE, Page, TestApp, on_both_engines};

const WRONG: &str = "otra frase cualquiera";

/// How many answers looked at what was given, and how many refused to.
fn looked_at(answers: &[Page]) -> (usize, usize) {
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    (count(422), count(429))
}

/// Guesses Ana's passphrase with a new browser, from where a proxy says that it is.
async fn guess(app: &TestApp, forwarded: &str) -> u16 {
    let mut person = app.person();
    person.forwarded = forwarded.to_owned();
    let form = person.get("/@etla/sign-in").await;
    person.send(&form, &[("name", "Ana"), ("passphrase", WRONG)]).await.status
}

/// A hash that takes some seconds to be verified.
fn slow_hash() -> String {
    format!("$argon2id$v=19$m=8,t=60000,p=1${}${}", "A".repeat(22), "A".repeat(43))
}

on_both_engines! {
    /// A name that nobody has costs a hashing as one does that somebody has: while the hashers are busy, neither is
    /// answered.
    async fn an_unknown_name_is_hashed_too(app: TestApp) {
        app.founder().await;
        let stranger = app.person();
        let form = stranger.get("/@etla/sign-in").await;
        for name in ["Ana", "Nadie"] {
            let hasher = &app.node.hasher;
            let slow = || Box::pin(hasher.verify("x", Some(slow_hash())));
            let mut busy = select(slow(), slow());
            assert!(poll!(&mut busy).is_pending());
            let fields = [("name", name), ("passphrase", WRONG)];
            let answer = match select(busy, pin!(stranger.send(&form, &fields))).await {
                Either::Left((_, answer)) => answer.await,
                Either::Right((answer, _)) => panic!("{name}: answered {} without a hashing", answer.status),
            };
            assert_eq!(answer.status, 422, "{name}");
        }
    }

    /// Many guesses at once are looked at no oftener than as many one after the other.
    async fn guesses_at_once_are_counted_before_they_are_looked_at(app: TestApp) {
        let ana = app.founder().await;
        let stranger = app.person();
        let form = stranger.get("/@etla/sign-in").await;
        for name in ["Ana", "Nadie"] {
            let fields = [("name", name), ("passphrase", WRONG)];
            let guesses = (0..40).map(|_| stranger.send(&form, &fields));
            assert_eq!(looked_at(&join_all(guesses).await), (6, 34), "{name}");
        }
        let right = stranger.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(right.status, 429, "also the right one waits");
        // Who is in already says their passphrase again.
        let again = (0..40).map(|_| ana.post("/@etla/me/codes", &[("passphrase", WRONG)]));
        assert_eq!(looked_at(&join_all(again).await), (6, 34));
        app.clock.advance(MINUTE);
        let right = stranger.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(right.status, 303, "{}", right.text());
    }

    /// Codes of a second factor are few to try, also for who knows the passphrase and says it as often as they like.
    async fn codes_are_counted_before_they_are_looked_at(app: TestApp) {
        let ana = app.founder().await;
        assert_eq!(ana.get("/@etla/me/second-factor").await.status, 200);
        let code = || ana.post("/@etla/me/second-factor", &[("passphrase", PASSPHRASE), ("code", "000000")]);
        let (first, _) = looked_at(&join_all((0..40).map(|_| code())).await);
        assert!((1..=6).contains(&first), "{first}");
        let mut looked = first;
        for _ in 0..8 {
            let answer = code().await;
            looked += usize::from(answer.status == 422);
        }
        assert_eq!(looked, 6);
        assert_eq!(ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await.status, 200, "the passphrase is right");
        assert_eq!(code().await.status, 429, "and takes no failure of the codes back");
    }

    /// Whoever comes in gives back what was counted: the account as a whole is not slowed down by its own member.
    async fn coming_in_slows_nobody_down(app: TestApp) {
        app.founder().await;
        for _ in 0..62 {
            app.person_again("Ana").await;
        }
        assert_eq!(guess(app, "").await, 422);
        app.person_again("Ana").await;
    }

    /// Behind a proxy that the operator named, guessers are told apart by what it says; IPv6 by networks of 64 bits.
    async fn guessers_behind_a_proxy_are_told_apart(app: TestApp) {
        let behind = TestApp::start_behind(app.node.core.db.engine(), "127.0.0.1").await;
        behind.founder().await;
        for _ in 0..6 {
            assert_eq!(guess(&behind, "192.0.2.1").await, 422);
        }
        for same in ["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1:4711", "198.51.100.1, 192.0.2.1"] {
            assert_eq!(guess(&behind, same).await, 429, "{same}");
        }
        assert_eq!(guess(&behind, "192.0.2.2").await, 422);
        for number in 0..6 {
            assert_eq!(guess(&behind, &format!("2001:db8:0:1::{number}")).await, 422);
        }
        assert_eq!(guess(&behind, "2001:db8:0:1:ffff::1").await, 429, "the same network");
        assert_eq!(guess(&behind, "2001:db8:0:2::1").await, 422, "another one");
        // The doors for who has no account count together.
        let mut stranger = behind.person();
        stranger.forwarded = "203.0.113.9".to_owned();
        let doors = ["/@etla/join", "/@etla/recover", "/@etla/act/agenda/06h0r3m6g1va5b86q6t7g4l000/once/reply"];
        for door in doors.iter().cycle().take(120) {
            assert_ne!(stranger.post(door, &[]).await.status, 429, "{door}");
        }
        for door in doors {
            assert_eq!(stranger.post(door, &[]).await.status, 429, "{door}");
        }
        behind.check().await;
        // Where none is named, whoever comes may say what they like.
        app.founder().await;
        for number in 0..6 {
            assert_eq!(guess(app, &format!("192.0.2.{number}")).await, 422);
        }
        assert_eq!(guess(app, "192.0.2.77").await, 429);
    }
}
