"""Two wards become one, one becomes two, an office is divided: every dossier once, with its clock as it was."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import plans
import pytest
from django.conf import settings
from setting_hue import ADMIN, TUAN, carried_out, seed, stamp

import people
from people import HANH, HOA, LAN, MINH, NEIGHBOUR, WARD
from thongsuot.engine import access, reading, sql, verbs, verify, writing
from thongsuot.engine import actor as actors
from thongsuot.engine.access import Sight
from thongsuot.engine.errors import Impossible, NotAllowed
from thongsuot.engine.reorganising import acts, running, undoing
from thongsuot.register import bodies, units
from thongsuot.register.models import Post
from thongsuot.register.reorganising import succession
from thongsuot.register.reorganising.plan import PostMove

pytestmark = pytest.mark.django_db


def rows() -> dict[Any, tuple[Any, ...]]:
    found = sql.run(
        "SELECT id, competent_body, receiving_body, executing_body, queue_body, assignee, status, step, code, due_at,"
        " warn_at, clock::text, length FROM engine_case ORDER BY id"
    )
    return {row[0]: row[1:] for row in found}


UNTOUCHED = slice(5, 11)


def test_two_wards_become_one_and_every_dossier_goes_over_once(hue: None) -> None:
    seed()
    before = rows()

    act = carried_out(plans.merge())

    after = rows()
    assert act.record.state == "done"
    assert act.record.after["differences"] == []
    assert act.record.after["total"] == 200
    assert {row[0] for row in after.values()} == {f"ubnd.{plans.NEW}"}
    assert {row[1] for row in after.values()} == {f"pvhcc.{plans.NEW}"}
    assert {row[2] for row in after.values()} == {f"pkt.{plans.NEW}"}
    assert {id: row[UNTOUCHED] for id, row in after.items()} == {id: row[UNTOUCHED] for id, row in before.items()}
    assert all(row[-1] == before[id][-1] + 1 for id, row in after.items())
    assert verify.verify_site(settings.SITE).faults == ()


def test_who_held_a_dossier_holds_it_in_the_new_ward_and_the_old_desk_is_closed(hue: None) -> None:
    seed()
    before = rows()

    carried_out(plans.merge())

    assert {id: row[4] for id, row in rows().items()} == {id: row[4] for id, row in before.items()}
    minh = actors.load(MINH.person, acts.today())
    assert [office.body for office in minh.offices] == [f"pkt.{plans.NEW}"]
    yesterday = actors.load(MINH.person, acts.today() - timedelta(days=1))
    assert [office.body for office in yesterday.offices] == [f"pkt.{WARD}"]
    held = [id for id, row in rows().items() if row[4] == MINH.person and row[6] == "processing"]
    case = writing.find(held[0])
    moved = verbs.move(minh, case.id, case.length, "propose", {"outcome": "granted", "summary": ["Đồng ý."]})
    assert moved.step == "proposed"
    case = writing.find(held[1])
    with pytest.raises(NotAllowed):
        verbs.move(MINH, case.id, case.length, "propose", {"outcome": "granted", "summary": ["Đồng ý."]})


def test_old_bodies_end_and_lead_to_the_new_one_and_hoa_in_ca_mau_sees_nothing_of_it(hue: None) -> None:
    made = seed(8)

    carried_out(plans.merge())

    today = acts.today()
    old = bodies.body(f"ubnd.{NEIGHBOUR}")
    assert (old.valid_to, old.status) == (today, "closed")
    assert bodies.name_on(f"ubnd.{NEIGHBOUR}", today - timedelta(days=1)) == "Ủy ban nhân dân phường Phú Xuân"
    assert succession.today_of(f"pkt.{WARD}", today) == (f"pkt.{plans.NEW}",)
    assert succession.today_of(f"pkt.{WARD}", today - timedelta(days=1)) == (f"pkt.{WARD}",)
    assert [link.unit.name for link in units.today_of(WARD, people.SINCE)] == ["Phường Kinh Thành"]
    assert units.unit(WARD, today - timedelta(days=1)).name == "Phường Thuận Hóa"
    case = writing.find(made[0].id)
    assert access.sight(HOA, case) is Sight.NONE
    lan = actors.load(LAN.person, today)
    assert access.sight(lan, case) is Sight.FULL
    assert access.sight(LAN, case) is Sight.NONE


def test_a_finished_dossier_stays_where_it_was_decided_and_the_new_counter_may_look_at_it(hue: None) -> None:
    made = seed(4)
    case = verbs.move(LAN, made[0].id, writing.find(made[0].id).length, "withdraw", {"request": "Rút hồ sơ."})

    carried_out(plans.merge())

    case = writing.find(case.id)
    assert case.competent_body == f"ubnd.{WARD}"
    lan = actors.load(LAN.person, acts.today())
    assert access.sight(lan, case) is Sight.FULL
    assert reading.case_page(lan, case.id).case.id == case.id
    assert access.sight(HOA, case) is Sight.NONE


def test_a_ward_that_takes_another_in_keeps_its_own_dossiers_untouched(hue: None) -> None:
    seed(40)
    before = rows()

    act = carried_out(plans.takes_over())

    after = rows()
    own = {id for id, row in before.items() if row[0] == f"ubnd.{WARD}"}
    assert {id: after[id] for id in own} == {id: before[id] for id in own}
    assert {row[0] for row in after.values()} == {f"ubnd.{WARD}"}
    assert act.record.after["differences"] == []
    assert bodies.body(f"ubnd.{WARD}").valid_to is None


def test_a_ward_divided_by_its_quarters_gives_each_dossier_to_one_of_the_two(hue: None) -> None:
    seed()
    where = {str(post.pk): post.body_id.partition(".")[0] for post in Post.objects.filter(body__unit_code=WARD)}
    moves = tuple(PostMove(post, f"{office}.{plans.EAST}") for post, office in where.items())

    act = carried_out(plans.division(posts=moves))

    after = sql.run(
        "SELECT competent_body, receiving_body, queue_body, subject ->> 'address', assignee FROM engine_case"
        " WHERE competent_body <> %s", [f"ubnd.{NEIGHBOUR}"],
    )  # fmt: skip
    assert len(after) == 150
    for competent, receiving, queue, address, assignee in after:
        west = "Tây Lộc" in address or "Phú Hòa" in address
        assert competent == f"ubnd.{plans.WEST if west else plans.EAST}"
        assert receiving.endswith(competent[-5:])
        assert queue.endswith(competent[-5:])
        assert assignee is None or not west  # nobody of the west held it: it waits in the queue there
    assert act.record.after["differences"] == []


def test_an_office_divided_by_sector_keeps_what_is_its_own(hue: None) -> None:
    seed(40)
    minh = Post.objects.get(holdings__person_id=MINH.person)
    others = Post.objects.filter(body_id=f"pkt.{WARD}").exclude(pk=minh.pk)
    moves = (PostMove(str(minh.pk), f"pxd.{WARD}"), *(PostMove(str(one.pk), f"pkt.{WARD}") for one in others))

    act = carried_out(plans.department(posts=moves))

    found = Counter(
        sql.run("SELECT executing_body, sector FROM engine_case WHERE competent_body = %s", [f"ubnd.{WARD}"])
    )
    assert set(found) == {(f"pxd.{WARD}", "G17"), (f"pkt.{WARD}", "G12")}
    assert act.record.after["differences"] == []
    assert [one.body for one in actors.load(MINH.person, acts.today()).offices] == [f"pxd.{WARD}"]
    assert [one.body for one in actors.load(HANH.person, acts.today()).offices] == [f"pkt.{WARD}"]


def test_a_step_before_the_act_is_not_undone_by_an_officer(hue: None) -> None:
    seed(20)
    carried_out(plans.merge())
    minh = actors.load(MINH.person, acts.today())
    held = next(id for id, row in rows().items() if row[4] == MINH.person)

    with pytest.raises(Impossible, match="sắp xếp tổ chức"):
        verbs.undo(minh, held, writing.find(held).length)


def test_an_act_is_taken_back_as_long_as_nothing_moved(hue: None) -> None:
    seed()
    before = rows()
    act = carried_out(plans.merge())

    undoing.undo(ADMIN, act.id, "Nghị quyết bị đính chính.")

    after = rows()
    assert {id: row[:-1] for id, row in after.items()} == {id: row[:-1] for id, row in before.items()}
    assert [one.body for one in actors.load(MINH.person, acts.today()).offices] == [f"pkt.{WARD}"]
    assert bodies.body(f"ubnd.{WARD}").valid_to is None
    assert units.unit(WARD, acts.today()).name == "Phường Thuận Hóa"
    assert verify.verify_site(settings.SITE).faults == ()
    assert acts.find(act.id).record.state == "undone"
    stamp()


def test_an_act_is_not_taken_back_once_a_dossier_has_moved(hue: None) -> None:
    seed(20)
    act = carried_out(plans.merge())
    tuan, minh = (actors.load(one.person, acts.today()) for one in (TUAN, MINH))
    held = next(id for id, row in rows().items() if row[4] in (tuan.person, minh.person) and row[6] == "processing")
    who = minh if rows()[held][4] == minh.person else tuan
    case = writing.find(held)
    verbs.move(who, held, case.length, "propose", {"outcome": "granted", "summary": ["Đồng ý."]})

    with pytest.raises(Impossible, match=case.code):
        undoing.undo(ADMIN, act.id, "Nghị quyết bị đính chính.")
    assert acts.find(act.id).record.state == "done"


def test_it_is_carried_out_once_however_often_it_is_asked_for(hue: None) -> None:
    seed(40)
    act = carried_out(plans.merge())
    after = rows()

    running.run(ADMIN, act.id)
    running.sweep(act.record.done_at)

    assert rows() == after
