// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The guards: every check whose absence would be an attack, by name.
//!
//! Outside tests [`Guard::holds`] is the condition itself. In the crate's own tests one guard at a
//! time can be taken away, and each attack of `adversary/` is shown to be stopped with it and to
//! succeed without it.

macro_rules! guards {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A check that stands between this crate and an attack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Guard { $($(#[$doc])* $name,)* }

        #[cfg(test)]
        impl Guard {
            pub(crate) const ALL: &[Guard] = &[$(Guard::$name,)*];
        }
    };
}

guards! {
    /// The key that signed belongs to the actor of the activity.
    KeyOwner,
    /// The key is of the actor's own origin, known before anything is fetched.
    KeyOrigin,
    /// A signature covers method, path and query.
    TargetSigned,
    /// A signature covers the host it is meant for.
    HostSigned,
    /// That host is ours.
    HostOurs,
    /// A signature covers when it was made.
    DateSigned,
    /// It was made within the window.
    DateWindow,
    /// A signature covers the digest of a body.
    DigestSigned,
    /// The digest is the body's.
    DigestTrue,
    /// A signature is taken once.
    Once,
    /// A header that decides is there once.
    OneHeader,
    /// RSA keys have at least 2,048 bits.
    KeySize,
    /// An activity's id is of its actor's origin (FEP-fe34).
    IdOrigin,
    /// An embedded object is its actor's own, else only a reference.
    EmbeddedOrigin,
    /// What is undone is the undoer's own.
    UndoOwn,
    /// A member of an object stands there once.
    UniqueKeys,
    /// JSON is nested so deep and no deeper.
    Depth,
    /// Proofs are for the purpose they are used for.
    ProofPurpose,
    /// A proof has the context of the document it is in.
    ProofContext,
    /// Only https is fetched.
    Https,
    /// An address that is written in a URL is public.
    AddressLiteral,
    /// The addresses behind a name are public when they are dialled.
    AddressResolved,
    /// So many redirects and no more.
    Redirects,
    /// A redirect is checked like the first request.
    RedirectChecked,
    /// A response has so many bytes, unpacked, and no more.
    Size,
    /// A response takes so long and no longer.
    Time,
    /// A response has a content type that is asked for.
    ContentType,
    /// A document is at the address that it names.
    IdIsAddress,
    /// Everything one activity makes us fetch comes out of one budget.
    Budget,
    /// A WebFinger answer about another host is confirmed there.
    SubjectHost,
    /// Lists are read to their limit.
    ListLength,
    /// A block covers what lies below a domain, however it is written.
    SubdomainBlocked,
    /// Block lists see through a boost to whose words it carries.
    BoostedBlocked,
    /// The deletion of a stranger makes us fetch nothing.
    StrangerDeletes,
    /// A key is fetched anew at most so often.
    KeyRefresh,
    /// A bundle is sealed by a pinned key.
    BundlePinned,
    /// A bundle holds what its seal says.
    BundleDigest,
    /// An activity in a bundle has its own proof.
    BundleActivityProof,
    /// A bundle carries on the history that is known.
    BundleChain,
    /// A bundle for another node is not ours.
    BundleDestination,
    /// Lines of a bundle are so long and no longer.
    BundleLine,
    /// A bundle carries nothing that is not for its reader.
    BundleAudience,
    /// A receipt is signed by who received.
    ReceiptSigned,
    /// A receipt speaks of the history that was sent.
    ReceiptChain,
}

impl Guard {
    /// Whether the guarded step may be taken.
    pub(crate) fn holds(self, condition: bool) -> bool {
        condition || self.removed()
    }

    /// Whether a test took this guard away; outside tests never.
    #[cfg(not(test))]
    pub(crate) const fn removed(self) -> bool {
        false
    }

    #[cfg(test)]
    pub(crate) fn removed(self) -> bool {
        REMOVED.get() == Some(self)
    }
}

#[cfg(test)]
thread_local! {
    pub(crate) static REMOVED: std::cell::Cell<Option<Guard>> = const { std::cell::Cell::new(None) };
}
