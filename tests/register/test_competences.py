"""Competence as data: who decides, who receives, gaps and overlaps seen, old codes leading to today's."""

from __future__ import annotations

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thongsuot.register import bodies, competences
from thongsuot.register.body_rules import read_csv
from thongsuot.register.competences import DECIDE, RECEIVE, competent, where_to_go
from thongsuot.register.models import Competence

pytestmark = pytest.mark.usefixtures("country")

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
with_source = pytest.mark.skipif(not SHARED.exists(), reason="the official tables are not beside the repository")

TODAY = date(2026, 11, 23)
BIRTH, EXTRACT, BUSINESS, ALLOWANCE, BUILDING = "1.001193", "2.000635", "1.001612", "1.001776", "1.013225"
BA_DINH, THUAN_HOA, BAC_LIEU = "00004", "19789", "31825"
# Before 1/7/2025: Phường Vĩnh Ninh went whole into Thuận Hóa, Phường Đội Cấn was divided.
VINH_NINH, DOI_CAN = "19783", "00022"


def add(**values: Any) -> Competence:
    row = Competence.objects.create(
        **{
            "procedure_code": BIRTH,
            "nature": DECIDE,
            "valid_from": date(2025, 7, 1),
            "recorded_on": TODAY,
            "provision": "thử",
            "legal_basis": "thử",
            **values,
        }
    )
    competences.forget()
    return row


class TestWhoDecides:
    def test_a_birth_in_thuan_hoa_is_settled_by_its_committee_through_its_office(self) -> None:
        (found,) = competent(BIRTH, DECIDE, THUAN_HOA, TODAY)
        assert found.body.key == "ubnd.19789"
        assert found.executing_body
        assert found.executing_body.key == "vp.19789"
        assert found.verified
        assert "Luật Hộ tịch" in found.provision
        assert Competence.objects.get(pk=found.competence_id).procedure_code == BIRTH

    @pytest.mark.parametrize(
        ("procedure", "office"), [(BUSINESS, "pkt.31825"), (BUILDING, "pkt.31825"), (ALLOWANCE, "pvhxh.31825")]
    )
    def test_each_matter_has_its_office(self, procedure: str, office: str) -> None:
        (found,) = competent(procedure, DECIDE, BAC_LIEU, TODAY)
        assert found.executing_body
        assert found.executing_body.key == office

    def test_all_ten_have_somebody_who_decides_and_somewhere_to_receive_in_three_kinds_of_places(self) -> None:
        for code in {row["procedure_code"] for row in read_csv("competences.csv")}:
            for place in (BA_DINH, THUAN_HOA, BAC_LIEU):
                assert competent(code, DECIDE, place, TODAY), (code, place)
                assert competent(code, RECEIVE, place, TODAY), (code, place)

    def test_nobody_appraises_where_no_row_says_so(self) -> None:
        assert competent(BIRTH, "appraise", THUAN_HOA, TODAY) == []

    def test_an_unknown_nature_is_an_error_not_an_empty_answer(self) -> None:
        with pytest.raises(ValueError, match="settle"):
            competent(BIRTH, "settle", THUAN_HOA, TODAY)

    def test_the_executing_office_answers_for_the_deciding_committee(self) -> None:
        for code in (BIRTH, BUSINESS, ALLOWANCE):
            for found in competent(code, DECIDE, THUAN_HOA, TODAY):
                assert found.executing_body
                assert found.executing_body.house == found.body.key


