// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The published vectors: RFC 9421, appendix B, and draft-cavage-12, appendix C. They do not fit the
//! [`Policy`], so what is below it is tested.

use data_encoding::BASE64;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::Url;

use super::{Request, SignatureError, cavage, digest, message};
use crate::key::{Algorithm, PublicKey, SecretKey};

const RSA_PSS: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----";

const ED25519_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----";
const ED25519_SEED: &str = "n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=";

const DIGEST: &str =
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

fn origin() -> Url {
    Url::parse("https://example.com").unwrap()
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())).collect()
}

/// Appendix B.2's test-request.
fn rfc_request(input: &str, signature: &str) -> HeaderMap {
    headers(&[
        ("host", "example.com"),
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("content-type", "application/json"),
        ("content-digest", DIGEST),
        ("content-length", "18"),
        ("signature-input", input),
        ("signature", signature),
    ])
}

fn request(headers: &HeaderMap) -> Request<'_> {
    Request { method: &Method::POST, target: "/foo?param=Value&Pet=dog", headers, body: br#"{"hello": "world"}"# }
}

#[test]
fn rfc_9421_b_2_1_and_b_2_3_rsa_pss() {
    let key = PublicKey::from_pem(RSA_PSS).unwrap();
    for (label, input, signature, base) in [
        (
            "sig-b21",
            r#"();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd""#,
            "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==",
            String::new(),
        ),
        (
            "sig-b23",
            r#"("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss""#,
            "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==",
            format!(
                "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@query\": ?param=Value&Pet=dog\n\"@authority\": example.com\n\"content-type\": application/json\n\"content-digest\": {DIGEST}\n\"content-length\": 18\n"
            ),
        ),
    ] {
        let headers = rfc_request(&format!("{label}={input}"), &format!("{label}=:{signature}:"));
        let found = message::read(&request(&headers), &origin()).unwrap().remove(0).unwrap();
        assert_eq!(found.base, format!("{base}\"@signature-params\": {input}"));
        assert!(key.verify(Algorithm::RsaPssSha512, found.base.as_bytes(), &found.signature), "{label}");
        assert!(!key.verify(Algorithm::RsaV15Sha256, found.base.as_bytes(), &found.signature), "{label}");
    }
}

/// B.2.2 covers a part of the query, which no peer does: it is refused by name.
#[test]
fn rfc_9421_b_2_2_names_what_is_not_supported() {
    let input = r#"sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example""#;
    let headers = rfc_request(input, "sig-b22=:AAAA:");
    let found = message::read(&request(&headers), &origin()).unwrap().remove(0);
    assert_eq!(found.unwrap_err(), SignatureError::Component("@query-param".to_owned()));
}

/// Ed25519 always gives the same signature: made and verified.
#[test]
fn rfc_9421_b_2_6_ed25519() {
    let input = r#"("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#;
    let signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    let headers = rfc_request(&format!("sig-b26={input}"), &format!("sig-b26=:{signature}:"));
    let found = message::read(&request(&headers), &origin()).unwrap().remove(0).unwrap();
    assert_eq!(
        found.base,
        format!(
            "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@authority\": example.com\n\"content-type\": application/json\n\"content-length\": 18\n\"@signature-params\": {input}"
        )
    );
    let public = PublicKey::from_pem(ED25519_PUBLIC).unwrap();
    assert!(public.verify(Algorithm::Ed25519, found.base.as_bytes(), &found.signature));
    let seed = BASE64.decode(ED25519_SEED.as_bytes()).unwrap().try_into().unwrap();
    let secret = SecretKey::from_ed25519_seed(&seed);
    assert_eq!(secret.public(), public);
    assert_eq!(BASE64.encode(&secret.sign(found.base.as_bytes()).unwrap()), signature);
}

/// The digests of appendix B.2 are of its bodies.
#[test]
fn rfc_9421_content_digest() {
    let headers = headers(&[("content-digest", DIGEST)]);
    digest::check_content_digest(&request(&headers)).unwrap();
    let other = Request { body: br#"{"hello": "World"}"#, ..request(&headers) };
    assert_eq!(digest::check_content_digest(&other).unwrap_err(), SignatureError::DigestDiffers);
}

/// draft-cavage-12, C.1 to C.3. Its key has 1,024 bits, which is refused; so what is signed is
/// verified by ring alone.
#[test]
fn cavage_appendix_c() {
    const KEY: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----";
    assert_eq!(PublicKey::from_pem(KEY).unwrap_err(), crate::key::KeyError::RsaBits(1024));
    let body: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let spki = BASE64.decode(body.as_bytes()).unwrap();
    // The RSAPublicKey within: after 22 bytes of SubjectPublicKeyInfo.
    let key = ring::signature::UnparsedPublicKey::new(
        &ring::signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        &spki[22..],
    );
    for (covered, signature) in [
        (
            "",
            "SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz6m79cNfwwb8DMJ5cou1s7uEGKKCs+FLEEaDV5lp7q25WqS+lavg7T8hc0GppauB6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEPXe5WozsbM=",
        ),
        (
            r#"headers="(request-target) host date","#,
            "qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0=",
        ),
    ] {
        let text = format!(r#"keyId="Test",algorithm="rsa-sha256",{covered}signature="{signature}""#);
        let headers = headers(&[
            ("host", "example.com"),
            ("date", "Sun, 05 Jan 2014 21:31:40 GMT"),
            ("content-type", "application/json"),
            ("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
            ("content-length", "18"),
            ("signature", &text),
        ]);
        let request = Request { target: "/foo?param=value&pet=dog", ..request(&headers) };
        let found = cavage::read(&request).unwrap();
        key.verify(found.base.as_bytes(), &found.signature).unwrap();
        digest::check_digest(&request).unwrap();
    }
}
