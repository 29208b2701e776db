// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an event of a calendar file would be as an activity here: pure.

use jiff::{Timestamp, tz::TimeZone};
use tequio_calendar::{
    Added, Class, Cut, Details, EditError, End, Event, Limits, Moment, Override, Series as Dates, Status, Window,
    file::Reading, zone,
};

use crate::spine::{
    entries::{Draft, rules as entry_rules},
    hidden,
    viewer::Visibility,
    world::Micros,
};

use super::{
    super::{
        commands::{Plan, is_web_link},
        rules::{BACK, DATES_LIMIT, Date, HORIZON, ONCE},
        series::{self, Series, WORK, stamp},
    },
    OwnDate,
};

/// What an event would be here.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// iCalendar UID.
    pub uid: String,
    /// The line of the file at which it begins.
    pub line: usize,
    /// Whether the file says that it was called off.
    pub called_off: bool,
    /// When the file says it was last changed.
    pub modified: Option<Micros>,
    /// What, when, where.
    pub plan: Plan,
    /// Dates with a title or place of their own, or called off.
    pub dates: Vec<OwnDate>,
    /// Its first date to come, or its last one.
    pub next: Date,
    /// How many more dates it has.
    pub more: usize,
}

/// Why an event cannot be an activity here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It does not happen at all.
    #[error("it has no dates")]
    NoDates,
    /// It has more dates than the agenda holds, even of the next two years.
    #[error("it has more than {DATES_LIMIT} dates")]
    TooMany,
    /// Its UID is longer than those of any program.
    #[error("its UID has more than {UID_LIMIT} letters")]
    Uid,
    /// Its rule, or those of the file together, take too long to follow.
    #[error("its rule takes too long to follow")]
    TooLong,
}

/// The longest UID, in characters.
const UID_LIMIT: usize = 500;

/// What files do not say, and the community does.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The zone of times without one.
    pub time_zone: String,
    /// BCP 47.
    pub language: String,
    /// How far new activities may be seen.
    pub visibility: Visibility,
    /// The title of what has none.
    pub untitled: String,
    /// Now.
    pub at: Micros,
}

/// What the events of a file would be here, or the line and reason for which one cannot be.
pub fn proposals(reading: &Reading, terms: &Terms) -> Vec<Result<Proposal, (usize, Unfit)>> {
    let events = reading.calendars.iter().flat_map(|calendar| &calendar.events);
    let mut work = reading.work_left;
    events.map(|event| proposal(event, terms, &mut work).map_err(|why| (event.line.unwrap_or_default(), why))).collect()
}

/// What an event would be here. What following its rules takes is taken off the `work` that is left for its file.
fn proposal(event: &Event, terms: &Terms, work: &mut u64) -> Result<Proposal, Unfit> {
    if event.uid.chars().count() > UID_LIMIT {
        return Err(Unfit::Uid);
    }
    let (dates, time_zone) = localised(&event.series, terms);
    let dates = recent(dates, &time_zone, terms.at, work)?;
    let series = Series::new(&dates);
    let ids = series.dates_from(&time_zone, None, terms.at + HORIZON, work).map_err(unfit)?;
    let next = ids.iter().find(|date| date.ends_at > terms.at).or(ids.last()).cloned().ok_or(Unfit::NoDates)?;
    let details = &event.details;
    let draft = draft(details, terms);
    let place = one_line(details.location.as_deref().unwrap_or_default(), 200);
    let own = dates.overrides.iter().filter(|change| !change.and_future).map(|change| {
        let other = |own: String, usual: &String| if own == *usual { String::new() } else { own };
        OwnDate {
            date: if series.repeats() { stamp(&change.recurrence_id) } else { ONCE.to_owned() },
            title: other(title(&change.details, terms), &draft.title),
            place: other(one_line(change.details.location.as_deref().unwrap_or_default(), 200), &place),
            cancelled: change.is_cancelled(),
        }
    });
    let mut own: Vec<OwnDate> = own
        .filter(|own| ids.iter().any(|date| date.name.recurrence == own.date))
        .filter(|own| own.cancelled || !own.title.is_empty() || !own.place.is_empty())
        .collect();
    own.sort();
    let id = event.recurrence_id.as_ref().map(|id| format!("#{}", stamp(id))).unwrap_or_default();
    let url = details.url.clone().filter(|url| is_web_link(url) && url.chars().count() <= 500);
    Ok(Proposal {
        uid: format!("{}{id}", event.uid),
        line: event.line.unwrap_or_default(),
        called_off: details.status == Some(Status::Cancelled),
        modified: details.modified.or(details.stamp).map(Timestamp::as_microsecond),
        plan: Plan { draft, series, time_zone, place, link: url.unwrap_or_default(), capacity: None, imported: None },
        dates: own,
        next,
        more: ids.len().saturating_sub(1),
    })
}

