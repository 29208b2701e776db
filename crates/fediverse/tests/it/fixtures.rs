// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the programs of the fediverse send, each with its own habits: written by hand after real payloads, a
//! folder for each in `tests/fixtures/`.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tequio_fediverse::discovery::{Jrd, NodeInfo, WellKnown};
use tequio_fediverse::inbox::{About, Accepted, is_strangers_delete, voices};
use tequio_fediverse::json;
use tequio_fediverse::vocabulary::{
    Activity, ActivityKind, Actor, ActorKind, Collection, Event, JoinMode, Location, Post, PostKind, Question,
    Reference, Status, Tag, Vote, When,
};

use super::time;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn fixture(path: &str) -> Value {
    json::read(&std::fs::read(folder().join(format!("{path}.json"))).unwrap(), 100_000).unwrap()
}

fn activity(path: &str) -> Activity {
    Activity::read(&fixture(path)).unwrap()
}

fn object(path: &str) -> Value {
    activity(path).object().unwrap().embedded().unwrap().clone()
}

fn actor(path: &str) -> Actor {
    Actor::read(&fixture(path)).unwrap()
}

/// Whoever it is that sends them, all are read as something, and what they say is theirs to say.
#[test]
fn every_fixture_is_read() {
    let mut read = 0;
    for software in std::fs::read_dir(folder()).unwrap() {
        for file in std::fs::read_dir(software.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            let value = json::read(&std::fs::read(&file).unwrap(), 100_000).unwrap();
            match Activity::read(&value) {
                Ok(activity) => {
                    let accepted = Accepted::new(&value, &activity.actor);
                    assert!(accepted.is_ok(), "{}: {accepted:?}", file.display());
                    assert_eq!(Activity::read(&activity.to_value()).unwrap(), activity, "{}", file.display());
                }
                Err(_) => assert!(
                    Actor::read(&value).is_ok()
                        || Event::read(&value).is_ok()
                        || Collection::read(&value).is_ok()
                        || Jrd::read(&value).is_ok()
                        || NodeInfo::read(&value).is_some()
                        || WellKnown::read(&value).document.is_some()
                        || file.ends_with("key_stub.json"),
                    "{}",
                    file.display()
                ),
            }
            read += 1;
        }
    }
    assert!(read > 50, "{read}");
}

/// Every actor with its keys, and written again as it was.
#[test]
fn actors() {
    for (path, kind, key) in [
        ("mastodon/actor", ActorKind::Person, "https://mastodon.example/users/sample#main-key"),
        ("mobilizon/group", ActorKind::Group, "https://mobilizon.example/@colectivo#main-key"),
        ("gancio/actor", ActorKind::Application, "https://gancio.example/federation/u/relay#main-key"),
        ("gotosocial/actor", ActorKind::Person, "https://gts.example/users/sample/main-key"),
        ("snac/actor", ActorKind::Person, "https://snac.example/sample#main-key"),
        ("lemmy/group", ActorKind::Group, "https://lemmy.example/c/libre#main-key"),
        ("friendica/actor", ActorKind::Person, "https://friendica.example/profile/sample#main-key"),
        ("hubzilla/actor_two_keys", ActorKind::Person, "https://hubzilla.example/channel/sample#main"),
        ("gathio/event_actor", ActorKind::Person, "https://gathio.example/ev1#main-key"),
    ] {
        let actor = actor(path);
        assert_eq!(actor.kind, kind, "{path}");
        assert_eq!(actor.key(key).unwrap().owner, actor.id, "{path}");
        assert_eq!(Actor::read(&actor.to_value()).unwrap(), actor, "{path}");
    }
    let mastodon = actor("mastodon/actor");
    assert_eq!(mastodon.shared_inbox.as_deref(), Some("https://mastodon.example/inbox"));
    assert_eq!(mastodon.also_known_as, ["https://old.example/users/sample"]);
    assert_eq!(mastodon.icon.as_deref(), Some("https://mastodon.example/system/avatars/1.png"));
    assert!(mastodon.approves_followers && !mastodon.takes_rfc9421());
    let hubzilla = actor("hubzilla/actor_two_keys");
    assert_eq!(hubzilla.keys.len(), 2);
    assert!(hubzilla.keys[1].key.ed25519().is_some() && hubzilla.takes_rfc9421());
    assert_eq!(hubzilla.url.as_deref(), Some("https://hubzilla.example/channel/sample"));
}

