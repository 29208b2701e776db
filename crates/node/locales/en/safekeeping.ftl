# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Safekeeping
safekeeping-title = Safekeeping
safekeeping-state-none = There is no backup of this node yet. If the computer is lost or breaks, everything is lost.
safekeeping-state-failed = The last attempt at a backup did not go well. Tell whoever looks after the node.
safekeeping-state-unproven = There is a backup, but nobody has tried whether it can be restored. A backup is worth what comes back from it.
safekeeping-state-old = For more than a week no new backup has passed the trial of being restored. Tell whoever looks after the node.
safekeeping-state-good = Well kept: the backup was restored whole in a trial, and everything is what the log says.
safekeeping-same-disk = The backups are on the same disk as the data: if it breaks, both are lost. It takes another place, such as a USB stick.
safekeeping-why-room = There is no room on the disk.
safekeeping-why-made = It could not be written.
safekeeping-why-whole = It was written, but does not come back whole.
safekeeping-made = Last backup
safekeeping-verified = Last time one was restored and found whole
safekeeping-opened = Last time somebody opened one with a key of their own
safekeeping-never = Never
safekeeping-custodians = People whose key opens it
safekeeping-places = Where it is kept
safekeeping-places-there = { $count ->
    [one] One place
   *[other] { $count } places
}; now { $there ->
    [0] none is connected
    [one] one is connected
   *[other] { $there } are connected
}
safekeeping-free = Free on the disk
safekeeping-free-of = { $free }; with less than { $reserve } the node only reads, so that nothing is left half done
safekeeping-certificate = The certificate of { $host } is good until
safekeeping-certificate-none = There is none yet
safekeeping-certificate-failed = The certificate of { $host } could not be renewed: when it ends, browsers will say that the connection is not safe. Tell who looks after the node.
safekeeping-renewal-unreached = The authority that gives it was not reached; the node tries again.
safekeeping-renewal-refused = The authority did not give it: that name must lead to this node, by port 443. The node tries again.
safekeeping-renewal-files = Its file cannot be read or kept.
safekeeping-means = What this means
safekeeping-means-text = The backup is encrypted: only who has one of the keys opens it, and none of them is on the node. Each day, when it is done, the node reads it back, restores it aside and compares everything with the log; for that it uses a key that lives in memory for a moment and is destroyed. That people's own keys open it too is shown by the trial that each of them makes.
safekeeping-one-custodian = Only one person has a key. If they lose it, nobody opens the backups: better have two.
safekeeping-passkeys = { $count ->
    [one] One person comes in
   *[other] { $count } people come in
} with passkeys that open only at { $host }. If that address is to change, tell them before: afterwards one comes in with the passphrase, and everybody makes another passkey.
safekeeping-erased = Daily backups are kept for five weeks. What somebody erases today is in none of them after that time, and when an earlier one is restored it is erased again.
safekeeping-how = For whoever looks after the node
safekeeping-how-text = These steps in the terminal; the first three only once:
safekeeping-how-key = Each person who will keep backups makes their key, on their own computer:
safekeeping-how-daily = The node makes one each day, in a folder or on a USB stick when it is there:
safekeeping-how-drill = Now and then each of them tries theirs on their own computer; the code that it shows is then given to the node:
safekeeping-how-receipt = On the node, so that this page says when it was:

