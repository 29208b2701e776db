// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the terminal says: in the language of who reads, what to do next, and plain where it is no terminal.

use std::{collections::BTreeSet, path::Path, process::Output};

/// Runs the program for who reads this language; gives exit code, standard output, standard error.
fn said_in(locale: &str, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = crate::tequio().env("LC_ALL", locale).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn said(arguments: &[&str]) -> (i32, String, String) {
    said_in("C", arguments)
}

/// What goes wrong: with this code, nothing on the standard output, one line, and these words in Spanish and in English.
fn wrong(code: i32, arguments: &[&str], spanish: &str, english: &str) {
    for (locale, words) in [("es_MX.UTF-8", spanish), ("C", english)] {
        let (ended, out, err) = said_in(locale, arguments);
        assert_eq!((ended, out.as_str(), err.lines().count()), (code, "", 1), "{arguments:?}: {err}");
        assert!(err.starts_with("tequio: ") && err.contains(words), "{arguments:?}: {words}: {err}");
    }
}

const COMMANDS: [&[&str]; 21] = [
    &["serve"],
    &["check"],
    &["custodian"],
    &["backup"],
    &["erasures"],
    &["restore"],
    &["shelf"],
    &["invite"],
    &["host"],
    &["rescue"],
    &["jobs"],
    &["peers"],
    &["queue"],
    &["agenda"],
    &["agenda", "expand"],
    &["agenda", "import"],
    &["agenda", "export"],
    &["tally"],
    &["opinions"],
    &["audit"],
    &["config"],
];

#[test]
fn help_is_in_the_language_of_who_reads_and_plain_in_a_pipe() {
    for command in COMMANDS.into_iter().chain([&[][..]]) {
        for (locale, marks, foreign) in [
            ("es_MX.UTF-8", ["Uso: tequio", "Opciones:", "Ejemplo: tequio "], ["Usage", "Options", "Print"]),
            ("en_US.UTF-8", ["Usage: tequio", "Options:", "Example: tequio "], ["Uso:", "Opciones", "Muestra"]),
        ] {
            for flag in ["--help", "-h"] {
                let (code, help, err) = said_in(locale, &[command, &[flag]].concat());
                assert_eq!((code, err.as_str()), (0, ""), "{command:?}");
                assert!(!help.contains('\u{1b}'), "{command:?}: {help}");
                for mark in marks {
                    assert!(help.contains(mark), "{command:?}: {mark}: {help}");
                }
                for mark in foreign {
                    assert!(!help.contains(mark), "{command:?}: {mark}: {help}");
                }
            }
        }
    }
    assert!(said(&["--help"]).1.contains("LC_ALL"), "it says what decides the language");
    assert!(said(&["help", "jobs"]).1.contains("Usage: tequio jobs"));
}

/// What `serve` alone minds is not shown elsewhere, and taken all the same.
#[test]
fn options_are_shown_where_they_mean_something() {
    for command in COMMANDS {
        let help = said(&[command, &["--help"]].concat()).1;
        let shows = |option: &str| help.contains(&format!("--{option} <"));
        let serves = command == ["serve"];
        assert_eq!(shows("listen"), serves, "{command:?}");
        assert_eq!(shows("trusted-proxy"), serves, "{command:?}");
        assert_eq!(help.contains("--lan["), serves, "{command:?}");
        assert_eq!(
            shows("origin"),
            [&["serve"][..], &["invite"], &["agenda", "export"]].contains(&command),
            "{command:?}"
        );
    }
    assert!(said(&["check", "--listen", "here", "--data", "/nowhere"]).2.contains("listen (from --listen)"));
    assert!(said_in("es", &["invite", "--help"]).1.contains("no es para integrantes"));
}

#[test]
fn wrong_use_names_what_was_meant_and_where_the_help_is() {
    wrong(2, &["serv"], "¿quisiste decir serve? (tequio --help)", "did you mean serve? (tequio --help)");
    wrong(2, &["serve", "de\nmás"], "«de más» sobra", "unexpected argument 'de más'");
    wrong(2, &["--demo"], "¿quisiste decir tequio serve --demo?", "did you mean tequio serve --demo?");
    wrong(
        2,
        &["serve", "--dmo"],
        "¿quisiste decir --demo? (tequio serve --help)",
        "did you mean --demo? (tequio serve --help)",
    );
    wrong(
        2,
        &["tally", "x.csv", "--method", "schulz"],
        "¿quisiste decir schulze?",
        "did you mean schulze? (tequio tally --help)",
    );
    wrong(
        2,
        &["agenda"],
        "se permite expand, import, export (tequio agenda --help)",
        "allowed is expand, import, export",
    );
    wrong(2, &[], "se permite serve, check", "allowed is serve, check");
    wrong(2, &["host", "etla"], "falta: <HOST>", "missing: <HOST>");
    wrong(2, &["host", "etla", "a.example", "--none"], "no va junto con", "does not go together with");
    wrong(2, &["serve", "--lan", "si"], "como --lan=true", "as in --lan=true");
    wrong(2, &["serve", "--lan=si"], "lan (de --lan): se permite true", "lan (from --lan): allowed is true");
    wrong(2, &["tally", "x.csv", "--method", "dot", "--dots", "dos"], "un número entero", "a whole number");
    let expand = ["agenda", "expand", "x.ics", "--to", "2026-12-01", "--from"];
    wrong(2, &[&expand[..], &["hoy"]].concat(), "un día como 2026-11-01", "a day such as 2026-11-01");
    wrong(1, &[&expand[..], &["2026-11-01"]].concat(), "no existe ese archivo", "there is no such file");
}

/// A link of a shelf opens what lies there: it is told by no error, whatever is wrong with it.
#[test]
fn the_link_of_a_shelf_is_told_by_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("clave.txt").display().to_string();
    assert_eq!(said(&["custodian", "--output", &key]).0, 0);
    let free = crate::free().port();
    let away = format!("http://localhost:{free}/shelf/SECRETO");
    let drill = |link: &'static str| ["drill", link, "--identity", &key].map(str::to_owned);
    for link in
        ["http://nodo.example/shelf/SECRETO", "https://nodo.example/SECRETO", "https://nodo.example/shelf/S?SECRETO"]
    {
        let (code, _, err) = said(&drill(link).each_ref().map(String::as_str));
        assert!(code == 2 && err.contains("not the link of a shelf") && !err.contains("SECRETO"), "{err}");
        let (code, _, err) = said(&["serve", "--backups", link, "--custodians", "x", "--data", "/nothing"]);
        assert!(code == 2 && !err.contains("SECRETO"), "{err}");
    }
    for arguments in [&["drill", &away, "--identity", &key][..], &["shelf", &away]] {
        let (code, _, err) = said(arguments);
        assert!(code == 1 && err.contains("is not reached") && !err.contains("SECRETO"), "{err}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let (data, listen) = (folder.path().join("datos").display().to_string(), format!("127.0.0.1:{port}"));
    let serve = ["serve", "--data", &data, "--listen", &listen];
    wrong(1, &serve, &format!("ocupa el puerto {port}: escoge otro con --listen"), &format!("port {port} is taken"));
}

#[test]
fn a_place_without_a_system_is_not_called_free() {
    wrong(2, &["audit", "--root", "/nada"], "no hay una carpeta /nada", "there is no folder /nada");
    let empty = tempfile::tempdir().unwrap();
    std::fs::write(empty.path().join("foto.jpg"), "").unwrap();
    wrong(2, &["audit", "--root", empty.path().to_str().unwrap()], "no hay un sistema", "there is no system");
}

/// Backing up and back: each step says the next one, and what is given wrong is named.
#[test]
fn a_backup_is_led_from_step_to_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (data, key, backup, back) = (path("datos"), path("clave.txt"), path("copia.tequio"), path("vuelta"));
    let (code, out, err) = said(&["custodian", "--output", &key]);
    let public = out.trim().strip_prefix("public: ").unwrap();
    assert!(code == 0 && !out.contains("SECRET") && err.contains(&key), "{out}{err}");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&key).unwrap()) & 0o777, 0o600);
    wrong(2, &["custodian", "--output", &key], "ya existe", "is there already");
    crate::agenda::demo(&data);
    let (code, out, err) = said(&["backup", &backup, "--to", public, "--data", &data]);
    assert!(code == 0 && out.starts_with(&backup) && out.contains(" kB)"), "{out}");
    assert!(err.contains("tequio restore"), "{err}");
    // The sealed row of a ballot that was counted is erased.
    let (code, out, err) = said_in("es", &["erasures", "--data", &data]);
    assert!(code == 0 && out.lines().all(|line| line.split(' ').count() == 2) && err.is_empty(), "{out}{err}");

    let restore = |file: &str, key: &str| ["restore", file, "--identity", key, "--data", &back].map(str::to_owned);
    let check = |code, file: &str, key: &str, spanish, english| {
        let arguments = restore(file, key);
        wrong(code, &arguments.each_ref().map(String::as_str), spanish, english);
        assert!(!Path::new(&back).exists(), "nothing was made");
    };
    check(
        2,
        &key,
        &backup,
        "tequio restore RESPALDO --identity LLAVE",
        "is the key, and stands where the backup belongs",
    );
    check(2, &backup, &backup, "no es un archivo con llave", "is not a key file");
    check(1, &key, &key, "esto no es un respaldo de Tequio", "this is not a backup of Tequio");
    let cut = path("cortada.tequio");
    let whole = std::fs::read(&backup).unwrap();
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    check(1, &cut, &key, "vuelve a copiarlo", "copy it again");
    check(1, &path("nada"), &key, "no existe ese archivo", "there is no such file");

    let arguments = restore(&backup, &key);
    let (code, out, err) = said(&arguments.each_ref().map(String::as_str));
    assert_eq!((code, out.trim()), (0, back.as_str()), "{err}");
    assert!(err.contains(&format!("tequio serve --data {back}")) && err.contains("--origin"), "{err}");
    assert!(err.contains("no list of what was erased"), "{err}");

    // On another computer it gives a code for the node; where the node is, that is noted at once.
    let node_elsewhere = path("sin-nodo");
    let (code, out, err) = said(&["drill", &backup, "--identity", &key, "--data", &node_elsewhere]);
    let receipt = out.lines().last().unwrap().strip_prefix("tequio drill --receipt ").unwrap().to_owned();
    assert!(code == 0 && out.contains("comes back whole. ") && err.contains("that code there"), "{out}{err}");
    assert!(!Path::new(&node_elsewhere).exists());
    wrong(1, &["drill", "--receipt", "AAAA-AAAA", "--data", &data], "no es de un respaldo", "is of no backup");
    for arguments in [&["drill", "--receipt", &receipt][..], &["drill", &backup, "--identity", &key]] {
        let noted = path("datos/safekeeping.json");
        std::fs::write(&noted, std::fs::read_to_string(&noted).unwrap().replace("opened", "closed")).unwrap();
        let (code, out, err) = said(&[arguments, &["--data", &data]].concat());
        assert!(code == 0 && !out.contains("--receipt") && err.is_empty(), "{out}{err}");
        assert!(std::fs::read_to_string(&noted).unwrap().contains("\"opened\": {"));
    }
    wrong(1, &["drill", &cut, "--identity", &key], "vuelve a copiarlo", "copy it again");

    // What an upgrade would do, and that there is nothing to do.
    let (code, out, err) = said(&["upgrade", "--check", "--data", &data]);
    assert!(code == 0 && out.lines().count() == 4 && out.lines().all(|line| line.starts_with("good\t")), "{out}{err}");
    let (code, out, _) = said_in("es", &["upgrade", "--data", &data]);
    assert_eq!((code, out.trim()), (0, "Los datos ya estaban al día."));
    let (code, out, _) = said(&["upgrade", "--check", "--data", &back]);
    assert!(code == 1 && out.contains("BAD\tno backup was restored"), "{out}");

    let (code, out, _) = said(&["jobs", "--data", &data]);
    let (heading, jobs) = out.split_once('\n').unwrap();
    assert_eq!((code, heading), (0, "state\twhat\twhen\ttries\terror"));
    let when: Vec<&str> = jobs.lines().map(|line| line.split('\t').nth(2).unwrap()).collect();
    assert!(
        !when.is_empty() && when.iter().all(|at| at.len() == 16 && at.starts_with("20") && &at[10..11] == " "),
        "{jobs}"
    );
    for (command, words, json) in [
        ("peers", "no hablan a ningún otro", serde_json::json!([])),
        ("queue", "No espera nada", serde_json::json!({ "going": [], "coming": [] })),
    ] {
        let (code, out, err) = said_in("es", &[command, "--data", &data]);
        assert!(code == 0 && out.is_empty() && err.contains(words), "{command}: {out}{err}");
        let (code, out, _) = said(&[command, "--format", "json", "--data", &data]);
        assert_eq!((code, serde_json::from_str::<serde_json::Value>(&out).unwrap()), (0, json), "{command}");
    }
    let (_, link, remark) = said_in("es", &["invite", "--data", &data]);
    assert!(
        link.starts_with("http") && link.lines().count() == 1 && remark.contains("No es para integrantes"),
        "{remark}"
    );
}

