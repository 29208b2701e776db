// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An install fest: machines come, somebody attends to them, they go home; and what was said of them is forgotten.

use tequio_node::spine::world::DAY;

use crate::support::{Page, Person, TestApp, on_both_engines};

const LUPE: &[(&str, &str)] = &[
    ("name", "Doña Lupe"),
    ("model", "HP 240, gris"),
    ("wish", "install"),
    ("note", "Usa mucho el correo."),
    ("consents", "on"),
];

/// Opens a fest at an activity that Ana publishes, and gives its path.
async fn open(ana: &Person, keep_days: &str) -> String {
    let path = ana.publish(&[("title", "Fiesta de instalación")]).await;
    let form = ana.get(&format!("{path}/fest")).await;
    let opened = ana.send(&form, &[("keep_days", keep_days)]).await;
    assert_eq!(opened.status, 303, "{}", opened.text());
    format!("{path}/fest")
}

async fn own_id(person: &Person) -> String {
    person.get_json("/@etla/me.json").await["kept"]["member"].as_str().unwrap().to_owned()
}

/// Receives a machine, and gives the pages of it: its own, its label's and its owner's.
async fn receive(by: &Person, fest: &str, said: &[(&str, &str)]) -> [String; 3] {
    let form = by.get(&format!("{fest}/receive")).await;
    let label = by.send(&form, said).await.follow(by).await;
    let machine = label.path.split("/label").next().unwrap().to_owned();
    let link = |part: &str| {
        let found = label.body.split('"').find(|link| link.contains(part));
        found.unwrap_or_else(|| unreachable!("{}", label.body)).to_owned()
    };
    [machine, link("/act/freedom/labels/"), link("/act/freedom/stubs/")]
}

async fn step(by: &Person, machine: &str, step: &str, more: &[(&str, &str)]) -> Page {
    by.post(machine, &[&[("step", step)], more].concat()).await
}

/// Days go by, and what is due is done.
async fn pass(app: &TestApp, days: i64) {
    app.clock.advance(days * DAY);
    tequio_node::jobs::sweep(&app.node).await.unwrap();
    tequio_node::jobs::run_due(&app.node).await.unwrap();
}

