"""Files as they come: cut, hostile, unknown; every bad line is told with its number and the rest goes on."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies
from tests.register.catalogue.portal import line, written

from thongsuot.register.catalogue import reading, source, understanding
from thongsuot.register.catalogue.reading import BadFile, Fault, Line


def faults(path: Path) -> list[tuple[int, str]]:
    return [(one.number, one.sentence) for one in reading.lines(path) if isinstance(one, Fault)]


def codes(path: Path) -> list[str]:
    return [one.identity.code for one in reading.lines(path) if isinstance(one, Line)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "no-ending"])
def test_plain_and_packed_files_are_read_alike(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, [line("1.900001"), line("1.900002")])
    assert codes(path) == ["1.900001", "1.900002"]
    assert faults(path) == []


def test_bad_lines_are_told_by_number_and_the_others_are_read(tmp_path: Path) -> None:
    deep = "[" * 100_000
    path = written(
        tmp_path / "a.jsonl",
        [line("1.900001"), "{not json", "", "[1, 2]", '{"code": "1.900009"}', deep, "9" * 5000, line("1.900002")],
    )
    assert codes(path) == ["1.900001", "1.900002"]
    assert [number for number, _ in faults(path)] == [2, 4, 5, 6, 7]
    assert all(sentence.endswith(".") for _, sentence in faults(path))


def test_bytes_that_are_no_text_are_one_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xff\xfe\x00\n" + json.dumps(line()).encode() + b"\n")
    assert (len(faults(path)), codes(path)) == (1, ["1.900001"])


def test_a_packed_file_cut_short_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps(line(f"1.9{n:05}")) + "\n" for n in range(400)).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    found = codes(path)
    assert 0 < len(found) < 400
    assert "đứt hoặc hỏng" in faults(path)[-1][1]


def test_a_line_without_end_is_skipped_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 50_000)
    path = written(tmp_path / "a.jsonl", ['"' + "x" * 200_000 + '"', line("1.900002")])
    assert codes(path) == ["1.900002"]
    assert faults(path)[0][0] == 1


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="Không mở được"):
        list(reading.lines(tmp_path / "none.jsonl"))


plain_values = strategies.none() | strategies.booleans() | strategies.integers() | strategies.floats()
short = strategies.text(max_size=4)
json_values = strategies.recursive(
    plain_values | strategies.text(max_size=8),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(short, inner, max_size=3),
    max_leaves=6,
)


@given(strategies.dictionaries(strategies.sampled_from(sorted(line()["detail"])), json_values, max_size=6))
def test_no_answer_whatever_breaks_the_understanding(changed: dict[str, object]) -> None:
    given_line = line()
    given_line["detail"].update(changed)
    try:
        made = understanding.understand(source.read(given_line), date(2026, 11, 23))
    except source.Unreadable:
        return
    assert made.definition.cases
    json.dumps(made.definition.model_dump(mode="json")).encode()


def test_the_content_is_the_same_whatever_the_order_of_lists_and_the_clock() -> None:
    one = line()
    other = line(updatedAt=5, executionMethods=one["detail"]["executionMethods"][::-1])
    assert source.content_digest(one) == source.content_digest(other)
    assert source.content_digest(one) != source.content_digest(line(note="khác"))
    turned = line(executionSteps=[{"description": "b"}, {"description": "a"}])
    steps = line(executionSteps=[{"description": "a"}, {"description": "b"}])
    assert source.content_digest(turned) != source.content_digest(steps), "steps have an order"