/// A key that says to be another actor's is left out.
#[test]
fn a_key_with_another_owner() {
    let mut value = fixture("mastodon/actor");
    value["publicKey"]["owner"] = "https://mastodon.example/users/eve".into();
    assert!(Actor::read(&value).unwrap().keys.is_empty());
}

#[test]
fn follows_and_their_answers() {
    for path in ["mastodon/follow", "gotosocial/follow", "snac/follow", "lemmy/follow"] {
        let follow = activity(path);
        assert_eq!(follow.kind, ActivityKind::Follow);
        assert_eq!(follow.object(), Some(&Reference::Id("https://etla.example/c/etla".to_owned())), "{path}");
    }
    for path in ["mastodon/accept_follow", "snac/accept_follow", "gancio/accept_follow"] {
        let value = fixture(path);
        let accept = activity(path);
        assert_eq!(accept.kind, ActivityKind::Accept);
        // Our own Follow within is only a name for us to look up.
        let accepted = Accepted::new(&value, &accept.actor).unwrap();
        assert!(
            matches!(accepted.about(), About::Reference(id) if id.starts_with("https://etla.example/follows/")),
            "{path}"
        );
    }
    for path in ["mastodon/undo_follow", "lemmy/undo_follow"] {
        let value = fixture(path);
        let accepted = Accepted::new(&value, &activity(path).actor).unwrap();
        let About::Own(follow) = accepted.about() else { panic!("{path}") };
        assert_eq!(Activity::read(follow).unwrap().kind, ActivityKind::Follow);
    }
}

#[test]
fn mobilizons_events() {
    let event = Event::read(&object("mobilizon/create_event")).unwrap();
    assert_eq!(event.name, "Festival de instalación");
    assert_eq!(event.start, When::Instant(time("2026-11-28T16:00:00Z")));
    assert_eq!(event.end, Some(When::Instant(time("2026-11-28T20:00:00Z"))));
    assert_eq!(event.timezone.as_deref(), Some("America/Mexico_City"));
    assert_eq!((event.join_mode, event.capacity, event.participants), (Some(JoinMode::Free), None, Some(3)));
    assert_eq!(event.organizers, ["https://mobilizon.example/@sample"]);
    assert_eq!(event.attributed_to, ["https://mobilizon.example/@colectivo"]);
    let [Location::Place(place), Location::Virtual(room)] = event.locations.as_slice() else { panic!("{event:?}") };
    assert_eq!(place.address.as_ref().unwrap().locality.as_deref(), Some("Villa de Etla"));
    assert_eq!((place.latitude, place.longitude), (Some(17.2056), Some(-96.8001)));
    assert_eq!(room.url, "https://meet.example/sala");
    assert_eq!(event.attachments.len(), 1);
    assert_eq!(
        event.tags,
        [Tag::Hashtag { name: "gnu".to_owned(), href: Some("https://mobilizon.example/tags/gnu".to_owned()) }]
    );

    let cancelled = Event::read(&object("mobilizon/update_event_cancelled")).unwrap();
    assert_eq!((cancelled.status, cancelled.end), (Status::Cancelled, None));
    assert_eq!((cancelled.capacity, cancelled.remaining), (Some(20), Some(17)));
    assert_eq!(cancelled.join_mode, Some(JoinMode::External));
    assert_eq!(cancelled.external_participation_url.as_deref(), Some("https://boletos.example/1"));

    let join = activity("mobilizon/join");
    assert_eq!((join.kind, join.content.as_deref()), (ActivityKind::Join, Some("Llevo USB")));
    assert_eq!(activity("mobilizon/leave").kind, ActivityKind::Leave);
}

