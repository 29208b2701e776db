// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Somebody with a browser, and the pages they get.

use std::{collections::BTreeMap, sync::Mutex};

use reqwest::header::HeaderMap;

/// Somebody with a browser.
pub struct Person {
    pub(super) client: reqwest::Client,
    pub origin: String,
    pub language: String,
    /// For whom a proxy says that it asks; nothing where there is none.
    pub forwarded: String,
    pub cookies: Mutex<BTreeMap<String, String>>,
    /// The page that they see.
    pub at: Mutex<String>,
}

impl Person {
    /// The same, who asks by something else.
    pub fn by(self, client: reqwest::Client) -> Self {
        Self { client, ..self }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.request(reqwest::Method::GET, path, None, "text/html").await
    }

    pub async fn get_json(&self, path: &str) -> serde_json::Value {
        let page = self.request(reqwest::Method::GET, path, None, "application/json").await;
        serde_json::from_str(&page.body).unwrap_or_else(|_| panic!("{} {}", page.status, page.body))
    }

    /// Posts a JSON object as a program does.
    pub async fn post_json(&self, path: &str, body: serde_json::Value) -> Page {
        let body = Some(("application/json", body.to_string().into_bytes()));
        self.exchange(reqwest::Method::POST, path, body, "application/json").await
    }

    /// Posts fields as a browser's form does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(reqwest::Method::POST, path, Some(body), "text/html").await
    }

    /// Fills in the first form of a page that has all these fields, keeps what stands in the others, and sends it.
    pub async fn send(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let (action, mut all) = page.form(fields);
        for (name, value) in fields {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&action, &all).await
    }

    /// Publishes a circle in the library on Saturday at ten, or what `fields` say, and gives the path of its first date.
    pub async fn publish(&self, fields: &[(&str, &str)]) -> String {
        let form = self.get("/@etla/act/agenda/new").await;
        let usual = [("title", "Círculo"), ("place", "Biblioteca municipal")];
        let shown = self.send(&form, &[&usual, fields].concat()).await.follow(self).await.follow(self).await;
        shown.path.split('?').next().unwrap().to_owned()
    }

    /// Keeps what was agreed in a meeting: the fields, of which some may repeat, and else what stands in the form.
    pub async fn record(&self, fields: &[(&str, &str)]) -> Page {
        let form = self.get("/@etla/decide/new").await;
        self.send_all(&form, fields).await
    }

    /// As [`send`](Self::send), where fields may repeat.
    pub async fn send_all(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let (action, mut all) = page.form(fields);
        all.retain(|(known, _)| fields.iter().all(|(name, _)| known != name));
        let kept = all.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.post(&action, &kept.chain(fields.iter().copied()).collect::<Vec<_>>()).await
    }

    /// Sends a form with a calendar file in its field `file`, as a browser does.
    pub async fn upload(&self, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Page {
        self.send_file(path, ("a.ics", file), fields).await
    }

    /// Sends a form with a file in its field `file`, as a browser does.
    pub async fn send_file(&self, path: &str, (called, file): (&str, &[u8]), fields: &[(&str, &str)]) -> Page {
        self.send_file_as(path, (called, file), fields, "text/html").await
    }

    /// The same, for an answer of some kind.
    pub async fn send_file_as(
        &self,
        path: &str,
        (called, file): (&str, &[u8]),
        fields: &[(&str, &str)],
        accept: &str,
    ) -> Page {
        const BETWEEN: &str = "----frontera";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BETWEEN}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "Content-Disposition: form-data; name=\"file\"; filename=\"{called}\"\r\nContent-Type: application/x-whatever"
        );
        body.extend_from_slice(format!("--{BETWEEN}\r\n{head}\r\n\r\n").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BETWEEN}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BETWEEN}");
        self.exchange(reqwest::Method::POST, path, Some((&kind, body)), accept).await
    }

    /// The bytes of a file, with what stands around them.
    pub async fn fetch(&self, path: &str) -> Page {
        self.request(reqwest::Method::GET, path, None, "image/avif,image/webp,*/*").await
    }

    pub async fn request(&self, method: reqwest::Method, path: &str, body: Option<String>, accept: &str) -> Page {
        let body = body.map(|body| ("application/x-www-form-urlencoded", body.into_bytes()));
        self.exchange(method, path, body, accept).await
    }

    async fn exchange(&self, method: reqwest::Method, path: &str, body: Option<(&str, Vec<u8>)>, accept: &str) -> Page {
        let path = path.strip_prefix(&self.origin).unwrap_or(path);
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self
            .client
            .request(method.clone(), format!("{}{path}", self.origin))
            .header("accept", accept)
            .header("accept-language", &self.language)
            .header("user-agent", "Mozilla/5.0 (Android) Firefox/140.0")
            .header("cookie", cookies.join("; "));
        if method != reqwest::Method::GET {
            request =
                request.header("sec-fetch-site", "same-origin").header("referer", self.at.lock().unwrap().as_str());
        }
        if !self.forwarded.is_empty() {
            request = request.header("x-forwarded-for", &self.forwarded);
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body);
        }
        let response = request.send().await.unwrap();
        dressed(path, response.headers());
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let secure = ["http://localhost:", "http://127.0.0.1:", "https://"]
                .iter()
                .any(|begins| self.origin.starts_with(begins));
            kept_safely(cookie, secure);
            let pair = cookie.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.lock().unwrap().remove(name);
            } else {
                self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
            }
        }
        if method == reqwest::Method::GET && accept == "text/html" {
            *self.at.lock().unwrap() = format!("{}{path}", self.origin);
        }
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status, headers, path: path.to_owned(), body, bytes: bytes.into() }
    }
}

