// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Packs the licence texts of the SPDX list, which are four megabytes and known by everybody.

use std::{env, fs::File, io, io::Write as _, path::PathBuf};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("licences.gz");
    let mut packed = flate2::GzBuilder::new().mtime(0).write(File::create(target)?, flate2::Compression::best());
    for (id, text) in spdx::text::LICENSE_TEXTS {
        write!(packed, "{id}\0{text}\0")?;
    }
    packed.finish().map(drop)
}
