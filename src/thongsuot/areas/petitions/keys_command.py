"""`thongsuot open311-key`: a key for somebody's application that sends field reflections, made or taken back."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("owner", help="ứng dụng của ai / whose application")
    parser.add_argument("--end", action="store_true", help="thu hồi khóa / take its keys back")


def run(chosen: argparse.Namespace) -> int:
    """Make a key and show it this once, or end those of an owner; 1 when there was none to end."""
    from thongsuot.areas.petitions import open311

    owner = " ".join(chosen.owner.split())[:200]
    if not chosen.end:
        print(open311.new_key(owner), flush=True)
        return 0
    ended = open311.end_keys(owner)
    print(f"{owner}: {ended} khóa đã thu hồi / keys ended", flush=True)
    return 0 if ended else 1
