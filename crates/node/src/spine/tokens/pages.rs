// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A member's access tokens: made, seen once, listed, ended.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        members::pages::confirm_passphrase,
        refusal::{Fields, Result as Outcome, conflict},
        sessions::hash,
        world::{Instant, Micros},
    },
    store::args,
    web::{Answer, Failure, Input, Member, Page, Routes},
};

use super::{DAYS, LIMIT, Scope, Scopes, store};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(tokens, make)).routes(routes!(end))
}

/// What a token shall be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct TokenForm {
    /// What it is for.
    label: String,
    /// What it lets a program do beside reading: `agenda`, `talk`, `decide`.
    scopes: Vec<String>,
    /// How many days it lasts: 30, 90 or 365.
    days: String,
    #[serde(skip_serializing)]
    passphrase: String,
}

impl TokenForm {
    fn has(&self, scope: &Scope) -> bool {
        self.scopes.iter().any(|name| name == scope.as_str())
    }
}

/// A token, as its owner sees it.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnToken {
    id: Id,
    label: String,
    /// With spaces between them; reading is always among what it opens.
    scopes: String,
    created_at: Instant,
    expires_at: Instant,
    seen_at: Option<Instant>,
}

impl OwnToken {
    fn scopes(&self) -> impl Iterator<Item = Scope> {
        Scopes::from_stored(&self.scopes).list()
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/tokens/templates/tokens.html")]
struct Tokens {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    #[serde(skip)]
    #[schema(ignore)]
    form: TokenForm,
    tokens: Vec<OwnToken>,
    /// The token that was just made: it is not shown again.
    made: Option<String>,
    /// An address at which it can be tried.
    address: String,
}

impl Tokens {
    /// How it is tried.
    fn command(&self, token: &str) -> String {
        format!("curl -H 'Authorization: Bearer {token}' {}", self.address)
    }
}

/// One's own tokens.
#[utoipa::path(get, path = "/c/{handle}/me/tokens", responses((status = 200, body = Tokens), (status = 401)))]
async fn tokens(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("tokens-title")).await?;
    show(&member, page, TokenForm { days: "90".to_owned(), ..TokenForm::default() }, None).await
}

async fn show(member: &Member, page: Page, form: TokenForm, made: Option<String>) -> Answer {
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let tokens = member.read().await?.all(&store::OWN, args![]).await?;
    let address = member.address("/act/agenda.json");
    member.visit.answer_with(status, &Tokens { page, form, tokens, made, address })
}

/// Makes a token and shows it, once.
#[utoipa::path(post, path = "/c/{handle}/me/tokens", request_body = TokenForm, responses((status = 200, body = Tokens), (status = 403), (status = 422)))]
async fn make(member: Member, Input(form): Input<TokenForm>) -> Answer {
    member.opens_sealed()?;
    let page = member.page(member.visit.lang.t("tokens-title")).await?;
    match keep(&member, &form).await {
        Ok(token) => show(&member, page, TokenForm { days: form.days, ..TokenForm::default() }, Some(token)).await,
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            show(&member, page.with_errors(errors), form, None).await
        }
    }
}

async fn keep(member: &Member, form: &TokenForm) -> Outcome<String> {
    let mut fields = Fields::default();
    let label = fields.line("label", &form.label, 60);
    let days: Option<Micros> = form.days.parse().ok().filter(|days| DAYS.contains(days));
    if days.is_none() {
        fields.error("days", "field-choose");
    }
    let known = |name: &String| Scope::ALL.iter().any(|scope| scope.as_str() == name);
    if !form.scopes.iter().all(known) {
        fields.error("scopes", "field-choose");
    }
    fields.finish()?;
    confirm_passphrase(member, &form.passphrase).await?;
    let (world, now) = (&member.node().core.world, member.now());
    let (token, scopes) = (super::token(world), Scopes::named(form.scopes.iter().map(String::as_str)));
    let mut tx = member.node().core.db.write().await?;
    let count: Option<(i64,)> = tx.optional(&store::COUNT, args![member.id]).await?;
    if count.is_some_and(|(count,)| count >= LIMIT) {
        return Err(conflict("error-too-many-tokens"));
    }
    let ends = super::ends(now, days.unwrap_or_default());
    let row = args![&hash(&token)[..], world.id(), member.community.id, member.id, label, scopes.stored(), now, ends];
    tx.run(&store::KEEP, row).await?;
    tx.commit().await?;
    Ok(token)
}

/// Which token shall end.
#[derive(Debug, Deserialize, ToSchema)]
struct EndToken {
    token: Id,
}

/// Ends a token.
#[utoipa::path(post, path = "/c/{handle}/me/tokens/end", request_body = EndToken, responses((status = 303), (status = 401)))]
async fn end(member: Member, Input(form): Input<EndToken>) -> Result<axum::response::Response, Failure> {
    let mut tx = member.node().core.db.write().await?;
    tx.run(&store::END, args![member.id, form.token]).await?;
    tx.commit().await?;
    Ok(member.go_on("/me/tokens", "token-ended", None))
}
