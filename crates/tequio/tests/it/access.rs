// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the machine's log says of who came in and who was turned away.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use crate::Running;

/// Each try at a door is one line, by which it is found again and which opens nothing.
#[tokio::test]
async fn the_log_tells_of_doors_and_of_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = crate::tequio();
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
    command.env("NO_COLOR", "1").stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
    let mut serving = Running(command.spawn().unwrap());
    let mut out = BufReader::new(serving.0.stdout.take().unwrap()).lines();
    let origin = out.find_map(|line| line.unwrap().strip_prefix("Tequio: ").map(str::to_owned)).unwrap();
    out.find(|line| line.as_ref().unwrap().contains("tequio de muestra")).unwrap().unwrap();

    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let post = |path: &str, from: &str, body: &'static str| {
        let request = client.post(format!("{origin}{path}")).header("origin", from);
        request.header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    let right = "name=Ana&passphrase=tequio+de+muestra";
    let forged = "name=Ana%0A2026-01-01T00:00:00Z+ERROR+forjado&passphrase=copal+escondido";
    let entered = post("/@etla/sign-in", &origin, right).await.unwrap();
    assert_eq!(entered.status(), 303);
    let cookies: Vec<&str> = entered.headers().get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    let token = cookies[0].split(['=', ';']).nth(1).unwrap();
    assert_eq!(post("/@etla/sign-in", &origin, "name=Ana&passphrase=copal+escondido").await.unwrap().status(), 422);
    assert_eq!(post("/@etla/sign-in", &origin, forged).await.unwrap().status(), 422);
    assert_eq!(post("/@etla/me/passphrase", "https://elsewhere.example", right).await.unwrap().status(), 403);
    assert_eq!(client.get(format!("{origin}/@etla/members?x=oculto")).send().await.unwrap().status(), 401);
    assert_eq!(
        client.get(format!("{origin}/found/oculto")).header("host", "x.example").send().await.unwrap().status(),
        421
    );
    let told = client.get(format!("{origin}/@etla/members.json")).send().await.unwrap();
    let request = told.headers()["x-request-id"].to_str().unwrap().to_owned();
    // Who only looks at what is public leaves no line.
    assert_eq!(client.get(format!("{origin}/@etla/act/agenda")).send().await.unwrap().status(), 200);

    let log = std::fs::read_to_string(log).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("at the door")).collect();
    let expected: [&[&str]; 7] = [
        &["method=POST", "page=\"sign-in\"", "status=303", "account=", "door=Canonical"],
        &["method=POST", "page=\"sign-in\"", "status=422", "account="],
        &["method=POST", "page=\"sign-in\"", "status=422"],
        &["method=POST", "page=\"me/passphrase\"", "status=403", "reason=\"error-other-origin\""],
        &["method=GET", "page=\"members\"", "status=401", "reason=\"error-sign-in\""],
        &["method=GET", "page=\"found\"", "status=421", "reason=\"error-no-door\""],
        &["method=GET", "page=\"members\"", "status=401", &request],
    ];
    assert_eq!(lines.len(), expected.len(), "{log}");
    for (line, parts) in lines.iter().zip(expected) {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}: {parts:?}");
        // The time of the world, to the microsecond.
        assert!(line.starts_with("20") && line.split(' ').next().unwrap().ends_with('Z'), "{line}");
    }
    for secret in ["Ana", "copal", "forjado", "tequio de muestra", "oculto", "127.0.0.1", token] {
        assert!(lines.iter().all(|line| !line.contains(secret)), "{secret} in {log}");
    }
}
