"""Internal processes on pages: seen by who works and oversees, tried out, imported with doubts, published by few."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from officers import Officer, text_of

from thongsuot.engine import registry
from thongsuot.engine.internal import sheet_out, store, texts
from thongsuot.register import demo
from thongsuot.web.processes import choosing

BUILDING = "1.013225"
PLACE = demo.WARD
TABLE = f"/quy-trinh/{BUILDING}"


@pytest.fixture
def desk(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is published here is remembered nowhere after it: another test may publish under the same number."""
    monkeypatch.setattr(registry, "_versions", dict(registry._versions))
    store.forget()
    yield desk
    store.forget()


def reading(answer: Any) -> str:
    return unescape(text_of(answer))


def file_of(name: str = "quy-trinh.xlsx", content: bytes | None = None) -> SimpleUploadedFile:
    if content is None:
        from thongsuot.web.entrance import today

        content = sheet_out.to_sheet(choosing.chosen(BUILDING, PLACE, today()).internal)
    return SimpleUploadedFile(name, content)


def sealed_of(answer: Any) -> str:
    found = re.search(r'name="quy_trinh" value="([^"]+)"', answer.content.decode())
    assert found
    return unescape(found[1])


class TestSeeing:
    def test_every_procedure_has_a_process_at_once_with_a_picture_and_the_same_in_words(self, desk: Any) -> None:
        answer = desk("lan").get(f"{TABLE}?noi={PLACE}")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert '<svg class="process" role="img"' in page
        assert "Mặc định" in reading(answer)
        assert "Ký duyệt (lãnh đạo ký) →" in reading(answer)

    def test_the_list_finds_procedures_as_people_type_them(self, desk: Any) -> None:
        answer = desk("minh").get("/quy-trinh?tim=xin phép xây nhà")
        assert reading(answer).index("giấy phép xây dựng mới") > 0
        assert desk("minh").get("/quy-trinh?tim=zzzzqqq").status_code == 200

    def test_who_is_not_signed_in_or_asks_for_nothing_known_is_led_away(self, desk: Any) -> None:
        assert Officer().get("/quy-trinh").status_code == 302
        assert desk("lan").get("/quy-trinh/9.999999").status_code == 404
        assert desk("lan").get(f"{TABLE}?noi=99999").status_code == 409
        assert desk("lan").get(f"{TABLE}?ngay=31/02/2026").status_code == 409

    @pytest.mark.parametrize("form", ["xlsx", "yaml"])
    def test_it_is_taken_along_as_a_file(self, desk: Any, form: str) -> None:
        answer = desk("lan").get(f"{TABLE}/tai/{form}?noi={PLACE}")
        assert answer.status_code == 200
        assert f"quy-trinh-{BUILDING}-{PLACE}.{form}" in answer["Content-Disposition"]
        if form == "yaml":
            assert texts.from_yaml(answer.content.decode()).procedure == BUILDING

    def test_no_other_kind_of_file(self, desk: Any) -> None:
        assert desk("lan").get(f"{TABLE}/tai/exe?noi={PLACE}").status_code == 409


class TestTryingOut:
    def test_a_day_gives_dates_and_holders_and_the_legal_limit(self, desk: Any) -> None:
        answer = desk("minh").get(f"{TABLE}/thu?noi={PLACE}&ngay=23/11/2026")
        said = reading(answer)
        assert "Kịp hạn" in said
        assert "hạn theo quy định" in said

    def test_somebody_away_leaves_a_named_gap_or_the_next_holder(self, desk: Any) -> None:
        minh = desk("minh")
        page = minh.get(f"{TABLE}/thu?noi={PLACE}&ngay=23/11/2026").content.decode()
        everybody = re.findall(r'name="vang" value="([^"]+)"', page)
        assert everybody
        gone = "&".join(f"vang={one}" for one in everybody)
        said = reading(minh.get(f"{TABLE}/thu?noi={PLACE}&ngay=23/11/2026&{gone}"))
        assert "vắng và chưa ai được ủy quyền" in said

    def test_a_day_beyond_the_calendar_is_a_sentence(self, desk: Any) -> None:
        assert desk("minh").get(f"{TABLE}/thu?noi={PLACE}&ngay=01/01/2090").status_code == 409


