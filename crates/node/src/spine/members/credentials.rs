// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Passphrases: how they are kept, and which are refused.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, PasswordHash, Salt},
};
use tokio::sync::Semaphore;
use zxcvbn::feedback::Warning;

/// The longest passphrase, in bytes; longer ones would only cost time.
const LIMIT: usize = 1_000;
/// The weakest score of zxcvbn (0–4) that is taken.
const SCORE: u8 = 3;

/// Why a passphrase is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Shorter than eight characters.
    Short,
    /// Longer than a thousand bytes.
    Long,
    /// Easily guessed: words or names that a guesser tries first.
    Guessable,
    /// Easily guessed: neighbouring keys, sequences, repetitions.
    Pattern,
    /// Easily guessed: a date or a year.
    Date,
    /// It contains the name.
    ContainsName,
}

impl Weakness {
    /// The Fluent message that says what to do.
    pub fn message(self) -> &'static str {
        match self {
            Self::Short => "field-passphrase-short",
            Self::Long => "field-passphrase-long",
            Self::Guessable => "field-passphrase-guessable",
            Self::Pattern => "field-passphrase-pattern",
            Self::Date => "field-passphrase-date",
            Self::ContainsName => "field-passphrase-name",
        }
    }
}

/// Checks a new passphrase. `known` are words that a guesser would try first.
///
/// # Errors
/// Why it is refused.
pub fn check(passphrase: &str, known: &[&str]) -> Result<(), Weakness> {
    if passphrase.chars().count() < 8 {
        return Err(Weakness::Short);
    }
    if passphrase.len() > LIMIT {
        return Err(Weakness::Long);
    }
    let folded = super::rules::fold(passphrase);
    if known.iter().map(|word| super::rules::fold(word)).any(|word| word.len() > 2 && folded == word) {
        return Err(Weakness::ContainsName);
    }
    // A few words that everybody tries are no secret together either.
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let common = |word: &&str| COMMON.iter().any(|common| super::rules::fold(common) == **word);
    if !words.is_empty() && words.len() < 5 && words.iter().all(common) {
        return Err(Weakness::Guessable);
    }
    // Estimating is quadratic in the length; the first hundred characters decide.
    let beginning: String = passphrase.chars().take(100).collect();
    let words: Vec<&str> = known.iter().chain(COMMON).copied().collect();
    let guessed = zxcvbn::zxcvbn(&beginning, &words);
    if u8::from(guessed.score()) >= SCORE {
        return Ok(());
    }
    Err(match guessed.feedback().and_then(|feedback| feedback.warning()) {
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => Weakness::Pattern,
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => Weakness::Date,
        _ => Weakness::Guessable,
    })
}

/// Words that people here choose first; zxcvbn's own lists are English. It takes them without accents and capitals too.
const COMMON: &[&str] = &[
    "contraseña",
    "micontraseña",
    "micontrasena",
    "contrasena",
    "clave",
    "secreto",
    "secreta",
    "acceso",
    "entrar",
    "usuario",
    "administrador",
    "hola",
    "mundo",
    "amor",
    "amores",
    "corazón",
    "corazon",
    "vida",
    "cielo",
    "princesa",
    "chiquita",
    "bebé",
    "bebe",
    "te",
    "quiero",
    "amo",
    "mi",
    "mis",
    "la",
    "el",
    "los",
    "de",
    "del",
    "por",
    "para",
    "siempre",
    "todo",
    "todos",
    "amigo",
    "amiga",
    "amigos",
    "amigas",
    "familia",
    "mamá",
    "mama",
    "papá",
    "papa",
    "hijo",
    "hija",
    "abuela",
    "dios",
    "jesús",
    "jesus",
    "cristo",
    "virgen",
    "guadalupe",
    "virgendeguadalupe",
    "santa",
    "santo",
    "ángel",
    "angel",
    "maría",
    "maria",
    "josé",
    "jose",
    "juan",
    "carlos",
    "luis",
    "alejandro",
    "fernanda",
    "daniela",
    "miguel",
    "méxico",
    "mexico",
    "oaxaca",
    "chiapas",
    "puebla",
    "guadalajara",
    "monterrey",
    "veracruz",
    "mexicano",
    "mexicana",
    "américa",
    "america",
    "chivas",
    "pumas",
    "águilas",
    "aguilas",
    "fútbol",
    "futbol",
    "perro",
    "gato",
    "estrella",
    "software",
    "libre",
    "libertad",
    "comunidad",
    "tequio",
    "linux",
    "trisquel",
    "debian",
    "computadora",
    "internet",
    "escuela",
    "casa",
    "trabajo",
    "pueblo",
    "tortuga",
    "mariposa",
    "sol",
    "luna",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "lunes",
    "martes",
    "miércoles",
    "miercoles",
    "jueves",
    "viernes",
    "sábado",
    "sabado",
    "domingo",
];

/// So many passphrases are hashed at a time.
const AT_ONCE: usize = 2;

/// Hashes and verifies passphrases, few at a time: each takes 19 MiB and a core for a moment.
#[derive(Debug, Clone)]
pub struct Hasher {
    argon2: Argon2<'static>,
    turn: Arc<Semaphore>,
    memory: Arc<Memory>,
}

