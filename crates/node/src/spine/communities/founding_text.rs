// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The founding text, phrase by phrase: what serves each here, or that nothing does yet. What is built changes this table.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::web::{Answer, Here, Page, Routes};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(founding_text))
}

/// A phrase of the text, and what serves it: a path in the community (or of the node: [`SOURCE`]) and a message.
struct Phrase(&'static str, Option<(&'static str, &'static str)>);

/// The one path that is the node's.
const SOURCE: &str = "/source";

const fn served(words: &'static str, path: &'static str, how: &'static str) -> Phrase {
    Phrase(words, Some((path, how)))
}

const fn not_yet(words: &'static str) -> Phrase {
    Phrase(words, None)
}

/// The text in the language in which it was written, by its paragraphs.
const TEXT: &[&[Phrase]] = &[
    &[
        served(
            "El Capítulo Mexicano de Software Libre tiene como misión promover el uso, estudio, desarrollo y defensa del Software Libre,",
            "/source",
            "serves-source",
        ),
        served(
            "conforme a los principios definidos por el Proyecto GNU y la Free Software Foundation.",
            "/care/pact",
            "serves-pact",
        ),
    ],
    &[
        served("A través de espacios de formación,", "/act/agenda", "serves-agenda"),
        served("acción comunitaria", "/act", "serves-act"),
        not_yet("y producción colaborativa,"),
        not_yet("cultivamos personas y comunidades conscientes de sus libertades digitales,"),
        not_yet("con capacidad técnica, ética y política para ejercerlas y defenderlas."),
    ],
    &[
        served("Facilitamos la implementación local de tecnologías libres,", "/act/freedom", "serves-freedom"),
        not_yet("acompañamos proyectos comunitarios"),
        not_yet("y promovemos el uso de distribuciones 100% libres como Trisquel GNU/Linux."),
    ],
    &[
        not_yet(
            "Nuestro compromiso es sembrar las bases para una transformación cultural y legal que reconozca los derechos digitales como derechos humanos fundamentales,",
        ),
        served("desde una acción local", "/act/agenda", "serves-agenda"),
        not_yet("con visión nacional y replicabilidad global."),
    ],
    &[
        not_yet(
            "Imaginamos un México donde las libertades digitales sean reconocidas como parte integral de los derechos humanos,",
        ),
        served("con un marco legal que proteja la privacidad,", "/care/privacy", "serves-privacy"),
        not_yet("fomente el uso de tecnologías libres y promueva la soberanía digital."),
    ],
    &[
        served("Visualizamos una red sólida de Comunidades Locales (CoLSoLis),", "/link", "serves-link"),
        served("autónomas,", "/about", "serves-autonomous"),
        served("colaborativas y conscientes,", "/decide", "serves-decide"),
        not_yet(
            "desarrollando soluciones éticas y prácticas a los desafíos sociales mediante el uso y creación de software libre.",
        ),
    ],
    &[
        not_yet("El Capítulo Mexicano de Software Libre será un referente de coordinación, formación"),
        served("y resguardo ético,", "/care", "serves-care"),
        not_yet(
            "acompañando el crecimiento de estas comunidades y sirviendo como enlace entre sociedad civil, academia, instituciones públicas y movimientos internacionales.",
        ),
    ],
    &[
        not_yet("Aspiramos a ser una fuerza de transformación cultural, ética y política, que despierte conciencias"),
        not_yet("y recupere valores ancestrales de cooperación como el tequio,"),
        not_yet("para construir un nuevo paradigma de libertad, empatía y soberanía tecnológica."),
    ],
    &[not_yet(
        "Cultivamos una conciencia ética, técnica y social sobre la tecnología, sus impactos y las libertades que nos corresponden como personas usuarias y creadoras.",
    )],
    &[
        served(
            "Asumimos el compromiso de actuar de forma coherente con nuestros principios,",
            "/care/pact",
            "serves-pact",
        ),
        served(
            "entendiendo las consecuencias de nuestras decisiones en los demás y en el entorno.",
            "/decide",
            "serves-consequences",
        ),
    ],
    &[
        served("Construimos en colectivo,", "/decide", "serves-decide"),
        served(
            "reconociendo que el conocimiento tiene un carácter sinérgico cuando se comparte y se pone al servicio de la comunidad.",
            "/search",
            "serves-search",
        ),
    ],
    &[not_yet(
        "Fomentamos la articulación entre personas, comunidades e instituciones para potenciar esfuerzos comunes de manera organizada y eficaz.",
    )],
    &[
        served("Tomamos decisiones de forma participativa,", "/decide", "serves-decide"),
        served(
            "buscando siempre el entendimiento profundo de los temas, más allá de acuerdos superficiales o apresurados.",
            "/decide/classes",
            "serves-classes",
        ),
    ],
    &[not_yet(
        "Promovemos el crecimiento personal, técnico y político de quienes integran nuestras comunidades, entendiendo que la transformación empieza en lo individual.",
    )],
    &[
        served(
            "Nos reconocemos parte de un proceso de cambio profundo, que no teme cuestionar las estructuras establecidas,",
            "/decide",
            "serves-review",
        ),
        served("pero que lo hace con reflexión, empatía y visión de futuro.", "/decide/classes", "serves-classes"),
    ],
];

/// A paragraph of the text.
#[derive(Debug, Serialize, ToSchema)]
struct Paragraph {
    phrases: Vec<Served>,
}

/// A phrase and what serves it.
#[derive(Debug, Serialize, ToSchema)]
struct Served {
    words: &'static str,
    /// The page that serves it; nothing where none does yet.
    path: Option<String>,
    /// How it serves it, in words.
    how: Option<String>,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/founding_text.html")]
struct FoundingText {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    paragraphs: Vec<Paragraph>,
    /// Of how many phrases it has, how many are served.
    phrases: usize,
    served: usize,
}

/// The text that Tequio serves, phrase by phrase.
#[utoipa::path(get, path = "/c/{handle}/about/founding-text", responses((status = 200, body = FoundingText)))]
async fn founding_text(here: Here) -> Answer {
    let page = here.page(here.visit.lang.t("founding-text-title")).await?;
    let shown = |Phrase(words, serves): &Phrase| Served {
        words,
        path: serves.map(|(path, _)| if path == SOURCE { path.to_owned() } else { here.path(path) }),
        how: serves.map(|(_, how)| page.t(how)),
    };
    let paragraphs: Vec<Paragraph> =
        TEXT.iter().map(|phrases| Paragraph { phrases: phrases.iter().map(shown).collect() }).collect();
    let all = || paragraphs.iter().flat_map(|paragraph| &paragraph.phrases);
    let (phrases, served) = (all().count(), all().filter(|phrase| phrase.path.is_some()).count());
    here.answer(&FoundingText { page, paragraphs, phrases, served })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spine::log::Hash;

    /// Not a word of it is changed or left out.
    #[test]
    fn the_phrases_are_the_text() {
        let paragraph = |phrases: &&[Phrase]| phrases.iter().map(|phrase| phrase.0).collect::<Vec<_>>().join(" ");
        let text = TEXT.iter().map(paragraph).collect::<Vec<_>>().join("\n");
        assert_eq!(
            Hash::of(text.as_bytes()).to_string(),
            "0efaa5def24b49b15d86b4f8b78d5b8798a3757ee3e564b2274a58333c604f68"
        );
    }
}
