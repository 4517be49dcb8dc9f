"""The right body for a dossier that came to another one: found from competence, never typed."""

from __future__ import annotations

from datetime import date

from thongsuot.areas.dossiers import online
from thongsuot.engine.case import Case
from thongsuot.engine.routing import Route, Routing
from thongsuot.register import bodies, competences, units
from thongsuot.register.bodies import BodyView
from thongsuot.register.competences import Competent

BEFORE_RECEIPT = frozenset({"submitted"})
RESULT = "done"
POINTS = frozenset({"pvhcc_xa", "pvhcc_diem", "pvhcc_tinh", "pvhcc_chi_nhanh"})
"""Kinds of bodies that are one-stop counters."""


def route(case: Case, body: str, day: date) -> Route | None:
    """The way to a body, anywhere in the country, that decides on this procedure on that day; None for any other.

    What nobody has received yet goes to that body's own centre. What was received stays with the counter that gave
    the receipt: it hands out the result.
    """
    wanted = bodies.body(body)
    if wanted is None or not wanted.unit_code:
        return None
    if case.step == RESULT:
        return _to_point(case, wanted, day)
    place = wanted.unit_code if wanted.tier == 3 else case.place_code
    found = next((one for one in _deciding(case, place, day) if one.body.key == body), None)
    if found is None:
        return None
    receiving = case.receiving_body
    if case.step in BEFORE_RECEIPT:
        centre = online.centre_of(found, day)
        if centre is None:
            return None
        receiving = centre.key
    executing = found.executing_body.key if found.executing_body else found.body.key
    note = "" if found.verified else " (chưa xác minh)"
    return Route(receiving, executing, found.body.key, f"{found.provision}{note}", found.place_code)


def _to_point(case: Case, point: BodyView, day: date) -> Route | None:
    """The way of a result to the counter where it is handed out; everything else about the dossier stays."""
    if point.kind not in POINTS or point.key == case.receiving_body or not point.stands_on(day):
        return None
    return Route(
        case.receiving_body, case.executing_body, case.competent_body, case.competence, case.place_code, point.key
    )


def _points(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """Counters that may hand out: the one that took it in first, then those of the province."""
    centres = (bodies.centre_for(one.code, day) for one in units.communes(case.province_code, day))
    city = bodies.of_kind("pvhcc_tinh", case.province_code, day)
    taken = bodies.body(case.supporting_body) if case.supporting_body else None
    found = {one.key: one for one in (taken, city, *centres) if one is not None and _to_point(case, one, day)}
    return tuple((one.key, one.name) for one in found.values())


def offered(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """The bodies of the province, and those above it at the dossier's own place, that decide on its procedure."""
    if case.step == RESULT:
        return _points(case, day)
    places = [case.place_code, *(one.code for one in units.communes(case.province_code, day))]
    found = {one.body.key: one.body for place in places for one in _deciding(case, place, day)}
    found.pop(case.competent_body, None)
    named = sorted(found.values(), key=lambda one: (one.tier, one.name))
    return tuple((one.key, one.name) for one in named if route(case, one.key, day))


def _deciding(case: Case, place: str, day: date) -> list[Competent]:
    return competences.competent(case.procedure_code, competences.DECIDE, place, day)


ROUTING = Routing(to=route, offered=offered)
