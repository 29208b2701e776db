// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calendar files from the command line: what the operator of the machine takes into a community's agenda, and what
//! everybody may have of it.

use tequio_calendar::file::{self, Problem, Reading};

use crate::{
    node::{Node, NodeError},
    spine::{
        command::Caller,
        log::Actor,
        refusal::Error,
        viewer::{Viewer, Visibility},
    },
    web::lang::Lang,
};

use super::{
    import::{Import, Terms, Unfit, proposals},
    pages::{self, feeds},
};

/// What came of a file.
#[derive(Debug, Default)]
pub struct Imported {
    /// How many activities were published, brought up to date or cancelled.
    pub taken: usize,
    /// How many were here as the file says, or over.
    pub unchanged: usize,
    /// What could not be read or taken.
    pub left: Vec<Left>,
}

/// Something of a file that could not be read or taken.
#[derive(Debug)]
pub struct Left {
    /// The line where it stands, or where its event begins.
    pub line: usize,
    /// Why.
    pub why: Why,
}

/// Why something of a file could not be read or taken.
#[derive(Debug)]
pub enum Why {
    /// It could not be read.
    Unread(Problem),
    /// It cannot be an activity here.
    Unfit(Unfit),
    /// It was changed here by hand and stays as it is.
    ChangedByHand,
    /// These of its fields do not fit.
    Fields(Vec<&'static str>),
}

/// What could not be read, in the reader's words.
pub fn told(lang: Lang, problem: &Problem) -> String {
    pages::told(lang, problem)
}

/// How a file is taken.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// How far new activities may be seen.
    pub visibility: Visibility,
    /// Whether what was changed by hand is overwritten.
    pub replace: bool,
}

impl Node {
    /// Takes a calendar file into a community's agenda. Interrupted and begun again it goes on where it was.
    /// `progress` is told how many events were seen, of how many.
    ///
    /// # Errors
    /// When there is no such community, or the store fails.
    pub async fn import_calendar(
        &self,
        handle: &str,
        file: &[u8],
        choice: Choice,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Imported, NodeError> {
        let community = self.community(handle).await?;
        let reading: Reading = file::read(file);
        let language = community.languages.split(' ').next().unwrap_or("es");
        let terms = Terms {
            time_zone: community.time_zone.clone(),
            language: language.to_owned(),
            visibility: choice.visibility,
            untitled: Lang::from_tag(language).unwrap_or(Lang::Es).t("import-untitled"),
            at: self.core.world.now(),
        };
        let mut imported = Imported::default();
        let unread = |problem: &Problem| Left { line: problem.line, why: Why::Unread(problem.clone()) };
        imported.left.extend(reading.problems.iter().map(unread));
        let found = proposals(&reading, &terms);
        let all = found.len();
        for (seen, proposal) in found.into_iter().enumerate() {
            progress(seen, all);
            let proposal = match proposal {
                Ok(proposal) => proposal,
                Err((line, why)) => {
                    imported.left.push(Left { line, why: Why::Unfit(why) });
                    continue;
                }
            };
            let line = proposal.line;
            let command = Import { proposal, replace: choice.replace };
            let caller = Caller::plain(Actor::Operator);
            match self.core.execute(community.id, caller, self.core.world.id(), command).await {
                Ok(_) => imported.taken += 1,
                Err(Error::Refused(refusal)) if ["import-unchanged", "import-over"].contains(&refusal.message) => {
                    imported.unchanged += 1;
                }
                Err(Error::Refused(refusal)) if refusal.message == "import-changed-by-hand" => {
                    imported.left.push(Left { line, why: Why::ChangedByHand });
                }
                Err(Error::Refused(refusal)) => {
                    let fields = refusal.fields.iter().map(|field| field.field).collect();
                    imported.left.push(Left { line, why: Why::Fields(fields) });
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(imported)
    }

    /// What everybody may see of a community's agenda, as a calendar file.
    ///
    /// # Errors
    /// When there is no such community, or the store fails.
    pub async fn export_calendar(&self, handle: &str) -> Result<String, NodeError> {
        let community = self.community(handle).await?;
        let mut reader = self.core.db.read(&Viewer::Anonymous { community: community.id }).await?;
        let rows = feeds::rows(&mut reader, None, 0, i64::MAX).await?;
        let base = format!("{}/@{handle}", self.doors.canonical());
        let calendar = feeds::calendar(&mut reader, &community.name, community.zone(), &base, rows).await?;
        Ok(file::write(&calendar))
    }
}
