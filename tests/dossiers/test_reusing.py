"""What Hùng has already is offered to him, or to Lan while he stands before her; stale things never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import at_work
import people
import scanned
from at_work import bring_to
from people import BINH, CUC, HOA, HUNG, LAN, MINH, THAO, VAN
from thongsuot.areas.dossiers import paper_figures, reusing
from thongsuot.areas.dossiers.reusing import DOSSIER, RESULT, STORE, Offer
from thongsuot.engine import papers, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import Kind
from thongsuot.ports import person_store
from thongsuot.ports.person_store_twin import PersonStoreTwin
from thongsuot.register import bodies, calendar

TODAY = date(2026, 11, 22)
LAND = "Giấy chứng nhận quyền sử dụng đất"
HANH = Actor(None, "Nguyễn Thị Hạnh", citizen="046188001976")


@pytest.fixture(autouse=True)
def site(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    people.settle()
    calendar.load_calendar_rows()
    bodies.forget()
    yield
    bodies.forget()
    calendar.forget()


def store() -> PersonStoreTwin:
    found = person_store.store()
    assert isinstance(found, PersonStoreTwin)
    return found


def paper(words: str = "đất", origin: str = "scan", component: str = "giay-to-dat") -> Paper:
    content = scanned.sound() + f"\n%{words}".encode()
    return replace(papers.keep([content], f"{words}.pdf", component=component), origin=origin)


def earlier(*brought: Paper, **more: Any) -> Case:
    facts = {"channel": "counter", "papers": [{"key": "giay-to-dat", "name": LAND, "originals": 1, "copies": 0}]}
    return at_work.receive(papers=brought or (paper(),), facts=facts, **more)


def offers(actor: Actor = HUNG, number: str = HUNG.citizen, **more: Any) -> tuple[Offer, ...]:
    return reusing.found(actor, number, TODAY, **more).offers


def test_a_paper_of_an_earlier_dossier_is_offered_with_what_it_is_from_whom_and_since_when() -> None:
    case = earlier()

    (offer,) = offers()

    assert (offer.kind, offer.origin, offer.where, offer.usable) == (LAND, DOSSIER, case.code, True)
    assert offer.body == bodies.name_of(case.receiving_body)
    assert offer.since == case.opened_at.date()
    assert reusing.fits(offer, "giay-to-dat", "Bất cứ tên gì", "1.013225"), "the same component of the same procedure"
    assert reusing.fits(offer, "khac", f"Bản sao {LAND.lower()} (nếu có)", "2.000001"), "the same kind elsewhere"
    assert not reusing.fits(offer, "giay-to-dat", "Trích lục bản đồ", "2.000001"), "a key alone says nothing"
    assert not reusing.fits(offer, "giay-to-dat", "Đơn đề nghị cấp phép", "1.013225"), "written anew each time"


def test_what_was_chosen_is_a_paper_with_its_source_and_the_same_content() -> None:
    earlier()
    (offer,) = offers()

    chosen = reusing.choose(HUNG, HUNG.citizen, offer.id, "giay-to-dat", TODAY)

    assert (chosen.origin, chosen.digest.hex(), chosen.component) == ("reuse", offer.digest, "giay-to-dat")
    assert (chosen.facts.source, chosen.facts.source_of, chosen.facts.kind) == (offer.id, offer.where, Kind.ELECTRONIC)
    assert chosen.recorded()["facts"]["source"] == offer.id


def test_nobody_is_offered_the_papers_of_another() -> None:
    earlier()
    (offer,) = offers()

    with pytest.raises(NotAllowed, match="của chính mình"):
        offers(THAO)
    with pytest.raises(NotFound):
        reusing.choose(THAO, THAO.citizen, offer.id, "x", TODAY)
    for who in (MINH, BINH):
        with pytest.raises(NotAllowed):
            offers(who, present=True)


def test_an_officer_sees_them_with_the_person_present_and_only_as_far_as_her_own_door() -> None:
    earlier()

    with pytest.raises(NotAllowed, match="có mặt và đồng ý"):
        offers(LAN)
    assert len(offers(LAN, present=True)) == 1
    assert offers(HOA, present=True) == (), "Cà Mau does not see the dossiers of Thuận Hóa"
    assert offers(VAN, present=True) == ()
    looks = sql.run("SELECT person, what FROM engine_read WHERE what = 'earlier'")
    assert (LAN.person, "earlier") in looks, "each look is recorded"
    assert not {HOA.person, VAN.person} & {person for person, _what in looks}


def test_what_was_refused_or_withdrawn_with_its_dossier_is_not_offered() -> None:
    case = earlier()
    verbs.move(HUNG, case.id, case.length, "withdraw_online", {"request": "Tôi xin rút."})

    assert offers() == ()


def granted(present: bool = True) -> tuple[Case, Paper]:
    case = bring_to("sealed")
    made = paper("giấy phép", "result", "")
    case = verbs.attach(CUC, case.id, case.length, (made,))
    return (verbs.move(CUC, case.id, case.length, "issue", {}) if present else case), made


def test_a_result_of_ours_counts_once_it_was_issued_and_is_over_once_it_was_revoked() -> None:
    case, made = granted(present=False)
    assert offers() == (), "not issued yet"
    case = verbs.move(CUC, case.id, case.length, "issue", {})

    (offer,) = offers()
    assert (offer.id, offer.origin, offer.kind) == (str(made.id), RESULT, "Giấy phép xây dựng")
    assert offer.body == bodies.name_of(case.competent_body)

    sql.run("UPDATE engine_case SET outcome = 'revoked', step = 'revoked' WHERE id = %s", [case.id])
    (revoked,) = offers()
    assert revoked.over == "đã bị thu hồi"
    with pytest.raises(Refused, match="thu hồi"):
        reusing.choose(HUNG, HUNG.citizen, offer.id, "x", TODAY)


def test_a_paper_whose_time_is_over_is_told_and_not_offered() -> None:
    name = "Giấy xác nhận tình trạng hôn nhân"
    facts = {"papers": [{"key": "hon-nhan", "name": name, "originals": 1, "copies": 0}]}
    case = at_work.receive(papers=(paper("hôn nhân", component="hon-nhan"),), facts=facts)
    sql.run("UPDATE engine_case SET opened_at = opened_at - interval '200 days' WHERE id = %s", [case.id])
    day = datetime.now(UTC).date()

    found = reusing.found(HUNG, HUNG.citizen, day)

    (offer,) = found.offers
    assert (offer.over, offer.until) == ("đã hết hạn", offer.since + timedelta(days=183))
    assert found.fitting("hon-nhan", name, "1.013225") == []
    with pytest.raises(Refused, match="hết hạn"):
        reusing.choose(HUNG, HUNG.citizen, offer.id, "hon-nhan", day)


def test_a_file_that_was_changed_or_lost_since_is_refused() -> None:
    earlier()
    (offer,) = offers()
    path = papers.path(offer.digest)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(Refused, match="mã băm"):
        reusing.choose(HUNG, HUNG.citizen, offer.id, "giay-to-dat", TODAY)
    path.unlink()
    with pytest.raises(Refused, match="không còn trong kho"):
        reusing.choose(HUNG, HUNG.citizen, offer.id, "giay-to-dat", TODAY)


def test_the_store_offers_what_holds_and_tells_what_is_over() -> None:
    found = reusing.found(HANH, HANH.citizen, datetime.now(UTC).date())

    told = {one.kind: one.over for one in found.offers if one.origin == STORE}
    assert told["Giấy khai sinh"] == ""
    assert told["Giấy xác nhận tình trạng hôn nhân"] == "đã hết hạn"
    assert told["Giấy phép xây dựng"] == "đã bị thu hồi"
    birth = next(one for one in found.offers if one.kind == "Giấy khai sinh")
    chosen = reusing.choose(HANH, HANH.citizen, birth.id, "khai-sinh", datetime.now(UTC).date())
    assert papers.path(chosen.digest).exists()
    assert chosen.facts.source_of == person_store.SYSTEM


def test_a_store_that_is_down_or_lies_hides_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier(subject={"name": HANH.name, "kind": "citizen", "number": HANH.citizen})
    everything = offers(HANH, HANH.citizen)
    birth = next(one for one in everything if one.kind == "Giấy khai sinh")
    monkeypatch.setattr(PersonStoreTwin, "content", lambda self, number, id: b"%PDF-another")
    with pytest.raises(Refused, match="mã băm"):
        reusing.choose(HANH, HANH.citizen, birth.id, "x", datetime.now(UTC).date())

    store().behave("down")

    found = reusing.found(HANH, HANH.citizen, TODAY)
    assert [one.origin for one in found.offers] == [DOSSIER]
    assert found.trouble == "Không kết nối được với kho."


def test_what_was_used_again_is_no_second_offer_and_its_uses_are_told() -> None:
    earlier()
    (offer,) = offers()
    again = at_work.receive(papers=(reusing.choose(HUNG, HUNG.citizen, offer.id, "giay-to-dat", TODAY),))

    assert [one.id for one in offers()] == [offer.id]
    assert reusing.uses(HUNG) == {offer.id: ((again.id, again.code),)}
    assert reusing.uses(THAO) == {}
    assert reusing.uses(LAN) == {}, "the list is the person's own"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Giấy khai sinh", "Bản sao Giấy khai sinh (có chứng thực)", True),
        ("Giấy chứng nhận kết hôn", "Giấy chứng nhận kết hôn, nếu có", True),
        ("Giấy khai sinh", "Giấy chứng sinh", False),
        ("Giấy chứng nhận kết hôn", "Giấy chứng nhận quyền sử dụng đất", False),
    ],
)
def test_the_kind_of_a_paper_is_known_by_its_own_words(one: str, other: str, *, same: bool) -> None:
    assert (reusing.words_of(one) == reusing.words_of(other)) is same


@given(st.text(max_size=60))
def test_any_name_has_a_kind_without_failing(name: str) -> None:
    assert reusing.words_of(name) == reusing.words_of(name.strip())


def test_the_shares_are_of_received_dossiers_and_each_has_its_list() -> None:
    start, end = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    first = earlier()
    (offer,) = offers()
    chosen = reusing.choose(HUNG, HUNG.citizen, offer.id, "giay-to-dat", TODAY)
    second = at_work.receive(papers=(chosen,))
    at_work.receive()  # nothing was asked for: in no whole

    (reused,) = paper_figures.shares("reused", [people.CENTRE], start, end)
    (digitised, nothing) = paper_figures.shares("digitised", [people.CENTRE, "pvhcc.31825"], start, end)

    assert (reused.part, reused.whole, reused.share) == (1, 2, 0.5)
    assert (digitised.part, digitised.whole) == (2, 2)
    assert nothing.share is None, "no data is not full marks"
    listed, total = paper_figures.rows(LAN, "reused", people.CENTRE, start, end)
    assert ({row.id for row in listed}, total) == ({first.id, second.id}, reused.whole)
    assert [row.id for row in paper_figures.rows(LAN, "reused", people.CENTRE, start, end, only=True)[0]] == [second.id]
    assert paper_figures.rows(HOA, "reused", people.CENTRE, start, end) == ((), 0)
    assert isinstance(first.id, UUID)


def test_a_dossier_with_an_unsigned_scan_is_not_counted_as_digitised() -> None:
    start, end = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    from thongsuot.areas.dossiers import digitising
    from thongsuot.engine import stamper

    earlier()
    stamper.stamp("vn")
    digitising.catch_up("vn")

    (share,) = paper_figures.shares("digitised", [people.CENTRE], start, end)

    assert (share.part, share.whole) == (0, 1)
