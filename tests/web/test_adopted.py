"""A dossier that another system began, on the pages of who goes on with it: Lan reads it, Hoa does not know it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from officers import text_of

from thongsuot.areas.dossiers.cutover import importing
from thongsuot.areas.dossiers.cutover.importing import Wanted
from thongsuot.engine import sql

Desk = Any
SYSTEM = "Một cửa điện tử cũ"


def adopted(folder: Path) -> str:
    row = {
        "code": "CU-260908-0001",
        "procedure": "1.013225.000.00.00.H57",
        "applicant": "Vũ Thị Hòa",
        "number": "046190012345",
        "place": "19789",
        "competent": "ubnd.19789",
        "received": "08/09/2026 08:30",
        "due": "30/09/2026",
        "status": "2",
        "actions": [{"at": "08/09/2026 09:00", "who": "Bà Năm", "what": "Tiếp nhận", "note": "Thiếu bản vẽ"}],
    }
    (folder / "manifest.json").write_text(json.dumps({"system": SYSTEM}))
    (folder / "dossiers.jsonl").write_text(json.dumps(row))
    (told,) = importing.run(Wanted(folder)).told
    assert told.here, told.why
    return str(sql.run("SELECT id FROM engine_case WHERE code = %s", [told.code])[0][0])


def test_the_page_tells_the_old_history_as_the_old_system_s_word(desk: Desk, tmp_path: Path) -> None:
    case = adopted(tmp_path)
    lan = desk("lan")
    text = text_of(lan.get(f"/ho-so/{case}"))
    for words in ("CU-260908-0001", f"{SYSTEM} (chưa xác minh người làm)", "Bà Năm", "Thiếu bản vẽ", "giữ nguyên"):
        assert words in text
    assert "Chuyển xử lý" in text
    assert desk("hoa").get(f"/ho-so/{case}").status_code == 404


def test_lan_hands_it_over_from_its_page_and_it_waits_in_the_office(desk: Desk, tmp_path: Path) -> None:
    case = adopted(tmp_path)
    assert desk("lan").make(case, "hand_over").status_code == 302
    assert sql.run("SELECT step, queue_role FROM engine_case WHERE id = %s", [case]) == [("processing", "specialist")]
