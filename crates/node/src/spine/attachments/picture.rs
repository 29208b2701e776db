// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pictures are decoded within limits and made anew from nothing but their colours: no place, device, author, comment or
//! appended file comes along. Pure, but takes its time: to be done beside the requests, one at a time.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};

use super::rules::Kind;

/// The most pixels of a picture: a little more than telephones take by default (24 million).
pub const PIXELS_LIMIT: u64 = 25_000_000;
/// The longest side of a picture, in pixels.
const SIDE_LIMIT: u32 = 20_000;
/// What a decoder may take of memory, in bytes: four for each pixel, and some to work with.
const MEMORY_LIMIT: u64 = PIXELS_LIMIT * 4 + 32 * 1024 * 1024;
/// The longest side of a thumbnail, in pixels: the width of a telephone.
pub const THUMBNAIL: u32 = 640;
/// How well a photograph is kept (of 100).
const QUALITY: u8 = 88;
/// How well a thumbnail is kept (of 100).
const THUMBNAIL_QUALITY: u8 = 76;

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It has too many pixels, or would take too much memory.
    #[error("too many pixels")]
    TooLarge,
    /// It is cut short or is no picture.
    #[error("it cannot be read")]
    Unreadable,
}

/// A picture made anew.
#[derive(Debug)]
pub struct Picture {
    /// JPEG or PNG.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// In pixels, as it is seen.
    pub width: u32,
    /// In pixels, as it is seen.
    pub height: u32,
    /// A smaller one for poor connections, where that is smaller.
    pub thumbnail: Option<(Kind, Vec<u8>)>,
}

/// Makes a picture anew. JPEG and PNG stay what they are; GIF becomes PNG (its first picture); WebP becomes JPEG, or PNG
/// where one sees through it.
///
/// # Errors
/// [`Unfit`].
pub fn renew(bytes: &[u8], format: ImageFormat) -> Result<Picture, Unfit> {
    let picture = decode(bytes, format)?;
    let opaque = is_opaque(&picture);
    let kind = match format {
        ImageFormat::Jpeg => Kind::Jpeg,
        ImageFormat::WebP if opaque => Kind::Jpeg,
        _ => Kind::Png,
    };
    let (width, height) = (picture.width(), picture.height());
    let bytes = encode(&picture, kind, QUALITY)?;
    let thumbnail = if width.max(height) > THUMBNAIL {
        let small = picture.resize(THUMBNAIL, THUMBNAIL, FilterType::Triangle);
        let kind = if opaque { Kind::Jpeg } else { Kind::Png };
        Some((kind, encode(&small, kind, THUMBNAIL_QUALITY)?)).filter(|(_, small)| small.len() < bytes.len())
    } else {
        None
    };
    Ok(Picture { kind, bytes, width, height, thumbnail })
}

/// Whether nothing shines through a picture.
fn is_opaque(picture: &DynamicImage) -> bool {
    match picture {
        DynamicImage::ImageRgba8(picture) => picture.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        DynamicImage::ImageLumaA8(picture) => picture.pixels().all(|pixel| pixel.0[1] == u8::MAX),
        _ => true,
    }
}

/// The colours of a picture, eight bits each, the way up that its camera says.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Unfit> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_LIMIT);
    limits.max_image_height = Some(SIDE_LIMIT);
    limits.max_alloc = Some(MEMORY_LIMIT);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unfit)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_LIMIT || decoder.total_bytes() > MEMORY_LIMIT {
        return Err(Unfit::TooLarge);
    }
    // Where that cannot be read, the picture is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(unfit)?;
    let mut picture = match picture.color() {
        image::ColorType::Rgb8 | image::ColorType::Rgba8 | image::ColorType::L8 | image::ColorType::La8 => picture,
        color if color.has_alpha() => DynamicImage::ImageRgba8(picture.into_rgba8()),
        _ => DynamicImage::ImageRgb8(picture.into_rgb8()),
    };
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn encode(picture: &DynamicImage, kind: Kind, quality: u8) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Vec::new();
    let encoded = match kind {
        Kind::Jpeg => {
            let opaque: DynamicImage;
            let picture = match picture.color() {
                image::ColorType::Rgb8 | image::ColorType::L8 => picture,
                _ => {
                    opaque = DynamicImage::ImageRgb8(picture.to_rgb8());
                    &opaque
                }
            };
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
        }
        _ => picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png),
    };
    encoded.map_err(unfit)?;
    Ok(bytes)
}

fn unfit(error: ImageError) -> Unfit {
    match error {
        ImageError::Limits(_) => Unfit::TooLarge,
        _ => Unfit::Unreadable,
    }
}

/// How large a thumbnail of a picture is, in pixels.
pub fn thumbnail_size(width: i64, height: i64) -> (i64, i64) {
    let (longest, limit) = (width.max(height).max(1), i64::from(THUMBNAIL));
    if longest <= limit {
        return (width, height);
    }
    ((width * limit / longest).max(1), (height * limit / longest).max(1))
}

