// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room Consultar: one question to many communities, which nobody counts for the others.
//!
//! So far it has the file of a consultation, which `tequio verify consulta` recomputes.

pub mod file;
