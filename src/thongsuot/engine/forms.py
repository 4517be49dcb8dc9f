"""Electronic forms as data: sections of typed fields with conditions, checks and sources, frozen and versioned.

A definition never carries code: conditions and checks are typed rows, and what is unknown in them is an error
at publishing. A published version never changes; a dossier stays with the version that it was filled under.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Setting

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}(\.[a-z_]{1,20})?$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Aside = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
MOST_ROWS = 50


class Kind(StrEnum):
    """What a field holds, and so how it is asked, read, shown and printed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    ORGANISATION = "organisation"
    TAX_CODE = "tax_code"
    FILE = "file"


class Part(StrEnum):
    """One value of a person or an organisation."""

    NAME = "name"
    SEX = "sex"
    BIRTH = "birth"
    NUMBER = "number"
    DOCUMENT = "document"
    NATIONALITY = "nationality"
    ETHNICITY = "ethnicity"
    RESIDENCE = "residence"
    HOMETOWN = "hometown"
    TAX_CODE = "tax_code"


PART_LABELS: dict[Part, str] = {
    Part.NAME: "Họ, chữ đệm, tên",
    Part.SEX: "Giới tính",
    Part.BIRTH: "Ngày, tháng, năm sinh",
    Part.NUMBER: "Số định danh cá nhân",
    Part.DOCUMENT: "Giấy tờ tùy thân",
    Part.NATIONALITY: "Quốc tịch",
    Part.ETHNICITY: "Dân tộc",
    Part.RESIDENCE: "Nơi cư trú",
    Part.HOMETOWN: "Quê quán",
    Part.TAX_CODE: "Mã số thuế",
}
PART_KINDS: dict[Part, Kind] = {
    Part.BIRTH: Kind.PARTIAL_DATE,
    Part.RESIDENCE: Kind.ADDRESS,
    Part.HOMETOWN: Kind.ADDRESS,
    Part.SEX: Kind.CHOICE,
    Part.TAX_CODE: Kind.TAX_CODE,
}
SEXES = (("male", "Nam"), ("female", "Nữ"))


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True)


class Equals(Frozen):
    op: Literal["equals"]
    field: Path
    value: str | bool | int


class OneOf(Frozen):
    op: Literal["one_of"]
    field: Path
    values: tuple[str, ...] = Setting(min_length=1)


class Filled(Frozen):
    op: Literal["filled"]
    field: Path


class AgeAtLeast(Frozen):
    """At least so many full years old, today or on the day that another field names."""

    op: Literal["age_at_least"]
    field: Path
    years: int = Setting(ge=0, le=150)
    on: Path | None = None


class Not(Frozen):
    op: Literal["not"]
    of: Condition


class All(Frozen):
    op: Literal["all"]
    of: tuple[Condition, ...] = Setting(min_length=1)


class AnyOf(Frozen):
    op: Literal["any"]
    of: tuple[Condition, ...] = Setting(min_length=1)


Condition = Annotated[Equals | OneOf | Filled | AgeAtLeast | Not | All | AnyOf, Setting(discriminator="op")]


class _Check(Frozen):
    """A rule across fields; `sentence` says in Vietnamese what to do, `at` is the field that it is shown at."""

    sentence: Words
    at: Path | None = None
    when: Condition | None = None


class Before(_Check):
    """The first day comes before the second (or is the same, with `or_equal`); a day known in part only surely."""

    op: Literal["before"]
    first: Path
    second: Path
    or_equal: bool = True


class AtLeastOne(_Check):
    op: Literal["at_least_one"]
    fields: tuple[Path, ...] = Setting(min_length=2)


class SumEquals(_Check):
    """The terms add up to the total; a term in a repeated section counts every row."""

    op: Literal["sum_equals"]
    terms: tuple[Path, ...] = Setting(min_length=1)
    total: Path


