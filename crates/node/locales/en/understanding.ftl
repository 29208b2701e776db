# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Whether the text is understood: some statements, and each person says whether the text says them
check-title = Is the text understood?
check-lead = Read the text and say of each statement whether the text says it. This is no exam: if several people read it otherwise, it is the text that fails, and it is written more clearly. Nobody loses their vote by this.
check-so-far = { $count ->
    [0] Nobody has answered all of them yet
    [one] Each statement has an answer by one person
   *[other] Each statement has { $count } answers
}; { $needed } are needed.
check-understood = The text is understood.
check-misread = This text is not understood yet.
check-misread-follows = It went back to questions. It goes on once it has clearer words; begin with what was read otherwise most.
check-was-misread = In other words, this text was not understood. This is what was read otherwise:
check-says = The text does say it:
check-says-not = The text does not say it:
check-sum = Of { $count ->
    [one] one person
   *[other] { $count } people
}, { $right ->
    [0] nobody read what it says
    [one] one read what it says
   *[other] { $right } read what it says
}.
check-worst = read otherwise most
check-kept = What is kept of your answer
check-kept-what = Of you is kept that you answered, so that nobody answers twice; not what. Your answer is only added to the others.
check-kept-who = While people answer, the sums are encrypted. Whoever runs the server could see yours by looking into its memory or comparing copies from before and after. In the end the sums are published: if there are few answers, or all are the same, anybody can work it out.
step-check = Ask whether it is understood
step-check-again = Ask something else
step-check-do = Ask the community
check-set-lead = Write two or three statements about what matters most to understand. Of each, everybody will say whether the text says it.
check-set-follows = Not all with the same answer: at least one that the text says and one that it does not. Once somebody has answered, they are not changed any more. If they are not read as the text says, the text goes back to questions and is written more clearly.
check-statement = Statement { $number }
check-statement-optional = (if needed)
check-statement-words = The statement
check-statement-says = Does the text say it?
check-statement-place = By what this paragraph says
step-read = Does the text say this?
step-read-says = It does
step-read-not = It does not
step-read-unclear = It is not clear to me
step-clarify = The text was not understood. Write it in clearer words: if it means the same, say when you save it that its meaning does not change.
missing-check = { $count ->
    [one] To ask whether the text is understood: one answer is needed
   *[other] To ask whether the text is understood: { $count } answers are needed
}
missing-check-answers = { $count ->
    [one] That one more person says whether the text is understood
   *[other] That { $count } more people say whether the text is understood
}
missing-clarity = Clearer words: the text was not understood
field-statements = Write two or three statements: at least one that the text says and one that it does not.
error-decision-clarity = This text was not understood: it has to be written more clearly first.
decision-happened-check = It was asked whether the text is understood
decision-happened-understood = The text is understood
decision-happened-misread = The text was not understood: it goes back to questions
notice-decision-check = Say whether a proposal is understood: two or three statements, and it is no exam.
notice-decision-misread = A proposal was not understood and goes back to questions, until it has clearer words.
awaits-check = Ask whether “{ $title }” is understood.
awaits-clarify = “{ $title }” was not understood: write it in clearer words.
done-check = It is asked: we told the community.
done-read = Your answer was added. Here is what the text says.
log-decision-set-check = asked whether a proposal is understood
log-decision-answer-check = said whether a proposal is understood
class-fact-comprehension = It is asked whether the text is understood
class-comprehension-so = At least: { $people }. Those who read what the text says: { $share }
class-check-answers = How many people must say whether the text is understood
class-check-help = They are asked whether the text says two or three things. Empty: nobody is asked.
class-check-percent = Of them, how many must read what the text says, in percent
