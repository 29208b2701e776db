// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An idempotency key is the client's to choose: it names nothing, opens nothing, and tells nobody anything.

use tequio_node::{jobs, spine::world::DAY};

use crate::support::{PASSPHRASE, Page, Person, TestApp, on_both_engines};

/// The log as a member reads it.
async fn log(person: &Person) -> Vec<serde_json::Value> {
    person.get_json("/@etla/log.json").await["records"].as_array().unwrap().clone()
}

fn record(of: &serde_json::Value) -> Option<String> {
    let bytes = data_encoding::BASE64.decode(of["record"].as_str()?.as_bytes()).unwrap();
    Some(String::from_utf8(bytes).unwrap())
}

async fn ana_s_identifier(app: &TestApp) -> String {
    let founded = log(&app.person_again("Ana").await).await;
    let first = founded.iter().filter_map(record).find(|record| record.contains("community.found")).unwrap();
    let after = first.split("\"actor\":\"").nth(1).unwrap_or_else(|| panic!("{first}"));
    after.split('"').next().unwrap().to_owned()
}

on_both_engines! {
    /// Somebody who takes another's identifier for a key harms nobody: what it makes has a name of its own.
    async fn a_key_is_nobody_s_name(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let entry = activity.split('/').nth(4).unwrap().to_owned();
        let victim = ana_s_identifier(app).await;
        let beto = app.join(&ana, "Beto").await;
        let said = beto.post(&format!("/@etla/entries/{entry}/messages"), &[("key", &victim), ("body", "hola")]).await;
        assert_eq!(said.status, 303, "{}", said.text());
        let removed = beto.post(&format!("/@etla/messages/{victim}/remove"), &[]).await;
        assert_eq!(removed.status, 404);
        assert!(beto.get("/@etla/members").await.text().contains("Ana"));
    }

    /// What guests keep as their own cannot be had by whoever reads lists and logs.
    async fn a_list_gives_no_private_link(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let guest = app.person();
        let form = guest.get(&format!("{activity}/reply")).await;
        let (_, fields) = form.form(&[("name", ""), ("note", "")]);
        let key = fields.iter().find(|(name, _)| name == "key").unwrap().1.clone();
        let own: Page = guest.send(&form, &[("name", "Chela"), ("note", "llevo cable")]).await;
        let link = own.location().to_owned();
        let list = ana.get_json(&format!("{activity}/list.json")).await;
        let listed = list.to_string();
        assert!(listed.contains("Chela") && !listed.contains(&key), "{listed}");
        let sheet = ana.get(&format!("{activity}/list")).await.text();
        assert!(sheet.contains("(sin cuenta)") && sheet.contains("Chela"), "who may have taken anybody's name is marked: {sheet}");
        let reply = link.split('/').find(|part| listed.contains(*part) && part.len() > 20).map(str::to_owned);
        for guess in reply.into_iter().chain(log(&ana).await.iter().filter_map(record)) {
            assert!(!guess.contains(&key), "the log tells the key");
            let again = ana.post(&format!("{activity}/reply"), &[("key", guess.get(..26).unwrap_or(&guess)), ("name", "Chela"), ("note", "llevo cable")]).await;
            assert_ne!(again.headers.get("location").map(|to| to.to_str().unwrap()), Some(link.as_str()));
        }
        // Who sent it themselves and missed the answer gets it again.
        let twice = guest.send(&form, &[("name", "Chela"), ("note", "llevo cable")]).await;
        assert_eq!(twice.location(), link);
    }

    /// What was asked under a key is known for a month, and not after a restore. Then nobody is told that what they ask now
    /// was done, nor shown codes that open nothing.
    async fn a_forgotten_key_says_so(app: TestApp) {
        let ana = app.founder().await;
        let key = app.node.core.world.id().to_string();
        let renamed = async |person: &Person, name: &str| {
            let form = person.get("/@etla/me").await;
            let (action, _) = form.form(&[("name", "")]);
            person.post(&action, &[("key", key.as_str()), ("name", name)]).await.status
        };
        assert_eq!(renamed(&ana, "Ana Lilia").await, 303);
        assert_eq!(renamed(&ana, "Ana Lilia").await, 303, "sent twice");
        let codes = app.node.core.world.id().to_string();
        let fields = [("key", codes.as_str()), ("passphrase", PASSPHRASE)];
        assert_eq!(ana.post("/@etla/me/codes", &fields).await.status, 200);
        assert_eq!(ana.post("/@etla/me/codes", &fields).await.status, 409, "they are shown once");
        app.clock.advance(31 * DAY);
        jobs::run_due(&app.node).await.unwrap();
        let ana = app.person_again("Ana Lilia").await;
        assert_eq!(renamed(&ana, "Ana María").await, 409);
        assert_eq!(ana.post("/@etla/me/codes", &fields).await.status, 409);
        assert!(ana.get("/@etla/members").await.text().contains("Ana Lilia"));
    }

    /// Ballots, replies and the circle's matters are not in everybody's log.
    async fn the_log_shows_only_what_is_open(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let activity = ana.publish(&[("visibility", "circle"), ("tags", "sindicato"), ("body", "despido")]).await;
        assert_eq!(beto.get(&activity).await.status, 404);
        let seen: Vec<serde_json::Value> = log(&beto).await;
        assert!(seen.iter().any(|one| one["command"] == "activity-publish" && one["record"].is_null()), "{seen:?}");
        let open: String = seen.iter().filter_map(record).collect();
        assert!(open.contains("community.found") && !open.contains("activity.publish"), "{open}");
        let own: String = log(&ana).await.iter().filter_map(record).collect();
        assert!(own.contains("activity.publish") && !own.contains("sindicato"), "tags are sealed: {own}");
    }

    /// What was said to members stays with them when the entry becomes public.
    async fn earlier_versions_keep_their_readers(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[("visibility", "community"), ("body", "palabras de adentro")]).await;
        let entry = activity.split('/').nth(4).unwrap().to_owned();
        let form = ana.get(&format!("/@etla/act/agenda/{entry}/edit")).await;
        let saved = ana.send(&form, &[("visibility", "public"), ("body", "palabras para todas")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let revisions = format!("/@etla/entries/{entry}/revisions");
        let anybody = app.person().get(&revisions).await;
        assert!(anybody.status == 200 && !anybody.body.contains("palabras de adentro"), "{}", anybody.text());
        let beto = app.join(&ana, "Beto").await;
        assert!(beto.get(&revisions).await.body.contains("adentro"));
    }
}
