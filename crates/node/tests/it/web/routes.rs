// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every route as every kind of viewer, in its own and in a foreign community, against one table.
//! A route that is missing from the table fails.

use std::collections::BTreeMap;

use tequio_node::{
    spine::{
        command::{Caller, Command, Context, Decision},
        id::Id,
        log::Actor,
        mandates::{self, Kind},
        refusal::Result,
        world::DAY,
    },
    web::document,
};

use crate::decide::draws::called;
use crate::support::{PASSPHRASE, Page, Person, TestApp, on_both_engines};

/// What each viewer gets: a stranger; who has the private links (of a reply, of a feed, of an invitation, and for founding)
/// and no account; a member and the founder of another community; a member; who holds the mandate of care; who holds that
/// of coordination. `GET`: 200 (or 303 to its page), 401 sign in, 403, 404. `POST` with what [`body_of`] gives: the statuses
/// say who gets as far as the form (303, 409, 410, 422, 400, 200) and who is turned away before.
const TABLE: &[(&str, &str, [u16; VIEWERS])] = &[
    ("GET", "/", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/communities", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/found/{token}", [404, 200, 404, 404, 404, 404, 404]),
    ("POST", "/found/{token}", [404, 422, 404, 404, 404, 404, 404]),
    ("POST", "/language", [400, 400, 400, 400, 400, 400, 400]),
    ("GET", "/healthz", [200, 200, 200, 200, 200, 200, 200]),
    // No community here is open to the network.
    ("GET", "/.well-known/nodeinfo", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/.well-known/webfinger", [400, 400, 400, 400, 400, 400, 400]),
    ("GET", "/nodeinfo/2.1", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/actor", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/inbox", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/followers", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/outbox", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/upcoming", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/inbox", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/link", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/link/agenda", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/link/blocks", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/link/blocks", [401, 401, 401, 401, 403, 403, 422]),
    ("POST", "/@{handle}/link/blocks/answer", [401, 401, 401, 401, 403, 403, 404]),
    ("POST", "/@{handle}/link/blocks/lift", [401, 401, 401, 401, 403, 403, 404]),
    ("POST", "/@{handle}/link/blocks/only", [401, 401, 401, 401, 403, 403, 409]),
    ("GET", "/@{handle}/link/blocks/export", [401, 401, 401, 401, 403, 403, 200]),
    ("GET", "/@{handle}/link/blocks/import", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/link/blocks/import", [401, 401, 401, 401, 403, 403, 422]),
    ("POST", "/@{handle}/link/blocks/import/take", [401, 401, 401, 401, 403, 403, 422]),
    ("GET", "/@{handle}/link/bundles", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/link/bundles", [401, 401, 401, 401, 403, 403, 422]),
    ("POST", "/@{handle}/link/bundles/export", [401, 401, 401, 401, 403, 403, 409]),
    ("POST", "/@{handle}/link/bundles/follow", [401, 401, 401, 401, 403, 403, 409]),
    ("GET", "/@{handle}/link/close", [401, 401, 401, 401, 403, 403, 409]),
    ("POST", "/@{handle}/link/close", [401, 401, 401, 401, 403, 403, 409]),
    // Nothing was heard of the network here.
    ("GET", "/@{handle}/link/report", [401, 401, 401, 401, 404, 404, 404]),
    ("POST", "/@{handle}/link/report", [401, 401, 401, 401, 404, 404, 404]),
    ("GET", "/@{handle}/link/reports", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/link/reports/close", [401, 401, 401, 401, 403, 403, 404]),
    ("POST", "/@{handle}/link/reports/forward", [401, 401, 401, 401, 403, 403, 404]),
    ("POST", "/@{handle}/link/follow", [401, 401, 401, 401, 403, 403, 409]),
    ("POST", "/@{handle}/link/unfollow", [401, 401, 401, 401, 403, 403, 404]),
    ("POST", "/@{handle}/link/open", [401, 401, 401, 401, 403, 403, 409]),
    ("GET", "/openapi", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/readyz", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/source", [200, 200, 200, 200, 200, 200, 200]),
    // Who has a shelf's link; nothing lies there yet.
    ("GET", "/shelf/{secret}", [404, 200, 404, 404, 404, 404, 404]),
    ("GET", "/shelf/{secret}/{name}", [404, 404, 404, 404, 404, 404, 404]),
    ("PUT", "/shelf/{secret}/{name}", [404, 415, 404, 404, 404, 404, 404]),
    ("GET", "/static/{name}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/about", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/about/edit", [401, 401, 401, 401, 403, 403, 200]),
    ("GET", "/@{handle}/about/founding-text", [200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/@{handle}/about/edit", [401, 401, 401, 401, 403, 403, 303]),
    ("GET", "/@{handle}/act", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/import", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/act/agenda/import", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/act/agenda/import/take", [401, 401, 401, 401, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/months/{month}", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/new", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/act/agenda/new", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/act/agenda/private/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/act/agenda/replies/{code}", [404, 200, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/act/agenda/replies/{code}", [404, 303, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/act/agenda/tags/{tag}", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/week", [200, 200, 200, 200, 200, 200, 200]),
    // These name a file of an activity for members only, whose host is the one with the mandate.
    ("GET", "/@{handle}/files/{id}", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/files/{id}/describe", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/files/{id}/describe", [401, 401, 401, 401, 403, 403, 303]),
    ("GET", "/@{handle}/files/{id}/remove", [401, 401, 401, 401, 403, 200, 200]),
    ("POST", "/@{handle}/files/{id}/remove", [401, 401, 401, 401, 403, 303, 404]),
    ("GET", "/@{handle}/files/{id}/thumbnail", [404, 404, 404, 404, 200, 200, 200]),
    // These name an activity for members only, whose host is the one with the mandate.
    ("GET", "/@{handle}/act/agenda/{id}", [404, 404, 404, 404, 303, 303, 303]),
    ("GET", "/@{handle}/act/agenda/{id}/edit", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/act/agenda/{id}/edit", [401, 401, 401, 401, 403, 403, 422]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/cancel", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/cancel", [401, 401, 401, 401, 403, 403, 422]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/edit", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/edit", [401, 401, 401, 401, 403, 403, 422]),
    // The one with the mandate attends at a fest there, with a machine that was not handed over.
    ("GET", "/@{handle}/act/agenda/{id}/{date}/fest", [404, 404, 404, 404, 200, 200, 200]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/fest", [401, 401, 401, 401, 403, 403, 409]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/fest/crew", [401, 401, 401, 401, 403, 403, 303]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/fest/receive", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/fest/receive", [401, 401, 401, 401, 403, 403, 422]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/fest/sheets", [401, 401, 401, 401, 403, 403, 200]),
    ("GET", "/@{handle}/act/freedom", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/act/freedom/labels/{code}", [404, 200, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/act/freedom/machines/{id}", [401, 401, 401, 401, 404, 404, 200]),
    ("POST", "/@{handle}/act/freedom/machines/{id}", [401, 401, 401, 401, 404, 404, 422]),
    ("GET", "/@{handle}/act/freedom/machines/{id}/hand-over", [401, 401, 401, 401, 404, 404, 200]),
    ("POST", "/@{handle}/act/freedom/machines/{id}/hand-over", [401, 401, 401, 401, 404, 404, 422]),
    ("GET", "/@{handle}/act/freedom/machines/{id}/label", [401, 401, 401, 401, 404, 404, 200]),
    ("GET", "/@{handle}/act/freedom/stubs/{code}", [404, 200, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/act/freedom/stubs/{code}", [404, 409, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/list", [404, 404, 404, 404, 404, 404, 200]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/poster", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/reply", [404, 404, 404, 404, 200, 200, 200]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/reply", [404, 404, 404, 404, 409, 303, 409]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/withdraw", [403, 403, 403, 403, 303, 403, 403]),
    ("GET", "/@{handle}/care", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/care/{document}", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/care/{document}/edit", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/care/{document}/edit", [401, 401, 401, 401, 400, 400, 400]),
    // These name an agreement among members, kept by the one with the mandate, that is not to be reviewed yet.
    ("GET", "/@{handle}/decide", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/decide/assemblies", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/decide/assemblies/new", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/decide/assemblies/new", [401, 401, 401, 401, 422, 422, 422]),
    // These name an assembly that is held, without a decision, called by the one with the mandate.
    ("GET", "/@{handle}/decide/assemblies/{id}", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/decide/assemblies/{id}/acta", [401, 401, 401, 401, 404, 404, 404]),
    ("GET", "/@{handle}/decide/assemblies/{id}/enter", [401, 401, 401, 401, 409, 409, 409]),
    ("POST", "/@{handle}/decide/assemblies/{id}/enter", [401, 401, 401, 401, 409, 409, 409]),
    ("POST", "/@{handle}/decide/assemblies/{id}/forget-name", [401, 401, 401, 401, 403, 303, 409]),
    ("POST", "/@{handle}/decide/assemblies/{id}/steps/{step}", [401, 401, 401, 401, 404, 404, 404]),
    ("GET", "/@{handle}/decide/choose", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/decide/choose", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/classes", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/decide/classes/{kind}", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/decide/classes/{kind}", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/draws", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/decide/draws/new", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/decide/draws/new", [401, 401, 401, 401, 403, 403, 422]),
    // These name a draw whose roll is open.
    ("GET", "/@{handle}/decide/draws/{id}", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/decide/draws/{id}/sorteo", [401, 401, 401, 401, 404, 404, 404]),
    ("POST", "/@{handle}/decide/draws/{id}/steps/{step}", [401, 401, 401, 401, 404, 404, 404]),
    ("GET", "/@{handle}/decide/new", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/decide/new", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/propose", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/decide/propose", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/times", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/decide/times/new", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/decide/times/new", [401, 401, 401, 401, 422, 422, 422]),
    // These name a search for a time among members, by the one with the mandate.
    ("GET", "/@{handle}/decide/times/{id}", [404, 404, 404, 404, 200, 200, 200]),
    ("POST", "/@{handle}/decide/times/{id}", [401, 401, 401, 401, 422, 422, 422]),
    ("POST", "/@{handle}/decide/times/{id}/close", [401, 401, 401, 401, 403, 403, 303]),
    ("GET", "/@{handle}/decide/{id}", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/decide/{id}/acta", [401, 401, 401, 401, 200, 200, 200]),
    ("GET", "/@{handle}/decide/{id}/ballot", [401, 401, 401, 401, 409, 409, 409]),
    ("POST", "/@{handle}/decide/{id}/ballot", [401, 401, 401, 401, 409, 409, 409]),
    ("POST", "/@{handle}/decide/{id}/confirm", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/{id}/correct", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/decide/{id}/correct", [401, 401, 401, 401, 403, 403, 422]),
    ("POST", "/@{handle}/decide/{id}/dissent", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/{id}/check", [401, 401, 401, 401, 403, 403, 409]),
    // It was agreed in a meeting, and nothing was counted.
    ("GET", "/@{handle}/decide/{id}/count", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/decide/{id}/count/{file}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/decide/{id}/edit", [401, 401, 401, 401, 403, 403, 409]),
    ("POST", "/@{handle}/decide/{id}/forget-name", [401, 401, 401, 401, 403, 303, 409]),
    ("POST", "/@{handle}/decide/{id}/petition", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/decide/{id}/review", [401, 401, 401, 401, 409, 409, 409]),
    ("POST", "/@{handle}/decide/{id}/review", [401, 401, 401, 401, 409, 409, 409]),
    ("POST", "/@{handle}/decide/{id}/steps/{step}", [401, 401, 401, 401, 404, 404, 404]),
    ("POST", "/@{handle}/decide/{id}/tasks/{task}", [401, 401, 401, 401, 403, 403, 303]),
    ("GET", "/@{handle}/entries/{id}/files", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/entries/{id}/files", [401, 401, 401, 401, 403, 403, 422]),
    ("GET", "/@{handle}/entries/{id}/messages", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/entries/{id}/messages", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/entries/{id}/remove", [401, 401, 401, 401, 403, 200, 200]),
    ("GET", "/@{handle}/entries/{id}/revisions", [404, 404, 404, 404, 200, 200, 200]),
    ("GET", "/@{handle}/invitations", [401, 401, 401, 401, 403, 200, 200]),
    ("POST", "/@{handle}/invitations", [401, 401, 401, 401, 403, 303, 303]),
    ("GET", "/@{handle}/invitations/{id}", [401, 401, 401, 401, 403, 200, 200]),
    ("POST", "/@{handle}/invitations/{id}/revoke", [401, 401, 401, 401, 403, 303, 409]),
    ("GET", "/@{handle}/join", [200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/@{handle}/join", [422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/@{handle}/join/{code}", [404, 200, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/join/{code}", [404, 422, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/log", [401, 401, 401, 401, 200, 200, 200]),
    // This node writes no letters.
    ("GET", "/@{handle}/mail/confirm/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/mail/confirm/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/mail/stop/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/mail/stop/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/me/mail", [401, 401, 401, 401, 404, 404, 404]),
    ("POST", "/@{handle}/me/mail", [401, 401, 401, 401, 404, 404, 404]),
    ("POST", "/@{handle}/me/mail/digest", [401, 401, 401, 401, 404, 404, 404]),
    ("POST", "/@{handle}/me/mail/remove", [401, 401, 401, 401, 404, 404, 404]),
    ("GET", "/@{handle}/recover/mail", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/recover/mail", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/recover/mail/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/recover/mail/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/mandates", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/mandates/call", [401, 401, 401, 401, 303, 303, 409]),
    ("POST", "/@{handle}/mandates/confirm", [401, 401, 401, 401, 409, 409, 409]),
    ("GET", "/@{handle}/mandates/lay-down", [401, 401, 401, 401, 404, 200, 404]),
    ("POST", "/@{handle}/mandates/stand", [401, 401, 401, 401, 303, 303, 303]),
    ("POST", "/@{handle}/mandates/support", [401, 401, 401, 401, 303, 303, 303]),
    ("GET", "/@{handle}/me", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/me", [401, 401, 401, 401, 422, 422, 422]),
    ("POST", "/@{handle}/me/accept", [401, 401, 401, 401, 303, 303, 303]),
    ("POST", "/@{handle}/me/codes", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/me/export", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/me/feed-link", [401, 401, 401, 401, 303, 303, 303]),
    ("GET", "/@{handle}/me/leave", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/me/leave", [401, 401, 401, 401, 422, 422, 422]),
    ("POST", "/@{handle}/me/passphrase", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/me/passkeys", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/me/passkeys", [401, 401, 401, 401, 422, 422, 422]),
    ("POST", "/@{handle}/me/passkeys/end", [401, 401, 401, 401, 400, 400, 400]),
    ("POST", "/@{handle}/me/passkeys/keep", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/me/second-factor", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/me/second-factor", [401, 401, 401, 401, 422, 422, 422]),
    ("GET", "/@{handle}/me/sessions", [401, 401, 401, 401, 200, 200, 200]),
    ("GET", "/@{handle}/me/tokens", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/me/tokens", [401, 401, 401, 401, 422, 422, 422]),
    ("POST", "/@{handle}/me/tokens/end", [401, 401, 401, 401, 400, 400, 400]),
    ("POST", "/@{handle}/me/sessions", [401, 401, 401, 401, 303, 303, 303]),
    ("GET", "/@{handle}/members", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/messages/{id}/edit", [401, 401, 401, 401, 403, 403, 303]),
    // A message of the one who coordinates.
    ("GET", "/@{handle}/messages/{id}/edit", [401, 401, 401, 401, 403, 403, 200]),
    ("GET", "/@{handle}/messages/{id}/remove", [401, 401, 401, 401, 403, 200, 200]),
    ("POST", "/@{handle}/messages/{id}/remove", [401, 401, 401, 401, 403, 303, 404]),
    ("GET", "/@{handle}/members/recoveries", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/members/recoveries", [401, 401, 401, 401, 400, 400, 400]),
    ("GET", "/@{handle}/members/vouch", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/members/vouch", [401, 401, 401, 401, 403, 403, 403]),
    ("GET", "/@{handle}/news", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/news/private/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/notices", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/notices", [401, 401, 401, 401, 303, 303, 303]),
    ("GET", "/@{handle}/recover", [200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/@{handle}/recover", [422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/@{handle}/recover/people", [200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/@{handle}/recover/people", [422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/@{handle}/recover/people/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/@{handle}/recover/people/{code}", [404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/@{handle}/requests", [401, 401, 401, 401, 403, 200, 200]),
    ("POST", "/@{handle}/requests", [401, 401, 401, 401, 403, 303, 409]),
    ("GET", "/@{handle}/safekeeping", [401, 401, 401, 401, 200, 200, 200]),
    ("GET", "/@{handle}/safekeeping/move", [401, 401, 401, 401, 200, 200, 200]),
    ("POST", "/@{handle}/safekeeping/move", [401, 401, 401, 401, 403, 403, 422]),
    ("POST", "/@{handle}/safekeeping/move/call-off", [401, 401, 401, 401, 403, 403, 409]),
    ("GET", "/@{handle}/safekeeping/shelves", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/safekeeping/shelves", [401, 401, 401, 401, 403, 403, 422]),
    ("GET", "/@{handle}/safekeeping/shelves/{id}/close", [401, 401, 401, 401, 403, 403, 200]),
    ("POST", "/@{handle}/safekeeping/shelves/{id}/renew", [401, 401, 401, 401, 403, 403, 200]),
    ("GET", "/@{handle}/search", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/@{handle}/sign-in", [200, 200, 200, 200, 200, 200, 200]),
    // From one place the seventh try is one too many.
    ("POST", "/@{handle}/sign-in/passkey", [422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/@{handle}/sign-in", [422, 422, 422, 422, 422, 422, 429]),
    ("POST", "/@{handle}/safekeeping/shelves/{id}/close", [401, 401, 401, 401, 403, 403, 303]),
    // The last ones: the activity is gone, who cared does so no more, and nobody is signed in any more.
    ("POST", "/@{handle}/entries/{id}/remove", [401, 401, 401, 401, 403, 303, 409]),
    ("POST", "/@{handle}/mandates/lay-down", [401, 401, 401, 401, 403, 303, 409]),
    ("POST", "/@{handle}/sign-out", [303, 303, 303, 303, 303, 303, 303]),
];

/// How many kinds of viewers there are.
const VIEWERS: usize = 7;
/// Of these, who has the private links.
const HOLDER: usize = 1;

/// What is there, by the names of the parts of paths and of fields.
type There = BTreeMap<&'static str, String>;

/// The parts of paths, filled in so that they name things that are there; private links for their holder only.
fn fill(path: &str, there: &There, viewer: usize) -> String {
    let part = |path: &str, before: &str, name: &str| {
        path.replace(&format!("{before}/{{id}}"), &format!("{before}/{}", there[name]))
    };
    let mut path = path.replace("{handle}", "etla");
    for (before, name) in [
        ("/entries", "activity"),
        ("/agenda", "activity"),
        ("/times", "poll"),
        ("/draws", "draw"),
        ("/assemblies", "assembly"),
        ("/decide", "decision"),
        ("/files", "file"),
        ("/messages", "message"),
        ("/invitations", "invitation"),
        ("/shelves", "shelf"),
        ("/machines", "machine"),
    ] {
        path = part(&path, before, name);
    }
    if viewer == HOLDER {
        for (before, name) in [
            ("replies/", "reply-code"),
            ("private/", "feed-code"),
            ("join/", "join-code"),
            ("labels/", "label-code"),
            ("stubs/", "stub-code"),
        ] {
            path = path.replace(&format!("{before}{{code}}"), &format!("{before}{}", there[name]));
        }
        path = path.replace("{token}", &there["founding"]).replace("{secret}", &there["shelf-link"]);
    }
    if path.ends_with("/lay-down") {
        path += &format!("?id={}", there["care"]);
    }
    path.replace("{date}", "once")
        .replace("{month}", "2026-11")
        .replace("{document}", "pact")
        .replace("{task}", &there["task"])
        .replace("{kind}", "policy")
        .replace("/{name}", "/tequio-0a1b2c3d-2026-11-24.backup")
        .replace(['{', '}'], "")
}

/// What is sent: so much that only who asks can be what is wrong. Elsewhere an empty form says enough.
fn body_of<'t>(route: &str, there: &'t There) -> Vec<(&'t str, &'t str)> {
    let field = |name: &'t str, place: &str| (name, there[place].as_str());
    match route.strip_prefix("/@{handle}").unwrap_or(route) {
        "/about/edit" => vec![
            ("name", "CoLSoLi"),
            ("municipality", "Etla"),
            ("languages", "es"),
            ("time_zone", "America/Mexico_City"),
            ("joining", "request"),
            ("care_contact", "Comisión de cuidados"),
            ("base", "1"),
        ],
        "/care/{document}/edit" => vec![("body", "Nos escuchamos.")],
        "/decide/assemblies/{id}/forget-name" => vec![field("person", "attendee")],
        "/decide/{id}/forget-name" => vec![field("person", "person")],
        "/decide/{id}/tasks/{task}" => vec![("done", "yes"), ("told", "")],
        "/decide/times/{id}/close" => vec![("chosen", "2026-12-05T10:00")],
        "/link/unfollow"
        | "/link/blocks/lift"
        | "/link/blocks/answer"
        | "/link/reports/close"
        | "/link/reports/forward" => vec![field("id", "care")],
        "/mandates/call" => vec![("kind", "care")],
        "/mandates/confirm" => vec![field("id", "coordination")],
        "/mandates/lay-down" => vec![field("id", "care")],
        "/mandates/stand" => vec![field("id", "choice")],
        "/mandates/support" => vec![field("id", "choice"), field("candidate", "candidate")],
        "/me/accept" => vec![("kind", "pact"), ("version", "1")],
        "/messages/{id}/edit" => vec![("body", "Mejor dicho.")],
        "/requests" => vec![field("request", "request"), ("answer", "accept")],
        "/act/agenda/{id}/{date}/fest/crew" => vec![field("member", "candidate"), ("attends", "yes")],
        "/act/agenda/{id}/{date}/withdraw" => vec![field("reply", "reply")],
        _ => Vec::new(),
    }
}

/// A path whose answer is asked for in another form.
fn in_form(path: &str, form: &str) -> String {
    let (path, query) = path.split_once('?').map_or((path, String::new()), |(path, query)| (path, format!("?{query}")));
    format!("{path}.{form}{query}")
}

/// Gives a mandate without the weeks of a choice, as the operator's rescue does.
#[derive(Debug)]
struct Give(Kind, Id);

impl Command for Give {
    const NAME: &'static str = "mandate.rescue";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (mandate, ends_at) = (context.id(), context.at + 30 * DAY);
        let event = mandates::Event::Rescued {
            mandate,
            kind: self.0,
            holder: self.1,
            ends_at,
            reason: "para la prueba".to_owned(),
        };
        Ok(Decision::about(mandate, [event.into()]))
    }
}

/// The value of the first field of this name in a page.
fn value(page: &Page, name: &str) -> String {
    let after = page
        .body
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("{name}: {}", page.text()))
        .1;
    after.split('"').next().unwrap().to_owned()
}

/// The last part of an address, which may have a query or a place in the page behind it.
fn last(address: &str) -> String {
    address.split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned()
}

async fn member_id(person: &Person) -> String {
    person.get_json("/@etla/me.json").await["kept"]["member"].as_str().unwrap().to_owned()
}

/// Two communities. In the one: an activity for members with a picture, replies and a message; an agreement with a task
/// and the name of somebody without account; an open choice; an invitation; somebody who asks to join.
async fn people(app: &TestApp) -> (There, [Person; VIEWERS]) {
    let mut there = There::new();
    let ana = app.founder().await;
    let form = ana.get("/@etla/act/agenda/new").await;
    let made = ana.send(&form, &[("title", "Reunión"), ("visibility", "community")]).await.follow(&ana).await;
    let activity = made.follow(&ana).await.path.split('?').next().unwrap().to_owned();
    let entry = activity.rsplit('/').nth(1).unwrap().to_owned();
    let shown = ana.get(&activity).await;
    ana.send(&shown, &[("note", "")]).await;
    let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
    let shown = beto.get(&activity).await;
    let shown = beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
    there.insert("reply", value(&shown, "reply"));
    let said = ana.send(&ana.get(&activity).await, &[("body", "Llevo pan.")]).await;
    there.insert("message", said.location().rsplit_once("#m-").unwrap().1.to_owned());
    let other = app.founder_of("otra").await;
    let form = other.get("/@otra/invitations").await;
    let made = other.send(&form, &[("purpose", ""), ("uses", "5"), ("days", "3")]).await.follow(&other).await;
    let link = made.json_path(&other, "link").await;
    let neighbour = app.person();
    let form = neighbour.get(&link).await;
    let joined = neighbour.send(&form, &[("name", "Vecina"), ("passphrase", PASSPHRASE), ("accepts", "on")]).await;
    assert_eq!(joined.status, 200, "{}", joined.text());

    let mut picture = std::io::Cursor::new(Vec::new());
    // Noise, of which a smaller picture is smaller.
    let noise = |x: u32, y: u32| image::Rgb([(x * x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8]);
    image::RgbImage::from_fn(900, 90, noise).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let made = ana.send_file(&format!("/@etla/entries/{entry}/files"), ("cartel.png", picture.get_ref()), &[]).await;
    there.insert("file", made.location().rsplit_once("#f-").unwrap().1.to_owned());
    let form = ana.get(&format!("{activity}/fest")).await;
    assert_eq!(ana.send(&form, &[("keep_days", "30")]).await.status, 303);
    let form = ana.get(&format!("{activity}/fest/receive")).await;
    let machine = [("name", "Lupe"), ("model", "HP"), ("wish", "look"), ("consents", "on")];
    let label = ana.send(&form, &machine).await.follow(&ana).await;
    there.insert("machine", label.path.split('/').nth(5).unwrap().to_owned());
    for (part, code) in [("/labels/", "label-code"), ("/stubs/", "stub-code")] {
        there.insert(code, last(label.body.split('"').find(|link| link.contains(part)).unwrap()));
    }
    there.insert("activity", entry);
    let agreed = [
        ("title", "Los jueves"),
        ("body", "Se abre."),
        ("task_who", "Ana"),
        ("task_what", "Abrir"),
        ("others", "Doña Lupe"),
    ];
    let made = ana.record(&agreed).await;
    let agreement = made.follow(&ana).await;
    there.insert("decision", last(&agreement.path));
    let form = ana.get("/@etla/decide/times/new").await;
    let times =
        [("title", "Reunión"), ("day", "2026-12-05"), ("time", "10:00"), ("day", "2026-12-06"), ("time", "10:00")];
    there.insert("poll", last(ana.send_all(&form, &times).await.location()));
    there.insert("draw", last(&called(&ana, &[]).await));
    let form = ana.get("/@etla/decide/assemblies/new").await;
    let call = [
        ("title", "Asamblea"),
        ("day", "2026-12-05"),
        ("time", "10:00"),
        ("point", "La caja"),
        ("lasts", ""),
        ("about", ""),
    ];
    let assembly = last(ana.send_all(&form, &call).await.location());
    for (step, fields) in [("open", vec![]), ("present", vec![("others", "Doña Lupe")])] {
        let path = format!("/@etla/decide/assemblies/{assembly}/steps/{step}");
        assert_eq!(ana.post(&path, &fields).await.status, 303);
    }
    let held = ana.get(&format!("/@etla/decide/assemblies/{assembly}")).await;
    there.insert("attendee", value(&held, "person"));
    there.insert("assembly", assembly);
    let task = agreement.body.split_once("/tasks/").unwrap().1;
    there.insert("task", task.split('"').next().unwrap().to_owned());
    there.insert("person", value(&agreement, "person"));

    // Care for one of them, and a choice that two call, in which a third stands.
    let cookie = ana.cookies.lock().unwrap().keys().find(|name| !name.ends_with("-device")).unwrap().clone();
    let community = cookie.strip_prefix("__Host-tequio-").unwrap().parse().unwrap();
    let give = Give(Kind::Care, member_id(&citlali).await.parse().unwrap());
    let core = &app.node.core;
    core.execute(community, Caller::plain(Actor::Operator), core.world.id(), give).await.unwrap();
    for person in [&beto, &citlali] {
        assert_eq!(person.post("/@etla/mandates/call", &[("kind", "agenda")]).await.status, 303);
    }
    let kinds = ana.get_json("/@etla/mandates.json").await["kinds"].clone();
    let kind = |name: &str| kinds.as_array().unwrap().iter().find(|kind| kind["kind"] == name).unwrap().clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    there.insert("coordination", text(&kind("coordination")["terms"][0]["id"]));
    there.insert("care", text(&kind("care")["terms"][0]["id"]));
    let choice = text(&kind("agenda")["choice"]["id"]);
    assert_eq!(ana.post("/@etla/mandates/stand", &[("id", &choice)]).await.status, 303);
    there.insert("candidate", member_id(&ana).await);
    there.insert("choice", choice);

    // The private links: of an invitation, of Beto's feed, of a reply without account, for founding.
    for name in ["join-code", "invitation"] {
        let form = ana.get("/@etla/invitations").await;
        let made = ana.send(&form, &[("purpose", ""), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
        // The one is used, the other is taken back.
        let part = if name == "join-code" { last(&made.json_path(&ana, "link").await) } else { last(&made.path) };
        there.insert(name, part);
    }
    let feed = beto.get("/@etla/me").await.body;
    let feed = feed.split_once("/act/agenda/private/").unwrap().1;
    there.insert("feed-code", feed.split(['"', '.', '<']).next().unwrap().to_owned());
    let open = ana.publish(&[("title", "Círculo abierto")]).await;
    let holder = app.person();
    let form = holder.get(&format!("{open}/reply")).await;
    let own = holder.send(&form, &[("name", "Chela")]).await.follow(&holder).await;
    there.insert("reply-code", last(&own.path));
    there.insert("founding", last(&app.node.founding_link().await.unwrap()));
    let shelf = crate::safekeeping::shelves::make(&ana, "Zaachila").await;
    there.insert("shelf-link", last(&shelf));
    let closing = ana.get("/@etla/safekeeping/shelves").await.body;
    let closing = closing.split('"').find(|part| part.ends_with("/close")).unwrap();
    there.insert("shelf", closing.rsplit('/').nth(1).unwrap().to_owned());
    let dora = app.person();
    let form = dora.get("/@etla/join").await;
    assert!(dora.send(&form, &[("name", "Dora"), ("message", "hola")]).await.status < 400);
    there.insert("request", value(&ana.get("/@etla/requests").await, "request"));
    (there, [app.person(), holder, neighbour, other, beto, citlali, ana])
}

/// Routes whose answer is no page and has one form only.
const NO_JSON: &[&str] = &[
    "/",
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
    "/static/{name}",
    "/@{handle}/files/{id}",
    "/@{handle}/files/{id}/thumbnail",
    "/@{handle}/act/agenda/private/{code}",
    "/@{handle}/me/export",
    "/shelf/{secret}/{name}",
];

on_both_engines! {
    async fn everybody_gets_what_the_table_says(app: TestApp) {
        let documented = document();
        let mut missing = Vec::new();
        for (path, item) in &documented.paths.paths {
            for (method, there) in
                [("GET", item.get.is_some()), ("POST", item.post.is_some()), ("PUT", item.put.is_some())]
            {
                if there && !TABLE.iter().any(|(known, route, _)| *known == method && route == path) {
                    missing.push(format!("{method} {path}"));
                }
            }
        }
        assert!(missing.is_empty(), "missing from the table: {missing:#?}");
        let mut wrong = Vec::new();
        let (there, people) = people(app).await;
        // What changes the state comes last, so that the reads find everything in place.
        let (reads, changes): (Vec<_>, Vec<_>) = TABLE.iter().partition(|(method, ..)| *method == "GET");
        for (method, route, expected) in reads.into_iter().chain(changes) {
            let (mut found, mut to_programs) = ([0; VIEWERS], [0; VIEWERS]);
            for (place, person) in people.iter().enumerate() {
                let path = fill(route, &there, place);
                if method != "GET" {
                    let mut body = url::form_urlencoded::Serializer::new(String::new());
                    let body = Some(body.extend_pairs(body_of(route, &there)).finish());
                    found[place] = person.request(method.parse().unwrap(), &path, body, "text/html").await.status;
                    continue;
                }
                found[place] = person.get(&path).await.status;
                to_programs[place] =
                    if NO_JSON.contains(&route) { found[place] } else { person.get(&in_form(&path, "json")).await.status };
                // Calendars and Markdown: there for few pages, and never for who does not get the page. A private feed
                // is a calendar alone.
                let feed = route == "/@{handle}/act/agenda/private/{code}";
                for form in ["ics", "md", "csv"] {
                    let other = if NO_JSON.contains(&route) && !feed { continue } else { person.get(&in_form(&path, form)).await.status };
                    let fits = match found[place] {
                        _ if feed && place == HOLDER && form == "ics" => other == 200,
                        // The whole list of members at once is for who keeps the door.
                        200 if form == "csv" && route == "/@{handle}/members" => [200, 403].contains(&other),
                        200 | 303 => [200, 303, 406].contains(&other),
                        refused => other == refused,
                    };
                    if !fits {
                        wrong.push(format!("{method} {route} as {form}: viewer {place} gets {other}, and the page {}", found[place]));
                    }
                }
            }
            if found != expected {
                wrong.push(format!("{method} {route}: found {found:?}, expected {expected:?}"));
            }
            // The same answer in its other form: what is shown is given, what is refused is refused, and alike.
            let alike = |(page, json): (&u16, &u16)| page == json || (*page == 303 && *json == 200);
            if method == "GET" && !found.iter().zip(&to_programs).all(alike) {
                wrong.push(format!("{method} {route}: pages {found:?}, JSON {to_programs:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
