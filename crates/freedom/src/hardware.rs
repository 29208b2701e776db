// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Devices: does this machine work with free software alone? Read from sysfs (PCI and USB identifiers, classes), answered by
//! the kernel's own tables of which module drives what, which firmware that module names, and what is known of its work
//! without. No serial number is ever read.

use super::readers::{Coverage, Scan, shown};
use crate::{
    data::{Data, Works},
    tree::Tree,
};

/// The job of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Job {
    /// Wireless network.
    Wifi,
    /// Wired network.
    Ethernet,
    /// Graphics.
    Graphics,
    /// Sound.
    Sound,
    /// Bluetooth.
    Bluetooth,
    /// Disks.
    Storage,
    /// Cameras.
    Camera,
    /// Keyboards, mice and the like.
    Input,
    /// Printers.
    Printer,
    /// Buses, bridges and what else a machine consists of.
    Other,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// `pci` or `usb`.
    pub bus: &'static str,
    /// Vendor and product, in hexadecimal.
    pub id: String,
    /// What people call it, where the machine has the lists of names.
    pub name: Option<String>,
    /// Its job.
    pub job: Job,
    /// The module that drives it.
    pub module: Option<String>,
    /// Whether it works with free software.
    pub works: Works,
    /// What is lost: a key of `report/words.rs`.
    pub loses: Option<String>,
    /// The non-free firmware files that its module names; at most five.
    pub firmware: Vec<String>,
}

const PCI: &str = "sys/bus/pci/devices";
const USB: &str = "sys/bus/usb/devices";

pub(crate) fn read(scan: &Scan<'_>, coverage: &mut Coverage) -> Vec<Device> {
    let mut found = Vec::new();
    for entry in scan.list(PCI, coverage) {
        let folder = format!("{PCI}/{}", entry.name);
        let hex = |file: &str, coverage: &mut Coverage| {
            let text = scan.text(&format!("{folder}/{file}"), coverage)?;
            u32::from_str_radix(text.trim().trim_start_matches("0x"), 16).ok()
        };
        let (Some(vendor), Some(product)) = (hex("vendor", coverage), hex("device", coverage)) else { continue };
        let class = hex("class", coverage).unwrap_or_default() >> 8;
        let driver = scan.tree.link_name(&format!("{folder}/driver"));
        found.push(pci(scan.data, vendor, product, class, driver));
    }
    for entry in scan.list(USB, coverage) {
        // Hosts' own hubs and interfaces ("1-2:1.0") are parts of devices.
        if entry.name.contains(':') || entry.name.starts_with("usb") {
            continue;
        }
        let folder = format!("{USB}/{}", entry.name);
        let text = |file: &str, coverage: &mut Coverage| {
            Some(scan.text(&format!("{folder}/{file}"), coverage)?.trim().to_owned())
        };
        let (Some(vendor), Some(product)) = (text("idVendor", coverage), text("idProduct", coverage)) else { continue };
        let (Ok(vendor), Ok(product)) = (u32::from_str_radix(&vendor, 16), u32::from_str_radix(&product, 16)) else {
            continue;
        };
        let mut classes = vec![text("bDeviceClass", coverage).unwrap_or_default()];
        let mut driver = None;
        for interface in coverage.take(&folder, scan.tree.list(&folder)).unwrap_or_default() {
            if interface.name.starts_with(&format!("{}:", entry.name)) {
                classes.extend(text(&format!("{}/bInterfaceClass", interface.name), coverage));
                driver = driver.or_else(|| scan.tree.link_name(&format!("{folder}/{}/driver", interface.name)));
            }
        }
        found.push(usb(scan.data, vendor, product, &classes, driver));
    }
    found.retain(|device| device.job != Job::Other || device.works > Works::Yes && device.module.is_some());
    found.sort_by(|one, other| (one.job, &one.id).cmp(&(other.job, &other.id)));
    found.dedup();
    name(scan.tree, coverage, &mut found);
    found
}

