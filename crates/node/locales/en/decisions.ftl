# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

decide-title = Decide
decide-lead = What we are deciding, what we agreed, what was said against it, and when we look at it again.
decide-views = Which agreements to see
decide-in-force = In force
decide-to-review = To review
decide-past = Former
decide-search = Search the memory
decide-older = Older agreements
decide-empty = No agreement is kept yet. The first may be that of your next meeting: it takes five minutes on a telephone.
decide-review-empty = No agreement is to be reviewed in the next 30 days.
decide-past-empty = Agreements that were changed, were repealed or lapsed stay here. There are none yet.

## Keeping an agreement
record-title = Record an agreement
record-lead = What you agreed sitting in a circle, just as it was. Those who were there can say afterwards whether it was so.
record-do = Record the agreement
record-correct = Correct the record
record-correct-lead = Set right what is not as it was. The earlier version stays, and what changed can be seen; those who were there are asked again whether it was so.
record-correct-do = Save the correction
record-changes-help = The earlier one stops holding once another person who was there says “it was so”; then the whole community is told.
record-changes = This agreement changes or repeals another:
field-agreed = What was agreed, in one line
field-agreed-help = For example: “The workshop opens on Thursdays”.
field-agreement = Agreement
field-agreement-help = Leave an empty line between paragraphs: each will have its number. You can use Markdown.
field-agreed-on = Which day
field-agreed-day = Write the day on which you agreed it, like 2026-11-24. It cannot be after today.
field-relation = What it does to the earlier agreement
relation-amends = It changes it
relation-repeals = It repeals it: it no longer holds
field-present-label = Who was there
field-present-members = Choose among members
field-present = Note at least one person who was there.
field-others = Also there were
field-others-help = Names of people without an account, with commas between them. Only members see them, and they can be erased.
field-people-limit = There is room for { $limit } people.
field-dissent-label = Who disagrees
field-dissent-help = In their own words. It stays beside the agreement for ever; the name is optional.
field-dissent-words = What they said ({ $number })
field-dissent-who = Who, if they want it known ({ $number })
field-dissent-more = Somebody else disagrees
field-dissent-limit = There is room for { $limit } at a time.
field-dissent-stays = What is there is neither changed nor taken away. Here you can add what was left out.
field-tasks-label = Who does what
field-tasks-help = At least somebody who answers for it being done; or the whole community, if you said so.
field-task-who = Who ({ $number })
field-task-what = What they do ({ $number })
field-task-due = By when ({ $number })
field-tasks-more = More tasks
field-tasks-limit = There is room for { $limit } tasks.
field-task-whole = Every task needs who and what.
field-task-day = Write the day of the task like 2026-11-28.
field-responsible = Note who answers for it being done, or tick that it is for the whole community.
field-kind-label = What it is about
field-kind = Choose what it is about.
decision-kind-operational = Day to day
decision-kind-policy = How we do things
decision-kind-money = Money
decision-kind-persons = Persons
decision-kind-urgent = Urgent
decision-kind-founding = Founding text
field-review-on = Another day to review it
field-review-on-help = On that day the review opens by itself and everybody is told. Empty: as said above. Within a year.
field-review-date = Choose a day after today and within a year.
field-foreseen = What we believe will happen
field-foreseen-help = If you write it now, you can compare at the review. All of it is optional.
decision-dimension-people = To people
decision-dimension-environment = To the environment
decision-dimension-labour-and-money = In labour and money
decision-dimension-freedom = To our freedom
decision-dimension-reversibility = Whether it can be undone
decision-dimension-consulted = Who was consulted
field-record-more = Tags, who sees it and more
field-record-visibility-help = Only members see names, also when the agreement is public. What was said against it and the tasks are seen.

