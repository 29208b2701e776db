# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Proposing a choice among options
choose-title = Choose among options
choose-lead = When it is not yes or no, but which: which day, what money is spent on, who. It is thought over calmly, anybody offers another option on the way, and in the end there is a secret ballot.
choose-takes = It takes { $time } at least.
choose-other-kind = It is about something else
choose-do = Keep the draft
choose-instead = Not yes or no, but which? Choose among options
field-question = What is chosen, in a line
field-question-help = For example: “On which day does the workshop open?” or “What do we spend the raffle's money on?”
field-question-text = Why, and what one should know
options-title = Options
field-options-help = Two at least. Anybody can offer those that are missing while it is thought over.
field-options-more = More options? They are offered on the proposal's page, one by one.
option-number = Option { $number }
field-option = What the option is called
field-option-about = What it means, in a sentence
field-option-cost = What it costs, in pesos
field-money = How much money there is, in pesos
field-money-help = All that may be spent. Whole pesos.
field-seats = How many are chosen
field-seats-help = Empty: one.
option-none = None of these
option-none-means = We stay as we are. What does not win against this is not chosen.
option-none-always = “None of these” is always on the ballot: an option that is not above it on enough ballots is not chosen, even if it beats the others. Where money is spent it is not needed: who wants no project ticks none.
option-chosen = chosen
among-money = There is { $money } to spend.
among-seats = { $count ->
    [one] One is chosen.
   *[other] { $count } are chosen.
}
offer-help = If what one can choose changes, the time to think it over begins anew.
step-offer = Offer another option
step-offer-do = Offer it
step-unoffer-do = Take my option back
step-allot = Say how many are chosen or how much there is
step-allot-do = Keep it
missing-allotment = { $count ->
   *[other] Say how much money there is to spend
}
missing-options = { $count ->
    [one] One option more: there are fewer than places
   *[other] { $count } options more: there are fewer than places
}
decision-happened-offered = An option was offered
decision-happened-unoffered = An option was taken back
decision-happened-allotted = Somebody said how many are chosen or how much there is
decision-happened-tied = It was a tie: it goes back to be thought over
notice-decision-options = What one can choose in a proposal changed: look at it.
done-offered = Your option is on the list. The time to think it over begins anew.

