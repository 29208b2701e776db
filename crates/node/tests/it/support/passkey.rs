// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An authenticator and the part of a browser that speaks with it, in software; and what the page's script does.

use passkey::{
    authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod},
    client::{Client, DefaultClientData},
    crypto::rust_crypto::RustCryptoBackend,
    types::{
        Passkey,
        ctap2::{Aaguid, Ctap2Error},
        webauthn::{CredentialCreationOptions, CredentialRequestOptions},
    },
};
use serde_json::{Value, json};

use super::{PASSPHRASE, Page, Person};

/// An owner whose finger is on it, or who only touches it.
#[derive(Clone, Copy)]
struct Owner;

#[async_trait::async_trait]
impl UserValidationMethod for Owner {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        hint: UiHint<'a, Passkey>,
        _: bool,
        verified: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        if matches!(hint, UiHint::InformExcludedCredentialFound(_)) {
            return Err(Ctap2Error::CredentialExcluded);
        }
        Ok(UserCheck { presence: true, verification: verified })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// An authenticator with room for one passkey, which it counts the uses of.
#[derive(Clone, Default)]
pub struct Token {
    pub kept: Option<Passkey>,
}

fn text(bytes: &[u8]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(bytes)
}

macro_rules! client {
    ($token:expr) => {{
        let mut own = Authenticator::new(Aaguid::new_empty(), $token.kept.clone(), Owner, RustCryptoBackend);
        own.set_make_credentials_with_signature_counter(true);
        Client::new(own).allows_insecure_localhost(true)
    }};
}

impl Token {
    /// Makes a passkey for a page of `origin`, and gives what the script would send; nothing where it has one already.
    pub async fn make(&mut self, origin: &str, options: &str) -> Option<String> {
        let options: Value = serde_json::from_str(options).unwrap();
        let request: CredentialCreationOptions = serde_json::from_value(json!({ "publicKey": options })).unwrap();
        let mut client = client!(self);
        let origin = url::Url::parse(origin).unwrap();
        let made = client.register(&origin, request, DefaultClientData).await.ok()?.response;
        self.kept = client.authenticator().store().clone();
        let answer = json!({
            "attestationObject": text(&made.attestation_object),
            "clientDataJSON": text(&made.client_data_json),
            "clientExtensionResults": {},
            "transports": [],
        });
        Some(answer.to_string())
    }

    /// Answers a page of `origin`, as the script would send it. `policy` is whether the owner shows who they are.
    pub async fn answer(&mut self, origin: &str, options: &str, policy: &str) -> String {
        let mut options: Value = serde_json::from_str(options).unwrap();
        options.as_object_mut().unwrap().remove("allowCredentials");
        options["userVerification"] = policy.into();
        let request: CredentialRequestOptions = serde_json::from_value(json!({ "publicKey": options })).unwrap();
        let mut client = client!(self);
        let origin = url::Url::parse(origin).unwrap();
        let used = client.authenticate(&origin, request, DefaultClientData).await.unwrap();
        self.kept = client.authenticator().store().clone();
        let answer = json!({
            "authenticatorData": text(&used.response.authenticator_data),
            "clientDataJSON": text(&used.response.client_data_json),
            "clientExtensionResults": {},
            "id": used.id,
            "signature": text(&used.response.signature),
            "userHandle": text(&used.response.user_handle.unwrap()),
        });
        answer.to_string()
    }
}

impl Page {
    /// What a page asks of passkeys: `make` or `use`.
    pub fn passkey_options(&self, what: &str) -> Option<String> {
        let document = scraper::Html::parse_document(&self.body);
        let form = scraper::Selector::parse(&format!("form[data-passkey={what}]")).unwrap();
        document.select(&form).next().map(|form| form.value().attr("data-options").unwrap().to_owned())
    }
}

impl Person {
    /// Asks for a new passkey in a community, and gives the page that has the question.
    pub async fn ask_passkey(&self, handle: &str, device: &str) -> Page {
        let form = self.get(&format!("/@{handle}/me/passkeys")).await;
        self.send(&form, &[("device", device), ("passphrase", PASSPHRASE)]).await
    }

    /// Adds a passkey to one's account in a community.
    pub async fn add_passkey(&self, handle: &str, device: &str) -> Token {
        let mut token = Token::default();
        let page = self.ask_passkey(handle, device).await;
        let options = page.passkey_options("make").unwrap_or_else(|| panic!("{}", page.text()));
        let answer = token.make(&self.origin, &options).await.unwrap();
        let kept = self.send(&page, &[("answer", &answer)]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        token
    }

    /// Answers the page to sign in of a community by a passkey.
    pub async fn enter_by(&self, handle: &str, token: &mut Token) -> Page {
        let page = self.get(&format!("/@{handle}/sign-in")).await;
        let options = page.passkey_options("use").unwrap_or_else(|| panic!("{}", page.text()));
        let answer = token.answer(&self.origin, &options, "required").await;
        self.send(&page, &[("answer", &answer)]).await
    }
}
