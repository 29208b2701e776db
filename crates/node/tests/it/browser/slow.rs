// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A telephone far away: 128 kbit/s, and then fifteen of a hundred packets lost each way. Every page comes, painted whole;
//! how long it took is printed and is no reason to fail.

use std::{collections::VecDeque, net::Ipv4Addr, process::Command};

use tequio_node::{demo, store::Engine};
use thirtyfour::{By, WebDriver, error::WebDriverResult};

use crate::support::{TestApp, namespaces};

use super::{
    Driver, fill,
    kinds::{Kinds, links},
    press,
};

/// Two machines, and between them as slow a line as some have.
const NETWORK: &str = "
    mount -t tmpfs tmpfs /run
    ip link set lo up
    ip netns add far
    ip link add near type veth peer name away netns far
    ip addr add 10.77.2.1/30 dev near
    ip link set near up
    ip -n far addr add 10.77.2.2/30 dev away
    ip -n far link set away up
    ip -n far link set lo up
    tc qdisc add dev near root tbf rate 128kbit burst 1600 latency 3s
    tc -n far qdisc add dev away root tbf rate 128kbit burst 1600 latency 3s";
const HERE: Ipv4Addr = Ipv4Addr::new(10, 77, 2, 1);
const THERE: Ipv4Addr = Ipv4Addr::new(10, 77, 2, 2);

/// Loses packets of the pages' port alone: the driver's own words to the browser take the same line.
fn lose_packets(port: u16) {
    let rules = format!(
        "add table inet poor; \
         add chain inet poor in {{ type filter hook input priority 0; }}; \
         add chain inet poor out {{ type filter hook output priority 0; }}; \
         add rule inet poor in tcp dport {port} numgen random mod 100 < 15 counter drop; \
         add rule inet poor out tcp sport {port} numgen random mod 100 < 15 counter drop"
    );
    assert!(Command::new("nft").arg(rules).status().unwrap().success());
}

/// How many packets were lost on the way here and back.
fn lost() -> Vec<u64> {
    let listed = Command::new("nft").args(["list", "table", "inet", "poor"]).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let counts = listed.split("counter packets ").skip(1);
    counts.map(|count| count.split(' ').next().unwrap().parse().unwrap()).collect()
}

/// When something was first painted, in milliseconds after the page was asked for, and the bytes that came for it.
async fn painted(browser: &WebDriver, address: &str) -> WebDriverResult<(i64, i64)> {
    browser.goto(address).await?;
    let script = "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]; \
         const first = performance.getEntriesByName('first-contentful-paint')[0]; \
         return [first ? Math.round(first.startTime) : -1, all.reduce((sum, one) => sum + one.transferSize, 0)]";
    for _ in 0..100 {
        let told: (i64, i64) = browser.execute(script, Vec::new()).await?.convert()?;
        if told.0 >= 0 {
            return Ok(told);
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("nothing was painted at {address}")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser, network namespaces and nftables: ./check"]
async fn pages_come_over_a_poor_line() -> WebDriverResult<()> {
    if !namespaces::inside("browser::slow::pages_come_over_a_poor_line", NETWORK) {
        return Ok(());
    }
    let app = TestApp::start_at(Engine::Sqlite, &[HERE.into()]).await;
    demo::fill(&app.node).await.unwrap();
    let door = app.node.doors.shared(&app.origin);
    let port = door.rsplit(':').next().unwrap().parse().unwrap();
    let base = format!("{door}/@etla");
    let far = Driver::start_in("far", THERE.into()).await;
    // With scripts, to ask the browser when it painted; the pages have none.
    let phone = far.telephone(true).await;

    // The home, by somebody who was never here: what comes is less than three seconds of the line carry.
    let (first, bytes) = painted(&phone, &base).await?;
    println!("128 kbit/s\thome, for the first time\t{first} ms\t{bytes} bytes");
    assert!(bytes < 3 * 128_000 / 8, "{bytes}");

    lose_packets(port);
    let fresh = far.telephone(true).await;
    let (first, bytes) = painted(&fresh, &base).await?;
    println!("128 kbit/s, 15 % lost\thome, for the first time\t{first} ms\t{bytes} bytes");
    fresh.goto(format!("{base}/sign-in")).await?;
    fill(&fresh, "name", "Ana").await?;
    fill(&fresh, "passphrase", demo::PASSPHRASE).await?;
    press(&fresh, "Entrar").await?;
    // Every kind of page that links lead to.
    let mut kinds = Kinds::at(&door);
    let (mut pages, mut times) = (VecDeque::from([base]), Vec::new());
    while let Some(page) = pages.pop_front() {
        if !kinds.is_new(&page) {
            continue;
        }
        let (first, _) = painted(&fresh, &page).await?;
        times.push((first, page.trim_start_matches(&door).to_owned()));
        // Whole, to its last line.
        assert!(fresh.find(By::Css("body > footer")).await?.is_displayed().await?, "{page}");
        pages.extend(links(&fresh).await?);
    }
    times.sort();
    let (median, last) = (&times[times.len() / 2], times.last().unwrap());
    println!(
        "128 kbit/s, 15 % lost\t{} pages, signed in\tmedian {} ms, last {} ms ({})",
        times.len(),
        median.0,
        last.0,
        last.1
    );
    assert!(kinds.routes().len() > 50, "{:?}", kinds.routes());
    let lost = lost();
    println!("packets lost: {lost:?}");
    assert!(lost.len() == 2 && lost.iter().all(|count| *count > 0), "{lost:?}");
    for browser in [phone, fresh] {
        browser.quit().await?;
    }
    Ok(())
}
