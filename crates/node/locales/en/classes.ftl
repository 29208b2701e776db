# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

classes-title = How we decide
classes-lead = What each kind of decision asks for: how much time, how many people and in what way. The community itself changes it, by a decision.
classes-people = { $count ->
    [one] What the community has not decided is what is usual for one person.
   *[other] What the community has not decided is what is usual for { $count } people.
}
kind-means-operational = Everyday matters, easy to change.
kind-means-policy = The way we do things, for a long time.
kind-means-money = What we spend on that belongs to all of us.
kind-means-persons = Mandates and conflicts: by secret ballot.
kind-means-urgent = Cannot wait. It lapses unless it is ratified calmly.
kind-means-founding = The founding text, and how we decide.
kind-takes-consent = By consent; it takes at least { $time }.
kind-takes-yes-no = By secret ballot; it takes at least { $time }.
class-fact-method = How it is decided
class-fact-sponsors = Who supports its being discussed, besides who proposes it
class-fact-notice = Announced for at least
class-fact-clarification = For questions, at least
class-fact-reflection = To think it over unchanged, at least
class-fact-pause = Pause between the firm text and the decision
class-fact-voting = Open to decide
class-fact-restatement = To answer whether you were understood
class-fact-quorum = How many must take part
class-fact-agreement = Of those who take part, how many in favour
class-fact-review-within = Reviewed at the latest in
class-fact-petitioners = How many must ask to review it early
class-fact-block-support = How many share a principled objection, for it to stop
class-fact-lapses = Lapses unless ratified in
class-fact-express = Express consent
class-fact-spoken = Can be kept as the record of a meeting
class-method-consent = Consent round
class-method-yes-no = Secret ballot: yes, no or blank
class-no-time = No wait
class-days = { $count ->
    [one] one day
   *[other] { $count } days
}
class-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
class-people = { $count ->
    [0] Nobody
    [one] One person
   *[other] { $count } people
}
class-share-none = However many
class-share-all = All
class-share-half = Half
class-share = { $part } of every { $whole }
class-express-so = { $time }, and at least in agreement: { $people }
class-yes = Yes
class-no = No
class-since = So since { $when }, by:
class-all = All that it asks for
class-usual = The usual: the community has not decided otherwise.
class-change = Propose another way
class-change-of = Change how we decide: { $kind }
class-change-lead = It is a proposal like those on the founding text: it is deliberated, and takes at least { $time }. If it is agreed and somebody answers for it, it holds from then on for whatever is proposed later.
class-why = Why
class-why-help = What has not worked and what you hope will be better.
class-times-days = Times, in days
class-times-hours = Times, in hours
class-counts = How many people
class-quorum-percent = How many must take part, in percent
class-agreement-percent = Of those who take part, how many in favour, in percent
class-after = Afterwards
class-review-days = Reviewed at the latest, in days
class-lapses-days = Lapses unless ratified, in days (up to 30)
class-ways = Other ways to agree
class-express-hours = Express consent: how many hours it is open
class-express-help = Empty: there is no express consent.
class-express-agree = How many must say that they agree
class-propose-do = Propose it
field-class-number = Write a whole number, from 0 to { $most }.
flaw-out-of-reach = It asks for more people than there are, or nobody could ask for a review. You could not decide any more.
flaw-urgent-is-easy = What is urgent must ask for more support than “How we do things”: otherwise everything would be urgent.
flaw-urgent-stays = What is urgent lapses within 30 days unless ratified.
flaw-no-time = To decide and to review takes some time.
effect-title = If agreed, it changes how we decide:
effect-none = It is so already: nothing would change.
effect-change = Change the numbers
propose-ratifies = So that it does not lapse, it is proposed calmly. It ratifies:
decision-kind-review = { $count ->
    [one] reviewed in one day
   *[other] reviewed in { $count } days
}
decision-ratify-by = It is urgent: it stops holding on { $when } unless it is ratified.
decision-ratify = Propose to ratify it
decision-happened-ratified = It was ratified: it does not lapse any more
notice-decision-ratified = An urgent agreement was ratified: it does not lapse any more.
step-mark-ratifies = It ratifies it, so that it does not lapse
class-by-members = a decision among members

## The secret ballot
ballot-title = Vote
ballot-question = Are you for this proposal?
ballot-yes = Yes
ballot-no = No
ballot-blank = Blank
ballot-secret = The ballot is secret against everyone but the running server’s memory. Whoever runs that computer while the vote is open, or keeps copies of it made then, could follow it.
ballot-few = There are fewer than seven people: with so few, the result may show how somebody voted.
ballot-once = You vote once. It cannot be changed.
ballot-do = Put my ballot into the box
ballot-done = Your ballot is in the box.
ballot-receipt = This is your receipt. Write it down: you will not see it again.
ballot-receipt-help = Once it is counted, look for it in the list of ballots to see that yours is there and says what you voted. Nobody else knows that it is yours.
ballot-back = Back to the proposal
ballot-own = You have voted
ballot-cast = { $count } of { $roll } have voted.
ballot-needed = At least { $count } must vote.
field-ballot = Choose yes, no or blank.
count-title = The count
count-enough-part = Enough voted.
count-few-part = Not enough voted: there is no agreement.
count-yes = For: { $count }; of those who said yes or no, it took { $needed }.
count-enough-yes = That was enough.
count-few-yes = That was not enough: there is no agreement.
count-ballots = All ballots
count-ballots-help = In the order of their receipts, which says neither who nor when. Anybody can count them again.
way-step-ballot = Secret ballot
way-step-count = Count
decision-stage-ballot = Being voted on
decision-stage-count = Being counted
onward-to-ballot = To open the vote takes:
decision-happened-ballot = The vote was opened
decision-happened-voided = Ballots were lost: it is voted on again
decision-happened-counted = The ballots were counted
notice-decision-ballot = A proposal is being voted on: vote before it ends.
notice-decision-voided = Ballots of a vote were lost: it is voted on again.
