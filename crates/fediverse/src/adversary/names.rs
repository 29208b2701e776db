// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks by names: cases 12 and 13.

use serde_json::{Value, json};

use super::stopped_by;
use crate::discovery::{Account, Jrd, Step, WebFingerError, WellKnown};
use crate::guard::Guard;

fn jrd(subject: &str, actor: &str) -> Jrd {
    Jrd::read(&json!({
        "subject": subject,
        "links": [{ "rel": "self", "type": "application/activity+json", "href": actor }],
    }))
    .unwrap()
}

/// A server answers a question about its own account with the name of another server's.
#[test]
fn case_13_a_name_of_another_host_is_taken() {
    stopped_by(Guard::SubjectHost, || {
        let asked: Account = "eve@bad.example".parse().unwrap();
        let answer = jrd("acct:admin@etla.example", "https://bad.example/users/eve");
        matches!(Step::after(&asked, &answer), Ok(Step::Found { account, .. }) if account.host == "etla.example")
    });
}

/// The other host is asked, and does not say the same.
#[test]
fn case_13_the_other_host_does_not_confirm() {
    stopped_by(Guard::SubjectHost, || {
        let account: Account = "admin@etla.example".parse().unwrap();
        let claimed = "https://bad.example/users/eve".parse().unwrap();
        let answer = jrd("acct:admin@etla.example", "https://etla.example/users/admin");
        Step::confirmed(&account, &claimed, &answer).is_ok()
    });
}

/// Honest servers do answer with a host that is not theirs: an account at the domain itself, served below it.
#[test]
fn an_account_that_is_served_elsewhere_is_confirmed() {
    let asked: Account = "ana@social.example.org".parse().unwrap();
    let answer = jrd("acct:Ana@example.org", "https://social.example.org/users/ana");
    let Step::Confirm { account, actor } = Step::after(&asked, &answer).unwrap() else { panic!("not asked again") };
    assert_eq!(account.to_string(), "Ana@example.org");
    let confirmed = Step::confirmed(&account, &actor, &answer).unwrap();
    assert_eq!(confirmed, Step::Found { account, actor });
}

#[test]
fn case_13_odd_accounts() {
    for text in [
        "ana",
        "@",
        "ana@",
        "@example.org",
        "ana@example.org/path",
        "ana@example.org?x",
        "ana@user:pw@example.org",
        "an a@example.org",
        "ana@exa mple.org",
        "ana@example.org#x",
        "acct:ana@",
        "ana/../@example.org",
        "ana@@example.org/",
    ] {
        assert!(matches!(text.parse::<Account>(), Err(WebFingerError::Account(_))), "{text}");
    }
    for (text, proper) in [
        ("@Ana@Example.ORG", "Ana@example.org"),
        ("acct:ana@mañana.example", "ana@xn--maana-pta.example"),
        ("ana@127.0.0.1:8080", "ana@127.0.0.1:8080"),
        ("ana@example.org.", "ana@example.org"),
    ] {
        assert_eq!(text.parse::<Account>().unwrap().to_string(), proper);
    }
}

/// Links to what is no address of the web are none; loopback is refused when it is dialled (`fetching`).
#[test]
fn case_12_links_to_data_and_files() {
    for href in ["data:application/json,{}", "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:0", "//x", ""] {
        let links = |rel: &str| -> Value {
            json!({ "links": [{ "rel": rel, "href": href, "type": "application/activity+json" }], "subject": "acct:a@b.example" })
        };
        assert_eq!(
            WellKnown::read(&links("http://nodeinfo.diaspora.software/ns/schema/2.1")),
            WellKnown::default(),
            "{href}"
        );
        assert_eq!(Jrd::read(&links("self")).unwrap().actor(), None, "{href}");
    }
}
