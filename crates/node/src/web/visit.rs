// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a handler knows of its request: the door, the language, the form of the answer; and in a
//! community, who looks.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, RawPathParams, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use jiff::tz::TimeZone;

use crate::{
    node::Node,
    spine::{
        command::{Caller, Command, Done},
        communities,
        id::Id,
        log::Actor,
        mandates, notices,
        refusal::{Kind, Refusal},
        sessions::{self, Session},
        tokens,
        viewer::Viewer,
        world::Micros,
    },
    store::{Reader, args},
};

use super::{cookies::language, door::Door, error::Failure, lang::Lang, mirror::ForMirror, page::Page, ways};

/// In what form the reader wants the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// HTML: also to `*/*`.
    Html,
    /// The view as JSON.
    Json,
    /// iCalendar.
    Calendar,
    /// Markdown.
    Markdown,
    /// A feed of news (Atom).
    Atom,
    /// A list for spreadsheets (CSV).
    Spreadsheet,
    /// ActivityStreams, for other nodes.
    Activity,
}

/// A request, as the outermost layer understood it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The node.
    pub node: Arc<Node>,
    /// The way in.
    pub door: Door,
    /// The language of the answer.
    pub lang: Lang,
    /// Whether the reader chose it by hand; otherwise a community's own language comes first.
    pub lang_chosen: bool,
    /// The form of the answer.
    pub format: Format,
    /// The path as the reader sees it, with the query.
    pub path: String,
    /// The page on which the reader is: the same, or for a form that was sent the page that held it.
    pub at: String,
    /// Whether it only reads (GET, HEAD).
    pub reads: bool,
    /// Whether it is for a mirror, which is read while the node is away.
    pub mirror: bool,
    /// A number by which the operator finds the request in the log.
    pub request: String,
    /// Where it comes from: used for throttling only, and never stored.
    pub address: Option<std::net::IpAddr>,
    /// Whose account it turned out to be about, for the machine's log.
    pub(super) account: Arc<Mutex<Option<Id>>>,
}

impl Visit {
    /// What a request says of itself, before its door is known: at the node's canonical one, and in HTML.
    pub fn new(node: &Arc<Node>, request: &Request) -> Self {
        let headers = request.headers();
        let chosen = language(headers);
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let preferred =
            headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Lang::from_header);
        Self {
            node: node.clone(),
            door: node.doors.canonical_door(),
            lang: chosen.or(preferred).unwrap_or_default(),
            lang_chosen: chosen.or(preferred).is_some(),
            format: Format::Html,
            at: if request.method().is_safe() { path.clone() } else { referrer(headers) },
            path,
            reads: request.method().is_safe(),
            mirror: request.extensions().get::<ForMirror>().is_some(),
            request: data_encoding::HEXLOWER.encode(&node.core.world.bytes::<6>()),
            address: request
                .extensions()
                .get::<ConnectInfo<SocketAddr>>()
                .map(|info| node.proxies.client(info.0.ip(), headers)),
            account: Arc::default(),
        }
    }

    /// Nobody's: for what the node writes by itself, at a door and in a language.
    pub(crate) fn of_node(node: &Arc<Node>, door: Door, lang: Lang) -> Self {
        Self {
            node: node.clone(),
            door,
            lang,
            lang_chosen: true,
            format: Format::Html,
            path: "/".to_owned(),
            at: "/".to_owned(),
            reads: true,
            mirror: false,
            request: String::new(),
            address: None,
            account: Arc::default(),
        }
    }
}

impl Visit {
    /// Says whose account a request is about: of whoever is signed in, or of whom it names.
    pub(crate) fn concerns(&self, member: Id) {
        *self.account.lock().unwrap_or_else(PoisonError::into_inner) = Some(member);
    }

    /// That a community is elsewhere now: with the address there of what is asked for here.
    fn moved(&self, community: &Community) -> crate::spine::refusal::Error {
        let path = self.path.strip_prefix(&format!("/@{}", community.handle)).unwrap_or(&self.path);
        let home = community.moves_to.as_deref().unwrap_or_default();
        crate::spine::refusal::moved(&format!("{home}{path}"))
    }

