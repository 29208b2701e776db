// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a file may be, told by its content, and what it is called.

use image::ImageFormat;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::spine::hidden::is_hidden;

/// The largest file that is taken, in bytes.
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;
/// How many files an entry may have.
pub const ENTRY_LIMIT: i64 = 12;
/// How much all files of a community may take, in bytes. A community has no settings of its own for these three yet.
pub const COMMUNITY_LIMIT: i64 = 1024 * 1024 * 1024;
/// The longest name of a file, in characters.
pub const NAME_LIMIT: usize = 120;
/// The longest description of a file, in characters.
pub const ALT_LIMIT: usize = 500;

/// What a file is, as it is kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FileKind)]
pub enum Kind {
    /// A picture, made anew.
    Jpeg,
    /// A picture, made anew.
    Png,
    /// A document that browsers show by themselves.
    Pdf,
    /// Anything else: to be kept by whoever wants it, and never shown.
    Other,
}

impl Kind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Other => "other",
        }
    }

    /// The kind stored as `text`; an unknown one is never shown.
    pub fn from_stored(text: &str) -> Self {
        [Self::Jpeg, Self::Png, Self::Pdf].into_iter().find(|kind| kind.as_str() == text).unwrap_or(Self::Other)
    }

    /// Its media type. What is not shown has the one that says nothing.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Other => "application/octet-stream",
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }

    /// The extensions that such a file may have, the usual one first; nothing where any will do.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Pdf => &["pdf"],
            Self::Other => &[],
        }
    }
}

/// What was sent, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A picture that can be made anew.
    Picture(ImageFormat),
    /// A document in PDF.
    Pdf,
    /// Something else.
    Other,
    /// A picture that cannot be made anew, so that what it says of place and person would stay in it; or something that
    /// only calls itself a picture.
    UnknownPicture,
}

/// Extensions by which a file says that it is a picture that can be made anew.
const PICTURES: &[&str] = &["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif"];
/// Pictures as cameras and telephones write them, with place and device inside, and for which there is no decoder here.
const CAMERA: &[&str] =
    &["image/avif", "image/heif", "image/jp2", "image/jxl", "image/tiff", "image/vnd.ms-photo", "image/x-canon-cr2"];

/// Says by the content of a file what it is. Its name can only make it less.
pub fn sniff(name: &str, bytes: &[u8]) -> Sent {
    if bytes.starts_with(b"%PDF-") {
        return Sent::Pdf;
    }
    match infer::get(bytes).map(|found| found.mime_type()) {
        Some("image/jpeg") => Sent::Picture(ImageFormat::Jpeg),
        Some("image/png") => Sent::Picture(ImageFormat::Png),
        Some("image/webp") => Sent::Picture(ImageFormat::WebP),
        Some("image/gif") => Sent::Picture(ImageFormat::Gif),
        Some(camera) if CAMERA.contains(&camera) => Sent::UnknownPicture,
        _ if extension(name).is_some_and(|extension| PICTURES.contains(&extension.as_str())) => Sent::UnknownPicture,
        _ => Sent::Other,
    }
}

/// The extension of a name, in lower case.
fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase())
}

/// The name of a file as it is kept: one line without folders, and without marks that hide how it ends.
pub fn clean_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let edge = |c: char| c == '.' || c.is_whitespace();
    let clean = clean.trim_matches(edge);
    let fits = extension(clean).is_some_and(|ending| kind.extensions().contains(&ending.as_str()));
    let (stem, ending) = match (kind.extensions().first(), clean.rsplit_once('.')) {
        // What was made anew is called as what it is now.
        (Some(usual), Some((stem, _))) if !fits => (stem, *usual),
        (Some(usual), None) => (clean, *usual),
        (_, Some(parts)) => parts,
        (None, None) => (clean, ""),
    };
    let (stem, ending): (String, String) =
        (stem.chars().take(NAME_LIMIT - 21).collect(), ending.chars().take(20).collect());
    let (stem, ending) = (stem.trim_end_matches(edge), ending.trim_matches(edge));
    let stem = if stem.is_empty() { "archivo" } else { stem };
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

