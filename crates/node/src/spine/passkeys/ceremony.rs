// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The two ceremonies of WebAuthn, each in two steps: what the browser is asked, and whether its answer is right. What is
//! verified is the library's to say; here stand the policy and what is kept between the steps.
//!
//! Between them the browser holds what it was asked, sealed under the node's key for one purpose in one community by one
//! door. So whoever only looks at a page writes nothing into the store, and what was answered once is remembered until it
//! would be too late anyway.

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
    bin::{Decode, Encode},
    request::{
        AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId,
        auth::AuthenticationVerificationOptions,
        register::{CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle16},
    },
    response::{
        AuthTransports, CredentialId,
        auth::error::AuthCeremonyErr,
        register::{CompressedPubKey, DynamicState, StaticState},
    },
};

use crate::{
    spine::{
        command::Core,
        id::Id,
        refusal::{Result, conflict, forbidden},
        world::{MINUTE, Micros},
    },
    store::{Write, args},
    web::{Here, door::Door},
};

use super::store;

/// How long a challenge may be answered.
pub(super) const LASTS: Micros = 5 * MINUTE;

/// Where passkeys are made and used: a community, by a door.
#[derive(Debug)]
pub(super) struct Place {
    community: Id,
    /// The whole address of the door, which the browser puts into what is signed.
    origin: String,
    /// The host to which passkeys are bound.
    pub(super) host: String,
    rp: RpId,
}

impl Place {
    /// Where somebody is, if there are passkeys there.
    pub(super) fn of(here: &Here) -> Option<Self> {
        let Door { origin, .. } = &here.visit.door;
        let host = here.visit.door.passkey_host()?.to_owned();
        let rp = RpId::Domain(AsciiDomain::try_from(host.clone()).ok()?);
        Some(Self { community: here.community.id, origin: origin.clone(), host, rp })
    }

    /// The same, where there must be.
    pub(super) fn must(here: &Here) -> Result<Self> {
        Self::of(here).ok_or_else(|| forbidden("error-passkey-door"))
    }

    /// What a challenge is sealed for.
    fn context(&self, purpose: &Purpose) -> Vec<u8> {
        let (what, of) = match purpose {
            Purpose::SignIn => (b"use", Vec::new()),
            Purpose::Make { member, session } => (b"add", [*member.as_bytes(), *session.as_bytes()].concat()),
        };
        [b"passkey ".as_slice(), what, self.community.as_bytes(), &of, self.origin.as_bytes()].concat()
    }
}

/// For what a challenge is.
#[derive(Debug)]
pub(super) enum Purpose {
    /// Coming in.
    SignIn,
    /// Making a passkey, by who said their passphrase in a session just now.
    Make {
        /// Who.
        member: Id,
        /// The session.
        session: Id,
    },
}

/// A question to the browser: what it is asked, and what it holds until it answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Question {
    /// The options for the browser, as JSON.
    pub(super) options: String,
    /// What it gives back with its answer.
    pub(super) sealed: String,
}

/// Seals what is needed to judge an answer, until it is too late for one.
fn seal(core: &Core, place: &Place, purpose: &Purpose, state: &[u8]) -> String {
    let ends = core.world.now() + LASTS;
    let plain = [ends.to_be_bytes().as_slice(), state].concat();
    data_encoding::BASE64URL_NOPAD.encode(&core.key.seal(&core.world, &place.context(purpose), &plain))
}

/// Opens it again, once: in `tx`, which is committed whatever the answer is worth.
async fn open(core: &Core, tx: &mut Write, place: &Place, purpose: &Purpose, sealed: &str) -> Result<Vec<u8>> {
    let lapsed = || conflict("error-passkey-lapsed");
    let sealed = data_encoding::BASE64URL_NOPAD.decode(sealed.as_bytes()).map_err(|_| lapsed())?;
    let plain = core.key.open(&place.context(purpose), &sealed).map_err(|_| lapsed())?;
    let (ends, state) = plain.split_first_chunk().ok_or_else(lapsed)?;
    let ends = Micros::from_be_bytes(*ends);
    if ends <= core.world.now() {
        return Err(lapsed());
    }
    match tx.run(&store::SPEND, args![&Sha256::digest(&sealed)[..], ends]).await? {
        1 => Ok(state.to_vec()),
        _ => Err(lapsed()),
    }
}

/// A state of the library that it cannot make or read, which only a damaged store or another version brings about.
fn odd(error: impl std::fmt::Display) -> crate::spine::refusal::Error {
    tracing::warn!(%error, "a passkey could not be read");
    conflict("error-passkey-unknown")
}

/// Who makes a passkey, as the authenticator shows them, and where.
#[derive(Debug)]
pub(super) struct Owner<'n> {
    pub(super) member: Id,
    pub(super) session: Id,
    pub(super) name: &'n str,
    pub(super) community: &'n str,
}

impl Owner<'_> {
    fn purpose(&self) -> Purpose {
        Purpose::Make { member: self.member, session: self.session }
    }
}

