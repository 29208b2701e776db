// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A sample circle with a decision: its people, its clock, and what happened.

use tequio_deliberation::{Digest, life::*};

pub const START: Instant = Instant(1_750_000_000_000_000);

/// A decision with the names of a sample circle, its clock and its history.
#[derive(Clone)]
pub struct Circle {
    pub decision: Decision<String>,
    pub now: Instant,
    pub history: Vec<(Instant, Event<String>)>,
}

pub fn id(name: &str) -> String {
    name.to_owned()
}

impl Circle {
    pub fn begin(class: impl FnOnce(Classes<String>) -> Class<String>) -> Circle {
        let classes = Classes::defaults(5, vec![id("cuidado")]);
        let drafted = draft(id("ana"), class(classes), Digest::of(b"v1")).unwrap();
        let decision = Decision::begin(START, &drafted).unwrap();
        Circle { decision, now: START, history: vec![(START, drafted)] }
    }

    pub fn does(&mut self, actor: &str, action: Action<String>) -> Result<&mut Circle, Missing<String>> {
        let events = self.decision.decide(&id(actor), action, self.now)?;
        for event in events {
            self.decision.apply(self.now, &event);
            self.history.push((self.now, event));
        }
        Ok(self)
    }

    pub fn wait(&mut self, span: Span) {
        self.now = self.now + span;
        for event in self.decision.pass(self.now) {
            self.decision.apply(self.now, &event);
            self.history.push((self.now, event));
        }
    }

    pub fn missing(&mut self, actor: &str, action: Action<String>) -> Missing<String> {
        self.does(actor, action).err().unwrap()
    }

    pub fn roll() -> Vec<String> {
        ["ana", "beto", "carmen", "dalia", "elias"].map(id).to_vec()
    }

    pub fn freeze() -> Action<String> {
        Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed: None }
    }

    pub fn agree(&self) -> Action<String> {
        Action::TakeStance { text: self.decision.text, stance: Stance::Agree, words: None }
    }

    /// As far as integration, with all that a freeze asks for but what the caller leaves open.
    pub fn deliberated(class: impl FnOnce(Classes<String>) -> Class<String>) -> Circle {
        let mut circle = Circle::begin(class);
        circle.does("ana", Action::NameAffected { words: id("vecinas") }).unwrap();
        circle.does("ana", Action::Call).unwrap();
        circle.wait(Span::days(1));
        circle.does("ana", Action::OpenClarification).unwrap();
        circle.wait(Span::days(1));
        circle.does("ana", Action::OpenDeliberation).unwrap();
        circle.does("beto", Action::SearchEarlier { words: id("agua"), found: vec![id("acuerdo-7")] }).unwrap();
        for dimension in Dimension::ALL {
            circle.does("ana", Action::StateImpact { dimension, words: id("escrito") }).unwrap();
        }
        circle
    }

    /// Two statements that three people answer.
    pub fn asked(&mut self, name: &str) {
        let statement = |words: String, says| Statement { words, says };
        let statements = vec![statement(id(name), true), statement(format!("{name} no"), false)];
        self.does("ana", Action::SetCheck { statements: statements.clone() }).unwrap();
        for person in ["ana", "beto", "dalia"] {
            for one in &statements {
                self.does(person, Action::AnswerCheck { statement: one.words.clone() }).unwrap();
            }
        }
    }

    /// How many of three answered as the text says.
    pub fn sums(text: &str, right: [u32; 2]) -> Action<String> {
        let sums = right.map(|right| Sum { answers: 3, right }).to_vec();
        Action::CheckComprehension { text: Digest::of(text.as_bytes()), sums }
    }
}
