// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What holds for every page.

mod bridge;
mod cached;
mod certificates;
mod checklist;
mod connections;
mod document;
mod doors;
mod founding_text;
mod headers;
mod languages;
mod mirror;
mod programs;
mod routes;
mod spreadsheets;
mod typed;
mod ways;
