// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program is replaced under load, and nobody's request fails: it hands its sockets to what is installed (SIGUSR2), or
//! whoever started it keeps them (`LISTEN_FDS`).

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Lines},
    os::fd::OwnedFd,
    process::{ChildStdout, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use command_fds::{CommandFdExt as _, FdMapping};
use sqlx::Connection as _;
use tequio_node::spine::id::Id;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::Running;
use crate::kill::{SAID, enter};

/// A program that serves, killed when dropped.
struct Serving(Running, Lines<BufReader<ChildStdout>>);

impl Serving {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut serving = Self(Running(child), lines);
        serving.ready();
        serving
    }

    /// Waits until it says where it is; once for each program that this process is.
    fn ready(&mut self) -> String {
        self.1.by_ref().map(Result::unwrap).find(|line| line.starts_with("Tequio: ")).unwrap()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.0.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

/// Asks on a connection; gives the status and whether the connection goes on. No request is sent twice.
async fn ask(connection: &mut tokio::io::BufReader<TcpStream>, request: &str) -> std::io::Result<(u16, bool)> {
    connection.write_all(request.as_bytes()).await?;
    let (mut status, mut length, mut goes_on) = (None, 0, true);
    loop {
        let mut line = String::new();
        if connection.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_lowercase();
        match line.split_once(": ") {
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(("connection", value)) => goes_on = value != "close",
            None if line.is_empty() => break,
            None => status = line.split(' ').nth(1).and_then(|code| code.parse().ok()),
            _ => {}
        }
    }
    connection.read_exact(&mut vec![0; length]).await?;
    Ok((status.unwrap(), goes_on))
}

/// What came of the requests.
#[derive(Debug, Default)]
struct Came {
    answered: usize,
    said: BTreeSet<Id>,
    failed: Vec<String>,
}

/// Clients that ask without a pause until it is `over`: half of them by a connection for each request, half of them by one
/// for as long as it lasts; a third of all requests is a command.
async fn load(came: &Arc<Mutex<Came>>, port: u16, cookie: &str, entry: &str, over: Arc<AtomicBool>) {
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..8_u64 {
        let (came, over) = (came.clone(), over.clone());
        let (cookie, entry) = (cookie.to_owned(), entry.to_owned());
        clients.spawn(async move {
            let mut open = None;
            for turn in 0_u64.. {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let key = Id::from_bytes(((u128::from(number) << 64) | u128::from(turn)).to_be_bytes());
                let mut head = format!("Host: localhost:{port}\r\n");
                let lasts = number % 2 == 0;
                if !lasts {
                    head += "Connection: close\r\n";
                }
                let says = turn % 3 == 0;
                let request = if says {
                    let body = format!("{{\"key\":\"{key}\",\"body\":\"{key}\"}}");
                    format!(
                        "POST /@etla/entries/{entry}/messages HTTP/1.1\r\n{head}Cookie: {cookie}\r\n\
                         Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\nContent-Type: application/json\r\n\
                         Content-Length: {}\r\n\r\n{body}",
                        body.len()
                    )
                } else {
                    format!("GET /healthz HTTP/1.1\r\n{head}\r\n")
                };
                let asked = async {
                    let mut connection = match open.take() {
                        Some(connection) => connection,
                        None => tokio::io::BufReader::new(TcpStream::connect(("127.0.0.1", port)).await?),
                    };
                    let (status, goes_on) = ask(&mut connection, &request).await?;
                    Ok::<_, std::io::Error>((status, (lasts && goes_on).then_some(connection)))
                };
                let asked = tokio::time::timeout(Duration::from_secs(60), asked).await;
                let asked = asked.unwrap_or_else(|late| Err(late.into()));
                let mut came = came.lock().unwrap();
                match asked {
                    Ok((200, connection)) => {
                        came.answered += 1;
                        if says {
                            came.said.insert(key);
                        }
                        open = connection;
                    }
                    other => came.failed.push(format!("{number}/{turn}: {:?}", other.map(|(status, _)| status))),
                }
            }
        });
    }
    clients.join_all().await;
}

/// Ends the load when dropped.
struct Ends(Arc<AtomicBool>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Replaces the program so often under load, and compares what was answered with what is there.
async fn replaced(
    times: usize,
    start: impl FnOnce(&str, u16) -> Serving,
    replace: impl Fn(&mut Serving) + Send + 'static,
) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let port = crate::free().port();
    let mut serving = start(&data, port);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let (cookie, entry) = enter(&client, &format!("http://localhost:{port}")).await;
    // Its idle connections would each be waited for.
    drop(client);
    let over = Arc::new(AtomicBool::new(false));
    let ends = Ends(over.clone());
    let came = Arc::<Mutex<Came>>::default();
    let watched = came.clone();
    let replacing = tokio::task::spawn_blocking(move || {
        let _ends = ends;
        for turn in 0..times {
            // However slow the machine is, it works in between; for a minute at most.
            for _ in 0..6_000 {
                if watched.lock().unwrap().answered > 20 * turn {
                    break;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            // Not always at the same moment.
            std::thread::sleep(Duration::from_millis(50 + (turn as u64 * 37) % 100));
            replace(&mut serving);
        }
        std::thread::sleep(Duration::from_millis(100));
        serving
    });
    load(&came, port, &cookie, &entry, over).await;
    let mut serving = replacing.await.unwrap();
    let came = std::mem::take(&mut *came.lock().unwrap());
    eprintln!("{times} times: {} answered, {} of them commands", came.answered, came.said.len());
    assert!(came.failed.is_empty(), "{} failed: {:#?}", came.failed.len(), came.failed);
    assert!(came.answered > 20 * (times - 1), "{} say little", came.answered);
    serving.signal("-TERM");
    assert!(serving.0.0.wait().unwrap().success());
    let mut store = sqlx::SqliteConnection::connect(&format!("sqlite:{data}/tequio.sqlite")).await.unwrap();
    let bodies: Vec<String> = sqlx::query_scalar(SAID).fetch_all(&mut store).await.unwrap();
    let there: BTreeSet<Id> = bodies.iter().filter_map(|body| body.parse().ok()).collect();
    assert_eq!(there, came.said);
}

/// The program serves, and is told to hand over: the same process runs what is installed.
async fn handed_over(times: usize) {
    let start = |data: &str, port: u16| {
        let listen = format!("127.0.0.1:{port}");
        Serving::start(crate::tequio().args(["serve", "--demo", "--data", data, "--listen", &listen]))
    };
    let replace = |serving: &mut Serving| {
        serving.signal("-USR2");
        serving.ready();
    };
    replaced(times, start, replace).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_while_it_hands_over() {
    handed_over(10).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long: ./check --long"]
async fn long_no_request_fails_while_it_hands_over_a_hundred_times() {
    handed_over(100).await;
}

/// As systemd keeps the socket of a service: one process ends, another begins, with the same socket.
#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_while_another_is_started_on_the_same_socket() {
    let socket = Arc::new(Mutex::new(None));
    let with = move |socket: &OwnedFd, data: &str| {
        // Only the process itself knows its number.
        let mut command = Command::new("sh");
        command.args(["-c", "LISTEN_PID=$$ exec \"$@\"", "sh", env!("CARGO_BIN_EXE_tequio"), "serve", "--demo"]);
        command.args(["--data", data, "--listen", "127.0.0.1:0"]).env("LC_ALL", "C").env("LISTEN_FDS", "1");
        let mapping = FdMapping { parent_fd: socket.try_clone().unwrap(), child_fd: 3 };
        Serving::start(command.fd_mappings(vec![mapping]).unwrap())
    };
    let kept = socket.clone();
    let start = |data: &str, port: u16| {
        let own = OwnedFd::from(std::net::TcpListener::bind(("127.0.0.1", port)).unwrap());
        let serving = with(&own, data);
        *kept.lock().unwrap() = Some((own, data.to_owned()));
        serving
    };
    let replace = move |serving: &mut Serving| {
        serving.signal("-TERM");
        // Before it serves it may simply end.
        serving.0.0.wait().unwrap();
        let kept = socket.lock().unwrap();
        let (own, data) = kept.as_ref().unwrap();
        *serving = with(own, data);
    };
    replaced(5, start, replace).await;
}

/// The listener for what is encrypted is handed over with the others, and no handshake fails.
#[tokio::test(flavor = "multi_thread")]
async fn no_handshake_fails_while_it_hands_over() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["nodo.example".to_owned()]).unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let (listen, encrypted) = (crate::free(), crate::free());
    let mut command = crate::encrypted(&path("data"), listen, encrypted);
    command.args(["--tls-cert", &path("cert.pem"), "--tls-key", &path("key.pem")]);
    let mut serving = Serving::start(&mut command);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let root = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([root]).resolve("nodo.example", encrypted);
    let client = client.no_proxy().pool_max_idle_per_host(0).timeout(Duration::from_secs(60)).build().unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let ends = Ends(over.clone());
    let (answered, failed) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let (seen, no_more) = (answered.clone(), failed.clone());
    let _failed = Ends(failed);
    let replacing = tokio::task::spawn_blocking(move || {
        let _ends = ends;
        // Several handshakes before, between and after, however slow the machine is.
        let more = |turn: u32| {
            while seen.load(Ordering::Relaxed) < turn * 5 && !no_more.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(u64::from(turn)));
            }
        };
        for turn in 1..=5 {
            more(turn);
            serving.signal("-USR2");
            serving.ready();
        }
        more(6);
        serving
    });
    while !over.load(Ordering::Relaxed) {
        let answer = client.get("https://nodo.example/healthz").send().await;
        let before = answered.fetch_add(1, Ordering::Relaxed);
        assert_eq!(answer.unwrap_or_else(|error| panic!("after {before}: {error:?}")).status(), 200);
    }
    drop(replacing.await.unwrap());
}

/// What is installed does not run: what runs goes on.
#[test]
fn a_program_that_does_not_run_takes_nothing_over() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("tequio");
    std::fs::copy(env!("CARGO_BIN_EXE_tequio"), &program).unwrap();
    let mut command = Command::new(&program);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data")).env("LC_ALL", "C");
    let mut serving = Serving::start(command.stderr(Stdio::null()));
    std::fs::remove_file(&program).unwrap();
    std::fs::write(&program, "half of it").unwrap();
    serving.signal("-USR2");
    std::thread::sleep(Duration::from_millis(500));
    assert!(serving.0.0.try_wait().unwrap().is_none(), "it ended");
    // With one that runs it goes on by that.
    std::fs::remove_file(&program).unwrap();
    std::fs::copy(env!("CARGO_BIN_EXE_tequio"), &program).unwrap();
    serving.signal("-USR2");
    serving.ready();
}