fn draft(details: &Details, terms: &Terms) -> Draft {
    let open = !matches!(details.class, Some(Class::Private | Class::Confidential));
    let mut tags: Vec<String> = details
        .categories
        .iter()
        .map(|category| entry_rules::tag_form(category))
        .filter(|tag| !tag.is_empty() && tag.chars().count() <= 40)
        .collect();
    tags.sort();
    tags.dedup();
    tags.truncate(entry_rules::TAGS_LIMIT);
    Draft {
        title: title(details, terms),
        body: body(details.description.as_deref().unwrap_or_default()),
        language: terms.language.clone(),
        licence: entry_rules::DEFAULT_LICENCE.to_owned(),
        visibility: if open { terms.visibility } else { terms.visibility.max(Visibility::Community) },
        tags,
    }
}

fn title(details: &Details, terms: &Terms) -> String {
    match one_line(details.summary.as_deref().unwrap_or_default(), 140) {
        title if title.is_empty() => terms.untitled.clone(),
        title => title,
    }
}

/// A text on one line, cut where it is too long.
fn one_line(text: &str, limit: usize) -> String {
    let line = hidden::one_line(text);
    match line.chars().count() > limit {
        true => line.chars().take(limit - 1).collect::<String>().trim_end().to_owned() + "…",
        false => line,
    }
}

/// A plain text as Markdown: its lines stay lines.
fn body(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let mut body = String::new();
    for (index, line) in lines.iter().enumerate() {
        body.push_str(line);
        match lines.get(index + 1) {
            Some(next) if !line.is_empty() && !next.is_empty() => body.push_str("  \n"),
            Some(_) => body.push('\n'),
            None => {}
        }
    }
    body.chars().take(entry_rules::BODY_LIMIT).collect()
}

/// The series in one zone of the world: its own, else the community's.
fn localised(dates: &Dates, terms: &Terms) -> (Dates, String) {
    let own = dates.start.zone().filter(|zone| **zone != TimeZone::UTC).and_then(TimeZone::iana_name);
    let name = own.filter(|name| zone::get(name).is_some()).unwrap_or(&terms.time_zone).to_owned();
    let Some(zone) = zone::get(&name) else { return (dates.clone(), name) };
    let at = |moment: &Moment| match (&dates.start, moment) {
        (Moment::Date(_), moment) => Moment::Date(moment.local().date()),
        // A day names what begins on it.
        (start, Moment::Date(day)) => {
            Moment::zoned(day.to_datetime(Moment::at(start.instant_in(&zone), &zone).local().time()), zone.clone())
        }
        (_, Moment::Floating(local)) => Moment::zoned(*local, zone.clone()),
        (_, Moment::Zoned { .. }) => Moment::at(moment.instant_in(&zone), &zone),
    };
    let end = |start: &Moment, end: &End| End::At(at(&end.of(start, start)));
    let localised = Dates {
        start: at(&dates.start),
        end: end(&dates.start, &dates.end),
        rules: dates.rules.clone(),
        excluded_rules: dates.excluded_rules.clone(),
        added: dates
            .added
            .iter()
            .map(|added| Added { start: at(&added.start), end: added.end.as_ref().map(|own| end(&added.start, own)) })
            .collect(),
        excluded: dates.excluded.iter().map(at).collect(),
        overrides: dates
            .overrides
            .iter()
            .map(|change| Override {
                recurrence_id: at(&change.recurrence_id),
                and_future: change.and_future,
                start: at(&change.start),
                end: end(&change.start, &change.end),
                details: change.details.clone(),
            })
            .collect(),
    };
    (localised, name)
}

/// A series without what is long past, where it has too many dates.
fn recent(dates: Dates, time_zone: &str, at: Micros, work: &mut u64) -> Result<Dates, Unfit> {
    if Series::new(&dates).dates_from(time_zone, None, at + HORIZON, work).is_ok() {
        return Ok(dates);
    }
    let zone = zone::get(time_zone).unwrap_or(TimeZone::UTC);
    let instant = |at: Micros| Timestamp::from_microsecond(at).unwrap_or(Timestamp::MAX);
    let window = Window { from: instant(at - BACK), to: instant(at + HORIZON), zone };
    let allowed = WORK.min(*work);
    let expanded = dates.occurrences(&window, Limits { occurrences: DATES_LIMIT, work: allowed });
    let mut left = expanded.work_left;
    let recent = match (expanded.cut, expanded.occurrences.first()) {
        (Some(Cut::TooMany(_)), _) => Err(Unfit::TooMany),
        (Some(Cut::TooMuchWork), _) => Err(Unfit::TooLong),
        (None, None) => Err(Unfit::NoDates),
        (None, Some(first)) => match dates.split(&first.recurrence_id, &mut left) {
            Ok((_, recent)) => Ok(recent),
            Err(EditError::TooMuchWork) => Err(Unfit::TooLong),
            Err(EditError::First | EditError::NoSuchOccurrence) => Err(Unfit::TooMany),
        },
    };
    *work -= allowed.saturating_sub(left);
    recent
}

