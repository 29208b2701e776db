// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Joining by invitation and by request; signing in and out.

use tequio_node::{
    spine::world::DAY,
    store::{
        Dump, Value,
        tables::{Class, TABLES},
    },
};

use crate::support::{PASSPHRASE, Page, Person, TestApp, on_both_engines};

/// Asks to join, and gives the answer and the link in it.
async fn ask(person: &Person, name: &str) -> (Page, String) {
    let form = person.get("/@etla/join").await;
    let asked = person.send(&form, &[("name", name), ("message", "Palabras para quien contesta")]).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let link = asked.body.split('"').find(|part| part.contains("/join/")).unwrap().to_owned();
    (asked, link)
}

/// How many values outside of the logs, where they are sealed, contain these words.
async fn kept(app: &TestApp, words: &str) -> usize {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let mut found = 0;
    for table in TABLES.iter().filter(|table| table.class != Class::Log) {
        let rows = dump.read(table).await.unwrap().rows;
        let has = |value: &Value| matches!(value, Value::Text(Some(text)) if text.contains(words));
        found += rows.iter().flatten().filter(|value| has(value)).count();
    }
    found
}

async fn pass(app: &TestApp, days: i64) {
    app.clock.advance(days * DAY);
    tequio_node::jobs::sweep(&app.node).await.unwrap();
    tequio_node::jobs::run_due(&app.node).await.unwrap();
}

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
        let early = dora.get(&link).await;
        assert_eq!(early.status, 409, "{}", early.text());
        assert!(early.text().contains("todavía no ha sido aceptada") && !early.body.contains("name=\"passphrase\""));
        let requests = ana.get("/@etla/requests").await;
        assert!(requests.text().contains("Me contó Ana"));
        ana.send(&requests, &[("answer", "accept")]).await.follow(&ana).await;
        let form = dora.get(&link).await;
        assert!(form.text().contains("Te dijeron que sí") && !form.text().contains("Te invitaron"), "{}", form.text());
        assert!(form.body.contains("value=\"Dora\""), "the name she gave when she asked");
        let joined = dora.send(&form, &[("passphrase", PASSPHRASE), ("accepts", "on")]).await;
        assert_eq!(joined.status, 200, "{}", joined.text());
        assert!(ana.get("/@etla/members").await.text().contains("Dora"));
        let again = dora.get(&link).await;
        assert_eq!(again.status, 410);
        assert!(again.text().contains("Por aquí ya te uniste"), "{}", again.text());
    }

    /// Who belongs already is not asked to join again; a mistyped link says what it is; all that is wrong is told at once.
    async fn an_invitation_knows_who_is_in(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/invitations").await;
        let made = ana.send(&form, &[("purpose", ""), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
        let link = made.json_path(&ana, "link").await;
        let path = link.strip_prefix(&app.origin).unwrap();
        let own = ana.get(path).await;
        assert!(own.text().contains("Ya eres parte de esta comunidad, Ana") && !own.body.contains("name=\"passphrase\""), "{}", own.text());
        let stranger = app.person();
        let form = stranger.get(path).await;
        assert!(form.text().contains("¿Ya tienes cuenta?") && form.body.contains("main\">") && form.body.contains("/@etla/sign-in"));
        let mistyped = stranger.get(&path[..path.len() - 1]).await;
        assert_eq!(mistyped.status, 404);
        assert!(mistyped.text().contains("Esta invitación no existe"), "{}", mistyped.text());
        let refused = stranger.send(&form, &[("name", "Z"), ("passphrase", "corta")]).await;
        for told in ["Es muy corta", "al menos dos letras", "aceptar los tres textos", "escríbela otra vez"] {
            assert!(refused.text().contains(told), "{told}: {}", refused.text());
        }
        assert!(ana.get("/@etla/members").await.text().contains("Coordinación"));
    }

    /// A link that leads in no more says so before anybody thinks of a passphrase.
    async fn a_link_that_is_over_shows_no_form(app: TestApp) {
        let ana = app.founder().await;
        let invite = async |uses: &str, days: &str| {
            let form = ana.get("/@etla/invitations").await;
            let made = ana.send(&form, &[("purpose", ""), ("uses", uses), ("days", days)]).await.follow(&ana).await;
            (made.json_path(&ana, "link").await, made.path.split('?').next().unwrap().to_owned())
        };
        let (revoked, page) = invite("5", "3").await;
        let (used_up, _) = invite("1", "3").await;
        let (expired, _) = invite("5", "1").await;
        assert_eq!(ana.post(&format!("{page}/revoke"), &[]).await.status, 303);
        let beto = app.person();
        let form = beto.get(&used_up).await;
        assert!(form.text().contains("Te invitaron a CoLSoLi Etla"), "{}", form.text());
        assert_eq!(beto.send(&form, &[("name", "Beto"), ("passphrase", PASSPHRASE), ("accepts", "on")]).await.status, 200);
        app.clock.advance(2 * DAY);
        let stranger = app.person();
        for (link, why) in [(&revoked, "ya no sirve"), (&used_up, "toda la gente que cabía"), (&expired, "ya venció")] {
            let page = stranger.get(link).await;
            assert_eq!(page.status, 410, "{why}");
            assert!(page.text().contains(why) && !page.body.contains("name=\"passphrase\""), "{}", page.text());
            assert_eq!(stranger.get_json(link).await["status"], 410);
        }
        // Somebody whom nobody let in.
        let form = stranger.get("/@etla/join").await;
        let asked = stranger.send(&form, &[("name", "Dora"), ("message", "")]).await;
        let link = asked.body.split("href=\"").find(|part| part.contains("/join/")).unwrap().split('"').next().unwrap().to_owned();
        let requests = ana.get("/@etla/requests").await;
        ana.send(&requests, &[("answer", "decline")]).await.follow(&ana).await;
        let page = stranger.get(&link).await;
        assert_eq!(page.status, 410);
        assert!(page.text().contains("no aceptaron tu solicitud"), "{}", page.text());
    }

    /// Nobody accepts a text that they were not shown, nor a version that was saved meanwhile.
    async fn what_is_accepted_was_shown(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/invitations").await;
        let made = ana.send(&form, &[("purpose", ""), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
        let link = made.json_path(&ana, "link").await;
        let beto = app.person();
        let form = beto.get(&link).await;
        for words in ["buscando entender a fondo", "Así nos tratamos aquí", "Qué guardamos de ti", "acepto el texto fundador, el pacto y el aviso"] {
            assert!(form.text().contains(words), "{words}: {}", form.text());
        }
        assert!(form.body.contains("type=\"checkbox\" value=\"on\" required"), "{}", form.body);
        let edit = ana.get("/@etla/care/pact/edit").await;
        ana.send(&edit, &[("body", "Nos tratamos con respeto, siempre.")]).await.follow(&ana).await;
        let refused = beto.send(&form, &[("name", "Beto"), ("passphrase", PASSPHRASE), ("accepts", "on")]).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        assert!(text.contains("guardó otra versión") && text.contains("con respeto, siempre"), "{text}");
        assert!(text.contains("escríbela otra vez"), "what is not kept is said: {text}");
        assert!(refused.body.contains("value=\"Beto\"") && !refused.body.contains(PASSPHRASE));
        assert!(!refused.body.contains(" checked"), "it is accepted anew");
        let unticked = beto.send(&refused, &[("passphrase", PASSPHRASE)]).await;
        assert!(unticked.status == 422 && unticked.text().contains("aceptar los tres textos"), "{}", unticked.text());
        // A program that does not say what it was shown accepts nothing.
        let blind = app.person().post(&link, &[("name", "Zoe"), ("passphrase", PASSPHRASE), ("accepts", "on")]).await;
        assert_eq!(blind.status, 422);
        assert_eq!(beto.send(&refused, &[("passphrase", PASSPHRASE), ("accepts", "on")]).await.status, 200);
        let accepted = beto.get_json("/@etla/me").await["kept"]["accepted"].clone();
        let version = |kind: &str| accepted.as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap()["version"].clone();
        assert_eq!((version("founding"), version("pact"), version("privacy")), (1.into(), 2.into(), 1.into()));
        assert!(!beto.get("/@etla/me").await.text().contains("Hay versiones nuevas"));
    }

    /// Who asks is not told whether somebody has the name; who answers is, and who was let in chooses another one.
    async fn asking_tells_nobody_who_belongs(app: TestApp) {
        let ana = app.founder().await;
        let (strange, beside) = (app.person(), app.person());
        let (taken, link) = ask(&strange, "  ANÁ ").await;
        let (free, other) = ask(&beside, "Zoe").await;
        assert_eq!(taken.text().replace(&link, ""), free.text().replace(&other, ""));
        let requests = ana.get("/@etla/requests").await;
        assert_eq!(requests.text().matches("Ya hay alguien con ese nombre").count(), 1, "{}", requests.text());
        // They asked at the same instant, so either may be first.
        let rest = ana.send(&requests, &[("answer", "accept")]).await.follow(&ana).await;
        ana.send(&rest, &[("answer", "accept")]).await.follow(&ana).await;
        let form = strange.get(&link).await;
        let fields = [("passphrase", PASSPHRASE), ("accepts", "on")];
        let refused = strange.send(&form, &fields).await;
        assert!(refused.status == 422 && refused.text().contains("ya usa ese nombre"), "{}", refused.text());
        let joined = strange.send(&form, &[("name", "Ana de Etla"), fields[0], fields[1]]).await;
        assert_eq!(joined.status, 200, "{}", joined.text());
    }

    /// What nobody answers is erased after thirty days; what was accepted and not used, after sixty.
    async fn requests_expire(app: TestApp) {
        let ana = app.founder().await;
        let (dora, eva) = (app.person(), app.person());
        let (_, accepted) = ask(&eva, "Eva").await;
        let requests = ana.get("/@etla/requests").await;
        ana.send(&requests, &[("answer", "accept")]).await.follow(&ana).await;
        let (_, waits) = ask(&dora, "Dora").await;
        let requests = ana.get("/@etla/requests").await;
        assert!(requests.text().contains("Dora"), "{}", requests.text());
        pass(app, 29).await;
        assert_eq!((dora.get(&waits).await.status, eva.get(&accepted).await.status), (409, 200));
        assert_eq!(kept(app, "Palabras para quien contesta").await, 2);
        pass(app, 1).await;
        let over = dora.get(&waits).await;
        assert!(over.status == 410 && over.text().contains("venció"), "{}", over.text());
        assert_eq!((kept(app, "Dora").await, kept(app, "Palabras para quien contesta").await), (0, 1));
        assert_eq!(eva.get(&accepted).await.status, 200);
        assert!(ana.get("/@etla/log").await.text().contains("borró una solicitud que venció"));
        pass(app, 30).await;
        assert_eq!(eva.get(&accepted).await.status, 410);
        assert_eq!((kept(app, "Eva").await, kept(app, "Palabras para quien contesta").await), (0, 0));
        // Asking again is another request.
        ask(&dora, "Dora").await;
    }

    /// Who fills the list of requests makes room for others, who came before and who come after; and can be answered
    /// at once. A school keeps its place.
    async fn one_stranger_does_not_close_the_door(app: TestApp) {
        let behind = TestApp::start_behind(app.node.core.db.engine(), "127.0.0.1").await;
        let ana = behind.founder().await;
        let from = |address: &str| {
            let mut person = behind.person();
            person.forwarded = address.to_owned();
            person
        };
        let (early, flood, late) = (from("192.0.2.1"), from("192.0.2.2"), from("192.0.2.3"));
        let (_, waits) = ask(&early, "Dora").await;
        for number in 0..105 {
            let name = format!("Ruido {number}");
            assert_eq!(flood.post("/@etla/join", &[("name", &name)]).await.status, 200, "{number}");
        }
        let (_, after) = ask(&late, "Eva").await;
        assert_eq!((early.get(&waits).await.status, late.get(&after).await.status), (409, 409), "both wait");
        let list = ana.get("/@etla/requests").await;
        let text = list.text();
        assert!(text.contains("Dora") && text.contains("Eva"), "{text}");
        assert_eq!(text.matches("No por ahora\n").count(), 100);
        assert!(text.contains("98 del mismo lugar") && !list.body.contains("192.0.2"), "{text}");
        let id = |name: &str| {
            let part = list.body.split("<li class=\"card\">").find(|part| part.contains(name)).unwrap();
            part.split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let answer = [("request", &*id("Ruido")), ("answer", "decline-together")];
        let rest = ana.post("/@etla/requests", &answer).await.follow(&ana).await.text();
        assert!(rest.contains("Dora") && rest.contains("Eva") && !rest.contains("Ruido"), "{rest}");
        behind.check().await;
    }
}
