# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

act-title = Act
act-lead = Community action: what we do together, and when.
agenda-title = Agenda
agenda-tag-title = Agenda: { $tag }
agenda-month = { $month } { $year }
agenda-months = Months
agenda-month-empty = There is nothing in the agenda this month.
agenda-previous = Previous month
agenda-next = Next month
agenda-today = today
agenda-by-month = See by month
agenda-week-title = The week to share
agenda-week-share = This week at { $community }:
agenda-week-whole = The whole agenda: { $address }
agenda-week-empty = There are no public activities in the next seven days.
agenda-tags = Tags
agenda-subscribe = In your calendar
agenda-subscribe-help = Subscribe from your calendar application (ICSx⁵ or Thunderbird, for instance), or add this address there: it keeps itself up to date.
agenda-subscribe-do = Subscribe
agenda-subscribe-own = My private calendar
agenda-subscribe-own-help = It is yours alone: it also has what is for members. Do not share it.
date-range = From { $from } to { $to }
entry-removed = This entry was removed.
activity-new = Publish an activity
activity-publish = Publish
activity-edit = Change the activity
activity-manage = Organise
activity-remove = Remove the entry
cancel-button = Cancel…
cancel-title = Cancel
cancel-what = Whoever signed up with an account gets a notice; whoever signed up without one sees it at their link. The entry stays, and says that it is cancelled. This cannot be undone.
cancel-which = What is cancelled
cancel-date = This date only: { $when }
cancel-all = The whole activity, with all its dates
cancel-choose = Choose what is cancelled.
field-cancel-reason = Why? (optional)
field-cancel-reason-help = Whoever wanted to come reads it, and whoever opens this page.
cancel-do = Yes, cancel
confirm-no = No, go back
remove-title = Remove the entry
remove-what = Its words are erased here and in the log, those of earlier versions too, and cannot be brought back; only the trace stays that something was there. If the activity is still to come, it is cancelled. If it merely will not happen, rather cancel it: then people understand.
remove-do = Yes, remove
activity-cancelled = Cancelled
activity-cancelled-lead = This activity is cancelled.
date-cancelled-lead = This date is cancelled; the others stay.
activity-over = This date is over.
activity-link = Take part online
activity-ics = Save to my calendar
share-cancelled = CANCELLED: { $title }
share-only-members = Only members of the community can open this link.
share-heading = Share
share-copy = Copy this text and paste it into the chat
share-tell = Tell the chat: copy this text
activity-details = Details of the entry
reply-wait = Join the waiting list
reply-full = { $count ->
    [0] It is full. You can wait for a place: nobody is before you.
    [one] It is full. You can wait for a place: one person is before you.
   *[other] It is full. You can wait for a place: { $count } people are before you.
}
reply-stop-waiting = Leave the waiting list
reply-again = I am coming after all: sign up again
reply-crowded = More people are coming than fit. Nobody loses their place; if they really do not fit, tell them.
reply-note = Your word to the hosts: “{ $note }”
reply-goes = Your answer is erased 30 days afterwards
reply-kept = Your answer is kept, as you asked
reply-keep-help = The list of who comes is erased 30 days after the activity. If you want it on record that you were there, your answer can be kept.
poster-or = Or go to
activity-other-dates = Other dates
activity-more-dates = See more
activity-hosts = Hosts
date-edit = Change this date
field-title = What
field-when = When
field-start-date = Day
field-start-time = Begins
field-end-date = Last day
field-end-date-help = Only if it ends on another day.
field-end-time = Ends
field-all-day = It is the whole day
field-more-when = Several days or the whole day
field-repeat-choose = Choose how often it repeats, or that it does not.
field-repeat = Repeats
field-until-label = Until (if it repeats)
field-until-help = Leave it empty if it has no end.
field-until = The last date has to come after the first.
field-date = Write a date and a time that exist, such as 2026-11-28 and 10:00.
field-end-before-start = It ends before it begins: look at the times.
field-no-dates = Repeating like that gives no date at all.
field-too-many-dates = These are too many dates: { $limit } fit. Give it an end or make it less frequent.
repeat-same = As until now
repeat-never = Does not repeat
repeat-daily = Every day
repeat-weekly = Every week
repeat-biweekly = Every two weeks
repeat-monthly-weekday = Every month, that weekday (first Saturday, second Tuesday…)
repeat-monthly-last = Every month, the last of that weekday
repeat-monthly-day = Every month, that day of the month
repeat-yearly = Every year
repeats-daily = every day
repeats-weekly = every { $weekday }
repeats-biweekly = every other { $weekday }
repeats-monthly-weekday = the { $nth ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[5] fifth
} { $weekday } of every month
repeats-monthly-last = the last { $weekday } of every month
repeats-monthly-day = day { $day } of every month
repeats-yearly = every year
repeats-other = on several dates
repeats-until = until { $day }
card-repeats = Repeats: { $how }
card-also = Then:
revision-date = { $date }: { $when }
form-later = This activity changes later on.
form-later-from = From { $when }
form-later-stay = The day, time and repetition that you write here hold for the dates before; the later ones stay as they are, with a title and place of their own if they have one. The rest holds for all. If you want all of them to be alike again, tick it below.
form-join = The later dates shall be as it says here, too
field-place = Where
field-place-help = The place and a hint: “Public library, upstairs room”.
field-description = What it is about
field-more = Capacity, tags, who sees it and more
field-link-label = Link to take part online
field-link-help = For instance a Jitsi or BigBlueButton room.
field-link = Write a whole link, with https://
field-capacity = Capacity of each date
field-capacity-help = Leave it empty if there is no limit. Once full, a waiting list opens.
field-tags-label = Tags
field-tags-help = Separated by commas: workshop, installation, women.
field-tags = Use up to { $limit } short tags.
field-language-and-licence = Language and licence
field-visibility = Who sees it
field-visibility-choose = Choose who may see it.
visibility-public = Everybody
visibility-community = Members of the community
visibility-circle = Its hosts only
field-hosts = Somebody you ticked is no longer in the community. Look at who organises it.
field-hosts-help = They can change it, cancel it and see the list of who comes. If you tick nobody, it stays as it was; a new one is yours.
field-language-label = Language
field-language = We do not know that language. Write it by name, such as Spanish or Zapotec, or by code (nhn).
field-language-help = By name or code.
field-licence-choose = Choose one of the licences of the list: all are free.
field-licence = Licence
field-date-title = Title of this date
field-date-place = Place of this date
field-date-only-help = Empty: the usual one.
field-reach = Which dates change
field-reach-help = Time, title and place. What you already changed on a single date stays.
reach-this = This date only
reach-following = This one and those that follow
reply-heading = Are you coming?
reply-title = I'm coming
reply-button = I'm coming
reply-going = { $count ->
    [0] Nobody has signed up yet
    [one] One person is coming
   *[other] { $count } people are coming
}
reply-capacity = capacity: { $capacity }
reply-waiting = { $count ->
    [one] one person waiting
   *[other] { $count } people waiting
}
reply-mine-going = You are coming: you have a place.
reply-mine-waiting = You are on the waiting list, in place { $place }. If a place comes free for you, we tell you here.
reply-mine-left = You said you are not coming.
reply-withdraw = I'm not coming any more
reply-keep = I prefer that it is kept
reply-unkeep = Rather erase it
reply-name-help = A name or nickname by which they know you when you arrive. Only the hosts see it.
reply-purge = Only the hosts see the list, and it is erased 30 days after the activity unless you ask to keep it.
field-note = A word to the hosts
field-note-help = For instance: “I bring two computers”, “I need a ramp”.
by-link-title = Your answer
by-link-keep = Keep this link: you can change your answer with it.
by-link-cancelled = It is cancelled and will not happen. You signed up, so we tell you here.
by-link-removed = Its hosts removed it: it will not happen.
by-link-only-members = It is for members only now: here you still see when and where it is, and can give up your place.
by-link-not-going = your place no longer counts, since it will not happen.
list-title = List of who comes
list-help = Only the hosts see it. It is erased after 30 days. You can print it.
list-name = Name
list-guest = (no account)
list-number = Number
list-note = Word
list-came = Came
poster-title = Poster with QR
poster-qr = QR code with the address of the activity
revisions-title = Versions
talk-title = Conversation
talk-empty = Nobody has said anything yet.
talk-older = The conversation is long: its 500 newest messages are shown.
message-say = Write a message
message-edit = Change your message
message-send = Send
message-answer = Answer
message-edited = edited
message-remove = Remove
message-remove-title = Remove a message
message-remove-what = Its words are erased here and in the log, and cannot be brought back; only the trace stays that something was there.
message-removed-own = Whoever wrote this message removed it.
message-removed-care = This message was removed by whoever cares for the conversation.
message-gone = This message was erased with the data of whoever wrote it.
error-reply-purged = Your reply is gone: it is erased 30 days after the activity, as we said when you signed up.
error-activity-cancelled = This activity is cancelled.
error-activity-over = That date is over.
error-replied-already = You had signed up already.
error-withdrawn-already = You had said already that you are not coming.
error-not-yet = It is not time yet.
import-title = Import activities from another calendar
import-short = Import
import-help = If you already keep your agenda in another program, export an .ics file there and bring it here. You will first see what would change; nothing is published until you confirm.
import-file = Calendar file
import-file-help = An .ics file of up to 1 MB.
import-address = Or the address where it is
import-address-help = It begins with https://, and other calendars show it as “subscribe” or “iCal”. This node visits it once to see what it holds, and again when it takes what is ticked.
import-address-refused = This node does not visit that address. Copy one that begins with https:// and that anybody on the Internet can open.
import-address-kind = There is something else there, not a calendar. Look for an address that ends in .ics.
import-address-large = That calendar is very large (more than 5 MB) or takes too long. Download the file and take it in parts.
import-address-status = The server at that address does not hand it out. Look whether it is copied right and public.
import-address-away = That address could not be reached. Look whether it is copied right, or try later.
import-look = See what it holds
import-another = Another file
import-problems = This could not be read; the rest could:
import-problems-all = Nothing of this file could be read:
import-line = Line { $line }: { $what }
import-no-calendar = This file is no calendar. Look for one that ends in .ics.
import-stray = something here belongs to no activity.
import-unclosed = the end is missing; the file may be incomplete.
import-no-start = the activity does not say when it begins.
import-time = “{ $value }” is neither a date nor a duration.
import-backwards = it ends before it begins (“{ $value }”); it is taken without length.
import-rule-part = nobody knows “{ $value }” in a repetition; it is taken without that.
import-rule = it is not clear how it repeats; it is taken once.
import-too-long = its rule takes too long to follow; make it simpler or split the file.
import-zone = nobody knows the time zone “{ $name }”; local time is taken.
import-no-dates = it has no dates left.
import-uid = its UID is longer than any program’s.
import-too-many-dates = it has too many dates for the agenda.
import-untitled = Untitled
import-unchanged-count = { $count ->
    [one] One activity of the file is here already just so.
   *[other] { $count } activities of the file are here already just so.
}
import-over-count = { $count ->
    [one] One activity of the file is not taken, since it was cancelled or removed.
   *[other] { $count } activities of the file are not taken, since they were cancelled or removed.
}
import-nothing = There is nothing new to bring.
import-check = Look it over and uncheck what you do not want.
import-more-dates = { $count ->
    [one] and one more date
   *[other] and { $count } more dates
}
import-replace = Replace what was changed here by hand
import-more = { $count ->
    [one] One more is left: bring the file again when you are done.
   *[other] { $count } more are left: bring the file again when you are done.
}
import-take = Bring what is checked
import-taken = { $count ->
    [0] No activity was brought.
    [one] One activity was brought.
   *[other] { $count } activities were brought.
}
import-left = What was not brought
import-changed-by-hand = It was changed here by hand; it stays as it is.
import-unchanged = It was here already just so.
import-over = It was cancelled or removed here.
import-is-new = new
import-is-update = changed in the file
import-is-changed-by-hand = changed here by hand
import-is-called-off = called off
notice-date-dropped = A date you were going to is gone: the activity moved to other days or stopped repeating.
by-link-changed = It has changed since you said “Going”:
by-link-when = It is on { $when } now (before, { $was }).
by-link-place = It is at { $place } now.
by-link-no-place = It no longer says where.
by-link-was-at = Before, { $place }.
by-link-other-link = The link to take part online is another one.
by-link-if-not = If you can no longer come, say so below.
notice-date-changed = A date you are going to has changed.
notice-date-changed-when = The hour changed: it is on { $when } now.
notice-date-moved = It moved from { $was } to { $when }.
notice-date-changed-place = The place changed: it is at { $place } now.
notice-date-changed-no-place = The place changed: it no longer says where.
notice-date-changed-link = The link to take part online changed.
revisions-dates = Changes of dates
revision-following = { $what } (that date and all that follow)
revision-place = another place
revision-title = another title
revision-cancelled = Cancelled: { $date }
repeat-monthly-last-day = Every month, on its last day
repeats-monthly-last-day = the last day of every month
field-no-fifth = It is the fifth { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} of the month, and some months have no fifth. We chose the last one of every month: if that is right, send it again.
field-no-such-day = Some months have no day { $day }. We chose the last day of every month: if that is right, send it again; if not, choose a day from 1 to 28.
notice-date-changed-text = Whoever organises it says:
field-why = What changes and why (optional)
field-why-help = One line. It stays with the version, and whoever comes gets it in a notice.
field-past-label = Yes, it is over: I want it written down
