// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! axe-core on every kind of page, in both themes and at 360 pixels: no violations. The kinds are the routes; the pages
//! are found by following links, as people do, so that a page nobody can reach is noticed too. Forms are also sent
//! empty, for what they answer.

use std::collections::VecDeque;

use data_encoding::BASE64;
use tequio_node::{demo, jobs, spine::world::DAY, store::Engine, web::listen::Listener};
use thirtyfour::{By, WebDriver, error::WebDriverResult, extensions::query::ElementQueryable};

use crate::{
    decide::{
        ASKED, assemblies,
        ballots::{voted_on, votes},
        choices, days_pass, deliberated,
        express::proposed,
        goes,
    },
    link,
    support::{More, PASSPHRASE, Person, TestApp, mail::MailServer},
};

use super::{
    Driver, fill,
    kinds::{Kinds, links, routes},
    leave_by, left,
    passkeys::authenticator,
    press, shown,
};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_page_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.node).await.unwrap();
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    let base = format!("{}/@etla", app.origin);
    walk.sign_in(&base, "Ana", demo::PASSPHRASE).await?;
    let mut pages: VecDeque<String> = ["", "/sign-in", "/join", "/recover", "/nothing-here"]
        .map(|path| format!("{base}{path}"))
        .into_iter()
        .chain([format!("{}/", app.origin), app.node.founding_link().await.unwrap()])
        .chain(links_in_hands(&app).await)
        .collect();
    while let Some(page) = pages.pop_front() {
        if walk.kinds.is_new(&page) {
            pages.extend(walk.look_at(&page).await?);
        }
    }
    walk.import(&format!("{base}/act/agenda/import")).await?;
    walk.codes(&format!("{base}/me")).await?;
    walk.passkey(&base).await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    let seen = walk.kinds.routes();
    let routes = routes();
    let missed: Vec<&String> = routes.iter().filter(|route| !seen.contains(route.as_str())).collect();
    assert!(missed.is_empty(), "no link leads to {missed:?}");
    Ok(())
}

