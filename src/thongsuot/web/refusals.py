"""Sentences that the floors below wrote, in the reader's language: looked up whole, or recognised by their fixed parts.

The engine speaks Vietnamese and knows no reader. A page shows what it said through `told`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils import translation
from django.utils.translation import trans_real

from thongsuot.web.speech import language

PART = re.compile(r"%\((\d+)\)s")


def told(sentence: str) -> str:
    """The sentence for this reader; one that nobody translated stays Vietnamese."""
    if not sentence or language() == "vi":
        return sentence
    whole = translation.gettext(sentence)
    return whole if whole != sentence else _recognised(sentence)


def _recognised(sentence: str) -> str:
    for pattern, names, english in _patterns(trans_real.catalog()):
        found = pattern.fullmatch(sentence)
        if found is not None:
            return _filled(english, dict(zip(names, map(_part, found.groups()), strict=True)))
    return sentence


def _filled(english: str, values: Mapping[str, str]) -> str:
    return PART.sub(lambda part: values[part[1]], english)


def _part(value: str) -> str:
    """A value of a sentence: a step's or a field's name is translated, a person's or a number stands."""
    return translation.gettext(value) if value else value


@lru_cache(maxsize=2)
def _patterns(catalogue: trans_real.DjangoTranslation) -> tuple[tuple[re.Pattern[str], list[str], str], ...]:
    """(pattern, names of its values, English) of every sentence with values, those with most fixed words first."""
    known: Mapping[object, object] = dict(catalogue._catalog.items())  # type: ignore[attr-defined]
    texts = [(text, str(english)) for text, english in known.items() if isinstance(text, str) and PART.search(text)]
    texts.sort(key=lambda one: (-len(PART.sub("", one[0])), one[0]))
    return tuple((_pattern(text), PART.findall(text), english) for text, english in texts)


def _pattern(text: str) -> re.Pattern[str]:
    fixed = PART.split(text)[::2]
    return re.compile("(.*?)".join(re.escape(one) for one in fixed), re.DOTALL)
