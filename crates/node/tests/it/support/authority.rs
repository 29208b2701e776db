// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An authority that gives certificates by ACME (RFC 8555), as strict as a real one: every request is signed by a known key
//! for this very address and once only; a host is looked at by TLS-ALPN-01 (RFC 8737); what is asked for must be what was
//! proven. Every name leads to one address, as in the namespace of a test there is no other DNS.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use data_encoding::BASE64URL_NOPAD;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, DnType, IsCa, KeyPair,
    SanType, date_time_ymd,
};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring as provider, verify_tls13_signature_with_raw_key},
    pki_types::{CertificateDer, ServerName, UnixTime},
    time_provider::TimeProvider,
};
use serde_json::{Value, json};
use tequio_node::spine::world::{Clock as _, DAY, ManualClock, Micros};
use tokio::net::{TcpListener, TcpStream};
use x509_cert::{
    der::{Decode as _, Encode as _},
    ext::pkix::{SubjectAltName, name::GeneralName},
};

/// How long a certificate is good.
pub const GOOD: Micros = 90 * DAY;

/// One who signs certificates, good by the clock of a test.
pub struct Signer {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// By which what it signs is good.
    pub clock: Arc<ManualClock>,
}

impl Signer {
    pub fn new(clock: Arc<ManualClock>) -> Self {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name.push(DnType::CommonName, "Autoridad de prueba");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap();
        Self { issuer, clock }
    }

    /// Says in a certificate from when until when it is good.
    fn date(&self, parameters: &mut CertificateParams) {
        let now = date_time_ymd(1970, 1, 1) + Duration::from_micros(self.clock.now().unsigned_abs());
        (parameters.not_before, parameters.not_after) = (now, now + Duration::from_micros(GOOD.unsigned_abs()));
    }

    /// A certificate for a host, and its key (PEM).
    pub fn certificate(&self, host: &str) -> (String, String) {
        let mut parameters = CertificateParams::new([host.to_owned()]).unwrap();
        self.date(&mut parameters);
        let key = KeyPair::generate().unwrap();
        (parameters.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }

    /// One who asks as a browser does that trusts this authority and has the test's time. All names lead to one address.
    pub fn client(&self, hosts: &[&str], at: SocketAddr) -> reqwest::ClientBuilder {
        let mut roots = RootCertStore::empty();
        roots.add(self.issuer.der().clone()).unwrap();
        let time = Arc::new(Time(self.clock.clone()));
        let config = ClientConfig::builder_with_details(Arc::new(provider::default_provider()), time);
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let client = reqwest::Client::builder().tls_backend_preconfigured(config).no_proxy();
        let client = client.redirect(reqwest::redirect::Policy::none());
        hosts.iter().fold(client, |client, host| client.resolve(host, at))
    }
}

#[derive(Debug)]
struct Time(Arc<ManualClock>);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_micros(self.0.now().unsigned_abs())))
    }
}

/// The authority, until it is dropped.
pub struct Authority {
    /// Where its directory is.
    pub directory: url::Url,
    inner: Arc<Inner>,
    task: tokio::task::JoinHandle<()>,
}

struct Inner {
    base: String,
    signer: Signer,
    /// Where all names lead.
    leads: Mutex<SocketAddr>,
    nonces: Mutex<BTreeSet<String>>,
    /// Keys (as points) and contacts by the account's number.
    accounts: Mutex<Vec<(Vec<u8>, Value)>>,
    orders: Mutex<Vec<Order>>,
}

