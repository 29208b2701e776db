# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# What is not understood or does not work, in one line each.

# Wrong use
misuse-help = ({ $command })
misuse-near = – did you mean { $near }?
misuse-value = invalid value '{ $value }' for '{ $argument }': allowed is { $allowed }
misuse-wrong = invalid value '{ $value }' for '{ $argument }': { $why }
misuse-no-value = '{ $argument }' needs a value
misuse-number = allowed is a whole number
misuse-day = allowed is a day such as 2026-11-01
misuse-zone = allowed is an IANA name such as America/Mexico_City
misuse-unknown = unexpected argument '{ $argument }'
misuse-command = there is no command '{ $command }'
misuse-commands = a command is missing: allowed is { $allowed }
misuse-equals = '{ $argument }' takes its value after an equals sign
misuse-lan = --lan takes its value after an equals sign, as in --lan=true: allowed is { $allowed }
misuse-conflict = '{ $argument }' does not go together with '{ $other }'
misuse-twice = '{ $argument }' may be given once only
misuse-missing = missing: { $arguments }
wrong-value = { $key } (from { $source }): allowed is { $allowed }
wrong-file-there = FILE: { $file } is there already; allowed is a new name
wrong-no-folder = FILE: there is no folder { $folder }; allowed is a file in one that exists
wrong-folder = { $key }: there is no folder { $folder }
wrong-no-system = --root: there is no system in { $folder }: allowed is the folder where a disk with one is mounted
wrong-identity = --identity: { $file } is not a key file: allowed is what tequio custodian printed, with its AGE-SECRET-KEY-…
wrong-identity-swapped = --identity: { $backup } is the key, and stands where the backup belongs: tequio restore BACKUP --identity KEYFILE
wrong-file = { $key }: { $file }: { $why }
wrong-erasures = --erasures: not a line of tequio erasures: { $line }
wrong-receipt = this code is of no backup that this node made
wrong-kind = --kind: allowed is coordination, agenda or care
wrong-days = --to: allowed is a day after --from
wrong-seats-irv = --seats: irv elects one; several are elected by stv-scottish or stv-meek
wrong-seats-budget = --seats: a budget has none
wrong-seed = --elimination seed: needs --ties with the seed

