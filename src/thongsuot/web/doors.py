"""Who may use a route: declared on it by one decorator, and refused with a sentence, nothing lost.

A test walks all routes and fails when one lacks its declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.web import errors, signing_in
from thongsuot.web.portal import asking, trouble

P = ParamSpec("P")
Answer = HttpResponseBase
ANYONE = frozenset({"anyone"})
SIGNED_IN = frozenset({"signed in"})
CITIZEN = frozenset({"citizen"})
READING = WORKING | OVERSEEING
__all__ = [
    "ANYONE",
    "CITIZEN",
    "OVERSEEING",
    "READING",
    "SIGNED_IN",
    "WORKING",
    "Door",
    "for_citizens",
    "open_to_anyone",
    "used_by",
]


class Door(Protocol):
    """A view that says who may use it: role names, or ANYONE, SIGNED_IN or CITIZEN."""

    used_by: frozenset[str]
    methods: frozenset[str]

    def __call__(self, request: HttpRequest, *args: Any, **parts: Any) -> Answer: ...


def open_to_anyone(
    *methods: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], Answer]], Callable[Concatenate[HttpRequest, P], Answer]]:
    """A route without a login."""
    allowed = frozenset(methods or ("GET",))

    def wrap(view: Callable[Concatenate[HttpRequest, P], Answer]) -> Callable[Concatenate[HttpRequest, P], Answer]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **parts: P.kwargs) -> Answer:
            if not _has(allowed, request):
                return errors.wrong_method(request, allowed)
            return view(request, *args, **parts)

        _declare(door, ANYONE, allowed)
        return cast(Callable[Concatenate[HttpRequest, P], Answer], door)

    return wrap


def used_by(
    roles: frozenset[str], *methods: str
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, P], Answer]], Callable[Concatenate[HttpRequest, P], Answer]]:
    """A route for people who carry one of these roles. The view gets the actor; what it raises becomes a page."""
    allowed = frozenset(methods or ("GET",))

    def wrap(
        view: Callable[Concatenate[HttpRequest, Actor, P], Answer],
    ) -> Callable[Concatenate[HttpRequest, P], Answer]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **parts: P.kwargs) -> Answer:
            if not _has(allowed, request):
                return errors.wrong_method(request, allowed)
            actor = signing_in.actor_of(request)
            if actor is None or actor.citizen:
                return signing_in.ask(request)
            if actor.must_change_password and roles is not SIGNED_IN:
                return signing_in.change_first(request)
            if roles is not SIGNED_IN and not roles & actor.roles:
                return errors.not_for_you(request, actor)
            try:
                return view(request, actor, *args, **parts)
            except Refused as refusal:
                return _refused(request, actor, refusal)

        _declare(door, roles, allowed)
        return cast(Callable[Concatenate[HttpRequest, P], Answer], door)

    return wrap


def for_citizens(
    *methods: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, P], Answer]], Callable[Concatenate[HttpRequest, P], Answer]]:
    """A route for somebody who signed in by e-identity: the view gets the actor with `citizen` set.

    Anyone else, an officer too, is asked to sign in as themselves. What the view refuses becomes a page.
    """
    allowed = frozenset(methods or ("GET",))

    def wrap(
        view: Callable[Concatenate[HttpRequest, Actor, P], Answer],
    ) -> Callable[Concatenate[HttpRequest, P], Answer]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **parts: P.kwargs) -> Answer:
            if not _has(allowed, request):
                return trouble.wrong_method(request, allowed)
            actor = signing_in.actor_of(request)
            if actor is None or not actor.citizen:
                return asking.ask(request)
            try:
                return view(request, actor, *args, **parts)
            except Refused as refusal:
                return trouble.refused(request, actor, refusal.sentence, _status(refusal))

        _declare(door, CITIZEN, allowed)
        return cast(Callable[Concatenate[HttpRequest, P], Answer], door)

    return wrap


def _has(allowed: frozenset[str], request: HttpRequest) -> bool:
    return request.method in allowed or (request.method == "HEAD" and "GET" in allowed)


def _declare(door: object, roles: frozenset[str], methods: frozenset[str]) -> None:
    declared = cast(Door, door)
    declared.used_by = roles
    declared.methods = methods


def _refused(request: HttpRequest, actor: Actor, refusal: Refused) -> Answer:
    if isinstance(refusal, NotFound):
        return errors.case_not_found(request, actor, refusal.sentence)
    return errors.refused(request, actor, refusal.sentence, _status(refusal))


def _status(refusal: Refused) -> int:
    if isinstance(refusal, NotFound):
        return 404
    return 403 if isinstance(refusal, NotAllowed) else 409