class TestPublishing:
    def read(self, who: Officer, **changed: Any) -> Any:
        return who.post(f"{TABLE}/nhap", {"noi": PLACE, "tep": file_of(**changed)})

    def decided(self, sealed: str, **changed: str) -> dict[str, str]:
        return {
            "noi": PLACE, "quy_trinh": sealed, "so": "12/QĐ-UBND", "ngay_ky": "20/11/2026", "hieu_luc": "21/11/2026",
            "da_xem": "1", **changed,
        }  # fmt: skip

    def test_the_chair_reads_a_table_in_sees_what_it_says_and_publishes_it(self, desk: Any) -> None:
        minh = desk("minh")
        page = self.read(minh)
        assert page.status_code == 200, reading(page)
        answer = minh.post(f"{TABLE}/ban-hanh", self.decided(sealed_of(page)))
        assert answer.status_code == 302, reading(answer)
        shown = reading(minh.get(f"{TABLE}?noi={PLACE}"))
        assert "12/QĐ-UBND" in shown
        assert "Các phiên bản" in shown
        assert "Hồ sơ đang giải quyết vẫn theo quy trình cũ. Chuyển hồ sơ đang giải quyết" in shown
        assert minh.get(f"{TABLE}/so-sanh?noi={PLACE}").status_code == 200

    def test_lan_sees_it_and_may_neither_import_nor_publish(self, desk: Any) -> None:
        lan = desk("lan")
        assert lan.get(f"{TABLE}/nhap?noi={PLACE}").status_code == 403
        assert lan.post(f"{TABLE}/ban-hanh", self.decided("x")).status_code == 403
        assert "Nhập quy trình mới" not in reading(lan.get(f"{TABLE}?noi={PLACE}"))

    def test_the_chair_does_not_publish_for_another_place(self, desk: Any) -> None:
        minh = desk("minh")
        assert minh.get(f"{TABLE}/nhap?noi=").status_code == 403
        page = self.read(minh)
        assert minh.post(f"{TABLE}/ban-hanh", self.decided(sealed_of(page), noi="")).status_code == 403

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [("so", " ", "số, ký hiệu"), ("ngay_ky", "31/02/2026", "ngày ký"), ("hieu_luc", "19/11/2026", "hiệu lực")],
    )
    def test_what_is_missing_is_said_and_what_was_typed_is_kept(
        self, desk: Any, field: str, typed: str, said: str
    ) -> None:
        minh = desk("minh")
        answer = minh.post(f"{TABLE}/ban-hanh", self.decided(sealed_of(self.read(minh)), **{field: typed}))
        assert answer.status_code == 422
        assert said in reading(answer)
        assert store.versions("dossier", BUILDING, PLACE) == ()

    def test_a_sealed_process_that_was_changed_or_belongs_elsewhere_is_refused(self, desk: Any) -> None:
        minh = desk("minh")
        sealed = sealed_of(self.read(minh))
        assert minh.post(f"{TABLE}/ban-hanh", self.decided(sealed[:-3])).status_code == 409
        assert minh.post("/quy-trinh/1.001193/ban-hanh", self.decided(sealed)).status_code == 409

    @pytest.mark.parametrize("content", [b"", b"steps: [", b"\xff\xfe\x00", b"PK\x03\x04broken"])
    def test_a_file_that_cannot_be_read_comes_back_with_sentences(self, desk: Any, content: bytes) -> None:
        answer = self.read(desk("minh"), content=content)
        assert answer.status_code == 422
        assert "Cần sửa trước khi gửi" in reading(answer)
