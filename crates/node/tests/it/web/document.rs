// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The OpenAPI document in the hands of another program (schemathesis), which asks for all that it names: with what fits
//! it, at its limits and beyond, and with what does not fit. Nothing ends in a fault of the node, and every answer is one
//! of those that the document describes. What came of it all is replayed as after every test.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};
use tequio_node::{store::Engine, web::document};

use crate::{
    spine::tokens::make,
    support::{More, Person, TestApp},
};

/// Cases by chance of each operation, beside those that its limits name.
const FEW: &str = "6";
const MANY: &str = "150";

/// The passphrase of the sample communities' members.
const SAMPLE: &str = "tequio de muestra";

/// Operations that end what the others ask for: they come last.
const ENDING: &str = "/(sign-out|remove|leave|lay-down|withdraw|revoke|close)$";

/// An answer is as the document says.
const FITS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                    response_schema_conformance";
/// An answer is no fault.
const NO_FAULT: &str = "not_a_server_error";

/// Pages whose links are looked at.
const PAGES: usize = 250;
/// Values of a part of a path that are tried.
const VALUES: usize = 4;

/// A node with the sample communities.
async fn samples(engine: Engine) -> TestApp {
    TestApp::start_as(engine, More { samples: true, ..More::default() }).await
}

async fn ana(app: &TestApp) -> Person {
    let ana = app.person();
    let form = ana.get("/@etla/sign-in").await;
    assert_eq!(ana.send(&form, &[("name", "Ana"), ("passphrase", SAMPLE)]).await.status, 303);
    ana
}

/// The document, where each part of a path is one of what people find there by links and forms, or names nothing.
async fn with_parts(person: &Person) -> Value {
    let mut document = serde_json::to_value(document()).unwrap();
    let paths = document["paths"].as_object_mut().unwrap();
    let (templates, mut found) = (paths.keys().cloned().collect::<Vec<_>>(), BTreeMap::new());
    let (mut waiting, mut seen) = (VecDeque::from(["/@etla".to_owned()]), BTreeSet::new());
    while let Some(path) = waiting.pop_front().filter(|_| seen.len() < PAGES) {
        let page = person.get(&path).await;
        let attributes = ["href=\"", "action=\""].iter().flat_map(|name| page.body.split(name).skip(1));
        for link in attributes.map(|rest| rest.split(['"', '?', '#']).next().unwrap()) {
            // An extension asks for another form of the same thing.
            let other_form = [".ics", ".md", ".atom", ".json"].iter().any(|form| link.ends_with(form));
            if !link.starts_with("/@etla") || other_form || link.contains('%') || !seen.insert(link.to_owned()) {
                continue;
            }
            waiting.push_back(link.to_owned());
            let fitting = templates.iter().filter_map(|template| Some((template, values(template, link)?)));
            let Some((template, values)) = fitting.min_by_key(|(_, values)| values.len()) else { continue };
            for (name, value) in values {
                let all: &mut BTreeSet<String> = found.entry((template.clone(), name)).or_default();
                if all.len() < VALUES {
                    all.insert(value);
                }
            }
        }
    }
    assert!(found.len() > 12, "what did the pages lead to? {found:?}");
    for (path, item) in paths {
        for operation in item.as_object_mut().unwrap().values_mut() {
            for part in operation["parameters"].as_array_mut().unwrap().iter_mut().filter(|part| part["in"] == "path") {
                let name = part["name"].as_str().unwrap().to_owned();
                let mut values: Vec<&str> = if name == "handle" { vec!["etla"] } else { vec!["nada"] };
                values.extend(found.get(&(path.clone(), name)).into_iter().flatten().map(String::as_str));
                part["schema"] = json!({"enum": values});
            }
        }
    }
    // Nothing beyond this machine is asked for anything.
    document["components"]["schemas"]["FileForm"]["properties"]["address"] = json!({"enum": [""]});
    document
}

/// The parts of a path by their names, if it is one of these.
fn values(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (names, parts) = (template.split('/').collect::<Vec<_>>(), path.split('/').collect::<Vec<_>>());
    let mut values = BTreeMap::new();
    for (name, part) in names.iter().zip(&parts) {
        match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => drop(values.insert(name.to_owned(), (*part).to_owned())),
            None if name == part || *name == "@{handle}" => {}
            None => return None,
        }
    }
    (names.len() == parts.len()).then_some(values)
}

