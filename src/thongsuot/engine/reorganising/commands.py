"""`thongsuot reorganise PLAN`: the operator's way through an act, in the name of people who may do it."""

from __future__ import annotations

import argparse
from pathlib import Path

from thongsuot.engine import actor as actors
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.reorganising import acts, running, undoing, workbooks
from thongsuot.engine.reorganising.acts import Act
from thongsuot.engine.reorganising.survey import Survey
from thongsuot.platform.trouble import Trouble
from thongsuot.register.reorganising import reading
from thongsuot.register.reorganising.plan import Plan

SHOWN = 30


def run(chosen: argparse.Namespace, var: Path) -> int:
    """Do what was chosen with the plan in the file; 1 when something must be settled first or a count differs."""
    try:
        return _run(chosen, reading.read(chosen.plan), chosen.report or var / "reorganise" / chosen.plan.stem)
    except reading.BadPlan as error:
        raise Trouble(str(error), f"The plan cannot be read: {chosen.plan}. See docs/reorganisation.md.") from error
    except Refused as error:
        raise Trouble(error.sentence, "Refused; nothing was changed. See docs/reorganisation.md.") from error


def _run(chosen: argparse.Namespace, plan: Plan, report: Path) -> int:
    if chosen.dry_run:
        return _dry_run(plan, report)
    if chosen.propose:
        who = _person(chosen.by)
        act = acts.same(plan) or acts.propose(who, plan)
        acts.check(who, act.id)
        _say(f"Đã nhập và kiểm tra, chờ người thứ hai phê duyệt. / Entered and checked: {act.id}")
        return 0
    act = _entered(plan)
    if chosen.approve:
        acts.approve(_person(chosen.by), act.id)
        _say(f"Đã phê duyệt. / Approved: {act.id}")
        return 0
    if chosen.undo:
        act = undoing.undo(_person(chosen.by), act.id, chosen.reason)
        _say(f"Đã hoàn tác. / Taken back: {act.id}")
        return 0
    return _told(running.run(SYSTEM, act.id), report)


def _entered(plan: Plan) -> Act:
    act = acts.same(plan)
    if act is None:
        raise Trouble(
            "Phương án này chưa được nhập. Nhập bằng --propose --by TÀI-KHOẢN, rồi để người thứ hai phê duyệt.",
            "This plan has not been entered. Enter it with --propose --by LOGIN, then have a second person approve it.",
        )
    return act


def _person(login: str) -> Actor:
    """Somebody who may act, by login, with today's posts. The operator cannot act as nobody."""
    person = acts.person_named(login) if login else None
    if person is None:
        raise Trouble(
            f"Không có tài khoản “{login}”. Nêu tài khoản của người thực hiện bằng --by.",
            "No such login. Name who does it with --by LOGIN.",
        )
    return actors.load(person.pk, acts.today())


def _dry_run(plan: Plan, report: Path) -> int:
    act = acts.same(plan) or acts.unsaved(plan)
    found = acts.look(act)
    _say("Chạy thử, không ghi gì. / Dry run, nothing written.")
    _counts(found)
    for one in found.problems[:SHOWN]:
        _say(f"  {'!' if one.blocks else '-'} {one.about}: {one.sentence}")
    if len(found.problems) > SHOWN:
        _say(f"  … {len(found.problems) - SHOWN}")
    workbooks.write(act, report, found)
    _say(f"Báo cáo / report: {report}")
    return int(bool(found.blocking))


def _counts(found: Survey) -> None:
    _say(f"{len(found.lines):7}  hồ sơ đang giải quyết / open dossiers")
    _say(f"{len(found.seats):7}  vị trí / posts held")
    for clock, number in found.counts["clocks"].items():
        _say(f"{number:7}  đồng hồ: {clock}")
    for body, statuses in found.counts["after"].items():
        _say(f"{sum(statuses.values()):7}  → {found.names.get(body, body) or 'CHƯA CÓ CƠ QUAN NHẬN'}")


def _told(act: Act, report: Path) -> int:
    told = act.record.after
    _say(f"Đã chuyển / handed over: {told['total']}")
    for one in told["differences"][:SHOWN]:
        _say(f"  ! {one}")
    if not told["differences"]:
        _say("Đối chiếu khớp. / The lists agree.")
    workbooks.write(act, report)
    _say(f"Báo cáo / report: {report}")
    return int(bool(told["differences"]))


def _say(words: str) -> None:
    print(words, flush=True)
