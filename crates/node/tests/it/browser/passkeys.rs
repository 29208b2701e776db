// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The one script: a passkey is made on a telephone and opens the community; and without scripts nothing else is missing.

use serde_json::json;
use tequio_node::store::Engine;
use thirtyfour::{By, WebDriver, error::WebDriverResult};

use crate::support::{PASSPHRASE, TestApp};

use super::{Driver, fill, fits, follow, press, sees, sign_in, text};

/// Gives a browser an authenticator whose owner always says yes, and shows who they are if `verifies`.
pub async fn authenticator(browser: &WebDriver, verifies: bool) -> WebDriverResult<String> {
    let cdp = browser.cdp();
    cdp.send_raw("WebAuthn.enable", json!({})).await?;
    let options = json!({
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": true,
    });
    let added = cdp.send_raw("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await?;
    Ok(added["authenticatorId"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn a_telephone_opens_the_community() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    app.founder().await;
    let ana = driver.telephone(true).await;
    let own = authenticator(&ana, true).await?;
    sign_in(&ana, &app, "Ana").await?;
    ana.goto(format!("{}/@etla/me", app.origin)).await?;
    follow(&ana, "Mis llaves de acceso").await?;
    sees(&ana, "Abrirá solo en localhost").await;
    assert!(!text(&ana).await.contains("Este navegador no puede"));
    fits(&ana).await?;
    fill(&ana, "device", "mi teléfono").await?;
    fill(&ana, "passphrase", PASSPHRASE).await?;
    press(&ana, "Seguir").await?;
    sees(&ana, "Tienes cinco minutos").await;
    fits(&ana).await?;
    press(&ana, "Crear la llave").await?;
    sees(&ana, "ya entras con ella").await;
    sees(&ana, "abre por aquí").await;
    fits(&ana).await?;
    // The same authenticator makes no other: it is said, and the page stays.
    fill(&ana, "device", "otra").await?;
    fill(&ana, "passphrase", PASSPHRASE).await?;
    press(&ana, "Seguir").await?;
    ana.find(By::Css("form[data-passkey=make] button")).await?.click().await?;
    sees(&ana, "No se creó ninguna llave").await;

    ana.goto(format!("{}/@etla/me", app.origin)).await?;
    press(&ana, "Cerrar sesión").await?;
    follow(&ana, "Entrar").await?;
    sees(&ana, "Entrar con una llave de acceso").await;
    fits(&ana).await?;
    // Nobody shows that it is theirs: the page stays, and says so.
    let verified = |verified| json!({"authenticatorId": own, "isUserVerified": verified});
    ana.cdp().send_raw("WebAuthn.setUserVerified", verified(false)).await?;
    ana.find(By::Css("form[data-passkey=use] button")).await?.click().await?;
    sees(&ana, "No se usó ninguna llave de acceso").await;
    ana.cdp().send_raw("WebAuthn.setUserVerified", verified(true)).await?;
    press(&ana, "Entrar con una llave de acceso").await?;
    sees(&ana, "Ana").await;
    ana.goto(format!("{}/@etla/me/passkeys", app.origin)).await?;
    sees(&ana, "usada por última vez").await;
    press(&ana, "Quitar «mi teléfono»").await?;
    sees(&ana, "Quitada: ya no abre nada").await;
    ana.quit().await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn without_scripts_all_else_is_there() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    app.founder().await.add_passkey("etla", "mi teléfono").await;
    let ana = driver.telephone(false).await;
    ana.goto(format!("{}/@etla/sign-in", app.origin)).await?;
    sees(&ana, "Frase de acceso").await;
    assert!(!text(&ana).await.contains("llave de acceso"), "what cannot be used is not shown");
    sign_in(&ana, &app, "Ana").await?;
    ana.goto(format!("{}/@etla/me/passkeys", app.origin)).await?;
    sees(&ana, "Este navegador no puede crear llaves de acceso").await;
    sees(&ana, "Abrirá solo en localhost").await;
    assert!(!text(&ana).await.contains("Cómo la llamas"));
    fits(&ana).await?;
    press(&ana, "Quitar «mi teléfono»").await?;
    sees(&ana, "Quitada: ya no abre nada").await;
    ana.quit().await
}
