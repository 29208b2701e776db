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

use super::Driver;

/// Fills in a field.
async fn fill(browser: &WebDriver, name: &str, value: &str) -> WebDriverResult<()> {
    let field = browser.find(By::Name(name)).await?;
    field.clear().await?;
    field.send_keys(value).await
}

/// Presses the first button with these words.
async fn press(browser: &WebDriver, words: &str) -> WebDriverResult<()> {
    for button in browser.find_all(By::Css("main button, main a.button")).await? {
        if button.text().await? == words {
            button.scroll_into_view().await.ok();
            return button.click().await;
        }
    }
    panic!("no button «{words}» at {}:\n{}", browser.current_url().await?, text(browser).await?)
}

async fn text(browser: &WebDriver) -> WebDriverResult<String> {
    browser.find(By::Css("body")).await?.text().await
}

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
    assert!(text(browser).await?.contains("Tus códigos para volver"), "{}", text(browser).await?);
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
    assert!(text(&ana).await?.contains("Tus códigos para volver"), "{}", text(&ana).await?);
    press(&ana, "Ya los guardé: continuar").await?;
    let home = ana.current_url().await?.to_string();
    assert!(home.contains("/@colsoli-etla"), "{home}");

    // Three join by scanning the QR from the screen.
    ana.find(By::LinkText("Integrantes")).await?.click().await?;
    press(&ana, "Invitar").await?;
    fill(&ana, "purpose", "taller del sábado").await?;
    press(&ana, "Crear la invitación").await?;
    let link = scan(&ana).await?;
    let beto = driver.telephone(false).await;
    join(&beto, &link, "Beto").await?;
    let citlali = driver.telephone(false).await;
    join(&citlali, &link, "Citlali").await?;
    if let Some(cable) = &cable {
        let door = app.node.doors.lan[0];
        let far = Driver::start_in(&cable.namespace, cable.there.into()).await;
        let dora = far.telephone(false).await;
        join(&dora, &link.replace(&app.origin, &format!("http://{door}")), "Dora").await?;
        assert!(text(&dora).await?.contains("Entraste por la red local"), "{}", text(&dora).await?);
        dora.find(By::LinkText("Integrantes")).await?.click().await?;
        assert!(text(&dora).await?.contains("Beto"), "the session holds at this door");
        dora.quit().await?;
    }
    ana.find(By::LinkText("Integrantes")).await?.click().await?;
    for name in ["Ana", "Beto", "Citlali"] {
        assert!(text(&ana).await?.contains(name));
    }

    // Publish Saturday.
    ana.find(By::LinkText("Agenda")).await?.click().await?;
    press(&ana, "Publicar una actividad").await?;
    fill(&ana, "title", "Instalatón de Trisquel").await?;
    fill(&ana, "place", "Biblioteca municipal").await?;
    press(&ana, "Publicar").await?;
    let page = text(&ana).await?;
    assert!(page.contains("sábado 28 de noviembre de 2026, 10:00–13:00"), "{page}");
    let share = ana.find(By::Id("share")).await?.text().await?;
    let share =
        if share.is_empty() { ana.find(By::Id("share")).await?.value().await?.unwrap_or_default() } else { share };
    assert!(share.contains("Instalatón de Trisquel") && share.contains(&app.origin), "{share}");

    // Beto comes; somebody without account too.
    beto.goto(ana.current_url().await?.as_str()).await?;
    press(&beto, "Voy").await?;
    assert!(text(&beto).await?.contains("Vas: tienes lugar"), "{}", text(&beto).await?);
    let guest = driver.telephone(false).await;
    guest.goto(ana.current_url().await?.as_str()).await?;
    press(&guest, "Voy").await?;
    fill(&guest, "name", "Chela").await?;
    press(&guest, "Voy").await?;
    assert!(text(&guest).await?.contains("Guarda este enlace"), "{}", text(&guest).await?);
    ana.refresh().await?;
    assert!(text(&ana).await?.contains("Van 2 personas"), "{}", text(&ana).await?);

    // Nothing is wider than the telephone.
    let width = ana.find(By::Css("html")).await?.rect().await?.width;
    assert!(width <= 360.0, "{width}");
    for browser in [ana, beto, citlali, guest] {
        browser.quit().await?;
    }
    Ok(())
}
