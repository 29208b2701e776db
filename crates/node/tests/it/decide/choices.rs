// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Choosing among options: offered on the way, fixed with the text, voted on in secret, counted so that anybody finds the
//! same.

use crate::support::{Page, Person, TestApp, on_both_engines, program};
use serde_json::Value;

use super::{
    acta,
    classes::{agreed, brought},
    days_pass, goes, integrated, offered, onward, shown, step, told,
};

/// Proposes a choice of a kind, and gives its path and its page.
pub(super) async fn chooses(person: &Person, kind: &str, fields: &[(&str, &str)]) -> (String, Page) {
    let form = person.get(&format!("/@etla/decide/choose?kind={kind}")).await;
    let usual = [("title", "¿Qué día abre el taller?"), ("body", "El sábado ya no podemos.")];
    let usual = usual.into_iter().filter(|(name, _)| fields.iter().all(|(known, _)| known != name));
    let fields: Vec<_> = usual.chain(fields.iter().copied()).collect();
    let page = person.send_all(&form, &fields).await.follow(person).await;
    (page.path.split(['?', '#']).next().unwrap().to_owned(), page)
}

/// Brings it to where ballots are cast.
async fn brought_to_vote(app: &TestApp, path: &str, ana: &Person) {
    comes_to_integration(app, path, ana, "Quien viene al taller.").await;
    onward(ana, path, "integration").await;
    days_pass(app, 1).await;
    onward(ana, path, "frozen").await;
}

/// A choice whose vote is open.
pub async fn voted_on(app: &TestApp, ana: &Person, kind: &str, fields: &[(&str, &str)]) -> String {
    let (path, _) = chooses(ana, kind, fields).await;
    brought_to_vote(app, &path, ana).await;
    path
}

/// Sends a ballot.
pub(super) async fn ballot(person: &Person, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = person.get(&format!("{path}/ballot")).await;
    person.send_all(&form, fields).await
}

/// Votes, and gives the receipt and what the answer says.
pub async fn votes(person: &Person, path: &str, fields: &[(&str, &str)]) -> (String, String) {
    let done = ballot(person, path, fields).await;
    assert!(done.status == 200 && done.text().contains("Tu boleta está en la urna."), "{}", done.text());
    let receipt = done.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    (receipt, done.text())
}

/// Days to choose among.
pub const DAYS: &[(&str, &str)] = &[
    ("option", "Jueves"),
    ("about", "De 5 a 8."),
    ("option", "Lunes"),
    ("about", ""),
    ("option", "Martes"),
    ("about", "De 9 a 12."),
];

/// A ballot that gives these places, in the order of the options.
pub(super) fn given<'f>(places: &[&'f str]) -> Vec<(&'f str, &'f str)> {
    places.iter().map(|place| ("given", *place)).collect()
}

/// What the published file counts to, by the command that the page says.
pub(super) async fn counted_again(person: &Person, path: &str) -> (Vec<u64>, Value) {
    let page = person.get_json(&format!("{path}/count")).await;
    let name = page["file_name"].as_str().unwrap();
    let file = person.get(&format!("{path}/count/{name}")).await;
    assert_eq!(file.status, 200, "{}", file.body);
    let command = page["command"].as_str().unwrap();
    let method = page["report"]["method"].as_str().unwrap();
    let seed = page["lot"]["seed"].as_str().unwrap();
    assert!(
        command.starts_with(&format!("tequio tally {name} --method {method} "))
            && command.ends_with(&format!("--ties {seed}")),
        "{command}"
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), &file.body).unwrap();
    let mut tequio = program();
    tequio.current_dir(folder.path()).args(command.split_whitespace().skip(1)).args(["--format", "json"]);
    let told = tequio.output().unwrap();
    assert!(told.status.success(), "{command}: {}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    // And the signed acta to the same, from what happened.
    acta(person, path).await;
    let number = |one: &Value| one.as_u64().or_else(|| one.as_str()?.parse().ok()).unwrap();
    (told["elected"].as_array().unwrap().iter().map(number).collect(), page)
}

