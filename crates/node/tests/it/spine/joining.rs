// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Joining by invitation and by request; signing in and out.

use crate::support::{PASSPHRASE, on_both_engines};

on_both_engines! {
    /// Three people come in by one invitation; it ends when it is revoked.
    async fn people_join_by_an_invitation(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        app.join(&ana, "Citlali").await;
        let members = beto.get("/@etla/members").await.text();
        for name in ["Ana", "Beto", "Citlali"] {
            assert!(members.contains(name), "{members}");
        }
        let stranger = app.person();
        assert_eq!(stranger.get("/@etla/members").await.status, 401);
    }

    /// An unknown name and a wrong passphrase are told alike.
    async fn signing_in_tells_nobody_who_has_an_account(app: TestApp) {
        let ana = app.founder().await;
        let out = ana.post("/@etla/sign-out", &[]).await;
        assert_eq!(out.status, 303);
        assert_eq!(ana.get("/@etla/members").await.status, 401);
        let form = ana.get("/@etla/sign-in").await;
        let unknown = ana.send(&form, &[("name", "Nadie"), ("passphrase", PASSPHRASE)]).await;
        let wrong = ana.send(&form, &[("name", "Ana"), ("passphrase", "otra frase cualquiera")]).await;
        assert_eq!((unknown.status, wrong.status), (422, 422));
        assert_eq!(unknown.text(), wrong.text());
        let right = ana.send(&form, &[("name", "  ana "), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(right.status, 303);
        assert_eq!(ana.get("/@etla/members").await.status, 200);
    }

    /// Who asks to join comes in by their own link once somebody accepted.
    async fn people_ask_to_join(app: TestApp) {
        let ana = app.founder().await;
        let dora = app.person();
        let form = dora.get("/@etla/join").await;
        let asked = dora.send(&form, &[("name", "Dora"), ("message", "Me contó Ana")]).await;
        assert_eq!(asked.status, 200);
        let link = asked.body.split("href=\"").find(|part| part.contains("/join/")).unwrap().split('"').next().unwrap().to_owned();
        let form = dora.get(&link).await;
        let early = dora.send(&form, &[("name", "Dora"), ("passphrase", PASSPHRASE), ("accepts", "on")]).await;
        assert_eq!(early.status, 409, "{}", early.text());
        let requests = ana.get("/@etla/requests").await;
        assert!(requests.text().contains("Me contó Ana"));
        ana.send(&requests, &[("answer", "accept")]).await.follow(&ana).await;
        let joined = dora.send(&form, &[("name", "Dora"), ("passphrase", PASSPHRASE), ("accepts", "on")]).await;
        assert_eq!(joined.status, 200, "{}", joined.text());
        assert!(ana.get("/@etla/members").await.text().contains("Dora"));
    }
}
