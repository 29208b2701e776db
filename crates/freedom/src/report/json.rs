// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! JSON, version 1. Fields may be added; what is there keeps its name and meaning.

use serde::Serialize;

use super::{Light, Report};
use crate::{
    audit::Mode,
    data::{Source, Works},
    hardware::Job,
    readers::{Area, Blind},
    verdict::{Evidence, Grade, Kind, Rule, Verdict},
};

/// The version of the form.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    mode: &'static str,
    language: super::Language,
    counts: Counts,
    actions: Vec<Action<'a>>,
    findings: Vec<Told<'a>>,
    hardware: Hardware<'a>,
    coverage: Vec<Looked<'a>>,
    data: Data<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    free: usize,
    non_free: usize,
    unknown: usize,
    fsdg: usize,
}

#[derive(Serialize)]
struct Action<'a> {
    replace: Vec<&'a str>,
    with: Vec<&'a str>,
}

#[derive(Serialize)]
struct Told<'a> {
    kind: Kind,
    name: &'a str,
    version: Option<&'a str>,
    verdict: Verdict,
    /// Why it is against the FSDG although free.
    fsdg: Option<String>,
    grade: Grade,
    rule: Rule,
    /// How often the rule was right on the labelled set.
    confidence: Option<Confidence>,
    evidence: &'a [Evidence],
    why: String,
    replacement: Vec<&'a str>,
    loses: Option<&'a str>,
}

#[derive(Serialize)]
struct Confidence {
    right: u32,
    of: u32,
}

#[derive(Serialize)]
struct Hardware<'a> {
    light: Light,
    devices: Vec<Device<'a>>,
}

#[derive(Serialize)]
struct Device<'a> {
    bus: &'a str,
    id: &'a str,
    name: Option<&'a str>,
    job: Job,
    module: Option<&'a str>,
    works: Works,
    loses: Option<&'a str>,
    part: Option<&'a str>,
    firmware: &'a [String],
}

#[derive(Serialize)]
struct Looked<'a> {
    area: Area,
    there: bool,
    found: usize,
    looked: &'a [String],
    unread: Vec<Lost<'a>>,
    unread_count: usize,
    blind: Option<Blind>,
}

#[derive(Serialize)]
struct Lost<'a> {
    place: &'a str,
    why: String,
}

#[derive(Serialize)]
struct Data<'a> {
    date: &'a str,
    age_days: Option<i64>,
    licences_known: usize,
    licences: usize,
    sources: Vec<Source>,
    added: &'a [String],
}

pub(super) fn write(report: &Report<'_>) -> Result<String, serde_json::Error> {
    let audit = report.audit;
    let actions = audit.actions();
    let (licences_known, licences) = report.data.licences_known();
    let document = Document {
        version: VERSION,
        mode: match (audit.mode, audit.running) {
            (Mode::System, true) => "running",
            (Mode::System, false) => "root",
            (Mode::HardwareOnly, _) => "hardware-only",
            (Mode::Source, _) => "source",
        },
        language: report.language,
        counts: Counts {
            free: audit.count(Verdict::Free),
            non_free: audit.count(Verdict::NonFree),
            unknown: audit.count(Verdict::Unknown),
            fsdg: audit.count_fsdg(),
        },
        actions: actions
            .iter()
            .take(3)
            .map(|group| Action {
                replace: group.iter().map(|finding| finding.name.as_str()).collect(),
                with: group.first().map(|first| report.replacement(first)).unwrap_or_default(),
            })
            .collect(),
        findings: audit
            .findings
            .iter()
            .map(|finding| Told {
                kind: finding.kind,
                name: &finding.name,
                version: finding.version.as_deref(),
                verdict: finding.verdict,
                fsdg: finding.fsdg.as_ref().map(|reason| report.why(reason)),
                grade: finding.grade,
                rule: finding.rule,
                confidence: report.confidence(finding).map(|(right, of)| Confidence { right, of }),
                evidence: &finding.evidence,
                why: report.why(&finding.why),
                replacement: report.replacement(finding),
                loses: report.loses(finding),
            })
            .collect(),
        hardware: Hardware {
            light: report.light(),
            devices: audit
                .devices
                .iter()
                .map(|device| Device {
                    bus: device.bus,
                    id: &device.id,
                    name: device.name.as_deref(),
                    job: device.job,
                    module: device.module.as_deref(),
                    works: device.works,
                    loses: device.loses.as_deref().and_then(|key| report.device_loses(key)),
                    part: (device.works == Works::Part).then(|| report.part(device.job)).flatten(),
                    firmware: &device.firmware,
                })
                .collect(),
        },
        coverage: audit
            .coverage
            .iter()
            .map(|one| Looked {
                area: one.area,
                there: one.there,
                found: one.found,
                looked: &one.looked,
                unread: one.unread.iter().map(|(place, why)| Lost { place, why: report.unread(why) }).collect(),
                unread_count: one.unread_count,
                blind: one.blind,
            })
            .collect(),
        data: Data {
            date: report.data.date(),
            age_days: report.age,
            licences_known,
            licences,
            sources: report.data.sources(),
            added: report.data.added(),
        },
    };
    serde_json::to_string_pretty(&document)
}
