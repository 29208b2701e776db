// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a decision changes in how things are decided, once it is in force.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    decide::decisions::{classes, rules::name_of},
    store::Reader,
    web::{Failure, Here, Page},
};

use super::{
    class_form::ClassForm,
    kinds::{Change, Fact, changes, facts},
    whole::Whole,
};

/// What it changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Effect {
    /// Of which kind of decisions.
    pub(super) kind: String,
    /// What would be otherwise than it is now; nothing once it is in force.
    pub(super) changes: Vec<Change>,
    /// All that the class asks for.
    pub(super) facts: Vec<Fact>,
    /// The same as a form has it.
    pub(super) values: ClassForm,
    /// The class as it is hashed with the text.
    pub(super) class: String,
    /// Whether the viewer may still change it.
    pub(super) may_change: bool,
}

impl Effect {
    /// What a decision changes, if it does.
    pub(super) async fn find(
        here: &Here,
        reader: &mut Reader,
        page: &Page,
        whole: &Whole,
        keeps: bool,
    ) -> Result<Option<Self>, Failure> {
        let Some(class) = whole.proposes()? else { return Ok(None) };
        let (standing, _) = classes::shown(reader, here.community.active).await?;
        let stage = whole.life.stage;
        Ok(Some(Self {
            kind: name_of(&class.kind),
            changes: changes(page, standing.of(class.kind), &class),
            facts: facts(page, &class),
            values: ClassForm::of(&class),
            class: whole.row.class.clone().unwrap_or_default(),
            may_change: keeps && !stage.binds() && !stage.is_final() && whole.entry.removed_at.is_none(),
        }))
    }
}
