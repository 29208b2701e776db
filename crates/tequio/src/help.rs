// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The help of every command in the language of who reads. What a command and its arguments are called and take stands
//! in the code; what they mean, in `locales/`, by their names.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, builder::StyledStr};

use crate::words::{find, t, with};

/// Arguments that mean something to some commands only. The others take them too, since a file of configuration has them
/// for all, and do not show them.
const SHOWN_BY: [(&str, &[&str]); 17] = [
    ("listen", &["serve"]),
    ("lan", &["serve"]),
    ("trusted_proxy", &["serve"]),
    ("tls_listen", &["serve"]),
    ("tls_cert", &["serve"]),
    ("tls_key", &["serve"]),
    ("acme", &["serve"]),
    ("acme_directory", &["serve"]),
    ("onion", &["serve"]),
    ("origin", &["serve", "invite", "agenda-export", "mirror"]),
    ("bucket", &["serve", "check", "backup", "restore", "upgrade"]),
    ("backups", &["serve"]),
    ("custodians", &["serve", "backup"]),
    ("reserve", &["serve"]),
    ("mail", &["serve"]),
    ("mail_from", &["serve"]),
    ("fediverse_allow_loopback", &["serve"]),
];

/// A command, as derived, with its words.
pub fn worded(command: Command) -> Command {
    let version = own("version", 'V', ArgAction::Version);
    let mut command = described(command, "tequio").disable_version_flag(true).arg(version).after_help(format!(
        "{}\n\n{}",
        example("tequio serve --demo"),
        t("help-language")
    ));
    command.build();
    used(command)
}

/// The argument by which a command tells of itself.
fn own(name: &'static str, short: char, action: ArgAction) -> Arg {
    let help = t(&format!("help-any-{name}"));
    Arg::new(name).long(name).short(short).action(action).help(help).help_heading(t("help-options"))
}

fn example(text: &str) -> String {
    format!("{} {text}", t("help-example"))
}

/// The words of a command and of all below it. `path` is its name after those of the ones above it.
fn described(command: Command, path: &str) -> Command {
    let about = t(&format!("help-{path}"));
    let long = find(&format!("help-{path}-long")).map(|more| format!("{about}.\n\n{more}"));
    let example = command.get_after_help().map(|text| example(&text.to_string()));
    let below = if path == "tequio" { String::new() } else { format!("{path}-") };
    let command = command
        .about(about)
        .disable_help_flag(true)
        .subcommand_help_heading(t("help-commands"))
        .mut_args(|arg| argument(arg, path))
        .arg(own("help", 'h', ArgAction::Help))
        .mut_subcommands(|command| {
            let path = format!("{below}{}", command.get_name());
            described(command, &path)
        });
    let command = if let Some(long) = long { command.long_about(long) } else { command };
    if let Some(example) = example { command.after_help(example) } else { command }
}

/// What was typed, without a `--help` behind `help`: who asks twice is answered once.
pub fn once(typed: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = typed.collect();
    // Of the program, or of a command that has others below it.
    if let Some(place) = words.iter().take(3).position(|word| word == "help") {
        let mut seen = 0..;
        words.retain(|word| seen.next() <= Some(place) || !(word == "--help" || word == "-h"));
    }
    words
}