/// A PCI device, by its identifiers, its class and subclass, and the driver it has now.
pub fn pci(data: &Data, vendor: u32, product: u32, class: u32, driver: Option<String>) -> Device {
    let exact = format!("p{vendor:04x}{product:04x}");
    let of_vendor = format!("v{vendor:04x}{class:04x}");
    let of_class = format!("c{class:04x}");
    let job = match class {
        0x0280 => Job::Wifi,
        0x0200 => Job::Ethernet,
        0x0300..=0x0380 => Job::Graphics,
        0x0401 | 0x0403 => Job::Sound,
        0x0d11 => Job::Bluetooth,
        0x0100..=0x0180 => Job::Storage,
        _ => Job::Other,
    };
    answer(data, "pci", format!("{vendor:04x}:{product:04x}"), job, &[exact, of_vendor, of_class], driver)
}

/// A USB device, by its identifiers, the classes of its interfaces in hexadecimal, and the driver it has now.
pub fn usb(data: &Data, vendor: u32, product: u32, classes: &[String], driver: Option<String>) -> Device {
    let job = classes.iter().find_map(|class| match class.as_str() {
        "e0" => Some(Job::Bluetooth),
        "01" => Some(Job::Sound),
        "03" => Some(Job::Input),
        "07" => Some(Job::Printer),
        "08" => Some(Job::Storage),
        "0e" => Some(Job::Camera),
        _ => None,
    });
    let mut keys = vec![format!("u{vendor:04x}{product:04x}")];
    keys.extend(classes.iter().map(|class| format!("i{class}")));
    keys.extend(classes.iter().map(|class| format!("d{class}")));
    let mut device =
        answer(data, "usb", format!("{vendor:04x}:{product:04x}"), job.unwrap_or(Job::Other), &keys, driver);
    // Wireless adapters have a class of their vendor's; what drives them tells what they are.
    if device.job == Job::Other
        && let Some(module) = &device.module
    {
        device.job = match data.part(module) {
            Some((_, "wifi")) => Job::Wifi,
            _ if module == "ath9k_htc" || module == "carl9170" => Job::Wifi,
            _ => Job::Other,
        };
    }
    // Printers speak to free drivers of CUPS, or do not: that no table of the kernel tells.
    if device.job == Job::Printer {
        device.works = Works::Unknown;
    }
    device
}

fn answer(data: &Data, bus: &'static str, id: String, job: Job, keys: &[String], driver: Option<String>) -> Device {
    let driver = driver.map(|driver| driver.replace('-', "_"));
    // The table knows the module of linux-libre too, which may not have taken the device; where it lists several, the
    // driver at work decides, and else the one of which something is known.
    let candidates: Vec<&String> = keys
        .iter()
        .map(|key| data.modules_of(key))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
        .iter()
        .collect();
    let known = |module: &&&String| data.part(module).is_some() || data.module(module).is_some();
    let module = candidates
        .iter()
        .find(|module| driver.as_deref() == Some(module.as_str()))
        .or_else(|| candidates.iter().find(known))
        .or(candidates.first())
        .map(|module| (*module).clone())
        .or(driver);
    let Some(module) = module else {
        // Bridges and hubs need no driver of their own.
        let works = if job == Job::Other { Works::Yes } else { Works::Unknown };
        return Device { bus, id, name: None, job, module: None, works, loses: None, firmware: Vec::new() };
    };
    let wanted = data.module(&module).unwrap_or_default();
    let is_free = |file: &str| data.firmware(file).is_some_and(|(_, component)| component == "main");
    let blobs: Vec<String> = wanted.iter().filter(|file| !is_free(file)).take(5).cloned().collect();
    let (works, loses) = match data.part(&module) {
        Some((works, loses)) => (works, Some(loses.to_owned()).filter(|loses| !loses.is_empty())),
        // A module that names no file that is not free needs none.
        None if blobs.is_empty() => (Works::Yes, None),
        None => (Works::Unknown, None),
    };
    let firmware = if works == Works::Yes { Vec::new() } else { blobs };
    Device { bus, id, name: None, job, module: Some(module), works, loses, firmware }
}

