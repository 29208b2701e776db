// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What letters say, in the language of who reads them.

use std::sync::Arc;

use crate::{
    node::Node,
    spine::{
        communities,
        id::Id,
        members,
        notices::pages::{NoticeView, in_words},
        refusal::{Error, Result},
        viewer::Viewer,
        world::Micros,
    },
    store::args,
    web::{Here, Member, Visit, lang::Lang, visit::Community},
};

use super::{CONFIRM, RECOVERY, Reached, STOP, post::Letter};

/// What it takes to write to a member: who they are, where they read, and in what language.
pub(super) struct Writing<'a> {
    member: Member,
    to: &'a Reached,
    /// Their name, which a letter may say: it is their own.
    name: String,
}

impl<'a> Writing<'a> {
    /// To a member, if their community is there.
    pub(super) async fn to(node: &Arc<Node>, community: Id, member: Id, to: &'a Reached) -> Result<Option<Self>> {
        let viewer = Viewer::Member { community, member };
        let mut reader = node.core.db.read(&viewer).await?;
        let found: Option<Community> = reader.optional(&communities::store::THIS, args![]).await?;
        let name: Option<(Option<String>,)> = reader.optional(&members::store::NAME, args![member]).await?;
        drop(reader);
        let (Some(community), Some((Some(name),))) = (found, name) else { return Ok(None) };
        let door = node.doors.home_of(community.host.as_deref());
        let base = if door.own_host { String::new() } else { format!("/@{}", community.handle) };
        let visit = Visit::of_node(node, door, Lang::from_tag(&to.language).unwrap_or_default());
        let here = Here { visit, community, session: None, viewer, token: None, base };
        Ok(Some(Self { member: Member { here, id: member }, to, name }))
    }

    fn letter(&self, id: Id, subject: String, body: String) -> Letter {
        Letter { id, to: self.to.address.clone(), subject, body, stop: None }
    }

    fn say(&self, message: &str, link: &str) -> String {
        let words = [("community", self.member.community.name.as_str()), ("name", &self.name), ("link", link)];
        self.member.visit.lang.with(message, &words)
    }

    /// The whole address of a link that only the community can make.
    async fn link(&self, path: &str, purpose: &str, id: Id) -> Result<String> {
        let secret = self.member.node().core.secret(self.member.community.id).await?;
        Ok(self.member.address(&format!("{path}/{}", secret.code(purpose, id))))
    }

    /// Asks whether the address is theirs.
    pub(super) async fn confirmation(&self, id: Id) -> Result<Letter> {
        let link = self.link("/mail/confirm", CONFIRM, id).await?;
        let subject = self.member.visit.lang.t("mail-confirm-subject");
        Ok(self.letter(id, subject, self.say("mail-confirm-letter", &link)))
    }

    /// Brings the link by which they come back.
    pub(super) async fn recovery(&self, id: Id) -> Result<Letter> {
        let link = self.link("/recover/mail", RECOVERY, id).await?;
        let subject = self.member.visit.lang.t("mail-recovery-subject");
        Ok(self.letter(id, subject, self.say("mail-recovery-letter", &link)))
    }

    /// Tells them why a letter does not bring them back, and what does.
    pub(super) fn no_recovery(&self, id: Id) -> Letter {
        let subject = self.member.visit.lang.t("mail-recovery-subject");
        self.letter(id, subject, self.say("mail-no-recovery-letter", &self.member.address("/recover")))
    }

    /// What they were told from an instant on and before another, and have not looked at. Nothing, when that is nothing.
    pub(super) async fn digest(&self, id: Id, since: Micros, until: Micros) -> Result<Option<Letter>> {
        let lang = self.member.visit.lang;
        let failed =
            |failure: crate::web::Failure| Error::Damaged(failure.detail.unwrap_or_else(|| failure.message.to_owned()));
        let mut reader = self.member.node().core.db.read(&self.member.viewer).await?;
        let page = self.member.page(String::new()).await.map_err(failed)?;
        let wanted = |at, new| new && since <= at && at < until;
        let notices = in_words(&self.member, &page, &mut reader, wanted).await.map_err(failed)?;
        drop(reader);
        if notices.is_empty() {
            return Ok(None);
        }
        let mut body = self.say("mail-digest-letter", "");
        for NoticeView { words, path, title, reason, at, .. } in &notices {
            let title = title.as_ref().map(|title| format!("{title}. ")).unwrap_or_default();
            body.push_str(&format!("\n\n• {title}{words}\n  {}", page.moment(at)));
            for line in reason.iter().flat_map(|reason| reason.lines()) {
                body.push_str(&format!("\n  | {line}"));
            }
            // Where it is, at this door.
            let path = path.as_ref().and_then(|path| path.strip_prefix(self.member.base.as_str()));
            if let Some(path) = path {
                body.push_str(&format!("\n  {}", self.member.address(path)));
            }
        }
        let stop = self.link("/mail/stop", STOP, self.to.id).await?;
        let all = self.member.address("/notices");
        body.push_str(&format!("\n\n{}\n", lang.with("mail-digest-end", &[("all", &all), ("stop", &stop)])));
        // Nothing of what happened, nor where: it is read on locked screens.
        let subject = lang.with("mail-digest-subject", &[("count", &notices.len().to_string())]);
        Ok(Some(Letter { stop: Some(stop), ..self.letter(id, subject, body) }))
    }
}
