// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A picture for the demonstration: bands of stepped fret (xicalcoliuhqui), as weavers make them.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// One step of the fret, sixteen threads wide and nine high: a bit is a thread of cotton.
const FRET: [u16; 9] = [
    0b0000_0011_1111_1110,
    0b0000_0011_0000_0010,
    0b0000_1111_0111_1010,
    0b0000_1111_0100_1010,
    0b0011_1111_0101_1010,
    0b0011_1111_0100_0010,
    0b1111_1111_0111_1110,
    0b1111_1111_0000_0000,
    0b1111_1111_1111_1111,
];
/// The dyes of the bands: grana cochinilla, añil, verde, cempasúchil.
const DYES: [Rgb<u8>; 4] = [Rgb([155, 27, 48]), Rgb([31, 78, 121]), Rgb([58, 98, 50]), Rgb([143, 86, 0])];
/// Cotton as it grows.
const COTTON: Rgb<u8> = Rgb([251, 247, 239]);
/// Pixels of a thread.
const THREAD: u32 = 10;
/// Steps beside each other.
const STEPS: u32 = 5;
/// Threads of a band: the fret with two of ground above and below.
const BAND: u32 = 13;

/// The picture as PNG.
pub(super) fn png() -> Vec<u8> {
    let bands = u32::try_from(DYES.len()).unwrap_or(0);
    let picture = RgbImage::from_fn(16 * THREAD * STEPS, BAND * THREAD * bands, |x, y| {
        let (x, y) = (x / THREAD, y / THREAD);
        let row = (y % BAND).checked_sub(2).and_then(|row| FRET.get(row as usize));
        let cotton = row.is_some_and(|row| (row >> (15 - x % 16)) & 1 == 1);
        let dye = DYES.get((y / BAND) as usize).copied().unwrap_or(COTTON);
        if cotton { COTTON } else { dye }
    });
    let mut bytes = Cursor::new(Vec::new());
    // Writing to memory does not fail; without a picture the demonstration goes on.
    let _ = picture.write_to(&mut bytes, ImageFormat::Png);
    bytes.into_inner()
}
