"""What is loaded in bulk equals what the verbs make, value by value, and is worked on like any other case."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from thongsuot.engine import bulk, journal, reading, sql, stamper, verbs, verify
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.bulk import Act, History, HistoryRefused
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NotFound
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import calendar
from thongsuot.register.working_time import VIETNAM

BA_DINH, CA_MAU = "00004", "31825"
MONDAY = datetime(2026, 11, 9, 8, 30, tzinfo=VIETNAM)
TABLES = ("case", "entry", "personal", "unstamped", "paper", "counter")


def officer(name: str, role: str, office: str, commune: str = BA_DINH) -> Actor:
    body = f"{office}.{commune}"
    post = Office(
        post=uuid.uuid4(),
        title=role,
        roles=frozenset({role}),
        body=body,
        body_kind=office,
        body_name=body,
        house=f"ubnd.{commune}",
        tier=3,
        unit_code=commune,
        province_code="01" if commune == BA_DINH else "96",
    )
    return Actor(person=uuid.uuid4(), name=name, offices=(post,))


LAN = officer("Nguyễn Thị Lan", "intake", "pvhcc")
NAM = officer("Trần Văn Nam", "specialist", "pkt")
THU = officer("Lê Thị Thu", "head", "pkt")
MINH = officer("Hoàng Đức Minh", "chair", "ubnd")
VAN = officer("Phạm Thị Vân", "clerk", "vp")
HOA = officer("Dương Ngọc Hoa", "intake", "pvhcc", CA_MAU)


def opening(applicant: str, at: datetime = MONDAY, **changed: Any) -> Opening:
    made = Opening(
        kind="dossier",
        move="receive",
        title="Đăng ký thành lập hộ kinh doanh",
        place_code=BA_DINH,
        province_code="01",
        receiving_body=f"pvhcc.{BA_DINH}",
        executing_body=f"pkt.{BA_DINH}",
        competent_body=f"ubnd.{BA_DINH}",
        competence="Nghị định 168/2025/NĐ-CP",
        product="Giấy chứng nhận đăng ký hộ kinh doanh",
        limit=Limit(LimitUnit.WORKING_DAY, 3, basis="Nghị định 168/2025/NĐ-CP"),
        subject_name=applicant,
        subject={"kind": "citizen", "name": applicant, "number": "001090012345"},
        number_prefix="TS.00004",
        happened_at=at,
        procedure_code="1.001612",
        sector="G12",
        facts={"channel": "counter", "fees": [{"name": "Lệ phí", "amount": 100_000}]},
        given={"sets": "1", "note": "Chủ hộ đến lấy buổi chiều"},
    )
    return replace(made, **changed)


def paper(name: str) -> Paper:
    return Paper(uuid.uuid4(), name, "application/pdf", 20_480, uuid.uuid4().bytes * 2, "giay-de-nghi", "scan")


CLAIMED = (Act(LAN, "hand_over", {"note": "Đủ giấy tờ"}), Act(NAM, verb="claim"))
SIGNED = (
    *CLAIMED,
    Act(NAM, "propose", {"outcome": "granted", "summary": "Cấp giấy chứng nhận\nSố bản: 01"}),
    Act(THU, "review"),
    Act(MINH, "sign", {"method": "paper"}),
    Act(VAN, "number"),
)
DELIVERED = (
    *SIGNED,
    Act(VAN, "seal"),
    Act(VAN, "issue"),
    Act(LAN, "hand_out", {"receiver": "Phạm Văn Đức", "how": "counter"}),
)


def histories() -> list[History]:
    """Every kind of end, two days, papers at the opening and at a move, moves said to have happened earlier."""
    tuesday = MONDAY + timedelta(days=1)
    asked = Act(NAM, "ask_supplement", {"defects": ["Thiếu bản sao CCCD", "Chưa ký đơn"]}, tuesday)
    brought = Act(
        LAN, "supplement_arrived", {"brought": "Bản sao CCCD"}, tuesday + timedelta(hours=3), papers=(paper("CCCD"),)
    )
    withdrawn = Act(LAN, "withdraw", {"request": "Chủ hộ không mở cửa hàng nữa"})
    return [
        History(LAN, opening("Phạm Văn Đức")),
        History(LAN, opening("Vũ Thị Hòa", papers=(paper("Đơn"), paper("Hợp đồng thuê nhà"))), CLAIMED),
        History(LAN, opening("Đỗ Quang Huy"), (*CLAIMED, asked)),
        History(LAN, opening("Bùi Thị Mơ"), (*CLAIMED, asked, brought)),
        History(LAN, opening("Hộ kinh doanh “Hương Quê” \\ \t dòng\nmới", tuesday), DELIVERED, key=uuid.uuid4()),
        History(LAN, opening("Lý Thành An", tuesday, move="register", given={}), (Act(LAN, "accept"), withdrawn)),
        History(LAN, opening("Cao Thị Lụa"), SIGNED),
    ]


def by_the_verbs(history: History) -> None:
    case = verbs.open(history.actor, history.opening, key=history.key)
    for act in history.acts:
        if act.verb == "claim":
            case = verbs.claim(act.actor, case.id, case.length)
        else:
            case = verbs.move(
                act.actor, case.id, case.length, act.move, act.given, happened_at=act.happened_at, papers=act.papers
            )


def tables() -> dict[str, list[str]]:
    """Every row of the engine's tables as PostgreSQL writes it."""
    found = {}
    for table in TABLES:
        found[table] = [row[0] for row in sql.run(f"SELECT t::text FROM engine_{table} t ORDER BY 1")]
    return found


