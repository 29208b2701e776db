// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Compressed files, by their ending; never more than was asked for comes out of one.

use std::io::{self, Read, Write};

use crate::tree::Unread;

/// What a file holds.
///
/// # Errors
/// It is damaged, or holds more than `most` bytes.
pub(crate) fn unpack(name: &str, bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, Unread> {
    let ending = name.rsplit('.').next().unwrap_or_default();
    match ending {
        "gz" => bounded(flate2::read::MultiGzDecoder::new(bytes.as_slice()), most),
        "lz4" => bounded(lz4_flex::frame::FrameDecoder::new(bytes.as_slice()), most),
        "zst" => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(bytes.as_slice())
                .map_err(|error| Unread::Damaged(error.to_string()))?;
            bounded(decoder, most)
        }
        "xz" => {
            let mut out = Bounded { bytes: Vec::new(), most };
            match lzma_rs::xz_decompress(&mut bytes.as_slice(), &mut out) {
                Ok(()) => Ok(out.bytes),
                Err(_) if out.bytes.len() as u64 >= most => Err(Unread::TooLarge(most)),
                Err(error) => Err(Unread::Damaged(format!("{error:?}").chars().take(100).collect())),
            }
        }
        _ => Ok(bytes),
    }
}

fn bounded(reader: impl Read, most: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes).map_err(|error| Unread::Damaged(error.to_string()))?;
    if bytes.len() as u64 > most { Err(Unread::TooLarge(most)) } else { Ok(bytes) }
}

struct Bounded {
    bytes: Vec<u8>,
    most: u64,
}

impl Write for Bounded {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        let room = usize::try_from(self.most).unwrap_or(usize::MAX).saturating_sub(self.bytes.len());
        if room == 0 && !chunk.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let taken = chunk.get(..chunk.len().min(room)).unwrap_or_default();
        self.bytes.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