pub(super) fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

/// From the draft to the integration, with the words on whom it affects.
async fn comes_to_integration(app: &TestApp, path: &str, ana: &Person, affected: &str) {
    goes(ana, path, "affected", &[("words", affected)]).await;
    onward(ana, path, "draft").await;
    days_pass(app, 1).await;
    onward(ana, path, "call").await;
    days_pass(app, 1).await;
    onward(ana, path, "clarification").await;
    integrated(app, path, ana).await;
}

on_both_engines! {
    /// The question, its options, one more on the way; the ballot says places; the page says why, and the file the same.
    async fn what_day_is_chosen_by_all(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let kinds = ana.get("/@etla/decide/choose").await.text();
        assert!(kinds.contains("se comparan de dos en dos (método de Schulze)") && kinds.contains("El dinero se reparte por igual"), "{kinds}");
        let form = ana.get("/@etla/decide/choose?kind=policy").await;
        let one = ana.send_all(&form, &[("title", "¿Qué día?"), ("body", "Eso."), ("option", "Jueves"), ("option", "jueves")]).await;
        assert!(one.status == 422 && one.text().contains("Ya hay una opción con ese nombre."), "{}", one.text());
        assert!(one.body.contains("value=\"Jueves\"") && one.body.contains("¿Qué día?"), "what was typed stays");
        let (path, page) = chooses(&ana, "policy", DAYS).await;
        let text = page.text();
        for part in ["Opciones", "1.\nJueves", "De 5 a 8.", "3.\nMartes", "Ninguna de estas", "Se elige una.", "Borrador"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        comes_to_integration(app, &path, &ana, "Quien viene al taller.").await;
        // Whoever offers another one gives everybody time to think anew; only who offered it takes it back.
        assert!(offered(&ana, &path).await.0 == "onward");
        let twice = step(&beto, &path, "offer", &[("option", "LUNES"), ("about", "otra vez")]).await;
        assert!(twice.status == 422 && twice.text().contains("Ya hay una opción con ese nombre.") && twice.body.contains("LUNES"));
        let text = goes(&beto, &path, "offer", &[("option", "Viernes"), ("about", "Cuando hay luz.")]).await;
        assert!(text.contains("4.\nViernes") && text.contains("Esperar hasta el"), "{text}");
        assert_eq!(told(&citlali, "decision-options").await, 1);
        let options = ana.get_json(&path).await["way"]["among"]["options"].clone();
        let friday = options[3]["id"].as_str().unwrap();
        assert_eq!(step(&ana, &path, "unoffer", &[("on", friday)]).await.status, 403);
        assert_eq!(step(&ana, &path, "onward", &[("answer", "integration")]).await.status, 409);
        days_pass(app, 3).await;
        onward(&ana, &path, "integration").await;
        assert_eq!(step(&beto, &path, "offer", &[("option", "Sábado")]).await.status, 409, "fixed with the text");
        days_pass(app, 1).await;
        let text = onward(&ana, &path, "frozen").await;
        assert!(text.contains("Se está votando") && text.contains("¿Qué prefieres?"), "{text}");

        assert!(ana.get("/@etla").await.text().contains("Vota: «¿Qué día abre el taller?»."));
        // A ballot that cannot be read is given back as it was filled in; one that says nothing must say so.
        let form = ana.get(&format!("{path}/ballot")).await;
        for part in ["Ordénalas", "Puedes dar el mismo lugar a varias.", "Jueves", "Quedarnos como estamos.", "Lugar 5"] {
            assert!(form.text().contains(part), "{part}\n{}", form.text());
        }
        let empty = ballot(&ana, &path, &given(&["", "", "", "", ""])).await;
        assert!(empty.status == 422 && empty.text().contains("Todavía no dices nada"), "{}", empty.text());
        let both = ballot(&ana, &path, &[given(&["2", "1", "", "", ""]), vec![("blank", "on")]].concat()).await;
        assert!(both.status == 422 && both.text().contains("también llenaste algo"), "{}", both.text());
        assert!(both.body.contains("<option value=\"2\" selected>Lugar 2</option>") && both.body.contains("name=\"blank\" value=\"on\" checked"));
        // What it says is read before it is in, and changed, or put in as it is.
        let filled = [given(&["1", "2", "", "3", "4"]), vec![("look", "on")]].concat();
        let looked = ballot(&ana, &path, &filled).await;
        for part in ["Todavía no está en la urna", "Tu boleta dice:\nJueves > Lunes > Viernes > Ninguna de estas", "Cambiar algo"] {
            assert!(looked.status == 200 && looked.text().contains(part), "{part}\n{}", looked.text());
        }
        let wrong = ballot(&ana, &path, &[("given", "uno"), ("look", "on")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Escribe números enteros"), "{}", wrong.text());
        let again = ana.send_all(&looked, &[("change", "on")]).await;
        assert!(again.body.contains("<option value=\"2\" selected>Lugar 2</option>"), "{}", again.body);
        assert_eq!(ana.get_json(&path).await["way"]["ballot"]["cast"], 0, "it is not in yet");
        let cast = ana.send_all(&looked, &[]).await;
        let said = cast.text();
        let receipt = cast.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert!(said.contains("Tu boleta está en la urna.") && said.contains("Jueves > Lunes > Viernes > Ninguna de estas"), "{said}");
        assert!(!ana.get("/@etla").await.text().contains("Vota: «"));
        assert_eq!(ballot(&beto, &path, &given(&["1", "1", "2", "", ""])).await.status, 200);
        assert_eq!(ana.get(&format!("{path}/count")).await.status, 404, "nothing is told before the count");
        votes(&citlali, &path, &given(&["1", "2", "", "", "3"])).await;
        days_pass(app, 2).await;

        let text = shown(&beto, &path).await;
        for part in ["Acordado", "Se eligió:\nJueves", "Cómo se contó", "✓ elegida", "¿Quién responde de que se cumpla?"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(ana.get_json(&path).await["share"].as_str().unwrap().contains("Se eligió: Jueves"));
        let text = app.person().get(&format!("{path}/count")).await;
        assert_eq!(text.status, 404, "among members");
        let (again, page) = counted_again(&beto, &path).await;
        assert_eq!((again, texts(&page["elected"]["chosen"])), (vec![1], vec!["Jueves"]));
        let text = shown(&beto, &format!("{path}/count")).await;
        for part in [
            "Han votado 3 de 3.", "2 boletas ponen Jueves antes que Lunes, y 0 al revés.", "3 boletas ponen Jueves antes que Martes, y 0 al revés.",
            "De dos en dos", "Los caminos más fuertes", "Contra «Ninguna de estas»", "sha256sum", &receipt, "Jueves > Lunes > Viernes > Ninguna de estas", "Jueves = Lunes > Martes",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(shown(&beto, "/@etla/decide").await.contains("Se eligió: Jueves"), "the list says it beside the question");
        // Somebody answers for it, and it is in force like any other.
        assert!(goes(&beto, &path, "task", &[("words", "Abrir")]).await.contains("Vigente"));
        assert_eq!(ana.get(&format!("{path}.md")).await.body.matches("**Jueves** ✓ De 5 a 8.").count(), 1);
        let mut english = app.person_again("Beto").await;
        english.language = "en".to_owned();
        let text = shown(&english, &format!("{path}/count")).await;
        assert!(text.contains("3 ballots put Jueves before Martes, and 0 the other way round."), "{text}");
    }

    /// Money: costs in pesos, marks, and what was bought and why.
    async fn money_is_shared(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let form = ana.get("/@etla/decide/choose?kind=money").await;
        let fields = [("title", "¿En qué gastamos lo de la rifa?"), ("body", "Hay que decidir."), ("option", "Proyector"), ("cost", "mucho"), ("option", "Café"), ("cost", "300")];
        let wrong = ana.send_all(&form, &fields).await;
        for part in ["Escribe cuánto cuesta en pesos enteros", "cuántos pesos hay"] {
            assert!(wrong.status == 422 && wrong.text().contains(part), "{part} {}", wrong.text());
        }
        assert!(wrong.body.contains("value=\"mucho\""));
        let projects = [
            ("option", "Proyector"), ("cost", "$3,000"), ("option", "Café"), ("cost", "900"), ("option", "Pintura"), ("cost", "1500"), ("amount", "$4,500"),
        ];
        let path = voted_on(app, &ana, "money", &projects).await;
        let text = shown(&beto, &path).await;
        assert!(text.contains("Hay $4,500 para repartir.") && text.contains("$3,000"), "{text}");
        let form = ana.get(&format!("{path}/ballot")).await.text();
        assert!(form.contains("Marca los proyectos que quieres") && form.contains("Café\n$900") && !form.contains("Ninguna de estas"), "{form}");
        let (_, said) = votes(&ana, &path, &[("wanted", "0"), ("wanted", "1")]).await;
        assert!(said.contains("Proyector, Café"), "{said}");
        votes(&beto, &path, &[("wanted", "1")]).await;
        votes(&citlali, &path, &[("blank", "on")]).await;
        days_pass(app, 2).await;
        let (again, page) = counted_again(&ana, &path).await;
        assert_eq!((again, texts(&page["elected"]["chosen"])), (vec![2, 1], vec!["Café", "Proyector"]));
        let text = shown(&ana, &format!("{path}/count")).await;
        for part in ["Quedan $600.", "Una boleta fue en blanco.", "Café cuesta 900 y suma 2", "Nadie pidió Pintura.", "boletas.pb", "Proyector\n$3,000\n1\nSí"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    /// Several places: no equal ranks, in proportion; who comes after "none of these" leaves theirs open.
    async fn places_are_filled_in_proportion(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let people = [("title", "¿Quiénes cuidan el taller?"), ("option", "Beto"), ("option", "Citlali"), ("option", "Dora"), ("amount", "2")];
        let path = voted_on(app, &ana, "persons", &people).await;
        let form = ana.get(&format!("{path}/ballot")).await.text();
        assert!(form.contains("Cada lugar se da una sola vez.") && form.contains("Se eligen 2."), "{form}");
        let equal = ballot(&ana, &path, &given(&["1", "1", "2", ""])).await;
        assert!(equal.status == 422 && equal.text().contains("Diste el mismo lugar a varias opciones"), "{}", equal.text());
        assert!(equal.body.contains("<option value=\"2\" selected>Lugar 2</option>"));
        let beyond = ballot(&ana, &path, &given(&["uno", "1", "2", ""])).await;
        assert!(beyond.status == 422 && beyond.text().contains("Escribe números enteros"), "{}", beyond.text());
        votes(&ana, &path, &given(&["1", "2", "", "3"])).await;
        votes(&beto, &path, &given(&["1", "", "", "2"])).await;
        votes(&citlali, &path, &given(&["2", "1", "", "3"])).await;
        days_pass(app, 2).await;
        let (again, page) = counted_again(&ana, &path).await;
        let chosen = texts(&page["elected"]["chosen"]).len() as u64;
        assert_eq!((again[0], texts(&page["elected"]["chosen"])[0], chosen + page["elected"]["open_seats"].as_u64().unwrap()), (1, "Beto", 2));
        let text = shown(&ana, &format!("{path}/count")).await;
        for part in ["Beto se elige en la ronda 1", "Ronda por ronda", "Ronda 1", "primeras preferencias"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    /// "None of these" wins; a tie is broken by the seed that was promised, which all can check; nobody sees it before.
    async fn none_of_these_and_ties(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let path = voted_on(app, &ana, "policy", DAYS).await;
        for person in [&ana, &beto] {
            votes(person, &path, &given(&["2", "", "", "1"])).await;
        }
        days_pass(app, 2).await;
        let text = shown(&ana, &path).await;
        assert!(text.contains("Sin acuerdo") && text.contains("Ganó «Ninguna de estas»"), "{text}");
        let again = ana.get(&format!("/@etla/decide/choose?again={}", path.rsplit('/').next().unwrap())).await;
        assert!(text.contains("Proponerlo de nuevo") && again.body.contains("value=\"Jueves\"") && again.body.contains("De 9 a 12."));
        assert!(shown(&ana, &format!("{path}/count")).await.contains("2 boletas ponen Ninguna de estas antes que Jueves"));

        let path = voted_on(app, &ana, "policy", DAYS).await;
        let promised = ana.get_json(&path).await.to_string();
        votes(&ana, &path, &given(&["1", "2", "3", "4"])).await;
        votes(&beto, &path, &given(&["2", "1", "3", "4"])).await;
        votes(&citlali, &path, &[("blank", "on")]).await;
        days_pass(app, 2).await;
        let (again, page) = counted_again(&ana, &path).await;
        let lot = &page["lot"];
        let (seed, first) = (lot["seed"].as_str().unwrap(), lot["order"].as_array().unwrap().iter().find(|one| one["number"].as_u64() < Some(3)).unwrap());
        assert_eq!((again[0], texts(&page["elected"]["chosen"])[0]), (first["number"].as_u64().unwrap(), first["name"].as_str().unwrap()));
        assert!(!promised.contains(seed), "the seed is told at the count");
        assert_eq!(texts(&lot["ties"]), [format!("Empataron Jueves, Lunes; el sorteo dio {}.", first["name"].as_str().unwrap())]);
        let digest = tequio_deliberation::Digest::of(seed.as_bytes()).to_string();
        assert_eq!(lot["promised"].as_str(), Some(digest.as_str()));
    }

    /// The community decides that it chooses by dots: the ballot says how many there are, and the server adds them up.
    async fn another_way_of_choosing_is_decided_on(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let form = ana.get("/@etla/decide/classes/policy").await;
        let wrong = ana.send(&form, &[("body", "Más fácil."), ("choosing", "dot"), ("choosing_most", "0")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Escribe un número entero, de 1 a 1000."), "{}", wrong.text());
        let dots = [("body", "Más fácil."), ("choosing", "dot"), ("choosing_most", "5")];
        let page = ana.send(&form, &dots).await.follow(&ana).await;
        assert!(page.text().contains("→\nCada quien reparte 5 puntos como quiera"), "{}", page.text());
        let class = page.path.split(['?', '#']).next().unwrap().to_owned();
        brought(app, &class, &ana, 7).await;
        agreed(app, &class, &[&ana, &beto]).await;
        let path = voted_on(app, &ana, "policy", DAYS).await;
        let form = beto.get(&format!("{path}/ballot")).await.text();
        assert!(form.contains("Reparte tus puntos") && form.contains("Tienes 5 puntos para repartir"), "{form}");
        let much = ballot(&beto, &path, &given(&["4", "2", "", ""])).await;
        assert!(much.status == 422 && much.text().contains("Repartiste más puntos de los que tienes: son 5."), "{}", much.text());
        assert!(much.body.contains("value=\"4\"") && much.body.contains("value=\"2\""), "what was filled in stays");
        let many = ballot(&beto, &path, &given(&["6", "", "", ""])).await;
        assert!(many.status == 422 && many.text().contains("Escribe números enteros, de 0 a 5."), "{}", many.text());
        let (_, said) = votes(&beto, &path, &given(&["3", "2", "", ""])).await;
        assert!(said.contains("Jueves: 3; Lunes: 2"), "{said}");
        votes(&ana, &path, &given(&["", "5", "", "0"])).await;
        days_pass(app, 2).await;
        let (again, page) = counted_again(&ana, &path).await;
        assert_eq!((again, texts(&page["elected"]["chosen"])), (vec![2], vec!["Lunes"]));
        let text = shown(&beto, &format!("{path}/count")).await;
        for part in ["Lunes juntó 7; Jueves, 3.", "Cuánto juntó cada una", "Lunes\n7"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    /// A proposal on a text takes no options, and a choice keeps some.
    async fn a_choice_stays_one(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (text, _) = super::express::proposed(&ana, &[("way", "policy")]).await;
        assert_eq!(step(&beto, &text, "offer", &[("option", "Otra")]).await.status, 409);
        let (path, _) = chooses(&ana, "policy", &DAYS[..4]).await;
        let options = ana.get_json(&path).await["way"]["among"]["options"].clone();
        let id = |place: usize| options[place]["id"].as_str().unwrap().to_owned();
        goes(&ana, &path, "unoffer", &[("on", &id(0))]).await;
        let last = step(&ana, &path, "unoffer", &[("on", &id(1))]).await;
        assert!(last.status == 409 && last.text().contains("Es la última opción que queda"), "{}", last.text());
        assert_eq!(step(&beto, &path, "allot", &[("amount", "2")]).await.status, 403);
        let wrong = step(&ana, &path, "allot", &[("amount", "ninguna")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("value=\"ninguna\""), "{}", wrong.text());
        assert!(goes(&ana, &path, "allot", &[("amount", "2")]).await.contains("Se eligen 2."));
    }

    /// Who stands offers themself; who is chosen holds the mandate once somebody answers for it, and who held it no more.
    async fn a_mandate_goes_to_who_is_chosen(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let form = ana.get("/@etla/decide/choose?kind=persons").await;
        let put_up = [("title", "¿Quién coordina?"), ("body", "Toca."), ("mandate", "coordination"), ("option", "Dora")];
        let wrong = ana.send_all(&form, &put_up).await;
        assert!(wrong.status == 422 && wrong.text().contains("cada quien se propone: deja vacías las opciones"), "{}", wrong.text());
        let (path, page) = chooses(&ana, "persons", &[("title", "¿Quién coordina?"), ("mandate", "coordination")]).await;
        assert!(page.text().contains("recibe un cargo por un año, desde que esto entre en vigor: Coordinación."), "{}", page.text());
        let silent = step(&beto, &path, "offer", &[("about", "")]).await;
        assert!(silent.status == 422 && silent.text().contains("Por qué te propones"), "{}", silent.text());
        comes_to_integration(app, &path, &ana, "Toda la comunidad.").await;
        assert!(shown(&ana, &path).await.contains("Que alguien se proponga"));
        let nobody = step(&ana, &path, "onward", &[("answer", "integration")]).await;
        assert!(nobody.status == 409 && nobody.text().contains("sin nadie no hay a quién elegir"), "{}", nobody.text());
        goes(&beto, &path, "offer", &[("about", "Abro todos los sábados.")]).await;
        assert_eq!(step(&beto, &path, "offer", &[("about", "Otra vez.")]).await.status, 409);
        app.clock.advance(tequio_node::spine::world::MINUTE);
        let text = goes(&citlali, &path, "offer", &[("about", "Tengo tiempo.")]).await;
        assert!(text.contains("1.\nBeto\nAbro todos los sábados.") && text.contains("2.\nCitlali"), "{text}");
        days_pass(app, 3).await;
        onward(&ana, &path, "integration").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        for person in [&ana, &beto] {
            votes(person, &path, &given(&["1", "2", "3"])).await;
        }
        days_pass(app, 2).await;
        let coordinates = async || {
            let kinds = ana.get_json("/@etla/mandates").await["kinds"].clone();
            let kind = kinds.as_array().unwrap().iter().find(|kind| kind["kind"] == "coordination").unwrap().clone();
            let terms = kind["terms"].as_array().unwrap().clone();
            terms.iter().map(|term| term["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert!(shown(&ana, &path).await.contains("Se eligió:\nBeto"));
        assert!(shown(&citlali, "/@etla/decide").await.contains("Se eligió: Beto"));
        assert_eq!(coordinates().await, ["Ana"], "not before somebody answers for it");
        goes(&citlali, &path, "together", &[]).await;
        assert_eq!((coordinates().await, told(&beto, "mandate-given").await), (vec!["Beto".to_owned()], 1));
        assert_eq!(beto.get("/@etla/invitations").await.status, 200);
        assert_eq!(ana.get("/@etla/invitations").await.status, 403);
    }
}