def results() -> list[str]:
    """The numbers of the results that wait for the seal."""
    return [row[0] for row in sql.run("SELECT facts ->> 'result_number' FROM engine_case WHERE step = 'numbered'")]


class _RollBack(Exception):
    pass


@pytest.fixture
def year(db: None) -> None:
    calendar.load_calendar_rows()


@pytest.fixture
def salts(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Salts that count up from `last`, which a test sets back to 0, so that two runs salt alike."""
    counter = SimpleNamespace(last=0)

    def salt(size: int) -> bytes:
        counter.last += 1
        return int(counter.last).to_bytes(size, "big")

    monkeypatch.setattr(journal, "os", SimpleNamespace(urandom=salt))
    return counter


def made_by_verbs(given: list[History]) -> tuple[dict[str, list[str]], list[uuid.UUID], list[list[datetime]]]:
    """What the verbs write, taken back again: the tables, the ids, and when each entry was recorded."""
    found: dict[str, list[str]] = {}
    ids: list[uuid.UUID] = []
    recorded: list[list[datetime]] = []
    try:
        with transaction.atomic():
            for history in given:
                by_the_verbs(history)
            for id, moments in sql.run(
                "SELECT case_id, array_agg(recorded_at ORDER BY number) FROM engine_entry"
                " GROUP BY case_id ORDER BY min(recorded_at)"
            ):
                ids.append(id)
                recorded.append(moments)
            found = tables()
            raise _RollBack
    except _RollBack:
        return found, ids, recorded


def as_recorded(history: History, moments: list[datetime]) -> History:
    acts = tuple(replace(act, recorded_at=at) for act, at in zip(history.acts, moments[1:], strict=True))
    return replace(history, acts=acts, recorded_at=moments[0])


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_loaded_set_equals_the_set_made_by_the_verbs(year: None, salts: SimpleNamespace, size: int) -> None:
    given = histories()
    wanted, ids, recorded = made_by_verbs(given)
    assert tables()["case"] == []
    salts.last = 0
    again = [as_recorded(history, moments) for history, moments in zip(given, recorded, strict=True)]

    bulk.load(again, size=size, ids=iter(ids).__next__)

    found = tables()
    assert len(wanted["case"]) == len(given)
    assert len(wanted["paper"]) == 3
    for table in TABLES:
        assert found[table] == wanted[table], table


def test_the_comparison_sees_one_changed_letter(year: None, salts: SimpleNamespace) -> None:
    given = histories()
    wanted, ids, recorded = made_by_verbs(given)
    salts.last = 0
    again = [as_recorded(history, moments) for history, moments in zip(given, recorded, strict=True)]
    first = replace(again[0].opening, subject={**again[0].opening.subject, "name": "Phạm Văn Đúc"})

    bulk.load([replace(again[0], opening=first), *again[1:]], ids=iter(ids).__next__)

    found = tables()
    assert found["case"] != wanted["case"]
    assert found["entry"] != wanted["entry"]
    assert found["counter"] == wanted["counter"]


def test_the_journal_of_a_loaded_set_is_whole_and_every_entry_is_stamped(year: None) -> None:
    given = histories()
    loaded = bulk.load(given, size=3)
    entries = sum(1 + len(history.acts) for history in given)

    assert stamper.stamp("vn") == entries
    report = verify.verify_site("vn")

    assert (report.cases, report.entries, report.stamps) == (len(given), entries, entries)
    assert report.faults == ()
    assert [one.place for one in loaded] == list(range(len(given)))
    assert [one.length for one in loaded] == [1 + len(history.acts) for history in given]


def test_codes_and_result_numbers_go_on_without_gap_or_repetition(year: None) -> None:
    verbs.open(LAN, opening("Mai Thị Lan"))
    loaded = bulk.load([History(LAN, opening(f"Người thứ {n}"), SIGNED) for n in range(5)], size=2)
    after = verbs.open(LAN, opening("Ngô Văn Tài"))

    codes = [one.code for one in loaded]
    assert codes == [f"TS.00004-261109-{n:04d}" for n in range(2, 7)]
    assert after.code == "TS.00004-261109-0007"
    numbers = sorted(
        row[0] for row in sql.run("SELECT facts ->> 'result_number' FROM engine_case WHERE step='numbered'")
    )
    year_now = datetime.now(VIETNAM).year
    assert numbers == [f"{n}/{year_now}" for n in range(1, 6)]


def test_a_loaded_case_goes_on_by_the_verbs_and_can_be_taken_back(year: None) -> None:
    [loaded] = bulk.load([History(LAN, opening("Phạm Văn Đức"), CLAIMED)])

    moved = verbs.move(NAM, loaded.id, loaded.length, "propose", {"outcome": "granted", "summary": "Cấp mới"})
    back = verbs.undo(NAM, loaded.id, moved.length)

    assert (moved.step, back.step, back.assignee) == ("proposed", "processing", NAM.person)
    page = reading.case_page(LAN, loaded.id)
    assert [told.number for told in page.entries] == [1, 2, 3, 4, 5]
    assert page.case.subject_name == "Phạm Văn Đức"
    with pytest.raises(NotFound):
        reading.case_page(HOA, loaded.id)
    assert verify.verify_site("vn").faults == ()


@pytest.mark.parametrize(
    ("acts", "step", "words"),
    [
        ((Act(HOA, "hand_over"),), "hand_over", "Bước này của cán bộ tiếp nhận"),
        ((Act(NAM, "propose", {"outcome": "granted", "summary": "x"}),), "propose", "đang ở bước"),
        ((Act(LAN, "hand_over"), Act(NAM, "propose", {"outcome": "granted"})), "propose", "Nhập mục"),
        ((Act(NAM, verb="claim"),), "claim", "hàng chờ"),
        ((Act(LAN, "fly"),), "fly", "không có trong quy trình"),
    ],
)
def test_what_the_verbs_refuse_is_refused_with_its_place_and_writes_nothing(
    year: None, acts: tuple[Act, ...], step: str, words: str
) -> None:
    good = History(LAN, opening("Phạm Văn Đức"))
    with pytest.raises(HistoryRefused, match=words) as refusal:
        bulk.load([good, History(LAN, opening("Vũ Thị Hòa"), acts)])
    assert (refusal.value.place, refusal.value.step) == (1, step)
    assert set(map(len, tables().values())) == {0}


def test_an_opening_at_a_foreign_counter_or_outside_the_calendar_is_refused(year: None) -> None:
    with pytest.raises(HistoryRefused, match="cán bộ tiếp nhận"):
        bulk.load([History(HOA, opening("Phạm Văn Đức"))])
    with pytest.raises(HistoryRefused, match="Hồ sơ thứ 1"):
        bulk.load([History(LAN, opening("Phạm Văn Đức", datetime(2051, 3, 1, 9, tzinfo=VIETNAM)))])
    assert tables()["case"] == []


def test_a_load_that_was_cut_goes_on_where_it_stopped(year: None) -> None:
    given = [History(LAN, opening(f"Người thứ {n}"), key=uuid.uuid5(uuid.NAMESPACE_OID, f"cũ-{n}")) for n in range(6)]
    broken = replace(given[4], acts=(Act(HOA, "hand_over"),))

    with pytest.raises(HistoryRefused):
        bulk.load([*given[:4], broken, given[5]], size=2)
    kept = len(tables()["case"])
    second = bulk.load(given, size=2)
    third = bulk.load(given, size=2)

    assert kept == 4
    assert [one.place for one in second] == [4, 5]
    assert third == []
    codes = [row[0] for row in sql.run("SELECT code FROM engine_case ORDER BY code")]
    assert codes == [f"TS.00004-261109-{n:04d}" for n in range(1, 7)]


def test_what_was_recorded_never_goes_back_and_nothing_happens_after_it_is_recorded(year: None) -> None:
    late = datetime(2026, 11, 10, 9, tzinfo=UTC)
    acts = (
        Act(LAN, "hand_over", happened_at=late + timedelta(days=3), recorded_at=late),
        Act(NAM, verb="claim", recorded_at=late - timedelta(days=1)),
    )
    [loaded] = bulk.load([History(LAN, opening("Phạm Văn Đức"), acts, recorded_at=late - timedelta(hours=1))])
    moments = sql.run(
        "SELECT happened_at, recorded_at FROM engine_entry WHERE case_id = %s ORDER BY number", [loaded.id]
    )
    assert moments[1] == (late, late)
    assert moments[2][1] == late + timedelta(microseconds=1)


def test_two_loads_and_a_counter_at_once_share_one_series(own_database: object) -> None:
    calendar.load_calendar_rows()
    codes: list[str] = []
    failed: list[BaseException] = []

    def loading(name: str) -> None:
        try:
            given = [History(LAN, opening(f"{name} {n}"), SIGNED) for n in range(60)]
            codes.extend(one.code for one in bulk.load(given, size=20))
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    def counter() -> None:
        try:
            codes.extend(verbs.open(LAN, opening(f"Quầy {n}")).code or "" for n in range(30))
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=loading, args=(name,)) for name in ("Một", "Hai")]
    threads.append(threading.Thread(target=counter))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == []
    assert sorted(codes) == [f"TS.00004-261109-{n:04d}" for n in range(1, 151)]
    assert len(set(results())) == 120
    assert verify.verify_site("vn").faults == ()
