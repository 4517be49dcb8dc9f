"""Hạnh sees what is kept about her, takes a copy, asks to correct; the ward answers, hands over, erases by two."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from citizens import HANH, VINH, signed_in
from following_cases import Desk, code_of, delivered, hers, text_of

from thongsuot.areas.dossiers.keeping import archiving, erasing
from thongsuot.engine import consents, own, own_copy, reading, sql, stamper, verify
from thongsuot.engine.errors import NotFound
from thongsuot.ports.archive import Twin

DATA = "/cua-toi/du-lieu"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def now() -> datetime:
    return datetime.now(UTC)


def test_the_page_lists_what_is_kept_and_who_looked(desk: Desk) -> None:
    case = hers(desk)
    desk("nam").get(f"/ho-so/{case}")
    shown = text_of(signed_in(HANH).get(DATA))
    assert code_of(case) in shown
    assert desk_actor(desk, "nam").offices[0].title in shown
    assert "chưa xác minh" in shown
    assert sql.run("SELECT 1 FROM engine_read WHERE case_id = %s AND what = 'own'", [case])


def test_nothing_of_hers_is_on_anothers_page(desk: Desk) -> None:
    case = hers(desk)
    assert code_of(case) not in text_of(signed_in(VINH).get(DATA))


def test_the_copy_is_whole_hers_alone_and_taken_once(desk: Desk) -> None:
    case, hanh = delivered(desk), signed_in(HANH)
    answer = hanh.post(f"{DATA}/ban-sao")
    assert answer.status_code == 302
    assert hanh.post(f"{DATA}/ban-sao").status_code == 409
    assert own_copy.make_next(now())
    (made,) = own_copy.mine(HANH.actor)
    assert made.state == "ready", made.reason

    with pytest.raises(NotFound):
        own_copy.take(VINH.actor, made.id, now())
    assert signed_in(VINH).post(f"{DATA}/ban-sao/{made.id}").status_code == 404
    taken = hanh.post(f"{DATA}/ban-sao/{made.id}")
    package = zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content)))

    about = json.loads(package.read("du-lieu.json"))
    assert (about["mau"], about["so_dinh_danh"]) == (own_copy.FORM, HANH.number)
    (row,) = json.loads(package.read("du-lieu/ho-so.json"))["dong"]
    assert (row["ma"], row["thong_tin"]["name"]) == (code_of(case), HANH.name)
    assert json.loads(package.read("du-lieu/ai-da-xem.json"))["dong"]
    assert [name for name in package.namelist() if name.startswith("van-ban/")]
    assert HANH.name in package.read("muc-luc.html").decode()
    assert hanh.post(f"{DATA}/ban-sao/{made.id}").status_code == 409
    assert sql.run("SELECT kind FROM engine_exported WHERE id = %s", [made.id]) == [("own",)]
    assert not own_copy.path(made.id).exists()


def test_a_copy_that_nobody_took_goes_after_its_time(desk: Desk) -> None:
    hers(desk)
    signed_in(HANH).post(f"{DATA}/ban-sao")
    own_copy.make_next(now())
    assert own_copy.erase_old(now() + timedelta(hours=49)) == 1
    (made,) = own_copy.mine(HANH.actor)
    assert (made.state, own_copy.path(made.id).exists()) == ("over", False)
    assert signed_in(HANH).post(f"{DATA}/ban-sao/{made.id}").status_code == 409


def test_what_she_agreed_to_she_takes_back_and_both_are_kept(desk: Desk) -> None:
    hanh = signed_in(HANH)
    assert consents.stands(HANH.number, consents.NOTICES)
    hanh.post(f"{DATA}/dong-y", {"muc-dich": "notices", "dong-y": "0"})
    assert not consents.stands(HANH.number, consents.NOTICES)
    assert consents.stands(VINH.number, consents.NOTICES)
    hanh.post(f"{DATA}/dong-y", {"muc-dich": "notices", "dong-y": "1"})
    assert [one.given for one in consents.log(HANH.actor)] == [True, False]
    assert hanh.post(f"{DATA}/dong-y", {"muc-dich": "everything", "dong-y": "1"}).status_code == 404
    assert not sql.run("SELECT 1 FROM engine_consent c WHERE to_jsonb(c)::text LIKE %s", [f"%{HANH.number}%"])


def test_she_asks_to_correct_and_lan_answers(desk: Desk) -> None:
    case, hanh, lan = hers(desk), signed_in(HANH), desk("lan")
    address = f"/cua-toi/{case}/sua-thong-tin"
    page = hanh.get(address)
    assert "0912 345 678" in text_of(page)
    wrong = hanh.post(address, {"field": "phone", "wanted": "12", "why": ""})
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.content.decode()
    asked = {"field": "phone", "wanted": "0987 654 321", "why": "Đổi số"}
    assert hanh.post(address, asked).status_code == 302
    assert hanh.post(address, asked).status_code == 409
    assert "Đang chờ trả lời" in text_of(hanh.get(address))

    listed = lan.get("/yeu-cau-sua")
    assert code_of(case) in text_of(listed)
    assert code_of(case) not in text_of(desk("hoa").get("/yeu-cau-sua"))
    one = sql.run("SELECT id FROM keeping_correction WHERE case_id = %s", [case])[0][0]
    assert desk("hoa").get(f"/yeu-cau-sua/{one}").status_code == 404
    assert lan.post(f"/yeu-cau-sua/{one}", {"grant": "no", "answer": ""}).status_code == 422
    assert lan.post(f"/yeu-cau-sua/{one}", {"grant": "perhaps"}).status_code == 422
    assert lan.get(f"/yeu-cau-sua/{one}/tep/0").status_code == 404
    assert lan.post(f"/yeu-cau-sua/{one}", {"grant": "yes", "answer": ""}).status_code == 302
    assert reading.story(case).case.subject["phone"] == "0987 654 321"
    assert "Đã sửa" in text_of(hanh.get(address))


def test_a_stranger_cannot_ask(desk: Desk) -> None:
    case = hers(desk)
    assert signed_in(VINH).get(f"/cua-toi/{case}/sua-thong-tin").status_code == 404
    assert signed_in(HANH).get(f"/cua-toi/{uuid4()}/sua-thong-tin").status_code == 404


def archived(case: Any, root: Path) -> None:
    stamper.stamp("vn")
    while archiving.catch_up("vn"):
        pass
    archiving.work_all(Twin(root / "twin", loses=""), now())


def test_the_clerk_reads_what_was_handed_over_and_takes_the_list_out(desk: Desk, tmp_path: Path) -> None:
    case = delivered(desk)
    archived(case, tmp_path)
    van = desk("van")
    shown = text_of(van.get("/luu-tru?muc=da-giao"))
    assert code_of(case) in shown
    assert "LT-" in shown
    assert "Vĩnh viễn" in shown
    assert van.get("/xuat/luu-tru?muc=da-giao").status_code == 200
    assert van.post("/luu-tru/lap-lai").status_code == 302
    assert desk("lan").get("/luu-tru").status_code == 403


def test_the_two_erase_and_every_page_of_the_dossier_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thongsuot.engine import erasing as engine_erasing

    case = delivered(desk)
    archived(case, tmp_path)
    monkeypatch.setattr(erasing, "must_be_kept", lambda case, now: None)
    monkeypatch.setattr(engine_erasing, "_kept", {"dossier": lambda case, now: None})
    sql.run("UPDATE keeping_package SET keep_until = '2020-01-01' WHERE case_id = %s", [case])
    code, van, minh = code_of(case), desk("van"), desk("minh")
    assert code in text_of(van.get("/luu-tru/xoa"))
    assert van.post("/luu-tru/xoa", {"ho-so": [str(case)], "basis": ""}).status_code == 422
    assert van.post("/luu-tru/xoa", {"ho-so": ["nonsense", str(uuid4())], "basis": "QĐ 12"}).status_code == 409
    assert van.post("/luu-tru/xoa", {"ho-so": [str(case)], "basis": "QĐ 12"}).status_code == 302
    one = sql.run("SELECT id FROM keeping_proposal WHERE case_id = %s", [case])[0][0]
    assert van.post(f"/luu-tru/xoa/{one}", {"quyet-dinh": "duyet", "sure": "on"}).status_code == 404
    assert minh.post(f"/luu-tru/xoa/{one}", {"quyet-dinh": "duyet"}).status_code == 422
    assert minh.post(f"/luu-tru/xoa/{one}", {"quyet-dinh": "khong"}).status_code == 409
    assert minh.post(f"/luu-tru/xoa/{one}", {"quyet-dinh": "duyet", "sure": "on"}).status_code == 302

    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()
    page = desk("lan").get(f"/ho-so/{case}")
    shown = text_of(page)
    assert page.status_code == 200
    assert HANH.name not in shown
    assert "Dữ liệu cá nhân đã được xóa" in shown
    assert desk("lan").get(f"/ho-so/{case}/mau/01/1").status_code in (404, 409)
    assert signed_in(HANH).get(f"/cua-toi/{case}").status_code == 404


def test_a_look_of_an_investigation_is_not_told_until_it_is_over(desk: Desk) -> None:
    case, control = hers(desk), desk("kiemsoat")
    desk("nam").get(f"/ho-so/{case}")
    nam = sql.run("SELECT a.person_id FROM register_account a WHERE a.username = 'nam'")[0][0]
    before = [one.title for one in own.looks(HANH.actor, case) if not one.own]
    found = control.get(f"/luot-xem-dieu-tra?code={code_of(case)}")
    assert str(nam) in found.content.decode()
    today = now() + timedelta(hours=7)
    given = {
        "code": code_of(case), "officer": str(nam), "since": f"{today - timedelta(days=1):%d/%m/%Y}",
        "until": f"{today + timedelta(days=30):%d/%m/%Y}", "basis": "Quyết định 7/QĐ-TTr",
    }  # fmt: skip
    assert control.post("/luot-xem-dieu-tra", {**given, "basis": ""}).status_code == 422
    assert control.post("/luot-xem-dieu-tra", {**given, "until": "1/1/2020"}).status_code == 422
    assert control.post("/luot-xem-dieu-tra", {**given, "officer": "nobody"}).status_code == 422
    assert control.post("/luot-xem-dieu-tra", {**given, "code": "H46.0"}).status_code == 422
    assert desk("lanhdao").post("/luot-xem-dieu-tra", given).status_code == 403
    assert desk("lan").get("/luot-xem-dieu-tra").status_code == 403
    assert control.post("/luot-xem-dieu-tra", given).status_code == 302

    after = [one.title for one in own.looks(HANH.actor, case) if not one.own]
    assert len(after) < len(before)
    assert "Quyết định 7/QĐ-TTr" in text_of(desk("lanhdao").get("/luot-xem-dieu-tra"))
    assert reading.who_looked(desk_actor(desk, "lan"), case)


def desk_actor(desk: Desk, login: str) -> Any:
    from thongsuot.engine import actor

    person = sql.run("SELECT person_id FROM register_account WHERE username = %s", [login])[0][0]
    return actor.load(person, (now() + timedelta(hours=7)).date())
