"""The same matter raised twice: found by the database among all open obstacles that somebody may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

import people
from people import BINH, HOA, LAN
from scenarios.obstacle import ANSWER, SON, TOLD, TRANG
from thongsuot.areas.obstacles import similar
from thongsuot.areas.obstacles.area import raise_
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import calendar

QUIET = {"procedure": "", "article": "", "field": "staff", "kind": "staff"}
OLDEST = "Kế toán nghỉ việc, chưa ai ký chứng từ"


@pytest.fixture(autouse=True)
def thuan_hoa(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, TRANG, SON))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def raised(title: str, actor: Actor = LAN, days: int = 0, **changed: Any) -> Case:
    at = datetime.now(VIETNAM) - timedelta(days=days)
    given = {name: value for name, value in {"title": title, **TOLD, **QUIET, **changed}.items() if value}
    return verbs.open(actor, raise_(actor, given, None, at))


def found(actor: Actor, title: str, **more: str) -> list[str]:
    return [one.title for one in similar.for_opening(actor, {"title": title, **more})]


def test_two_communes_that_say_the_same_in_other_words_are_found_the_likeliest_first() -> None:
    raised("Dữ liệu khai sinh trước năm 2016 chưa tra được")
    raised("Thiếu máy quét tại trung tâm, hỏng máy in")
    raised("Thiếu máy quét tại trung tâm")

    assert found(LAN, "Không tra được dữ liệu khai sinh lập trước năm 2016") == [
        "Dữ liệu khai sinh trước năm 2016 chưa tra được"
    ]
    assert found(LAN, "Trung tâm thiếu máy quét") == [
        "Thiếu máy quét tại trung tâm",
        "Thiếu máy quét tại trung tâm, hỏng máy in",
    ]
    assert found(LAN, "Chưa có biển tên phòng họp") == []


def test_the_same_procedure_and_article_are_enough_and_the_field_alone_is_not() -> None:
    raised("Trích lục không in được", procedure="2.000635", article="Điều 5", field="justice")

    assert found(LAN, "Hệ thống báo lỗi", procedure="2.000635", article="điều 5") == ["Trích lục không in được"]
    assert found(LAN, "Hệ thống báo lỗi", procedure="2.000635") == ["Trích lục không in được"], "a quarter is enough"
    assert found(LAN, "Hệ thống báo lỗi", field="justice") == []
    assert found(LAN, "", procedure="") == []


def test_the_one_at_hand_and_ended_ones_are_not_offered_and_a_merged_one_is_only_told() -> None:
    main, second, third = (raised("Thiếu máy quét tại trung tâm") for _ in range(3))
    assert [id for id, _words in similar.for_merging(BINH, main)] == [str(second.id), str(third.id)]

    verbs.move(BINH, second.id, second.length, "merge", {"main": str(main.id)})
    verbs.move(LAN, third.id, third.length, "withdraw", {})
    assert similar.for_merging(BINH, main) == []

    answered = verbs.move(BINH, main.id, main.length, "answer", ANSWER)
    shown = similar.for_opening(LAN, {"title": "Trung tâm thiếu máy quét"})
    assert [(one.id, one.join) for one in shown] == [(answered.id, "join"), (second.id, "")]
    assert shown[1].words.startswith("Đã gộp vào một vướng mắc chính"), "hers follows one already"


def test_hoa_of_another_province_is_shown_nothing_of_it() -> None:
    raised("Thiếu máy quét tại trung tâm")

    assert found(HOA, "Thiếu máy quét tại trung tâm") == []
    assert found(TRANG, "Thiếu máy quét tại trung tâm") == ["Thiếu máy quét tại trung tâm"]


def test_the_oldest_of_very_many_is_found_in_one_statement_by_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many were raised since: nothing is left out for being old."""
    old = raised(OLDEST, days=300)
    sql.run(
        """INSERT INTO engine_case SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),
          'code', NULL, 'title', 'Việc ' || n, 'opened_at', now(),
          'facts', jsonb_build_object('telling', jsonb_build_array('so' || n, 'viec', '=f staff'))))).*
        FROM engine_case c, generate_series(1, 1200) n WHERE c.id = %(id)s""",
        {"id": old.id},
    )

    run, statements = sql.run, []
    monkeypatch.setattr(similar.sql, "run", lambda *told: statements.append(told[0]) or run(*told))
    assert found(LAN, "Chưa ai ký chứng từ kế toán") == [OLDEST]
    assert len(statements) == 1
    assert similar.CANDIDATE in statements[0]
    # Few rows read any way at all; of many, this index alone has a condition to look for.
    for way in ("enable_seqscan", "enable_indexscan"):
        run(f"SET LOCAL {way} = off")
    plan = run(f"EXPLAIN SELECT c.id FROM engine_case c WHERE {similar.CANDIDATE}", {"asked": ["ke", "toan"]})
    assert "case_telling" in str(plan)
