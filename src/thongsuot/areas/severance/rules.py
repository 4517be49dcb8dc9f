"""What somebody who leaves is owed: a pure function of dates, salary and insured years, exact until its one rounding.

Source: NĐ 178/2024/NĐ-CP as amended by NĐ 67/2025/NĐ-CP; the coefficients are data (`formulas.json`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from thongsuot.areas.severance import formulas
from thongsuot.areas.severance.formulas import Formula, NoFormula
from thongsuot.register import formatting

RETIRE, OFFICIAL, EMPLOYEE = "retire", "official", "employee"
YOUNGEST, OLDEST, BEGINS = 50, 67, 15
"""Between which ages one retires and at which one may begin to work: bounds that catch what was mistyped."""


class NotOwed(ValueError):
    """The policy does not hold for these facts, or they cannot be right; `field` is the one to look at."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Facts:
    """What the sum follows from. `salary` is that of the month before leaving, in đồng, `insured` counts whole months
    of compulsory insurance. `retiring` is the day on which the person would have reached the age."""

    leaving: str
    salary: int
    born: date
    left: date
    retiring: date
    reorganised: date
    insured: int


@dataclass(frozen=True)
class Part:
    label: str
    factor: Fraction


@dataclass(frozen=True)
class Owed:
    """The parts as multiples of the salary; the total is rounded once, halves up, to whole đồng."""

    parts: tuple[Part, ...]
    salary: int
    version: str

    @property
    def factor(self) -> Fraction:
        return sum((part.factor for part in self.parts), Fraction(0))

    @property
    def total(self) -> int:
        return int(self.factor * self.salary + Fraction(1, 2))


def months_between(first: date, last: date) -> int:
    """Whole months from a day to a later one; 0 when it is not later."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)


def half_years(months: int) -> Fraction:
    """Months as years: one to six months more count half a year, more than six a whole one."""
    years, rest = divmod(months, 12)
    return years + (Fraction(1, 2) if 0 < rest <= 6 else Fraction(rest > 6))


def shown(number: Fraction) -> str:
    """A multiple as people write it: 48; 22,5; 11,75."""
    for decimals in (0, 1):
        if (number * 10**decimals).denominator == 1:
            return formatting.number(float(number), decimals)
    return formatting.number(float(number), 2)


def owed(facts: Facts) -> Owed:
    """What is owed. Raises NotOwed."""
    _believable(facts)
    try:
        formula = formulas.on(facts.left)
    except NoFormula:
        raise NotOwed("left", "Chưa có công thức cho ngày nghỉ này. Kiểm tra lại ngày nghỉ.") from None
    parts = _retirement(facts, formula) if facts.leaving == RETIRE else _resignation(facts, formula)
    return Owed(tuple(part for part in parts if part.factor), facts.salary, formula.version)


def in_first_year(facts: Facts) -> bool:
    """Whether one leaves in the first twelve months after the unit's reorganisation (how they count: not verified)."""
    return months_between(facts.reorganised, facts.left) < 12


def _believable(facts: Facts) -> None:
    """Raise NotOwed for what cannot be: two columns typed into one, an age two years off, more insurance than life."""
    age = months_between(facts.born, facts.retiring)
    if not YOUNGEST * 12 <= age <= OLDEST * 12:
        raise NotOwed("retiring", f"Ngày đủ tuổi nghỉ hưu ứng với {age // 12} tuổi. Kiểm tra ngày sinh và ngày này.")
    if facts.left < facts.reorganised:
        raise NotOwed("left", "Ngày nghỉ trước ngày sắp xếp có hiệu lực. Kiểm tra lại hai ngày.")
    if facts.retiring <= facts.left:
        raise NotOwed("retiring", "Đến ngày nghỉ đã đủ tuổi nghỉ hưu: không thuộc chính sách này.")
    if facts.insured > months_between(facts.born, facts.left) - BEGINS * 12:
        raise NotOwed("insured_years", "Số năm đóng bảo hiểm nhiều hơn số năm có thể làm việc. Kiểm tra lại.")


def _retirement(facts: Facts, formula: Formula) -> Iterator[Part]:
    months = months_between(facts.left, facts.retiring)
    band = next((one for one in formula.retire if months <= one.to_months), None)
    if band is None:
        raise NotOwed("retiring", f"Còn {months} tháng mới đủ tuổi: ngoài mức nghỉ hưu trước tuổi của chính sách.")
    paid = formula.most_months if band.capped else min(months, formula.most_months)
    yield Part(f"{paid} tháng nghỉ sớm", (band.early if in_first_year(facts) else band.later) * paid)
    early = half_years(months)
    yield Part(f"{shown(early)} năm nghỉ sớm", band.year * early)
    if band.insured:
        yield _insured(facts, formula)


def _insured(facts: Facts, formula: Formula) -> Part:
    years = half_years(facts.insured)
    if years < formula.insured_years:
        raise NotOwed(
            "insured_years",
            f"Chưa đủ {formula.insured_years} năm đóng bảo hiểm: mức cho trường hợp này chưa xác minh, chưa tính được.",
        )
    further = formula.insured_further * (years - formula.insured_years)
    return Part(f"{shown(years)} năm đóng bảo hiểm", formula.insured_first + further)


def _resignation(facts: Facts, formula: Formula) -> Iterator[Part]:
    left = months_between(facts.left, facts.retiring)
    if left < formula.resign_least_months:
        raise NotOwed("retiring", "Thôi việc theo chính sách này phải còn ít nhất 2 năm mới đủ tuổi nghỉ hưu.")
    months = min(formula.most_months, facts.insured, left)
    coefficient = formula.resign_early if in_first_year(facts) else formula.resign_later
    insured = half_years(facts.insured)
    yield Part(f"{months} tháng thôi việc", coefficient * months)
    yield Part(f"{shown(insured)} năm đóng bảo hiểm", formula.resign_year * insured)
    if facts.leaving == OFFICIAL:
        yield Part("tìm việc làm", formula.resign_search)
