"""Intake under the catalogue: every switched-on procedure with somebody competent, unclear limits, special places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.people import LAN
from tests.register.catalogue.portal import case, line, method, written

from thongsuot.areas.dossiers import intake
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.register import competences, procedures
from thongsuot.register.catalogue import adopting, importing, local
from thongsuot.register.working_time import VIETNAM

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
THUAN_HOA = "19789"
MOUNTAINS = "Đối với các xã miền núi, hải đảo thì thời gian thực hiện được tăng thêm 10 ngày làm việc"


@pytest.fixture(autouse=True)
def _country(country: list[str]) -> Any:
    local.forget()
    yield
    local.forget()


def application(code: str, key: str, **more: Any) -> Application:
    return Application(procedure_code=code, case_key=key, place_code=THUAN_HOA, name="Trần Văn An", **more)


def test_every_procedure_of_the_catalogue_with_somebody_competent_can_be_received(settings: Any) -> None:
    settings.DEMO = True
    received, several = 0, 0
    for offer in adopting.offered("pvhcc.19789", MONDAY):
        view = offer.view
        found = competences.competent(view.code, "decide", THUAN_HOA, MONDAY)
        for one in view.definition.cases[:2] if found else ():
            wanted = application(view.code, one.key, competence_id=found[0].competence_id)
            if one.unclear:
                with pytest.raises(NeedsNotMet, match="Thời hạn"):
                    intake.prepare(LAN, wanted, NINE)
                wanted = replace(wanted, limit_days=5, limit_reason="theo quyết định công bố")
            opening = intake.prepare(LAN, wanted, NINE)
            assert opening.product
            received += 1
            several += len(found) > 1
    assert received >= 150


def take(tmp_path: Path, **changed: Any) -> None:
    importing.import_file(written(tmp_path / "a.jsonl", [line("1.900001", **changed)]), "Võ Minh Hạnh", today=MONDAY)


def test_where_the_limit_is_unclear_the_officer_sets_the_days_and_says_why(tmp_path: Path) -> None:
    take(tmp_path, cases=[case(1, "OTHER")], executionMethods=[method("DIRECT", 1, "OTHER")])
    wanted = application("1.900001", "01")
    for bad in (wanted, replace(wanted, limit_days=5), replace(wanted, limit_days=0, limit_reason="vì")):
        with pytest.raises(NeedsNotMet, match="1 OTHER"):
            intake.prepare(LAN, bad, NINE)
    opening = intake.prepare(LAN, replace(wanted, limit_days=5, limit_reason="Quyết định 1/QĐ-BTP, mục 3"), NINE)
    assert (opening.limit.unit.value, opening.limit.amount, opening.limit.verified) == ("working_day", 5, False)
    assert "ấn định" in opening.limit.basis
    assert "Quyết định 1/QĐ-BTP, mục 3" in opening.limit.basis


def test_a_clear_limit_is_not_the_officer_s_to_set(tmp_path: Path) -> None:
    take(tmp_path)
    wanted = application("1.900001", "01", limit_days=99, limit_reason="muốn lâu hơn")
    assert intake.prepare(LAN, wanted, NINE).limit.amount == 10


def test_ten_days_more_in_the_mountains_when_the_officer_says_so(tmp_path: Path) -> None:
    take(tmp_path, executionMethods=[method("DIRECT", 10, "WORKING_DAY", MOUNTAINS)])
    wanted = application("1.900001", "01")
    assert intake.prepare(LAN, wanted, NINE).limit.amount == 10
    assert intake.prepare(LAN, replace(wanted, special_place=True), NINE).limit.amount == 20


def test_a_province_s_shorter_limit_is_the_one_received_under(tmp_path: Path) -> None:
    take(tmp_path)
    local.set_rule(
        "1.900001", "bo.G15", "46", [{"at": "cases[01].limit.amount", "value": 6}],
        decided_by="Chủ tịch UBND thành phố Huế", basis="Quyết định 77/QĐ-UBND", since=MONDAY, by="Võ Minh Hạnh",
        today=MONDAY,
    )  # fmt: skip
    opening = intake.prepare(LAN, application("1.900001", "01"), NINE)
    assert opening.limit.amount == 6
    assert opening.facts["local_rules"] == ["Quyết định 77/QĐ-UBND"]


def test_a_case_that_the_procedure_does_not_have_is_refused(tmp_path: Path) -> None:
    take(tmp_path)
    with pytest.raises(NeedsNotMet, match="99"):
        intake.prepare(LAN, application("1.900001", "99"), NINE)
    before = NINE - timedelta(days=3650)
    with pytest.raises(NeedsNotMet, match="không có"):
        intake.prepare(LAN, application("1.900001", "01"), before)
    assert procedures.procedure("1.900001", MONDAY)