## Shelves
shelves-title = Shelves for other communities
shelves-lead = A community that is a friend can keep its backups here, and you on their node. They are encrypted to people there: on this side one knows only how large they are and on which day they came.
shelves-keep = Look after the shelves
shelves-none = There is no shelf yet. Make one and pass its link to whoever looks after the other node.
shelves-late = Nothing has come for more than a week
shelves-taken = How much is taken
shelves-taken-of = { $taken } of { $gigabytes } GB
shelves-files = { $count ->
    [0] No backup
    [one] One backup
   *[other] { $count } backups
}
shelves-last = the last one came on { $moment }
shelves-empty = nothing has come since it was made, on { $day }
shelves-link = The link of the shelf
shelves-link-help = Pass it to whoever looks after the other node, in a way that you both trust: whoever has it can put things there and bring back what is there. Copy it now, since it is not shown again. There it is used like this:
shelves-link-of = Its link is of { $day }
shelves-renew = Make another link
shelves-close = Close
shelves-new = A new shelf
shelves-name = For which community
shelves-name-help = As you know it. Members of this community see it.
shelves-gigabytes = How much it holds, in GB
shelves-gigabytes-help = The disk of this node is everybody's: with little room left nothing is taken, even if the shelf could hold it.
shelves-make = Make the shelf
shelves-means = What this means
shelves-means-text = What comes stays as it came: with the link nobody can delete it, nor change it after a day. The backups of the last week are kept, and one a week of the four before. If you make another link, the one before opens nothing any more. These files are not in this node's own backups.
shelves-close-title = Close this shelf?
shelves-close-what = All that is on it is deleted and cannot be brought back. Tell whoever looks after the other node first, so that they have another place.
shelves-close-do = Close it and delete what is there
shelf-title = A shelf for your backups
shelf-lead = This is kept here for your community, encrypted: only who has one of its keys opens it. Whoever has this address can bring it back; give it to nobody else.
shelf-room = There is room for { $room } more.
shelf-empty = No backup has come yet.
shelf-how = Trying one, or bringing it back
shelf-how-text = On a computer with Tequio, tequio drill and tequio restore take the address of this page instead of a file: they take the newest, or the one that you name after a slash.
safekeeping-friend = On the friend's node { $host }
safekeeping-sending = On its way: { $sent } of { $size }
safekeeping-why-away = The friend's node is not reached, or the connection stood still.
safekeeping-why-untrusted = The friend's node shows a certificate that is not good, so nothing is sent to it.
safekeeping-why-closed = The shelf on the friend's node is closed or has another link: ask whoever looks after it for a new one.
safekeeping-why-full = The shelf on the friend's node is full: ask for it to hold more.
safekeeping-how-friend = Or on the node of a community that is a friend, which gives a link for that:

## Moving to another node
move-title = Moving to another node
move-go = Go there
move-see = See what travels and what does not
move-lead = A community belongs to those who make it, not to the machine where it lives. It can go to another node as a whole, and nobody need be asked. Once it has gone nothing of it changes here any more, so that there are never two truths.
move-announced = The community is about to move
move-codes-left = { $count ->
    [one] You have one printed code left. It lets you in there: keep it at hand.
   *[other] You have { $count } printed codes left. One lets you in there: keep them at hand.
}
move-codes-none = You have no printed codes, and one lets you in there. Make some before it goes.
move-codes-make = Make new codes
move-call-off = We do not move
move-travels = What travels
move-travels-log = All that happened in the community: its whole log, signed, with its keys.
move-travels-words = Names, messages, agreements, assemblies, mandates, agenda and lists. What was erased stays erased.
move-travels-files = Files and pictures.
move-travels-waiting = What is under way: deadlines, open votes with their ballots, reminders.
move-travels-codes = Everybody's printed codes, and which notices they have seen.
move-stays = What does not travel
move-stays-ways-in = Passphrases, passkeys, second factors and sessions: they are of this node. Each comes in there by a printed code, or by two people who vouch for them.
move-stays-letters = E-mail addresses: each gives theirs again, if they want.
move-stays-tokens = Keys of programs.
move-stays-backups = The backups of this node, and shelves for others.
move-network-host = Its own address, { $host }, goes with it: who follows it from other nodes notices nothing once that address leads to the new node.
move-network = Its address changes. Who follows it from other nodes is told whom to follow, and a signpost stays here that leads to the new address.
move-say = Say where it goes
move-to = Its address there
move-to-help = That of its home on the new node, for example https://other.example/@etla. Everybody is told.
move-announce = Say that we move
move-how = How it is done
move-how-key = Whoever looks after the new node makes a key and hands on its public half:
move-how-pack = Whoever looks after this node packs the community for that key. From that moment nothing changes here any more:
move-how-unpack = Whoever looks after the new node unpacks it:
move-how-back = If nothing comes of it, whoever looks after this node lets it go on here. Never in two places:
done-move-announced = Said. May everybody have their printed codes at hand.
done-move-called-off = The community stays.
notice-move-announced = The community is about to move to another node: keep your printed codes at hand
notice-move-called-off = The community does not move
notice-move-settled = The community has come to this node and goes on here
log-community-announce-move = said that the community moves to another node
log-community-call-off-move = said that the community does not move
log-community-leave = packed the community to take it to another node
log-community-settle = let the community go on on this node
