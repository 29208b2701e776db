# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Link
menu-link = Link
link-lead = A network of autonomous communities with nobody above: each on its node, and all can be followed.
link-closed = This community is not open to the network yet: nobody can follow it from another node.
link-follow-by = Follow this community from wherever you are
link-follow-help = Look for this account on Mastodon, Mobilizon, Gancio, GoToSocial or another node, and its public activities will reach you.
link-followers = { $count ->
    [0] Nobody follows it from another node yet.
    [one] One account follows it from another node.
   *[other] { $count } accounts follow it from other nodes.
}
link-dates = { $count ->
    [0] No dates are on the network.
    [one] One date is on the network.
   *[other] { $count } dates are on the network.
}
link-since = Open to the network since { $day }.
link-peers = The nodes that are told
link-peer-silent = Does not answer
link-peer-since = Since { $since }. It will be asked again on { $next }.
link-peer-behind = { $count ->
    [0] It is up to date.
    [one] It has not heard of one date yet.
   *[other] It has not heard of { $count } dates yet.
}
link-peer-told = Last told: { $moment }.
link-travels = What travels
link-travels-text = The public activities of the agenda, each date with its place and what it says, and the name of the community. They reach the nodes of those who follow, which keep a copy: when something stops being public they are asked to delete it, and nothing can make them.
link-never = What never travels
link-never-text = What is for members, what is sealed, conversations, the names of members and of who comes to each activity.
link-open = Open the community to the network
link-open-address = It will be known by this address for ever, also if it has another one later: { $address }
link-open-blocks = If somebody harasses you from another node later, they can be limited or suspended, or you can deal only with the nodes that you choose. Before opening, too.
link-open-do = Open to the network
done-opened = The community is open to the network: it can be followed from other nodes now.
error-link-open = The community is open to the network already.
error-link-address = It cannot be opened to the network like this: other nodes reach only a public address that begins with https. Ask whoever looks after the node to give it one (--origin). Now it is:
error-webfinger = It is not clear who is asked for: acct:name@host or an address is expected.
log-link-open = opened the community to the network
log-link-accept = let somebody follow from another node
log-link-end = noted that somebody does not follow from another node any more
log-link-advance = put the dates that come near on the network
link-followed = Whom this community follows
link-followed-help = The activities of the communities that it follows come together, each with its origin, in the agenda of the network.
link-asked = Waits for an answer
link-refused = Does not let itself be followed
link-unfollow = Stop following { $name }
link-address = Community on another node
link-address-help = Its account, such as @etla@nodo.example, or the address of its page.
link-follow-do = Follow
network-title = Agenda of the network
network-lead = What comes in the communities that this one follows. It is not this community's: each activity leads to its own node.
network-only = Only: { $what }.
network-all = See all
network-empty = Nothing for now. When the community follows others, their public activities appear here.
network-cancelled = Cancelled
network-origin = From { $name }, { $account }
network-more = What it says
network-places = By place
done-asked-to-follow = It was asked. As soon as it says yes, its activities appear in the agenda of the network.
done-unfollowed = It is followed no more, and its activities appear no more.
error-link-closed = The community is not open to the network. Open it first: nobody would know otherwise who asks.
error-follows-itself = That is this very community.
error-follows-already = It is followed already, or was asked already.
error-follows-many = The community follows { $limit } already, which is the most there can be. Stop following one.
field-follow-address = This is not understood. Write its account, such as @etla@nodo.example, or the whole address of its page, with https.
field-follow-visited = That address is not visited: it is not public, or does not begin with https.
field-follow-silent = That node does not answer now. Look at the address again, or try later.
field-follow-nobody = There is nobody there who could be followed. Look at the address again.
log-network-follow = asked a community on another node whether it can be followed
log-network-unfollow = stopped following a community on another node
log-network-answer = noted what a community on another node answered
log-activity-join = noted that somebody comes from another node

