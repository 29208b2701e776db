// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The OpenAPI document: every route as the router has it, with the addresses that people see.

use axum::http::StatusCode;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, Ref, RefOr, Required, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn},
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use super::{answer::Made, entry::ErrorPage};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
/// How programs come in: by a member's access token.
const TOKEN: &str = "token";

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
                responses.entry("200".to_owned()).or_insert_with(|| in_json::<Made>("").into());
            }
            for operation in [&mut item.get, &mut item.post, &mut item.put].into_iter().flatten() {
                complete(&path, operation);
            }
            (path.strip_prefix("/c/{handle}").map_or(path.clone(), |rest| format!("/@{{handle}}{rest}")), item)
        })
        .collect();
    let components = document.components.get_or_insert_default();
    let mut schemas = Vec::new();
    ErrorPage::schemas(&mut schemas);
    schemas.push((ErrorPage::name().into_owned(), ErrorPage::schema()));
    schemas.push((Made::name().into_owned(), Made::schema()));
    components.schemas.extend(schemas);
    components.add_security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    // What is public is for who has none, too.
    document.security = Some(vec![SecurityRequirement::default(), SecurityRequirement::new(TOKEN, [""; 0])]);
    document
}

/// What its route does not say of an operation: the parts of its path, that a body may be a form, what a status means, and
/// what an answer is like that is none of those it names.
fn complete(path: &str, operation: &mut Operation) {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parts = names.map(|name| {
        let part = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
        RefOr::T(part.schema(Some(String::schema())).build())
    });
    operation.parameters.get_or_insert_default().extend(parts);
    if let Some(RefOr::T(body)) = &mut operation.request_body
        && let Some(json) = body.content.get(JSON).cloned()
    {
        body.content.insert(FORM.to_owned(), json);
    }
    let responses = &mut operation.responses.responses;
    responses.insert("default".to_owned(), in_json::<ErrorPage>("What failed, and what to do").into());
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
            && let Ok(status) = status.parse::<StatusCode>()
        {
            response.description = status.canonical_reason().unwrap_or_default().to_owned();
        }
    }
}

/// An answer that is a view as JSON.
fn in_json<T: ToSchema>(description: &str) -> utoipa::openapi::Response {
    let content = Content::new(Some(Ref::from_schema_name(T::name())));
    ResponseBuilder::new().description(description).content(JSON, content).build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The texts of all source files below a folder.
    fn sources(folder: &std::path::Path) -> Vec<String> {
        let below = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        below
            .flat_map(|path| match path.extension() {
                Some(extension) if extension == "rs" => vec![std::fs::read_to_string(&path).unwrap()],
                _ if path.is_dir() => sources(&path),
                _ => Vec::new(),
            })
            .collect()
    }

    /// Two types of one name would share an entry of the document, and one be described as the other.
    #[test]
    fn every_schema_has_a_name_of_its_own() {
        let sources = sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
        let derived = sources.iter().flat_map(|text| text.split("#[derive(").skip(1));
        let derived = derived.filter(|rest| rest.split(')').next().is_some_and(|traits| traits.contains("ToSchema")));
        let mut names = BTreeSet::new();
        for head in derived.map(|rest| rest.split('{').next().unwrap()) {
            let mut words = head.split_whitespace().skip_while(|word| !matches!(*word, "struct" | "enum")).skip(1);
            let own = words.next().unwrap_or_else(|| panic!("{head}")).split(['<', '(', ';']).next().unwrap();
            let other = head.split_once("schema(as = ").map(|(_, rest)| rest.split(')').next().unwrap());
            let name = other.unwrap_or(own);
            assert!(names.insert(name), "{name} is there twice: name one of them by #[schema(as = …)]");
        }
        assert!(names.len() > 200, "{names:?}");
    }

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
