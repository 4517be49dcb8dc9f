"""A case of a procedure in the words of somebody who never did it: what to bring, how long, how much."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from thongsuot.register.catalogue import known
from thongsuot.register.catalogue.definitions import Case, Channel, Fee, Limit, Paper
from thongsuot.register.catalogue.places import WORDS as PLACES
from thongsuot.web.environment import money, number
from thongsuot.web.speech import say as _

LONG_TITLE, LONGEST_TITLE = 100, 160
SHORTEST_TITLE, SHORTEST_CUT = 15, 50
_ASIDE = re.compile(r"\(([^()]{25,})\)")


class Line(NamedTuple):
    """By which way of handing in, and what holds then; no way where it holds for all."""

    way: str
    words: str


def channels() -> dict[Channel, str]:
    return {"counter": _("Nộp trực tiếp"), "online": _("Nộp trực tuyến"), "post": _("Gửi bưu chính")}


# Units as a source's machine writes them, the longest first.
_CODES = (
    ("WORKING_DAY", "ngày làm việc"),
    ("CALENDAR_DAY", "ngày"),
    ("WORKING_HOUR", "giờ làm việc"),
    ("MONTH", "tháng"),
    ("OTHER", "(không ghi đơn vị)"),
    ("HOUR", "giờ"),
    ("DAY", "ngày"),
)


def plain_source(text: str) -> str:
    """A source's wording with the codes of its machine as words."""
    for code, words in _CODES:
        text = text.replace(code, words)
    return text


class Heading(NamedTuple):
    """A title as people read it, and the asides that it does without."""

    words: str
    asides: str = ""


def heading(title: str) -> Heading:
    """A title without “Thủ tục”, with which every title could begin, and a long one without its long asides.

    One that goes on and on ends, with “…”, where its first part does.
    """
    words = title.strip().rstrip(".:; ")
    for opening in ("Thủ tục hành chính ", "Thủ tục ", "thủ tục "):
        rest = words.removeprefix(opening)
        if rest != words and rest:
            words = rest[0].upper() + rest[1:]
            break
    if len(words) <= LONG_TITLE:
        return Heading(words)
    asides = _ASIDE.findall(words)
    brief = " ".join(_ASIDE.sub(" ", words).split()).rstrip(".:; ") if asides else words
    if len(brief) < SHORTEST_TITLE:
        return Heading(words)
    end = brief.find(";", SHORTEST_CUT)
    if len(brief) > LONGEST_TITLE and end > 0:
        asides.insert(0, f"… {brief[end + 1 :].strip()}")
        brief = f"{brief[:end]} …"
    return Heading(brief, "; ".join(asides))


def limit_words(limit: Limit, *, brief: bool = False) -> str:
    """“2 ngày làm việc”, “trong ngày làm việc”; `brief` for a list, without the hour that counts."""
    if limit.unit == "none":
        return _("không quy định thời hạn")
    if limit.unit == "same_day":
        if limit.cutoff is None or brief:
            return _("trong ngày làm việc")
        hour = f"{limit.cutoff:%H:%M}"
        return _("trong ngày làm việc; nhận sau %(hour)s thì trả kết quả trong ngày làm việc tiếp theo", hour=hour)
    counted: dict[str, Callable[[], str]] = {
        "working_day": lambda: _("%(n)s ngày làm việc", n=number(limit.amount)),
        "calendar_day": lambda: (
            _("%(n)s ngày", n=number(limit.amount))
            if brief
            else _("%(n)s ngày, kể cả ngày nghỉ", n=number(limit.amount))
        ),
        "working_hour": lambda: _("%(n)s giờ làm việc", n=number(limit.amount)),
        "month": lambda: _("%(n)s tháng", n=number(limit.amount)),
    }
    return counted[limit.unit]()


def limits(case: Case, offered: Iterable[Channel], kinds: frozenset[str]) -> list[Line]:
    """How long, for each way of handing in; one line where all have the same. Empty where the source is unclear."""
    told: dict[Channel, str] = {}
    for channel in offered:
        limit = case.limit_at(channel, kinds)
        if limit is None:
            return []
        told[channel] = limit_words(limit)
    return _merged(told)


def _merged(told: Mapping[Channel, str]) -> list[Line]:
    if len(set(told.values())) == 1:
        return [Line("", next(iter(told.values())))]
    names = channels()
    return [Line(names[channel], words) for channel, words in told.items()]


