# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# What commands say when all went well.

said-samples = Three sample communities. Sign in as Ana at { $place } with the passphrase “{ $passphrase }”.
said-found = Found your community with this link, which works once:
said-by-telephone = By telephone, on the same network:
said-no-telephone = Only this computer opens that link. For telephones start with --lan, or name the public address with --origin.
said-door = The door on the local network: { $address }
said-passkeys = People with passkeys that opened at { $host } and no longer do, who come in with their passphrase: { $count }
said-no-network = this machine has no address of a local network now (it has: { $own }); join the network and the door opens, or name an address with --lan=ADDRESS
said-none = none

said-key = # Keep the secret key on paper or on a stick, never on the node. Whoever has it opens your backups; without it nobody does.
said-key-open = others on this machine can read that file: chmod 600, or next time tequio custodian --output FILE
said-key-written = The secret key is in { $file }. Take it away from here; the public one is for tequio backup --to.
said-try = Test it: tequio restore { $file } --identity KEYFILE --data NEWFOLDER
said-blob-missing = the blob { $hash } is missing or damaged, and is not in the backup; tequio check names its file
said-drilled = The backup of { $made } comes back whole.
said-receipt = For the node to know it, give it that code there, with the same --data that it uses.
said-opened = Noted: somebody opened a backup of this node with their key.
said-mirror = Copy it to a server of files that is always on.
said-mirror-left = not in the copy, since no file can be called so: { $path }
said-mirrored = { $count } files in { $folder }
said-upgraded = The data are up to date. What they were is in { $file }.
said-up-to-date = The data were up to date already.
upgrade-pass = good
upgrade-fail = BAD
upgrade-schema = the data are of schema { $found }, this program of { $known }
upgrade-newer = the data are of schema { $found }, and this program knows none beyond { $known }: use the newer one
upgrade-room = { $free } are free; the copy made before takes { $wanted }
upgrade-backup = the backup of { $made } was restored and found whole
upgrade-no-backup = no backup was restored to try it: tequio drill
upgrade-rehearsed = a copy was brought up to date:
said-nothing-erased = Nothing was erased here: a backup needs no such list.
said-erased-again = By the list { $file } what had been erased was erased again: { $count }.
said-no-erasures = There is no list of what was erased. If somebody erased their data after { $made }, they came back with this backup: erase them again, or restore with --erasures.
said-bringing = … { $name } ({ $size }) from { $host }
said-room = There is room for { $room } more.
said-erased-since = What was erased since, by the newest backup of the shelf, was erased again: { $count }.
said-restored = Now: tequio check --data { $folder } and tequio serve --data { $folder }. Serve at the same address as before (--origin), or links and codes on paper lead elsewhere; everybody signs in again.

said-whole = { $records } records, { $rows } rows and { $blobs } blobs of files: everything is as the logs say.
said-findings = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
said-in-log = It stands in the community's log.
said-invite = Whoever opens this link founds a community of its own here. It is not for members.

jobs-heading = state	what	when	tries	error
jobs-dead = dead
jobs-waiting = waiting
peers-heading = state	community	node	followers	behind	told	silent since	tries	next	error
peers-good = good
peers-silent = silent
peers-none = The communities of this node speak to no other one.
queue-none = Nothing waits.
queue-coming = { $count ->
    [one] One thing from { $host } waits to be worked through since { $since }.
   *[other] { $count } things from { $host } wait to be worked through since { $since }.
}
said-host-network = On the network the community is still { $address }, an address of this node: its followers are not lost, and do not leave with it. For the new name it has to be closed to the network and opened again.
jobs-none = There is no work for later.

import-done = { $taken } taken, { $unchanged } unchanged
import-left = line { $line }: { $why }
import-left-titled = line { $line }: “{ $title }” { $why }
import-unread-titled = { $problem } (“{ $title }”)
import-by-hand = was changed here by hand and stays as it is; --replace overwrites it
import-fields = does not fit: { $fields }
import-unfit-none = it has no dates
import-unfit-many = it has too many dates
import-unfit-long = its rule takes too long to follow
import-unfit-uid = its UID is longer than any program’s

audit-unread = could not read { $place }: { $why }
audit-unread-more = could not read { $count } more places of the same kind