/// The words of an argument: what it means, what it may be, and what it is otherwise.
fn argument(arg: Arg, path: &str) -> Arg {
    let id = arg.get_id().as_str();
    let own_name = format!("{path}-{}", id.replace('_', "-"));
    let any_name = format!("any-{}", id.replace('_', "-"));
    let words =
        |more: &str| find(&format!("help-{own_name}{more}")).or_else(|| find(&format!("help-{any_name}{more}")));
    let mut help = words("").unwrap_or_default();
    let default = arg.get_default_values().first().map(|value| with("help-default", &[("value", &value.display())]));
    if let Some(default) = default {
        help = format!("{help} {default}");
    }
    // A flag has true and false, which nobody writes.
    let takes = arg.get_action().takes_values();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| takes)
        .map(|value| {
            format!("- {}: {}", value.get_name(), words(&format!("-{}", value.get_name())).unwrap_or_default())
        })
        .collect();
    let hidden = SHOWN_BY.iter().any(|(name, commands)| *name == id && !commands.contains(&path));
    let heading = t(if arg.is_positional() { "help-arguments" } else { "help-options" });
    let names: Vec<String> = arg.get_value_names().unwrap_or_default().iter().map(|name| value(name)).collect();
    let arg = arg.hide(hidden).help_heading(heading).help(match values.as_slice() {
        [] => help.clone(),
        values => format!("{help} [{}]", names_of(values)),
    });
    let arg = if takes { arg.value_names(names).hide_default_value(true).hide_possible_values(true) } else { arg };
    if values.is_empty() { arg } else { arg.long_help(format!("{help}\n{}", values.join("\n"))) }
}

/// The names alone of values that have their words beside them.
fn names_of(values: &[String]) -> String {
    let name = |value: &String| value.trim_start_matches("- ").split(':').next().unwrap_or_default().to_owned();
    values.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The name of a value, word by word: `ADDRESS:PORT`.
fn value(name: &str) -> String {
    let mut words = String::new();
    for piece in name.split_inclusive(|letter: char| !letter.is_ascii_uppercase()) {
        let word = piece.trim_end_matches(|letter: char| !letter.is_ascii_uppercase());
        words += &find(&format!("value-{}", word.to_lowercase())).unwrap_or_else(|| word.to_owned());
        words += piece.strip_prefix(word).unwrap_or_default();
    }
    words
}

/// The line that says how a built command is used, and all below it.
fn used(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", &t("usage-options"));
    let usage = usage.replace("COMMAND", &t("usage-command"));
    let style = *command.get_styles().get_usage();
    let template =
        format!("{{about-with-newline}}\n{style}{}{style:#} {{usage}}\n\n{{all-args}}{{after-help}}", t("help-usage"));
    let command = command.override_usage(usage).help_template(StyledStr::from(template));
    // The commands below `help` are the others once more.
    if command.get_name() == "help" { command.about(t("help-help")) } else { command.mut_subcommands(used) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::Cli;

    #[test]
    fn help_of_help_is_help() {
        let of = |words: &str| {
            let words = once(words.split(' ').map(OsString::from));
            words.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of("tequio help --help"), "tequio help");
        assert_eq!(of("tequio agenda help -h"), "tequio agenda help");
        assert_eq!(of("tequio help agenda --help"), "tequio help agenda");
        for other in ["tequio agenda --help", "tequio check --data help --help"] {
            assert_eq!(of(other), other);
        }
        let asked = worded(Cli::command())
            .try_get_matches_from(once(["tequio", "help", "--help"].map(OsString::from).into_iter()));
        assert_eq!(asked.unwrap_err().kind(), clap::error::ErrorKind::DisplayHelp);
    }

    /// What has no words is told by its empty help.
    #[test]
    fn every_command_argument_and_value_has_words() {
        fn look(command: &Command, wordless: &mut Vec<String>, taken: &mut String) {
            taken.push_str(&command.get_about().map(ToString::to_string).unwrap_or_default());
            for arg in command.get_arguments() {
                let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
                if help.trim_start_matches(' ').is_empty() || help.starts_with(" [") || help.contains(": \n") {
                    wordless.push(format!("{} {}: {help}", command.get_name(), arg.get_id()));
                }
            }
            command.get_subcommands().filter(|one| one.get_name() != "help").for_each(|one| look(one, wordless, taken));
        }
        let (mut wordless, mut taken) = (Vec::new(), String::new());
        look(&worded(Cli::command()), &mut wordless, &mut taken);
        assert!(wordless.is_empty() && !taken.contains("Unknown localization"), "{wordless:?} {taken}");
    }
}
