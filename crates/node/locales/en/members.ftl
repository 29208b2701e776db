# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

members-title = Members
members-invite = Invite
members-requests = { $count ->
    [one] One request
   *[other] { $count } requests
}
members-since = since { $day }
mandates-title = Mandates
field-your-name = Your name
field-your-name-help = Whatever you want to be called. It need not be the one on your papers. You sign in with it.
field-name-shape = Write at least two letters, without invisible signs.
field-name-taken = Somebody in the community has that name, or one that looks the same. Add something to tell you apart.
field-passphrase = Passphrase
field-passphrase-help = It is your password. Four or five words that have nothing to do with each other are easy to remember and hard to guess.
field-passphrase-short = It is too short: use at least 8 characters; better, four or five words.
field-passphrase-long = It is too long: keep it under a thousand characters.
field-passphrase-pattern = Keys or letters in a row, and what repeats, are quickly guessed. Use four or five words that have nothing to do with each other.
field-passphrase-date = Dates and years are quickly guessed. Use four or five words that have nothing to do with each other.
field-passphrase-guessable = It is easy to guess. Use four or five words that have nothing to do with each other.
field-passphrase-name = Do not use your name or the community's as a passphrase.
field-passphrase-wrong = That is not your passphrase.
form-passphrase-again = We did not keep your passphrase: write it again.
form-secrets-again = We kept neither your code nor your passphrase: write them again.
field-current-passphrase = Your present passphrase
field-new-passphrase = Your new passphrase
field-code = Code of the second step
field-code-help = Only if you set it up: the six digits that your application shows.
field-code-wrong = That is not the code. Write the six digits that your application shows now.
field-code-used = That code was used already: wait for the next code and write that.
field-recovery-code = One of your printed codes
field-recovery-code-unknown = That name and that code do not belong together, or the code was used.
field-accept-to-join = To join, the three texts have to be accepted.
field-texts-changed = While you were reading, the community saved another version of its texts. Read and accept it.
field-number-range = Write a number between 1 and { $limit }.
sign-in-title = Sign in
sign-in-button = Sign in
sign-in-lost = I forgot my passphrase or lost my second step
sign-in-no-account = I am not a member yet
sign-out = Sign out
recover-title = Come back with a printed code
recover-lead = Write one of the codes that you printed or copied when you joined. Each is good once; your other sessions are closed.
recover-button = Come in with the new passphrase
recover-no-codes = Don't you have your codes? Two members who know you can say that it is you:
sessions-title = My sessions
sessions-lead = These browsers have your account open. If you do not know one of them, close it and change your passphrase.
sessions-this = This one
sessions-unknown = A browser
sessions-seen = Last time: { $moment } · { $door }
sessions-now = In use now · { $door }
sessions-by-node = by the node's address
sessions-by-own-host = by the community's own address
sessions-by-onion = by the onion service
sessions-by-lan = by the local network
sessions-by-machine = on the node's own machine
sessions-by-gone = by a door that is no more
sessions-end = Close
sessions-end-others = Close all others
codes-title = Your codes to come back
codes-lead = Copy them on paper or print this page now: they are not shown again. If you forget your passphrase, you come back by them; without them, only with two members who know you.
codes-keep = Each code is good once. Keep them where you keep what you do not want to lose.
codes-where = To come back with one, open:
codes-next = I have kept them: go on
join-title = Join the community
join-lead = You are invited to { $community }.
join-lead-accepted = { $community } said yes to you. Choose your passphrase and come in.
join-already = You are part of this community already, { $name }.
join-somebody-else = If the invitation is for somebody else in this same browser, sign out first at “My account”.
join-account = Do you have an account already?
join-accept = I have read and accept the founding text, the pact and the privacy notice
join-button = Join
request-title = Ask to join
request-vouching = Here two members who know you can vouch for you too: once you have sent this you see a code to show them in person.
request-lead = Write your name and, if you like, a few words. Somebody of the community will answer you.
request-sent = Your request is on its way.
request-come-back = Keep this link: it is yours. When you are accepted, open it to choose your passphrase and come in. If nobody answers in 30 days, the request is erased and you can send another one.
request-button = Send the request
field-request-message = A few words
field-request-message-help = For instance, who told you about the community. They are erased when you come in or if the answer is no; and after 30 days if nobody answers.
invitations-title = Invitations
invitations-button = Make the invitation
invitations-made = Invitations made
invitation-title = Invitation
invitation-over = No longer good
invitation-used = { $uses } of { $limit } places used
invitation-until = good until { $day }
invitation-qr = QR code with the link of the invitation
invitation-scan = Let them scan it with their telephone's camera.
invitation-revoke = Revoke this invitation
invitation-share = I invite you to { $community }. Come in here: { $link }
field-purpose = What or whom for
field-purpose-help = To remember: “Saturday's workshop”. It shows in the list of invitations.
field-uses = For how many people
field-days = For how many days it is good
requests-title = Requests
requests-empty = Nobody is waiting for an answer.
requests-name-taken = Somebody has this name already, or one that looks the same: they will have to choose another one when they come in.
requests-accept = Accept
requests-decline = Not for now
requests-decline-together = Not now to all { $count } that came together
requests-together = It came with others: { $count } from one place within an hour. It may be a group, or somebody who insists.
requests-help = Whoever sent it has a link of their own: once accepted, they can come in there. Their words are erased when they come in or if you say no. What nobody answers is erased 30 days after it was sent; what was accepted and not used, after 60.
me-title = My data
me-lead = Everything the community keeps of you. It is yours: look at it, download it, correct it or erase it.
me-name = Your name
me-kept = What is kept
me-joined = You joined on
me-accepted = you accepted version { $version } on { $day }
me-entries = { $count ->
    [one] One entry
   *[other] { $count } entries
}
me-files = { $count ->
    [one] 1 file that you added
   *[other] { $count } files that you added
}
me-messages = { $count ->
    [one] One message
   *[other] { $count } messages
}
me-replies = { $count ->
    [one] One answer to an activity
   *[other] { $count } answers to activities
}
me-stances = { $count ->
    [0] Nothing you said of proposals
    [one] What you said of one proposal
   *[other] What you said of { $count } proposals
}
me-decision-words = { $count ->
    [0] Nothing you wrote in agreements
    [one] One text you wrote in agreements
   *[other] { $count } texts you wrote in agreements
}
me-records = { $count ->
    [0] No record of which you said whether it was so
    [one] One record of which you said whether it was so
   *[other] { $count } records of which you said whether it was so
}
me-progress = { $count ->
    [0] Never said how a task is going
    [one] Once said how a task is going
   *[other] { $count } times said how a task is going
}
me-confirmations = { $count ->
    [one] One mandate you confirmed
   *[other] { $count } mandates you confirmed
}
me-calls = { $count ->
    [one] One election you called
   *[other] { $count } elections you called
}
me-candidacies = { $count ->
    [one] One election in which you stood
   *[other] { $count } elections in which you stood
}
me-supports = { $count ->
    [one] One support of a candidate
   *[other] { $count } supports of candidates
}
me-invitations = { $count ->
    [one] One invitation you made
   *[other] { $count } invitations you made
}
me-documents = { $count ->
    [one] One version of a text of the community that you wrote
   *[other] { $count } versions of texts of the community that you wrote
}
me-notices = { $count ->
    [one] One notice
   *[other] { $count } notices
}
me-sessions = { $count ->
    [one] One open session
   *[other] { $count } open sessions
}
me-devices = { $count ->
    [one] One browser in which you signed in
   *[other] { $count } browsers in which you signed in
}
me-whole = Also your passphrase (in such a way that nobody can read it), your second step if you set it up, and your printed codes. The file has all of it, with its words and dates.
me-to-accept = There are new versions to accept
me-see-changes = see what changed and accept it
me-go = Sign out or leave
me-accept = I accept this version
me-export = Download everything (for another computer: JSON)
me-feed = Your calendar
me-feed-help = With this address, the calendar application of your telephone shows everything that you may see in the agenda, and reminds you two hours before of what you said that you go to. Whoever has it sees the same: do not share it. If you gave it to somebody by mistake, make a new one; the one before stops working at that moment, and your applications must be subscribed again.
me-feed-news = And with this one a feed reader (Atom) shows what is new for you:
me-feed-renew = Make a new address
me-safe = Your account's safety
me-change-passphrase = Change my passphrase
me-codes = { $count ->
    [0] You have no printed codes left
    [one] You have one printed code left
   *[other] You have { $count } printed codes left
}
me-codes-help = Making new codes voids the old ones.
me-codes-button = Make new codes
me-leave = Leave the community or erase my data
factor-title = Second step to sign in
factor-on = Active
factor-has = Your account asks for a code besides your passphrase. You have not given it in this session yet: give it here.
factor-given = Your account asks for a code besides your passphrase. You have given it in this session.
factor-lead = With a free application such as Aegis or FreeOTP: scan this code from another screen, or open it on this same telephone. Then write the six digits it shows.
factor-open = Open in my application
factor-qr = QR code for your application of codes
factor-by-hand = Or type this key by hand:
factor-button = Activate
factor-give = Give the code in this session
factor-remove = Take the second step off
leave-title = Leave the community
leave-lead = Before you decide, this is what happens:
leave-stays = What you published for the community stays, without your name if you ask for your data to be erased.
leave-goes = If you ask to be erased: your name, your messages, your answers and your codes are gone for ever, from the log as well: the key under which they were encrypted is destroyed.
leave-copies = What other people have copied or downloaded we cannot erase.
leave-vacant = Nobody else holds this mandate. If you leave, it is vacant and returns to the assembly: we tell everybody in the community, and two of them can call an election.
leave-choose-first = If you can, call an election before you leave
leave-last = You are the last member. If you leave, nobody will be able to come in or invite: the public pages stay as they are.
leave-how = How do you want to leave?
leave-only = Leave, and let my name stay on what I did
leave-erase = Leave and erase my data for ever
leave-button = Leave
me-sealed = Through the local network the file of your data, the second factor and new printed codes do not open: it is unencrypted. For these, come in by the address of the node or on its own computer.
request-vacant = Right now nobody holds the mandate to answer: it may take until somebody is chosen. Your request is kept for 30 days.

