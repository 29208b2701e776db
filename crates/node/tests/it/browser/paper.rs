// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages that groups print, on paper; and those that they use most, by the keyboard alone.

use data_encoding::BASE64;
use tequio_node::{demo, store::Engine};
use thirtyfour::{Key, WebDriver, error::WebDriverResult};

use crate::support::{Person, TestApp};

use super::{Driver, fill, press, sees};

/// A sheet of A4 between its margins, in pixels.
const SHEET: i64 = 670;

/// The sample community, and somebody in it.
async fn sample() -> (TestApp, String, String) {
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.node).await.unwrap();
    let base = format!("{}/@etla", app.origin);
    let guest: Person = app.person();
    let agenda = guest.get("/@etla/act/agenda").await;
    let date = agenda.body.split('"').find(|part| part.matches('/').count() == 5 && part.contains("/act/agenda/0"));
    let date = format!("{}{}", app.origin, date.unwrap().split('?').next().unwrap());
    (app, base, date)
}

async fn sign_in(browser: &WebDriver, base: &str) -> WebDriverResult<()> {
    browser.goto(format!("{base}/sign-in")).await?;
    fill(browser, "name", "Ana").await?;
    fill(browser, "passphrase", demo::PASSPHRASE).await?;
    press(browser, "Entrar").await?;
    sees(browser, "Mi cuenta").await;
    Ok(())
}

/// How many sheets a page takes.
async fn sheets(browser: &WebDriver, name: &str) -> WebDriverResult<usize> {
    let sheet = browser.cdp().send_raw("Page.printToPDF", serde_json::json!({"preferCSSPageSize": true})).await?;
    let sheet = BASE64.decode(sheet["data"].as_str().unwrap_or_default().as_bytes()).unwrap();
    if let Ok(folder) = std::env::var("TEQUIO_TEST_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), &sheet).unwrap();
    }
    let text = String::from_utf8_lossy(&sheet);
    Ok(text.matches("/Type /Page\n").count() + text.matches("/Type /Page/").count())
}

/// On paper there is what one reads, and nothing that one presses or fills in; and nothing is cut at the edge.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn what_is_printed_is_what_is_read() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let (app, base, date) = sample().await;
    let ana = driver.telephone(true).await;
    sign_in(&ana, &base).await?;
    let metrics = serde_json::json!({"width": SHEET, "height": 950, "deviceScaleFactor": 1, "mobile": false});
    ana.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
    let media = serde_json::json!({"media": "print"});
    ana.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
    let month = app.person().get("/@etla/act/agenda").await.body;
    let month = month.split('"').find(|part| part.contains("/act/agenda/months/")).unwrap().to_owned();
    let month = format!("{}{month}", app.origin);
    let pages = [
        ("home", base.clone(), "Lo que sigue"),
        ("agenda", format!("{base}/act/agenda"), "Agenda"),
        ("month", month, "noviembre"),
        ("activity", date.clone(), "10:00"),
        ("poster", format!("{date}/poster"), "10:00"),
        ("new", format!("{base}/act/agenda/new"), "Publicar una actividad"),
        ("request", format!("{base}/join"), "Pedir unirte"),
    ];
    for (name, page, words) in pages {
        ana.goto(&page).await?;
        let shown: String = ana.execute("return document.body.innerText", vec![]).await?.convert()?;
        assert!(shown.to_lowercase().contains(&words.to_lowercase()), "{name}: «{words}» is not in\n{shown}");
        // Nothing to press, to fill in or to go to; nor the site's own menu.
        let there = "const shown = e => e.checkVisibility() && e.getClientRects().length > 0; \
            return [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, nav, .skip, .ribbon, \
            .door, .no-print, footer.site')].filter(shown).map(e => e.outerHTML.slice(0, 120))";
        let there: Vec<String> = ana.execute(there, vec![]).await?.convert()?;
        assert!(there.is_empty(), "{name}: {there:#?}");
        let cut = "const width = document.documentElement.clientWidth; \
            return [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && \
            (e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1)).map(e => e.outerHTML.slice(0, 120))";
        let cut: Vec<String> = ana.execute(cut, vec![]).await?.convert()?;
        assert!(cut.is_empty(), "{name}: {cut:#?}");
        let sheets = sheets(&ana, name).await?;
        assert!(sheets >= 1 && (name != "poster" || sheets == 1), "{name}: {sheets} sheets");
    }
    ana.quit().await
}

/// With the keyboard alone: from the beginning of a page to what it is for, in the order in which it is read, and one sees
/// where one is.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn the_keyboard_reaches_what_a_page_is_for() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let (_app, base, date) = sample().await;
    let ana = driver.telephone(true).await;
    let stranger = [
        (base.clone(), "a[href*='/act/agenda/0']"),
        (format!("{base}/act/agenda"), "main a[href*='/act/agenda/0']"),
        (date.clone(), "main a[href$='/reply']"),
        (format!("{date}/reply"), "main form[action$='/reply'] button"),
        (format!("{base}/sign-in"), "main form[action$='/sign-in'] button"),
        (format!("{base}/join"), "main form[action$='/join'] button"),
    ];
    for (page, deed) in stranger {
        reaches(&ana, &page, deed).await?;
    }
    sign_in(&ana, &base).await?;
    let member = [
        (base.clone(), "main a[href*='/act/agenda/0']"),
        (format!("{base}/act/agenda"), "main a[href$='/act/agenda/new']"),
        (date.clone(), "main .reply button"),
        (format!("{base}/act/agenda/new"), "main form[action$='/new'] > button"),
        (format!("{base}/invitations"), "main form[action$='/invitations'] button"),
    ];
    for (page, deed) in member {
        reaches(&ana, &page, deed).await?;
    }
    ana.quit().await
}

/// Presses the tab key until the deed of a page has the focus.
async fn reaches(browser: &WebDriver, page: &str, deed: &str) -> WebDriverResult<()> {
    browser.goto(page).await?;
    let count = "return document.querySelectorAll(arguments[0]).length";
    let there: i64 = browser.execute(count, vec![deed.into()]).await?.convert()?;
    assert!(there > 0, "{page}: there is no {deed}");
    // (A date has several places for the focus.)
    let mut before = String::from("0");
    for step in 0..120 {
        browser.action_chain().send_keys(Key::Tab + "").perform().await?;
        // The button inside of a date has a ring of the browser's own.
        // Whether what has the focus is the deed; where it stands in the page; whether one sees that it has it.
        let now = "const e = document.activeElement, style = getComputedStyle(e), all = [...document.querySelectorAll('*')]; \
            const picker = e.matches('input[type=date], input[type=time]') && !e.matches(':focus-visible'); \
            const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || picker; \
            const box = e.getBoundingClientRect(); \
            return [e.matches(arguments[0]) ? 'deed' : e.tagName, String(all.indexOf(e)), \
            seen && box.width > 0 && box.height > 0 ? '' : e.outerHTML.slice(0, 120)]";
        let now: Vec<String> = browser.execute(now, vec![deed.into()]).await?.convert()?;
        let [what, place, unseen] = &now[..] else { panic!("{now:?}") };
        assert!(unseen.is_empty(), "{page}: after {step} steps one does not see the focus on {unseen}");
        assert!(
            place.parse::<i64>().unwrap() >= before.parse().unwrap(),
            "{page}: out of order at {what} after {step} steps"
        );
        if step == 0 {
            assert_eq!(what, "A", "{page}: first comes the way to the content");
        }
        if what == "deed" {
            return Ok(());
        }
        before.clone_from(place);
    }
    panic!("{page}: the keyboard does not reach {deed}")
}