#[cfg(test)]
mod tests {
    use image::{ColorType, GrayImage, Rgb, RgbImage, Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    /// Left half red, right half blue, with a third of its height.
    fn sample(width: u32) -> DynamicImage {
        let colour = |x, _| if x < width / 2 { Rgb([200, 10, 10]) } else { Rgb([10, 10, 200]) };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, width / 3, colour))
    }

    #[test]
    fn each_kind_of_picture_is_made_anew() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(30, 10, Rgba([9, 9, 9, 100])));
        for (picture, format, kind) in [
            (sample(30), ImageFormat::Jpeg, Kind::Jpeg),
            (sample(30), ImageFormat::Png, Kind::Png),
            (sample(30), ImageFormat::Gif, Kind::Png),
            (sample(30), ImageFormat::WebP, Kind::Jpeg),
            (clear, ImageFormat::WebP, Kind::Png),
        ] {
            let renewed = renew(&written(&picture, format), format).unwrap();
            assert_eq!((renewed.kind, renewed.width, renewed.height), (kind, 30, 10), "{format:?}");
            let read = image::load_from_memory(&renewed.bytes).unwrap();
            assert_eq!(read.color().has_alpha(), picture.color().has_alpha() || format == ImageFormat::Gif);
            assert!(renewed.thumbnail.is_none());
        }
    }

    #[test]
    fn sixteen_bits_become_eight() {
        let deep = DynamicImage::ImageRgb16(sample(30).to_rgb16());
        let renewed = renew(&written(&deep, ImageFormat::Png), ImageFormat::Png).unwrap();
        assert_eq!(image::load_from_memory(&renewed.bytes).unwrap().color(), ColorType::Rgb8);
    }

    #[test]
    fn a_thumbnail_fits_a_telephone() {
        let renewed = renew(&written(&sample(3_000), ImageFormat::Png), ImageFormat::Png).unwrap();
        let (kind, small) = renewed.thumbnail.unwrap();
        let read = image::load_from_memory(&small).unwrap();
        assert_eq!((kind, i64::from(read.width()), i64::from(read.height())), (Kind::Jpeg, 640, 213));
        assert_eq!(thumbnail_size(3_000, 1_000), (640, 213));
    }

    #[test]
    fn what_would_take_too_much_is_refused_before_it_does() {
        // A picture of one colour is small until somebody unfolds it.
        let bomb = written(&DynamicImage::ImageLuma8(GrayImage::new(20_000, 1_300)), ImageFormat::Png);
        assert!(bomb.len() < 300_000, "{}", bomb.len());
        assert_eq!(renew(&bomb, ImageFormat::Png).unwrap_err(), Unfit::TooLarge);
        assert_eq!(renew(&bomb[..60], ImageFormat::Png).unwrap_err(), Unfit::TooLarge, "the beginning says it");
    }

    #[test]
    fn what_says_that_it_is_huge_is_refused_by_its_beginning() {
        let gif = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x01\0\0;".to_vec();
        let jpeg = {
            let mut whole = written(&sample(30), ImageFormat::Jpeg);
            let frame = whole.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
            whole[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
            whole
        };
        // Its decoder wants the size of the file to be right.
        let webp = written(&DynamicImage::ImageRgb8(RgbImage::new(16_000, 1_600)), ImageFormat::WebP);
        assert!(webp.len() < 100_000, "{}", webp.len());
        for (bytes, format) in [(gif, ImageFormat::Gif), (jpeg, ImageFormat::Jpeg), (webp, ImageFormat::WebP)] {
            assert_eq!(renew(&bytes, format).unwrap_err(), Unfit::TooLarge, "{format:?}");
        }
    }

    /// Whatever is changed in a picture, it is taken or refused; and what is taken is a picture.
    #[test]
    fn a_changed_picture_is_taken_or_refused() {
        let formats = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP];
        let whole = formats.map(|format| written(&sample(45), format));
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let changes = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
        let strategy = (0..formats.len(), changes, any::<prop::sample::Index>());
        let outcome = runner.run(&strategy, |(which, changes, length)| {
            let mut bytes = whole[which].clone();
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if bytes[0] % 4 == 0 {
                bytes.truncate(length.index(bytes.len()));
            }
            if let Ok(picture) = renew(&bytes, formats[which]) {
                let read = image::load_from_memory(&picture.bytes).unwrap();
                assert_eq!((read.width(), read.height()), (picture.width, picture.height));
            }
            Ok(())
        });
        outcome.unwrap();
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        let whole = written(&sample(300), ImageFormat::Png);
        for length in [0, 8, 20, 33, 40, whole.len() / 2] {
            assert_eq!(renew(&whole[..length], ImageFormat::Png).unwrap_err(), Unfit::Unreadable, "{length}");
        }
    }
}
