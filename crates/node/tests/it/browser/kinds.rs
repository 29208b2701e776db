// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The kinds of pages, which are the routes, and the links by which people come to them.

use std::collections::BTreeSet;

use tequio_node::web::document;
use thirtyfour::{WebDriver, error::WebDriverResult};

/// Routes that answer no page: files, machines' answers, and what only forms lead to.
const NO_PAGES: &[&str] = &[
    "/communities",
    "/.well-known/nodeinfo",
    "/.well-known/webfinger",
    "/nodeinfo/2.1",
    "/actor",
    "/@{handle}/followers",
    "/@{handle}/outbox",
    "/@{handle}/upcoming",
    "/healthz",
    "/openapi",
    "/readyz",
    "/source",
    "/shelf/{secret}/{name}",
    "/static/{name}",
    "/@{handle}/act/agenda/private/{code}",
    "/@{handle}/act/agenda/{id}",
    "/@{handle}/decide/assemblies/{id}/acta",
    // Looked at in `no_assembly_is_closed_to_anybody`.
    "/@{handle}/decide/assemblies/{id}/enter",
    "/@{handle}/decide/draws/{id}/sorteo",
    "/@{handle}/decide/{id}/acta",
    // Looked at in `no_vote_is_closed_to_anybody`.
    "/@{handle}/decide/{id}/ballot",
    // Looked at in `no_check_is_closed_to_anybody`.
    "/@{handle}/decide/{id}/check",
    "/@{handle}/decide/{id}/count/{file}",
    "/@{handle}/files/{id}",
    // Looked at in `no_page_of_the_network_is_closed_to_anybody`.
    "/@{handle}/link/close",
    "/@{handle}/link/report",
    "/@{handle}/link/blocks/export",
    "/@{handle}/files/{id}/thumbnail",
    "/@{handle}/me/export",
    "/@{handle}/news/private/{code}",
    // Looked at in `no_letter_leads_to_a_closed_page`: the node of the walk writes none.
    "/@{handle}/mail/confirm/{code}",
    "/@{handle}/mail/stop/{code}",
    "/@{handle}/me/mail",
    "/@{handle}/recover/mail",
    "/@{handle}/recover/mail/{code}",
];

/// The kinds of pages that a walk came to.
pub struct Kinds {
    pub origin: String,
    /// The route, and the names in its query.
    seen: BTreeSet<(String, String)>,
}

impl Kinds {
    /// None yet, at an origin.
    pub fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned(), seen: BTreeSet::new() }
    }

    /// The routes of them.
    pub fn routes(&self) -> BTreeSet<&str> {
        self.seen.iter().map(|(route, _)| route.as_str()).collect()
    }

    /// Whether a page is of a kind that was not looked at yet. Single activities and series are of two kinds, and each
    /// decision is of its own.
    pub fn is_new(&mut self, page: &str) -> bool {
        let whole = page.split('#').next().unwrap_or_default();
        let Some(path) = whole.strip_prefix(&self.origin) else { return false };
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let route =
            routes().into_iter().filter(|route| fits(route, path)).min_by_key(|route| route.matches('{').count());
        let Some(route) = route.or_else(|| path.ends_with("nothing-here").then(|| path.to_owned())) else {
            return false;
        };
        let date = match path.split("/decide/").nth(1) {
            _ if path.contains("/once") => "once",
            // Decisions, assemblies and draws look otherwise at each step.
            Some(one) if !one.trim_start_matches("assemblies/").trim_start_matches("draws/").contains('/') => one,
            _ => "",
        };
        self.seen.insert((route, format!("{date}{}", names.join("&"))))
    }
}

/// Where a page leads.
pub async fn links(browser: &WebDriver) -> WebDriverResult<Vec<String>> {
    let links = "return [...document.querySelectorAll('a[href]')].map(a => a.href)";
    browser.execute(links, vec![]).await?.convert()
}

/// The routes that answer pages.
pub fn routes() -> Vec<String> {
    let paths = document().paths.paths;
    let gets = paths.into_iter().filter(|(_, item)| item.get.is_some());
    gets.map(|(path, _)| path).filter(|path| !NO_PAGES.contains(&path.as_str())).collect()
}

/// Whether a path is one of a route.
fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route.iter().zip(&path).all(|(part, given)| match part.split_once('{') {
            Some((before, _)) => given.len() > before.len() && given.starts_with(before) && !given.contains('.'),
            None => part == given,
        })
}
