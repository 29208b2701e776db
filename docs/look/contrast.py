#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure the contrasts of the stylesheet and print them as the table of docs/LOOK.md.

    python3 docs/look/contrast.py

Reads the colours from crates/node/static/tequio.css, so the table cannot drift from them.
Contrast is WCAG 2.2's (1.4.3, 1.4.11). Exits 1 if any pair is below what its use needs."""

import pathlib
import re
import sys

FILE = pathlib.Path(__file__).parents[2] / "crates/node/static/tequio.css"
CSS = re.sub(r"/\*.*?\*/", "", FILE.read_text(), flags=re.S)
ROOMS = ["learn", "act", "make", "decide", "care", "link"]


def block(selector: str, where: str) -> dict[str, str]:
    """Custom properties of every rule in `where` one of whose selectors is `selector`."""
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", where):
        if selector in [one.strip() for one in selectors.split(",")]:
            found.update(re.findall(r"--(\w+):\s*(#[0-9a-f]{6})", body))
    return found


def theme(where: str, base: dict[str, dict[str, str]] | None = None) -> dict[str, dict[str, str]]:
    base = base or {}
    root = base.get("", {}) | block(":root", where)
    return {"": root} | {
        room: root | base.get(room, {}) | block(f"[data-room={room}]", where) for room in ROOMS
    }


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(a: str, b: str, share: float) -> str:
    """color-mix(in srgb, a share, b), as the notices' ground."""
    return "#" + "".join(
        f"{round(int(a[i:i + 2], 16) * share + int(b[i:i + 2], 16) * (1 - share)):02x}" for i in (1, 3, 5)
    )


def main() -> int:
    dark_at = CSS.index("@media screen and (prefers-color-scheme: dark)")
    dark_end = CSS.index("\n}\n", dark_at)
    light = theme(CSS[:dark_at])
    dark = theme(CSS[CSS.index("{", dark_at) + 1 : dark_end], light)
    thread = "#fffdf8"
    rows = []
    for name, wanted, pick in [
        ("ink on paper", 7, lambda t: (t[""]["ink"], t[""]["paper"])),
        ("ink on card", 7, lambda t: (t[""]["ink"], t[""]["card"])),
        ("quiet on paper", 7, lambda t: (t[""]["quiet"], t[""]["paper"])),
        ("quiet on card", 7, lambda t: (t[""]["quiet"], t[""]["card"])),
        ("edge of a field on paper", 3, lambda t: (t[""]["edge"], t[""]["paper"])),
        ("edge of a field on card", 3, lambda t: (t[""]["edge"], t[""]["card"])),
        ("wool on paper", 4.5, lambda t: (t[""]["room"], t[""]["paper"])),
        ("white thread on wool", 4.5, lambda t: (thread, t[""]["dye"])),
    ]:
        rows.append((name, wanted, [contrast(*pick(t)) for t in (light, dark)]))
    for room in ROOMS:
        pairs = [(t[room]["room"], t[""], t[room]["dye"]) for t in (light, dark)]
        rows.append((f"{room} on paper", 4.5, [contrast(c, r["paper"]) for c, r, _ in pairs]))
        rows.append((f"{room} on card", 4.5, [contrast(c, r["card"]) for c, r, _ in pairs]))
        rows.append((f"white thread on {room}", 4.5, [contrast(thread, d) for _, _, d in pairs]))
    for kind, room in [("info", "learn"), ("good", "make"), ("warning", "decide"), ("danger", "act")]:
        grounds = [mix(t[room]["room"], t[""]["card"], 0.09) for t in (light, dark)]
        rows.append((f"ink on the {kind} notice", 7, [contrast(t[""]["ink"], g) for t, g in zip((light, dark), grounds)]))
        rows.append((f"link in the {kind} notice", 4.5, [contrast(t[room]["room"], g) for t, g in zip((light, dark), grounds)]))
    print("| pair | needs | light | dark |\n|---|---|---|---|")
    low = 0
    for name, wanted, both in rows:
        low += sum(value < wanted for value in both)
        print(f"| {name} | {wanted} | " + " | ".join(f"{value:.1f}" for value in both) + " |")
    if low:
        print(f"{low} below what they need", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
