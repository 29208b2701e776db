// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Configuration: each value comes from its flag, else from its `TEQUIO_*` variable, else from the file, else
//! from the default; and a wrong one is told in one line with its source and what is allowed.

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use url::Url;

/// A setting: its key in the file, which is also its flag and, in capitals after `TEQUIO_`, its variable.
struct Setting {
    key: &'static str,
    what: &'static str,
    allowed: &'static str,
    default: &'static str,
}

const SETTINGS: &[Setting] = &[
    Setting {
        key: "data",
        what: "The data folder: keys, and the built-in database. Empty, absent, or made by Tequio.",
        allowed: "a folder",
        default: "the platform's folder for data",
    },
    Setting {
        key: "listen",
        what: "The address on which the node listens.",
        allowed: "an address and a port, such as 127.0.0.1:3456",
        default: "127.0.0.1:3456",
    },
    Setting {
        key: "origin",
        what: "The address by which people reach the node. Behind a proxy, the public one.",
        allowed: "http:// or https:// with a host and nothing after it, such as https://nodo.example",
        default: "http://localhost:PORT",
    },
    Setting {
        key: "database",
        what: "Where the data is: SQLite in the data folder, or a PostgreSQL.",
        allowed: "postgres://USER@HOST/NAME, or nothing for SQLite",
        default: "SQLite in the data folder",
    },
    Setting {
        key: "lan",
        what: "Whether it listens on the local network too, and prints that door's QR.",
        allowed: "true or false",
        default: "false",
    },
];

/// A value that is not allowed.
#[derive(Debug)]
pub struct Wrong {
    key: String,
    source: String,
    allowed: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (from {}): allowed is {}", self.key, self.source, self.allowed)
    }
}

/// The configuration of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where it listens.
    pub listen: SocketAddr,
    /// How people reach it.
    pub origin: Url,
    /// PostgreSQL, if it is not SQLite.
    pub database: Option<String>,
    /// Whether it listens on the local network too.
    pub lan: bool,
}

/// A file of configuration with comments, in which every value is the default.
pub fn sample() -> String {
    let mut text = String::from(
        "# Tequio's configuration. A line that begins with # is not read: take the # away to set a value.\n         # A flag (--listen) or a variable (TEQUIO_LISTEN) comes before what stands here.\n",
    );
    for setting in SETTINGS {
        let value = match setting.key {
            "lan" => setting.default.to_owned(),
            _ => format!("\"{}\"", setting.default),
        };
        text.push_str(&format!("\n# {} Allowed: {}.\n# {} = {value}\n", setting.what, setting.allowed, setting.key));
    }
    text
}

/// Brings the sources together. `flags` and `environment` hold what was given; `file` is read if it was
/// named, or if `tequio.toml` stands in the folder for configuration.
///
/// # Errors
/// The first value that is not allowed.
pub fn resolve(
    flags: &BTreeMap<&'static str, String>,
    environment: impl Fn(&str) -> Option<String>,
    file: Option<&Path>,
) -> Result<Config, Wrong> {
    let file = read_file(file)?;
    let given = |key: &'static str| -> Option<(String, String)> {
        let variable = format!("TEQUIO_{}", key.to_uppercase());
        flags
            .get(key)
            .map(|value| (value.clone(), format!("--{key}")))
            .or_else(|| environment(&variable).map(|value| (value, variable)))
            .or_else(|| file.get(key).cloned())
    };
    let data = given("data").map_or_else(default_data, |(value, _)| Ok(PathBuf::from(value)))?;
    let listen: SocketAddr = parsed(given("listen"), "listen", "127.0.0.1:3456")?;
    let default_origin = format!("http://localhost:{}", listen.port());
    let (origin, source) = given("origin").unwrap_or((default_origin, "default".to_owned()));
    let origin = parse_origin(&origin).ok_or_else(|| wrong("origin", &source))?;
    let database = match given("database").filter(|(value, _)| !value.is_empty()) {
        Some((value, source)) if !value.starts_with("postgres://") && !value.starts_with("postgresql://") => {
            return Err(wrong("database", &source));
        }
        other => other.map(|(value, _)| value),
    };
    let lan = parsed(given("lan"), "lan", "false")?;
    Ok(Config { data, listen, origin, database, lan })
}

