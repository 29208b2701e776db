// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Random histories: members come, publish, answer, quarrel, leave and are erased, time passes, and whatever
//! happened, the log replayed into an empty store of the other engine gives equal tables. What was erased is in
//! no table, and whoever left changes nothing any more.

use std::{cell::Cell, collections::BTreeSet};

use jiff::{ToSpan, civil};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner},
};
use tequio_calendar::{End, Frequency, Moment, Rule, Series as Dates};
use tequio_deliberation::life::{
    Choice, Deed as Due, Dimension, Event as Happened, Instant, Kind, Relation, Span, Stage, Stance,
};
use tequio_node::{
    act::agenda::{
        self,
        commands::{Plan, Reach},
        series::Series,
    },
    decide::decisions::{
        self, Propose,
        options::{Among, Offered},
        steps::{
            Amend, Answer, AnswerRestatement, AnswerTogether, Ask, Cast, Edit, End as Ending, EndObjection, Ground,
            MarkEarlier, NameAffected, Object, Onward, Restate, SearchEarlier, Settle, SettleAmendment, StateImpact,
            TakeStance, TakeTask,
        },
    },
    jobs,
    spine::{
        attachments::{
            self,
            upload::{self, Upload},
        },
        command::{Caller, Command, Done},
        communities::{AdoptDocument, Describe, Description, DocumentKind, Joining},
        discussion,
        entries::{self, Draft},
        id::Id,
        log::Actor,
        mandates::{self, choice},
        members,
        refusal::Error,
        viewer::Visibility,
        world::DAY,
    },
    store::{
        Dump, Engine, Value,
        tables::{Class, TABLES},
    },
};

use crate::support::TestApp;

/// What somebody tries. The numbers choose among what there is by then.
#[derive(Debug, Clone, Copy)]
struct Step {
    what: u8,
    who: u8,
    on: u8,
    more: u8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = any::<(u8, u8, u8, u8)>().prop_map(|(what, who, on, more)| Step { what, who, on, more });
    prop::collection::vec(step, 60..140)
}

/// What there is, as far as the test knows.
#[derive(Default)]
struct World {
    community: Option<Id>,
    members: Vec<Id>,
    left: BTreeSet<Id>,
    /// Words that only an erased member said.
    erased: Vec<String>,
    invitations: Vec<Id>,
    requests: Vec<Id>,
    entries: Vec<Id>,
    decisions: Vec<Id>,
    messages: Vec<Id>,
    files: Vec<Id>,
    replies: Vec<Id>,
    choices: Vec<Id>,
    mandates: Vec<Id>,
    /// The newest version of the pact.
    pact: i64,
    carried_out: Cell<usize>,
}

fn pick<T: Copy>(all: &[T], number: u8) -> Option<T> {
    (!all.is_empty()).then(|| all[usize::from(number) % all.len()])
}

const DATE: &str = "20261128T100000";

fn plan(step: Step, hosts: Vec<Id>) -> Plan {
    let zone = tequio_calendar::zone::get("America/Mexico_City").unwrap();
    let start = civil::date(2026, 11, 28).at(10, 0, 0, 0) + i64::from(step.more % 3).weeks();
    let mut dates = Dates::once(Moment::zoned(start, zone.clone()), End::At(Moment::zoned(start + 2.hours(), zone)));
    match step.more % 4 {
        0 => {}
        1 => dates.rules.push(Rule { count: Some(5), ..Rule::every(1, Frequency::Weekly) }),
        2 => dates.rules.push(Rule::every(2, Frequency::Weekly)),
        _ => dates.rules.push(Rule { count: Some(12), ..Rule::every(3, Frequency::Daily) }),
    }
    Plan {
        draft: Draft {
            title: format!("Taller {}", step.on),
            body: "Trae **cable**.".to_owned(),
            language: "es".to_owned(),
            licence: "CC-BY-SA-4.0".to_owned(),
            visibility: [Visibility::Public, Visibility::Community, Visibility::Circle][usize::from(step.on) % 3],
            tags: vec![format!("tag{}", step.on % 4)],
            hosts,
        },
        series: Series::new(&dates),
        time_zone: "America/Mexico_City".to_owned(),
        place: "Biblioteca".to_owned(),
        link: String::new(),
        capacity: (step.on.is_multiple_of(2)).then_some(i64::from(step.on % 3) + 1),
        imported: None,
    }
}