    /// Whose account it was about, if anybody's.
    pub(super) fn account(&self) -> Option<Id> {
        *self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session of a program that came in by a token.
    async fn by_token(&self, community: Id, token: &str) -> Result<Session, Failure> {
        // What was sent in the open is nobody's secret any more.
        if !self.door.opens_sealed() {
            return Err(Failure::new(StatusCode::FORBIDDEN, "error-token-door"));
        }
        // How people come in, and what one alone may see and do, is no program's: it would outlive the key.
        let own = self.path.split(['?', '#']).next().unwrap_or_default();
        let kept = ["me", "invitations", "invite"];
        if own.split('/').any(|part| kept.contains(&part.split('.').next().unwrap_or_default())) {
            return Err(Failure::new(StatusCode::FORBIDDEN, "error-token-page"));
        }
        let core = &self.node.core;
        let session = tokens::resume(&core.db, &core.world, community, token).await?;
        session.ok_or_else(|| Failure::new(StatusCode::UNAUTHORIZED, "error-token"))
    }
}

/// The path of the page from which a form was sent.
fn referrer(headers: &HeaderMap) -> String {
    let from = headers.get(header::REFERER).and_then(|from| url::Url::parse(from.to_str().ok()?).ok());
    let path = |from: url::Url| from.query().map_or(from.path().to_owned(), |query| format!("{}?{query}", from.path()));
    from.map_or_else(|| "/".to_owned(), path)
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Failure::not_found)
    }
}

/// A community, as every page of it needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Community {
    /// Its identifier.
    pub id: Id,
    /// Part of its address.
    pub handle: String,
    /// Its own host, if it has one.
    pub host: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub municipality: String,
    /// BCP 47 tags, separated by spaces.
    pub languages: String,
    /// IANA name.
    pub time_zone: String,
    /// `invitation` or `request`.
    pub joining: String,
    /// Who answers for care.
    pub care_contact: String,
    /// Made by the demonstration.
    pub sample: bool,
    /// When it was founded.
    pub founded_at: Micros,
    /// Members who have not left.
    pub active: i64,
    /// How often it described itself.
    pub described: i64,
    /// Where it is about to live, or lives by now.
    pub moves_to: Option<String>,
    /// Since when nothing changes here any more.
    pub left_at: Option<Micros>,
    /// Whether the node has other communities.
    pub others: bool,
}

impl Community {
    /// A page in the community's own language, for texts that go to its chat whoever copies them.
    pub fn page_in_its_language(&self, page: &Page) -> Page {
        let lang = self.languages.split(' ').find_map(Lang::from_tag).unwrap_or_default();
        Page { lang, ..page.clone() }
    }

    /// Its time zone; UTC if the name is unknown, which the commands do not let happen.
    pub fn zone(&self) -> TimeZone {
        tequio_calendar::zone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

/// A request in a community.
#[derive(Debug, Clone)]
pub struct Here {
    /// The request.
    pub visit: Visit,
    /// The community.
    pub community: Community,
    /// The session, if there is one.
    pub session: Option<Session>,
    /// Who looks.
    pub viewer: Viewer,
    /// The session's token, to end it.
    pub token: Option<String>,
    /// What stands before every path of the community at this door: `/@handle`, or nothing.
    pub base: String,
}

/// The name of the cookie in which a door keeps the session of a community. Where browsers drop
/// `__Host-` cookies it has another name, and is good at that door only.
pub fn cookie_name(door: &Door, community: Id) -> String {
    let prefix = if door.keeps_secure_cookies() { "__Host-tequio" } else { "tequio-lan" };
    format!("{prefix}-{community}")
}

/// The value of a cookie in the headers of a request.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
}

/// The token by which a program comes in (RFC 6750, 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

impl FromRequestParts<Arc<Node>> for Here {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, node: &Arc<Node>) -> Result<Self, Failure> {
        let visit = Visit::from_request_parts(parts, node).await?;
        let params = RawPathParams::from_request_parts(parts, node).await.map_err(|_| Failure::not_found())?;
        let handle = params.iter().find(|(name, _)| *name == "handle").map(|(_, value)| value.to_owned());
        Self::of(visit, &handle.unwrap_or_default(), &parts.headers).await
    }
}

