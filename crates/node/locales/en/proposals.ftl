# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

decide-open = Being decided
decide-ended = Ended without agreement

## Proposing
propose-title = Propose something
propose-lead = Tell what you propose and choose how it is decided.
propose-do = Propose it or keep the draft
propose-agree = { $count ->
    [one] It is enough that you agree and nobody objects. Proposing it counts as your yes.
    [2] Proposing it counts as your yes. At least one more person has to say that they agree.
   *[other] Proposing it counts as your yes. At least { $count } people have to say so, with you.
}
field-proposal = What you propose, in one line
field-proposal-help = For example: “We clean the workshop on the first Saturday of the month”.
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
way-step-call = Announced
way-step-clarification = Questions
way-step-deliberation = Thought over
way-step-integration = Changes gathered
way-step-frozen = Final text
way-step-consent = Last round
way-step-adopted = Agreed
way-step-in-force = In force
way-step-not-adopted = No agreement
way-step-blocked = Held by a principle
decision-stage-draft = Draft
decision-stage-call = Announced
decision-stage-clarification = In questions
decision-stage-deliberation = Being thought over
decision-stage-integration = Changes being gathered
decision-stage-frozen = Final text
decision-stage-consent = Open: have your say
decision-stage-not-adopted = No agreement
decision-stage-blocked = Held by a principle
decision-stage-withdrawn = Withdrawn
decision-over-not-adopted = There was no agreement: time ran out and more people would have had to say yes. It can be proposed again.
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
stance-aside-help = If it is agreed, your words stay with your name beside the agreement, for ever; if it is public anybody reads them, without your name.
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
stances-aside = { $count ->
    [one] does not share it, but does not hold it up
   *[other] do not share it, but do not hold it up
}
stances-silent = { $count ->
    [one] has not said anything
   *[other] have not said anything
}
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