/// Results and what is wrong with a file; JSON is the same in every language.
#[test]
fn results_are_told_in_the_language_of_who_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    let votes = path("votos.csv", "agua,luz,pan\n1,1,0\n");
    let count = ["tally", &votes, "--method", "approval"];
    let (_, out, err) = said_in("es_MX.UTF-8", &count);
    assert!(out.starts_with("approval, 1 votos: empatan agua, luz\norden: agua = luz > pan\n"), "{out}");
    assert!(out.ends_with("empate entre agua, luz: sin romper\n") && err.contains("--ties SEMILLA"), "{out}{err}");
    let json = [&count[..], &["--format", "json"]].concat();
    assert_eq!(said_in("es", &json), said_in("C", &json));
    let broken = path("rotos.csv", "agua,luz\nsí,no\n");
    let count = ["tally", &broken, "--method", "irv"];
    wrong(
        1,
        &count,
        "renglón 2: se esperaba un lugar desde 1, o nada, y dice \"sí\"",
        "line 2: expected a rank from 1",
    );
    let opinions = path("v.csv", "participant,0,1\n0,1,1\n1,1,1\n2,1,1\n");
    for (locale, words) in [("es", "ninguna frase lo distingue"), ("C", "no statement sets it apart")] {
        let (_, out, _) = said_in(locale, &["opinions", &opinions]);
        assert!(out.contains(words), "{out}");
    }
}