## Keys for programs
tokens-title = Keys for programs
tokens-lead = With a key, a program of yours reads what you may read, and does what you let it. If you lose sight of it, end it here: it stops working at that moment.
tokens-made = Your new key
tokens-made-help = Copy it now: it is not shown again. Whoever has it reads what you read. To try it, in a terminal:
tokens-until = Good until { $day }
tokens-seen = used { $moment }
tokens-unseen = not used
tokens-end = End it
tokens-new = Make a key
tokens-label = What it is for
tokens-label-help = Only you see it. For example: the sign at the library.
tokens-scopes = Beside reading, it may
tokens-scopes-help = It can never vote, use a mandate, or change who you are or how you come in.
tokens-scope-read = read
tokens-scope-agenda = publish and change activities, and say that you go
tokens-scope-talk = write messages
tokens-scope-decide = propose and write in decisions
tokens-days = How long it lasts
tokens-days-of = { $count } days
tokens-make = Make the key
me-tokens = { $count ->
    [one] One key for programs
   *[other] { $count } keys for programs
}
done-shelf-closed = Closed: its link opens nothing any more, and what was there is deleted.
me-passkeys = { $count ->
    [one] One passkey
   *[other] { $count } passkeys
}

passkeys-title = My passkeys
passkeys-lead = With a passkey you come in by your finger, your face or the PIN of your telephone or your USB key, without typing your passphrase. It also stands for the second step. Your passphrase stays: you need it on other devices and by other addresses.
passkeys-opens-here = opens by this address
passkeys-opens-elsewhere = opens at { $host }
passkeys-opens-nowhere = no longer usable here: it was for { $host }
passkeys-since = Since { $day }
passkeys-seen = last used on { $day }
passkeys-unseen = not used yet
passkeys-end = Take off “{ $device }”
passkeys-new = Add one
passkeys-bound = It will open only at { $host }. If the community moves to another address it stops working: you come in with your passphrase and make another.
passkeys-device = What you call it
passkeys-device-help = Only you see it. For example: my telephone.
passkeys-ask = Go on
passkeys-make = Make “{ $device }”
passkeys-make-help = Your browser will ask you where to keep it. You have five minutes.
passkeys-make-button = Make the passkey
passkeys-make-not = Rather not
passkeys-make-failed = No passkey was made. Try again. If that device has one of this list already, you come in with that one.
passkeys-without = This browser cannot make passkeys: for that, and for nothing else, it has to be let run scripts. Everything else works as it is.
passkeys-elsewhere = By this address passkeys can neither be made nor used. They can at { $address }; here you come in with your passphrase.
passkeys-nowhere = This node has no address that has a name and is encrypted: no passkeys can be made here. You come in with your passphrase.
sign-in-passkey = Sign in with a passkey
sign-in-passkey-failed = No passkey was used. Try again, or come in with your passphrase.
notice-passkey-added = Your account has a new passkey: by it one comes in without your passphrase. If it was not you who made it, take it off, change your passphrase and end your other sessions.
log-member-add-passkey = added a passkey
done-token-ended = Ended: it opens nothing any more.

