"""No area reads cases past the door: each statement on `engine_case` passes `engine.access`, or says here why not."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import thongsuot.areas

AREAS = Path(next(iter(thongsuot.areas.__path__)))
TABLE, DOOR = "engine_case", "access."

# Statements that nobody's sight decides, by module: how many there are, and why. What a person sees of a case passes
# the door; a statement more in one of these modules is a question to answer, not a number to raise.
THE_SITES_OWN = "the site's own work after the journal: nobody looks"
COUNTED = "a number, or the ids and facts of one's own work that was opened through the door already"
PAST_THE_DOOR: dict[str, tuple[int, str]] = {
    "conclusions/invited.py": (2, "a meeting tells the houses that it invites, which its facts name"),
    "consultations/asking.py": (1, COUNTED),
    "consultations/silence.py": (1, THE_SITES_OWN),
    "dossiers/book.py": (1, THE_SITES_OWN),
    "dossiers/digitising.py": (2, "the site's own work, and what waits for the signature of one's own counter"),
    "dossiers/keeping/archiving.py": (1, THE_SITES_OWN),
    "dossiers/paper_figures.py": (1, COUNTED),
    "dossiers/results.py": (3, "the site's own work, what a result says to who holds its code, one's own stuck ones"),
    "dossiers/reusing.py": (2, "the door is put in as it is asked; which papers of one person were used again"),
    "inspections/recording.py": (1, COUNTED),
    "inspections/following.py": (1, COUNTED),
    "interlinked/following.py": (1, THE_SITES_OWN),
    "obstacles/following.py": (2, THE_SITES_OWN),
    "petitions/keeping.py": (1, THE_SITES_OWN),
    "petitions/open311.py": (1, "an application learns the number of what it sent itself, by its key"),
    "petitions/similar.py": (1, COUNTED),
    "petitions/together.py": (1, THE_SITES_OWN),
    "satisfaction/rating.py": (1, "whoever holds a receipt rates by its code, in the house that gave it"),
    "satisfaction/reading.py": (1, "the door is put in as it is asked"),
    "systems/joining.py": (3, COUNTED),
    "systems/probing.py": (1, THE_SITES_OWN),
    "tasks/giving.py": (1, COUNTED),
    "tasks/reading.py": (1, COUNTED),
}
# Figures are lists of ids whose cases pass the door when they are shown; the demonstration makes its own.
NOT_SHOWN = ("figures.py", "seeding.py")


class Statements(ast.NodeVisitor):
    """The texts of a module, each with the constants that it is composed of put in."""

    def __init__(self, source: str) -> None:
        self.named: dict[str, ast.expr] = {}
        self.texts: list[ast.expr] = []
        self.used: Counter[str] = Counter()
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_text(node.value):
                self.named[node.targets[0].id] = node.value
        self.visit(tree)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.texts.append(node)  # what stands in it is part of it

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.texts.append(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.used[node.id] += 1

    def whole(self, node: ast.expr) -> str:
        return "".join(self._parts(node))

    def _parts(self, node: ast.expr) -> Iterator[str]:
        for part in node.values if isinstance(node, ast.JoinedStr) else [node]:
            if isinstance(part, ast.Constant):
                yield str(part.value)
            elif isinstance(part, ast.FormattedValue):
                known = isinstance(part.value, ast.Name) and self.named.get(part.value.id)
                yield from self._parts(known) if known else [ast.unparse(part.value)]

    def run(self) -> Iterator[str]:
        """The texts as they are run: not those that are only put into others."""
        within = {
            one.value.id
            for text in self.texts
            for one in ast.walk(text)
            if isinstance(one, ast.FormattedValue) and isinstance(one.value, ast.Name)
        }
        pieces = {name for name in within if not self.used[name]}
        only = [value for name, value in self.named.items() if name in pieces]
        yield from (self.whole(text) for text in self.texts if text not in only)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def past_the_door(source: str) -> list[str]:
    return [text for text in Statements(source).run() if f" {TABLE}" in text and DOOR not in text]


def test_every_statement_of_an_area_on_cases_passes_the_door_or_says_why_not() -> None:
    found = {}
    paths = [path for path in AREAS.rglob("*.py") if path.name not in NOT_SHOWN and path.parent.name != "migrations"]
    for path in sorted(paths):
        if statements := past_the_door(path.read_text()):
            found[path.relative_to(AREAS).as_posix()] = len(statements)
    there = {module: number for module, (number, _why) in PAST_THE_DOOR.items() if (AREAS / module).exists()}
    assert found == there
    assert all(why for _number, why in PAST_THE_DOOR.values())


@pytest.mark.parametrize("area", ["guidance/reading.py", "practices/adopting.py", "communication/reading.py",
                                  "systems/standing.py", "petitions/publishing.py"])  # fmt: skip
def test_what_is_published_is_selected_through_the_door_alone(area: str) -> None:
    source = (AREAS / area).read_text()
    assert area not in PAST_THE_DOOR
    assert "access.PUBLISHED" in source
    assert past_the_door(source.replace("{access.PUBLISHED}", "c.kind = 'dossier'")), "the walk would notice"


STATEMENT = "_FROM = 'FROM engine_case c'\nsql.run(f'SELECT c.id {_FROM} WHERE {%s}')\n"


@pytest.mark.parametrize(
    ("source", "noticed"),
    [
        ("sql.run('SELECT id FROM engine_case')", 1),
        ("sql.run('SELECT id FROM engine_paper')", 0),
        ("sql.run(f'SELECT id FROM engine_case c WHERE {access.VISIBLE}')", 0),
        (STATEMENT % "access.FULLY", 0),
        (STATEMENT % "_MINE", 1),
        (STATEMENT % "access.FULLY" + "sql.run(_FROM)", 1),
        ("_DOOR = f'{access.VISIBLE} AND true'\nsql.run(f'SELECT 1 FROM engine_case c WHERE {_DOOR}')", 0),
    ],
)
def test_the_walk_follows_what_a_statement_is_composed_of(source: str, noticed: int) -> None:
    assert len(past_the_door(source)) == noticed
