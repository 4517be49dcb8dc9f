"""The demonstration's obstacles and documents: in every state, found on their pages, made once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test.utils import CaptureQueriesContext
from officers import Officer, text_of

from thongsuot.areas.guidance.seeding import seed_guidance
from thongsuot.areas.obstacles.seeding import seed_obstacles
from thongsuot.engine import sql, verify
from thongsuot.register import demo

Desk = Callable[[str], Officer]


def steps(kind: str) -> dict[str, int]:
    return dict(sql.run("SELECT step, count(*) FROM engine_case WHERE kind = %s GROUP BY step", [kind]))


def test_a_dozen_obstacles_and_five_documents_are_made_once_and_read_well(desk: Desk) -> None:
    quynh = desk("quynh")
    assert seed_obstacles() == seed_obstacles() == 12
    assert seed_guidance() == seed_guidance() == 5

    assert sum(steps("obstacle").values()) == 12
    assert set(steps("obstacle")) == {"raised", "promised", "sent_up", "promised_above", "merged", "answered", "closed"}
    assert steps("guidance") == {"owed": 3, "consulting": 1, "issued": 1}
    assert verify.verify_site("vn").faults == ()
    shown = text_of(quynh.get("/cong-viec/vuong-mac?muc=all"))
    assert "Không tra được dữ liệu khai sinh" in shown
    assert "Thiếu máy quét" not in shown, "the ward's own"
    assert "Thiếu máy quét" in text_of(desk("lanhdao").get("/cong-viec/vuong-mac?muc=all"))
    assert "15/2026/TT-BTP" in text_of(quynh.get("/van-ban-huong-dan"))
    assert "Quyết toán ngân sách" in text_of(desk("chinhphu").get("/cong-viec/van-ban-no"))


def test_no_seed_without_the_demonstration(desk: Desk, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    for seed in (seed_obstacles, seed_guidance):
        with pytest.raises(demo.OnlyInDemo):
            seed()


def test_the_pages_of_guidance_keep_to_their_statements(desk: Desk) -> None:
    from django.db import connection

    quynh = desk("quynh")
    seed_obstacles()
    seed_guidance()
    id = sql.run("SELECT id FROM engine_case WHERE kind = 'guidance' AND step = 'issued'")[0][0]
    for address in ("", f"/{id}", f"/{id}/chua-doc", f"/{id}/chua-doc?trang=3", f"/{id}/chua-doc?trang=99999999"):
        quynh.get(f"/van-ban-huong-dan{address}")
        with CaptureQueriesContext(connection) as asked:
            assert quynh.get(f"/van-ban-huong-dan{address}").status_code == 200
        assert len(asked) <= 4, [one["sql"][:90] for one in asked]


@pytest.mark.parametrize("strange", ["trang=-1", "trang=x", "trang=%00"])
def test_strange_pages_of_who_has_not_read_are_the_first(desk: Desk, strange: str) -> None:
    seed_obstacles()
    seed_guidance()
    id = sql.run("SELECT id FROM engine_case WHERE kind = 'guidance' AND step = 'issued'")[0][0]

    assert "Ai chưa đọc" in text_of(desk("chinhphu").get(f"/van-ban-huong-dan/{id}/chua-doc?{strange}"))


def test_a_document_that_is_not_issued_is_not_there_to_read(desk: Desk) -> None:
    seed_guidance()
    id = sql.run("SELECT id FROM engine_case WHERE kind = 'guidance' AND step = 'owed' LIMIT 1")[0][0]

    quynh = desk("quynh")
    assert quynh.get(f"/van-ban-huong-dan/{id}").status_code == 404
    assert quynh.post(f"/van-ban-huong-dan/{id}").status_code == 404
    assert desk("chinhphu").post(f"/van-ban-huong-dan/{id}").status_code == 404
