"""Way 14: a part fails while the request goes on; what failed, why, what to do; withdrawing all of it or one part."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from requests_interlinked import (
    apply,
    begun,
    child,
    follow,
    grant,
    move,
    now,
    officers_of,
    part,
    settle_outside,
    stands,
)

from people import HOA, HUNG, THAO
from thongsuot.areas.interlinked import reading
from thongsuot.areas.interlinked.models import Errand, Part
from thongsuot.areas.interlinked.reading import Portion
from thongsuot.engine import verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed, NotFound, Refused
from thongsuot.register.working_time import VIETNAM

REFUSAL = {"reasons": ["Giấy chứng sinh không đúng mẫu."], "guidance": "Xin cấp lại ở cơ sở y tế rồi nộp lại."}
SUSPECT = Actor(None, "Phạm Thị Bảy", citizen="046185001297")


def portion(parent: Case, key: str, who: Actor = HUNG) -> Portion:
    found = reading.view(who, now(parent), datetime.now(VIETNAM))
    return next(one for one in found.portions if one.part.key == key)


def refuse(parent: Case, key: str) -> None:
    one = child(parent, key)
    move(officers_of(one)["intake"], one, "refuse", REFUSAL)
    follow()


def test_tax_refuses_while_the_land_goes_on(country: None) -> None:
    parent = apply("dat-dai-thue", who=SUSPECT)
    settle_outside(parent, "tax")
    assert stands(parent) == {"land": "open", "tax": "failed"}
    assert (now(parent).step, now(parent).is_open) == ("partly_done", True), "the request is not lost"
    failed = portion(parent, "tax", SUSPECT)
    assert failed.why == ("Thông tin khai không khớp với dữ liệu của hệ thống.",)
    assert failed.may_resend
    grant(child(parent, "land"))
    assert (now(parent).step, now(parent).is_open, now(parent).outcome) == ("done_in_part", False, "in_part")


def test_a_birth_that_is_refused_leaves_its_followers_unbegun_and_is_sent_again_alone(country: None) -> None:
    parent = apply("sinh-con")
    refuse(parent, "birth")
    assert stands(parent) == {"birth": "failed", "residence": "never", "insurance": "never"}
    assert (now(parent).step, now(parent).outcome) == ("failed", "refused")
    assert portion(parent, "birth").why == (*REFUSAL["reasons"], REFUSAL["guidance"])
    assert portion(parent, "residence").waits_for == ("Khai sinh",)
    assert begun(parent) == ["birth"]

    for key in ("residence", "insurance", "permit"):
        with pytest.raises(Refused, match="Phần này đang"):
            move(HUNG, parent, "resend", {"part": key})
    with pytest.raises(NotFound):
        move(THAO, parent, "resend", {"part": "birth"})
    first = child(parent, "birth")
    move(HUNG, parent, "resend", {"part": "birth"})
    follow()
    again = child(parent, "birth")
    assert again.id != first.id
    assert (again.step, part(parent, "birth").attempt, now(parent).step) == ("submitted", 2, "under_way")
    with pytest.raises(Refused, match="Phần này đang"):
        move(HUNG, parent, "resend", {"part": "birth"})
    grant(again)
    assert set(begun(parent)) == {"birth", "residence", "insurance"}
    settle_outside(parent, "residence")
    settle_outside(parent, "insurance")
    assert now(parent).step == "done"


def test_a_negative_answer_is_no_result_to_go_on_with(country: None) -> None:
    parent = apply("xay-nha")
    grant(child(parent, "purpose"), "denied")
    assert stands(parent) == {"purpose": "failed", "permit": "never", "tax": "never"}
    assert now(parent).step == "failed"


def test_one_part_is_withdrawn_and_the_others_go_on(country: None) -> None:
    parent = apply("dat-dai-thue")
    move(HUNG, child(parent, "land"), "withdraw_online", {"request": "Chưa cần sang tên."})
    follow()
    assert stands(parent) == {"land": "withdrawn", "tax": "open"}
    settle_outside(parent, "tax")
    assert now(parent).step == "done_in_part"


def test_the_whole_is_withdrawn_here_and_outside_and_only_once(country: None) -> None:
    parent = apply("dat-dai-thue")
    with pytest.raises(NotFound):
        move(HOA, parent, "withdraw_at_counter", {"request": "Không phải của tôi"})
    move(HUNG, parent, "withdraw", {"request": "Hai bên hủy hợp đồng."})
    follow()
    assert child(parent, "land").step == "withdrawn"
    assert child(parent, "tax").step == "withdrawing", "the outside system has not said so yet"
    assert now(parent).step == "withdrawing"
    settle_outside(parent, "tax")
    assert child(parent, "tax").step == "withdrawn"
    assert (now(parent).step, now(parent).outcome) == ("withdrawn", "withdrawn")
    with pytest.raises(Impossible):
        move(HUNG, parent, "withdraw", {"request": "Lần nữa"})
    with pytest.raises(Refused, match="rút cả yêu cầu"):
        move(HUNG, parent, "resend", {"part": "land"})


def test_what_is_too_far_to_be_withdrawn_counts_and_what_had_not_begun_never_does(country: None) -> None:
    parent = apply("sinh-con")
    grant(child(parent, "birth"))
    settle_outside(parent, "residence")
    move(HUNG, parent, "withdraw", {"request": "Không làm thẻ nữa."})
    follow()
    settle_outside(parent, "insurance")
    assert stands(parent) == {"birth": "done", "residence": "done", "insurance": "withdrawn"}
    assert now(parent).step == "done_in_part"

    other = apply("sinh-con", who=THAO)
    move(THAO, other, "withdraw", {"request": "Chuyển đi nơi khác."})
    follow()
    assert begun(other) == ["birth"]
    assert (now(other).step, stands(other)["insurance"]) == ("withdrawn", "never")


def test_a_result_that_is_opened_again_opens_the_request_again(country: None) -> None:
    parent = apply("xay-nha", answers={"purpose": "house"})
    permit = grant(child(parent, "permit"))
    settle_outside(parent, "tax")
    assert now(parent).step == "done"
    chair = officers_of(permit)["chair"]
    move(chair, permit, "reopen", {"reasons": ["Ghi sai tầng."], "ground": "Điều 20"})
    follow()
    assert (now(parent).step, now(parent).is_open) == ("partly_done", True)


def test_only_the_system_brings_a_request_on(country: None) -> None:
    parent = apply("sinh-con")
    for who in (HUNG, THAO, *officers_of(parent).values()):
        for row in parent.table.moves:
            if row.role.name == "system":
                with pytest.raises((NotAllowed, NotFound, Impossible)):
                    verbs.move(who, parent.id, now(parent).length, row.name)
    with pytest.raises(NotAllowed):
        verbs.move(SYSTEM, parent.id, now(parent).length, "resend", {"part": "birth"})


def test_following_twice_or_after_a_crash_changes_nothing_twice(country: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from thongsuot.areas.interlinked import following, working
    from thongsuot.engine import sql, stamper

    parent = apply("sinh-con")
    birth = child(parent, "birth")
    who = officers_of(birth)
    move(who["intake"], birth, "refuse", REFUSAL)
    stamper.stamp("vn")

    def breaks(*_: Any) -> bool:
        raise RuntimeError("killed")

    real = working.settle
    monkeypatch.setattr(working, "settle", breaks)
    following.follow("vn")
    assert now(parent).step == "under_way"
    assert sql.run("SELECT tries FROM interlinked_due WHERE parent = %s", [parent.id]) == [(1,)]
    monkeypatch.setattr(working, "settle", real)
    later = datetime.now(VIETNAM) + timedelta(minutes=2)
    following.settle_due(later)
    length = now(parent).length
    assert now(parent).step == "failed"
    for _ in range(3):
        sql.run("UPDATE interlinked_position SET sequence = 0")
        follow()
    assert now(parent).length == length
    assert Part.objects.filter(parent=parent.id).count() == 1
    assert sql.run("SELECT count(*) FROM interlinked_due") == [(0,)]


def test_the_same_request_sent_again_for_a_part_that_could_not_begin_is_tried_later(
    country: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thongsuot.areas.interlinked import following
    from thongsuot.engine import ordering

    parent = apply("sinh-con")
    real = ordering.opening

    def refuses(kind: str, wanted: Any, at: datetime) -> Any:
        if wanted.part == "insurance":
            raise Refused("Nơi này chưa nhận thủ tục này.")
        return real(kind, wanted, at)

    monkeypatch.setattr(ordering, "opening", refuses)
    grant(child(parent, "birth"))
    assert begun(parent) == ["birth", "residence"]
    assert portion(parent, "insurance").trouble == "Nơi này chưa nhận thủ tục này."
    monkeypatch.setattr(ordering, "opening", real)
    following.settle_due(datetime.now(VIETNAM) + timedelta(hours=2))
    assert begun(parent) == ["birth", "residence", "insurance"]
    assert portion(parent, "insurance").trouble == ""
    assert Errand.objects.count() == 2
