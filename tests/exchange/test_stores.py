"""Hùng's papers go into his store once each, signed: late, refused, or with the answer lost, never twice."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings

import at_work
import scanned
from at_work import bring_to
from people import BINH, HUE, HUNG, THAO
from thongsuot.areas.dossiers import digitising
from thongsuot.engine import papers, sql, stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import Kind, PaperFacts
from thongsuot.exchange.stores import sending, stuck, telling
from thongsuot.ports import person_store
from thongsuot.ports.person_store import PersonMustLook
from thongsuot.ports.person_store_twin import PersonStoreTwin

pytestmark = pytest.mark.usefixtures("thuan_hoa")
NUMBER = HUNG.citizen


@pytest.fixture(scope="module")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(autouse=True)
def twin(settings: Any, tmp_path: Path, service_folder: Path) -> PersonStoreTwin:
    settings.DEMO, settings.VAR = True, tmp_path
    (tmp_path / "signing-twin").symlink_to(service_folder)
    stamper.stamp(settings.SITE)
    telling.catch_up(settings.SITE)
    found = person_store.store()
    assert isinstance(found, PersonStoreTwin)
    return found


def scan(*, sign: bool = True) -> Paper:
    kept = papers.keep([scanned.sound()], "Đơn đề nghị.pdf", component="don", origin="scan")
    return replace(kept, facts=PaperFacts(kind=Kind.ORIGINAL, pages=1, dpi=200, sign=sign))


def received(*, sign: bool = True, **more: Any) -> tuple[Case, Paper]:
    brought = scan(sign=sign)
    case = at_work.receive(papers=(brought,), **more)
    follow()
    while digitising.work_one(datetime.now(UTC)):
        continue
    return case, brought


def follow() -> None:
    site = django_settings.SITE
    stamper.stamp(site)
    for reader in (digitising.catch_up, telling.catch_up):
        while reader(site):
            continue


def send(twin: PersonStoreTwin, ahead: timedelta = timedelta(0)) -> list[bool | None]:
    """Deliver all that is due; what became of each turn."""
    follow()
    told = []
    while (sent := sending.send_one(twin, lambda: datetime.now(UTC) + ahead)) is not False:
        told.append(sent)
    return told


def row(paper: UUID, act: str = "deliver") -> tuple[Any, ...]:
    return sql.run(
        "SELECT state, attempts, uncertain, receipt, reason FROM exchange_store_delivery"
        " WHERE paper_id = %s AND act = %s",
        [paper, act],
    )[0]


def key(paper: Paper) -> str:
    return f"giay-to:{paper.id}"


def test_a_signed_scan_is_delivered_with_a_receipt_of_its_own(twin: PersonStoreTwin) -> None:
    case, brought = received()

    assert send(twin) == [True]

    assert row(brought.id)[:2] == ("delivered", 0)
    assert stuck.standing([brought.id])[brought.id].receipt == "BN-000001"
    (there,) = twin.of_person(NUMBER)
    assert there.digest == digitising.of([brought.id])[brought.id].signed, "the signed copy, not the bare scan"
    assert (there.source, there.shelf, there.revoked) == (str(brought.id), "papers", False)
    assert sql.run("SELECT length FROM engine_case WHERE id = %s", [case.id])[0][0] == 1, (
        "the dossier knows nothing of it"
    )
    assert send(twin) == []


def test_an_unsigned_scan_waits_for_its_officer_without_counting_as_tried(twin: PersonStoreTwin) -> None:
    _case, brought = received(sign=False)

    send(twin)

    assert row(brought.id)[:2] == ("waiting", 0)
    assert row(brought.id)[4] == "Chờ cán bộ tiếp nhận ký số bản quét."
    digitising.sign(at_work.LAN, [brought.id], datetime.now(UTC))
    digitising.work_one(datetime.now(UTC))
    send(twin, timedelta(minutes=1))
    assert row(brought.id)[0] == "delivered"


@pytest.mark.parametrize("conduct", ["loses", "late"])
def test_an_answer_that_was_lost_makes_no_second_copy(twin: PersonStoreTwin, conduct: Any) -> None:
    _case, brought = received()
    twin.behave(conduct)
    assert send(twin) == [None]
    assert row(brought.id)[:3] == ("waiting", 1, True)

    send(twin, timedelta(minutes=1))
    twin.behave("well")
    send(twin, timedelta(minutes=5))

    assert row(brought.id)[0] == "delivered"
    assert twin.count(key(brought)) == 1


def test_a_store_that_is_down_is_waited_for_ever_longer_and_then_a_person_has_it(twin: PersonStoreTwin) -> None:
    _case, brought = received()
    twin.behave("down")

    for turn in range(sending.MOST_ATTEMPTS):
        send(twin, timedelta(hours=2 * (turn + 1)))

    state, attempts, _uncertain, _receipt, reason = row(brought.id)
    assert (state, attempts, reason) == ("dead", sending.MOST_ATTEMPTS, "Không kết nối được với kho.")
    (one,), total = stuck.deliveries([HUE])
    assert (one.paper_id, total) == (brought.id, 1)
    assert stuck.deliveries(["96"]) == ((), 0), "Cà Mau has nothing to do with it"


def test_what_the_store_refuses_waits_for_a_person_who_sends_it_again_or_says_what_was_done(
    twin: PersonStoreTwin,
) -> None:
    _case, brought = received()
    twin.behave("refuses")
    send(twin)
    assert row(brought.id)[0] == "dead"
    assert "từ chối" in row(brought.id)[4]

    with pytest.raises(NotFound):
        stuck.replay(["96"], brought.id, "deliver")
    stuck.replay([HUE], brought.id, "deliver")
    send(twin)
    stuck.settle([HUE], brought.id, "deliver", "Kiên", "Đã nộp trực tiếp vào kho.")
    twin.behave("well")
    send(twin, timedelta(days=1))

    assert row(brought.id)[0] == "settled"
    assert twin.count(key(brought)) == 0
    with pytest.raises(Refused):
        stuck.replay([HUE], brought.id, "deliver")


def test_a_worker_that_died_after_sending_leaves_one_copy(
    twin: PersonStoreTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    _case, brought = received()

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as while_dying:
        while_dying.setattr(sending, "_end", dies)
        with pytest.raises(KeyboardInterrupt):
            sending.send_one(twin)
    assert (row(brought.id)[2], twin.count(key(brought))) == (True, 1)

    send(twin, sending.LEASE + timedelta(seconds=1))

    assert row(brought.id)[0] == "delivered"
    assert twin.count(key(brought)) == 1


def test_a_file_that_changed_in_the_store_of_papers_is_not_delivered(twin: PersonStoreTwin) -> None:
    _case, brought = received()
    path = papers.path(digitising.of([brought.id])[brought.id].signed)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes() + b" ")

    send(twin)

    assert row(brought.id)[0] == "dead"
    assert "không còn khớp" in row(brought.id)[4]
    assert twin.of_person(NUMBER) == ()


def test_nothing_is_delivered_for_who_has_no_personal_number(twin: PersonStoreTwin) -> None:
    _case, brought = received(subject={"name": "Công ty Sông Hương", "kind": "business", "number": "3301999990"})

    send(twin)

    assert row(brought.id)[0] == "needless"


def issued(twin: PersonStoreTwin) -> tuple[Case, Paper]:
    """Hùng's permit, scanned by the clerk and issued on paper."""
    case = bring_to("sealed")
    made = replace(scan(), name="Giấy phép.pdf", origin="result", component="")
    case = verbs.attach(at_work.CUC, case.id, case.length, (made,))
    return verbs.move(at_work.CUC, case.id, case.length, "issue", {}), made


