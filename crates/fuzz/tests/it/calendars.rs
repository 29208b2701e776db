// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! iCalendar files.

use jiff::civil::date;
use tequio_calendar::{Limits, Window, file, zone};
use tequio_fuzz::changed;

const SAMPLE: &[u8] = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Etla\r\nBEGIN:STANDARD\r\n\
DTSTART:20221030T000000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
UID:a@b\r\nDTSTART;TZID=Etla:20261128T100000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=-1SA;COUNT=12\r\n\
EXDATE;TZID=Etla:20261226T100000\r\nSUMMARY:Taller\\, otra vez\r\nLOCATION;LANGUAGE=es:Biblio\r\n teca\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

/// Reads, expands and writes; what was written is read as the same.
fn read(bytes: &[u8]) {
    let window = Window::days(date(2026, 1, 1), date(2027, 1, 1), zone::get("America/Mexico_City").unwrap());
    for calendar in file::read(bytes).calendars {
        for event in &calendar.events {
            let limits = Limits { occurrences: 50, work: 5_000 };
            assert!(event.series.occurrences(&window, limits).occurrences.len() <= 50);
        }
        let written = file::write(&calendar);
        let again = file::read(written.as_bytes());
        assert_eq!(again.calendars.len(), 1, "{written}");
        assert_eq!(again.calendars[0].events.len(), calendar.events.len(), "{written}");
    }
}

#[test]
fn any_bytes_are_a_calendar_or_not() {
    bolero::check!().for_each(read);
}

#[test]
fn a_changed_calendar_is_read_without_harm() {
    bolero::check!().with_type::<(Vec<(u16, u8)>, Option<u16>)>().for_each(|(changes, cut)| {
        read(&changed(SAMPLE, changes, *cut));
    });
}
