// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Leaving and being erased; and what names people in other places.

use tequio_node::spine::{
    command::{Caller, Command, Context, Decision},
    communities::{self, Described, Description, Joining},
    log::Actor,
    members,
    refusal::Result,
    world::DAY,
};

use crate::support::{PASSPHRASE, Person, TestApp, on_both_engines};

/// All records of the log, as a member reads them.
async fn log(person: &Person) -> String {
    let list = person.get_json("/@etla/log.json").await["records"].as_array().unwrap().clone();
    let bytes = |one: &serde_json::Value| data_encoding::BASE64.decode(one["record"].as_str()?.as_bytes()).ok();
    list.iter().filter_map(bytes).map(|bytes| String::from_utf8(bytes).unwrap()).collect()
}

/// On SQLite, not a byte of these words is left in the files, while the node serves.
pub fn nowhere_in_files(app: &TestApp, words: &[&str]) {
    for file in ["tequio.sqlite", "tequio.sqlite-wal"] {
        let Ok(bytes) = std::fs::read(app.node.data.join(file)) else { continue };
        for words in words {
            assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words} in {file}");
        }
    }
}

/// An invitation and a description as they were written before their words were sealed.
#[derive(Debug)]
struct Old(bool);

impl Command for Old {
    const NAME: &'static str = "member.invite";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let subject = context.id();
        let events = if self.0 {
            let description = Description {
                name: "Etla de antes".to_owned(),
                municipality: "San Pablo Etla".to_owned(),
                languages: vec!["es".to_owned()],
                time_zone: "America/Mexico_City".to_owned(),
                joining: Joining::Request,
                care_contact: "Rosa, como se escribía antes".to_owned(),
            };
            communities::Event::Described(Described { description, care: None }).into()
        } else {
            members::Event::Invited {
                invitation: subject,
                purpose: "taller como se escribía antes".to_owned(),
                words: None,
                expires_at: context.at + DAY,
                uses_limit: 1,
            }
            .into()
        };
        Ok(Decision::about(subject, [events]))
    }
}

on_both_engines! {
    /// An erased member's name, words and replies are gone everywhere; the traces stay and the log holds.
    async fn who_is_erased_is_gone(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/act/agenda/new").await;
        let made = ana.send(&form, &[("title", "Círculo")]).await.follow(&ana).await;
        let activity = made.follow(&ana).await.path.split('?').next().unwrap().to_owned();
        let beto = app.join(&ana, "Bartolomé Inolvidable").await;
        let shown = beto.get(&activity).await;
        beto.send(&shown, &[("note", "palabras de la respuesta")]).await.follow(&beto).await;
        let shown = beto.get(&activity).await;
        beto.send(&shown, &[("body", "palabras del mensaje")]).await.follow(&beto).await;
        assert!(ana.get(&activity).await.text().contains("palabras del mensaje"));
        let form = beto.get("/@etla/me/leave").await;
        let wrong = beto.send(&form, &[("how", "erase"), ("passphrase", "no es esta frase")]).await;
        assert_eq!(wrong.status, 422);
        let taken_along = app.person();
        *taken_along.cookies.lock().unwrap() = beto.cookies.lock().unwrap().clone();
        let gone = beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(gone.status, 303, "{}", gone.text());
        for person in [&beto, &taken_along] {
            assert_eq!(person.get("/@etla/members").await.status, 401);
        }
        let page = ana.get(&activity).await.text();
        assert!(!page.contains("palabras del mensaje") && page.contains("se borró con los datos"), "{page}");
        assert!(!ana.get("/@etla/members").await.text().contains("Inolvidable"));
        let back = app.person();
        let form = back.get("/@etla/sign-in").await;
        let refused = back.send(&form, &[("name", "Bartolomé Inolvidable"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(refused.status, 422);
        nowhere_in_files(app, &["Inolvidable", "palabras del mensaje", "palabras de la respuesta"]);
    }

    /// What an invitation is for may name people: it is its author's words, and goes with them.
    async fn an_invitation_s_purpose_goes_with_its_author(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/invitations").await;
        ana.send(&form, &[("purpose", "las vecinas de Lupe"), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
        assert!(ana.get("/@etla/invitations").await.text().contains("las vecinas de Lupe"));
        let records = log(&ana).await;
        assert!(records.contains("member.invite") && !records.contains("Lupe"), "{records}");
        let beto = app.join(&ana, "Beto").await;
        let form = ana.get("/@etla/me/leave").await;
        assert_eq!(ana.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        nowhere_in_files(app, &["las vecinas de Lupe"]);
        assert_eq!(beto.get("/@etla/log").await.status, 200);
    }

    /// The contact for care names people: one that is replaced is gone, and the present one stands nowhere in clear.
    async fn a_contact_for_care_goes_when_it_is_replaced(app: TestApp) {
        let ana = app.founder().await;
        let describe = async |contact: &str, name: &str| {
            let form = ana.get("/@etla/about/edit").await;
            assert_eq!(ana.send(&form, &[("care_contact", contact), ("name", name)]).await.status, 303);
        };
        describe("Lucía Inolvidable, los sábados", "Etla").await;
        assert!(ana.get("/@etla/care").await.text().contains("Lucía Inolvidable"));
        // Another name with the same contact keeps its key.
        describe("Lucía Inolvidable, los sábados", "Etla libre").await;
        let erased = app.node.erasures().await.unwrap().len();
        assert_eq!(erased, 1, "only the contact of the founding");
        describe("Comisión de cuidados", "Etla libre").await;
        assert_eq!(app.node.erasures().await.unwrap().len(), 2);
        let records = log(&ana).await;
        assert!(records.contains("Etla libre") && !records.contains("Inolvidable") && !records.contains("Comisión"), "{records}");
        assert!(ana.get("/@etla/care").await.text().contains("Comisión de cuidados"));
        nowhere_in_files(app, &["Lucía Inolvidable"]);
    }

    /// A log of before is read as it was written, and what follows is sealed.
    async fn older_records_are_read(app: TestApp) {
        let ana = app.founder().await;
        let core = &app.node.core;
        let founder = ana.get_json("/@etla/me.json").await["kept"]["member"].as_str().unwrap().parse().unwrap();
        let caller = Caller::plain(Actor::Member(founder));
        let cookie = ana.cookies.lock().unwrap().keys().find(|name| !name.ends_with("-device")).unwrap().clone();
        let community = cookie.strip_prefix("__Host-tequio-").unwrap().parse().unwrap();
        for old in [false, true] {
            core.execute(community, caller, core.world.id(), Old(old)).await.unwrap();
        }
        assert!(ana.get("/@etla/invitations").await.text().contains("taller como se escribía antes"));
        assert!(ana.get("/@etla/care").await.text().contains("Rosa, como se escribía antes"));
        let form = ana.get("/@etla/about/edit").await;
        assert_eq!(ana.send(&form, &[("care_contact", "Comisión de cuidados")]).await.status, 303);
    }
}
