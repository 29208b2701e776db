// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The OpenAPI document: every route as the router has it, with the addresses that people see.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Content, Ref, ResponseBuilder},
};

use super::answer::Made;

/// The OpenAPI document of every route.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = super::routes().into_openapi();
    document.info.title = "Tequio".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description = Some(
        "Every page answers HTML, or its view as JSON with `Accept: application/json` or the extension `.json`. Every \
         body is a form, or a JSON object with its fields; a file comes in a form with parts. Where a browser is sent on after a change (303), a JSON \
         client gets 200 with the address."
            .to_owned(),
    );
    document.info.license = Some(utoipa::openapi::LicenseBuilder::new().name("AGPL-3.0-or-later").build());
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths = paths
        .into_iter()
        .map(|(path, mut item)| {
            if let Some(responses) = item.post.as_mut().map(|post| &mut post.responses.responses)
                && responses.contains_key("303")
            {
                let made = Content::new(Some(Ref::from_schema_name(Made::name())));
                let made = ResponseBuilder::new().content("application/json", made).build();
                responses.entry("200".to_owned()).or_insert(made.into());
            }
            (path.strip_prefix("/c/{handle}").map_or(path.clone(), |rest| format!("/@{{handle}}{rest}")), item)
        })
        .collect();
    let schemas = &mut document.components.get_or_insert_default().schemas;
    schemas.insert(Made::name().into_owned(), Made::schema());
    document
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The router says in its debugging form which paths it has; each of them is documented, and no other.
    #[test]
    fn every_route_is_documented() {
        let (router, _) = crate::web::routes().split_for_parts();
        let shown = format!("{router:?}");
        let there: BTreeSet<String> = shown
            .split('"')
            .filter(|part| part.starts_with('/') && !part.contains("__private"))
            .map(|path| path.replacen("/c/{handle}", "/@{handle}", 1))
            .collect();
        let documented: BTreeSet<String> = document().paths.paths.into_keys().collect();
        assert!(there.contains("/healthz") && there.contains("/@{handle}/sign-in"), "{shown}");
        assert_eq!(there, documented);
    }
}
