// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is worked on in a deliberation: questions, other wordings, earlier agreements; what is missing, and what one can
//! do about it.

use serde::Serialize;
use tequio_deliberation::life::{Deed, Dimension, Event as Happened, Fate, Kind, Missing, Restatement, Stage};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{
        rules::{name_of, review_choices, review_default},
        store,
    },
    spine::{id::Id, world::DAY},
    store::{Reader, args},
    web::{
        Failure, Here, Page,
        difference::{Piece, deadline, pieces},
    },
};

use super::{
    check::CheckView,
    way::order,
    whole::{Other, Whole},
};

/// What is worked on.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Work {
    /// The stage that comes next, by the rules' name.
    pub(super) next: Option<String>,
    /// What is missing for it, in words.
    pub(super) missing: Vec<String>,
    /// Who is affected, in words.
    pub(super) affected: Option<String>,
    pub(super) questions: Vec<QuestionView>,
    pub(super) amendments: Vec<AmendmentView>,
    pub(super) earlier: Vec<EarlierView>,
    /// Whether the text is understood, once that was asked.
    pub(super) check: Option<CheckView>,
    /// What the viewer can do now; the first is the one thing.
    pub(super) now: Vec<StepView>,
    /// Whether they may ask, object, propose other wordings.
    pub(super) may_ask: bool,
    pub(super) may_object: bool,
    pub(super) may_amend: bool,
    /// Whether they may say that the last change, which was called a slip of the pen, was none.
    pub(super) may_contest: bool,
    /// Whether they may write another text.
    pub(super) may_edit: bool,
    /// Whether they may take it back.
    pub(super) may_withdraw: bool,
    /// The objections that they may share.
    pub(super) may_share: Vec<Id>,
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionView {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) words: Option<String>,
    pub(super) answer: Option<String>,
    /// Who answered.
    pub(super) answered_by: Option<String>,
    /// Whether it is the viewer's to take back.
    pub(super) mine: bool,
    /// Whether it is about a paragraph, and stands there.
    pub(super) placed: bool,
}

/// Another wording of a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AmendmentView {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) paragraph: i64,
    pub(super) changes: Vec<Piece>,
    /// `open`, `accepted`, `withdrawn` or `declined`.
    pub(super) fate: String,
    /// Why it was left out.
    pub(super) reason: Option<String>,
}

/// An earlier agreement, and how this one stands to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EarlierView {
    pub(super) other: Other,
    /// `upholds`, `amends`, `repeals` or `unrelated`; nothing until somebody says.
    pub(super) relation: Option<String>,
}

/// Something that the viewer can do, as a form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepView {
    /// The step's name, as in its address.
    pub(super) step: &'static str,
    /// About what.
    pub(super) on: String,
    /// The words that it is about, and whose they are.
    pub(super) quote: Option<String>,
    pub(super) by: Option<String>,
    /// What it asks for: `words`, `nothing`, or one of `answers`.
    pub(super) field: &'static str,
    /// The answers to choose among.
    pub(super) answers: &'static [&'static str],
    /// What is said of it besides, by the rules' name: a dimension, a stage.
    pub(super) about: String,
    /// In how many days it may be reviewed, to choose among, and the usual time.
    pub(super) reviews: Vec<i64>,
    pub(super) review: i64,
    /// What is asked of what it does, with what was said so far.
    pub(super) asks: Vec<Asks>,
}

/// What is asked of what it does.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Asks {
    pub(super) dimension: String,
    pub(super) words: String,
}

impl StepView {
    fn new(step: &'static str, on: impl ToString, field: &'static str) -> Self {
        Self {
            step,
            on: on.to_string(),
            quote: None,
            by: None,
            field,
            answers: &[],
            about: String::new(),
            reviews: Vec::new(),
            review: 0,
            asks: Vec::new(),
        }
    }

    fn quoting(self, (by, quote): (String, Option<String>)) -> Self {
        Self { quote, by: Some(by), ..self }
    }

    fn among(self, answers: &'static [&'static str]) -> Self {
        Self { answers, ..self }
    }

    fn about(self, about: String) -> Self {
        Self { about, ..self }
    }
}

