// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The form of an activity: what it shows of one that is there, and what it asks for.

use jiff::{
    Timestamp, ToSpan,
    civil::{DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use tequio_calendar::{End, Limits, Moment, Rule, Series as Dates, Until, Window};
use utoipa::{ToSchema, openapi::Schema};

use crate::{
    spine::{
        entries::{
            Draft,
            rules::{LICENCES, Typed},
        },
        id::Id,
        members::Choosable,
        refusal::{FieldError, Fields, Result as Outcome, not_found},
        viewer::Visibility,
        world::Micros,
    },
    web::{
        Page,
        input::{number, one_of, ticked},
    },
};

use super::{
    super::{
        commands::Plan,
        ical::PartWords,
        series::{Part, Series, read_local},
    },
    activity::{Activity, Entry},
    repeats::{OFFERED, last_day, last_instead, repeat_of, rule},
};

/// Who may see an activity, by choice.
const SEEN_BY: &[Visibility] = &[Visibility::Public, Visibility::Community, Visibility::Circle];

/// How it may repeat: `same` as it does, where it is there already.
fn repeats() -> Schema {
    one_of(&[OFFERED, &["same"]].concat())
}

/// Who may see it.
fn visibilities() -> Schema {
    one_of(&["public", "community", "circle"])
}

fn licences() -> Schema {
    one_of(LICENCES)
}

/// An activity as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ActivityForm {
    pub(super) key: Option<Id>,
    pub(super) base: i64,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) start_date: String,
    pub(super) start_time: String,
    pub(super) end_date: String,
    pub(super) end_time: String,
    /// `on` for whole days.
    #[schema(schema_with = ticked)]
    pub(super) all_day: String,
    #[schema(schema_with = repeats)]
    pub(super) repeat: String,
    pub(super) until: String,
    /// `on` when the later parts of its series become as it is.
    #[schema(schema_with = ticked)]
    pub(super) join: String,
    pub(super) place: String,
    pub(super) link: String,
    #[schema(schema_with = number)]
    pub(super) capacity: String,
    pub(super) tags: String,
    #[schema(schema_with = visibilities)]
    pub(super) visibility: String,
    /// The members who organise it, by identifier.
    pub(super) hosts: Vec<String>,
    pub(super) language: String,
    #[schema(schema_with = licences)]
    pub(super) licence: String,
    /// What changes and why, for those who come, where it is there already.
    pub(super) why: String,
    /// `on` when it may be over already.
    #[schema(schema_with = ticked)]
    pub(super) past: String,
}

/// The series that a form changes: its parts, and the one whose time the form shows: the first that is not over.
#[derive(Debug)]
pub(super) struct Kept {
    parts: Vec<Part>,
    place: usize,
    /// Whether all of it is over.
    over: bool,
}

impl Kept {
    /// The series of an activity at an instant; nothing if it cannot be read.
    pub(super) fn new(activity: &Activity, at: Micros) -> Option<Self> {
        let parts = Series::from_stored(activity.series.clone()).read(&activity.time_zone).ok()?;
        let from = Timestamp::from_microsecond(at).ok()?;
        let goes_on = |part: &Part| {
            let zone = part.dates.start.zone().cloned().unwrap_or(TimeZone::UTC);
            let window = Window { from, to: Timestamp::MAX, zone };
            let some = Limits { occurrences: 1, work: 100_000 };
            !part.dates.occurrences(&window, some).occurrences.is_empty()
        };
        let goes_on = parts.iter().position(goes_on);
        let place = goes_on.unwrap_or(parts.len().checked_sub(1)?);
        Some(Self { parts, place, over: goes_on.is_none() })
    }

    /// The part that the form shows.
    pub(super) fn part(&self) -> Option<&Part> {
        self.parts.get(self.place)
    }

    /// The parts after it.
    pub(super) fn later(&self) -> &[Part] {
        self.parts.get(self.place + 1..).unwrap_or_default()
    }

    /// Whether it repeats in a way that the form does not offer.
    pub(super) fn repeats_otherwise(&self) -> bool {
        self.part().is_some_and(|part| repeat_of(&part.dates) == "same")
    }

    /// The last day of all.
    fn last_day(&self) -> String {
        self.parts.last().and_then(|part| last_day(&part.dates)).map(|day| day.to_string()).unwrap_or_default()
    }

    /// The series with another time for the part that the form shows. Later parts stay, up to where they should end,
    /// unless they shall `join` it.
    fn with(self, mut dates: Dates, join: bool, until: Option<Until>) -> Series {
        let Self { mut parts, place, .. } = self;
        if join {
            parts.truncate(place + 1);
        }
        if let Some(next) = parts.get(place + 1) {
            // Up to the day before the date at which the next part was split off, wherever that one has moved.
            let split = Moment::from_text(&next.name, None).map(|split| split.local());
            let start = next.dates.start.local();
            let day = split.map_or(start, |split| split.min(start)).date();
            let limit = day.yesterday().unwrap_or(day).at(23, 59, 59, 0);
            for rule in &mut dates.rules {
                let earlier = rule.until.is_some_and(|until| match until {
                    Until::Date(day) => day < limit.date(),
                    Until::Local(local) => local < limit,
                    Until::Instant(_) => false,
                });
                if !earlier {
                    let limit = if dates.start.is_date() { Until::Date(limit.date()) } else { Until::Local(limit) };
                    (rule.count, rule.until) = (None, Some(limit));
                }
            }
            if let (Some(last), Some(until)) = (parts.last_mut(), until) {
                for rule in &mut last.dates.rules {
                    (rule.count, rule.until) = (None, Some(until));
                }
            }
        }
        if let Some(part) = parts.get_mut(place) {
            part.dates = dates;
        }
        Series::of(&parts)
    }
}

