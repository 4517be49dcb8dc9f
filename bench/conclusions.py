"""How many tasks of a notice are proposed, and how many proposals are tasks: python -m bench.conclusions.

Notices 1 to 3 were marked before the rules were written. 4 came after: 27.8 % were found then, because the rules
knew a closed list of verbs; they were tuned once more, on 1 to 4. 5 was written and marked after that, and nothing was
changed for it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICES = ROOT / "tests" / "conclusions" / "notices"
RESULTS = ROOT / "bench" / "results" / "conclusions.json"
TUNED, UNSEEN = ("1", "2", "3", "4"), ("5",)
# What a notice is dated, and the province whose bodies it names without that province's name.
DATED = {"1": (date(2025, 7, 24), ""), "2": (date(2025, 9, 13), ""), "3": (date(2026, 11, 12), "46"),
         "4": (date(2026, 11, 19), "46"), "5": (date(2026, 11, 19), "")}  # fmt: skip
_MARK = re.compile(r"\s*\{\{([^|}]*)\|([^|}]*)\|([^}]*)\}\}")


@dataclass(frozen=True)
class Answer:
    """A sentence that gives a task, as a person marked it."""

    sentence: str
    lead: str
    until: str
    product: str


@dataclass(frozen=True)
class Score:
    """What was found of one notice or of several."""

    notice: str
    words: int
    tasks: int
    proposed: int
    right: int
    leads: int
    days: int
    products: int

    @property
    def recall(self) -> float:
        return self.right / self.tasks if self.tasks else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0


def read(name: str) -> tuple[str, list[Answer]]:
    """A notice without its marks, and the answers."""
    marked = (NOTICES / f"{name}.txt").read_text("utf-8")
    answers = []
    for line in marked.splitlines():
        before = 0
        for mark in _MARK.finditer(line):
            sentence = line[before : mark.start()].strip()
            answers.append(Answer(sentence, mark[1], mark[2], mark[3]))
            before = mark.end()
    return _MARK.sub("", marked), answers


def score(name: str, names: object) -> tuple[Score, list[str]]:
    """The score of a notice, and a line for each that was missed, wrongly proposed or read wrongly."""
    from thongsuot.areas.conclusions import extracting
    from thongsuot.areas.conclusions.naming import Names

    assert isinstance(names, Names)
    text, answers = read(name)
    found = extracting.propose(text, DATED[name][0], names)
    matched: dict[int, extracting.Candidate] = {}
    faults = []
    for one in found:
        at = next((i for i, a in enumerate(answers) if i not in matched and _same(one.source, a.sentence)), None)
        if at is None:
            faults.append(f"  +  {one.source}")
        else:
            matched[at] = one
    faults += [f"  -  {a.sentence}" for i, a in enumerate(answers) if i not in matched]
    leads = days = products = 0
    for at, one in matched.items():
        answer = answers[at]
        lead = one.lead or "?"
        day = one.until.isoformat() if one.until else "-"
        product = answer.product == "-" or answer.product.lower() in one.product.lower()
        leads, days, products = leads + (lead == answer.lead), days + (day == answer.until), products + product
        if not (lead == answer.lead and day == answer.until and product):
            faults.append(f"  ~  {lead} {day} {one.product or '-'}, not {answer.lead} {answer.until} {answer.product}: "
                          f"{one.source[:90]}")  # fmt: skip
    whole = Score(name, len(text.split()), len(answers), len(found), len(matched), leads, days, products)
    return whole, faults


def _same(proposed: str, marked: str) -> bool:
    return proposed.rstrip(".;: ") in marked or marked.rstrip(".;: ") in proposed


def together(name: str, scores: Sequence[Score]) -> Score:
    fields = ("words", "tasks", "proposed", "right", "leads", "days", "products")
    return Score(name, *(sum(getattr(one, field) for one in scores) for field in fields))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.conclusions", description=__doc__)
    parser.add_argument("--why", action="store_true", help="each that was missed or wrong")
    why = parser.parse_args().why
    names = {province: _names(province) for province in {place for _day, place in DATED.values()}}
    there = [name for name in (*TUNED, *UNSEEN) if (NOTICES / f"{name}.txt").exists()]
    scored = {name: score(name, names[DATED[name][1]]) for name in there}
    rows = [one for one, _faults in scored.values()]
    rows.append(together("1–4, tuned on", [one for one in rows if one.notice in TUNED]))
    print(f"{'notice':14}{'words':>7}{'tasks':>7}{'recall':>9}{'precision':>11}{'lead':>7}{'day':>7}{'product':>9}")
    for one in rows:
        print(f"{one.notice:14}{one.words:7}{one.tasks:7}{one.recall:9.1%}{one.precision:11.1%}"
              f"{one.leads:4}/{one.right}{one.days:4}/{one.right}{one.products:6}/{one.right}")  # fmt: skip
    if why:
        for name, (_one, faults) in scored.items():
            print(f"\n{name}\n" + "\n".join(faults))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([{**asdict(one), "recall": round(one.recall, 4), "precision": round(one.precision, 4)}
                                   for one in rows], ensure_ascii=False, indent=1) + "\n")  # fmt: skip
    return 0


def _names(province: str) -> object:
    """The bodies from the register's files, without a database."""
    from thongsuot.areas.conclusions import naming
    from thongsuot.register import body_rules

    start = date(2025, 7, 1)
    places = [
        body_rules.Place(row["code"], row["name"], row["kind"], int(row["tier"]), row["province_code"], start, None)
        for row in body_rules.read_csv("units.csv")
        if not row["valid_to"]
    ]
    return naming.of_bodies([*body_rules.national_bodies(), *body_rules.bodies_of(places)], province)


def _ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
    os.environ.setdefault("THONGSUOT_SECRET_KEY", "only-for-measuring")
    import django

    django.setup()


if __name__ == "__main__":
    _ready()
    sys.exit(main())
