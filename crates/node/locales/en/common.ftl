# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

language-name = English
skip-to-content = Skip to content
menu = Menu
menu-account = Your account
menu-agenda = Agenda
menu-decide = Decide
menu-care = Care
menu-members = Members
menu-notices = Notices
menu-sign-in = Sign in
menu-me = My account ({ $name })
footer-about = Who we are
footer-privacy = Privacy notice
footer-made-with = Made with Tequio
footer-source = Source code
footer-others = Other communities of this node
back-home = Home
back-activity = The activity
back-entry = Back
back-text = The text
sample-community = Sample community: nothing you see here is real.
badge-sample = Sample
door-plain = This address is not encrypted: whoever is on the network or on the way could see what you type. What is delicate does not open here. Whoever looks after the node can give it https (README says how).
door-mirror = This is a copy, of { $moment }. To sign up, come in or write, go to the node when it is on:
door-read-only = The disk of this node is nearly full: for now one can only read. Nothing that was saved is lost; tell whoever looks after the node.
door-lan = You came in through the local network, without encryption: whoever shares this network could see what you type. For anything delicate, use your community's public address.
save = Save
edit = Edit
share = Share: copy this text and paste it into the chat
pages = Pages
next-page = Next page
somebody-gone = Somebody who has left
date-day = { $weekday } { $day } { $month } { $year }
date-moment = { $day }, { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## What just went well
done-accepted = Done: it is accepted.
done-answered = You said yes. Tell that person to open the link they kept: nobody else will.
done-cancelled = It is cancelled. { $count ->
    [0] Nobody had signed up with an account.
    [one] We told the one person who was going.
   *[other] We told the { $count } people who were going.
} Whoever signed up without an account sees it at their link.
done-date-gone = The date of that link is no longer in the agenda. This is another one of the same activity.
done-confirmed-by-half = Thank you. Yours made it half: the mandate goes on for another year.
done-confirmed = Thank you: your confirmation is noted.
done-factor = Done: your second step is active.
done-factor-given = Done: you gave your code in this session.
done-factor-off = Done: your account takes no second step any more.
done-passkey = Done: by this address you come in with it from now on.
done-passkey-ended = Taken off: it opens nothing any more. The sessions that it opened go on: they are in “My sessions”.
done-feed-link = Done: your calendar has a new address. The one before works no more.
done-imported = Done: the calendar is imported.
done-invited = The invitation is ready. Show the QR or share the link.
done-joined = Welcome! You are part of the community now.
done-kept = Done: your answer will be kept.
done-not-kept = Done: your answer is erased 30 days after the activity.
done-noted = Done: your words to the hosts are changed.
done-waiting = Done: you are on the waiting list.
done-left = You left the community. Thank you for the way we shared.
done-published = Published. Share it in the chat: the text is below.
done-recovered = You came in with a printed code, which is used up, and we closed your other sessions.
done-recovered-factor = You came in with a printed code, which is used up; we closed your other sessions and took off your second step and your passkeys, whichever you had. Set it up again.
done-removed = It is removed.
done-remarked = Said, beside the paragraph.
done-replied = Noted! Your answer is saved.
done-revoked = That invitation is no longer good.
done-said = Your message is there.
done-saved = Saved.
done-sessions = Those sessions are closed.
done-signed-out = You signed out.
done-contested = It is said. Whoever kept the agreement is told.
done-corrected = Corrected. The earlier version stays.
done-dissented = It is said, beside the agreement.
done-name-forgotten = That name was erased.
done-petitioned = It is noted that you ask for the review.
done-objected = Your objection is written down, word for word.
done-amended = Your change is proposed.
done-asked = Your question is asked.
done-drafted = The draft is there. Below you see what is missing to call it.
done-noted-step = It is noted.
done-onward = The proposal went on to the next step.
done-restated = It is said. Who objected will say whether that is it.
done-sponsored = It is said that you stand behind discussing it.
done-proposed = It is proposed. Everybody gets a notice.
done-stance = It is said. You can change it until it ends.
done-task-taken = It is noted that you take care of it.
done-together = It is noted: it is for the whole community.
done-progressed = How it goes is noted.
done-recorded = The agreement is kept. Those who were there are asked whether it was so.
done-reviewed = The review is kept.
done-withdrawn = Done: you are no longer on the list.
reaches-nobody = This address opens on this computer only. For it to open on telephones, ask whoever runs the node to start it with --lan (the same network) or with --origin (the Internet).

# Search

menu-search = Search
search-title = Search
search-words = What are you looking for?
search-do = Search
search-nothing = We found nothing with these words. Try fewer, or others.
search-too-common = Write a more precise word: these are everywhere.
search-sign-in = If you are a member, sign in: some things are shown to members only.
search-more = More results
search-decision = Agreement
search-activity = Activity
search-file = In a file
search-message = In the conversation
search-document = Text of the community
search-member = Member
done-called = You called an election. Somebody else has to join; everybody has been told.
done-joined-call = Done: the election is open for seven days.
done-laid-down = You stepped down. Thank you for the service.
done-published-dates = Published. Share it in the chat: the text is below. The dates that follow: { $about }.
done-refused = You said no. Their request and their data were erased.
done-stood = You stand for { $about ->
    [coordination] Coordination
    [agenda] Agenda
   *[care] Care
}.
done-stood-down = You no longer stand.
done-supported = Done: your support is noted.
done-told = Saved. { $count ->
    [one] We told the one person who is going.
   *[other] We told the { $count } people who are going.
} Whoever signed up without an account sees it at their link.
done-unsupported = Done: you no longer support them.

## Spreadsheets
csv-save = Save as a spreadsheet (CSV)
csv-starts = Starts
csv-ends = Ends
csv-title = Title
csv-place = Place
csv-cancelled = Cancelled
csv-members-only = Members only
csv-address = Address
csv-name = Name
csv-note = Note
csv-waits = On the waiting list
csv-without = Without account
csv-at = Signed up
csv-since = Joined
csv-mandates = Mandates
csv-kind = What it is about
csv-stage = Stage
csv-agreed = Agreed on
csv-review = Reviewed on
csv-yes = yes
