// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Three taps to propose, one to agree: express consent on a telephone, from the room's page to the agreement.

use tequio_node::{jobs, spine::world::DAY, store::Engine};
use thirtyfour::{By, WebDriver, error::WebDriverResult};

use crate::support::TestApp;

use super::{Driver, fill, fits, follow, press, sees, sign_in};

async fn comes_in(browser: &WebDriver, app: &TestApp, name: &str) -> WebDriverResult<()> {
    sign_in(browser, app, name).await?;
    follow(browser, "Decidir").await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn three_taps_and_it_is_open() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let host = app.founder().await;
    app.join(&host, "Beto").await;
    app.join(&host, "Citlali").await;
    let ana = driver.telephone(false).await;
    comes_in(&ana, &app, "Ana").await?;
    // The first tap was "Decidir"; the second and the third:
    press(&ana, "Proponer algo").await?;
    fill(&ana, "title", "El sábado limpiamos el taller").await?;
    fill(&ana, "body", "De 10 a 12, con escobas.").await?;
    press(&ana, "Proponerlo o guardar el borrador").await?;
    sees(&ana, "Quedó propuesto.").await;
    sees(&ana, "Faltan 3 días").await;
    fits(&ana).await?;

    let beto = driver.telephone(false).await;
    comes_in(&beto, &app, "Beto").await?;
    sees(&beto, "Falta que digas").await;
    follow(&beto, "El sábado limpiamos el taller").await?;
    press(&beto, "Estoy de acuerdo").await?;
    sees(&beto, "Ya lo apoyan suficientes personas.").await;
    // Another word, while it is open: folds and forms, without a script.
    for fold in ["Cambiar lo que dije", "No lo comparto, pero no lo freno"] {
        let fold = format!("//summary[normalize-space()='{fold}']");
        let summary = beto.find(By::XPath(fold)).await?;
        summary.scroll_into_view().await?;
        summary.click().await?;
    }
    fill(&beto, "words", "El sábado hay tequio.").await?;
    press(&beto, "No lo freno").await?;
    sees(&beto, "El sábado hay tequio.").await;
    fits(&beto).await?;

    let citlali = driver.telephone(false).await;
    comes_in(&citlali, &app, "Citlali").await?;
    follow(&citlali, "El sábado limpiamos el taller").await?;
    press(&citlali, "Estoy de acuerdo").await?;
    sees(&citlali, "Ya lo apoyan suficientes personas.").await;

    app.clock.advance(3 * DAY);
    jobs::run_due(&app.node).await.unwrap();
    citlali.refresh().await?;
    for words in ["Acordado el viernes 27 de noviembre de 2026", "El sábado hay tequio.", "— Beto", "¿Quién responde"]
    {
        sees(&citlali, words).await;
    }
    press(&citlali, "Nadie en particular: nos toca a toda la comunidad").await?;
    sees(&citlali, "Vigente").await;
    fits(&citlali).await?;
    for browser in [ana, beto, citlali] {
        browser.quit().await?;
    }
    Ok(())
}
