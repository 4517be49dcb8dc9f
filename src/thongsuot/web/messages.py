"""The texts that want an English translation, and the catalogue that holds them: `python -m thongsuot.web.messages`.

Vietnamese stands in templates, in the code, in what areas declare and in the tables of figures; all are read here. What
the floors below say when they refuse is kept too where it has its English.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face, Pairs
from thongsuot.engine.process import Need
from thongsuot.web.refusals import PART

PACKAGE = Path(__file__).resolve().parents[1]
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORD = "_"
BELOW = ("engine", "areas", "register")
VIETNAMESE = re.compile(r"[À-ỹđĐ]")
# Folders whose texts have their English: all of them; a new folder joins when its texts are translated.
TRANSLATED = frozenset(
    {
        "areas",
        "desk",
        "errors",
        "processes",
        "eform",
        "catalogue",
        "communication",
        "board",
        "briefing",
        "portal",
        "following",
        "exchange",
        "notices",
        "open311",
        "petitions",
        "receptions",
        "visits",
        "exports",
        "guidance",
        "interlinked",
        "keeping",
        "money",
        "inspections",
        "reorganising",
        "rights",
        "satisfaction",
        "stores",
        "systems",
        "tasks",
    }
)


def wanted() -> dict[str, set[str]]:
    """Every text to translate → the files that say it."""
    found: dict[str, set[str]] = {}
    for text, place in (*_in_code(), *_in_templates(), *_in_processes(), *_in_forms(), *_in_figures()):
        found.setdefault(text, set()).add(place)
    return found


def _files(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder itself, and of those below it that are translated."""
    found = sorted(folder.rglob(pattern))
    return [file for file in found if TRANSLATED.issuperset(file.relative_to(folder).parts[:-1])]


def _in_code() -> Iterator[tuple[str, str]]:
    for file in _files(PACKAGE / "web", "*.py"):
        with file.open("rb") as opened:
            for _line, text, _comments, _context in extract("python", opened, {KEYWORD: None}):
                if isinstance(text, str):
                    yield text, file.relative_to(PACKAGE).as_posix()


def _in_templates() -> Iterator[tuple[str, str]]:
    for file in _files(PACKAGE / "web" / "templates", "*.html"):
        tree = Environment().parse(file.read_text())  # noqa: S701 - only read
        for _line, _name, text in extract_from_ast(tree, (KEYWORD,)):
            said = text[0] if isinstance(text, tuple) else text
            if said is None:
                continue
            yield str(said), file.relative_to(PACKAGE).as_posix()


def _in_processes() -> Iterator[tuple[str, str]]:
    """The labels of states, moves and needs, and the choices of the counter: data that pages translate."""
    from thongsuot.areas.dossiers import delivering, intake
    from thongsuot.engine import access, registry
    from thongsuot.exchange.national import standing
    from thongsuot.exchange.notices.officers import reading

    for area in registry.areas():
        place = area.process.key
        for table in (area.process, *area.others):
            yield from ((state.label, place) for state in table.states)
            yield from ((move.label, place) for move in table.moves)
            yield from ((text, place) for move in table.moves for text in _of_needs(move.needs))
        if area.face is not None:
            yield from ((text, place) for text in _of_face(area.face))
    for choices in (intake.SUBJECT_KINDS, intake.DELIVERY, intake.AT_A_POINT):
        yield from ((label, "intake") for label in choices.values())
    yield from ((label, "statuses") for label in delivering.WORDS.values())
    yield from ((label, "statuses") for label in standing.WORDS.values())
    yield from ((label, "told") for label in reading.ABOUT.values())
    yield from ((words, "roles") for words in access.ROLE_WORDS.values())


def _of_needs(needs: Iterable[Need]) -> Iterator[str]:
    for need in needs:
        yield need.label
        yield from (label for _value, label in need.choices)
        if need.help:
            yield need.help


def _of_face(face: Face) -> Iterator[str]:
    """What an area calls its list, its bodies, its openings and what it tells of a case."""
    yield from (face.title, face.noun, face.subject, *face.words.values())
    yield from (label for _at, label in face.bodies)
    yield from (label for label, _address in face.pages)
    yield from _labels_of(face.pairs)
    for form in face.openings:
        yield form.label
        yield from _of_needs(form.needs)


def _labels_of(pairs: Callable[[Case], Pairs]) -> Iterator[str]:
    """The labels in the source of a function that returns (label, value)."""
    for node in ast.walk(ast.parse(inspect.getsource(pairs))):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
            label = node.elts[0].value
            if isinstance(label, str) and label[:1].isupper():
                yield label