tally-ranks = the numbers look like ranks (on each ballot 1, 2, 3…), and { $method } takes the largest as the best: for ranks there are schulze, ranked-pairs, irv and stv-…
tally-tie = a tie is not broken; --ties SEED breaks it, with a seed that was fixed before anybody voted

config-head =
    # Tequio's configuration. A line that begins with # is not read: take the # away to set a value.
    # A flag (--listen) or a variable (TEQUIO_LISTEN) comes before what stands here.
config-setting = { $what } Allowed: { $allowed }.
setting-data = The data folder: keys, and the built-in database.
setting-listen = The address on which the node listens.
setting-origin = The address by which people reach the node. Behind a proxy, the public one.
setting-onion = The onion service of the node, if it has one beside its address (docs/DOORS.md).
setting-database = Where the data is: in a PostgreSQL (a primary and its standbys with commas between them: docs/RELIABILITY.md), or with nothing here in the data folder, by SQLite.
setting-bucket = Where files of entries are: in a bucket of an S3, which several processes share, or with nothing here in the data folder. Where the S3 is and how it opens say AWS_ENDPOINT, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
setting-lan = Whether it listens on the local network too, and prints that door's QR.
setting-trusted-proxy = Proxies in front of the node: what they say by X-Forwarded-For, or at tls-listen by the PROXY protocol, tells one guesser from another.
setting-tls-listen = The address on which it listens for what is encrypted to this node (docs/DOORS.md).
setting-tls-cert = The certificate for that, with those above it (PEM). When the file changes it is read again.
setting-tls-key = The key of that certificate (PEM).
setting-acme = Whether it gets certificates from an authority instead, and renews them: so you accept its terms. The e-mail is for it to reach you.
setting-acme-directory = The authority.
setting-backups = Folders in which a backup is made each day, and links of shelves on friends' nodes, with commas between them; folders that are not there, as a USB stick, are waited for. Whoever reads a link can bring back what is there: keep this file for the node's user alone.
setting-custodians = The public keys of those who keep backups, with commas between them.
setting-reserve = Megabytes of the disk that stay free: with less, the node only reads.
setting-mail = The mail server by which notices, and links to come back, go to those who gave and confirmed their address. With nothing, the node does not speak of e-mail.
setting-mail-from = Whose these letters are. For them to be cancelled by one click, the server signs them with DKIM.
setting-fediverse-allow-loopback = For laboratories alone: whether it visits other nodes by plain http too, and on this very machine.

sorteo-terms = On the roll: { $roll }. Drawn: { $seats }; alternates: { $alternates }.
sorteo-source = The numbers of this decide: { $source }
sorteo-fixed = Digest of what was fixed: { $terms }, with that of the key: { $nonce }
sorteo-drawn = With { $numbers } the same comes out as the file says:
sorteo-not-yet = It is not drawn yet.
sorteo-alternate = alternate
sorteo-compare = Compare the digest of what was fixed with the one published before the numbers, and the numbers with those that came out.
acta-title = “{ $title }”, { $community }
acta-key = The community’s key: { $key }
acta-signed = The signature is that key’s, and nothing changed since { $when }.
acta-text = The text is the one that was decided on.
acta-history = Events: { $count }. All that the rules decide by themselves comes out the same. Stage: { $stage }.
acta-assembly = Events: { $count }. Whose turn it was, how many hands there were and when it is approved come out the same. { $stage }.
acta-agreements = Agreements: { $count }. Their texts are those that were agreed there.
acta-compare = Compare the key with that of the printed acta: anybody can sign with another one (--key checks it).

