// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is handed on of an activity, and what those who come read of their place.

use crate::support::{Person, on_both_engines};

async fn reply(person: &Person, path: &str) -> String {
    let shown = person.get(path).await;
    person.send(&shown, &[("note", "llevo cable")]).await.follow(person).await.text()
}

on_both_engines! {
    /// What goes to the chat and to the wall says that a date is cancelled, in the community's language.
    async fn what_is_cancelled_is_not_advertised(app: TestApp) {
        let ana = app.founder().await;
        let path = ana.publish(&[]).await;
        let mut guest = app.person();
        guest.language = "en".to_owned();
        let shown = guest.get_json(&path).await["share"].as_str().unwrap().to_owned();
        assert!(shown.starts_with("Círculo\nsábado 28 de noviembre"), "{shown}");
        let poster = guest.get(&format!("{path}/poster")).await;
        assert!(!poster.text().contains("Cancelled") && poster.text().contains(&format!("{}/@etla", app.origin)), "{}", poster.text());
        assert_eq!(ana.post(&format!("{path}/cancel"), &[("what", "all")]).await.status, 303);
        let shown = guest.get_json(&path).await["share"].as_str().unwrap().to_owned();
        assert!(shown.starts_with("CANCELADA: Círculo\nsábado 28"), "{shown}");
        assert!(ana.get(&path).await.text().contains("Avisa en el chat"));
        assert!(guest.get(&format!("{path}/poster")).await.text().contains("Cancelled"));
        let week = guest.get_json("/@etla/act/agenda/week").await["text"].as_str().unwrap().to_owned();
        assert!(week.starts_with("Esta semana en") && week.contains("• CANCELADA: Círculo\n   sábado"), "{week}");
    }

    /// Why a date is cancelled is read where it is looked for, typed again where it is too long, and gone with the rest.
    async fn why_it_is_cancelled(app: TestApp) {
        let ana = app.founder().await;
        let path = ana.publish(&[]).await;
        let guest = app.person();
        let form = guest.get(&format!("{path}/reply")).await;
        let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await;
        let form = ana.get(&format!("{path}/cancel")).await;
        let refused = ana.send(&form, &[("reason", &"x".repeat(301))]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(&"x".repeat(301)), "{}", refused.text());
        assert_eq!(ana.send(&refused, &[("reason", "La biblioteca cierra ese día.")]).await.status, 303);
        for shown in [ana.get(&path).await, guest.get(&own.path).await] {
            assert!(shown.text().contains("La biblioteca cierra ese día."), "{}", shown.text());
        }
        let date = guest.get_json(&path).await;
        assert_eq!(date["reason"], "La biblioteca cierra ese día.");
        assert!(date["share"].as_str().unwrap().contains("\nLa biblioteca cierra ese día.\nhttp"), "{date}");
        let remove = format!("/@etla/entries/{}/remove", date["id"].as_str().unwrap());
        let form = ana.get(&remove).await;
        assert_eq!(ana.send(&form, &[]).await.status, 303);
        assert!(ana.get_json(&path).await["reason"].is_null());
    }

    /// Where there is no room the page says so before anybody signs up, and whoever waits reads where they stand.
    async fn who_waits_knows_it(app: TestApp) {
        let ana = app.founder().await;
        let path = ana.publish(&[("capacity", "1")]).await;
        let beto = app.join(&ana, "Beto").await;
        let dora = app.join(&ana, "Dora").await;
        assert!(reply(&beto, &path).await.contains("¡Anotado!"));
        let shown = dora.get(&path).await.text();
        assert!(shown.contains("Está lleno") && shown.contains("nadie está antes que tú"), "{shown}");
        assert!(shown.contains("Apuntarme a la lista de espera") && !shown.contains("\nVoy"), "{shown}");
        let waits = reply(&dora, &path).await;
        assert!(waits.contains("quedaste en la lista de espera") && waits.contains("en el lugar 1"), "{waits}");
        assert!(waits.contains("Salir de la lista de espera") && !waits.contains("Anotado"), "{waits}");
        let guest = app.person();
        let form = guest.get(&format!("{path}/reply")).await;
        assert!(form.text().contains("hay una persona antes que tú") && form.text().contains("lista de espera"), "{}", form.text());
        let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await;
        assert!(own.text().contains("quedaste en la lista de espera") && own.text().contains("en el lugar 2"), "{}", own.text());
        assert_eq!(guest.get_json(&own.path).await["place_in_line"], 2);
        // Who leaves the line finds the way back; the one behind moves up.
        let shown = dora.get(&path).await;
        dora.send(&shown, &[("reply", &id_of(&dora, &path).await)]).await.follow(&dora).await;
        assert_eq!(guest.get_json(&own.path).await["place_in_line"], 1);
        let left = guest.send(&own, &[]).await.follow(&guest).await;
        assert!(left.text().contains("apuntarme otra vez") && !left.text().contains("Guarda este enlace"), "{}", left.text());
        assert_eq!(guest.get(&format!("{path}/reply")).await.status, 200);
    }

    /// Words to the hosts are shown to who wrote them and can be others; keeping a reply is explained, and undone.
    async fn a_reply_is_its_owners(app: TestApp) {
        let ana = app.founder().await;
        let path = ana.publish(&[("capacity", "3")]).await;
        let beto = app.join(&ana, "Beto").await;
        assert!(reply(&beto, &path).await.contains("Tu recado: «llevo cable»"));
        let shown = beto.get(&path).await;
        let changed = beto.send(&shown, &[("note", "llevo dos cables")]).await.follow(&beto).await.text();
        assert!(changed.contains("Tu recado: «llevo dos cables»") && changed.contains("Vas: tienes lugar"), "{changed}");
        assert!(ana.get(&format!("{path}/list")).await.text().contains("llevo dos cables"));
        let long = beto.send(&beto.get(&path).await, &[("note", &"a".repeat(301))]).await;
        assert_eq!(long.status, 422, "{}", long.text());
        for (keep, told) in [("yes", "Tu respuesta se guarda"), ("no", "se borra 30 días después")] {
            let shown = beto.send(&beto.get(&path).await, &[("keep", keep)]).await.follow(&beto).await.text();
            assert!(shown.contains(told), "{shown}");
        }
        let guest = app.person();
        let form = guest.get(&format!("{path}/reply")).await;
        let own = guest.send(&form, &[("name", "Chela"), ("note", "llevo pan")]).await.follow(&guest).await;
        assert!(own.text().contains("«llevo pan»"), "{}", own.text());
        let own = guest.send(&own, &[("note", "")]).await.follow(&guest).await;
        assert!(!own.text().contains("llevo pan"), "{}", own.text());
        assert!(!ana.get(&format!("{path}/list")).await.text().contains("llevo pan"));
        // Somebody else's is not theirs to change.
        let other = id_of(&beto, &path).await;
        assert_eq!(ana.post(&format!("{path}/withdraw"), &[("reply", &other), ("note", "x")]).await.status, 403);
        // Fewer places than people: nobody loses theirs, and the hosts are told.
        let edit = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&edit, &[("capacity", "1")]).await.status, 303);
        assert!(ana.get(&path).await.text().contains("Van más personas de las que caben"));
        assert!(!beto.get(&path).await.text().contains("Van más personas de las que caben"));
    }
}

async fn id_of(person: &Person, path: &str) -> String {
    person.get_json(path).await["mine"]["id"].as_str().unwrap().to_owned()
}
