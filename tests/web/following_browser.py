"""A real browser in front of Hạnh's pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from browsing import ARGUMENTS


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser. While it runs Django's connection is another one: what a test asks the database, it asks before."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()
