// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Access tokens: what a member's programs read and do by them, and what never.

use tequio_node::{spine::world::DAY, store::Engine};

use crate::support::{PASSPHRASE, Person, TestApp, on_both_engines};

/// Makes a token on the page and reads it there.
pub async fn make(person: &Person, passphrase: &str, scopes: &[&str]) -> String {
    let form = person.get("/@etla/me/tokens").await;
    let mut fields = vec![("label", "letrero"), ("days", "30"), ("passphrase", passphrase)];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let (action, _) = form.form(&[("label", "")]);
    let page = person.post(&action, &fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let token = page.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(token.starts_with("tequio_"), "{token}");
    token
}

/// What a program gets that sends a token.
async fn ask(app: &TestApp, token: &str, path: &str, body: Option<serde_json::Value>) -> (u16, String) {
    let url = format!("{}{path}", app.origin);
    let client = crate::support::client();
    let request = match &body {
        Some(_) => client.post(url),
        None => client.get(url),
    };
    let request = request.header("authorization", format!("Bearer {token}")).header("accept", "application/json");
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()),
        None => request,
    };
    let answer = request.header("accept-language", "es").send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

on_both_engines! {
    async fn a_program_does_what_it_is_let(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[("title", "Reunión interna"), ("visibility", "community")]).await;
        let say = format!("/@etla/entries/{}/messages", activity.rsplit('/').nth(1).unwrap());
        let (reads, talks) = (make(&ana, PASSPHRASE, &[]).await, make(&ana, PASSPHRASE, &["talk"]).await);

        // It reads what she reads.
        let (status, text) = ask(app, &reads, "/@etla/act/agenda", None).await;
        assert!(status == 200 && text.contains("Reunión interna"), "{status} {text}");
        assert_eq!(ask(app, &reads, &activity, None).await.0, 200);
        // And says what it is let say, as her.
        let words = serde_json::json!({"body": "Dicho por un programa"});
        let (status, text) = ask(app, &reads, &say, Some(words.clone())).await;
        assert!(status == 403 && text.contains("no deja hacer eso"), "{status} {text}");
        assert_eq!(ask(app, &talks, &say, Some(words)).await.0, 200);
        assert!(ana.get(&activity).await.text().contains("Dicho por un programa"));
        let (status, _) = ask(app, &talks, "/@etla/act/agenda/new", Some(serde_json::json!({"title": "x"}))).await;
        assert!(status == 403 || status == 422, "{status}");
        // What outlives a key is not for it: her calendar's private address, an invitation.
        assert!(!ask(app, &reads, "/@etla/act/agenda", None).await.1.contains("/private/"));
        assert_eq!(ask(app, &reads, "/@etla/invitations", None).await.0, 403);
        // Whatever else: not who she is, how she comes in, nor power.
        for page in ["/@etla/me", "/@etla/me/tokens", "/@etla/me/export", "/@etla/me.json", "/@etla/me/sessions"] {
            assert_eq!(ask(app, &talks, page, None).await.0, 403, "{page}");
        }
        let (status, text) = ask(app, &talks, "/@etla/mandates/call", Some(serde_json::json!({"kind": "care"}))).await;
        assert!(status == 403 && text.contains("no deja hacer eso"), "{status} {text}");

        // She sees them, with when they were used, and ends one.
        let list = ana.get_json("/@etla/me/tokens").await;
        let tokens = list["tokens"].as_array().unwrap().clone();
        assert_eq!(tokens.len(), 2);
        assert!(tokens.iter().all(|token| token["seen_at"].is_string()), "{list}");
        assert!(list["made"].is_null() && !list.to_string().contains(&reads), "it is shown once");
        let kept = ana.get_json("/@etla/me/export").await;
        assert_eq!(kept["tokens"].as_array().unwrap().len(), 2);
        let id = tokens[0]["id"].as_str().unwrap();
        assert_eq!(ana.post("/@etla/me/tokens/end", &[("token", id)]).await.status, 303);
        let (status, text) = ask(app, &reads, "/@etla/act/agenda", None).await;
        assert!(status == 401 && text.contains("no abre nada"), "{status} {text}");
        // It is no other community's, and over after its days.
        let zaachila = app.founder_of("zaachila").await;
        assert_eq!(ask(app, &talks, "/@zaachila", None).await.0, 401);
        drop(zaachila);
        app.clock.advance(29 * DAY);
        assert_eq!(ask(app, &talks, "/@etla/act/agenda", None).await.0, 200);
        app.clock.advance(2 * DAY);
        assert_eq!(ask(app, &talks, "/@etla/act/agenda", None).await.0, 401);
    }

    async fn tokens_end_with_their_owners_way_in(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let token = make(&beto, PASSPHRASE, &["agenda"]).await;
        assert_eq!(ask(app, &token, "/@etla/members", None).await.0, 200);
        let form = beto.get("/@etla/me").await;
        let changed = [("passphrase", PASSPHRASE), ("new_passphrase", "jícara barro copal sereno")];
        assert_eq!(beto.send(&form, &changed).await.status, 303);
        assert_eq!(ask(app, &token, "/@etla/members", None).await.0, 401, "a new passphrase ends them");
        let form = beto.get("/@etla/me/tokens").await;
        let fields = [("label", ""), ("days", "7"), ("passphrase", "no es")];
        let refused = beto.send(&form, &fields).await;
        assert!(refused.status == 422 && refused.text().contains("Escoge una"), "{}", refused.text());
        let wrong = beto.send(&form, &[("label", "x"), ("days", "30"), ("passphrase", "no es")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(beto.get_json("/@etla/me/tokens").await["tokens"].as_array().unwrap().is_empty());
    }
}

/// Where the network reads along no token is taken, nor made.
#[tokio::test]
async fn no_token_in_the_open() {
    let app = TestApp::start_at(Engine::Sqlite, &["127.0.0.2".parse().unwrap()]).await;
    let ana = app.founder().await;
    let token = make(&ana, PASSPHRASE, &[]).await;
    let door = app.node.doors.lan()[0];
    let answer = crate::support::client().get(format!("http://{door}/@etla/members"));
    let answer = answer.header("authorization", format!("Bearer {token}")).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 403);
}
