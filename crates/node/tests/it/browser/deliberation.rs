// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a draft to its review, five people on their telephones: two objections, one met by the text and one carried; a
//! telling-back that was not it; a text that changes while all say something of it; papers from a box; and the acta, printed
//! and verified where there is no node.

use std::process::Command;

use data_encoding::{BASE32_NOPAD, BASE64};
use tequio_node::store::Engine;
use thirtyfour::{By, WebDriver, WebElement, error::WebDriverResult};

use crate::{
    decide::{
        assemblies::{held, id_of},
        ballots, days_pass,
    },
    support::{PASSPHRASE, Person, TestApp, program},
};

use super::{Driver, fill, fits, follow, leave_by, press, sees, sign_in, text};

const TITLE: &str = "El agua se reparte los martes";

/// Somebody with the page of the decision before them.
struct Hand {
    browser: WebDriver,
    page: String,
}

impl Hand {
    /// The first form of a step on the page, which says these words, with what is folded around it opened.
    async fn form(&self, step: &str, about: &str) -> WebDriverResult<WebElement> {
        self.browser.goto(&self.page).await?;
        let form = format!("//main//form[contains(@action,'/steps/{step}')][contains(normalize-space(.),\"{about}\")]");
        let form = self.browser.find_all(By::XPath(form)).await?.into_iter().next();
        let Some(form) = form else {
            panic!("no form «{step}» that says «{about}»:\n{}", text(&self.browser).await);
        };
        for fold in form.find_all(By::XPath("ancestor::details[not(@open)]/summary")).await? {
            fold.scroll_into_view().await?;
            fold.click().await?;
        }
        Ok(form)
    }

    /// Takes a step by its form: chooses and writes what `fields` say, and presses the button of a value, or the only one.
    async fn takes(&self, step: &str, about: &str, fields: &[(&str, &str)], button: &str) -> WebDriverResult<()> {
        let form = self.form(step, about).await?;
        for (name, value) in fields {
            let choice = form.find_all(By::Css(format!("input[type=radio][name={name}][value='{value}']"))).await?;
            match choice.first() {
                Some(choice) => choice.click().await?,
                None => {
                    for field in form.find_all(By::Css(format!("textarea[name={name}], input[name={name}]"))).await? {
                        field.send_keys(*value).await?;
                    }
                }
            }
        }
        let button = if button.is_empty() { "button".to_owned() } else { format!("button[value={button}]") };
        leave_by(&self.browser, &form.find(By::Css(button)).await?).await?;
        fits(&self.browser).await
    }

    /// Says that it goes on.
    async fn onward(&self, from: &str) -> WebDriverResult<()> {
        self.takes("onward", "", &[], from).await
    }

    async fn agrees(&self) -> WebDriverResult<()> {
        self.takes("stance", "Estoy de acuerdo", &[], "agree").await
    }

    /// That the page says these words.
    async fn reads(&self, words: &[&str]) -> WebDriverResult<()> {
        self.browser.goto(&self.page).await?;
        for words in words {
            sees(&self.browser, words).await;
        }
        fits(&self.browser).await
    }
}

/// Writes another text in the place of the one there is.
async fn edits(hand: &Hand, text: &str) -> WebDriverResult<()> {
    hand.browser.goto(format!("{}/edit", hand.page)).await?;
    fill(&hand.browser, "words", text).await?;
    press(&hand.browser, "Guardar el texto").await
}