class TestGapsAndOverlaps:
    def test_an_extract_may_be_had_from_the_committee_or_the_department_and_the_nearer_comes_first(self) -> None:
        way = where_to_go(EXTRACT, THUAN_HOA, TODAY)
        assert [found.body.key for found in way.deciding] == ["ubnd.19789", "so-tu-phap.46"]
        assert [found.verified for found in way.deciding] == [False, True]
        assert way.overlap
        assert not way.gap

    def test_when_the_law_of_civil_status_ends_a_gap_shows_until_the_new_law_is_entered(self) -> None:
        last = date(2027, 2, 28)
        assert competent(BIRTH, DECIDE, THUAN_HOA, last)
        assert competent(BIRTH, DECIDE, THUAN_HOA, last + timedelta(days=1)) == []
        assert where_to_go(BIRTH, THUAN_HOA, last + timedelta(days=1)).gap
        add(
            body_kind="ubnd_xa",
            executing_kind="vp_xa",
            valid_from=date(2027, 3, 1),
            provision="Luật Hộ tịch 03/2026/QH16",
        )
        (found,) = competent(BIRTH, DECIDE, THUAN_HOA, date(2027, 3, 1))
        assert found.provision == "Luật Hộ tịch 03/2026/QH16"

    def test_an_unknown_procedure_or_place_is_a_gap(self) -> None:
        assert where_to_go("9.999999", THUAN_HOA, TODAY).gap
        nowhere = where_to_go(BIRTH, "99999", TODAY)
        assert (nowhere.places, nowhere.deciding, nowhere.receiving, nowhere.gap) == ((), (), (), True)

    def test_a_contradicting_provision_is_recorded_and_shown_not_refused(self) -> None:
        add(body_kind="so_tu_phap", provision="Quyết định của tỉnh")
        way = where_to_go(BIRTH, THUAN_HOA, TODAY)
        assert way.overlap
        assert [found.body.key for found in way.deciding] == ["ubnd.19789", "so-tu-phap.46"]


class TestPlacesOfARow:
    def test_a_row_for_one_province_holds_there_and_nowhere_else(self) -> None:
        add(nature="consult", body_kind="so_tu_phap", place_code="46")
        assert [found.body.key for found in competent(BIRTH, "consult", THUAN_HOA, TODAY)] == ["so-tu-phap.46"]
        assert competent(BIRTH, "consult", BAC_LIEU, TODAY) == []

    def test_a_row_for_one_commune_holds_there_and_nowhere_else(self) -> None:
        add(nature="consult", body_kind="ca_xa", place_code=THUAN_HOA)
        assert [found.body.key for found in competent(BIRTH, "consult", THUAN_HOA, TODAY)] == ["ca.19789"]
        assert competent(BIRTH, "consult", "19777", TODAY) == []

    def test_a_row_may_name_one_body_whatever_the_place(self) -> None:
        add(nature="consult", body_id="bo.G15")
        for place in (THUAN_HOA, BAC_LIEU):
            assert [found.body.key for found in competent(BIRTH, "consult", place, TODAY)] == ["bo.G15"]

    def test_a_named_body_that_no_longer_stands_is_not_competent(self) -> None:
        add(nature="consult", body_id="bo.G15")
        assert competent(BIRTH, "consult", THUAN_HOA, TODAY)
        from thongsuot.register.models import Body

        Body.objects.filter(pk="bo.G15").update(valid_to=TODAY)
        bodies.forget()
        assert competent(BIRTH, "consult", THUAN_HOA, TODAY) == []


class TestWhereToGo:
    def test_in_thuan_hoa_one_goes_to_the_ward_s_centre(self) -> None:
        way = where_to_go(BIRTH, THUAN_HOA, TODAY)
        assert [body.key for body in way.receiving] == ["pvhcc.19789"]
        assert way.receiving[0].status == "unknown"
        assert way.places == (THUAN_HOA,)
        assert not way.anywhere_in_province

    def test_in_ba_dinh_one_goes_to_a_point_of_hanoi_s_centre_but_the_ward_decides(self) -> None:
        way = where_to_go(BIRTH, BA_DINH, TODAY)
        assert [body.key for body in way.receiving] == ["pvhcc.01.diem.00004"]
        assert [found.body.key for found in way.deciding] == ["ubnd.00004"]

    def test_a_household_business_may_be_handed_in_anywhere_in_the_province(self) -> None:
        way = where_to_go(BUSINESS, THUAN_HOA, TODAY)
        assert way.anywhere_in_province
        assert "cấp xã bất kỳ" in way.note

    def test_the_second_answer_costs_no_statement(self) -> None:
        where_to_go(BIRTH, THUAN_HOA, TODAY)
        with CaptureQueriesContext(connection) as captured:
            where_to_go(EXTRACT, BA_DINH, TODAY)
        assert len(captured) == 0


