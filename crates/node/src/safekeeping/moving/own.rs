// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community that is unpacked brings what is its own, and touches nothing that is another's: whoever made the file may be
//! anybody.

use std::collections::{HashMap, HashSet};

use tequio_fediverse::domain;

use crate::{
    jobs::Job,
    spine::{id::Id, log::Hash},
    store::{
        Dump, Row, TableDump, Value, Write, args, read_table,
        tables::{Class, Table},
    },
    web::markdown,
};

use super::{MoveError, rows::travelling, store};

fn foreign(table: &Table) -> MoveError {
    MoveError::Foreign(table.name.to_owned())
}

/// A row by the names of its columns.
struct Named<'a>(&'a [String], &'a mut Row);

impl Named<'_> {
    fn cell(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.0.iter().position(|column| column == name)?;
        self.1.get_mut(place)
    }

    fn text(&mut self, name: &str) -> String {
        match self.cell(name) {
            Some(Value::Text(Some(text))) => text.clone(),
            _ => String::new(),
        }
    }
}

/// Refuses rows of a table that does not travel, or that are not what such rows are. What strangers published is cleaned once
/// more.
pub(super) fn says_so(table: &Table, dump: &mut TableDump, community: Id) -> Result<(), MoveError> {
    travelling(table).ok_or_else(|| foreign(table))?;
    let TableDump { columns, rows } = dump;
    let whose = if table.name == "actor_keys" { "owner" } else { "community_id" };
    let own = Value::Bytes(Some(community.as_bytes().to_vec()));
    for row in rows {
        // Identifiers have sixteen bytes: a row that nobody can read would stop whoever comes to it.
        let odd = |(column, cell): (&String, &Value)| {
            (column == "id" || column.ends_with("_id")) && !cell.is_null() && Id::of_cell(cell).is_none()
        };
        if columns.iter().zip(row.iter()).any(odd) {
            return Err(foreign(table));
        }
        let mut row = Named(columns, row);
        if row.cell(whose).is_some_and(|whose| *whose != own) {
            return Err(foreign(table));
        }
        let fits = match table.name {
            "network_dates" => {
                let content = markdown::cleaned(&row.text("content"));
                if let Some(cell) = row.cell("content") {
                    *cell = Value::Text(Some(content));
                }
                let page = row.text("page");
                page.starts_with("https://") || page.starts_with("http://")
            }
            // Another host would rest for everybody.
            "peers" => domain::of_url(&row.text("inbox")).is_some_and(|host| host == row.text("host")),
            "jobs" => job(&mut row).is_some(),
            _ => true,
        };
        if !fits {
            return Err(foreign(table));
        }
    }
    Ok(())
}

/// What waits to be done, and when; nothing of what does not travel.
fn job(row: &mut Named<'_>) -> Option<(Job, i64)> {
    let job: Job = serde_json::from_str(&row.text("payload")).ok()?;
    let kind = job.kind();
    let travels = !kind.starts_with("send-") && !kind.starts_with("take-") && kind != "sweep-blobs";
    match row.cell("run_at") {
        Some(Value::Int(Some(run_at))) if travels => Some((job, *run_at)),
        _ => None,
    }
}

/// What waits to be done, and when.
pub(super) fn jobs(dump: &mut TableDump) -> Vec<(Job, i64)> {
    let TableDump { columns, rows } = dump;
    rows.iter_mut().filter_map(|row| job(&mut Named(columns, row))).collect()
}

/// Refuses rows that do not say whose they are, where they are of something of another community.
pub(super) async fn is_so(tx: &mut Write, table: &Table, dump: &TableDump, community: Id) -> Result<(), MoveError> {
    let (column, statement) = match table.name {
        "ballot_boxes" => ("decision_id", &store::OWN_DECISION),
        "notices_seen" => ("member_id", &store::OWN_MEMBER),
        _ => return Ok(()),
    };
    let place = dump.columns.iter().position(|known| known == column);
    for row in &dump.rows {
        let of = place.and_then(|place| Id::of_cell(row.get(place)?)).ok_or_else(|| foreign(table))?;
        let own: Option<(Id,)> = tx.optional(statement, args![of, community]).await?;
        own.ok_or_else(|| foreign(table))?;
    }
    Ok(())
}

/// What the others have: of each table its rows, and by what all of them are named.
pub(super) struct Others {
    rows: HashMap<&'static str, HashSet<Hash>>,
    names: HashSet<Id>,
}

impl Others {
    /// As it is before a community is unpacked.
    pub(super) async fn of(tx: &mut Write) -> Result<Self, MoveError> {
        let (mut all, mut names) = (HashMap::new(), HashSet::new());
        for table in Dump::tables(Class::Projection) {
            let TableDump { columns, rows } = read_table(tx, table, None).await?;
            let keys: Vec<usize> =
                table.key.split(", ").filter_map(|key| columns.iter().position(|column| column == key)).collect();
            names.extend(rows.iter().flat_map(|row| keys.iter().filter_map(|key| Id::of_cell(row.get(*key)?))));
            all.insert(table.name, rows.iter().map(digest).collect());
        }
        Ok(Self { rows: all, names })
    }

    /// Refuses a log that changed one of their rows, or that put something to what is theirs: it can name whatever it likes.
    pub(super) async fn are_left_alone(&self, tx: &mut Write, community: Id) -> Result<(), MoveError> {
        let own = Value::Bytes(Some(community.as_bytes().to_vec()));
        for table in Dump::tables(Class::Projection) {
            let TableDump { columns, rows } = read_table(tx, table, None).await?;
            let whose = match table.name {
                "communities" => "id",
                "actors" => "owner",
                _ => "community_id",
            };
            let whose = columns.iter().position(|column| column == whose);
            let before = self.rows.get(table.name).ok_or_else(|| foreign(table))?;
            let mut there = 0;
            for row in &rows {
                if before.contains(&digest(row)) {
                    there += 1;
                    continue;
                }
                let theirs = whose.is_some_and(|whose| row.get(whose) != Some(&own));
                if theirs || row.iter().filter_map(Id::of_cell).any(|named| self.names.contains(&named)) {
                    return Err(foreign(table));
                }
            }
            if there != before.len() {
                return Err(foreign(table));
            }
        }
        Ok(())
    }
}

fn digest(row: &Row) -> Hash {
    Hash::of(format!("{row:?}").as_bytes())
}
