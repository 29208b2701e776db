// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The mail server that the operator named, and how a letter is handed to it: encrypted, unless the server is this machine.

use std::{fmt, net::IpAddr, time::Duration};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::spine::{id::Id, world::Micros};

/// A letter is given up, to be tried again, when the server has not taken it within so long: before another worker would
/// take the job.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the operator says of mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Post {
    server: Url,
    from: Mailbox,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The server's address holds a password.
        write!(f, "Post({})", self.server.host_str().unwrap_or_default())
    }
}

impl Post {
    /// A server: `smtps://` (encrypted from the first byte) or `smtp://` (encrypted by STARTTLS), with the name and the
    /// password that it wants. Nothing when it is something else.
    pub fn server(text: &str) -> Option<Url> {
        let url: Url = text.parse().ok()?;
        let plain = matches!(url.scheme(), "smtp" | "smtps")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        plain.then_some(url)
    }

    /// Who writes: an address, or a name and an address in angle brackets. Nothing when it is something else.
    pub fn sender(text: &str) -> Option<Mailbox> {
        text.parse().ok()
    }

    /// The two together.
    pub fn new(server: Url, from: Mailbox) -> Self {
        Self { server, from }
    }
}

/// Why a letter did not arrive. Says neither to whom it was nor what the server said of them.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The server does not take it.
    #[error("the mail server answered {0}")]
    Refused(u16),
    /// The server cannot be reached, or broke off.
    #[error("the mail server is not reached, or broke off")]
    Away,
    /// There is no encrypted way to the server.
    #[error("the mail server offers no encryption that this machine trusts")]
    Encryption,
    /// A letter that mail cannot hold.
    #[error("a letter could not be written: {0}")]
    Malformed(lettre::error::Error),
}

impl MailError {
    /// Whether trying again is of no use (RFC 5321, 4.2.1).
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Refused(500..)) || matches!(self, Self::Malformed(_))
    }
}

impl From<lettre::transport::smtp::Error> for MailError {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Refused(code.into()),
            None if error.is_tls() || is_of_encryption(&error) => Self::Encryption,
            None => Self::Away,
        }
    }
}

/// Whether a connection broke off over encryption, which lettre says by what lies beneath.
fn is_of_encryption(error: &lettre::transport::smtp::Error) -> bool {
    std::iter::successors(std::error::Error::source(error), |error| error.source()).any(|beneath| {
        let io = beneath.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        io.is_some_and(|io| io.is::<rustls::Error>()) || beneath.to_string().starts_with("STARTTLS")
    })
}

/// A letter.
#[derive(Debug)]
pub(crate) struct Letter {
    /// The same however often it is tried: servers know by it that they have it already.
    pub(crate) id: Id,
    pub(crate) to: Address,
    pub(crate) subject: String,
    pub(crate) body: String,
    /// Where one says that one wants no more of these, in one click (RFC 8058).
    pub(crate) stop: Option<String>,
}