/// A vote while it is open, its ballot, and what was counted: days pass until each.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_vote_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let path = voted_on(&app, &ana).await;
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    let base = format!("{}/@etla", app.origin);
    walk.sign_in(&base, "Ana", PASSPHRASE).await?;
    for page in ["", "/ballot"] {
        walk.look_at(&format!("{}{path}{page}", app.origin)).await?;
    }
    votes(&ana, &path, "yes").await;
    walk.look_at(&format!("{}{path}?cast", app.origin)).await?;
    days_pass(&app, 2).await;
    walk.look_at(&format!("{}{path}?counted", app.origin)).await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// Asking whether a text is understood, and being asked.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_check_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let (path, [ana, ..]) = deliberated(&app).await;
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    walk.sign_in(&format!("{}/@etla", app.origin), "Ana", PASSPHRASE).await?;
    walk.look_at(&format!("{}{path}/check", app.origin)).await?;
    goes(&ana, &path, "check", &[&[("version", "1")], ASKED].concat()).await;
    walk.look_at(&format!("{}{path}?asked", app.origin)).await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// An assembly while it is held, with what is entered for others, and its acta that waits to be set right.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_assembly_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let beto = app.join(&ana, "Beto").await;
    let (decision, _) = proposed(&ana, &[]).await;
    let about = decision.rsplit('/').next().unwrap();
    let point = [("point", "La limpieza"), ("lasts", "5"), ("about", about)];
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    let base = format!("{}/@etla", app.origin);
    walk.sign_in(&base, "Ana", PASSPHRASE).await?;
    let (path, points) = assemblies::held(&ana, &[&ana, &beto], "Doña Chela", &point).await;
    assemblies::goes(&beto, &path, "ask", &[("on", &assemblies::id_of(&beto).await)]).await;
    for page in ["", "/enter"] {
        walk.look_at(&format!("{}{path}{page}", app.origin)).await?;
    }
    assemblies::goes(&ana, &path, "feel", &[("favour", "2"), ("doubt", "1"), ("against", "")]).await;
    assemblies::goes(&ana, &path, "note", &[("on", &points[0]), ("words", "Se habló de las escobas.")]).await;
    assemblies::goes(&ana, &path, "close", &[]).await;
    assemblies::goes(&beto, &path, "doubt", &[("words", "Faltó lo del agua.")]).await;
    walk.look_at(&format!("{}{path}?acta", app.origin)).await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// Choices while they are voted on, by ranks and by marks, and how they were counted.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_choice_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    let base = format!("{}/@etla", app.origin);
    walk.sign_in(&base, "Ana", PASSPHRASE).await?;
    let projects = [("option", "Café"), ("cost", "300"), ("option", "Pintura"), ("cost", "1500"), ("amount", "1600")];
    let ranked: &[_] = &[("given", "2"), ("given", "1"), ("given", ""), ("given", "3")];
    for (kind, options, said) in [("policy", choices::DAYS, ranked), ("money", &projects, &[("wanted", "0")])] {
        let path = choices::voted_on(&app, &ana, kind, options).await;
        for page in ["", "/ballot"] {
            walk.look_at(&format!("{}{path}{page}", app.origin)).await?;
        }
        // What a ballot says, before it is cast.
        walk.browser.find(By::Id("blank")).await?.click().await?;
        walk.browser.find(By::Css("main button[name=look]")).await?.click().await?;
        walk.browser.query(By::Css("main button[name=change]")).first().await?;
        walk.examine("a ballot before it is cast").await?;
        choices::votes(&ana, &path, said).await;
        days_pass(&app, 2).await;
        for page in ["?counted", "/count"] {
            walk.look_at(&format!("{}{path}{page}", app.origin)).await?;
        }
    }
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// Somebody who is no member and reads English: what their links lead to, and the pages that turn somebody away.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_page_is_closed_to_a_stranger() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.node).await.unwrap();
    let mut walk = Walk::begin(driver.telephone_of(true, "en-US").await, &app);
    let base = format!("{}/@etla", app.origin);
    let mut pages: VecDeque<String> = [format!("{}/", app.origin), base.clone()].into();
    while let Some(page) = pages.pop_front() {
        if walk.kinds.is_new(&page) {
            pages.extend(walk.look_at(&page).await?);
        }
    }
    let seen = walk.kinds.routes();
    for route in [
        "/",
        "/@{handle}/act/agenda/{id}/{date}",
        "/@{handle}/join",
        "/@{handle}/sign-in",
        "/@{handle}/care/{document}",
    ] {
        assert!(seen.contains(route), "{route} is not among {seen:?}");
    }
    // Sign in first; an invitation that is over; another host's address; and, as a member without mandate, not for you.
    let ended = ended_invitation(&app).await;
    let elsewhere = app.origin.replace("localhost", "elsewhere.localhost");
    for (page, status) in [(format!("{base}/members"), 401), (ended, 410), (elsewhere, 421)] {
        walk.turned_away(&page, status).await?;
    }
    walk.sign_in(&base, "Beto", demo::PASSPHRASE).await?;
    walk.turned_away(&format!("{base}/invitations"), 403).await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// By the local network's door, where every page says what its plain http means: what a stranger sees, and a member.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_page_is_closed_by_the_local_door() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.node).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.2:0").await.unwrap();
    let door = listener.local_addr().unwrap();
    app.node.doors.set_lan(vec![door]);
    app.listeners.send(Listener::Plain(listener)).unwrap();
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    walk.kinds.origin = format!("http://{door}");
    let base = format!("{}/@etla", walk.kinds.origin);
    for page in ["", "/sign-in", "/join", "/act/agenda", "/decide", "/care"] {
        walk.look_at(&format!("{base}{page}")).await?;
        let strips = walk.browser.find_all(By::Css("p.door")).await?;
        assert_eq!(strips.len(), 1, "{page}");
    }
    walk.sign_in(&base, "Ana", demo::PASSPHRASE).await?;
    for page in ["", "/act/agenda/new", "/members", "/mandates", "/notices", "/invitations"] {
        walk.look_at(&format!("{base}{page}")).await?;
    }
    // What is sealed does not open here, and the page says where it does.
    for page in ["/me/second-factor", "/me/export"] {
        walk.turned_away(&format!("{base}{page}"), 403).await?;
    }
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// Where letters lead to, and where one asks for them.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_letter_leads_to_a_closed_page() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let server = MailServer::start().await;
    let app = TestApp::start_as(Engine::Sqlite, More { mail: Some(server.post()), ..More::default() }).await;
    let ana = app.founder().await;
    let beto = app.join(&ana, "Beto").await;
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    let base = format!("{}/@etla", app.origin);
    let next = async |words: &str| {
        let before = server.letters().len();
        jobs::sweep(&app.node).await.unwrap();
        while server.letters().len() == before {
            jobs::run_due(&app.node).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let letter = server.letters()[before].clone();
        format!("{}{}", app.origin, letter.link(&app.origin, words))
    };
    walk.look_at(&format!("{base}/recover")).await?;
    walk.look_at(&format!("{base}/recover/mail")).await?;
    walk.browser.goto(format!("{base}/recover/mail")).await?;
    walk.browser.find(By::Name("name")).await?.send_keys("Nadie").await?;
    walk.browser.find(By::Css("main button")).await?.click().await?;
    walk.browser.query(By::Css("main [role=status]")).first().await?;
    walk.examine("a letter was asked for").await?;
    walk.sign_in(&base, "Beto", PASSPHRASE).await?;
    walk.look_at(&format!("{base}/me")).await?;
    let mail = format!("{base}/me/mail");
    walk.look_at(&mail).await?;
    let given = [("mail_address", "beto@correo.example"), ("passphrase", PASSPHRASE)];
    assert_eq!(beto.post("/@etla/me/mail", &given).await.status, 303);
    let confirm = next("/mail/confirm/").await;
    walk.look_at(&mail).await?;
    walk.look_at(&confirm).await?;
    assert_eq!(beto.post(&confirm, &[]).await.status, 303);
    walk.look_at(&confirm).await?;
    walk.look_at(&mail).await?;
    // Somebody asks for him, by people and by letter.
    assert_eq!(beto.post("/@etla/me/mail/digest", &[("digest", "daily")]).await.status, 303);
    let guest = app.person();
    assert_eq!(guest.post("/@etla/recover/people", &[("name", "Beto")]).await.status, 200);
    app.clock.advance(DAY);
    let stop = next("/mail/stop/").await;
    walk.look_at(&stop).await?;
    walk.browser.find(By::Css("main button")).await?.click().await?;
    walk.browser.query(By::Css("main [role=status]")).first().await?;
    walk.examine("no more digests").await?;
    assert_eq!(guest.post("/@etla/recover/mail", &[("name", "Beto")]).await.status, 200);
    let back = next("/recover/mail/").await;
    walk.look_at(&back).await?;
    app.clock.advance(DAY);
    walk.look_at(&back).await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// A community that is open to the network, follows another one and shows its dates, and whose peer does not answer.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_page_of_the_network_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = link::on_the_network(Engine::Sqlite).await;
    let mut walk = Walk::begin(driver.telephone(true).await, &app);
    let base = format!("{}/@etla", app.origin);
    walk.sign_in(&base, "Ana", PASSPHRASE).await?;
    for page in [
        "/link",
        "/link/agenda",
        "/link/agenda?tag=radio",
        "/link/blocks",
        "/link/bundles",
        "/link/reports",
        "/link/close",
    ] {
        walk.look_at(&format!("{base}{page}")).await?;
    }
    // The form by which a date is reported, and a list of blocks before it is taken.
    let agenda = app.person();
    let form = agenda.get("/@etla/sign-in").await;
    agenda.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
    let page = agenda.get("/@etla/link/agenda").await;
    let report = page.body.split('"').find(|part| part.contains("/link/report?")).unwrap().to_owned();
    walk.look_at(&format!("{}{report}", app.origin)).await?;
    let import = format!("{base}/link/blocks/import");
    walk.browser.goto(&import).await?;
    let list = walk.browser.find(By::Id("text")).await?;
    list.send_keys("otro.example,suspend\nb*d.example").await?;
    walk.browser.find(By::Css("main form[enctype] button")).await?.click().await?;
    walk.browser.query(By::Id("take-1")).first().await?;
    walk.examine("a block list").await?;
    walk.browser.quit().await?;
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    Ok(())
}

