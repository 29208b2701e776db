// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What happens in an assembly.

use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    life::{How, Span},
};

/// A point of the order of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Deserialize<'de>"))]
pub struct Point<I> {
    /// Which; what it is called is written there.
    pub id: I,
    /// The decision that it is about, which is open already, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<I>,
    /// How long it may take, in minutes; nothing, and nobody said.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u32,
}

fn is_zero(minutes: &u32) -> bool {
    *minutes == 0
}

/// Something that happened in an assembly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of each are named in its own line")]
pub enum Event<I> {
    /// Somebody called it, with these points and people to lead it and to write it down.
    Called { by: I, facilitator: I, note_taker: I, points: Vec<Point<I>> },
    /// Somebody put a point on the order of the day.
    PointAdded { point: Point<I>, by: I },
    /// A point that was not talked about yet was taken off.
    PointDropped { point: I },
    /// Others lead it and write it down.
    Named { facilitator: I, note_taker: I },
    /// It begins.
    Opened,
    /// These are there.
    Attended { present: Vec<I> },
    /// This point is on.
    PointOpened { point: I },
    /// Somebody asks for the word.
    Asked { who: I },
    /// They do not any more.
    Unasked { who: I },
    /// Somebody has the word.
    WordGiven { who: I },
    /// They have said it.
    WordEnded,
    /// The temperature of the room on the point that is on, by raised hands.
    Felt { favour: u32, doubt: u32, against: u32 },
    /// What was said of a point, as written there.
    Noted { point: I, words: I },
    /// What was agreed on a point: that decision, with this text.
    Agreed { point: I, decision: I, text: Digest },
    /// What these said of a decision without a device was entered for them.
    Entered { decision: I, how: How, people: Vec<I> },
    /// It ends; the acta is approved after this time.
    Closed { lasts: Span },
    /// Somebody says that it was not so, for the reason written there.
    Doubted { by: I, words: I },
    /// The acta was set right: these were there, this was said of points (the point, and where it is written), and what
    /// was not right is written there.
    Corrected { present: Vec<I>, notes: Vec<(I, I)>, words: I },
    /// The acta is approved: time passed and nobody said otherwise.
    Approved,
}

#[cfg(test)]
mod tests {
    use super::Point;

    /// The digest of an acta is made of this form: what nobody said is not written.
    #[test]
    fn what_nobody_said_of_a_point_is_not_written() {
        let point = Point { id: 7, decision: None, minutes: 0 };
        assert_eq!(serde_json::to_string(&point).unwrap(), r#"{"id":7}"#);
        assert_eq!(serde_json::from_str::<Point<u32>>(r#"{"id":7}"#).unwrap(), point);
        let point = Point { id: 7, decision: Some(8), minutes: 20 };
        assert_eq!(serde_json::to_string(&point).unwrap(), r#"{"id":7,"decision":8,"minutes":20}"#);
    }
}
