// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Letters by a mail server that wants encryption and a password, as those of providers do: from the first byte, or from
//! STARTTLS on. Where the server is not the one that the machine trusts, it learns neither.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, ServerConnection, StreamOwned, pki_types::PrivateKeyDer};
use tequio_node::demo;

use crate::{Running, kill::enter};

/// The name by which the test's machine knows the mail server.
const NAME: &str = "correo.example";

/// What a mail server offers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offers {
    EncryptionFirst,
    StartTls,
    Nothing,
}

/// A mail server, with what was said to it: a line in the open after another, and then those that were sealed.
struct Server {
    address: SocketAddr,
    open: Arc<Mutex<String>>,
    sealed: Arc<Mutex<String>>,
}

impl Server {
    /// One whose certificate is signed by an authority that is written into `trust`.
    fn start(offers: Offers, trust: &Path) -> Self {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap();
        std::fs::write(trust, authority.pem()).unwrap();
        let key = KeyPair::generate().unwrap();
        let names = CertificateParams::new([NAME.to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let certificate = names.signed_by(&key, &authority).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()));
        let config = Arc::new(config.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), open: Arc::default(), sealed: Arc::default() };
        let (open, sealed) = (server.open.clone(), server.sealed.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, config) = (stream.unwrap(), config.clone());
                let (open, sealed) = (open.clone(), sealed.clone());
                std::thread::spawn(move || serve(stream, offers, &config, (&open, &sealed)));
            }
        });
        server
    }

    /// What it heard that was sealed, once a letter is there; and in the open.
    fn heard(&self) -> (String, String) {
        for _ in 0..600 {
            if self.sealed.lock().unwrap().contains("QUIT") {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        (self.sealed.lock().unwrap().clone(), self.open.lock().unwrap().clone())
    }
}

fn serve(mut stream: TcpStream, offers: Offers, config: &Arc<ServerConfig>, said: (&Mutex<String>, &Mutex<String>)) {
    let (open, sealed) = said;
    if offers != Offers::EncryptionFirst {
        let offer = if offers == Offers::StartTls { "250 STARTTLS" } else { "250 AUTH PLAIN" };
        if !talk(&mut stream, offer, true, open) {
            return;
        }
    }
    let encrypted = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
    talk(encrypted, "250 AUTH PLAIN", offers == Offers::EncryptionFirst, sealed);
}

/// Answers whatever is said, and keeps it. Says whether encryption was asked for.
fn talk(stream: impl Read + Write, offer: &str, greets: bool, said: &Mutex<String>) -> bool {
    let mut stream = BufReader::with_capacity(1, stream);
    let mut letter = false;
    let mut answer = greets.then(|| "220 prueba".to_owned());
    loop {
        if let Some(answer) = answer.take()
            && stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).is_err()
        {
            return false;
        }
        let mut line = String::new();
        if !stream.read_line(&mut line).is_ok_and(|read| read > 0) {
            return false;
        }
        said.lock().unwrap().push_str(&line);
        let command = line.split([' ', '\r']).next().unwrap_or_default().to_owned();
        answer = match command.as_str() {
            _ if letter => {
                letter = line != ".\r\n";
                (!letter).then(|| "250 la tengo".to_owned())
            }
            "EHLO" => Some(format!("250-prueba\r\n{offer}")),
            "STARTTLS" => {
                return stream.get_mut().write_all(b"220 adelante\r\n").is_ok();
            }
            "AUTH" => Some("235 bien".to_owned()),
            "DATA" => {
                letter = true;
                Some("354 escucho".to_owned())
            }
            "QUIT" => Some("221 adios".to_owned()),
            _ => Some("250 ok".to_owned()),
        };
    }
}

