"""Pages are written by a generator of our own: they say letter for letter what Jinja's would."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from thongsuot.web.templating import Pages, shown

NOTE = Markup("<b>Hạn trả</b>")
MACRO = "{% macro row(words) %}<td>{{ words }}</td>{% endmacro %}"


class Told:
    def __html__(self) -> str:
        return "<i>Trần Văn Hùng</i>"


@given(st.one_of(st.text(), st.text(alphabet="&<>'\"a"), st.integers(), st.none(), st.floats(), st.booleans()))
def test_what_is_shown_is_what_markup_would_be(value: Any) -> None:
    assert str(shown(value)) == str(escape(value))


@pytest.mark.parametrize("value", [NOTE, Told(), ["<", NOTE], {"a": "<"}], ids=["markup", "told", "list", "mapping"])
def test_what_knows_its_markup_keeps_it_and_all_else_is_escaped(value: Any) -> None:
    assert str(shown(value)) == str(escape(value))


@pytest.mark.parametrize(
    "source",
    [
        "{{ name }}{{ note }}{{ missing }}{{ n }}",
        "<p>{{ name }}</p>{% for one in names %}<li>{{ loop.index }} {{ one }}</li>{% else %}none{% endfor %}",
        MACRO + "{{ row(note) }}{{ row(name) }}",
        "{% set said %}{{ name }}, {{ note }}{% endset %}{{ said }}{{ said|length }}",
        "{% filter upper %}{{ name }}{% endfilter %}{{ name ~ note }}{{ names|join(', ') }}",
        '{{ _("Quá hạn <1>") }}{{ _(name) }}{{ _("%(n)s việc", n=n) }}{{ url("desk:case", n) }}',
        "{% macro to(url) %}{{ url('own') }}{% endmacro %}{{ to(twice) }}{{ url('desk:work') }}",
        "{% set _ = twice %}{{ _('lặp') }}{% for url in [twice] %}{{ url('x') }}{% endfor %}",
        "{% if n > 2 %}a{{ n }}{% elif n %}b{% else %}{{ name }}{% endif %}{{ 'x' if n }}{{ 1.5 }}{{ '<' }}",
        "{% autoescape false %}{{ name }}{% endautoescape %}{{ name|safe }}{{ name|e }}",
    ],
)
def test_a_template_gives_the_same_page_as_with_jinja_alone(source: str) -> None:
    values = {"name": "<Hùng & Lan>", "note": NOTE, "names": ["a<b", NOTE, "c"], "n": 3, "twice": lambda one: one * 2}
    pages = []
    for made in (Environment(autoescape=True), Pages(autoescape=True)):
        made.globals.update(_=lambda text, **said: text % said if said else text, url=lambda *parts: f"/{parts}&")
        pages.append(made.from_string(source).render(values))
    assert pages[0] == pages[1]
    assert "<Hùng" not in pages[1] or "autoescape false" in source


def test_a_block_is_put_into_its_page_whole_and_in_order() -> None:
    from jinja2 import DictLoader

    frame = "<h1>{% block title %}{% endblock %}</h1>{{ before }}<main>{% block main %}x{% endblock %}</main>"
    blocks = "{% block title %}{{ name }}{% endblock %}{% block main %}{{ super() }}{{ n }}{% endblock %}"
    own = f'{{% extends "frame" %}}{blocks}'
    made = Pages(autoescape=True, loader=DictLoader({"frame": frame, "own": own}))
    page = made.get_template("own").render(name="A & B", before="<", n=3)
    assert page == "<h1>A &amp; B</h1>&lt;<main>x3</main>"