## An agreement
decision-agreed-on = Agreed on { $when }
decision-review-on = To be reviewed on { $when }
decision-stage-adopted = Agreed
decision-stage-in-force = In force
decision-stage-review = Time to review it
decision-stage-renewed = In force, reviewed
decision-stage-amended = Changed
decision-stage-repealed = Repealed
decision-stage-lapsed = Lapsed
decision-over-amended = This agreement was changed: it no longer holds as it stands here.
decision-over-repealed = This agreement was repealed: it no longer holds.
decision-over-lapsed = This agreement lapsed: its review came and nobody held it. It no longer holds.
decision-superseded = In its place holds:
decision-amends = Changes:
decision-repeals = Repeals:
decision-review-due = Time to review it.
decision-review-lapses = It holds meanwhile. If nobody ends the review, it lapses on { $when }.
decision-review-help = Gather what really happened and decide what comes next. Any member can write it down.
decision-was-it-so = Is this how it was?
decision-was-it-so-help = This agreement names you. Read it and say whether that is how it was.
decision-so = Yes, that is how it was
decision-so-said = says that is how it was
decision-so-again = Say whether that is how it was
decision-not-so = It was not so, because…
decision-not-so-reason = It was not so, because…
decision-not-so-do = Say so
decision-not-so-said = says it was not so
decision-of-version = (of version { $version })
decision-silent = Yet to say whether it was so: { $names }
decision-dissent = Who disagrees
decision-dissent-none = Nobody left words against it.
decision-written-by = written down by { $name }
decision-dissent-own = I disagree: leave my reasons
decision-dissent-words = Why you disagree
decision-dissent-help = It stays beside the agreement with your name, for ever. It does not stop it; for that, ask for a review.
decision-dissent-do = Leave it said
decision-tasks = Who does what
decision-tasks-done = { $count ->
    [one] { $done } of 1 done
   *[other] { $done } of { $count } done
}
decision-due = by { $when }
decision-task-done = done
decision-task-late = past its date
decision-task-mine = Yours: say how it goes
decision-task-how = Say how it goes
decision-task-do = It is done
decision-task-undo = It is not done yet
decision-told = How it goes
decision-told-do = Note how it goes
decision-present = Who was there
decision-present-count = { $count ->
    [one] One person was there.
   *[other] { $count } people were there.
}
decision-forget = Erase a name
decision-forget-help = If somebody without an account asks not to be named: the name is erased here and in the log and cannot be brought back. It stays that somebody was there.
decision-forget-name = Erase “{ $name }”
decision-somebody = Somebody of the community
decision-unnamed = Somebody who gave no name
decision-name-erased = (name erased)
decision-foreseen = What we believed would happen
decision-was-foreseen = Expected:
decision-reviewed-on = Reviewed on { $when }
decision-reviewed-by = Written down by { $name }.
decision-verdict-renewed = It stays as it is
decision-verdict-amended = Another agreement changes it
decision-verdict-repealed = It is repealed: it no longer holds
decision-petition = Ask for an early review
decision-petition-help = { $needed ->
    [one] Say why. One person asking opens the review.
   *[other] Say why. When { $needed } people ask, the review opens.
}
decision-petition-do = Ask for it
decision-petition-by = { $name } asked for an early review:
decision-petitions = They ask for an early review
decision-petitions-count = { $count } of the { $needed } people it takes.
share-members = Share: copy this text and paste it into the chat. Only members can open the link.
share-superseded = NO LONGER HOLDS. In its place: { $other }
share-amended = NO LONGER HOLDS: it changed
share-repealed = NO LONGER HOLDS: it was repealed
share-lapsed = NO LONGER HOLDS: it lapsed
share-review = TO BE REVIEWED
share-against = { $count ->
    [one] One person disagrees; what they said is behind the link.
   *[other] { $count } people disagree; what they said is behind the link.
}
decision-markdown = Save as Markdown
decision-acta = Signed acta (file)
decision-acta-key = The signed acta is verified on any computer, without a network: tequio verify acta acta.json. The community’s key is { $key }
decision-more = Correct, change or ask for a review
decision-more-change = Change it or ask for a review
decision-more-past = Pictures and files
decision-change = Note an agreement that changes it
decision-history = What has happened
decision-happened-recorded = It was kept
decision-happened-corrected = The record was corrected
decision-happened-dissented = Somebody left words against it
decision-happened-petitioned = Somebody asked for an early review
decision-happened-review = The day to review it came
decision-happened-early-review = The review opened before its date
decision-happened-renewed = It was reviewed and stays
decision-happened-amended = Another agreement changed it
decision-happened-repealed = It was repealed
decision-happened-lapsed = It lapsed without a review
decision-fact-present = { $name } was there
decision-fact-dissent = { $name } disagrees: { $words }
decision-fact-task = { $name }: { $words }
remove-what-decision = It is part of the community's memory. Its words, what was said against it and the names are erased here and in the log, those of earlier versions too, and cannot be brought back; only the trace stays that something was there. If the agreement no longer holds, rather repeal it; if it is written down wrongly, correct the record.

## The review
review-title = Review the agreement
review-read-again = Read the agreement again
review-effects = What really happened
review-effects-help = What you know of one of these lines is enough. Of what was expected, say what happened.
review-ask-people = What changed for people?
review-ask-environment = What changed in the environment?
review-ask-labour-and-money = How much labour and money did it take?
review-ask-freedom = Did it make us more free, or less?
review-ask-reversibility = Could it still be undone?
review-ask-consulted = Whom did you ask for this review?
review-ending = What comes next
review-do = End the review
field-effects = Say in at least one line what happened.
field-effects-foreseen = Say what really happened to each thing that was expected; “nothing that we know of” will do too.
field-ending = Choose what becomes of the agreement.
field-review-again = If it stays: reviewed again on
field-review-again-help = Within a year.
field-by-label = If it changes: by which agreement
field-by-help = If it is not in the memory yet, note it first:
field-by-none = None
field-by = Choose the agreement that changes it.

## Notices
notice-decision-recorded = An agreement of a meeting you were at was recorded, and who does what. Is this how it was?
notice-decision-corrected = The record of a meeting you were at was corrected. Is this how it was?
notice-decision-quoted = A record says that you disagreed, in these words. If that is not how it was, say so there.
notice-decision-task = An agreement says that you take something on.
notice-decision-contested = Somebody says that what you recorded is not how it was.
notice-decision-progressed = Somebody told how a task of an agreement you recorded is going.
notice-decision-review = It is time to review an agreement.
notice-decision-renewed = An agreement was reviewed and stays.
notice-decision-amended = Another agreement changes it: it does not hold any more as it was.
notice-decision-repealed = It was repealed: it does not hold any more.
notice-decision-lapsed = An agreement lapsed: nobody ended its review.
