// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Eighteen months of a community with forty decisions, day by day: every transition, every notice, every review.
//!
//! What is expected is written down when it is done, or reckoned from the days that the classes say, and never asked of
//! the node. After the test all is replayed into the other engine, which must give the same.

use std::collections::{BTreeMap, BTreeSet};

use tequio_node::spine::world::{Clock as _, DAY, Micros};

use crate::support::{Person, TestApp, on_both_engines};

use super::{
    acta, choices, days_pass, express::proposed, foreseen, goes, kept, onward, reviews::conclude, thursdays, understood,
};

const NAMES: [&str; 5] = ["Ana", "Beto", "Citlali", "Dora", "Eusebio"];

/// How a decision is taken, and how many of the forty are taken so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Course {
    /// In a circle, and recorded.
    Spoken,
    /// By express consent.
    Express,
    /// Express, halted by an objection that is carried as dissent.
    Halted,
    /// Deliberated, with a change of its text.
    Deliberated,
    /// The same, and too few take part.
    TooFew,
    /// The same, and its author takes it back.
    TakenBack,
    /// What cannot wait, and lapses.
    Urgent,
    /// The same, ratified by another one in time.
    Ratified,
    /// Money among projects.
    Budget,
    /// People for a mandate.
    Election,
}

use Course::*;

/// The forty, in their order.
const FORTY: [Course; 40] = [
    Spoken,
    Express,
    Deliberated,
    Spoken,
    Express,
    Halted,
    Spoken,
    Urgent,
    Express,
    Spoken,
    Deliberated,
    Express,
    Spoken,
    Budget,
    Express,
    TooFew,
    Spoken,
    Halted,
    Express,
    Spoken,
    Deliberated,
    Express,
    Ratified,
    Deliberated,
    Spoken,
    Express,
    TakenBack,
    Spoken,
    Election,
    Express,
    Halted,
    Spoken,
    Deliberated,
    Express,
    Spoken,
    TooFew,
    Halted,
    Deliberated,
    TakenBack,
    Spoken,
];

/// How its review ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Renewed,
    Repealed,
    Amended,
    Lapsed,
}

/// A decision, and what must have happened to it.
struct Expected {
    path: String,
    stage: &'static str,
    /// What happened, on which day, and by whom of [`NAMES`]; by nobody where time did it.
    moments: Vec<(i64, &'static str, Option<usize>)>,
    /// The day of its next review, by its class.
    review: Option<i64>,
    /// The day on which it lapses if nothing else happens.
    lapses: Option<i64>,
    ending: Ending,
}

impl Expected {
    fn happens(&mut self, day: i64, what: &'static str, by: impl Into<Option<usize>>) {
        self.moments.push((day, what, by.into()));
    }
}

/// The community, and the day it has come to.
struct Months<'a> {
    app: &'a TestApp,
    /// Of Ana's second factor, without which her mandate sleeps after a week.
    secret: Vec<u8>,
    people: Vec<Person>,
    first: Micros,
    day: i64,
    all: Vec<Expected>,
    /// What each was told of which decision on which day.
    told: BTreeMap<(usize, String, i64), String>,
}

