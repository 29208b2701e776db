// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Publishing, looking, replying, changing, cancelling: the agenda through the real server.

use tequio_node::{act::agenda::rules::GUESTS_LIMIT, spine::world::DAY};

use crate::support::{PASSPHRASE, Page, Person, on_both_engines};

/// Publishes an activity on Saturday at ten and gives its page.
async fn publish(ana: &Person, more: &[(&str, &str)]) -> Page {
    let fields = [&[("title", "Instalatón de Trisquel")], more].concat();
    ana.get(&ana.publish(&fields).await).await
}

fn path(page: &Page) -> String {
    page.path.split('?').next().unwrap().to_owned()
}

on_both_engines! {
    /// Saturday's activity is on the home page, in the month, in the week to share and in calendars.
    async fn saturday_is_published(app: TestApp) {
        let ana = app.founder().await;
        let page = publish(&ana, &[("tags", "Taller, trisquel"), ("body", "Trae tu **compu**.")]).await;
        assert!(page.text().contains("sábado 28 de noviembre de 2026, 10:00–13:00"), "{}", page.text());
        let stranger = app.person();
        assert!(stranger.get("/@etla").await.text().contains("Instalatón de Trisquel"));
        assert!(stranger.get("/@etla/act/agenda/months/2026-11").await.text().contains("Instalatón de Trisquel"));
        assert!(stranger.get("/@etla/act/agenda/tags/taller").await.text().contains("Instalatón de Trisquel"));
        assert!(!stranger.get("/@etla/act/agenda/tags/otra").await.text().contains("Instalatón de Trisquel"));
        let week = stranger.get("/@etla/act/agenda/week").await;
        assert!(week.body.contains("Biblioteca municipal"));
        let feed = stranger.get("/@etla/act/agenda.ics").await;
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        for part in ["DTSTART;TZID=America/Mexico_City:20261128T100000", "SUMMARY:Instalatón de Trisquel", "BEGIN:VTIMEZONE", "CATEGORIES:taller,trisquel"] {
            assert!(feed.body.contains(part), "{part}\n{}", feed.body);
        }
        assert_eq!(stranger.get(&format!("{}/list", path(&page))).await.status, 404, "the list is for hosts");
    }

    /// What is for members is not for others, in any representation.
    async fn members_only_stays_among_members(app: TestApp) {
        let ana = app.founder().await;
        let page = publish(&ana, &[("visibility", "community")]).await;
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(beto.get(&path(&page)).await.status, 200);
        let stranger = app.person();
        for path in [path(&page), format!("{}.json", path(&page)), format!("{}.ics", path(&page))] {
            assert_eq!(stranger.get(&path).await.status, 404, "{path}");
        }
        assert!(!stranger.get("/@etla/act/agenda.ics").await.body.contains("Instalatón"));
        let list = ana.get_json("/@etla/act/agenda.json").await;
        let own = list["private_feed"].as_str().unwrap();
        assert!(stranger.get(own).await.body.contains("Instalatón"), "a telephone's calendar has only the link");
        assert_eq!(stranger.get(&own.replace(".ics", "x.ics")).await.status, 404);
    }

    /// Two places, four people, one of them without account: who waits gets the place that comes free.
    async fn the_waiting_list_moves_up(app: TestApp) {
        let ana = app.founder().await;
        let page = publish(&ana, &[("capacity", "2")]).await;
        let path = path(&page);
        let beto = app.join(&ana, "Beto").await;
        let dora = app.join(&ana, "Dora").await;
        let reply = |person: Person, path: String| async move {
            let shown = person.get(&path).await;
            let after = person.send(&shown, &[("note", "")]).await.follow(&person).await;
            (person, after)
        };
        let (beto, going) = reply(beto, path.clone()).await;
        assert!(going.text().contains("Vas: tienes lugar"), "{}", going.text());
        let guest = app.person();
        let form = guest.get(&format!("{path}/reply")).await;
        let own = guest.send(&form, &[("name", "Chela"), ("note", "llevo cable")]).await.follow(&guest).await;
        assert!(own.text().contains("Chela"), "{}", own.text());
        let (dora, waiting) = reply(dora, path.clone()).await;
        assert!(waiting.text().contains("lista de espera"), "{}", waiting.text());
        let list = ana.get(&format!("{path}/list")).await.text();
        assert!(list.contains("Beto") && list.contains("Chela") && list.contains("llevo cable"), "{list}");
        assert_eq!(beto.get(&format!("{path}/list")).await.status, 404);
        let left = guest.send(&own, &[]).await.follow(&guest).await;
        assert!(left.text().contains("Avisaste que no vas"), "{}", left.text());
        assert!(dora.get(&path).await.text().contains("Vas: tienes lugar"));
        let twice = beto.post(&format!("{path}/reply"), &[("note", "")]).await;
        assert_eq!(twice.status, 409);
        let home = dora.get_json("/@etla/act/agenda.json").await;
        assert_eq!(home["dates"].as_array().unwrap().len(), 1);
    }

    /// Whoever leaves the community, erased or not, gives their place to who waits.
    async fn leaving_frees_a_place(app: TestApp) {
        for how in ["leave", "erase"] {
            let ana = if how == "leave" { app.founder().await } else { app.person() };
            if how == "erase" {
                let form = ana.get("/@etla/sign-in").await;
                ana.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
            }
            let page = publish(&ana, &[("capacity", "1"), ("repeat", "weekly"), ("until", "2026-12-19")]).await;
            let path = path(&page);
            let beto = app.join(&ana, &format!("Beto {how}")).await;
            let dora = app.join(&ana, &format!("Dora {how}")).await;
            for person in [&beto, &dora] {
                let shown = person.get(&path).await;
                person.send(&shown, &[("note", "")]).await.follow(person).await;
            }
            assert!(dora.get(&path).await.text().contains("lista de espera"));
            let form = beto.get("/@etla/me/leave").await;
            let gone = beto.send(&form, &[("how", how), ("passphrase", PASSPHRASE)]).await;
            assert_eq!(gone.status, 303, "{}", gone.text());
            assert!(dora.get(&path).await.text().contains("Vas: tienes lugar"), "{}", dora.get(&path).await.text());
            assert!(!ana.get(&format!("{path}/list")).await.text().contains("Beto"));
        }
    }

    /// A weekly series: one date moves, later ones follow, replies stay with their dates, one is cancelled.
    async fn a_series_changes_and_replies_stay(app: TestApp) {
        let ana = app.founder().await;
        let page = publish(&ana, &[("repeat", "weekly"), ("until", "2026-12-19")]).await;
        let first = path(&page);
        assert!(first.ends_with("/20261128T100000"), "{first}");
        let second = first.replace("20261128", "20261205");
        let third = first.replace("20261128", "20261212");
        let beto = app.join(&ana, "Beto").await;
        let shown = beto.get(&second).await;
        beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        let form = ana.get(&format!("{second}/edit")).await;
        let changed = ana.send(&form, &[("start_time", "17:00"), ("end_time", "20:00"), ("reach", "following")]).await;
        assert_eq!(changed.status, 303, "{}", changed.text());
        assert!(beto.get(&second).await.text().contains("5 de diciembre de 2026, 17:00–20:00"));
        assert!(beto.get(&second).await.text().contains("Vas: tienes lugar"));
        assert!(ana.get(&third).await.text().contains("12 de diciembre de 2026, 17:00–20:00"));
        assert!(ana.get(&first).await.text().contains("28 de noviembre de 2026, 10:00–13:00"));
        let shown = ana.get(&second).await;
        assert_eq!(ana.post(&format!("{second}/cancel"), &[("what", "date")]).await.status, 303, "{}", shown.text());
        assert!(beto.get(&second).await.text().contains("se canceló"));
        let feed = beto.get("/@etla/act/agenda.ics").await.body;
        let parts = [
            "RRULE:FREQ=WEEKLY;UNTIL=20261205T155959Z",
            "UID:R20261205T100000-",
            "DTSTART;TZID=America/Mexico_City:20261205T170000",
            "RRULE:FREQ=WEEKLY;UNTIL=20261220T055959Z",
            "RECURRENCE-ID;TZID=America/Mexico_City:20261205T170000",
            "STATUS:CANCELLED",
        ];
        for part in parts {
            assert!(feed.contains(part), "{part}\n{feed}");
        }
    }

    /// Nothing is more open than somebody said: who may see it is said, in words that are known, each time.
    async fn who_may_see_it_is_never_guessed(app: TestApp) {
        let ana = app.founder().await;
        let outside = app.person();
        let form = ana.get("/@etla/act/agenda/new").await;
        for (field, wrong) in [("visibility", ""), ("visibility", "sealed"), ("visibility", "network"), ("repeat", "sometimes"), ("licence", "MIT-0")] {
            let refused = ana.send(&form, &[(field, wrong)]).await;
            assert_eq!(refused.status, 422, "{field} {wrong}");
            assert!(refused.text().contains("Elige"), "{}", refused.text());
        }
        let path = ana.publish(&[("visibility", "community")]).await;
        let edit = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&edit, &[("visibility", "")]).await.status, 422);
        assert_eq!(outside.get(&path).await.status, 404);
    }

    /// An activity once: cancelled in its calendar too. A series whose hour changes keeps what differs.
    async fn calendars_follow(app: TestApp) {
        let ana = app.founder().await;
        let once = publish(&ana, &[]).await;
        assert_eq!(ana.post(&format!("{}/cancel", path(&once)), &[("what", "all")]).await.status, 303);
        let feed = ana.get("/@etla/act/agenda.ics").await.body;
        assert!(feed.contains("STATUS:CANCELLED"), "{feed}");
        let weekly = publish(&ana, &[("title", "Círculo"), ("repeat", "weekly"), ("until", "2026-12-19")]).await;
        let second = path(&weekly).replace("20261128", "20261205");
        let form = ana.get(&format!("{second}/edit")).await;
        ana.send(&form, &[("start_time", "18:00"), ("end_time", "19:00"), ("title", "Fiesta")]).await;
        let edit = ana.get(&format!("{}/edit", path(&weekly).rsplit_once('/').unwrap().0)).await;
        let (_, values) = edit.form(&[("repeat", "")]);
        assert!(values.contains(&("repeat".to_owned(), "weekly".to_owned())), "{values:?}");
        assert!(values.contains(&("until".to_owned(), "2026-12-19".to_owned())), "{values:?}");
        let saved = ana.send(&edit, &[("start_time", "11:00"), ("end_time", "12:00")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let list = ana.get("/@etla/act/agenda").await.text();
        for part in ["28 de noviembre de 2026, 11:00–12:00", "sáb 5 dic, 18:00", "sáb 12 dic, 11:00", "sáb 19 dic, 11:00"] {
            assert!(list.contains(part), "{part}\n{list}");
        }
        assert!(ana.get(&second).await.text().contains("Fiesta"));
        let month = ana.get("/@etla/act/agenda/months/2026-12").await.text();
        assert!(month.contains("Fiesta") && month.matches("Círculo").count() == 2, "{month}");
    }

    /// The list of a date is gone thirty days after it, but for who asked to keep their reply.
    async fn lists_are_purged(app: TestApp) {
        let ana = app.founder().await;
        let page = publish(&ana, &[]).await;
        let path = path(&page);
        let guest = app.person();
        let form = guest.get(&format!("{path}/reply")).await;
        let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await;
        let other = app.person();
        let kept = other.send(&form, &[("name", "Quique"), ("key", "06h0r3m6g1va5b86q6t7g4l000")]).await.follow(&other).await;
        other.send(&kept, &[("keep", "yes")]).await.follow(&other).await;
        let pass = async |days: i64| {
            app.clock.advance(days * DAY);
            tequio_node::jobs::sweep(&app.node).await.unwrap();
            tequio_node::jobs::run_due(&app.node).await.unwrap();
        };
        // It ended on the fourth day, an hour after noon: this is the last noon before thirty days are over.
        pass(34).await;
        let list = ana.get(&format!("{path}/list")).await.text();
        assert!(list.contains("Quique") && list.contains("Chela"), "{list}");
        assert_eq!(guest.get(&own.path).await.status, 200);
        pass(1).await;
        let list = ana.get(&format!("{path}/list")).await.text();
        assert!(list.contains("Quique") && !list.contains("Chela"), "{list}");
        let gone = guest.get(&own.path).await;
        assert!(gone.status == 410 && gone.text().contains("se borra a los 30 días"), "{}", gone.text());
    }

    /// Strangers do not fill a date: so many replies come without account, and members still have theirs.
    async fn a_date_takes_so_many_replies_without_account(app: TestApp) {
        let ana = app.founder().await;
        let page = publish(&ana, &[("capacity", "150")]).await;
        let path = path(&page);
        let guest = app.person();
        let reply = |number: i64| {
            let name = format!("Visita {number}");
            let (guest, to) = (&guest, format!("{path}/reply"));
            async move { guest.post(&to, &[("name", &name)]).await }
        };
        let own = reply(0).await.follow(&guest).await;
        assert_eq!(guest.send(&own, &[]).await.status, 303, "who withdraws is counted as well");
        for number in 1..GUESTS_LIMIT {
            assert_eq!(reply(number).await.status, 303, "{number}");
        }
        let full = reply(GUESTS_LIMIT).await;
        assert_eq!(full.status, 409);
        assert!(full.text().contains("ya no caben más respuestas sin cuenta (el tope es 200)"), "{}", full.text());
        let beto = app.join(&ana, "Beto").await;
        let shown = beto.get(&path).await;
        let mine = beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        assert!(mine.text().contains("lista de espera"), "{}", mine.text());
    }

    /// A private calendar that got into other hands gets another address, and the one before opens nothing.
    async fn a_private_feed_gets_another_address(app: TestApp) {
        let ana = app.founder().await;
        publish(&ana, &[("visibility", "community")]).await;
        let beto = app.join(&ana, "Beto").await;
        let address = async |person: &Person| {
            let list = person.get_json("/@etla/act/agenda.json").await["private_feed"].as_str().unwrap().to_owned();
            assert_eq!(person.get_json("/@etla/me").await["private_feed"], list);
            list
        };
        let (others, stranger) = (address(&beto).await, app.person());
        let mut before = address(&ana).await;
        for _ in 0..2 {
            assert!(stranger.get(&before).await.body.contains("Instalatón"));
            let me = ana.get("/@etla/me").await;
            assert!(me.body.contains("action=\"/@etla/me/feed-link\"") && me.text().contains(&before), "{}", me.text());
            let done = ana.post("/@etla/me/feed-link", &[]).await.follow(&ana).await;
            assert!(done.body.contains("La anterior ya no sirve"), "{}", done.body);
            let now = address(&ana).await;
            assert_ne!(now, before);
            assert_eq!(stranger.get(&before).await.status, 404);
            assert!(stranger.get(&now).await.body.contains("Instalatón"));
            before = now;
        }
        assert!(stranger.get(&others).await.body.contains("Instalatón"), "what is of others stays");
        let renewed = "hizo nueva la dirección de su calendario";
        assert!(ana.get("/@etla/log").await.text().contains(renewed) && !beto.get("/@etla/log").await.text().contains(renewed));
        let form = ana.get("/@etla/me/leave").await;
        ana.send(&form, &[("how", "leave"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(stranger.get(&before).await.status, 404, "who left has none");
    }
}