/// Tries a document out, for so many minutes at most, with some headers; `more` are other arguments.
async fn tried(app: &TestApp, document: &Value, headers: &[(&str, &str)], cases: &str, more: &[&str]) -> Output {
    let program = Path::new(&std::env::var("TEQUIO_TEST_PYTHON").unwrap()).with_file_name("schemathesis");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openapi.json"), document.to_string()).unwrap();
    let minutes = if cases == MANY { "90m" } else { "20m" };
    let mut command = Command::new("timeout");
    command.arg(minutes).arg(program).current_dir(&folder).args(["run", "openapi.json", "--url", &app.origin]);
    command.args(["--phases", "coverage,fuzzing", "--seed", "1", "--max-examples", cases]);
    command.args(["--generation-database", "none", "--generation-with-security-parameters", "false"]);
    command.args(["--max-redirects", "0", "--request-timeout", "30", "--no-shrink", "--continue-on-failure"]);
    command.args(["--no-color", "--warnings", "off", "--header", "Sec-Fetch-Site: same-origin"]).args(more);
    for (name, value) in headers {
        command.args(["--header", &format!("{name}: {value}")]);
    }
    command.stdin(Stdio::null());
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Tries out all that somebody may ask for: first what leaves things in place, then what ends them.
async fn holds(app: &TestApp, document: &Value, headers: &[(&str, &str)], cases: &str, checks: &str) {
    for (which, at_least) in [("--exclude-path-regex", 3_000), ("--include-path-regex", 100)] {
        let output = tried(app, document, headers, cases, &["--checks", checks, which, ENDING]).await;
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        let asked = said.lines().find_map(|line| line.trim().split_once(" generated")?.0.parse::<u32>().ok());
        assert!(asked.is_some_and(|asked| asked >= at_least), "too little was asked for: {said}");
    }
}

const IN_JSON: (&str, &str) = ("Accept", "application/json");

/// Who has no account.
async fn a_stranger(engine: Engine, cases: &str) {
    let app = samples(engine).await;
    let document = with_parts(&app.person()).await;
    holds(&app, &document, &[IN_JSON], cases, FITS).await;
    app.check().await;
}

/// A member who coordinates, with the cookie of their session; as a program reads it or as a browser does.
async fn a_member(engine: Engine, accept: (&str, &str), cases: &str, checks: &str) {
    let app = samples(engine).await;
    let ana = ana(&app).await;
    let document = with_parts(&ana).await;
    let cookies: Vec<String> =
        ana.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
    holds(&app, &document, &[accept, ("Cookie", &cookies.join("; "))], cases, checks).await;
    assert_eq!(ana.get("/@etla/me").await.status, 401, "the last of it all was that she signed out");
    app.check().await;
}

/// A member's program, with an access token that has every scope.
async fn a_program(engine: Engine, cases: &str) {
    let app = samples(engine).await;
    let ana = ana(&app).await;
    let document = with_parts(&ana).await;
    let token = make(&ana, SAMPLE, &["agenda", "talk", "decide"]).await;
    holds(&app, &document, &[IN_JSON, ("Authorization", &format!("Bearer {token}"))], cases, FITS).await;
    assert_eq!(ana.get_json("/@etla/me/tokens").await["tokens"].as_array().unwrap().len(), 1, "it is good still");
    app.check().await;
}

#[tokio::test]
#[ignore = "needs Python: ./check"]
async fn what_a_stranger_asks_for_is_answered_as_documented() {
    a_stranger(Engine::Sqlite, FEW).await;
}

#[tokio::test]
#[ignore = "needs Python: ./check"]
async fn what_a_member_asks_for_is_answered_as_documented_on_sqlite() {
    a_member(Engine::Sqlite, IN_JSON, FEW, FITS).await;
}

#[tokio::test]
#[ignore = "needs Python and PostgreSQL: ./check"]
async fn what_a_member_asks_for_is_answered_as_documented_on_postgres() {
    a_member(Engine::Postgres, IN_JSON, FEW, FITS).await;
}

#[tokio::test]
#[ignore = "needs Python: ./check"]
async fn what_a_program_asks_for_is_answered_as_documented() {
    a_program(Engine::Sqlite, FEW).await;
}

#[tokio::test]
#[ignore = "needs Python: ./check"]
async fn no_page_is_a_fault() {
    a_member(Engine::Sqlite, ("Accept", "text/html"), FEW, NO_FAULT).await;
}

#[tokio::test]
#[ignore = "long: ./check --long"]
async fn long_everything_is_answered_as_documented() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        a_stranger(engine, MANY).await;
        a_member(engine, IN_JSON, MANY, FITS).await;
        a_member(engine, ("Accept", "text/html"), MANY, NO_FAULT).await;
        a_program(engine, MANY).await;
    }
}

/// The program itself finds what is not as the document says.
#[tokio::test]
#[ignore = "needs Python: ./check"]
async fn what_is_not_as_documented_is_found() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut document = serde_json::to_value(document()).unwrap();
    let only = ["--include-path", "/communities", "--checks", FITS];
    assert!(tried(&app, &document, &[IN_JSON], FEW, &only).await.status.success());
    document["components"]["schemas"]["Directory"]["required"] = json!(["nothing-has-this"]);
    let output = tried(&app, &document, &[IN_JSON], FEW, &only).await;
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stdout).contains("nothing-has-this"));
}
