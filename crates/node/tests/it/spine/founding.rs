// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Founding a community by the node's link.

use tequio_node::safekeeping::notes::Notes;

use crate::support::{NOON, PASSPHRASE, on_both_engines};

on_both_engines! {
    /// The link is good once, and what it made is there for everybody to read.
    async fn a_link_founds_one_community(app: TestApp) {
        let ana = app.founder().await;
        let home = ana.get("/@etla").await;
        assert!(home.text().contains("CoLSoLi Etla"));
        assert!(home.body.contains("Ana"), "the founder is signed in");
        let stranger = app.person();
        assert!(stranger.get("/").await.text().contains("CoLSoLi Etla"));
        let directory = stranger.get_json("/communities.json").await;
        insta::with_settings!({sort_maps => true}, { insta::allow_duplicates! {
            insta::assert_json_snapshot!(directory, @r#"
            {
              "communities": [
                {
                  "actor": null,
                  "handle": "etla",
                  "host": null,
                  "name": "CoLSoLi Etla",
                  "path": "/@etla"
                }
              ]
            }
            "#);
        }});
    }

    /// A form that does not fit is shown again with what was typed, and the link stays good.
    async fn what_does_not_fit_is_told_field_by_field(app: TestApp) {
        let link = app.node.founding_link().await.unwrap();
        let ana = app.person();
        let form = ana.get(&link).await;
        let refused = ana.send(&form, &[("name", "CoLSoLi Etla"), ("handle", "Étla"), ("founder", "A"), ("passphrase", "hola")]).await;
        assert_eq!(refused.status, 422);
        for told in ["Es muy corta", "Usa de 3 a 30 letras", "Falta llenar esto", "al menos dos letras", "escríbela otra vez"] {
            assert!(refused.text().contains(told), "all at once: {told}: {}", refused.text());
        }
        let refused = ana.send(&form, &[("name", "CoLSoLi Etla"), ("handle", "Étla"), ("founder", "A"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(refused.status, 422);
        for told in ["Usa de 3 a 30 letras", "Falta llenar esto", "al menos dos letras"] {
            assert!(refused.text().contains(told), "{told}: {}", refused.text());
        }
        assert!(refused.body.contains("value=\"CoLSoLi Etla\""));
        let founded = ana.send(&refused, &[("handle", "etla"), ("municipality", "Etla"), ("care_contact", "x"), ("founder", "Ana"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(founded.status, 200, "{}", founded.text());
        assert_eq!(ana.get(&link).await.status, 410);
        // Without a good link nothing is looked at: the passphrase that would be hashed not even for its length.
        for (link, status) in [(link.as_str(), 410), ("/found/nadie", 404)] {
            assert_eq!(ana.post(link, &[("founder", "Ana"), ("passphrase", "corta")]).await.status, status, "{link}");
        }
    }

    /// The home of a new community shows its first steps to who keeps the door, until all are done.
    async fn first_steps_are_shown_until_done(app: TestApp) {
        let ana = app.founder().await;
        let steps = async || ana.get_json("/@etla").await["steps"].clone();
        assert_eq!(steps().await, serde_json::json!({"invited": false, "published": false, "protected": false, "backed_up": false}));
        let home = ana.get("/@etla").await;
        for link in ["/@etla/invitations", "/@etla/act/agenda/new", "/@etla/me/second-factor"] {
            assert!(home.body.contains(&format!("href=\"{link}\"")), "{link}");
        }
        assert!(home.text().contains("tequio backup"), "{}", home.text());
        let beto = app.join(&ana, "Beto").await;
        assert!(beto.get_json("/@etla").await["steps"].is_null() && app.person().get_json("/@etla").await["steps"].is_null());
        ana.publish(&[]).await;
        Notes::change(&app.node.data, |notes| notes.made = Some(NOON)).unwrap();
        assert_eq!(steps().await, serde_json::json!({"invited": true, "published": true, "protected": false, "backed_up": true}));
    }

    /// Languages have names, and their codes are good as well; zones are chosen by name.
    async fn languages_and_zones_go_by_name(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/about/edit").await;
        assert!(form.body.contains("value=\"español\"") && form.text().contains("Centro de México"), "{}", form.text());
        let saved = ana.send(&form, &[("languages", "Español, zapoteco, nhn"), ("time_zone", "America/Tijuana")]).await;
        assert!(saved.follow(&ana).await.text().contains("español, zapoteco, nhn"));
        assert_eq!(ana.get_json("/@etla/about").await["languages"], serde_json::json!(["es", "zap", "nhn"]));
        let form = ana.get("/@etla/about/edit").await;
        let refused = ana.send(&form, &[("languages", "la lengua de aquí")]).await;
        assert!(refused.status == 422 && refused.text().contains("No conocemos alguno"), "{}", refused.text());
        let path = ana.publish(&[("language", "Zapoteco")]).await;
        let shown = ana.get_json(&path).await;
        assert_eq!((shown["language"].as_str(), shown["time_zone"].as_str()), (Some("zap"), Some("America/Tijuana")));
        let form = ana.get("/@etla/act/agenda/new").await;
        let refused = ana.send(&form, &[("title", ""), ("end_time", "9:00"), ("language", "quién sabe")]).await;
        for told in ["Falta llenar esto", "Termina antes de empezar", "No conocemos ese idioma"] {
            assert!(refused.text().contains(told), "all at once: {told}: {}", refused.text());
        }
        let open = refused.body.matches("<details open>").count();
        assert_eq!(open, 2, "the folds around the language: {}", refused.body);
    }

    /// A start of an empty node shows a link; the next start's takes its place. Those made by hand stay.
    async fn a_start_replaces_the_links_of_earlier_starts(app: TestApp) {
        let by_hand = app.node.founding_link().await.unwrap();
        let first = app.node.first_link().await.unwrap();
        let ana = app.person();
        assert_eq!(ana.get(&first).await.status, 200);
        let second = app.node.first_link().await.unwrap();
        let gone = ana.get(&first).await;
        assert_eq!(gone.status, 410);
        assert!(gone.text().contains("lo reemplazó uno más nuevo"), "{}", gone.text());
        assert_eq!(ana.get(&by_hand).await.status, 200);
        let form = ana.get(&second).await;
        let fields = [("name", "Etla"), ("handle", "etla"), ("municipality", "Etla"), ("care_contact", "x"), ("founder", "Ana"), ("passphrase", PASSPHRASE)];
        assert_eq!(ana.send(&form, &fields).await.status, 200);
        let late = [("name", "Otra"), ("handle", "otra"), ("municipality", "Etla"), ("care_contact", "x"), ("founder", "Ana"), ("passphrase", PASSPHRASE)];
        assert_eq!(app.person().post(&first, &late).await.status, 410);
    }

    /// The languages are chosen at founding, the reader's own first; what was typed stays when something does not fit.
    async fn the_founder_chooses_the_languages(app: TestApp) {
        let link = app.node.founding_link().await.unwrap();
        let mut ana = app.person();
        ana.language = "en".to_owned();
        let form = ana.get(&link).await;
        assert!(form.body.contains("<option value=\"en\" selected"), "{}", form.body);
        assert!(form.body.matches(" required").count() >= 8, "{}", form.body);
        let all = "languages=es&languages=zai%2C+nhn+es&name=Etla&handle=etla&municipality=Etla&care_contact=x&founder=Ana&founding=a&pact=b&privacy=c&joining=request&time_zone=America%2FMexico_City";
        let post = |passphrase: &str| ana.request(reqwest::Method::POST, &link, Some(format!("{all}&passphrase={passphrase}")), "text/html");
        let refused = post("hola").await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("<option value=\"es\" selected") && refused.body.contains("value=\"zai, nhn es\""), "{}", refused.body);
        let founded = post("maguey+telar+nube+candil").await;
        assert_eq!(founded.status, 200, "{}", founded.text());
        assert_eq!(ana.get_json("/@etla/about").await["languages"], serde_json::json!(["es", "zai", "nhn"]));
    }

    /// A form that somebody cannot save is not shown to them.
    async fn nobody_fills_in_what_they_cannot_save(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        for path in ["/@etla/care/pact/edit", "/@etla/care/founding/edit", "/@etla/about/edit"] {
            let page = beto.get(path).await;
            assert_eq!(page.status, 403, "{path}");
            assert!(page.text().contains("quien tiene el cargo") && !page.body.contains("<textarea"), "{}", page.text());
            assert_eq!(ana.get(path).await.status, 200, "{path}");
        }
    }

    /// Each version of a text shows what it changed.
    async fn versions_show_what_changed(app: TestApp) {
        let ana = app.founder().await;
        for body in ["Nos tratamos con respeto.", "Nos tratamos con cariño y respeto."] {
            let form = ana.get("/@etla/care/pact/edit").await;
            ana.send(&form, &[("body", body)]).await.follow(&ana).await;
        }
        let page = ana.get("/@etla/care/pact").await;
        assert!(page.text().contains("Qué cambió en la versión 3") && page.text().contains("Qué cambió en la versión 2"), "{}", page.text());
        assert!(!page.text().contains("Qué cambió en la versión 1"));
        assert!(page.body.contains("<ins>cariño y "), "{}", page.body);
        assert!(page.body.contains("<del>"));
        let json = ana.get_json("/@etla/care/pact").await;
        assert_eq!(json["versions"][0]["version"], 3);
        assert_eq!(json["versions"][2]["changes"], serde_json::json!([]));
    }

    /// A text's new version is told to everybody, who accepts it on their own page.
    async fn a_new_version_asks_to_be_accepted(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let form = ana.get("/@etla/care/pact/edit").await;
        let saved = ana.send(&form, &[("body", "Nos tratamos con respeto.")]).await.follow(&ana).await;
        assert!(saved.text().contains("Nos tratamos con respeto."), "{}", saved.text());
        // The same form sent twice is one version; changed after going back, it is refused and nothing is lost.
        assert_eq!(ana.send(&form, &[("body", "Nos tratamos con respeto.")]).await.status, 303);
        let changed = ana.send(&form, &[("body", "Otra cosa")]).await;
        assert_eq!(changed.status, 409);
        assert!(changed.text().contains("ya se usó para otra cosa"), "{}", changed.text());
        let stale = ana.send(&form, &[("body", "Otra cosa"), ("key", "06h0r3m6g1va5b86q6t7g4l000")]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text().contains("Alguien guardó otra versión"), "{}", stale.text());
        assert!(!beto.get("/@etla/care/pact").await.text().contains("Versión 3"));
        let notices = beto.get("/@etla/notices").await;
        assert!(notices.text().contains("Pacto\n.\nTiene una versión nueva") && notices.body.contains("href=\"/@etla/care/pact\""), "{}", notices.text());
        let me = beto.get("/@etla/me").await;
        assert!(me.text().contains("Hay versiones nuevas por aceptar"), "{}", me.text());
        let changed = beto.get("/@etla/care/pact").await;
        assert!(changed.text().contains("Versión 2: qué cambió"), "{}", changed.text());
        let accepted = beto.send(&changed, &[("kind", "pact")]).await.follow(&beto).await;
        assert!(!accepted.text().contains("Hay versiones nuevas por aceptar"), "{}", accepted.text());
    }
    /// Who saves a text may say what changes and why: whoever accepts it reads that first, in the notice too.
    async fn a_new_version_says_why(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let form = ana.get("/@etla/care/pact/edit").await;
        let why = "Llegan niñas y niños: decimos cómo los cuidamos.";
        let long = "x".repeat(201);
        let refused = ana.send(&form, &[("body", "Con respeto."), ("why", &long)]).await;
        assert!(refused.status == 422 && refused.text().contains("Qué cambia y por qué"), "{}", refused.text());
        ana.send(&form, &[("body", "Con respeto."), ("why", why)]).await.follow(&ana).await;
        for page in ["/@etla/notices", "/@etla/care/pact"] {
            let text = beto.get(page).await.text();
            assert_eq!(text.matches(why).count(), 1, "{page}: {text}");
        }
        let stranger = app.person().get_json("/@etla/care/pact").await;
        assert_eq!(stranger["versions"][0]["why"], why);
    }

    /// Two who describe the community at once: the second one sees both texts, and nothing is overwritten unseen.
    async fn who_describes_it_meanwhile_is_not_overwritten(app: TestApp) {
        let ana = app.founder().await;
        let (one, other) = (ana.get("/@etla/about/edit").await, ana.get("/@etla/about/edit").await);
        assert_eq!(ana.send(&one, &[("municipality", "San Agustín Etla")]).await.status, 303);
        let both = ana.send(&other, &[("name", "CoLSoLi del valle")]).await;
        assert_eq!(both.status, 409);
        let text = both.text();
        assert!(text.contains("San Agustín Etla") && both.body.contains("value=\"CoLSoLi del valle\""), "{text}");
        assert!(!ana.get("/@etla/about").await.text().contains("CoLSoLi del valle"));
        assert_eq!(ana.send(&both, &[("municipality", "San Agustín Etla")]).await.status, 303);
        let now = ana.get("/@etla/about").await.text();
        assert!(now.contains("CoLSoLi del valle") && now.contains("San Agustín Etla"), "{now}");
    }
}
