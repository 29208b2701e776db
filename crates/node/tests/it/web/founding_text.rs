// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The founding text, phrase by phrase: what it says serves a phrase is there, and the manual says the same.

use crate::support::on_both_engines;

/// Where the manual has it.
const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/TEXTO-FUNDADOR.md");

on_both_engines! {
    async fn what_serves_a_phrase_is_there(app: TestApp) {
        app.founder().await;
        let guest = app.person();
        let text = guest.get_json("/@etla/about/founding-text.json").await;
        let mut manual = String::from(
            "<!--\nSPDX-FileCopyrightText: Tequio contributors\nSPDX-License-Identifier: AGPL-3.0-or-later\n-->\n\n\
             # El texto fundador, frase por frase\n\n\
             Lo que en una comunidad sirve a cada frase (`/about/founding-text` en cada una).\n\n| frase | dónde | |\n|---|---|---|\n",
        );
        let (mut phrases, mut served) = (0, 0);
        for phrase in text["paragraphs"].as_array().unwrap().iter().flat_map(|one| one["phrases"].as_array().unwrap()) {
            phrases += 1;
            let (words, path, how) = (phrase["words"].as_str().unwrap(), phrase["path"].as_str(), phrase["how"].as_str());
            if let Some(path) = path {
                served += 1;
                let page = guest.get(path).await;
                assert_eq!(page.status, 200, "{words}: {path}");
            }
            let place = path.map(|path| format!("`{}`", path.trim_start_matches("/@etla")));
            manual += &format!("| {words} | {} | {} |\n", place.unwrap_or_default(), how.unwrap_or("Aún no."));
        }
        assert_eq!((text["phrases"].as_u64(), text["served"].as_u64()), (Some(phrases), Some(served)));
        if std::env::var_os("TEQUIO_TEST_WRITE_MANUAL").is_some() {
            std::fs::write(MANUAL, &manual).unwrap();
        }
        assert_eq!(std::fs::read_to_string(MANUAL).unwrap(), manual, "TEQUIO_TEST_WRITE_MANUAL=1 writes it anew");
    }
}
