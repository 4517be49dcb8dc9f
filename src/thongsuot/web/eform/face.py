"""Whose pages these are: the frame that a form's questions stand in, and where its pages lead."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thongsuot.web.environment import url


@dataclass(frozen=True)
class Face:
    """A door's own way around the same questions: routes by name, each taking the draft's id, and one template.

    `after` is where the last section leads, `tasks` the list of what is left.
    """

    section_route: str
    tasks_route: str
    after_route: str
    template: str

    def section(self, id: UUID, key: str) -> str:
        return url(self.section_route, id, key)

    def tasks(self, id: UUID) -> str:
        return url(self.tasks_route, id)

    def after(self, id: UUID) -> str:
        return url(self.after_route, id)


DESK = Face("eform:section", "eform:draft", "eform:check", "eform/section.html")
