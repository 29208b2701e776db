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

use tequio_fediverse::fetch::Access;
use tequio_node::{
    Settings,
    node::{DATABASE_FILE, KEY_FILE},
    safekeeping::{backup::custodians, daily::Plan, friend::Shelf},
    spine::mail::post::Post,
    store::Bucket,
    web::{
        client::Proxies,
        tls::{Authority, Source},
    },
};
use url::Url;

use crate::{
    told::Told as _,
    words::{t, with},
};

/// The settings: their keys in the file, which are also their flags and, in capitals after `TEQUIO_`, their variables.
const SETTINGS: [&str; 19] = [
    "data",
    "listen",
    "origin",
    "onion",
    "database",
    "bucket",
    "lan",
    "trusted-proxy",
    "tls-listen",
    "tls-cert",
    "tls-key",
    "acme",
    "acme-directory",
    "backups",
    "custodians",
    "reserve",
    "mail",
    "mail-from",
    "fediverse-allow-loopback",
];

/// Variables that are no settings.
const OTHER_VARIABLES: [&str; 2] = ["TEQUIO_CONFIG", "TEQUIO_LOG"];

const LISTEN: &str = "127.0.0.1:3456";

/// The authority that gives certificates, if no other was named.
const AUTHORITY: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// Megabytes of the disk that stay free.
const RESERVE: &str = "200";

/// A value that is not allowed.
#[derive(Debug)]
pub struct Wrong {
    key: String,
    source: String,
    allowed: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, source, allowed } = self;
        f.write_str(&with("wrong-value", &[("key", key), ("source", source), ("allowed", allowed)]))
    }
}

/// The configuration of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    data_source: String,
    /// Where it listens.
    pub listen: SocketAddr,
    /// How people reach it, if it was said.
    pub origin: Option<Url>,
    /// Its onion service, if it has one beside that.
    pub onion: Option<Url>,
    /// PostgreSQL, if it is not SQLite: a server, or several of one cluster with commas between them.
    pub database: Option<String>,
    /// The bucket of files, if they are not in the data folder.
    pub bucket: Option<Url>,
    /// Whether it listens on the local network too.
    pub lan: Lan,
    /// The proxies that are believed when they say for whom they ask.
    pub trusted_proxy: Proxies,
    /// Where it listens for what is encrypted to it, and where its certificates come from.
    pub tls: Option<(SocketAddr, Source)>,
    /// The folders into which a backup goes each day.
    pub backups: Vec<PathBuf>,
    /// The shelves of friends onto which it goes.
    pub shelves: Vec<Shelf>,
    /// The public keys of those who keep backups.
    pub custodians: Vec<String>,
    /// How many bytes of the disk stay free.
    pub reserve: u64,
    /// The mail server by which it writes to members, if it does.
    pub mail: Option<Post>,
    /// How far it goes when it visits what somebody named: in a laboratory to this machine too.
    pub access: Access,
}

/// Whether a node listens on the local network too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lan {
    /// It does not.
    Off,
    /// On every address that this machine has there.
    On,
    /// On this address.
    At(IpAddr),
}

impl std::str::FromStr for Lan {
    type Err = std::net::AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "true" => Ok(Self::On),
            "false" => Ok(Self::Off),
            address => address.parse().map(Self::At),
        }
    }
}

/// What a command asks of the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// It is empty, absent, or a node's.
    Any,
    /// It is a node's.
    Node,
    /// It is empty or absent.
    Empty,
}

