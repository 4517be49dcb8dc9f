"""The forms that come with the software: sound, filled by somebody with a name, printed, and refused when wrong."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pypdf import PdfReader

from thongsuot.areas.dossiers.forms import catalogue, printing, samples, sources, spelling
from thongsuot.areas.dossiers.letters.parts import Agency, Signer
from thongsuot.engine import letters
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import Commune, FewPlaces
from thongsuot.engine.forms_text import Unreadable, from_json, from_yaml, to_json, to_yaml
from thongsuot.engine.forms_validate import Checked, Faulty, validate

AT = datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=7)))
PLACES = FewPlaces(
    {
        code: Commune(code, name, province, province_name)
        for code, name, province, province_name in (
            ("19789", "Phường Thuận Hóa", "46", "Thành phố Huế"),
            ("19753", "Phường Phú Xuân", "46", "Thành phố Huế"),
            ("00004", "Phường Ba Đình", "01", "Thành phố Hà Nội"),
        )
    }
)
KEYS = sorted(catalogue.shipped())
WITH_RESULT = [key for key in KEYS if catalogue.shipped()[key].result]
COMMITTEE = Agency(name="Ủy ban nhân dân phường Thuận Hóa", place="Thuận Hóa")
BINH = Signer(titles=("Chủ tịch",), name="Hồ Thanh Bình", note="")
WANTED = {
    "1.001193", "1.000656", "1.000894", "1.004873", "1.004859", "2.000635", "1.004222", "1.004194", "1.001612",
    "2.000815", "1.001776", "1.010803", "1.013225", "1.013831", "1.013949", "1.014337", "1.001022",
}  # fmt: skip


def form(key: str) -> Form:
    return catalogue.shipped()[key]


def verdict(key: str, given: dict[str, Any]) -> Checked | Faulty:
    return validate(form(key), given, today=AT.date(), places=PLACES)


def values(key: str) -> dict[str, Any]:
    found = verdict(key, samples.SAMPLES[key])
    assert isinstance(found, Checked), found.faults
    return found.values


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_most_used_procedures_each_have_one_form() -> None:
    codes = [code for one in catalogue.shipped().values() for code in one.procedures]

    assert len(codes) == len(set(codes))
    assert set(codes) >= WANTED
    assert len(KEYS) >= 15
    assert set(samples.SAMPLES) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_real_form_is_sound_and_reads_back_the_same(key: str) -> None:
    one = form(key)

    catalogue.require(one)
    assert from_yaml(to_yaml(one)) == one
    assert from_json(to_json(one)) == one
    assert "chưa xác minh" in one.source, "no layout was at hand; a form that is verified says so with its source"
    assert not one.verified


@pytest.mark.parametrize("key", KEYS)
def test_a_real_form_takes_a_real_answer_and_the_answer_goes_in_again(key: str) -> None:
    once = values(key)
    again = verdict(key, once)

    assert isinstance(again, Checked)
    assert again.values == once


@pytest.mark.parametrize("key", KEYS)
def test_a_real_form_refuses_an_empty_answer_with_every_fault(key: str) -> None:
    found = verdict(key, {})

    assert isinstance(found, Faulty)
    assert len(found.faults) >= 3
    assert all(sentence.endswith(".") for _, sentence in found.faults)


@pytest.mark.parametrize("key", KEYS)
def test_a_real_form_prints_its_declaration(key: str) -> None:
    letter, data = printing.declaration(
        form(key), values(key), to=COMMITTEE.name, code="H57.1-261121-0007", at=AT, places=PLACES,
        place="Thuận Hóa", signed_by="Nguyễn Thị Lan",
    )  # fmt: skip
    text = text_of(letters.render(letter, data))

    assert letters.unprintable(letter, data) == ()
    assert form(key).printed.heading.upper() in text
    assert "Kính gửi: Ủy ban nhân dân phường Thuận Hóa" in text
    assert re.search(r"Trần|Nguyễn|Lê", text)
    assert "H57.1-261121-0007" in text
    assert form(key).printed.signer.upper() in text


TOLD: dict[str, tuple[str, ...]] = {
    "birth": (
        "GIẤY KHAI SINH",
        "TRẦN MINH AN",
        "Ngày hai, tháng mười một, năm hai nghìn không trăm hai mươi sáu",
        "1994",
    ),
    "death": ("TRÍCH LỤC KHAI TỬ", "LÊ THỊ BÁ", "04 giờ 20 phút, ngày 15 tháng 11 năm 2026", "1941"),
    "marriage": ("GIẤY CHỨNG NHẬN KẾT HÔN", "NGUYỄN THỊ LAN", "TRẦN VĂN HÙNG", "21/11/1990"),
    "marital-status": ("XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Chưa đăng ký kết hôn với ai", "Trần Văn Hùng", "2015"),
    "civil-status-change": ("TRÍCH LỤC CẢI CHÍNH HỘ TỊCH", "Năm sinh của mẹ", "1968"),
    "civil-status-extract": ("TRÍCH LỤC HỘ TỊCH", "Kết hôn", "45/2020", "2 bản"),
    "recognition": ("NHẬN CHA, MẸ, CON", "Người cha", "TRẦN MINH AN"),
    "residence": ("THÔNG BÁO", "Đăng ký thường trú", "12 Lê Lợi, Phường Thuận Hóa", "Phường Ba Đình, Thành phố Hà Nội"),
    "household-business": ("ĐĂNG KÝ HỘ KINH DOANH", "BÚN BÒ CÔ LAN", "100.000.000", "5610", "60.000.000"),
    "certified-copies": ("CHỨNG THỰC BẢN SAO", "Bằng tốt nghiệp đại học", "5 bản", "lan@vidu.vn"),
    "social-assistance": ("QUYẾT ĐỊNH", "hưởng trợ cấp xã hội hằng tháng", "Lê Thị Bá", "đặc biệt nặng", "Điều 3."),
    "martyr-worship": ("trợ cấp thờ cúng liệt sĩ", "Trần Văn Dũng", "tháng 4 năm 1972", "TB 1234c"),
    "merit-relative": ("GIẤY XÁC NHẬN", "Trần Văn Thành", "61 %", "TRẦN VĂN HÙNG"),
    "building-permit": ("GIẤY PHÉP XÂY DỰNG", "240,75 m²", "Kiến trúc Sông Hương", "12 tháng", "Tầng 3"),
    "land-change": ("NỘI DUNG BIẾN ĐỘNG", "CS 123456", "Bà Lê Thị Bá", "Tặng cho quyền sử dụng đất"),
    "land-purpose": ("chuyển mục đích sử dụng", "250,5 m²", "150 m² sang đất ở", "Căn cứ Luật Đất đai 31/2024/QH15;"),
    "study-support": ("hỗ trợ chi phí học tập năm học 2026-2027", "Trần Bảo Ngọc", "Lớp Lá 2", "9 tháng"),
}


@pytest.mark.parametrize("key", WITH_RESULT)
def test_a_real_form_makes_its_own_result_document(key: str) -> None:
    letter, data = printing.result(
        form(key), values(key), title=form(key).title, agency=COMMITTEE, signer=BINH, code="H57.1-261121-0007", at=AT,
        places=PLACES, number="15", symbol="QĐ-UBND", recipients=("Trần Văn Hùng",),
    )  # fmt: skip
    text = text_of(letters.render(letter, data))

    for words in (*TOLD[key], "Hồ Thanh Bình", "15"):
        assert words in text, words


def test_each_result_document_is_one_of_its_own_and_a_form_without_one_says_so() -> None:
    assert {form(key).result for key in WITH_RESULT} == catalogue.results()
    assert set(KEYS) - set(WITH_RESULT) == {catalogue.GENERAL}
    with pytest.raises(LookupError):
        printing.result(
            form("birth").model_copy(update={"result": ""}), {}, title="", agency=COMMITTEE, signer=BINH, code="x",
            at=AT, places=PLACES,
        )  # fmt: skip


def test_what_an_answer_lacks_is_a_blank_to_write_on() -> None:
    few = {"child": {"name": "Trần Minh An"}}
    letter, data = printing.result(
        form("birth"), few, title="Giấy khai sinh", agency=COMMITTEE, signer=BINH, code="x", at=AT, places=PLACES
    )

    assert "TRẦN MINH AN" in text_of(letters.render(letter, data))


def _changed(key: str, **changes: Any) -> dict[str, Any]:
    given = deepcopy(samples.SAMPLES[key])
    for path, value in changes.items():
        name, _, part = path.partition("__")
        if part:
            given[name] = {**given[name], part: value}
        elif value is None:
            given.pop(name)
        else:
            given[name] = value
    return given


@pytest.mark.parametrize(
    ("key", "changes", "path", "says"),
    [
        ("birth", {"mother": {}, "father": {}}, "mother", "người mẹ hoặc người cha"),
        ("birth", {"mother__birth": "2026-12-01"}, "mother.birth", "không được sau hôm nay"),
        ("birth", {"mother__birth": "2020-01-01"}, "mother.birth", "không hợp lý"),
        ("birth", {"child__birth": "2026-11-30"}, "child.birth", "sau hôm nay"),
        ("death", {"died_on": "1940"}, "died_on", "không được trước ngày sinh"),
        ("death", {"notice_day": "2026-11-14"}, "notice_day", "trước ngày chết"),
        ("marriage", {"wife__birth": "2008-11-22"}, "wife.birth", "đủ 18 tuổi"),
        ("marriage", {"husband__birth": "2006-11-22"}, "husband.birth", "đủ 20 tuổi"),
        ("marriage", {"husband_status_paper": None}, "husband_status_paper", "Nhập mục"),
        ("marital-status", {"person__birth": "2010-01-01"}, "person.birth", "chưa đủ tuổi kết hôn"),
        ("civil-status-change", {"items": []}, "items", "ít nhất 1 nội dung"),
        ("household-business", {"capital": 90_000_000}, "capital", "bằng vốn kinh doanh"),
        ("household-business", {"owner__birth": "2010-01-01"}, "owner.birth", "đủ 18 tuổi"),
        ("certified-copies", {"copies_total": 6}, "copies_total", "bằng tổng số bản"),
        ("social-assistance", {"group": "elderly", "person__birth": "1970"}, "person.birth", "đủ 60 tuổi"),
        ("building-permit", {"floor_area": 200}, "floor_area", "bằng tổng diện tích sàn"),
        ("building-permit", {"adjoining_pledge": False}, "adjoining_pledge", "văn bản cam kết"),
        ("land-change", {"receiver": samples.HUNG | {}}, "receiver", "không hỏi"),
        ("land-purpose", {"total_area": 1}, "total_area", "cộng lại"),
        ("study-support", {"child__birth": "2015-01-01"}, "child.birth", "dưới 6 tuổi"),
        ("residence", {"new_place": None}, "new_place", "Nhập mục"),
    ],
)
def test_what_the_law_does_not_allow_is_told_at_its_place(
    key: str, changes: dict[str, Any], path: str, says: str
) -> None:
    found = verdict(key, _changed(key, **changes))

    assert isinstance(found, Faulty)
    assert says in dict(reversed(found.faults))[path]


def test_an_abandoned_child_has_no_parents_to_ask_for() -> None:
    found = verdict("birth", _changed("birth", birth_proof="abandoned", relation="guardian"))

    assert isinstance(found, Checked)
    assert not {"mother", "father", "married"} & found.values.keys()


def test_an_unknown_source_is_an_error_at_publishing() -> None:
    text = to_yaml(form("birth")).replace("population.person", "population.salary")

    with pytest.raises(Unreadable, match=r"population\.salary"):
        catalogue.require(from_yaml(text))
    assert all(
        sources.is_known(source)
        for one in catalogue.shipped().values()
        for f in one.fields.values()
        for source in f.prefill
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (11, "mười một"), (15, "mười lăm"), (21, "hai mươi mốt"),
        (40, "bốn mươi"), (105, "một trăm linh năm"), (1900, "một nghìn chín trăm"),
        (1994, "một nghìn chín trăm chín mươi bốn"), (2000, "hai nghìn"), (2005, "hai nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
    ],
)  # fmt: skip
def test_numbers_are_read_aloud(value: int, words: str) -> None:
    assert spelling.number(value) == words


def test_a_day_known_in_part_is_read_in_part() -> None:
    assert spelling.day("1941") == "Năm một nghìn chín trăm bốn mươi mốt"
    assert spelling.day("1941-05").startswith("Tháng năm, năm")
    with pytest.raises(ValueError, match="10000"):
        spelling.number(10_000)
