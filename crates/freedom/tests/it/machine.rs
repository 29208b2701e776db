// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A machine made for the tests: a folder with what readers look for.

use std::{fs, os::unix::fs::symlink, path::Path};

use tempfile::TempDir;
use tequio_freedom::{
    Audit, Data, Finding, Mode, Tree, audit,
    report::{Language, Report},
};

pub struct Machine {
    pub folder: TempDir,
}

impl Machine {
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn put(&self, path: &str, contents: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
        self
    }

    pub fn link(&self, path: &str, target: &str) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
        self
    }

    pub fn audit(&self, mode: Mode) -> Audit {
        let tree = Tree::new(self.path()).unwrap();
        audit(&tree, &Data::built_in(), mode, &mut |_, _, _| {})
    }

    /// Something of everything.
    pub fn full() -> Self {
        let machine = Self::empty();
        let package = |name: &str, version: &str, section: &str, more: &str| {
            format!("Package: {name}\nStatus: install ok installed\nSection: {section}\nVersion: {version}\n{more}\n")
        };
        let status = [
            package("bash", "5.2-1", "shells", "Depends: libc6 (>= 2.36)\n"),
            package("unrar", "1:6", "non-free/utils", ""),
            package("firmware-iwlwifi", "20230210", "non-free-firmware/kernel", ""),
            package("make-doc", "4.3", "non-free/doc", ""),
            package("google-chrome-stable", "120", "web", ""),
            package("acme-tools", "1", "utils", ""),
            package("acme-mystery", "1", "utils", ""),
            package("linux-image-6.1.0-1-amd64", "6.1", "kernel", "Recommends: firmware-linux-free, unrar\n"),
            package("mintupgrade", "1", "admin", "Recommends: unrar | free-thing\n"),
            "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n".to_owned(),
        ];
        machine.put("var/lib/dpkg/status", status.join("\n"));
        let lists = "var/lib/apt/lists/mirror.example_debian_dists_stable";
        let index = |all: &[(&str, &str)]| {
            let stanza =
                |(name, version): &(&str, &str)| format!("Package: {name}\nVersion: {version}\nDescription: x\n\n");
            all.iter().map(stanza).collect::<String>()
        };
        let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\nSuite: stable\n";
        machine
            .put(&format!("{lists}_InRelease"), signed)
            .put(
                &format!("{lists}_main_binary-amd64_Packages"),
                index(&[("bash", "5.2-1"), ("linux-image-6.1.0-1-amd64", "6.1"), ("mintupgrade", "2")]),
            )
            .put(
                &format!("{lists}_non-free_binary-amd64_Packages.lz4"),
                lz4(index(&[("unrar", "1:6"), ("make-doc", "4.3")]).as_bytes()),
            )
            .put(&format!("{lists}_non-free-firmware_binary-amd64_Packages"), index(&[("firmware-iwlwifi", "20230210")]))
            .put(
                "var/lib/apt/lists/dl.example_linux_chrome_deb_dists_stable_Release",
                "Origin: Google LLC\nSuite: stable\n",
            )
            .put(
                "var/lib/apt/lists/dl.example_linux_chrome_deb_dists_stable_main_binary-amd64_Packages",
                index(&[("google-chrome-stable", "120")]),
            )
            .put(
                "usr/share/doc/make-doc/copyright",
                "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GFDL-1.2+\n",
            )
            .put(
                "usr/share/doc/acme-tools/copyright",
                "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-3+ or MIT\n",
            );
        machine
            .put("var/lib/flatpak/app/com.spotify.Client/x86_64/stable/abc/metadata", "[Application]\n")
            .link("var/lib/flatpak/app/com.spotify.Client/current", "x86_64/stable")
            .link("var/lib/flatpak/app/com.spotify.Client/x86_64/stable/active", "abc")
            .put(
                "home/ana/.local/share/flatpak/app/org.gimp.GIMP/x86_64/stable/abc/files/share/metainfo/org.gimp.GIMP.metainfo.xml",
                "<component><project_license>GPL-3.0+ and LGPL-3.0+</project_license><releases><release version=\"2.10\"/></releases></component>",
            )
            .link("home/ana/.local/share/flatpak/app/org.gimp.GIMP/current", "x86_64/stable")
            .link("home/ana/.local/share/flatpak/app/org.gimp.GIMP/x86_64/stable/active", "abc")
            .put("var/lib/snapd/snaps/spotify_60.snap", "")
            .put("var/lib/snapd/snaps/vlc_3078.snap", "")
            .put("snap/vlc/3078/meta/snap.yaml", "name: vlc\nversion: 3.0.18\nlicense: GPL-2.0+\n")
            .link("snap/vlc/current", "3078");
        let mut image = b"\x7fELF\x02\x01\x01\0AI\x02".to_vec();
        image.resize(200_000, 0);
        machine
            .put("home/ana/Applications/Obsidian-1.5.3.AppImage", &image)
            .put("home/ana/Applications/AcmePaint-2-x86_64.AppImage", &image)
            .put("opt/acme/EULA.txt", "You may not modify, decompile or redistribute the software.")
            .put("opt/zoom/zoom", "")
            .put("usr/local/bin/tool", b"\x7fELF")
            .put("usr/local/bin/owned", b"\x7fELF")
            .put("var/lib/dpkg/info/acme-tools.list", "/.\n/usr/local/bin/owned\n")
            .put("home/ana/.mozilla/firefox/abc.default/gmp-widevinecdm/4.10/manifest.json", "{}")
            .put(
                "home/ana/.mozilla/firefox/abc.default/extensions.json",
                r#"{"addons":[{"id":"uBlock0@raymondhill.net","version":"1.5","type":"extension","location":"app-profile","defaultLocale":{"name":"uBlock Origin"}},
                   {"id":"x@y","type":"extension","location":"app-profile"},{"id":"t@m","type":"theme","location":"app-profile"}]}"#,
            )
            .put(
                "home/ana/.config/chromium/Default/Extensions/cjpalhdlnbpafiamejdnhcphjbkeiagm/1.5_0/manifest.json",
                r#"{"name":"uBlock Origin","version":"1.5"}"#,
            )
            .put(
                "usr/local/lib/python3.11/dist-packages/requests-2.31.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: requests\nVersion: 2.31\nLicense: Apache-2.0\n\nText\n",
            )
            .put(
                "home/ana/.local/lib/python3.11/site-packages/nvidia_cublas_cu12-12.dist-info/METADATA",
                "Name: nvidia-cublas-cu12\nVersion: 12\nLicense: NVIDIA Proprietary Software\nClassifier: License :: Other/Proprietary License\n",
            )
            .put("usr/local/lib/node_modules/left-pad/package.json", r#"{"name":"left-pad","version":"1.3.0","license":"WTFPL"}"#)
            .put(
                "usr/local/lib/node_modules/acme/package.json",
                r#"{"name":"acme","version":"1.0.0","license":"SEE LICENSE IN LICENSE.md"}"#,
            )
            .put("usr/local/lib/node_modules/acme/LICENSE.md", "For noncommercial use only.")
            .put(
                "home/ana/.cargo/.crates2.json",
                r#"{"installs":{"ripgrep 14.1.0 (registry+https://example.org/index)":{"bins":["rg"]}}}"#,
            )
            .put(
                "home/ana/.cargo/registry/src/index/ripgrep-14.1.0/Cargo.toml",
                "[package]\nname = \"ripgrep\"\nlicense = \"Unlicense OR MIT\"\n",
            )
            .put(
                "var/lib/gems/3.1.0/specifications/json-2.6.gemspec",
                "  s.name = \"json\".freeze\n  s.version = \"2.6\"\n  s.licenses = [\"Ruby\".freeze]\n",
            )
            .put("var/lib/pacman/local/zlib-1/desc", "%NAME%\nzlib\n\n%VERSION%\n1:1.3-1\n\n%LICENSE%\nZlib\n\n")
            .put("var/lib/pacman/local/nvidia-1/desc", "%NAME%\nnvidia\n\n%VERSION%\n1\n\n%LICENSE%\ncustom\n\n")
            .put("var/lib/rpm/rpmdb.sqlite", include_bytes!("../fixtures/rpmdb.sqlite"));
        machine
            .put("lib/firmware/rtl_nic/rtl8168h-2.fw", "x")
            .put("lib/firmware/ath9k_htc/htc_9271-1.4.0.fw", "x")
            .put("lib/firmware/acme/blob.bin", "x")
            .put("boot/intel-ucode.img", "x")
            .put("lib/modules/6.1/updates/dkms/acme.ko", module("Proprietary"))
            .put("lib/modules/6.1/updates/dkms/wire-guard.ko", module("GPL v2"));
        for (address, vendor, product, class) in [
            ("0000:00:02.0", "0x8086", "0x1616", "0x030000"),
            ("0000:00:1f.2", "0x8086", "0x9c83", "0x010601"),
            ("0000:00:1f.3", "0x8086", "0x9ca0", "0x040300"),
            ("0000:02:00.0", "0x8086", "0x08b1", "0x028000"),
        ] {
            let folder = format!("sys/bus/pci/devices/{address}");
            machine.put(&format!("{folder}/vendor"), vendor).put(&format!("{folder}/device"), product);
            machine.put(&format!("{folder}/class"), class);
        }
        machine
            .put("sys/bus/usb/devices/1-1/idVendor", "0cf3\n")
            .put("sys/bus/usb/devices/1-1/idProduct", "9271\n")
            .put("sys/bus/usb/devices/1-1/serial", "SECRET-SERIAL-1234\n")
            .put("sys/bus/usb/devices/1-1/bDeviceClass", "ff\n")
            .put("etc/hostname", "secret-host\n");
        machine
    }
}

/// A module's information, as modinfo(8) finds it.
fn module(licence: &str) -> Vec<u8> {
    format!("\x7fELF\0version=1.0\0license={licence}\0author=x\0").into_bytes()
}

fn lz4(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn find<'a>(audit: &'a Audit, kind: &str, name: &str) -> &'a Finding {
    let found = audit.findings.iter().find(|finding| finding.kind.as_str() == kind && finding.name == name);
    found.unwrap_or_else(|| panic!("{kind} {name} is not among {:#?}", audit.findings))
}

/// A report in its four forms.
pub struct Told {
    pub text: String,
    pub html: String,
    pub markdown: String,
    pub json: String,
}

pub fn tell(audit: &Audit, language: Language) -> Told {
    let data = Data::built_in();
    let report = Report { audit, data: &data, language, age: Some(3) };
    Told { text: report.text(), html: report.html(), markdown: report.markdown(), json: report.json().unwrap() }
}
