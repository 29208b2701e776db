// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Drawing by lot: what is fixed before the numbers, who may say them, who is drawn, and that anybody finds the same.

use tequio_node::decide::draws::sorteo::{Held, Sorteo};

use crate::support::{PASSPHRASE, Page, Person, Raw, TestApp, on_both_engines, program};

use super::{days_pass, shown, told};

/// A draw of one seat and one alternate, as the form holds it.
const FORM: &[(&str, &str)] = &[
    ("title", "Quién revisa las cuentas"),
    ("body", "Una tarde, con los **recibos**."),
    ("seats", "1"),
    ("alternates", "1"),
    ("closes", "2026-11-25"),
    ("source", "Melate 4123"),
    ("numbers_on", "2026-11-26"),
];

/// Calls a draw, and gives its path.
pub async fn called(person: &Person, other: &[(&str, &str)]) -> String {
    let form = person.get("/@etla/decide/draws/new").await;
    let kept = FORM.iter().filter(|(name, _)| other.iter().all(|(changed, _)| name != changed));
    let fields: Vec<(&str, &str)> = kept.chain(other).copied().collect();
    let page = person.send_all(&form, &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    page.location().split(['?', '#']).next().unwrap().to_owned()
}

/// Takes a step.
async fn step(person: &Person, path: &str, name: &str, fields: &[(&str, &str)]) -> Page {
    person.post(&format!("{path}/steps/{name}"), fields).await
}

/// Takes a step that must go well, and gives the page that it leads to.
async fn goes(person: &Person, path: &str, name: &str, fields: &[(&str, &str)]) -> String {
    let page = step(person, path, name, fields).await;
    assert_eq!(page.status, 303, "{name} {fields:?}: {}", page.text());
    page.follow(person).await.text()
}

/// The words of a page in one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes a step that must be refused so.
async fn refused(person: &Person, path: &str, name: &str, fields: &[(&str, &str)], status: u16, words: &str) {
    let page = step(person, path, name, fields).await;
    assert!(page.status == status && page.text().contains(words), "{name} {fields:?}: {} {}", page.status, page.text());
}

/// The file of a draw, and what it says once it holds.
async fn file(person: &Person, path: &str) -> (String, Held) {
    let file = person.get(&format!("{path}/sorteo")).await;
    assert_eq!(file.status, 200, "{}", file.text());
    let held = Sorteo::verify(&serde_json::from_str(&file.body).unwrap(), None).unwrap();
    (file.body, held)
}

/// What `tequio verify sorteo` says of a file: exit code, standard output, standard error.
fn verified(file: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sorteo.json");
    std::fs::write(&path, file).unwrap();
    let mut program = program();
    let output =
        program.env("LC_ALL", "es_MX.UTF-8").args(["verify", "sorteo"]).arg(&path).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What a shell prints of a command, without the name that `sha256sum` puts behind.
fn printed(command: &str) -> String {
    let output = std::process::Command::new("sh").args(["-c", command]).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
}

/// Everything that anybody could read of a node before a draw: its log and its tables.
async fn readable(app: &TestApp) -> String {
    let mut raw = Raw::open(app).await;
    let mut all = raw
        .texts("SELECT digest || ' ' || COALESCE(sealed, '') || ' ' || COALESCE(nonce, '') FROM draws")
        .await
        .join("\n");
    let person = app.person_again("Beto").await;
    for page in ["/@etla/log", "/@etla/log.json", "/@etla/notices.json", "/@etla/me/export"] {
        all += &person.get(page).await.body;
    }
    all
}

on_both_engines! {
    /// Called, fixed, entered by one and confirmed by another, drawn, declined and stepped in.
    async fn nobody_draws_alone_and_anybody_draws_the_same(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali, dora) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await, app.join(&ana, "Dora").await);
        assert_eq!(beto.get("/@etla/decide/draws/new").await.status, 403, "who coordinates");
        let form = ana.get("/@etla/decide/draws/new").await;
        let wrong = [("title", ""), ("seats", "9"), ("alternates", "-1"), ("closes", "2026-11-25"), ("source", ""), ("numbers_on", "2026-11-25")];
        let wrong = ana.send(&form, &wrong).await;
        for words in ["un número de 0 a 100", "un día después de que cierre la lista", "Falta llenar esto."] {
            assert!(wrong.status == 422 && wrong.text().contains(words), "{words} {}", wrong.text());
        }
        let many = ana.send(&form, &[("title", "X"), ("seats", "5"), ("alternates", "0"), ("closes", "2026-11-25"), ("source", "Tris"), ("numbers_on", "2026-11-26")]).await;
        assert!(many.status == 422 && many.text().contains("No somos tantas personas"), "{}", many.text());
        let path = called(&ana, &[]).await;
        assert_eq!((told(&beto, "draw-called").await, told(&ana, "draw-called").await), (1, 0));
        assert_eq!(app.person().get(&path).await.status, 404, "among members");
        assert!(shown(&beto, "/@etla/decide").await.contains("Sorteos"));
        assert!(shown(&beto, "/@etla/decide/draws").await.contains("La lista está abierta."));
        assert!(shown(&beto, "/@etla/search?q=revisa+cuentas").await.contains("Quién revisa las cuentas"));
        assert!(shown(&beto, "/@etla/news").await.contains("Quién revisa las cuentas"));
        // Whoever would rather not is not drawn; one may think again.
        goes(&dora, &path, "out", &[]).await;
        goes(&beto, &path, "out", &[]).await;
        goes(&beto, &path, "in", &[]).await;
        assert!(shown(&dora, &path).await.contains("No estás en este sorteo") && shown(&beto, &path).await.contains("Estás en este sorteo"));
        let own = dora.get_json("/@etla/me/export").await;
        assert_eq!((own["draw_outs"].as_array().unwrap().len(), own["draws"].as_array().unwrap().len()), (1, 0));
        assert!(!beto.get(&format!("{path}.json")).await.body.contains("Dora"), "nobody is told who stepped out");
        assert_eq!(beto.get(&format!("{path}/sorteo")).await.status, 404);
        refused(&ana, &path, "enter", &[("numbers", "05 12 33")], 409, "La lista todavía está abierta.").await;
        days_pass(app, 2).await;
        refused(&beto, &path, "out", &[], 409, "ya pasó el momento").await;
        let (before, held) = file(&beto, &path).await;
        assert_eq!((held.sorteo.terms.roll.len(), held.sorteo.drawn.is_none(), held.sorteo.people.len()), (3, true, 3));
        assert!(!before.contains("Dora") && held.sorteo.terms.source == "Melate 4123, 2026-11-26");
        let promised = beto.get_json(&path).await;
        assert_eq!(promised["terms"].as_str().unwrap(), held.sorteo.terms.digest().to_string());
        let (code, said, _) = verified(&before, &[]);
        assert!(code == 0 && said.contains("Todavía no se sortea."), "{said}");
        // Who coordinates enters them, of the day, and another one confirms them.
        refused(&beto, &path, "enter", &[("numbers", "05 12 33")], 403, "Esto le toca a quien tiene el cargo.").await;
        refused(&beto, &path, "confirm", &[("numbers", "05 12 33")], 409, "Todavía nadie escribe los números.").await;
        refused(&ana, &path, "enter", &[("numbers", "cinco")], 422, "Escribe solo los números").await;
        goes(&ana, &path, "enter", &[("numbers", "05-12, 34")]).await;
        assert_eq!(told(&citlali, "draw-entered").await, 1);
        let home = "Confirma los números del sorteo «Quién revisa las cuentas».";
        assert!(shown(&citlali, "/@etla").await.contains(home) && !shown(&ana, "/@etla").await.contains(home));
        refused(&ana, &path, "confirm", &[("numbers", "05 12 34")], 403, "que otra persona los busque").await;
        goes(&ana, &path, "take-back", &[]).await;
        goes(&ana, &path, "enter", &[("numbers", "05 12 33")]).await;
        refused(&beto, &path, "confirm", &[("numbers", "05 12 34")], 409, "Los números cambiaron").await;
        let before_the_draw = [readable(app).await, shown(&beto, &path).await, beto.get(&format!("{path}.json")).await.body].concat();
        let page = goes(&beto, &path, "confirm", &[("numbers", "05 12 33")]).await;
        let drawn = beto.get_json(&path).await["drawn"].clone();
        let nonce = drawn["nonce"].as_str().unwrap();
        assert!(page.contains(nonce) && nonce.len() == 26 && !before_the_draw.contains(nonce), "{page}");
        refused(&citlali, &path, "confirm", &[("numbers", "05 12 33")], 409, "Ya se sorteó.").await;
        refused(&ana, &path, "call-off", &[("reason", "No me gusta")], 409, "Ya se sorteó.").await;
        // Anybody finds the same: by the commands of the page, and by the program.
        let (whole, held) = file(&beto, &path).await;
        assert_eq!(held.sorteo.terms.digest().to_string(), promised["terms"].as_str().unwrap(), "as it was promised");
        assert_eq!(promised["digest"], beto.get_json(&path).await["digest"]);
        for check in drawn["checks"].as_array().unwrap() {
            // What was fixed is taken from the file by a tool that not every machine has.
            if check["what"] != "terms" {
                assert_eq!(printed(check["command"].as_str().unwrap()), check["prints"].as_str().unwrap());
            }
        }
        let (code, said, _) = verified(&whole, &["--key", &held.sorteo.key]);
        let names: Vec<&str> = drawn["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert!(code == 0 && said.contains(&format!("1. {}\n2. {} (suplente)", names[0], names[1])), "{said}");
        let json: serde_json::Value = serde_json::from_str(&verified(&whole, &["--format", "json"]).1).unwrap();
        assert_eq!((&json["drawn"][0]["ticket"], &json["seed"]), (&drawn["people"][0]["ticket"], &drawn["seed"]));
        for (change, with, why) in [("05 12 33", "05 12 34", "alguien cambió el archivo"), ("\"sorteo\":1", "\"sorteo\":2", "no es un sorteo que este programa conozca")] {
            let (code, said, error) = verified(&whole.replace(change, with), &[]);
            assert!(code == 1 && said.is_empty() && error.contains(why), "{code} {said} {error}");
        }
        // Whom it fell to answers; who declines is followed by the next one, and after the last nobody is left.
        let people = [("Ana", &ana), ("Beto", &beto), ("Citlali", &citlali)];
        let of = |name: &str| people.iter().find(|(called, _)| *called == name).unwrap().1;
        let (first, second) = (of(names[0]), of(names[1]));
        let third = people.iter().find(|(name, _)| !names.contains(name)).unwrap().1;
        assert!(names.len() == 2 && !names.contains(&"Dora"));
        assert_eq!((told(first, "draw-drawn").await, told(second, "draw-drawn").await), (1, 0));
        let home = "Te tocó en «Quién revisa las cuentas»";
        assert!(shown(first, "/@etla").await.contains(home) && !shown(second, "/@etla").await.contains(home));
        refused(second, &path, "accept", &[], 403, "Esto es para quien le tocó.").await;
        refused(third, &path, "decline", &[], 403, "Esto es para quien le tocó.").await;
        goes(first, &path, "accept", &[]).await;
        assert!(line(&shown(third, &path).await).contains(&format!("{} aceptó", names[0])));
        goes(first, &path, "decline", &[]).await;
        assert_eq!(told(second, "draw-drawn").await, 1);
        refused(first, &path, "accept", &[], 409, "Ya dijiste que no puedes").await;
        let own = first.get_json("/@etla/me/export").await["draws"][0].clone();
        assert_eq!((own["answer"].as_str(), own["rank"].as_i64()), (Some("declined"), Some(1)));
        goes(&ana, &path, "note", &[("note", "Las llaves del archivero.")]).await;
        assert!(shown(third, &path).await.contains("Las llaves del archivero."));
        let empty = goes(second, &path, "decline", &[]).await;
        assert!(empty.contains("Queda un lugar sin nadie.") && empty.contains("Ya no hay suplentes"), "{empty}");
        let log = shown(third, "/@etla/log").await;
        assert!(log.contains("confirmó los números, y se sorteó") && !log.contains("Dora dijo si entra"), "{log}");
    }

    /// Who leaves the community leaves their seat to the next one.
    async fn who_leaves_is_followed_by_the_next_one(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let path = called(&ana, &[]).await;
        goes(&ana, &path, "out", &[]).await;
        days_pass(app, 2).await;
        goes(&ana, &path, "enter", &[("numbers", "1 2 3")]).await;
        goes(&citlali, &path, "confirm", &[("numbers", "1 2 3")]).await;
        let drawn = ana.get_json(&path).await["drawn"]["people"].clone();
        let (first, second) = if drawn[0]["name"] == "Beto" { (&beto, &citlali) } else { (&citlali, &beto) };
        let form = first.get("/@etla/me/leave").await;
        let left = first.send(&form, &[("passphrase", PASSPHRASE), ("how", "erase")]).await;
        assert_eq!(left.status, 303, "{}", left.text());
        assert_eq!(told(second, "draw-drawn").await, 1);
        let page = line(&goes(second, &path, "accept", &[]).await);
        assert!(page.contains("Alguien que ya se fue ya no está") && page.contains("aceptó"), "{page}");
        file(second, &path).await;
    }

    /// It is called off with a reason, or by itself where too few are left; a community of one draws alone.
    async fn a_draw_is_called_off_before_it_is_drawn(app: TestApp) {
        let ana = app.founder().await;
        let alone = called(&ana, &[("alternates", "0")]).await;
        let path = called(&ana, &[]).await;
        let few = called(&ana, &[]).await;
        goes(&ana, &few, "out", &[]).await;
        refused(&ana, &path, "call-off", &[("reason", " ")], 422, "Falta llenar esto.").await;
        let off = goes(&ana, &path, "call-off", &[("reason", "Lo vemos en la asamblea.")]).await;
        assert!(off.contains("Se canceló.") && off.contains("Lo vemos en la asamblea."), "{off}");
        refused(&ana, &path, "out", &[], 409, "ya pasó el momento").await;
        days_pass(app, 2).await;
        assert!(shown(&ana, &few).await.contains("Quedaron menos personas que lugares."));
        refused(&ana, &path, "enter", &[("numbers", "1")], 409, "Este sorteo se canceló.").await;
        goes(&ana, &alone, "enter", &[("numbers", "7")]).await;
        let drawn = goes(&ana, &alone, "confirm", &[("numbers", "7")]).await;
        assert!(drawn.contains("Te tocó. ¿Aceptas?"), "{drawn}");
        goes(&ana, &alone, "accept", &[]).await;
        file(&ana, &alone).await;
    }

    /// Before their day nobody enters numbers, whoever they are.
    async fn numbers_of_another_day_are_not_entered(app: TestApp) {
        let ana = app.founder().await;
        app.join(&ana, "Beto").await;
        let path = called(&ana, &[("numbers_on", "2026-12-02")]).await;
        days_pass(app, 2).await;
        refused(&ana, &path, "enter", &[("numbers", "1 2 3")], 409, "El día de los números no ha llegado.").await;
        assert!(shown(&ana, &path).await.contains("Deciden los números de Melate 4123"));
    }
}