def _in_forms() -> Iterator[tuple[str, str]]:
    """What the portal's own questions ask. The forms of ministries and the Government stay in Vietnamese."""
    from thongsuot.areas.dossiers import applying
    from thongsuot.engine import forms, forms_text

    for file in (applying.QUESTIONS, applying.QUESTIONS.parent / "definitions" / "general.yaml"):
        for section in forms_text.from_yaml(file.read_text()).sections:
            yield from ((text, file.stem) for text in (section.title, section.help) if text)
            for asked in section.fields:
                yield from ((text, file.stem) for text in (asked.label, asked.help) if text)
                yield from ((label, file.stem) for _value, label in asked.options)
    yield from ((label, "people") for label in forms.PART_LABELS.values())
    yield from ((label, "people") for _value, label in forms.SEXES)


def _in_figures() -> Iterator[tuple[str, str]]:
    """The names and meanings of figures, what other bodies published, the parts of a step that may differ."""
    from thongsuot.areas.tasks import rules
    from thongsuot.engine import briefed, shares
    from thongsuot.engine.internal import difference
    from thongsuot.measures import definitions, external

    for figure in definitions.FIGURES.values():
        yield from ((text, "figures") for text in (figure.label, figure.meaning))
    for ratio in definitions.RATIOS.values():
        yield from ((text, "figures") for text in (ratio.label, ratio.meaning))
    for told in briefed.told().values():
        yield from ((text, "figures") for text in (told.label, told.meaning))
    for words in (rules.TRACK_WORDS.values(), rules.WANTED.values(), dict(rules.CLEARS).values()):
        yield from ((text, "tasks") for text in words)
    for share in shares.known():
        yield from ((text, "figures") for text in (share.label, share.meaning))
    for statement in external.BRIEFED:
        yield from ((text, "figures") for text in (statement.label, statement.unit, statement.source))
    for made in external.simulated().values():
        yield from ((text, "figures") for text in (made.label, made.meaning))
    yield from ((words, "differences") for words in difference.PART_WORDS)
    yield from ((text, "briefing") for text in _of_briefing())


def _of_briefing() -> Iterator[str]:
    """What a briefing calls its sections, its charts, the kinds of reports and how they stand."""
    from thongsuot.engine import briefed
    from thongsuot.measures.briefing import charts, duties, regime, words
    from thongsuot.web.briefing import showing

    for table in (words.TITLES, words.TOPICS, duties.LABELS, regime.LABELS, showing.KIND_WORDS):
        yield from table.values()
    yield from (*charts.TEXTS, words.NO_DATA)
    yield from (one.title for one in briefed.charts().values())


def refused() -> dict[str, set[str]]:
    """The sentences of the floors below, which may have their English and need not → the files that say them."""
    found: dict[str, set[str]] = {}
    for text, place in sentences():
        found.setdefault(text, set()).add(place)
    return found


def sentences() -> Iterator[tuple[str, str]]:
    """Every Vietnamese sentence of the floors below, values as %(1)s, %(2)s; with the file that says it."""
    for folder in BELOW:
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            for text in _said(ast.parse(file.read_text())):
                yield text, file.relative_to(PACKAGE).as_posix()


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        inner = [one for one in ast.iter_child_nodes(node) if not isinstance(node, ast.Expr | ast.JoinedStr)]
        for one in inner:
            text = _text(one)
            if text.endswith((".", "?")) and VIETNAMESE.search(text) and PART.sub("", text).strip(" ."):
                yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    said, values = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            said += str(part.value)
        else:
            values += 1
            said += f"%({values})s"
    return said


def catalogue() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> list[str]:
    """Bring the catalogue to what is said now, keeping translations. Returns the texts that still want one."""
    known = catalogue() if ENGLISH.exists() else Catalog(locale="en")
    fresh = Catalog(locale="en", project="thongsuot", copyright_holder="Thông Suốt", fuzzy=False)
    asked, texts = wanted(), refused()
    texts |= asked
    for text in sorted(texts):
        old = known.get(text)
        english = str(old.string) if old and old.string else ""
        if not english and text not in asked:
            continue
        fresh.add(text, string=english, locations=[(place, 0) for place in sorted(texts[text])])
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, fresh, width=0, omit_header=False, include_lineno=False)
    return [text for text in sorted(asked) if not fresh[text].string]


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
    django.setup()
    for text in update():
        print(text)


if __name__ == "__main__":
    main()
