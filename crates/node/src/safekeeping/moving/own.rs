// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community that is unpacked brings what is its own, and touches nothing that is another's: whoever made the file may be
//! anybody.

use crate::{
    jobs::Job,
    spine::id::Id,
    store::{
        Db, Dump, TableDump, Value, Write, args, read_table,
        tables::{Class, Table},
    },
    web::markdown,
};

use super::{
    MoveError,
    archive::{id, which},
    store,
};

fn foreign(table: &Table) -> MoveError {
    MoveError::Foreign(table.name.to_owned())
}

/// Refuses rows of a table that does not travel, or that say of themselves that they are another's. What strangers published is
/// cleaned once more.
pub(super) fn says_so(table: &Table, dump: &mut TableDump, community: Id) -> Result<(), MoveError> {
    which(table).ok_or_else(|| foreign(table))?;
    let columns = &dump.columns;
    let place = |name: &str| columns.iter().position(|column| column == name);
    let whose = place(if table.name == "actor_keys" { "owner" } else { "community_id" });
    let own = Value::Bytes(Some(community.as_bytes().to_vec()));
    for row in &mut dump.rows {
        if whose.is_some_and(|whose| row.get(whose) != Some(&own)) {
            return Err(foreign(table));
        }
        if table.name == "network_dates" {
            if let Some(Value::Text(Some(content))) = place("content").and_then(|place| row.get_mut(place)) {
                *content = markdown::cleaned(content);
            }
            let page = place("page").and_then(|place| row.get(place));
            if !matches!(page, Some(Value::Text(Some(page))) if page.starts_with("https://") || page.starts_with("http://"))
            {
                return Err(foreign(table));
            }
        }
        if table.name == "jobs" {
            let text = |name: &str| match place(name).and_then(|place| row.get(place)) {
                Some(Value::Text(Some(text))) => text.as_str(),
                _ => "",
            };
            let job: Option<Job> = serde_json::from_str(text("payload")).ok();
            let kind = text("kind");
            let travels = !kind.starts_with("send-") && !kind.starts_with("take-") && kind != "sweep-blobs";
            if !travels || job.is_none_or(|job| job.kind() != kind) {
                return Err(foreign(table));
            }
        }
    }
    Ok(())
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
        let of = place.and_then(|place| id(row.get(place)?)).ok_or_else(|| foreign(table))?;
        let own: Option<(Id,)> = tx.optional(statement, args![of, community]).await?;
        own.ok_or_else(|| foreign(table))?;
    }
    Ok(())
}

/// Refuses what changed a row that was there: a log can name what is another's. `db` shows what was before the transaction.
pub(super) async fn leaves_the_others(db: &Db, tx: &mut Write) -> Result<(), MoveError> {
    let mut before = Dump::open(db).await?;
    for table in Dump::tables(Class::Projection) {
        let was = before.read(table).await?;
        let is = read_table(tx, table, None).await?;
        // Both in the order of the key: of what was, each row must come, and in between there may be new ones.
        let mut is = is.rows.into_iter();
        if !was.rows.iter().all(|row| is.any(|other| other == *row)) {
            return Err(foreign(table));
        }
    }
    Ok(())
}
