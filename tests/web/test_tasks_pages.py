"""Conclusions and tasks at the desk: a meeting is concluded, tasks are proposed, given, handed in, and seen late."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test.utils import CaptureQueriesContext
from officers import CASE_ADDRESS, Officer, text_of

from thongsuot.areas.conclusions import seeding as meeting_seeding
from thongsuot.areas.tasks import reading
from thongsuot.areas.tasks import seeding as task_seeding
from thongsuot.areas.tasks.figures import FIGURES
from thongsuot.areas.tasks.models import Draft
from thongsuot.areas.tasks.rules import Track
from thongsuot.engine import actor as actors
from thongsuot.engine import briefed, sql, sweep
from thongsuot.engine.verbs import VIETNAM

Desk = Callable[[str], Officer]
SIX = {
    "work": "Báo cáo số hồ sơ quá hạn của xã, phường",
    "product": "Báo cáo",
    "acceptance": "Văn phòng thành phố nhận",
    "authority": "Quy chế làm việc; chủ tịch xã, phường quyết định",
}
TEXT = [
    "1. Đánh giá chung",
    "Sở Tư pháp đã tổ chức tốt tập huấn hộ tịch.",
    "2. Nhiệm vụ",
    "Giao Ủy ban nhân dân xã A Lưới 2 lập danh sách thôn chưa có sóng, trình Chủ tịch Ủy ban nhân dân thành phố xem"
    " xét trước ngày 15/12/2027.",
    "Ủy ban nhân dân các xã, phường rà soát hồ sơ quá hạn, gửi báo cáo về Văn phòng Ủy ban nhân dân thành phố.",
]


def day(after: int) -> str:
    return (datetime.now(VIETNAM) + timedelta(days=after)).strftime("%d/%m/%Y")


def person(login: str) -> str:
    return str(sql.run("SELECT person_id FROM register_account WHERE username = %s", [login])[0][0])


def concluded(desk: Desk) -> UUID:
    """Ngọc plans a meeting and writes its minutes, Long concludes it; its id."""
    ngoc = desk("ngoc")
    page = ngoc.get("/cong-viec/cuoc-hop/mo/plan")
    made = ngoc.send(
        page, "/cong-viec/cuoc-hop/mo/plan", title="Giao ban với các xã", leads="Chủ tịch", agenda=["Kết quả"],
        who="every_commune", meeting="every_commune", begins="23/11/2026", **{"begins-gio": "08:00"},
    )  # fmt: skip
    assert made.status_code == 302, text_of(made)
    found = CASE_ADDRESS.search(made["Location"])
    assert found
    id = UUID(found[1])
    assert ngoc.make(id, "hold", minutes=["40 nơi dự họp."], points="41").status_code == 302
    assert desk("long").make(id, "conclude", dated=day(0), text=TEXT).status_code == 302
    return id


def seeded() -> UUID:
    meeting = meeting_seeding.seed_conclusion(meeting_seeding.CITY)
    task_seeding.seed_tasks(task_seeding.CITY, meeting.id)
    task_seeding.seed_charges()
    return meeting.id


def test_the_governments_meeting_has_its_tasks_and_its_text_gives_more(desk: Desk) -> None:
    meeting = meeting_seeding.seed_conclusion(meeting_seeding.GOVERNMENT)
    task_seeding.seed_tasks(task_seeding.GOVERNMENT, meeting.id)
    assert meeting_seeding.seed_conclusion(meeting_seeding.GOVERNMENT).id == meeting.id, "made once"
    follower = desk("theodoi")
    page = f"/ket-luan/{meeting.id}"
    assert "3 nhiệm vụ: 0 hoàn thành" in text_of(follower.get(page))
    assert follower.post(f"{page}/de-xuat").status_code == 302
    proposed = text_of(follower.get(page)).lower()
    for work in ("hướng dẫn phân cấp về đất đai", "rà soát xã còn mất kết nối", "bảo đảm đường truyền"):
        assert work in proposed
    assert "Phiên họp của Chính phủ" in text_of(desk("long").get(page)), "a province was invited"
    assert desk("hoa").get(page).status_code == 404, "a commune was not"


def test_tasks_are_proposed_from_the_text_each_with_its_sentence_and_what_is_missing(desk: Desk) -> None:
    id = concluded(desk)
    trang, long = desk("trang"), desk("long")
    page = trang.get(f"/ket-luan/{id}")
    assert "Đề xuất nhiệm vụ từ nội dung kết luận" in text_of(page)
    assert trang.post(f"/ket-luan/{id}/de-xuat").status_code == 302

    shown = text_of(trang.get(f"/ket-luan/{id}"))
    assert "lập danh sách thôn chưa có sóng" in shown.lower()
    assert "mọi xã, phường, đặc khu" in shown
    assert "tập huấn hộ tịch" not in shown.split("Nội dung thông báo")[0], "what was praised is no task"
    first = Draft.objects.get(about=id, values__body="ubnd.20044")
    mine = f"/nhiem-vu/du-thao/{first.id}"
    told = text_of(long.get(mine))
    assert "Giao Ủy ban nhân dân xã A Lưới 2 lập danh sách" in told
    every = Draft.objects.get(about=id, values__group="*commune")
    assert "chọn một người chịu trách nhiệm" not in told, "the text names the body, and its chair is known"
    to_choose = text_of(long.get(f"/nhiem-vu/du-thao/{every.id}"))
    assert "chọn một người chịu trách nhiệm" in to_choose, "what to do about it"
    assert first.values["person"] == person("toan"), "the chair of the body that was named"
    refused = long.send(long.get(mine), mine, viec="giao", work="Lập danh sách thôn chưa có sóng", product="Danh sách")
    assert refused.status_code == 422
    for lacking in ("Chưa rõ người", "Chưa rõ thời gian", "Chưa rõ sản phẩm", "Chưa rõ thẩm quyền"):
        assert lacking in text_of(refused)
    given = long.send(long.get(mine), mine, viec="giao", person=person("toan"), until=day(9),
                      **{"until-gio": "17:00"}, **SIX)  # fmt: skip
    assert given.status_code == 302, text_of(given)
    assert "1 nhiệm vụ: 0 hoàn thành, 1 đang làm" in text_of(long.get(f"/ket-luan/{id}"))
    assert long.get(mine).status_code == 302, "a draft that was given leads to its task"


def test_what_many_drafts_share_is_written_once_and_the_ready_ones_are_given_together(desk: Desk) -> None:
    id = concluded(desk)
    trang, long = desk("trang"), desk("long")
    trang.post(f"/ket-luan/{id}/de-xuat")
    named, every = (
        Draft.objects.get(about=id, values__body="ubnd.20044"),
        Draft.objects.get(about=id, values__group="*commune"),
    )
    together = f"/ket-luan/{id}/du-thao"
    assert "Dự thảo 1 trên 2" in text_of(trang.get(f"/nhiem-vu/du-thao/{named.id}"))

    shared = {"authority": "Quy chế làm việc", "acceptance": "Trang nhận"}
    assert "Đã điền vào 1 dự thảo" in text_of(trang.post(together, {"viec": "dien", **shared}, follow=True))
    assert "Không dự thảo nào còn trống" in text_of(trang.post(together, {"viec": "dien", **shared}, follow=True))
    before = list(Draft.objects.filter(about=id).order_by("id").values_list("values", flat=True))
    endless = {"acceptance": "x" * 5000, "authority": "Luật"}
    assert "dài quá 300 ký tự" in text_of(trang.post(together, {"viec": "dien", **endless}, follow=True))
    assert list(Draft.objects.filter(about=id).order_by("id").values_list("values", flat=True)) == before
    kept = {one.id: Draft.objects.get(id=one.id).values for one in (named, every)}
    assert kept[every.id]["authority"] == "Quy chế làm việc"
    assert kept[named.id] == named.values, "what was found stays, its sentence too"
    page = long.get(f"/ket-luan/{id}").content.decode()
    assert f'value="{named.id}"' in page
    assert f'value="{every.id}"' not in page, "it is not clear whose it is"

    refused = trang.post(together, {"viec": "giao", "du-thao": [str(named.id)]}, follow=True)
    assert "giữ dự thảo để người đứng đầu cơ quan giao" in text_of(refused), "Trang heads an office of the city"
    given = long.post(together, {"viec": "giao", "du-thao": [str(named.id), str(every.id)]}, follow=True)
    assert "Đã giao 1 nhiệm vụ. Chưa giao được" in text_of(given)
    assert "Chưa rõ người" in text_of(given)
    assert sql.run("SELECT count(*) FROM engine_case WHERE kind = 'task'") == [(1,)]
    assert "Chọn ít nhất một dự thảo" in text_of(long.post(together, {"viec": "giao"}, follow=True))
    assert desk("lan").post(together, {"viec": "dien"}).status_code == 403


def test_who_is_invited_reads_agenda_documents_and_notice_and_nobody_else(desk: Desk) -> None:
    id = concluded(desk)
    toan, hoa = desk("toan"), desk("hoa")
    assert toan.get(f"/ho-so/{id}").status_code == 404, "the case is the city's own"
    assert "Giao ban với các xã" in text_of(toan.get("/ket-luan"))
    shown = text_of(toan.get(f"/ket-luan/{id}"))
    assert "Cơ quan bạn được mời họp" in shown
    assert "Ủy ban nhân dân các xã, phường rà soát hồ sơ quá hạn" in shown
    assert "40 nơi dự họp" not in shown, "the minutes are the office's"
    assert "Đề xuất nhiệm vụ" not in shown
    assert toan.get(f"/ket-luan/{id}/tep/{id}").status_code == 404, "no such document"
    assert toan.post(f"/ket-luan/{id}/de-xuat").status_code in (403, 404, 409)
    assert not Draft.objects.filter(about=id).exists()
    assert "Giao ban với các xã" not in text_of(hoa.get("/ket-luan")), "a commune of another province"
    assert hoa.get(f"/ket-luan/{id}").status_code == 404
    sql.run("UPDATE engine_case SET facts = facts || '{\"who\": \"named\", \"invited\": []}' WHERE id = %s RETURNING 1",
            [id])  # fmt: skip
    assert toan.get(f"/ket-luan/{id}").status_code == 404, "invited no more"
    named = 'UPDATE engine_case SET facts = facts || \'{"invited": ["ubnd.20044"]}\' WHERE id = %s RETURNING 1'
    sql.run(named, [id])
    assert toan.get(f"/ket-luan/{id}").status_code == 200, "invited by name"


def test_a_person_drops_a_candidate_and_proposing_again_does_not_bring_it_back(desk: Desk) -> None:
    id = concluded(desk)
    trang = desk("trang")
    trang.post(f"/ket-luan/{id}/de-xuat")
    for one in Draft.objects.filter(about=id):
        assert trang.post(f"/nhiem-vu/du-thao/{one.id}", {"viec": "bo"}).status_code == 302
    trang.post(f"/ket-luan/{id}/de-xuat")

    assert Draft.objects.filter(about=id, state="open").count() == 0
    assert desk("hoa").get(f"/nhiem-vu/du-thao/{one.id}").status_code in (403, 404), "another house's draft"


def test_who_may_not_give_keeps_a_draft_for_the_chair(desk: Desk) -> None:
    id = concluded(desk)
    ngoc = desk("ngoc")
    address = f"/nhiem-vu/du-thao/moi?ve={id}"
    assert ngoc.send(ngoc.get(address), address, work="Kiểm tra việc xin lỗi của phường").status_code == 302
    kept = Draft.objects.get(about=id)
    page = ngoc.get(f"/nhiem-vu/du-thao/{kept.id}")
    assert 'value="giao"' not in page.content.decode()
    refused = ngoc.send(page, f"/nhiem-vu/du-thao/{kept.id}", viec="giao", person=person("minh"), until=day(5),
                        **{"until-gio": "17:00"}, **SIX)  # fmt: skip
    assert refused.status_code in (403, 409)
    assert "người đứng đầu" in text_of(refused)
    assert sql.run("SELECT count(*) FROM engine_case WHERE kind = 'task'") == [(0,)]


def test_the_head_of_an_office_gives_within_it_and_beyond_keeps_a_draft(desk: Desk) -> None:
    id = concluded(desk)
    trang, ngoc = desk("trang"), desk("ngoc")
    address = f"/nhiem-vu/giao?ve={id}"
    form = trang.get(address)
    assert person("ngoc") in form.content.decode()
    assert person("minh") not in form.content.decode(), "a chair of a ward is nobody's whom a head of the city commands"
    sent = {"until": day(7), "until-gio": "17:00", **SIX}
    assert trang.send(form, address, persons=[person("ngoc")], **sent).status_code == 302
    task = sql.run("SELECT id FROM engine_case WHERE kind = 'task'")[0][0]
    assert ngoc.make(task, "hand_in", document="12/BC-VP").status_code == 302
    chair = desk("long").get(f"/ho-so/{task}/buoc/accept")
    assert chair.status_code != 200, "the chair sees it, who gave it accepts it"
    assert trang.make(task, "accept").status_code == 302

    new = f"/nhiem-vu/du-thao/moi?ve={id}"
    trang.send(trang.get(new), new, work="Kiểm tra việc xin lỗi của phường", person=person("minh"))
    draft = f"/nhiem-vu/du-thao/{Draft.objects.get(about=id).id}"
    refused = trang.send(trang.get(draft), draft, viec="giao", person=person("minh"), **sent)
    assert refused.status_code == 409
    assert "giữ dự thảo để người đứng đầu cơ quan giao" in text_of(refused)
    long = desk("long")
    assert long.send(long.get(draft), draft, viec="giao", person=person("minh"), **sent).status_code == 302


def test_one_form_gives_the_same_task_to_two_communes_and_none_when_a_clear_is_missing(desk: Desk) -> None:
    id = concluded(desk)
    long = desk("long")
    address = f"/nhiem-vu/giao?ve={id}"
    page = long.get(address)
    both = [person("minh"), person("toan")]
    refused = long.send(page, address, persons=both, **SIX)
    assert refused.status_code == 422
    assert "Chưa rõ thời gian" in text_of(refused)
    nobody = long.send(page, address, until=day(7), **{"until-gio": "17:00"}, **SIX)
    assert "Chọn ít nhất một người" in text_of(nobody)
    sent = {"persons": both, "until": day(7), "until-gio": "17:00", **SIX}
    assert long.send(page, address, **sent).status_code == 302
    assert long.send(page, address, **sent).status_code == 302, "sent twice"

    assert sql.run("SELECT count(*), count(DISTINCT executing_body) FROM engine_case WHERE kind = 'task'") == [(2, 2)]
    assert "Báo cáo số hồ sơ quá hạn" in text_of(desk("toan").get("/cong-viec/nhiem-vu?muc=mine"))
    assert "Báo cáo số hồ sơ quá hạn" not in text_of(desk("hoa").get("/cong-viec/nhiem-vu?muc=all"))
    assert desk("minh").get(address).status_code in (200, 404), "a chair of a ward may look at the form"
    assert desk("lan").get(address).status_code == 403


def test_a_minister_reads_at_once_what_is_late_and_whose(desk: Desk) -> None:
    id = seeded()
    shown = text_of(desk("lanhdao").get(f"/ket-luan/{id}"))

    assert "8 nhiệm vụ: 1 hoàn thành, 7 đang làm; 2 quá hạn." in shown
    late = shown.split("Đang chậm, của ai")[1].split("Xin lùi hạn, chờ quyết định")[0]
    assert "Lê Quang Toàn" in late
    assert "A Lưới 2" in late
    assert "Lãnh đạo phụ trách: Đặng Quốc Việt" in late
    assert "Bị trả lại, đã quá hạn" in late
    for words in ("Hoàn thành đúng hạn", "Tạm dừng", "Không thời hạn", "Chưa thực hiện, chưa đến hạn", "xin lùi đến"):
        assert words in shown, words
    assert "Nhiệm vụ con: 1 trên 2 xong, 1 chậm" in shown
    assert seeded() == id
    assert sql.run("SELECT count(*) FROM engine_case WHERE kind = 'task'") == [(8,)], "made once"
    listed = text_of(desk("lanhdao").get("/ket-luan"))
    assert "Giao ban trực tuyến với 40 xã" in listed
    assert "Giao ban trực tuyến" not in text_of(desk("hoa").get("/ket-luan"))
    assert desk("hoa").get(f"/ket-luan/{id}").status_code == 404


def test_a_parent_waits_for_its_children_unless_it_is_said_why(desk: Desk) -> None:
    seeded()
    parent = sql.run("SELECT id FROM engine_case WHERE title LIKE 'Khắc phục tình trạng mất kết nối%%'")[0][0]
    trang = desk("trang")
    refused = trang.make(parent, "hand_in", document="90/BC-VP")

    assert refused.status_code == 409
    assert "Còn 1 nhiệm vụ con chưa xong" in text_of(refused)
    assert "1 trên 2 đã hoàn thành, 1 chậm" in text_of(trang.get(f"/ho-so/{parent}"))
    assert trang.make(parent, "hand_in", document="90/BC-VP", why_open=["Xã nộp sau."]).status_code == 302
    assert desk("long").make(parent, "accept").status_code == 302


def test_who_heads_the_body_splits_its_task_and_a_stranger_to_it_does_not(desk: Desk) -> None:
    id = seeded()
    home = sql.run("SELECT id FROM engine_case WHERE title LIKE 'Thí điểm trả%%'")[0][0]
    minh = desk("minh")
    assert "Chia nhỏ, giao nhiều nơi" in text_of(minh.get(f"/ho-so/{home}"))
    assert "Chia nhỏ" not in text_of(desk("thu").get(f"/ho-so/{home}")), "a head of an office gives nothing"
    address = f"/nhiem-vu/giao?ve={home}"
    sent = {"until": day(7), "until-gio": "17:00", **SIX}
    split = minh.send(minh.get(address), address, persons=[person("thu"), person("quang")], **sent)
    assert split.status_code == 302, text_of(split)
    assert "Nhiệm vụ con 0 trên 2 đã hoàn thành" in text_of(minh.get(f"/ho-so/{home}"))
    assert "Nhiệm vụ con: 0 trên 2 xong" in text_of(desk("long").get(f"/ket-luan/{id}"))
    toan = desk("toan")
    assert toan.get(address).status_code == 404, "another commune does not see it"
    far = minh.send(minh.get(address), address, persons=[person("toan")], **sent)
    assert far.status_code == 422, "nor does a ward give tasks to another one"


def test_an_extension_keeps_both_days(desk: Desk) -> None:
    id = seeded()
    land = sql.run("SELECT id FROM engine_case WHERE title LIKE 'Đăng ký đất đai%%'")[0][0]
    long = desk("long")
    assert long.make(land, "grant", until=day(25), **{"until-gio": "17:00"}).status_code == 302

    assert "hạn ban đầu" in text_of(long.get(f"/ket-luan/{id}"))
    assert "Hạn ban đầu" in text_of(long.get(f"/ho-so/{land}"))


def test_the_late_task_is_told_to_its_head_its_house_and_then_the_givers_leaders(desk: Desk) -> None:
    seeded()
    sweep.sweep(datetime.now(UTC) + timedelta(days=12))
    late = sql.run("SELECT id FROM engine_case WHERE title LIKE 'Lập danh sách điểm%%'")[0][0]
    raised = dict(sql.run("SELECT kind, role || '@' || body FROM engine_notice WHERE case_id = %s", [late]))

    assert raised["overdue_head"] == "head@ubnd.20044"
    assert raised["overdue_house"] == "chair@ubnd.20044"
    assert raised["overdue_giver"] == "leader@ubnd.46"
    assert "due_soon" not in raised, "nobody is told “soon” of what is late"
    standing = sql.run("SELECT id FROM engine_case WHERE title LIKE 'Trực đường dây%%'")[0][0]
    assert sql.run("SELECT count(*) FROM engine_notice WHERE case_id = %s", [standing]) == [(0,)]


def test_the_figures_say_what_the_rules_say_of_the_same_tasks(desk: Desk) -> None:
    id = seeded()
    now = datetime.now(UTC)
    anybody = actors.load(UUID(person("lanhdao")), now.astimezone(VIETNAM).date())
    lines = reading.of_conclusion(anybody, id, now)
    span = briefed.Span(now - timedelta(days=30), now)
    counts = {one.key: len(reading.counted(one, span, anybody)) for one in FIGURES if isinstance(one, briefed.Figure)}

    tracks = [one.track for one in lines]
    late = sum(one.late and one.is_open for one in lines)
    assert counts["tasks_overdue"] == late
    assert counts["tasks_done_in_time"] == tracks.count(Track.DONE_IN_TIME) == 1
    done = tracks.count(Track.DONE_IN_TIME) + tracks.count(Track.DONE_LATE)
    assert counts["tasks_rated"] == done + late == 3
    assert counts["tasks_extension"] == tracks.count(Track.EXTENSION_ASKED) == 1
    assert counts["tasks_given"] == 8
    elsewhere = briefed.Span(span.start, span.as_of, "96")
    assert all(not reading.counted(one, elsewhere, anybody) for one in FIGURES if isinstance(one, briefed.Figure))


def test_the_table_is_printed_and_a_stranger_gets_none(desk: Desk) -> None:
    id = seeded()
    printed = desk("trang").get(f"/ket-luan/{id}/bang.pdf")

    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert desk("hoa").get(f"/ket-luan/{id}/bang.pdf").status_code == 404


def test_each_number_of_the_plan_opens_a_list_of_its_length(desk: Desk) -> None:
    seeded()
    lanhdao = desk("lanhdao")
    home = f"/nhiem-vu/ke-hoach?tu={day(-30)}&den={day(60)}"
    page = lanhdao.get(home).content.decode()
    assert "296 trên 845 nhiệm vụ = 35,03" in page
    assert "1.384 trên 3.003 nhiệm vụ = 46,09" in page
    assert "chưa mô phỏng" in page
    sql.run("""UPDATE engine_case SET facts = facts || '{"simulated": "tasks_provinces_2023"}' WHERE kind = 'task'
      AND step IN ('done', 'returned', 'paused')""")
    page = lanhdao.get(home).content.decode()
    assert "Mô phỏng: 1 trên 3 nhiệm vụ = 33,33" in " ".join(re.sub(r"<span.*?</span>|<[^>]+>", "", page).split())
    address, mark = (
        r'href="(/nhiem-vu/ke-hoach\?[^"]*nhom=([\w.]+))#danh-sach">',
        r'(?:<span class="mark[^>]*>.*?</svg>)?',
    )
    counted = re.findall(address + mark + r"([0-9.]+)", page)
    assert len(counted) >= 9
    for address, key, number in counted:
        listed = lanhdao.get(address.replace("&amp;", "&")).content.decode()
        rows = listed.split('id="danh-sach"')[1].split("Số liệu nơi khác công bố")[0].count("<tr><td>")
        assert rows == int(number), key
    assert {key: int(n) for _address, key, n in counted}["tasks_overdue"] == 2
    listed = text_of(desk("chinhphu").get("/bao-cao/danh-sach/simulated.tasks_provinces_2023.of?noi="))
    assert "3 nhiệm vụ" in listed
    assert "hư cấu" in listed
    assert desk("chinhphu").get("/bao-cao/danh-sach/simulated.tasks_provinces_2023?noi=46").status_code == 404


@pytest.mark.parametrize("strange", ["tu=31/02/2026", "tu=x&den=%00", "tu=01/01/0001", "nhom=nothing",
                                     "tu=01/01/2027&den=01/01/2026"])  # fmt: skip
def test_strange_periods_ask_for_nothing_special(desk: Desk, strange: str) -> None:
    assert desk("lanhdao").get(f"/nhiem-vu/ke-hoach?{strange}").status_code == 200


def test_leaders_in_charge_are_named_by_heads_and_chairs_and_see_what_is_late_there(desk: Desk) -> None:
    seeded()
    assert "Đang chậm ở nơi bạn phụ trách" in text_of(desk("lanhdao").get("/nhiem-vu/phu-trach"))
    trang = desk("trang")
    address = "/nhiem-vu/phu-trach"
    form = {"nguoi": person("lanhdao"), "noi": "s:G15", "tu": day(0), "can-cu": "Phân công số 5"}
    assert trang.post(address, form).status_code == 302
    assert "Bộ Tư pháp" in text_of(trang.get(address))
    for wrong, sentence in (
        ({"noi": "p:99999"}, "địa bàn"), ({"nguoi": "x"}, "lãnh đạo"), ({"can-cu": " "}, "văn bản phân công"),
        ({"tu": "31/02/2026"}, "ngày có thật"), ({"nguoi": person("hoa")}, "lãnh đạo"),
    ):  # fmt: skip
        answer = trang.post(address, {**form, **wrong})
        assert answer.status_code == 422, wrong
        assert sentence in text_of(answer)
    assert desk("ngoc").post(address, form).status_code == 403
    row = sql.run("SELECT id FROM tasks_charge WHERE sector = 'G15'")[0][0]
    assert trang.post(address, {"thoi": str(row)}).status_code in (302, 404)
    assert trang.post(address, {"thoi": "x"}).status_code == 404


def test_another_body_is_asked_to_co_ordinate_and_answers(desk: Desk) -> None:
    seeded()
    home = sql.run("SELECT id FROM engine_case WHERE title LIKE 'Thí điểm trả%%'")[0][0]
    thu = desk("thu")
    address = f"/cong-viec/phoi-hop/mo/ask?ve={home}"
    page = thu.get(address)
    asked = {"until": day(4), "until-gio": "17:00", "question": ["Bao nhiêu người cao tuổi sống một mình?"]}
    own = thu.send(page, address, **{**asked, "with": "ubnd.19789"})
    assert own.status_code == 422
    made = thu.send(page, address, **{**asked, "with": "ubnd.20044"})
    assert made.status_code == 302, text_of(made)
    assert "Phối hợp: Thí điểm trả kết quả" in text_of(desk("toan").get("/cong-viec/phoi-hop?muc=all"))
    assert "Cơ quan phối hợp" in text_of(thu.get(f"/ho-so/{home}"))


def test_a_conclusions_page_asks_little_of_the_database(desk: Desk) -> None:
    from django.db import connection

    id = seeded()
    lanhdao = desk("lanhdao")
    lanhdao.get(f"/ket-luan/{id}")
    with CaptureQueriesContext(connection) as asked:
        assert lanhdao.get(f"/ket-luan/{id}").status_code == 200

    assert len(asked) <= 6, [one["sql"][:80] for one in asked]


@pytest.mark.parametrize("given", [{"until": "99/99/2026", "until-gio": "8"}, {"person": "\x00"}, {"work": "x\x00" * 9},
                                   {"work": "y" * 600}, {"person": "khong-phai-uuid", "viec": "giao"}])  # fmt: skip
def test_a_draft_answers_bad_input_with_a_sentence(desk: Desk, given: dict[str, Any]) -> None:
    id = concluded(desk)
    trang = desk("trang")
    trang.post(f"/ket-luan/{id}/de-xuat")
    one = Draft.objects.filter(about=id).first()
    assert one
    answer = trang.send(trang.get(f"/nhiem-vu/du-thao/{one.id}"), f"/nhiem-vu/du-thao/{one.id}", **given)

    assert answer.status_code in (302, 409, 422)
    assert trang.get(f"/nhiem-vu/giao?du-thao={'x' * 40}").status_code in (403, 404)
