// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The verdict on an item, from its facts and the tables alone.
//!
//! The order of the rules: somebody looked at the program (grade A); the archive's component, the package's section,
//! Debian's indices (B); declared licences (C); licence texts (D); signs (E). What is missing, or contradicts itself,
//! is unknown.

use crate::{
    data::{Archive, Data, Program},
    fact::{Fact, Item, What, clean},
    licence::{self, text::Reading},
    reason::{ProgramReason, Reason},
    verdict::{Evidence, Finding, Grade, Kind, Rule, Verdict},
};

/// What one rule says.
struct Said {
    verdict: Verdict,
    grade: Grade,
    rule: Rule,
    why: Reason,
    fsdg: Option<Reason>,
}

impl Said {
    fn new(verdict: Verdict, grade: Grade, rule: Rule, why: Reason) -> Self {
        Self { verdict, grade, rule, why, fsdg: None }
    }
}

/// Judges an item.
pub fn judge(item: &Item, data: &Data) -> Finding {
    let program = data.program(item.kind, &item.name);
    let archive = archive(item, data);
    // Without indices on the machine, a name that Debian keeps outside main is Debian's.
    let archived = archive.is_some() || (item.kind == Kind::Deb && data.debian(&item.name).is_some());
    let said = by_program(item, program, archived)
        .or_else(|| by_archive(item, data, archive))
        .or_else(|| by_section(item, data))
        .or_else(|| by_index(item, data))
        .unwrap_or_else(|| by_licence(item, program, data));
    let endorsed = archive.is_some_and(|(_, _, archive)| archive.endorsed);
    let flag = if said.verdict == Verdict::NonFree || endorsed {
        None
    } else {
        let of_program = program.filter(|row| row.fsdg).map(|row| Reason::Program(row.reason));
        said.fsdg.or(of_program).or_else(|| pulls(item, data))
    };
    let helps = said.verdict != Verdict::Free || flag.is_some();
    let program = program.filter(|_| helps);
    Finding {
        kind: item.kind,
        name: item.name.clone(),
        version: item.version.clone(),
        verdict: said.verdict,
        fsdg: flag,
        grade: said.grade,
        rule: said.rule,
        evidence: item.facts.iter().filter_map(evidence).collect(),
        why: said.why,
        replacement: program.map(|row| row.replacement.clone()).unwrap_or_default(),
        loses: program.and_then(|row| row.loses.clone()),
    }
}

/// What somebody found decides where it says no, where the name alone is enough, and where a known archive has the package: in
/// anybody else's, a name proves nothing good.
fn by_program(item: &Item, program: Option<&Program>, archived: bool) -> Option<Said> {
    let row = program?;
    let by_name = matches!(item.kind, Kind::Extension | Kind::AppImage);
    let decides = match row.verdict {
        Verdict::NonFree => true,
        Verdict::Free => archived || (by_name && row.reason == ProgramReason::Named),
        Verdict::Unknown => archived && row.reason == ProgramReason::Mixed,
    };
    // An AppImage is named by whoever saved it.
    let grade = if item.kind == Kind::AppImage && row.verdict == Verdict::Free { Grade::E } else { Grade::A };
    decides.then(|| Said::new(row.verdict, grade, Rule::Program, Reason::Program(row.reason)))
}

/// The archive that has the package; the same version before the name alone.
fn archive<'i>(item: &'i Item, data: &Data) -> Option<(&'i str, &'i str, Archive)> {
    let mut found = None;
    for fact in &item.facts {
        if let What::Archive { origin, component, exact } = &fact.what
            && let Some(archive) = data.archive(origin, component)
        {
            if *exact {
                return Some((origin, component, archive));
            }
            found = found.or(Some((origin.as_str(), component.as_str(), archive)));
        }
    }
    found
}

fn by_archive(item: &Item, data: &Data, archive: Option<(&str, &str, Archive)>) -> Option<Said> {
    let (origin, component, archive) = archive?;
    if archive.verdict == Verdict::Unknown {
        return None;
    }
    if archive.verdict == Verdict::NonFree
        && let Some(said) = free_manual(item, data)
    {
        return Some(said);
    }
    let why = Reason::Archive { origin: origin.to_owned(), component: component.to_owned() };
    let mut said = Said::new(archive.verdict, Grade::B, Rule::ArchiveComponent, why.clone());
    said.fsdg = archive.fsdg.then_some(why);
    Some(said)
}

/// Debian keeps manuals under the GNU FDL with invariant sections out of main; for the FSF they are free.
fn free_manual(item: &Item, data: &Data) -> Option<Said> {
    // A program under another licence may have its manual under the FDL: a mention proves something of a manual alone.
    let is_manual =
        item.facts.iter().any(|fact| matches!(&fact.what, What::Section(section) if section.ends_with("doc")));
    item.facts.iter().find_map(|fact| {
        let manual = |licence: &str| {
            licence.to_ascii_uppercase().contains("GFDL") || licence.to_ascii_uppercase().contains("FDL-1")
        };
        let (names, free): (String, bool) = match &fact.what {
            What::Copyright(all) => (
                all.join(", "),
                all.iter().any(|one| manual(one))
                    && all.iter().all(|one| licence::evaluate(one, data) == Some(Verdict::Free)),
            ),
            What::Notice(name) => (name.clone(), is_manual && manual(name)),
            _ => return None,
        };
        free.then(|| Said::new(Verdict::Free, Grade::C, Rule::DeclaredLicence, Reason::Licence(clean(&names))))
    })
}