impl Config {
    /// Looks whether the data folder is as a command asks; touches nothing.
    ///
    /// # Errors
    /// When it is not, with what is allowed.
    pub fn folder(self, asked: Folder) -> Result<Self, Wrong> {
        let node = self.data.join(KEY_FILE).exists();
        let empty = match std::fs::read_dir(&self.data) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound && !self.data.as_os_str().is_empty(),
        };
        let (fits, allowed) = match asked {
            Folder::Any => (node || empty, "allowed-data"),
            Folder::Node => (node, "allowed-data-node"),
            Folder::Empty => (empty, "allowed-data-empty"),
        };
        let source = format!("{}, {}", self.data_source, self.data.display());
        if fits { Ok(self) } else { Err(Wrong { key: "data".to_owned(), source, allowed: t(allowed) }) }
    }

    /// The address of the store.
    pub fn database_url(&self) -> String {
        let sqlite = || format!("sqlite:{}", self.data.join(DATABASE_FILE).display());
        self.database.clone().unwrap_or_else(sqlite)
    }

    /// What a node is set up with. `origin` is the address by which people reach it.
    pub fn settings(self, origin: Url, lan: Vec<SocketAddr>, source: &'static [u8]) -> Settings {
        // Each was looked at when the configuration was read.
        let custodians = custodians(&self.custodians).unwrap_or_default();
        let plan = Plan { folders: self.backups, shelves: self.shelves, custodians };
        Settings {
            data: self.data,
            database: self.database,
            bucket: bucket(self.bucket),
            origin,
            onion: self.onion,
            lan,
            proxies: self.trusted_proxy,
            tls: self.tls.map(|(_, source)| source),
            backups: Some(plan).filter(|plan| !plan.is_empty()),
            reserve: self.reserve,
            access: self.access,
            mail: self.mail,
            source,
        }
    }

    /// The address by which people reach a node that listens on `port`, if no other was said.
    pub fn default_origin(port: u16) -> Option<Url> {
        format!("http://localhost:{port}").parse().ok()
    }
}

/// A bucket of files, with what the environment says of where it is and how it opens.
pub fn bucket(url: Option<Url>) -> Option<Bucket> {
    let options = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("AWS_"))
        .map(|(name, value)| (name.to_ascii_lowercase(), value));
    url.map(|url| Bucket { url, options: options.collect() })
}

