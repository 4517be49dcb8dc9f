"""Every route says who may use it, and the server holds it to that: nobody, a stranger, a person without the role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import citizens
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.register import people
from thongsuot.web.doors import ANYONE, CITIZEN, READING, SIGNED_IN

# Routes of machines and of Django itself, which have no officer: each is argued for here.
WITHOUT_A_DOOR = {
    "healthz": "says only that the process answers",
    "readyz": "says only whether the database is ready",
    "metrics": "guarded by address or token; see web.observe",
}
KNOWN = people.ROLES | ANYONE | SIGNED_IN | CITIZEN


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route with its full name, those of Django's admin excepted: it has its own login and permission."""

    def walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                if one.app_name != "admin":
                    yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            else:
                yield f"{space}{one.name}", one

    yield from walk(get_resolver().url_patterns, "")


ROUTES = dict(routes())
DOORS = {name: route.callback for name, route in ROUTES.items() if name not in WITHOUT_A_DOOR}


def address(name: str) -> str:
    from django.urls import reverse

    parts = {
        converter: {"UUIDConverter": str(uuid4()), "IntConverter": 1}.get(type(kind).__name__, "x")
        for converter, kind in ROUTES[name].pattern.converters.items()
    }
    return reverse(name, kwargs=parts)


def test_no_route_is_without_its_declaration() -> None:
    undeclared = [name for name, view in DOORS.items() if not getattr(view, "used_by", None)]

    assert undeclared == []
    assert set(WITHOUT_A_DOOR) <= set(ROUTES), "an exception for a route that is gone"


def test_a_declaration_names_roles_that_exist() -> None:
    assert {name: view.used_by - KNOWN for name, view in DOORS.items() if view.used_by - KNOWN} == {}
    assert READING == WORKING | OVERSEEING


# What a citizen reads before signing in, and how anyone signs in.
OPEN = {
    "desk:login",
    "desk:language",
    *(f"portal:{one}" for one in ("home", "search", "procedure", "place", "large", "track")),
    "portal:sign_in",
    "portal:callback",
    "portal:identity_twin",
    "portal:identity_twin_machine",
    "portal:payment_told",
    "portal:payment_twin",
    "portal:verify",
    "portal:verified",
    "portal:bundles",
    "portal:bundle",
    "notices:screen",
    "inspections:worker",
    "systems:public",
    *(f"visits:{one}" for one in ("kiosk", "screen", "book", "appointment")),
    *(f"petitions:{one}" for one in ("public", "answer", "choose", "send", "grievance", "track")),
    *(f"open311:{one}" for one in ("discovery", "services", "definition", "requests", "request", "token")),
    "receptions:schedule",
    *(f"satisfaction:{one}" for one in ("rate", "kiosk")),
    *(f"communication:{one}" for one in ("news", "feed", "announcement", "paper", "answers", "vote")),
    *(f"communication:{one}" for one in ("practices", "practice")),
}


def test_only_signing_in_the_language_and_the_portals_front_are_open_to_anyone() -> None:
    assert {name for name, view in DOORS.items() if view.used_by is ANYONE} == OPEN


def test_whatever_changes_something_is_not_a_get() -> None:
    changing = {f"desk:{one}" for one in ("logout", "columns", "batch", "claim", "attach", "come_back")}
    changing |= {"eform:discard", "eform:papers", "processes:publish", "catalogue:accept", "catalogue:decide"}
    changing |= {"desk:sign_again", "catalogue:settle", "catalogue:take_list", "catalogue:decide_list"}
    changing |= {"portal:sign_out", "portal:uploads", "portal:payment_told"}
    changing |= {f"portal:{one}" for one in ("renew", "discard", "send", "bundle_resend")}
    changing |= {"systems:me_too", "communication:vote", "communication:adopt", "briefing:sign_again"}
    changing |= {"exchange:replay_all", "exports:take", "money:reconcile"}
    changing |= {"tasks:propose", "tasks:together"}
    changing |= {"keeping:again", "keeping:decide"}
    changing |= {f"portal:{one}" for one in ("own_copy", "own_copy_take", "consent")}

    assert {name for name, view in DOORS.items() if "GET" not in view.methods} == changing