def place_rules(case: Case, sure: frozenset[str], perhaps: frozenset[str]) -> list[str]:
    """What the place does to the limit: that it did, that it may, or the rule alone where the place is none of these.

    `sure` are the kinds that the commune is verified to be of, `perhaps` those that it is only listed as.
    """
    said = []
    for rule in case.place_limits:
        where = ", ".join(dict.fromkeys(PLACES[kind] for kind in rule.kinds))
        if rule.limit is not None:
            what = _("thời hạn là %(limit)s", limit=limit_words(rule.limit))
        else:
            added = number(rule.adds)
            what = (
                _("thêm %(n)s ngày làm việc", n=added)
                if rule.adds_unit == "working_day"
                else _("thêm %(n)s ngày", n=added)
            )
        if sure.intersection(rule.kinds):
            said.append(_("Nơi này thuộc %(where)s, đã tính %(what)s.", where=where, what=what))
        elif perhaps.intersection(rule.kinds):
            said.append(
                _("Nơi này có thể thuộc %(where)s (chưa xác minh); nếu đúng: %(what)s.", where=where, what=what)
            )
        else:
            said.append(_("Riêng %(where)s: %(what)s.", where=where, what=what))
    return said


class Charge(NamedTuple):
    """What is paid, how much, where the amount is set, and for which ways of handing in; none named for all."""

    name: str
    words: str
    note: str
    ways: str


def fees(case: Case, offered: Iterable[Channel]) -> list[Charge]:
    """Every charge of a case once: those that all ways of handing in share are told without them."""
    wanted = tuple(offered)
    rows: dict[tuple[str, str, str], list[Channel]] = {}
    for fee in case.fees:
        if fee.channel in wanted:
            rows.setdefault((fee.name, fee_words(fee), fee.note), []).append(fee.channel)
    names = channels()
    return [
        Charge(*told, "" if set(ways) == set(wanted) else ", ".join(names[one] for one in dict.fromkeys(ways)))
        for told, ways in rows.items()
    ]


def fee_words(fee: Fee) -> str:
    """“50.000 đ mỗi bản; từ trang 3: 1.000 đ; tối đa 200.000 đ”, “không thu”, “chưa ghi rõ số tiền”."""
    if fee.amount is None:
        return _("văn bản công bố chưa ghi rõ số tiền")
    if fee.amount == 0:
        return _("không thu tiền")
    parts = [money(fee.amount) if fee.unit == "hồ sơ" else _each(fee)]
    if fee.from_page is not None and fee.amount_after is not None:
        parts.append(_("từ trang %(page)s: %(amount)s", page=number(fee.from_page), amount=money(fee.amount_after)))
    if fee.at_most is not None:
        parts.append(_("tối đa %(amount)s", amount=money(fee.at_most)))
    return "; ".join(parts)


def _each(fee: Fee) -> str:
    return _("%(amount)s mỗi %(unit)s", amount=money(fee.amount or 0), unit=fee.unit)


class Asked(NamedTuple):
    """A paper to bring: how many, when it is wanted, and what the state already has of it."""

    name: str
    copies: str
    when: str
    form: str
    known: known.Known | None


def papers(case: Case) -> list[tuple[str, list[Asked]]]:
    """The papers under their headings: always wanted, wanted in some cases, and those of which the source is silent."""
    headings = {
        "yes": _("Luôn cần"),
        "depends": _("Chỉ cần trong trường hợp ghi bên dưới"),
        "no": _("Có thì nộp, không bắt buộc"),
        "unknown": _("Văn bản công bố không ghi rõ có bắt buộc hay không: hỏi nơi tiếp nhận trước khi chuẩn bị"),
    }
    found = {key: [_paper(one) for one in case.papers if one.required == key] for key in headings}
    return [(headings[key], some) for key, some in found.items() if some]


def _paper(one: Paper) -> Asked:
    when = one.when[:1].upper() + one.when[1:]
    return Asked(one.name, _count(one), when, one.form, known.known(one.name))


def _count(one: Paper) -> str:
    counted = [_("%(n)s bản chính", n=number(one.originals))] if one.originals else []
    counted += [_("%(n)s bản sao", n=number(one.copies))] if one.copies else []
    if one.presented:
        return _("Xuất trình để đối chiếu, không phải nộp")
    return ", ".join(counted)
