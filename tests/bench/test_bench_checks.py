"""The bench believes no page: what is not shown, may be cached or was not logged ends the run."""

from __future__ import annotations

import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from bench.client import Answer
from bench.measuring import Edge, Wrong
from bench.plan import Dossier, Plan, User

from bench import country, drive, main, measuring, verbs

HEAD = b"HTTP/1.1 200 OK\r\ncache-control: private, no-store\r\ncontent-type: text/html"
KEPT_HEAD = HEAD.replace(b"private, no-store", b"max-age=60")
LAN_DOSSIER = Dossier(uuid4(), b"H01-261109-0001", "Phạm Văn Đức".encode(), 1)


def lan(**changed: Any) -> User:
    user = User("intake.00004.0", "intake", "00004", uuid4(), cookies="sessionid=a", token="t")
    user.dossiers, user.movable, user.listed = [LAN_DOSSIER], [LAN_DOSSIER], 2
    return User(**{**vars(user), **changed})


def driver(*users: User) -> Any:
    return SimpleNamespace(chance=random.Random(1), plan=SimpleNamespace(users=list(users)), acknowledged=[])


def page(text: str, head: bytes = HEAD, status: int = 200) -> Answer:
    return Answer(status, head, text.encode())


def test_a_dossier_is_read_when_its_code_and_its_applicant_are_on_the_page() -> None:
    request, check = drive.read(driver(lan()))()
    assert request.startswith(f"GET /ho-so/{LAN_DOSSIER.id} ".encode())
    check(page("H01-261109-0001 Phạm Văn Đức"))


@pytest.mark.parametrize(
    "wrong",
    [
        page("H01-261109-0001"),
        page("Phạm Văn Đức"),
        page("H01-261109-0001 Phạm Văn Đức", KEPT_HEAD),
        page("H01-261109-0001 Phạm Văn Đức", status=500),
    ],
    ids=["no name", "no code", "kept by a cache", "an error"],
)
def test_a_page_that_is_not_the_dossiers_ends_the_run(wrong: Answer) -> None:
    _, check = drive.read(driver(lan()))()
    with pytest.raises(Wrong):
        check(wrong)


def test_a_work_list_has_exactly_the_rows_that_the_database_says() -> None:
    request, check = drive.work_list(driver(lan()))()
    assert b"/viec?muc=mine" in request
    check(page('<tr data-href="/a"><tr data-href="/b">'))
    with pytest.raises(Wrong, match="1 rows, not 2"):
        check(page('<tr data-href="/a">'))


def test_a_move_is_sent_with_key_version_and_token_and_acknowledged_by_a_way_back_to_the_dossier() -> None:
    here = driver(lan())
    request, check = drive.move(here)()
    assert b"csrfmiddlewaretoken=t" in request
    assert b"_version=1" in request
    assert b"/buoc/hand_over " in request
    check(page("", HEAD + f"\r\nlocation: /ho-so/{LAN_DOSSIER.id}".encode(), 302))
    [(key, id, step)] = here.acknowledged
    assert str(key).encode() in request
    assert (id, step) == (LAN_DOSSIER.id, "Đang thụ lý")


def test_a_move_that_leads_elsewhere_or_shows_a_form_again_ends_the_run() -> None:
    here = driver(lan(movable=[LAN_DOSSIER, LAN_DOSSIER]))
    for wrong in (page("", HEAD + b"\r\nlocation: /dang-nhap", 302), page("Lỗi", status=422)):
        _, check = drive.move(here)()
        with pytest.raises(Wrong):
            check(wrong)
    assert here.acknowledged == []


def test_no_dossier_is_moved_twice() -> None:
    others = [Dossier(uuid4(), b"c", b"n", 2) for _ in range(5)]
    here = driver(lan(movable=list(others)), lan(movable=[]))
    addresses = {drive.move(here)()[0].split(b" ")[1] for _ in others}
    assert len(addresses) == 5


