// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What was agreed in a circle: kept in one form, found again, shown to those it is for, set right.

use tequio_deliberation::life::Stage;
use tequio_node::store::{Dump, Value, tables::TABLES};

use crate::support::{TestApp, on_both_engines};

use super::{acta, kept, shown, thursdays, told};

/// Whether any table but the log has these words.
pub(super) async fn stands_somewhere(app: &TestApp, words: &str) -> Vec<&'static str> {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let mut found = Vec::new();
    for table in TABLES {
        let rows = dump.read(table).await.unwrap().rows;
        let has = |value: &Value| matches!(value, Value::Text(Some(text)) if text.contains(words));
        if rows.iter().flatten().any(has) {
            found.push(table.name);
        }
    }
    found
}

on_both_engines! {
    /// Text, who was there, dissent, who does what, review: all of it in one form, and all of it on the page.
    async fn what_was_agreed_is_kept_in_one_form(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, page) = kept(&ana, &thursdays(&[("tags", "taller")])).await;
        let text = page.text();
        for part in [
            "El taller abre los jueves", "Acordado el martes 24 de noviembre de 2026", "Vigente", "Del día a día",
            "Se revisa el lunes 22 de febrero de 2027", "Los jueves hay tianguis y nadie llega.", "— Tino",
            "0 de 2 hechas", "Sacar copias de la llave", "para el lunes 30 de noviembre de 2026",
            "Avisar en el mercado", "Doña Chela", "Falta que digan si así fue: Beto", "Se guardó",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let json = ana.get_json(&path).await;
        let paragraphs: Vec<_> = json["paragraphs"].as_array().unwrap().iter().map(|one| one["text"].clone()).collect();
        assert_eq!(paragraphs, ["Se abre los **jueves** de 5 a 8.", "Las llaves las guarda Beto."]);
        assert_eq!((json["stage"].as_str(), json["present_count"].as_u64()), (Some("in_force"), Some(4)));
        assert!(json["share"].as_str().unwrap().contains("2026\n\nSe abre los jueves de 5 a 8.\n\nLas llaves"), "{}", json["share"]);
        let names = |list: &str| -> Vec<String> {
            let people = json[list].as_array().unwrap().iter();
            people.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("present"), ["Ana", "Beto", "Doña Chela", "Tino"], "a name typed is the member's");
        let mut erasable = names("erasable");
        erasable.sort();
        assert_eq!(erasable, ["Doña Chela", "Tino"]);
        let written = ana.get(&format!("{path}.md")).await;
        assert_eq!(written.headers["content-type"], "text/markdown; charset=utf-8");
        for part in ["# El taller abre los jueves", "1. Se abre los **jueves**", "2. Las llaves", "> Los jueves hay tianguis", "> — Tino", "- [ ] Beto: Sacar copias"] {
            assert!(written.body.contains(part), "{part}\n{}", written.body);
        }
        // The memory, by month; what is found by any word of it, dissent too.
        let memory = shown(&ana, "/@etla/decide").await;
        assert!(memory.contains("noviembre de 2026\n") && memory.contains("El taller abre los jueves"), "{memory}");
        for words in ["jueves", "tianguis", "mercado", "taller"] {
            let found = shown(&ana, &format!("/@etla/search?q={words}")).await;
            assert!(found.contains("El taller abre los jueves") && found.contains("Acuerdo"), "{words}: {found}");
        }
        // Beto is asked, and once only, though he both was there and takes something on; Ana wrote it.
        assert_eq!((told(&beto, "decision-task").await, told(&beto, "decision-recorded").await), (0, 1));
        assert_eq!((told(&ana, "decision-task").await, told(&ana, "decision-recorded").await), (0, 0));
        // The signed acta says the same to whoever has the file, and its key is on the page.
        let held = acta(&beto, &path).await;
        assert_eq!((held.acta.title.as_str(), held.life.present.len(), held.life.stage), ("El taller abre los jueves", 4, Stage::InForce));
        let mut people: Vec<&str> = held.acta.people.values().map(String::as_str).collect();
        people.sort_unstable();
        assert_eq!(people, ["Ana", "Beto", "Doña Chela", "Tino"]);
        assert!(held.acta.words.values().any(|words| words == "Los jueves hay tianguis y nadie llega."));
        assert!(page.body.contains(&held.acta.key), "{}", page.body);
        // Strangers see nothing of it, in any form.
        let stranger = app.person();
        assert_eq!(stranger.get(&format!("{path}/acta")).await.status, 401);
        for form in ["", ".json", ".md"] {
            assert_eq!(stranger.get(&format!("{path}{form}")).await.status, 404);
        }
        assert!(!shown(&stranger, "/@etla/decide").await.contains("jueves"));
        assert!(!shown(&stranger, "/@etla/search?q=tianguis").await.contains("jueves"));
    }

    /// A public agreement is read by anybody, with what stands against it, and without a single name.
    async fn an_agreement_for_everybody_names_nobody(app: TestApp) {
        let ana = app.founder().await;
        app.join(&ana, "Beto").await;
        let (path, _) = kept(&ana, &thursdays(&[("visibility", "public"), ("body", "Se abre los jueves.")])).await;
        let stranger = app.person();
        for form in ["", ".json", ".md"] {
            let page = stranger.get(&format!("{path}{form}")).await;
            assert!(page.body.contains("Los jueves hay tianguis") && page.body.contains("Alguien de la comunidad"), "{}", page.body);
            for name in ["Tino", "Chela", "Beto", "Ana"] {
                assert!(!page.body.contains(name), "{name}: {}", page.body);
            }
        }
        assert!(shown(&stranger, &path).await.contains("Estuvieron 4 personas."));
        let versions = shown(&stranger, &format!("{}/revisions", path.replace("/decide/", "/entries/"))).await;
        assert!(versions.contains("Los jueves hay tianguis") && !versions.contains("Tino"), "{versions}");
    }

    /// What is missing is named all at once, and what was typed is not lost.
    async fn what_is_missing_is_named(app: TestApp) {
        let ana = app.founder().await;
        let nothing = ana.record(&[("title", ""), ("present", "")]).await;
        assert_eq!(nothing.status, 400, "an empty identifier is no member");
        let form = ana.get("/@etla/decide/new").await;
        let (action, mut fields) = form.form(&[("title", "")]);
        fields.retain(|(name, _)| name != "present" && !name.starts_with("task_") && !name.starts_with("dissent_"));
        let send = async |more: &[(&str, &str)]| {
            let kept = fields.iter().filter(|(name, _)| more.iter().all(|(changed, _)| name != changed));
            let all: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(more.iter().copied()).collect();
            let page = ana.post(&action, &all).await;
            assert_eq!(page.status, 422, "{}", page.text());
            page.text()
        };
        let text = send(&[("agreed_on", "2026-11-25"), ("kind", ""), ("task_who", "Ana"), ("task_what", "")]).await;
        for part in ["Falta llenar esto.", "No puede ser después de hoy.", "Elige de qué se trata.", "A cada tarea le hace falta quién y qué."] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let text = send(&[("title", "Los jueves"), ("body", "Se abre.")]).await;
        assert!(text.contains("Anota por lo menos a una persona que haya estado."), "{text}");
        let text = send(&[("title", "Los jueves"), ("body", "Se abre."), ("others", "Tino")]).await;
        assert!(text.contains("Anota quién responde de que se cumpla"), "{text}");
        let whole = [("title", "Los jueves"), ("body", "Se abre."), ("others", "Tino"), ("task_who", "Tino"), ("task_what", "Abrir")];
        let text = send(&[&whole[..], &[("review_on", "2028-01-01")]].concat()).await;
        assert!(text.contains("a más tardar en un año"), "{text}");
        let text = send(&[&whole[..], &[("dissent_who", "Tino"), ("dissent_words", "")]].concat()).await;
        assert!(text.contains("Quién no está de acuerdo"), "{text}");
        assert_eq!(ana.get_json("/@etla/decide").await["months"], serde_json::json!([]));
    }

    /// What is too much is refused before it is looked at, and nobody ends alone what others agreed.
    async fn a_record_has_limits(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let names = (0..20_000).map(|number| format!("n{number}a")).collect::<Vec<_>>().join(",");
        let many = ana.record(&thursdays(&[("others", &names)])).await;
        assert!(many.status == 422 && many.text().contains("Caben hasta 500 personas"), "{}", many.status);
        let words = [("dissent_words", "no"); 31];
        let many = ana.record(&[&thursdays(&[])[..], &words].concat()).await;
        assert!(many.status == 422 && many.text().contains("Caben hasta 30 a la vez"), "{}", many.text());
        let (old, _) = kept(&ana, &thursdays(&[("kind", "policy")])).await;
        let id = old.rsplit('/').next().unwrap();
        let form = beto.get(&format!("/@etla/decide/new?changes={id}")).await;
        let alone = thursdays(&[("others", ""), ("kind", "policy")]);
        let alone = beto.send_all(&form, &alone).await;
        assert!(alone.status == 409 && alone.text().contains("Tú a solas no puedes"), "{}", alone.text());
        let lighter = beto.send_all(&form, &thursdays(&[("kind", "operational")])).await;
        assert!(lighter.status == 409 && lighter.text().contains("de más peso"), "{}", lighter.text());
    }

    /// Words that are put in somebody's mouth: they hear of it, say that it was not so, and the page says who wrote them.
    async fn who_is_quoted_hears_of_it(app: TestApp) {
        let ana = app.founder().await;
        let dora = app.join(&ana, "Dora").await;
        let quoted = thursdays(&[("dissent_who", "Dоra"), ("dissent_words", "Que los jueves no."), ("others", "Tino")]);
        let (path, page) = kept(&ana, &quoted).await;
        assert!(page.text().contains("— Dora\n(lo anotó Ana)"), "a look-alike is she: {}", page.text());
        assert_eq!(told(&dora, "decision-quoted").await, 1);
        let form = dora.get(&path).await;
        assert!(form.text().contains("Este acuerdo te nombra"), "{}", form.text());
        let (action, _) = form.form(&[("so", "yes")]);
        let said = dora.post(&action, &[("version", "1"), ("so", "no"), ("reason", "Yo no dije eso.")]).await;
        assert!(said.follow(&dora).await.text().contains("Yo no dije eso.\n— Dora, dice que no fue así"));
        // Who only has a task can have their name erased too.
        let outsiders = ana.get_json(&path).await["erasable"].clone();
        let names: Vec<&str> = outsiders.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"Doña Chela") && names.contains(&"Tino"), "{names:?}");
    }

    /// When a record becomes public, what its earlier versions said stays with members: on its pages, and for who searches.
    async fn what_was_said_among_members_stays_with_them(app: TestApp) {
        let ana = app.founder().await;
        let (path, _) = kept(&ana, &thursdays(&[("task_what", "Tarea reservada"), ("task_who", "Ana")])).await;
        let form = ana.get(&format!("{path}/correct")).await;
        let wider = [("visibility", "public"), ("task_what", "Otra cosa"), ("task_who", "Ana"), ("task_was", "")];
        assert_eq!(ana.send_all(&form, &wider).await.status, 303);
        let outside = app.person();
        assert_eq!(outside.get(&path).await.status, 200);
        let versions = outside.get(&format!("{}/revisions", path.replace("/decide/", "/entries/"))).await.text();
        assert!(versions.contains("Otra cosa") && !versions.contains("Tarea reservada"), "{versions}");
        let found = |text: String| text.contains("El taller abre los jueves");
        assert!(!found(shown(&outside, "/@etla/search?q=reservada").await));
        assert!(found(shown(&outside, "/@etla/search?q=jueves").await));
        assert!(ana.get(&format!("{}/revisions", path.replace("/decide/", "/entries/"))).await.text().contains("Tarea reservada"));
    }

    /// A record is set right by a new version, what changed can be read, and no dissent goes.
    async fn a_record_is_set_right_and_the_old_one_stays(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, page) = kept(&ana, &thursdays(&[])).await;
        assert!(page.text().contains("Corregir el acta"));
        assert_eq!(beto.get(&format!("{path}/correct")).await.status, 403);
        let stale = ana.get(&format!("{path}/correct")).await;
        let form = ana.get(&format!("{path}/correct")).await;
        assert!(form.text().contains("Lo que ya está no se cambia ni se quita."), "{}", form.text());
        let right = [
            ("body", "Se abre los **jueves** de 5 a 7.\n\nLas llaves las guarda Beto."),
            ("others", "Doña Chela, Tino, Eusebio"),
            ("dissent_words", "De 5 a 7 no alcanza."),
            ("dissent_who", ""),
        ];
        let after = ana.send_all(&form, &right).await.follow(&ana).await.text();
        for part in ["de 5 a 7.", "Eusebio", "Los jueves hay tianguis y nadie llega.", "De 5 a 7 no alcanza.", "Alguien que no dio su nombre", "0 de 2 hechas", "Se corrigió el acta", "Versión 2"] {
            assert!(after.contains(part), "{part}: {after}");
        }
        let json = ana.get_json(&path).await;
        assert_eq!((json["version"].as_i64(), json["dissent"].as_array().unwrap().len()), (Some(2), 2));
        assert!(after.contains("Se revisa el lunes 22 de febrero de 2027"), "its review stays where it was: {after}");
        // The two versions held against each other, with who was there.
        let versions = ana.get(&format!("{}/revisions", path.replace("/decide/", "/entries/"))).await;
        assert!(versions.body.contains("<ins>") && versions.text().contains("Estuvo Eusebio"), "{}", versions.text());
        // Who edited the version before is shown both.
        let late = ana.send_all(&stale, &[("body", "Se abre los viernes.")]).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("Alguien guardó otra versión mientras escribías"), "{}", late.text());
        assert!(shown(&ana, "/@etla/search?q=alcanza").await.contains("El taller abre los jueves"));
        // In the log nobody's words stand in the clear.
        assert_eq!(stands_somewhere(app, "tianguis").await, ["search_terms", "decision_words"]);
    }

    /// The name of somebody without account goes for good when they ask for it; that they were there stays.
    async fn a_name_is_erased_and_the_person_stays(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, _) = kept(&ana, &thursdays(&[])).await;
        let tino = ana.get_json(&path).await["present"][3]["id"].as_str().unwrap().to_owned();
        let form = ana.get(&path).await;
        let (action, _) = form.form(&[("person", "")]);
        assert_eq!(beto.post(&action, &[("person", &tino)]).await.status, 403);
        let after = ana.post(&action, &[("person", &tino)]).await.follow(&ana).await.text();
        assert!(!after.contains("Tino") && after.contains("(nombre borrado)"), "{after}");
        assert!(after.contains("Los jueves hay tianguis"), "what was said stays: {after}");
        assert_eq!(ana.post(&action, &[("person", &tino)]).await.status, 409);
        // Setting the record right does not put them out of it.
        let form = ana.get(&format!("{path}/correct")).await;
        ana.send_all(&form, &[("title", "Abrimos los jueves")]).await.follow(&ana).await;
        assert_eq!(ana.get_json(&path).await["present_count"], 4);
        assert_eq!(stands_somewhere(app, "Tino").await, [""; 0]);
    }

    /// The memory is nobody's to take back; whoever has the mandate takes away what must go, and its words go with it.
    async fn the_memory_is_not_taken_back(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, page) = kept(&beto, &thursdays(&[])).await;
        assert!(!page.text().contains("Retirar la publicación"));
        let remove = format!("{}/remove", path.replace("/decide/", "/entries/"));
        let refused = beto.post(&remove, &[]).await;
        assert!(refused.status == 403 && refused.text().contains("memoria de la comunidad"), "{}", refused.text());
        assert!(shown(&ana, &remove).await.contains("mejor derógalo"));
        let after = ana.post(&remove, &[]).await;
        assert!(after.location().starts_with("/@etla/decide"), "{}", after.location());
        let gone = shown(&ana, &path).await;
        assert!(gone.contains("Esta publicación fue retirada.") && !gone.contains("tianguis"), "{gone}");
        for words in ["tianguis", "Tino", "copias", "guarda Beto"] {
            assert_eq!(stands_somewhere(app, words).await, [""; 0], "{words}");
        }
        assert!(!shown(&ana, "/@etla/decide").await.contains("jueves"));
        assert_eq!(ana.get(&format!("{path}/correct")).await.status, 409);
    }

    /// Who kept it leaves and is erased: the community's memory stays, without their name.
    async fn who_is_erased_leaves_the_memory(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, _) = kept(&beto, &thursdays(&[("others", "Tino"), ("body", "Se abre."), ("task_who", "Ana"), ("task_what", "Abrir")])).await;
        let page = beto.get(&path).await;
        beto.send(&page, &[("words", "Yo tampoco lo comparto.")]).await.follow(&beto).await;
        let data = beto.get_json("/@etla/me/export").await;
        assert!(data.to_string().contains("Yo tampoco lo comparto."), "{data}");
        let form = beto.get("/@etla/me/leave").await;
        let left = beto.send(&form, &[("passphrase", crate::support::PASSPHRASE), ("how", "erase")]).await;
        assert_eq!(left.status, 303, "{}", left.text());
        let text = shown(&ana, &path).await;
        assert!(text.contains("Yo tampoco lo comparto.") && text.contains("Alguien que ya se fue"), "{text}");
        assert!(!text.contains("Beto"), "{text}");
        let form = ana.get(&format!("{path}/correct")).await;
        ana.send_all(&form, &[("body", "Se abre los jueves.")]).await.follow(&ana).await;
        assert_eq!(ana.get_json(&path).await["present_count"], 2);
    }
}