on_both_engines! {
    /// From the table to the door: who attends sees whose it is, its owner how it goes, everybody else how many there are.
    async fn a_machine_goes_home_free(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali, guest) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await, app.person());
        let path = ana.publish(&[("title", "Fiesta de instalación")]).await;
        let fest = format!("{path}/fest");
        assert_eq!((guest.get(&fest).await.status, beto.get(&fest).await.status), (404, 404));
        let form = ana.get(&fest).await;
        let wrong = ana.send(&form, &[("keep_days", "8")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Escoge una de las opciones."), "{}", wrong.text());
        assert_eq!(ana.send(&form, &[("keep_days", "30")]).await.status, 303);
        assert!(guest.get(&path).await.body.contains(&fest));
        assert!(beto.get(&fest).await.text().contains("Todavía no llega ningún equipo."));
        let turned = beto.get(&format!("{fest}/receive")).await;
        assert!(turned.status == 403 && turned.text().contains("Pídele a quien organiza"), "{}", turned.text());
        let id = own_id(&beto).await;
        assert_eq!(citlali.post(&format!("{fest}/crew"), &[("member", &id), ("attends", "yes")]).await.status, 403);
        assert_eq!(ana.post(&format!("{fest}/crew"), &[("member", &id), ("attends", "yes")]).await.status, 303);
        let told = beto.get("/@etla/notices").await;
        assert!(told.text().contains("Atiendes la mesa de instalación.") && told.body.contains(&path), "{}", told.body);

        let form = beto.get(&format!("{fest}/receive")).await;
        let wrong = beto.send(&form, &[("name", "Doña Lupe"), ("model", ""), ("minor", "on")]).await;
        for part in ["Sin su acuerdo no se anota nada", "Quién responde por la persona menor de edad", "Escoge una de las opciones."] {
            assert!(wrong.status == 422 && wrong.text().contains(part), "{part}\n{}", wrong.text());
        }
        assert!(wrong.body.contains("value=\"Doña Lupe\""), "what was typed stays");
        let [machine, label, stub] = receive(&beto, &fest, LUPE).await;

        // Who may know what.
        let list = beto.get(&fest).await.text();
        for part in ["Llegaron", "Equipo 1", "· Doña Lupe", "HP 240, gris", "Instalar un sistema libre en lugar de lo que tiene"] {
            assert!(list.contains(part), "{part}\n{list}");
        }
        for person in [&guest, &citlali] {
            let (page, json) = (person.get(&fest).await, person.get_json(&fest).await.to_string());
            assert!(page.text().contains("1\nllegó"), "{}", page.text());
            assert!(!page.body.contains("Lupe") && !json.contains("Lupe") && !json.contains("HP 240"), "{json}");
            assert!(matches!(person.get(&machine).await.status, 401 | 404));
            let by_label = person.get(&label).await;
            assert!(by_label.status == 200 && by_label.text().contains("llegó"), "{}", by_label.text());
            let labelled = person.get_json(&label).await.to_string();
            assert!(!by_label.body.contains("Lupe") && !by_label.body.contains("HP 240") && !labelled.contains("HP 240"));
        }
        assert!(beto.get(&label).await.body.contains(&machine), "who attends goes on to its sheet");
        let own = guest.get(&stub).await;
        assert!(own.text().contains("HP 240, gris") && !own.body.contains("Lupe"), "{}", own.text());
        assert_eq!(guest.get(&label.replace("labels", "stubs")).await.status, 404, "a label is no stub");

        // Nobody writes on a disk before it is known what became of the documents.
        let early = step(&beto, &machine, "begin", &[("backup", "")]).await;
        assert!(early.status == 422 && early.text().contains("Di antes qué pasó con los documentos."), "{}", early.text());
        assert_eq!(step(&beto, &machine, "ready", &[]).await.status, 409);
        assert_eq!(step(&beto, &machine, "begin", &[("backup", "verified")]).await.status, 303);
        let again = step(&ana, &machine, "begin", &[]).await;
        assert!(again.status == 409 && again.text().contains("Alguien ya movió ese equipo."), "{}", again.text());
        assert!(ana.get(&fest).await.text().contains("con Beto"));
        let kept = beto.get_json("/@etla/me/export").await["fests"].clone();
        assert!(kept.as_array().is_some_and(|kept| kept.len() == 1) && !kept.to_string().contains("Lupe"), "{kept}");
        assert_eq!(step(&beto, &machine, "describe", &[("note", "El cargador falla.")]).await.status, 303);
        assert_eq!(step(&beto, &machine, "forget", &[]).await.status, 409, "it is there");
        assert_eq!(step(&beto, &machine, "ready", &[]).await.status, 303);
        assert!(guest.get(&stub).await.text().contains("listo"));
        let form = beto.get(&format!("{machine}/hand-over")).await;
        let wrong = beto.send(&form, &[("system", "Trisquel 12 MATE")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("value=\"Trisquel 12 MATE\""), "{}", wrong.text());
        let handed = [("outcome", "installed"), ("system", "Trisquel 12 MATE"), ("wifi", "yes"), ("printer", "no")];
        assert_eq!(beto.send(&form, &handed).await.status, 303);
        assert_eq!(beto.get(&format!("{machine}/hand-over")).await.status, 409);
        let own = guest.get(&stub).await.text();
        for part in ["Con un sistema libre", "Trisquel 12 MATE", "Red inalámbrica:\nSí funciona", "Impresora:\nNo funciona"] {
            assert!(own.contains(part), "{part}\n{own}");
        }
        let freed = guest.get("/@etla/act/freedom").await.text();
        assert!(freed.contains("Un equipo se fue con un sistema libre.") && freed.contains("Fiesta de instalación"), "{freed}");

        // Its owner wants nothing kept.
        let page = guest.get(&stub).await;
        assert_eq!(guest.send(&page, &[]).await.status, 303);
        for person in [&beto, &ana] {
            let page = person.get(&machine).await;
            assert!(page.text().contains("Se borró lo que se había anotado") && !page.body.contains("Lupe"), "{}", page.text());
            assert!(!person.get(&fest).await.body.contains("Lupe"));
        }
        assert!(guest.get("/@etla/act/freedom").await.text().contains("Un equipo se fue con un sistema libre."));
        // Who no longer attends sees no sheet.
        assert_eq!(beto.post(&format!("{fest}/crew"), &[("member", &id), ("attends", "no")]).await.status, 303);
        assert_eq!(beto.get(&machine).await.status, 404);
    }

    /// What minors said goes first, then everything but how many there were.
    async fn what_was_said_is_forgotten(app: TestApp) {
        let ana = app.founder().await;
        let fest = open(&ana, "30").await;
        let minor = [LUPE, &[("name", "Chucho"), ("minor", "on"), ("guardian", "Su tía")][..]].concat();
        let [of_minor, ..] = receive(&ana, &fest, &minor).await;
        let [machine, _, stub] = receive(&ana, &fest, LUPE).await;
        let handed = [("outcome", "dual"), ("backup", "refused")];
        assert_eq!(ana.post(&format!("{machine}/hand-over"), &handed).await.status, 303);
        // It ends on the fourth day, an hour after noon.
        pass(app, 11).await;
        assert!(ana.get(&of_minor).await.body.contains("Chucho"));
        pass(app, 1).await;
        assert_eq!(ana.get(&of_minor).await.status, 404);
        assert!(ana.get(&machine).await.body.contains("Lupe"));
        pass(app, 22).await;
        assert!(ana.get(&machine).await.body.contains("Lupe"));
        pass(app, 1).await;
        assert_eq!(ana.get(&machine).await.status, 404);
        let gone = app.person().get(&stub).await;
        assert!(gone.status == 410 && gone.text().contains("De ese equipo ya no se guarda nada."), "{}", gone.text());
        let left = ana.get(&fest).await.text();
        for part in ["1\nCon un sistema libre junto al otro", "1\nSe fue antes de terminar", "solo se guarda cuántos equipos fueron"] {
            assert!(left.contains(part), "{part}\n{left}");
        }
        assert_eq!(ana.post(&format!("{fest}/receive"), LUPE).await.status, 409);
    }

    /// A date at which a fest is does not vanish with its series, and with it what says when its words go.
    async fn a_series_that_changes_keeps_the_date(app: TestApp) {
        let ana = app.founder().await;
        let path = ana.publish(&[("title", "Cada semana"), ("repeat", "weekly")]).await;
        let next = ana.get_json(&path).await["others"][0]["path"].as_str().unwrap().to_owned();
        let form = ana.get(&format!("{next}/fest")).await;
        assert_eq!(ana.send(&form, &[("keep_days", "7")]).await.status, 303);
        let [machine, ..] = receive(&ana, &format!("{next}/fest"), LUPE).await;
        let form = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        let ended = ana.send(&form, &[("repeat", "")]).await;
        assert_eq!(ended.status, 303, "{}", ended.text());
        let cancelled = ana.get(&next).await.text();
        assert!(cancelled.contains("Esta actividad se canceló.") || cancelled.contains("Esta fecha se canceló"), "{cancelled}");
        assert!(ana.get(&machine).await.body.contains("Lupe"));
        // It would have ended on the eleventh day.
        pass(app, 18).await;
        assert!(ana.get(&machine).await.body.contains("Lupe"));
        pass(app, 1).await;
        assert_eq!(ana.get(&machine).await.status, 404);
    }

    /// With the activity goes what was said there; with a member, that they attended.
    async fn what_is_removed_takes_it_along(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let fest = open(&ana, "90").await;
        let id = own_id(&beto).await;
        assert_eq!(ana.post(&format!("{fest}/crew"), &[("member", &id), ("attends", "yes")]).await.status, 303);
        let [machine, _, stub] = receive(&beto, &fest, LUPE).await;
        assert_eq!(step(&beto, &machine, "begin", &[("backup", "nothing")]).await.status, 303);
        let erase = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&erase, &[("how", "erase"), ("passphrase", crate::support::PASSPHRASE)]).await.status, 303);
        let list = ana.get(&fest).await.text();
        assert!(list.contains("Doña Lupe") && !list.contains("Beto"), "{list}");
        let entry = fest.split('/').nth(4).unwrap();
        let form = ana.get(&format!("/@etla/entries/{entry}/remove")).await;
        assert_eq!(ana.send(&form, &[]).await.status, 303);
        assert_eq!((app.person().get(&stub).await.status, ana.get(&machine).await.status), (410, 404));
    }
}