/// A node that writes by this server, where a member named an address; and the folder of its data.
async fn member_names_an_address(server: &str, trust: &Path, folder: &Path) -> (Running, String) {
    let data = folder.join("data").display().to_string();
    // Known by a name that is this machine's only for the program.
    std::fs::write(folder.join("hosts"), format!("127.0.0.1 localhost {NAME}\n")).unwrap();
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
    command.arg("mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"");
    command.arg("sh").arg(folder.join("hosts")).arg(env!("CARGO_BIN_EXE_tequio"));
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data", &data]);
    command.args(["--mail", server, "--mail-from", "tequio@nodo.example"]);
    command.env("SSL_CERT_FILE", trust).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let origin = lines.find_map(|line| line.strip_prefix("Tequio: ").map(str::to_owned)).unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let (cookie, _) = enter(&client, &origin).await;
    let fields = format!("mail_address=ana%40correo.example&passphrase={}", demo::PASSPHRASE.replace(' ', "+"));
    let named = client
        .post(format!("{origin}/@etla/me/mail"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(fields);
    let status = named.send().await.unwrap().status().as_u16();
    assert!(matches!(status, 200 | 303), "{status}");
    (Running(child), data)
}

/// The name `ana` and the password `dos palabras`, as AUTH PLAIN says them (RFC 4616).
const SAID: &str = "AUTH PLAIN AGFuYQBkb3MgcGFsYWJyYXM=";

#[tokio::test]
#[ignore = "needs namespaces: ./check"]
async fn a_letter_goes_sealed_and_with_the_password() {
    for (offers, scheme, name) in [(Offers::EncryptionFirst, "smtps", "127.0.0.1"), (Offers::StartTls, "smtp", NAME)] {
        let folder = tempfile::tempdir().unwrap();
        let trust = folder.path().join("trust.pem");
        let server = Server::start(offers, &trust);
        let address = format!("{scheme}://ana:dos%20palabras@{name}:{}", server.address.port());
        let (_node, _) = member_names_an_address(&address, &trust, folder.path()).await;
        let (sealed, open) = server.heard();
        let order =
            [SAID, "MAIL FROM:<tequio@nodo.example>", "RCPT TO:<ana@correo.example>", "Subject: ", "/mail/confirm/"];
        let places: Vec<Option<usize>> = order.iter().map(|words| sealed.find(words)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {sealed}");
        let said: Vec<&str> = open.lines().map(|line| line.split(' ').next().unwrap()).collect();
        let before: &[&str] = if offers == Offers::StartTls { &["EHLO", "STARTTLS"] } else { &[] };
        assert_eq!(said, before);
    }
}

#[tokio::test]
#[ignore = "needs namespaces: ./check"]
async fn a_server_that_is_not_trusted_learns_nothing() {
    for (offers, scheme, name) in [
        (Offers::EncryptionFirst, "smtps", "127.0.0.1"),
        (Offers::StartTls, "smtp", NAME),
        (Offers::Nothing, "smtp", NAME),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (trust, other) = (folder.path().join("trust.pem"), folder.path().join("other.pem"));
        let server = Server::start(offers, &other);
        // The machine trusts another authority, or this one where the server offers no encryption at all.
        Server::start(offers, &trust);
        let trust = if offers == Offers::Nothing { other } else { trust };
        let address = format!("{scheme}://ana:dos%20palabras@{name}:{}", server.address.port());
        let (_node, data) = member_names_an_address(&address, &trust, folder.path()).await;
        let mut told = String::new();
        for _ in 0..600 {
            let jobs = crate::tequio().args(["jobs", "--data", &data]).output().unwrap();
            told = String::from_utf8(jobs.stdout).unwrap();
            if told.contains("offers no encryption that this machine trusts") {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(told.contains("offers no encryption that this machine trusts"), "{told}");
        let (sealed, open) = (server.sealed.lock().unwrap().clone(), server.open.lock().unwrap().clone());
        assert!(!format!("{sealed}{open}").contains("AUTH") && !open.contains("MAIL"), "{sealed} {open}");
    }
}
