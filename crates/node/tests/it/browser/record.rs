// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The acta in five minutes: what was agreed sitting in a circle, written on a telephone, read and printed.

use data_encoding::BASE64;
use tequio_node::store::Engine;
use thirtyfour::{By, Key, WebDriver, error::WebDriverResult};

use crate::support::{PASSPHRASE, TestApp};

use super::{Driver, fill, follow, press, sees};

/// What it takes to write something, in tenths of a second, for a slow thumb: three seconds to find a field or a button,
/// and two letters a second.
#[derive(Default)]
struct Thumb(usize);

impl Thumb {
    async fn types(&mut self, browser: &WebDriver, id: &str, words: &str) -> WebDriverResult<()> {
        self.0 += 30 + 5 * words.chars().count();
        let field = browser.find(By::Id(id)).await?;
        field.scroll_into_view().await?;
        field.send_keys(words).await
    }

    async fn taps(&mut self, browser: &WebDriver, css: &str) -> WebDriverResult<()> {
        self.0 += 30;
        let there = browser.find(By::Css(css)).await?;
        there.scroll_into_view().await?;
        there.click().await
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn an_agreement_is_written_in_five_minutes() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let host = app.founder().await;
    app.join(&host, "Beto").await;
    let ana = driver.telephone(false).await;
    ana.goto(format!("{}/@etla/sign-in", app.origin)).await?;
    fill(&ana, "name", "Ana").await?;
    fill(&ana, "passphrase", PASSPHRASE).await?;
    press(&ana, "Entrar").await?;
    follow(&ana, "Decidir").await?;
    sees(&ana, "Todavía no hay acuerdos guardados").await;

    let mut thumb = Thumb::default();
    press(&ana, "Guardar un acuerdo").await?;
    sees(&ana, "Quiénes estuvieron").await;
    let (title, text) = ("El taller abre los jueves", "Se abre de 5 a 8. Las llaves las guarda Beto.");
    thumb.types(&ana, "title", title).await?;
    thumb.types(&ana, "body", text).await?;
    // The day is today, and who writes was there; Beto was too.
    let beto = ana.find(By::XPath("//label[normalize-space()='Beto']")).await?;
    beto.scroll_into_view().await?;
    beto.click().await?;
    thumb.types(&ana, "others", "Doña Chela, Tino").await?;
    thumb.types(&ana, "dissent-words-1", "Los jueves hay tianguis.").await?;
    thumb.types(&ana, "dissent-who-1", "Tino").await?;
    thumb.types(&ana, "task-who-1", "Beto").await?;
    thumb.types(&ana, "task-what-1", "Sacar copias de la llave").await?;
    thumb.taps(&ana, "main form[action$='/decide/new'] button").await?;
    sees(&ana, "El acuerdo quedó guardado.").await;
    assert!(thumb.0 < 5 * 60 * 10, "it takes {} s", thumb.0 / 10);
    for words in [
        "El taller abre los jueves",
        "Los jueves hay tianguis.",
        "— Tino",
        "Doña Chela",
        "0 de 1 hecha",
        "Falta que digan si así fue: Beto",
    ] {
        sees(&ana, words).await;
    }
    // Nothing is wider than the telephone.
    let width = ana.find(By::Css("html")).await?.rect().await?.width;
    assert!(width <= 360.0, "{width}");

    // With the keyboard alone: from what one did to the button, and pressed.
    ana.find(By::XPath("//summary[normalize-space()='Decir si así fue']")).await?.send_keys(Key::Enter + "").await?;
    press(&ana, "Así fue").await?;
    sees(&ana, "dice que así fue").await;
    let more = ana.find(By::Css("details.manage > summary")).await?;
    more.focus().await?;
    more.send_keys(Key::Enter + "").await?;
    press(&ana, "Corregir el acta").await?;
    sees(&ana, "Lo que ya está no se cambia ni se quita.").await;
    ana.back().await?;

    // On paper: the text, the dissent, who was there, and a line for each to sign; no buttons, no forms.
    let media = serde_json::json!({"media": "print"});
    ana.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
    let lines = ana.find_all(By::Css(".signatures li")).await?;
    let mut names = Vec::new();
    for line in &lines {
        names.push(line.text().await?);
    }
    assert_eq!(names, ["Ana", "Beto", "Doña Chela", "Tino"]);
    sees(&ana, "Los jueves hay tianguis.").await;
    for button in ana.find_all(By::Css("main button, main textarea, main input:not([type=hidden])")).await? {
        assert!(!button.is_displayed().await?, "{}", button.outer_html().await?);
    }
    if let Ok(folder) = std::env::var("TEQUIO_TEST_PICTURES") {
        let sheet = ana.cdp().send_raw("Page.printToPDF", serde_json::json!({})).await?;
        let sheet = BASE64.decode(sheet["data"].as_str().unwrap_or_default().as_bytes()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("acta.pdf"), sheet).unwrap();
    }
    ana.quit().await
}
