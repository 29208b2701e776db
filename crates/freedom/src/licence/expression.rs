// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Expressions of licences: SPDX (annex D), Debian's copyright format (DEP-5, "License specification"), Fedora's, Cargo's
//! older `MIT/Apache-2.0`. OR takes the free branch, AND the worst, WITH adds a permission.

use super::name::{listed, verdict_of_name};
use crate::{data::Data, verdict::Verdict};

/// An expression as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A licence by the name that stood there.
    Name(String),
    /// All of them hold.
    And(Vec<Expression>),
    /// One of them may be chosen.
    Or(Vec<Expression>),
}

/// More is no licence.
const LONGEST: usize = 4_096;
/// Deeper nobody nests.
const DEEPEST: usize = 32;

/// What a licence field says; `None` where nobody knows.
pub fn evaluate(field: &str, data: &Data) -> Option<Verdict> {
    // Some names have an "and" or a comma inside.
    if let Some(verdict) = listed(field, data) {
        return Some(verdict);
    }
    evaluate_with(field, &|name| verdict_of_name(name, data))
}

/// The same by any table. An unknown name is `Unknown` inside an expression, and `None` where it is all there is.
pub(crate) fn evaluate_with(field: &str, name: &dyn Fn(&str) -> Option<Verdict>) -> Option<Verdict> {
    match Expression::parse(field)? {
        Expression::Name(one) => name_with_exception(&one, name),
        tree => Some(tree.fold(name)),
    }
}

impl Expression {
    /// Reads a field. `None` if its parentheses do not match, it is empty, too long or too deep.
    pub fn parse(field: &str) -> Option<Self> {
        if field.len() > LONGEST {
            return None;
        }
        let tokens = tokens(field);
        let mut reader = Reader { tokens: &tokens, at: 0 };
        let tree = reader.comma_groups(0)?;
        (reader.at == tokens.len()).then_some(tree)
    }

    fn fold(&self, name: &dyn Fn(&str) -> Option<Verdict>) -> Verdict {
        match self {
            Self::Name(one) => name_with_exception(one, name).unwrap_or(Verdict::Unknown),
            Self::And(all) => all.iter().map(|one| one.fold(name)).fold(Verdict::Free, Verdict::and),
            Self::Or(any) => any.iter().map(|one| one.fold(name)).fold(Verdict::NonFree, Verdict::or),
        }
    }

    /// The names in it, in order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(one) => vec![one],
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::names).collect(),
        }
    }
}

/// An exception permits more than its licence, unless its name says the opposite.
fn name_with_exception(field: &str, name: &dyn Fn(&str) -> Option<Verdict>) -> Option<Verdict> {
    if let Some(verdict) = name(field) {
        return Some(verdict);
    }
    let lower = field.to_ascii_lowercase();
    let at = lower.find(" with ")?;
    let (licence, exception) = (field.get(..at)?, lower.get(at + 6..)?);
    let known = spdx::exception_id(field.get(at + 6..)?.trim()).is_some();
    if ["commons", "restrict", "non-commercial", "noncommercial", "no-"].iter().any(|word| exception.contains(word)) {
        return Some(Verdict::NonFree);
    }
    if known || exception.contains("exception") || exception.contains("permission") {
        return name(licence);
    }
    None
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Comma,
    Word(String),
}

