"""Nam goes on leave: a colleague acts for him, his dossiers are handed on with a report, and he comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from officers import text_of

from thongsuot.engine import sql
from thongsuot.register import demo, people
from thongsuot.register.models import Account, Holding
from thongsuot.web.entrance import today

Desk = Any
VP = f"vp.{demo.WARD}"


def person(login: str) -> UUID:
    found = Account.objects.get(username=login).person_id
    assert found is not None
    return found


def colleague() -> people.PostView:
    """Nam's colleague at the office: the other specialist, who has no login."""
    return next(one for one in people.holders(VP, "specialist", today()) if one.person != person("nam"))


def vn(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def plan(officer: Any, who: UUID, **given: Any) -> Any:
    sent = {
        "who": str(who), "deputy": str(colleague().person), "since": vn(today()),
        "last": vn(today() + timedelta(days=5)), "basis": "nghỉ phép năm", **given,
    }  # fmt: skip
    return officer.post("/vang-mat", sent)


@pytest.fixture
def three(desk: Desk) -> tuple[Any, list[UUID]]:
    """Nam with three dossiers in his hand."""
    lan, nam = desk("lan"), desk("nam")
    cases = [lan.receive(name=name) for name in ("Đỗ Văn An", "Lê Thị Bình", "Hồ Thị Chi")]
    for case in cases:
        lan.make(case, "hand_over")
        nam.post(f"/ho-so/{case}/nhan", {"_version": "2"})
    return nam, cases


def holders(cases: list[UUID]) -> set[UUID | None]:
    return {row[0] for row in sql.run("SELECT assignee FROM engine_case WHERE id = ANY(%s)", [cases])}


def test_nam_plans_his_own_leave_and_the_page_names_who_acts_for_him(desk: Desk) -> None:
    nam = desk("nam")

    answer = plan(nam, person("nam"))

    assert answer.status_code == 302, text_of(answer)
    page = text_of(nam.get("/vang-mat"))
    assert colleague().person_name in page
    assert "Đang vắng" in page
    assert "nghỉ phép năm" in page
    held = Holding.objects.get(acting_for_id=person("nam"))
    assert (held.valid_from, held.valid_to) == (today(), today() + timedelta(days=6))


def test_thu_who_heads_the_office_plans_it_for_nam_and_others_may_not(desk: Desk) -> None:
    assert plan(desk("thu"), person("nam")).status_code == 302
    Holding.objects.filter(acting_for__isnull=False).delete()

    for login in ("lan", "huong", "quang", "hoa"):
        answer = plan(desk(login), person("nam"))
        assert answer.status_code == 422, login
        assert "Chọn một người trong danh sách" in text_of(answer)
    assert plan(desk("minh"), person("nam")).status_code == 302, "the chairman leads the whole house"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": ""}, "Nhập mục “Từ ngày”"),
        ({"since": "31/02/2027"}, "không phải là ngày có thật"),
        ({"since": "01/01/2026"}, "từ hôm nay trở đi"),
        ({"last": "01/01/2026"}, "Ngày cuối nghỉ phải từ ngày đầu"),
        ({"last": "01/01/2099"}, "tối đa 400 ngày"),
        ({"deputy": "nobody"}, "Chọn một người trong danh sách"),
        ({"deputy": "\x00"}, "Chọn một người trong danh sách"),
        ({"basis": ""}, "Nhập mục “Lý do, căn cứ”"),
        ({"basis": "x" * 201}, "dài quá 200 ký tự"),
    ],
)
def test_leave_that_cannot_be_is_refused_with_a_sentence(desk: Desk, given: dict[str, str], said: str) -> None:
    answer = plan(desk("nam"), person("nam"), **given)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Holding.objects.filter(acting_for__isnull=False).exists()


def test_nobody_acts_for_herself_and_the_same_leave_is_not_planned_twice(desk: Desk) -> None:
    nam = desk("nam")

    own = plan(nam, person("nam"), deputy=str(person("nam")))
    first, second = plan(nam, person("nam")), plan(nam, person("nam"))

    assert (own.status_code, first.status_code, second.status_code) == (422, 302, 422)
    assert "đã được giao vị trí này" in text_of(second)


def test_coming_back_early_ends_it_from_today_and_leave_not_begun_is_gone(desk: Desk) -> None:
    nam = desk("nam")
    plan(nam, person("nam"), since=vn(today() + timedelta(days=2)))
    later = Holding.objects.get(acting_for_id=person("nam"))

    gone = nam.post(f"/vang-mat/{later.pk}/tro-lai")

    assert gone.status_code == 302
    assert not Holding.objects.filter(pk=later.pk).exists()
    assert nam.post(f"/vang-mat/{later.pk}/tro-lai").status_code == 404
    plan(nam, person("nam"))
    running = Holding.objects.get(acting_for_id=person("nam"))
    Holding.objects.filter(pk=running.pk).update(valid_from=today() - timedelta(days=3))
    assert desk("hoa").post(f"/vang-mat/{running.pk}/tro-lai").status_code == 404
    assert nam.post(f"/vang-mat/{running.pk}/tro-lai").status_code == 302
    running.refresh_from_db()
    assert running.valid_to == today()
    assert "Không ai vắng mặt" in text_of(nam.get("/vang-mat"))


def test_all_that_nam_holds_goes_to_his_colleague_at_once(desk: Desk, three: Any) -> None:
    _nam, cases = three
    thu, nam = desk("thu"), person("nam")
    address = f"/vang-mat/chuyen-viec/{nam}"
    assert "3 hồ sơ đang giữ" in text_of(thu.get(address))

    answer = thu.send(thu.get(address), address, to=str(colleague().person))

    assert answer.status_code == 200
    assert "Đã thực hiện 3 trong 3 hồ sơ." in text_of(answer)
    assert holders(cases) == {colleague().person}
    assert "Không có hồ sơ nào để chuyển" in text_of(thu.get(address))


def test_what_cannot_go_to_somebody_says_why_and_stays(desk: Desk, three: Any) -> None:
    nam, cases = three
    address = f"/vang-mat/chuyen-viec/{person('nam')}"
    thu = desk("thu")

    answer = thu.send(thu.get(address), address, to=str(person("thu")))

    assert "Đã thực hiện 0 trong 3 hồ sơ; 3 hồ sơ giữ nguyên" in text_of(answer)
    assert "không giữ vị trí làm bước này" in text_of(answer)
    assert holders(cases) == {person("nam")}
    back = nam.send(nam.get(address), address, to="hang-cho")
    assert "Đã thực hiện 3 trong 3" in text_of(back)
    assert holders(cases) == {None}


def test_who_leads_somebody_else_hands_on_nothing_of_nams(desk: Desk, three: Any) -> None:
    _nam, cases = three
    address = f"/vang-mat/chuyen-viec/{person('nam')}"

    assert desk("quang").get(address).status_code == 404
    assert desk("hoa").post(address, {"to": "hang-cho"}).status_code == 404
    assert desk("thu").post(address, {"to": "nobody"}).status_code == 422
    assert holders(cases) == {person("nam")}