impl Here {
    /// A request in the community `handle`, by whoever holds the session that its cookies name.
    ///
    /// # Errors
    /// When there is no such community.
    pub async fn of(mut visit: Visit, handle: &str, headers: &HeaderMap) -> Result<Self, Failure> {
        let core = &visit.node.core;
        let mut reader = core.db.read(&Viewer::Node).await?;
        let community: Option<Community> = reader.optional(&communities::store::BY_HANDLE, args![handle]).await?;
        drop(reader);
        let community = community.ok_or_else(Failure::not_found)?;
        // Other programs still read what it said, and that it is elsewhere now.
        let left = community.left_at.is_some();
        if left && !(visit.reads && visit.format == Format::Activity) {
            return Err(visit.moved(&community).into());
        }
        let token = cookie(headers, &cookie_name(&visit.door, community.id)).filter(|_| !left).map(str::to_owned);
        let session = match (bearer(headers), &token) {
            (Some(bearer), _) if !left => Some(visit.by_token(community.id, bearer).await?),
            (_, Some(token)) => sessions::resume(&core.db, &core.world, community.id, &visit.door.host, token).await?,
            (_, None) => None,
        };
        if !visit.lang_chosen
            && let Some(lang) = community.languages.split(' ').find_map(Lang::from_tag)
        {
            visit.lang = lang;
        }
        let viewer = match session {
            Some(session) => {
                visit.concerns(session.member);
                Viewer::Member { community: community.id, member: session.member }
            }
            None => Viewer::Anonymous { community: community.id },
        };
        let base = if visit.door.own_host { String::new() } else { format!("/@{}", community.handle) };
        Ok(Self { visit, community, session, viewer, token, base })
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.visit.node
    }

    /// The present instant.
    pub fn now(&self) -> Micros {
        self.node().core.world.now()
    }

    /// A reader for what the viewer may see.
    ///
    /// # Errors
    /// As the store says.
    pub async fn read(&self) -> Result<Reader, Failure> {
        Ok(self.node().core.db.read(&self.viewer).await?)
    }

    /// Whether a second factor was given in this session.
    pub fn gave_factor(&self) -> bool {
        self.session.is_some_and(|session| session.second_factor)
    }

    /// Who gives a command by this request.
    pub fn caller(&self) -> Caller {
        match self.session {
            Some(Session { member, second_factor, scopes, .. }) => {
                Caller { actor: Actor::Member(member), second_factor, scopes }
            }
            None => Caller::plain(Actor::Guest),
        }
    }

    /// Carries out a command. `key` is the form's idempotency key.
    ///
    /// # Errors
    /// A refusal, or what the store says.
    pub async fn execute<C: Command>(&self, key: Option<Id>, command: C) -> Result<Done, crate::spine::refusal::Error> {
        self.node().core.execute(self.community.id, self.caller(), self.key(key), command).await
    }

    /// Whether a command is this viewer's to give, as the table of permissions says: for showing its button.
    ///
    /// # Errors
    /// As the store says.
    pub async fn may(&self, command: &str) -> Result<bool, Failure> {
        Ok(self.session.is_some() && self.check(command).await?.is_ok())
    }

    /// Refuses a page to who may not give its command, before they fill in what cannot be saved; in the words in
    /// which the command itself would be refused.
    ///
    /// # Errors
    /// What is missing, or as the store says.
    pub async fn must(&self, command: &str) -> Result<(), Failure> {
        Ok(self.check(command).await??)
    }

