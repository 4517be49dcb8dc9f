"""Competence from levels and agencies: proposed with confidence, accepted in bulk, gaps and overlaps seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.register.catalogue.portal import line, written

from thongsuot.register import bodies, competences, procedures
from thongsuot.register.body_rules import NAMES, departments
from thongsuot.register.catalogue import agencies, importing, proposing
from thongsuot.register.models import Competence

HANH = "Võ Minh Hạnh"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
KITE = "1.900001"
BA_DINH = "00004"


@pytest.mark.parametrize(
    ("name", "kind", "office"),
    [
        ("Ủy ban nhân dân cấp xã", "ubnd_xa", ""),
        ("UBND cấp  xã", "ubnd_xa", ""),
        ("Ủy ban Nhân dân xã, phường, thị trấn.", "ubnd_xa", ""),
        ("Chủ tịch UBND cấp xã", "ubnd_xa", ""),
        ("Chủ tịch ủy ban nhân dân cấp tỉnh", "ubnd_tinh", ""),
        ("Phòng Kinh tế, Hạ tầng và Đô thị cấp xã", "ubnd_xa", "pkt"),
        ("Phòng Văn hóa - Xã Hội", "ubnd_xa", "pvhxh"),
        ("Cơ quan chuyên môn về Nông nghiệp và Môi trường thuộc UBND cấp xã", "ubnd_xa", "pkt"),
        ("Sở Tư Pháp", "so_tu_phap", ""),
        ("Giám đốc Sở Tư pháp", "so_tu_phap", ""),
        ("Sở Nông nghiệp và Môi trường - Tỉnh Đắk Lắk", "so_nong_nghiep_va_moi_truong", ""),
        ("Công an cấp Xã", "ca_xa", ""),
        ("Chi nhánh Văn phòng đăng ký đất đai khu vực", "vpdkdd", ""),
        ("Văn phòng đăng ký đất đai", "vpdkdd", ""),
        ("Thuế tỉnh, thành phố", "thue_tinh", ""),
    ],
)
def test_prose_names_a_kind_of_body(name: str, kind: str, office: str) -> None:
    found = agencies.recognise(name)
    assert (found.kind, found.office) == (kind, office)
    assert found.kind in {*NAMES, *(one.kind for one in departments())}
    assert 0 < found.confidence < 100


def test_a_ministry_is_one_body_and_its_part_less_surely_so() -> None:
    assert agencies.recognise("Bộ Tư pháp").key == "bo.G15"
    part = agencies.recognise("Cục Hàng không Việt Nam", "bo.G17")
    assert (part.key, part.confidence < agencies.recognise("Bộ Tư pháp").confidence) == ("bo.G17", True)
    assert not agencies.recognise("Tổ chức hành nghề công chứng").known
    assert not agencies.recognise("Cục Hàng không Việt Nam").known, "without a ministry it is nobody's"


@pytest.mark.parametrize("name", ["", "!!!", "Ủy", "x" * 5000])
def test_a_name_that_says_nothing_is_nobody(name: str) -> None:
    assert not agencies.recognise(name).known


@pytest.fixture
def taken(country: list[str], tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    nobody = {"departmentsAuthority": [], "departmentsExecuting": []}
    two = [{"name": "Sở Tư pháp"}, {"name": "Ủy ban nhân dân cấp xã"}]
    written(
        path,
        [
            line(KITE),
            line("1.900002", isWard=False, isMinistry=False, **nobody),
            line("1.900003", isProvince=True, departmentsAuthority=two),
            line("1.900004", isWard=False, isProvince=True, departmentsAuthority=[{"name": "Thuế cơ sở"}]),
        ],
    )
    importing.import_file(path, HANH, today=MONDAY)
    return path


def rows(code: str, nature: str = "decide") -> list[Competence]:
    return list(Competence.objects.filter(procedure_code=code, nature=nature, valid_to=None).order_by("id"))


class TestProposing:
    def test_the_committee_of_the_place_decides_and_its_centre_receives(self, taken: Path) -> None:
        (row,) = rows(KITE)
        assert (row.body_kind, row.executing_kind, row.verified, row.status) == ("ubnd_xa", "vp_xa", False, "held")
        assert "Ủy ban nhân dân cấp xã" in row.wording
        assert "chưa xác minh" in row.provision
        way = competences.where_to_go(KITE, "00364", MONDAY)
        assert [one.body.key for one in way.deciding] == ["ubnd.00364"]
        assert way.receiving

    def test_what_is_not_sure_waits_for_a_person_and_takes_no_effect(self, taken: Path) -> None:
        (row,) = rows("1.900004")
        assert (row.status, row.body_kind) == ("proposed", "thue_tinh")
        assert competences.competent("1.900004", "decide", BA_DINH, MONDAY) == []
        proposing.accept([row.pk], HANH, "Luật Quản lý thuế", MONDAY)
        (found,) = competences.competent("1.900004", "decide", BA_DINH, MONDAY)
        assert (found.body.kind, found.verified, found.provision) == ("thue_tinh", True, "Luật Quản lý thuế")

    def test_acceptance_in_bulk_has_a_name_a_provision_and_no_second_time(self, taken: Path) -> None:
        ids = [one.pk for one in proposing.waiting(60, [KITE, "1.900003"])]
        assert len(ids) >= 4
        with pytest.raises(ValueError, match="Ghi tên"):
            proposing.accept(ids, HANH, "", MONDAY)
        assert proposing.accept(ids, HANH, "Nghị định 120/2025/NĐ-CP", MONDAY) == len(ids)
        assert {row.accepted_by for row in rows(KITE)} == {HANH}
        with pytest.raises(LookupError):
            proposing.accept(ids, HANH, "Nghị định 120/2025/NĐ-CP", MONDAY)

    def test_an_accepted_or_hand_made_row_is_never_proposed_over(self, taken: Path, tmp_path: Path) -> None:
        (row,) = rows(KITE)
        proposing.accept([row.pk], HANH, "Luật Hộ tịch", MONDAY)
        moved = line(KITE, departmentsAuthority=[{"name": "Sở Tư pháp"}])
        assert importing.import_file(written(taken, [moved]), HANH, today=TUESDAY).competences == 0
        assert [one.body_kind for one in rows(KITE)] == ["ubnd_xa"]
        birth = line("1.001193", departmentsAuthority=[{"name": "Sở Tư pháp"}])
        assert importing.import_file(written(taken, [birth]), HANH, today=TUESDAY).competences == 0

    def test_a_source_that_names_another_body_ends_the_proposal_and_makes_a_new_one(self, taken: Path) -> None:
        moved = line(KITE, departmentsAuthority=[{"name": "Sở Tư pháp"}])
        importing.import_file(written(taken, [moved]), HANH, today=TUESDAY)
        assert [one.body_kind for one in rows(KITE)] == ["so_tu_phap"]
        ended = Competence.objects.get(procedure_code=KITE, body_kind="ubnd_xa", nature="decide")
        assert ended.valid_to == TUESDAY

    def test_a_rejected_proposal_takes_no_effect_and_does_not_come_back(self, taken: Path) -> None:
        (row,) = rows(KITE)
        assert proposing.reject([row.pk], HANH, MONDAY) == 1
        assert competences.competent(KITE, "decide", BA_DINH, MONDAY) == []
        importing.import_file(taken, HANH, today=TUESDAY)
        assert [one.status for one in rows(KITE)] == ["rejected"]

    def test_a_province_s_own_procedure_holds_in_that_province_only(self, taken: Path) -> None:
        local = {"departmentPromulgateCode": "H05", "departmentPromulgateName": "UBND tỉnh Bắc Ninh"}
        importing.import_file(written(taken, [line("1.900007", **local)]), HANH, today=MONDAY)
        assert {row.place_code for row in rows("1.900007")} == {"24"}
        bac_ninh = next(one.unit_code for one in bodies.offices("ubnd.07210") if one.kind == "ubnd_xa")
        assert competences.competent("1.900007", "decide", bac_ninh, MONDAY)
        assert competences.competent("1.900007", "decide", BA_DINH, MONDAY) == []


class TestTroubles:
    def test_a_gap_and_an_overlap_are_seen_and_a_plain_one_is_not(self, taken: Path) -> None:
        procedures.forget()
        found = {(one.procedure_code, one.kind) for one in proposing.troubles(MONDAY)}
        assert ("1.900002", "gap") in found
        assert ("1.900003", "overlap") in found
        assert not {kind for code, kind in found if code == KITE}

    def test_competences_that_end_soon_are_told_before(self, country: list[str]) -> None:
        soon = {one.procedure_code for one in proposing.troubles(MONDAY) if one.kind == "expiring"}
        assert "1.001193" in soon
        assert not [one for one in proposing.troubles(MONDAY, ahead=10) if one.kind == "expiring"]
