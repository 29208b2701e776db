// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What comes in: pictures without what cameras write, nothing that could run, and no more than fits.

use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, codecs::jpeg::JpegDecoder, metadata::Orientation};
use tequio_node::store::{Statement, Text, Value};

use super::{attach, attached, blobs, files, files_of, holds, picture, png, written};
use crate::support::{TestApp, on_both_engines};

/// Exif as a telephone writes it: its maker, that it was held upright, and where it was.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let (main, place) = (8_u32, 8 + 2 + 3 * 12 + 4);
    let (degrees, maker) = (place + 2 + 2 * 12 + 4, place + 2 + 2 * 12 + 4 + 24);
    let rational = |number: u32| [number.to_le_bytes(), 1_u32.to_le_bytes()].concat();
    let tiff = [
        b"II*\0".to_vec(),
        main.to_le_bytes().to_vec(),
        3_u16.to_le_bytes().to_vec(),
        entry(0x010f, 2, 17, maker),
        entry(0x0112, 3, 1, 6),
        entry(0x8825, 4, 1, place),
        vec![0; 4],
        2_u16.to_le_bytes().to_vec(),
        entry(1, 2, 2, u32::from(b'N')),
        entry(2, 5, 3, degrees),
        vec![0; 4],
        [17, 4, 41].into_iter().flat_map(rational).collect(),
        b"Telefono Delator\0".to_vec(),
    ]
    .concat();
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A photograph with all of that in it.
fn photograph() -> Vec<u8> {
    let plain = written(&picture(1_600, 900), ImageFormat::Jpeg);
    let exif = exif();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

on_both_engines! {
    /// Where and with what a photograph was taken is nowhere in what is handed over, and it stands upright.
    async fn photographs_say_nothing_of_who_took_them(app: TestApp) {
        let sent = photograph();
        let mut decoder = JpegDecoder::new(std::io::Cursor::new(&sent)).unwrap();
        assert_eq!(decoder.orientation().unwrap(), Orientation::Rotate90, "the photograph has its Exif");
        assert!(holds(&sent, b"Telefono Delator"));
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let file = attached(&ana, &activity, ("IMG_2026.JPG", &sent), "La biblioteca").await;
        assert_eq!((file["kind"].as_str(), file["name"].as_str()), (Some("jpeg"), Some("IMG_2026.JPG")));
        assert_eq!((file["width"].as_i64(), file["height"].as_i64()), (Some(900), Some(1_600)));
        assert_eq!((file["shown"]["width"].as_i64(), file["shown"]["height"].as_i64()), (Some(360), Some(640)));
        for (path, size) in [(&file["path"], (900, 1_600)), (&file["shown"]["path"], (360, 640))] {
            let got = ana.fetch(path.as_str().unwrap()).await;
            assert_eq!((got.status, got.headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
            assert!(!holds(&got.bytes, b"Exif") && !holds(&got.bytes, b"Delator"), "{path}");
            let read = image::load_from_memory(&got.bytes).unwrap().into_rgb8();
            assert_eq!(read.dimensions(), size);
            // What was on the left is on top now.
            let (top, bottom) = (read.get_pixel(size.0 / 2, 20), read.get_pixel(size.0 / 2, size.1 - 20));
            assert!(top.0[0] > 150 && bottom.0[2] > 150, "{top:?} {bottom:?}");
            assert_eq!(JpegDecoder::new(std::io::Cursor::new(&got.bytes)).unwrap().exif_metadata().unwrap(), None);
        }
    }

    /// What is a picture and something else at once is only a picture afterwards; what only says it is one is refused.
    async fn nothing_comes_along_with_a_picture(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let page = b"<!doctype html><script>alert(document.cookie)</script>";
        let both = [&png()[..], page].concat();
        let file = attached(&ana, &activity, ("cartel.html", &both), "").await;
        assert_eq!((file["kind"].as_str(), file["name"].as_str()), (Some("png"), Some("cartel.png")));
        let got = ana.fetch(file["path"].as_str().unwrap()).await;
        assert!(!holds(&got.bytes, b"script") && image::load_from_memory(&got.bytes).is_ok());
        for (name, bytes) in [
            ("cartel.png", &page[..]),
            ("cartel.png", &png()[..40]),
            ("foto.jpg", b"\xff\xd8\xff\xe0<script>"),
            ("foto.heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1......"),
        ] {
            let refused = attach(&ana, &activity, (name, bytes), "Lo que se ve").await;
            assert_eq!(refused.status, 422, "{name}");
            let text = refused.text();
            assert!(text.contains("JPEG o PNG") && text.contains("Lo que se ve"), "it says what to do: {text}");
        }
        assert_eq!(files(&ana, &activity).await.len(), 1);
    }

    /// Whatever could run is handed over to be kept, and would have no right to anything.
    async fn what_could_run_is_never_shown(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        for (name, bytes) in [
            ("pagina.html", &b"<!doctype html><script>alert(1)</script>"[..]),
            ("dibujo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("datos.xml", b"<?xml version='1.0'?><a xmlns='http://www.w3.org/1999/xhtml'/>"),
            ("minuta.pdf", b"<html>%PDF-1.7"),
            ("a\u{202e}fdp.exe", b"MZ\x90\0"),
        ] {
            let file = attached(&ana, &activity, (name, bytes), "").await;
            let got = ana.fetch(file["path"].as_str().unwrap()).await;
            assert_eq!((got.status, &got.bytes[..]), (200, bytes), "{name}");
            let header = |name: &str| got.headers[name].to_str().unwrap();
            assert_eq!(header("content-type"), "application/octet-stream", "{name}");
            assert!(header("content-disposition").starts_with("attachment; "), "{name}");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'; frame-ancestors 'none'");
        }
        assert!(ana.get(&activity).await.text().contains("afdp.exe"), "a name hides nothing");
        let document = attached(&ana, &activity, ("Acta Ñ.pdf", b"%PDF-1.7\n..."), "").await;
        let got = ana.fetch(document["path"].as_str().unwrap()).await;
        assert_eq!(got.headers["content-type"], "application/pdf");
        assert_eq!(got.headers["content-disposition"], "inline; filename=\"Acta _.pdf\"; filename*=UTF-8''Acta%20%C3%91.pdf");
        let policy = got.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("sandbox; default-src 'none';"), "{policy}");
    }

    /// A small file that would unfold into a huge picture is refused before it does.
    async fn a_bomb_is_refused_at_once(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let bomb = written(&DynamicImage::ImageLuma8(GrayImage::new(20_000, 4_000)), ImageFormat::Png);
        assert!(bomb.len() < 1_000_000, "{}", bomb.len());
        // Its beginning is enough to say so: nothing was unfolded.
        for bytes in [&bomb[..], &bomb[..60]] {
            let refused = attach(&ana, &activity, ("plano.png", bytes), "").await;
            assert_eq!(refused.status, 422, "{}", refused.text());
            assert!(refused.text().contains("25 millones de puntos"), "{}", refused.text());
        }
    }

    /// Each limit is told in the reader's language with what to do, and nothing is kept.
    async fn limits_are_told(app: TestApp) {
        let mut ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let large = vec![b'x'; 10 * 1024 * 1024 + 1];
        let refused = attach(&ana, &activity, ("grande.zip", &large), "").await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains("caben 10 MB. Hazlo más chico"), "{}", refused.text());
        ana.language = "en".to_owned();
        assert!(attach(&ana, &activity, ("", b""), "").await.text().contains("Choose a file."));
        ana.language = "es".to_owned();
        let refused = attach(&ana, &activity, ("a.txt", b"a"), &"á".repeat(501)).await;
        assert!(refused.status == 422 && refused.text().contains("500"), "{}", refused.text());
        assert!(files(&ana, &activity).await.is_empty());
        let path = files_of(&activity);
        for number in 1..=12 {
            let name = format!("{number}.txt");
            let kept = ana.send_file(&path, (&name, b"texto"), &[]).await;
            assert_eq!(kept.status, 303, "{}", kept.text());
        }
        let refused = ana.send_file(&path, ("13.txt", b"texto"), &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Ya hay 12 archivos aquí"), "{}", refused.text());
        assert!(ana.get(&path).await.text().contains("Ya no cabe otro archivo"));
        // Far beyond the limit nothing is read at all. The answer may be lost with the connection.
        let huge = vec![b'x'; 41 * 1024 * 1024];
        let refused = ana.send_file(&path, ("enorme.zip", &huge), &[]).await;
        assert_eq!(refused.status, 413);
    }

    /// What is refused leaves nothing on the disk, and a form has few parts beside its file.
    async fn what_is_refused_is_not_kept(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        for number in 0..12 {
            attach(&ana, &activity, (&format!("{number}.txt"), format!("texto {number}").as_bytes()), "Texto").await;
        }
        let before = blobs(app).len();
        assert_eq!(ana.send_file(&files_of(&activity), ("trece.txt", b"uno de mas"), &[]).await.status, 422);
        assert_eq!(blobs(app).len(), before);
        let many: Vec<(String, &str)> = (0..40).map(|number| (format!("x{number}"), "y")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(ana.send_file(&files_of(&activity), ("a.txt", b"hola"), &many).await.status, 413);
        let long = "z".repeat(40_000);
        assert_eq!(ana.send_file(&files_of(&activity), ("a.txt", b"hola"), &[("alt", &long), ("otra", &long)]).await.status, 413);
    }

    /// The same form sent twice adds one file; with another file it is another question.
    async fn a_form_sent_twice_adds_one_file(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let path = files_of(&activity);
        let key = ana.get(&path).await.form(&[("alt", "")]).1[0].1.clone();
        for _ in 0..2 {
            let sent = ana.send_file(&path, ("cartel.png", &png()), &[("key", &key), ("alt", "Cartel")]).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
        }
        assert_eq!(files(&ana, &activity).await.len(), 1);
        let other = ana.send_file(&path, ("otro.txt", b"otro"), &[("key", &key), ("alt", "Cartel")]).await;
        assert_eq!(other.status, 409, "{}", other.text());
    }

    /// A program sends the same form and gets JSON.
    async fn a_program_adds_a_file(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let made = ana.send_file_as(&files_of(&activity), ("acta.txt", b"acta"), &[("alt", "El acta")], "application/json").await;
        let made: serde_json::Value = serde_json::from_str(&made.body).unwrap();
        assert_eq!(files(&ana, &activity).await[0]["id"], made["id"]);
        let refused = ana.post_json(&files_of(&activity), serde_json::json!({"alt": "sin archivo"})).await;
        assert!(refused.status == 422 && refused.body.contains("Elige un archivo"), "{}", refused.body);
        let nul = ana.send_file(&files_of(&activity), ("a.txt", b"a"), &[("alt", "no\0")]).await;
        assert_eq!(nul.status, 400);
    }
}

/// All files of a community together have a limit too.
#[tokio::test]
async fn a_community_has_so_much_room() {
    static FILL: Statement =
        Statement { name: "FILL", text: Text::Both("UPDATE attachments SET size = $1 WHERE name = 'uno.txt'") };
    let app = TestApp::start(tequio_node::store::Engine::Sqlite).await;
    let ana = app.founder().await;
    let activity = ana.publish(&[]).await;
    attached(&ana, &activity, ("uno.txt", b"uno"), "").await;
    let size = i64::try_from(files(&ana, &activity).await[0]["size"].as_u64().unwrap()).unwrap();
    let other = ana.publish(&[("title", "Otra")]).await;
    for (room, status) in [(size - 1, 422), (size, 303)] {
        let mut tx = app.node.core.db.write().await.unwrap();
        tx.run(&FILL, vec![Value::Int(Some(1024 * 1024 * 1024 - room))]).await.unwrap();
        tx.commit().await.unwrap();
        let page = attach(&ana, &other, ("dos.txt", b"dos"), "").await;
        assert_eq!(page.status, status, "{}", page.text());
        assert!(status == 303 || page.text().contains("ocupan todo su espacio"), "{}", page.text());
    }
}