/// The memory that hashing takes, kept for the next ones: given back each time, blocks of this size stay with the
/// allocator of every thread that ever hashed, and a node of 30 MB becomes one of a thousand.
#[derive(Default)]
struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Gives `work` as many blocks as it asks for.
    fn with<T>(&self, count: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut blocks = lock().pop().unwrap_or_default();
        blocks.resize(count, Block::new());
        let result = work(&mut blocks);
        lock().push(blocks);
        result
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// A hash of nothing, verified when an account does not exist so that both take the same time.
const NOBODY: &str = "nobody has this passphrase";

impl Hasher {
    /// With the parameters that OWASP recommends for argon2id (19 MiB, 2 passes, 1 lane).
    pub fn new() -> Self {
        Self::with(Params::default())
    }

    /// With parameters of one's own: tests take cheap ones.
    pub fn with(params: Params) -> Self {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Self { argon2, turn: Arc::new(Semaphore::new(AT_ONCE)), memory: Arc::default() }
    }

    /// A hash in PHC form.
    pub async fn hash(&self, passphrase: &str) -> Option<String> {
        let (hasher, passphrase) = (self.clone(), passphrase.to_owned());
        self.run(move || {
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).ok()?;
            let hash = PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: hasher.argon2.params().try_into().ok()?,
                salt: Some(Salt::new(&salt).ok()?),
                hash: Some(hasher.output(&hasher.argon2, &passphrase, &salt)?),
            };
            Some(hash.to_string())
        })
        .await?
    }

    /// Whether a passphrase fits a hash. Without a hash it takes as long and does not.
    pub async fn verify(&self, passphrase: &str, hash: Option<String>) -> bool {
        let (hasher, passphrase) = (self.clone(), passphrase.to_owned());
        self.run(move || match hash {
            Some(hash) => hasher.fits(&passphrase, &hash).unwrap_or(false),
            None => {
                let _ = hasher.output(&hasher.argon2, NOBODY, &[0; 16]);
                false
            }
        })
        .await
        .unwrap_or(false)
    }

    /// Whether a passphrase fits a hash in PHC form, with the parameters that it was made with.
    fn fits(&self, passphrase: &str, hash: &str) -> Option<bool> {
        let hash = PasswordHash::new(hash).ok()?;
        let version = hash.version.map_or(Ok(Version::V0x13), Version::try_from).ok()?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
        let argon2 = Argon2::new(algorithm, version, Params::try_from(&hash).ok()?);
        let output = self.output(&argon2, passphrase, hash.salt.as_ref()?)?;
        // It takes as long wherever they differ.
        Some(output == hash.hash?)
    }

    fn output(&self, argon2: &Argon2<'_>, passphrase: &str, salt: &[u8]) -> Option<Output> {
        let mut buffer = [0; Output::MAX_LENGTH];
        let output = buffer.get_mut(..argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN))?;
        self.memory
            .with(argon2.params().block_count(), |blocks| {
                argon2.hash_password_into_with_memory(passphrase.as_bytes(), salt, output, blocks)
            })
            .ok()?;
        Output::new(output).ok()
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let turn = self.turn.clone().acquire_owned().await.ok()?;
        // The permit goes into the closure: a request that is given up still holds its turn until the work ends.
        // Who waits for it hears of the end before the next one begins.
        let (result, turn) = tokio::task::spawn_blocking(move || (work(), turn)).await.ok()?;
        drop(turn);
        Some(result)
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hashes_have_the_form_that_others_read() {
        use argon2::{PasswordHasher as _, PasswordVerifier as _};
        let params = Params::new(64, 2, 1, None).unwrap();
        let hasher = Hasher::with(params.clone());
        let ours = hasher.hash("maguey").await.unwrap();
        assert!(ours.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{ours}");
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        assert!(library.verify_password(b"maguey", ours.as_str()).is_ok());
        let theirs = library.hash_password(b"maguey").unwrap().to_string();
        assert!(hasher.verify("maguey", Some(theirs)).await);
        // Kept with other parameters before, or with memory that another hash was made in.
        let stronger = Hasher::with(Params::new(128, 3, 1, None).unwrap());
        assert!(stronger.verify("maguey", Some(ours.clone())).await);
        assert!(!hasher.verify("nopal", Some(ours.clone())).await);
        assert!(!hasher.verify("maguey", None).await && !hasher.verify("maguey", Some("x".to_owned())).await);
        assert_ne!(hasher.hash("maguey").await.unwrap(), ours, "every hash has a salt of its own");
    }

    #[test]
    fn what_people_here_choose_first_is_refused() {
        for guessed in [
            "contraseña123456",
            "micontraseña1",
            "virgendeguadalupe",
            "amigos por siempre",
            "software libre",
            "guadalupe1985",
            "Oaxaca2026",
        ] {
            assert_eq!(check(guessed, &[]), Err(Weakness::Guessable), "{guessed}");
        }
        assert_eq!(check("qwertyuiop", &[]).unwrap_err().message(), "field-passphrase-guessable");
        assert_eq!(check("abcdefghij", &[]), Err(Weakness::Pattern));
        assert_eq!(check("27/11/1985", &[]), Err(Weakness::Date));
        for good in ["milpa tejado canasta ruido", "el comal de la luna canta quedito"] {
            assert_eq!(check(good, &["Etla", "Ana"]), Ok(()), "{good}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn memory_is_taken_once() {
        let hasher = Hasher::with(Params::new(64, 1, 1, None).unwrap());
        let tries = (0..100).map(|_| hasher.verify("maguey", None));
        futures_util::future::join_all(tries).await;
        assert!((1..=AT_ONCE).contains(&hasher.memory.0.lock().unwrap().len()));
    }
}