/// A key that is printed into a file which others can read.
#[cfg(unix)]
#[test]
fn a_key_in_the_open_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    for (mode, warned) in [(0o644, true), (0o600, false)] {
        let path = folder.path().join(format!("{mode:o}.txt"));
        let file = std::fs::File::create(&path).unwrap();
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        let output = crate::tequio().arg("custodian").stdout(file).output().unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().contains("AGE-SECRET-KEY-"));
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(told.contains("chmod 600"), warned, "{told}");
    }
}

/// Each message of a language, with its variables.
fn messages(language: &str) -> Vec<(String, BTreeSet<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut all: Vec<(String, BTreeSet<String>)> = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '#'])) {
                all.push((key.to_owned(), BTreeSet::new()));
            }
            for variable in line.split("{ $").skip(1).filter_map(|after| after.split(' ').next()) {
                all.last_mut().unwrap().1.insert(variable.to_owned());
            }
        }
    }
    all.sort();
    all
}

#[test]
fn both_languages_are_whole_and_nothing_is_left_over() {
    let es = messages("es");
    assert_eq!(es, messages("en"));
    assert!(es.windows(2).all(|pair| pair[0].0 != pair[1].0), "each once");
    let mut source = String::new();
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        source += &std::fs::read_to_string(file.unwrap().path()).unwrap();
    }
    // These are put together from names.
    let composed = [
        "help-",
        "value-",
        "setting-",
        "allowed-",
        "expected-",
        "consulta-says-",
        "consulta-uncounted-",
        "consulta-end-",
    ];
    let unused: Vec<&String> = es
        .iter()
        .map(|(key, _)| key)
        .filter(|key| !source.contains(&format!("\"{key}\"")) && !composed.iter().any(|prefix| key.starts_with(prefix)))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    for name in
        source.split([' ', '(', '[']).filter_map(|word| word.strip_prefix("t(\"").or(word.strip_prefix("with(\"")))
    {
        let name = name.split('"').next().unwrap();
        assert!(es.iter().any(|(key, _)| key == name), "{name}");
    }
}

