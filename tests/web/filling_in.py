"""What a browser would send of a page as it stands: for tests that fill in forms without a browser."""

from __future__ import annotations

import html
import re
from typing import Any


def inputs_of(page: Any) -> dict[str, Any]:
    """What a browser would send of a page's form, buttons and boxes aside."""
    main = page.content.decode().split("<main", 1)[1]
    found: dict[str, Any] = dict(re.findall(r'<input class="input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', main))
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main))
    found |= dict(re.findall(r'type="radio"[^>]*? name="([^"]+)" value="([^"]*)" checked', main))
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', main, re.DOTALL))
    found.pop("csrfmiddlewaretoken", None)
    return {name: html.unescape(value) for name, value in found.items()}
