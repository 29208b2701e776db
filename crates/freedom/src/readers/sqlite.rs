// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The rows of one table of an SQLite file (SQLite's "Database File Format", sections 1 and 2), read from its bytes: what a
//! mounted disk has is opened by nobody, and nothing is written beside it. A damaged file ends the reading; no page is
//! visited twice.

use std::collections::HashSet;

/// The first blob or text of each row of a table. `Err` with what was read so far, if the file is damaged.
pub(crate) fn blobs(file: &[u8], table: &str) -> Result<Vec<Vec<u8>>, Vec<Vec<u8>>> {
    let Some(database) = Database::new(file) else { return Err(Vec::new()) };
    let mut schema = Vec::new();
    let whole = database.rows(1, &mut HashSet::new(), &mut |record| schema.push(record.to_vec()));
    let root = schema.iter().find_map(|record| {
        let columns = columns(record)?;
        let named = columns.get(1)?.1 == table.as_bytes() && columns.first()?.1 == b"table";
        named.then(|| number(columns.get(3)?.1)).flatten()
    });
    let (Some(root), Some(())) = (root, whole) else { return Err(Vec::new()) };
    let mut found = Vec::new();
    let whole = database.rows(root, &mut HashSet::new(), &mut |record| {
        let columns = columns(record).unwrap_or_default();
        found.extend(
            columns.into_iter().find(|(kind, bytes)| *kind >= 12 && !bytes.is_empty()).map(|(_, b)| b.to_vec()),
        );
    });
    if whole.is_some() { Ok(found) } else { Err(found) }
}

struct Database<'f> {
    file: &'f [u8],
    page: usize,
    usable: usize,
}

impl<'f> Database<'f> {
    fn new(file: &'f [u8]) -> Option<Self> {
        if !file.starts_with(b"SQLite format 3\0") {
            return None;
        }
        let page = match usize::from(short(file, 16)?) {
            1 => 65_536,
            size if size >= 512 && size.is_power_of_two() => size,
            _ => return None,
        };
        let usable = page.checked_sub(usize::from(*file.get(20)?)).filter(|usable| *usable >= 480)?;
        Some(Self { file, page, usable })
    }

    fn page(&self, number: u64) -> Option<&'f [u8]> {
        let start = usize::try_from(number).ok()?.checked_sub(1)?.checked_mul(self.page)?;
        self.file.get(start..start.checked_add(self.page)?)
    }

    /// Calls `row` with each record of a table's tree. `None` if the tree is damaged.
    fn rows(&self, root: u64, seen: &mut HashSet<u64>, row: &mut dyn FnMut(&[u8])) -> Option<()> {
        let mut pages = vec![root];
        while let Some(number) = pages.pop() {
            if !seen.insert(number) {
                return None;
            }
            let page = self.page(number)?;
            // The file's own header stands on its first page.
            let head = if number == 1 { 100 } else { 0 };
            let kind = *page.get(head)?;
            let cells = usize::from(short(page, head + 3)?);
            let pointers = head + if kind == 0x05 { 12 } else { 8 };
            for cell in 0..cells {
                let at = usize::from(short(page, pointers + 2 * cell)?);
                match kind {
                    0x05 => pages.push(u64::from(long(page, at)?)),
                    0x0d => row(&self.payload(page, at)?),
                    _ => return None,
                }
            }
            if kind == 0x05 {
                pages.push(u64::from(long(page, head + 8)?));
            }
        }
        Some(())
    }

    /// The record of a leaf's cell, with what overflowed to other pages.
    fn payload(&self, page: &[u8], at: usize) -> Option<Vec<u8>> {
        let (size, at) = varint(page, at)?;
        let (_, at) = varint(page, at)?;
        let size = usize::try_from(size).ok().filter(|size| *size <= self.file.len())?;
        let most = self.usable - 35;
        let local = if size <= most {
            size
        } else {
            let least = (self.usable - 12) * 32 / 255 - 23;
            let kept = least + (size - least) % (self.usable - 4);
            if kept <= most { kept } else { least }
        };
        let mut record = page.get(at..at.checked_add(local)?)?.to_vec();
        let mut next = if local < size { u64::from(long(page, at + local)?) } else { 0 };
        let mut steps = 0;
        while record.len() < size {
            steps += 1;
            if next == 0 || steps > self.file.len() / self.page + 1 {
                return None;
            }
            let page = self.page(next)?;
            next = u64::from(long(page, 0)?);
            let part = (size - record.len()).min(self.usable - 4);
            record.extend_from_slice(page.get(4..4 + part)?);
        }
        Some(record)
    }
}

/// The columns of a record: serial type and bytes.
fn columns(record: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let (head, mut at) = varint(record, 0)?;
    let head = usize::try_from(head).ok()?;
    let mut data = head;
    let mut found = Vec::new();
    while at < head {
        let (kind, next) = varint(record, at)?;
        at = next;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => (kind - 12) / 2,
        };
        let end = data.checked_add(usize::try_from(size).ok()?)?;
        found.push((kind, record.get(data..end)?));
        data = end;
    }
    Some(found)
}

/// A column's integer.
fn number(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for step in 0..9 {
        let byte = *bytes.get(at.checked_add(step)?)?;
        if step == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, at + step + 1));
        }
    }
    None
}
