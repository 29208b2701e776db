// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each version of a record said beside its text, in words, so that versions can be compared.

use tequio_deliberation::life::{Dissent, Event as Happened, Task};

use crate::{
    act::agenda::pages::revisions::Facts,
    decide::decisions::{commands::read, store},
    spine::{entries, id::Id, world::Micros},
    store::{Reader, args},
    web::{Failure, Page},
};

use super::{day, names::Names};

/// What each version says beside its text, a line each fact.
pub(crate) async fn in_words(page: &Page, reader: &mut Reader, decision: Id) -> Result<Vec<Facts>, Failure> {
    let rows: Vec<(Micros, String)> = reader.all(&store::EVENTS, args![decision]).await?;
    let days: Vec<(i64, String)> = reader.all(&store::RECORDS, args![decision]).await?;
    let words: Vec<(Id, Option<Id>, Option<String>)> = reader.all(&store::ALL_WORDS, args![decision]).await?;
    let names = Names::of(page.member.is_some(), reader, &store::ALL_NAMES, decision).await?;
    let name = |id: Id| names.name(page, id);
    let say = |id: Id| {
        words.iter().find(|(known, ..)| *known == id).and_then(|(.., words)| words.clone()).unwrap_or_default()
    };
    // What was said to fewer people stays theirs when more may see the entry.
    let shown: Vec<(i64,)> = reader.all(&entries::store::VERSIONS_SHOWN, args![decision]).await?;
    let mut days = days.into_iter();
    let mut said: Vec<Dissent<Id>> = Vec::new();
    let mut facts: Vec<Facts> = Vec::new();
    for (_, event) in read(rows)? {
        let (present, tasks, dissent): (Vec<Id>, Vec<Task<Id>>, Vec<Dissent<Id>>) = match event {
            Happened::SpokenRecorded { spoken, .. } => (spoken.present, spoken.tasks, spoken.dissent),
            Happened::RecordCorrected { present, tasks, dissent, .. } => (present, tasks, dissent),
            _ => continue,
        };
        let Some((version, agreed_on)) = days.next() else { continue };
        said.extend(dissent);
        let mut lines = vec![page.t1("decision-agreed-on", "when", day(page, &agreed_on))];
        match names.shown() {
            true => lines.extend(present.into_iter().map(|id| page.t1("decision-fact-present", "name", name(id)))),
            false => lines.push(page.t1("decision-present-count", "count", present.len())),
        }
        lines.extend(
            said.iter().map(|one| page.t2("decision-fact-dissent", "name", name(one.by), "words", say(one.words))),
        );
        lines.extend(
            tasks.iter().map(|one| page.t2("decision-fact-task", "name", name(one.person), "words", say(one.words))),
        );
        if !shown.contains(&(version,)) {
            continue;
        }
        let before = facts.last().map(|facts| facts.now.clone());
        facts.push(Facts { version, before, now: lines.join("\n") });
    }
    Ok(facts)
}