/// Gives a command. It may be refused; anything else that goes wrong is a fault.
async fn give<C: Command>(app: &TestApp, world: &World, actor: Actor, command: C) -> Option<Done> {
    let shown = format!("{command:?}");
    let core = &app.node.core;
    let caller = Caller { actor, second_factor: true, scopes: None };
    match core.execute(world.community.unwrap(), caller, core.world.id(), command).await {
        Ok(done) => {
            if let Actor::Member(member) = actor {
                assert!(!world.left.contains(&member), "who left gave {shown}");
            }
            world.carried_out.set(world.carried_out.get() + 1);
            Some(done)
        }
        Err(Error::Refused(_)) => None,
        Err(error) => panic!("{shown}: {error}"),
    }
}

async fn subject<C: Command>(app: &TestApp, world: &World, actor: Actor, command: C) -> Option<Id> {
    give(app, world, actor, command).await.and_then(|done| done.subject)
}

/// The dates that an activity has.
async fn date_of(app: &TestApp, entry: Id, number: u8) -> String {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let table = TABLES.iter().find(|table| table.name == "occurrences").unwrap();
    let rows = dump.read(table).await.unwrap();
    let column = |name: &str| rows.columns.iter().position(|column| column == name).unwrap();
    let (activity, date) = (column("activity_id"), column("date_id"));
    let own = Value::Bytes(Some(entry.as_bytes().to_vec()));
    let mut dates = Vec::new();
    for row in &rows.rows {
        if let (true, Value::Text(Some(date))) = (row[activity] == own, &row[date]) {
            dates.push(date.clone());
        }
    }
    if dates.is_empty() { DATE.to_owned() } else { dates[usize::from(number) % dates.len()].clone() }
}