/// A file of configuration with comments, in which every value is the default; but for the data folder, if it is given.
pub fn sample(data: Option<&str>) -> String {
    let mut text = format!("{}\n", t("config-head"));
    for key in SETTINGS {
        let value = match key {
            "data" if let Some(folder) = data => folder.to_owned(),
            "data" => default_data().map(|path| path.display().to_string()).unwrap_or_default(),
            "listen" => LISTEN.to_owned(),
            "origin" => "http://localhost:3456".to_owned(),
            "lan" | "acme" | "fediverse-allow-loopback" => "false".to_owned(),
            "acme-directory" => AUTHORITY.to_owned(),
            "reserve" => RESERVE.to_owned(),
            _ => String::new(),
        };
        let (what, allowed) = (t(&format!("setting-{key}")), t(&format!("allowed-{key}")));
        let words = with("config-setting", &[("what", &what), ("allowed", &allowed)]);
        let mark = if key == "data" && data.is_some() { "" } else { "# " };
        text.push_str(&format!("\n# {words}\n{mark}{key} = '{value}'\n"));
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
    environment: &BTreeMap<String, String>,
    file: Option<&Path>,
) -> Result<Config, Wrong> {
    let known: Vec<String> =
        SETTINGS.iter().map(|key| variable(key)).chain(OTHER_VARIABLES.map(str::to_owned)).collect();
    let strange = |name: &&String| !known.contains(*name) && !name.starts_with("TEQUIO_TEST_");
    if let Some(name) = environment.keys().find(strange) {
        let allowed = with("allowed-only", &[("list", &known.join(", "))]);
        return Err(Wrong { key: name.clone(), source: t("source-environment"), allowed });
    }
    let file = read_file(file.or(environment.get("TEQUIO_CONFIG").map(Path::new)))?;
    let given = |key: &'static str| -> Option<(String, String)> {
        let variable = variable(key);
        flags
            .get(key)
            .map(|value| (value.clone(), format!("--{key}")))
            .or_else(|| environment.get(&variable).map(|value| (value.clone(), variable)))
            .or_else(|| file.get(key).cloned())
    };
    let (data, data_source) = match given("data") {
        Some((value, source)) => (PathBuf::from(value), source),
        None => (default_data()?, t("source-default")),
    };
    let listen: SocketAddr = parsed(given("listen"), "listen", LISTEN)?;
    let origin = given("origin")
        .map(|(value, source)| parse_origin(&value).ok_or_else(|| wrong("origin", &source)))
        .transpose()?;
    let onion = given("onion")
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, source)| parse_onion(&value).ok_or_else(|| wrong("onion", &source)))
        .transpose()?;
    let database = match given("database").filter(|(value, _)| !value.is_empty()) {
        Some((value, source)) if !value.split(',').all(|server| is_postgres(server.trim())) => {
            return Err(wrong("database", &source));
        }
        other => other.map(|(value, _)| value),
    };
    let bucket = given("bucket")
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, source)| parse_bucket(&value).ok_or_else(|| wrong("bucket", &source)))
        .transpose()?;
    let lan = parsed(given("lan"), "lan", "false")?;
    let trusted_proxy = parsed(given("trusted-proxy"), "trusted-proxy", "")?;
    let encrypted = origin.as_ref().is_some_and(|origin| origin.scheme() == "https");
    let tls = tls(&given, encrypted)?;
    let reserve: u64 = parsed(given("reserve"), "reserve", RESERVE)?;
    let mail = given("mail")
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, source)| Post::server(&value).ok_or_else(|| wrong("mail", &source)))
        .transpose()?;
    let mail = match (mail, given("mail-from")) {
        (Some(server), Some((value, source))) => {
            Some(Post::new(server, Post::sender(&value).ok_or_else(|| wrong("mail-from", &source))?))
        }
        (Some(_), None) => return Err(wrong("mail-from", &t("source-default"))),
        (None, _) => None,
    };
    let access = match parsed(given("fediverse-allow-loopback"), "fediverse-allow-loopback", "false")? {
        true => Access::Laboratory,
        false => Access::Public,
    };
    let given_custodians = given("custodians");
    let keys = list(given_custodians.as_ref());
    let (backups, shelves) = places(given("backups"))?;
    // Nobody could open what nobody keeps.
    if !(keys.is_empty() && backups.is_empty() && shelves.is_empty()) && custodians(&keys).is_err() {
        return Err(wrong("custodians", &given_custodians.map_or_else(|| t("source-default"), |(_, source)| source)));
    }
    Ok(Config {
        data,
        data_source,
        listen,
        origin,
        onion,
        database,
        bucket,
        lan,
        trusted_proxy,
        tls,
        backups,
        shelves,
        custodians: keys,
        reserve: reserve.saturating_mul(1024 * 1024),
        mail,
        access,
    })
}

