"""Our own data files of bodies and competences: well formed, known to the rules, equal to the portal's answers."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from thongsuot.register import bodies, body_rules, competences, demo, people, procedures
from thongsuot.register.body_rules import read_csv

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
with_source = pytest.mark.skipif(not SHARED.exists(), reason="the portal's answers are not beside the repository")

FILES = ("departments.csv", "ministries.csv", "branches.csv", "identifiers.csv", "competences.csv")


@cache
def portal() -> dict[str, str]:
    """Every organisation code of the portal's answers with its name; those of one code and two names left out."""
    names: dict[str, set[str]] = {}
    with gzip.open(SHARED / "procedures-sample.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            detail: dict[str, Any] = json.loads(line)["detail"]
            found = [
                (part["code"], part["name"])
                for key, parts in detail.items()
                if key.startswith("departments") and parts
                for part in parts
            ]
            found.append((detail["departmentPromulgateCode"], detail["departmentPromulgateName"]))
            for code, name in found:
                names.setdefault(code, set()).add(" ".join(name.split()))
    return {code: next(iter(one)) for code, one in names.items() if len(one) == 1}


@pytest.mark.parametrize("name", FILES)
def test_a_data_file_is_composed_text_without_stray_spaces(name: str) -> None:
    rows = read_csv(name)
    assert rows
    for row in rows:
        for value in row.values():
            assert value == unicodedata.normalize("NFC", value).strip()


def test_identifiers_are_official_ones_and_each_is_given_once() -> None:
    rows = read_csv("identifiers.csv")
    for row in rows:
        assert any(pattern.fullmatch(row["identifier"]) for pattern in bodies.OFFICIAL), row
    for column in ("key", "identifier"):
        assert Counter(row[column] for row in rows).most_common(1)[0][1] == 1


@with_source
def test_every_identifier_stands_in_the_portal_s_answers_for_an_organisation_so_called() -> None:
    names = portal()
    ministries = {row["key"]: row["name"] for row in read_csv("ministries.csv")}
    for row in read_csv("identifiers.csv"):
        shown = names[row["identifier"]].casefold()
        if row["key"] in ministries:
            assert shown == ministries[row["key"]].casefold(), row
        elif row["key"].startswith("ubnd."):
            assert shown.startswith("ubnd "), row
        else:
            assert shown.startswith(("sở", "văn phòng", "trung tâm")), row


@with_source
@pytest.mark.usefixtures("country")
def test_a_province_bears_the_identifier_that_the_portal_gives_its_name() -> None:
    for row in read_csv("identifiers.csv"):
        if row["key"].startswith("ubnd.") and len(row["key"]) == len("ubnd.01"):
            ours = bodies.name_of(row["key"]).removeprefix("Ủy ban nhân dân ").casefold()
            theirs = portal()[row["identifier"]].removeprefix("UBND ").casefold()
            assert ours.removeprefix("tỉnh ").removeprefix("thành phố ") == theirs.removeprefix("tỉnh ").removeprefix(
                "thành phố "
            ), row


@pytest.mark.usefixtures("country")
def test_every_identifier_belongs_to_a_body_that_the_rules_make() -> None:
    for row in read_csv("identifiers.csv"):
        view = bodies.body(row["key"])
        assert view
        assert not view.provisional


def test_competences_name_kinds_natures_and_days_that_exist() -> None:
    kinds = set(body_rules.NAMES) | {department.kind for department in body_rules.departments()}
    for row in read_csv("competences.csv"):
        assert row["nature"] in competences.NATURES
        assert row["body_kind"] in kinds
        assert row["executing_kind"] in kinds | {""}
        assert row["verified"] in ("yes", "no")
        assert row["provision"]
        ends = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
        assert date.fromisoformat(row["valid_from"]) < ends


def test_each_of_the_ten_has_one_way_in_and_the_office_that_its_definition_names() -> None:
    rows = read_csv("competences.csv")
    for file in procedures.files():
        own = [row for row in rows if row["procedure_code"] == file.code]
        assert [row["body_kind"] for row in own if row["nature"] == "receive"] == ["pvhcc_xa"]
        (ward,) = [row for row in own if row["nature"] == "decide" and row["body_kind"] == "ubnd_xa"]
        assert ward["executing_kind"] == file.definition.executing_kind
        assert any(row["key"] == file.authority for row in read_csv("ministries.csv"))


def test_no_provision_that_is_unverified_passes_for_verified() -> None:
    for row in read_csv("competences.csv"):
        assert row["provision"].split("(")[0].count("chưa xác minh") == (row["verified"] == "no") or (
            row["verified"] == "no" and "không ghi" in row["provision"]
        ), row


def test_branches_belong_to_the_one_centre_and_ministries_to_the_government() -> None:
    assert all(row["key"].startswith("pvhcc.01.cn") for row in read_csv("branches.csv"))
    assert {row["parent"] for row in read_csv("ministries.csv")} == {"", "chinhphu"}


class TestTheListOfTheDemonstration:
    def test_logins_and_names_are_different_and_plain_to_type(self) -> None:
        shown = demo.people_of_demo()
        assert len({person.login for person in shown}) == len({person.name for person in shown}) == len(shown)
        assert all(person.login.isascii() and person.login.isalpha() for person in shown)

    def test_every_seat_of_the_list_is_a_seat_that_is_made(self) -> None:
        seats = {seat.key for seat in (*demo.CENTRE, *demo.COMMITTEE, *demo.COUNTER_IN_HANOI)}
        wider = {post.key for post in demo.WIDER}
        for person in demo.people_of_demo():
            for seat, place in person.seats:
                assert seat in (seats if place else wider), person.login

    def test_roles_are_known_and_all_of_them_can_be_tried(self) -> None:
        shown = {role for seat in (*demo.CENTRE, *demo.COMMITTEE) for role in seat.roles}
        shown |= {role for post in demo.WIDER for role in post.roles}
        assert shown == people.ROLES
