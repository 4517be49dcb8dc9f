"""`thongsuot open311-key`: keys for applications that send field reflections: made, listed, taken back."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("owner", nargs="?", default="", help="ứng dụng của ai / whose application")
    parser.add_argument("--end", action="store_true", help="thu hồi khóa / take its keys back")


def run(chosen: argparse.Namespace) -> int:
    """Make a key and show it this once, or end those of an owner; without an owner, list whose there are.

    1 when there was none to end, 2 when it is not said whose.
    """
    from thongsuot.areas.petitions import open311
    from thongsuot.register import formatting

    owner = " ".join(chosen.owner.split())[:200]
    if not owner and chosen.end:
        print("Ghi rõ thu hồi khóa của ai / say whose keys to take back", flush=True)
        return 2
    if not owner:
        for one in open311.known_keys():
            ended = f"; thu hồi / ended {formatting.day(one.ended_at)}" if one.ended_at else ""
            print(f"{one.owner}: {formatting.day(one.made_at)}{ended}", flush=True)
        return 0
    if not chosen.end:
        print(open311.new_key(owner), flush=True)
        return 0
    count = open311.end_keys(owner)
    print(f"{owner}: {count} khóa đã thu hồi / keys ended", flush=True)
    return 0 if count else 1
