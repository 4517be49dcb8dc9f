"""What the engine says when it refuses, told in English where it has its English, and Vietnamese as it stands."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from officers import text_of

from thongsuot.engine import access, needs
from thongsuot.engine.errors import NeedsNotMet, NotFound, StaleCase
from thongsuot.engine.process import At, Move, Need, NeedKind, Role
from thongsuot.web import messages, speech
from thongsuot.web.refusals import told


@pytest.fixture
def compiled(tmp_path: Path, settings: Any) -> Any:
    """The catalogue compiled elsewhere, as in test_english."""
    from django.utils.translation import trans_real

    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    command = ["-i", str(messages.ENGLISH), "-o", str(folder / "django.mo"), "-l", "en"]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "compile", *command], check=True)
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()


def test_vietnamese_is_told_as_it_stands_without_looking_anything_up() -> None:
    sentence = NotFound().sentence
    assert told(sentence) is sentence
    assert told("") == ""


def test_a_whole_sentence_is_told_in_english(compiled: None) -> None:
    with speech.english():
        assert told(NotFound().sentence) == (
            "The dossier was not found, or it is not within your scope. Check its code."
        )
        assert told(StaleCase(1, 2).sentence).startswith("Somebody else has just updated the dossier.")
        assert told("") == ""


def test_a_sentence_with_values_is_recognised_and_names_of_steps_and_fields_are_told_too(compiled: None) -> None:
    role = access.role_words(Role("specialist", At.EXECUTING))
    with speech.english():
        assert told(f"Bước này của {role}.") == "This step belongs to the settling specialist."
        assert told("Hồ sơ đang ở bước “Đang thụ lý”, không thực hiện được “Ký duyệt”.") == (
            "The dossier stands on the step “Being settled”; “Sign” cannot be done there."
        )
        long = told("“Ghi chú” dài 2001 ký tự, tối đa 1000. Rút gọn lại.")
        assert "is 2001 characters long, at most 1000 are allowed" in long


def test_what_nobody_translated_stays_vietnamese(compiled: None) -> None:
    with speech.english():
        for sentence in ("Câu này chưa ai dịch.", "Nguyễn Thị Lan", "“”", "%", "100 %s"):
            assert told(sentence) == sentence


def test_hostile_values_inside_a_sentence_are_values(compiled: None) -> None:
    with speech.english():
        said = told("“%(1)s” phải là chữ.")
        assert said == "“%(1)s” must be text."
        assert told("“\\1 %(2)s %s\n” phải là chữ.") == "“\\1 %(2)s %s\n” must be text."


def test_a_real_refusal_of_the_engine_is_among_the_sentences_found() -> None:
    found = dict(messages.sentences())

    assert found["“%(1)s” phải là chữ."] == "engine/needs.py"
    assert "Bạn chỉ xem được hồ sơ này." in found
    assert not [text for text in found if "\n" in text and "Raises" in text], "documentation is not said to anybody"


def test_values_are_numbered_in_the_order_of_the_sentence() -> None:
    tree = ast.parse('raise Refused(f"Hồ sơ {a} ở bước {b!r:>3}.")\nx = "không có dấu chấm"\n"""Một lời chú."""')
    assert list(messages._said(tree)) == ["Hồ sơ %(1)s ở bước %(2)s."]


def test_needs_refuse_in_sentences_that_have_their_english(compiled: None) -> None:
    need = Need("reasons", "Lý do", NeedKind.LINES)
    move = Move("refuse", "Từ chối", ("a",), "b", Role("intake", At.RECEIVING), needs=(need,))
    with pytest.raises(NeedsNotMet) as unmet, speech.english():
        needs.check(move, {"reasons": 7})
    with speech.english():
        for _name, sentence in unmet.value.faults:
            assert not messages.VIETNAMESE.search(told(sentence)), told(sentence)


def test_a_refused_move_and_an_unmet_need_are_told_in_english_at_the_desk(compiled: None, desk: Any) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.get("/ngon-ngu/en")
    nam.get("/ngon-ngu/en")

    refused = nam.post(f"/ho-so/{case}/buoc/hand_over", {"_version": "1"})
    assert "This step belongs to the intake officer." in text_of(refused)
    nowhere = text_of(lan.get("/ho-so/00000000-0000-0000-0000-000000000000"))
    assert "The dossier was not found, or it is not within your scope." in nowhere
    unmet = lan.make(case, "withdraw", request="")
    assert unmet.status_code == 422
    assert "Fill in “" in text_of(unmet)
