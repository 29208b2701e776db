// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Leaving and being erased.

use crate::support::{PASSPHRASE, on_both_engines};

on_both_engines! {
    /// An erased member's name, words and replies are gone everywhere; the traces stay and the log holds.
    async fn who_is_erased_is_gone(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/act/agenda/new").await;
        let made = ana.send(&form, &[("title", "Círculo")]).await.follow(&ana).await;
        let activity = made.follow(&ana).await.path.split('?').next().unwrap().to_owned();
        let beto = app.join(&ana, "Bartolomé Inolvidable").await;
        let shown = beto.get(&activity).await;
        beto.send(&shown, &[("note", "palabras de la respuesta")]).await.follow(&beto).await;
        let shown = beto.get(&activity).await;
        beto.send(&shown, &[("body", "palabras del mensaje")]).await.follow(&beto).await;
        assert!(ana.get(&activity).await.text().contains("palabras del mensaje"));
        let form = beto.get("/@etla/me/leave").await;
        let wrong = beto.send(&form, &[("how", "erase"), ("passphrase", "no es esta frase")]).await;
        assert_eq!(wrong.status, 422);
        let gone = beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(gone.status, 303, "{}", gone.text());
        assert_eq!(beto.get("/@etla/members").await.status, 401);
        let page = ana.get(&activity).await.text();
        assert!(!page.contains("palabras del mensaje") && page.contains("se borró con los datos"), "{page}");
        assert!(!ana.get("/@etla/members").await.text().contains("Inolvidable"));
        let back = app.person();
        let form = back.get("/@etla/sign-in").await;
        let refused = back.send(&form, &[("name", "Bartolomé Inolvidable"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(refused.status, 422);
        // On SQLite, not a byte of it is left in the files, while the node serves.
        for file in ["tequio.sqlite", "tequio.sqlite-wal"] {
            let Ok(bytes) = std::fs::read(app.node.data.join(file)) else { continue };
            for words in ["Inolvidable", "palabras del mensaje", "palabras de la respuesta"] {
                assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words} in {file}");
            }
        }
    }
}
