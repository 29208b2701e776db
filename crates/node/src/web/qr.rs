// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! QR codes, drawn as SVG by the server.

use fast_qr::{
    ECL, QRBuilder,
    convert::{Builder, svg::SvgBuilder},
};

/// The SVG of a QR for `text`, without style attributes (the content security policy forbids them).
/// Empty when the text is too long for a QR (over two thousand characters).
pub fn svg(text: &str) -> String {
    QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_or_else(|_| String::new(), |qr| SvgBuilder::default().margin(2).to_str(&qr))
}

/// The same for a terminal.
pub fn terminal(text: &str) -> String {
    QRBuilder::new(text).ecl(ECL::L).build().map_or_else(|_| String::new(), |qr| qr.to_str())
}
