"""Made-up pages with long names, nothing and many: each has one heading, named fields, and fits its window."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import previews
import pytest
from django.template import engines

STATIC = Path(previews.forms.__file__).parents[1] / "static"
LARGEST_STYLE, LARGEST_SCRIPT = 20_000, 12_000


def page(name: str) -> str:
    template, context = previews.PAGES[name]
    made = engines["jinja2"].env.get_template(template)  # type: ignore[attr-defined]
    given = {
        "who": previews.LAN,
        "csrf_input": "",
        "address": "/",
        "raising": lambda *_: "/cong-viec/vuong-mac/mo/raise",
    }
    return str(made.render({**given, **context}))


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("name", sorted(previews.PAGES))
def test_a_page_has_one_heading_and_every_id_once(name: str) -> None:
    html = page(name)

    assert html.count("<h1") == 1
    assert [one for one, count in Counter(re.findall(r'\sid="([^"]+)"', html)).items() if count > 1] == []
    assert "{{" not in html
    assert "None" not in main_of(html)


@pytest.mark.parametrize("name", sorted(previews.PAGES))
def test_every_field_has_its_name_and_every_label_its_field(name: str) -> None:
    html = page(name)
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    controls = re.findall(r"<(?:input|select|textarea)[^>]*>", html)
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', html))

    assert labelled <= ids
    for control in controls:
        if 'type="hidden"' in control or 'class="js-only"' in control or 'name="ho_so"' in control:
            continue
        found = re.search(r'\sid="([^"]+)"', control)
        assert "aria-label=" in control or (found and found[1] in labelled), control


@pytest.mark.parametrize("name", sorted(previews.PAGES))
def test_a_fault_is_told_above_and_beside_its_field(name: str) -> None:
    html = page(name)
    ids = set(re.findall(r'\sid="([^"]+)"', html))

    summary = re.findall(r'href="#(f-[^"]+)"', html)
    assert set(summary) <= ids
    assert set(re.findall(r'aria-describedby="([^" ]+)', html)) <= ids
    assert len(summary) == html.count('class="error"')


def test_the_style_and_the_script_stay_small_and_no_colour_is_off_the_list() -> None:
    style = (STATIC / "css" / "thongsuot.css").read_text()
    allowed = set(re.findall(r"#[0-9A-Fa-f]{3,6}", style.split("}", 4)[3])) | {"#7A1417", "#000"}

    assert len(style.encode()) <= LARGEST_STYLE
    assert (STATIC / "js" / "desk.js").stat().st_size <= LARGEST_SCRIPT
    assert set(re.findall(r"#[0-9A-Fa-f]{3,6}\b", style)) <= allowed
    assert "border-radius: 50%" in style, "the round dots of the timeline"
    assert style.count("border-radius") == 2, "corners are square"


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_page_runs_out_of_its_window_and_axe_finds_nothing(width: int, browser: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    window = browser.new_page(viewport={"width": width, "height": 900})
    window.route("**/*", lambda route: _serve(route))
    for name in previews.PAGES:
        window.goto(f"http://desk.test/{name}")
        window.evaluate("document.fonts.ready")
        wider = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found = [one["id"] for one in Axe().run(window).response["violations"]]
        assert (name, wider, found) == (name, 0, [])
    window.close()


def _serve(route: Any) -> None:
    path = route.request.url.split("desk.test/", 1)[1]
    if path in previews.PAGES:
        route.fulfill(body=page(path), content_type="text/html; charset=utf-8")
    elif path.startswith("static/"):
        plain = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", path.removeprefix("static/"))
        route.fulfill(path=str(STATIC / plain))
    else:
        route.fulfill(status=404)
