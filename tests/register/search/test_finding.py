"""Finding a procedure: filters, days, codes, spelling, order, and whatever else may be typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searched_procedures import DAY, Catalogue, Use, ours

from thongsuot.register import search
from thongsuot.register.search import finding

BIRTH, MARRIAGE, SINGLE, COPY, BUSINESS = "1.001193", "1.000894", "1.004873", "2.000815", "1.001612"


@pytest.fixture(autouse=True)
def _ours(use: Use) -> None:
    use(ours())


def codes(text: str, day: date = DAY, **filters: object) -> list[str]:
    return [hit.procedure.code for hit in search.find(text, day, **filters)]  # type: ignore[arg-type]


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("làm giấy khai sinh cho con", BIRTH),
            ("LAM GIAY KHAI SINH CHO CON", BIRTH),
            ("lam giay khai sinhh", BIRTH),
            ("ddawng kys kết hôn", MARRIAGE),
            ("d9a8ng ky1 ke6t1 ho6n", MARRIAGE),
            ("dangky kethon", MARRIAGE),
            ("xin giấy độc thân", SINGLE),
            ("công chứng bản sao", COPY),
            ("mở quán phở", BUSINESS),
            ("khai   sinh,,, ", BIRTH),
            ("khai-sinh", BIRTH),
        ],
    )
    def test_what_people_type_finds_what_they_mean(self, typed: str, meant: str) -> None:
        assert codes(typed)[0] == meant

    def test_marks_tell_words_apart_where_somebody_typed_them(self, use: Use) -> None:
        catalogue = Catalogue()
        catalogue.add("1.000001", "Đổi tên cơ sở")
        catalogue.add("1.000002", "Dời tên cơ sở")
        use(catalogue)
        assert codes("đổi tên cơ sở")[0] == "1.000001"
        assert codes("dời tên cơ sở")[0] == "1.000002"

    def test_words_that_no_procedure_has_find_nothing(self) -> None:
        assert codes("xyzzyq plugh") == []

    def test_a_hit_says_why_it_was_found(self) -> None:
        assert "độc thân" in search.find("xin giấy độc thân", DAY)[0].why
        assert search.find("đăng ký kết hôn", DAY)[0].why == "theo tên thủ tục"
        assert search.find(BIRTH, DAY)[0].why == "theo mã thủ tục"

    def test_scores_fall_and_what_is_far_behind_is_left_out(self) -> None:
        hits = search.find("giấy xác nhận tình trạng hôn nhân", DAY)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert scores[-1] >= finding.FAR_BEHIND * scores[0]
        assert len(search.find("giấy", DAY, limit=2)) <= 2


class TestCodes:
    @pytest.mark.parametrize("typed", [BIRTH, " 1.001193 ", "1001193", "1,001193", "1.0011", "1.001193.01"])
    def test_a_code_or_its_beginning_names_a_procedure(self, typed: str) -> None:
        assert codes(typed)[0] == BIRTH

    def test_a_code_of_nobody_finds_nothing_by_code(self) -> None:
        assert BIRTH not in codes("9.999999")


class TestFilters:
    @pytest.fixture(autouse=True)
    def _three(self, use: Use) -> None:
        catalogue = Catalogue()
        catalogue.add("1.000001", "Đăng ký khai sinh", until=date(2026, 7, 1))
        catalogue.add("1.000001", "Đăng ký khai sinh (mới)", since=date(2026, 7, 1))
        catalogue.add("1.000002", "Đăng ký khai sinh có yếu tố nước ngoài", tier=1)
        catalogue.add("1.000003", "Đăng ký khai thác nước", field="Tài nguyên nước", tier=1)
        catalogue.add("1.000004", "Đăng ký khai sinh", authority="H26")
        catalogue.add("1.000004", "Đăng ký khai sinh", authority="bo.G15")
        use(catalogue)

    def test_of_each_procedure_the_version_of_the_day_is_found(self) -> None:
        before = search.find("đăng ký khai sinh", date(2026, 6, 30))
        after = search.find("đăng ký khai sinh", date(2026, 7, 1))
        assert "Đăng ký khai sinh (mới)" not in [hit.procedure.title for hit in before]
        assert "Đăng ký khai sinh (mới)" in [hit.procedure.title for hit in after]
        assert codes("khai sinh", date(2020, 1, 1)) == []

    def test_a_tier_a_field_and_a_body_narrow_it(self) -> None:
        assert codes("đăng ký khai sinh", tier=1)[0] == "1.000002"
        assert codes("đăng ký khai", field="Tài nguyên nước") == ["1.000003"]
        assert codes("đăng ký khai sinh", among={"1.000002"}) == ["1.000002"]
        assert codes("đăng ký khai sinh", among=frozenset()) == []
        assert codes("1.000002", tier=3) == []

    def test_the_ministry_s_own_stands_before_a_province_s_of_the_same_title(self) -> None:
        same = [hit.procedure for hit in search.find("đăng ký khai sinh", DAY) if hit.procedure.code == "1.000004"]
        assert [view.authority for view in same] == ["bo.G15", "H26"]


class TestTheIndex:
    def test_it_is_built_once_and_again_when_the_catalogue_was_read_anew(
        self, use: Use, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        built = []
        real = finding.Index
        monkeypatch.setattr(finding, "Index", lambda *given: built.append(1) or real(*given))
        catalogue = Catalogue()
        catalogue.add("1.000001", "Đăng ký khai sinh")
        use(catalogue)
        assert codes("khai sinh") == codes("khai sinh") == ["1.000001"]
        assert len(built) == 1
        later = Catalogue()
        later.add("1.000009", "Đăng ký khai sinh")
        use(later)
        assert codes("khai sinh") == ["1.000009"]
        assert len(built) == 2

    def test_an_empty_catalogue_finds_nothing(self, use: Use) -> None:
        use(Catalogue())
        assert codes("khai sinh") == []


class TestHostileInput:
    @pytest.mark.parametrize(
        "typed",
        [
            "", " ", "\x00", "*", '"khai sinh', "title:khai AND (", "khai~5^2 OR NOT", "+-&&||!(){}[]^\"~*?:\\/", "🙂",
            "khai 🙂 sinh", "k" * 10_000, "khai sinh " * 1_000, "\ud800", "%s %d {}", "'; DROP TABLE x; --", "١٢٣",
            "１.００",
        ],
    )  # fmt: skip
    def test_no_character_is_an_operator_and_nothing_is_an_error(self, typed: str) -> None:
        search.find(typed, DAY)

    def test_a_word_amid_rubbish_is_still_found(self) -> None:
        assert codes('khai sinh" OR (')[0] == BIRTH
        assert codes("🙂 khai sinh 🙂")[0] == BIRTH
        assert codes("khai sinh " * 1_000)[0] == BIRTH

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=120))
    def test_any_text_at_all_is_answered(self, typed: str) -> None:
        for hit in search.find(typed, DAY):
            assert hit.score > 0
