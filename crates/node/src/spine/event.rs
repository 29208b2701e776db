// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can happen in a community. Rooms and the parts of the spine each have their own events;
//! this is the sum of them, as the log writes it: `{"member": {"joined": {…}}}`.
//!
//! An event that was once written is read for ever: fields are added with a default, never renamed.

use serde::{Deserialize, Serialize};

use super::{attachments, communities, discussion, entries, mandates, members};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// To the community itself.
    Community(communities::Event),
    /// To who belongs to it.
    Member(members::Event),
    /// To its mandates.
    Mandate(mandates::Event),
    /// To something published.
    Entry(entries::Event),
    /// In the talk under it.
    Message(discussion::Event),
    /// To a file of an entry.
    File(attachments::Event),
    /// To searches for a time.
    Times(crate::decide::times::Event),
    /// To draws by lot.
    Draw(crate::decide::draws::Event),
    /// In assemblies.
    Assembly(crate::decide::assemblies::Event),
    /// To decisions.
    Decision(crate::decide::decisions::Event),
    /// To shelves for others' backups.
    Shelf(crate::safekeeping::shelves::Event),
    /// Between the community and the network.
    Federation(crate::link::federation::Event),
    /// Between it and those that it follows elsewhere.
    Network(crate::link::network::Event),
    /// Between it and those whom it limits or suspends.
    Block(crate::link::blocks::Event),
    /// To what somebody reports of the network, or from there.
    Report(crate::link::reports::Event),
    /// To install fests.
    Fest(crate::act::freedom::fest::Event),
    /// In the agenda.
    Agenda(crate::act::agenda::Event),
}
