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
link-open-unblocked = Another node cannot be blocked yet. What comes in is limited, and none of it enters the community’s own agenda; but if you fear that somebody may harass you, better wait.
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
