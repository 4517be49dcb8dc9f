"""Bình signs digitally, Cúc numbers and seals: one signed file comes to the dossier, or a sentence says why not yet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

import at_work
import people
from at_work import GRANTED
from people import BINH, COMMITTEE, CUC, HANH, HOA, HUE, HUNG, LAN, MINH, SINCE, WARD
from thongsuot.areas.dossiers import printing, results, sealing
from thongsuot.areas.dossiers.models import Result
from thongsuot.areas.dossiers.results import Stands
from thongsuot.engine import papers, reading, signature_checks, signed_papers, sql, stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed, Refused
from thongsuot.engine.reading import PaperRow
from thongsuot.ports import signing
from thongsuot.ports.signing_twin import MARK, SigningTwin
from thongsuot.register import bodies, calendar
from thongsuot.register.models import Unit


@pytest.fixture(scope="module")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One invented authority for the module: its keys cost a second."""
    return tmp_path_factory.mktemp("service")


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path, service_folder: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR, settings.ADDRESS = True, tmp_path, "https://dvc.example"
    (tmp_path / "signing-twin").symlink_to(service_folder)
    twin().behave("well")
    people.settle()
    Unit.objects.create(
        code=WARD, name="Phường Thuận Hóa", kind="phuong", tier=3, province_code=HUE, parent_code=HUE,
        valid_from=SINCE, recorded_on=SINCE, legal_basis="dữ liệu minh họa",
    )  # fmt: skip
    calendar.load_calendar_rows()
    bodies.forget()
    yield
    bodies.forget()
    calendar.forget()


def twin() -> SigningTwin:
    found = signing.service()
    assert isinstance(found, SigningTwin)
    return found


def go(case: Case, *steps: tuple[Any, str, dict[str, Any]]) -> Case:
    for who, move, given in steps:
        case = verbs.move(who, case.id, case.length, move, given)
    return case


DIGITAL = ((HANH, "review", {}), (BINH, "sign", {"method": "digital"}))
NUMBER, SEAL, ISSUE = (CUC, "number", {}), (CUC, "seal", {}), (CUC, "issue", {})


def signed() -> Case:
    return go(at_work.bring_to("processing"), (MINH, "propose", GRANTED), *DIGITAL)


def now(case: Case) -> Case:
    return reading.story(case.id).case


def follow() -> None:
    stamper.stamp("vn")
    results.catch_up("vn")


def work(after: timedelta = timedelta(0)) -> int:
    """Do all that is due; how many times something was worked on."""
    follow()
    done = 0
    while sealing.work_one(datetime.now(UTC) + after):
        done += 1
    return done


def sealed() -> Case:
    case = go(signed(), NUMBER)
    work()
    case = go(now(case), SEAL)
    work()
    return now(case)


def files(case: Case) -> list[PaperRow]:
    return [one for one in reading.story(case.id).papers if one.origin == "result"]


def pdf_of(case: Case) -> bytes:
    return papers.path(files(case)[-1].digest).read_bytes()


def check(pdf: bytes) -> signature_checks.Checked:
    return signature_checks.check(pdf, signing.trusted(), signing.lists())


def row(case: Case) -> Result:
    return Result.objects.get(code=results.code_of(case.id, now(case).facts["result_number"]))


def test_a_digital_result_is_signed_by_its_chair_and_sealed_by_its_body(site: None) -> None:
    case = sealed()

    (file,) = files(case)
    first, second = check(pdf_of(case)).signatures

    assert check(pdf_of(case)).verdict == "valid"
    assert (first.name, first.body, first.seal) == (f"{BINH.name} ({MARK})", COMMITTEE, False)
    assert (second.body, second.seal, second.stamped, first.stamped) == (COMMITTEE, True, True, True)
    assert first.signed_at < second.signed_at
    assert case.facts["result_file"] == {
        "number": case.facts["result_number"],
        "paper": str(file.id),
        "digest": file.digest,
    }
    assert reading.story(case.id).entries[-1].body["who"]["name"] == "hệ thống"


