// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a token opens. Reading is what every token is for; each scope lets it give some commands besides. What moves power
//! (mandates, ballots), who somebody is and how they come in is no program's to do.

/// What a program may do for a member, beside reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Activities, their dates and files, and replies to them.
    Agenda,
    /// Messages.
    Talk,
    /// Proposals and what is written about them, but no ballots.
    Decide,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Agenda, Self::Talk, Self::Decide];

    /// As stored, and as forms send it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Talk => "talk",
            Self::Decide => "decide",
        }
    }

    /// The scope that a command takes; nothing, where none lets a program give it.
    fn of(command: &str) -> Option<Self> {
        match command.split_once('.') {
            Some(("activity" | "file" | "entry", _)) => Some(Self::Agenda),
            Some(("message", _)) => Some(Self::Talk),
            Some(("decision", what)) if WRITING.contains(&what) => Some(Self::Decide),
            _ => None,
        }
    }
}

/// What is written in decisions and decides nothing: neither stance, objection, sponsorship nor ballot.
const WRITING: [&str; 12] = [
    "propose",
    "ask",
    "answer",
    "withdraw-question",
    "remark",
    "withdraw-argument",
    "amend",
    "name-affected",
    "state-impact",
    "search-earlier",
    "mark-earlier",
    "progress",
];

/// The scopes of a token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scopes([bool; Scope::ALL.len()]);

impl Scopes {
    /// The scopes that these names name; unknown ones name none.
    pub fn named<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Self {
        Self(Scope::ALL.map(|scope| names.clone().any(|name| name == scope.as_str())))
    }

    /// As they are stored, with spaces between them.
    pub fn from_stored(text: &str) -> Self {
        Self::named(text.split(' '))
    }

    /// The scopes, each once.
    pub fn list(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().zip(self.0).filter(|(_, there)| *there).map(|(scope, _)| scope)
    }

    /// As stored.
    pub fn stored(self) -> String {
        self.list().map(Scope::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Whether they let a program give a command.
    pub fn let_give(self, command: &str) -> bool {
        Scope::of(command).is_some_and(|wanted| self.list().any(|scope| scope == wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spine::mandates::rules::{PERMISSIONS, Who};

    #[test]
    fn scopes_are_stored_and_read() {
        let scopes = Scopes::named(["talk", "agenda", "everything"].into_iter());
        assert_eq!(scopes.stored(), "agenda talk");
        assert_eq!(Scopes::from_stored("agenda talk"), scopes);
        assert_eq!(Scopes::from_stored(""), Scopes::default());
    }

    /// Of every command there is: what only mandates may do, who somebody is, and ballots are no program's.
    #[test]
    fn no_scope_moves_power() {
        let all = Scopes::named(Scope::ALL.map(Scope::as_str).into_iter());
        for (command, who) in PERMISSIONS {
            let given = all.let_give(command);
            assert!(!(given && who.iter().any(|who| matches!(who, Who::Holders(_)))), "{command}");
            let room = command.split('.').next().unwrap();
            assert!(!given || ["activity", "file", "entry", "message", "decision"].contains(&room), "{command}");
            assert!(!Scopes::default().let_give(command), "{command}");
        }
        for what in WRITING {
            let command = format!("decision.{what}");
            assert!(PERMISSIONS.iter().any(|(known, _)| *known == command), "{command}");
        }
        for command in [
            "decision.cast",
            "decision.take-stance",
            "decision.object",
            "choice.support",
            "mandate.confirm",
            "member.erase",
            "community.describe",
        ] {
            assert!(!all.let_give(command), "{command}");
        }
        assert!(Scopes::from_stored("agenda").let_give("activity.publish"));
        assert!(!Scopes::from_stored("agenda").let_give("message.say"));
    }
}