## With whom it does not deal
blocks-title = Blocks
blocks-open = Blocks of this community
blocks-lead = With whom this community deals on the network is its own to decide. What it decides counts here and nowhere else.
block-limit = Limit
block-limit-means = What is theirs is not shown in the agenda of the network. What is public in this community still reaches them. To follow it or to come to an activity they wait until whoever coordinates says yes.
block-suspend = Suspend
block-suspend-means = Nothing is taken from them and nothing is sent to them. Whoever followed the community from there follows it no more and is told so, whoever was to come comes no more, the community stops following whom it followed there, and their activities are deleted from the agenda of the network. When the suspension is lifted, none of that returns by itself.
block-list = Put on the list of nodes that are dealt with
blocks-covers = A node also stands for what lies below its name: with bad.example also mail.bad.example. What other nodes have already is not deleted, and anybody can read what is public on the page. Blocks and their reasons are seen by members of the community; outside, by nobody.
knocks-title = They wait for a yes
knocks-help = They are limited: without your answer they neither follow the community nor come.
knock-follow = wants to follow the community.
knock-join = wants to come to
knock-which = this activity
knock-yes = Say yes to { $name }
knock-no = Say no to { $name }
block-title = Limit or suspend
block-target = Node or account
block-target-help = A node, such as bad.example; or the whole address of one account, such as https://bad.example/users/eve.
block-measure = What is done
block-reason = Why
block-reason-help = Members of the community read it. It may stay empty.
block-do = Do it
blocks-list = Who they are
blocks-limited = { $count ->
    [0] Nobody is limited.
    [one] One is limited.
   *[other] { $count } are limited.
}
blocks-suspended = { $count ->
    [0] Nobody is suspended.
    [one] One is suspended.
   *[other] { $count } are suspended.
}
blocks-listed = { $count ->
    [0] The list of nodes that are dealt with is empty.
    [one] One is on the list of nodes that are dealt with.
   *[other] { $count } are on the list of nodes that are dealt with.
}
blocked-limit = Limited
blocked-suspend = Suspended
blocked-list = On the list
block-lift = Take { $target } off
blocks-pages = Pages of blocks
blocks-previous = Previous
blocks-next = Next
listed-title = Only with those on the list
listed-on = The community deals only with the nodes on the list: all others count as suspended.
listed-off = The community deals with every node that is not suspended.
listed-means = If you change this, every node that is not on the list counts as suspended from that moment on, also those from where somebody follows already. First put those on the list that you want to keep.
listed-begin = Deal only with those on the list
listed-end = Deal with everybody again
done-blocked = Done: it counts from now on.
done-lifted = It is not there any more.
done-listed-only = From now on the community deals only with the nodes on the list.
done-not-listed-only = The community deals again with everybody who is not suspended.
done-knock-answered = They were answered.
field-block-target = This is not understood. Write a node, such as bad.example, or the whole address of an account, with https.
field-block-own = That is the address of this very community.
field-block-list-host = Whole nodes are put on the list: write the name alone, such as good.example.
error-block-there = It is like that already.
error-blocks-many = These are too many: there is room for { $limit }.
error-follows-suspended = The community does not deal with that node: it is suspended, or not on the list. Change that in Blocks first.
notice-network-knock = Somebody limited on another node waits for your answer
log-link-knock = noted that somebody limited on another node waits for a yes
log-link-answer = answered somebody limited on another node
log-block-set = limited, suspended or listed somebody of the network
log-block-lift = lifted a block of the network
log-block-list-only = changed with whom the community deals on the network

## What is reported
reports-title = Reports
reports-lead = What somebody on another node reports about this community, and what its members report about the agenda of the network. Only whoever coordinates sees it.
reports-empty = No reports are open.
reports-by-member = Reported by { $name }
reports-by-node = Came from { $actor }
reports-wordless = It does not say why.
reports-forwarded = Sent to its node on { $moment }
report-forward = Send it to its node
report-forward-words = What they are told
report-forward-help = It goes in the community’s name. Write it in your own words, so that nobody can tell who reported it.
report-forward-do = Send it
report-close = Done: close it and delete what it says
report-link = Report
report-title = Report an activity
report-help = Whoever coordinates the community reads it, with your name, and decides what to do: limit or suspend that node, or send it the report. Outside the community nobody learns that it was you.
report-words = What is not right
report-do = Report it
done-reported = Whoever coordinates knows it now. Thank you.
done-report-forwarded = It was sent to its node.
done-report-closed = It is closed, and what it said was deleted.
error-report-there = You reported it already. Whoever coordinates is looking at it.
error-report-forwarded = It was sent to its node already.
error-report-suspended = That node is suspended: nothing is sent to it.
error-report-unreachable = That node does not answer now. Try later.
error-reports-many = Too many reports are open. Whoever coordinates has to close some first.
notice-network-report = A report came in
log-report-receive = received a report from another node
log-report-make = reported something of the agenda of the network
log-report-forward = sent a report to the node where it is from
log-report-close = closed a report