consulta-wordings = { $count ->
    [one] The question has not changed since it was asked.
   *[other] The question was worded { $count } times, each with its reasons.
}
consulta-forked = Whoever asked worded it in two ways at once. The one that most communities answered holds.
consulta-taken-up = is deliberating on it.
consulta-declined = does not take it up: { $reasons }
consulta-contradictory = says two things at once. Neither is counted.
consulta-says-agree = agrees. Of { $members } members, { $agree } for it, { $aside } do not share it, { $object } against.
consulta-says-stand-aside = does not share it, but does not hold it up. Of { $members } members, { $agree } for it, { $aside } do not share it, { $object } against.
consulta-says-object = no. Of { $members } members, { $agree } for it, { $aside } do not share it, { $object } against.
consulta-uncounted-not-asked = Not counted: it was not among the communities that were asked.
consulta-uncounted-other-question = Not counted: it answers another question.
consulta-uncounted-people = Not counted: it declares more voices than members, or none.
consulta-uncounted-no-answer = It does not answer.
consulta-silent = Said nothing: { $names }.
consulta-untimely = { $count ->
    [one] One answer is not counted, since its date is before or after the term.
   *[other] { $count } answers are not counted, since their dates are before or after the term.
}
consulta-left-out = Left out: number { $number } of the file ({ $name }): { $why }
consulta-sums = Communities: { $agree } agree, { $aside } do not share it, { $object } against. In them, { $people-agree } people for it, { $people-aside } do not share it, { $people-object } against.
consulta-end-open = It can still be answered.
consulta-end-agreed = Agreed, by the rule that was set when it was asked.
consulta-end-not-agreed = Not agreed, by the rule that was set when it was asked.
consulta-end-too-few = Too few communities answered.
consulta-end-torn = The question was split in two, and neither has more answers.
consulta-end-map = There was nothing to count: the answers stand side by side.
consulta-compare = The keys say who signed; that they belong to whom they say, compare with what each community publishes.
consulta-otherwise = who published the file says something else than what comes out ({ $claim }). What comes out:
consulta-form = this is no consultation, or of a newer version: { $why }
consulta-call = the question does not hold: { $why }
consulta-flaw-amending = it leaves less than seven days for other wordings
consulta-flaw-answering = it leaves less than 21 days to answer
consulta-flaw-anybody = it counts anybody, and only those asked by name can be counted
consulta-flaw-nobody = it asks nobody
consulta-flaw-share = a share is no fraction from 0 to 1
consulta-elsewhere = it belongs to another consultation
consulta-no-words = it comes without the wording that it speaks of, or with another
consulta-no-acta = it comes without the acta that it speaks of, or with another
consulta-foreign-acta = the acta is of another community
consulta-undecided = by the acta, that was not decided
consulta-no-dissent = it is silent about what the acta has against it
said-exported = Packed up to record { $records } of its log. It goes to { $address }. Nothing of it changes here any more, and a signpost stays that leads there.
said-exported-back = If nothing comes of this: tequio community return { $community }. Once it is whole there: tequio community forget { $community }; until then its data stay here, also those that had a term.
said-imported = It is whole: { $records } records of its log, verified.
said-imported-elsewhere = the node from which it comes sends people to { $expected }. Let that address lead here, or serve this node at it with --origin.
said-imported-codes = Nobody who coordinates it has printed codes. These are for { $name }: hand them over in person, each is good once.
said-imported-in = Each comes in with their name and a printed code, on the page to sign in; who has none, with two people who vouch for them.
said-returned = The community goes on here. People sign in anew.
said-forgotten = Forgotten: nothing of its words and files is read here any more. Backups made before have them until they are removed.
bundle-range = It carries { $first } to { $last }.
bundle-empty = It carries nothing new.
bundle-receipt-inside = It carries the receipt for what came up to { $last }.
bundle-no-receipt = Nothing came from there, and there is nothing to acknowledge.
bundle-came = Bundle of { $source }
bundle-fresh = New things: { $count }. Read up to { $last }.
bundle-acknowledged = They have what was sent to them up to { $last }.
bundle-strange = Their receipt speaks of something else than what was sent to them, and was passed over: that happens when a backup was restored here or there.
bundle-not-followed = The community does not follow it, or they have not answered yet: its activities are not in the agenda of the network. Whoever coordinates can ask on the page of bundles, and the request travels in the next one.
bundle-source = From: { $source }
bundle-destination = For: { $destination }
bundle-anybody = anybody
bundle-created = Made: { $when }
bundle-key = Fingerprint: { $fingerprint }
bundle-age = To encrypt to it: { $age }
bundle-receipt-for = Acknowledges what { $source } sent up to { $last }.
bundle-compare = It is whole and sealed with that key. That the key is theirs is compared in person.
