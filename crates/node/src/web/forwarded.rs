// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! For whom a forwarder of TCP opened a connection: the PROXY protocol, in its text (1) and its binary form (2). What is
//! encrypted to this machine passes by the forwarder unread, so it cannot say it in a header of the request.

use std::{
    io::{Error, ErrorKind, Result},
    net::SocketAddr,
};

use ppp::{HeaderResult, v1, v2};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// With what the binary form begins; the text form is never shorter.
const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";
/// How long the text form is at most.
const LINE: usize = 107;
/// How long what follows the head of the binary form may be: the addresses, and what else a forwarder knows.
const MORE: u16 = 4096;

/// Reads what a forwarder says before anything else, and not a byte beyond; gives the address of the client, or nothing
/// where the forwarder speaks for itself, as when it looks whether anybody is here.
///
/// # Errors
/// When it is no such header, or the connection ends.
pub(super) async fn client(stream: &mut (impl AsyncRead + Unpin)) -> Result<Option<SocketAddr>> {
    let mut header = SIGNATURE.to_vec();
    stream.read_exact(&mut header).await?;
    if header == SIGNATURE {
        // Version and command, family, and in two bytes how much follows.
        let mut head = [0; 4];
        stream.read_exact(&mut head).await?;
        header.extend(head);
        let [.., high, low] = head;
        let more = u16::from_be_bytes([high, low]);
        if more > MORE {
            return Err(ErrorKind::InvalidData.into());
        }
        let from = header.len();
        header.resize(from + usize::from(more), 0);
        stream.read_exact(header.get_mut(from..).unwrap_or_default()).await?;
    } else {
        while !header.ends_with(b"\r\n") {
            if header.len() >= LINE {
                return Err(ErrorKind::InvalidData.into());
            }
            header.push(stream.read_u8().await?);
        }
    }
    match HeaderResult::parse(&header) {
        HeaderResult::V1(header) => header.map(|header| text(&header.addresses)).map_err(wrong),
        HeaderResult::V2(header) => header.map(|header| binary(&header)).map_err(wrong),
    }
}

fn wrong(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::InvalidData, error)
}

fn text(addresses: &v1::Addresses) -> Option<SocketAddr> {
    match addresses {
        v1::Addresses::Unknown => None,
        v1::Addresses::Tcp4(ip) => Some((ip.source_address, ip.source_port).into()),
        v1::Addresses::Tcp6(ip) => Some((ip.source_address, ip.source_port).into()),
    }
}

fn binary(header: &v2::Header<'_>) -> Option<SocketAddr> {
    match header.addresses {
        _ if header.command == v2::Command::Local => None,
        v2::Addresses::IPv4(ip) => Some((ip.source_address, ip.source_port).into()),
        v2::Addresses::IPv6(ip) => Some((ip.source_address, ip.source_port).into()),
        v2::Addresses::Unspecified | v2::Addresses::Unix(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of some bytes, and what is left of them.
    fn read(mut bytes: &[u8]) -> (Option<Option<String>>, &[u8]) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let client = runtime.block_on(client(&mut bytes)).ok();
        (client.map(|client| client.map(|address| address.to_string())), bytes)
    }

    fn binary(command: u8, family: u8, addresses: &[u8], rest: &[u8]) -> Vec<u8> {
        let length = u16::try_from(addresses.len()).unwrap().to_be_bytes();
        [&SIGNATURE[..], &[0x20 | command, family], &length, addresses, rest].concat()
    }

    #[test]
    fn a_header_of_either_form_says_who_comes_and_nothing_after_it_is_taken() {
        let came = |address: &str| Some(Some(address.to_owned()));
        let line = b"PROXY TCP4 192.0.2.1 198.51.100.1 4711 443\r\nhello";
        assert_eq!(read(line), (came("192.0.2.1:4711"), &b"hello"[..]));
        let line = b"PROXY TCP6 2001:db8::1 2001:db8::2 4711 443\r\nhello";
        assert_eq!(read(line), (came("[2001:db8::1]:4711"), &b"hello"[..]));
        assert_eq!(read(b"PROXY UNKNOWN\r\nhello"), (Some(None), &b"hello"[..]));
        let four = [192, 0, 2, 1, 198, 51, 100, 1, 18, 103, 1, 187];
        assert_eq!(read(&binary(1, 0x11, &four, b"hello")), (came("192.0.2.1:4711"), &b"hello"[..]));
        let more = [&four[..], &[0x04, 0, 2, 0, 0]].concat();
        assert_eq!(read(&binary(1, 0x11, &more, b"hello")), (came("192.0.2.1:4711"), &b"hello"[..]), "with more");
        let six = [&[0x20, 1, 0xd, 0xb8][..], &[0; 11], &[1], &[0; 16], &[18, 103, 1, 187]].concat();
        assert_eq!(read(&binary(1, 0x21, &six, b"hello")), (came("[2001:db8::1]:4711"), &b"hello"[..]));
        assert_eq!(read(&binary(0, 0x11, &four, b"hello")), (Some(None), &b"hello"[..]), "it speaks for itself");
        assert_eq!(read(&binary(0, 0, &[], b"hello")), (Some(None), &b"hello"[..]));
    }

    #[test]
    fn what_is_no_header_is_refused_and_none_is_read_without_end() {
        let long = [&b"PROXY TCP4 "[..], &[b'1'; 200]].concat();
        let huge = binary(1, 0x11, &[0; 4097], b"");
        let short = binary(1, 0x11, &[192, 0, 2, 1], b"");
        for wrong in [
            &b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..],
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00\x00\x00",
            b"PROXY TCP4 192.0.2.1\r\n",
            b"PROXY TCP4 192.0.2.1 198.51.100.1 4711 99999\r\n",
            b"PROXY TCP4 192.0.2.1 198.51.100.1 47",
            b"",
            &SIGNATURE,
            &long,
            &huge,
            &short,
        ] {
            let (client, left) = read(wrong);
            assert_eq!(client, None, "{wrong:?}");
            assert!(wrong.len() - left.len() <= LINE, "{} of {wrong:?} was read", wrong.len() - left.len());
        }
    }
}
