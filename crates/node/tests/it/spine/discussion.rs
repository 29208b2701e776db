// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said below an entry: changing and removing it leaves a trace, and none of the words.

use crate::support::{Person, on_both_engines};

/// Says something below an activity and gives the path of the message.
async fn say(person: &Person, activity: &str, words: &str) -> String {
    let shown = person.get(activity).await;
    let said = person.send(&shown, &[("body", words)]).await;
    let id = said.location().rsplit_once("#m-").unwrap().1.to_owned();
    format!("/@etla/messages/{id}")
}

on_both_engines! {
    async fn a_change_and_a_removal_leave_a_trace(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let activity = ana.publish(&[]).await;
        let own = say(&beto, &activity, "Llevo tamales de frijol").await;
        let other = say(&citlali, &activity, "Palabras fuera de lugar").await;
        assert!(!ana.get(&activity).await.text().contains("editado"));
        // By who wrote it, and nobody else.
        let words = [("body", "Llevo tamales de mole")];
        assert_eq!(citlali.post(&format!("{own}/edit"), &words).await.status, 403);
        assert_eq!(ana.post(&format!("{own}/edit"), &words).await.status, 403);
        assert_eq!(beto.send(&beto.get(&format!("{own}/edit")).await, &words).await.status, 303);
        let page = ana.get(&activity).await.text();
        assert!(page.contains("tamales de mole") && page.contains("editado") && !page.contains("frijol"), "{page}");
        // Who coordinates may remove what somebody else said, and the trace says which it was.
        assert_eq!(beto.post(&format!("{other}/remove"), &[]).await.status, 403);
        assert_eq!(ana.post(&format!("{other}/remove"), &[]).await.status, 303);
        assert_eq!(beto.post(&format!("{own}/remove"), &[]).await.status, 303);
        let page = beto.get(&activity).await.text();
        for trace in ["Quien lo escribió retiró este mensaje", "fue retirado por quien cuida la conversación"] {
            assert_eq!(page.matches(trace).count(), 1, "{page}");
        }
        assert!(!page.contains("tamales") && !page.contains("fuera de lugar"), "{page}");
        crate::safekeeping::erasure::nowhere_in_files(app, &["tamales", "fuera de lugar"]);
    }
}
