// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a name, an invitation and a printed code may be.

use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::skeleton;

use crate::spine::{
    hidden::is_hidden,
    id::Id,
    refusal::{Fields, Kind, Refusal, Result, conflict},
    world::{DAY, Micros, World},
};

/// How long an invitation may be good for at most.
pub const INVITATION_LIMIT: Micros = 90 * DAY;
/// How many people may come in by one invitation at most.
pub const INVITATION_USES: i64 = 500;
/// How long a request to join waits for an answer before it is erased.
pub const REQUEST_WAITS: Micros = 30 * DAY;
/// How long after it was asked, at most, somebody comes in by a request that was accepted.
pub const REQUEST_GOOD: Micros = 60 * DAY;
/// How many requests wait for an answer at most: an open door must not become a flood.
pub const REQUESTS_WAIT: usize = 100;
/// How many recovery codes a member gets.
pub const RECOVERY_CODES: usize = 8;

/// What stands of an invitation: when it ends, for how many it was used, for how many it is, when it was revoked.
pub type InvitationState = (Micros, i64, i64, Option<Micros>);

/// Whether somebody may still come in by an invitation.
///
/// # Errors
/// A refusal that says why not.
pub fn check_invitation((expires_at, uses, limit, revoked_at): InvitationState, now: Micros) -> Result<()> {
    let over = |message| Err(Refusal::new(Kind::Gone, message).into());
    match (revoked_at, expires_at <= now, uses >= limit) {
        (Some(_), ..) => over("error-invitation-revoked"),
        (None, true, _) => over("error-invitation-expired"),
        (None, false, true) => over("error-invitation-used-up"),
        (None, false, false) => Ok(()),
    }
}

/// Whether somebody may come in by a request, as it was answered.
///
/// # Errors
/// A refusal that says why not, or not yet.
pub fn check_request(outcome: &str) -> Result<()> {
    match outcome {
        "accepted" => Ok(()),
        "waiting" => Err(conflict("error-request-not-accepted")),
        "expired" => Err(Refusal::new(Kind::Gone, "error-request-expired").into()),
        "joined" => Err(Refusal::new(Kind::Gone, "error-joined-already").into()),
        _ => Err(Refusal::new(Kind::Gone, "error-request-declined").into()),
    }
}

/// When a request expires that goes on like this; nothing for one that is over.
pub fn request_expires(outcome: &str, asked_at: Micros) -> Option<Micros> {
    match outcome {
        "waiting" => Some(asked_at + REQUEST_WAITS),
        "accepted" => Some(asked_at + REQUEST_GOOD),
        _ => None,
    }
}

/// Which of the requests that wait (longest first, each with what it has in common with others) steps back when one more
/// comes and all places are taken.
///
/// Nobody is turned away: whoever fills the list would close the door for everybody, and a limit by address would close
/// it for a school. So of those that came together most, the new one among them, the one that waited longest steps back:
/// who sends a hundred loses a hundred, and who sends one keeps it. Where each came alone, it is the one that waited
/// longest: it had the most time to be answered. Who stepped back may ask again.
pub fn steps_back(waiting: &[(Id, Option<Id>)], new: Option<Id>) -> Option<Id> {
    if waiting.len() < REQUESTS_WAIT {
        return None;
    }
    let size = |with: Option<Id>| match with {
        Some(_) => waiting.iter().filter(|(_, other)| *other == with).count() + usize::from(new == with),
        None => 1,
    };
    // Of several the last one is taken, and so the first of them that wait.
    waiting.iter().rev().max_by_key(|(_, with)| size(*with)).map(|(request, _)| *request)
}

/// A text without case, accents and double spaces: two names that look alike have the same.
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is the same of two names that look alike: also where letters of other scripts stand for those of one (the skeleton
/// of UTS 39, section 4), and whatever stands between letters.
pub fn name_key(name: &str) -> String {
    letters(skeleton(&fold(name)).collect())
}

/// The same as the letters look before their case is taken away: a capital I passes for a small l.
pub fn name_look(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    letters(fold(&skeleton(&plain).collect::<String>()))
}

/// The letters and digits of a key; all of it where there are none.
fn letters(key: String) -> String {
    let letters: String = key.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let letters = letters.split_whitespace().collect::<Vec<_>>().join(" ");
    if letters.is_empty() { key } else { letters }
}

/// Checks a display name: 2 to 60 visible characters on one line.
pub fn check_name(fields: &mut Fields, field: &'static str, name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = fields.text(field, &name, 60);
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    if !name.is_empty() && (letters < 2 || name.contains(is_hidden)) {
        fields.error(field, "field-name-shape");
    }
    name
}

/// New printed codes: sixteen letters and digits in groups of four, 80 bits each.
pub fn recovery_codes(world: &World) -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let code = data_encoding::BASE32_NOPAD.encode(&world.bytes::<10>());
            let groups: Vec<String> =
                code.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
            groups.join("-")
        })
        .collect()
}