## Block lists
blocks-import = Take a list
blocks-export = Save the own list
blocks-export-help = The list that is saved has the nodes and the reasons, as Mastodon takes it. Single accounts and the nodes that are dealt with are not on it.
blocks-import-lead = A list of others is advice, not an order: look at it line by line and tick only what this community wants.
blocks-file = File
blocks-file-help = A CSV list such as Mastodon’s (#domain,#severity,…), or a node a line.
blocks-text = Or paste it here
blocks-look = See what it has
blocks-another = Look at another one
blocks-problems = These lines cannot be taken:
blocks-line = Line { $line }: { $what }
blocks-line-host = it does not say which node.
blocks-line-obfuscated = letters of the node’s name are hidden behind asterisks.
blocks-line-severity = it is not clear what it asks for: silence or suspend is expected.
blocks-line-nothing = it asks for nothing (noop).
blocks-line-shape = it is not written well.
blocks-known = { $count ->
    [one] One line says what is so already or is repeated.
   *[other] { $count } lines say what is so already or are repeated.
}
blocks-nothing = There is nothing to take.
blocks-tick = Tick those that you want. The others stay as they are.
blocks-of-line = Line { $line }
blocks-now = now:
blocks-more = { $count ->
    [one] There is one more: take the list again afterwards.
   *[other] There are { $count } more: take the list again afterwards.
}
blocks-take = Take the ticked ones
field-blocks-ticked = You ticked none. Look at the list again and tick those that you want.

## Closing
link-close = Close to the network
link-close-lead = The community is not on the network any more. On its page everything stays as it is.
link-close-followers = { $count ->
    [0] Nobody follows it.
    [one] The account that follows it is told that it does not any more.
   *[other] The { $count } accounts that follow it are told that they do not any more.
}
link-close-dates = { $count ->
    [0] No dates are on the network.
    [one] The nodes that know of the date on the network are asked to delete it. Nothing can make them.
   *[other] The nodes that know of the { $count } dates on the network are asked to delete them. Nothing can make them.
}
link-close-followed = It stops following the communities that it follows, and its agenda of the network is empty.
link-close-coming = Whoever said on another node that they come stays on the list, but cannot change that from there any more.
link-close-address = From other nodes, this is not found any more: { $address }
link-close-again = It is not for ever: it can be opened again, with the same address or another one. Those who followed it have to follow it again.
link-close-do = Close to the network
done-closed-to-network = The community is closed to the network.
log-link-close = closed the community to the network
link-open-node = That address belongs to the node, not to the community: if one day it leaves for another node, it does not take its followers along. To have one of its own, first ask whoever looks after the node to give it a name of its own (tequio host), and open it then.
error-host-open = The community is open to the network under the name that it has, and under another one nobody would find it: its followers would be lost. Whoever coordinates it has to close it first (Link → Close to the network), and to open it again under the new name.

## Morral
bundles-title = Bundles
bundles-lead = What the community publishes and answers, in a file that somebody carries on a USB stick to where there is no network. Each thing in it is signed: whoever carries it cannot change it.
bundles-closed = The community is not open to the network, and without that it has nothing to sign with. Open it first.
bundles-take = A bundle was brought to you
bundles-file = The bundle
bundles-file-help = A .tequio file of at most 16 MB. All of it is checked before anything is taken. A larger one is taken by whoever runs the node: tequio bundle import.
bundles-their-fingerprint = The other community's fingerprint
bundles-their-fingerprint-help = Only the first time, or when you are asked. Get it in person from whoever coordinates there: it stands on their page of bundles. Do not copy it from a paper that came with the file.
bundles-anew = Begin anew where this bundle begins: what is missing in between cannot be had any more, or the other community was restored from a backup
bundles-take-do = Check and take
bundles-came = Bundle of { $source }
bundles-fresh = { $count ->
    [0] It brought nothing new.
    [one] It brought one new thing.
   *[other] It brought { $count } new things.
}
bundles-through = Read up to number { $number }.
bundles-acknowledged = They have what was sent to them up to number { $number }: the next bundle begins after it.
bundles-strange = Their receipt speaks of something else than what was sent to them: it was passed over. That happens when a backup was restored here or there.
bundles-not-followed = This community does not follow it, or they have not answered yet; so its activities are not in the agenda of the network. Below it can be asked: the request travels in the next bundle for it, and its activities come in the one that answers.
bundles-sources = Whose were read
bundles-read = Read up to number { $number }, on { $moment }.
bundles-for-anybody = Of those for anybody.
bundles-follow = Ask to follow { $source }
bundles-give = Take a bundle along
bundles-give-help = For a community it carries what that has not received: its answers and, if it follows this one, the activities. If it is lost, another one is made alike. It is not encrypted unless you ask: what it carries is public, or for that community.
bundles-to = For which community
bundles-to-help = Its address, as it stands on its page of bundles. Empty: for anybody who follows this community.
bundles-more = Encrypt, or begin at another number
bundles-age = Its key for encrypting
bundles-age-help = It begins with age1, and stands on its page of bundles. So only that community can read it.
bundles-from = Begin at number
bundles-from-help = When they say that something is missing. Empty: after the last one they acknowledged.
bundles-give-do = Make the bundle
bundles-streams = What was carried
bundles-anybody = For anybody
bundles-said = Up to number { $number }.
bundles-said-to = Up to number { $number }; acknowledged up to { $taken }.
bundles-known = By what this community is known
bundles-known-help = Show this in person to whoever receives the first bundle: so they know that it is yours.
bundles-qr = QR code of the fingerprint
bundles-fingerprint = Fingerprint
bundles-actor = Address
bundles-age-own = Key for encrypting to it
done-bundle-follow = The request travels in the next bundle for that community; and over the network, if there is one.
field-number = Write a number.
field-bundle-to = Write the whole address of the community, with https, as it stands on its page of bundles.
field-bundle-itself = That is this same community.
field-bundle-from = Kept are { $first } to { $last }: write one of those.
field-bundle-age = This is no key for encrypting: it begins with age1.
field-bundle-fingerprint = This is no fingerprint: it is thirteen groups of four letters and digits.
field-bundle-large = It has more than { $limit } MB. Whoever runs the node can take it with tequio bundle import.
field-bundle-unread = The file cannot be read or written: { $why }
field-bundle-form = This is no bundle, or it is from a newer version: line { $number } is not understood. Nothing was taken.
field-bundle-cut = The bundle is cut off: its end is missing. Copy it again, and take the stick out only when that is done. Nothing was taken.
field-bundle-changed = The bundle was changed after it was sealed. Ask for another one. Nothing was taken.
field-bundle-keys = The keys of the bundle do not hold ({ $why }). Nothing was taken.
field-bundle-unknown = { $source } is not known yet. Get its fingerprint in person from whoever coordinates there, write it here and choose the file again. Nothing was taken.
field-bundle-other-key = The bundle says it is of { $source }, and is not by the key that is known of it or whose fingerprint you wrote. Compare the fingerprint in person. Nothing was taken.
field-bundle-own = This is a bundle of this same community. Nothing was taken.
field-bundle-foreign = The bundle is for { $whom }, not for this community. Nothing was taken.
field-bundle-sealed = The bundle is encrypted for another community, or damaged. Nothing was taken.
field-bundle-encrypted = The bundle is encrypted: only the community it is for opens it, when it takes it.
field-bundle-suspended = The community does not deal with { $source }: it is among its blocks. Nothing was taken.
field-bundle-fork = The bundle tells another history than the known one, from number { $number } on. If the other community was restored from a backup, tick that it begins anew; if not, ask what happened. Nothing was taken.
field-bundle-gap = { $first } to { $last } are missing: ask for another bundle from { $first } on. If they have them no more, tick that it begins anew. Nothing was taken.
field-bundle-activity = What number { $number } carries is not of who made the bundle ({ $why }). Nothing was taken.
field-bundle-audience = Number { $number } is neither public nor for this community. Nothing was taken.
field-bundle-receipt = A receipt in the bundle does not hold ({ $why }). Nothing was taken.
field-bundle-which = This node has several communities that are open to the network, or none: say which with --community.
