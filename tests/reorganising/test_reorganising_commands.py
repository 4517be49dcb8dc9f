"""The operator goes through an act at the command line, and what stands beside the dossiers follows it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import plans
import pytest
import yaml
from django.conf import settings
from python_calamine import CalamineWorkbook
from setting_hue import ADMIN, CHAIR, carried_out, seed

from people import LAN, NEIGHBOUR, WARD
from thongsuot.areas.dossiers import book, book_closing
from thongsuot.areas.visits.models import Appointment
from thongsuot.engine import actor as actors
from thongsuot.engine import sql, stamper
from thongsuot.engine.reorganising import acts, commands, options
from thongsuot.platform.trouble import Trouble
from thongsuot.register import bodies
from thongsuot.register.models import Account
from thongsuot.register.reorganising.plan import Plan, to_json

pytestmark = pytest.mark.django_db


def command(plan: Plan, folder: Path, *asked: str) -> int:
    """`thongsuot reorganise` with the plan in a file."""
    file = folder / "plan.yaml"
    file.write_text(yaml.safe_dump(to_json(plan), allow_unicode=True), encoding="utf-8")
    parser = argparse.ArgumentParser()
    options.arguments(parser)
    return commands.run(parser.parse_args([str(file), *asked]), folder)


@pytest.fixture
def logins(hue: None) -> None:
    for login, who in (("quyen", ADMIN), ("binh", CHAIR), ("lan", LAN)):
        Account.objects.create(username=login, person_id=who.person)


def test_from_the_dry_run_to_the_report_and_back(logins: None, tmp_path: Path, capsys: Any) -> None:
    seed(12)
    plan = plans.merge()

    assert command(plan, tmp_path, "--dry-run") == 0
    assert sql.run("SELECT count(*) FROM register_reorganisation") == [(0,)]
    rows = _rows(tmp_path / "reorganise" / "plan" / "ho-so.xlsx")
    assert sum("Ủy ban nhân dân phường Kinh Thành" in row for row in rows) == 12
    assert command(plan, tmp_path, "--propose", "--by", "quyen") == 0
    assert command(plan, tmp_path, "--approve", "--by", "binh") == 0
    assert command(plan, tmp_path, "--run") == 0
    assert "Đối chiếu khớp" in capsys.readouterr().out
    assert any("Đối chiếu khớp" in str(cell) for row in _rows(_report(tmp_path)) for cell in row)
    assert command(plan, tmp_path, "--run") == 0
    assert command(plan, tmp_path, "--undo", "--by", "quyen", "--reason", "Đính chính") == 0
    assert bodies.body(f"ubnd.{WARD}").valid_to is None


def _report(folder: Path) -> Path:
    return folder / "reorganise" / "plan" / "doi-chieu.xlsx"


def _rows(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_the_command_refuses_with_a_sentence(logins: None, tmp_path: Path) -> None:
    plan = plans.merge()
    for asked, said in (
        (("--run",), "chưa được nhập"),
        (("--propose", "--by", "nobody"), "Không có tài khoản"),
        (("--propose",), "Không có tài khoản"),
        (("--propose", "--by", "lan"), "Chỉ người quản trị"),
    ):
        with pytest.raises(Trouble, match=said):
            command(plan, tmp_path, *asked)
    command(plan, tmp_path, "--propose", "--by", "quyen")
    with pytest.raises(Trouble, match="không tự phê duyệt"):
        command(plan, tmp_path, "--approve", "--by", "quyen")
    with pytest.raises(Trouble, match="chưa được phê duyệt"):
        command(plan, tmp_path, "--run")


def test_a_dry_run_with_something_that_blocks_ends_with_one(logins: None, tmp_path: Path) -> None:
    seed(4)

    assert command(plans.division(), tmp_path, "--dry-run") == 1
    rows = _rows(tmp_path / "reorganise" / "plan" / "van-de.xlsx")
    assert any("Phải xử lý trước" in row for row in rows)


def test_the_old_register_book_is_closed_with_a_line_and_the_new_counter_reads_it(hue: None) -> None:
    seed(12)
    stamper.stamp(settings.SITE)
    while book.catch_up(settings.SITE):
        continue
    before = book.page(LAN, f"pvhcc.{WARD}", acts.today().year)[1]

    act = carried_out(plans.merge())

    view = bodies.body(f"pvhcc.{WARD}")
    line = book_closing.closing_line(view, acts.today().year)
    assert f"số cuối {before}" in line
    assert "Trung tâm Phục vụ hành chính công phường Kinh Thành" in line
    assert book_closing.closing_line(bodies.body(f"pvhcc.{plans.NEW}"), acts.today().year) == ""
    lan = actors.load(LAN.person, acts.today())
    assert book.page(lan, f"pvhcc.{WARD}", acts.today().year)[1] == before
    counted = act.record.before["beside"]["Sổ theo dõi hồ sơ (mẫu 07)"]
    assert [row[2] for row in counted if row[0] == f"pvhcc.{WARD}"] == [before]


def test_booked_times_follow_and_one_whose_code_is_taken_stays(hue: None) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for centre, code in ((WARD, "111111"), (NEIGHBOUR, "222222"), (NEIGHBOUR, "111111")):
        Appointment.objects.create(
            id=uuid4(), centre=f"pvhcc.{centre}", starts_at=tomorrow, day=tomorrow.date(), kind="x", code=code,
            phone="", state="booked", made_at=datetime.now(UTC),
        )  # fmt: skip

    carried_out(plans.merge())

    found = sorted(Appointment.objects.values_list("centre", "code"))
    assert found.count((f"pvhcc.{plans.NEW}", "111111")) == 1
    assert (f"pvhcc.{plans.NEW}", "222222") in found
    assert len(found) == 3


def test_booked_times_stay_where_the_plan_says_so(hue: None) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    Appointment.objects.create(
        id=uuid4(), centre=f"pvhcc.{WARD}", starts_at=tomorrow, day=tomorrow.date(), kind="x", code="333333",
        phone="", state="booked", made_at=datetime.now(UTC),
    )  # fmt: skip

    carried_out(plans.merge(appointments_follow=False))

    assert Appointment.objects.get().centre == f"pvhcc.{WARD}"