## Coming back with people who know you, and vouching
recovery-title = Come back with two people who know you
recovery-lead = If you lost your passphrase and your printed codes, two members who know you can say that it is you.
recovery-step-ask = Say what you are called here. We give you a short code, and a link that only you keep.
recovery-step-voices = Meet two who have been here for seven days at least, in person, and show them the code. Each types it on their telephone, at Members → “Vouch for somebody”.
recovery-step-day = A day later you open your link and set a new passphrase. In that day we tell your account, in case it was not you.
recovery-ask = Ask for my code
recovery-code-lead = Show this code, in person, to two members who know you:
recovery-link-lead = And keep this link: only by it you come back. Give it to nobody.
recovery-voices = You have { $voices } of { $wanted } people.
recovery-opens = It opens on { $moment }
recovery-why-wait = It is a day of waiting, so that whoever really has the account can say no. Come back then with this same link.
recovery-open = Two people said that it is you. Set a new passphrase. Your sessions, keys and codes of before stop working.
recovery-come-in = Come in
recovery-again = Ask once more
vouch-title = Vouch for somebody
vouch-lead = It takes seven days in the community. If you have somebody before you who lost the way in, or who wants to join, ask for their code and type it here.
vouch-code = Their code
vouch-code-help = Eight letters and digits, such as ABCD-2345.
vouch-look = See who they say they are
vouch-back = They say to be { $name }, a member of this community who lost the way in.
vouch-join = They say to be called { $name } and want to join the community.
vouch-only-if = Say yes only if you have that person before you and know them. Your name stays in the log.
vouch-yes = Yes, I know them and they are here
vouch-no = No
recoveries-title = Who asks to come back
recoveries-lead = Somebody says to have lost the way in. If they say to be you and are not, or if you know that it is not that person, say so: the link stops working.
recoveries-none = Nobody has asked.
recoveries-asked = Asked on { $moment }
recoveries-deny = It is not that person
notice-recovery-asked = Somebody asks to come in again as you. If it was not you, say so.
notice-recovery-opens = Two members vouched for who asks to come back. In a day they can come in. If it is not who they say, say so now.
notice-recovery-used = You came in again with two members vouching for you. Make new printed codes in your account.
done-vouched = Thank you. Your voice is in the log.
done-recovered-people = You are in. Make your new printed codes now: those of before open nothing.
done-recovery-denied = Noted: that link opens nothing any more.
log-member-ask-recovery = asked to come in again, saying to be a member
log-member-vouch = vouched for somebody
log-member-deny-recovery = said that who asked to come back was not that person
log-member-use-recovery = came back with two members vouching
me-vouches = { $count ->
    [one] One person for whom you vouched
   *[other] { $count } people for whom you vouched
}
me-recoveries = { $count ->
    [one] Once somebody asked to come in as you
   *[other] { $count } times somebody asked to come in as you
}