/// The program itself, where there is neither node nor network.
fn verified(acta: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("acta.json");
    std::fs::write(&file, acta).unwrap();
    let mut alone = Command::new("unshare");
    alone.args(["--user", "--map-root-user", "--net"]).arg(program().get_program()).args(["verify", "acta"]).arg(&file);
    let done = alone.env_clear().env("LC_ALL", "es_MX.UTF-8").current_dir(folder.path()).output().unwrap();
    (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
}

/// Papers of two who came without a telephone, entered on the page of the assembly.
async fn papers(app: &TestApp, ana: &WebDriver, people: [&Person; 3]) -> WebDriverResult<()> {
    let vote = ballots::voted_on(app, people[0]).await;
    let id = vote.rsplit('/').next().unwrap();
    let point = [("day", "2027-01-09"), ("point", "El cargo"), ("lasts", "5"), ("about", id)];
    let (assembly, _) = held(people[0], &people, "Doña Chela", &point).await;
    let ids = [id_of(people[1]).await, id_of(people[2]).await];
    ana.goto(format!("{}{assembly}/enter", app.origin)).await?;
    for id in &ids {
        let name = ana.find(By::Css(format!("label[for='people-{id}']"))).await?;
        name.scroll_into_view().await?;
        name.click().await?;
    }
    fill(ana, "yes", "1").await?;
    fill(ana, "blank", "1").await?;
    let form = ana.find(By::Css("main form[action$='/enter'] button")).await?;
    leave_by(ana, &form).await?;
    sees(ana, "Votaron en papel:").await;
    fits(ana).await?;
    days_pass(app, 2).await;
    let count = people[0].get_json(&vote).await["way"]["ballot"]["counted"].clone();
    assert_eq!((count["yes"].as_u64(), count["blank"].as_u64()), (Some(1), Some(1)), "{count}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: ./check"]
async fn from_a_draft_to_its_review() -> WebDriverResult<()> {
    let driver = Driver::start().await;
    let app = TestApp::start(Engine::Sqlite).await;
    let host = app.founder().await;
    let names = ["Ana", "Beto", "Citlali", "Dora", "Eusebio"];
    let mut hands = Vec::new();
    for name in names {
        if name != "Ana" {
            app.join(&host, name).await;
        }
        let browser = driver.telephone(false).await;
        sign_in(&browser, &app, name).await?;
        sees(&browser, "Mi cuenta").await;
        hands.push(Hand { browser, page: String::new() });
    }
    // Who coordinates puts a second step before her account.
    let browser = &hands[0].browser;
    browser.goto(format!("{}/@etla/me/second-factor", app.origin)).await?;
    let secret = browser.find(By::Css("main code")).await?.text().await?.replace(' ', "");
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    fill(browser, "passphrase", PASSPHRASE).await?;
    fill(browser, "code", &app.code(&secret)).await?;
    let done = browser.find(By::Css("main form[action$='/second-factor'] button")).await?;
    leave_by(browser, &done).await?;
    // The draft, said whom it affects, announced, asked about.
    follow(browser, "Decidir").await?;
    press(browser, "Proponer algo").await?;
    fill(browser, "title", TITLE).await?;
    fill(browser, "body", "Se reparte los martes.\n\nCada quien lleva su cubeta.").await?;
    let calmly =
        browser.find(By::XPath("//summary[normalize-space()='Es de más fondo: deliberarlo con calma']")).await?;
    calmly.scroll_into_view().await?;
    calmly.click().await?;
    browser.find(By::Id("way-policy")).await?.click().await?;
    press(browser, "Proponerlo o guardar el borrador").await?;
    sees(browser, "Quedó el borrador.").await;
    let page = browser.current_url().await?;
    let page = format!("{}{}", app.origin, page.path());
    for hand in &mut hands {
        page.clone_into(&mut hand.page);
    }
    let [ana, beto, citlali, dora, eusebio] = <[Hand; 5]>::try_from(hands).ok().unwrap();
    beto.takes("affected", "", &[("words", "Quienes viven río abajo.")], "").await?;
    ana.onward("draft").await?;
    days_pass(&app, 1).await;
    beto.onward("call").await?;
    dora.takes("ask", "", &[("words", "¿Y si llueve?")], "").await?;
    ana.takes("answer", "¿Y si llueve?", &[("words", "Se pasa al miércoles.")], "").await?;
    days_pass(&app, 1).await;
    ana.onward("clarification").await?;

    // Two object. One is told back twice, since the first was not it; the other at once.
    let harm = |words| [("ground", "harm"), ("words", words)];
    citlali.takes("object", "", &harm("Los martes no hay camión."), "").await?;
    dora.takes("object", "", &harm("Mi abuela no puede cargar cubetas."), "").await?;
    beto.takes("restate", "camión", &[("words", "Te queda lejos.")], "").await?;
    citlali.takes("understood", "Te queda lejos.", &[], "no").await?;
    beto.takes("restate", "camión", &[("words", "Sin camión no puedes venir.")], "").await?;
    citlali.takes("understood", "Sin camión", &[], "yes").await?;
    eusebio.takes("restate", "abuela", &[("words", "Quien no puede cargar se queda sin agua.")], "").await?;
    dora.takes("understood", "se queda sin agua", &[], "yes").await?;
    // The text meets the first; the second is carried, and stays beside it.
    edits(&ana, "Se reparte los jueves.\n\nCada quien lleva su cubeta.").await?;
    citlali.takes("end", "", &[], "integrated").await?;
    days_pass(&app, 3).await;
    ana.onward("deliberation").await?;
    ana.takes("end", "abuela", &[], "carried").await?;
    ana.takes("impact", "", &[("effects", "Poco.")], "").await?;
    beto.takes("search", "", &[("words", "agua")], "").await?;
    eusebio.reads(&["la propuesta cambió por ella", "el grupo sigue; se queda junto al acuerdo"]).await?;
    ana.onward("integration").await?;
    days_pass(&app, 1).await;
    ana.onward("frozen").await?;

    // All say something of a text; it changes, and what was said of the old one counts no more.
    beto.agrees().await?;
    beto.reads(&["✓ Estás de acuerdo"]).await?;
    edits(&ana, "Se reparte los jueves a las 8.\n\nCada quien lleva su cubeta.").await?;
    beto.reads(&["Se juntan los cambios", "Cambió el texto"]).await?;
    days_pass(&app, 3).await;
    ana.onward("integration").await?;
    days_pass(&app, 1).await;
    ana.onward("frozen").await?;
    beto.reads(&["Estoy de acuerdo"]).await?;
    for hand in [&ana, &beto, &citlali, &eusebio] {
        hand.agrees().await?;
    }
    days_pass(&app, 2).await;
    ana.takes("task", "", &[("words", "Tocar la campana")], "").await?;
    for hand in [&ana, &dora] {
        hand.reads(&[
            "Vigente",
            "Se reparte los jueves a las 8.",
            "Mi abuela no puede cargar cubetas.",
            "Tocar la campana",
        ])
        .await?;
    }

    // Another one is voted on in secret, and two come without a telephone.
    let people =
        [app.protected_again("Ana", &secret).await, app.person_again("Dora").await, app.person_again("Eusebio").await];
    papers(&app, &ana.browser, people.each_ref()).await?;

    // The acta: on paper, with what stands against it; and as a file that holds where there is no node.
    ana.reads(&["Vigente"]).await?;
    let media = serde_json::json!({"media": "print"});
    ana.browser.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
    sees(&ana.browser, "Mi abuela no puede cargar cubetas.").await;
    for button in ana.browser.find_all(By::Css("main button, main textarea, main input:not([type=hidden])")).await? {
        assert!(!button.is_displayed().await?, "{}", button.outer_html().await?);
    }
    let sheet = ana.browser.cdp().send_raw("Page.printToPDF", serde_json::json!({})).await?;
    let sheet = BASE64.decode(sheet["data"].as_str().unwrap_or_default().as_bytes()).unwrap();
    assert!(sheet.starts_with(b"%PDF"));
    if let Ok(folder) = std::env::var("TEQUIO_TEST_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join("decision.pdf"), sheet).unwrap();
    }
    let path = page.strip_prefix(&app.origin).unwrap();
    let acta = people[0].get(&format!("{path}/acta")).await.body;
    let (holds, told) = verified(&acta);
    assert!(holds && told.contains(&format!("«{TITLE}»")) && told.contains("Etapa: Vigente."), "{told}");
    let (holds, told) = verified(&acta.replace("a las 8", "a las 9"));
    assert!(!holds, "{told}");

    // A year later it is looked at, beside what was foreseen.
    days_pass(&app, 365).await;
    sign_in(&beto.browser, &app, "Beto").await?;
    sees(&beto.browser, "Mi cuenta").await;
    beto.reads(&["Toca revisarlo."]).await?;
    beto.browser.goto(format!("{page}/review")).await?;
    sees(&beto.browser, "Poco.").await;
    for field in beto.browser.find_all(By::Css("textarea[name=effects]")).await? {
        field.send_keys("Alcanzó para todas.").await?;
    }
    beto.browser.find(By::Id("ending-renewed")).await?.click().await?;
    let done = beto.browser.find(By::Css("main form[action$='/review'] button")).await?;
    leave_by(&beto.browser, &done).await?;
    sees(&beto.browser, "Vigente, ya revisado").await;
    sees(&beto.browser, "Alcanzó para todas.").await;
    fits(&beto.browser).await?;
    for hand in [ana, beto, citlali, dora, eusebio] {
        hand.browser.quit().await?;
    }
    Ok(())
}
