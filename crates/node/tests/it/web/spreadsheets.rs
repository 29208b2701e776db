// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Lists as spreadsheets: for whom the page is, in their language, and nothing in them runs.

use crate::support::{Page, on_both_engines};

/// The rows of a spreadsheet, its header first.
fn rows(page: &Page) -> Vec<Vec<String>> {
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/csv; charset=utf-8"));
    assert_eq!(page.headers["content-disposition"], "attachment");
    assert!(page.bytes.starts_with(&[0xef, 0xbb, 0xbf]), "an old spreadsheet reads accents by this mark");
    let text = page.body.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

on_both_engines! {
    async fn the_agenda_and_who_comes(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "=Beto").await;
        let title = "@Círculo, «radio» y \"ondas\"";
        let path = ana.publish(&[("title", title), ("tags", "radio"), ("repeat", "weekly")]).await;
        ana.publish(&[("title", "Reunión"), ("visibility", "community")]).await;
        let mut guest = app.person();
        let public = rows(&guest.get("/@etla/act/agenda.csv").await);
        assert_eq!(public[0], ["Empieza", "Termina", "Título", "Lugar", "Cancelada", "Solo integrantes", "Dirección"]);
        assert!(public.len() > 10, "each date stands by itself: {public:?}");
        let address = format!("{}{path}", app.origin);
        assert_eq!(public[1][..3], ["2026-11-28 10:00", "2026-11-28 13:00", &format!("'{title}")]);
        assert_eq!(public[1][3..], ["Biblioteca municipal", "", "", &address]);
        assert_eq!(public[2][0], "2026-12-05 10:00");
        assert!(!public.iter().any(|row| row[2] == "Reunión"));
        let own = rows(&beto.get("/@etla/act/agenda.csv").await);
        assert!(own.iter().any(|row| row[2] == "Reunión" && row[5] == "sí"), "{own:?}");
        assert_eq!(rows(&guest.get("/@etla/act/agenda/tags/radio.csv").await).len(), public.len());
        guest.language = "en".to_owned();
        assert_eq!(rows(&guest.get("/@etla/act/agenda.csv").await)[0][..2], ["Starts", "Ends"]);
        let asked = guest.request(reqwest::Method::GET, "/@etla/act/agenda", None, "text/csv").await;
        assert_eq!(rows(&asked).len(), public.len());

        let shown = beto.get(&path).await;
        beto.send(&shown, &[("note", "+52 951, llevo cable")]).await;
        let form = guest.get(&format!("{path}/reply")).await;
        guest.send(&form, &[("name", "Chela")]).await;
        let list = rows(&ana.get(&format!("{path}/list.csv")).await);
        assert_eq!(list[0], ["Nombre", "Recado", "En lista de espera", "Sin cuenta", "Se apuntó"]);
        assert_eq!(list[1], ["'=Beto", "'+52 951, llevo cable", "", "", "2026-11-24 12:00"]);
        assert_eq!(list[2], ["Chela", "", "", "sí", "2026-11-24 12:00"]);
        assert_eq!(beto.get(&format!("{path}/list.csv")).await.status, 404);
        assert_eq!(guest.get(&format!("{path}/list.csv")).await.status, 404);
    }

    async fn members_and_decisions(app: TestApp) {
        let ana = app.founder().await;
        app.clock.advance(1);
        let beto = app.join(&ana, "Beto").await;
        let members = rows(&ana.get("/@etla/members.csv").await);
        assert_eq!(members[0], ["Nombre", "Se unió", "Cargos"]);
        assert_eq!(members[1..], [["Ana", "2026-11-24", "Coordinación"], ["Beto", "2026-11-24", ""]]);
        assert!(ana.get("/@etla/members").await.body.contains("/@etla/members.csv"));
        // A member sees who the others are; the whole list at once is for who keeps the door.
        assert_eq!((beto.get("/@etla/members").await.status, beto.get("/@etla/members.csv").await.status), (200, 403));
        assert!(!beto.get("/@etla/members").await.body.contains("members.csv"));
        assert_eq!(app.person().get("/@etla/members.csv").await.status, 401);

        let agreed = [("title", "Los jueves"), ("body", "Se abre."), ("task_who", "Ana"), ("task_what", "Abrir"), ("review_on", "2027-01-10")];
        let kept = ana.record(&agreed).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let own = rows(&beto.get("/@etla/decide.csv").await);
        assert_eq!(own[0], ["Título", "De qué se trata", "Cómo va", "Acordado el", "Se revisa el", "Solo integrantes", "Dirección"]);
        assert_eq!((own[1][0].as_str(), own[1][4].as_str()), ("Los jueves", "2027-01-10"), "{own:?}");
        assert_eq!(beto.get(own[1].last().unwrap()).await.status, 200);
        let shown = usize::from(own[1][5].is_empty());
        assert_eq!(rows(&app.person().get("/@etla/decide.csv").await).len(), 1 + shown, "a guest sees what is public");
        assert_eq!(rows(&beto.get("/@etla/decide.csv?show=past").await).len(), 1);
    }
}