/// What is kept of a code. It has 80 random bits, so a fast hash is enough. Case and separators do not
/// matter, nor the digits that Base32 does not have and people read in its letters.
pub fn hash_code(code: &str) -> [u8; 32] {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        })
        .collect();
    Sha256::digest(plain.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::spine::{refusal::Error, world::ManualClock};

    #[test]
    fn an_invitation_ends_by_time_by_use_and_by_hand() {
        let said = |state| match check_invitation(state, 100) {
            Err(Error::Refused(refusal)) => Some(refusal.message),
            _ => None,
        };
        assert_eq!(said((101, 0, 1, None)), None);
        assert_eq!(said((100, 0, 1, None)), Some("error-invitation-expired"));
        assert_eq!(said((101, 1, 1, None)), Some("error-invitation-used-up"));
        assert_eq!(said((101, 0, 1, Some(50))), Some("error-invitation-revoked"));
    }

    #[test]
    fn who_sends_a_hundred_requests_makes_room_for_others() {
        let id = |n: u8| Id::from_bytes([n; 16]);
        let alone: Vec<(Id, Option<Id>)> = (0..100).map(|n| (id(n), None)).collect();
        assert_eq!(steps_back(&alone[1..], None), None, "there is room");
        assert_eq!(steps_back(&alone, None), Some(id(0)), "who waited longest");
        let (flood, school) = (Some(id(200)), Some(id(201)));
        let mixed: Vec<(Id, Option<Id>)> =
            (0..100).map(|n| (id(n), [None, flood, flood, school][usize::from(n % 4)])).collect();
        assert_eq!(steps_back(&mixed, None), Some(id(1)), "the first of the flood");
        assert_eq!(steps_back(&mixed, school), Some(id(1)));
        let pair = |n| if n < 2 { school } else { None };
        let mut few: Vec<(Id, Option<Id>)> = (0..100).map(|n| (id(n), pair(n))).collect();
        few.rotate_left(50);
        assert_eq!(steps_back(&few, None), Some(id(0)));
        few.retain(|(request, _)| *request != id(0));
        few.push((id(150), None));
        assert_eq!(steps_back(&few, school), Some(id(1)), "the new one counts");
    }

    #[test]
    fn names_that_look_alike_fold_to_the_same() {
        assert_eq!(fold("  María  José "), fold("maria josé"));
        assert_eq!(fold("ÁRBOL"), "arbol");
        assert_ne!(fold("Ana"), fold("Anna"));
        // With letters of Cyrillic and Greek.
        for alike in ["Аna", "Anа", "АNА", "ɑna", "Αna"] {
            assert_eq!(name_key(alike), name_key("Ana"), "{alike}");
        }
        for alike in ["ZoiIa", "Zoila.", "Zoila ·", "Zoila\u{2024}"] {
            assert!([name_key(alike), name_look(alike)].contains(&name_key("Zoila")), "{alike}");
        }
        assert!([name_key("ᎪnᎪ"), name_look("ᎪnᎪ")].contains(&name_key("Ana")));
        let different =
            ["Ana", "Anna", "Аня", "José", "Joel", "Lila", "Lilia", "Mariana", "Marlana", "Xóchitl", "小林"];
        let keys: std::collections::BTreeSet<String> = different.iter().map(|name| name_key(name)).collect();
        assert_eq!(keys.len(), different.len());
    }

    #[test]
    fn a_name_has_two_letters_and_hides_nothing() {
        let fits = |name: &str| {
            let mut fields = Fields::default();
            check_name(&mut fields, "name", name);
            fields.finish().is_ok()
        };
        assert!(fits("Ana") && fits("Xóchitl de Etla") && fits("小林"));
        for wrong in [
            "",
            " ",
            "a",
            "--",
            "Ana\u{202e}",
            "Ana\u{ad}",
            "An\u{2060}a",
            "Ana\u{3164}",
            "\u{2066}Ana",
            &"x".repeat(61),
        ] {
            assert!(!fits(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let world = World::seeded(Arc::new(ManualClock::at(0)), [7; 32]);
        let codes = recovery_codes(&world);
        assert_eq!(codes.len(), RECOVERY_CODES);
        let code = &codes[0];
        assert_eq!(code.len(), 19);
        assert_eq!(hash_code(code), hash_code(&code.to_lowercase().replace('-', " ")));
        assert_ne!(hash_code(code), hash_code(&codes[1]));
    }
}
