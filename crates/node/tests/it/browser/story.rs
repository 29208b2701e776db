// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The first half hour of a real group: found, three join by scanning the QR (one of them through the local
//! network's door, from another machine), Saturday is published, shared and answered, and the first backup is made.

use std::net::Ipv4Addr;

use tequio_node::store::Engine;
use thirtyfour::{By, WebDriver, error::WebDriverResult};

use crate::support::{PASSPHRASE, TestApp, copies, namespaces};

use super::{Driver, fill, follow, press, sees};

/// Reads the QR from the picture that the page shows, as a telephone's camera would.
async fn scan(browser: &WebDriver) -> WebDriverResult<String> {
    let figure = browser.find(By::Css("figure.qr")).await?;
    // Whole on the screen: the driver's picture ends where that does.
    figure.scroll_into_view().await?;
    let picture = figure.screenshot_as_png().await?;
    let picture = image::load_from_memory(&picture).unwrap().to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let (_, content) = prepared.detect_grids().first().unwrap().decode().unwrap();
    Ok(content)
}

async fn join(browser: &WebDriver, link: &str, name: &str) -> WebDriverResult<()> {
    browser.goto(link).await?;
    fill(browser, "name", name).await?;
    fill(browser, "passphrase", PASSPHRASE).await?;
    browser.find(By::Name("accepts")).await?.click().await?;
    press(browser, "Unirme").await?;
    sees(browser, "Tus códigos para volver").await;
    press(browser, "Ya los guardé: continuar").await
}

/// A local network of two machines: this one, and the namespace `far`.
const NETWORK: &str = "
    mount -t tmpfs tmpfs /run
    ip link set lo up
    ip netns add far
    ip link add near type veth peer name away netns far
    ip addr add 10.77.1.1/30 dev near
    ip link set near up
    ip -n far addr add 10.77.1.2/30 dev away
    ip -n far link set away up
    ip -n far link set lo up";
const HERE: Ipv4Addr = Ipv4Addr::new(10, 77, 1, 1);
const THERE: Ipv4Addr = Ipv4Addr::new(10, 77, 1, 2);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser and network namespaces: ./check"]
async fn the_first_half_hour() -> WebDriverResult<()> {
    if !namespaces::inside("browser::story::the_first_half_hour", NETWORK) {
        return Ok(());
    }
    let driver = Driver::start().await;
    let app = TestApp::start_at(Engine::Sqlite, &[HERE.into()]).await;
    let ana = driver.telephone(false).await;

    // Found.
    ana.goto(app.node.founding_link().await.unwrap()).await?;
    for (name, value) in [
        ("name", "CoLSoLi Etla"),
        ("municipality", "Villa de Etla"),
        ("care_contact", "Comisión de cuidados"),
        ("founder", "Ana"),
        ("passphrase", PASSPHRASE),
    ] {
        fill(&ana, name, value).await?;
    }
    press(&ana, "Fundar la comunidad").await?;
    sees(&ana, "Tus códigos para volver").await;
    press(&ana, "Ya los guardé: continuar").await?;
    sees(&ana, "No hay nada por venir").await;
    let home = ana.current_url().await?.to_string();
    assert!(home.contains("/@colsoli-etla"), "{home}");

    // Three join by scanning the QR from the screen.
    follow(&ana, "Integrantes").await?;
    press(&ana, "Invitar").await?;
    sees(&ana, "Crear la invitación").await;
    fill(&ana, "purpose", "taller del sábado").await?;
    press(&ana, "Crear la invitación").await?;
    sees(&ana, "Que lo escaneen").await;
    // Ana sits at the machine itself; what she hands on leads to it from the others.
    let shared = app.node.doors.shared(&app.origin);
    let link = scan(&ana).await?;
    assert!(link.starts_with(&shared), "{link}");
    let beto = driver.telephone(false).await;
    join(&beto, &link, "Beto").await?;
    let citlali = driver.telephone(false).await;
    join(&citlali, &link, "Citlali").await?;
    let far = Driver::start_in("far", THERE.into()).await;
    let dora = far.telephone(false).await;
    join(&dora, &link, "Dora").await?;
    sees(&dora, "Entraste por la red local").await;
    follow(&dora, "Integrantes").await?;
    // The session holds at this door.
    sees(&dora, "Beto").await;
    follow(&ana, "Integrantes").await?;
    for name in ["Ana", "Beto", "Citlali", "Dora"] {
        sees(&ana, name).await;
    }

    // Publish Saturday.
    follow(&ana, "Agenda").await?;
    press(&ana, "Publicar una actividad").await?;
    sees(&ana, "Cuándo").await;
    fill(&ana, "title", "Instalatón de Trisquel").await?;
    fill(&ana, "place", "Biblioteca municipal").await?;
    press(&ana, "Publicar").await?;
    sees(&ana, "sábado 28 de noviembre de 2026, 10:00–13:00").await;
    let share = ana.find(By::Id("share")).await?.text().await?;
    let share =
        if share.is_empty() { ana.find(By::Id("share")).await?.value().await?.unwrap_or_default() } else { share };
    assert!(share.contains("Instalatón de Trisquel") && share.contains(&shared), "{share}");

    // Beto comes; somebody without account too, both by the link in the chat.
    let pasted = share.split_whitespace().find(|word| word.starts_with("http")).unwrap();
    beto.goto(pasted).await?;
    press(&beto, "Voy").await?;
    sees(&beto, "Vas: tienes lugar").await;
    let guest = driver.telephone(false).await;
    guest.goto(pasted).await?;
    press(&guest, "Voy").await?;
    sees(&guest, "Un nombre o apodo").await;
    fill(&guest, "name", "Chela").await?;
    press(&guest, "Voy").await?;
    sees(&guest, "Guarda este enlace").await;
    ana.refresh().await?;
    sees(&ana, "Van 2 personas").await;

    // Nothing is wider than the telephone.
    let width = ana.find(By::Css("html")).await?.rect().await?.width;
    assert!(width <= 360.0, "{width}");
    for browser in [ana, beto, citlali, dora, guest] {
        browser.quit().await?;
    }

    // The first backup, on a stick: what comes back from it is whole, and Beto finds his place there.
    let stick = tempfile::tempdir().unwrap();
    let again = copies::restored(&app, stick.path()).await;
    again.check().await;
    let beto = again.person();
    let form = beto.get("/@colsoli-etla/sign-in").await;
    assert_eq!(beto.send(&form, &[("name", "Beto"), ("passphrase", PASSPHRASE)]).await.status, 303);
    let agenda = beto.get("/@colsoli-etla/act/agenda").await.text();
    assert!(agenda.contains("Instalatón de Trisquel") && agenda.contains("Biblioteca municipal"), "{agenda}");
    let path = pasted.strip_prefix(&shared).unwrap();
    let date = beto.get(path).await.text();
    assert!(date.contains("Vas: tienes lugar") && date.contains("Van 2 personas"), "{date}");
    Ok(())
}
