"""Loading the country: whole, once, part by part; killed half-way it goes on, unchanged it is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from thongsuot.register import bodies, loading, procedures
from thongsuot.register.models import Body, CalendarDay, Competence, LoadedFile, Procedure, Unit

LABELS = ["Đơn vị hành chính", "Cơ quan, đơn vị", "Lịch làm việc", "Thủ tục hành chính", "Thẩm quyền"]


def tables() -> list[int]:
    return [model.objects.count() for model in (Unit, Body, CalendarDay, Procedure, Competence)]


class TestOnceLoaded:
    def test_every_part_says_what_it_wrote_in_its_order(self, country: list[str]) -> None:
        assert [line.split(":")[0] for line in country] == LABELS
        assert all("ghi" in line and "giây" in line for line in country)
        assert tables()[0] > 13_000
        assert tables()[1] == 23_965
        assert tables()[3] > 10 + 120

    def test_a_second_start_passes_over_every_part(self, country: list[str]) -> None:
        said: list[str] = []
        assert loading.load_country(said.append) == 0
        assert said == [f"{label}: không thay đổi." for label in LABELS]

    def test_a_changed_file_is_loaded_and_only_that_part(
        self, country: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for path in procedures.DATA.glob("*.json"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        changed = tmp_path / "1.001193.json"
        text = changed.read_text(encoding="utf-8")
        changed.write_text(text.replace("2026-04-15", "2026-12-01").replace("163/QĐ", "999/QĐ"), encoding="utf-8")
        monkeypatch.setattr(procedures, "DATA", tmp_path)
        said: list[str] = []
        assert loading.load_country(said.append) == 1
        assert [line.split(":")[0] for line in said if "ghi" in line] == ["Thủ tục hành chính"]
        assert Procedure.objects.filter(code="1.001193").count() == 2

    def test_a_change_among_the_units_makes_the_bodies_anew(self, country: list[str]) -> None:
        LoadedFile.objects.filter(name="units").update(digest="another list")
        said: list[str] = []
        loading.load_country(said.append)
        assert LoadedFile.objects.get(name="units").digest != "another list"
        Unit.objects.filter(code="07294", valid_to=None).update(name="Phường Bố Hạ Mới")
        LoadedFile.objects.filter(name="bodies").update(digest="made from other units")
        loading.load_country(said.append)
        assert bodies.name_of("ubnd.07294") == "Ủy ban nhân dân phường Bố Hạ Mới"

    def test_a_part_that_fails_leaves_no_row_and_no_mark(
        self, country: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def half() -> int:
            Competence.objects.all().delete()
            raise RuntimeError("disk full")

        before = Competence.objects.count()
        LoadedFile.objects.filter(name="competences").delete()
        failing = loading.Part("competences", "Thẩm quyền", half, lambda: "x")
        monkeypatch.setattr(loading, "PARTS", (*loading.PARTS[:-1], failing))
        with pytest.raises(RuntimeError, match="disk full"):
            loading.load_country()
        assert Competence.objects.count() == before > 0
        assert not LoadedFile.objects.filter(name="competences").exists()
        monkeypatch.undo()
        said: list[str] = []
        loading.load_country(said.append)
        assert LoadedFile.objects.filter(name="competences").exists()

    def test_numbers_are_written_the_vietnamese_way(self, country: list[str]) -> None:
        (line,) = [line for line in country if line.startswith("Cơ quan")]
        assert "24.0" in line
        assert "," in line.split("trong")[1]


def test_each_part_has_its_own_name() -> None:
    names = [part.name for part in loading.PARTS]
    assert len(names) == len(set(names))
    assert loading.PARTS[0].name == "units"
