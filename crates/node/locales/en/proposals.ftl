# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

decide-open = Being decided
decide-ended = Ended without agreement

## Proposing
propose-title = Propose something
propose-lead = For everyday matters. It stays open for { $hours } hours: if nobody objects, it is agreed. Any objection stops it, to be thought over calmly.
propose-do = Propose it
propose-agree = { $count ->
    [one] It is enough that you agree and nobody objects. Proposing it counts as your yes.
    [2] Proposing it counts as your yes. At least one more person has to say that they agree.
   *[other] Proposing it counts as your yes. At least { $count } people have to say so, with you.
}
field-proposal = What you propose, in one line
field-proposal-help = For example: “On Saturday we clean the workshop”.
field-proposal-text = Proposal
field-proposal-more = Review, who sees it and more
field-review-in-label = If it is agreed, it is reviewed
field-review-in = Choose when it is reviewed.
review-in-30 = in a month
review-in-90 = in three months
review-in-180 = in half a year
review-in-365 = in a year

## Where it is
way-title = The way
way-place = Step { $place } of { $of }
way-coming = not yet
way-days = { $count } days left
way-hours = { $count ->
    [one] One hour left
   *[other] { $count } hours left
}
way-soon = Less than an hour left
way-share-until = It is being decided. It ends on { $when }
way-not-on-roll = This is decided by those who were members when it opened. You can comment below.
way-step-draft = Draft
way-step-express = Open to objections
way-step-call = Call
way-step-clarification = Clarification
way-step-deliberation = Deliberation
way-step-integration = Integration
way-step-frozen = Firm text
way-step-consent = Round of consent
way-step-adopted = Agreed
way-step-in-force = In force
way-step-not-adopted = No agreement
way-step-blocked = Held by a principle
decision-stage-draft = Draft
decision-stage-call = To be deliberated
decision-stage-clarification = Being clarified
decision-stage-deliberation = Being deliberated
decision-stage-integration = Being integrated
decision-stage-frozen = Firm text
decision-stage-consent = Open
decision-stage-not-adopted = No agreement
decision-stage-blocked = Held by a principle
decision-stage-withdrawn = Withdrawn
decision-over-not-adopted = There was no agreement: time ran out and too few people said so.
decision-over-withdrawn = Whoever proposed it took it back.

## Express consent
express-until = It ends on { $when }.
express-more = { $count ->
    [one] One more person has to say that they agree.
   *[other] { $count } more people have to say that they agree.
}
express-enough = Enough people support it. If nobody objects, it is agreed.
express-help = Read it below. You can change what you say until it ends.
stance-title = What do you say?
stance-yours = What you said
stance-change = Change what I said
stance-none = You have not said yet
stance-own-agree = You agree
stance-own-stand-aside = You do not share it, but do not hold it up
stance-own-object = You objected
stance-said-agree = agrees
stance-said-stand-aside = does not share it, but does not hold it up
stance-said-object = objects
stance-agree-do = I agree
stance-aside = I do not share it, but I do not hold it up
stance-aside-words = Why, if you want to say it
stance-aside-help = If it is agreed, your words stay with your name beside the agreement, for ever.
stance-aside-do = I do not hold it up
stance-object = I object
object-ground = What does your objection rest on?
object-ground-harm = It would do us harm
object-ground-principle = It conflicts with one of our principles
object-ground-block = It would break one of our principles: it cannot pass like this
object-principle = With which principle
object-principle-none = With none
object-words = Why you object
object-help = It is kept word for word. It serves to better the proposal: say what would happen, and to whom.
object-do = Object
field-ground = Choose what your objection rests on.
field-principle = Choose which of our principles it conflicts with.
step-stance = I do not share it, but I do not hold it up
step-object = I object
step-task = Who answers for it
objections-title = Objections
objection-harm = It would do us harm.
objection-principle = It conflicts with: “{ $principle }”
objection-blocks = Principled objection
objection-integrated = the proposal changed because of it
objection-withdrawn = taken back
objection-upheld = the group holds with it
objection-carried = the group goes on; it stays beside the agreement
stances-title = What we said
stances-agree = agree
stances-aside = do not share it, but do not hold it up
stances-silent = have not said anything
stances-who = Who said what

## Who answers for it
answers-title = Who answers for it being done?
answers-help = It is agreed already. What is missing is who takes care of it, or that the whole community does.
answers-together-do = Nobody in particular: it is for the whole community
task-what = I take care of
task-due = By when, if it has a day
task-do = I take care of it
field-together = Nobody in particular: it is for the whole community
decision-together = Nobody in particular: it is for the whole community.
decision-tasks-none = Nobody has said yet that they take care of it.
decision-happened-express = It was proposed
decision-happened-halted = Somebody objected: it goes on to be thought over calmly
decision-happened-adopted = It was agreed
decision-happened-not-adopted = It ended without agreement
decision-happened-task-taken = Somebody takes care of something
decision-happened-together = It was said that it is for the whole community

## Notices
notice-decision-opened = A proposal is open. What do you say?
notice-decision-halted = Somebody objected to a proposal: now it is thought over calmly.
notice-decision-adopted = A proposal was agreed.
notice-decision-not-adopted = A proposal ended without agreement.
