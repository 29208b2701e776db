// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The demonstration: three sample communities that exercise every page. First names and roles only, and
//! each community says that it is a sample.

mod agreements;
mod assemblies;
mod choices;
mod draws;
mod fest;
mod fret;
mod past;
mod understanding;

use jiff::{ToSpan, civil};
use tequio_calendar::{End, Frequency, Moment, NthWeekday, Rule, Series as Dates};

use past::Past;
use tequio_deliberation::life::Span;

use crate::{
    act::agenda::{self, Publish, Reply, commands::Plan, rules::ONCE, series::Series},
    node::{Node, NodeError},
    spine::{
        attachments::{self, upload::Upload},
        command::{Caller, Command, Done},
        communities::{Description, DocumentKind, Found, Joining, founding},
        discussion::Say,
        entries::{Draft, rules::DEFAULT_LICENCE},
        id::Id,
        log::Actor,
        mandates::{self, choice},
        members::{Invite, Join, RequestToJoin},
        refusal::Result,
        sessions,
        viewer::Visibility,
    },
    store::args,
    web::lang::{Lang, civil_at},
};

/// The passphrase of everybody in the demonstration.
pub const PASSPHRASE: &str = "tequio de muestra";

/// A sample community.
struct Sample {
    handle: &'static str,
    name: &'static str,
    municipality: &'static str,
    people: &'static [&'static str],
    activities: &'static [Activity],
}

/// A sample activity.
struct Activity {
    title: &'static str,
    body: &'static str,
    place: &'static str,
    tags: &'static [&'static str],
    /// Days from the coming Saturday.
    day: i32,
    hour: i8,
    hours: i32,
    repeat: Option<Frequency>,
    capacity: Option<i64>,
    visibility: Visibility,
}

const SAMPLES: &[Sample] = &[
    Sample {
        handle: "etla",
        name: "CoLSoLi Etla",
        municipality: "Villa de Etla, Oaxaca",
        people: &["Ana", "Beto", "Citlali", "Dora", "Eusebio"],
        activities: &[
            Activity {
                title: "Instalatón de Trisquel",
                body: "Trae tu computadora y un respaldo en USB. Te acompañamos a instalar **Trisquel GNU/Linux**, una distribución 100% libre.\n\n- Llega desayunada o desayunado: habrá café de olla.\n- Si no tienes respaldo, lo hacemos antes de empezar.",
                place: "Biblioteca municipal, salón de arriba",
                tags: &["instalación", "trisquel"],
                day: 0,
                hour: 10,
                hours: 4,
                repeat: None,
                capacity: Some(3),
                visibility: Visibility::Public,
            },
            Activity {
                title: "Círculo de estudio: las cuatro libertades",
                body: "Leemos y platicamos, sin prisa. No hace falta saber nada antes.",
                place: "Casa de la cultura",
                tags: &["círculo", "formación"],
                day: 4,
                hour: 18,
                hours: 2,
                repeat: Some(Frequency::Weekly),
                capacity: None,
                visibility: Visibility::Public,
            },
            Activity {
                title: "Reunión de quienes organizan",
                body: "Repartir el trabajo del mes.",
                place: "Taller de Ana",
                tags: &["organización"],
                day: 2,
                hour: 19,
                hours: 1,
                repeat: Some(Frequency::Monthly),
                capacity: None,
                visibility: Visibility::Community,
            },
        ],
    },
    Sample {
        handle: "milpa-alta",
        name: "CoLSoLi Milpa Alta",
        municipality: "Milpa Alta, Ciudad de México",
        people: &["Faustino", "Gabi", "Hilario"],
        activities: &[
            Activity {
                title: "Taller: cuida tus contraseñas con KeePassXC",
                body: "Un taller de dos horas con teléfonos y compus. Es para toda la familia.",
                place: "Salón ejidal",
                tags: &["privacidad", "taller"],
                day: 1,
                hour: 11,
                hours: 2,
                repeat: None,
                capacity: Some(20),
                visibility: Visibility::Public,
            },
            Activity {
                title: "Tequio: cableado de la biblioteca",
                body: "Hacen falta manos, escalera y pinzas. Comemos al terminar.",
                place: "Biblioteca del pueblo",
                tags: &["tequio"],
                day: 7,
                hour: 9,
                hours: 6,
                repeat: None,
                capacity: None,
                visibility: Visibility::Public,
            },
        ],
    },
    Sample {
        handle: "merida",
        name: "CoLSoLi Mérida",
        municipality: "Mérida, Yucatán",
        people: &["Ileana", "Joaquín", "Kelly"],
        activities: &[Activity {
            title: "Café libre",
            body: "Preguntas, compus lentas y plática. Llega cuando puedas.",
            place: "Parque de Santiago",
            tags: &["café", "apoyo"],
            day: 0,
            hour: 17,
            hours: 3,
            repeat: Some(Frequency::Weekly),
            capacity: None,
            visibility: Visibility::Public,
        }],
    },
];

