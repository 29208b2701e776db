// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reports in both directions: what others say of what is ours, and what members say of what others publish.

use serde_json::{Value, json};

use super::{blocks::block, network::hears, on_engines, open, peer::Peer, work};

/// The query that names a date of the network.
fn query(object: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new()).append_pair("object", object).finish()
}

on_engines! {
    /// A Flag becomes a report: who coordinates is told, and reads its reason as plain words and what it is about.
    async fn a_flag_becomes_a_report(engine: Engine) {
        let (app, ana) = open(engine).await;
        let beto = app.join(&ana, "Beto").await;
        let peer = Peer::start().await;
        let path = ana.publish(&[("title", "Taller")]).await;
        let (id, group, date) = (peer.id("instancia"), format!("{}/@etla", app.origin), format!("{}{path}", app.origin));
        let flag = |number: u32, object: Value| json!({ "type": "Flag", "id": format!("{id}#flag-{number}"), "actor": id, "object": object, "content": "<b>Spam</b>\u{202e} y\nmás" });
        let objects = json!([group, date, "https://otro.example/x", format!("{group}/act/agenda/nada")]);
        assert_eq!(peer.sends(&app, "instancia", "/inbox", &flag(1, objects)).await, 202);
        // About what is nobody's here, nothing.
        assert_eq!(peer.sends(&app, "instancia", "/inbox", &flag(2, json!(["https://otro.example/x"]))).await, 202);
        work(&app).await;
        assert!(ana.get("/@etla/notices").await.text().contains("Llegó un reporte"));
        assert!(!beto.get("/@etla/notices").await.text().contains("Llegó un reporte"));
        assert_eq!(beto.get("/@etla/link/reports").await.status, 403);
        let page = ana.get("/@etla/link/reports").await;
        assert!(page.text().contains("<b>Spam</b> y más") && !page.body.contains("<b>Spam"), "{}", page.body);
        let reports = ana.get_json("/@etla/link/reports").await["reports"].clone();
        assert_eq!(reports.as_array().unwrap().len(), 1);
        assert_eq!(reports[0]["about"], json!([{ "url": group, "title": "CoLSoLi Etla" }, { "url": date, "title": "Taller" }]));
        assert_eq!((&reports[0]["reporter"], &reports[0]["made_by"]), (&json!(id), &Value::Null));
        // It has nowhere to go on to; closed, nothing of it is left.
        let report = reports[0]["id"].as_str().unwrap();
        assert_eq!(ana.post("/@etla/link/reports/forward", &[("id", report), ("words", "x")]).await.status, 404);
        assert_eq!(ana.post("/@etla/link/reports/close", &[("id", report)]).await.status, 303);
        assert_eq!(ana.get_json("/@etla/link/reports").await["reports"], json!([]));
        // Nobody fills the list: so many of one actor are open at once.
        for number in 10..40 {
            assert_eq!(peer.sends(&app, "instancia", "/inbox", &flag(number, json!(group))).await, 202);
        }
        work(&app).await;
        assert_eq!(ana.get_json("/@etla/link/reports").await["reports"].as_array().unwrap().len(), 20);
        app.check().await;
    }

    /// A member reports a date of the network to who coordinates; what goes on to its node is in the community's name, in other
    /// words, and names nobody.
    async fn a_member_reports_and_is_not_named(engine: Engine) {
        let (app, ana) = open(engine).await;
        let beto = app.join(&ana, "Beto").await;
        let peer = hears(&app, &ana).await;
        work(&app).await;
        peer.heard();
        let object = format!("{}/events/1", peer.origin);
        let form = format!("/@etla/link/report?{}", query(&object));
        assert!(app.person().get("/@etla/link/agenda").await.body.matches("/link/report?").count() == 0);
        assert!(beto.get("/@etla/link/agenda").await.body.contains(&format!("/link/report?{}", query(&object))));
        let page = beto.get(&form).await;
        assert!(page.text().contains("Taller de radio"), "{}", page.text());
        assert_eq!(beto.send(&page, &[("words", " ")]).await.status, 422);
        assert_eq!(beto.send(&page, &[("words", "Soy Beto, y ahí me amenazaron.")]).await.status, 303);
        assert_eq!(beto.post("/@etla/link/report", &[("object", &object), ("words", "Otra vez")]).await.status, 409);
        assert_eq!(beto.post("/@etla/link/report", &[("object", "https://otro.example/1"), ("words", "x")]).await.status, 404);
        assert!(ana.get("/@etla/notices").await.text().contains("Llegó un reporte"));
        let report = ana.get_json("/@etla/link/reports").await["reports"][0].clone();
        assert_eq!((&report["made_by"], &report["words"]), (&json!("Beto"), &json!("Soy Beto, y ahí me amenazaron.")));
        let id = report["id"].as_str().unwrap();
        assert_eq!(peer.knocks(), 2, "an answer and a follow: nothing went out by itself");
        assert_eq!(ana.post("/@etla/link/reports/forward", &[("id", id), ("words", "")]).await.status, 422);
        let words = "Ahí se amenaza a quien asiste.";
        assert_eq!(ana.post("/@etla/link/reports/forward", &[("id", id), ("words", words)]).await.status, 303);
        assert_eq!(ana.post("/@etla/link/reports/forward", &[("id", id), ("words", words)]).await.status, 409, "once");
        work(&app).await;
        let heard = peer.heard();
        assert_eq!(heard.len(), 1);
        let flag = &heard[0].activity;
        assert_eq!((&flag["type"], &flag["actor"], &flag["content"]), (&json!("Flag"), &json!(format!("{}/@etla", app.origin)), &json!(words)));
        assert_eq!(flag["object"], json!([peer.id("zaachila"), object]));
        assert!(!flag.to_string().contains("Beto") && heard[0].path == "/users/zaachila/inbox");
        // Where nothing is sent any more, neither is this.
        assert_eq!(ana.post("/@etla/link/reports/close", &[("id", id)]).await.status, 303);
        assert_eq!(beto.post("/@etla/link/report", &[("object", &object), ("words", "Sigue")]).await.status, 303);
        assert_eq!(block(&ana, "127.0.0.1", "suspend").await.status, 303);
        let report = ana.get_json("/@etla/link/reports").await["reports"][0].clone();
        let id = report["id"].as_str().unwrap();
        assert_eq!(ana.post("/@etla/link/reports/forward", &[("id", id), ("words", words)]).await.status, 409);
        // With who made it, it is erased.
        let leave = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&leave, &[("how", "erase"), ("passphrase", crate::support::PASSPHRASE)]).await.status, 303);
        assert_eq!(ana.get_json("/@etla/link/reports").await["reports"], json!([]));
        app.check().await;
    }
}