impl ActivityForm {
    /// Whether somebody is ticked as one of its hosts.
    pub(super) fn has_host(&self, id: &Id) -> bool {
        let id = id.to_string();
        self.hosts.contains(&id)
    }

    /// What the form shows of an activity that is there.
    pub(super) fn of(
        page: &Page,
        entry: Entry,
        activity: &Activity,
        tags: Vec<(String,)>,
        hosts: Vec<(Id, Option<String>)>,
        (words, kept): (&[PartWords], &Kept),
    ) -> Option<Self> {
        let part = kept.part()?;
        let series = &part.dates;
        let own = words.iter().find(|(name, ..)| *name == part.name);
        let all_day = series.start.is_date();
        let (start, end) = (series.start.local(), series.end.of(&series.start, &series.start).local());
        let last = if all_day { end.checked_sub(1.day()).unwrap_or(end) } else { end };
        let time = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let repeat = repeat_of(series);
        Some(Self {
            key: Some(page.key),
            base: entry.version,
            title: own.and_then(|(_, title, _)| title.clone()).or(entry.title).unwrap_or_default(),
            body: entry.body.unwrap_or_default(),
            start_date: start.date().to_string(),
            start_time: time(start.time()),
            end_date: if last.date() == start.date() { String::new() } else { last.date().to_string() },
            end_time: time(end.time()),
            all_day: if all_day { "on".to_owned() } else { String::new() },
            repeat: repeat.to_owned(),
            until: if repeat == "same" { String::new() } else { kept.last_day() },
            join: String::new(),
            place: own.and_then(|(.., place)| place.clone()).or_else(|| activity.place.clone()).unwrap_or_default(),
            link: activity.link.clone().unwrap_or_default(),
            capacity: activity.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            tags: tags.into_iter().map(|(tag,)| tag).collect::<Vec<_>>().join(", "),
            visibility: match Visibility::from_number(entry.visibility) {
                Visibility::Public => "public",
                Visibility::Circle => "circle",
                _ => "community",
            }
            .to_owned(),
            hosts: hosts.into_iter().map(|(host, _)| host.to_string()).collect(),
            language: entry.language,
            licence: entry.licence,
            why: String::new(),
            past: String::new(),
        })
    }

    /// The same form, with the last one of each month chosen where some months would have no date.
    pub(super) fn with_last_offered(mut self, errors: &[FieldError]) -> Self {
        let start = read_local(&self.start_date, true);
        let skips = errors.iter().any(|error| matches!(error.message, "field-no-fifth" | "field-no-such-day"));
        if let Some(last) = start.filter(|_| skips).and_then(|start| last_instead(&self.repeat, start)) {
            self.repeat = last.to_owned();
        }
        self
    }

