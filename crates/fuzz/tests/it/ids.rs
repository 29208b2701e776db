// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Identifiers, as they stand in addresses and forms.

use tequio_node::spine::{id::Id, log::Actor};

/// An identifier is written in one way.
#[test]
fn what_is_read_is_written_the_same() {
    bolero::check!().with_type::<String>().for_each(|text| {
        if let Ok(id) = text.parse::<Id>() {
            assert_eq!(&id.to_string(), text);
        }
        if let Ok(actor) = text.parse::<Actor>() {
            assert_eq!(&actor.to_string(), text);
        }
    });
}

#[test]
fn what_is_written_is_read_the_same() {
    bolero::check!().with_type::<[u8; 16]>().for_each(|bytes| {
        let id = Id::from_bytes(*bytes);
        assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        let _ = id.made();
    });
}
