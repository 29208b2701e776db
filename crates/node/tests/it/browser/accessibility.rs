// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! axe-core on every kind of page, in both themes: no violations.

use tequio_node::{demo, store::Engine};
use thirtyfour::{By, error::WebDriverResult};

use crate::support::TestApp;

use super::Driver;

/// The pages as a member sees them, below the community's path.
const PAGES: &[&str] = &[
    "",
    "/about",
    "/about/edit",
    "/act",
    "/act/agenda",
    "/act/agenda/months/2026-11",
    "/act/agenda/import",
    "/act/agenda/new",
    "/act/agenda/tags/trisquel",
    "/act/agenda/week",
    "/care",
    "/care/privacy",
    "/care/pact/edit",
    "/invitations",
    "/join",
    "/log",
    "/mandates",
    "/me",
    "/me/leave",
    "/me/second-factor",
    "/me/sessions",
    "/members",
    "/notices",
    "/recover",
    "/requests",
    "/sign-in",
    "/nothing-here",
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn no_page_is_closed_to_anybody() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let axe = std::fs::read_to_string(std::env::var("TEQUIO_TEST_AXE").unwrap()).unwrap();
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.node).await.unwrap();
    let browser = driver.telephone(true).await;
    let base = format!("{}/@etla", app.origin);
    browser.goto(format!("{base}/sign-in")).await?;
    browser.find(By::Name("name")).await?.send_keys("Ana").await?;
    browser.find(By::Name("passphrase")).await?.send_keys(demo::PASSPHRASE).await?;
    browser.find(By::Css("main button")).await?.click().await?;
    let mut pages: Vec<String> = PAGES.iter().map(|path| format!("{base}{path}")).collect();
    pages.push(format!("{}/", app.origin));
    pages.push(app.node.founding_link().await.unwrap());
    let activity = browser.find(By::Css(".card h3 a")).await?.prop("href").await?.unwrap();
    for more in ["", "/edit", "/list", "/poster", "/reply"] {
        pages.push(format!("{activity}{more}"));
    }
    // The preview of a calendar file is the answer to a form.
    let file = tempfile::NamedTempFile::with_suffix(".ics").unwrap();
    std::fs::write(
        file.path(),
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Taller\nDTSTART:20261128T100000\nRRULE:A VECES\nEND:VEVENT\n",
    )
    .unwrap();
    let mut wrong = Vec::new();
    for theme in ["light", "dark"] {
        let media = serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
        browser.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        for page in &pages {
            browser.goto(page).await?;
            if page.ends_with("/import") {
                browser.find(By::Name("file")).await?.send_keys(file.path().to_str().unwrap()).await?;
                browser.find(By::Css("main button")).await?.click().await?;
                browser.find(By::Name("take")).await?;
            }
            browser.execute(&axe, vec![]).await?;
            let run = "const done = arguments[arguments.length - 1]; axe.run().then(found => done(found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))));";
            let found = browser.execute_async(run, vec![]).await?;
            let found: Vec<String> = found.convert()?;
            wrong.extend(found.into_iter().map(|violation| format!("{theme} {page}: {violation}")));
            let wide: i64 = browser.execute("return document.documentElement.scrollWidth", vec![]).await?.convert()?;
            if wide > 360 {
                wrong.push(format!("{theme} {page}: {wide} pixels wide"));
            }
        }
    }
    browser.quit().await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