def test_the_file_is_a_document_that_others_can_read(site: None) -> None:
    case = sealed()
    pdf = pdf_of(case)

    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures

    assert BINH.name in text
    assert results.shown(row(case).code) in text
    assert [one.field_name for one in embedded] == [sealing.SIGNATURE, sealing.SEAL]
    assert b"pdfaid" in pdf


def test_what_was_numbered_is_signed_and_waits_for_its_seal(site: None) -> None:
    case = go(signed(), NUMBER)

    assert work() == 1

    assert (row(case).state, row(case).sealed, row(case).next_at) == ("signed", None, None)
    assert len(check(papers.path(bytes(row(case).signed or b"")).read_bytes()).signatures) == 1
    assert files(case) == []
    assert work() == 0


def test_a_digital_result_is_not_issued_before_its_file_is_there(site: None) -> None:
    case = go(signed(), NUMBER, SEAL)

    with pytest.raises(Refused, match="đang được ký số"):
        go(case, ISSUE)

    work()
    assert go(now(case), ISSUE).step == "done"


def test_a_result_on_paper_needs_no_file_and_is_registered_all_the_same(site: None) -> None:
    case = at_work.bring_to("done")
    assert work() == 0

    found = results.by_code(results.code_of(case.id, case.facts["result_number"]))

    assert found is not None
    assert (found.stands, found.digital, found.body, found.digest) == (Stands.ISSUED, False, COMMITTEE, "")
    assert results.making(case) is None


def test_where_no_service_is_connected_nobody_signs_digitally(site: None, settings: Any) -> None:
    case = go(at_work.bring_to("processing"), (MINH, "propose", GRANTED), (HANH, "review", {}))
    settings.DEMO = False

    with pytest.raises(Refused, match="chưa nối dịch vụ ký số"):
        go(case, (BINH, "sign", {"method": "digital"}))

    assert go(case, (BINH, "sign", {"method": "paper"})).step == "signed"


def test_the_register_knows_a_result_only_once_it_was_issued(site: None) -> None:
    case = sealed()
    code = row(case).code
    before = results.by_code(code)
    issued = go(case, ISSUE)

    after = results.by_code(code)

    assert before is not None
    assert before.stands is Stands.NOT_YET
    assert after is not None
    assert after.stands is Stands.ISSUED
    assert results.by_content(bytes.fromhex(issued.facts["result_file"]["digest"])) == after
    assert results.by_content(b"\0" * 32) is None
    assert results.by_code("0" * 12) is None


def test_a_service_that_does_not_answer_is_asked_again_later(site: None) -> None:
    case = go(signed(), NUMBER, SEAL)
    twin().behave("down")

    assert work() == 1
    making = results.making(now(case))
    assert making is not None
    assert (making.state, making.trouble, making.tries) == ("waiting", "Dịch vụ ký số chưa trả lời.", 1)
    assert work() == 0  # not before its time

    twin().behave("well")
    assert work(timedelta(seconds=10)) == 1
    assert len(files(case)) == 1


def test_what_never_succeeds_gets_an_owner_who_tries_again(site: None) -> None:
    case = go(signed(), NUMBER, SEAL)
    twin().behave("down")
    for day in range(sealing.MOST_TRIES):
        work(timedelta(days=day))

    assert row(case).state == "dead"
    assert [found[0] for found in results.stuck([COMMITTEE])] == [case.id]
    assert results.stuck(["ubnd.31825"]) == []
    for stranger in (LAN, HOA, HUNG):
        with pytest.raises(NotAllowed, match="văn thư"):
            results.again(stranger, now(case), datetime.now(UTC))

    twin().behave("well")
    results.again(CUC, now(case), datetime.now(UTC))
    work()
    assert len(files(case)) == 1
    with pytest.raises(Impossible):
        results.again(CUC, now(case), datetime.now(UTC))


