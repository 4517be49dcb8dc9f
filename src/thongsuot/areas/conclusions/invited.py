"""Meetings as those read them who are invited: agenda, documents, then the notice; no minutes, nothing to do here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from thongsuot.engine import access, reading, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.engine.reading import CasePage
from thongsuot.register import bodies, body_search

MOST = 100
# Whom each way to invite means, the lowest tier last; a province invites inside itself, its departments too.
_MINISTRIES = "b.tier = 0"
_PROVINCES = f"({_MINISTRIES} OR b.kind = 'ubnd_tinh')"
_EVERYWHERE = f"({_PROVINCES} OR b.kind = 'ubnd_xa' OR b.tier = 1 AND b.parent_id = c.competent_body)"
_INVITED = f"""c.kind = 'meeting' AND b.key = ANY(%(houses)s) AND c.competent_body <> b.key AND (
  c.facts -> 'invited' ? b.key OR (c.province_code = '' OR c.province_code = b.province_code) AND
  CASE c.facts ->> 'who' WHEN 'every_ministry' THEN {_MINISTRIES} WHEN 'every_province' THEN {_PROVINCES}
    WHEN 'every_commune' THEN {_EVERYWHERE} ELSE false END)"""

_LISTED = f"""
SELECT DISTINCT c.id, coalesce(c.code, ''), c.title, c.step, c.facts::text, c.competent_body,
  coalesce(c.facts ->> 'begins', '') AS begins FROM engine_case c, register_body b WHERE {_INVITED}
ORDER BY begins DESC, c.id LIMIT {MOST}
"""  # noqa: S608  (constants of this module)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting to which one's house is invited, as a list tells it."""

    id: UUID
    code: str
    title: str
    step: str
    facts: Mapping[str, Any]
    body: str


def keys_of(names: Sequence[str], day: date, near: str) -> list[str]:
    """The bodies that the invited names mean without doubt; who is in no register is invited by name alone."""
    found = [body_search.find(name, day, near) for name in names]
    return list(dict.fromkeys(one[0].key for one in found if len(one) == 1))


def listed(actor: Actor) -> tuple[Meeting, ...]:
    """The last hundred meetings to which the houses of this actor's posts are invited, the newest first."""
    rows = sql.run(_LISTED, _parameters(actor))
    return tuple(
        Meeting(id, code, title, step, json.loads(facts), bodies.name_of(body))
        for id, code, title, step, facts, body, _begins in rows
    )


def page(actor: Actor, id: UUID) -> CasePage:
    """A meeting, whole, for who is invited to it. Raises NotFound for everybody else."""
    rows = sql.run(
        f"SELECT 1 FROM engine_case c, register_body b WHERE c.id = %(id)s AND {_INVITED} LIMIT 1",  # noqa: S608
        {"id": id, **_parameters(actor)},
    )
    if not rows:
        raise NotFound
    return reading.story(id)


def _parameters(actor: Actor) -> dict[str, Any]:
    posts = [one for one in actor.offices if one.roles & (access.WORKING | access.OVERSEEING)]
    return {"houses": list(dict.fromkeys(one.house for one in posts))}