class TestOldCodes:
    def test_an_old_ward_that_went_whole_into_another_leads_there(self) -> None:
        way = where_to_go(BIRTH, VINH_NINH, TODAY)
        assert way.places == (THUAN_HOA,)
        assert [found.body.key for found in way.deciding] == ["ubnd.19789"]
        assert not way.overlap

    def test_a_divided_ward_leads_to_several_for_a_person_to_choose_from(self) -> None:
        way = where_to_go(BIRTH, DOI_CAN, TODAY)
        assert len(way.places) > 1
        assert BA_DINH in way.places
        assert {found.body.unit_code for found in way.deciding} == set(way.places)
        assert not way.overlap

    def test_a_code_that_was_given_to_a_new_ward_means_the_new_one(self) -> None:
        assert competences.communes_today(THUAN_HOA, TODAY) == (THUAN_HOA,)

    def test_before_there_were_two_tiers_nobody_here_is_competent(self) -> None:
        assert competent(BIRTH, DECIDE, THUAN_HOA, date(2025, 6, 30)) == []
        assert competent(BIRTH, DECIDE, THUAN_HOA, date(2025, 7, 1))

    @with_source
    def test_every_old_commune_of_the_official_table_leads_somewhere(self) -> None:
        with gzip.open(SHARED / "mapping_old_new.csv.gz", "rt", encoding="utf-8") as file:
            edges = [row for row in csv.DictReader(file) if row["old_province_code"] in ("46", "96", "27")]
        assert len(edges) > 200
        for row in edges:
            led = competences.communes_today(row["old_code"], TODAY)
            assert led, row["old_name"]


class TestLoading:
    def test_loading_again_writes_nothing(self) -> None:
        assert competences.load_competences() == 0
        assert Competence.objects.filter(confidence=None).count() == len(read_csv("competences.csv"))

    def test_an_unverified_row_is_brought_up_to_date_and_a_verified_one_left_alone(self) -> None:
        Competence.objects.filter(procedure_code=EXTRACT, body_kind="ubnd_xa").update(provision="cũ", verified=False)
        Competence.objects.filter(procedure_code=BIRTH, nature=DECIDE).update(
            provision="do người xác minh", verified=True
        )
        assert competences.load_competences() == 1
        assert "Luật Hộ tịch" in Competence.objects.get(procedure_code=EXTRACT, body_kind="ubnd_xa").provision
        assert Competence.objects.get(procedure_code=BIRTH, nature=DECIDE).provision == "do người xác minh"

    def test_a_lost_row_comes_back(self) -> None:
        Competence.objects.filter(procedure_code=BIRTH).delete()
        competences.forget()
        assert where_to_go(BIRTH, THUAN_HOA, TODAY).gap
        assert competences.load_competences() == 2
        assert not where_to_go(BIRTH, THUAN_HOA, TODAY).gap

    @with_source
    def test_a_provision_is_verified_only_where_the_portal_names_the_body(self) -> None:
        with (SHARED / "procedures-core.csv").open(encoding="utf-8") as file:
            portal = {row["code"]: (row["executing"] + row["authority"]).lower() for row in csv.DictReader(file)}
        names = {"ubnd_xa": ("ủy ban nhân dân cấp xã", "ủy ban nhân dân xã"), "so_tu_phap": ("sở tư pháp",)}
        for row in read_csv("competences.csv"):
            if row["nature"] == DECIDE:
                named = portal[row["procedure_code"]].replace("\xa0", " ")
                assert (row["verified"] == "yes") == any(name in named for name in names[row["body_kind"]]), row