impl Months<'_> {
    /// Days pass, each with its morning.
    async fn pass(&mut self, days: i64) {
        for _ in 0..days {
            days_pass(self.app, 1).await;
            self.day += 1;
            if self.day % 25 == 0 {
                self.people[0] = self.app.protected_again(NAMES[0], &self.secret).await;
                for (place, name) in NAMES.iter().enumerate().skip(1) {
                    self.people[place] = self.app.person_again(name).await;
                }
            }
            self.listen().await;
            self.reviews().await;
        }
    }

    /// What each was told since yesterday: of one decision one thing a day at most, and what comes later takes its place.
    async fn listen(&mut self) {
        for (place, name) in NAMES.iter().enumerate() {
            let notices = self.people[place].get_json("/@etla/notices").await;
            let mut days = BTreeSet::new();
            for notice in notices["notices"].as_array().unwrap() {
                let day = (notice["at"].as_i64().unwrap() - self.first + DAY / 2).div_euclid(DAY);
                let kind = notice["kind"].as_str().unwrap().strip_prefix("decision-");
                let Some(what) = kind.filter(|_| day >= self.day - 1) else { continue };
                let path = notice["path"].as_str().unwrap().split(['?', '#']).next().unwrap().to_owned();
                assert!(days.insert((path.clone(), day)), "{name} is told twice of {path} on day {day}");
                self.told.insert((place, path, day), what.to_owned());
            }
        }
    }

    /// Whether all were told this of a decision today.
    fn all_told(&self, path: &str, what: &str) -> bool {
        let told = |place| self.told.get(&(place, path.to_owned(), self.day)).is_some_and(|told| told == what);
        (0..NAMES.len()).all(told)
    }

    /// Reviews that are due open by themselves, and end; what nobody reviews, or ratifies, lapses.
    async fn reviews(&mut self) {
        for number in 0..self.all.len() {
            let path = self.all[number].path.clone();
            if self.all[number].lapses == Some(self.day) {
                assert_eq!(self.people[1].get_json(&path).await["stage"], "lapsed", "day {}: {path}", self.day);
                assert!(self.all_told(&path, "lapsed"), "day {}: {path}", self.day);
                let one = &mut self.all[number];
                one.happens(self.day, "lapsed", None);
                (one.stage, one.lapses, one.review) = ("lapsed", None, None);
            } else if self.all[number].review == Some(self.day) {
                assert_eq!(self.people[1].get_json(&path).await["stage"], "review", "day {}: {path}", self.day);
                assert!(self.all_told(&path, "review"), "day {}: {path}: {:?}", self.day, self.told);
                self.all[number].happens(self.day, "review", None);
                self.all[number].review = None;
                self.review(number, &path).await;
                let stage = self.people[1].get_json(&path).await["stage"].clone();
                assert_eq!(stage, self.all[number].stage, "day {}: {path}", self.day);
            }
        }
    }

    /// A review ends as it is to.
    async fn review(&mut self, number: usize, path: &str) {
        let day = self.day;
        match self.all[number].ending {
            Ending::Renewed => {
                let until = jiff::Timestamp::from_microsecond(self.first + DAY * (day + 60)).unwrap().to_string();
                let fields = [("ending", "renewed"), ("review_on", &until[..10])];
                let done = conclude(&self.people[1], path, &fields).await;
                assert_eq!(done.status, 303, "{}", done.text());
                let one = &mut self.all[number];
                one.happens(day, "renewed", 1);
                // Kept once, it is forgotten the next time.
                (one.stage, one.review, one.ending) = ("renewed", Some(day + 60), Ending::Lapsed);
            }
            Ending::Repealed => {
                let done = conclude(&self.people[1], path, &[("ending", "repealed")]).await;
                assert_eq!(done.status, 303, "{}", done.text());
                goes(&self.people[2], path, "second", &[]).await;
                let one = &mut self.all[number];
                one.happens(day, "concluding", 1);
                one.happens(day, "repealed", 2);
                one.stage = "repealed";
            }
            Ending::Amended => {
                let ana = &self.people[0];
                let title = format!("Acuerdo {number}, de otra manera");
                // By one of its own weight: the lighter ends nothing weightier, nor is what is urgent agreed by word of mouth.
                let kind = ana.get_json(path).await["kind"].as_str().unwrap().replace("urgent", "policy");
                let fields = [("title", title.as_str()), ("task_due", ""), ("kind", &kind)];
                let (made, _) = kept(ana, &thursdays(&fields)).await;
                let by = made.rsplit('/').next().unwrap();
                let done = conclude(ana, path, &[("ending", "amended"), ("by", by)]).await;
                assert_eq!(done.status, 303, "{}", done.text());
                goes(&self.people[2], path, "second", &[]).await;
                let one = &mut self.all[number];
                one.happens(day, "concluding", 0);
                one.happens(day, "amended", 2);
                one.stage = "amended";
                self.recorded(made, if kind == "policy" { 365 } else { 90 }, Ending::Lapsed);
            }
            Ending::Lapsed => {
                let one = &mut self.all[number];
                (one.stage, one.lapses) = ("review", Some(day + 60));
            }
        }
    }

    /// What was agreed in a circle is kept.
    fn recorded(&mut self, path: String, days: i64, ending: Ending) {
        let moments = vec![(self.day, "recorded", Some(0))];
        let review = Some(self.day + days);
        self.all.push(Expected { path, stage: "in_force", moments, review, lapses: None, ending });
    }

    /// Something is proposed: from now on it is expected to go on.
    fn begins(&mut self, path: String, what: &'static str, ending: Ending) -> usize {
        let moments = vec![(self.day, what, Some(0))];
        let stage = if what == "express" { "consent" } else { "draft" };
        self.all.push(Expected { path, stage, moments, review: None, lapses: None, ending });
        self.all.len() - 1
    }

    /// Ana says that it goes on from a stage.
    async fn onward(&mut self, number: usize, from: &str, what: &'static str) {
        let path = &self.all[number].path;
        let stage = self.people[0].get_json(path).await["stage"].clone();
        assert_eq!(stage, from, "day {}: {path}", self.day);
        onward(&self.people[0], path, from).await;
        self.all[number].happens(self.day, what, 0);
    }

    /// From the draft, or from the call, to where it is thought about.
    async fn deliberated(&mut self, number: usize, is_called: bool, days: i64) {
        let path = self.all[number].path.clone();
        goes(&self.people[0], &path, "affected", &[("words", "Quien viene al taller.")]).await;
        if !is_called {
            self.onward(number, "draft", "called").await;
        }
        self.pass(days).await;
        self.onward(number, "call", "clarification").await;
        self.pass(days).await;
        self.onward(number, "clarification", "deliberation").await;
    }

    /// From there to where all say something of it.
    async fn firm(&mut self, number: usize, (days, pause): (i64, i64), opens: &'static str) {
        let path = self.all[number].path.clone();
        foreseen(&self.people[0], &path).await;
        goes(&self.people[0], &path, "search", &[("words", "xoloitzcuintle")]).await;
        self.pass(days).await;
        self.onward(number, "deliberation", "integration").await;
        // Of every day, where it cannot wait, and of options to choose among, nobody asks whether the text is understood.
        if self.people[0].get_json(&path).await["kind"] == "policy" {
            understood(&path, &[&self.people[0], &self.people[1], &self.people[2]]).await;
            self.all[number].happens(self.day, "check", 0);
            self.all[number].happens(self.day, "understood", None);
        }
        self.onward(number, "integration", "frozen").await;
        self.pass(pause).await;
        self.onward(number, "frozen", opens).await;
    }

    /// These agree, and time ends the round; somebody answers for it.
    async fn agreed(&mut self, number: usize, people: &[usize], days: i64) {
        let path = self.all[number].path.clone();
        let text = self.people[0].get_json(&path).await["digest"].as_str().unwrap().to_owned();
        for place in people {
            goes(&self.people[*place], &path, "stance", &[("text", &text), ("stance", "agree")]).await;
        }
        self.pass(days).await;
        self.all[number].happens(self.day, "adopted", None);
    }

    /// Nobody in particular answers for it.
    async fn together(&mut self, number: usize, review: Option<i64>) {
        goes(&self.people[2], &self.all[number].path, "together", &[]).await;
        let one = &mut self.all[number];
        one.happens(self.day, "together", 2);
        (one.stage, one.review) = ("in_force", review.map(|days| self.day + days));
    }

    /// One of the forty, to its agreement or its end.
    async fn take(&mut self, course: Course, title: &str, ending: Ending) {
        let ana = &self.people[0];
        match course {
            Spoken => {
                let (path, _) = kept(ana, &thursdays(&[("title", title), ("task_due", "")])).await;
                self.recorded(path, 90, ending);
            }
            Express => {
                let (path, _) = proposed(ana, &[("title", title)]).await;
                let number = self.begins(path, "express", ending);
                self.agreed(number, &[1, 3], 3).await;
                self.together(number, Some(90)).await;
            }
            Halted => {
                let (path, _) = proposed(ana, &[("title", title)]).await;
                let number = self.begins(path.clone(), "express", ending);
                self.pass(1).await;
                goes(&self.people[1], &path, "object", &[("ground", "harm"), ("words", "El piso está mojado.")]).await;
                self.all[number].happens(self.day, "objected", 1);
                self.all[number].happens(self.day, "halted", 1);
                self.deliberated(number, true, 1).await;
                let objection = self.people[0].get_json(&path).await["way"]["objections"][0]["id"].clone();
                let on = ("on", objection.as_str().unwrap());
                goes(&self.people[3], &path, "restate", &[on, ("words", "Que está muy lejos.")]).await;
                goes(&self.people[1], &path, "understood", &[on, ("answer", "no")]).await;
                goes(&self.people[3], &path, "restate", &[on, ("words", "Temes una caída.")]).await;
                goes(&self.people[1], &path, "understood", &[on, ("answer", "yes")]).await;
                goes(&self.people[0], &path, "end", &[on, ("answer", "carried")]).await;
                self.all[number].happens(self.day, "carried", 0);
                self.firm(number, (1, 1), "round").await;
                self.agreed(number, &[0, 2, 3], 2).await;
                let dissent = self.people[4].get_json(&path).await["dissent"].clone();
                assert_eq!(dissent[0]["words"], "El piso está mojado.", "{path}");
                self.together(number, Some(90)).await;
            }
            Deliberated | TooFew | TakenBack => {
                let (path, _) = proposed(ana, &[("way", "policy"), ("title", title)]).await;
                let number = self.begins(path, "drafted", ending);
                self.policy(number, course).await;
            }
            Urgent | Ratified => {
                let (path, _) = proposed(ana, &[("way", "urgent"), ("title", title)]).await;
                let number = self.begins(path.clone(), "drafted", ending);
                goes(&self.people[1], &path, "sponsor", &[]).await;
                self.deliberated(number, false, 1).await;
                self.firm(number, (1, 0), "round").await;
                self.agreed(number, &[0, 1, 2], 1).await;
                let since = self.day;
                self.together(number, Some(30)).await;
                self.all[number].lapses = Some(since + 30);
                if course == Ratified {
                    self.ratified(number, since).await;
                }
            }
            Budget | Election => self.choice(course, title, ending).await,
        }
    }

    /// A text that is deliberated, with a change of it.
    async fn policy(&mut self, number: usize, course: Course) {
        let path = self.all[number].path.clone();
        self.deliberated(number, false, 1).await;
        let wording = [("version", "1"), ("paragraph", "1"), ("words", "De 9 a 12.")];
        goes(&self.people[1], &path, "amend", &wording).await;
        let amendment = self.people[0].get_json(&path).await["way"]["work"]["amendments"][0]["id"].clone();
        let accept = [("on", amendment.as_str().unwrap()), ("answer", "accept")];
        goes(&self.people[0], &path, "settle", &accept).await;
        self.all[number].happens(self.day, "accepted", 0);
        if course == TakenBack {
            self.pass(2).await;
            goes(&self.people[0], &path, "withdraw", &[("words", "Mejor lo platicamos.")]).await;
            self.all[number].happens(self.day, "withdrawn", 0);
            self.all[number].stage = "withdrawn";
            return;
        }
        self.firm(number, (3, 1), "round").await;
        if course == TooFew {
            self.pass(2).await;
            self.all[number].happens(self.day, "not-adopted", None);
            self.all[number].stage = "not_adopted";
            return;
        }
        self.agreed(number, &[0, 1, 2], 2).await;
        self.together(number, Some(365)).await;
    }

    /// What was urgent is decided on with calm.
    async fn ratified(&mut self, urgent: usize, since: i64) {
        let other = self.all[urgent].path.rsplit('/').next().unwrap().to_owned();
        let form = self.people[0].get(&format!("/@etla/decide/propose?ratifies={other}")).await;
        let fields = [("title", "Que siga"), ("body", "Sigue.\n\nY ya."), ("way", "policy")];
        let page = self.people[0].send(&form, &fields).await.follow(&self.people[0]).await;
        let path = page.path.split(['?', '#']).next().unwrap().to_owned();
        let number = self.begins(path, "drafted", Ending::Renewed);
        self.policy(number, Deliberated).await;
        let one = &mut self.all[urgent];
        one.happens(self.day, "ratified", 2);
        (one.lapses, one.review) = (None, Some(since + 30));
    }

    /// A choice: of projects for money, or of people for a mandate.
    async fn choice(&mut self, course: Course, title: &str, ending: Ending) {
        let projects =
            [("option", "Proyector"), ("cost", "3000"), ("option", "Café"), ("cost", "900"), ("amount", "3500")];
        let (kind, fields): (_, &[_]) = match course {
            Budget => ("money", &projects),
            _ => ("persons", &[("mandate", "agenda")]),
        };
        let (path, _) = choices::chooses(&self.people[0], kind, &[&[("title", title)], fields].concat()).await;
        let number = self.begins(path.clone(), "drafted", ending);
        self.deliberated(number, false, 1).await;
        if course == Election {
            goes(&self.people[3], &path, "offer", &[("about", "Abro todos los sábados.")]).await;
            self.all[number].happens(self.day, "offered", 3);
        }
        self.firm(number, (3, 1), "ballot").await;
        for place in [0, 1, 2] {
            let ballot: &[_] = if course == Budget { &[("wanted", "1")] } else { &[("given", "1"), ("given", "2")] };
            choices::votes(&self.people[place], &path, ballot).await;
        }
        self.pass(2).await;
        self.all[number].happens(self.day, "counted", None);
        self.all[number].happens(self.day, "adopted", None);
        self.together(number, Some(if course == Budget { 180 } else { 365 })).await;
    }

    /// What people must have been told of a decision, by the last thing that happened on a day and not by themselves.
    fn owed(&self, one: &Expected) -> BTreeMap<(usize, i64), &'static str> {
        let mut owed = BTreeMap::new();
        for (day, what, by) in &one.moments {
            let told = match *what {
                "express" => "opened",
                "clarification" => "questions",
                "deliberation" => "deliberated",
                "integration" => "integrated",
                "frozen" => "firm",
                "accepted" => "changed",
                "offered" => "options",
                "called" | "halted" | "round" | "ballot" | "check" | "adopted" | "not-adopted" | "ratified"
                | "review" | "concluding" | "renewed" | "amended" | "repealed" | "lapsed" => what,
                _ => continue,
            };
            for place in (0..NAMES.len()).filter(|place| Some(*place) != *by) {
                owed.insert((place, *day), told);
            }
        }
        owed
    }
}

