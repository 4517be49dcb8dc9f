"""Procedures: the typed definition of a version, loading our ten, finding one by code and day or by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from thongsuot.register.catalogue.definitions import (
    Case,
    Channel,
    Confirmation,
    Definition,
    Dong,
    Fee,
    Limit,
    Paper,
    PlaceLimit,
    ProcedureFile,
    Receiving,
    Result,
    UnknownCase,
)
from thongsuot.register.folding import fold
from thongsuot.register.memory import Remembered

__all__ = [
    "Case", "Channel", "Confirmation", "Definition", "Dong", "Fee", "Limit", "Paper", "PlaceLimit", "ProcedureFile",
    "ProcedureView", "Receiving", "Result", "UnknownCase", "confirm_procedure", "files", "forget", "in_force",
    "load_procedures", "procedure", "search", "switched_on", "version", "versions",
]  # fmt: skip

DATA = Path(__file__).parent / "data" / "procedures"
MOST_FOUND = 100


@dataclass(frozen=True)
class ProcedureView:
    """One version of a procedure. Its definition is read when first asked for: a list of thousands needs none."""

    id: int
    code: str
    authority: str
    version: int
    title: str
    field: str
    sector: str
    tier: int
    decision: str
    non_territorial: bool
    online: str
    verified: bool
    folded: str
    valid_from: date
    valid_to: date | None
    legal_basis: str
    origin: str
    receiving: Receiving

    @property
    def definition(self) -> Definition:
        return _definition(self.id)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_FIELDS = tuple(name for name in ProcedureView.__dataclass_fields__ if name != "receiving")


@lru_cache(maxsize=512)
def _definition(id: int) -> Definition:
    from thongsuot.register.models import Procedure

    return Definition.model_validate(Procedure.objects.values_list("definition", flat=True).get(pk=id))


def _read() -> dict[str, list[ProcedureView]]:
    from thongsuot.register.models import Procedure

    versions: dict[str, list[ProcedureView]] = {}
    rows = Procedure.objects.order_by("code", "-valid_from", "authority").values_list(*_FIELDS, "definition__receiving")
    for *row, receiving in rows:
        view = ProcedureView(**dict(zip(_FIELDS, row, strict=True)), receiving=Receiving.model_validate(receiving))
        versions.setdefault(view.code, []).append(view)
    return versions


# Every version by code, newest first.
_versions = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of procedures."""
    _versions.forget()
    _definition.cache_clear()


def versions() -> dict[str, list[ProcedureView]]:
    """Every version by code, newest first: the same object until this process reads the catalogue anew."""
    return _versions.get()


def files() -> list[ProcedureFile]:
    """Our own procedures, in the order of their codes. Raises pydantic's ValidationError for a faulty file."""
    return [ProcedureFile.model_validate_json(path.read_bytes()) for path in sorted(DATA.glob("*.json"))]


def load_procedures() -> int:
    """Write the versions of our files that the database does not have yet; how many rows were written.

    A changed file is a new version from its own day on, and the one before ends there: a published version never
    changes. Raises ValueError for a change that keeps the day of the version before.
    """
    with transaction.atomic():
        written = sum(_load(file) for file in files())
    forget()
    return written


def _load(file: ProcedureFile) -> int:
    from thongsuot.register.models import Procedure

    newest = (
        Procedure.objects.select_for_update()
        .filter(code=file.code, authority=file.authority)
        .order_by("-version")
        .first()
    )
    definition = file.definition.model_dump(mode="json", exclude_defaults=True)
    if newest is not None:
        published = {key: value for key, value in newest.definition.items() if key != "confirmation"}
        if (newest.title, newest.decision, newest.legal_basis, published) == (
            file.title,
            file.decision,
            file.legal_basis,
            definition,
        ):
            return 0
        if file.valid_from <= newest.valid_from:
            raise ValueError(
                f"Thủ tục {file.code} đã thay đổi nhưng vẫn ghi hiệu lực từ {file.valid_from:%d/%m/%Y}; "
                "phiên bản mới phải có ngày hiệu lực sau phiên bản trước."
            )
        Procedure.objects.filter(pk=newest.pk).update(valid_to=file.valid_from)
    Procedure.objects.create(
        **{name: getattr(file, name) for name in ProcedureFile.model_fields if name != "definition"},
        definition=definition,
        version=newest.version + 1 if newest else 1,
        folded=fold(f"{file.title} {file.field}"),
        recorded_on=timezone.localdate(),
    )
    return 1


def procedure(code: str, day: date, authority: str | None = None) -> ProcedureView | None:
    """The version that holds on a day, of one authority or, without it, of the ministry before a province."""
    holding = [
        view
        for view in _versions.get().get(code.strip(), ())
        if view.holds_on(day) and authority in (None, view.authority)
    ]
    return min(holding, key=lambda view: (not view.authority.startswith("bo."), view.authority), default=None)


def version(code: str, authority: str, number: int) -> ProcedureView | None:
    """One version by its number, whatever the day: what a received dossier stays with."""
    for view in _versions.get().get(code, ()):
        if (view.authority, view.version) == (authority, number):
            return view
    return None


def in_force(day: date, tier: int | None = None) -> list[ProcedureView]:
    """The procedures that hold on a day, by field and title."""
    views = (view for versions in _versions.get().values() for view in versions)
    found = (view for view in views if view.holds_on(day) and tier in (None, view.tier))
    return sorted(found, key=lambda view: (view.field, view.title))


def switched_on(day: date, tier: int | None = None) -> list[ProcedureView]:
    """The procedures that dossiers can be received under: those that a named officer confirmed.

    The demonstration receives under all of them; its screens mark each as *chưa xác minh*.
    """
    return [view for view in in_force(day, tier) if view.verified or settings.DEMO]


def confirm_procedure(code: str, authority: str, number: int, confirmation: Confirmation) -> None:
    """Record that a named officer checked a version against its decision. Raises LookupError for an unknown one."""
    from thongsuot.register.models import Procedure

    with transaction.atomic():
        try:
            row = Procedure.objects.select_for_update().get(code=code, authority=authority, version=number)
        except Procedure.DoesNotExist as error:
            raise LookupError(f"Không có phiên bản {number} của thủ tục {code}.") from error
        row.verified = True
        row.definition = {**row.definition, "confirmation": confirmation.model_dump(mode="json")}
        row.save(update_fields=["verified", "definition"])
    forget()


def search(text: str, day: date, tier: int | None = None) -> list[ProcedureView]:
    """Procedures as people type them, nearest first. No text finds all, by field and title."""
    from thongsuot.register.search import find

    if not text.strip():
        return in_force(day, tier)
    return [hit.procedure for hit in find(text, day, tier=tier, limit=MOST_FOUND)]
