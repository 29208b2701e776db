// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The review: it opens by itself, says what came of an agreement, and ends in renewal, another agreement or repeal.

use crate::support::{Page, Person, on_both_engines};

use super::{days_pass, kept, shown, thursdays, told};

/// What a review found, for each of the six things that are asked.
const EFFECTS: [&str; 6] = ["Vinieron doce.", "Nada.", "Dos tardes.", "Más libres.", "Sí.", "A quien vino."];

/// Ends a review.
pub(super) async fn conclude(person: &Person, path: &str, more: &[(&str, &str)]) -> Page {
    let form = person.get(&format!("{path}/review")).await;
    let effects = EFFECTS.map(|found| ("effects", found));
    person.send_all(&form, &[&effects, more].concat()).await
}

on_both_engines! {
    /// On its day everybody is told, and the page asks for it; kept, it is reviewed again later.
    async fn a_review_opens_on_its_day_and_renews(app: TestApp) {
        let ana = app.founder().await;
        app.join(&ana, "Beto").await;
        let foreseen = [("foreseen", "Vendrán diez."), ("foreseen", ""), ("review_on", "2027-01-10")];
        let (path, page) = kept(&ana, &thursdays(&foreseen)).await;
        assert!(page.text().contains("Se revisa el domingo 10 de enero de 2027"), "{}", page.text());
        assert_eq!(ana.get(&format!("{path}/review")).await.status, 409);
        days_pass(app, 40).await;
        assert!(shown(&ana, "/@etla/decide?show=review").await.contains("El taller abre los jueves"), "soon");
        assert!(shown(&ana, &path).await.contains("Vigente"));
        days_pass(app, 8).await;
        let (ana, beto) = (app.person_again("Ana").await, app.person_again("Beto").await);
        assert_eq!((told(&ana, "decision-review").await, told(&beto, "decision-review").await), (1, 1));
        let text = shown(&beto, &path).await;
        for part in ["Toca revisarlo.", "Si nadie termina la revisión, vence el", "Revisar el acuerdo", "Llegó el día de revisarlo"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(shown(&beto, "/@etla/decide?show=review").await.contains("Toca revisarlo"));
        let form = beto.get(&format!("{path}/review")).await;
        assert!(form.text().contains("Vendrán diez."), "what was foreseen is beside: {}", form.text());
        let empty = beto.send_all(&form, &[("effects", "")]).await;
        assert!(empty.status == 422 && empty.text().contains("Elige qué sigue con el acuerdo."), "{}", empty.text());
        let far = conclude(&beto, &path, &[("ending", "renewed"), ("review_on", "2029-01-01")]).await;
        assert!(far.status == 422 && far.text().contains("a más tardar en un año"), "{}", far.text());
        let after = conclude(&beto, &path, &[("ending", "renewed"), ("review_on", "2027-07-01")]).await.follow(&beto).await.text();
        for part in ["Vigente, ya revisado", "Se queda como está", "Lo anotó Beto.", "Vinieron doce.", "Se esperaba: Vendrán diez.", "Se revisa el jueves 1 de julio de 2027"] {
            assert!(after.contains(part), "{part}: {after}");
        }
        let log = ana.get("/@etla/log").await;
        let reviewed = log.text().split("Beto\n: ").any(|record| record.contains("El taller abre los jueves"));
        assert!(reviewed && log.body.contains(&format!("<a href=\"{path}\">El taller abre los jueves</a>")), "{}", log.text());
        assert_eq!(told(&ana, "decision-renewed").await, 1);
        assert_eq!(told(&ana, "decision-review").await, 0, "of one agreement one word a day");
        assert_eq!(conclude_again(&beto, &path).await, 409);
        days_pass(app, 200).await;
        let ana = app.person_again("Ana").await;
        assert!(shown(&ana, &path).await.contains("Toca revisarlo."), "again, by itself");
    }

    /// Nobody reviews it in time: it lapses, and is among the former ones.
    async fn what_nobody_reviews_lapses(app: TestApp) {
        let ana = app.founder().await;
        app.join(&ana, "Beto").await;
        let (path, _) = kept(&ana, &thursdays(&[])).await;
        days_pass(app, 91).await;
        days_pass(app, 61).await;
        let ana = app.person_again("Ana").await;
        assert!(shown(&ana, &path).await.contains("Este acuerdo venció"));
        assert!(shown(&ana, "/@etla/decide?show=past").await.contains("Venció"));
        assert!(!shown(&ana, "/@etla/decide").await.contains("El taller abre los jueves"));
        assert_eq!(told(&ana, "decision-lapsed").await, 1);
        assert_eq!(ana.get(&format!("{path}/correct")).await.status, 409);
    }

    /// A node that slept for months shows what time did before it is written down.
    async fn what_time_did_shows_before_it_is_written(app: TestApp) {
        let ana = app.founder().await;
        app.join(&ana, "Beto").await;
        let (path, _) = kept(&ana, &thursdays(&[])).await;
        app.clock.advance(tequio_node::spine::world::DAY * 95);
        let ana = app.person_again("Ana").await;
        assert!(shown(&ana, &path).await.contains("Toca revisarlo."));
        assert!(shown(&ana, "/@etla/decide?show=review").await.contains("Toca revisarlo"));
        // The first who does something writes down what time did too.
        let said = conclude(&ana, &path, &[("ending", "repealed")]).await.follow(&ana).await.text();
        assert!(said.contains("Llegó el día de revisarlo") && said.contains("Ana anotó en qué terminó la revisión"), "{said}");
        // What several agreed, one alone does not end: another one says so, or that it was not so.
        assert_eq!(super::step(&ana, &path, "second", &[]).await.status, 403);
        let beto = app.person_again("Beto").await;
        assert_eq!(told(&beto, "decision-concluding").await, 1);
        let refused = super::goes(&beto, &path, "unconclude", &[]).await;
        assert!(refused.contains("Se dijo que la revisión no terminó así") && refused.contains("Toca revisarlo."), "{refused}");
        conclude(&ana, &path, &[("ending", "repealed")]).await.follow(&ana).await;
        let ended = super::goes(&beto, &path, "second", &[]).await;
        assert!(ended.contains("Este acuerdo se derogó"), "{ended}");
        tequio_node::jobs::run_due(&app.node).await.unwrap();
    }

    /// Another agreement changes it while it is in force: both name each other.
    async fn another_agreement_changes_or_repeals_it(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (old, _) = kept(&ana, &thursdays(&[])).await;
        let id = old.rsplit('/').next().unwrap();
        let form = ana.get(&format!("/@etla/decide/new?changes={id}")).await;
        assert!(form.text().contains("Este acuerdo cambia o deroga otro"), "{}", form.text());
        let fridays = thursdays(&[("title", "El taller abre los viernes"), ("body", "Se abre los viernes."), ("relation", "repeals")]);
        let new = ana.send_all(&form, &fridays).await.follow(&ana).await;
        assert!(new.text().contains("Deroga:\nEl taller abre los jueves"), "{}", new.text());
        // It takes hold once another one who was there says that it was so.
        assert_eq!(beto.get_json(&old).await["stage"], "in_force");
        let path = new.path.split(['?', '#']).next().unwrap().to_owned();
        for person in [&ana, &beto] {
            let stage = beto.get_json(&old).await["stage"].clone();
            assert_eq!(stage, "in_force");
            person.post(&format!("{path}/confirm"), &[("version", "1"), ("so", "yes")]).await.follow(person).await;
        }
        let text = shown(&beto, &old).await;
        assert!(text.contains("Este acuerdo se derogó") && text.contains("En su lugar vale:\nEl taller abre los viernes"), "{text}");
        assert_eq!(told(&ana, "decision-repealed").await, 1);
        let memory = shown(&ana, "/@etla/decide").await;
        assert!(memory.contains("viernes") && !memory.contains("jueves"), "{memory}");
        assert!(shown(&ana, "/@etla/decide?show=past").await.contains("Derogado"));
        assert!(text.contains("YA NO VALE. En su lugar: El taller abre los viernes") && text.contains("Una persona no está de acuerdo"), "{text}");
        // What is over is not changed once more.
        let again = thursdays(&[("title", "Los lunes"), ("changes", id)]);
        assert_eq!(ana.record(&again).await.status, 409);
    }

    /// A review that ends in another agreement: recorded first, then the review is ended by it.
    async fn a_review_ends_in_another_agreement(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (old, page) = kept(&ana, &thursdays(&[])).await;
        // Of so few, one is enough to ask for it.
        assert!(page.text().contains("Con que una persona lo pida"), "{}", page.text());
        ana.post(&format!("{old}/petition"), &[("reason", "Nadie llega los jueves.")]).await.follow(&ana).await;
        let text = shown(&ana, &old).await;
        assert!(text.contains("Se abrió la revisión, antes de su fecha"), "{text}");
        // Why is read where it is asked, and nobody opens and ends it alone.
        assert!(text.contains("Ana pidió revisarlo antes:\nNadie llega los jueves."), "{text}");
        assert!(text.contains("TOCA REVISARLO"), "{text}");
        assert!(beto.get(&format!("{old}/review")).await.text().contains("Nadie llega los jueves."));
        let alone = conclude(&ana, &old, &[("ending", "repealed")]).await;
        assert!(alone.text().contains("que la termine otra persona"), "{}", alone.text());
        // Only what binds takes its place, and no proposal that is still open.
        let form = beto.get("/@etla/decide/propose").await;
        let open = beto.send(&form, &[("title", "Los lunes"), ("body", "El taller abre los lunes.")]).await.follow(&beto).await;
        let open = open.path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert_eq!(conclude(&beto, &old, &[("ending", "amended"), ("by", &open)]).await.status, 409);
        let id = old.rsplit('/').next().unwrap();
        let form = beto.get(&format!("/@etla/decide/new?changes={id}")).await;
        let fridays =
            thursdays(&[("title", "El taller abre los viernes"), ("body", "Se abre los viernes."), ("others", "Ana, Doña Chela")]);
        let made = beto.send_all(&form, &fridays).await;
        assert!(made.location().contains("/review?by="), "{}", made.location());
        let review = made.follow(&beto).await;
        let effects = [("effects", ""), ("effects", "Nadie llegó.")];
        beto.send_all(&review, &effects).await.follow(&beto).await;
        assert_eq!(ana.get_json(&old).await["stage"], "review");
        let after = super::goes(&ana, &old, "second", &[]).await;
        assert!(after.contains("Cambia por otro acuerdo") && after.contains("En su lugar vale:\nEl taller abre los viernes"), "{after}");
        let new = ana.get_json("/@etla/decide").await["months"][0]["decisions"][0]["path"].as_str().unwrap().to_owned();
        assert!(shown(&ana, &new).await.contains("Cambia:\nEl taller abre los jueves"));
    }

    /// In a larger group it takes two to open a review early; each is heard once.
    async fn a_larger_group_needs_two_to_ask(app: TestApp) {
        let ana = app.founder().await;
        let mut others = Vec::new();
        for name in ["Beto", "Citlali", "Dora", "Eusebio", "Faustino", "Gabi", "Hilario"] {
            others.push(app.join(&ana, name).await);
        }
        let (path, page) = kept(&ana, &thursdays(&[])).await;
        assert!(page.text().contains("Cuando lo pidan 2 personas"), "{}", page.text());
        let petition = format!("{path}/petition");
        others[6].post(&petition, &[("reason", "No funciona.")]).await.follow(&others[6]).await;
        assert_eq!(others[6].post(&petition, &[("reason", "Otra vez.")]).await.status, 409);
        let text = shown(&ana, &path).await;
        assert!(text.contains("1 de 2 personas que hacen falta.") && text.contains("No funciona."), "{text}");
        others[0].post(&petition, &[("reason", "Yo también.")]).await.follow(&others[0]).await;
        assert!(shown(&ana, &path).await.contains("Toca revisarlo."));
        assert_eq!(told(&others[1], "decision-review").await, 1);
    }
}

/// A review that is over cannot be ended again.
async fn conclude_again(person: &Person, path: &str) -> u16 {
    person
        .post(
            &format!("{path}/review"),
            &[&EFFECTS.map(|found| ("effects", found))[..], &[("ending", "repealed")]].concat(),
        )
        .await
        .status
}