    /// What was typed beside what is there `now`: the label of a field, and both.
    pub(super) fn beside(&self, now: &Self, page: &Page, people: &[Choosable]) -> Vec<(&'static str, String, String)> {
        let field = |label, of: &dyn Fn(&Self) -> String| (label, of(now), of(self));
        let repeats = |form: &Self| match form.repeat.as_str() {
            "" => page.t("repeat-never"),
            repeat => page.t(format!("repeat-{repeat}")),
        };
        // An empty last day is the first one.
        let last = |form: &Self| if form.end_date.is_empty() { &form.start_date } else { &form.end_date }.clone();
        // Whole days have no hours.
        let time = |form: &Self, time: &str| if form.all_day == "on" { String::new() } else { time.to_owned() };
        let hosts = |form: &Self| {
            let names = people.iter().filter(|person| form.has_host(&person.id)).map(|person| person.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        vec![
            field("field-title", &|form| form.title.clone()),
            field("field-start-date", &|form| form.start_date.clone()),
            field("field-start-time", &|form| time(form, &form.start_time)),
            field("field-end-time", &|form| time(form, &form.end_time)),
            field("field-end-date", &last),
            field("field-repeat", &repeats),
            field("field-until-label", &|form| form.until.clone()),
            field("field-place", &|form| form.place.clone()),
            field("field-description", &|form| form.body.clone()),
            field("field-link-label", &|form| form.link.clone()),
            field("field-capacity", &|form| form.capacity.clone()),
            field("field-tags-label", &|form| form.tags.clone()),
            field("field-visibility", &|form| page.t(format!("visibility-{}", form.visibility))),
            field("activity-hosts", &hosts),
            field("field-language-label", &|form| page.lang.language(&form.language)),
            field("field-licence", &|form| form.licence.clone()),
        ]
    }

    fn words(&self) -> Typed<'_> {
        let Self { title, body, language, licence, visibility, tags, .. } = self;
        Typed { title, body, language, licence, visibility, tags }
    }

    /// What the form asks for at an instant. `kept` is the present series.
    pub(super) fn plan(&self, zone: &str, kept: Option<Kept>, at: Micros) -> Outcome<Plan> {
        let mut fields = Fields::default();
        let time_zone = tequio_calendar::zone::get(zone).unwrap_or(TimeZone::UTC);
        let was_over = kept.as_ref().is_some_and(|kept| kept.over);
        let series = self.series(&mut fields, &time_zone, kept);
        // Who mistypes a year publishes what nobody will come to: it is asked once.
        if self.past != "on" && !was_over && series.as_ref().is_some_and(|series| series.is_over(zone, at)) {
            fields.error("past", "field-past");
        }
        let capacity = match self.capacity.trim() {
            "" => None,
            number => Some(number.parse().unwrap_or(-1)),
        };
        if self.repeat != "same" && !OFFERED.contains(&self.repeat.as_str()) {
            fields.error("repeat", "field-repeat-choose");
        }
        // Who has left, or is written wrong, is told as somebody who is not there.
        let hosts: Option<Vec<Id>> = self.hosts.iter().map(|host| host.parse().ok()).collect();
        if hosts.is_none() {
            fields.error("hosts", "field-hosts");
        }
        let hosts = hosts.unwrap_or_default();
        let plan = Plan {
            draft: Draft { hosts, ..self.words().draft(&mut fields, SEEN_BY) },
            series: series.clone().unwrap_or_else(|| Series::from_stored(String::new())),
            time_zone: zone.to_owned(),
            place: self.place.clone(),
            link: self.link.clone(),
            capacity,
            imported: None,
        };
        if fields.any() {
            // The command would tell of the rest only once this is right.
            plan.checked_but_for_its_dates(&mut fields);
            return Err(fields.finish().err().unwrap_or_else(not_found));
        }
        series.map(|_| plan).ok_or_else(not_found)
    }

    fn series(&self, fields: &mut Fields, zone: &TimeZone, kept: Option<Kept>) -> Option<Series> {
        let all_day = self.all_day == "on";
        let local = |date: &str, time: &str| match all_day {
            true => read_local(date, true),
            false => read_local(&format!("{}T{}", date.trim(), time.trim()), false),
        };
        let Some(start) = local(&self.start_date, &self.start_time) else {
            fields.error("start_date", "field-date");
            return None;
        };
        let end_date = if self.end_date.trim().is_empty() { &self.start_date } else { &self.end_date };
        let end = match (all_day, self.end_time.trim()) {
            (true, _) => local(end_date, "").and_then(|end| end.checked_add(1.day()).ok()),
            (false, "") => start.checked_add(2.hours()).ok(),
            (false, time) => local(end_date, time),
        };
        let Some(end) = end.filter(|end| *end >= start) else {
            fields.error("end_time", "field-end-before-start");
            return None;
        };
        let until = match self.until.trim() {
            "" => None,
            date => {
                let until = read_local(date, true).map(DateTime::date);
                if until.is_none_or(|until| until < start.date()) {
                    fields.error("until", "field-until");
                }
                until
            }
        };
        let moment = |local: DateTime| match all_day {
            true => Moment::Date(local.date()),
            false => Moment::zoned(local, zone.clone()),
        };
        // Unless it is so already.
        let anew = kept.as_ref().and_then(Kept::part).is_none_or(|part| part.dates.start.local().day() != start.day());
        if anew || kept.as_ref().and_then(Kept::part).is_some_and(|part| repeat_of(&part.dates) != self.repeat) {
            match last_instead(&self.repeat, start) {
                Some("monthly-last") => fields.error_with(
                    "repeat",
                    "field-no-fifth",
                    "weekday",
                    i16::from(start.weekday().to_monday_one_offset()),
                ),
                Some(_) => fields.error_with("repeat", "field-no-such-day", "day", start.day()),
                None => {}
            }
        }
        let (start_at, end_at) = (moment(start), End::At(moment(end)));
        // Dates that were changed or left out stay so as long as it repeats in the same way.
        let same = kept.as_ref().and_then(Kept::part).map(|part| &part.dates);
        let same = same.filter(|kept| self.repeat == "same" || self.repeat == repeat_of(kept));
        let mut dates = match same {
            Some(kept) => kept
                .shifted(start_at.clone(), end_at.clone())
                .unwrap_or_else(|| Dates { end: end_at, ..kept.moved(start_at) }),
            None => Dates::once(start_at, end_at),
        };
        let rule = rule(&self.repeat, start, until, all_day);
        if self.repeat != "same" || same.is_none() {
            dates.rules = rule.clone().into_iter().collect();
        }
        let Some(kept) = kept else { return Some(Series::new(&dates)) };
        let until =
            rule.as_ref().and_then(|Rule { until, .. }| *until).filter(|_| self.until.trim() != kept.last_day());
        Some(kept.with(dates, self.join == "on", until))
    }
}
