"""What is not carried out: without right or a second person, twice, over another, of unknown bodies, in the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import plans
import pytest
from setting_hue import ADMIN, CHAIR, PHUC, carried_out, prepared, seed

from people import BINH, HUE, LAN, NEIGHBOUR, OANH, WARD
from thongsuot.engine import sql, writing
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.reorganising import acts, running, undoing
from thongsuot.engine.reorganising.acts import NotReady
from thongsuot.register import bodies
from thongsuot.register.reorganising.plan import Heir, NewBody, NewUnit, Rename

pytestmark = pytest.mark.django_db


def blocked(plan: acts.Plan) -> str:
    """Why a plan does not pass the check."""
    act = acts.propose(ADMIN, plan)
    with pytest.raises(NotReady) as refused:
        acts.check(ADMIN, act.id)
    return " ".join(refused.value.problems)


def test_only_an_administrator_enters_an_act(hue: None) -> None:
    for who in (LAN, BINH, OANH, CHAIR):
        with pytest.raises(NotAllowed):
            acts.propose(who, plans.merge())
    assert acts.propose(ADMIN, plans.merge()).record.state == "draft"


def test_who_entered_it_does_not_approve_it_and_neither_does_a_chair_below_it(hue: None) -> None:
    act = acts.propose(ADMIN, plans.merge())
    acts.check(ADMIN, act.id)

    for who in (ADMIN, BINH, LAN):
        with pytest.raises(NotAllowed):
            acts.approve(who, act.id)
    assert acts.find(act.id).record.state == "checked"
    assert acts.approve(CHAIR, act.id).record.approved_name == CHAIR.name


def test_a_chair_of_another_province_does_not_approve_it(hue: None) -> None:
    elsewhere = replace(CHAIR.offices[0], body="ubnd.96", house="ubnd.96", province_code="96")
    act = acts.propose(ADMIN, plans.merge())
    acts.check(ADMIN, act.id)

    with pytest.raises(NotAllowed):
        acts.approve(replace(CHAIR, offices=(elsewhere,)), act.id)


def test_what_is_not_approved_or_not_yet_due_is_not_carried_out(hue: None) -> None:
    draft = acts.propose(ADMIN, plans.merge())
    with pytest.raises(Impossible, match="Dự thảo"):
        running.run(ADMIN, draft.id)
    acts.drop(ADMIN, draft.id)
    tomorrow = prepared(plans.merge(effective_on=acts.today() + timedelta(days=1)))
    with pytest.raises(Impossible, match="Chưa đến ngày"):
        running.run(ADMIN, tomorrow.id)
    with pytest.raises(NotAllowed):
        running.run(LAN, tomorrow.id)
    assert bodies.body(f"ubnd.{plans.NEW}") is None


def test_the_same_act_is_entered_once(hue: None) -> None:
    acts.propose(ADMIN, plans.merge())

    with pytest.raises(Impossible, match="đã được nhập"):
        acts.propose(PHUC, plans.merge())


def test_a_day_gone_by_needs_a_reason_and_is_then_carried_out_as_of_now(hue: None) -> None:
    yesterday = acts.today() - timedelta(days=1)
    seed(8)

    assert "đã qua" in blocked(plans.merge(effective_on=yesterday))

    act = carried_out(plans.merge(effective_on=yesterday, reason="Văn bản đến ngày hôm nay."))
    assert act.record.after["differences"] == []
    assert bodies.body(f"ubnd.{WARD}").valid_to == yesterday


def test_two_acts_over_the_same_bodies_do_not_run_at_once(hue: None) -> None:
    prepared(plans.merge())

    assert "Làm xong phương án đó trước" in blocked(plans.department())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"heirs": (Heir("ubnd.99999", f"ubnd.{NEIGHBOUR}"),)}, "Không có cơ quan ubnd.99999"),
        ({"heirs": (Heir(f"ubnd.{WARD}", "ubnd.99999"),)}, "Không có cơ quan nhận ubnd.99999"),
        ({"heirs": (Heir(f"vp.{WARD}", f"vp.{NEIGHBOUR}"), Heir(f"vp.{WARD}", f"pkt.{WARD}"))}, "Phần còn lại"),
        ({"units": (NewUnit("19795", "Phường A", "phuong", HUE, whole_of=("00000",)),)}, "mang mã 00000"),
        ({"units": (NewUnit("1979x", "Phường A", "phuong", HUE, whole_of=(WARD,)),)}, "5 chữ số"),
        ({"units": (NewUnit("19795", "Phường A", "phuong", "99", whole_of=(WARD,)),)}, "Không có tỉnh"),
        ({"units": (NewUnit(NEIGHBOUR, "Phường A", "phuong", HUE, whole_of=(WARD,)),)}, "đang là mã của đơn vị khác"),
        ({"bodies": (NewBody(f"pkt.{WARD}", "pkt", "Phòng", 3, WARD, HUE),)}, "đã có cơ quan mang"),
        ({"renames": (Rename("so-khong-co.46", "Sở Mới"),)}, "để đổi tên"),
    ],
)
def test_a_plan_with_a_fault_is_told_which(hue: None, changed: dict[str, object], said: str) -> None:
    head = {"units": (), "heirs": ()}
    assert said in blocked(replace(plans.division(), **{**head, **changed}))


def test_a_dossier_that_nobody_inherits_and_one_that_two_do_block_the_act_and_are_named(hue: None) -> None:
    made = seed(6)
    heirs = (
        Heir(f"ubnd.{WARD}", f"ubnd.{plans.WEST}", addresses=("Tây Lộc", "Phú Hòa")),
        Heir(f"ubnd.{WARD}", f"ubnd.{plans.EAST}", addresses=("Phú Hòa",)),
    )
    act = acts.propose(ADMIN, plans.division(heirs=heirs))

    found = acts.look(act)

    blocking = {one.about: one.sentence for one in found.blocking}
    assert "2 cơ quan cùng được giao nhận" in blocking[made[0].code]  # Phú Hòa
    assert "Không cơ quan nào" in blocking[made[2].code]  # Đông Ba
    assert made[1].code not in blocking  # Tây Lộc
    settled = (
        *heirs[:1],
        Heir(f"ubnd.{WARD}", f"ubnd.{plans.EAST}", codes=(made[0].code,)),
        Heir(f"ubnd.{WARD}", f"ubnd.{plans.EAST}"),
    )
    again = {one.about for one in acts.look(acts.propose(ADMIN, plans.division(heirs=settled))).blocking}
    assert not again & {one.code for one in made}


def test_holders_without_a_new_place_are_named_before_anything_moves(hue: None) -> None:
    said = blocked(plans.division())

    assert "Lê Văn Minh" in said
    assert "chưa có nơi mới" in said
    assert bodies.body(f"ubnd.{WARD}").valid_to is None


def test_a_dossier_that_comes_after_approval_and_finds_no_heir_stops_the_act_before_it_begins(hue: None) -> None:
    from thongsuot.register.models import Post
    from thongsuot.register.reorganising.plan import PostMove

    offices = Post.objects.filter(body__unit_code=WARD)
    posts = tuple(PostMove(str(one.pk), f"{one.body_id.partition('.')[0]}.{plans.EAST}") for one in offices)
    heirs = (Heir(f"ubnd.{WARD}", f"ubnd.{plans.EAST}", sectors=("G12",)),)
    act = prepared(plans.division(heirs=heirs, posts=posts))
    made = seed(2)

    with pytest.raises(NotReady, match=made[1].code):
        running.run(ADMIN, act.id)

    assert acts.find(act.id).record.state == "approved"
    assert bodies.body(f"ubnd.{plans.EAST}") is None
    assert writing.find(made[0].id).competent_body == f"ubnd.{WARD}"


def test_taking_back_needs_a_reason_and_an_administrator(hue: None) -> None:
    seed(4)
    act = carried_out(plans.merge())

    with pytest.raises(NeedsNotMet):
        undoing.undo(ADMIN, act.id, "  ")
    with pytest.raises(NotAllowed):
        undoing.undo(LAN, act.id, "Thử")
    assert acts.find(act.id).record.state == "done"


def test_a_dossier_withdrawn_while_it_waits_is_named_as_a_difference(hue: None) -> None:
    made = seed(8)
    act = prepared(plans.merge())
    running.begin(act.id)
    first = writing.find(min(one.id for one in made))
    sql.run("UPDATE engine_case SET is_open = false WHERE id = %s", [first.id])

    done = running.run(ADMIN, act.id)

    assert [one[0] for one in done.record.after["troubles"]] == [first.code]
    assert done.record.after["differences"]
