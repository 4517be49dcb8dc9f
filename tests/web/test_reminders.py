"""Time on the pages: reminders on the first page of work, by when to supplement, and the law of silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

from citizens import HANH, signed_in
from following_cases import asked_for_more, code_of, hers, to_nam
from officers import Officer, text_of
from psycopg.types.json import Jsonb

from thongsuot.engine import case_rules, reading, sql, sweep
from thongsuot.engine.case_rules import CaseRules, Silence
from thongsuot.web.environment import moment

Desk = Callable[[str], Officer]
SOON = CaseRules(silence=Silence("granted", "Luật của câu chuyện, Điều 1"))


def reading_of(page: Any) -> str:
    return unescape(text_of(page))


def due_of(case: UUID) -> datetime:
    found: datetime = sql.run("SELECT due_at FROM engine_case WHERE id = %s", [case])[0][0]
    return found


def held_by_nam(desk: Desk) -> UUID:
    case = hers(desk)
    to_nam(desk, case)
    return case


def test_nam_his_head_and_after_a_day_the_chair_are_reminded_and_hoa_is_not(desk: Desk) -> None:
    case = held_by_nam(desk)
    assert "Nhắc thời hạn" not in reading_of(desk("nam").get("/viec"))
    sweep.sweep(due_of(case))
    for login in ("nam", "thu"):
        page = reading_of(desk(login).get("/viec"))
        assert "Nhắc thời hạn: 1 hồ sơ" in page
        assert code_of(case) in page
        assert f"hạn {moment(due_of(case))}" in page
    assert "Nhắc thời hạn" not in reading_of(desk("minh").get("/viec"))
    sweep.sweep(due_of(case) + timedelta(days=14))
    assert "Quá hạn đã hơn một ngày làm việc" in reading_of(desk("minh").get("/viec"))
    assert "Nhắc thời hạn" not in reading_of(desk("hoa").get("/viec"))


def test_reminders_cost_one_statement_on_the_first_page_and_none_on_others(desk: Desk) -> None:
    sweep.sweep(due_of(held_by_nam(desk)))
    nam = desk("nam")
    nam.get("/viec")
    costs = []
    for address in ("/viec", "/viec?muc=all"):
        before = sql.count()
        nam.get(address)
        costs.append(sql.count() - before)
    assert costs[0] - costs[1] == 1


def test_who_is_asked_for_more_reads_by_when_on_the_portal_and_on_the_form(desk: Desk) -> None:
    case = asked_for_more(desk)
    until = reading.case_page(HANH.actor, case).case.facts["waits"]["supplement"]
    told = moment(datetime.fromisoformat(until))
    assert f"Bạn bổ sung trước {told}." in reading_of(signed_in(HANH).get(f"/cua-toi/{case}"))
    assert told in reading_of(desk("nam").get(f"/ho-so/{case}"))
    entry = reading.case_page(HANH.actor, case).case.length
    assert signed_in(HANH).get(f"/cua-toi/{case}/mau/02/{entry}")["Content-Type"] == "application/pdf"


def test_the_law_of_silence_is_the_first_thing_on_the_dossier_and_on_the_list(desk: Desk) -> None:
    case = held_by_nam(desk)
    nam = desk("nam")
    assert "coi như đồng ý" not in reading_of(nam.get(f"/ho-so/{case}"))
    facts = {case_rules.RULES: SOON.to_json()}
    sql.run("UPDATE engine_case SET facts = facts || %s WHERE id = %s", [Jsonb(facts), case])
    page = nam.get(f"/ho-so/{case}")
    assert "thì coi như đồng ý, theo Luật của câu chuyện, Điều 1 (chưa xác minh)" in reading_of(page)
    assert 'role="alert"' in page.content.decode()
    warn_at = sql.run("SELECT warn_at FROM engine_case WHERE id = %s", [case])[0][0]
    sweep.sweep(max(warn_at, datetime.now(UTC)))
    listed = nam.get("/viec")
    assert "không trả lời sẽ là trả lời theo luật" in reading_of(listed)
    assert '<details class="notice warn" open>' in listed.content.decode()


def test_thu_allows_one_more_request_and_hanh_reads_why(desk: Desk) -> None:
    case = asked_for_more(desk)
    desk("lan").make(case, "supplement_arrived", brought=["Tờ khai"])
    again = {"defects": ["Nộp đúng giấy chứng sinh"]}
    assert "1 lần" in reading_of(desk("nam").get(f"/ho-so/{case}"))
    why = {"reasons": "Giấy nộp lại là của người khác", "ground": "NĐ 118/2025/NĐ-CP (chưa xác minh)"}
    assert desk("thu").make(case, "allow_supplement", **why).status_code == 302
    assert "Giấy nộp lại là của người khác" in reading_of(signed_in(HANH).get(f"/cua-toi/{case}"))
    assert desk("nam").make(case, "ask_supplement", **again).status_code == 302