fn unfit(why: series::Unfit) -> Unfit {
    match why {
        series::Unfit::TooLong => Unfit::TooLong,
        series::Unfit::TooMany | series::Unfit::Unreadable => Unfit::TooMany,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tequio_calendar::file::read;

    fn terms() -> Terms {
        Terms {
            time_zone: "America/Mexico_City".to_owned(),
            language: "es".to_owned(),
            visibility: Visibility::Public,
            untitled: "Sin título".to_owned(),
            // 24 November 2026.
            at: 1_795_500_000_000_000,
        }
    }

    fn one(event: &str) -> Result<Proposal, Unfit> {
        let reading = read(format!("BEGIN:VEVENT\nUID:1\n{event}\nEND:VEVENT").as_bytes());
        proposals(&reading, &terms()).remove(0).map_err(|(_, why)| why)
    }

    #[test]
    fn an_event_becomes_an_activity() {
        let proposal = one(
            "SUMMARY:Taller\nDESCRIPTION:uno\\ndos\\n\\ntres\nLOCATION:Biblioteca\\nplanta alta\nCATEGORIES:Software Libre,x\n\
            URL:https://example.org/\nCLASS:PRIVATE\nDTSTART;TZID=America/Tijuana:20261128T100000\nDURATION:PT2H",
        )
        .unwrap();
        let Plan { draft, series, time_zone, place, link, .. } = &proposal.plan;
        assert_eq!(draft.body, "uno  \ndos\n\ntres");
        assert_eq!((draft.title.as_str(), draft.visibility), ("Taller", Visibility::Community));
        assert_eq!(draft.tags, ["software-libre", "x"]);
        assert_eq!((place.as_str(), link.as_str()), ("Biblioteca planta alta", "https://example.org/"));
        assert_eq!(series.as_str(), "DTSTART:20261128T100000\nDTEND:20261128T120000\n");
        assert_eq!(time_zone, "America/Tijuana");
    }

    #[test]
    fn times_without_a_zone_of_the_world_are_the_community_s() {
        let series = |start: &str| one(&format!("DTSTART{start}")).unwrap().plan.series.as_str().to_owned();
        assert_eq!(series(":20261128T160000Z"), "DTSTART:20261128T100000\nDTEND:20261128T100000\n");
        assert_eq!(series(":20261128T100000"), "DTSTART:20261128T100000\nDTEND:20261128T100000\n");
        assert_eq!(series(";VALUE=DATE:20261128"), "DTSTART;VALUE=DATE:20261128\nDTEND;VALUE=DATE:20261129\n");
        assert_eq!(one("DTSTART:20261128T100000").unwrap().plan.draft.title, "Sin título");
    }

    #[test]
    fn a_series_of_many_years_is_taken_from_a_month_ago_on() {
        let proposal = one("DTSTART:20200101T100000\nRRULE:FREQ=DAILY\nEXDATE:20261128T100000").unwrap();
        assert!(proposal.plan.series.as_str().starts_with("DTSTART:2026102"), "{}", proposal.plan.series.as_str());
        assert!(proposal.plan.series.as_str().contains("EXDATE:20261128T100000"));
        assert_eq!(one("DTSTART:20200101T100000\nRRULE:FREQ=HOURLY").unwrap_err(), Unfit::TooMany);
    }

    #[test]
    fn a_file_has_so_much_work_and_no_more() {
        assert_eq!(
            one("DTSTART:19000101T000000\nRRULE:FREQ=SECONDLY;COUNT=4294967295").unwrap_err(),
            Unfit::TooLong,
            "a count of billions is not counted"
        );
        let slow = "RRULE:FREQ=SECONDLY;BYSECOND=1;BYMINUTE=1;BYSETPOS=2\n";
        let event =
            |uid: usize, rule: &str| format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20261205T100000\n{rule}END:VEVENT\n");
        let slow = |count: usize| (0..count).map(|uid| event(uid, slow)).collect::<String>();
        let file = [slow(200), event(200, "RRULE:FREQ=WEEKLY\n"), event(201, "")].concat();
        let found = proposals(&read(file.as_bytes()), &terms());
        assert_eq!(found.len(), 202);
        let fits: Vec<usize> = (0..found.len()).filter(|place| found[*place].is_ok()).collect();
        assert_eq!(fits, [201], "the one without rule, after all else is used up");
        assert_eq!(found[0].as_ref().err(), Some(&(1, Unfit::TooLong)));
        let short = [slow(3), event(200, "RRULE:FREQ=WEEKLY\n")].concat();
        let found = proposals(&read(short.as_bytes()), &terms());
        assert!(found[3].is_ok(), "a few slow rules leave room for others");
    }
}
