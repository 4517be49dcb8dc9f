"""What the counter takes down about one procedure: fields, papers and files read from the form, and shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, QueryDict

from thongsuot.areas.dossiers import receiving_for
from thongsuot.areas.dossiers.intake import AT_A_POINT, Application
from thongsuot.areas.dossiers.reusing import Found
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.making import Paper
from thongsuot.register import unit_search, units
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.desk import scanning
from thongsuot.web.desk.forms import Fault
from thongsuot.web.eform import handing
from thongsuot.web.eform.handing import Handed
from thongsuot.web.entrance import today
from thongsuot.web.speech import say as _

NOT_IN_FORM = ("present", scanning.DROP, "_receive", "_review", "_key", "_stored", "csrfmiddlewaretoken")
MOST_FOUND = 12


@dataclass(frozen=True)
class Taken:
    """What was taken down: the application as far as it could be read, files kept, faults, places to choose from."""

    application: Application
    papers: tuple[Paper, ...] = ()
    faults: tuple[Fault, ...] = ()
    elsewhere: str = ""
    found: tuple[tuple[str, str], ...] = ()
    counts: Mapping[str, tuple[str, str, bool]] = field(default_factory=dict)
    handed: Handed | None = None
    offered: Found | None = None

    @property
    def own_papers(self) -> tuple[Paper, ...]:
        """The files of this intake, without those that its filled form brings."""
        return tuple(paper for paper in self.papers if paper.origin != "reuse" or paper.facts.source)


def blank(published: ProcedureView, case_key: str, office: Office) -> Taken:
    """An empty form: at the officer's own commune, in the procedure's first case unless another is chosen."""
    keys = [case.key for case in published.definition.cases]
    case = case_key if case_key in keys else keys[0]
    return Taken(Application(published.code, case, office.unit_code if office.tier == 3 else "", ""))


def begun(blank: Taken, handed: Handed | None) -> Taken:
    """An intake begun from a filled form: its applicant stands in the fields already."""
    return replace(blank, application=handing.begun(blank.application, handed), handed=handed)


def with_form(taken: Taken, handed: Handed | None) -> Taken:
    """What was taken down together with a filled form: its answers, and the papers taken over from earlier dossiers."""
    if handed is None:
        return taken
    again = tuple(paper for paper, _code in handed.papers)
    chosen = taken.application.reused_papers
    application = handing.filed(taken.application, handed)
    application = replace(application, reused_papers=(*chosen, *application.reused_papers))
    return replace(taken, application=application, papers=(*taken.papers, *again), handed=handed)


def read(request: HttpRequest, published: ProcedureView, office: Office, actor: Actor) -> Taken:
    """The form as it was sent. Files are stored at once, so that a fault elsewhere does not ask for them again."""
    posted = request.POST
    start = blank(published, posted.get("case", ""), office)
    counts, wanted, faults = _counts(posted, published, start.application.case_key)
    code, found, place_faults = _place(posted)
    sets, units_paid, number_faults = _numbers(posted)
    case = published.definition.case(start.application.case_key)
    given = posted.get("number", "").replace(" ", "")[:20]
    stored, file_faults = scanning.read(request, case.papers, actor, given, published.code)
    application = replace(
        start.application,
        place_code=code,
        kind=posted.get("kind", "citizen"),
        delivery=posted.get("delivery", "counter"),
        return_to=posted.get("return_to", "").replace("\x00", "")[:60],
        sets=sets,
        units=units_paid,
        papers=wanted,
        reused_papers=tuple((one.component, one.facts.source_of) for one in stored if one.origin == "reuse"),
        name=posted.get("name", ""),
        number=posted.get("number", ""),
        phone=posted.get("phone", ""),
        email=posted.get("email", ""),
        address=posted.get("address", ""),
        representative=posted.get("representative", ""),
        content=posted.get("content", ""),
        note=posted.get("note", ""),
        special_place=bool(posted.get("special_place")),
        limit_days=_days(posted.get("limit_days", "")),
        limit_reason=posted.get("limit_reason", ""),
    )
    if application.delivery in AT_A_POINT and receiving_for.point(application.return_to, today()) is None:
        faults.append(("return_to", _("Chọn điểm phục vụ mà người nộp muốn đến nhận kết quả.")))
    all_faults = (*place_faults, *number_faults, *faults, *file_faults)
    offered = scanning.offers(posted, actor, given)
    return Taken(application, stored, all_faults, posted.get("elsewhere", ""), found, counts, offered=offered)


def faulted(taken: Taken, faults: Sequence[Fault]) -> Taken:
    return replace(taken, faults=(*taken.faults, *faults))


def _counts(
    posted: QueryDict, published: ProcedureView, case_key: str
) -> tuple[dict[str, tuple[str, str, bool]], dict[str, tuple[int, int]], list[Fault]]:
    shown, wanted, faults = {}, {}, list[Fault]()
    for paper in published.definition.case(case_key).papers:
        originals, copies = posted.get(f"chinh-{paper.key}", "0"), posted.get(f"sao-{paper.key}", "0")
        handed = f"co-{paper.key}" in posted
        shown[paper.key] = (originals, copies, handed)
        if not handed:
            continue
        if not (_small(originals) and _small(copies)):
            faults.append(
                (f"chinh-{paper.key}", _("Số bản của “%(paper)s” phải là số từ 0 đến 999.") % {"paper": paper.name})
            )
            continue
        wanted[paper.key] = (int(originals or 0), int(copies or 0))
        if not sum(wanted[paper.key]):
            faults.append(
                (f"chinh-{paper.key}", _("Nhập số bản của “%(paper)s”, hoặc bỏ đánh dấu.") % {"paper": paper.name})
            )
    return shown, wanted, faults


def _days(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 3 else None


def _small(text: str) -> bool:
    return text == "" or (text.isdecimal() and len(text) <= 3)


def _numbers(posted: QueryDict) -> tuple[int, int, list[Fault]]:
    faults = []
    sets, units_paid = posted.get("sets", "1") or "1", posted.get("units", "1") or "1"
    if not (sets.isdecimal() and len(sets) == 1 and 1 <= int(sets) <= 5):
        faults.append(("sets", _("Số bộ hồ sơ phải từ 1 đến 5.")))
        sets = "1"
    if not (units_paid.isdecimal() and len(units_paid) <= 5):
        faults.append(("units", _("Số lượng tính phí phải là số, ví dụ 2.")))
        units_paid = "1"
    return int(sets), int(units_paid), faults


def _place(posted: QueryDict) -> tuple[str, tuple[tuple[str, str], ...], list[Fault]]:
    """The commune's code: chosen from the list, or found by what was typed, an old name included."""
    typed = " ".join(posted.get("elsewhere", "").replace("\x00", " ").split())[:150]
    if chosen := _code(posted, "found"):
        return chosen, ((chosen, _unit_name(chosen)),), []
    if not typed:
        return _code(posted, "place_code"), (), []
    found = [(one.unit.code, _found_words(one)) for one in unit_search.find(typed, today()) if one.unit.tier == 3]
    distinct = dict(reversed(found))
    if len(distinct) == 1:
        return next(iter(distinct)), tuple(distinct.items()), []
    if not found:
        return (
            "",
            (),
            [
                (
                    "elsewhere",
                    _("Không có xã, phường nào tên như vậy. Thử tên cũ hoặc thêm tên tỉnh, ví dụ “Trúc Bạch, Hà Nội”."),
                )
            ],
        )
    return "", tuple(distinct.items())[:MOST_FOUND], [("found", _("Có nhiều nơi tên như vậy. Chọn một nơi."))]


def _code(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").replace("\x00", "")[:5]


def _found_words(one: unit_search.Found) -> str:
    words = f"{one.unit.name}, {one.province}"
    return f"{words} ({one.how})" if one.how else words


def _unit_name(code: str) -> str:
    try:
        return units.unit(code, today()).name
    except LookupError:
        return code


def hidden(request: HttpRequest, papers: Sequence[Paper]) -> list[tuple[str, str]]:
    """Everything typed, for the check page to carry; files as sealed words."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_IN_FORM
        for value in values
        if isinstance(value, str)
    ]
    return [*typed, *(("_stored", words) for _name, words in scanning.sealed(papers))]
