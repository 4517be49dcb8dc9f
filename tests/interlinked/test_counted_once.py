"""Figures of dossiers count the parts, each once; interlinked requests are counted by themselves, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from requests_interlinked import apply, child, follow, now

from people import HOA, KIEN, LAN
from thongsuot.engine import kinds, stamper
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.kinds import Wanted
from thongsuot.measures import counting, folding
from thongsuot.measures.counting import Slice
from thongsuot.measures.definitions import days_before


def total(kind: str) -> dict[str, int]:
    period = days_before(datetime.now(UTC) + timedelta(minutes=1), 30)
    return dict(counting.count(SYSTEM, [period], "nation", Slice(kind=kind)).total())


def test_parts_are_dossiers_and_the_request_is_one_request(country: None) -> None:
    land, birth = apply("dat-dai-thue"), apply("sinh-con")
    follow()
    stamper.stamp("vn")
    folding.catch_up_fully("vn")
    dossiers, requests = total("dossier"), total("interlinked")
    assert dossiers["waiting"] == 3, "land, tax and birth wait to be received"
    assert dossiers["total"] == 0, "no request is among them"
    assert requests["in_process"] == 2
    listed = kinds.listed(KIEN, Wanted("interlinked"), datetime.now(UTC))
    assert {row.id for row in listed.rows} == {land.id, birth.id}
    assert listed.total == 2
    assert {row.id for row in kinds.listed(LAN, Wanted("interlinked"), datetime.now(UTC)).rows} == {land.id, birth.id}
    assert kinds.listed(HOA, Wanted("interlinked"), datetime.now(UTC)).total == 0
    assert child(land, "tax").kind == "dossier"
    assert now(land).kind == "interlinked"
