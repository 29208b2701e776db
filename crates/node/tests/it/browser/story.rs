// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The first half hour of a real group: found, three join by scanning the QR (one of them through the local
//! network's door, from another network namespace), Saturday is published, shared and answered.

use std::{
    net::{IpAddr, Ipv4Addr},
    process::Command,
};

use tequio_node::store::Engine;
use thirtyfour::{By, WebDriver, error::WebDriverResult};

use crate::support::{PASSPHRASE, TestApp};

use super::{Driver, fill, follow, press, sees};

/// Reads the QR from the picture that the page shows, as a telephone's camera would.
async fn scan(browser: &WebDriver) -> WebDriverResult<String> {
    let picture = browser.find(By::Css("figure.qr")).await?.screenshot_as_png().await?;
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

/// A network of two machines: this one and a namespace, joined by a cable that both forget at the end.
struct Cable {
    namespace: String,
    here: Ipv4Addr,
    there: Ipv4Addr,
}

impl Cable {
    /// `None` where the kernel does not let us.
    fn plug() -> Option<Self> {
        let id = std::process::id() % 1_000_000;
        let (namespace, a, b) = (format!("tq{id}"), format!("tqa{id}"), format!("tqb{id}"));
        let [low, high, ..] = id.to_be_bytes().map(|byte| byte % 250);
        let block = high.wrapping_add(low).wrapping_add((id % 250) as u8);
        let (here, there) = (Ipv4Addr::new(10, 77, block, 1), Ipv4Addr::new(10, 77, block, 2));
        let ip = |line: &str| Command::new("ip").args(line.split(' ')).status().is_ok_and(|status| status.success());
        let made = ip(&format!("netns add {namespace}"))
            && ip(&format!("link add {a} type veth peer name {b} netns {namespace}"))
            && ip(&format!("addr add {here}/30 dev {a}"))
            && ip(&format!("link set {a} up"))
            && ip(&format!("-n {namespace} addr add {there}/30 dev {b}"))
            && ip(&format!("-n {namespace} link set {b} up"))
            && ip(&format!("-n {namespace} link set lo up"));
        let cable = Self { namespace, here, there };
        made.then_some(cable)
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        // The cable goes with the namespace that holds its other end.
        let _ = Command::new("ip").args(["netns", "del", &self.namespace]).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn the_first_half_hour() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let cable = Cable::plug();
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    assert!(cable.is_some() || !root, "root can join two network namespaces");
    let lan: Vec<IpAddr> = cable.iter().map(|cable| cable.here.into()).collect();
    let app = TestApp::start_at(Engine::Sqlite, &lan).await;
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
    if let Some(cable) = &cable {
        let far = Driver::start_in(&cable.namespace, cable.there.into()).await;
        let dora = far.telephone(false).await;
        join(&dora, &link, "Dora").await?;
        sees(&dora, "Entraste por la red local").await;
        follow(&dora, "Integrantes").await?;
        // The session holds at this door.
        sees(&dora, "Beto").await;
        dora.quit().await?;
    }
    follow(&ana, "Integrantes").await?;
    for name in ["Ana", "Beto", "Citlali"] {
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
    for browser in [ana, beto, citlali, guest] {
        browser.quit().await?;
    }
    Ok(())
}