@pytest.mark.parametrize(
    ("conduct", "why"),
    [("expired", "hết hạn"), ("revoked", "bị thu hồi"), ("wrong_body", "không phải của cơ quan")],
)
def test_a_bad_certificate_lets_nothing_leave_the_house(site: None, conduct: Any, why: str) -> None:
    case = go(signed(), NUMBER)
    work()
    case = go(now(case), SEAL)
    twin().behave(conduct)

    work()

    assert why in row(case).trouble
    assert files(case) == []
    with pytest.raises(Refused, match="đang được ký số"):
        go(now(case), ISSUE)
    twin().behave("well")
    work(timedelta(minutes=1))
    assert check(pdf_of(case)).verdict == "valid"


def test_two_workers_make_one_file(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    case = go(signed(), NUMBER, SEAL)
    follow()
    sign, entered = sealing._sign, []

    def meanwhile(work: Any, page: Any, service: Any) -> bytes:
        """While one signs, its lease runs out and another does all of it."""
        if not entered:
            entered.append(True)
            assert sealing.work_one(datetime.now(UTC) + 2 * sealing.LEASE)
        return sign(work, page, service)

    monkeypatch.setattr(sealing, "_sign", meanwhile)
    assert sealing.work_one(datetime.now(UTC))

    assert len(files(case)) == 1
    assert files(case)[0].digest == bytes(row(case).sealed or b"").hex()
    assert check(pdf_of(case)).verdict == "valid"


@pytest.mark.parametrize("at", ["_seal", "_attach", "_end"])
def test_work_that_was_cut_off_goes_on_where_it_stopped(site: None, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    case = go(signed(), NUMBER, SEAL)

    class Cut(BaseException):
        pass

    def cut(*_: Any) -> None:
        raise Cut

    with monkeypatch.context() as broken:
        broken.setattr(sealing, at, cut)
        with pytest.raises(Cut):
            work()
    first = bytes(row(case).signed or b"")

    assert work() == 0  # leased
    assert work(2 * sealing.LEASE) == 1
    assert bytes(row(case).signed or b"") == first
    assert len(files(case)) == 1
    assert row(case).state == "done"


def test_a_number_that_was_taken_back_leaves_no_file(site: None) -> None:
    case = go(signed(), NUMBER)
    follow()
    case = verbs.undo(CUC, case.id, case.length)
    work()
    void = Result.objects.get(case_id=case.id)
    assert void.state == "over"
    assert results.by_code(void.code).stands is Stands.NOT_YET  # type: ignore[union-attr]

    again = go(now(case), NUMBER, SEAL)
    work()

    assert now(again).facts["result_file"]["number"] == now(again).facts["result_number"]
    assert len(files(again)) == 1


def test_what_is_being_made_is_not_swept_from_the_store(site: None) -> None:
    case = go(signed(), NUMBER)
    work()
    assert bytes(row(case).signed or b"") in sealing.digests()


def test_a_code_is_read_however_it_is_typed(site: None) -> None:
    case = sealed()
    code = row(case).code

    assert results.CODE.fullmatch(code)
    for typed in (code, results.shown(code), f" {code.lower()} ", results.address_of(code)):
        assert results.spelled(typed) == code
    for nonsense in ("", "abc", "U" * 12, code + "0", "\x00" * 12, "💥" * 12):
        assert results.spelled(nonsense) == ""


def test_the_officers_print_leads_to_the_verification(site: None) -> None:
    case = at_work.bring_to("done")
    _letter, pdf = printing.printed(reading.story(case.id), "result", 0)
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()

    assert "Quét mã để xác minh văn bản này" in text
    assert results.shown(results.code_of(case.id, case.facts["result_number"])) in text


def test_only_the_system_says_what_a_file_is(site: None) -> None:
    case = at_work.bring_to("processing")
    with pytest.raises(NotAllowed):
        verbs.attach(MINH, case.id, case.length, (at_work.paper(),), facts={"result_file": {"number": "1"}})
    assert "result_file" not in now(case).facts


def test_the_outcome_of_the_check_stands_beside_the_paper(site: None) -> None:
    case = sealed()
    (file,) = files(case)

    checked, _at = signed_papers.of([file.digest])[file.digest]

    assert checked.verdict == "valid"
    assert sql.run("SELECT count(*) FROM engine_signature")[0][0] == 1
    assert UUID(case.facts["result_file"]["paper"]) == file.id
