// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! In a real browser, JavaScript off but for passkeys, on a telephone's 360 pixels. `./check` brings Chromium and its driver.

mod accessibility;
mod deliberation;
mod express;
mod kinds;
mod paper;
mod passkeys;
mod record;
mod slow;
mod story;

use std::{
    net::{IpAddr, Ipv4Addr},
    process::{Child, Command, Stdio},
    time::Duration,
};

use thirtyfour::{
    By, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WebElement, error::WebDriverResult,
    extensions::query::ElementQueryable,
};

use crate::support::{PASSPHRASE, TestApp};

/// The driver and the browser, as `./check` names them.
fn programs() -> (String, String) {
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    (variable("TEQUIO_TEST_CHROMEDRIVER"), variable("TEQUIO_TEST_CHROMIUM"))
}

/// A driver of browsers, perhaps in another network namespace.
pub struct Driver {
    child: Child,
    url: String,
    chromium: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Driver {
    /// Starts a driver on this machine.
    pub async fn start() -> Self {
        let (driver, chromium) = programs();
        Self::spawn(Command::new(driver), Ipv4Addr::LOCALHOST.into(), chromium).await
    }

    /// Starts a driver in a network namespace, where it listens on `address`.
    pub async fn start_in(namespace: &str, address: IpAddr) -> Self {
        let (driver, chromium) = programs();
        let mut command = Command::new("ip");
        command.args(["netns", "exec", namespace]).arg(driver);
        Self::spawn(command, address, chromium).await
    }

    async fn spawn(mut command: Command, address: IpAddr, chromium: String) -> Self {
        // A port that was free a moment ago.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        command.arg(format!("--port={port}")).arg("--allowed-ips=").arg("--allowed-origins=*");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let url = format!("http://{address}:{port}");
        crate::support::provide_tls();
        for _ in 0..200 {
            if reqwest::get(format!("{url}/status")).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Self { child, url, chromium }
    }

    /// A telephone: 360 pixels wide, of somebody who reads Spanish.
    pub async fn telephone(&self, scripts: bool) -> WebDriver {
        self.telephone_of(scripts, "es-MX").await
    }

    /// A telephone of somebody who reads this language.
    pub async fn telephone_of(&self, scripts: bool, language: &str) -> WebDriver {
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(&self.chromium).unwrap();
        for argument in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ] {
            wanted.add_arg(argument).unwrap();
        }
        wanted.add_arg(&format!("--lang={language}")).unwrap();
        let preferences = serde_json::json!({
            "profile.managed_default_content_settings.javascript": if scripts { 1 } else { 2 },
            "intl.accept_languages": language,
        });
        wanted.add_experimental_option("prefs", preferences).unwrap();
        // On a machine under load a browser now and then does not start within the driver's patience.
        let mut started = WebDriver::new(&self.url, wanted.clone()).await;
        for _ in 0..2 {
            if started.is_err() {
                started = WebDriver::new(&self.url, wanted.clone()).await;
            }
        }
        let browser = started.unwrap();
        // Not the driver's own emulation of telephones: with scripts off, its touches never arrive.
        let metrics = serde_json::json!({"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": false});
        browser.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await.unwrap();
        browser
    }
}

/// Signs in by the passphrase.
async fn sign_in(browser: &WebDriver, app: &TestApp, name: &str) -> WebDriverResult<()> {
    browser.goto(format!("{}/@etla/sign-in", app.origin)).await?;
    fill(browser, "name", name).await?;
    fill(browser, "passphrase", PASSPHRASE).await?;
    press(browser, "Entrar").await
}

/// That a page is no wider than a telephone.
async fn fits(browser: &WebDriver) -> WebDriverResult<()> {
    let width = browser.find(By::Css("html")).await?.rect().await?.width;
    assert!(width <= 360.0, "{width}");
    Ok(())
}

/// Fills in a field.
async fn fill(browser: &WebDriver, name: &str, value: &str) -> WebDriverResult<()> {
    let field = browser.find(By::Name(name)).await?;
    field.clear().await?;
    field.send_keys(value).await
}

/// How long a page may take to come, in tenths of a second.
const PATIENCE: usize = 100;

/// Presses the first button with these words, once it is there.
async fn press(browser: &WebDriver, words: &str) -> WebDriverResult<()> {
    for _ in 0..PATIENCE {
        for button in browser.find_all(By::Css("main button, main a.button")).await? {
            // A page that is just being left takes its buttons along.
            if button.text().await.is_ok_and(|text| text == words) {
                return leave_by(browser, &button).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no button «{words}» at {}:\n{}", browser.current_url().await?, text(browser).await)
}

/// Presses what leads away from a page, and waits until the page is left.
async fn leave_by(browser: &WebDriver, element: &WebElement) -> WebDriverResult<()> {
    let page = shown(browser).await?;
    element.scroll_into_view().await.ok();
    element.click().await?;
    left(browser, page).await
}

/// The page that is shown, to be waited for until it is [left].
async fn shown(browser: &WebDriver) -> WebDriverResult<WebElement> {
    browser.find(By::Css("html")).await
}

/// Waits until a page is left: under load the driver answers before, and what both pages have would be taken from the old
/// one, or the new one would come over what is asked for next.
async fn left(browser: &WebDriver, page: WebElement) -> WebDriverResult<()> {
    for _ in 0..PATIENCE {
        if page.tag_name().await.is_err() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing leads away from {}:\n{}", browser.current_url().await?, text(browser).await)
}

async fn text(browser: &WebDriver) -> String {
    match browser.find(By::Css("body")).await {
        Ok(body) => body.text().await.unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Waits until the page shows these words.
async fn sees(browser: &WebDriver, words: &str) {
    for _ in 0..PATIENCE {
        if text(browser).await.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("«{words}» does not stand in:\n{}", text(browser).await);
}

/// Follows a link of the menu.
async fn follow(browser: &WebDriver, words: &str) -> WebDriverResult<()> {
    let link = browser.query(By::LinkText(words)).first().await?;
    leave_by(browser, &link).await
}