/// Asks for a new passkey. An authenticator that has one of `known` makes no other.
pub(super) fn ask_to_make(core: &Core, place: &Place, owner: &Owner<'_>, known: &[(Vec<u8>,)]) -> Result<Question> {
    let handle = UserHandle16::decode(*owner.member.as_bytes()).map_err(odd)?;
    let known = known.iter().map(|(credential,)| {
        let id = CredentialId::<Vec<u8>>::decode(credential.clone()).map_err(odd)?;
        // By which ways it is reached would only save the browser a question.
        Ok(PublicKeyCredentialDescriptor { id, transports: AuthTransports::decode(0).map_err(odd)? })
    });
    let known = known.collect::<Result<Vec<_>>>()?;
    let user = PublicKeyCredentialUserEntity::from(&handle);
    let mut options = PublicKeyCredentialCreationOptions::passkey(&place.rp, user, known);
    // Telephones' own authenticators do not know this protection and would refuse if it were insisted on; what we ask for is
    // verified each time anyway.
    options.extensions.cred_protect = CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
    let (server, client) = options.start_ceremony().map_err(odd)?;
    let mut options = serde_json::to_value(&client).map_err(odd)?;
    // What the authenticator shows. The library's own types would take no spaces in a name.
    let called = format!("{} · {}", owner.name, owner.community);
    for (path, value) in
        [("/user/name", &called), ("/user/displayName", &called), ("/rp/name", &owner.community.to_owned())]
    {
        if let Some(slot) = options.pointer_mut(path) {
            *slot = Value::from(value.as_str());
        }
    }
    let sealed = seal(core, place, &owner.purpose(), &server.encode().map_err(odd)?);
    Ok(Question { options: options.to_string(), sealed })
}

/// A passkey that was made just now.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) credential: Vec<u8>,
    pub(super) fixed: Vec<u8>,
    pub(super) counted: Vec<u8>,
}

/// Judges the answer to [`ask_to_make`].
pub(super) async fn made(
    core: &Core,
    tx: &mut Write,
    place: &Place,
    (member, session): (Id, Id),
    sealed: &str,
    answer: &str,
) -> Result<Made> {
    let state = open(core, tx, place, &Purpose::Make { member, session }, sealed).await?;
    let refused = || conflict("error-passkey-not-made");
    let state = RegistrationServerState::<16>::decode(&state).map_err(odd)?;
    let registration = Registration::from_json_custom(answer.as_bytes()).map_err(|_| refused())?;
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &[place.origin.as_str()],
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let passkey = state.verify(&place.rp, &registration, &options).map_err(|error| {
        tracing::info!(%error, "a passkey was not made");
        refused()
    })?;
    let (credential, _, _, fixed, counted, _) = passkey.into_parts();
    Ok(Made {
        credential: credential.as_ref().to_vec(),
        fixed: fixed.encode().map_err(odd)?,
        counted: counted.encode().map_err(odd)?.to_vec(),
    })
}

/// Asks for any passkey of a place: which one, its owner says to the browser.
pub(super) fn ask_to_use(core: &Core, place: &Place) -> Result<Question> {
    let (server, client) = DiscoverableCredentialRequestOptions::passkey(&place.rp).start_ceremony().map_err(odd)?;
    let sealed = seal(core, place, &Purpose::SignIn, &server.encode().map_err(odd)?);
    Ok(Question { options: json!(client).to_string(), sealed })
}

/// Judges the answer to [`ask_to_use`], and says whose it is. What the passkey counts is kept; `day` is that of its use.
pub(super) async fn used(
    core: &Core,
    tx: &mut Write,
    place: &Place,
    (sealed, answer): (&str, &str),
    day: Micros,
) -> Result<Id> {
    let state = open(core, tx, place, &Purpose::SignIn, sealed).await?;
    let unknown = || conflict("error-passkey-unknown");
    let state = DiscoverableAuthenticationServerState::decode(&state).map_err(odd)?;
    let answer = DiscoverableAuthentication16::from_json_custom(answer.as_bytes()).map_err(|_| unknown())?;
    let credential = answer.raw_id();
    let known: Option<(Id, Vec<u8>, Vec<u8>)> =
        tx.optional(&store::FIND, args![place.community, place.host.as_str(), credential.as_ref()]).await?;
    let (member, fixed, counted) = known.ok_or_else(unknown)?;
    let fixed = StaticState::<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>::decode(&fixed).map_err(odd)?;
    let before = <[u8; 7]>::try_from(counted.as_slice()).map_err(odd)?;
    let before = DynamicState::decode(before).map_err(odd)?;
    let handle = UserHandle16::decode(*member.as_bytes()).map_err(odd)?;
    let mut passkey = AuthenticatedCredential::new(credential, &handle, fixed, before).map_err(odd)?;
    let options = AuthenticationVerificationOptions::<&str, &str> {
        allowed_origins: &[place.origin.as_str()],
        error_on_unsolicited_extensions: false,
        ..AuthenticationVerificationOptions::default()
    };
    state.verify(&place.rp, &answer, &mut passkey, &options).map_err(|error| {
        tracing::info!(%error, "a passkey does not open");
        match error {
            // Somebody else has the same key: it counts what its owner's has counted already.
            AuthCeremonyErr::SignatureCounter => forbidden("error-passkey-copied"),
            _ => unknown(),
        }
    })?;
    let after = passkey.dynamic_state().encode().map_err(odd)?.to_vec();
    // Two answers at once by the same key: the second one counts what was counted.
    match tx.run(&store::USE, args![credential.as_ref(), counted, after, day]).await? {
        1 => Ok(member),
        _ => Err(unknown()),
    }
}
