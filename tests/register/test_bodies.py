"""Bodies: made from units by rule, found and named as of a day, confirmed and identified by people."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thongsuot.register import bodies
from thongsuot.register.bodies import OFFICIAL, BadIdentifiers, BodyView
from thongsuot.register.models import Body, Unit

pytestmark = pytest.mark.usefixtures("country")

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TODAY = date(2026, 11, 23)
THE_DAY = date(2025, 7, 1)

BA_DINH, THUAN_HOA, BO_HA, PHU_QUOC = "00004", "19789", "07294", "31105"


def held(key: str) -> BodyView:
    view = bodies.body(key)
    assert view is not None, key
    return view


def everything() -> list[BodyView]:
    return list(map(BodyView._make, Body.objects.values_list(*_columns())))


def _columns() -> list[str]:
    renamed = {"parent": "parent_id", "house": "house_id"}
    return [renamed.get(name, name) for name in BodyView._fields]


class TestWhatStandsInACommune:
    def test_a_ward_has_its_committee_council_offices_centre_and_police(self) -> None:
        found = {view.key: view.name for view in bodies.bodies_of_unit(THUAN_HOA, TODAY)}
        assert found == {
            "ubnd.19789": "Ủy ban nhân dân phường Thuận Hóa",
            "hdnd.19789": "Hội đồng nhân dân phường Thuận Hóa",
            "vp.19789": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Thuận Hóa",
            "pkt.19789": "Phòng Kinh tế, Hạ tầng và Đô thị phường Thuận Hóa",
            "pvhxh.19789": "Phòng Văn hóa - Xã hội phường Thuận Hóa",
            "pvhcc.19789": "Trung tâm Phục vụ hành chính công phường Thuận Hóa",
            "ca.19789": "Công an phường Thuận Hóa",
        }

    def test_the_economic_office_is_named_by_the_type_of_the_commune(self) -> None:
        xa = Unit.objects.filter(kind="xa", valid_to=None, tier=3).first()
        zone = Unit.objects.filter(kind="dac_khu", valid_to=None).first()
        assert xa
        assert zone
        assert bodies.name_of(f"pkt.{xa.code}") == f"Phòng Kinh tế x{xa.name[1:]}"
        assert bodies.name_of(f"pkt.{zone.code}") == f"Phòng Kinh tế, Hạ tầng và Đô thị đ{zone.name[1:]}"

    def test_offices_and_centre_belong_to_the_committee_but_the_police_decide_themselves(self) -> None:
        offices = {view.key for view in bodies.offices("ubnd.19789")}
        assert offices == {"ubnd.19789", "vp.19789", "pkt.19789", "pvhxh.19789", "pvhcc.19789"}
        assert held("ca.19789").house == "ca.19789"
        assert held("ca.19789").parent == "ca.46"

    def test_every_commune_of_the_country_has_its_seven_bodies(self) -> None:
        kinds = Counter(view.kind for view in everything())
        assert {kinds[kind] for kind in ("ubnd_xa", "hdnd_xa", "vp_xa", "pkt", "pvhxh", "ca_xa")} == {3321}
        assert kinds["pvhcc_xa"] + kinds["pvhcc_diem"] == 3321

    @pytest.mark.skipif(not SHARED.exists(), reason="the official table is not beside the repository")
    def test_committees_are_exactly_those_of_the_official_table(self) -> None:
        with (SHARED / "register_communes.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if not row["valid_to"]]
        expected = {f"ubnd.{row['code']}": f"Ủy ban nhân dân {row['name'][0].lower()}{row['name'][1:]}" for row in rows}
        assert {view.key: view.name for view in everything() if view.kind == "ubnd_xa"} == expected


class TestCentres:
    def test_no_commune_centre_is_taken_to_exist_before_somebody_says_so(self) -> None:
        centres = [view for view in everything() if view.kind in ("pvhcc_xa", "pvhcc_diem")]
        assert {view.status for view in centres} == {"unknown"}

    def test_the_32_provinces_have_a_centre_each_for_3141_communes(self) -> None:
        kinds = Counter((view.kind, view.province_code in ("01", "22")) for view in everything())
        assert kinds["pvhcc_xa", False] == 3141
        assert kinds["pvhcc_xa", True] == 0
        assert kinds["pvhcc_tinh", False] == 32

    def test_in_hanoi_and_quang_ninh_people_go_to_a_point_of_the_one_centre(self) -> None:
        point = bodies.centre_for(BA_DINH, TODAY)
        assert point
        assert (point.key, point.parent, point.house) == ("pvhcc.01.diem.00004", "pvhcc.01", "pvhcc.01")
        assert bodies.body("pvhcc.00004") is None
        points = Counter(view.province_code for view in everything() if view.kind == "pvhcc_diem")
        assert points == {"01": 126, "22": 54}
        assert bodies.one_centre_for_all("22")
        assert not bodies.one_centre_for_all("46")

    def test_elsewhere_people_go_to_their_commune_s_own_centre(self) -> None:
        centre = bodies.centre_for(THUAN_HOA, TODAY)
        assert centre
        assert (centre.key, centre.house) == ("pvhcc.19789", "ubnd.19789")

    def test_a_code_that_is_no_commune_has_no_centre(self) -> None:
        assert bodies.centre_for("99999", TODAY) is None
        assert bodies.centre_for(THUAN_HOA, THE_DAY - timedelta(days=1)) is None

    def test_hanoi_has_twelve_branches_of_which_only_the_seventh_is_known(self) -> None:
        branches = {view.key: view.status for view in everything() if view.kind == "pvhcc_chi_nhanh"}
        assert len(branches) == 12
        assert [key for key, status in branches.items() if status == "open"] == ["pvhcc.01.cn07"]
        assert bodies.name_of("pvhcc.01.cn07") == "Chi nhánh số 7, Trung tâm Phục vụ hành chính công Thành phố Hà Nội"

    def test_the_chair_of_thuan_hoa_confirms_the_centre_and_it_is_open(self) -> None:
        confirmed = bodies.confirm_centre("pvhcc.19789", "Hoàng Đức Minh", TODAY, "Quyết định thành lập Trung tâm")
        assert confirmed.status == "open"
        assert held("pvhcc.19789").legal_basis == (
            "Quyết định thành lập Trung tâm; Hoàng Đức Minh xác nhận ngày 23/11/2026"
        )
        assert Body.objects.get(pk="pvhcc.19789").recorded_on == TODAY
        assert held("pvhcc.19777").status == "unknown"

    def test_a_confirmation_outlives_the_next_load_of_the_rules(self) -> None:
        bodies.confirm_centre("pvhcc.19789", "Hoàng Đức Minh", TODAY, "Quyết định thành lập")
        assert bodies.load_bodies(TODAY) == 0
        assert held("pvhcc.19789").status == "open"
        assert held("pvhcc.19789").legal_basis.startswith("Quyết định thành lập")

    @pytest.mark.parametrize(
        ("key", "by", "basis", "refusal"),
        [
            ("pvhcc.99999", "Minh", "Quyết định", LookupError),
            ("ubnd.19789", "Minh", "Quyết định", ValueError),
            ("pvhcc.19789", "  ", "Quyết định", ValueError),
            ("pvhcc.19789", "Minh", "", ValueError),
        ],
    )
    def test_a_confirmation_without_body_name_or_basis_is_refused(
        self, key: str, by: str, basis: str, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            bodies.confirm_centre(key, by, TODAY, basis)
        assert held("pvhcc.19789").status == "unknown"


class TestProvincesAndTheNation:
    @pytest.mark.parametrize(
        ("key", "name"),
        [
            ("ubnd.01", "Ủy ban nhân dân Thành phố Hà Nội"),
            ("ubnd.04", "Ủy ban nhân dân tỉnh Cao Bằng"),
            ("vp.46", "Văn phòng Ủy ban nhân dân Thành phố Huế"),
            ("so-tu-phap.04", "Sở Tư pháp tỉnh Cao Bằng"),
            ("thanh-tra.79", "Thanh tra Thành phố Hồ Chí Minh"),
            ("pvhcc.22", "Trung tâm Phục vụ hành chính công Thành phố Quảng Ninh"),
            ("vpdkdd.04", "Văn phòng đăng ký đất đai tỉnh Cao Bằng"),
            ("thue.04", "Thuế tỉnh Cao Bằng"),
            ("bhxh.01", "Bảo hiểm xã hội Thành phố Hà Nội"),
            ("ca.04", "Công an tỉnh Cao Bằng"),
            ("bo.G15", "Bộ Tư pháp"),
            ("vpcp", "Văn phòng Chính phủ"),
        ],
    )
    def test_names_follow_the_usual_style(self, key: str, name: str) -> None:
        assert bodies.name_of(key) == name

    def test_culture_and_tourism_is_one_department_or_two(self) -> None:
        assert held("so-van-hoa-the-thao-va-du-lich.04").status == "open"
        assert bodies.body("so-du-lich.04") is None
        assert bodies.body("so-van-hoa-the-thao-va-du-lich.01") is None
        assert held("so-van-hoa-va-the-thao.01").status == "open"
        assert held("so-du-lich.01").status == "unknown"

    def test_a_department_that_the_sources_do_not_show_is_unknown(self) -> None:
        assert held("so-dan-toc-va-ton-giao.01").status == "open"
        assert held("so-dan-toc-va-ton-giao.04").status == "unknown"
        assert held("so-an-toan-thuc-pham.79").status == "open"
        assert bodies.body("so-an-toan-thuc-pham.04") is None

    def test_departments_and_the_centre_of_hanoi_are_their_own_house(self) -> None:
        assert held("so-tu-phap.46").house == "so-tu-phap.46"
        assert held("pvhcc.01").house == "pvhcc.01"
        assert held("pvhcc.46").house == "ubnd.46"
        assert held("vp.46").house == "ubnd.46"

    def test_fourteen_ministries_and_three_bodies_of_their_rank(self) -> None:
        kinds = Counter(view.kind for view in everything() if view.tier == 0)
        assert kinds == {"chinh_phu": 1, "bo": 14, "co_quan_ngang_bo": 3}
        assert held("bo.G12").identifier == "G12"
        assert held("bo.thanh-tra-chinh-phu").provisional

    def test_every_parent_and_house_stands(self) -> None:
        keys = {view.key for view in everything()}
        for view in everything():
            assert {view.parent, view.house} - {None} <= keys, view.key
            assert view.house, view.key


class TestNamesOnADay:
    def test_a_ward_of_20_9_2026_was_a_rural_commune_the_day_before_and_so_were_its_offices(self) -> None:
        before, after = date(2026, 9, 19), date(2026, 9, 20)
        assert bodies.name_on(f"ubnd.{BO_HA}", before) == "Ủy ban nhân dân xã Bố Hạ"
        assert bodies.name_on(f"ubnd.{BO_HA}", after) == "Ủy ban nhân dân phường Bố Hạ"
        assert bodies.name_on(f"pkt.{BO_HA}", before) == "Phòng Kinh tế xã Bố Hạ"
        assert bodies.name_on(f"pkt.{BO_HA}", after) == bodies.name_of(f"pkt.{BO_HA}")

    def test_departments_take_the_province_s_name_of_the_day(self) -> None:
        assert bodies.name_on("so-tu-phap.24", date(2026, 9, 19)) == "Sở Tư pháp tỉnh Bắc Ninh"
        assert bodies.name_on("so-tu-phap.24", date(2026, 9, 20)) == "Sở Tư pháp Thành phố Bắc Ninh"
        assert bodies.name_on("ubnd.22", date(2026, 8, 31)) == "Ủy ban nhân dân tỉnh Quảng Ninh"

    def test_a_ministry_and_a_branch_keep_their_names(self) -> None:
        assert bodies.name_on("bo.G15", date(2025, 3, 1)) == "Bộ Tư pháp"
        assert bodies.name_on("pvhcc.01.cn07", TODAY) == bodies.name_of("pvhcc.01.cn07")

    def test_before_1_7_2025_the_code_was_another_ward_and_the_body_has_no_name(self) -> None:
        assert bodies.name_on(f"ubnd.{BA_DINH}", THE_DAY) == "Ủy ban nhân dân phường Ba Đình"
        with pytest.raises(LookupError, match="30/06/2025"):
            bodies.name_on(f"ubnd.{BA_DINH}", THE_DAY - timedelta(days=1))

    def test_an_unknown_body_has_no_name_on_a_day_but_a_page_shows_its_key(self) -> None:
        with pytest.raises(LookupError, match=r"ubnd\.99999"):
            bodies.name_on("ubnd.99999", TODAY)
        assert bodies.name_of("ubnd.99999") == "ubnd.99999"


class TestLoading:
    def test_loading_again_writes_nothing(self) -> None:
        assert bodies.load_bodies(TODAY) == 0

    def test_a_lost_or_spoilt_row_comes_back_and_nothing_else_is_written(self) -> None:
        Body.objects.filter(pk="pvhcc.19789").delete()
        Body.objects.filter(pk="vp.19789").update(name="?")
        assert bodies.load_bodies(TODAY) == 2
        assert bodies.name_of("vp.19789").endswith("phường Thuận Hóa")
        assert held("pvhcc.19789").status == "unknown"

    def test_before_the_change_of_name_takes_effect_the_old_name_is_made(self) -> None:
        bodies.load_bodies(date(2026, 9, 19))
        assert bodies.name_of(f"pkt.{BO_HA}") == "Phòng Kinh tế xã Bố Hạ"
        bodies.load_bodies(date(2026, 9, 20))
        assert bodies.name_of(f"pkt.{BO_HA}") == "Phòng Kinh tế, Hạ tầng và Đô thị phường Bố Hạ"

    def test_a_commune_that_ends_ends_its_bodies(self) -> None:
        Unit.objects.filter(code=BO_HA, valid_to=None).update(valid_to=TODAY)
        bodies.load_bodies(TODAY)
        assert bodies.bodies_of_unit(BO_HA, TODAY) == []
        assert len(bodies.bodies_of_unit(BO_HA, TODAY - timedelta(days=1))) == 7
        with pytest.raises(LookupError):
            bodies.name_on(f"ubnd.{BO_HA}", TODAY)

    def test_the_whole_country_is_three_statements_besides_identifiers(self) -> None:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            bodies.load_bodies(TODAY)
        written = [query["sql"] for query in captured if "INSERT INTO register_body" in query["sql"]]
        assert len(written) == 1


class TestMemory:
    def test_names_of_a_page_cost_one_statement_and_the_next_page_none(self) -> None:
        bodies.forget()
        with CaptureQueriesContext(connection) as first:
            names = [bodies.name_of(f"ubnd.{code}") for code in (BA_DINH, THUAN_HOA, BO_HA)]
        with CaptureQueriesContext(connection) as second:
            assert [bodies.name_of(f"ubnd.{code}") for code in (BA_DINH, THUAN_HOA, BO_HA)] == names
            bodies.centre_for(THUAN_HOA, TODAY)
            bodies.offices("ubnd.00004")
        assert (len(first), len(second)) == (1, 0)

    def test_a_body_that_appeared_meanwhile_is_found_by_its_key(self) -> None:
        bodies.name_of("ubnd.19789")
        Body.objects.create(
            key="doan.46", kind="doan", name="Đoàn kiểm tra", tier=1, valid_from=THE_DAY, recorded_on=THE_DAY,
            legal_basis="thử",
        )  # fmt: skip
        assert bodies.name_of("doan.46") == "Đoàn kiểm tra"

    def test_what_another_process_changed_is_seen_after_a_while(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert held("pvhcc.19789").status == "unknown"
        Body.objects.filter(pk="pvhcc.19789").update(status="open")
        assert held("pvhcc.19789").status == "unknown"
        monkeypatch.setattr("thongsuot.register.memory.MAX_AGE", -1.0)
        assert held("pvhcc.19789").status == "open"


class TestIdentifiers:
    def test_an_identifier_of_ours_can_never_be_taken_for_an_official_one(self) -> None:
        provisional = [view.identifier for view in everything() if view.provisional]
        assert len(provisional) > 23_000
        for identifier in provisional:
            assert identifier.startswith("TAM.")
            assert not any(pattern.fullmatch(identifier) for pattern in OFFICIAL)
            assert identifier.isascii()
            assert "-" not in identifier

    def test_no_two_bodies_share_an_identifier(self) -> None:
        counted = Counter(view.identifier for view in everything())
        assert counted.most_common(1)[0][1] == 1
        assert "" not in counted

    def test_official_ones_known_from_the_portal_are_carried_in(self) -> None:
        for key, identifier in (
            ("ubnd.01", "H26"),
            ("pvhcc.01", "H26.101"),
            ("bo.G15", "G15"),
            ("ubnd.09187", "H05.105"),
        ):
            assert (held(key).identifier, held(key).provisional) == (identifier, False)

    @pytest.mark.parametrize("identifier", ["H57.131", "H29.12.03", "G09.20", "000.00.01.H59", "H05.1A"])
    def test_both_official_styles_replace_the_provisional_one(self, identifier: str) -> None:
        assert held("ubnd.19789").identifier == "TAM.19789"
        assert bodies.import_identifiers([("ubnd.19789", identifier)]) == 1
        assert (held("ubnd.19789").identifier, held("ubnd.19789").provisional) == (identifier, False)
        assert bodies.import_identifiers([("ubnd.19789", identifier)]) == 0

    @pytest.mark.parametrize("identifier", ["", "TAM.19789", "h57", "H5", "H57.1", "H57.1234", "H57.", "00.00.01.H59"])
    def test_a_malformed_identifier_is_refused(self, identifier: str) -> None:
        with pytest.raises(BadIdentifiers, match=r"ubnd\.19789"):
            bodies.import_identifiers([("ubnd.19789", identifier)])
        assert held("ubnd.19789").provisional

    def test_a_file_with_one_bad_row_changes_nothing_and_every_bad_row_is_named(self) -> None:
        rows = [
            ("ubnd.19789", "H57.131"),
            ("ubnd.99999", "H57.132"),
            ("ubnd.19777", "x"),
            ("ubnd.19774", "H57.131"),
            ("ubnd.19753", "H26"),
            ("ubnd.19789", "H57.140"),
        ]
        with pytest.raises(BadIdentifiers) as refused:
            bodies.import_identifiers(rows)
        assert len(refused.value.problems) == 5
        assert "ubnd.99999" in refused.value.problems[0]
        assert "không đúng dạng" in refused.value.problems[1]
        assert "cả ubnd.19789 và ubnd.19774" in refused.value.problems[2]
        assert "đã thuộc về ubnd.01" in refused.value.problems[3]
        assert "hai dòng" in refused.value.problems[4]
        assert held("ubnd.19789").provisional

    def test_two_bodies_may_swap_identifiers_in_one_file(self) -> None:
        bodies.import_identifiers([("ubnd.19789", "H57.131"), ("ubnd.19777", "H57.132")])
        assert bodies.import_identifiers([("ubnd.19789", "H57.132"), ("ubnd.19777", "H57.131")]) == 2
        assert held("ubnd.19777").identifier == "H57.131"

    def test_an_imported_identifier_outlives_the_next_load(self) -> None:
        bodies.import_identifiers([("ubnd.19789", "H57.131"), ("ubnd.01", "H26.01")])
        bodies.load_bodies(TODAY)
        assert held("ubnd.19789").identifier == "H57.131"
        assert held("ubnd.01").identifier == "H26.01"