/// `non-free/libs`: a package may say of itself where it belongs.
fn by_section(item: &Item, data: &Data) -> Option<Said> {
    let said = item.facts.iter().find_map(|fact| {
        let What::Section(section) = &fact.what else { return None };
        let (area, _) = section.split_once('/')?;
        let why = Reason::Section(clean(section));
        match area {
            "non-free" | "non-free-firmware" | "restricted" | "multiverse" => {
                Some(Said::new(Verdict::NonFree, Grade::B, Rule::Section, why))
            }
            _ => None,
        }
    })?;
    free_manual(item, data).or(Some(said))
}

/// Without indices on the machine, those that the data has.
fn by_index(item: &Item, data: &Data) -> Option<Said> {
    let firmware = item.facts.iter().find_map(|fact| {
        let What::Present(path) = &fact.what else { return None };
        data.firmware(path)
    });
    if let Some((package, component)) = firmware {
        let verdict = if component == "main" { Verdict::Free } else { Verdict::NonFree };
        let why = Reason::Firmware { package: package.to_owned(), component: component.to_owned() };
        return Some(Said::new(verdict, Grade::B, Rule::FirmwareIndex, why));
    }
    if item.kind != Kind::Deb {
        return None;
    }
    let component = data.debian(&item.name)?;
    let why = Reason::Index(component.to_owned());
    if component == "contrib" {
        // Free by Debian's rule for contrib, if it is Debian's: that only its copyright file can show.
        return None;
    }
    free_manual(item, data).or_else(|| Some(Said::new(Verdict::NonFree, Grade::B, Rule::DebianIndex, why)))
}

/// What the licences say that the item itself names or brings along.
fn by_licence(item: &Item, program: Option<&Program>, data: &Data) -> Said {
    let mut said: Vec<Said> = item.facts.iter().filter_map(|fact| of_licence(fact, data)).collect();
    said.extend(classifiers(item, data));
    let strongest = |verdict: Verdict, said: &[Said]| {
        let mut of: Vec<&Said> = said.iter().filter(|one| one.verdict == verdict).collect();
        of.sort_by_key(|one| one.grade);
        of.first().map(|one| (one.grade, one.rule, one.why.clone()))
    };
    let (free, non_free) = (strongest(Verdict::Free, &said), strongest(Verdict::NonFree, &said));
    match (free, non_free) {
        (Some((.., free)), Some((.., non_free))) => {
            let why = Reason::Contradiction(short(&free), short(&non_free));
            Said::new(Verdict::Unknown, Grade::E, Rule::Contradiction, why)
        }
        (None, Some((grade, rule, why))) => Said::new(Verdict::NonFree, grade, rule, why),
        (Some((grade, rule, why)), None) => {
            // A part of it under a licence nobody knows leaves all of it open; a field that only points elsewhere does not.
            let open = said.iter().find(|one| one.verdict == Verdict::Unknown && one.grade <= grade);
            match open {
                Some(open) => Said::new(Verdict::Unknown, open.grade, open.rule, open.why.clone()),
                None => Said::new(Verdict::Free, grade, rule, why),
            }
        }
        (None, None) => {
            let unknown = strongest(Verdict::Unknown, &said);
            let of_program = program.map(|row| (Grade::E, Rule::Program, Reason::Program(row.reason)));
            let nothing = (Grade::E, Rule::NoEvidence, Reason::Silent);
            let (grade, rule, why) = of_program.or(unknown).unwrap_or(nothing);
            Said::new(Verdict::Unknown, grade, rule, why)
        }
    }
}

fn of_licence(fact: &Fact, data: &Data) -> Option<Said> {
    match &fact.what {
        What::Licence(field) => {
            if points_elsewhere(field) {
                return None;
            }
            Some(match licence::evaluate(field, data) {
                None | Some(Verdict::Unknown) => {
                    // Older tools put the whole text into the field.
                    if let Some(said) = (field.len() > 120).then(|| of_text(field, data)).flatten() {
                        return Some(said);
                    }
                    let grade =
                        if matches!(licence::Expression::parse(field), Some(licence::Expression::Name(_)) | None) {
                            // One name that says nothing is as good as none.
                            Grade::E
                        } else {
                            Grade::C
                        };
                    Said::new(Verdict::Unknown, grade, Rule::DeclaredLicence, Reason::UnknownLicence(clean(field)))
                }
                Some(verdict) => Said::new(verdict, Grade::C, Rule::DeclaredLicence, Reason::Licence(clean(field))),
            })
        }
        What::Copyright(all) => {
            let each = |one: &String| licence::evaluate(one, data).unwrap_or(Verdict::Unknown);
            let verdict = all.iter().map(each).fold(Verdict::Free, Verdict::and);
            let decides: Vec<&str> = all.iter().filter(|one| each(one) == verdict).map(String::as_str).collect();
            let names = clean(&decides.join(", "));
            let why = if verdict == Verdict::Unknown { Reason::UnknownLicence(names) } else { Reason::Licence(names) };
            (!all.is_empty()).then(|| Said::new(verdict, Grade::C, Rule::DeclaredLicence, why))
        }
        What::Text(text) => of_text(text, data),
        What::Notice(name) => {
            let verdict = licence::evaluate(name, data).unwrap_or(Verdict::Unknown);
            Some(Said::new(verdict, Grade::E, Rule::GrantNotice, Reason::Notice(clean(name))))
        }
        _ => None,
    }
}

