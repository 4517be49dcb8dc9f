"""The machine looks at every page: what is readable passes, what is not is named with its page and what to do."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

import scanned
from thongsuot.engine import papers, scan_checks, scans
from thongsuot.engine.making import Paper, names
from thongsuot.engine.paper_facts import NOTHING, PORTAL_CODES, Kind, PaperFacts, from_json


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)


def take(*files: tuple[bytes, str], title: str = "") -> tuple[Paper, ...]:
    return scans.take([([content], name) for content, name in files], "to-khai", title=title)


def test_a_sharp_page_of_two_hundred_dpi_has_nothing_wrong_with_it() -> None:
    (paper,) = take((scanned.sound(), "to-khai.pdf"))

    assert (paper.facts.pages, paper.facts.faults) == (1, ())
    assert 195 <= paper.facts.dpi <= 205
    assert paper.component == "to-khai"


def test_photos_of_one_paper_become_one_pdf_in_their_order() -> None:
    first, second = scanned.photo(scanned.page()), scanned.photo(scanned.page(lines=10), "PNG")

    (paper,) = take((first, "anh 1.jpg"), (second, "anh 2.png"), title="Giấy chứng sinh")

    assert (paper.name, paper.media_type, paper.facts.pages) == ("Giấy chứng sinh.pdf", scans.PDF, 2)
    read = pypdf.PdfReader(io.BytesIO(papers.path(paper.digest).read_bytes()))
    assert [round(float(page.mediabox.height) / 72, 1) for page in read.pages] == [11.7, 11.7], "A4"
    assert paper.facts.faults == ()


@pytest.mark.parametrize(
    ("image", "fault", "words"),
    [
        (scanned.blurred(), "blurred", "bị mờ"),
        (scanned.dark(), "dark", "quá tối"),
        (scanned.blank(), "blank", "trắng"),
        (scanned.page(90), "small", "200–300 dpi"),
    ],
    ids=["blurred", "dark", "blank", "small"],
)
def test_a_bad_page_is_named_by_its_place_and_what_to_do(image: object, fault: str, words: str) -> None:
    (paper,) = take((scanned.photo(scanned.page()), "1.jpg"), (scanned.photo(image), "2.jpg"))  # type: ignore[arg-type]

    assert paper.facts.faults == ((2, fault),)
    (told,) = scans.trouble(paper.facts)
    assert told.startswith("Trang 2 ")
    assert words in told


def test_one_line_of_words_is_no_blank_page_and_a_slight_softness_is_forgiven() -> None:
    assert scan_checks.faults_of(scanned.page(lines=1), 200) == []
    assert scan_checks.faults_of(scanned.blurred(1), 200) == []


def test_a_file_that_cannot_be_opened_says_so_and_takes_nothing_down() -> None:
    (paper,) = take((b"%PDF-1.7\nnothing more", "hong.pdf"))

    assert paper.facts.faults == ((1, scans.UNREADABLE),)
    assert "không đặt mật khẩu" in scans.trouble(paper.facts)[0]


def test_a_file_that_no_signature_could_stand_behind_is_written_anew_and_a_signed_one_is_never_touched() -> None:
    loose = io.BytesIO()
    scanned.page().save(loose, "PDF", resolution=200)

    (paper,) = take((loose.getvalue(), "long.pdf"))
    (signed,) = take((loose.getvalue() + b"\n%/ByteRange", "da-ky.pdf"))

    assert papers.path(paper.digest).read_bytes() != loose.getvalue()
    assert (paper.name, paper.facts.pages) == ("long.pdf", 1)
    assert papers.path(signed.digest).read_bytes().startswith(loose.getvalue())


def test_what_is_no_paper_is_refused_before_anything_is_looked_at() -> None:
    with pytest.raises(papers.BadPaper, match="không phải là PDF"):
        take((b"MZ\x90\x00 not a scan", "virus.pdf"))


def test_a_page_made_by_a_programme_is_not_judged_by_its_dots() -> None:
    writer, made = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(made)

    (paper,) = take((made.getvalue(), "trang.pdf"))

    assert (paper.facts.dpi, paper.facts.faults) == (0, ((1, "blank"),))


def test_a_picture_too_large_to_be_honest_is_not_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scan_checks, "MOST_PIXELS", 1000)
    path = tmp_path / "anh.jpg"
    path.write_bytes(scanned.photo(scanned.page(90)))

    with pytest.raises(ValueError, match="pixels"):
        scan_checks.bind([path], tmp_path / "out.pdf")


kinds = st.builds(
    PaperFacts,
    kind=st.sampled_from([None, *Kind]),
    compared_by=st.text(max_size=8),
    pages=st.integers(0, 900),
    dpi=st.integers(0, 1200),
    faults=st.lists(st.tuples(st.integers(1, 99), st.sampled_from(sorted(scans.CURES))), max_size=3).map(tuple),
    why=st.text(max_size=20),
    sign=st.booleans(),
    source=st.text(max_size=20),
)


@given(kinds)
def test_what_is_known_of_a_paper_comes_back_as_it_was_kept(facts: PaperFacts) -> None:
    assert from_json(facts.to_json()) == facts
    assert "why" not in facts.recorded(), "a reason may be personal: it is outside the chain"


def test_a_paper_of_before_is_recorded_as_it_always_was_and_the_reason_stands_with_the_personal_values() -> None:
    old = Paper(uuid4(), "a.pdf", scans.PDF, 1, b"\x01" * 32)
    bad = Paper(uuid4(), "b.pdf", scans.PDF, 1, b"\x02" * 32, facts=PaperFacts(faults=((1, "blurred"),), why="rách"))

    assert "facts" not in old.recorded()
    assert old.facts is NOTHING
    assert bad.recorded()["facts"] == {"faults": [[1, "blurred"]]}
    assert names((old, bad))[f"paper_why:{bad.id}"] == "rách"


def test_the_portals_codes_are_those_of_the_contract() -> None:
    assert [PORTAL_CODES[kind] for kind in Kind] == [0, 1, 2, 2]
