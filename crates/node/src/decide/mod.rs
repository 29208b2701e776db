// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room Decidir / Decide: how the community decides, and the memory of what it agreed.

pub mod assemblies;
pub(crate) mod awaits;
pub mod decisions;
pub mod draws;
pub mod times;
