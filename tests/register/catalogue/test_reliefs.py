"""Who is freed of fees, how an amount came about, and how it is said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.register.amount_words import in_words
from thongsuot.register.catalogue import charging, reliefs
from thongsuot.register.catalogue.definitions import Case, Fee, Limit, Result
from thongsuot.register.catalogue.reliefs import BadReliefs, Relief

DAY = date(2026, 11, 20)
HEAD = "code,name,province,procedures,kinds,percent,evidence,valid_from,valid_to,legal_basis,verified"


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.VAR = tmp_path
    yield tmp_path / "fee_reliefs.csv"
    reliefs._rows.cache_clear()


def test_the_nation_s_rows_are_there_and_none_pretends_to_be_verified(site: Path) -> None:
    found = reliefs.offered("46", "1.013225", DAY)
    assert {"poor", "merit", "disabled", "child"} <= {one.code for one in found}
    assert not any(one.verified for one in found)
    assert all(one.legal_basis and one.evidence for one in found)
    assert reliefs.offered("46", "1.013225", date(2025, 6, 30)) == ()


def test_hue_s_own_row_goes_before_the_nation_s_and_only_there_and_only_from_its_day(site: Path) -> None:
    site.write_text(
        f"{HEAD}\nelderly,Người cao tuổi ở Huế,46,,charge,50,Thẻ căn cước,2026-10-01,,Nghị quyết của HĐND,no\n"
    )
    here = reliefs.relief("elderly", "46", "1.013225", DAY)
    assert here is not None
    assert (here.percent, here.name) == (50, "Người cao tuổi ở Huế")
    for province, day in (("96", DAY), ("46", date(2026, 9, 30))):
        there = reliefs.relief("elderly", province, "1.013225", day)
        assert there is not None
        assert there.percent == 100
    assert reliefs.relief("friend", "46", "1.013225", DAY) is None


def test_a_row_of_a_procedure_is_for_that_procedure(site: Path) -> None:
    site.write_text(f"{HEAD}\nnew,Người mới,,1.013225,fee,10,Giấy,2026-01-01,2026-12-01,Quyết định,yes\n")
    assert reliefs.relief("new", "46", "1.013225", DAY) is not None
    assert reliefs.relief("new", "46", "2.000815", DAY) is None
    assert reliefs.relief("new", "46", "1.013225", date(2026, 12, 1)) is None


@pytest.mark.parametrize(
    "row",
    ["x,,,,fee,50,Giấy,2026-01-01,,Căn cứ,no", "x,X,,,tax,50,Giấy,2026-01-01,,Căn cứ,no",
     "x,X,,,fee,101,Giấy,2026-01-01,,Căn cứ,no", "x,X,,,fee,0,Giấy,2026-01-01,,Căn cứ,no",
     "x,X,,,fee,nửa,Giấy,2026-01-01,,Căn cứ,no", "x,X,,,fee,50,Giấy,hôm qua,,Căn cứ,no", "x,X"],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_named_by_its_line(row: str) -> None:
    with pytest.raises(BadReliefs, match="dòng 2"):
        reliefs.read([HEAD, row])


@given(st.integers(1, 100), st.integers(0, 10**10))
def test_a_relief_takes_whole_dong_and_never_more_than_there_is(percent: int, amount: int) -> None:
    one = Relief("x", "X", "", frozenset(), frozenset({"fee"}), percent, "Giấy", DAY, None, "Căn cứ", False)
    less = one.less("fee", amount)
    assert 0 <= less <= amount
    assert amount * percent <= less * 100 < amount * percent + 100
    assert one.less("charge", amount) == 0


def case(*fees: Fee) -> Case:
    limit = Limit(unit="none", amount=0)
    return Case(key="x", name="X", limit=limit, fees=fees, results=(Result(code="1", name="Kết quả"),))


def test_the_lines_say_how_much_for_each_how_many_and_what_online_saves() -> None:
    counter = Fee(channel="counter", kind="service_fee", name="Lệ phí", amount=10_000, unit="bản")
    online = Fee(channel="online", kind="service_fee", name="Lệ phí", amount=5_000, unit="bản", note="NQ 12.")
    (found,) = charging.charged(case(counter, online), "online", 3, ["NQ của HĐND thành phố"])
    assert (found["amount"], found["purpose"]) == (15_000, "charge")
    text = " ".join(found["lines"]).replace("\u00a0", " ")
    for said in ("5.000 đ mỗi bản, 3 bản", "NQ 12.", "được giảm 15.000 đ", "NQ của HĐND thành phố."):
        assert said in text
    (there,) = charging.charged(case(counter, online), "counter", 1)
    assert not any("giảm" in line for line in there["lines"])


def test_a_fee_by_pages_says_its_steps_and_its_ceiling_and_an_unknown_one_where_it_is_set() -> None:
    pages = Fee(channel="counter", kind="fee", name="Phí", amount=2_000, unit="trang", from_page=3, amount_after=1_000,
                at_most=5_000)  # fmt: skip
    unknown = Fee(channel="counter", kind="fee", name="Phí khác", amount=None, note="nghị quyết của HĐND")
    first, second = charging.charged(case(pages, unknown), "counter", 100)
    text = " ".join(first["lines"]).replace("\u00a0", " ")
    assert first["amount"] == 5_000
    assert "Từ trang thứ 3: 1.000 đ" in text
    assert "tối đa 5.000 đ" in text
    assert (second["amount"], second["lines"]) == (None, ["Phí khác: mức thu theo nghị quyết của HĐND."])


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (1_000, "Một nghìn đồng"),
        (8_000, "Tám nghìn đồng"),
        (75_000, "Bảy mươi lăm nghìn đồng"),
        (150_001, "Một trăm năm mươi nghìn không trăm lẻ một đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (2_005_000_010, "Hai tỷ không trăm lẻ năm triệu không trăm mười đồng"),
    ],
)
def test_amounts_are_said_in_words(amount: int, words: str) -> None:
    assert in_words(amount) == words


@given(st.integers(0, 10**13))
def test_no_two_amounts_are_said_alike(amount: int) -> None:
    assert in_words(amount) != in_words(amount + 1)
    with pytest.raises(ValueError, match="-"):
        in_words(-amount - 1)
