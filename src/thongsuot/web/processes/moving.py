"""Moving dossiers under way to another version of their process: which, what differs, step for step, and a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import registry, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.internal import difference, moving, store, under_way
from thongsuot.engine.internal.definition import Internal
from thongsuot.engine.internal.difference import Difference
from thongsuot.engine.internal.store import Published
from thongsuot.engine.internal.under_way import Standing
from thongsuot.engine.internal.weaving import named_by
from thongsuot.engine.process import Process, State
from thongsuot.register import bodies
from thongsuot.web.desk import keys
from thongsuot.web.desk.batches import Outcome, Picked, report, ticked, tried
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, day, number, url
from thongsuot.web.pages import page
from thongsuot.web.processes import choosing, showing
from thongsuot.web.processes.choosing import KIND, MOVERS, Chosen
from thongsuot.web.speech import say as _

DEFAULT = "mac-dinh"


@dataclass(frozen=True)
class Target:
    """A version to which dossiers may be moved. `key` names it in addresses; `published` is None for the default."""

    key: str
    label: str
    published: Published | None

    def pin(self) -> str:
        return store.pin_of(self.published) if self.published else store.area_path(KIND)[0].pin


@dataclass(frozen=True)
class Group:
    """The dossiers that stand on one step of one version, and where they go.

    `there` is the step's counterpart where it is plain; otherwise one of `choices` has to be chosen under `field`.
    """

    process: str
    step: str
    version: str
    label: str
    cases: tuple[Standing, ...]
    there: State | None
    choices: tuple[tuple[str, str], ...]
    found: tuple[Difference, ...]

    @property
    def field(self) -> str:
        return f"buoc|{self.process}|{self.step}"

    def goes_to(self, chosen: Mapping[str, str]) -> str:
        """The label of the step that these dossiers come to stand on; empty while none is chosen."""
        if self.there is not None:
            return _(self.there.label)
        return dict(self.choices).get(chosen.get(self.field, ""), "")


@used_by(MOVERS, "GET", "POST")
def move_cases(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Choose the version and the dossiers; sent, a page to confirm; confirmed, a report of every dossier."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = choosing.chosen(code, choosing.place_of(actor, asked.get("noi")), today())
    targets = targets_of(chosen)
    target = next((one for one in targets if one.key == asked.get("den")), targets[0])
    about = _Page(request, actor, chosen, targets, target, registry.process_of(target.pin()), asked.get("ho-so", ""))
    picked = ticked(request)
    if request.method != "POST":
        return about.choose([])
    if not picked:
        return about.choose([("", _("Đánh dấu ít nhất một hồ sơ."))])
    groups, _total = about.groups([one.id for one in picked])
    if faults := _unchosen(groups, request.POST):
        return about.choose(faults)
    if not request.POST.get("_send"):
        return about.confirm(picked, groups)
    outcomes = _moved(request, actor, picked, groups, about.process)
    return report(request, actor, outcomes, about.title, *about.back, "processes")


def _only(id: str) -> list[UUID] | None:
    """The one dossier that the page was opened from."""
    try:
        return [UUID(id)] if id else None
    except ValueError:
        return []


def targets_of(chosen: Chosen) -> list[Target]:
    """The versions that have begun in the place and around it, the one that holds today first, the default last."""
    places = dict.fromkeys((chosen.place, choosing.province(chosen.place, chosen.day), ""))
    found = [
        Target(f"{place or 'vn'}@{one.number}", _version_words(one), one)
        for place in places
        for one in reversed(store.versions(KIND, chosen.view.code, place))
        if one.internal is not None and one.valid_from <= chosen.day
    ]
    found.sort(key=lambda target: target.published is not chosen.published)
    default = Target(DEFAULT, _("Quy trình mặc định của thủ tục"), None)
    return [default, *found] if chosen.published is None else [*found, default]


def _version_words(one: Published) -> str:
    told = {"n": one.number, "place": choosing.name(one.place), "number": one.decision_number}
    return _("Phiên bản %(n)s của %(place)s (%(number)s, từ %(since)s)", **told, since=day(one.valid_from))


def offered(case: Case) -> str:
    """The address of this page for one dossier; empty where its process has no other version."""
    body = bodies.body(case.competent_body)
    if body is None or not case.procedure_code:
        return ""
    places = dict.fromkeys((body.unit_code if body.tier == 3 else "", body.province_code, ""))
    published = any(store.versions(KIND, case.procedure_code, place) for place in places)
    if not published and case.process == store.area_path(KIND)[0].pin:
        return ""
    return showing.address(
        "move", case.procedure_code, next(iter(places)) or body.province_code, **{"ho-so": str(case.id)}
    )


def _groups(chosen: Chosen, standing: Sequence[Standing], target: Process, to: Target) -> list[Group]:
    after = to.published.internal if to.published and to.published.internal else choosing.default(chosen.view)
    made = []
    for pin, on_version in groupby(standing, key=lambda one: one.process):
        version, before = _before(chosen, pin)
        found = tuple(difference.between(before, after))
        for step, cases in groupby(on_version, key=lambda one: one.step):
            here = registry.process_of(pin).state(step)
            alike = moving.alike(here, target)
            there = next((state for state in alike if state.key == step), None)
            choices = () if there else tuple((state.key, _(state.label)) for state in alike)
            made.append(Group(pin, step, version, _(here.label), tuple(cases), there, choices, found))
    return made


def _before(chosen: Chosen, pin: str) -> tuple[str, Internal]:
    """The version that a case is pinned to, in words, and its table of steps."""
    named = named_by(pin)
    if named is not None:
        procedure, place, wanted = named
        for one in store.versions(KIND, procedure, place):
            if one.number == wanted and one.internal is not None:
                return _version_words(one), one.internal
    return _("Quy trình mặc định của thủ tục"), choosing.default(chosen.view)


def _unchosen(groups: Sequence[Group], chosen: Mapping[str, str]) -> list[tuple[str, str]]:
    """A fault for every step whose counterpart has to be chosen and is not; one without any is told in the report."""
    sentence = _("Chọn bước tương ứng với bước “%(step)s”.")
    return [
        (group.field, sentence % {"step": group.label})
        for group in groups
        if group.choices and not group.goes_to(chosen)
    ]


def _moved(
    request: HttpRequest, actor: Actor, picked: Sequence[Picked], groups: Sequence[Group], target: Process
) -> list[Outcome]:
    """Every dossier on its own: one that cannot be moved does not stop the others."""
    key = keys.sent_key(request)
    steps = {
        case.id: request.POST.get(group.field, "") if group.choices else "" for group in groups for case in group.cases
    }
    return [
        tried(
            one,
            lambda one=one: verbs.migrate(
                actor,
                one.id,
                one.version,
                target.pin,
                steps.get(one.id, ""),
                key=keys.key_of_one(key, "migrate", str(one.id)),
            ),
        )
        for one in picked
    ]


@dataclass(frozen=True)
class _Page:
    """The page in its two states, choosing and confirming. `only` is the dossier that it was opened from."""

    request: HttpRequest
    actor: Actor
    chosen: Chosen
    targets: Sequence[Target]
    target: Target
    process: Process
    only: str

    @property
    def title(self) -> str:
        return _("Chuyển hồ sơ sang phiên bản khác của quy trình")

    @property
    def back(self) -> tuple[str, str]:
        own = _only(self.only)
        if own:
            return case_url(own[0]), _("Về hồ sơ")
        return showing.address("show", self.chosen.view.code, self.chosen.place), _("Về quy trình")

    def groups(self, ids: list[UUID] | None) -> tuple[list[Group], int]:
        code, place = self.chosen.view.code, self.chosen.place
        standing, total = under_way.elsewhere(self.actor, KIND, code, place, self.process.pin, ids)
        return _groups(self.chosen, standing, self.process, self.target), total

    def choose(self, faults: Sequence[tuple[str, str]]) -> HttpResponseBase:
        own = _only(self.only)
        groups, total = self.groups(own)
        context = {
            "faults": faults,
            "typed": self.request.POST,
            "ticked": {str(one.id) for one in ticked(self.request)} | {str(one) for one in own or ()},
            "shown": number(sum(len(group.cases) for group in groups)),
            "total": number(total),
            "groups": groups,
            "versions": list({group.process: group for group in groups}.values()),
        }
        return self._page("processes/move.html", context, 422 if faults else 200)

    def confirm(self, picked: Sequence[Picked], groups: Sequence[Group]) -> HttpResponseBase:
        posted = self.request.POST
        again = {"noi": self.chosen.place, "den": self.target.key, "ho-so": self.only}
        context = {
            "picked": picked,
            "count": number(len(picked)),
            "lines": [(group, number(len(group.cases)), group.goes_to(posted)) for group in groups],
            "steps": [(group.field, posted.get(group.field, "")) for group in groups if group.choices],
            "key": uuid7(),
            "again": f"{url('processes:move', self.chosen.view.code)}?{urlencode(again)}",
        }
        return self._page("processes/move_check.html", context, 200)

    def _page(self, template: str, context: Mapping[str, object], status: int) -> HttpResponseBase:
        base = {
            **showing.about(self.chosen),
            "title": self.title,
            "targets": self.targets,
            "target": self.target,
            "kinds": showing.kinds(),
            "only": self.only if _only(self.only) else "",
            "here": url("processes:move", self.chosen.view.code),
            "back": self.back[0],
            "back_label": self.back[1],
        }
        return page(self.request, self.actor, template, {**base, **context}, status)