    /// Refuses a page that shows secrets at a door where the network reads along, and says where it opens.
    ///
    /// # Errors
    /// Forbidden, at such a door.
    pub fn opens_sealed(&self) -> Result<(), Failure> {
        if self.visit.door.opens_sealed() {
            return Ok(());
        }
        let doors = &self.node().doors;
        if !doors.canonical_door().opens_sealed() {
            return Err(Failure::new(StatusCode::FORBIDDEN, "error-sealed-node"));
        }
        let path = self.visit.path.split('?').next().unwrap_or_default();
        let address = format!("{}{path}", doors.canonical());
        Err(Failure {
            arguments: vec![("address", address)],
            ..Failure::new(StatusCode::FORBIDDEN, "error-sealed-door")
        })
    }

    async fn check(&self, command: &str) -> Result<crate::spine::refusal::Result<()>, Failure> {
        let caller = self.caller();
        let mut reader = self.read().await?;
        let held: Vec<(String, Micros)> = reader.all(&mandates::store::OWN_KINDS, args![self.now()]).await?;
        let usable = mandates::sort_usable(held, caller.second_factor, self.now());
        Ok(mandates::rules::check(command, caller.actor, &usable))
    }

    /// Counts what somebody without an account does by where they come from, and refuses it when it is too much.
    ///
    /// # Errors
    /// A refusal (`message`).
    pub fn slow_down(&self, message: &'static str) -> crate::spine::refusal::Result<()> {
        let node = self.node();
        match self.visit.address {
            Some(address) if node.addresses.too_many(&node.core.world, address) => {
                Err(Refusal::new(Kind::TooMany, message).into())
            }
            _ => Ok(()),
        }
    }

    /// The form's idempotency key, or a new one for a client that sends none.
    pub fn key(&self, key: Option<Id>) -> Id {
        key.unwrap_or_else(|| self.node().core.world.id())
    }

    /// A path of the community at this door.
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A whole address of the community at this door: for QR codes and texts to share, so that whoever came
    /// by the local network shares an address that works there.
    pub fn address(&self, path: &str) -> String {
        let origin = &self.visit.door.origin;
        match self.node().doors.shared(origin) {
            shared if shared == *origin => format!("{origin}{}{path}", self.base),
            shared => format!("{shared}/@{}{path}", self.community.handle),
        }
    }

    /// The layout of a page.
    ///
    /// # Errors
    /// As the store says.
    pub async fn page(&self, title: String) -> Result<Page, Failure> {
        let mut page = Page::of(&self.visit, title);
        page.base.clone_from(&self.base);
        page.zone = self.community.zone();
        page.reaches_nobody = self.node().doors.reaches_nobody(&self.visit.door.origin);
        let own = self.visit.path.strip_prefix(self.base.as_str()).unwrap_or_default();
        page.back = ways::above(own).map(|(path, name)| (self.path(&path), page.t(name)));
        let door = &self.visit.door;
        let node = if door.own_host { self.node().doors.canonical() } else { String::new() };
        page.others = self.community.others.then(|| format!("{node}/"));
        if let Some(session) = self.session {
            // Who is signed in is so also on a page that they see by a link.
            let own = Viewer::Member { community: self.community.id, member: session.member };
            let mut reader = self.node().core.db.read(&own).await?;
            let name: Option<(Option<String>,)> =
                reader.optional(&crate::spine::members::store::NAME, args![session.member]).await?;
            let unseen: Option<(i64,)> = reader.optional(&notices::store::UNSEEN, args![]).await?;
            page.member = Some(name.and_then(|(name,)| name).unwrap_or_default());
            page.unseen = unseen.map_or(0, |(unseen,)| unseen);
        }
        page.community = Some(self.community.clone());
        Ok(page)
    }
}

/// A request of a member in their community. Others are asked to sign in.
#[derive(Debug, Clone)]
pub struct Member {
    /// The request.
    pub here: Here,
    /// Who.
    pub id: Id,
}

impl std::ops::Deref for Member {
    type Target = Here;

    fn deref(&self) -> &Here {
        &self.here
    }
}

impl FromRequestParts<Arc<Node>> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, node: &Arc<Node>) -> Result<Self, Failure> {
        let here = Here::from_request_parts(parts, node).await?;
        match here.session {
            Some(session) => Ok(Self { here, id: session.member }),
            None => Err(Failure::new(StatusCode::UNAUTHORIZED, "error-sign-in")),
        }
    }
}
