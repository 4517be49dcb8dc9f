"""One obstacle from a mountain commune to the clause amended: through the pages, by named people, with refusals.

Quỳnh settles civil status in xã A Lưới 2, Toàn is its chair, Trang heads the city's office, Sơn a department of the
ministry, Linh drafts there, the minister issues. Hoa works in Cà Mau.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from officers import CASE_ADDRESS, Officer, text_of

from thongsuot.engine import briefed, sql, writing
from thongsuot.engine.briefed import Figure, Span
from thongsuot.register import demo

Desk = Callable[[str], Officer]
HOME = "/cong-viec/vuong-mac"
OWED = "/cong-viec/van-ban-no"
TITLE = "Không tra được dữ liệu khai sinh lập trước năm 2016"
RAISED = {
    "title": TITLE,
    "kind": "data",
    "field": "justice",
    "description": ["Tra theo số quyển trong hệ thống không ra", "Người dân phải chờ thêm bốn ngày"],
    "cause": ["Sổ giấy của ba xã cũ chưa được số hóa"],
    "article": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP",
    "system": "Cơ sở dữ liệu hộ tịch điện tử",
    "responsible": "Bộ Tư pháp",
}
ISSUED = {
    "number": "05/2026/TT-BTP",
    "issued_day": "20/11/2026",
    "effective_day": "01/12/2026",
    "expires_day": "",
    "articles": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP",
    "contradicts": "",
    "link": "",
    "audience": "waiting",
}


def id_in(answer: Any) -> UUID:
    assert answer.status_code == 302, text_of(answer)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found
    return UUID(found[1])


def day_after(days: int) -> tuple[str, str]:
    return f"{datetime.now() + timedelta(days=days):%d/%m/%Y}", "16:00"


def raised(officer: Officer, about: UUID | None = None, **changed: Any) -> UUID:
    """An obstacle by the form that its page offers, told again that it is another one if similar ones are shown."""
    address = f"{HOME}/mo/raise" + (f"?ve={about}" if about else "")
    page = officer.get(address)
    assert page.status_code == 200, text_of(page)
    return id_in(officer.send(page, address, **{**RAISED, "_alike": "1", **changed}))


def counted(key: str, place: str = "") -> list[UUID]:
    """The list of a figure of this week."""
    figure = briefed.told()[key]
    assert isinstance(figure, Figure)
    now = datetime.now(UTC)
    rows = sql.run(figure.statement, Span(now - timedelta(days=7), now + timedelta(seconds=1), place).parameters())
    return [row[0] for row in rows]


@pytest.mark.usefixtures("_quick_passwords")
def test_from_a_dossier_in_a_mountain_commune_to_the_document_and_back(desk: Desk) -> None:
    lan, quynh, toan, trang = desk("lan"), desk("quynh"), desk("toan"), desk("trang")
    vutruong, chuyenvien, botruong, hoa = desk("vutruong"), desk("chuyenvien"), desk("botruong"), desk("hoa")
    dossier = lan.receive(place_code=demo.MOUNTAIN)

    # Two clicks from the dossier: the offer, and the form that it leads to.
    offer = f"{HOME}/mo/raise?ve={dossier}"
    assert offer in quynh.get(f"/ho-so/{dossier}").content.decode()
    form = quynh.get(offer)
    assert "Về việc" in text_of(form)
    obstacle = raised(quynh, dossier)
    page = text_of(quynh.get(f"/ho-so/{obstacle}"))
    assert "Bộ Tư pháp" in page
    assert "Chờ lãnh đạo nơi giải quyết" in page
    assert "khoản 2 Điều 5" in page
    assert TITLE in text_of(quynh.get(f"/ho-so/{dossier}")), "the dossier says which obstacle stands in its way"
    assert hoa.get(f"/ho-so/{obstacle}").status_code == 404
    assert quynh.get(f"/ho-so/{obstacle}/buoc/promise").status_code == 403, "it is her chair who promises"

    # Her chair cannot: up, with his opinion, and not past the city.
    up = toan.get(f"/ho-so/{obstacle}/buoc/send_up").content.decode()
    assert re.search(r'value="ubnd.46"[^>]*selected', up), "the next tier is proposed"
    assert "vượt cấp" in up
    no_opinion = toan.make(obstacle, "send_up", to="ubnd.46", why="")
    assert no_opinion.status_code == 422
    past = toan.make(obstacle, "send_up", to="bo.G15", opinion=["Xã không sửa được dữ liệu"], why="")
    assert past.status_code == 409
    assert "Không chuyển vượt cấp" in text_of(past)
    sent = toan.make(obstacle, "send_up", to="ubnd.46", opinion=["Xã không sửa được dữ liệu"], why="")
    assert sent.status_code == 302
    # The city gives its opinion and sends it to the ministry.
    assert toan.get(f"/ho-so/{obstacle}/buoc/send_on").status_code == 403
    on = trang.make(obstacle, "send_on", to="bo.G15", opinion=["Cả thành phố có 12 xã như vậy"], why="")
    assert on.status_code == 302, text_of(on)
    assert obstacle in counted("obstacles.national")
    assert "Cả thành phố có 12 xã như vậy" in text_of(quynh.get(f"/ho-so/{obstacle}")), "she reads every opinion"

    # The ministry promises a day and writes down the document that it owes.
    day, hour = day_after(20)
    promise = {"until": day, "until-gio": hour, "plan": ["Sửa khoản 2 Điều 5 bằng thông tư"]}
    assert vutruong.make(obstacle, "promise_above", **promise).status_code == 302
    assert day in text_of(quynh.get(f"/ho-so/{obstacle}"))
    about = f"{OWED}/mo/owe?ve={obstacle}"
    assert about in vutruong.get(f"/ho-so/{obstacle}").content.decode()
    owed = id_in(
        vutruong.send(
            vutruong.get(about), about, title="Dùng bản chụp sổ hộ tịch gốc khi dữ liệu chưa có", owes="",
            form="circular", field="justice", topic=["Cho dùng bản chụp sổ gốc có xác nhận"], article="",
        )
    )  # fmt: skip
    assert owed in counted("guidance.undated")
    assert vutruong.make(owed, "promise", **{"until": day, "until-gio": hour, "note": ""}).status_code == 302
    assert chuyenvien.make(owed, "consult", asked=["Các Sở Tư pháp"], draft="").status_code == 302
    assert chuyenvien.make(owed, "gather", opinions=["34 ý kiến, tiếp thu 30"]).status_code == 302
    assert vutruong.make(owed, "submit", note="").status_code == 302
    assert vutruong.get(f"/ho-so/{owed}/buoc/issue").status_code == 403, "the minister issues"
    before_time = botruong.make(owed, "issue", **{**ISSUED, "effective_day": "19/11/2026"})
    assert "trước ngày ban hành" in text_of(before_time)
    assert botruong.make(owed, "issue", **ISSUED).status_code == 302
    assert owed in counted("guidance.issued")
    assert owed in counted("guidance.kept")

    # The answer is offered filled in; one sending and the raiser is asked.
    answer = vutruong.get(f"/ho-so/{obstacle}/buoc/answer_above")
    filled = answer.content.decode()
    assert "05/2026/TT-BTP" in filled
    assert "20/11/2026" in filled
    assert "Dùng bản chụp sổ hộ tịch gốc" in filled
    line = "Thực hiện theo 05/2026/TT-BTP"
    document = {"number": ISSUED["number"], "document_day": "20/11/2026", "issuer": "bo.G15", "link": ""}
    done = vutruong.send(answer, f"/ho-so/{obstacle}/buoc/answer_above", answer=[line], **document)
    assert done.status_code == 302, text_of(done)
    assert "chờ nơi nêu xác nhận" in text_of(quynh.get(f"/ho-so/{obstacle}"))
    assert vutruong.get(f"/ho-so/{obstacle}/buoc/confirm").status_code == 403, "who solves does not confirm"

    # Quỳnh's commune waited for it, so it must read it, and says that it has; the city need not.
    told = text_of(quynh.get("/van-ban-huong-dan"))
    assert "05/2026/TT-BTP" in told
    assert "1 văn bản cơ quan của bạn chưa xác nhận" in told
    assert "05/2026/TT-BTP" not in text_of(trang.get("/van-ban-huong-dan"))
    closes = text_of(quynh.get(f"/van-ban-huong-dan/{owed}")).split("Vướng mắc được tháo gỡ")[-1]
    assert "Không tra được" in closes, "the document says which obstacles it closes"
    assert trang.post(f"/van-ban-huong-dan/{owed}").status_code == 403
    assert "A Lưới 2" in text_of(vutruong.get(f"/van-ban-huong-dan/{owed}/chua-doc"))
    assert quynh.post(f"/van-ban-huong-dan/{owed}").status_code == 302
    assert "Hồ Thị Quỳnh" in text_of(quynh.get(f"/van-ban-huong-dan/{owed}"))
    assert "Mọi cơ quan phải đọc đã xác nhận" in text_of(vutruong.get(f"/van-ban-huong-dan/{owed}/chua-doc"))

    # She confirms, and the figures of the week say so.
    assert quynh.make(obstacle, "confirm", note="Đã cấp được trích lục.").status_code == 302
    for key in ("raised", "answered", "confirmed", "kept", "ended", "sent_up"):
        assert obstacle in counted(f"obstacles.{key}"), key
        assert obstacle in counted(f"obstacles.{key}", demo.MOUNTAIN), key
        assert obstacle not in counted(f"obstacles.{key}", "96"), "not among those of Cà Mau"
    for key in ("open", "overdue", "reopened", "broken", "moved", "own_tier", "national"):
        assert obstacle not in counted(f"obstacles.{key}"), key
    assert obstacle in counted("obstacles.raised", "46")

    # It comes back: one click and a reason.
    assert quynh.make(obstacle, "reopen", reasons=["Quyển năm 2012 vẫn không tra được"]).status_code == 302
    assert obstacle in counted("obstacles.reopened")
    assert obstacle not in counted("obstacles.confirmed")
    case = writing.find(obstacle)
    assert case is not None
    assert (case.step, case.competent_body, case.is_open) == ("raised", "bo.G15", True)