/// The words of a sample.
fn draft((title, body): (&str, &str), visibility: Visibility, tags: &[&str]) -> Draft {
    Draft {
        title: title.to_owned(),
        body: body.to_owned(),
        language: "es".to_owned(),
        licence: DEFAULT_LICENCE.to_owned(),
        visibility,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        hosts: Vec::new(),
    }
}

/// Fills an empty node. The same commands as people's make everything.
///
/// # Errors
/// As the store says.
pub async fn fill(node: &Node) -> std::result::Result<(), NodeError> {
    let passphrase = node.hasher.hash(PASSPHRASE).await.unwrap_or_default();
    for sample in SAMPLES {
        community(node, sample, &passphrase).await?;
    }
    Ok(())
}

async fn community(node: &Node, sample: &Sample, passphrase: &str) -> Result<()> {
    // What takes weeks was done before: it was founded, chose who coordinates, and chose among options.
    let past = Past::of(node, 25);
    let core = &past.core;
    let text = |kind: DocumentKind| (kind, Lang::Es.t(&format!("default-{}", kind.as_str())));
    let found = Found {
        handle: sample.handle.to_owned(),
        description: Description {
            name: sample.name.to_owned(),
            municipality: sample.municipality.to_owned(),
            languages: vec!["es".to_owned()],
            time_zone: if sample.handle == "merida" { "America/Merida" } else { "America/Mexico_City" }.to_owned(),
            joining: Joining::Request,
            care_contact: "Comisión de cuidados, los sábados en el taller".to_owned(),
        },
        documents: DocumentKind::ALL.map(text).into(),
        founder: sample.people.first().copied().unwrap_or("Ana").to_owned(),
        public_key: [0; 32],
        sample: true,
    };
    let entrance = founding::Entrance {
        link: None,
        passphrase: passphrase.to_owned(),
        browser: sessions::Browser { door: "localhost".to_owned(), ..sessions::Browser::default() },
    };
    let founded = founding::found(core, core.world.id(), found, entrance).await?;
    let here = founded.community;
    let founder = founded.founder;
    let invite = Invite { purpose: "taller del sábado".to_owned(), days: 30, uses: 20 };
    let via = past.give(here, Actor::Member(founder), invite).await?.subject()?;
    let mut people = vec![founder];
    for name in sample.people.iter().skip(1) {
        let join = Join { name: (*name).to_owned(), via, accepted: DocumentKind::ALL.map(|kind| (kind, 1)).into() };
        let member = past.give(here, Actor::Guest, join).await?.subject()?;
        let mut tx = core.db.write().await?;
        tx.run(&sessions::store::SET_PASSPHRASE, args![member, here, passphrase, core.world.now()]).await?;
        tx.commit().await?;
        people.push(member);
    }
    draws::drawn(&past, here, &people).await?;
    choices::chosen(&past, here, &people).await?;
    assemblies::held(&Past::of(node, 15), here, &people).await?;
    understanding::asked(&Past::of(node, 11), here, &people).await?;
    coordinates(&Past::of(node, 8), here, &people).await?;
    let core = &node.core;
    for (place, activity) in sample.activities.iter().enumerate() {
        let entry = publish(node, here, &people, activity).await?;
        if place == 0 {
            let upload = Upload {
                name: "grecas.png".to_owned(),
                bytes: fret::png().into(),
                alt: "Cuatro franjas de greca escalonada en grana, añil, verde y cempasúchil.".to_owned(),
            };
            let caller = Caller::plain(Actor::Member(founder));
            attachments::upload::attach(node, here, caller, core.world.id(), entry, upload).await?;
            if activity.repeat.is_none() {
                fest::open(node, here, &people, entry).await?;
            }
        }
    }
    agreements::record(node, here, sample.handle, &people).await?;
    let asks = RequestToJoin {
        name: "Lupita".to_owned(),
        message: "Me contaron en la feria del libro.".to_owned(),
        together: None,
    };
    give(node, here, Actor::Guest, asks).await?;
    if let [first, second, ..] = people.as_slice() {
        let called = give(node, here, Actor::Member(*first), choice::Call(mandates::Kind::Care)).await?.subject()?;
        give(node, here, Actor::Member(*second), choice::Call(mandates::Kind::Care)).await?;
        give(node, here, Actor::Member(*second), choice::Stand(called)).await?;
    }
    Ok(())
}