async fn step(app: &TestApp, world: &mut World, step: Step, number: usize) {
    // Now and then somebody tries who left.
    let active: Vec<Id> = world.members.iter().copied().filter(|member| !world.left.contains(member)).collect();
    let among = if step.who < 32 || active.is_empty() { &world.members } else { &active };
    let Some(member) = pick(among, step.who) else { return };
    let actor = Actor::Member(member);
    // Words by which their author's erasure can be recognised.
    let own = format!("palabras-{}-{number}", member.to_string().replace('-', ""));
    let entry = pick(&world.entries, step.on);
    match step.what % 33 {
        0 | 1 => {
            let invite = members::Invite { purpose: "taller".to_owned(), days: 5, uses: i64::from(step.more % 3) + 1 };
            world.invitations.extend(subject(app, world, actor, invite).await);
        }
        2..=4 => {
            let Some(via) = pick(&world.invitations, step.on).or(pick(&world.requests, step.on)) else { return };
            let name = format!("Persona {number}");
            let accepted =
                DocumentKind::ALL.map(|kind| (kind, if kind == DocumentKind::Pact { world.pact } else { 1 }));
            let join = members::Join { name, via, accepted: accepted.into() };
            if let Some(joined) = subject(app, world, Actor::Guest, join).await {
                world.members.push(joined);
            }
        }
        5 => {
            let asks = members::RequestToJoin {
                name: format!("Quien pide {number}"),
                message: "hola".to_owned(),
                together: None,
            };
            world.requests.extend(subject(app, world, Actor::Guest, asks).await);
        }
        6 => {
            let Some(request) = pick(&world.requests, step.on) else { return };
            give(app, world, actor, members::AnswerRequest { request, accept: step.more.is_multiple_of(2) }).await;
        }
        7 if step.more.is_multiple_of(4) => drop(give(app, world, actor, members::RenewFeedLink).await),
        7 => drop(give(app, world, actor, members::Rename(format!("Otra {}", step.more))).await),
        8 => {
            let hashes = vec![code(step.more), code(step.more ^ 1)];
            give(app, world, actor, members::IssueRecoveryCodes { member, hashes }).await;
        }
        9 => {
            let spend = members::SpendRecoveryCode { member, hash: code(step.more) };
            give(app, world, Actor::Guest, spend).await;
        }
        10 => {
            if give(app, world, actor, members::Leave).await.is_some() {
                world.left.insert(member);
            }
        }
        11 => {
            if give(app, world, actor, members::Erase).await.is_some() {
                world.left.insert(member);
                world.erased.push(format!("palabras-{}-", member.to_string().replace('-', "")));
            }
        }
        12..=14 => {
            let publish = agenda::Publish { plan: plan(step, Vec::new()) };
            world.entries.extend(subject(app, world, actor, publish).await);
        }
        15 => {
            let Some(entry) = entry else { return };
            let base = i64::from(step.more % 3) + 1;
            // Some of them have left.
            let hosts = pick(&world.members, step.on).into_iter().filter(|_| step.more.is_multiple_of(2));
            let plan = plan(step, hosts.chain([member]).collect());
            give(
                app,
                world,
                actor,
                agenda::Revise { entry, base, plan, part: String::new(), why: "llueve".to_owned() },
            )
            .await;
        }
        16 => {
            let Some(entry) = entry else { return };
            let date = date_of(app, entry, step.more).await;
            let reach = if step.more.is_multiple_of(2) { Reach::This } else { Reach::Following };
            let day = date.get(..8).unwrap_or("20261128");
            let local = |hour: u8| format!("{}-{}-{}T{hour:02}:00", &day[..4], &day[4..6], &day[6..]);
            let change = agenda::ChangeDate {
                entry,
                date: date.clone(),
                starts_local: local(11 + step.more % 5),
                ends_local: local(17 + step.more % 5),
                title: if step.more.is_multiple_of(3) { "Otro título".to_owned() } else { String::new() },
                place: String::new(),
                reach,
                base: None,
            };
            give(app, world, actor, change).await;
        }
        17 => {
            let Some(entry) = entry else { return };
            let date = date_of(app, entry, step.more).await;
            if step.more.is_multiple_of(4) {
                give(app, world, actor, agenda::Cancel { entry, reason: "llueve".to_owned() }).await;
            } else {
                give(app, world, actor, agenda::CancelDate { entry, date, reason: "llueve".to_owned() }).await;
            }
        }
        18..=20 => {
            let Some(entry) = entry else { return };
            let date = date_of(app, entry, step.more).await;
            let guest = step.who.is_multiple_of(3);
            let name = if guest { "Chela".to_owned() } else { String::new() };
            let note = if guest { "llevo cable".to_owned() } else { own };
            let reply = agenda::Reply { entry, date, name, note };
            let actor = if guest { Actor::Guest } else { actor };
            world.replies.extend(subject(app, world, actor, reply).await);
        }
        21 => {
            let Some(reply) = pick(&world.replies, step.on) else { return };
            if step.more.is_multiple_of(3) {
                let keep = agenda::KeepReply { reply, by_link: true, keep: step.more.is_multiple_of(2) };
                give(app, world, actor, keep).await;
            } else if step.more.is_multiple_of(4) {
                give(app, world, actor, agenda::ChangeNote { reply, by_link: true, note: "llevo pan".to_owned() })
                    .await;
            } else {
                give(app, world, actor, agenda::Withdraw { reply, by_link: true }).await;
            }
        }
        22 | 23 => {
            let Some(entry) = entry else { return };
            let parent = pick(&world.messages, step.more).filter(|_| step.more.is_multiple_of(2));
            let say = discussion::Say { entry, parent, body: own };
            world.messages.extend(subject(app, world, actor, say).await);
        }
        24 => {
            let Some(message) = pick(&world.messages, step.on) else { return };
            if step.more.is_multiple_of(2) {
                give(app, world, actor, discussion::Edit { message, body: own }).await;
            } else {
                give(app, world, actor, discussion::Remove(message)).await;
            }
        }
        25 => {
            let kind = mandates::Kind::ALL[usize::from(step.on) % 3];
            match step.more % 5 {
                0 | 1 => world.choices.extend(subject(app, world, actor, choice::Call(kind)).await),
                2 => {
                    let Some(chosen) = pick(&world.choices, step.on) else { return };
                    give(app, world, actor, choice::Stand(chosen)).await;
                }
                3 => {
                    let (Some(chosen), Some(candidate)) =
                        (pick(&world.choices, step.on), pick(&world.members, step.on))
                    else {
                        return;
                    };
                    let support = choice::Support { choice: chosen, candidate, supports: step.more % 2 == 1 };
                    give(app, world, actor, support).await;
                }
                _ => {
                    let rescue = mandates::Rescue { member, kind, reason: "nadie lo tiene".to_owned() };
                    world.mandates.extend(subject(app, world, Actor::Operator, rescue).await);
                }
            }
        }
        26 => {
            let Some(mandate) = pick(&world.mandates, step.on) else { return };
            if step.more.is_multiple_of(2) {
                give(app, world, actor, mandates::commands::Confirm(mandate)).await;
            } else {
                give(app, world, actor, mandates::commands::LayDown(mandate)).await;
            }
        }
        27 => {
            let Some(entry) = entry else { return };
            let upload = Upload { name: format!("{own}.txt"), bytes: own.clone().into(), alt: own };
            let (node, community) = (&app.node, world.community.unwrap());
            let caller = Caller::plain(actor);
            match upload::attach(node, community, caller, node.core.world.id(), entry, upload).await {
                Ok(done) => {
                    world.carried_out.set(world.carried_out.get() + 1);
                    world.files.extend(done.subject);
                }
                Err(Error::Refused(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        29..=31 => decide(app, world, actor, step).await,
        28 => {
            let Some(file) = pick(&world.files, step.on) else { return };
            if step.more.is_multiple_of(2) {
                give(app, world, actor, attachments::RemoveFile(file)).await;
            } else {
                let alt = if step.more % 4 == 1 { format!("Retrato {number}") } else { String::new() };
                give(app, world, actor, attachments::DescribeFile { file, alt }).await;
            }
        }
        _ => {
            if step.more.is_multiple_of(4) {
                let removed = if step.more.is_multiple_of(8) { pick(&world.decisions, step.on) } else { entry };
                let Some(entry) = removed else { return };
                give(app, world, actor, entries::Remove(entry)).await;
            } else if step.more % 4 == 1 {
                let text = format!("# Pacto {number}\n\nNos cuidamos.");
                let adopt = AdoptDocument {
                    kind: DocumentKind::Pact,
                    body: text,
                    base: i64::from(step.on % 3) + 1,
                    why: String::new(),
                };
                if give(app, world, actor, adopt).await.is_some() {
                    world.pact += 1;
                }
            } else if step.more % 4 == 2 {
                let description = Description {
                    name: format!("CoLSoLi {number}"),
                    municipality: "Etla".to_owned(),
                    languages: vec!["es".to_owned()],
                    time_zone: "America/Mexico_City".to_owned(),
                    joining: Joining::Request,
                    care_contact: "los sábados".to_owned(),
                };
                give(app, world, actor, Describe { description, base: None }).await;
            } else {
                // Days or weeks pass, and what waits for its time happens.
                app.clock.advance(DAY * i64::from(step.on % 40));
                jobs::sweep(&app.node).await.unwrap();
                jobs::run_due(&app.node).await.unwrap();
            }
        }
    }
}

/// What is proposed, said of it and taken on; what is said in the memory is the community's and stays.
async fn decide(app: &TestApp, world: &mut World, actor: Actor, step: Step) {
    let Some(decision) = pick(&world.decisions, step.on).filter(|_| step.what % 33 > 29 || step.more.is_multiple_of(4))
    else {
        let draft = Draft {
            title: format!("Propuesta {}", step.more),
            body: "Limpiamos.\n\nEl sábado.".to_owned(),
            language: "es".to_owned(),
            licence: "CC-BY-SA-4.0".to_owned(),
            visibility: [Visibility::Public, Visibility::Community][usize::from(step.on) % 2],
            tags: Vec::new(),
            hosts: Vec::new(),
        };
        let propose = Propose {
            draft,
            kind: if step.more.is_multiple_of(6) { Kind::Persons } else { Kind::Operational },
            express: !step.more.is_multiple_of(3),
            review_in: Span::days(30),
            ratifies: None,
            class: None,
            among: (step.more % 6 == 3).then(|| {
                let named = |name: &str| Offered { name: name.to_owned(), ..Offered::default() };
                Among { options: vec![named("Sábado"), named("Domingo")], mandate: None, allotted: None }
            }),
        };
        world.decisions.extend(subject(app, world, actor, propose).await);
        return;
    };
    // Mostly what the rules offer; else whatever comes to mind.
    if !step.who.is_multiple_of(4) && go_on(app, world, actor, decision).await {
        return;
    }
    match step.more % 12 {
        8 => drop(
            give(app, world, actor, decisions::Step { decision, deed: Ask { words: "¿Y si llueve?".to_owned() } })
                .await,
        ),
        9 | 10 => {
            let deed =
                Amend { version: i64::from(step.who % 3) + 1, paragraph: 1, words: format!("Barremos {}.", step.on) };
            give(app, world, actor, decisions::Step { decision, deed }).await;
        }
        11 => {
            let body = format!("Barremos.\n\nEl día {}.", step.who);
            let deed = Edit {
                base: i64::from(step.who % 3) + 1,
                title: "Barrer".to_owned(),
                body,
                substantive: step.on.is_multiple_of(2),
            };
            give(app, world, actor, decisions::Step { decision, deed }).await;
        }
        0 => {
            let deed = Object { ground: Ground::Harm, reason: "Está mojado.".to_owned() };
            give(app, world, actor, decisions::Step { decision, deed }).await;
        }
        1 => {
            give(app, world, actor, decisions::Step { decision, deed: AnswerTogether }).await;
        }
        2 => {
            let deed = TakeTask { what: "Barrer".to_owned(), due_on: None };
            give(app, world, actor, decisions::Step { decision, deed }).await;
        }
        3 => {
            give(app, world, actor, decisions::Dissent { decision, words: "No.".to_owned() }).await;
        }
        4 => {
            give(app, world, actor, decisions::Petition { decision, reason: "Ya no.".to_owned() }).await;
        }
        more => {
            let stance = if more == 5 { Stance::StandAside } else { Stance::Agree };
            let text = text_of(app, decision).await;
            let deed =
                TakeStance { text, stance, words: if more == 7 { String::new() } else { "Sí, pero.".to_owned() } };
            give(app, world, actor, decisions::Step { decision, deed }).await;
        }
    }
}

/// Does the first thing that the rules offer somebody; whether they offer any.
async fn go_on(app: &TestApp, world: &World, actor: Actor, decision: Id) -> bool {
    let Actor::Member(member) = actor else { return false };
    let now = Instant(app.node.core.world.now());
    let life = life_of(app, decision).await.at(now);
    let words = || "Así.".to_owned();
    macro_rules! take {
        ($deed:expr) => {{
            give(app, world, actor, decisions::Step { decision, deed: $deed }).await;
        }};
    }
    match life.deeds(&member, now).into_iter().next() {
        Some(Due::AnswerRestatement(objection)) => take!(AnswerRestatement { objection, understood: true }),
        Some(Due::Reconsider(objection)) => take!(EndObjection { objection, end: Ending::Met }),
        Some(Due::TakeStance) => {
            take!(TakeStance { text: life.text.to_string(), stance: Stance::Agree, words: String::new() })
        }
        Some(Due::Cast) => take!(Cast {
            text: life.text.to_string(),
            choice: match life.terms.as_ref().and_then(|terms| terms.options.as_ref()) {
                Some(_) => Choice::Ranking(vec![vec![1], vec![0]]),
                None => Choice::Yes,
            },
            receipt: format!("{:0>16}", app.node.core.world.now() % 1_000_000_000_000 + life.cast.len() as i64)
        }),
        Some(Due::Restate(objection)) => take!(Restate { objection, words: words() }),
        Some(Due::Answer(question)) => take!(Answer { question, words: words() }),
        Some(Due::NameAffected) => take!(NameAffected { words: words() }),
        Some(Due::StateImpact(_)) => {
            for dimension in Dimension::ALL {
                take!(StateImpact { dimension, words: words() });
            }
        }
        Some(Due::SearchEarlier) => take!(SearchEarlier { words: words(), found: world.decisions.clone() }),
        Some(Due::MarkEarlier(other)) => take!(MarkEarlier { other, relation: Relation::Upholds }),
        Some(Due::SettleAmendment(amendment)) => {
            take!(SettleAmendment { amendment, how: Settle::Accept });
            take!(SettleAmendment { amendment, how: Settle::Decline(words()) });
        }
        Some(Due::Dispose(objection)) => take!(EndObjection { objection, end: Ending::Carried }),
        Some(Due::TakeTask) => take!(AnswerTogether),
        Some(Due::Onward) if life.stage != Stage::Adopted => take!(Onward { from: life.stage, review_in: None }),
        _ => return false,
    }
    true
}

/// A decision's life.
async fn life_of(app: &TestApp, decision: Id) -> tequio_deliberation::life::Decision<Id> {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let table = TABLES.iter().find(|table| table.name == "decision_events").unwrap();
    let rows = dump.read(table).await.unwrap();
    let column = |name: &str| rows.columns.iter().position(|column| column == name).unwrap();
    let (of, at, event) = (column("decision_id"), column("at"), column("event"));
    let own = Value::Bytes(Some(decision.as_bytes().to_vec()));
    let events: Vec<(Instant, Happened<Id>)> = rows
        .rows
        .iter()
        .filter(|row| row[of] == own)
        .map(|row| match (&row[at], &row[event]) {
            (Value::Int(Some(at)), Value::Text(Some(event))) => (Instant(*at), serde_json::from_str(event).unwrap()),
            other => panic!("{other:?}"),
        })
        .collect();
    tequio_deliberation::life::Decision::replay(events.iter().map(|(at, event)| (*at, event))).unwrap()
}

/// The digest of a decision's text.
async fn text_of(app: &TestApp, decision: Id) -> String {
    life_of(app, decision).await.text.to_string()
}

/// The hash of a printed code.
fn code(number: u8) -> [u8; 32] {
    [number % 4; 32]
}

/// No table but the log (where they are sealed) has words of somebody who was erased.
async fn nothing_of_the_erased(app: &TestApp, erased: &[String]) {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    for table in TABLES.iter().filter(|table| table.class != Class::Log) {
        for row in dump.read(table).await.unwrap().rows {
            for value in row {
                let Value::Text(Some(text)) = value else { continue };
                assert!(!erased.iter().any(|words| text.contains(words)), "{}: {text}", table.name);
            }
        }
    }
}

async fn live(engine: Engine, history: &[Step]) -> usize {
    let app = TestApp::start(engine).await;
    app.founder().await;
    let mut world = World { pact: 1, ..World::default() };
    {
        let mut dump = Dump::open(&app.node.core.db).await.unwrap();
        let mut first = async |name: &str| {
            let table = TABLES.iter().find(|table| table.name == name).unwrap();
            let rows = dump.read(table).await.unwrap();
            let place = rows.columns.iter().position(|column| column == "id").unwrap();
            let Value::Bytes(Some(id)) = rows.rows[0][place].clone() else { panic!("an id is bytes") };
            Id::from_bytes(id.try_into().unwrap())
        };
        world.community = Some(first("communities").await);
        world.members.push(first("members").await);
        world.mandates.push(first("mandates").await);
    }
    // Nothing can be said about nobody: five people, two activities and two proposals to begin with.
    let opening = [(0, 2), (2, 0), (2, 0), (0, 2), (2, 1), (2, 1), (12, 0), (13, 1), (29, 1), (29, 2)];
    let opening = opening.map(|(what, more)| Step { what, who: 0, on: more, more });
    for (number, next) in opening.iter().chain(history).enumerate() {
        step(&app, &mut world, *next, number).await;
    }
    nothing_of_the_erased(&app, &world.erased).await;
    app.check().await;
    world.carried_out.get()
}

/// Lives through `cases` random histories, and gives how many commands were carried out.
fn histories(engine: Engine, cases: u32) -> usize {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    // Always the same histories: a gate that passes today passes tomorrow.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let total = Cell::new(0);
    let outcome = runner.run(&steps(), |history| {
        let lived = std::panic::AssertUnwindSafe(|| runtime.block_on(live(engine, &history)));
        let carried_out = std::panic::catch_unwind(lived).map_err(|why| {
            let why = why.downcast_ref::<String>().cloned().unwrap_or_else(|| "a panic".to_owned());
            TestCaseError::fail(why)
        })?;
        total.set(total.get() + carried_out);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    eprintln!("{cases} histories, {} commands carried out, replay equal", total.get());
    total.get()
}

#[test]
fn replay_is_equal_on_sqlite() {
    assert!(histories(Engine::Sqlite, 12) > 12 * 25);
}

#[test]
#[ignore = "needs PostgreSQL: ./check"]
fn replay_is_equal_on_postgres() {
    assert!(histories(Engine::Postgres, 8) > 8 * 25);
}

#[test]
#[ignore = "long: ./check --long"]
fn long_replay_is_equal_on_both() {
    assert!(histories(Engine::Sqlite, 400) > 400 * 25);
    assert!(histories(Engine::Postgres, 200) > 200 * 25);
}