/// Who looks: what only some may do, the rules leave to us.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who {
    pub(super) member: Id,
    /// Whether they keep the proposal.
    pub(super) keeps: bool,
    /// Whether they hold the mandate of coordination.
    pub(super) coordinates: bool,
    /// Whether they hold it, and it waits for a second factor.
    pub(super) asleep: bool,
    /// Whether they may write down what the group says of an objection.
    pub(super) disposes: bool,
}

impl Work {
    /// What is worked on in a decision that is under way.
    pub(super) async fn find(
        here: &Here,
        reader: &mut Reader,
        page: &Page,
        whole: &Whole,
        who: Option<Who>,
    ) -> Result<Self, Failure> {
        let life = &whole.life;
        if life.stage.is_final() || life.stage.binds() {
            return Ok(Self { affected: life.affected.and_then(|words| whole.words(words)), ..Self::default() });
        }
        let now = tequio_deliberation::life::Instant(here.now());
        let mut earlier = Vec::new();
        for (other, relation) in &life.earlier {
            if let Some(other) = Other::find(here, reader, *other).await? {
                earlier.push(EarlierView { other, relation: relation.as_ref().map(name_of) });
            }
        }
        let name = |person: Id| whole.names.name(page, person);
        let questions = life.questions.iter().map(|(id, question)| QuestionView {
            id: *id,
            name: name(question.by),
            words: whole.words(*id),
            answer: question.answer.and_then(|words| whole.words(words)),
            answered_by: question.answer.and_then(|words| whole.author(words)).map(name),
            mine: who.is_some_and(|who| who.member == question.by) && question.answer.is_none(),
            placed: whole.places.iter().any(|place| place.id == *id),
        });
        let mut steps = Vec::new();
        if let Some(who) = who {
            for deed in life.deeds(&who.member, now) {
                let step = step(here, reader, page, whole, who, &deed).await?;
                // What it does to each is asked in one form.
                let again =
                    |step: &StepView| step.step == "impact" && steps.iter().any(|one: &StepView| one.step == "impact");
                steps.extend(step.filter(|step| !again(step)));
            }
        }
        let open = life.stage.is_open() && who.is_some();
        let shares = |one: &&tequio_deliberation::life::Objection<Id>| {
            who.is_some_and(|who| one.author != who.member && !one.supporters.contains(&who.member))
        };
        let heard = matches!(life.stage, Stage::Deliberation | Stage::Integration | Stage::Consent);
        let objects = matches!(life.stage, Stage::Deliberation | Stage::Integration);
        Ok(Self {
            next: order(life)
                .iter()
                .skip_while(|stage| **stage != life.stage)
                .nth(1)
                .filter(|_| !life.express)
                .map(name_of),
            missing: if life.express { Vec::new() } else { lacks(page, whole, now) },
            affected: life.affected.and_then(|words| whole.words(words)),
            questions: questions.collect(),
            amendments: amendments(page, whole),
            earlier,
            check: CheckView::of(whole, who),
            now: steps,
            may_ask: open && life.stage != Stage::Draft,
            may_object: objects && who.is_some(),
            may_amend: objects && who.is_some(),
            may_contest: life.contestable && !life.express && who.is_some(),
            may_edit: !life.express && who.is_some_and(|who| who.keeps),
            may_withdraw: (open || (life.express && life.stage == Stage::Consent))
                && who.is_some_and(|who| who.member == life.author),
            may_share: life
                .open_objections()
                .filter(|_| heard && !life.express)
                .filter(shares)
                .map(|one| one.id)
                .collect(),
        })
    }
}