## How is chosen
method-approval = Everybody ticks all that seem good to them; the one with most ticks wins.
method-score = Everybody gives each option 0 to { $most }; the highest sum wins.
method-dot = Everybody spreads { $most } dots as they like; the one with most wins.
method-majority-judgment = Everybody grades each option; the best middle grade wins (majority judgment).
method-schulze = Everybody ranks them from the one they like most to the one they like least; they are compared two by two (Schulze's method).
method-ranked-pairs = Everybody ranks them from the one they like most to the one they like least; they are compared two by two, and the clearest victories count first (ranked pairs).
method-irv = Everybody ranks them; round by round the one with fewest votes goes out, and its votes move on to the next of each ballot (instant runoff).
method-stv-scottish = Everybody ranks them; the places are shared in proportion, and what is left over moves on to the next of each ballot (transferable vote, as in Scotland).
method-stv-meek = Everybody ranks them; the places are shared in proportion, by Meek's arithmetic (transferable vote).
method-budget-greedy = Everybody ticks the projects they want; those with most ticks are bought, as long as the money suffices.
method-equal-shares = Everybody ticks the projects they want. The money is shared equally among those who vote, and each project is paid by those who want it (equal shares).
grade-0 = I reject it
grade-1 = Bad
grade-2 = Passable
grade-3 = Good
grade-4 = Very good
grade-5 = Excellent
class-fact-choosing = Among options
class-choosing-help = How is chosen when the proposal has options.
class-choosing-most = Up to which score, or how many dots each has
class-choosing-most-help = Only where scores are given or dots spread. Empty: 5, or 10 dots.
field-choosing = Choose one of the ways on the list.
field-choosing-most = Write a whole number, from 1 to { $most }.

## The ballot
ballot-question-among = What do you prefer?
ballot-ask-rank = Rank them
ballot-ask-grade = Grade them
ballot-ask-score = Score them
ballot-ask-dots = Spread your dots
ballot-ask-approve = Tick those that seem good to you
ballot-ask-buy = Tick the projects you want
ballot-how-rank = Give 1 to the one you like most, 2 to the next, and so on. Those without a place are equal, at the end.
ballot-how-grade = Say of each what you think of it. One without a grade counts as “I reject it”, or as the lowest.
ballot-how-score = From 0 to { $most }. An empty one counts as 0.
ballot-how-dots = You have { $most } dots to spread among all. You need not use all of them.
ballot-how-approve = As many as you like. If you tick “None of these”, those that you do not tick are below it.
ballot-how-buy = As many as you like, even if together they cost more than there is: here you say what you want, not how to make it fit.
ballot-equals = You may give several the same place.
ballot-no-equals = Each place is given once.
ballot-unranked = No place
ballot-ungraded = No grade
ballot-rank = Place { $number }
ballot-all-blank = Blank: I say nothing of any, I only count so that there are enough.
ballot-says = Your ballot says:
ballot-look = See what my ballot says
ballot-look-lead = It is not in the box yet. Read it: afterwards it cannot be changed.
ballot-change = Change something
field-ballot-equal = You gave several options the same place, and this way of counting cannot count that. Give each a place of its own.
field-ballot-high = Write whole numbers, from 0 to { $most }.
field-ballot-dots = You spread more dots than you have: there are { $most }. Take some away.
field-ballot-empty = You say nothing yet: fill in what you want to say, or tick that your ballot is blank.
field-ballot-other = That ballot is not of this vote. Go back to the proposal and open the ballot again.
field-ballot-both = You ticked that your ballot is blank and also filled something in. Take one of the two away.

## The result
elected = Chosen:
elected-none = “None of these” won: nothing is chosen.
elected-nothing = Nothing was chosen.
elected-how = How it was counted
elected-left = { $money } is left.
elected-open = { $count ->
    [one] One place stays open: no other had enough support.
   *[other] { $count } places stay open: no other had enough support.
}
elected-blank = { $count ->
    [one] One ballot was blank.
   *[other] { $count } ballots were blank.
}
share-chosen = Chosen: { $names }
counted-title = How it was counted
counted-why = Why this and not that
counted-rounds = Step by step
counted-numbers = The numbers
counted-picture = The picture of the count
counted-file = Download the ballots
counted-command = All ballots are there, without name or time. Anybody can count them again with the program and find the same:
counted-unsupported = { $name } is not chosen although it beats the others: { $above } ballots put it above “None of these” and { $below } below. It takes more above than below, and of these at least { $part } of { $whole }.
lot-title = If there is a tie
lot-unused = No tie had to be drawn.
lot-tie = { $between } tied; the lot fell on { $name }.
lot-check = How to check the lot
lot-promised = The seed was drawn by chance when the text became firm, and nobody knew it; only its digest was published. That it is the same is checked by:
lot-order = In a tie the option comes first whose digest, with its number, is the smallest in this order:
table-option = Option
table-cost = Costs
table-wanted = Want it
table-chosen = Chosen
table-projects = The projects
table-projects-help = What each costs and how many people ticked it.
table-median = The middle one
table-grades = The grades
table-grades-help = How many ballots gave it each. The middle one stands halfway when they line up from best to worst.
table-total = Got
table-totals = What each got
table-totals-help = The sum of all ballots.
table-round = Round { $number }
table-rounds = Round by round
table-rounds-help = How many votes each has at the end of each round; ✓ is elected, ✗ goes out.
table-pairs = Two by two
table-pairs-help = How many ballots put the option of the row before that of the column.
table-paths = The strongest paths
table-paths-help = A path goes from victory to victory and is as strong as the weakest of them. An option wins whose path to each other is stronger than the one back.
table-victories = The victories, the clearest first
table-victories-help = One is passed over if those before it already say the contrary.
table-strength = By how many
table-held = What becomes of it
table-locked = held
table-passed-over = passed over
table-support = Against “None of these”
table-support-help = How many ballots put each option above it, and how many below.
table-above = Above
table-below = Below

## Choosing for a mandate
field-mandate-for = For a mandate
field-mandate-help = If it is for a mandate, leave the options empty: nobody puts up anybody else; each offers themself on the page. Whoever is chosen receives the mandate for a year, from when the agreement is in force.
field-stand-about = Why you offer yourself
among-mandate = Whoever is chosen receives a mandate for a year, from when this is in force: { $mandate }. Whoever holds it then leaves it.
among-nobody = Nobody offers themself yet.
step-offer-self = I offer myself
missing-candidates = { $count ->
   *[other] Somebody who offers themself
}

## In the log
log-decision-cast = voted on a proposal
log-decision-remark = said something of a paragraph
log-decision-withdraw-argument = took back what they said of a paragraph
log-decision-record-restatement = wrote down that an objection was understood in a meeting
log-decision-contest-edit = said that a change was no slip of the pen
log-decision-reclass = changed what a proposal asks of a kind of decisions
log-decision-second-conclusion = said that a review ended as was written down
log-decision-refuse-conclusion = said that a review did not end so
log-decision-foresee = wrote what a proposal will do
log-decision-remind = reminded those for whom a proposal waits
log-decision-offer-option = offered an option
log-decision-withdraw-option = took their option back
log-decision-allot = said how many are chosen or how much there is

## Waiting for you
awaits-ballot = Vote: “{ $title }”.
awaits-stance = Say what you think of “{ $title }” before it ends.
awaits-restatement = Somebody told your objection to “{ $title }” back. Is that it?
awaits-reconsider = The text of “{ $title }” changed: say whether it meets your objection by now.
awaits-question = You were asked about “{ $title }”.
awaits-restate = Tell the objection to “{ $title }” back in your words.
awaits-acta = Correct the record of “{ $title }”: somebody says that it was not so.
awaits-time = Say when you can come: “{ $title }”.
propose-again = Propose it again
decision-nobody-answers = Nobody answers for it yet
contested-title = Somebody says that it was not so
contested-help = You wrote this agreement down. If they are right, set the record right; if not, talk it over below or in person.
notice-decision-overdue = The day of something that you took on is over. Say how it goes, or ask for help.
log-decision-tell-overdue = reminded of tasks whose day is over