/// Gives devices their names from the lists of identifiers, where the machine has them.
fn name(tree: &Tree, coverage: &mut Coverage, devices: &mut [Device]) {
    for bus in ["pci", "usb"] {
        if !devices.iter().any(|device| device.bus == bus) {
            continue;
        }
        for folder in ["usr/share/misc", "usr/share/hwdata", "var/lib/usbutils"] {
            let path = format!("{folder}/{bus}.ids");
            let Some(bytes) = coverage.take(&shown(&path), tree.read(&path, 16 << 20)) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            for device in devices.iter_mut().filter(|device| device.bus == bus && device.name.is_none()) {
                device.name = listed(&text, &device.id);
            }
            break;
        }
    }
}

/// `vendor` at the beginning of a line, its devices indented by a tab below.
fn listed(ids: &str, id: &str) -> Option<String> {
    let (vendor, product) = id.split_once(':')?;
    let start = if ids.starts_with(vendor) { 0 } else { ids.find(&format!("\n{vendor}  "))? + 1 };
    let mut lines = ids.get(start..)?.lines();
    let vendor = lines.next()?.get(6..)?;
    let own = lines
        .take_while(|line| line.starts_with(['\t', '#']))
        .find_map(|line| line.strip_prefix('\t')?.strip_prefix(product)?.strip_prefix("  "));
    Some(crate::fact::clean(&own.map_or(vendor.to_owned(), |own| format!("{vendor} {own}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_answered_for() {
        let data = Data::built_in();
        // Intel 7260: asks for a blob, and a cheap card does its job.
        let wifi = pci(&data, 0x8086, 0x08b1, 0x0280, None);
        assert_eq!((wifi.job, wifi.module.as_deref(), wifi.works), (Job::Wifi, Some("iwlwifi"), Works::Part));
        assert!(!wifi.firmware.is_empty());
        // AR9285: works.
        let free = pci(&data, 0x168c, 0x002b, 0x0280, None);
        assert_eq!((free.module.as_deref(), free.works), (Some("ath9k"), Works::Yes));
        // The USB adapter that people are given instead: its firmware is free.
        let usb_wifi = usb(&data, 0x0cf3, 0x9271, &["ff".to_owned()], None);
        assert_eq!(
            (usb_wifi.job, usb_wifi.module.as_deref(), usb_wifi.works),
            (Job::Wifi, Some("ath9k_htc"), Works::Yes)
        );
        let sound = pci(&data, 0x8086, 0x1c20, 0x0403, None);
        assert_eq!((sound.job, sound.works), (Job::Sound, Works::Yes));
        let disk = pci(&data, 0x8086, 0x1c03, 0x0106, None);
        assert_eq!((disk.job, disk.works), (Job::Storage, Works::Yes));
        let card = pci(&data, 0x1002, 0x731f, 0x0300, None);
        assert_eq!((card.module.as_deref(), card.works), (Some("amdgpu"), Works::No));
        assert_eq!(pci(&data, 0xdead, 0xbeef, 0x0280, None).works, Works::Unknown);
    }

    #[test]
    fn names_are_found() {
        let ids = "# list\n8086  Intel Corporation\n\t08b1  Wireless 7260\n\t\t8086 1234  sub\n10ec  Realtek\n";
        assert_eq!(listed(ids, "8086:08b1").as_deref(), Some("Intel Corporation Wireless 7260"));
        assert_eq!(listed(ids, "8086:ffff").as_deref(), Some("Intel Corporation"));
        assert_eq!(listed(ids, "ffff:0000"), None);
    }
}
