"""Papers that the state usually has, told by how their name begins; and what a list says of a procedure."""

from __future__ import annotations

import pytest

from thongsuot.register.catalogue.definitions import Case, Definition, Fee, Limit, Receiving, Result
from thongsuot.register.catalogue.known import known
from thongsuot.register.catalogue.summaries import summary


@pytest.mark.parametrize(
    ("name", "database"),
    [
        ("Giấy tờ chứng minh thông tin về cư trú", "Cơ sở dữ liệu quốc gia về dân cư"),
        ("SỔ HỘ KHẨU của người yêu cầu", "Cơ sở dữ liệu quốc gia về dân cư"),
        ("Bản sao Giấy khai sinh của trẻ", "Cơ sở dữ liệu hộ tịch điện tử"),
        ("Bản chụp thẻ căn cước", "Cơ sở dữ liệu căn cước"),
    ],
)
def test_a_paper_that_the_state_has(name: str, database: str) -> None:
    found = known(name)

    assert found is not None
    assert found.database == database
    assert found.basis
    assert not found.verified, "no provision was at hand: the page says so"


@pytest.mark.parametrize(
    "name",
    [
        "Tờ khai cấp bản sao giấy khai sinh",
        "Giấy khai sinhx",
        "Đơn đề nghị kèm thẻ căn cước",
        "Giấy chứng nhận quyền sử dụng đất (bản gốc)",
        "",
        "\x00",
    ],
)
def test_a_paper_that_only_mentions_one_is_asked_for(name: str) -> None:
    assert known(name) is None


def case(key: str, limit: Limit, *fees: int | None, unclear: str = "") -> Case:
    charged = tuple(
        Fee(channel="counter", kind="fee", name=f"Phí {place}", amount=amount) for place, amount in enumerate(fees)
    )
    return Case(
        key=key, name=key, limit=limit, unclear=unclear, fees=charged, results=(Result(code="", name="Giấy phép"),)
    )


def test_a_summary_says_every_limit_and_amount_once() -> None:
    five, nothing = Limit(unit="working_day", amount=5), Limit(unit="none", amount=0)
    said = Definition(
        field_code="x",
        executing_kind="pkt",
        receiving=Receiving(channels=("counter",)),
        cases=(case("a", five, 10_000, None), case("b", five, 10_000), case("c", nothing, unclear="nguồn ghi hai số")),
        source="https://example.invalid",
        source_day="2026-01-01",  # type: ignore[arg-type]
    )

    told = summary(said)

    assert told.limits == (five, None)
    assert told.amounts == (10_000, None)
    assert told.cases == 3
