// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Letters: to who confirmed their address and wants them, never twice, and nobody's box is filled.

use std::time::Duration;

use tequio_node::{
    jobs,
    spine::{
        sessions::factor,
        world::{DAY, HOUR, MINUTE},
    },
    store::{Dump, tables::TABLES},
};

use crate::support::{
    More, PASSPHRASE, Page, Person, Raw, TestApp,
    mail::{Letter, MailServer, Manner},
    on_both_engines,
};

const ADDRESS: &str = "beto@correo.example";
const FRESH: &str = "jícara barro copal sereno";

/// A node like another one that writes letters, and the server that gets them.
async fn with_mail(app: &TestApp) -> (TestApp, MailServer) {
    let server = MailServer::start().await;
    let more = More { mail: Some(server.post()), ..More::default() };
    (TestApp::start_as(app.node.core.db.engine(), more).await, server)
}

/// Works on what is due, and waits for the node's own worker if that was faster.
async fn run(app: &TestApp) {
    jobs::run_due(&app.node).await.unwrap();
    let now = app.node.core.world.now();
    let due = async || app.node.jobs().await.unwrap().iter().any(|(_, at, _, dead, _)| *at <= now && dead.is_none());
    while due().await {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Gives an address.
async fn give(person: &Person, address: &str) -> Page {
    let form = person.get("/@etla/me/mail").await;
    person.send(&form, &[("mail_address", address), ("passphrase", PASSPHRASE)]).await
}

/// Gives an address and confirms it.
async fn confirm(app: &TestApp, server: &MailServer, person: &Person, address: &str) {
    let before = server.letters().len();
    let given = give(person, address).await;
    assert_eq!(given.status, 303, "{}", given.text());
    run(app).await;
    let letter = server.letters()[before].clone();
    let link = letter.link(&app.origin, "/mail/confirm/");
    assert_eq!(person.post(&link, &[]).await.status, 303);
}

/// Chooses how often to be written to.
async fn choose(person: &Person, digest: &str) -> u16 {
    person.post("/@etla/me/mail/digest", &[("digest", digest)]).await.status
}

/// What is kept of a member's address.
async fn kept(person: &Person) -> serde_json::Value {
    person.get_json("/@etla/me/mail").await["mail"].clone()
}

/// Says to be somebody who wants a letter to come back.
async fn ask(app: &TestApp, name: &str) -> (Person, Page) {
    let guest = app.person();
    let form = guest.get("/@etla/recover/mail").await;
    let page = guest.send(&form, &[("name", name)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    (guest, page)
}

/// Tells Beto something: Ana answers under her activity, in which he says something first.
async fn answer(ana: &Person, beto: &Person, words: &str) {
    let path = ana.publish(&[("title", "Círculo\r\nBcc: otra@correo.example")]).await;
    let messages = format!("/@etla/entries/{}/messages", path.rsplit('/').nth(1).unwrap());
    let said = beto.post(&messages, &[("body", "¿Quién lleva pan?")]).await;
    let parent = said.location().rsplit_once("#m-").unwrap().1.to_owned();
    assert_eq!(ana.post(&messages, &[("body", words), ("parent", &parent)]).await.status, 303);
}

/// The headers that a letter may have.
const HEADERS: [&str; 11] = [
    "From",
    "To",
    "Date",
    "Message-ID",
    "Subject",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
];

/// Nothing in a letter is a header but what is one, and it goes to one address.
fn is_plain(letter: &Letter) {
    assert_eq!(letter.to.len(), 1);
    for name in letter.headers() {
        assert!(HEADERS.contains(&name.as_str()), "{name}");
        letter.header(&name);
    }
    assert_eq!(letter.header("From"), "Tequio <tequio@nodo.example>");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert_eq!(letter.header("MIME-Version"), "1.0");
}

on_both_engines! {
    /// Without a server nothing speaks of letters.
    async fn without_a_server_there_is_no_mail(app: TestApp) {
        let ana = app.founder().await;
        for path in ["/@etla/me/mail", "/@etla/recover/mail", "/@etla/recover/mail/x", "/@etla/mail/stop/x", "/@etla/mail/confirm/x"] {
            assert_eq!(ana.get(path).await.status, 404, "{path}");
            assert_eq!(ana.post(path, &[]).await.status, 404, "{path}");
        }
        for path in ["/@etla/me", "/@etla/recover"] {
            assert!(!ana.get(path).await.body.contains("mail"), "{path}");
        }
        app.clock.advance(DAY);
        jobs::sweep(&app.node).await.unwrap();
        assert!(app.node.jobs().await.unwrap().iter().all(|(kind, ..)| !kind.starts_with("send-")));
    }

    /// An address gets one letter until it is confirmed by the link in it, which is good once.
    async fn an_address_is_confirmed_before_anything_else(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        assert!(beto.get("/@etla/me").await.body.contains("/@etla/me/mail"));
        for (address, passphrase) in [("beto", PASSPHRASE), (ADDRESS, "otra frase de acceso"), ("a@b.example\r\nBcc: c@d.example", PASSPHRASE)] {
            let form = beto.get("/@etla/me/mail").await;
            let refused = beto.send(&form, &[("mail_address", address), ("passphrase", passphrase)]).await;
            assert_eq!(refused.status, 422, "{}", refused.text());
        }
        assert_eq!(kept(&beto).await, serde_json::Value::Null);
        assert_eq!(give(&beto, ADDRESS).await.status, 303);
        run(&app).await;
        let letter = server.letters()[0].clone();
        is_plain(&letter);
        assert_eq!((letter.to[0].as_str(), letter.subject().as_str()), (ADDRESS, "Confirma tu dirección"));
        assert!(letter.text().contains("integrante de CoLSoLi Etla"), "{}", letter.text());
        assert!(!letter.text().contains("Beto"), "whoever gets it may not know him");
        assert!(!letter.headers().contains(&"List-Unsubscribe".to_owned()));

        // Nothing else goes there before.
        assert_eq!(choose(&beto, "daily").await, 303);
        answer(&ana, &beto, "Yo.").await;
        ask(&app, "Beto").await;
        app.clock.advance(DAY);
        jobs::sweep(&app.node).await.unwrap();
        run(&app).await;
        assert_eq!(server.letters().len(), 1);
        assert_eq!(kept(&beto).await["digest"], "off");

        let guest = app.person();
        let link = letter.link(&app.origin, "/mail/confirm/");
        let page = guest.get(&link).await;
        assert!(page.text().contains("Sí, es mi dirección"), "{}", page.text());
        assert!(kept(&beto).await["confirmed_at"].is_null(), "looking is not confirming");
        assert_eq!(guest.send(&page, &[]).await.status, 303);
        assert_eq!(kept(&beto).await["address"], ADDRESS);
        assert!(kept(&beto).await["confirmed_at"].is_string());
        assert_eq!(guest.post(&link, &[]).await.status, 409, "it is good once");
        assert!(guest.get(&link).await.text().contains("ya no sirve"));
        for wrong in [link.replace("/mail/confirm/", "/mail/stop/"), link.replace("/mail/confirm/", "/recover/mail/"), format!("{link}a"), link[..link.len() - 1].to_owned()] {
            assert_eq!(guest.get(&wrong).await.status, 404, "{wrong}");
        }
        // It is his, and nobody else's to see.
        let data = beto.get_json("/@etla/me/export").await;
        assert_eq!(data["mail"]["address"], ADDRESS);
        assert_eq!(kept(&ana).await, serde_json::Value::Null);
        // A link that was not opened in time, and one of an address that was given before another.
        assert_eq!(give(&ana, "ana@correo.example").await.status, 303);
        run(&app).await;
        let late = server.letters()[1].link(&app.origin, "/mail/confirm/");
        app.clock.advance(2 * DAY);
        assert_eq!(guest.post(&late, &[]).await.status, 409);
        assert_eq!(give(&ana, "ana@correo.example").await.status, 303);
        run(&app).await;
        let first = server.letters()[2].link(&app.origin, "/mail/confirm/");
        assert_eq!(give(&ana, "otra@correo.example").await.status, 303);
        assert_eq!(guest.post(&first, &[]).await.status, 409, "another address was given since");
        assert!(kept(&ana).await["confirmed_at"].is_null());
        app.check().await;
    }

    /// A digest has what was not read, once; and ends by one click, by a link that does nothing else.
    async fn a_digest_has_what_is_unread(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto\r\nBcc: otra@correo.example").await;
        confirm(&app, &server, &beto, ADDRESS).await;
        let morning = async || {
            app.clock.advance(DAY);
            jobs::sweep(&app.node).await.unwrap();
            run(&app).await;
        };
        answer(&ana, &beto, "Yo.\n.\nCon queso.").await;
        morning().await;
        assert_eq!(server.letters().len(), 1, "nothing was chosen");
        assert_eq!(choose(&beto, "siempre").await, 422);
        assert_eq!(choose(&beto, "daily").await, 303);
        morning().await;
        let letter = server.letters()[1].clone();
        is_plain(&letter);
        assert_eq!((letter.to[0].as_str(), letter.subject().as_str()), (ADDRESS, "Un aviso"));
        let text = letter.text();
        for words in ["en CoLSoLi Etla:", "• Círculo Bcc: otra@correo.example. ", "Ana", "Con queso", "Para dejar de recibir"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(!text.contains('<'), "{text}");
        assert_eq!(beto.get(&letter.link(&app.origin, "/act/agenda/")).await.status, 303, "it leads to where it happened");
        assert!(letter.header("Message-ID").ends_with("@localhost>"), "{}", letter.header("Message-ID"));
        morning().await;
        assert_eq!(server.letters().len(), 2, "he was told of it");
        answer(&ana, &beto, "Otra vez.").await;
        assert_eq!(beto.get("/@etla/notices").await.status, 200);
        morning().await;
        assert_eq!(server.letters().len(), 2, "he read it himself");

        // A job that runs twice sends once, whatever happened meanwhile.
        let mut raw = Raw::open(&app).await;
        let member = beto.get_json("/@etla/me/export").await["member"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            answer(&ana, &beto, "Y otra.").await;
            app.clock.advance(MINUTE);
            let now = app.node.core.world.now();
            raw.run(&format!(
                "INSERT INTO jobs (id, community_id, kind, payload, run_at, attempts, leased_until) \
                 SELECT id, id, 'send-digest', '{{\"send_digest\":\"{member}\"}}', {now}, 0, 0 FROM communities"
            )).await;
            run(&app).await;
            assert_eq!(server.letters().len(), 3);
        }
        morning().await;
        let next = server.letters()[3].clone();
        assert_eq!(next.subject(), "Un aviso", "{}", next.text());
        assert_ne!(next.header("Message-ID"), letter.header("Message-ID"));

        // One click of the mail program, without a browser's headers and cookies.
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let stop = letter.header("List-Unsubscribe");
        let stop = stop.trim_matches(['<', '>']).to_owned();
        assert_eq!(letter.link(&app.origin, "/mail/stop/"), stop.strip_prefix(&app.origin).unwrap());
        let guest = app.person();
        let page = guest.get(&stop).await;
        assert!(page.text().contains("Ya no quiero avisos"), "{}", page.text());
        assert_eq!(kept(&beto).await["digest"], "daily", "looking is not stopping");
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let body = if kind.starts_with("multipart") {
                "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
            } else {
                "List-Unsubscribe=One-Click"
            };
            let click = crate::support::client().post(&stop).header("content-type", kind).body(body).send().await.unwrap();
            assert_eq!(click.status(), 200, "{kind}");
            assert_eq!(kept(&beto).await["digest"], "off");
            assert_eq!(choose(&beto, "weekly").await, 303);
        }
        assert_eq!(guest.send(&page, &[]).await.status, 200, "the button does the same");
        assert_eq!(kept(&beto).await["digest"], "off");
        assert_eq!(kept(&beto).await["address"], ADDRESS, "and no more");
        assert_eq!(guest.get("/@etla/me/mail").await.status, 401);
        answer(&ana, &beto, "Y ya.").await;
        for _ in 0..8 {
            morning().await;
        }
        assert_eq!(server.letters().len(), 4);
        // Once a week.
        assert_eq!(choose(&beto, "weekly").await, 303);
        for _ in 0..7 {
            morning().await;
        }
        assert_eq!(server.letters().len(), 5);
        app.check().await;
    }

    /// Whoever asks is answered alike; the link is good once and for an hour; and who asks for others fills no box.
    async fn a_letter_brings_back(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        app.join(&ana, "Citlali").await;
        confirm(&app, &server, &beto, ADDRESS).await;
        assert!(app.person().get("/@etla/recover").await.body.contains("/@etla/recover/mail"));
        let (_, nobody) = ask(&app, "Nadie").await;
        let (_, without) = ask(&app, "Citlali").await;
        let (guest, page) = ask(&app, " beto ").await;
        assert_eq!((page.text(), page.text()), (nobody.text(), without.text()));
        run(&app).await;
        assert_eq!(server.letters().len(), 2);
        let letter = server.letters()[1].clone();
        is_plain(&letter);
        assert_eq!((letter.to[0].as_str(), letter.subject().as_str()), (ADDRESS, "Un enlace para ti"));
        let link = letter.link(&app.origin, "/recover/mail/");
        let form = guest.get(&link).await;
        assert_eq!(guest.send(&form, &[("passphrase", "hola")]).await.status, 422);
        assert_eq!(beto.get("/@etla/me").await.status, 200, "looking changes nothing");
        assert_eq!(guest.send(&form, &[("passphrase", FRESH)]).await.status, 303);
        let me = guest.get_json("/@etla/me").await;
        assert_eq!((me["kept"]["name"].as_str(), me["kept"]["recovery_codes_left"].as_i64()), (Some("Beto"), Some(0)));
        assert_eq!(beto.get("/@etla/me").await.status, 401, "sessions of before are over");
        assert!(guest.get("/@etla/notices").await.text().contains("Alguien entró como tú"));
        assert!(ana.get("/@etla/log").await.text().contains("volvió por un enlace"));
        assert_eq!(app.person().post(&link, &[("passphrase", FRESH)]).await.status, 409, "it is good once");

        // A flood from many places: a few letters a day, and no more.
        app.clock.advance(2 * DAY);
        for _ in 0..20 {
            ask(&app, "Beto").await;
        }
        run(&app).await;
        assert_eq!(server.letters().len(), 6);
        let (first, other) = (server.letters()[2].link(&app.origin, "/recover/mail/"), server.letters()[3].link(&app.origin, "/recover/mail/"));
        let guest = app.person();
        assert_eq!(guest.post(&first, &[("passphrase", FRESH)]).await.status, 303);
        assert_eq!(app.person().post(&other, &[("passphrase", FRESH)]).await.status, 409, "the others are void");
        app.clock.advance(2 * DAY);
        ask(&app, "Beto").await;
        run(&app).await;
        let late = server.letters()[6].link(&app.origin, "/recover/mail/");
        app.clock.advance(HOUR);
        assert!(app.person().get(&late).await.text().contains("ya no sirve"));
        assert_eq!(app.person().post(&late, &[("passphrase", FRESH)]).await.status, 409);
        app.check().await;
    }

    /// Who reads somebody's letters has neither their mandate nor their second factor by that.
    async fn a_letter_gives_no_power(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        confirm(&app, &server, &ana, "ana@correo.example").await;
        ask(&app, "Ana").await;
        run(&app).await;
        let letter = server.letters()[1].clone();
        assert!(letter.text().contains("Tienes un cargo"), "{}", letter.text());
        assert!(!letter.text().contains("/recover/mail/"), "{}", letter.text());
        // With a second factor she comes back by both.
        let page = ana.get("/@etla/me/second-factor").await.body;
        let secret = page.split("<code>").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
        let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let code = || {
            let seconds = u64::try_from(app.node.core.world.now() / 1_000_000).unwrap();
            factor::generator(&secret, "Ana", "Tequio").unwrap().generate(seconds).to_string()
        };
        let set = ana.post("/@etla/me/second-factor", &[("passphrase", PASSPHRASE), ("code", &code())]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        app.clock.advance(MINUTE);
        let (guest, _) = ask(&app, "Ana").await;
        run(&app).await;
        let link = server.letters()[2].link(&app.origin, "/recover/mail/");
        let form = guest.get(&link).await;
        for wrong in ["", "000000"] {
            let refused = guest.send(&form, &[("passphrase", FRESH), ("code", wrong)]).await;
            assert_eq!(refused.status, 422, "{}", refused.text());
        }
        assert_eq!(guest.send(&form, &[("passphrase", FRESH), ("code", &code())]).await.status, 303);
        assert_eq!(ana.get("/@etla/me").await.status, 401);
        assert_eq!(guest.get("/@etla/me").await.status, 200);

        app.check().await;
    }

    /// Letters that confirm are few a day, for one member and to one address.
    async fn nobodys_box_is_filled(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        for number in 0..4 {
            assert_eq!(give(&ana, &format!("{number}@correo.example")).await.status, 303);
        }
        let refused = give(&ana, "5@correo.example").await;
        assert!(refused.status == 429 && refused.text().contains("Espera a mañana"), "{}", refused.text());
        run(&app).await;
        assert_eq!(server.letters().len(), 1, "only the last one's link was good");
        // Taking it away does not begin anew.
        assert_eq!(ana.post("/@etla/me/mail/remove", &[]).await.status, 303);
        assert_eq!(give(&ana, "5@correo.example").await.status, 429);
        app.clock.advance(2 * DAY);
        for _ in 0..2 {
            for person in [&ana, &beto] {
                assert_eq!(give(person, "VICTIMA@correo.example").await.status, 303);
                run(&app).await;
            }
        }
        for person in [&ana, &beto] {
            assert_eq!(give(person, "victima@correo.example").await.status, 429);
        }
        assert_eq!(server.letters().len(), 5);
        app.check().await;
    }

    /// What the server does not take is tried again, later each time; what it refuses for good is not; and whoever runs
    /// the node reads why, but not to whom it was.
    async fn what_does_not_arrive_is_tried_again(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let trouble = async || {
            let jobs = app.node.jobs().await.unwrap();
            jobs.into_iter().find(|(kind, ..)| kind.starts_with("send-"))
        };
        let until_next = async || {
            let (_, at, ..) = trouble().await.unwrap();
            app.clock.advance(at - app.node.core.world.now());
            run(&app).await;
        };
        server.be(Manner::Refuses(451));
        assert_eq!(give(&beto, ADDRESS).await.status, 303);
        run(&app).await;
        let (_, _, tries, dead, error) = trouble().await.unwrap();
        assert_eq!((tries, dead, error.as_deref()), (1, None, Some("the mail server answered 451")));
        server.be(Manner::BreaksOff);
        until_next().await;
        let (_, _, tries, dead, error) = trouble().await.unwrap();
        assert_eq!((tries, dead, error.as_deref()), (2, None, Some("the mail server is not reached, or broke off")));
        assert!(server.letters().is_empty());
        server.be(Manner::Takes);
        until_next().await;
        assert_eq!((server.letters().len(), trouble().await), (1, None));
        let link = server.letters()[0].link(&app.origin, "/mail/confirm/");
        assert_eq!(beto.post(&link, &[]).await.status, 303);

        // A digest that did not arrive arrives once, and is the same.
        assert_eq!(choose(&beto, "daily").await, 303);
        answer(&ana, &beto, "Yo.").await;
        app.clock.advance(DAY);
        server.be(Manner::BreaksOff);
        jobs::sweep(&app.node).await.unwrap();
        run(&app).await;
        until_next().await;
        server.be(Manner::Takes);
        until_next().await;
        assert_eq!((server.letters().len(), trouble().await), (2, None));
        let visits = server.visits();
        app.clock.advance(DAY);
        jobs::sweep(&app.node).await.unwrap();
        run(&app).await;
        assert_eq!((server.letters().len(), server.visits()), (2, visits), "he was told");

        server.be(Manner::Refuses(550));
        ask(&app, "Beto").await;
        run(&app).await;
        let (_, _, tries, dead, error) = trouble().await.unwrap();
        assert_eq!((tries, dead.is_some(), error.as_deref()), (1, true, Some("the mail server answered 550")));
        app.check().await;
    }

    /// An address is in no table but its own, where it cannot be read; and is gone when its member leaves.
    async fn an_address_is_read_nowhere_and_goes_with_its_member(plain: TestApp) {
        let (app, server) = with_mail(plain).await;
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        confirm(&app, &server, &beto, ADDRESS).await;
        assert_eq!(choose(&beto, "daily").await, 303);
        ask(&app, "Beto").await;
        run(&app).await;
        let link = server.letters()[1].link(&app.origin, "/recover/mail/");
        let mut dump = Dump::open(&app.node.core.db).await.unwrap();
        for table in TABLES {
            for row in dump.read(table).await.unwrap().rows {
                // Bytes show as numbers, texts as they are: both are looked for.
                let shown = format!("{row:?}");
                let bytes = format!("{:?}", ADDRESS.as_bytes());
                assert!(!shown.contains("correo.example") && !shown.contains(bytes.trim_matches(['[', ']'])), "{}", table.name);
                assert!(!shown.contains(link.rsplit('/').next().unwrap()), "{}", table.name);
            }
        }
        drop(dump);
        let mut raw = Raw::open(&app).await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM mail_addresses").await, 1);
        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("how", "leave"), ("passphrase", PASSPHRASE)]).await.status, 303);
        for table in ["mail_addresses", "letters"] {
            assert_eq!(raw.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(app.person().post(&link, &[("passphrase", FRESH)]).await.status, 409);
        app.clock.advance(DAY);
        jobs::sweep(&app.node).await.unwrap();
        run(&app).await;
        assert_eq!(server.letters().len(), 2);
        app.check().await;
    }
}
