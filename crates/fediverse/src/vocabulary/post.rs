// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Notes, articles and pages.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::context::is_public;
use super::value::{Writer, flag, id, ids, instant, is, kind, link, many, text};
use super::{ReadError, id_of};

/// What a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostKind {
    /// A short one.
    Note,
    /// A long one, with a title.
    Article,
    /// Lemmy's post.
    Page,
}

const KINDS: [(&str, PostKind); 3] =
    [("Note", PostKind::Note), ("Article", PostKind::Article), ("Page", PostKind::Page)];

/// Something that somebody wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// What it is.
    pub kind: PostKind,
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub attributed_to: Vec<String>,
    /// Its title; of a vote, the choice.
    pub name: Option<String>,
    /// The words (HTML).
    pub content: Option<String>,
    /// A warning before them.
    pub summary: Option<String>,
    /// Whether the warning is meant to hide something.
    pub sensitive: bool,
    /// Its page.
    pub url: Option<String>,
    /// What it answers.
    pub in_reply_to: Option<String>,
    /// The group it is for (FEP-1b12).
    pub audience: Option<String>,
    /// The conversation (FEP-7888).
    pub context: Option<String>,
    /// Addressees.
    pub to: Vec<String>,
    /// Further addressees.
    pub cc: Vec<String>,
    /// Hashtags and mentions.
    pub tags: Vec<Tag>,
    /// Pictures and links.
    pub attachments: Vec<Attachment>,
    /// When it was first published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
}

impl Post {
    /// A post with nothing but what it cannot do without.
    #[must_use]
    pub fn new(kind: PostKind, id: &str, author: &str) -> Post {
        Post {
            kind,
            id: id.to_owned(),
            attributed_to: vec![author.to_owned()],
            name: None,
            content: None,
            summary: None,
            sensitive: false,
            url: None,
            in_reply_to: None,
            audience: None,
            context: None,
            to: Vec::new(),
            cc: Vec::new(),
            tags: Vec::new(),
            attachments: Vec::new(),
            published: None,
            updated: None,
        }
    }

    /// Reads a Note, Article or Page.
    ///
    /// # Errors
    ///
    /// [`ReadError`] for anything else, or without an id.
    pub fn read(value: &Value) -> Result<Post, ReadError> {
        let (_, post_kind) = KINDS
            .iter()
            .find(|(name, _)| is(value, name))
            .ok_or_else(|| ReadError::Kind { expected: "a Note, Article or Page", found: kind(value) })?;
        Ok(Post {
            kind: *post_kind,
            id: id_of(value).ok_or(ReadError::Missing("id"))?.to_owned(),
            attributed_to: ids(value, "attributedTo"),
            name: text(value, "name"),
            content: text(value, "content"),
            summary: text(value, "summary"),
            sensitive: flag(value, "sensitive").unwrap_or(false),
            url: link(value, "url"),
            in_reply_to: id(value, "inReplyTo"),
            audience: id(value, "audience"),
            context: id(value, "context"),
            to: ids(value, "to"),
            cc: ids(value, "cc"),
            tags: many(value.get("tag")).filter_map(Tag::read).collect(),
            attachments: many(value.get("attachment")).filter_map(Attachment::read).collect(),
            published: instant(value, "published"),
            updated: instant(value, "updated"),
        })
    }

    /// Whether it is for everybody.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.to.iter().chain(&self.cc).any(|id| is_public(id))
    }

    /// The post as JSON, without `@context`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut writer =
            Writer::new(KINDS.iter().find(|(_, kind)| *kind == self.kind).map_or("Note", |(name, _)| name));
        writer.set("id", self.id.clone());
        match self.attributed_to.as_slice() {
            [one] => writer.set("attributedTo", one.clone()),
            several => writer.list("attributedTo", several.to_vec()),
        }
        writer.maybe("name", self.name.clone());
        writer.maybe("content", self.content.clone());
        writer.maybe("summary", self.summary.clone());
        writer.set("sensitive", self.sensitive);
        writer.maybe("url", self.url.clone());
        writer.maybe("inReplyTo", self.in_reply_to.clone());
        writer.maybe("audience", self.audience.clone());
        writer.maybe("context", self.context.clone());
        writer.list("to", self.to.clone());
        writer.list("cc", self.cc.clone());
        writer.list("tag", self.tags.iter().map(Tag::to_value));
        writer.list("attachment", self.attachments.iter().map(Attachment::to_value));
        writer.time("published", self.published);
        writer.time("updated", self.updated);
        writer.finish()
    }
}

/// A hashtag or a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `#software`, without the sign.
    Hashtag {
        /// The word.
        name: String,
        /// Its page at the author's.
        href: Option<String>,
    },
    /// Somebody is spoken to.
    Mention {
        /// The actor.
        href: String,
        /// `@name@host`
        name: Option<String>,
    },
}

impl Tag {
    pub(crate) fn read(value: &Value) -> Option<Tag> {
        let href = value.get("href").and_then(Value::as_str).map(str::to_owned);
        if is(value, "Mention") {
            return Some(Tag::Mention { href: href?, name: text(value, "name") });
        }
        if is(value, "Hashtag") {
            let name = text(value, "name")?.trim_start_matches('#').to_owned();
            return (!name.is_empty()).then_some(Tag::Hashtag { name, href });
        }
        None
    }

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Tag::Hashtag { name, href } => json!({ "type": "Hashtag", "name": format!("#{name}"), "href": href }),
            Tag::Mention { href, name } => json!({ "type": "Mention", "href": href, "name": name }),
        }
    }
}

/// A picture, a file or a link beside the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Where it is.
    pub url: String,
    /// Its content type, by its sender's word.
    pub media_type: Option<String>,
    /// What it shows, for who does not see it.
    pub name: Option<String>,
    /// Whether it is a link rather than a file.
    pub is_link: bool,
}

impl Attachment {
    pub(crate) fn read(value: &Value) -> Option<Attachment> {
        let href = || value.get("href").and_then(Value::as_str).map(str::to_owned);
        Some(Attachment {
            url: link(value, "url").or_else(href)?,
            media_type: text(value, "mediaType"),
            name: text(value, "name"),
            is_link: is(value, "Link"),
        })
    }

    pub(crate) fn to_value(&self) -> Value {
        let mut writer = Writer::new(if self.is_link { "Link" } else { "Document" });
        writer.set(if self.is_link { "href" } else { "url" }, self.url.clone());
        writer.maybe("mediaType", self.media_type.clone());
        writer.maybe("name", self.name.clone());
        writer.finish()
    }
}