fn of_text(text: &str, data: &Data) -> Option<Said> {
    match licence::text::read(text, data) {
        Reading::Licence { id, similarity } => {
            let verdict = data.licence(id).unwrap_or(Verdict::Unknown);
            let why = Reason::Text { licence: id.to_owned(), similarity };
            Some(Said::new(verdict, Grade::D, Rule::LicenceText, why))
        }
        Reading::Restriction { phrase, .. } => {
            Some(Said::new(Verdict::NonFree, Grade::D, Rule::Restriction, Reason::Restriction(phrase)))
        }
        Reading::Altered(like) => {
            let why = Reason::UnknownLicence(format!("≈ {like}"));
            Some(Said::new(Verdict::Unknown, Grade::E, Rule::LicenceText, why))
        }
        Reading::Unknown => None,
    }
}

/// Python's classifiers: whether several mean all or a choice, nobody has defined; they decide where that makes no difference.
fn classifiers(item: &Item, data: &Data) -> Option<Said> {
    let mut verdicts = Vec::new();
    let mut names = Vec::new();
    for fact in &item.facts {
        let What::Classifier(text) = &fact.what else { continue };
        let Some(name) = text.strip_prefix("License :: ") else { continue };
        let name = name.rsplit(" :: ").next().unwrap_or(name);
        if name == "OSI Approved" {
            continue;
        }
        verdicts.push(licence::evaluate(name, data).unwrap_or(Verdict::Unknown));
        names.push(name);
    }
    let all = verdicts.iter().copied().reduce(Verdict::and)?;
    let any = verdicts.iter().copied().reduce(Verdict::or)?;
    let names = clean(&names.join(", "));
    Some(if all == any && all != Verdict::Unknown {
        Said::new(all, Grade::C, Rule::DeclaredLicence, Reason::Licence(names))
    } else {
        Said::new(Verdict::Unknown, Grade::E, Rule::DeclaredLicence, Reason::UnknownLicence(names))
    })
}

/// "SEE LICENSE IN x", "see LICENSE file", "UNKNOWN": it says where, or nothing.
fn points_elsewhere(field: &str) -> bool {
    let lower = field.trim().to_ascii_lowercase();
    lower.is_empty()
        || lower.starts_with("see ")
        || lower.starts_with("file:")
        || matches!(
            lower.as_str(),
            "unknown" | "unset" | "none" | "n/a" | "noassertion" | "license" | "license.txt" | "license.md"
        )
}

/// A package whose dependencies or recommendations are not free.
fn pulls(item: &Item, data: &Data) -> Option<Reason> {
    item.facts.iter().find_map(|fact| {
        let What::Pulls(name) = &fact.what else { return None };
        let outside = data.debian(name).is_some_and(|component| component != "contrib")
            && data.program(Kind::Deb, name).is_none_or(|row| row.verdict != Verdict::Free);
        let known = data.program(Kind::Deb, name).is_some_and(|row| row.verdict == Verdict::NonFree);
        (outside || known).then(|| Reason::Pulls(clean(name)))
    })
}

fn short(reason: &Reason) -> String {
    match reason {
        Reason::Licence(name) | Reason::UnknownLicence(name) | Reason::Notice(name) => name.clone(),
        Reason::Text { licence, .. } => licence.clone(),
        Reason::Restriction(phrase) => format!("“{phrase}”"),
        _ => String::new(),
    }
}

/// A fact as it is shown.
fn evidence(fact: &Fact) -> Option<Evidence> {
    let says = match &fact.what {
        What::Archive { origin, component, exact } => {
            format!("{origin}, {component}{}", if *exact { "" } else { " (≠ version)" })
        }
        What::Unlisted => "∉ apt".to_owned(),
        What::Section(section) => format!("Section: {section}"),
        What::Licence(field) => format!("License: {field}"),
        What::Copyright(all) => format!("License: {}", all.join("; ")),
        What::Classifier(text) => text.clone(),
        What::Text(text) => text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned(),
        What::Notice(name) => name.clone(),
        What::Present(path) => path.clone(),
        // Only the one that matters is told, in the reason of the flag.
        What::Pulls(_) => return None,
    };
    Some(Evidence { place: fact.place.clone(), says: clean(&says) })
}
