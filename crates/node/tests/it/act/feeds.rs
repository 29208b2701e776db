// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What calendars that follow the agenda are told, and that a series goes on for years.

use tequio_node::spine::world::DAY;

use crate::support::on_both_engines;

/// SEQUENCE, DTSTAMP and LAST-MODIFIED of the first event of a file.
fn marks(file: &str) -> [String; 3] {
    let of = |name: &str| file.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    ["SEQUENCE:", "DTSTAMP:", "LAST-MODIFIED:"].map(of)
}

on_both_engines! {
    /// The calendar of who goes reminds them; nobody else's does.
    async fn a_calendar_reminds_who_goes(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let activity = ana.publish(&[]).await;
        let shown = beto.get(&activity).await;
        assert_eq!(beto.send(&shown, &[("note", "llevo pan")]).await.status, 303);
        let feed = async |person: &crate::support::Person| {
            let me = person.get_json("/@etla/me.json").await;
            let address = me["private_feed"].as_str().unwrap().to_owned();
            app.person().get(address.strip_prefix(&app.origin).unwrap()).await.body
        };
        let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT120M\r\n";
        let beto_s = feed(&beto).await;
        assert_eq!(beto_s.matches(alarm).count(), 1, "{beto_s}");
        assert!(!feed(&ana).await.contains("VALARM"));
        assert!(!app.person().get("/@etla/act/agenda.ics").await.body.contains("VALARM"));
    }

    /// A calendar is told of one date that ends at another time, and of one that is cancelled: by a higher sequence and a
    /// later change.
    async fn calendars_hear_of_every_change(app: TestApp) {
        let ana = app.founder().await;
        let weekly = ana.publish(&[("repeat", "weekly"), ("until", "2026-12-19"), ("tags", "libro, gato")]).await;
        ana.publish(&[("title", "Otra cosa"), ("tags", "otra")]).await;
        let second = weekly.replace("20261128", "20261205");
        let form = ana.get(&format!("{second}/edit")).await;
        ana.send(&form, &[("end_time", "18:00")]).await.follow(&ana).await;
        let one = format!("{}.ics", weekly.rsplit_once('/').unwrap().0);
        for feed in [one.as_str(), "/@etla/act/agenda.ics"] {
            let body = ana.get(feed).await.body;
            assert_eq!(body.matches("RECURRENCE-ID").count(), 1, "{body}");
            let parts = [
                "RECURRENCE-ID;TZID=America/Mexico_City:20261205T100000",
                "DTEND;TZID=America/Mexico_City:20261205T180000",
                "CATEGORIES:gato,libro",
            ];
            for part in parts {
                assert!(body.contains(part), "{feed}: {part}\n{body}");
            }
        }
        let of_a_tag = app.person().get("/@etla/act/agenda/tags/libro.ics").await;
        assert_eq!(of_a_tag.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(of_a_tag.body.contains("CATEGORIES:gato,libro") && !of_a_tag.body.contains("Otra cosa"), "{}", of_a_tag.body);
        let all = ana.get("/@etla/act/agenda.ics").await.body;
        assert_eq!(all.matches("CATEGORIES:otra").count(), 1, "each has its own tags\n{all}");
        for change in ["cancel", "whole"] {
            let before = marks(&ana.get(&one).await.body);
            app.clock.advance(DAY / 24);
            let cancelled = match change {
                "cancel" => ana.post(&format!("{second}/cancel"), &[("what", "date")]).await,
                _ => ana.post(&format!("{second}/cancel"), &[("what", "all")]).await,
            };
            assert_eq!(cancelled.status, 303, "{change}: {}", cancelled.text());
            let after = marks(&ana.get(&one).await.body);
            for (before, after) in before.iter().zip(&after) {
                assert!(before < after, "{change}: {before} {after}");
            }
        }
        let gone = ana.get(&one).await.body;
        assert!(gone.contains("STATUS:CANCELLED") && !gone.contains("STATUS:CONFIRMED"), "{gone}");
    }

    /// A daily series goes on for years: no date of it is lost, though its dates since it began are more than it may have.
    async fn a_daily_series_goes_on(app: TestApp) {
        let ana = app.founder().await;
        let first = ana.publish(&[("repeat", "daily")]).await;
        let date = |day: &str| first.replace("20261128", day);
        let beto = app.join(&ana, "Beto").await;
        let shown = beto.get(&date("20271231")).await;
        beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        for _ in 0..2 {
            app.clock.advance(390 * DAY);
            tequio_node::jobs::sweep(&app.node).await.unwrap();
            tequio_node::jobs::run_due(&app.node).await.unwrap();
        }
        let stranger = app.person();
        // What was, what somebody replied to, what is, and what is two years ahead.
        for day in ["20261128", "20271231", "20290120", "20301201"] {
            let shown = stranger.get(&date(day)).await;
            assert_eq!(shown.status, 200, "{day}");
            assert!(!shown.text().contains("canceló"), "{day}: {}", shown.text());
        }
        assert_eq!(stranger.get(&date("20320101")).await.status, 303, "dates reach two years ahead");
    }
}
