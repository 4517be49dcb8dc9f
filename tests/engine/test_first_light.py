"""First light."""
import uuid
from datetime import date, datetime, timezone, timedelta
import pytest
from thongsuot.engine import verbs, reading, stamper, verify, registry, sweep
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.making import Opening
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.register import calendar


def officer(role, body, house="ubnd.1"):
    return Actor(person=uuid.uuid4(), name=role, offices=(Office(uuid.uuid4(), role, frozenset({role}), body, "k", body, house, 3, "00001", "01"),))


def test_through(db):
    calendar.load_calendar_rows(); calendar.forget()
    lan = officer("intake", "pvhcc.1"); minh = officer("specialist", "pkt.1"); head = officer("head", "pkt.1"); chair = officer("chair", "ubnd.1"); clerk = officer("clerk", "vp.1")
    op = Opening("dossier", "receive", "Khai sinh", "00001", "01", "pvhcc.1", "pkt.1", "ubnd.1", "c", "Giấy khai sinh",
      Limit(LimitUnit.WORKING_DAY, 3, basis="x"), "Nguyễn Văn A", {"name": "Nguyễn Văn A"}, "T.1", datetime.now(timezone.utc), given={"sets": "1"})
    k = uuid.uuid4()
    c = verbs.open(lan, op, key=k)
    assert verbs.open(lan, op, key=k).id == c.id
    print(c)
    c = verbs.move(lan, c.id, c.length, "hand_over")
    c = verbs.claim(minh, c.id, c.length)
    c = verbs.undo(minh, c.id, c.length)
    c = verbs.claim(minh, c.id, c.length)
    c = verbs.move(minh, c.id, c.length, "ask_supplement", {"defects": ["a", "b"]})
    assert c.due_at is None
    c = verbs.move(lan, c.id, c.length, "supplement_arrived", {"brought": ["a"]})
    assert c.assignee == minh.person
    c = verbs.move(minh, c.id, c.length, "propose", {"outcome": "granted", "summary": "ok"})
    c = verbs.move(head, c.id, c.length, "review")
    c = verbs.move(chair, c.id, c.length, "sign", {"method": "paper"})
    c = verbs.move(clerk, c.id, c.length, "number")
    c = verbs.undo(clerk, c.id, c.length)
    c = verbs.move(clerk, c.id, c.length, "number")
    assert c.facts["result_number"].startswith("2/")
    c = verbs.move(clerk, c.id, c.length, "seal")
    c = verbs.move(clerk, c.id, c.length, "issue")
    w = reading.work_list(lan, "results", datetime.now(timezone.utc))
    assert w.counts["results"] == 1 and len(w.rows) == 1
    c = verbs.move(lan, c.id, c.length, "hand_out", {"receiver": "A", "how": "counter"})
    assert not c.is_open
    p = reading.case_page(lan, c.id)
    assert len(p.entries) == c.length
    assert reading.who_looked(lan, c.id)
    n = stamper.stamp("vn"); assert n == c.length
    assert stamper.make_root("vn", date.today())
    assert reading.visible_cases(lan, "Nguyễn")[1] == 1
    sweep.sweep(datetime.now(timezone.utc))
    r = verify.verify_site("vn") 
    assert not r.faults, r
    registry.publish()