/// What somebody can do, as a form; nothing where it is not theirs, or has a form of its own elsewhere.
async fn step(
    here: &Here,
    reader: &mut Reader,
    page: &Page,
    whole: &Whole,
    who: Who,
    deed: &Deed<Id>,
) -> Result<Option<StepView>, Failure> {
    let life = &whole.life;
    let name = |person: Id| whole.names.name(page, person);
    let objection = |id: &Id| {
        let one = life.objections.iter().find(|one| one.id == *id);
        one.map(|one| (name(one.author), whole.words(one.reason))).unwrap_or_default()
    };
    let keeper = |step: StepView| who.keeps.then_some(step);
    Ok(match deed {
        Deed::AnswerRestatement(id) => {
            let told = whole.events.iter().rev().find_map(|(_, event)| match event {
                Happened::RestatementOffered { objection, by, words } if objection == id => Some((*by, *words)),
                _ => None,
            });
            let told = told.map(|(by, words)| (name(by), whole.words(words))).unwrap_or_default();
            Some(StepView::new("understood", id, "answers").quoting(told).among(&["yes", "no"]))
        }
        Deed::Reconsider(id) => {
            Some(StepView::new("end", id, "answers").quoting(objection(id)).among(&["integrated", "withdrawn"]))
        }
        Deed::Restate(id) => Some(StepView::new("restate", id, "words").quoting(objection(id))),
        Deed::Answer(id) => {
            let asked = life.questions.get(id).map(|one| (name(one.by), whole.words(*id))).unwrap_or_default();
            Some(StepView::new("answer", id, "words").quoting(asked))
        }
        Deed::Sponsor => Some(StepView::new("sponsor", "", "nothing")),
        Deed::NameAffected => Some(StepView::new("affected", "", "words")),
        Deed::StateImpact(_) => {
            let asks = Dimension::ALL.iter().map(|dimension| Asks {
                dimension: name_of(dimension),
                words: life.impact.get(dimension).and_then(|words| whole.words(*words)).unwrap_or_default(),
            });
            Some(StepView { asks: asks.collect(), ..StepView::new("impact", "", "impact") })
        }
        Deed::SearchEarlier => Some(StepView::new("search", "", "words")),
        Deed::MarkEarlier(id) => {
            let title = Other::find(here, reader, *id).await?.map(|other| other.title);
            let step = StepView::new("mark", id, "answers").quoting((String::new(), title));
            // What is urgent and binds may be made to last.
            let row: Option<super::whole::Row> = reader.optional(&store::ONE, args![*id]).await?;
            let urgent = row.is_some_and(|row| row.kind == name_of(&Kind::Urgent)) && life.class.kind != Kind::Urgent;
            Some(step.among(match urgent {
                true => &["ratifies", "upholds", "amends", "repeals", "unrelated"],
                false => &["upholds", "amends", "repeals", "unrelated"],
            }))
        }
        Deed::Dispose(id) if who.disposes => {
            let holds = life.objections.iter().any(|one| one.id == *id && life.blocks(one));
            let step = StepView::new("end", id, "answers").quoting(objection(id));
            Some(step.among(if holds { &["upheld"] } else { &["upheld", "carried"] }))
        }
        // Whoever coordinates, and has not protected their account yet.
        Deed::Dispose(id) if who.asleep => Some(StepView::new("end", id, "asleep").quoting(objection(id))),
        Deed::SetCheck => (who.keeps || who.coordinates).then(|| StepView::new("check", "", "check")),
        Deed::AnswerCheck(id) => {
            let asked = StepView::new("read", id, "answers").quoting((String::new(), whole.words(*id)));
            Some(asked.among(&["says", "not", "unclear"]))
        }
        Deed::Clarify => keeper(StepView::new("edit", "", "clarify")),
        Deed::Allot => keeper(StepView::new("allot", "", "among")),
        Deed::OfferOption => Some(StepView::new("offer", "", "among")),
        Deed::Meet(id) => keeper(StepView::new("edit", id, "edit").quoting(objection(id))),
        Deed::Unblock => keeper(StepView::new("edit", "", "edit")),
        Deed::SettleAmendment(id) => {
            let own = life.amendments.get(id).is_some_and(|one| one.by == who.member);
            (who.keeps || own).then(|| {
                StepView::new("settle", id, "settle").about(if who.keeps { "keeper" } else { "own" }.to_owned())
            })
        }
        Deed::Onward if life.stage == Stage::Draft && !who.keeps => None,
        Deed::Onward => {
            let step = StepView::new("onward", "", "onward").about(name_of(&life.stage));
            let fixes = life.stage == Stage::Integration;
            Some(StepView {
                reviews: if fixes { review_choices(&life.class) } else { Vec::new() },
                review: review_default(&life.class).0 / DAY,
                ..step
            })
        }
        _ => None,
    })
}