/// What no answer is without, at whatever address, and which none has: whoever asks from another site reads nothing.
fn dressed(path: &str, headers: &HeaderMap) {
    let of = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap());
    let policy = of("content-security-policy");
    let is_closed = policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'");
    // What browsers show a PDF with puts styles into its page; nothing runs there.
    let is_strict = policy.contains("base-uri 'none'") && !policy.contains("unsafe");
    assert!(is_closed && (is_strict || policy.starts_with("sandbox;")), "{path}: {policy}");
    assert_eq!(of("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(of("referrer-policy"), "same-origin", "{path}");
    assert_eq!(of("cross-origin-resource-policy"), "same-origin", "{path}");
    assert!(!headers.contains_key("access-control-allow-origin"), "{path}");
    assert!(!of("cache-control").is_empty(), "{path}");
    let kind = of("content-type");
    let is_text = kind.starts_with("text/") || kind.ends_with("+xml");
    assert!(!is_text || kind.contains("charset=utf-8"), "{path}: {kind}");
}

/// A cookie is for this host alone where browsers keep such cookies, and nowhere for scripts or for other sites.
fn kept_safely(cookie: &str, at_secure_door: bool) {
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Path=/;"), "{cookie}");
    let is_of_host = cookie.starts_with("__Host-") && cookie.ends_with("; Secure") && !cookie.contains("Domain=");
    assert_eq!(is_of_host, at_secure_door, "{cookie}");
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub path: String,
    pub body: String,
    /// The same as it came.
    pub bytes: Vec<u8>,
}

impl Page {
    fn document(&self) -> scraper::Html {
        scraper::Html::parse_document(&self.body)
    }

    /// The text of the main part, one line an element.
    pub fn text(&self) -> String {
        let document = self.document();
        let main = scraper::Selector::parse("main").unwrap();
        let lines = document.select(&main).flat_map(|main| main.text()).map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        if text.is_empty() { self.body.clone() } else { text }
    }

    /// The action and the present values of the first form that has these fields.
    pub fn form(&self, fields: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let document = self.document();
        let forms = scraper::Selector::parse("main form").unwrap();
        let controls = scraper::Selector::parse("input, textarea, select, button").unwrap();
        let chosen = scraper::Selector::parse("option[selected], option").unwrap();
        for form in document.select(&forms) {
            let names: Vec<&str> = form.select(&controls).filter_map(|control| control.value().attr("name")).collect();
            if !fields.iter().all(|(name, _)| names.contains(name)) {
                continue;
            }
            let mut values = Vec::new();
            for control in form.select(&controls) {
                let element = control.value();
                let Some(name) = element.attr("name") else { continue };
                let kind = element.attr("type").unwrap_or_default();
                let value = match (element.name(), kind) {
                    ("button", _) => continue,
                    (_, "checkbox" | "radio") if element.attr("checked").is_none() => continue,
                    ("textarea", _) => control.text().collect(),
                    ("select", _) => control
                        .select(&chosen)
                        .max_by_key(|option| option.value().attr("selected").is_some())
                        .map(|option| {
                            option.value().attr("value").map_or_else(|| option.text().collect(), str::to_owned)
                        })
                        .unwrap_or_default(),
                    _ => element.attr("value").unwrap_or_default().to_owned(),
                };
                values.push((name.to_owned(), value));
            }
            return (form.value().attr("action").unwrap_or(&self.path).to_owned(), values);
        }
        panic!("no form with {fields:?} at {} ({}):\n{}", self.path, self.status, self.text());
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get("location").unwrap_or_else(|| panic!("{} {}", self.status, self.text())).to_str().unwrap()
    }

    /// Follows a redirect after a change.
    pub async fn follow(self, person: &Person) -> Page {
        assert_eq!(self.status, 303, "{}", self.text());
        person.get(self.location()).await
    }

    /// A field of the page's JSON.
    pub async fn json_path(&self, person: &Person, field: &str) -> String {
        let path = self.path.split('?').next().unwrap();
        person.get_json(path).await[field].as_str().unwrap().to_owned()
    }
}
