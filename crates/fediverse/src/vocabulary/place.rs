// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Where something happens: a Place with its address, or a VirtualLocation (FEP-8a8e).

use serde_json::Value;

use super::value::{Writer, is, link, number, text};

/// One of the places of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Location {
    /// Somewhere on earth.
    Place(Place),
    /// On the network.
    Virtual(VirtualLocation),
}

/// A place on earth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<PostalAddress>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// An address, in schema.org's words. What comes as one text (Gancio) is `street`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostalAddress {
    /// `streetAddress`
    pub street: Option<String>,
    /// `addressLocality`
    pub locality: Option<String>,
    /// `addressRegion`
    pub region: Option<String>,
    /// `postalCode`
    pub postal_code: Option<String>,
    /// `addressCountry`
    pub country: Option<String>,
}

/// A place on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualLocation {
    /// What it is called.
    pub name: Option<String>,
    /// Where it is.
    pub url: String,
}

impl Location {
    /// Reads one value of `location`; `None` if it says nothing.
    pub(crate) fn read(value: &Value) -> Option<Location> {
        if let Some(name) = value.as_str() {
            return Some(Location::Place(Place { name: Some(name.to_owned()), ..Place::default() }));
        }
        if is(value, "VirtualLocation") {
            let url = link(value, "url")?;
            return Some(Location::Virtual(VirtualLocation { name: text(value, "name"), url }));
        }
        // The older form of FEP-8a8e, which Gancio reads too.
        if let Some(address) = value.get("address").filter(|address| is(address, "VirtualLocation")) {
            return Some(Location::Virtual(VirtualLocation { name: text(value, "name"), url: link(address, "url")? }));
        }
        let place = Place {
            id: value.get("id").and_then(Value::as_str).map(str::to_owned),
            name: text(value, "name"),
            address: value.get("address").and_then(PostalAddress::read),
            latitude: number(value, "latitude").filter(|degrees| degrees.abs() <= 90.0),
            longitude: number(value, "longitude").filter(|degrees| degrees.abs() <= 180.0),
        };
        (place != Place::default()).then_some(Location::Place(place))
    }

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Location::Place(place) => {
                let mut writer = Writer::new("Place");
                writer.maybe("id", place.id.clone());
                writer.maybe("name", place.name.clone());
                writer.maybe("address", place.address.as_ref().map(PostalAddress::to_value));
                writer.maybe("latitude", place.latitude);
                writer.maybe("longitude", place.longitude);
                writer.finish()
            }
            Location::Virtual(place) => {
                let mut writer = Writer::new("VirtualLocation");
                writer.maybe("name", place.name.clone());
                writer.set("url", place.url.clone());
                writer.finish()
            }
        }
    }
}

impl PostalAddress {
    fn read(value: &Value) -> Option<PostalAddress> {
        let address = match value.as_str() {
            Some(text) => PostalAddress { street: Some(text.to_owned()), ..PostalAddress::default() },
            None => PostalAddress {
                street: text(value, "streetAddress"),
                locality: text(value, "addressLocality"),
                region: text(value, "addressRegion"),
                postal_code: text(value, "postalCode"),
                country: text(value, "addressCountry"),
            },
        };
        (address != PostalAddress::default()).then_some(address)
    }

    fn to_value(&self) -> Value {
        let mut writer = Writer::new("PostalAddress");
        writer.maybe("streetAddress", self.street.clone());
        writer.maybe("addressLocality", self.locality.clone());
        writer.maybe("addressRegion", self.region.clone());
        writer.maybe("postalCode", self.postal_code.clone());
        writer.maybe("addressCountry", self.country.clone());
        writer.finish()
    }
}
