// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The audit: readers one after another, each of their items judged.

use crate::{
    data::Data,
    hardware::{self, Device},
    judge,
    readers::{Area, Coverage, READERS, Scan},
    source,
    tree::Tree,
    verdict::{Finding, Verdict},
};

/// What is audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All that is installed, and the devices where the system runs.
    System,
    /// The devices alone.
    HardwareOnly,
    /// A project's source.
    Source,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Audit {
    /// What was audited.
    pub mode: Mode,
    /// It was the running system.
    pub running: bool,
    /// The judgements: what is not free first, then what is not known, then what is free; by kind and name.
    pub findings: Vec<Finding>,
    /// What the devices do with free software alone.
    pub devices: Vec<Device>,
    /// What was looked at.
    pub coverage: Vec<Coverage>,
}

/// Audits a tree. `progress` is told which kind of place comes next, and how many there are.
pub fn audit(tree: &Tree, data: &Data, mode: Mode, progress: &mut dyn FnMut(Area, usize, usize)) -> Audit {
    let mut scan = Scan::new(tree, data);
    let mut coverage = Vec::new();
    let mut items = Vec::new();
    let mut devices = Vec::new();
    let readers = if mode == Mode::System { &READERS[..] } else { &[] };
    let total = readers.len() + 1;
    for (index, (area, reader)) in readers.iter().enumerate() {
        progress(*area, index, total);
        let mut looked = Coverage::new(*area);
        let found = reader(&mut scan, &mut looked);
        looked.found = found.len();
        items.extend(found);
        coverage.push(looked);
    }
    if mode == Mode::Source {
        progress(Area::Source, 0, total);
        let mut looked = Coverage::new(Area::Source);
        items = source::read(&scan, &mut looked);
        looked.found = items.len();
        coverage.push(looked);
    } else {
        progress(Area::Hardware, readers.len(), total);
        let mut looked = Coverage::new(Area::Hardware);
        devices = hardware::read(&scan, &mut looked);
        looked.found = devices.len();
        coverage.push(looked);
    }
    let mut findings: Vec<Finding> = items.iter().map(|item| judge(item, data)).collect();
    findings.sort_by(|one, other| {
        let rank = |finding: &Finding| {
            let worst = match finding.verdict {
                Verdict::NonFree => 0,
                Verdict::Unknown => 1,
                Verdict::Free => 2,
            };
            (worst, finding.kind)
        };
        rank(one).cmp(&rank(other)).then_with(|| (&one.name, &one.version).cmp(&(&other.name, &other.version)))
    });
    Audit { mode, running: tree.is_running(), findings, devices, coverage }
}

impl Audit {
    /// How many findings have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.findings.iter().filter(|finding| finding.verdict == verdict).count()
    }

    /// How many are free and against the FSDG.
    pub fn count_fsdg(&self) -> usize {
        self.findings.iter().filter(|finding| finding.fsdg.is_some()).count()
    }

    /// How many things could not be read.
    pub fn unread(&self) -> usize {
        self.coverage.iter().map(|looked| looked.unread_count).sum()
    }

    /// Whether root would have read more.
    pub fn root_would_add(&self) -> bool {
        self.coverage.iter().flat_map(|looked| &looked.unread).any(|(_, unread)| *unread == crate::Unread::Denied)
    }

    /// The actions that free most: what is not free, grouped by what would stand in its place, the largest group first. A
    /// group without a replacement comes after those with one.
    pub fn actions(&self) -> Vec<Vec<&Finding>> {
        let mut groups: Vec<Vec<&Finding>> = Vec::new();
        for finding in self.findings.iter().filter(|finding| finding.verdict == Verdict::NonFree) {
            let same = |group: &&mut Vec<&Finding>| {
                group.first().is_some_and(|first| {
                    first.replacement == finding.replacement
                        && if finding.replacement.is_empty() { first.name == finding.name } else { true }
                })
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(finding),
                None => groups.push(vec![finding]),
            }
        }
        let helps = |group: &Vec<&Finding>| group.first().is_some_and(|first| !first.replacement.is_empty());
        groups.sort_by_key(|group| (!helps(group), std::cmp::Reverse(group.len())));
        groups
    }
}
