// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The report of an audit in four forms, Spanish and English. None of them has a serial number, an address, or the name of a
//! host or a person: the readers gather none. None links to anything that is not free.

mod html;
mod json;
mod markdown;
mod text;
mod words;

pub use words::area_name;

use crate::{
    audit::{Audit, Mode},
    data::{Data, Works},
    hardware::Job,
    verdict::{Finding, Verdict},
};

/// The language of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Spanish.
    Es,
    /// English.
    En,
}

/// An audit, with what is needed to tell it.
#[derive(Debug)]
pub struct Report<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// The data by which it was judged.
    pub data: &'a Data,
    /// The language.
    pub language: Language,
    /// How many days old the data is; `None` where nobody knows the date.
    pub age: Option<i64>,
}

/// The colour of the traffic light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Light {
    /// All devices that were found work.
    Green,
    /// Something is lost, or needs a cheap part.
    Yellow,
    /// Something that no cheap part replaces does not work.
    Red,
    /// Nothing was found, or of nothing is anything known.
    Unknown,
}

impl Report<'_> {
    /// For a terminal.
    pub fn text(&self) -> String {
        text::write(self)
    }

    /// One page without scripts, which needs nothing else and prints well.
    pub fn html(&self) -> String {
        html::write(self)
    }

    /// Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }

    /// JSON, version 1; `docs/FREEDOM.md` describes it.
    ///
    /// # Errors
    /// None that is known: the values are texts and numbers.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        json::write(self)
    }

    fn say(&self, es: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Es => es,
            Language::En => en,
        }
    }

    fn light(&self) -> Light {
        let devices = &self.audit.devices;
        if devices.iter().any(|device| device.works == Works::No) {
            Light::Red
        } else if devices.iter().any(|device| matches!(device.works, Works::Part | Works::Limited)) {
            Light::Yellow
        } else if devices.iter().any(|device| device.works == Works::Yes) {
            Light::Green
        } else {
            Light::Unknown
        }
    }

    /// The findings that a reader wants to see one by one.
    fn told(&self, verdict: Verdict) -> impl Iterator<Item = &Finding> {
        self.audit.findings.iter().filter(move |finding| finding.verdict == verdict)
    }

    fn has_software(&self) -> bool {
        self.audit.mode != Mode::HardwareOnly
    }

    /// The cheap part for a job.
    fn part(&self, job: Job) -> Option<&'static str> {
        Some(match job {
            Job::Wifi => self.say(
                "un adaptador USB con ath9k_htc, o una tarjeta con ath9k",
                "a USB adapter with ath9k_htc, or a card with ath9k",
            ),
            Job::Ethernet => {
                self.say("una tarjeta o adaptador de red con otro chip", "a network card or adapter with another chip")
            }
            Job::Bluetooth => {
                self.say("un adaptador Bluetooth USB con chip CSR8510", "a USB Bluetooth adapter with the CSR8510 chip")
            }
            Job::Sound => self.say("un adaptador de sonido USB", "a USB sound adapter"),
            _ => return None,
        })
    }
}
