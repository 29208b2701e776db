// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! HTTP Message Signatures (RFC 9421): `Signature-Input` and `Signature` as structured fields.

use http::HeaderName;
use jiff::Timestamp;
use sfv::{BareItem, Dictionary, FieldType as _, InnerList, Item, ListEntry, Parameters, Parser};
use url::{Position, Url};

use super::cavage::SIGNATURE;
use super::{Covers, Request, Scheme, SignatureError, Unchecked, joined};
use crate::key::Algorithm;

pub(super) const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");

/// More signatures of one request are not looked at.
const MAX_SIGNATURES: usize = 4;
/// More components than any peer signs.
const MAX_COMPONENTS: usize = 32;

/// Reads each signature that has its input and its value.
pub(super) fn read(
    request: &Request<'_>,
    origin: &Url,
) -> Result<Vec<Result<Unchecked, SignatureError>>, SignatureError> {
    let inputs = dictionary(request, &SIGNATURE_INPUT)?;
    let signatures = dictionary(request, &SIGNATURE)?;
    let read = |(label, input): (_, &ListEntry)| {
        let (ListEntry::InnerList(input), Some(ListEntry::Item(signature))) = (input, signatures.get(label)) else {
            return Err(SignatureError::Malformed(SIGNATURE_INPUT));
        };
        let signature = signature.bare_item.as_byte_sequence().ok_or(SignatureError::Malformed(SIGNATURE))?;
        read_one(request, origin, input, signature)
    };
    Ok(inputs.iter().take(MAX_SIGNATURES).map(read).collect())
}

fn dictionary(request: &Request<'_>, name: &HeaderName) -> Result<Dictionary, SignatureError> {
    let text = joined(request.headers, name.as_str())
        .map_err(|_| SignatureError::Malformed(name.clone()))?
        .ok_or(SignatureError::Missing)?;
    Parser::new(&text).parse().map_err(|_| SignatureError::Malformed(name.clone()))
}

fn read_one(
    request: &Request<'_>,
    origin: &Url,
    input: &InnerList,
    signature: &[u8],
) -> Result<Unchecked, SignatureError> {
    let malformed = || SignatureError::Malformed(SIGNATURE_INPUT);
    if input.items.len() > MAX_COMPONENTS {
        return Err(malformed());
    }
    let text = |name: &str| input.params.get(name).map(|value| value.as_string().ok_or_else(malformed)).transpose();
    let seconds = |name: &str| match input.params.get(name) {
        None => Ok(None),
        Some(value) => {
            let seconds = value.as_integer().ok_or_else(malformed)?;
            Timestamp::from_second(seconds.into()).map(Some).map_err(|_| malformed())
        }
    };
    let algorithm = match text("alg")? {
        None => None,
        Some(name) => {
            Some(Algorithm::named(name.as_str()).ok_or_else(|| SignatureError::Algorithm(name.as_str().to_owned()))?)
        }
    };
    let mut names = Vec::new();
    for item in &input.items {
        let name = item.bare_item.as_string().ok_or_else(malformed)?.as_str();
        // Parameters change what is signed (one member of a field, a part of the query): no peer uses them.
        if !item.params.is_empty() {
            return Err(SignatureError::Component(name.to_owned()));
        }
        // RFC 9421, 2.5: the same component twice makes the base ambiguous.
        if names.contains(&name) {
            return Err(malformed());
        }
        names.push(name);
    }
    Ok(Unchecked {
        scheme: Scheme::Rfc9421,
        key_id: text("keyid")?.ok_or_else(malformed)?.as_str().to_owned(),
        algorithm,
        covers: covers(&names, request),
        created: seconds("created")?,
        expires: seconds("expires")?,
        base: base(&names, &parameters(input), request, origin)?,
        signature: signature.to_vec(),
    })
}

fn covers(names: &[&str], request: &Request<'_>) -> Covers {
    let has = |name| names.contains(&name);
    let mut covers = Covers {
        target: has("@method")
            && (has("@target-uri")
                || has("@request-target")
                || has("@path") && (has("@query") || !request.target.contains('?'))),
        // These are built from our own origin, so that a signature for another host does not verify.
        host: has("@authority") || has("@target-uri"),
        ..Covers::default()
    };
    for name in names {
        covers.header(name);
    }
    covers
}

/// The list of components with its parameters, as it is signed.
fn parameters(input: &InnerList) -> String {
    let entry = ListEntry::InnerList(input.clone());
    vec![entry].serialize().unwrap_or_default()
}

/// The input for a new signature over these components.
pub(super) fn input(names: &[&str], created: Timestamp, algorithm: Algorithm, key_id: &str) -> Option<String> {
    let string = |text: &str| sfv::String::from_string(text.to_owned()).ok().map(BareItem::String);
    let mut params = Parameters::new();
    for (name, value) in [
        ("created", BareItem::Integer(created.as_second().try_into().ok()?)),
        ("alg", string(algorithm.name())?),
        ("keyid", string(key_id)?),
    ] {
        params.insert(sfv::KeyRef::from_str(name).ok()?.to_owned(), value);
    }
    let items = names.iter().map(|name| string(name).map(Item::new)).collect::<Option<_>>()?;
    Some(parameters(&InnerList::with_params(items, params)))
}

/// The signature base (RFC 9421, 2.5).
pub(super) fn base(
    names: &[&str],
    parameters: &str,
    request: &Request<'_>,
    origin: &Url,
) -> Result<String, SignatureError> {
    let mut base = String::new();
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (request.target, None),
    };
    for &name in names {
        let value = match name {
            "@method" => request.method.to_string(),
            "@authority" => authority(origin).to_owned(),
            "@scheme" => origin.scheme().to_owned(),
            "@target-uri" => format!("{}{}", &origin[..Position::BeforePath], request.target),
            "@request-target" => request.target.to_owned(),
            "@path" => if path.is_empty() { "/" } else { path }.to_owned(),
            "@query" => format!("?{}", query.unwrap_or_default()),
            _ if name.starts_with('@') => return Err(SignatureError::Component(name.to_owned())),
            // The names of fields are in lower case; another one is not this field.
            _ if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                return Err(SignatureError::Component(name.to_owned()));
            }
            _ => joined(request.headers, name)?.ok_or_else(|| SignatureError::Lacks(name.to_owned()))?,
        };
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": {parameters}"));
    Ok(base)
}

/// Host and port, without the scheme's own port.
pub(super) fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}
