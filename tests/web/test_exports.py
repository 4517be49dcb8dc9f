"""Excel of every list: the rows of the page with the page's rights, recorded; long lists made beside the server."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import Error, transaction
from officers import CERTIFY, Desk, Officer, text_of
from python_calamine import CalamineWorkbook

from thongsuot.engine import exports, sql, stamper
from thongsuot.measures import folding
from thongsuot.register import demo

HOSTILE = '=cmd|"/c calc"!A1'
WARD_HOUSE = f"ubnd.{demo.WARD}"


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def rows_in(answer: Any) -> list[list[Any]]:
    """The rows below the headings."""
    assert answer.status_code == 200, text_of(answer)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    content = b"".join(answer.streaming_content)
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())[3:]


def logged() -> list[tuple[Any, ...]]:
    found = sql.run(
        "SELECT kind, rows, asked::text, person IS NOT NULL, post IS NOT NULL FROM engine_exported ORDER BY at"
    )
    return [(kind, rows, json.loads(asked), person, post) for kind, rows, asked, person, post in found]


def looks(what: str) -> int:
    return int(sql.run("SELECT count(*) FROM engine_read WHERE what = %s", [what])[0][0])


# What a workbook holds.


def test_lans_work_list_as_a_workbook_is_her_page_and_is_recorded(desk: Desk, var: Path) -> None:
    lan = desk("lan")
    lan.receive(name=HOSTILE)
    lan.receive()
    page = lan.get("/viec?muc=all")
    assert "/xuat/viec?muc=all" in page.content.decode()

    rows = rows_in(lan.get("/xuat/viec?muc=all"))

    assert len(rows) == 2
    assert {row[2] for row in rows} == {HOSTILE, "Trần Văn Hùng"}
    assert all(isinstance(row[5], datetime) and isinstance(row[6], datetime) for row in rows)
    assert logged() == [("viec", 2, {"muc": "all"}, True, True)]
    assert looks("excel viec") == 2
    assert list((var / "exports").iterdir()) == [], "nothing stays behind"


@pytest.mark.parametrize("tab", ["mine", "queue", "due_soon", "overdue", "waiting", "results", "all"])
def test_every_tab_has_as_many_rows_as_its_count(desk: Desk, var: Path, tab: str) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.receive()
    lan.make(case, "hand_over")
    counts = lan.get("/viec/dem").json()

    assert len(rows_in(lan.get(f"/xuat/viec?muc={tab}"))) == counts[tab]


def test_what_a_search_finds_can_be_taken_along(desk: Desk, var: Path) -> None:
    lan = desk("lan")
    lan.receive(name="Trần Thị Bưởi")
    lan.receive()

    rows = rows_in(lan.get(f"/xuat/tim?{urlencode({'tim': 'Bưởi'})}"))

    assert [row[2] for row in rows] == ["Trần Thị Bưởi"]
    assert len(rows_in(lan.get("/xuat/tim"))) == 2


def test_the_list_behind_a_figure_has_as_many_rows_as_the_figure(desk: Desk, var: Path) -> None:
    lan = desk("lan")
    lan.receive()
    lan.receive()
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)
    asked = {"so-lieu": "received", "co-quan": WARD_HOUSE}

    seen = rows_in(desk("minh").get(f"/xuat/so-lieu?{urlencode(asked)}"))
    masked = rows_in(desk("lanhdao").get(f"/xuat/so-lieu?{urlencode(asked)}"))

    assert [len(seen), len(masked)] == [2, 2]
    assert {row[2] for row in masked} == {"T*** V*** H***"}
    assert looks("excel so-lieu") == 2, "who sees names masked has looked at nobody"


def test_the_catalogue_its_points_and_what_is_stuck_are_workbooks_too(desk: Desk, var: Path) -> None:
    control = desk("kiemsoat")

    catalogue = rows_in(control.get("/xuat/danh-muc"))

    assert CERTIFY in {row[0] for row in catalogue}
    for kind in ("diem-can-quyet", "gui-len-cong", "nhan-tu-cong", "tin-nhan"):
        assert isinstance(rows_in(control.get(f"/xuat/{kind}")), list)
    assert [one[0] for one in logged()] == ["danh-muc", "diem-can-quyet", "gui-len-cong", "nhan-tu-cong", "tin-nhan"]


def test_the_catalogue_is_filtered_as_the_page_is(desk: Desk, var: Path) -> None:
    control = desk("kiemsoat")

    rows = rows_in(control.get(f"/xuat/danh-muc?{urlencode({'tim': CERTIFY})}"))

    assert rows
    assert rows[0][0] == CERTIFY
    assert len(rows) < len(rows_in(control.get("/xuat/danh-muc")))


# Who may not.


def test_hoa_of_ca_mau_takes_nothing_of_hue_along(desk: Desk, var: Path) -> None:
    desk("lan").receive()
    hoa = desk("hoa")

    assert rows_in(hoa.get("/xuat/viec?muc=all")) == []
    assert rows_in(hoa.get("/xuat/tim")) == []
    assert rows_in(hoa.get(f"/xuat/tim?{urlencode({'tim': 'Hùng'})}")) == []


@pytest.mark.parametrize(
    ("login", "kind", "status"),
    [
        ("lan", "danh-muc", 403),
        ("lan", "tin-nhan", 403),
        ("lanhdao", "gui-len-cong", 403),
        ("kiemsoat", "viec", 403),
        ("quantri", "viec", 403),
        ("lan", "khong-co", 404),
        ("lan", "../../etc/passwd", 404),
    ],
)
def test_a_list_of_another_role_is_refused_with_a_sentence(
    desk: Desk, var: Path, login: str, kind: str, status: int
) -> None:
    answer = desk(login).get(f"/xuat/{kind}")

    assert answer.status_code == status
    assert logged() == []


@pytest.mark.parametrize(
    "address",
    [
        "/xuat/viec?muc=khong-co",
        "/xuat/viec?muc=%00",
        "/xuat/so-lieu?so-lieu=x",
        "/xuat/so-lieu?so-lieu=received&luc=2026-99-99",
        "/xuat/so-lieu?so-lieu=received&luc=2026-11-20T00:00:00%2B23:59",
        "/xuat/hang-cho?co-quan=ubnd.96&phong=x&buoc=y",
        "/xuat/so-theo-doi?so=x&nam=-1&thang=99",
        "/xuat/so-theo-doi?so=%00&nam=2026",
        "/xuat/tim?tim=%25%5F%5C%00" + "a" * 5000,
        "/tep-xuat/00000000-0000-0000-0000-000000000000",
    ],
)
def test_hostile_values_are_answered_with_a_sentence(desk: Desk, var: Path, address: str) -> None:
    lan = desk("lan")

    answer = lan.post(address) if address.startswith("/tep-xuat") else lan.get(address)

    assert answer.status_code in (200, 404, 409)


def test_nobody_and_a_citizen_are_asked_to_sign_in(desk: Desk, client: Any, var: Path) -> None:
    from citizens import HANH, signed_in

    for who in (client, signed_in(HANH)):
        for address in ("/xuat/viec", "/tep-xuat"):
            assert "/dang-nhap" in who.get(address)["Location"]


def test_what_left_the_house_cannot_be_unsaid(desk: Desk, var: Path) -> None:
    desk("lan").get("/xuat/viec")

    for statement in ("UPDATE engine_exported SET rows = 0", "DELETE FROM engine_exported"):
        with pytest.raises(Error), transaction.atomic():
            sql.run(statement)
    assert len(logged()) == 1


# Long ones.


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has more than one row is long."""
    monkeypatch.setattr(exports, "AT_ONCE", 1)


