// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A mail server that speaks as much of RFC 5321 as it takes to get a letter, or not to get it; and the letters it got.

use std::sync::{Arc, Mutex};

use data_encoding::BASE64;
use tequio_node::spine::mail::post::Post;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server does with letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It takes them.
    Takes,
    /// It says this number to every recipient.
    Refuses(u16),
    /// It breaks off while a letter comes in.
    BreaksOff,
}

/// A mail server at a port of its own.
pub struct MailServer {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    manner: Mutex<Manner>,
    letters: Mutex<Vec<Letter>>,
    /// How many came to it.
    visits: Mutex<usize>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared =
            Arc::new(Shared { manner: Mutex::new(Manner::Takes), letters: Mutex::default(), visits: Mutex::default() });
        let all = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever goes away in the middle is no fault of the server.
                tokio::spawn(talk(stream, all.clone()));
            }
        });
        Self { port, shared }
    }

    /// How a node names it.
    pub fn post(&self) -> Post {
        let server = Post::server(&format!("smtp://127.0.0.1:{}", self.port)).unwrap();
        Post::new(server, Post::sender("Tequio <tequio@nodo.example>").unwrap())
    }

    pub fn be(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap() = manner;
    }

    /// The letters that it got.
    pub fn letters(&self) -> Vec<Letter> {
        self.shared.letters.lock().unwrap().clone()
    }

    /// How many came to it so far.
    pub fn visits(&self) -> usize {
        *self.shared.visits.lock().unwrap()
    }
}

async fn talk(stream: TcpStream, shared: Arc<Shared>) -> std::io::Result<()> {
    *shared.visits.lock().unwrap() += 1;
    let manner = *shared.manner.lock().unwrap();
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 prueba\r\n").await?;
    let mut letter = Letter::default();
    while let Some(line) = lines.next_line().await? {
        let answer = match (line.split([' ', ':']).next().unwrap_or_default(), manner) {
            ("EHLO", _) => "250-prueba\r\n250 ENHANCEDSTATUSCODES\r\n".to_owned(),
            ("RCPT", Manner::Refuses(code)) => format!("{code} no, {line}\r\n"),
            ("RCPT", _) => {
                letter.to.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                "250 ok\r\n".to_owned()
            }
            ("DATA", _) => {
                writing.write_all(b"354 escucho\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    if manner == Manner::BreaksOff {
                        return Ok(());
                    }
                    letter.raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.raw.push('\n');
                }
                shared.letters.lock().unwrap().push(std::mem::take(&mut letter));
                "250 la tengo\r\n".to_owned()
            }
            ("QUIT", _) => return writing.write_all(b"221 adios\r\n").await,
            ("MAIL" | "NOOP" | "RSET", _) => "250 ok\r\n".to_owned(),
            _ => "500 que\r\n".to_owned(),
        };
        writing.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

/// A letter as it came.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    pub to: Vec<String>,
    raw: String,
}

impl Letter {
    fn parts(&self) -> (Vec<(String, String)>, &str) {
        let (head, body) = self.raw.split_once("\n\n").unwrap();
        let head = head.replace("\n ", " ").replace("\n\t", " ");
        let headers = head.lines().map(|line| line.split_once(": ").unwrap_or((line, "")));
        (headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect(), body)
    }

    /// The names of its headers.
    pub fn headers(&self) -> Vec<String> {
        self.parts().0.into_iter().map(|(name, _)| name).collect()
    }

    /// A header that it has, once.
    pub fn header(&self, wanted: &str) -> String {
        let mut found = self.parts().0.into_iter().filter(|(name, _)| name == wanted);
        let value = found.next().unwrap_or_else(|| panic!("no {wanted}: {}", self.raw)).1;
        assert!(found.next().is_none(), "{wanted} twice: {}", self.raw);
        value
    }

    /// What it is about, in letters (RFC 2047).
    pub fn subject(&self) -> String {
        let encoded = self.header("Subject");
        let words = encoded.split(' ').map(|word| match word.strip_prefix("=?utf-8?b?") {
            Some(word) => {
                let bytes = BASE64.decode(word.trim_end_matches("?=").as_bytes()).unwrap();
                String::from_utf8(bytes).unwrap()
            }
            None => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// What it says.
    pub fn text(&self) -> String {
        let (headers, body) = self.parts();
        assert_eq!(self.header("Content-Type"), "text/plain; charset=utf-8");
        let encoding =
            headers.iter().find(|(name, _)| name == "Content-Transfer-Encoding").map(|(_, how)| how.as_str());
        match encoding {
            Some("7bit") | None => body.to_owned(),
            Some("base64") => String::from_utf8(BASE64.decode(body.replace('\n', "").as_bytes()).unwrap()).unwrap(),
            Some("quoted-printable") => unquoted(&body.replace("=\n", "")),
            Some(other) => panic!("{other}"),
        }
    }

    /// The path of the first link in it that has these words.
    pub fn link(&self, origin: &str, words: &str) -> String {
        let text = self.text();
        let found = text.split_whitespace().find(|word| word.contains(words));
        let found = found.unwrap_or_else(|| panic!("no {words}: {text}"));
        found.strip_prefix(origin).unwrap_or_else(|| panic!("{found}")).to_owned()
    }
}

/// Quoted-printable as text.
fn unquoted(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next().unwrap(), rest.next().unwrap()];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
    }
    String::from_utf8(bytes).unwrap()
}
