"""Sentences that the floors below wrote, in the reader's language: looked up whole, or recognised by their fixed parts.

The engine speaks Vietnamese and knows no reader. A page shows what it said through `told`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from django.utils import translation

from thongsuot.web.speech import language

PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = ("engine", "areas", "register")
VIETNAMESE = re.compile(r"[À-ỹđĐ]")
PART = re.compile(r"%\((\d+)\)s")


def told(sentence: str) -> str:
    """The sentence for this reader; one that nobody translated stays Vietnamese."""
    if not sentence or language() == "vi":
        return sentence
    whole = translation.gettext(sentence)
    return whole if whole != sentence else _recognised(sentence)


def _recognised(sentence: str) -> str:
    for pattern, text in _patterns():
        found = pattern.fullmatch(sentence)
        said = translation.gettext(text) if found else text
        if found is not None and said != text:
            return _filled(said, dict(zip(PART.findall(text), map(_part, found.groups()), strict=True)))
    return sentence


def _filled(said: str, values: Mapping[str, str]) -> str:
    return PART.sub(lambda part: values[part[1]], said)


def _part(value: str) -> str:
    """A value of a sentence: a step's or a field's name is translated, a person's or a number stands."""
    return translation.gettext(value) if value else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with values in them, those with the most fixed words first."""
    texts = {text for text, _file in sentences() if PART.search(text)}
    ordered = sorted(texts, key=lambda text: (-len(PART.sub("", text)), text))
    return tuple((_pattern(text), text) for text in ordered)


def _pattern(text: str) -> re.Pattern[str]:
    fixed = PART.split(text)[::2]
    return re.compile("(.*?)".join(re.escape(one) for one in fixed), re.DOTALL)


def sentences() -> Iterator[tuple[str, str]]:
    """Every Vietnamese sentence of the floors below, values as %(1)s, %(2)s; with the file that says it."""
    for folder in FOLDERS:
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
