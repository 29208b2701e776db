// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What holds for every page.

mod connections;
mod headers;
mod languages;
mod routes;
