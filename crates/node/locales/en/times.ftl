# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

times-title = Find a time
times-lead = When do we meet? Whoever asks gives several times, everybody says when they can come, and the one that suits most goes into the agenda.
times-empty = Nobody is looking for a time.
times-open = No time chosen yet
times-ask = Ask when the others can come
times-ask-lead = Give two times or more. Everybody is told, and says to which they can come.
times-ask-do = Ask
field-times-what = What for
field-times-more = Anything else one should know
field-minutes-label = How long it lasts, in minutes
field-times-label = Possible times
field-times-help = Two at least. The hours are those of the community.
field-times-day = Day { $number }
field-times-hour = Hour { $number }
field-times = Write at least two different times, and { $most } at most.
field-times-whole = Each time needs its day and its hour.
field-minutes = Write how many minutes it lasts: from 1 to 1440.
field-times-answer = Say of one time at least whether you can come.
times-chosen = It is on { $when }.
times-activity = See it in the agenda
times-lasts = { $count ->
    [one] lasts a minute
   *[other] lasts { $count } minutes
}
times-answered = { $count ->
    [0] nobody has answered
    [one] one person has answered
   *[other] { $count } people have answered
}
times-when-can-you = When can you come?
times-can-none = Nothing said
times-can-yes = I can
times-can-perhaps = If need be
times-can-no = I cannot
times-table = Who can come when
times-date = Time
times-best = suits most
times-close = Choose the time
times-close-help = It is published in the agenda at this time, and those who answered are told.
times-close-do = Put it into the agenda
times-manage = More
done-times-asked = Everybody was told.
done-times-answered = It is noted when you can come. You may change it until a time is chosen.
notice-times-asked = When can you come? A time is being looked for.
notice-times-closed = There is a time for something of which you said when you could come.
search-time-poll = Find a time
remove-what-time-poll = The times and what everybody answered are erased.
log-times-ask = asked when the others can come
log-times-answer = said when they can come
log-times-close = chose a time and put it into the agenda
