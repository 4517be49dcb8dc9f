"""The reader's language. Vietnamese is what stands in the code and costs nothing; English is looked up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation

from thongsuot.register.formatting import Language

_reader = threading.local()


@contextmanager
def english() -> Iterator[None]:
    """Speak English in this thread for a while, Django's own sentences included."""
    _reader.english = True
    try:
        with translation.override("en"):
            yield
    finally:
        _reader.english = False


def language() -> Language:
    return "en" if getattr(_reader, "english", False) else "vi"


def say(text: str, **values: Any) -> str:
    """The text in the reader's language, with its `%(name)s` filled in; untranslated it stays Vietnamese."""
    if getattr(_reader, "english", False):
        text = translation.gettext(text)
    return text % values if values else text
