"""The Jinja2 environment of every page."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    return Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
