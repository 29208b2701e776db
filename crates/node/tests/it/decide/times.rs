// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Looking for a time: everybody says when they can come, and the one that suits most goes into the agenda.

use crate::support::on_both_engines;

use super::{days_pass, shown, told};

on_both_engines! {
    async fn a_time_is_found_and_stands_in_the_agenda(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let form = ana.get("/@etla/decide/times/new").await;
        let half = [("title", "Junta"), ("day", "2026-12-05"), ("time", ""), ("minutes", "0")];
        let wrong = ana.send_all(&form, &half).await;
        for part in ["A cada fecha le hace falta el día y la hora.", "por lo menos dos fechas", "de 1 a 1440"] {
            assert!(wrong.status == 422 && wrong.text().contains(part), "{part} {}", wrong.text());
        }
        assert!(wrong.body.contains("value=\"2026-12-05\""));
        let fields = [
            ("title", "Junta de fin de año"), ("body", "Para repartir tareas."), ("place", "Casa de Ana"), ("minutes", "90"),
            ("day", "2026-12-06"), ("time", "17:00"), ("day", "2026-12-05"), ("time", "10:00"), ("day", "2026-11-25"), ("time", "09:00"),
        ];
        let page = ana.send_all(&form, &fields).await.follow(&ana).await;
        let path = page.path.split(['?', '#']).next().unwrap().to_owned();
        assert_eq!((told(&beto, "times-asked").await, told(&ana, "times-asked").await), (1, 0));
        assert_eq!(app.person().get(&path).await.status, 404, "among members");
        assert!(shown(&beto, "/@etla/decide/times").await.contains("Falta elegir fecha"));
        // In the order of the days, whatever was typed.
        let starts: Vec<String> = ana.get_json(&path).await["dates"].as_array().unwrap().iter().map(|date| date["starts"].as_str().unwrap().to_owned()).collect();
        assert_eq!(starts, ["2026-11-25T09:00", "2026-12-05T10:00", "2026-12-06T17:00"]);
        let none = beto.post(&path, &[("answer", ""), ("answer", "")]).await;
        assert!(none.status == 422 && none.text().contains("Di de por lo menos una fecha si puedes."), "{}", none.text());
        for (person, answers) in [(&beto, ["yes", "perhaps", "yes"]), (&citlali, ["no", "yes", "perhaps"]), (&citlali, ["no", "yes", "no"])] {
            let answers = answers.map(|answer| ("answer", answer));
            assert_eq!(person.post(&path, &answers).await.status, 303);
        }
        let home = "Di cuándo puedes: «Junta de fin de año».";
        assert!(shown(&ana, "/@etla").await.contains(home) && !shown(&beto, "/@etla").await.contains(home));
        let text = shown(&beto, &path).await;
        for part in ["Casa de Ana", "dura 90 minutos", "han respondido 2 personas", "sábado 5 de diciembre de 2026, 10:00\nla que más conviene\n1\nCitlali\n1\nBeto\n0"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let own = beto.get_json("/@etla/me/export").await["times"].clone();
        assert_eq!((own.as_array().unwrap().len(), own[1]["answer"].as_str()), (3, Some("perhaps")));
        assert_eq!(beto.post(&format!("{path}/close"), &[("chosen", &starts[1])]).await.status, 403);
        days_pass(app, 2).await;
        let over = ana.post(&format!("{path}/close"), &[("chosen", &starts[0])]).await;
        assert!(over.status == 409 && over.text().contains("Esa fecha ya pasó."), "{}", over.text());
        let made = ana.post(&format!("{path}/close"), &[("chosen", &starts[1])]).await.follow(&ana).await.follow(&ana).await;
        for part in ["Junta de fin de año", "sábado 5 de diciembre de 2026", "Casa de Ana", "Para repartir tareas."] {
            assert!(made.text().contains(part), "{part}\n{}", made.text());
        }
        assert!(shown(&citlali, &path).await.contains("Quedó: sábado 5 de diciembre de 2026, 10:00."));
        assert_eq!(told(&citlali, "times-closed").await, 1);
        let late = beto.post(&path, &[("answer", "yes")]).await;
        assert!(late.status == 409 && late.text().contains("Ya se eligió la fecha."), "{}", late.text());
        let again = ana.post(&format!("{path}/close"), &[("chosen", &starts[2])]).await;
        assert_eq!(again.status, 409);
    }
}
