// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program gets its certificate from Pebble, the test server of Let's Encrypt, as from any authority.

use std::{
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Running, free};

fn start(command: &mut Command) -> Running {
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    assert!(started.is_ok(), "{}: {started:?}", command.get_program().display());
    Running(started.unwrap())
}

/// Waits until somebody listens there.
fn listens(at: SocketAddr) {
    let begin = Instant::now();
    while TcpStream::connect(at).is_err() {
        assert!(begin.elapsed() < Duration::from_secs(60), "nobody listens at {at}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn client(root: &[u8]) -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let root = reqwest::Certificate::from_pem(root).unwrap();
    reqwest::Client::builder().tls_certs_only([root]).no_proxy().timeout(Duration::from_secs(30))
}

/// Pebble, which looks for hosts at the port `looks` of this machine. Gives its directory and its manager.
fn pebble(folder: &Path, looks: SocketAddr) -> ([Running; 2], String, String) {
    let (names, manages, acme) = (free(), free(), free());
    let path = |name: &str| folder.join(name).display().to_string();
    let config = format!(
        "{{\"pebble\": {{\"listenAddress\": \"{acme}\", \"managementListenAddress\": \"{manages}\", \
         \"certificate\": \"{}\", \"privateKey\": \"{}\", \"httpPort\": {}, \"tlsPort\": {}}}}}",
        path("pebble.pem"),
        path("pebble.key"),
        free().port(),
        looks.port(),
    );
    std::fs::write(path("pebble.json"), config).unwrap();
    // Every name leads to this machine.
    let mut dns = Command::new("pebble-challtestsrv");
    dns.args(["-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", ""]);
    dns.args(["-dns01", &names.to_string(), "-management", &free().to_string()]);
    let dns = start(&mut dns);
    let mut pebble = Command::new("pebble");
    pebble.args(["-strict", "-config", &path("pebble.json"), "-dnsserver", &names.to_string()]);
    let pebble = start(pebble.env("PEBBLE_VA_NOSLEEP", "1"));
    listens(acme);
    let at = |address: SocketAddr| format!("https://localhost:{}", address.port());
    ([dns, pebble], at(acme) + "/dir", at(manages))
}

#[tokio::test]
#[ignore = "needs pebble: ./check"]
async fn a_certificate_is_had_from_the_authority_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(path("pebble.pem"), made.cert.pem()).unwrap();
    std::fs::write(path("pebble.key"), made.signing_key.serialize_pem()).unwrap();
    let (listen, encrypted) = (free(), free());
    let (_pebble, directory, manager) = pebble(folder.path(), encrypted);
    let mut command = crate::encrypted(&path("data"), listen, encrypted);
    command.args(["--acme", "ana@nodo.example", "--acme-directory", &directory]);
    let _serving = start(command.env("SSL_CERT_FILE", path("pebble.pem")));
    listens(listen);
    let plain = client(made.cert.pem().as_bytes()).build().unwrap();
    let begin = Instant::now();
    loop {
        let ready = plain.get(format!("http://{listen}/readyz")).send().await.unwrap().text().await.unwrap();
        if ready.contains("\ncertificate nodo.example until 20") {
            break;
        }
        assert!(!ready.contains("renewal-failed") && begin.elapsed() < Duration::from_secs(90), "{ready}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let root = plain.get(manager + "/roots/0").send().await.unwrap().bytes().await.unwrap();
    let browser = client(&root).resolve("nodo.example", encrypted).build().unwrap();
    let answer = browser.get("https://nodo.example/healthz").send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "ok\n");
}