/// What hands letters to the server.
#[derive(Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl Mailer {
    /// By the operator's server, for the node at `host`.
    ///
    /// # Errors
    /// When the machine has no certificates by which the server is known.
    pub fn new(post: Post, host: &str) -> Result<Self, MailError> {
        let Post { server, from } = post;
        let name = server.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let own = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let tls = || TlsParameters::new(name.to_owned());
        let (tls, port) = match (server.scheme(), own) {
            ("smtps", _) => (Tls::Wrapper(tls()?), 465),
            // What goes to a server on this machine goes over no network.
            (_, true) => (Tls::None, 25),
            (_, false) => (Tls::Required(tls()?), 587),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(name)
            .port(server.port().unwrap_or(port))
            .tls(tls)
            .timeout(Some(PATIENCE / 4))
            .hello_name(ClientId::Domain(host.to_owned()));
        if !server.username().is_empty() {
            let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
            let (user, password) = (decoded(server.username()), decoded(server.password().unwrap_or_default()));
            transport = transport.credentials(Credentials::new(user, password));
        }
        Ok(Self { transport: transport.build(), from, host: host.to_owned() })
    }

    /// Hands a letter over.
    ///
    /// # Errors
    /// When the server did not say that it has it.
    pub(crate) async fn send(&self, letter: Letter, now: Micros) -> Result<(), MailError> {
        let message = self.message(letter, now)?;
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(sent) => Ok(sent.map(drop)?),
            Err(_) => Err(MailError::Away),
        }
    }

    fn message(&self, letter: Letter, now: Micros) -> Result<Message, MailError> {
        let Letter { id, to, subject, body, stop } = letter;
        let own = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let since = Duration::from_micros(u64::try_from(now).unwrap_or_default());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .date(std::time::UNIX_EPOCH + since)
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            // No answer by a machine (RFC 3834).
            .raw_header(own("Auto-Submitted", "auto-generated"));
        if let Some(stop) = stop {
            message = message
                .raw_header(own("List-Unsubscribe", &format!("<{stop}>")))
                .raw_header(own("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        message.body(body).map_err(MailError::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailer() -> Mailer {
        let server = Post::server("smtp://localhost").unwrap();
        Mailer::new(Post::new(server, Post::sender("Tequio <tequio@nodo.example>").unwrap()), "nodo.example").unwrap()
    }

    /// The names of the headers of a letter.
    fn headers(letter: Letter) -> Vec<String> {
        let bytes = mailer().message(letter, 1_795_543_200_000_000).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.is_ascii() && head.lines().all(|line| line.len() < 998), "{head}");
        let own = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        own.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn nothing_that_a_letter_says_becomes_a_header() {
        let letter = |subject: &str, stop| Letter {
            id: Id::from_bytes([1; 16]),
            to: "beto@correo.example".parse().unwrap(),
            subject: subject.to_owned(),
            body: ".\r\nBcc: c@d.example\r\n".to_owned(),
            stop,
        };
        let usual = headers(letter("Avisos", None));
        for words in ["Año nuevo\r\nBcc: c@d.example", "a\nBcc: c@d.example", "a\rBcc: c@d.example", "ñ\r\n\r\nHola"]
        {
            assert_eq!(headers(letter(words, None)), usual, "{words:?}");
        }
        let stop = format!("https://nodo.example/@etla/mail/stop/{}", "a".repeat(42));
        let with = headers(letter("Avisos", Some(stop.clone())));
        let more: Vec<&String> = with.iter().filter(|name| !usual.contains(name)).collect();
        assert_eq!(more, ["List-Unsubscribe", "List-Unsubscribe-Post"]);
        let whole = mailer().message(letter("Avisos", Some(stop.clone())), 0).unwrap().formatted();
        assert!(String::from_utf8(whole).unwrap().contains(&format!("<{stop}>")), "an address is in one piece");
    }

    #[test]
    fn a_server_is_an_address_and_its_password_is_not_shown() {
        for wrong in ["localhost", "http://localhost", "smtp://", "smtp://a/b", "smtps://a?tls=none", "smtp://a#b"] {
            assert_eq!(Post::server(wrong), None, "{wrong}");
        }
        let server = Post::server("smtps://ana:se%40creta@correo.example:465").unwrap();
        let post = Post::new(server, Post::sender("tequio@nodo.example").unwrap());
        assert_eq!(format!("{post:?}"), "Post(correo.example)");
        assert!(Post::sender("Tequio").is_none() && Post::sender("a@b.example\r\nBcc: c@d.example").is_none());
    }

    #[test]
    fn what_the_server_refuses_for_good_is_not_tried_again() {
        assert!(MailError::Refused(550).is_final() && !MailError::Refused(451).is_final());
        assert!(!MailError::Away.is_final() && !MailError::Encryption.is_final());
    }
}
