// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The contexts and content types of ActivityStreams, and who "the public" is.

use serde_json::{Value, json};

/// The namespace of ActivityStreams 2.0.
pub const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
/// Everybody, as an addressee.
pub const AS_PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
/// The content type that is answered and asked for.
pub const ACTIVITY_JSON: &str = "application/activity+json";
/// The other one that says the same (ActivityPub, 3.2).
pub const LD_JSON: &str = r#"application/ld+json; profile="https://www.w3.org/ns/activitystreams""#;

/// Whether an addressee is everybody, in any of the three spellings.
#[must_use]
pub fn is_public(id: &str) -> bool {
    matches!(id, AS_PUBLIC | "as:Public" | "Public")
}

/// Whether a content type says that a document is ActivityStreams. Plain JSON does not: a file that
/// somebody uploaded is not an activity (GHSA-jhrq-qvrm-qr36).
#[must_use]
pub fn is_activity_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    match parts.next().map(str::to_ascii_lowercase).as_deref() {
        Some(ACTIVITY_JSON) => true,
        Some("application/ld+json") => parts.any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case("profile")
                    && value.trim().trim_matches('"').split_ascii_whitespace().any(|one| one == ACTIVITY_STREAMS)
            })
        }),
        _ => false,
    }
}

/// The `@context` of what we write, for peers that do process JSON-LD.
#[must_use]
pub fn context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        "https://w3id.org/security/v1",
        "https://w3id.org/security/data-integrity/v2",
        "https://w3id.org/security/multikey/v1",
        {
            "Hashtag": "as:Hashtag",
            "sensitive": "as:sensitive",
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "alsoKnownAs": { "@id": "as:alsoKnownAs", "@type": "@id" },
            "movedTo": { "@id": "as:movedTo", "@type": "@id" },
            "toot": "http://joinmastodon.org/ns#",
            "votersCount": "toot:votersCount",
            "implements": { "@id": "https://w3id.org/fep/844e#implements", "@type": "@id", "@container": "@set" },
            "sc": "http://schema.org#",
            "mz": "https://joinmobilizon.org/ns#",
            "ical": "http://www.w3.org/2002/12/cal/ical#",
            "address": { "@id": "sc:address", "@type": "sc:PostalAddress" },
            "PostalAddress": "sc:PostalAddress",
            "VirtualLocation": "sc:VirtualLocation",
            "streetAddress": "sc:streetAddress",
            "addressLocality": "sc:addressLocality",
            "addressRegion": "sc:addressRegion",
            "addressCountry": "sc:addressCountry",
            "postalCode": "sc:postalCode",
            "category": "sc:category",
            "inLanguage": "sc:inLanguage",
            "eventStatus": "sc:eventStatus",
            "maximumAttendeeCapacity": "sc:maximumAttendeeCapacity",
            "remainingAttendeeCapacity": "sc:remainingAttendeeCapacity",
            "joinMode": "mz:joinMode",
            "externalParticipationUrl": { "@id": "mz:externalParticipationUrl", "@type": "sc:URL" },
            "participantCount": "mz:participantCount",
            "timezone": "mz:timezone",
            "status": "http://www.w3.org/2002/12/cal/ical#status"
        }
    ])
}
