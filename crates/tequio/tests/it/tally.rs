// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio tally` and `tequio opinions`, without a node.

use serde_json::{Value, json};

/// Runs a command on a file of this name; gives exit code, standard output, standard error.
fn run(command: &str, name: &str, file: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, file).unwrap();
    let output = crate::tequio().arg(command).arg(&path).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let err = text(output.stderr).replace(&path.display().to_string(), name);
    (output.status.code().unwrap(), text(output.stdout), err)
}

fn json_of(name: &str, file: &str, arguments: &[&str]) -> Value {
    let (code, out, err) = run("tally", name, file, &[arguments, &["--format", "json"]].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    serde_json::from_str(&out).unwrap()
}

const TENNESSEE: &str = "4 2\n42 1 2 3 4 0\n26 2 3 4 1 0\n15 3 4 2 1 0\n17 4 3 2 1 0\n0\n\"Memphis\"\n\"Nashville\"\n\"Chattanooga\"\n\"Knoxville\"\n\"Capital\"\n";

#[test]
fn every_method_that_ranks_counts_a_blt() {
    let winners = |method: &str| json_of("a.blt", TENNESSEE, &["--method", method])["winners"].clone();
    assert_eq!(winners("schulze"), json!([2]));
    assert_eq!(winners("ranked-pairs"), json!([2]));
    assert_eq!(winners("irv"), json!([4]));
    assert_eq!(winners("stv-scottish"), json!([1, 2]), "the file says two seats");
    assert_eq!(winners("stv-meek"), json!([1, 2]));
    assert_eq!(winners("approval"), json!([1, 2, 3, 4]), "all are ranked by all");
    let told = json_of("a.blt", TENNESSEE, &["--method", "schulze", "--strength", "winning-votes"]);
    assert_eq!(told["ranking"], json!([[2], [3], [4], [1]]));
    assert_eq!(told["pairwise"]["matrix"][1], json!([58, 0, 68, 68]));
    assert_eq!(told["pairwise"]["strongest_paths"][1][0], 58);
    assert_eq!(told["pairwise"]["condorcet_winner"], 2);
    let rounds = json_of("a.blt", TENNESSEE, &["--method", "irv"])["rounds"].clone();
    assert_eq!(rounds[0]["eliminated"], json!([3]));
    assert_eq!(rounds[2]["elected"], json!([4]));
}

#[test]
fn ties_are_said_and_broken_only_by_a_seed() {
    let csv = "Agua,Luz,Pan\n1,1,0\n";
    let open = json_of("a.csv", csv, &["--method", "approval"]);
    assert_eq!((&open["winners"], open.get("elected")), (&json!([1, 2]), None));
    let drawn = json_of("a.csv", csv, &["--method", "approval", "--ties", "sorteo"]);
    assert_eq!(drawn["winners"], json!([1, 2]));
    assert_eq!(drawn["elected"].as_array().unwrap().len(), 1);
    assert_eq!(drawn, json_of("a.csv", csv, &["--method", "approval", "--ties", "sorteo"]));
    let (_, text, told) = run("tally", "a.csv", csv, &["--method", "approval"]);
    assert!(told.contains("--ties SEED breaks it"), "{told}");
    assert_eq!(
        text,
        "approval, 1 ballots: tied Agua, Luz\nranking: Agua = Luz > Pan\n  Agua: 1\n  Luz: 1\n  Pan: 0\ntie between Agua, Luz: not broken\n"
    );
}

/// Ranks in a table are the first thing that comes to mind, and the last option would win.
#[test]
fn ranks_that_are_counted_as_scores_are_warned_of() {
    let ranks = "tlayuda,mole,pozole\n3,1,2\n3,2,1\n1,2,3\n";
    for method in ["dot", "score", "approval", "majority-judgment"] {
        let (code, out, told) = run("tally", "a.csv", ranks, &["--method", method, "--format", "json"]);
        assert!(code == 0 && out.starts_with('{') && told.contains("look like ranks"), "{method}: {told}");
    }
    for scores in ["a,b,c\n3,1,2\n5,1,2\n", "a,b\n1,2\n2,1\n", "a,b,c\n1,1,0\n"] {
        let (_, _, told) = run("tally", "a.csv", scores, &["--method", "score", "--format", "json"]);
        assert_eq!(told, "", "{scores}");
    }
    assert_eq!(run("tally", "a.csv", ranks, &["--method", "schulze"]).2, "");
}

#[test]
fn an_error_prints_nothing_and_ends_with_one() {
    for (name, file, method, told) in [
        ("a.blt", "2 1\n1 3 0\n0\n", "schulze", "tequio: a.blt: line 2: there is no option 3\n"),
        (
            "a.blt",
            "2 1\n1 1=2 0\n0\n",
            "irv",
            "tequio: a.blt: ballot 1 ranks options equally, which this method cannot count\n",
        ),
        ("a.blt", "2 1\n0\n", "schulze", "tequio: a.blt: there are no ballots\n"),
        ("a.blt", TENNESSEE, "score", "tequio: a.blt: score counts scores (.csv or .cat), and the file has rankings\n"),
        ("a.txt", "", "score", "tequio: a.txt: allowed endings are .blt, .soc, .soi, .toc, .toi, .cat, .pb and .csv\n"),
    ] {
        assert_eq!(run("tally", name, file, &["--method", method]), (1, String::new(), told.to_owned()));
    }
    assert_eq!(run("opinions", "v.csv", "x\n", &[]).0, 1);
}

#[test]
fn wrong_use_ends_with_two() {
    for wrong in [
        &["--method", "irv", "--seats", "2"][..],
        &["--method", "equal-shares", "--seats", "2"],
        &["--method", "irv", "--elimination", "seed"],
        &["--method", "shouting"],
    ] {
        let (code, out, _) = run("tally", "a.blt", TENNESSEE, wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
    }
}

#[test]
fn a_budget_is_bought() {
    let file = "META\nkey;value\nbudget;90\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n1;60;parque\n2;20;banca\nx;30;árbol\nVOTES\nvoter_id;vote\na;1,2\nb;1,2\nc;x\n";
    let greedy = json_of("a.pb", file, &["--method", "budget-greedy"]);
    assert_eq!((&greedy["winners"], &greedy["spent"]), (&json!([1, 2]), &json!("80")));
    let shares = json_of("a.pb", file, &["--method", "equal-shares", "--ties", "sorteo"]);
    assert_eq!(shares["winners"], json!([1, 2, "x"]));
    assert_eq!(shares["rounds"][0], json!({"why": "shares", "share": "30", "elected": [], "eliminated": []}));
}

#[test]
fn opinions_have_groups_statements_and_a_picture() {
    let mut csv = "participant,0,1,2,3,4,5,6,7\n".to_owned();
    for who in 0..20 {
        let camp = if who % 2 == 0 { "1,1,1,1,-1,-1,-1,-1" } else { "1,-1,-1,-1,1,1,1,1" };
        csv += &format!("{who},{camp}\n");
    }
    let (code, out, _) = run("opinions", "v.csv", &csv, &["--format", "json"]);
    let map: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, map["groups"].as_array().unwrap().len()), (0, 2));
    assert_eq!(map["participants"][1]["id"], 1);
    assert_ne!(map["participants"][0]["group"], map["participants"][1]["group"]);
    assert_eq!(map["statements"][0]["groups"][0]["agree"], 10);
    assert!(map["statements"][0]["consensus"].as_f64().unwrap() > 0.8);
    let (_, svg, _) = run("opinions", "v.csv", &csv, &["--format", "svg"]);
    assert!(svg.starts_with("<svg") && svg.contains("<title"));
    let (_, svg, _) = run("tally", "a.blt", TENNESSEE, &["--method", "irv", "--format", "svg"]);
    assert!(svg.starts_with("<svg") && svg.contains("Knoxville"));
}