/// Where it listens for what is encrypted to it, and where the certificates for that come from: from two files, or from an
/// authority. One without the other, or without an address that begins with `https://`, would be of no use.
fn tls(given: &dyn Fn(&'static str) -> Option<(String, String)>, encrypted: bool) -> Result<Given, Wrong> {
    let some = |key| given(key).filter(|(value, _)| !value.trim().is_empty());
    let files = match (some("tls-cert"), some("tls-key")) {
        (Some((chain, _)), Some((key, _))) => Some(Source::Files { chain: chain.into(), key: key.into() }),
        (None, None) => None,
        (Some((_, source)), None) => return Err(wrong("tls-key", &source)),
        (None, Some((_, source))) => return Err(wrong("tls-cert", &source)),
    };
    let contact = match some("acme").filter(|(value, _)| value != "false") {
        Some((value, _)) if value == "true" => Some(None),
        Some((value, _)) if value.contains('@') && !value.contains([' ', ',', '?']) => Some(Some(value)),
        Some((_, source)) => return Err(wrong("acme", &source)),
        None => None,
    };
    let (directory, source) = some("acme-directory").unwrap_or_else(|| (AUTHORITY.to_owned(), t("source-default")));
    let directory = directory.parse().ok().filter(is_directory).ok_or_else(|| wrong("acme-directory", &source))?;
    let authority = contact.map(|contact| Source::Authority(Authority { directory, contact }));
    let certificates = match (files, authority) {
        (Some(_), Some(_)) => return Err(wrong("acme", &t("source-with-files"))),
        (files, authority) => files.or(authority),
    };
    let (listen, source) = some("tls-listen").unzip();
    let source = source.unwrap_or_else(|| t("source-default"));
    match (listen.map(|listen| listen.trim().parse()), certificates) {
        (None, None) => Ok(None),
        (Some(Ok(address)), Some(certificates)) if encrypted => Ok(Some((address, certificates))),
        _ => Err(wrong("tls-listen", &source)),
    }
}

type Given = Option<(SocketAddr, Source)>;

/// The directory of an authority: read by https, or on this machine.
fn is_directory(url: &Url) -> bool {
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.host_str().is_some() && (url.scheme() == "https" || url.scheme() == "http" && here)
}

fn is_postgres(url: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
}

/// Where backups go: folders, and shelves by their links.
fn places(given: Option<(String, String)>) -> Result<(Vec<PathBuf>, Vec<Shelf>), Wrong> {
    let (links, folders): (Vec<String>, Vec<String>) =
        list(given.as_ref()).into_iter().partition(|place| place.contains("://"));
    let source = given.map_or_else(|| t("source-default"), |(_, source)| source);
    let shelves: Result<_, _> = links.iter().map(|link| link.parse()).collect();
    Ok((folders.into_iter().map(PathBuf::from).collect(), shelves.map_err(|_| wrong("backups", &source))?))
}

/// What stands between commas.
fn list(given: Option<&(String, String)>) -> Vec<String> {
    let parts = given.map_or("", |(value, _)| value).split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn variable(key: &str) -> String {
    format!("TEQUIO_{}", key.to_uppercase().replace('-', "_"))
}

fn parsed<T: std::str::FromStr>(given: Option<(String, String)>, key: &'static str, default: &str) -> Result<T, Wrong> {
    let (value, source) = given.unwrap_or_else(|| (default.to_owned(), t("source-default")));
    value.trim().parse().map_err(|_| wrong(key, &source))
}

fn wrong(key: &str, source: &str) -> Wrong {
    Wrong { key: key.to_owned(), source: source.to_owned(), allowed: t(&format!("allowed-{key}")) }
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

/// The address of an onion service: http, since it is encrypted to its end.
fn parse_onion(text: &str) -> Option<Url> {
    parse_origin(text)
        .filter(|url| url.scheme() == "http" && url.host_str().is_some_and(|host| host.ends_with(".onion")))
}

fn parse_bucket(text: &str) -> Option<Url> {
    let url: Url = text.parse().ok()?;
    let plain = url.scheme() == "s3"
        && url.host_str().is_some_and(|name| !name.is_empty())
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.port().is_none();
    plain.then_some(url)
}

fn default_data() -> Result<PathBuf, Wrong> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().map_err(|_| wrong("data", &t("source-default")))?;
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
    let text = std::fs::read_to_string(&path)
        .map_err(|error| unreadable(with("allowed-readable", &[("why", &error.told())])))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| unreadable(with("allowed-toml", &[("why", &error.message())])))?;
    let mut values = Sourced::new();
    for (key, value) in table {
        if !SETTINGS.contains(&key.as_str()) {
            let allowed = with("allowed-only", &[("list", &SETTINGS.join(", "))]);
            return Err(Wrong { key, source: source.clone(), allowed });
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

/// The addresses of this machine, but for the ones by which only it reaches itself.
pub fn own_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<IpAddr> =
        interfaces.into_iter().filter(|interface| !interface.is_loopback()).map(|interface| interface.ip()).collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

/// Whether an address is of a local network, to which a telephone in the same room can come: private (RFC 1918,
/// RFC 4193), shared (RFC 6598), or of a link without any router (RFC 3927).
pub fn is_of_local_network(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            ip.is_private() || ip.is_link_local() || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(ip) => ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(flags: &[(&'static str, &str)], variables: &[(&str, &str)]) -> Result<Config, Wrong> {
        let flags = flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        let environment = variables.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        resolve(&flags, &environment, Some(Path::new("/dev/null")))
    }

    #[test]
    fn a_flag_comes_before_a_variable_and_that_before_the_default() {
        let config = resolved(
            &[("data", "/x"), ("listen", "127.0.0.1:1")],
            &[("TEQUIO_LISTEN", "127.0.0.1:2"), ("TEQUIO_LAN", "true"), ("TEQUIO_TRUSTED_PROXY", "::1 10.0.0.0/8")],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.origin, None);
        assert_eq!(config.lan, Lan::On);
        assert_eq!(config.trusted_proxy, "::1,10.0.0.0/8".parse().unwrap());
    }

    /// Whatever stands in the file, it is a configuration, or one line says what is wrong with it.
    #[test]
    fn any_file_is_a_configuration_or_told_what_is_wrong() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let whole =
            sample(Some("/x")).replace("# listen", "listen").replace("# lan", "lan").replace("# reserve", "reserve");
        bolero::check!().with_type::<(Vec<(u16, u8)>, Option<u16>)>().for_each(|(changes, cut)| {
            std::fs::write(file.path(), tequio_fuzz::changed(whole.as_bytes(), changes, *cut)).unwrap();
            if let Err(wrong) = resolve(&BTreeMap::new(), &BTreeMap::new(), Some(file.path())) {
                assert!(!wrong.to_string().trim().is_empty());
            }
        });
    }

    #[test]
    fn a_wrong_value_is_told_with_its_source_and_what_is_allowed() {
        let told = |flags: &[(&'static str, &str)], variables: &[(&str, &str)]| {
            resolved(flags, variables).unwrap_err().to_string()
        };
        insta::assert_snapshot!(told(&[("listen", "here")], &[]), @"listen (from --listen): allowed is an address and a port, such as 127.0.0.1:3456");
        insta::assert_snapshot!(told(&[], &[("TEQUIO_ORIGIN", "https://a.example/b")]), @"origin (from TEQUIO_ORIGIN): allowed is http:// or https:// with a host and nothing after it, such as https://nodo.example");
        insta::assert_snapshot!(told(&[("database", "mysql://x")], &[]), @"database (from --database): allowed is postgres://USER@HOST/NAME, several with commas between them for a primary and its standbys, or nothing for SQLite");
        insta::assert_snapshot!(told(&[("database", "postgres://a@b/c, d/e")], &[]), @"database (from --database): allowed is postgres://USER@HOST/NAME, several with commas between them for a primary and its standbys, or nothing for SQLite");
        for wrong in ["https://s3.example/files", "s3://", "s3://user@files", "files"] {
            insta::allow_duplicates! { insta::assert_snapshot!(told(&[("bucket", wrong)], &[]), @"bucket (from --bucket): allowed is s3://NAME or s3://NAME/FOLDER, or nothing for the data folder"); }
        }
        for wrong in ["http://localhost", "localhost:25", "smtp://", "smtps://correo.example/?tls=none"] {
            insta::allow_duplicates! { insta::assert_snapshot!(told(&[("mail", wrong)], &[]), @"mail (from --mail): allowed is nothing, or smtps://USER:PASSWORD@HOST, or smtp:// where it encrypts by STARTTLS or is this machine"); }
        }
        for from in [&[][..], &[("mail-from", "Tequio")]] {
            let told = told(&[&[("mail", "smtps://correo.example")], from].concat(), &[]);
            assert!(
                told.starts_with("mail-from (from ") && told.ends_with("such as Tequio <tequio@nodo.example>"),
                "{told}"
            );
        }
        assert!(
            resolved(&[("mail", "smtps://correo.example"), ("mail-from", "Tequio <tequio@nodo.example>")], &[])
                .is_ok_and(|config| config.mail.is_some())
        );
        // What only a laboratory may is a choice of its own, and not the default.
        let access = |flags: &[(&'static str, &str)]| resolved(flags, &[]).map(|config| config.access).ok();
        assert_eq!(access(&[]), Some(Access::Public));
        assert_eq!(access(&[("fediverse-allow-loopback", "true")]), Some(Access::Laboratory));
        assert_eq!(access(&[("fediverse-allow-loopback", "maybe")]), None);
        insta::assert_snapshot!(told(&[("lan", "maybe")], &[]), @"lan (from --lan): allowed is true, false, or the address of this machine on that network");
        insta::assert_snapshot!(told(&[], &[("TEQUIO_TRUSTED_PROXY", "10.0.0.0/33")]), @"trusted-proxy (from TEQUIO_TRUSTED_PROXY): allowed is nothing, or addresses and networks with commas between them, such as 127.0.0.1, 10.0.0.0/8");
        insta::assert_snapshot!(told(&[], &[("TEQUIO_LISTNE", "127.0.0.1:1")]), @"TEQUIO_LISTNE (from the environment): allowed is only TEQUIO_DATA, TEQUIO_LISTEN, TEQUIO_ORIGIN, TEQUIO_ONION, TEQUIO_DATABASE, TEQUIO_BUCKET, TEQUIO_LAN, TEQUIO_TRUSTED_PROXY, TEQUIO_TLS_LISTEN, TEQUIO_TLS_CERT, TEQUIO_TLS_KEY, TEQUIO_ACME, TEQUIO_ACME_DIRECTORY, TEQUIO_BACKUPS, TEQUIO_CUSTODIANS, TEQUIO_RESERVE, TEQUIO_MAIL, TEQUIO_MAIL_FROM, TEQUIO_FEDIVERSE_ALLOW_LOOPBACK, TEQUIO_CONFIG, TEQUIO_LOG");
    }

    #[test]
    fn certificates_come_from_files_or_from_an_authority() {
        let origin = ("origin", "https://nodo.example");
        let (listen, chain, key) = (("tls-listen", "127.0.0.1:8443"), ("tls-cert", "a.pem"), ("tls-key", "a.key"));
        let tls = |flags: &[(&'static str, &str)]| resolved(flags, &[]).map(|config| config.tls);
        let Some((address, Source::Files { chain: file, .. })) = tls(&[origin, listen, chain, key]).unwrap() else {
            panic!("no files")
        };
        assert_eq!((address.port(), file.to_str()), (8443, Some("a.pem")));
        let authority = |flags: &[(&'static str, &str)]| match tls(&[&[origin, listen], flags].concat()) {
            Ok(Some((_, Source::Authority(authority)))) => Some((authority.directory.to_string(), authority.contact)),
            _ => None,
        };
        let contact = Some("ana@example.org".to_owned());
        assert_eq!(authority(&[("acme", "ana@example.org")]), Some((AUTHORITY.to_owned(), contact)));
        let own = ("acme-directory", "https://acme.lan/dir");
        assert_eq!(authority(&[("acme", "true"), own]), Some(("https://acme.lan/dir".to_owned(), None)));
        assert!(tls(&[]).unwrap().is_none() && tls(&[own, ("acme", "false")]).unwrap().is_none());
        for wrong in [
            &[origin, listen][..],
            &[origin, chain, key],
            &[listen, chain, key],
            &[("origin", "http://nodo.example"), listen, chain, key],
            &[origin, listen, chain],
            &[origin, listen, key],
            &[origin, listen, chain, key, ("acme", "true")],
            &[origin, listen, ("acme", "yes")],
            &[origin, listen, ("acme", "true"), ("acme-directory", "http://acme.lan/dir")],
            &[origin, ("tls-listen", "here"), ("acme", "true")],
        ] {
            assert!(tls(wrong).is_err(), "{wrong:?}");
        }
        let told = tls(&[listen, chain, key]).unwrap_err().to_string();
        insta::assert_snapshot!(told, @"tls-listen (from --tls-listen): allowed is nothing, or an address and a port such as 0.0.0.0:443, with an origin of https:// and with either tls-cert and tls-key or acme");
    }

    #[test]
    fn backups_go_into_folders_and_onto_shelves_and_no_link_is_told() {
        let key = age::x25519::Identity::generate().to_public().to_string();
        let link = "https://nodo.example/shelf/SECRETO";
        let both = format!("/media/usb, {link} ,/media/otra");
        let resolved = |places: &str| resolved(&[("custodians", &key)], &[("TEQUIO_BACKUPS", places)]);
        let config = resolved(&both).unwrap();
        assert_eq!(config.backups, [Path::new("/media/usb"), Path::new("/media/otra")]);
        assert_eq!(config.shelves, [link.parse().unwrap()]);
        assert!(!format!("{config:?}").contains("SECRETO"));
        let settings = config.settings("http://localhost:1".parse().unwrap(), Vec::new(), b"");
        assert!(!format!("{settings:?}").contains("SECRETO") && settings.backups.is_some());
        assert!(
            resolved(link).unwrap().settings("http://localhost:1".parse().unwrap(), Vec::new(), b"").backups.is_some()
        );
        for wrong in
            ["http://nodo.example/shelf/SECRETO", "ftp://nodo.example/SECRETO", "https://nodo.example/shelf/SECRETO/x"]
        {
            let told = resolved(wrong).unwrap_err().to_string();
            assert!(told.contains("TEQUIO_BACKUPS") && !told.contains("SECRETO"), "{told}");
        }
    }

    #[test]
    fn a_data_folder_is_what_the_command_asks_for() {
        let folder = tempfile::tempdir().unwrap();
        let fits = |path: &Path, asked| {
            resolved(&[("data", path.to_str().unwrap())], &[])
                .unwrap()
                .folder(asked)
                .map(drop)
                .map_err(|wrong| wrong.to_string())
        };
        let fit = |path: &Path| [Folder::Any, Folder::Node, Folder::Empty].map(|asked| fits(path, asked).is_ok());
        assert_eq!(fit(&folder.path().join("absent")), [true, false, true]);
        assert_eq!(fit(folder.path()), [true, false, true]);
        assert_eq!(fit(Path::new("")), [false, false, false]);
        let file = folder.path().join("node.txt");
        std::fs::write(&file, "mine").unwrap();
        assert_eq!(fit(&file), [false, false, false]);
        assert_eq!(fit(folder.path()), [false, false, false]);
        std::fs::write(folder.path().join(KEY_FILE), "").unwrap();
        assert_eq!(fit(folder.path()), [true, true, false]);
        let told = fits(&file, Folder::Node).unwrap_err();
        assert!(told.starts_with("data (from --data, ") && told.ends_with("(tequio serve makes one)"), "{told}");
    }

    #[test]
    fn the_sample_sets_nothing_and_without_its_marks_the_defaults() {
        assert!(sample(None).parse::<toml::Table>().unwrap().is_empty());
        let keys: Vec<String> = SETTINGS.iter().map(|key| format!("# {key} = ")).collect();
        let set = |line: &&str| keys.iter().any(|key| line.starts_with(key));
        let lines: Vec<&str> = sample(None).leak().lines().filter(set).map(|line| &line[2..]).collect();
        assert_eq!(lines.len(), SETTINGS.len());
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tequio.toml");
        std::fs::write(&file, lines.join("\n")).unwrap();
        let (from_file, default) =
            (resolve(&BTreeMap::new(), &BTreeMap::new(), Some(&file)).unwrap(), resolved(&[], &[]).unwrap());
        assert_eq!(
            (from_file.data, from_file.listen, from_file.database, from_file.lan, from_file.trusted_proxy),
            (default.data, default.listen, default.database, default.lan, default.trusted_proxy)
        );
        assert_eq!(from_file.origin, Config::default_origin(3456));
    }

    #[test]
    fn a_telephone_in_the_room_can_come_to_these() {
        for (address, local) in [
            ("192.168.1.5", true),
            ("100.64.3.2", true),
            ("169.254.9.9", true),
            ("fd00::1", true),
            ("192.0.2.2", false),
            ("100.63.0.1", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_of_local_network(address.parse().unwrap()), local, "{address}");
        }
    }
}
