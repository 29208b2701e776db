// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The web: doors, languages, sessions, forms and representations. Every request travels through
//! `entry`, which finds the door, the language and the form of the answer, and then through one router.

mod access;
pub mod answer;
pub mod assets;
pub(crate) mod cache;
pub mod client;
pub(crate) mod cookies;
pub mod difference;
pub mod door;
mod entry;
pub mod error;
mod forwarded;
pub mod input;
pub mod lang;
pub mod listen;
pub mod markdown;
pub mod mirror;
pub mod names;
pub(crate) mod node_pages;
mod openapi;
pub mod page;
pub mod qr;
pub(crate) mod spreadsheet;
pub mod tls;
mod typed;
pub mod visit;
mod ways;

pub use answer::Answer;
pub use entry::app;
pub(crate) use entry::let_script;
pub use error::Failure;
pub use input::{Input, Query, checkbox};
pub use openapi::document;
pub use page::Page;
pub(crate) use typed::{GUEST_LIMIT, is_too_slow};
pub use visit::{Here, Member, Visit};

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::node::Node;

/// Routes with their place in the OpenAPI document.
pub type Routes = OpenApiRouter<Arc<Node>>;

/// The site map. Every page of a community stands under `/c/{handle}`, which is written `/@{handle}` outside
/// and nothing at all on a community's own host.
pub fn routes() -> Routes {
    OpenApiRouter::new()
        .merge(node_pages::routes())
        .merge(crate::spine::pages::routes())
        .merge(crate::safekeeping::pages::routes())
        .merge(crate::act::agenda::pages::routes())
        .merge(crate::decide::assemblies::pages::routes())
        .merge(crate::decide::decisions::pages::routes())
        .merge(crate::act::freedom::fest::pages::routes())
        .merge(crate::decide::times::pages::routes())
        .merge(crate::decide::draws::pages::routes())
        .merge(crate::link::pages::routes())
}