def asked_for(lan: Officer, number: int = 2) -> None:
    for _ in range(number):
        lan.receive()
    page = lan.get("/xuat/viec?muc=all")
    assert "Danh sách dài" in text_of(page)
    answer = lan.post("/xuat/viec?muc=all")
    assert answer["Location"] == "/tep-xuat"


def made() -> bool:
    return exports.make_next(datetime.now(UTC))


def addresses_in(page: Any) -> list[str]:
    import re

    return re.findall(r'action="(/tep-xuat/[0-9a-f-]{36})"', page.content.decode())


def test_a_long_list_is_made_beside_the_server_and_fetched_once(desk: Desk, var: Path, long: None) -> None:
    lan = desk("lan")
    asked_for(lan)
    assert "Chờ lập" in text_of(lan.get("/tep-xuat"))
    assert logged() == [], "nothing has left yet"

    assert made()
    assert not made()

    page = lan.get("/tep-xuat")
    assert "Sẵn sàng" in text_of(page)
    (address,) = addresses_in(page)
    assert len(rows_in(lan.post(address))) == 2
    again = lan.post(address)
    assert again.status_code == 409
    assert "đã tải về" in text_of(again)
    assert list((var / "exports").iterdir()) == []
    assert logged() == [("viec", 2, {"muc": "all"}, True, True)]
    assert looks("excel viec") == 2