fn parsed<T: std::str::FromStr>(given: Option<(String, String)>, key: &'static str, default: &str) -> Result<T, Wrong> {
    let (value, source) = given.unwrap_or_else(|| (default.to_owned(), "default".to_owned()));
    value.trim().parse().map_err(|_| wrong(key, &source))
}

fn wrong(key: &str, source: &str) -> Wrong {
    let allowed = SETTINGS.iter().find(|setting| setting.key == key).map_or("", |setting| setting.allowed);
    Wrong { key: key.to_owned(), source: source.to_owned(), allowed: allowed.to_owned() }
}

fn parse_origin(text: &str) -> Option<Url> {
    let url: Url = text.parse().ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    plain.then_some(url)
}

fn default_data() -> Result<PathBuf, Wrong> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().map_err(|_| wrong("data", "default"))?;
    Ok(strategy.data_dir().join("tequio"))
}

type Sourced = BTreeMap<String, (String, String)>;

fn read_file(named: Option<&Path>) -> Result<Sourced, Wrong> {
    use etcetera::BaseStrategy;
    let usual = etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir().join("tequio/tequio.toml"));
    let Some(path) = named.map(Path::to_owned).or(usual.filter(|path| path.exists())) else {
        return Ok(Sourced::new());
    };
    let source = path.display().to_string();
    let unreadable = |allowed: String| Wrong { key: "config".to_owned(), source: source.clone(), allowed };
    let text =
        std::fs::read_to_string(&path).map_err(|error| unreadable(format!("a file that can be read ({error})")))?;
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| unreadable(format!("TOML ({})", error.message())))?;
    let mut values = Sourced::new();
    for (key, value) in table {
        if !SETTINGS.iter().any(|setting| setting.key == key) {
            let keys: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
            return Err(Wrong { key, source: source.clone(), allowed: format!("only {}", keys.join(", ")) });
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(value) => value.to_string(),
            _ => return Err(wrong(&key, &source)),
        };
        values.insert(key, (value, source.clone()));
    }
    Ok(values)
}

/// The addresses of this machine on local networks, to which a telephone in the same room can come.
pub fn lan_addresses(port: u16) -> Vec<SocketAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<SocketAddr> = interfaces
        .into_iter()
        .filter(|interface| !interface.is_loopback())
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(ip) if ip.is_private() || ip.is_link_local() => Some(SocketAddr::new(ip.into(), port)),
            _ => None,
        })
        .collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(flags: &[(&'static str, &str)], variables: &[(&str, &str)]) -> Result<Config, Wrong> {
        let flags = flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        let environment =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        resolve(&flags, environment, Some(Path::new("/dev/null")))
    }

    #[test]
    fn a_flag_comes_before_a_variable_and_that_before_the_default() {
        let config = with(
            &[("data", "/x"), ("listen", "127.0.0.1:1")],
            &[("TEQUIO_LISTEN", "127.0.0.1:2"), ("TEQUIO_LAN", "true")],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.origin.as_str(), "http://localhost:1/");
        assert!(config.lan);
    }

    #[test]
    fn a_wrong_value_is_told_with_its_source_and_what_is_allowed() {
        let told = |flags: &[(&'static str, &str)], variables: &[(&str, &str)]| {
            with(flags, variables).unwrap_err().to_string()
        };
        insta::assert_snapshot!(told(&[("listen", "here")], &[]), @"listen (from --listen): allowed is an address and a port, such as 127.0.0.1:3456");
        insta::assert_snapshot!(told(&[], &[("TEQUIO_ORIGIN", "https://a.example/b")]), @"origin (from TEQUIO_ORIGIN): allowed is http:// or https:// with a host and nothing after it, such as https://nodo.example");
        insta::assert_snapshot!(told(&[("database", "mysql://x")], &[]), @"database (from --database): allowed is postgres://USER@HOST/NAME, or nothing for SQLite");
    }

    #[test]
    fn the_sample_is_toml_and_sets_nothing() {
        assert!(sample().parse::<toml::Table>().unwrap().is_empty());
        assert!(sample().contains("# listen = \"127.0.0.1:3456\""));
    }
}
