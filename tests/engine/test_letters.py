"""Printed forms in general: which version holds, what is missing, and that no text becomes markup."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field
from pypdf import PdfReader

from thongsuot.engine import letters
from thongsuot.engine.letters import (
    BREAK,
    LONGEST_WORD,
    Letter,
    LetterData,
    LetterError,
    LetterPart,
    Name,
    breakable,
    clean,
    declare,
    declared,
    fill,
    letter_for,
    render,
    unprintable,
)

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)
TEMPLATE = """
#import "/letters.typ": *
#show: form
= Phiếu thử
#data.name
#for row in data.rows [\\ #row]
"""


class Row(LetterPart):
    name: Name = Field(title="Tên giấy tờ")


class SlipData(LetterData):
    name: Name = Field(title="Họ tên")
    rows: tuple[Row, ...] = Field(default=(), title="Thành phần hồ sơ")

    def printed(self) -> dict[str, Any]:
        return {"name": self.name, "rows": [row.name for row in self.rows]}


class OtherData(SlipData):
    pass


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms of these tests only, set from a folder of their own."""
    shared = Path(letters.__file__).with_suffix(".typ").read_text(encoding="utf-8")
    (tmp_path / "letters.typ").write_text(shared, encoding="utf-8")
    (tmp_path / "slip.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(letters, "PACKAGE", tmp_path)
    monkeypatch.setattr(letters, "_local", threading.local())
    monkeypatch.setattr(letters, "_declared", {})


@pytest.fixture
def slip(tmp_path: Path) -> Letter:
    return version(tmp_path, "TT 03/2025", date(2025, 9, 15), None)


def version(folder: Path, name: str, since: date, until: date | None, key: str = "01") -> Letter:
    return Letter(key, "Phiếu thử", folder / "slip.typ", name, since, until, "thông tư thử", SlipData)


def given_for(name: str, **more: Any) -> dict[str, Any]:
    return {"code": "H26-261121-0001", "issued_at": NOON, "name": name, **more}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


# Which version holds


def test_a_dossier_of_2024_gets_the_form_of_2018_and_one_of_2026_the_form_of_2025(tmp_path: Path) -> None:
    old = version(tmp_path, "TT 01/2018", date(2018, 11, 23), date(2025, 9, 15))
    new = version(tmp_path, "TT 03/2025", date(2025, 9, 15), None)
    declare(old, new)
    assert letter_for("01", date(2024, 5, 2)) is old
    assert letter_for("01", date(2025, 9, 14)) is old
    assert letter_for("01", date(2025, 9, 15)) is new
    assert letter_for("01", date(2026, 11, 21)) is new


def test_no_form_on_that_day_is_said_with_the_day(tmp_path: Path, slip: Letter) -> None:
    declare(slip)
    with pytest.raises(LetterError, match="Không có mẫu “01” nào có hiệu lực vào ngày 14/09/2025"):
        letter_for("01", date(2025, 9, 14))
    with pytest.raises(LetterError, match="mẫu “99”"):
        letter_for("99", date(2026, 1, 1))


def test_two_versions_of_one_form_on_the_same_day_are_refused(tmp_path: Path, slip: Letter) -> None:
    declare(slip)
    with pytest.raises(ValueError, match=r"TT 03/2025.*TT 01/2018"):
        declare(version(tmp_path, "TT 01/2018", date(2018, 11, 23), date(2025, 9, 16)))
    assert declared() == (slip,)


def test_declaring_the_same_form_again_changes_nothing(slip: Letter) -> None:
    declare(slip)
    declare(slip)
    assert declared() == (slip,)


def test_two_forms_may_hold_on_the_same_day(tmp_path: Path, slip: Letter) -> None:
    declare(slip, version(tmp_path, "TT 03/2025", date(2025, 9, 15), None, key="02"))
    assert [letter.key for letter in declared()] == ["01", "02"]


# What is missing


def test_a_missing_name_is_told_to_lan_in_her_words(slip: Letter) -> None:
    with pytest.raises(LetterError) as caught:
        render(slip, {"code": "H26-261121-0001", "issued_at": NOON})
    assert caught.value.sentence == "Chưa in được “Phiếu thử”: thiếu “Họ tên”."
    assert caught.value.fields == ("name",)


def test_blanks_do_not_count_as_a_name(slip: Letter) -> None:
    with pytest.raises(LetterError, match="thiếu “Họ tên”"):
        fill(slip, given_for("  \n "))


def test_every_fault_is_named_at_once_with_its_row(slip: Letter) -> None:
    rows = [{"name": "Tờ khai"}, {"name": ""}, {"name": "x" * 501}]
    with pytest.raises(LetterError) as caught:
        fill(slip, {"code": "", "issued_at": "hôm qua", "name": "An", "rows": rows, "colour": "đỏ"})
    assert caught.value.fields == ("code", "issued_at", "rows.1.name", "rows.2.name", "colour")
    for sentence in (
        "thiếu “Mã hồ sơ”",
        "“Thời điểm lập” không hợp lệ",
        "thiếu “Thành phần hồ sơ”, dòng 2, “Tên giấy tờ”",
        "“Thành phần hồ sơ”, dòng 3, “Tên giấy tờ” dài quá 500 ký tự",
        "mẫu không có mục “colour”",
    ):
        assert sentence in caught.value.sentence


def test_a_link_that_no_qr_can_hold_is_refused_before_printing(slip: Letter) -> None:
    assert render(slip, given_for("An", link="https://dichvucong.gov.vn/" + "a" * 470)).startswith(b"%PDF")
    with pytest.raises(LetterError, match="“Địa chỉ tra cứu” dài quá 500 ký tự"):
        render(slip, given_for("An", link="https://dichvucong.gov.vn/" + "a" * 4000))


def test_a_moment_without_time_zone_is_refused(slip: Letter) -> None:
    with pytest.raises(LetterError, match="“Thời điểm lập” không hợp lệ"):
        fill(slip, given_for("An") | {"issued_at": datetime(2026, 11, 21, 12)})


def test_another_forms_data_is_a_programmers_mistake(tmp_path: Path) -> None:
    strict = Letter("01", "Phiếu thử", tmp_path / "slip.typ", "v", date(2025, 1, 1), None, "", OtherData)
    with pytest.raises(TypeError, match="OtherData expected, not SlipData"):
        render(strict, SlipData(**given_for("An")))


def test_a_broken_template_is_reported_without_its_insides(tmp_path: Path, slip: Letter) -> None:
    (tmp_path / "slip.typ").write_text("#data.does-not-exist", encoding="utf-8")
    with pytest.raises(LetterError) as caught:
        render(slip, given_for("An"))
    assert "mẫu in có lỗi" in caught.value.sentence
    assert "does-not-exist" not in caught.value.sentence


# Text stays text

HOSTILE = (
    "#panic()",
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    "$x^2$",
    "*đậm* _nghiêng_",
    "@nguồn <nhãn>",
    "\\ \\u{41} \\#",
    "`mã` ```",
    "[x] {y} (z)",
    '"; import os',
    "// chú thích",
    "/* chú thích */",
    "= Đề mục",
    "{{ 7 * 7 }} <b>x</b> &amp;",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_that_a_person_typed_is_printed_as_typed(slip: Letter, text: str) -> None:
    assert text in text_of(render(slip, given_for(f"An {text} Bình")))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_text_at_all_can_be_printed(slip: Letter, text: str) -> None:
    assert render(slip, given_for("An " + text)).startswith(b"%PDF")


def test_rows_are_printed_in_their_order(slip: Letter) -> None:
    text = text_of(render(slip, given_for("An", rows=[{"name": "Tờ khai"}, {"name": "Bản vẽ"}])))
    assert text.index("Tờ khai") < text.index("Bản vẽ")


def test_decomposed_text_is_composed_so_that_it_is_found_again(slip: Letter) -> None:
    assert "Nguyễn Thị Bình" in text_of(render(slip, given_for("Nguye\u0302\u0303n Thi\u0323 Bi\u0300nh")))


@pytest.mark.parametrize("name", ["Y Ŭn Niê", "H’Ĕl Byă", "Ksor Kơpă", "Đinh Ŏi", "Čil Múp", "Ƀuôn Ƀur"])
def test_names_of_the_central_highlands_come_through(slip: Letter, name: str) -> None:
    assert name in text_of(render(slip, given_for(name)))
    assert unprintable(slip, given_for(name)) == ()


def test_signs_that_no_font_has_are_shown_as_unknown_and_reported(slip: Letter) -> None:
    data = given_for("An 阮 😀")
    assert unprintable(slip, data) == ("阮", "😀")
    assert "An � �" in text_of(render(slip, data))


def test_marks_that_turn_the_reading_direction_are_dropped() -> None:
    assert clean("giá \u202e000.1\u202c đ\x00\x1b[31m") == "giá 000.1 đ[31m"


def test_an_e_mail_address_stays_whole_and_a_longer_word_may_break() -> None:
    address = "nguyen.thi.binh.an@vanphong.hanoi.gov.vn"
    assert clean(address) == address
    long = "a" * 130
    parts = clean(long).split(BREAK)
    assert [len(part) for part in parts] == [LONGEST_WORD, LONGEST_WORD, 130 - 2 * LONGEST_WORD]


def test_breaking_leaves_spaces_and_short_words_alone() -> None:
    assert breakable("Ủy ban nhân dân đặc khu Trường Sa", 12) == "Ủy ban nhân dân đặc khu Trường Sa"
    assert breakable("abcdef", 3) == f"abc{BREAK}def"
    assert breakable("abc", 3) == "abc"


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert all(len(word) <= LONGEST_WORD for word in once.replace(BREAK, " ").split())


# The same data, the same bytes


def test_the_same_data_gives_the_same_bytes(slip: Letter) -> None:
    assert render(slip, given_for("An")) == render(slip, SlipData(**given_for("An")))


def test_another_moment_or_name_gives_other_bytes(slip: Letter) -> None:
    first = render(slip, given_for("An"))
    assert first != render(slip, given_for("Ân"))
    assert first != render(slip, given_for("An") | {"issued_at": NOON + timedelta(days=1)})


def test_the_document_is_dated_by_its_data_not_by_the_clock(slip: Letter) -> None:
    made = PdfReader(io.BytesIO(render(slip, given_for("An")))).metadata
    assert made is not None
    assert made.creation_date == NOON


def test_four_counters_print_at_once_and_each_gets_its_own(slip: Letter) -> None:
    names = [f"Người số {number}" for number in range(24)]
    with ThreadPoolExecutor(4) as counters:
        printed = list(counters.map(lambda name: text_of(render(slip, given_for(name))), names))
    for name, text in zip(names, printed, strict=True):
        assert name in text.splitlines()


def test_a_compiler_is_kept_for_its_thread_only() -> None:
    mine = letters._compiler()
    assert letters._compiler() is mine
    with ThreadPoolExecutor(1) as other:
        assert other.submit(letters._compiler).result() is not mine


def test_only_our_own_fonts_are_known() -> None:
    assert set(letters._fonts().families()) == {"Be Vietnam Pro", "Noto Sans", "Tinos"}


def test_every_vietnamese_letter_has_its_sign() -> None:
    vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    alphabet = "".join(vowel + tone for vowel in vowels for tone in tones) + "đ0123456789.,;:%/()–“”…₫đ"
    assert letters.UNKNOWN_SIGN not in clean(alphabet + alphabet.upper())
