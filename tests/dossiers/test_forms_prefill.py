"""Papers once: what is known is offered with its source, the person's own value stands, and reuse is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from test_forms_real import AT, PLACES, form

from thongsuot.areas.dossiers.forms import prefill, printing
from thongsuot.areas.dossiers.forms.prefill import OWN, Identity, Known
from thongsuot.areas.dossiers.forms.sources import Ports
from thongsuot.ports.civil_status import CivilStatusTwin
from thongsuot.ports.insurance import InsuranceTwin
from thongsuot.ports.land import LandTwin
from thongsuot.ports.population import SYSTEM, PopulationTwin
from thongsuot.ports.twin import Mood, Twin

TODAY = date(2026, 11, 21)
LAN = Identity(name="Nguyễn Thị Lan", number="046194000123", phone="0912345678")
HUNG_NUMBER = "046090004567"
PORTS = Ports()


def found(key: str, identity: Identity = LAN, ports: Ports = PORTS, **values: Any) -> Known:
    return prefill.find(form(key), identity, today=TODAY, places=PLACES, values=values, ports=ports, timeout=0.5)


def in_mood(mood: Mood) -> Ports:
    twins = [Twin("x", moods={LAN.number[-2:]: mood}) for _ in range(4)]
    return Ports(PopulationTwin(twins[0]), CivilStatusTwin(twins[1]), LandTwin(twins[2]), InsuranceTwin(twins[3]))


def test_what_is_known_of_the_applicant_is_offered_with_its_source() -> None:
    known = found("building-permit")
    by_source = {offer.source for offer in known.of("owner")}

    assert by_source == {"Danh tính đã xác định", SYSTEM}
    assert known.of("phone")[0].value == "0912 345 678", "as the form keeps it"
    assert known.of("parcel")[0].twin
    assert not known.silent


def test_offers_fit_the_form_and_nothing_more_than_it_asks() -> None:
    for key in ("birth", "marital-status", "residence", "land-change", "social-assistance"):
        for offer in found(key).offers:
            field = form(key).fields[offer.path]
            if field.asks:
                assert set(offer.value) <= {str(part) for part in field.asks}


def test_an_empty_form_is_begun_with_what_is_known_and_each_value_keeps_its_source() -> None:
    known = found("building-permit")
    values, sources = prefill.filled(form("building-permit"), {"parcel": "7"}, known)

    assert values["parcel"] == "7", "what was answered stays"
    assert "parcel" not in sources
    assert sources["sheet"] == "port:land.sheet"
    assert set(sources) <= set(values)


def test_a_question_that_depends_on_another_is_offered_but_not_answered_beforehand() -> None:
    known = found("marital-status", replace(LAN, number="046194000122"))
    assert known.of("marriage_entry")

    values, sources = prefill.filled(form("marital-status"), {}, known)
    assert "marriage_entry" not in values
    assert "marriage_entry" not in sources


def test_another_person_is_looked_up_by_their_own_number_and_not_by_the_applicants() -> None:
    assert not found("birth", LAN).of("father")

    offers = found("birth", LAN, father={"number": "046 090 004 567"}).of("father")
    assert [offer.value["number"] for offer in offers] == [HUNG_NUMBER]


def test_a_bride_is_not_offered_as_a_groom() -> None:
    known = found("marriage", replace(LAN, sex="female"))

    assert known.of("wife")
    assert not known.of("husband")


@pytest.mark.parametrize(
    ("mood", "says"),
    [
        (Mood(down=True), "không kết nối được"),
        (Mood(delay=3), "chưa trả lời kịp"),
        (Mood(unknown=True), "không có dữ liệu"),
    ],
)
def test_a_system_that_does_not_answer_leaves_its_questions_asked(mood: Mood, says: str) -> None:
    known = found("marital-status", ports=in_mood(mood))

    assert {offer.source for offer in known.offers} == {"Danh tính đã xác định"}
    assert known.silent
    assert all(says in sentence for _, sentence in known.silent)
    values, _ = prefill.filled(form("marital-status"), {}, known)
    assert "status" not in values


def test_where_a_source_disagrees_both_are_shown_and_the_persons_choice_is_kept_with_its_source() -> None:
    known = found("marital-status")
    own = {"person": {"name": "Nguyễn Thị Lan Anh", "number": LAN.number}, "status": "never"}
    offer = next(one for one in known.of("person") if one.source == SYSTEM)

    (one, *_) = [each for each in prefill.disagreements(own, known) if each.offer == offer]
    assert (one.own, one.offer.value["name"]) == (own["person"], offer.value["name"])

    stands = prefill.kept(own, known, {"person": offer.origin})
    assert stands == {"person": OWN}
    taken, sources = prefill.take(own, {}, offer)
    assert taken["person"]["name"] == offer.value["name"]
    assert prefill.kept(taken, known, sources) == {"person": offer.origin}
    assert not [each for each in prefill.disagreements(taken, known) if each.offer == offer]


def test_a_system_that_is_behind_is_one_that_disagrees() -> None:
    current = found("residence").of("old_place")[0].value
    behind = found("residence", ports=in_mood(Mood(stale=True)))

    assert prefill.disagreements({"old_place": current}, behind)


def test_a_value_that_was_emptied_has_no_source_left() -> None:
    assert prefill.kept({"person": {"name": ""}}, Known(), {"person": "identity:person"}) == {}


def test_reuse_is_counted_by_field_and_paper_with_where_it_came_from() -> None:
    facts = prefill.reused(
        {"person": "port:population.person", "phone": OWN, "child": "earlier:H57.1-260101-0001.child"},
        [("giay-to", "H57.1-260101-0001")],
    )

    assert facts == {
        "fields": [
            {"path": "child", "source": "earlier:H57.1-260101-0001.child"},
            {"path": "person", "source": "port:population.person"},
        ],
        "papers": [{"component": "giay-to", "from": "H57.1-260101-0001"}],
        "kept_own": ["phone"],
    }
    assert "hồ sơ đã nộp trước đây, cơ sở dữ liệu" in printing.reused_words({"a": "port:x", "b": "earlier:y"})
    assert printing.reused_words({"a": OWN}) == ""


def test_nobody_without_a_number_is_asked_about() -> None:
    known = found("marital-status", Identity(name="Khách"))

    assert [offer.origin for offer in known.offers] == ["identity:person"] * 2
    assert known.silent == ()
    assert AT.date() == TODAY