# Configuration
source-default = default
source-with-files = together with tls-cert
source-environment = the environment
allowed-data = a folder that is empty, absent, or made by Tequio
allowed-data-node = the folder of a node (tequio serve makes one)
allowed-data-empty = a folder that is empty or absent
allowed-listen = an address and a port, such as 127.0.0.1:3456
allowed-origin = http:// or https:// with a host and nothing after it, such as https://nodo.example
allowed-onion = nothing, or http:// with a host that ends in .onion
allowed-database = postgres://USER@HOST/NAME, several with commas between them for a primary and its standbys, or nothing for SQLite
allowed-bucket = s3://NAME or s3://NAME/FOLDER, or nothing for the data folder
allowed-lan = true, false, or the address of this machine on that network
allowed-trusted-proxy = nothing, or addresses and networks with commas between them, such as 127.0.0.1, 10.0.0.0/8
allowed-tls-listen = nothing, or an address and a port such as 0.0.0.0:443, with an origin of https:// and with either tls-cert and tls-key or acme
allowed-tls-cert = nothing, or a PEM file, together with tls-key
allowed-tls-key = nothing, or a PEM file, together with tls-cert
allowed-acme = an e-mail address, true or false; and without tls-cert and tls-key
allowed-acme-directory = an address https://
allowed-backups = nothing, or folders, or links of shelves (https://NODE/shelf/…), with commas between them
allowed-custodians = one or more public keys age1… with commas between them (tequio custodian makes one); without backups, also nothing
allowed-reserve = a whole number of megabytes; 0 is no reserve
allowed-mail = nothing, or smtps://USER:PASSWORD@HOST, or smtp:// where it encrypts by STARTTLS or is this machine
allowed-mail-from = with mail, an address, such as Tequio <tequio@nodo.example>
allowed-fediverse-allow-loopback = true or false
allowed-only = only { $list }
allowed-readable = a file that can be read ({ $why })
allowed-toml = TOML ({ $why })

# The system
system-not-found = there is no such file or folder
system-denied = no permission
system-exists = it is there already
system-full = the disk is full
system-folder = it is a folder
system-not-folder = it is no folder
system-read-only = nothing can be written there
unread-cycle = its links lead in a circle
unread-large = it is larger than { $bytes } bytes
unread-not-a-file = it is no regular file
unread-no-data = it has none of the files of freedom-data

# The node
error-port-taken = port { $port } is taken by another program: choose another one with --listen (or --tls-listen), such as { $ip }:{ $next }
error-address = this machine has no address { $address }: choose one that it has with --listen, --tls-listen or --lan
error-network = { $address }: { $why }
error-certificate = the certificate (tls-cert, tls-key): { $why }
certificate-none = there is no certificate (PEM) in the file
certificate-no-key = there is no private key (PEM) in the file
certificate-unfit = certificate and key cannot be used together ({ $why })
certificate-dates = the certificate does not say until when it is good ({ $why })
error-signals = signals cannot be heard: { $why }
error-chance = the system gives no randomness: { $why }
error-foreign-folder = { $folder } is not empty and holds no Tequio: choose an empty folder or one that a Tequio made
error-foreign-mirror = { $folder } is not empty and holds no mirror: choose an empty folder or one that this command wrote
error-folder = the data folder { $folder }: { $why }
error-unknown = nothing here is called { $name }
error-not-locked-out = { $name } is not locked out: somebody who coordinates it was here in the last 30 days. Ask them, or let two members call an election on the page of mandates; a rescue is for a community where nobody who coordinates comes in
error-served = another Tequio is already serving { $folder }: stop that one first, or choose another folder with --data
error-other-key = { $file } is not the key of this database: put the one there with which it was made (every process on the same database has the same file), or restore a backup into an empty folder
error-origin = no origin can be made for port { $port }: name the address by which people reach the node with --origin
error-durability = a change could not be made durable; the node stops and recovers when it starts again
error-mail = The mail server (--mail) cannot be known for what it is: this machine has no certificates (on Debian, the package ca-certificates).
error-record = a record of the log is damaged: { $what }
error-conflict = the change collides with what is already stored: { $what }
error-busy = the database is busy
error-durable = the database could not make a change durable: { $what }
error-stored = a stored value is damaged: { $what }
error-newer = the data was written by a newer version (schema { $found }, this program knows { $known }); use that version or a later one
error-unreachable = the database does not answer ({ $what }): look at the address in --database or TEQUIO_DATABASE, and whether PostgreSQL is running and takes writes
error-engine = the database answered: { $what }
error-blob-folder = the folder of files: { $what }
error-blob-store = the store of files: { $what }
error-blob-missing = the blob { $hash } is missing
error-blob-damaged = the blob { $hash } is not what was kept
error-key-file = the node's key file: { $what }
error-key-malformed = the node's key file does not hold a key
error-key-closed = a key does not open what it should: is this the key file that belongs to this data?

# Backups
error-no-custodian = name at least one custodian with --to: tequio custodian makes a key for one
error-recipient = --to: { $text } is not a custodian's public key (age1…)
wrong-shelf = that is not the link of a shelf: allowed is https://NODE/shelf/…, and behind it, if you want a certain one, a slash and its name
wrong-shelf-empty = there is no backup on that shelf yet
wrong-not-there = { $name } is not on that shelf; there are: { $there }
wrong-newest = the newest backup of the shelf, in which stands what was erased since, does not open ({ $why }). With --erasures FILE you say yourself what was erased; an empty file is nothing
error-shelf-away = the node of the shelf is not reached: { $why }
error-shelf-untrusted = the node of the shelf shows a certificate that is not good: { $why }
error-shelf-closed = that link opens no shelf: it is closed, or has another one. Ask whoever looks after that node
error-shelf-full = the shelf is full
error-shelf-missing = nothing of that name is on the shelf any more
error-shelf-answer = that node does not answer as a shelf does: { $what }
error-shelf-cut = the backup did not come whole: try again
error-closed = this key does not open the backup: it was made for other custodians
error-not-a-backup = this is not a backup of Tequio
error-incomplete = the backup is incomplete: copy it again from where it was made
error-damaged = the backup is damaged: { $what }
error-backup-newer = the backup was made by a newer version (schema { $schema }); use that version or a later one
error-not-empty = there is data already: restore into an empty folder and an empty database

# Findings of a check
finding-search-index = search_index: not what search_terms says, nothing is lost; with the node stopped, build it again: sqlite3 { $file } "{ $rebuild }"
finding-closed-key = { $table } { $row }: the key does not open
finding-unknown-row = { $table } { $row }: the log knows nothing of this row
finding-differs = { $table } { $row }: not what the log says in { $columns }
finding-not-erased = erasures { $row }: it is erased, and its key is still there
finding-missing-row = { $table } { $row }: the log says that this row exists

# Files of ballots and votes
file-endings = allowed endings are .blt, .soc, .soi, .toc, .toi, .cat, .pb and .csv
file-other-ballots = { $method } counts { $wants }, and the file has { $has }
ballots-ranked = rankings
ballots-scored = scores
ballots-budget = a budget
wants-budget = a budget (.pb)
wants-any = scores or rankings
wants-scored = scores (.csv or .cat)
file-nobody = nobody has voted
ballots-line = line { $line }: { $what }
ballots-expected = expected { $expected }, found { $found }
ballots-end = the file ends where { $expected } is expected
ballots-no-option = there is no option { $option }
ballots-again = { $what } is there already
ballots-equal = this format allows no equal ranks
ballots-incomplete = this format allows no incomplete ballots
ballots-count = the file says { $what }
ballots-twice = option { $option } stands twice on this ballot
ballots-too-many = more ballots than can be counted
ballots-too-many-options = more than 10,000 options
ballots-encoding = this is not UTF-8
expected-a-rank-from-1-or-nothing = a rank from 1, or nothing
expected-a-whole-number-or-nothing = a whole number, or nothing
expected-the-name-of-an-option = the name of an option
expected-a-weight-above-0 = a weight above 0
expected-a-line-of-options = a line of options
expected-a-line-of-columns = a line of columns
expected-an-option = an option
expected-an-option-or-0-at-the-end-of-the-ballot = an option, or 0 at the end of the ballot
expected-a-number = a number
expected-a-count = a count
expected-a-count-above-0 = a count above 0
expected-a-cost-above-0 = a cost above 0
expected-an-amount = an amount
expected-a-name-in-quotes = a name in quotes
expected-1-0-or-1 = 1, 0 or -1
tally-no-options = there are no options
tally-no-ballots = there are no ballots
tally-seats = seats must be from 1 to the number of options, { $options }
tally-equal-ranks = ballot { $ballot } ranks options equally, which this method cannot count
tally-too-many-ties = too many ties to follow every way of breaking them: it needs a seed fixed beforehand
tally-dots = ballot { $ballot } gives { $given } dots, where each has { $limit }
tally-negative-dots = ballot { $ballot } gives less than nothing

sorteo-form = this is no draw that this program knows ({ $why })
sorteo-twice = somebody stands on the roll twice
sorteo-seats = nobody is drawn, or more people than there are on the roll
sorteo-nonce = the key is not the one that was promised
sorteo-numbers = the numbers are not written as they are drawn with: whole, with one space between them
sorteo-others = by these numbers it falls to other people
untrue-form = this is no acta that this program knows ({ $why })
untrue-signature = the signature is not that of the key it names: somebody changed the file
untrue-key = another key signed it: { $key }
untrue-text = the text is not the one that was decided on
untrue-begin = the history does not begin with a draft
untrue-end = the history ends before what follows by the rules
untrue-earlier = event { $event } is earlier than the one before it
untrue-otherwise = event { $event } does not follow from the rules: something else happens there
untrue-terms = event { $event } fixes a text, a roll or rules that are not this decision’s
untrue-voice = event { $event } is of somebody who had no voice there, or of another text
