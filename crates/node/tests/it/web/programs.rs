// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Programs: whatever a form does, a JSON object does too, and the answer is JSON.

use serde_json::{Value, json};

use crate::support::{PASSPHRASE, Page, on_both_engines};

fn read(page: &Page) -> Value {
    assert_eq!(page.headers["content-type"], "application/json", "{}", page.body);
    serde_json::from_str(&page.body).unwrap()
}

on_both_engines! {
    /// Signing in answers as every other command: the address of the next page, and the cookie of the session.
    async fn a_program_signs_in(app: TestApp) {
        app.founder().await;
        let program = app.person();
        let wrong = program.post_json("/@etla/sign-in", json!({"name": "Ana", "passphrase": "otra"})).await;
        let told = read(&wrong);
        assert_eq!((wrong.status, told["status"].as_i64()), (422, Some(422)));
        assert!(told["message"].as_str().unwrap().contains("Revisa el nombre y la frase"), "{told}");
        let right = json!({"name": "Ana", "passphrase": PASSPHRASE, "next": "/@etla/members"});
        let entered = program.post_json("/@etla/sign-in", right).await;
        assert_eq!((entered.status, read(&entered)["location"].as_str()), (200, Some("/@etla/members")));
        assert_eq!(program.get("/@etla/members").await.status, 200);
        let language = program.post_json("/language", json!({"language": "en", "next": "/@etla"})).await;
        assert_eq!((language.status, read(&language)["location"].as_str()), (200, Some("/@etla")));
    }

    /// An address that asks for what does not fit is answered as everything else is, in the reader's words.
    async fn a_question_that_does_not_fit_is_told(app: TestApp) {
        let ana = app.founder().await;
        for wrong in ["/@etla/search?q=a&q=b", "/@etla/log?before=x", "/@etla/sign-in?next=a&next=b"] {
            let page = ana.get(wrong).await;
            assert!(page.status == 400 && page.text().contains("No se entiende lo que llegó"), "{wrong}: {}", page.text());
            assert!(page.body.contains("<html lang=\"es"), "{}", page.body);
        }
        for empty in ["/@etla/search?q=", "/@etla/log?before=", "/@etla/members?after="] {
            assert_eq!(ana.get(empty).await.status, 200, "{empty}");
        }
    }

    /// Numbers, booleans and lists are taken as such, and as the texts that a form would send.
    async fn numbers_and_booleans_are_taken(app: TestApp) {
        let ana = app.founder().await;
        let body = |capacity: Value, all_day: Value| json!({
            "title": "Instalatón", "start_date": "2026-11-28", "start_time": "10:00", "language": "es",
            "licence": "CC-BY-SA-4.0", "visibility": "public", "capacity": capacity, "all_day": all_day, "key": null,
        });
        for (capacity, all_day, shown) in [
            (json!(12), json!(true), (Some(12), 10)), (json!("12"), json!("on"), (Some(12), 10)),
            (Value::Null, json!(false), (None, 19)), (json!(""), json!(""), (None, 19)),
        ] {
            let made = ana.post_json("/@etla/act/agenda/new", body(capacity, all_day)).await;
            let made = read(&made)["location"].as_str().unwrap().to_owned();
            let date = ana.get(&made).await.location().to_owned();
            let activity = ana.get_json(&date).await;
            assert_eq!((activity["capacity"].as_i64(), activity["starts"].as_str().unwrap().len()), shown, "{activity}");
        }
        let refused = ana.post_json("/@etla/act/agenda/new", body(json!(-1), json!(true))).await;
        assert_eq!((refused.status, read(&refused)["fields"][0]["field"].as_str()), (422, Some("capacity")), "{}", refused.body);
        let nested = ana.post_json("/@etla/act/agenda/new", body(json!({"a": 1}), json!(true))).await;
        assert!(nested.status == 400 && read(&nested)["message"].as_str().unwrap().contains("capacity"), "{}", nested.body);
        let invited = ana.post_json("/@etla/invitations", json!({"purpose": "taller", "days": 3, "uses": 5})).await;
        let link = ana.get_json(read(&invited)["location"].as_str().unwrap()).await["link"].as_str().unwrap().to_owned();
        let joined = json!({"name": "Beto", "passphrase": PASSPHRASE, "accepts": true, "founding": 1, "pact": 1, "privacy": "1"});
        let beto = app.person();
        let joined = beto.post_json(&link, joined).await;
        assert_eq!((joined.status, read(&joined)["codes"].as_array().map(Vec::len)), (200, Some(8)));
    }
}

/// What the document says of a body is what is taken, and of an answer what is given.
#[test]
fn the_document_says_so() {
    let document = serde_json::to_value(tequio_node::web::document()).unwrap();
    let kinds = |form: &str, field: &str| -> Vec<String> {
        let schema = &document["components"]["schemas"][form]["properties"][field];
        let kinds = schema["anyOf"].as_array().unwrap_or_else(|| panic!("{form}.{field}: {schema}"));
        kinds.iter().map(|kind| kind["type"].as_str().unwrap().to_owned()).collect()
    };
    for (form, field, kind) in [
        ("ActivityForm", "capacity", "integer"),
        ("ActivityForm", "all_day", "boolean"),
        ("InviteForm", "days", "integer"),
        ("JoinForm", "accepts", "boolean"),
    ] {
        assert_eq!(kinds(form, field), [kind, "string"], "{form}.{field}");
    }
    // What is one of a few is written out.
    for (form, field, values) in [
        ("ActivityForm", "visibility", &["public", "community", "circle"][..]),
        ("FileForm", "visibility", &["public", "community"]),
        ("DateForm", "reach", &["", "this", "following"]),
        ("CancelForm", "what", &["", "date", "all"]),
        ("AnswerForm", "answer", &["accept", "decline", "decline-together"]),
        ("LinkForm", "keep", &["", "yes", "no"]),
        ("CallForm", "kind", &["coordination", "agenda", "care"]),
        ("ByLink", "state", &["going", "waiting", "left"]),
    ] {
        let schema = &document["components"]["schemas"][form]["properties"][field];
        assert_eq!(schema["enum"], serde_json::json!(values), "{form}.{field}: {schema}");
    }
    for (form, field, one) in [("ActivityForm", "repeat", "monthly-last"), ("ActivityForm", "licence", "CC0-1.0")] {
        let schema = &document["components"]["schemas"][form]["properties"][field];
        assert!(schema["enum"].as_array().is_some_and(|all| all.iter().any(|value| value == one)), "{schema}");
    }
    let answers = &document["paths"]["/@{handle}/sign-in"]["post"]["responses"];
    assert_eq!(answers["200"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Made");
}
