# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Install fest

fest-title = Install table
fest-open = Open the install table
fest-open-lead = Here each machine that people bring is received, and it is known who attends to it and with what it leaves. What each person says is seen only by those who attend at the table.
fest-open-do = Open the table
fest-keep = For how long what each person says is kept
fest-keep-help = Counted from the end of the date; after that only how many machines there were is left. Of minors it is kept a week at most.
fest-days = { $count ->
    [one] One day
   *[other] { $count } days
}
fest-empty = No machine has come yet.
fest-purged = Of this table only how many machines there were is kept.
fest-kept = { $count ->
    [one] What stands in these sheets is deleted a day after the date.
   *[other] What stands in these sheets is deleted { $count } days after the date.
}
fest-crew = Who attends
fest-crew-help = Whoever attends sees the sheets of the machines and can change them. Nobody else sees them.
fest-crew-name = Member
fest-crew-do = Let them attend
fest-crew-end = { $name } no longer attends
fest-crew-leave = I no longer attend
done-fest-opened = The table is open. Say who else attends, and receive the first machine.
done-fest-crew = They attend at the table now, and were told.
done-fest-crew-left = They no longer see the sheets.
notice-fest-crew = You attend at the install table.

## Receiving

fest-receive = Receive a machine
fest-receive-do = Receive it
field-machine-name = What we shall call you
field-machine-name-help = It need not be your name.
field-machine-model = Which machine it is
field-machine-model-help = Make, model, and something to know it by: “HP 240, grey, with stickers”.
field-machine-wish = What they come for
wish-install = A free system in place of what it has
wish-dual = A free system beside what it has
wish-try = To try it from a stick, without installing
wish-look = To know how free their computer is
wish-help = Help with free software that they use already
field-machine-note = What else is to be known
field-machine-note-help = For example: the programs they use, or that the charger fails. No passwords.
field-machine-minor = They are a minor
field-machine-guardian = Who answers for the minor
field-machine-guardian-help = Only for a minor.
fest-notice = Read this to them before they agree
fest-notice-kept = { $count ->
    [one] We note what we shall call you, your machine and what we did with it. Only those who attend at this table see it, and it is deleted a day later.
   *[other] We note what we shall call you, your machine and what we did with it. Only those who attend at this table see it, and it is deleted { $count } days later.
}
fest-notice-minors = { $count ->
    [one] If you are a minor, it is deleted a day later.
   *[other] If you are a minor, it is deleted { $count } days later.
}
fest-notice-risk = Installing a system can erase what is on the disk: a backup is made and verified first, or you sign that you want none. We are volunteers; we do the best we can, without warranty.
field-machine-consents = They read it, or we read it to them, and they agree
field-fest-consents = Without their agreement nothing is noted: read to them what stands above.
done-machine-received = Received. Print the label, or write the number on a paper stuck to the machine.

## A sheet

machine-title = Machine { $number }
machine-since = since { $moment }
machine-waiting = arrived
machine-working = in process
machine-ready = ready
machine-gone = handed over
machines-waiting = Arrived
machines-working = In process
machines-ready = Ready to go
machines-gone = Handed over
machine-with = with { $name }
machine-minor = minor
machine-companion = Who attends to it
machine-received = Arrived
machine-now = What comes next
machine-do-begin = I attend to it
machine-do-again = Attend to it again
machine-do-ready = It is ready
machine-do-put-back = Put it back in line
machine-describe = Change what is to be known
machine-hand-over = Hand the machine over
machine-hand-over-do = Hand it over
machine-try = Try it together
machine-try-help = With its owner there, before they leave.
machine-is-forgotten = What was noted of this machine was deleted.
machine-forget = Delete what was noted
machine-forget-help = It is deleted here and in the log, and cannot be brought back. That there was a machine, and with what it left, is all that stays.
machine-forget-do = Yes, delete it
field-machine-backup = The backup
field-machine-backup-help = Nobody writes on the disk before this is known.
field-fest-backup = Say first what became of the documents.
backup-verified = Everything was copied and the copy verified (the sums are equal)
backup-refused = They want no backup, and signed that
backup-nothing = There is nothing to keep
field-machine-outcome = With what it leaves
outcome-installed = With a free system
outcome-dual = With a free system beside the other
outcome-live = As it came: it was tried or looked at
outcome-blocked = As it came: a part does not work with free software
outcome-left = It left before the end
field-machine-system = Which system it has now
field-machine-system-help = For example: Trisquel 12 MATE.
part-wifi = Wireless network
part-sound = Sound
part-printer = Printer
part-suspend = Closing and opening the lid
part-documents = Their documents
works-yes = It works
works-no = It does not work
works-untried = Not tried
works-unsaid = Not said
done-machine-noted = Noted.
done-machine-handed-over = Handed over. Thank you!
done-machine-forgotten = Deleted.

## Paper

label-title = Label and stub
label-help = The label is stuck to the machine and does not say whose it is. Its owner keeps the stub: by it they know how it goes, and can delete what was noted.
label-qr = QR code of the label
label-on-machine = Label: it goes on the machine
label-see = See where it leads
label-done = To the sheet
label-open = Open the sheet
label-who = If you attend at the table, sign in to see the sheet.
stub-title = Your machine: number { $number }
stub-qr = QR code of the stub
stub-for-owner = Stub: keep it. By this code you see how your machine goes and what was done with it.
stub-keep = Only whoever has this link sees this page.
sheets-title = Sheets to fill in by hand
sheets-help = For a day without a computer at the table: print one for each machine.
sheets-arrival = Arrival
sheets-number = Number
sheets-signature = Signature
sheets-part = Part
sheets-took = I take my machine home

## What was freed

freed-title = Machines freed
freed-lead = What the community has done at its install tables.
freed-see = See how many
freed-none = No machine was handed over yet.
freed-count = { $count ->
    [0] No machine has left with a free system yet.
    [one] One machine left with a free system.
   *[other] { $count } machines left with a free system.
}
freed-counts-only = Only machines are counted; whose they were is not kept.
freed-coming = Tables to come
freed-past = Tables that were

log-fest-open = opened an install table
log-fest-name-crew = said who attends at an install table
log-fest-receive = received a machine
log-fest-begin = began with a machine
log-fest-put-back = put a machine back in line
log-fest-ready = finished with a machine
log-fest-describe = noted something of a machine
log-fest-hand-over = handed a machine over
log-fest-forget = deleted what was noted of a machine
log-fest-purge = what was noted at an install table was deleted
