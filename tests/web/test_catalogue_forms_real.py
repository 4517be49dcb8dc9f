"""The catalogue's forms against every procedure of the portal's sample: each shown, left alone no change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from thongsuot.register.catalogue import changes, reading, terms, understanding
from thongsuot.register.catalogue.definitions import Definition, Limit
from thongsuot.register.catalogue.reading import Line
from thongsuot.register.catalogue.terms import Terms
from thongsuot.register.catalogue.understanding import Understood
from thongsuot.web.catalogue import comparing, editors, terms_form
from thongsuot.web.catalogue.editors import Editor

SAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "procedures-sample.jsonl.gz"
TODAY = date(2026, 11, 23)
FIVE = Limit(unit="working_day", amount=5, basis="Quyết định 7/QĐ-UBND")

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the portal's sample is not beside the repository")


@cache
def everything() -> tuple[Understood, ...]:
    """Every procedure of the sample as understood."""
    return tuple(
        understanding.understand(line.source, TODAY) for line in reading.lines(SAMPLE) if isinstance(line, Line)
    )


def applied(definition: Definition, wanted: list[changes.Change]) -> Definition:
    stored = definition.model_dump(mode="json", exclude_defaults=True)
    return Definition.model_validate(changes.apply(stored, wanted))


def found_editors() -> Iterator[tuple[Understood, str, Editor]]:
    for one in everything():
        for finding in one.findings:
            editor = editors.of(finding.kind, finding.place, one.definition)
            if editor is not None:
                yield one, finding.kind, editor


def test_the_form_of_a_rule_is_shown_for_each_and_left_alone_sets_nothing() -> None:
    assert len(everything()) > 100
    for one in everything():
        sections = terms_form.rows(one.definition, {}, {}, [])
        assert len(sections) == len(one.definition.cases)
        names = [name for section in sections for name in terms_form.names_of(section)]
        assert len(names) == len(set(names)), f"{one.code}: two fields of one name"
        assert terms_form.read(one.definition, {}, {}, "Quyết định 7") == terms_form.Read({}, [])


def test_five_days_everywhere_can_be_set_seen_and_read_back() -> None:
    for one in everything():
        before = one.definition
        wanted: list[changes.Change] = []
        for case in before.cases:
            shown = terms.channels(before, case)
            wanted += terms.differences(case, Terms(dict.fromkeys(shown, FIVE)), shown)
        after = applied(before, wanted)
        for case, now in zip(before.cases, after.cases, strict=True):
            shown = terms.channels(before, case)
            assert {(now.limit_for(channel).unit, now.limit_for(channel).amount) for channel in shown} == {
                ("working_day", 5)
            }
            assert not now.unclear
        assert bool(comparing.compared(before, after)) == bool(wanted), one.code


def test_what_was_set_fills_the_form_and_is_read_from_it_again() -> None:
    for one in everything():
        before = one.definition
        set_ = {case.key: Terms(dict.fromkeys(terms.channels(before, case), FIVE)) for case in before.cases}
        read = terms_form.read(before, set_, terms_form.shown(before, set_), FIVE.basis)
        assert read.faults == [], one.code
        for case in before.cases:
            limits = read.terms[case.key].limits
            assert all(terms.same(limit, FIVE) for limit in limits.values())
            assert read.terms[case.key].fees is None


def test_every_finding_s_form_is_shown_and_left_alone_changes_nothing() -> None:
    kinds: Counter[str] = Counter()
    for one, kind, editor in found_editors():
        fields = editors.fields(editor, None, [])
        kinds[editor.kind] += 1
        typed: dict[str, str] = {}
        for paper in fields.get("papers", ()):
            typed |= {paper["ids"][name]: paper["now"][name] for name in paper["now"]}
        typed |= dict(fields.get("names", ()))
        if editor.kind in ("results", "deciding"):
            typed["dong"] = fields["lines"] or "Ủy ban nhân dân cấp xã"
        wanted, faults = editors.wanted(editor, typed, "Quyết định 7")
        if editor.kind == "special_places":
            assert faults, "days and kinds of places must be said"
        elif editor.kind != "deciding":
            assert (wanted, faults) == ([], []), (one.code, kind, editor.kind)
        applied(one.definition, wanted)
    assert set(kinds) >= {"limit", "fees", "papers"}, kinds


def test_days_more_at_special_places_fit_each_that_asks_for_them() -> None:
    for one, _kind, editor in found_editors():
        if editor.kind == "special_places":
            typed = {"loai-mountain": "1", f"cong-{one.definition.cases[0].key}": "10"}
            wanted, faults = editors.wanted(editor, typed, "Quyết định 7")
            assert faults == []
            (rule,) = applied(one.definition, wanted).cases[0].place_limits
            assert (rule.kinds, rule.adds) == (("mountain",), 10)