def test_nobody_else_finds_the_file(desk: Desk, var: Path, long: None) -> None:
    lan = desk("lan")
    asked_for(lan)
    made()
    (address,) = addresses_in(lan.get("/tep-xuat"))

    for login in ("hoa", "minh", "quantri"):
        other = desk(login)
        assert other.post(address).status_code == 404
        assert addresses_in(other.get("/tep-xuat")) == []
    assert len(rows_in(lan.post(address))) == 2, "still hers"


def test_rights_are_asked_again_when_the_file_is_made(desk: Desk, var: Path, long: None) -> None:
    from thongsuot.register.models import Holding

    lan = desk("lan")
    asked_for(lan)
    Holding.objects.filter(person__name="Nguyễn Thị Lan").update(valid_to=demo.SINCE + timedelta(days=1))

    made()

    told = sql.run("SELECT state, reason FROM engine_export")
    assert told == [("failed", "Danh sách này không thuộc phạm vi công việc của bạn.")]
    assert logged() == []
    assert not (var / "exports").exists() or list((var / "exports").iterdir()) == []


def test_a_file_is_gone_after_a_day(desk: Desk, var: Path, long: None) -> None:
    lan = desk("lan")
    asked_for(lan)
    made()
    (address,) = addresses_in(lan.get("/tep-xuat"))

    assert exports.erase_old(datetime.now(UTC) + exports.KEPT + timedelta(minutes=1)) == 1

    assert lan.post(address).status_code == 409
    assert "quá hạn" in text_of(lan.get("/tep-xuat"))
    assert list((var / "exports").iterdir()) == []


def test_a_lost_file_is_told_as_a_sentence(desk: Desk, var: Path, long: None) -> None:
    lan = desk("lan")
    asked_for(lan)
    made()
    (address,) = addresses_in(lan.get("/tep-xuat"))
    for file in (var / "exports").iterdir():
        file.unlink()

    answer = lan.post(address)

    assert answer.status_code == 409
    assert "không còn trên máy chủ" in text_of(answer)


def test_three_may_wait_a_fourth_is_refused(desk: Desk, var: Path, long: None) -> None:
    lan = desk("lan")
    asked_for(lan)
    lan.post("/xuat/viec?muc=all")
    lan.post("/xuat/viec?muc=all")

    answer = lan.post("/xuat/viec?muc=all")

    assert answer.status_code == 409
    assert "Đợi lập xong" in text_of(answer)


def test_a_maker_that_died_is_replaced(desk: Desk, var: Path, long: None) -> None:
    lan = desk("lan")
    asked_for(lan)
    sql.run("UPDATE engine_export SET state = 'working', begun_at = now() - interval '30 minutes'")
    assert not made(), "still at work"
    sql.run("UPDATE engine_export SET begun_at = now() - interval '2 hours'")

    assert made()
    assert sql.run("SELECT state FROM engine_export") == [("ready",)]


def test_a_list_that_cannot_be_written_says_so_and_stops_no_other(
    desk: Desk, var: Path, long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = desk("lan")
    asked_for(lan)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("thongsuot.engine.sheets.write", full)
        assert made()
    lan.post("/xuat/viec?muc=all")
    assert made()

    assert sorted(row[0] for row in sql.run("SELECT state FROM engine_export")) == ["failed", "ready"]
    assert "Không lập được tệp" in text_of(lan.get("/tep-xuat"))


def test_a_list_beyond_the_limit_of_the_role_is_refused(desk: Desk, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_WORKING", 1)
    lan = desk("lan")
    lan.receive()
    lan.receive()

    answer = lan.get("/xuat/viec?muc=all")

    assert answer.status_code == 409
    assert "quá mức 1 dòng" in text_of(answer)


def test_the_limit_is_wider_for_who_oversees(desk: Desk) -> None:
    assert exports.MOST_WORKING < exports.MOST_OVERSEEING <= 1_048_576


def test_a_short_workbook_costs_a_handful_of_statements(desk: Desk, var: Path) -> None:
    lan = desk("lan")
    lan.receive()
    lan.get("/xuat/viec?muc=all")
    before = sql.count()

    b"".join(lan.get("/xuat/viec?muc=all").streaming_content)

    # The actor, the count, the rows with their looks, their statuses, the record; the ids come from a cursor.
    assert sql.count() - before <= 5


def test_a_stranger_s_identifier_is_no_file(desk: Desk, var: Path) -> None:
    assert desk("lan").post(f"/tep-xuat/{uuid4()}").status_code == 404