/// What one is told alone, or because one keeps or coordinates it, besides what all are told.
const ALONE: [&str; 9] =
    ["recorded", "objected", "amendment", "restated", "not-it", "disposed", "dispose", "awaits", "ready"];

on_both_engines! {
    async fn eighteen_months_and_forty_decisions(app: TestApp) {
        let mut people = vec![app.founder().await];
        for name in &NAMES[1..] {
            let person = app.join(&people[0], name).await;
            people.push(person);
        }
        let secret = app.protect(&people[0]).await;
        let first = app.clock.now();
        let mut months = Months { app, secret, people, first, day: 0, all: Vec::new(), told: BTreeMap::new() };
        let endings = [Ending::Renewed, Ending::Repealed, Ending::Amended, Ending::Lapsed];
        for (number, course) in FORTY.into_iter().enumerate() {
            months.take(course, &format!("Acuerdo {number}"), endings[number % 4]).await;
            months.pass(548 * (number as i64 + 1) / 40 - months.day).await;
        }
        assert!(months.day >= 548, "{}", months.day);
        let mut told = 0;
        for one in &months.all {
            let json = months.people[0].get_json(&one.path).await;
            assert_eq!(json["stage"], one.stage, "{}", one.path);
            let history = json["history"].as_array().unwrap().iter().map(|moment| {
                let day = (moment["at"].as_i64().unwrap() - first + DAY / 2).div_euclid(DAY);
                let by = moment["name"].as_str().map(|name| NAMES.iter().position(|known| *known == name).unwrap());
                (day, moment["what"].as_str().unwrap().to_owned(), by)
            });
            let expected = one.moments.iter().map(|(day, what, by)| (*day, (*what).to_owned(), *by));
            assert_eq!(history.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{}", one.path);
            let owed = months.owed(one);
            for ((place, day), what) in &owed {
                let heard = months.told.get(&(*place, one.path.clone(), *day));
                let heard = heard.map(String::as_str);
                assert!(heard == Some(what) || heard.is_some_and(|heard| ALONE.contains(&heard)), "{} {} on day {day}: {what}, and heard {heard:?}", one.path, NAMES[*place]);
            }
            for ((place, _, day), what) in months.told.iter().filter(|((_, path, _), _)| *path == one.path) {
                told += 1;
                assert!(owed.get(&(*place, *day)) == Some(&what.as_str()) || ALONE.contains(&what.as_str()), "{} {} on day {day} without need: {what}", one.path, NAMES[*place]);
            }
            // What binds, and what ever did, is signed: its acta holds on any machine.
            if !json["agreed_on"].as_str().unwrap().is_empty() {
                acta(&months.people[1], &one.path).await;
            }
        }
        assert_eq!(told, months.told.len(), "nothing is told of what nobody knows");
        assert!(months.all.len() >= 40 && told > 500, "{} {told}", months.all.len());
    }
}