/// `Content-Disposition` (RFC 6266): shown only where that is safe, with its name in ASCII and whole (RFC 8187).
pub fn disposition(kind: Kind, name: &str) -> String {
    let how = if kind == Kind::Other { "attachment" } else { "inline" };
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => whole.push(char::from(byte)),
            _ => whole.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

/// `Content-Security-Policy` of a file: nothing in it runs, and it asks for nothing.
pub fn policy(kind: Kind) -> &'static str {
    match kind {
        // What browsers show a PDF with puts styles into its page.
        Kind::Pdf => "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        _ => "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
}

/// A size as people read it: whole kilobytes, or mega- and gigabytes with one decimal.
pub fn in_words(bytes: i64) -> String {
    const KILO: i64 = 1024;
    const MEGA: i64 = KILO * KILO;
    const GIGA: i64 = MEGA * KILO;
    match bytes {
        GIGA.. => format!("{}.{} GB", bytes / GIGA, bytes % GIGA / MEGA * 10 / KILO),
        MEGA..GIGA => format!("{}.{} MB", bytes / MEGA, bytes % MEGA * 10 / MEGA),
        KILO..MEGA => format!("{} kB", bytes / KILO),
        _ => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_says_what_a_file_is_and_a_name_cannot_make_it_more() {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        for (name, bytes, sent) in [
            ("cartel.png", png, Sent::Picture(ImageFormat::Png)),
            ("cartel.html", png, Sent::Picture(ImageFormat::Png)),
            ("foto.jpg", b"\xff\xd8\xff\xe0....", Sent::Picture(ImageFormat::Jpeg)),
            ("foto.gif", b"GIF89a....", Sent::Picture(ImageFormat::Gif)),
            ("foto.webp", b"RIFF\0\0\0\0WEBPVP8 ", Sent::Picture(ImageFormat::WebP)),
            ("minuta.pdf", b"%PDF-1.7 ...", Sent::Pdf),
            ("minuta.pdf", b"<html>%PDF-1.7", Sent::Other),
            ("cartel.png", b"<!doctype html><script>", Sent::UnknownPicture),
            ("cartel.PNG", b"", Sent::UnknownPicture),
            ("cartel.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>", Sent::Other),
            ("pagina.html", b"<!doctype html><script>", Sent::Other),
            ("foto.heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", Sent::UnknownPicture),
            ("foto.txt", b"II*\0\x08\0\0\0\x0e\0\0\x01\x04\0", Sent::UnknownPicture),
            ("notas.txt", b"hola", Sent::Other),
        ] {
            assert_eq!(sniff(name, bytes), sent, "{name}");
        }
    }

    #[test]
    fn names_are_one_line_and_end_as_the_file_is() {
        for (name, kind, clean) in [
            ("Cartel Ñandú.png", Kind::Png, "Cartel Ñandú.png"),
            ("C:\\Fotos\\../foto.JPEG", Kind::Jpeg, "foto.JPEG"),
            ("foto.webp", Kind::Jpeg, "foto.jpg"),
            ("foto", Kind::Jpeg, "foto.jpg"),
            ("", Kind::Png, "archivo.png"),
            ("", Kind::Other, "archivo"),
            (".bashrc", Kind::Other, "bashrc"),
            ("a.. ", Kind::Other, "a"),
            ("a . b", Kind::Other, "a.b"),
            ("fo\u{202e}gnp.exe\r\n", Kind::Other, "fognp.exe"),
            ("notas.tar.gz", Kind::Other, "notas.tar.gz"),
        ] {
            assert_eq!(clean_name(name, kind), clean, "{name:?}");
        }
        let long = clean_name(&format!("{}.{}", "á".repeat(500), "b".repeat(500)), Kind::Other);
        assert!(long.chars().count() <= NAME_LIMIT, "{long}");
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_one_line_that_fits(name in "\\PC{0,200}|[./\\\\a\r\n\u{202e}]{0,200}", place in 0..4_usize) {
            let kind = [Kind::Jpeg, Kind::Png, Kind::Pdf, Kind::Other][place];
            let clean = clean_name(&name, kind);
            assert!((1..=NAME_LIMIT).contains(&clean.chars().count()), "{clean:?}");
            assert!(!clean.contains(['/', '\\', '\n', '\r', '\u{202e}']), "{clean:?}");
            assert!(kind.extensions().is_empty() || clean.to_lowercase().ends_with(kind.extensions()[0]) || clean.to_lowercase().ends_with(".jpeg"));
            assert_eq!(clean_name(&clean, kind), clean, "once is enough");
            assert!(disposition(kind, &clean).is_ascii());
        }
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        let header = disposition(Kind::Other, "a\"; x=\r\n.ñ");
        assert_eq!(header, "attachment; filename=\"a__ x___._\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A.%C3%B1");
    }

    #[test]
    fn sizes_are_said_in_words() {
        let said = [9, 2_048, 1_048_576, 10_700_000, 52_301_234_567].map(in_words);
        assert_eq!(said, ["9 B", "2 kB", "1.0 MB", "10.2 MB", "48.7 GB"]);
    }
}