/// The founder is chosen by the others, in time for a mandate to be young.
async fn coordinates(past: &Past, here: Id, people: &[Id]) -> Result<()> {
    let [first, second, ..] = *people else { return Ok(()) };
    let called = past.give(here, Actor::Member(second), choice::Call(mandates::Kind::Coordination)).await?.subject()?;
    past.give(here, Actor::Member(first), choice::Call(mandates::Kind::Coordination)).await?;
    past.give(here, Actor::Member(first), choice::Stand(called)).await?;
    let support = choice::Support { choice: called, candidate: first, supports: true };
    past.give(here, Actor::Member(second), support).await?;
    past.wait(Span::days(7));
    past.give(here, Actor::System, choice::Close(called)).await?;
    Ok(())
}

async fn give<C: Command>(node: &Node, community: Id, actor: Actor, command: C) -> Result<Done> {
    node.core.execute(community, Caller::plain(actor), node.core.world.id(), command).await
}

async fn publish(node: &Node, community: Id, people: &[Id], activity: &Activity) -> Result<Id> {
    let zone = tequio_calendar::zone::get("America/Mexico_City").unwrap_or(jiff::tz::TimeZone::UTC);
    let today = civil_at(node.core.world.now(), &zone).date();
    let saturday = today.nth_weekday(1, civil::Weekday::Saturday).unwrap_or(today);
    let day = saturday.checked_add(activity.day.days()).unwrap_or(saturday);
    let start = day.at(activity.hour, 0, 0, 0);
    let end = start.checked_add(activity.hours.hours()).unwrap_or(start);
    let mut series = Dates::once(Moment::zoned(start, zone.clone()), End::At(Moment::zoned(end, zone)));
    series.rules.extend(activity.repeat.map(|frequency| {
        // Hardly any month has a fifth one: then it is the last.
        let nth = Some(i16::from((day.day() - 1) / 7 + 1)).map(|nth| if nth > 4 { -1 } else { nth });
        let nth = nth.filter(|_| frequency == Frequency::Monthly);
        let by_day = nth.map(|nth| NthWeekday { nth: Some(nth), weekday: day.weekday() }).into_iter().collect();
        Rule { by_day, ..Rule::every(1, frequency) }
    }));
    let plan = Plan {
        draft: draft((activity.title, activity.body), activity.visibility, activity.tags),
        series: Series::new(&series),
        time_zone: "America/Mexico_City".to_owned(),
        place: activity.place.to_owned(),
        link: String::new(),
        capacity: activity.capacity,
        imported: None,
    };
    let founder = people.first().copied().map_or(Actor::Guest, Actor::Member);
    let entry = give(node, community, founder, Publish { plan }).await?.subject()?;
    let date = if series.repeats() { agenda::series::stamp(&series.start) } else { ONCE.to_owned() };
    for member in people {
        let reply = Reply { entry, date: date.clone(), name: String::new(), note: String::new() };
        give(node, community, Actor::Member(*member), reply).await?;
    }
    if activity.visibility == Visibility::Public {
        let reply = Reply { entry, date, name: "Chela".to_owned(), note: "Llevo cable y adaptador".to_owned() };
        give(node, community, Actor::Guest, reply).await?;
        if let Some(member) = people.get(1) {
            let say = Say { entry, parent: None, body: "¿Puedo llevar una laptop de 2012?".to_owned() };
            let asked = give(node, community, Actor::Member(*member), say).await?.subject()?;
            let answer =
                Say { entry, parent: Some(asked), body: "Sí, con 2 GB va bien con Trisquel Mini.".to_owned() };
            give(node, community, founder, answer).await?;
        }
    }
    Ok(entry)
}
