// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio agenda`: reading files without a node, taking them into one.

fn expand(file: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calendario.ics");
    std::fs::write(&path, file).unwrap();
    let output =
        crate::tequio().args(["agenda", "expand"]).arg(&path).args(arguments).env("TZ", "UTC").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const FILE: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:semanal
SUMMARY:Taller\\, sábado
DTSTART;TZID=America/Mexico_City:20221001T100000
DTEND;TZID=America/Mexico_City:20221001T120000
RRULE:FREQ=MONTHLY
EXDATE:20221201T160000Z
END:VEVENT
BEGIN:VEVENT
UID:semanal
RECURRENCE-ID:20230101T160000Z
DTSTART;TZID=America/Mexico_City:20230102T100000
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:dia
SUMMARY:Día
DTSTART;VALUE=DATE:20221101
END:VEVENT
BEGIN:VEVENT
UID:flota
DTSTART:20221102T090000
END:VEVENT
END:VCALENDAR
";

/// What overlaps [from, to): what ends as the window begins does not, nor what begins as it ends.
#[test]
fn the_window_has_its_first_instant_and_not_its_last() {
    let event = |title: &str, start: &str, end: &str| {
        format!("BEGIN:VEVENT\nUID:{title}\nSUMMARY:{title}\nDTSTART{start}\n{end}END:VEVENT\n")
    };
    let file: String = [
        event("ends-before", ":20221101T220000Z", "DTEND:20221102T000000Z\n"),
        event("reaches-in", ":20221101T220000Z", "DTEND:20221102T000001Z\n"),
        event("begins-first", ":20221102T000000Z", "DTEND:20221102T010000Z\n"),
        event("takes-no-time", ":20221102T000000Z", ""),
        event("day-before", ";VALUE=DATE:20221101", ""),
        event("day", ";VALUE=DATE:20221102", ""),
        event("spans", ":20221001T000000Z", "DTEND:20221201T000000Z\n"),
        event("last-second", ":20221102T235959Z", ""),
        event("begins-after", ":20221103T000000Z", "DTEND:20221103T010000Z\n"),
        event("day-after", ";VALUE=DATE:20221103", ""),
    ]
    .concat();
    let file = format!("BEGIN:VCALENDAR\n{file}END:VCALENDAR\n");
    let arguments = ["--from", "2022-11-02", "--to", "2022-11-03", "--tz", "UTC", "--format", "json"];
    let (code, out, err) = expand(&file, &arguments);
    assert_eq!((code, err.as_str()), (0, ""));
    let mut titles: Vec<&str> = out.split("\"uid\":\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["begins-first", "day", "last-second", "reaches-in", "spans", "takes-no-time"]);
}

#[test]
fn occurrences_are_printed_as_json() {
    let (code, out, err) = expand(FILE, &["--from", "2022-10-01", "--to", "2023-01-03", "--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    // The last autumn with summer time in Mexico: the hour stays, the offset changes.
    assert_eq!(
        out,
        concat!(
            r#"[{"uid":"semanal","title":"Taller, sábado","start":"2022-10-01T10:00:00-05:00","end":"2022-10-01T12:00:00-05:00","all_day":false},"#,
            r#"{"uid":"dia","title":"Día","start":"2022-11-01","end":"2022-11-02","all_day":true},"#,
            r#"{"uid":"semanal","title":"Taller, sábado","start":"2022-11-01T10:00:00-06:00","end":"2022-11-01T12:00:00-06:00","all_day":false},"#,
            r#"{"uid":"flota","title":"","start":"2022-11-02T09:00:00","end":"2022-11-02T09:00:00","all_day":false}]"#,
            "\n"
        )
    );
}

#[test]
fn a_zone_is_that_of_the_days_and_of_what_is_shown() {
    let day = |from, to| {
        let (_, out, _) = expand(FILE, &["--from", from, "--to", to, "--tz", "Asia/Tokyo"]);
        out
    };
    assert_eq!(day("2022-10-01", "2022-10-02"), "");
    assert_eq!(
        day("2022-10-02", "2022-10-03"),
        "2022-10-02T00:00:00+09:00  2022-10-02T02:00:00+09:00  Taller, sábado\n"
    );
}

#[test]
fn what_cannot_be_read_is_named_by_line() {
    let broken = FILE.replace("RRULE:FREQ=MONTHLY", "RRULE:FREQ=A VECES");
    let (code, out, err) = expand(&broken, &["--from", "2022-10-01", "--to", "2022-10-02"]);
    assert_eq!(code, 3);
    assert_eq!(err, "tequio: line 7: FREQ cannot be \"A VECES\"\n");
    assert_eq!(out, "2022-10-01T10:00:00-05:00  2022-10-01T12:00:00-05:00  Taller, sábado\n");
    assert_eq!(expand("<html>", &["--from", "2022-10-01", "--to", "2022-10-02"]).0, 3);
}

#[test]
fn wrong_use_ends_with_two() {
    for wrong in [
        &["--from", "2022-10-02", "--to", "2022-10-02"][..],
        &["--from", "ayer", "--to", "2022-10-02"],
        &["--from", "2022-10-01", "--to", "2022-10-02", "--tz", "Marte"],
    ] {
        let (code, out, err) = expand(FILE, wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(err.contains("allowed") || err.contains("invalid"), "{err}");
    }
}

#[test]
fn a_file_goes_into_a_node_and_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("datos").display().to_string();
    let file = folder.path().join("calendario.ics");
    let tequio = |arguments: &[&str]| {
        let output = crate::tequio()
            .arg("agenda")
            .args(arguments)
            .args(["--community", "etla", "--data", &data])
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let file = file.to_str().unwrap();
    std::fs::write(file, FILE.replace("RRULE:FREQ=MONTHLY", "RRULE:FREQ=MONTHLY;COUNT=30")).unwrap();
    assert_eq!(tequio(&["import", file]).0, 2, "there is no node yet");
    demo(&data);
    let (code, out, err) = tequio(&["import", file]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "3 taken, 0 unchanged\n", ""));
    assert_eq!(tequio(&["import", file]).1, "0 taken, 3 unchanged\n");
    let (code, out, _) = tequio(&["export"]);
    assert_eq!(code, 0);
    for part in ["UID:semanal", "SUMMARY:Taller\\, sábado", "DTSTART;VALUE=DATE:20221101", "Instalatón"] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    std::fs::write(file, out).unwrap();
    assert_eq!(tequio(&["import", file]).1.split(' ').next(), Some("0"));
    // What fails is named by its title too.
    let broken = FILE.replace(
        "UID:semanal\nSUMMARY:Taller\\, sábado\nDTSTART;TZID=America/Mexico_City:2022",
        "UID:otra\nSUMMARY:Taller\\, sábado\nDTSTART:el sábado ",
    );
    std::fs::write(file, broken).unwrap();
    let (code, _, err) = tequio(&["import", file]);
    assert!(code == 3 && err.contains("“Taller, sábado”"), "{err}");
    let check = crate::tequio().args(["check", "--data", &data]).status().unwrap();
    assert!(check.success());
}

/// Fills a folder with the sample communities, and stops.
pub fn demo(data: &str) {
    let mut serve = crate::tequio()
        .args(["serve", "--demo", "--data", data, "--listen", "127.0.0.1:0"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It names the passphrase once the samples are there.
    let out = std::io::BufReader::new(serve.stdout.take().unwrap());
    let ready = std::io::BufRead::lines(out).map_while(Result::ok).find(|line| line.contains("tequio de muestra"));
    assert!(ready.is_some());
    let _ = serve.kill();
    serve.wait().unwrap();
}