## A deliberation
field-way = How we decide it
field-way-express = An everyday matter: open for { $hours } hours; if nobody objects, it is agreed. Any objection stops it to be thought over calmly.
field-way-calmly = It goes deeper: deliberate it calmly
field-way-help = It begins as a draft: the whole community sees it, and you say when it is announced. Then there are questions, time to think, changes of the text and a last round. When it is reviewed is chosen with the final text.
onward-to-call = To announce it to the community takes:
onward-to-clarification = To go on to questions, this is missing:
onward-to-deliberation = To go on to think it over takes:
onward-to-integration = To gather the changes takes:
onward-to-frozen = To settle the final text takes:
onward-to-consent = To open the last round takes:
onward-to-adopted = To end the round, this is missing:
onward-from-draft = All is there to announce it: the community gets the news and time begins to run.
onward-from-call = All is there to begin with questions.
onward-from-clarification = No question is left unanswered: it can be thought over.
onward-from-deliberation = There was time to think: next, gather changes and objections.
onward-from-integration = All is there to settle the final text. To change it after that goes a step back.
onward-from-frozen = The pause is over: the last round can be opened.
onward-from-consent = The round can be ended.
onward-do-draft = Announce it
onward-do-call = Open the questions
onward-do-clarification = Go on to think it over
onward-do-deliberation = Gather the changes
onward-do-integration = Settle the final text
onward-do-frozen = Open the last round
onward-do-consent = End the round
missing-not-before = To wait until { $when }
missing-sponsors = { $count ->
    [one] One more person who stands behind its being discussed
   *[other] { $count } more people who stand behind its being discussed
}
missing-affected = { $count ->
   *[other] Saying who is affected
}
missing-search = { $count ->
   *[other] To search for earlier agreements on this
}
missing-answers = { $count ->
    [one] An answer to one question
   *[other] Answers to { $count } questions
}
missing-relations = { $count ->
    [one] To say what it does to one earlier agreement
   *[other] To say what it does to { $count } earlier agreements
}
missing-amendments = { $count ->
    [one] To decide on one proposed change
   *[other] To decide on { $count } proposed changes
}
missing-restatements = { $count ->
    [one] Somebody who tells an objection back, until its author feels understood
   *[other] Somebody who tells { $count } objections back, until their authors feel understood
}
missing-dispositions = { $count ->
    [one] To decide what becomes of one objection
   *[other] To decide what becomes of { $count } objections
}
missing-integrations = { $count ->
    [one] A text that meets the objection the group holds with
   *[other] A text that meets { $count } objections the group holds with
}
missing-impact = { $count ->
    [one] Answering one question about what will happen
   *[other] Answering { $count } questions about what will happen
}
work-ready = Nothing is missing for the next step.
work-now = What you can do now
work-more = You can also
work-wait = There is nothing for you to do now: time must pass, or it is for somebody else. You can comment below.
work-affected = Who is affected
work-questions = Questions
work-question = What do you want to understand better?
work-unanswered = Not answered
work-amendments = Proposed changes
work-paragraph = Paragraph { $number }
work-wording = How it should read
work-earlier = Earlier agreements
work-besides = More: object, edit, withdraw
work-withdraw = Why you take it back
work-words = Your words
work-fate-open = to be decided
work-fate-accepted = in the text now
work-fate-withdrawn = taken back by who proposed it
work-fate-declined = left out
round-help = It is the last word on this text. An objection stops the round until it is dealt with.
objection-shared = { $count ->
    [one] one more person shares it
   *[other] { $count } more people share it
}
restatement-wanted = Somebody who does not share it has to tell it back.
restatement-offered = Somebody told it back; who objected has to say whether that is it.
restatement-confirmed = They said: “you understood me”.
restatement-spoken = They said in a meeting: “you understood me”.
restatement-unconfirmed = It was told back and there was no answer in time: it stays unconfirmed.
step-sponsor = To stand behind its being discussed is not to agree: it is to say that it is worth it.
step-sponsor-do = I stand behind discussing it
step-affected = Who is affected by this decision? Count also those who are not here.
step-affected-do = Save
step-impact = What do you think will happen? What is written can be bettered. The review will compare it.
step-impact-do = Save
step-search = Have we agreed something on this already? Write the words to search with.
step-search-do = Search and note
step-mark = What does this proposal do to this agreement?
step-mark-upholds = Leaves it as it is
step-mark-amends = Changes it
step-mark-repeals = Repeals it
step-mark-unrelated = Has nothing to do with it
step-ask = Ask something
step-ask-do = Ask
step-unask-do = Take my question back
step-answer = What do you answer?
step-answer-do = Answer
step-restate = Tell this objection in your words, as you understand it, even if you do not share it.
step-restate-do = This is how I understand it
step-understood = Somebody told your objection back. Is that it?
step-understood-yes = You understood me
step-understood-no = That is not it
step-support-do = So do I
step-end = What becomes of this objection?
step-end-integrated = The text meets it now
step-end-withdrawn = I take it back
step-end-upheld = The group holds with it
step-end-carried = The group goes on, and the objection stays beside the agreement
step-amend = Propose another wording
step-amend-do = Propose this change
step-settle-keeper = There is a proposed change: accept it, or say why not.
step-settle-own = Your change is not decided yet. You can take it back.
step-settle-accept = Put it into the text
step-settle-decline = Leave it out
step-settle-reason = Why it is left out
step-settle-withdraw = Take my change back
step-edit = Edit the text
step-edit-meet = Change the text so that it meets this.
step-edit-lead = If its meaning changes, the time to think begins anew, and what each said of the earlier text no longer counts.
step-edit-substance = It changes the meaning
step-edit-slip = It is only a slip of the pen; anybody may say that it is not
step-edit-do = Save the text
step-withdraw = Withdraw the proposal
step-withdraw-do = Withdraw it
decision-happened-drafted = The draft was written
decision-happened-called = It was announced
decision-happened-clarification = Questions were opened
decision-happened-deliberation = Thinking it over began
decision-happened-integration = Gathering changes began
decision-happened-frozen = The final text was settled
decision-happened-round = The last round was opened
decision-happened-edited = The text changed
decision-happened-accepted = A proposed change came into the text
decision-happened-objected = Somebody objected
decision-happened-returned = The group held with an objection: back to gathering changes
decision-happened-blocked = A principle held it up
decision-happened-withdrawn = It was withdrawn
notice-decision-answered = Your question was answered.
notice-decision-restated = Somebody told your objection back. Is that it?
notice-decision-spoken-for = It is written that you said in a meeting “you understood me” of your objection. If you did not, say so there.
notice-decision-ready = A proposal’s waiting time is over: there is something you can do for it to go on.
notice-decision-awaits = A proposal waits for what you say, and time is running out.