fn tokens(field: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let push = |word: &mut String, tokens: &mut Vec<Token>| {
        let text = std::mem::take(word);
        match text.to_ascii_lowercase().as_str() {
            "" => {}
            "and" | "&" | "&&" => tokens.push(Token::And),
            "or" | "|" | "||" | "and/or" => tokens.push(Token::Or),
            _ => tokens.push(Token::Word(text)),
        }
    };
    let chars: Vec<char> = field.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let rest = |from: usize| chars.iter().skip(from).take(8).collect::<String>().to_ascii_lowercase();
        match c {
            '(' => {
                push(&mut word, &mut tokens);
                tokens.push(Token::Open);
            }
            ')' => {
                push(&mut word, &mut tokens);
                tokens.push(Token::Close);
            }
            // Only before an operator is a comma one (DEP-5); in "Redistributable, no change" it belongs to the name.
            ',' if [" and ", " or "].iter().any(|next| rest(at + 1).starts_with(next)) => {
                push(&mut word, &mut tokens);
                tokens.push(Token::Comma);
            }
            // MIT/Apache-2.0 is Cargo's old way to write OR; "zlib/libpng" is one name, an address none at all.
            '/' if !field.contains("//")
                && !word.eq_ignore_ascii_case("zlib")
                && !word.eq_ignore_ascii_case("and")
                && !field.contains(' ') =>
            {
                push(&mut word, &mut tokens);
                tokens.push(Token::Or);
            }
            c if c.is_whitespace() => push(&mut word, &mut tokens),
            c => word.push(*c),
        }
    }
    push(&mut word, &mut tokens);
    tokens
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl Reader<'_> {
    fn next_is(&self, token: &Token) -> bool {
        self.tokens.get(self.at) == Some(token)
    }

    fn took(&mut self, token: &Token) -> bool {
        let there = self.next_is(token);
        self.at += usize::from(there);
        there
    }

    /// `A or B, and C`: what stands after the comma joins all before it.
    fn comma_groups(&mut self, depth: usize) -> Option<Expression> {
        let mut tree = self.any(depth)?;
        while self.took(&Token::Comma) {
            let and = self.took(&Token::And);
            if !and && !self.took(&Token::Or) {
                return None;
            }
            let other = self.any(depth)?;
            tree = if and { Expression::And(vec![tree, other]) } else { Expression::Or(vec![tree, other]) };
        }
        Some(tree)
    }

    fn any(&mut self, depth: usize) -> Option<Expression> {
        let mut found = vec![self.all(depth)?];
        while self.took(&Token::Or) {
            found.push(self.all(depth)?);
        }
        if found.len() == 1 { found.pop() } else { Some(Expression::Or(found)) }
    }

    fn all(&mut self, depth: usize) -> Option<Expression> {
        let mut found = vec![self.one(depth)?];
        while self.took(&Token::And) {
            found.push(self.one(depth)?);
        }
        if found.len() == 1 { found.pop() } else { Some(Expression::And(found)) }
    }

    fn one(&mut self, depth: usize) -> Option<Expression> {
        if depth > DEEPEST {
            return None;
        }
        if self.took(&Token::Open) {
            let inside = self.comma_groups(depth + 1)?;
            if !self.took(&Token::Close) {
                return None;
            }
            // "BSD (3-clause)" has its name go on: the parentheses belong to it. So does "(GPL+ or Artistic) with exceptions".
            return match (inside, self.words()) {
                (inside, None) => Some(inside),
                (_, Some(_)) => None,
            };
        }
        let mut name = self.words()?;
        while self.next_is(&Token::Open) {
            // A name with something in parentheses: "Mozilla Public License 2.0 (MPL 2.0)".
            self.at += 1;
            name.push_str(" (");
            name.push_str(&self.words()?);
            if !self.took(&Token::Close) {
                return None;
            }
            name.push(')');
            if let Some(more) = self.words() {
                name.push(' ');
                name.push_str(&more);
            }
        }
        Some(Expression::Name(name))
    }

    fn words(&mut self) -> Option<String> {
        let mut name = String::new();
        while let Some(Token::Word(word)) = self.tokens.get(self.at) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
            self.at += 1;
        }
        (!name.is_empty()).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(field: &str) -> Option<Verdict> {
        evaluate(field, &Data::built_in())
    }

    #[test]
    fn names_are_known_in_their_spellings() {
        for free in [
            "MIT",
            "mit",
            "MIT License",
            "The MIT License",
            "Expat",
            "GPL-2+",
            "GPLv3+",
            "GPL v3",
            "GNU GPL v2 or later",
            "LGPL-2.1-or-later",
            "GPL-3.0+",
            "AGPL-3",
            "GFDL-NIV-1.3+",
            "GFDL-1.3-invariants-only",
            "Apache 2.0",
            "Apache-2",
            "Apache License, Version 2.0",
            "BSD",
            "BSD-3-clause",
            "BSD 3-Clause License",
            "BSD-3-clause-ILM",
            "BSD-4-clause-UC",
            "public-domain",
            "Public Domain",
            "CC0",
            "WTFPL-2",
            "Artistic-2",
            "Artistic 2.0",
            "MPL-2.0+",
            "Mozilla Public License 2.0 (MPL 2.0)",
            "GNU General Public License v2 or later (GPLv2+)",
            "GPL+",
            "LGPLv2+ with exceptions",
            "GPL-3.0-only WITH GCC-exception-3.1",
            "GPL-2+ with OpenSSL exception",
            "zlib/libpng",
            "CC-BY-SA-4.0",
        ] {
            assert_eq!(says(free), Some(Verdict::Free), "{free}");
        }
        for not in [
            "Proprietary",
            "Other/Proprietary License",
            "CC-BY-NC-4.0",
            "JSON",
            "SSPL-1.0",
            "BUSL-1.1",
            "UNLICENSED",
            "Commercial",
            "LicenseRef-proprietary=https://example.org",
            "Redistributable, no modification permitted",
            "Apache-2.0 WITH Commons-Clause",
            "LicenseRef-scancode-unrar",
            "BSD-3-Clause-No-Nuclear-License",
        ] {
            assert_eq!(says(not), Some(Verdict::NonFree), "{not}");
        }
        for unknown in [
            "custom",
            "Custom",
            "UNKNOWN",
            "See LICENSE file",
            "",
            "LicenseRef-acme",
            "unset",
            "MIT-like",
            "non-standard",
            "other",
        ] {
            assert!(matches!(says(unknown), None | Some(Verdict::Unknown)), "{unknown}: {:?}", says(unknown));
        }
    }

    #[test]
    fn or_takes_the_free_branch_and_the_worst() {
        assert_eq!(says("MIT OR SSPL-1.0"), Some(Verdict::Free));
        assert_eq!(says("MIT AND SSPL-1.0"), Some(Verdict::NonFree));
        assert_eq!(says("LicenseRef-x OR SSPL-1.0"), Some(Verdict::Unknown));
        assert_eq!(says("LicenseRef-x AND SSPL-1.0"), Some(Verdict::NonFree));
        assert_eq!(says("LicenseRef-x AND MIT"), Some(Verdict::Unknown));
        assert_eq!(says("LicenseRef-x OR MIT"), Some(Verdict::Free));
        // AND binds tighter.
        assert_eq!(says("MIT OR SSPL-1.0 AND Proprietary"), Some(Verdict::Free));
        assert_eq!(says("(MIT OR SSPL-1.0) AND Proprietary"), Some(Verdict::NonFree));
        // DEP-5's comma binds less than both.
        assert_eq!(says("GPL-2+ or Proprietary, and SSPL-1.0"), Some(Verdict::NonFree));
        assert_eq!(says("MIT/Apache-2.0"), Some(Verdict::Free));
    }

    #[test]
    fn nonsense_is_nobody_s_licence() {
        for wrong in ["(", ")", "MIT OR", "AND", "(MIT", "MIT)", "() MIT", &"(".repeat(5_000), &"MIT OR ".repeat(2_000)]
        {
            assert_eq!(says(wrong), None, "{wrong:.40}");
        }
    }
}
