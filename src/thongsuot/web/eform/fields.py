"""A form's questions as the desk's fields: which controls a kind gets, in groups where a question has several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from thongsuot.engine.forms import PART_KINDS, Kind, Part
from thongsuot.engine.forms import Field as Question
from thongsuot.engine.forms_places import COUNTRY, Country
from thongsuot.engine.forms_shown import amount, day
from thongsuot.engine.forms_validate import PARTED, part_field
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.speech import say as _

MANY = 7
LONG = 200
PROVINCE, COMMUNE, DETAIL, OTHER_COUNTRY, FIND, DAY = "province", "commune", "detail", "country", "find", "day"
YES_NO = (("yes", "Có"), ("no", "Không"))


@dataclass(frozen=True, slots=True)
class Known:
    """What a source says of a question, beside it: the words, the source, the button that takes it."""

    words: str
    source: str
    take: str
    taken: bool = False
    differs: bool = False
    twin: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Controls that answer one question together; `buttons` are (name, value, words), `hidden` (name, value)."""

    id: str
    legend: str
    items: Sequence[Field | Group]
    hint: str = ""
    error: str = ""
    required: bool = True
    buttons: Sequence[tuple[str, str, str]] = ()
    hidden: Sequence[tuple[str, str]] = ()
    known: Sequence[Known] = ()
    group: bool = field(default=True, init=False)

    @property
    def is_open(self) -> bool:
        """Whether something in it is wrong, or wanted and not there yet."""
        if self.error:
            return True
        wanted = [one for one in self.items if one.required or one.error]
        return any(one.is_open if isinstance(one, Group) else one.error or one.value in ("", []) for one in wanted)

    @property
    def settled(self) -> bool:
        """Whether a source has answered all that is wanted: it can stay folded until somebody wants to change it."""
        return any(one.taken and not one.differs for one in self.known) and not self.is_open


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is needed to draw a form's questions: faults by path, places, and what sources say by field."""

    faults: Mapping[str, str] = field(default_factory=dict)
    places: Country = COUNTRY
    known: Mapping[str, Sequence[Known]] = field(default_factory=dict)
    mine: bool = False
    """Whether who fills it in may say of a person that is asked for: that is me."""


def drawn(one: Question, value: Any, now: Drawing, *, name: str = "", path: str = "") -> Field | Group:
    """One question with what was typed and what is wrong with it. `path` is where a fault names it."""
    name, path = name or one.key, path or one.key
    known = now.known.get(path, ())
    if one.kind in PARTED:
        return _parts(one, value if isinstance(value, Mapping) else {}, now, name, path, known)
    if one.kind is Kind.ADDRESS:
        return _address(one, value if isinstance(value, Mapping) else {}, now, name, path, known)
    single = _single(one, value, name, now.faults.get(path, ""))
    if known:
        return Group(f"g-{name}", _(one.label), [single], required=one.required, known=known)
    return single


def _parts(
    one: Question, value: Mapping[str, Any], now: Drawing, name: str, path: str, known: Sequence[Known]
) -> Group:
    items: list[Field | Group] = []
    for part in one.asks:
        here, there = f"{name}.{part}", f"{path}.{part}"
        single = part_field(one, part)
        if PART_KINDS.get(part) is Kind.ADDRESS:
            items.append(_address(single, value.get(str(part)) or {}, now, here, there, ()))
        else:
            items.append(_single(single, value.get(str(part)), here, now.faults.get(there, "")))
    looks = Part.NUMBER in one.asks and any(source.origin == "port" for source in one.prefill)
    buttons = [("_ask", name, _("Tra cứu theo số định danh"))] if looks else []
    if looks and now.mine and not value.get(Part.NAME) and not known:
        buttons.insert(0, ("_self", name, _("Đây là tôi")))
    return Group(
        f"f-{name}",
        _(one.label),
        items,
        hint=one.help,
        error=now.faults.get(path, ""),
        required=one.required,
        buttons=buttons,
        known=known,
    )