#[derive(Clone, Default)]
struct Order {
    account: usize,
    host: String,
    token: String,
    /// Of the authorisation: pending, valid, invalid.
    proven: &'static str,
    /// Why it is invalid.
    why: String,
    certificate: Option<String>,
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Authority {
    pub async fn start(clock: Arc<ManualClock>, leads: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let directory = format!("{base}/directory").parse().unwrap();
        let inner = Arc::new(Inner {
            base,
            signer: Signer::new(clock),
            leads: Mutex::new(leads),
            nonces: Mutex::default(),
            accounts: Mutex::default(),
            orders: Mutex::default(),
        });
        let answers = inner.clone();
        let app = Router::new().fallback(move |request: Request| answer(answers.clone(), request));
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { directory, inner, task }
    }

    pub fn signer(&self) -> &Signer {
        &self.inner.signer
    }

    /// From now on all names lead elsewhere.
    pub fn lead(&self, to: SocketAddr) {
        *self.inner.leads.lock().unwrap() = to;
    }

    /// The contacts of its accounts.
    pub fn contacts(&self) -> Vec<Value> {
        self.inner.accounts.lock().unwrap().iter().map(|(_, contact)| contact.clone()).collect()
    }

    /// The hosts for which it was asked, and for which it gave a certificate.
    pub fn orders(&self) -> (Vec<String>, Vec<String>) {
        let orders = self.inner.orders.lock().unwrap();
        let given = orders.iter().filter(|order| order.certificate.is_some());
        (orders.iter().map(|order| order.host.clone()).collect(), given.map(|order| order.host.clone()).collect())
    }
}

type Refused = (u16, &'static str, String);

fn refused<T>(status: u16, kind: &'static str, why: impl Into<String>) -> Result<T, Refused> {
    Err((status, kind, why.into()))
}

async fn answer(inner: Arc<Inner>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let at = |path: &str| format!("{}{path}", inner.base);
    let (status, location, body) = match (request.method().clone(), path.as_str()) {
        (Method::GET, "/directory") => {
            let urls = json!({ "newNonce": at("/nonce"), "newAccount": at("/account"), "newOrder": at("/order") });
            return axum::Json(urls).into_response();
        }
        (Method::HEAD, "/nonce") => (StatusCode::OK, None, Body::empty()),
        (Method::POST, _) => {
            let kind = request.headers()["content-type"].to_str().unwrap().to_owned();
            let body = to_bytes(request.into_body(), 1 << 20).await.unwrap();
            match posted(&inner, &path, &kind, &body) {
                Ok((status, location, body)) => (status, location, body),
                Err((status, kind, why)) => {
                    let kind = format!("urn:ietf:params:acme:error:{kind}");
                    let status = StatusCode::from_u16(status).unwrap();
                    (status, None, Body::from(json!({ "type": kind, "detail": why }).to_string()))
                }
            }
        }
        (method, path) => panic!("{method} {path}"),
    };
    let nonce = format!("nonce-{}", super::rand_id());
    inner.nonces.lock().unwrap().insert(nonce.clone());
    let mut answer = Response::builder().status(status).header("replay-nonce", nonce);
    if let Some(location) = location {
        answer = answer.header("location", location);
    }
    answer.body(body).unwrap()
}

/// Answers what was posted, if whoever signed it may ask it.
fn posted(
    inner: &Arc<Inner>,
    path: &str,
    kind: &str,
    body: &[u8],
) -> Result<(StatusCode, Option<String>, Body), Refused> {
    assert_eq!(kind, "application/jose+json");
    let message: BTreeMap<String, String> = serde_json::from_slice(body).unwrap();
    let decoded = |part: &str| BASE64URL_NOPAD.decode(message[part].as_bytes()).unwrap();
    let head: Value = serde_json::from_slice(&decoded("protected")).unwrap();
    let at = |path: &str| format!("{}{path}", inner.base);
    if !inner.nonces.lock().unwrap().remove(head["nonce"].as_str().unwrap()) {
        return refused(400, "badNonce", "this nonce is not, or was used");
    }
    assert_eq!((head["alg"].as_str(), head["url"].as_str()), (Some("ES256"), Some(at(path).as_str())));
    let coordinate = |name: &str| BASE64URL_NOPAD.decode(head["jwk"][name].as_str().unwrap().as_bytes()).unwrap();
    let (key, account) = match (path, &head["kid"]) {
        ("/account", Value::Null) => ([vec![4], coordinate("x"), coordinate("y")].concat(), None),
        (_, Value::String(kid)) => {
            let accounts = inner.accounts.lock().unwrap();
            let number = kid.strip_prefix(&at("/account/")).and_then(|number| number.parse::<usize>().ok());
            match number.and_then(|number| Some((number, accounts.get(number)?))) {
                Some((number, (key, _))) => (key.clone(), Some(number)),
                None => return refused(400, "accountDoesNotExist", "nobody here has this key"),
            }
        }
        _ => return refused(400, "malformed", "a key or an account, as it fits"),
    };
    let signed = format!("{}.{}", message["protected"], message["payload"]);
    let verifier = ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, &key);
    if verifier.verify(signed.as_bytes(), &decoded("signature")).is_err() {
        return refused(403, "unauthorized", "the signature is not good");
    }
    let payload: Value = serde_json::from_slice(&decoded("payload")).unwrap_or(Value::Null);
    let (what, number) =
        path[1..].split_once('/').map_or((&path[1..], None), |(what, number)| (what, number.parse().ok()));
    let Some(account) = account else {
        if payload["termsOfServiceAgreed"] != true {
            return refused(403, "userActionRequired", "the terms");
        }
        let mut accounts = inner.accounts.lock().unwrap();
        accounts.push((key, payload["contact"].clone()));
        let place = at(&format!("/account/{}", accounts.len() - 1));
        return Ok((StatusCode::CREATED, Some(place), Body::from(json!({ "status": "valid" }).to_string())));
    };
    let mut orders = inner.orders.lock().unwrap();
    if what == "order" && number.is_none() {
        let [Value::Object(only)] = payload["identifiers"].as_array().unwrap().as_slice() else { panic!("one host") };
        assert_eq!(only["type"], "dns");
        let (host, token) = (only["value"].as_str().unwrap().to_owned(), format!("token-{}", super::rand_id()));
        orders.push(Order { account, host, token, proven: "pending", ..Order::default() });
        let number = orders.len() - 1;
        let body = shown(inner, number, &orders[number]).to_string();
        return Ok((StatusCode::CREATED, Some(at(&format!("/order/{number}"))), body.into()));
    }
    let number: usize = number.unwrap();
    let Some(order) = orders.get_mut(number).filter(|order| order.account == account) else {
        return refused(403, "unauthorized", "this order is somebody else's");
    };
    let body = match what {
        "order" => shown(inner, number, order).to_string(),
        "authorization" => {
            let identifier = json!({ "type": "dns", "value": order.host });
            let challenges = [challenge(inner, number, order)];
            json!({ "identifier": identifier, "status": order.proven, "challenges": challenges }).to_string()
        }
        "challenge" => {
            assert_eq!(payload, json!({}), "that it is ready");
            let (x, y) = (BASE64URL_NOPAD.encode(&key[1..33]), BASE64URL_NOPAD.encode(&key[33..]));
            // The thumbprint of a key (RFC 7638): its members in order, without white space.
            let print = format!("{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{x}\",\"y\":\"{y}\"}}");
            let print = BASE64URL_NOPAD.encode(ring::digest::digest(&ring::digest::SHA256, print.as_bytes()).as_ref());
            let proof = format!("{}.{print}", order.token);
            tokio::spawn(look(inner.clone(), number, order.host.clone(), proof));
            challenge(inner, number, order).to_string()
        }
        "finalize" => {
            if order.proven != "valid" {
                return refused(403, "orderNotReady", "nothing is proven");
            }
            let csr = BASE64URL_NOPAD.decode(payload["csr"].as_str().unwrap().as_bytes()).unwrap();
            let Ok(mut asked) = CertificateSigningRequestParams::from_der(&csr.into()) else {
                return refused(400, "badCSR", "it is not signed by its key");
            };
            let wanted = SanType::DnsName(order.host.clone().try_into().unwrap());
            if asked.params.subject_alt_names != [wanted] {
                return refused(400, "badCSR", "it is for other hosts");
            }
            inner.signer.date(&mut asked.params);
            let given = asked.signed_by(&inner.signer.issuer).unwrap();
            order.certificate = Some(given.pem() + inner.signer.issuer.pem().as_str());
            shown(inner, number, order).to_string()
        }
        "certificate" => order.certificate.clone().unwrap(),
        other => panic!("{other}"),
    };
    Ok((StatusCode::OK, None, body.into()))
}

/// An order, as it is shown to whoever asked for it.
fn shown(inner: &Inner, number: usize, order: &Order) -> Value {
    let at = |what: &str| format!("{}/{what}/{number}", inner.base);
    let status = match (order.proven, &order.certificate) {
        (_, Some(_)) => "valid",
        ("valid", None) => "ready",
        (proven, None) => proven,
    };
    let mut shown = json!({
        "status": status,
        "identifiers": [{ "type": "dns", "value": order.host }],
        "authorizations": [at("authorization")],
        "finalize": at("finalize"),
    });
    if order.certificate.is_some() {
        shown["certificate"] = at("certificate").into();
    }
    shown
}

fn challenge(inner: &Inner, number: usize, order: &Order) -> Value {
    let url = format!("{}/challenge/{number}", inner.base);
    let mut shown = json!({ "type": "tls-alpn-01", "url": url, "token": order.token, "status": order.proven });
    if order.proven == "invalid" {
        shown["error"] = json!({ "type": "urn:ietf:params:acme:error:connection", "detail": order.why });
    }
    shown
}

/// Looks whether a host leads to who can prove it.
async fn look(inner: Arc<Inner>, number: usize, host: String, proof: String) {
    let leads = *inner.leads.lock().unwrap();
    let looked = tokio::time::timeout(Duration::from_secs(20), shows(leads, &host, &proof)).await;
    let looked = looked.unwrap_or_else(|_| Err("nobody answered in time".to_owned()));
    let mut orders = inner.orders.lock().unwrap();
    (orders[number].proven, orders[number].why) = match looked {
        Ok(()) => ("valid", String::new()),
        Err(why) => ("invalid", why),
    };
}

/// Whether what answers at an address for a host shows what proves it (RFC 8737, 3).
async fn shows(at: SocketAddr, host: &str, proof: &str) -> Result<(), String> {
    let provider = Arc::new(provider::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone());
    let config = config.with_protocol_versions(&[&rustls::version::TLS13]).unwrap();
    let any = Arc::new(Anybody(provider));
    let mut config = config.dangerous().with_custom_certificate_verifier(any).with_no_client_auth();
    config.alpn_protocols = vec![b"acme-tls/1".to_vec()];
    let stream = TcpStream::connect(at).await.map_err(|error| error.to_string())?;
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let stream = connector.connect(name, stream).await.map_err(|error| error.to_string())?;
    let connection = stream.get_ref().1;
    if connection.alpn_protocol() != Some(b"acme-tls/1") {
        return Err("it speaks another protocol".to_owned());
    }
    let shown = connection.peer_certificates().unwrap()[0].clone();
    let shown = x509_cert::Certificate::from_der(&shown).unwrap();
    let shown = shown.tbs_certificate();
    let (_, names) = shown.get_extension::<SubjectAltName>().unwrap().ok_or("it names no host")?;
    let [GeneralName::DnsName(name)] = names.0.as_slice() else { return Err("it names several".to_owned()) };
    if name.as_str() != host {
        return Err(format!("it names {name:?}"));
    }
    let wanted = ring::digest::digest(&ring::digest::SHA256, proof.as_bytes());
    let wanted = [&[0x04, 0x20], wanted.as_ref()].concat();
    let proves = shown.extensions().unwrap().iter().any(|extension| {
        extension.extn_id.to_string() == "1.3.6.1.5.5.7.1.31"
            && extension.critical
            && extension.extn_value.as_bytes() == wanted
    });
    if proves { Ok(()) } else { Err("it proves nothing".to_owned()) }
}

/// Takes whoever has the key to what they show: who that is, the extension says.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        unreachable!("it speaks TLS 1.3 alone")
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        // By its key: the certificate as a whole is none that one who knows no ACME takes.
        let certificate = x509_cert::Certificate::from_der(certificate).unwrap();
        let key = certificate.tbs_certificate().subject_public_key_info().to_der().unwrap();
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature_with_raw_key(message, &key.into(), signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
