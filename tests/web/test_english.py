"""The English of the desk: complete, with the same places to fill in, and never needed for a page to work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from officers import text_of

from thongsuot.engine import registry
from thongsuot.web import messages, speech
from thongsuot.web.speech import say

PLACES = re.compile(r"%\(\w+\)s")
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)


def translations() -> dict[str, str]:
    return {str(one.id): str(one.string) for one in messages.catalogue() if one.id}


def test_every_text_has_its_english_and_none_is_left_over() -> None:
    wanted, known = messages.wanted(), translations()

    assert sorted(text for text in wanted if not known.get(text)) == []
    assert sorted(set(known) - set(wanted) - set(messages.refused())) == [], "run python -m thongsuot.web.messages"


def test_what_areas_declare_is_collected_title_bodies_openings_needs_and_what_a_case_tells() -> None:
    known, wanted = translations(), messages.wanted()
    declared = set()
    for area in registry.areas():
        declared |= {state.label for state in area.process.states} | {move.label for move in area.process.moves}
        if (face := area.face) is None:
            continue
        declared |= {face.title, face.subject, *(label for _at, label in face.bodies)}
        for form in face.openings:
            declared |= {form.label, *(need.label for need in form.needs), *(need.help for need in form.needs)}
            declared |= {label for need in form.needs for _value, label in need.choices}
    told = {"Trách nhiệm": "obstacle", "Chương trình": "meeting", "Trái hoặc chồng lấn với": "guidance"}

    assert declared - {""} <= set(wanted)
    assert all(place in wanted[label] for label, place in told.items()), "labels in the source of `pairs`"
    assert sorted(text for text in declared - {""} if not known.get(text)) == []


def test_a_translation_fills_in_what_its_text_fills_in() -> None:
    different = {
        text: english
        for text, english in translations().items()
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(english))
    }

    assert different == {}


def test_a_translation_is_english_but_for_names_and_examples() -> None:
    kept = ("Thông Suốt", "Trúc Bạch", "Ba Đình", "phường", "quận", "Hà Nội", "NQ-HĐND", "NĐ-CP")
    left = {}
    for text, english in translations().items():
        bare = english
        for name in kept:
            bare = bare.replace(name, "")
        if VIETNAMESE.search(bare):
            left[text] = english
    assert left == {}


def test_vietnamese_is_said_as_it_stands() -> None:
    assert say("Giao cho %(name)s", name="Lan") == "Giao cho Lan"
    assert say("100 % xong") == "100 % xong"
    assert speech.language() == "vi"


def test_english_ends_where_it_ends_even_after_an_error() -> None:
    def fail() -> None:
        with speech.english():
            assert speech.language() == "en"
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert speech.language() == "vi"


@pytest.fixture
def compiled(tmp_path: Path, settings: Any) -> None:
    """The catalogue compiled elsewhere: the one in the package is made by the build and is not in the repository."""
    from django.utils.translation import trans_real

    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    command = ["-i", str(messages.ENGLISH), "-o", str(folder / "django.mo"), "-l", "en"]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "compile", *command], check=True)
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()


def test_the_desk_in_english(compiled: None, desk: Any) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.get("/ngon-ngu/en")

    text = text_of(lan.get(f"/ho-so/{case}"))

    for said in ("Where the dossier stands", "Six clears", "Hand over", "Why this day", "Received, waiting"):
        assert said in text
    assert "My work" in text_of(lan.get("/viec"))


def test_the_work_of_offices_in_english(compiled: None, desk: Any) -> None:
    ngoc = desk("ngoc")
    ngoc.get("/ngon-ngu/en")
    overview = ngoc.get("/cong-viec").content.decode().partition("<main")[2].partition("</main>")[0]

    assert "Meetings and conclusions" in overview
    assert VIETNAMESE.findall(overview) == []
    form = text_of(ngoc.get("/cong-viec/cuoc-hop/mo/plan"))
    for said in ("What the meeting is about", "Everywhere, down to each commune (online)", "Agenda"):
        assert said in form


def test_without_a_compiled_catalogue_the_page_is_vietnamese(desk: Any, settings: Any, tmp_path: Path) -> None:
    from django.utils.translation import trans_real

    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    lan = desk("lan")
    lan.get("/ngon-ngu/en")

    assert "Việc của tôi" in text_of(lan.get("/viec"))