/// The address of an invitation that was taken back.
async fn ended_invitation(app: &TestApp) -> String {
    let ana = app.person();
    let form = ana.get("/@etla/sign-in").await;
    ana.send(&form, &[("name", "Ana"), ("passphrase", demo::PASSPHRASE)]).await;
    let form = ana.get("/@etla/invitations").await;
    let made = ana.send(&form, &[("purpose", "Taller"), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
    let page = made.path.split('?').next().unwrap();
    assert_eq!(ana.post(&format!("{page}/revoke"), &[]).await.status, 303);
    made.json_path(&ana, "link").await
}

/// The addresses that no page shows a member: an invitation's, the form for a reply without account, and such a reply's;
/// and the one by which somebody comes back with people who know them.
/// The one of a shelf that this community keeps for another.
/// And the files of the one entry that has some, since links lead first to those of an entry without.
async fn links_in_hands(app: &TestApp) -> Vec<String> {
    let ana = app.person();
    let form = ana.get("/@etla/sign-in").await;
    ana.send(&form, &[("name", "Ana"), ("passphrase", demo::PASSPHRASE)]).await;
    let form = ana.get("/@etla/invitations").await;
    let invitation = ana.send(&form, &[("purpose", "Taller"), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
    let join = invitation.json_path(&ana, "link").await;
    let guest: Person = app.person();
    let agenda = guest.get("/@etla/act/agenda").await;
    let date = agenda.body.split('"').find(|part| part.matches('/').count() == 5 && part.contains("/act/agenda/0"));
    let form = guest.get(&format!("{}/reply", date.unwrap().split('?').next().unwrap())).await;
    let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await;
    let files = format!("/@etla/entries/{}/files", form.path.rsplit('/').nth(2).unwrap());
    let ask = guest.get("/@etla/recover/people").await;
    let asked = guest.send(&ask, &[("name", "Beto")]).await;
    let back = asked.body.split('"').find(|part| part.contains("/recover/people/0")).unwrap().to_owned();
    let shelf = crate::safekeeping::shelves::make(&ana, "CoLSoLi Zaachila").await;
    [join, form.path, own.path, files, back, shelf]
        .map(|path| format!("{}{}", app.origin, path.trim_start_matches(&app.origin)))
        .into()
}

/// A walk through the pages.
struct Walk {
    browser: WebDriver,
    axe: String,
    kinds: Kinds,
    wrong: Vec<String>,
}

impl Walk {
    fn begin(browser: WebDriver, app: &TestApp) -> Self {
        let axe = std::fs::read_to_string(std::env::var("TEQUIO_TEST_AXE").unwrap()).unwrap();
        Self { browser, axe, kinds: Kinds::at(&app.origin), wrong: Vec::new() }
    }

    async fn sign_in(&mut self, base: &str, name: &str, passphrase: &str) -> WebDriverResult<()> {
        self.browser.goto(format!("{base}/sign-in")).await?;
        self.browser.find(By::Name("name")).await?.send_keys(name).await?;
        self.browser.find(By::Name("passphrase")).await?.send_keys(passphrase).await?;
        leave_by(&self.browser, &self.browser.find(By::Css("main button")).await?).await
    }

    /// Looks at a page that says why somebody does not come in.
    async fn turned_away(&mut self, page: &str, wanted: i64) -> WebDriverResult<()> {
        self.browser.goto(page).await?;
        self.examine(page).await?;
        let status = self.status().await?;
        if status != wanted {
            self.wrong.push(format!("{page}: {status} and not {wanted}"));
        }
        Ok(())
    }

    /// Looks at a page and at what its forms answer when they are sent empty, and gives the links in it.
    async fn look_at(&mut self, page: &str) -> WebDriverResult<Vec<String>> {
        self.browser.goto(page).await?;
        self.examine(page).await?;
        // Nobody is led to where there is nothing for them.
        let wanted = if page.ends_with("/nothing-here") { 404 } else { 200 };
        let status = self.status().await?;
        if status != wanted {
            self.wrong.push(format!("{page}: {status}"));
        }
        let links = links(&self.browser).await?;
        let forms = "return [...document.querySelectorAll('main form[method=post]')].map(form => \
            !!form.querySelector('input[required]:not([type=radio]):not([type=file]), textarea[required]'))";
        let forms: Vec<bool> = self.browser.execute(forms, vec![]).await?.convert()?;
        for place in (0..forms.len()).filter(|place| forms[*place]) {
            let send = format!(
                "const form = document.querySelectorAll('main form[method=post]')[{place}]; form.noValidate = true; \
                 form.querySelectorAll('input[required], textarea[required]').forEach(field => field.value = ''); form.submit()"
            );
            self.browser.goto(page).await?;
            let form = shown(&self.browser).await?;
            self.browser.execute(&send, vec![]).await?;
            left(&self.browser, form).await?;
            self.browser.query(By::Css("main")).first().await?;
            self.examine(&format!("{page} sent empty ({place})")).await?;
            let status = self.status().await?;
            if status != 422 {
                self.wrong.push(format!("{page} sent empty ({place}): {status}"));
            }
        }
        Ok(links)
    }

    /// What was answered with the page that is shown.
    async fn status(&mut self) -> WebDriverResult<i64> {
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.browser.execute(status, vec![]).await?.convert()
    }

    /// The preview of a calendar file is the answer to a form.
    async fn import(&mut self, page: &str) -> WebDriverResult<()> {
        let file = tempfile::NamedTempFile::with_suffix(".ics").unwrap();
        let event = "BEGIN:VEVENT\nUID:1\nSUMMARY:Taller\nDTSTART:20261128T100000\nRRULE:A VECES\nEND:VEVENT\n";
        std::fs::write(file.path(), event).unwrap();
        self.browser.goto(page).await?;
        self.browser.find(By::Name("file")).await?.send_keys(file.path().to_str().unwrap()).await?;
        self.browser.find(By::Css("main button")).await?.click().await?;
        self.browser.query(By::Name("take")).first().await?;
        self.examine("what a calendar file would bring").await?;
        self.browser.find(By::Css("main button")).await?.click().await?;
        self.browser.query(By::Css("main .actions a.button")).first().await?;
        self.examine("what a calendar file brought").await
    }

    /// Printed codes are the answer to a form.
    async fn codes(&mut self, page: &str) -> WebDriverResult<()> {
        self.browser.goto(page).await?;
        self.browser.execute("document.querySelectorAll('details').forEach(part => part.open = true)", vec![]).await?;
        let form = "form[action$='/me/codes']";
        let passphrase = self.browser.find(By::Css(format!("{form} [name=passphrase]"))).await?;
        passphrase.send_keys(demo::PASSPHRASE).await?;
        self.browser.find(By::Css(format!("{form} button"))).await?.click().await?;
        self.browser.query(By::Css(".codes")).first().await?;
        self.examine("printed codes").await
    }

    /// What the browser is asked to make a passkey is the answer to a form; then there is one to come in by.
    async fn passkey(&mut self, base: &str) -> WebDriverResult<()> {
        authenticator(&self.browser, true).await?;
        self.browser.goto(&format!("{base}/me/passkeys")).await?;
        fill(&self.browser, "device", "mi teléfono").await?;
        fill(&self.browser, "passphrase", demo::PASSPHRASE).await?;
        press(&self.browser, "Seguir").await?;
        self.browser.query(By::Css("[data-passkey=make]")).first().await?;
        self.examine("a passkey to make").await?;
        press(&self.browser, "Crear la llave").await?;
        self.browser.query(By::Css("main ul.list")).first().await?;
        self.examine("passkeys").await?;
        self.browser.goto(&format!("{base}/sign-in?next={base}/me")).await?;
        self.examine("signing in by a passkey").await
    }

    /// axe-core on the page that is shown, in both themes, and its width.
    async fn examine(&mut self, page: &str) -> WebDriverResult<()> {
        self.browser.execute(&self.axe, vec![]).await?;
        // Only colours depend on the theme.
        for (theme, rules) in [("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")] {
            let media = serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
            self.browser.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
            let run = format!(
                "const done = arguments[arguments.length - 1]; axe.run({rules}).then(found => \
                done(found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))));"
            );
            let found: Vec<String> = self.browser.execute_async(&run, vec![]).await?.convert()?;
            self.wrong.extend(found.into_iter().map(|violation| format!("{theme} {page}: {violation}")));
            self.picture(&format!("{page} {theme}")).await?;
        }
        let wide = self.browser.execute("return document.documentElement.scrollWidth", vec![]).await?;
        let wide: i64 = wide.convert()?;
        if wide > 360 {
            self.wrong.push(format!("{page}: {wide} pixels wide"));
        }
        Ok(())
    }

    /// A picture of the page, for whoever asks for it by naming a folder.
    async fn picture(&self, name: &str) -> WebDriverResult<()> {
        let Ok(folder) = std::env::var("TEQUIO_TEST_PICTURES") else { return Ok(()) };
        let whole = serde_json::json!({"captureBeyondViewport": true});
        let shot = self.browser.cdp().send_raw("Page.captureScreenshot", whole).await?;
        let name: String =
            name.replace(&self.kinds.origin, "").chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let bytes = BASE64.decode(shot["data"].as_str().unwrap_or_default().as_bytes()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), bytes).unwrap();
        Ok(())
    }
}