def test_an_intake_is_acknowledged_by_the_receipt_of_a_new_dossier() -> None:
    here = driver(lan(), lan(role="specialist"))
    request, check = drive.intake(here)()
    assert request.startswith(b"POST /tiep-nhan/")
    made = UUID(int=7)
    check(page("", HEAD + f"\r\nlocation: /ho-so/{made}/da-nhan".encode(), 302))
    assert here.acknowledged[0][1] == made
    with pytest.raises(Wrong):
        drive.intake(here)()[1](page("", HEAD + f"\r\nlocation: /ho-so/{made}".encode(), 302))


def journal(rows: list[tuple[UUID, UUID]]) -> Any:
    return SimpleNamespace(execute=lambda *_: SimpleNamespace(fetchall=lambda: rows))


def test_an_acknowledged_request_that_is_not_in_the_journal_ends_the_run() -> None:
    key, lost, id = uuid4(), uuid4(), uuid4()
    here = driver(lan())
    here.acknowledged = [(key, id, "x")]
    here.connection = journal([(key, id)])
    drive.kept_once(here)
    here.acknowledged.append((lost, id, "x"))
    with pytest.raises(Wrong, match="2 acknowledged, 1 in the journal"):
        drive.kept_once(here)
    here.acknowledged, here.connection = [(key, id, "x")], journal([(key, uuid4())])
    with pytest.raises(Wrong, match="another dossier"):
        drive.kept_once(here)


def test_figures_are_of_the_measured_time_alone_and_of_the_route_alone() -> None:
    labels = '{method="GET",route="ho-so/<uuid:id>"}'
    other = '{method="GET",route="viec"}'
    counted, summed = "thongsuot_request_statements_count", "thongsuot_request_statements_sum"
    before = {counted + labels: 100.0, summed + labels: 250.0, counted + other: 5.0}
    after = {counted + labels: 1100.0, summed + labels: 2250.0, counted + other: 905.0}
    answers = [(9.9, 9.0), *((10.0 + n / 1000, n / 1000) for n in range(1, 101))]
    found = measuring.figures(
        [("GET", "ho-so/<uuid:id>")], answers, Edge(10.0, 3.0, 1.0, before), Edge(12.0, 3.2, 1.01, after)
    )
    assert found["rps"] == 50
    assert found["statements"] == 2
    assert found["cpu_ms"] == pytest.approx(2)
    assert (found["p50_ms"], found["p95_ms"]) == (pytest.approx(51), pytest.approx(96))
    assert found["driver_us"] == pytest.approx(100)


def test_the_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    person = uuid4()
    users = [{"username": "a", "role": "intake", "ward": "00004", "person": str(person)}]
    given = {"port": 1, "leader": 2, "database": "x", "seconds": 3, "lanes": 4, "users": users}
    path.write_text(json.dumps(given))
    plan = Plan.read(str(path))
    assert plan.users[0].person == person
    assert (plan.port, plan.lanes) == (1, 4)


def test_the_result_file_has_the_keys_that_others_read_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = dict.fromkeys(("rps", "p50_ms", "p95_ms", "cpu_ms", "statements", "requests", "driver_us"), 1.0)
    http = dict.fromkeys(("intake", "move", "read", "worklist"), one)
    engine = verbs.Result(300.0, 600.0, 1.0, 2.0, 2.0, 700.0, 50.0)
    monkeypatch.setattr(main, "RESULTS", tmp_path / "results" / "main.json")
    main._write(main._figures(engine, http), "machine")
    found = json.loads(main.RESULTS.read_text())
    assert found.keys() == {"machine", "commit", "figures"}
    parts = ("rps", "p50_ms", "p95_ms", "cpu_ms", "statements")
    wanted = {f"http.{name}.{part}" for name in http for part in parts}
    assert found["figures"].keys() == wanted | {"engine.verbs_per_s", "engine.share_of_pgbench"}
    assert all(one.keys() == {"value", "unit"} for one in found["figures"].values())
    assert found["figures"]["engine.share_of_pgbench"]["value"] == 0.5


def test_both_sizes_have_two_hundred_officers_or_more_and_the_dossiers_that_are_named() -> None:
    assert country.FULL.dossiers == 100_000
    assert country.QUICK.dossiers == 10_000
    assert min(country.FULL.users, country.QUICK.users) >= 200
    assert country.FULL.dossiers_of_ward // 2 == country.QUICK.dossiers_of_ward == 200