/// Public pages as files: what a stranger reaches by links, each saying of when it is, and nothing of members.
#[test]
fn a_mirror_has_what_strangers_see() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (data, copy) = (path("datos"), path("copia"));
    crate::agenda::demo(&data);
    let (code, out, err) = said(&["mirror", &copy, "--data", &data, "--origin", "https://nodo.example"]);
    assert!(code == 0 && out.contains(&copy), "{out}{err}");
    let files: usize = out.split(' ').next().unwrap().parse().unwrap();
    assert!((100..2_000).contains(&files), "{out}");
    let read = |name: &str| std::fs::read_to_string(format!("{copy}/{name}")).unwrap();
    for (file, words) in [
        ("index.html", "CoLSoLi"),
        ("@etla/index.html", "https://nodo.example/@etla"),
        ("@etla/act/agenda/index.html", "Esta es una copia"),
        ("@etla/decide/index.html", "Esta es una copia"),
    ] {
        assert!(read(file).contains(words), "{file}");
    }
    assert!(std::fs::metadata(format!("{copy}/source")).unwrap().len() > 100_000, "the source is offered here too");
    let home = read("@etla/index.html");
    assert!(!home.contains("action=\"/language\"") && !home.contains("class=\"account\""), "{home}");
    let style = home.split('"').find(|part| part.ends_with(".css")).unwrap();
    assert!(read(style.trim_start_matches('/')).contains("body"), "{style}");
    for hidden in ["@etla/members/index.html", "@etla/log/index.html", "@etla/me/index.html"] {
        assert!(!Path::new(&format!("{copy}/{hidden}")).exists(), "{hidden}");
    }
    // Again: what is no more is removed, and nobody else's folder is touched.
    let list = read(".tequio-mirror");
    std::fs::write(format!("{copy}/vieja.html"), "x").unwrap();
    std::fs::write(format!("{copy}/.tequio-mirror"), format!("{list}vieja.html\n")).unwrap();
    let (code, _, err) = said(&["mirror", &copy, "--data", &data]);
    assert!(code == 0 && !Path::new(&format!("{copy}/vieja.html")).exists(), "{err}");
    std::fs::create_dir(path("ajena")).unwrap();
    std::fs::write(path("ajena/tesis.odt"), "mía").unwrap();
    wrong(1, &["mirror", &path("ajena"), "--data", &data], "no está vacía", "is not empty");
    assert_eq!(std::fs::read_dir(path("ajena")).unwrap().count(), 1);
}
