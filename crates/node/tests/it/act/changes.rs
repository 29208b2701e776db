// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What becomes of addresses, replies and calendars when an activity changes.

use tequio_node::spine::world::DAY;

use crate::support::{Page, Person, TestApp, on_both_engines};

/// Somebody without account signs up; their private page.
async fn guest(app: &TestApp, date: &str) -> (Person, Page) {
    let guest = app.person();
    let form = guest.get(&format!("{date}/reply")).await;
    let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await;
    (guest, own)
}

fn whole(date: &str) -> &str {
    date.rsplit_once('/').unwrap().0
}

async fn change(ana: &Person, form: &str, fields: &[(&str, &str)]) {
    let form = ana.get(form).await;
    let saved = ana.send(&form, fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
}

on_both_engines! {
    /// A private link says it when the date was moved, cancelled or removed.
    async fn a_guest_is_told_at_their_link(app: TestApp) {
        let ana = app.founder().await;
        let weekly = ana.publish(&[("repeat", "weekly")]).await;
        let (guest, own) = guest(app, &weekly).await;
        assert!(own.text().contains("Vas: tienes lugar") && own.body.contains(".ics"), "{}", own.text());
        app.clock.advance(1_000_000);
        change(&ana, &format!("{weekly}/edit"), &[("start_time", "12:00"), ("end_time", "13:00")]).await;
        let moved = guest.get(&own.path).await.text();
        assert!(moved.contains("Cambió desde que dijiste") && moved.contains("12:00–13:00"), "{moved}");
        let asked = ana.get(&format!("{weekly}/cancel")).await;
        assert_eq!(ana.send(&asked, &[("what", "")]).await.status, 422, "it asks which");
        assert!(guest.get(&own.path).await.text().contains("Vas: tienes lugar"), "nothing is cancelled by one tap");
        assert_eq!(ana.send(&asked, &[("what", "date")]).await.status, 303);
        let cancelled = guest.get(&own.path).await.text();
        assert!(cancelled.contains("Se canceló") && !cancelled.contains("tienes lugar"), "{cancelled}");
        let (other, link) = self::guest(app, &weekly.replace("20261128", "20261205")).await;
        let asked = ana.get(&format!("{}/remove", whole(&weekly).replace("/act/agenda/", "/entries/"))).await;
        assert!(asked.text().contains("no se pueden recuperar"), "{}", asked.text());
        let removed = ana.post(&format!("{}/remove", whole(&weekly).replace("/act/agenda/", "/entries/")), &[]).await;
        assert_eq!(removed.status, 303);
        let gone = other.get(&link.path).await.text();
        assert!(gone.contains("la retiró") && !gone.contains("tienes lugar"), "{gone}");
    }

    /// Who signed up without account goes on seeing when and where, the news, and the way to step back, once the activity
    /// is for members only; and nothing else of it.
    async fn a_guest_keeps_their_place_when_it_becomes_members_only(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[("capacity", "1"), ("body", "Traemos la llave")]).await;
        let (guest, own) = guest(app, &date).await;
        let (waiting, line) = self::guest(app, &date).await;
        let edit = format!("{}/edit", whole(&date));
        change(&ana, &edit, &[("visibility", "community"), ("place", "Casa de Ana"), ("start_time", "12:00"), ("body", "La clave es 77")]).await;
        assert_eq!(guest.get(&date).await.status, 404);
        let now = guest.get(&own.path).await;
        let text = now.text();
        for shown in ["Círculo", "12:00–13:00", "Casa de Ana", "antes, sábado", "Vas: tienes lugar", "solo para integrantes", "Ya no voy"] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
        assert!(!now.body.contains(&date) && !now.body.contains(".ics") && !text.contains("clave"), "{}", now.body);
        assert!(waiting.get(&line.path).await.text().contains("1"), "their place in line");
        assert_eq!(guest.send(&now, &[]).await.status, 303);
        let left = guest.get(&own.path).await;
        assert!(left.status == 200 && !left.body.contains("/reply\""), "{}", left.text());
        assert!(waiting.get(&line.path).await.text().contains("Vas: tienes lugar"));
        let whole_json = waiting.get_json(line.path.split('?').next().unwrap()).await;
        assert_eq!((&whole_json["place"], &whole_json["activity"]), (&"Casa de Ana".into(), &serde_json::Value::Null));
    }

    /// Who changes an activity may say what and why: it stands with the version, and whoever comes hears it, though only
    /// words changed.
    async fn a_change_says_why(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let date = ana.publish(&[]).await;
        beto.send(&beto.get(&date).await, &[("note", "")]).await;
        let why = "La luz llega hasta las once: traigan lámpara.";
        change(&ana, &format!("{}/edit", whole(&date)), &[("body", "Con lámpara."), ("why", why)]).await;
        let told = beto.get("/@etla/notices").await;
        assert!(told.text().contains("Quien organiza avisa:") && told.text().contains(why), "{}", told.text());
        assert!(!citlali.get("/@etla/notices").await.text().contains(why));
        let versions = app.person().get(&format!("{}/revisions", whole(&date).replace("/act/agenda/", "/entries/"))).await;
        assert!(versions.text().contains(why), "{}", versions.text());
        // Without a word nobody is told of mere words.
        change(&ana, &format!("{}/edit", whole(&date)), &[("body", "Con lámpara y agua.")]).await;
        assert_eq!(beto.get_json("/@etla/notices").await["notices"].as_array().unwrap().len(), 1);
    }

    /// What is over already is asked about once, with what was typed; and not again when it is only corrected.
    async fn a_date_in_the_past_is_asked_about(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/act/agenda/new").await;
        assert!(!form.body.contains("name=\"past\""));
        let typed = [("title", "Charla de octubre"), ("start_date", "2026-10-30")];
        let asked = ana.send(&form, &typed).await;
        assert!(asked.status == 422 && asked.text().contains("Esa fecha ya pasó"), "{}", asked.text());
        assert!(asked.body.contains("Charla de octubre") && asked.body.contains("2026-10-30"));
        let kept = ana.send(&asked, &[("past", "on")]).await.follow(&ana).await.follow(&ana).await;
        assert!(kept.text().contains("30 de octubre de 2026"), "{}", kept.text());
        change(&ana, &format!("{}/edit", whole(kept.path.split('?').next().unwrap())), &[("title", "Charla")]).await;
        // Nor does one that comes slip into the past.
        let date = ana.publish(&[]).await;
        let form = ana.get(&format!("{}/edit", whole(&date))).await;
        assert_eq!(ana.send(&form, &[("start_date", "2025-11-28")]).await.status, 422);
    }

    /// The log names a date by the day it was on, not by the one that its series had first.
    async fn the_log_names_a_date_by_its_own_day(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "weekly")]).await;
        let second = first.replace("20261128", "20261205");
        change(&ana, &format!("{second}/edit"), &[("start_date", "2026-12-06"), ("end_date", "2026-12-06"), ("reach", "following")]).await;
        let log = ana.get("/@etla/log").await.text();
        assert!(log.contains("domingo 6 de diciembre") && !log.contains("28 de noviembre"), "{log}");
        let third = first.replace("20261128", "20261212");
        let asked = ana.get(&format!("{third}/cancel")).await;
        assert_eq!(ana.send(&asked, &[("what", "date")]).await.status, 303);
        let log = ana.get("/@etla/log").await.text();
        assert!(log.contains("Se canceló: domingo 13 de diciembre de 2026, 10:00"), "{log}");
    }

    /// Two who change one date at once: the second one sees both, and nothing is overwritten unseen.
    async fn who_changes_a_date_meanwhile_is_not_overwritten(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "weekly")]).await;
        let edit = format!("{first}/edit");
        let (one, other) = (ana.get(&edit).await, ana.get(&edit).await);
        assert_eq!(ana.send(&one, &[("place", "Auditorio")]).await.status, 303);
        let both = ana.send(&other, &[("title", "Gran círculo"), ("place", "Patio")]).await;
        assert_eq!(both.status, 409);
        for shown in ["Auditorio", "Patio", "Gran círculo"] {
            assert!(both.text().contains(shown) || both.body.contains(shown), "{shown}: {}", both.text());
        }
        assert_eq!(ana.get_json(&first).await["place"], "Auditorio");
        assert_eq!(ana.send(&both, &[("place", "Patio")]).await.status, 303);
        let now = ana.get_json(&first).await;
        assert_eq!((&now["title"], &now["place"]), (&"Gran círculo".into(), &"Patio".into()));
    }

    /// Home shows each activity by its next date that was not called off; the agenda says what was. The tags above it are
    /// of what comes.
    async fn what_comes_next_is_what_was_not_called_off(app: TestApp) {
        let ana = app.founder().await;
        let weekly = ana.publish(&[("title", "Círculo"), ("repeat", "weekly"), ("tags", "semanal")]).await;
        let once = ana.publish(&[("title", "Charla única"), ("tags", "charla")]).await;
        let tags = async || {
            let tags = ana.get_json("/@etla/act/agenda").await["tags"].clone();
            tags.as_array().unwrap().iter().map(|tag| format!("{} {}", tag["name"], tag["count"])).collect::<Vec<_>>()
        };
        assert_eq!(tags().await, ["\"charla\" 1", "\"semanal\" 1"]);
        for (date, what) in [(&weekly, "date"), (&once, "all")] {
            let asked = ana.get(&format!("{date}/cancel")).await;
            let what = if asked.body.contains("name=\"what\"") { vec![("what", what)] } else { Vec::new() };
            assert_eq!(ana.send(&asked, &what).await.status, 303);
        }
        let home = ana.get_json("/@etla").await["next"].clone();
        let starts: Vec<&str> = home.as_array().unwrap().iter().map(|card| card["starts"].as_str().unwrap()).collect();
        assert_eq!(starts, ["2026-12-05T10:00:00"], "{home}");
        let agenda = ana.get_json("/@etla/act/agenda").await["dates"].clone();
        let cancelled = |card: &serde_json::Value| card["cancelled"] == true && card["starts"] == "2026-11-28T10:00:00";
        assert!(agenda.as_array().unwrap().len() == 2 && agenda.as_array().unwrap().iter().all(cancelled), "{agenda}");
        app.clock.advance(8 * DAY);
        assert_eq!(tags().await, ["\"semanal\" 1"]);
    }

    /// A version shows what it had, and what it changed; changes of dates stand apart, for members.
    async fn versions_do_not_rewrite_the_past(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("title", "Festival"), ("repeat", "weekly"), ("until", "2027-01-30")]).await;
        let revisions = format!("{}/revisions", whole(&first).replace("/act/agenda/", "/entries/"));
        let versions = async |person: &Person| person.get_json(&format!("{revisions}.json")).await;
        let begun = versions(&ana).await["revisions"][0].clone();
        for pieces in ["title", "facts", "body"] {
            let all = begun[pieces].as_array().unwrap();
            assert!(all.iter().all(|piece| piece["kind"] == "same"), "the first changed nothing: {all:?}");
        }
        let fourth = first.replace("20261128", "20261219");
        change(&ana, &format!("{fourth}/edit"), &[("place", "Auditorio"), ("start_time", "11:00")]).await;
        let second = first.replace("20261128", "20261205");
        change(&ana, &format!("{second}/edit"), &[("start_time", "16:00"), ("end_time", "18:00"), ("reach", "following")]).await;
        assert_eq!(versions(&ana).await["revisions"][0], begun, "a change of dates is no version");
        let dates = versions(&ana).await["dates"].as_array().unwrap().clone();
        assert_eq!(dates.len(), 2, "{dates:?}");
        assert!(dates[0]["words"].as_str().unwrap().contains("esa fecha y las que siguen") && dates[0]["name"] == "Ana");
        let words = dates[1]["words"].as_str().unwrap();
        assert!(words.contains("19 de diciembre de 2026, 10:00–13:00") && words.contains("11:00–13:00") && words.contains("otro lugar"), "{words}");
        assert!(versions(&app.person()).await["dates"].as_array().unwrap().is_empty(), "names are for members");
        change(&ana, &format!("{}/edit", whole(&first)), &[("body", "Traigan sus compus.")]).await;
        let two = versions(&ana).await["revisions"][0].clone();
        assert_eq!(two["version"], 2);
        let facts = two["facts"].as_array().unwrap();
        assert!(facts.iter().all(|piece| piece["kind"] == "same"), "only the text was changed: {facts:?}");
    }

    /// Where some months have no such date, the last one of each is offered, and the dates that follow are shown.
    async fn the_last_of_each_month_is_offered(app: TestApp) {
        let ana = app.founder().await;
        for (start, repeat, offered, told) in [
            ("2026-11-30", "monthly-weekday", "monthly-last", "quinto lunes"),
            ("2026-12-31", "monthly-day", "monthly-last-day", "no tienen día 31"),
        ] {
            let form = ana.get("/@etla/act/agenda/new").await;
            let refused = ana.send(&form, &[("title", "Reunión"), ("start_date", start), ("repeat", repeat)]).await;
            assert!(refused.status == 422 && refused.text().contains(told), "{}", refused.text());
            assert!(refused.body.contains(&format!("value=\"{offered}\" selected")), "{}", refused.body);
            let shown = ana.send(&refused, &[("title", "Reunión")]).await.follow(&ana).await.follow(&ana).await;
            let next = if start == "2026-11-30" { ["28 de diciembre", "25 de enero"] } else { ["31 de enero", "28 de febrero"] };
            let text = shown.text();
            let said = text.split("Fechas que siguen").nth(1).unwrap();
            assert!(next.iter().all(|day| said.contains(day)), "{text}");
        }
    }

    /// An end before the beginning is said in the same words everywhere.
    async fn an_end_before_the_beginning_is_named(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[]).await;
        for path in [format!("{date}/edit"), format!("{}/edit", whole(&date))] {
            let form = ana.get(&path).await;
            let wrong = ana.send(&form, &[("start_time", "13:00"), ("end_time", "10:00")]).await;
            assert!(wrong.status == 422 && wrong.text().contains("Termina antes de empezar"), "{}", wrong.text());
        }
    }

    /// An address in a chat or on a poster goes on working whatever becomes of the series.
    async fn addresses_stay(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[]).await;
        assert!(first.ends_with("/once"));
        let edit = format!("{}/edit", whole(&first));
        change(&ana, &edit, &[("repeat", "weekly"), ("until", "2027-02-27")]).await;
        let second = format!("{}/20261205T100000", whole(&first));
        let (guest, own) = guest(app, &second).await;
        // Another hour, then other days.
        change(&ana, &edit, &[("start_time", "16:00"), ("end_time", "18:00")]).await;
        let feed = ana.get("/@etla/act/agenda.ics").await.body;
        assert!(feed.contains("DTSTART;TZID=America/Mexico_City:20261128T160000") && !feed.contains("RECURRENCE-ID"), "{feed}");
        assert!(ana.get(&first).await.text().contains("28 de noviembre de 2026, 16:00–18:00"));
        assert!(ana.get(&second).await.text().contains("5 de diciembre de 2026, 16:00–18:00"));
        change(&ana, &edit, &[("start_date", "2026-11-29")]).await;
        assert!(ana.get(&first).await.text().contains("domingo 29 de noviembre de 2026, 16:00–18:00"));
        assert!(ana.get(&second).await.text().contains("domingo 6 de diciembre de 2026, 16:00–18:00"));
        assert!(guest.get(&own.path).await.text().contains("Vas: tienes lugar"));
        assert_eq!(ana.get(&format!("{second}/poster")).await.status, 200);
        // What the series has no more leads to what it has.
        let third = second.replace("20261205", "20261212");
        change(&ana, &edit, &[("until", "2026-12-07")]).await;
        let led = ana.get(&third).await.follow(&ana).await;
        assert!(led.location().contains("/once") && led.location().contains("done=date-gone"), "{}", led.location());
        // And it is the same again if it comes back.
        change(&ana, &edit, &[("until", "2027-02-27")]).await;
        let back = ana.get(&format!("{}/20261213T160000", whole(&first))).await;
        assert!(back.text().contains("domingo 13 de diciembre"), "{}", back.text());
    }

    /// Whole days end on their last day in the form of one date too, and saving it changes nothing.
    async fn whole_days_show_their_last_one(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("all_day", "on"), ("end_date", "2026-11-29"), ("repeat", "weekly")]).await;
        let days = ["sábado 28 de noviembre", "domingo 29 de noviembre"];
        let shown = ana.get(&first).await.text();
        assert!(days.iter().all(|day| shown.contains(day)), "{shown}");
        let edit = format!("{first}/edit");
        assert!(ana.get(&edit).await.body.contains("name=\"end_date\" type=\"date\" value=\"2026-11-29\""));
        change(&ana, &edit, &[("place", "Parque")]).await;
        let shown = ana.get(&first).await.text();
        assert!(days.iter().all(|day| shown.contains(day)) && !shown.contains("lunes"), "{shown}");
        change(&ana, &edit, &[("end_date", "2026-11-28")]).await;
        let shown = ana.get(&first).await.text();
        assert!(shown.contains(days[0]) && !shown.contains(days[1]), "{shown}");
        let wrong = ana.get(&edit).await;
        let wrong = ana.send(&wrong, &[("end_date", "2026-11-27")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("value=\"2026-11-27\""), "{}", wrong.text());
    }

    /// A change of all that follow makes a second series in calendars, and reaches title and place for ever.
    async fn what_follows_is_a_series_of_its_own(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "weekly")]).await;
        let second = first.replace("20261128", "20261205");
        let beto = app.join(&ana, "Beto").await;
        for date in [&second, &second.replace("20261205", "20261212")] {
            let shown = beto.get(date).await;
            beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        }
        let fields = [
            ("start_date", "2026-12-06"), ("start_time", "17:00"), ("end_date", "2026-12-06"), ("end_time", "19:00"),
            ("title", "Círculo en domingo"), ("place", "Casa de cultura"), ("reach", "following"),
        ];
        change(&ana, &format!("{second}/edit"), &fields).await;
        let feed = app.person().get("/@etla/act/agenda.ics").await.body;
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 2, "{feed}");
        let parts = [
            "RRULE:FREQ=WEEKLY;UNTIL=20261205T155959Z\r\n", "UID:R20261205T100000-", "SUMMARY:Círculo en domingo",
            "LOCATION:Casa de cultura", "DTSTART;TZID=America/Mexico_City:20261206T170000", "RRULE:FREQ=WEEKLY\r\n",
        ];
        for part in parts {
            assert!(feed.contains(part), "{part}\n{feed}");
        }
        assert!(!feed.contains("RECURRENCE-ID") && feed.len() < 4_000, "{feed}");
        for (date, day) in [("20261205", "domingo 6 de diciembre"), ("20261212", "domingo 13 de diciembre")] {
            let shown = beto.get(&second.replace("20261205", date)).await.text();
            for part in [day, "17:00–19:00", "Círculo en domingo", "Casa de cultura", "Vas: tienes lugar"] {
                assert!(shown.contains(part), "{part}\n{shown}");
            }
        }
        assert!(beto.get(&first).await.text().contains("Biblioteca municipal"));
        // What the node itself exports has nothing new for it.
        let again = ana.upload("/@etla/act/agenda/import", feed.as_bytes(), &[]).await.text();
        assert!(again.contains("No hay nada nuevo que traer") && again.contains("2 actividades del archivo"), "{again}");
        // Dates that time adds are called so too.
        app.clock.advance(400 * DAY);
        tequio_node::jobs::sweep(&app.node).await.unwrap();
        tequio_node::jobs::run_due(&app.node).await.unwrap();
        let late = ana.get("/@etla/act/agenda/months/2029-01").await.text();
        assert!(late.contains("Círculo en domingo"), "{late}");
    }

    /// The form of the whole series says what becomes of later dates, and keeps or joins them.
    async fn the_whole_series_does_not_leave_later_dates_behind(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "weekly"), ("until", "2026-12-26")]).await;
        let (second, third) = (first.replace("20261128", "20261205"), first.replace("20261128", "20261212"));
        let fields = [("start_time", "17:00"), ("end_time", "19:00"), ("place", "Parque"), ("reach", "following")];
        change(&ana, &format!("{third}/edit"), &fields).await;
        let edit = format!("{}/edit", whole(&first));
        let form = ana.get(&edit).await;
        assert!(form.text().contains("cambia más adelante") && form.text().contains("12 de diciembre de 2026, 17:00–19:00"), "{}", form.text());
        change(&ana, &edit, &[("start_time", "11:00"), ("end_time", "12:00"), ("title", "Círculo libre")]).await;
        assert!(ana.get(&second).await.text().contains("5 de diciembre de 2026, 11:00–12:00"));
        let later = ana.get(&third).await.text();
        for part in ["12 de diciembre de 2026, 17:00–19:00", "Parque", "Círculo libre"] {
            assert!(later.contains(part), "{part}\n{later}");
        }
        change(&ana, &edit, &[("join", "on")]).await;
        let later = ana.get(&third).await.text();
        assert!(later.contains("12 de diciembre de 2026, 11:00–12:00") && later.contains("Biblioteca municipal"), "{later}");
        assert!(ana.get(&first.replace("20261128", "20261226")).await.text().contains("11:00–12:00"));
        assert_eq!(ana.get("/@etla/act/agenda.ics").await.body.matches("BEGIN:VEVENT").count(), 1);
        // Whoever had signed up for a date that goes is told what happened, not that it was cancelled.
        let beto = app.join(&ana, "Beto").await;
        let shown = beto.get(&third).await;
        beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        change(&ana, &edit, &[("repeat", "")]).await;
        let told = beto.get("/@etla/notices").await.text();
        assert!(told.contains("dejó de repetirse") && !told.contains("Se canceló"), "{told}");
        change(&ana, &edit, &[("repeat", "weekly"), ("until", "2026-12-26")]).await;
        assert!(beto.get(&third).await.text().contains("Vas: tienes lugar"), "it is there again");
    }

    /// A series is one card; every date is still found.
    async fn the_list_is_short(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "weekly"), ("language", "en")]).await;
        ana.publish(&[("title", "Instalatón"), ("start_date", "2026-12-20")]).await;
        let list = ana.get("/@etla/act/agenda").await;
        let text = list.text();
        assert_eq!(list.body.matches("<li class=\"card").count(), 2, "{text}");
        assert!(text.contains("cada sábado") && text.contains("sáb 12 dic, 10:00") && text.contains("Traer actividades"), "{text}");
        assert!(list.body.contains("<h2 lang=\"en\">"), "words in another language say so");
        let shown = ana.get(&first).await;
        assert!(shown.text().contains("19 de diciembre de 2026") && shown.text().contains("Ver más"), "{}", shown.text());
        let more = shown.body.split("href=\"?after=").nth(1).unwrap().split('#').next().unwrap();
        let more = ana.get(&format!("{first}?after={more}")).await.text();
        assert!(more.contains("26 de diciembre de 2026") && !more.contains("19 de diciembre"), "{more}");
        let month = ana.get("/@etla/act/agenda/months/2026-12").await.text();
        assert!(month.contains("10:00\nCírculo"), "{month}");
        let week = ana.get("/@etla/act/agenda/week").await.body;
        assert!(week.contains(&format!("{}{first}", app.origin)), "each activity has its link: {week}");
    }

    /// Who may not change an activity is told before they type; who holds the mandate may.
    async fn only_who_may_sees_the_forms(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let date = beto.publish(&[]).await;
        let dora = app.join(&ana, "Dora").await;
        for form in [format!("{}/edit", whole(&date)), format!("{date}/edit"), format!("{date}/cancel")] {
            assert_eq!(dora.get(&form).await.status, 403, "{form}");
            assert_eq!(ana.get(&form).await.status, 200, "{form}");
        }
        assert!(!dora.get(&date).await.text().contains("Organizar"));
        change(&ana, &format!("{}/edit", whole(&date)), &[("place", "Parque"), ("start_time", "11:00")]).await;
        let versions = ana.get(&format!("{}/revisions", whole(&date).replace("/act/agenda/", "/entries/"))).await;
        for part in ["<ins>Parque</ins>", "<del>Biblioteca", "11:00"] {
            assert!(versions.body.contains(part), "{part}\n{}", versions.body);
        }
        let list = beto.get(&format!("{date}/list")).await;
        assert!(list.text().contains("Recado") && list.text().contains("Todavía nadie se ha apuntado"), "{}", list.text());
    }

    /// More places are for dates to come: nobody gets one yesterday.
    async fn nobody_is_promoted_to_a_past_date(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "weekly"), ("capacity", "1")]).await;
        let second = first.replace("20261128", "20261205");
        let (beto, dora) = (app.join(&ana, "Beto").await, app.join(&ana, "Dora").await);
        for (person, date) in [(&beto, &first), (&dora, &first), (&beto, &second), (&dora, &second)] {
            let shown = person.get(date).await;
            person.send(&shown, &[("note", "")]).await.follow(person).await;
        }
        app.clock.advance(5 * DAY);
        change(&ana, &format!("{}/edit", whole(&first)), &[("capacity", "2")]).await;
        let going = |page: serde_json::Value| page["going"].as_i64().unwrap();
        assert_eq!(going(ana.get_json(&format!("{first}.json")).await), 1);
        assert_eq!(going(ana.get_json(&format!("{second}.json")).await), 2);
    }
}
