// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is new: the newest entries of all rooms, as a page and as a feed (Atom, RFC 4287).

pub(crate) mod pages;
pub(crate) mod store;