#[test]
fn other_programs_events() {
    let gancio = Event::read(&object("gancio/create_event")).unwrap();
    assert_eq!((gancio.start, gancio.end), (When::Instant(time("2026-12-06T01:00:00Z")), None));
    let [Location::Place(place)] = gancio.locations.as_slice() else { panic!("{gancio:?}") };
    assert_eq!(place.address.as_ref().unwrap().street.as_deref(), Some("Calle Falsa 123, Oaxaca"));
    let mixed = Event::read(&fixture("gancio/event_mixed_locations")).unwrap();
    assert!(
        matches!(mixed.locations.as_slice(), [Location::Place(_), Location::Virtual(room)] if room.url == "https://sala.example")
    );
    let wordpress = Event::read(&object("wordpress/create_event")).unwrap();
    assert!(matches!(wordpress.locations.as_slice(), [Location::Virtual(_)]));
    assert_eq!((wordpress.capacity, wordpress.join_mode), (None, Some(JoinMode::External)));
    assert_eq!(activity("wordpress/ignore_join").kind, ActivityKind::Ignore);
    let friendica = Event::read(&object("friendica/create_event")).unwrap();
    assert_eq!(friendica.content.as_deref(), Some("Con pan"));
    let hubzilla = activity("hubzilla/invite_event");
    assert_eq!(hubzilla.kind, ActivityKind::Invite);
    assert_eq!(Event::read(hubzilla.object().unwrap().embedded().unwrap()).unwrap().name, "Charla");
    // Written by us, they are read as the same.
    for event in [gancio, mixed, wordpress, friendica] {
        assert_eq!(Event::read(&event.to_value()).unwrap(), event);
    }
}

/// Friendica's members come by accepting the event itself, and take that back.
#[test]
fn friendicas_replies() {
    let accept = activity("friendica/accept_event");
    assert_eq!(
        (accept.kind, accept.object().unwrap().id()),
        (ActivityKind::Accept, Some("https://etla.example/c/etla/events/1"))
    );
    let value = fixture("friendica/undo_accept_event");
    let accepted = Accepted::new(&value, "https://friendica.example/profile/sample").unwrap();
    let About::Own(undone) = accepted.about() else { panic!() };
    assert_eq!(Activity::read(undone).unwrap().kind, ActivityKind::Accept);
}

#[test]
fn posts() {
    for (path, kind, public) in [
        ("mastodon/create_note", PostKind::Note, true),
        ("gotosocial/create_note", PostKind::Note, true),
        ("snac/create_note", PostKind::Note, true),
        ("misskey/create_note", PostKind::Note, true),
    ] {
        let post = Post::read(&object(path)).unwrap();
        assert_eq!((post.kind, post.is_public()), (kind, public), "{path}");
        assert!(post.content.as_deref().unwrap().contains("</p>"), "{path}");
        assert_eq!(Post::read(&post.to_value()).unwrap(), post, "{path}");
    }
    let mastodon = Post::read(&object("mastodon/create_note")).unwrap();
    assert_eq!(mastodon.in_reply_to.as_deref(), Some("https://etla.example/c/etla/events/1"));
    assert!(matches!(&mastodon.tags[0], Tag::Mention { href, .. } if href == "https://etla.example/c/etla"));
    // One tag that is not in a list.
    assert_eq!(Post::read(&object("gotosocial/create_note")).unwrap().tags.len(), 1);
    let snac = Post::read(&object("snac/create_note")).unwrap();
    assert_eq!(snac.context.as_deref(), Some("https://snac.example/sample/p/1764.9#ctxt"));
}