class Age(_Check):
    """Full years between a birth and today, or the day in `on`. Of a birth known by its year, 1 January counts."""

    op: Literal["age"]
    field: Path
    at_least: int | None = Setting(default=None, ge=0, le=150)
    at_most: int | None = Setting(default=None, ge=0, le=150)
    on: Path | None = None


class DistinctPersons(_Check):
    """No person stands in two of these fields: by personal number, else by name and birth."""

    op: Literal["distinct_persons"]
    fields: tuple[Path, ...] = Setting(min_length=2)


class Must(_Check):
    """A condition that the answers have to meet: a consent that must be given."""

    op: Literal["must"]
    of: Condition


Check = Annotated[Before | AtLeastOne | SumEquals | Age | DistinctPersons | Must, Setting(discriminator="op")]


class Source(Frozen):
    """Where a field's value may be known from: `identity`, an `earlier` form or paper, or a `port`.

    `of` is the value's name there: `person` of the identity, `khai-sinh.child` of an earlier form,
    `population.person` of a port.
    """

    origin: Literal["identity", "earlier", "port"] = Setting(alias="from")
    of: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,80}$")]

    def __str__(self) -> str:
        return f"{self.origin}:{self.of}"


class Choice(Frozen):
    value: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]
    label: Words


class Field(Frozen):
    """One question. `asks` are the parts asked of a person, `needs` those that must be answered when it is.

    `past` and `future` bound days by today; `historic` keeps an address as it was called on its day, otherwise
    an old commune leads to today's; `abroad` allows an address outside the country.
    """

    key: Key
    label: Words
    kind: Kind
    required: bool = True
    help: Aside = ""
    when: Condition | None = None
    choices: tuple[Choice, ...] = ()
    asks: tuple[Part, ...] = ()
    needs: tuple[Part, ...] = ()
    longest: int = Setting(default=300, ge=1, le=20_000)
    least: float | None = None
    most: float | None = None
    decimals: int = Setting(default=0, ge=0, le=4)
    unit: Aside = ""
    past: bool = False
    future: bool = False
    historic: bool = False
    abroad: bool = False
    personal: bool = True
    prefill: tuple[Source, ...] = ()

    @cached_property
    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((choice.value, choice.label) for choice in self.choices)


class Repeat(Frozen):
    """How many rows a section may have; `noun` names one: “thành viên”."""

    least: int = Setting(default=0, ge=0, le=MOST_ROWS)
    most: int = Setting(default=10, ge=1, le=MOST_ROWS)
    noun: Words


class Section(Frozen):
    """Questions that stand on one page. The values of a repeated one are a list of rows under its key."""

    key: Key
    title: Words
    help: Aside = ""
    when: Condition | None = None
    repeat: Repeat | None = None
    fields: tuple[Field, ...] = Setting(min_length=1)


class Print(Frozen):
    """What the printed declaration says around the answers. Source in law stands in the form's `source`."""

    number: Aside = ""
    heading: Words
    opening: Aside = ""
    closing: Aside = ""
    signer: Words = "Người yêu cầu"


class Form(Frozen):
    """One version of a form. `result` names the result document that is made from its values."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    version: int = Setting(ge=1)
    title: Words
    procedures: tuple[Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")], ...] = ()
    legal_basis: Words
    source: Words
    verified: bool = False
    printed: Print
    result: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,60}$")] = ""
    sections: tuple[Section, ...] = Setting(min_length=1)
    checks: tuple[Check, ...] = ()

    @property
    def pin(self) -> str:
        return f"{self.key}@{self.version}"

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.key: field for section in self.sections for field in section.fields}

    @cached_property
    def rows_of(self) -> dict[str, str]:
        """The key of a field in a repeated section → the section's key."""
        return {field.key: one.key for one in self.sections if one.repeat for field in one.fields}

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What other modules work out once of this version (the plan of its validation)."""
        return {}


for _model in (Not, All, AnyOf, Before, AtLeastOne, SumEquals, Age, DistinctPersons, Must, Field, Section, Form):
    _model.model_rebuild()