fn amendments(page: &Page, whole: &Whole) -> Vec<AmendmentView> {
    let deadline = deadline();
    let declined = |id: Id| {
        whole.events.iter().find_map(|(_, event)| match event {
            Happened::AmendmentDeclined { amendment, words } if *amendment == id => whole.words(*words),
            _ => None,
        })
    };
    let view = |place: &super::whole::Place| {
        let known = whole.life.amendments.get(&place.id)?;
        Some(AmendmentView {
            id: place.id,
            name: whole.names.name(page, known.by),
            paragraph: place.paragraph,
            changes: pieces(whole.paragraph(place), &whole.words(place.id).unwrap_or_default(), deadline),
            fate: name_of(&known.fate),
            reason: if known.fate == Fate::Declined { declined(place.id) } else { None },
        })
    };
    whole.places.iter().filter_map(view).collect()
}

/// What is missing for the next stage, in words; what repeats, with how often.
fn lacks(page: &Page, whole: &Whole, now: tequio_deliberation::life::Instant) -> Vec<String> {
    let life = &whole.life;
    let mut counted: Vec<(&str, u64)> = Vec::new();
    let mut words = Vec::new();
    for missing in life.missing(now) {
        let (message, count) = match missing {
            Missing::NotBefore(when) => {
                words.push(page.t1("missing-not-before", "when", page.moment(&when.0)));
                continue;
            }
            Missing::Impact(_) => ("missing-impact", 1),
            Missing::Affected => ("missing-affected", 1),
            Missing::Search => ("missing-search", 1),
            Missing::Allotment => ("missing-allotment", 1),
            Missing::Comprehension(needed) => {
                let answered = life.open_check().map(|check| check.answers() as u64);
                match answered {
                    None => ("missing-check", u64::from(needed)),
                    Some(answered) => ("missing-check-answers", u64::from(needed).saturating_sub(answered)),
                }
            }
            Missing::Clarity => ("missing-clarity", 1),
            Missing::Options(count) => ("missing-options", count),
            Missing::Sponsors(count) => ("missing-sponsors", u64::from(count)),
            Missing::Answer(_) => ("missing-answers", 1),
            Missing::Relation(_) => ("missing-relations", 1),
            Missing::Amendment(_) => ("missing-amendments", 1),
            Missing::Restatement(_) => ("missing-restatements", 1),
            Missing::Disposition(_) => ("missing-dispositions", 1),
            // Once the text has changed it is for its author to say.
            Missing::Integration(id) => {
                let one = life.objections.iter().find(|one| one.id == id);
                match one.filter(|one| life.version > one.version) {
                    Some(one) => {
                        words.push(page.t1("missing-reconsider", "name", whole.names.name(page, one.author)));
                        continue;
                    }
                    None => ("missing-integrations", 1),
                }
            }
            _ => continue,
        };
        match counted.iter_mut().find(|(known, _)| *known == message) {
            Some((_, all)) => *all += count,
            None => counted.push((message, count)),
        }
    }
    if life.stage == Stage::Integration && whole.row.mandate.is_some() && life.options.is_empty() {
        counted.push(("missing-candidates", 1));
    }
    words.extend(counted.into_iter().map(|(message, count)| page.t1(message, "count", count)));
    words
}

/// Where the telling-back of an objection stands: `wanted`, `offered`, `confirmed`, `spoken` or `unconfirmed`.
pub(super) fn told(restatement: &Restatement<Id>) -> &'static str {
    match restatement {
        Restatement::Wanted { .. } => "wanted",
        Restatement::Offered { .. } => "offered",
        Restatement::Confirmed { spoken: true, .. } => "spoken",
        Restatement::Confirmed { .. } => "confirmed",
        Restatement::Unconfirmed => "unconfirmed",
    }
}