def test_a_result_is_delivered_when_it_is_issued_and_not_before(twin: PersonStoreTwin) -> None:
    _case, made = issued(twin)

    send(twin)

    assert row(made.id)[0] == "delivered"
    (there,) = twin.of_person(NUMBER)
    assert (there.shelf, there.kind) == ("results", "Giấy phép xây dựng")


def test_a_result_that_was_revoked_is_taken_back_from_the_store(twin: PersonStoreTwin) -> None:
    case, made = issued(twin)
    send(twin)
    case = verbs.move(at_work.LAN, case.id, case.length, "hand_out", at_work.HANDED_OUT)
    needs = {need.name for need in case.table.move("revoke").needs}  # type: ignore[union-attr]
    said = {"reasons": ["Cấp sai."], "ground": "Điều 1", "decision": "QĐ 01", "guidance": "Nộp lại.", "basis": "Điều 1"}
    verbs.move(BINH, case.id, case.length, "revoke", {name: value for name, value in said.items() if name in needs})

    send(twin)

    assert row(made.id, "withdraw")[0] == "delivered"
    assert [one.revoked for one in twin.of_person(NUMBER)] == [True]
    assert stuck.standing([made.id])[made.id].withdrawn


def test_a_person_gets_nothing_of_another_from_the_store(twin: PersonStoreTwin) -> None:
    received()
    send(twin)
    (there,) = twin.of_person(NUMBER)

    assert twin.of_person(THAO.citizen) == ()
    with pytest.raises(PersonMustLook):
        twin.content(THAO.citizen, there.id)
    assert twin.content(NUMBER, there.id).startswith(scanned.sound())


def test_a_site_that_is_connected_later_does_not_deliver_what_is_old(twin: PersonStoreTwin) -> None:
    sql.run("DELETE FROM exchange_store_position")

    _case, brought = received()

    assert sql.run("SELECT count(*) FROM exchange_store_delivery WHERE paper_id = %s", [brought.id])[0][0] == 0
    assert not threading.current_thread().daemon