@pytest.mark.django_db
def test_nobody_is_asked_to_sign_in() -> None:
    wrong = {name: said for name, view in DOORS.items() if view.used_by is not ANYONE and (said := _told_nobody(name))}

    assert wrong == {}


def _told_nobody(name: str) -> str:
    """What a route answers to somebody without a session, when it is not what it should be."""
    method = "get" if "GET" in DOORS[name].methods else "post"
    answer = getattr(Client(), method)(address(name))
    asked = "/cong-dan/dang-nhap" if DOORS[name].used_by is CITIZEN else "/dang-nhap"
    if method == "get":
        right = answer.status_code == 302 and answer["Location"].split("?")[0] == asked
    else:
        right = answer.status_code == 401 and b"data-login" in answer.content
    return "" if right else f"{method}: {answer.status_code}"


def test_a_method_that_a_route_does_not_have_is_refused_with_a_sentence(desk: Callable[[str], Any]) -> None:
    lan, wrong = desk("lan"), {}
    for name, view in DOORS.items():
        answer = lan.put(address(name))
        allowed = set(answer.headers.get("Allow", "").split(", "))
        said = "Quay lại trang trước" in answer.content.decode()
        if (answer.status_code, allowed, said) != (405, set(view.methods), True):
            wrong[name] = (answer.status_code, allowed)

    assert wrong == {}


LOGINS = {
    "intake": "lan",
    "specialist": "nam",
    "head": "thu",
    "clerk": "van",
    "chair": "minh",
    "control": "kiemsoat",
    "leader": "lanhdao",
    "admin": "quantri",
}


def test_an_officer_on_a_citizens_page_is_asked_to_sign_in_as_oneself(desk: Callable[[str], Any]) -> None:
    lan, wrong = desk("lan"), {}
    for name, view in DOORS.items():
        if view.used_by is CITIZEN:
            method, status = ("get", 302) if "GET" in view.methods else ("post", 401)
            answer = getattr(lan, method)(address(name))
            if answer.status_code != status:
                wrong[name] = answer.status_code
    assert wrong == {}


def test_a_citizen_enters_no_officers_page(db: None) -> None:
    hanh, wrong = citizens.signed_in(citizens.HANH), {}
    for name, view in DOORS.items():
        if view.used_by not in (ANYONE, CITIZEN):
            method, status = ("get", 302) if "GET" in view.methods else ("post", 401)
            answer = getattr(hanh, method)(address(name))
            if answer.status_code != status:
                wrong[name] = answer.status_code
    assert wrong == {}


def test_a_citizen_enters_the_citizens_pages(db: None) -> None:
    hanh, wrong = citizens.signed_in(citizens.HANH), {}
    for name, view in DOORS.items():
        if view.used_by is CITIZEN and name != "portal:sign_out":
            answer = getattr(hanh, "get" if "GET" in view.methods else "post")(address(name))
            sent_to = answer.headers.get("Location", "")
            if answer.status_code in (401, 403) or answer.status_code >= 500 or "/dang-nhap" in sent_to:
                wrong[name] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", sorted(LOGINS))
def test_a_role_enters_its_routes_and_no_other(role: str, desk: Callable[[str], Any]) -> None:
    officer = desk(LOGINS[role])
    wrong = {}
    for name, view in DOORS.items():
        if name in ("desk:logout", "desk:login"):
            continue
        method = "get" if "GET" in view.methods else "post"
        status = getattr(officer, method)(address(name)).status_code
        # A citizen's page knows no officer: it asks to sign in as oneself.
        may = bool(view.used_by & {role, *ANYONE, *SIGNED_IN, *CITIZEN})
        # A dossier that is not there is 404 for who may ask, 403 for who may not; neither is an error of ours.
        if (status == 403) is may or status >= 500:
            wrong[name] = status
    assert wrong == {}


def test_pages_are_kept_by_no_cache_and_run_nobody_elses_script(desk: Callable[[str], Any]) -> None:
    page = desk("lan").get("/viec")

    assert page["Cache-Control"] == "private, no-store"
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert b"<script>" not in page.content
    assert b" style=" not in page.content