def _address(
    one: Question, value: Mapping[str, Any], now: Drawing, name: str, path: str, known: Sequence[Known]
) -> Group:
    """Province, then its communes; an old name is looked up by its button. Everything works without a script."""
    commune = str(value.get(COMMUNE) or "")
    standing = now.places.today(commune) if commune else None
    province = str(value.get(PROVINCE) or (standing.province_code if standing else ""))
    found = value.get("found")
    communes = [(str(code), str(words)) for code, words in found] if isinstance(found, list) else []
    if not communes and province:
        communes = now.places.communes(province)
    if commune and commune not in dict(communes):
        old = _old_words(value, now)
        communes = [(commune, old), *communes] if old else communes
    items: list[Field | Group] = [
        _control(name, PROVINCE, _("Tỉnh, thành phố"), "select", province, choices=now.places.provinces()),
        _control(name, COMMUNE, _("Xã, phường, đặc khu"), "select", commune, choices=communes),
        _control(name, DETAIL, _("Số nhà, đường, thôn, tổ"), "short", value.get(DETAIL) or "", longest=one.longest),
        _control(
            name, FIND, _("Chỉ nhớ tên xã, phường cũ"), "short", value.get(FIND) or "", longest=150,
            hint=_("Gõ tên, ví dụ “Trúc Bạch, Hà Nội”, rồi bấm Tìm theo tên"),
        ),
    ]  # fmt: skip
    if one.abroad:
        items.append(
            _control(name, OTHER_COUNTRY, _("Nước, nếu ở nước ngoài"), "short", value.get(OTHER_COUNTRY) or "")
        )
    return Group(
        f"f-{name}",
        _(one.label),
        items,
        hint=one.help,
        error=now.faults.get(path) or str(value.get("missed") or ""),
        required=one.required,
        buttons=[("_look", name, _("Hiện các xã, phường của tỉnh")), ("_find", name, _("Tìm theo tên"))],
        hidden=[(f"{name}.{DAY}", str(value[DAY]))] if value.get(DAY) else [],
        known=known,
    )


def _old_words(value: Mapping[str, Any], now: Drawing) -> str:
    from datetime import date

    try:
        found = now.places.on(str(value[COMMUNE]), date.fromisoformat(str(value.get(DAY) or "")))
    except ValueError:
        return ""
    return found.words if found else ""


def _control(name: str, part: str, label: str, kind: str, value: str, **more: Any) -> Field:
    return Field(f"{name}.{part}", label, kind, required=part in (PROVINCE, COMMUNE), value=value, **more)


def _single(one: Question, value: Any, name: str, error: str) -> Field:
    kind, more = _kind(one)
    return Field(
        name,
        _(one.label),
        kind,
        required=one.required,
        hint=_hint(one),
        error=error,
        value=as_typed(one, value),
        longest=one.longest if one.kind in (Kind.TEXT, Kind.LONG_TEXT) else 0,
        **more,
    )


def _kind(one: Question) -> tuple[str, dict[str, Any]]:
    if one.kind is Kind.CHOICE:
        return ("select" if len(one.options) > MANY else "choice"), {"choices": _options(one)}
    if one.kind is Kind.CHOICES:
        return "checks", {"choices": _options(one)}
    if one.kind is Kind.YES_NO:
        return "choice", {"choices": [(value, _(words)) for value, words in YES_NO]}
    if one.kind is Kind.LONG_TEXT or (one.kind is Kind.TEXT and one.longest > LONG * 2):
        return "area", {}
    if one.kind is Kind.FILE:
        return "file", {}
    figures = one.kind in (Kind.DATE, Kind.PARTIAL_DATE, Kind.NUMBER, Kind.MONEY, Kind.TAX_CODE)
    if figures or one.key == Part.NUMBER:
        return "short", {"size": "short", "mode": "numeric"}
    types = {Kind.PHONE: ("tel", "tel"), Kind.EMAIL: ("email", "email")}
    type_, mode = types.get(one.kind, ("text", ""))
    return "short", {"type": type_, "mode": mode}


def _options(one: Question) -> list[tuple[str, str]]:
    return [(value, _(words)) for value, words in one.options]


def _hint(one: Question) -> str:
    usual = {
        Kind.DATE: _("Ví dụ 21/11/2026"),
        Kind.PARTIAL_DATE: _("Ví dụ 21/11/1990; chỉ nhớ năm thì ghi 1990"),
        Kind.MONEY: _("Bằng đồng, ví dụ 50.000"),
    }.get(one.kind, "")
    unit = _("Đơn vị: %(unit)s") % {"unit": one.unit} if one.unit and one.kind is Kind.NUMBER else ""
    return ". ".join(part.rstrip(".") for part in (_(one.help) if one.help else "", unit or usual) if part)


def as_typed(one: Question, value: Any) -> Any:
    """A value as its control shows it; what could not be read is shown as it was typed."""
    if value is None:
        return [] if one.kind is Kind.CHOICES else ""
    if one.kind is Kind.YES_NO:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    if one.kind in (Kind.NUMBER, Kind.MONEY) and isinstance(value, int | float):
        return amount(value)
    if one.kind in (Kind.DATE, Kind.PARTIAL_DATE) and isinstance(value, str) and "-" in value[4:5]:
        return day(value)
    return value


def summary(groups: Sequence[Field | Group]) -> list[Fault]:
    """(id, sentence) of every fault on the page, in the page's order; a group's own leads to its first control."""
    found: list[Fault] = []
    for one in groups:
        if isinstance(one, Group):
            if one.error:
                found.append((one.id, one.error))
            found += summary(one.items)
        elif one.error:
            found.append((one.id, one.error))
    return found
