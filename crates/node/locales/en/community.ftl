# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

node-home-title = Communities of this node
node-home-lead = A Tequio node: communities live here that learn, act, make and decide together, with nobody above.
node-home-empty = There are no communities yet. Open the founding link that the terminal showed when the program started.
found-title = Found a community
found-lead = Three steps on one page: the community, its texts, and you. Almost everything can be changed later.
found-community = The community
found-texts = Its texts
found-texts-help = They have a good version to start from. Read them, adjust them now or later: every version is kept.
found-you = You
found-mandate = You will coordinate the first 90 days. From day 60 on, the others confirm you or choose somebody else.
found-button = Found the community
home-next = What comes next
home-next-empty = Nothing is coming yet. What shall we do this Saturday?
home-whole-agenda = See the whole agenda
home-who = Who we are
home-read-founding = Read the founding text
home-join = I want to join
steps-title = First steps
steps-done = done
steps-invite = Invite your people
steps-publish = Publish Saturday's activity
steps-protect = Protect your account with a second step
steps-protect-by = As you coordinate, we ask for it from { $day } on. It takes two minutes.
steps-backup = Keep the first backup: in the terminal of the node,
steps-backup-how = how
steps-backup-help = If somebody else runs the node, ask them.
about-title = Who we are
about-edit = Change how we present ourselves
about-founded = Founded on
about-members = Members
care-contact = Whom to turn to
care-read-privacy = Read the whole privacy notice
document-founding = Founding text
document-pact = Pact
document-privacy = Privacy notice
document-version = Version { $version }: see all
document-version-of = Version { $version }, of { $day }
document-changes = What changed in version { $version }
document-to-accept = Version { $version }: what changed
document-edit-help = Saving makes a new version; earlier ones can still be read, and every member is asked to accept it.
field-required = This is missing.
field-too-long = It is too long: { $limit } characters fit.
field-community-name = Name of the community
field-handle = Short name for its address
field-handle-help = Lower-case letters, digits and hyphens, like colsoli-etla. It cannot be changed later. Left empty, we make it from the name.
field-handle-shape = Use 3 to 30 lower-case letters without accents, digits or hyphens, beginning with a letter.
field-handle-reserved = That name is reserved. Choose another.
field-handle-taken = A community of this node has that short name. Choose another.
field-municipality = Municipality
field-languages = Languages
field-languages-help = By name or code, separated by commas, the main one first: Spanish, Zapotec, Nahuatl, nhn…
field-language-tags = We do not know one of these languages. Write them by name, such as Spanish, Nahuatl or Zapotec, or by code (nhn), separated by commas.
field-main-language = Main language
field-other-languages = Other languages of the community
field-other-languages-help = If there are any, separated by commas: Zapotec, Nahuatl, Mixtec, Maya… A code such as nhn works, too.
field-zone = Time zone
field-time-zone = We do not know that time zone. Choose one from the list.
field-joining = How people come in
field-joining-request = By invitation, or by asking
field-joining-vouching = By invitation, or with two members who know you and say so
field-joining-invitation = By invitation only
field-care-contact = Whom to turn to when something is wrong
field-care-contact-help = A role and how to reach it: “Care circle, Saturdays at the workshop”. It stands on public pages: better not one person's data.
field-text = Text
field-markdown-help = You can use Markdown: **bold**, lists with hyphens and [links](https://…).
default-founding =
    We are a local free-software community. We learn, share and work together so that technology serves people.

    - We use, study, develop and defend free software.
    - We decide together, seeking deep understanding and without haste.
    - Shared work, tequio, belongs to the community and is for the community.
    - Knowledge grows when it is shared.
default-pact =
    This is how we treat each other here:

    1. With respect and empathy: questions are welcome, and nobody was born knowing.
    2. Without discrimination or harassment of any kind, in person or online.
    3. We look after privacy: nobody publishes pictures or data of somebody else without their permission.
    4. We talk about ideas, not against people.
    5. If something makes you uncomfortable or hurts you, turn to whoever cares for us: they will listen, and tell nobody without your permission.

    We will listen to whoever does not keep the pact; the community may ask them to repair, to pause or to leave.
default-privacy =
    What we keep of you and what for:

    - **Your name**, the one you choose: so that the other members know whom they talk to. It is not shown to anybody who is not a member.
    - **What you publish and say**, and which activities you said you would come to.
    - **Your passphrase**, kept in such a way that nobody can read it; and of your passkeys, if you make any, the public half, what you call them and the last day of use.
    - **Your open sessions**: in which browser and since when; and a mark by which we know the browsers in which you signed in before. We keep no IP addresses. The log of the node's computer has when an account came in, went out or was tried, by its number and without its name.

    We ask for neither e-mail nor telephone. If this node sends notices by e-mail and you give an address, only you see it, it is kept encrypted under the node's key, and it is gone when you take it away or leave; letters travel by mail servers. If the community opens to the network, its public activities reach other nodes, which keep a copy; your name does not. If you report something of the network, whoever coordinates reads it, with your name, until they close it; your name does not leave the community. We use no trackers and no third parties. In “My data” you can see, download, correct and erase what is yours; erasing destroys the key under which it was encrypted in the community's log. Whoever runs the node's machine could read what is not encrypted to particular people: ask who that is.
document-why-help = One line. It stays with the version, and everybody gets it in the notice.

## The founding text
founding-text-title = The founding text, phrase by phrase
founding-text-lead = Tequio was made to serve this text of Mexico's free-software chapter. Here it is whole, in its own language: beside each phrase the page that serves it, or that none does yet.
founding-text-count = { $served } of { $all } phrases already have a place in this program.
founding-text-not-yet = Not yet.
serves-source = The program itself: its source, to use, study, change and share
serves-pact = The pact, with the principles that each member accepts
serves-agenda = The agenda: the workshops and circles here
serves-act = Act: what comes next, and where help is wanted
serves-privacy = The privacy notice: what is kept, who sees it and what you may ask for
serves-autonomous = Each community has its own text, keys and log; who looks after the machine does not rule it
serves-decide = Decide: together, with what each person objected in sight
serves-freedom = The install tables: each machine is received, accompanied and handed over with a free system
serves-link = Link: whom the community follows on other nodes, and who follows it, with nobody above
serves-care = Care: the pact, and whom to turn to
serves-consequences = What is deliberated says its consequences before it is firm, and is reviewed afterwards
serves-search = The memory: everything that was published and agreed, to be found
serves-classes = The least times of each kind of decision, which no mandate shortens, and the question whether the text is understood
serves-review = Any member may ask that an agreement be reviewed before its date

## What is new
home-news = What is new in all rooms
news-title = What is new
news-feed = To follow it in a feed reader (Atom)
news-own-feed = your own, with what only members see
news-nothing = Nothing has been published yet.
