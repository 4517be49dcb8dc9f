"""Where a source's dossier belongs here: its procedure, its place by whatever code or name, and the bodies of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from thongsuot.areas.dossiers import online
from thongsuot.areas.dossiers.cutover import cleaning
from thongsuot.areas.dossiers.cutover.mapping import Words
from thongsuot.register import bodies, competences, procedures, units
from thongsuot.register.bodies import BodyView
from thongsuot.register.competences import Competent
from thongsuot.register.folding import fold
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.units import UnknownUnit


class Nowhere(Exception):
    """A dossier that cannot be placed; the sentence says what to do."""


@dataclass(frozen=True)
class Places:
    """Today's communes that a written place leads to; `changed` says how, when it is not what was written."""

    codes: tuple[str, ...]
    changed: str = ""


@dataclass(frozen=True)
class Bodies:
    """Who receives, settles and decides; by what provision; and what had to be put otherwise than written."""

    receiving: str
    executing: str
    competent: str
    province: str
    place: str
    competence: str
    remarks: tuple[str, ...] = ()


class Placing:
    """Questions to the register, each asked once for all the dossiers of a source."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today
        self.places = lru_cache(None)(self._places)
        self.body = lru_cache(None)(self._body)
        self.competent = lru_cache(None)(self._competent)
        self.procedure = lru_cache(None)(self._procedure)
        self._by_identifier: dict[str, BodyView] = {}
        self._by_name: dict[str, list[BodyView]] = {}

    def _procedure(self, written: str, day: date) -> tuple[ProcedureView | None, str]:
        """The procedure and a remark; None for one that the catalogue never had."""
        code = cleaning.procedure_code(self.words.procedures.get(written, written))
        if found := procedures.procedure(code, day):
            return found, ""
        known = procedures.versions().get(code)
        if not known:
            return None, ""
        return known[0], f"thủ tục {code} không có bản hiệu lực ngày {day:%d/%m/%Y}; lấy bản hiện có"

    def _places(self, code: str, name: str, day: date) -> Places:
        """Raises Nowhere."""
        mapped = self.words.places.get(fold(code or name))
        if mapped:
            return Places((mapped,), f"nơi “{code or name}” theo tệp đối chiếu là {mapped}")
        return self._by_code(code, day) if code else self._by_its_name(name)

    def _by_code(self, code: str, day: date) -> Places:
        code = code.zfill(5) if code.isdecimal() and len(code) < 5 else code
        try:
            links = units.today_of(code, day, self.today)
        except UnknownUnit:
            raise Nowhere(
                f"Không có đơn vị hành chính mang mã “{code}” ngày {day:%d/%m/%Y}. Sửa mã, ghi place_date hoặc khai "
                "trong “places” của tệp đối chiếu."
            ) from None
        codes = tuple(link.unit.code for link in links if link.unit.tier == 3)
        if not codes:
            raise Nowhere(f"Mã “{code}” không phải của xã, phường, đặc khu. Ghi mã cấp xã.")
        names = ", ".join(f"{link.unit.name} ({link.unit.code})" for link in links if link.unit.tier == 3)
        return Places(codes, "" if codes == (code,) else f"mã cũ {code} nay là {names}")

    def _by_its_name(self, name: str) -> Places:
        found = [one for one in units.find(name, self.today) if one.unit.tier == 3]
        exact = [one for one in found if fold(name).startswith(fold(one.unit.name))] or found
        codes = tuple(dict.fromkeys(one.unit.code for one in exact))
        if not codes:
            raise Nowhere(f"Không tìm thấy nơi “{name}”. Ghi mã đơn vị hành chính hoặc khai trong “places”.")
        return Places(codes, f"nơi “{name}” là {exact[0].unit.name} ({codes[0]})" if len(codes) == 1 else name)

    def _body(self, written: str, places: tuple[str, ...]) -> BodyView | None:
        """A body by our key, official identifier or name; a name that several bear is the one of the place."""
        key = self.words.bodies.get(fold(written), written)
        if found := bodies.body(key):
            return found
        if not self._by_name:
            self._learn()
        if written in self._by_identifier:
            return self._by_identifier[written]
        named = self._by_name.get(fold(written), [])
        here = [one for one in named if one.unit_code in places] or named
        return here[0] if len(here) == 1 else None

    def _learn(self) -> None:
        for view in bodies.everybody():
            if view.identifier:
                self._by_identifier[view.identifier] = view
            self._by_name.setdefault(fold(view.name), []).append(view)

    def _competent(self, code: str, place: str) -> tuple[Competent, ...]:
        return tuple(competences.competent(code, competences.DECIDE, place, self.today))

    # All of it together.

    def bodies(self, procedure: str, places: Places, written: dict[str, str]) -> Bodies:
        """The bodies of today that answer for it. What was written leads; competence fills in and corrects.

        Raises Nowhere when the law as recorded, and what was written, leave none or several.
        """
        said = {name: self.body(one, places.codes) for name, one in written.items() if one}
        remarks = [f"không biết cơ quan “{written[name]}”" for name, one in said.items() if one is None]
        known = {name: one for name, one in said.items() if one is not None}
        options = [one for place in places.codes for one in self.competent(procedure, place)]
        chosen = self._chosen(options, known)
        if chosen is None:
            competent = known.get("competent") or self._house(known.get("executing") or known.get("receiving"))
            if competent is None:
                raise Nowhere(_no_body(places, options))
            return self._as_written(competent, known, places, tuple(remarks))
        remarks += (
            [f"cơ quan giải quyết theo nguồn là {known['competent'].name}, theo thẩm quyền nay là {chosen.body.name}"]
            if "competent" in known and known["competent"].key != chosen.body.key
            else []
        )
        return self._by_competence(chosen, known, tuple(remarks))

    def _chosen(self, options: list[Competent], known: dict[str, BodyView]) -> Competent | None:
        """The one that may decide; of several, the one that the source's own bodies point to."""
        houses = {house.key for one in known.values() if (house := self._house(one))} | {o.key for o in known.values()}
        pointed = [one for one in options if one.body.key in houses]
        unit_codes = {one.unit_code for one in known.values() if one.tier == 3}
        pointed = pointed or [one for one in options if one.place_code in unit_codes]
        found = pointed or (options if len({one.body.key for one in options}) == 1 else [])
        return found[0] if found else None

    def _house(self, body: BodyView | None) -> BodyView | None:
        if body is None:
            return None
        return bodies.body(body.house) if body.house else body

    def _by_competence(self, chosen: Competent, known: dict[str, BodyView], remarks: tuple[str, ...]) -> Bodies:
        centre = online.centre_of(chosen, self.today)
        receiving = known.get("receiving") or centre or chosen.body
        executing = known.get("executing")
        if executing is None or chosen.body.key not in (executing.key, executing.house):
            executing = chosen.executing_body or chosen.body
        note = "" if chosen.verified else " (chưa xác minh)"
        return Bodies(receiving.key, executing.key, chosen.body.key, chosen.body.province_code, chosen.place_code,
                      f"{chosen.provision}{note}", remarks)  # fmt: skip

    def _as_written(
        self, competent: BodyView, known: dict[str, BodyView], places: Places, remarks: tuple[str, ...]
    ) -> Bodies:
        place = competent.unit_code if competent.unit_code in places.codes else places.codes[0]
        if len(places.codes) > 1 and place != competent.unit_code:
            raise Nowhere(_no_body(places, []))
        receiving = known.get("receiving") or bodies.centre_for(place, self.today) or competent
        executing = known.get("executing") or competent
        remark = "chưa có thẩm quyền nào được ghi cho thủ tục tại nơi này; giữ cơ quan như nguồn ghi"
        return Bodies(receiving.key, executing.key, competent.key, competent.province_code, place,
                      "theo hệ thống nguồn (chưa xác minh)", (*remarks, remark))  # fmt: skip


def _no_body(places: Places, options: list[Competent]) -> str:
    if len(places.codes) > 1:
        where = f"{places.changed}: nơi cũ đã chia" if places.changed else "nhiều nơi"
        return f"Không rõ thuộc nơi nào ({where}). Ghi cơ quan giải quyết hoặc khai nơi này trong “places”."
    if options:
        names = "; ".join(one.body.name for one in options)
        return f"Nhiều cơ quan cùng có thẩm quyền: {names}. Ghi “competent” hoặc khai trong “bodies”."
    return "Không xác định được cơ quan giải quyết. Ghi “competent” (khóa, mã định danh, tên) hoặc khai trong “bodies”."
