"""A dossier filed with its form: answers personal, declaration and result printed from them, used again later."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from pypdf import PdfReader
from pytest_django.plugin import DjangoDbBlocker

import people
from people import HOA, KIEN, LAN, officer
from thongsuot.areas.dossiers import intake, printing
from thongsuot.areas.dossiers.forms import catalogue, prefill, samples
from thongsuot.areas.dossiers.forms.prefill import Identity
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import forms_places, forms_store, reading, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.forms_earlier import earlier
from thongsuot.engine.making import Paper
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.models import Succession

NUMBER = "046090004567"
APPLICATION = Application(
    procedure_code="1.001193",
    case_key="thong-thuong",
    place_code=people.WARD,
    name="Trần Văn Hùng",
    number=NUMBER,
    form_values=samples.BIRTH,
    form_sources={"requester": "port:population.person", "phone": "own"},
)
MINH = officer("Lê Văn Minh", ("specialist", people.SECRETARIAT))
HANH = officer("Võ Thị Hạnh", ("head", people.SECRETARIAT))


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures, forms_store, forms_places.COUNTRY):
        module.forget()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle((*people.EVERYBODY, MINH, HANH))
        _forget()
        catalogue.publish_shipped()
        yield
        transaction.set_rollback(True)
    _forget()


@pytest.fixture(autouse=True)
def _here(_loaded: None, db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()


def receive(**changed: Any) -> Case:
    at = datetime.now(UTC) - timedelta(seconds=1)
    return intake.receive(LAN, replace(APPLICATION, **changed), at)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def printed(who: Actor, case: Case, key: str) -> str:
    page = reading.case_page(who, case.id)
    number = next(one.number for one in printing.printables(page) if one.key == key)
    return text_of(printing.printed(page, key, number)[1])


def test_the_answers_are_personal_and_the_version_and_the_reuse_are_facts() -> None:
    case = receive()

    assert case.subject["form"]["child"]["name"] == "Trần Minh An"
    assert case.facts["form"]["pin"] == "birth@1"
    assert case.facts["form"]["digest"] == forms_store.versions("birth")[0].digest
    assert case.facts["reused"]["fields"] == [{"path": "requester", "source": "port:population.person"}]
    assert case.facts["reused"]["kept_own"] == ["phone"]
    bodies_of_journal = sql.run("SELECT body FROM engine_entry WHERE case_id = %s", [case.id])
    assert "Trần Minh An" not in bodies_of_journal[0][0], "the chain holds digests of personal values alone"


def test_the_declaration_is_one_of_the_papers_and_is_printed_with_the_code() -> None:
    case = receive()
    text = printed(LAN, case, "declaration")

    assert [paper["key"] for paper in case.facts["papers"]] == ["to-khai"]
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in text
    assert case.code
    assert case.code in text
    assert "cơ sở dữ liệu được kết nối" in text
    assert "Kính gửi: Ủy ban nhân dân" in text


def test_who_oversees_sees_nothing_of_the_answers_and_hoa_not_even_the_dossier() -> None:
    case = receive()
    masked = reading.case_page(KIEN, case.id)

    assert masked.case.subject["form"] == "***"
    assert "Trần Minh An" not in repr(masked)
    with pytest.raises(Exception, match="Không tìm thấy"):
        reading.case_page(HOA, case.id)


def test_wrong_answers_are_refused_at_the_counter_whoever_typed_them() -> None:
    wrong = {**samples.BIRTH, "child": {**samples.AN, "birth": "2030-01-01"}}

    with pytest.raises(NeedsNotMet) as refused:
        receive(form_values=wrong)
    assert [path for path, _ in refused.value.faults] == ["form.child.birth"]
    with pytest.raises(NeedsNotMet, match="không dùng biểu mẫu"):
        receive(form="death@1")


def test_a_dossier_may_still_come_on_paper_alone() -> None:
    case = receive(form_values=None, form_sources={})

    assert "form" not in case.facts
    assert "form" not in case.subject
    assert "declaration" not in [one.key for one in printing.printables(reading.case_page(LAN, case.id))]


def test_a_later_version_does_not_change_what_was_received() -> None:
    case = receive()
    newer = forms_store.versions("birth")[0].form
    heading = newer.printed.model_copy(update={"heading": "Tờ khai kiểu mới"})
    newer = newer.model_copy(update={"version": 2, "printed": heading})
    forms_store.publish(newer, valid_from=datetime.now(UTC).date(), by=people.QUYEN)

    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in printed(LAN, case, "declaration")
    assert receive().facts["form"]["pin"] == "birth@2"
    assert receive(form="birth@1").facts["form"]["pin"] == "birth@1", "as it was filled under"


def test_a_file_that_was_altered_without_a_new_number_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    altered = catalogue.shipped()["birth"].model_copy(update={"title": "Đổi tên"})
    monkeypatch.setattr(catalogue, "shipped", lambda: {"birth": altered})

    assert catalogue.publish_shipped() == []
    assert forms_store.versions("birth")[0].form.title == "Tờ khai đăng ký khai sinh"


def _granted(case: Case, outcome: str = "granted") -> Case:
    steps: tuple[tuple[Actor, str, dict[str, Any]], ...] = (
        (LAN, "hand_over", {}),
        (MINH, "propose", {"outcome": outcome, "summary": ["Đủ điều kiện."]}),
        (HANH, "review", {}),
        (people.BINH, "sign", {"method": "paper"}),
        (people.CUC, "number", {}),
    )
    for who, move, given in steps:
        case = verbs.move(who, case.id, case.length, move, given)
    return case


def test_the_result_is_the_forms_own_document_when_it_was_granted() -> None:
    granted = printed(people.BINH, _granted(receive()), "result")
    assert "GIẤY KHAI SINH" in granted
    assert "TRẦN MINH AN" in granted
    assert people.BINH.name in granted

    denied = printed(people.BINH, _granted(receive(), "denied"), "result")
    assert "GIẤY KHAI SINH" not in denied
    assert "không đủ điều kiện" in denied.lower()


def test_what_was_given_once_is_known_the_next_time_to_who_may_see_it() -> None:
    scan = Paper(people.uuid.uuid4(), "Giấy chứng sinh.pdf", "application/pdf", 10, b"\x01" * 32, "giay-chung-sinh")
    at = datetime.now(UTC) - timedelta(seconds=1)
    case = intake.receive(LAN, APPLICATION, at, papers=(scan,))

    (one,) = earlier(LAN, NUMBER)
    assert (one.code, one.form, one.values["child"]["name"]) == (case.code, "birth@1", "Trần Minh An")
    assert [paper.name for paper in one.papers] == ["Giấy chứng sinh.pdf"]
    assert earlier(HOA, NUMBER) == ()
    assert earlier(KIEN, NUMBER) == (), "who only oversees uses nobody's papers"
    assert earlier(LAN, "046090004568") == ()
    citizen = Actor(None, "Trần Văn Hùng", citizen=NUMBER)
    assert [each.code for each in earlier(citizen, NUMBER)] == [case.code], "their own"
    looks = sql.run("SELECT count(*) FROM engine_read WHERE case_id = %s AND what = 'earlier'", [case.id])
    assert looks[0][0] == 2, "each look is recorded"


def test_the_child_of_a_birth_is_offered_to_the_preschools_form() -> None:
    case = receive()
    known = prefill.find(
        catalogue.shipped()["study-support"],
        Identity(name="Trần Văn Hùng", number=NUMBER),
        today=datetime.now(UTC).date(),
        places=forms_places.COUNTRY,
        actor=LAN,
    )

    (offer,) = known.of("child")
    assert offer.value["name"] == "Trần Minh An"
    assert offer.source == f"Hồ sơ {case.code}"
    assert prefill.reused({"child": offer.origin})["fields"][0]["source"].startswith(f"earlier:{case.code}")


def test_a_withdrawn_dossier_is_not_used_again() -> None:
    case = receive()
    verbs.move(LAN, case.id, case.length, "withdraw", {"request": "Xin rút."})

    assert earlier(LAN, NUMBER) == ()


def test_the_country_knows_todays_communes_and_what_became_of_older_ones() -> None:
    country, before = forms_places.COUNTRY, date(2025, 6, 1)
    ward = country.today("19789")

    assert ward is not None
    assert ward.words == "Phường Thuận Hóa, Thành phố Huế"
    assert country.today("00000") is None
    assert ("46", "Thành phố Huế") in country.provinces()
    assert ("19789", "Phường Thuận Hóa") in country.communes("46")
    old = Succession.objects.filter(new_code="19789", full=True).exclude(old_code="19789").values_list("old_code")
    code = old[0][0]
    named = country.on(code, before)
    assert named is not None
    assert [one.code for one in country.became(code, before)] == ["19789"]
    assert country.became("00000", before) == ()
    assert country.on("00000", before) is None