/// A group passes on what its members say (FEP-1b12); it is to be looked up where it was said.
#[test]
fn lemmys_announcements() {
    let value = fixture("lemmy/announce_create_page");
    let announce = Activity::read(&value).unwrap();
    let inner = announce.announced().unwrap();
    assert_eq!((inner.kind, inner.actor.as_str()), (ActivityKind::Create, "https://lemmy.example/u/sample"));
    assert_eq!(inner.audience.as_deref(), Some("https://lemmy.example/c/libre"));
    let page = Post::read(inner.object().unwrap().embedded().unwrap()).unwrap();
    assert_eq!((page.kind, page.name.as_deref()), (PostKind::Page, Some("Una publicación")));
    assert!(page.attachments[0].is_link);
    let accepted = Accepted::new(&value, "https://lemmy.example/c/libre").unwrap();
    assert_eq!(accepted.about(), About::Reference("https://lemmy.example/activities/create/2807"));
    let outbox = Collection::read(&fixture("lemmy/group_outbox")).unwrap();
    assert_eq!((outbox.total, outbox.items.len(), outbox.after()), (Some(1), 1, None));
}

#[test]
fn questions_and_votes() {
    let mastodon = Question::read(&object("mastodon/update_question")).unwrap();
    assert!(mastodon.several);
    assert_eq!(mastodon.choices.iter().map(|choice| choice.votes).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(Question::read(&mastodon.to_value()).unwrap(), mastodon);
    let gathio = Question::read(&object("gathio/create_question")).unwrap();
    assert_eq!((gathio.several, gathio.choices.len()), (false, 1));
    let vote = Vote::read(&object("mastodon/create_vote")).unwrap();
    assert_eq!((vote.choice.as_str(), vote.question.as_str()), ("Voy", "https://etla.example/c/etla/questions/1"));
    assert_eq!(vote.voter, "https://mastodon.example/users/sample");
    assert_eq!(Vote::read(&object("mastodon/create_note")), None);
}

#[test]
fn going_away_and_reporting() {
    let delete = activity("mastodon/delete_actor");
    assert!(is_strangers_delete(&delete, false) && !is_strangers_delete(&delete, true));
    assert_eq!(
        activity("mastodon/delete_note").object().unwrap().id(),
        Some("https://mastodon.example/users/sample/statuses/1")
    );
    let moved = activity("mastodon/move");
    assert_eq!(moved.target.as_deref(), Some("https://mastodon.example/users/sample"));
    // Believed only where the new one answers it.
    assert!(actor("mastodon/actor").also_known_as.contains(&moved.actor));
    let flag = activity("mastodon/flag");
    assert_eq!((flag.objects.len(), flag.content.as_deref()), (2, Some("Anuncio que no viene al caso")));
    assert_eq!(activity("lemmy/report").objects.len(), 1);
    let carried = voices(&fixture("mastodon/flag"));
    assert_eq!(carried.iter().filter(|id| id.starts_with("https://etla.example/")).count(), 2);
    assert!(carried.contains(&"https://mastodon.example/actor".to_owned()));
}

#[test]
fn servers() {
    let found = WellKnown::read(&fixture("gancio/well_known_nodeinfo"));
    assert_eq!(found.document.as_ref().unwrap().path(), "/.well-known/nodeinfo/2.1");
    assert_eq!(found.application.as_ref().unwrap().path(), "/federation/u/relay");
    assert_eq!(WellKnown::read(&found.to_value()), found);
    for (path, software) in [("gancio/nodeinfo", "gancio"), ("mastodon/nodeinfo", "mastodon")] {
        let info = NodeInfo::read(&fixture(path)).unwrap();
        assert_eq!(info.software, software);
        assert_eq!(NodeInfo::read(&info.to_value()).unwrap(), info);
    }
    let jrd = Jrd::read(&fixture("mastodon/webfinger")).unwrap();
    assert_eq!(jrd.actor().unwrap().as_str(), "https://mastodon.example/users/sample");
    assert_eq!(Jrd::read(&jrd.to_value()).unwrap(), jrd);
    let ours = Jrd::of_actor("acct:etla@etla.example", "https://etla.example/c/etla", Some("https://etla.example/"));
    assert_eq!(ours.actor().unwrap().as_str(), "https://etla.example/c/etla");
}