## Saying something about a paragraph
step-remark = Say something about this paragraph
step-remark-do = Say it
step-unsay-do = Take back what I said
remark-what = What is it?
remark-is-for = I like it, because…
remark-is-concern = It worries me
remark-is-question = I have a question
remark-for = in favour
remark-concern = worry
remark-question = question
remarks-earlier = About paragraphs that have changed
field-remark = Choose whether it is in favour, a worry or a question.
contest-slip = The last change of the text was noted as a slip of the pen. If it changed what it means, say so: the time to think begins anew.
step-contest-do = It was more than a slip
step-spoken = Note that it was understood in a meeting
step-spoken-do = Note it
step-onward = Go on to the next step
spoken-who = Who said it in their own words
spoken-help = Only if whoever objected said aloud “you understood me”. They get a notice and can say that it was not so.
step-understood-denied = That is not what I said
restatement-spoken-by = { $name } said it in their own words.
restatement-by = said in their own words by { $name }
review-in-days = { $count ->
    [one] in one day
   *[other] in { $count } days
}
decision-ratifies = Ratifies:
decision-happened-slip = Somebody said that the last change was no slip of the pen
missing-reconsider = { $name } saying whether the text meets their objection
round-part = { $count } have said something; at least { $needed } must.
round-agree = In agreement: { $count } of the { $needed } that it takes as things stand.
stances-object = { $count ->
    [one] objects
   *[other] object
}
stance-withdraws = If you say something else, you take your objection back.
object-halts = Your objection stops the hours that are left, and the proposal is thought over calmly: some days more.
objection-holds = It blocks: it does not pass like this. Change the text, or let whoever made it take it back.
objection-take-back = I take my objection back
work-think = Now is the time to read it calmly: say something about a paragraph, propose another wording, or say what worries you.
step-end-asleep = It is yours to note what the group says of this objection; first protect your account.
step-end-protect = Protect my account
impact-ask-people = What will happen to people?
impact-ask-environment = What will happen to the environment?
impact-ask-labour-and-money = How much work and money will it cost?
impact-ask-freedom = Does it make us freer, or less?
impact-ask-reversibility = Can it be undone?
impact-ask-consulted = Who was asked?
decision-foresees = What we think will happen
decide-empty-guest = There are no public agreements here. Those of members show after signing in.
share-aside = { $count ->
    [one] One person does not share it, but does not hold it up; what they said is behind the link.
   *[other] { $count } people do not share it, but do not hold it up; what they said is behind the link.
}
review-in-usual = the usual: 3 months for everyday matters, half a year for money, a year for the rest
concluding-title = { $name } noted how the review ended
concluding-help = What several people agreed is not ended by one alone: another one must say that it ended so.
step-second-do = It ended so
step-unconclude-do = It did not
step-unconclude-own = Take back what I noted
decision-happened-upheld = It was noted that the group holds with an objection
decision-happened-carried = It was noted that the group goes on, with the objection beside the agreement
decision-happened-unobjected = An objection was taken back
decision-happened-concluding = It was noted how the review ended
decision-happened-unconcluded = It was said that the review did not end so
notice-decision-called = Something is proposed to be thought over calmly: ask whatever you want.
notice-decision-questions = A proposal is in questions: ask or answer.
notice-decision-deliberated = A proposal is being thought over: say what you like and what worries you.
notice-decision-integrated = Changes and objections of a proposal are being gathered.
notice-decision-firm = A proposal has its final text: read it before the last round.
notice-decision-round = Last round of a proposal: have your say before it ends.
notice-decision-changed = The text of a proposal changed: have a look.
notice-decision-returned = An objection stopped a proposal: its text must change.
notice-decision-objected = Somebody objected to what you proposed.
notice-decision-amendment = Somebody proposed another wording for your proposal.
notice-decision-asked = Somebody asked about your proposal.
notice-decision-not-it = Whoever objected says that this is not what they said: try to put it another way.
notice-decision-disposed = It was noted what the group says of your objection.
notice-decision-dispose = It is yours to note what the group says of an objection.
notice-decision-concluding = It was noted how the review of an agreement ended. Did it?
