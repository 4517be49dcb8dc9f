"""Make the built-in catalogue from the national portal's answers: `python tools/build_catalogue.py SOURCE.jsonl.gz`.

Only facts are taken: codes, official titles, fields, limits, fees, papers, results, legal basis. Papers' names are
cut to what names the paper; sentences of advice, addresses and explanations are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")

import django

django.setup()

from thongsuot.register import procedures  # noqa: E402
from thongsuot.register.catalogue import built_in, findings, reading, source, understanding, wording  # noqa: E402
from thongsuot.register.catalogue.definitions import Case, Definition, Fee, Paper  # noqa: E402
from thongsuot.register.catalogue.fees import COUNCIL  # noqa: E402
from thongsuot.register.catalogue.reading import Line  # noqa: E402

# The fields that people come to a commune or a province for; of each at most so many procedures.
FIELDS = {
    "Hộ tịch": 40, "Chứng thực": 20, "Đăng ký, quản lý cư trú": 20, "Cấp, quản lý căn cước": 20,
    "Nuôi con nuôi": 8, "Hòa giải ở cơ sở": 6, "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)": 10,
    "Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã": 8, "Đất đai": 20,
    "Hoạt động xây dựng": 12, "Quy hoạch đô thị và nông thôn": 4, "Nhà ở và công sở": 4, "Bảo trợ xã hội": 20,
    "Trẻ em": 8, "Giảm nghèo": 6, "Người có công": 20, "Chính sách": 4, "Việc làm": 8, "Lao động": 4,
    "Quản lý lao động ngoài nước": 4, "Giáo dục mầm non": 8, "Giáo dục trung học": 4, "Giáo dục thường xuyên": 4,
    "Giáo dục và Đào tạo thuộc hệ thống giáo dục quốc dân": 8, "Khám bệnh, chữa bệnh": 6, "An toàn thực phẩm": 6,
    "Dược phẩm": 4, "Phòng bệnh": 4, "Đường bộ": 6, "Hàng hải và đường thủy nội địa": 6,
    "Đăng ký, quản lý phương tiện giao thông cơ giới, xe máy chuyên dùng": 6, "Thủy lợi": 4, "Thủy sản": 4,
    "Lâm nghiệp và Kiểm lâm": 4, "Chăn nuôi": 3, "Trồng trọt và Bảo vệ thực vật": 4, "Tín ngưỡng, tôn giáo": 6,
    "Văn hóa": 4, "Di sản văn hóa": 3, "Thể dục thể thao": 3, "Thi đua - khen thưởng": 3, "Thi đua, khen thưởng": 3,
    "Quản lý nhà nước về hội, quỹ": 4, "Công chứng": 3, "Luật sư": 4, "Trợ giúp pháp lý": 3, "Gia đình": 3,
    "Phòng cháy, chữa cháy": 4, "Quản lý xuất nhập cảnh": 4, "Nghĩa vụ quân sự": 3, "Đầu tư tại Việt nam": 4,
    "Hỗ trợ doanh nghiệp nhỏ và vừa": 2, "Thực hiện chính sách BHXH": 5, "Thực hiện chính sách BHYT": 2,
    "Tài chính đất đai": 3, "Điện lực": 2, "Viễn thông và Internet": 2, "Công tác dân tộc": 2, "Du lịch": 2,
}  # fmt: skip
LONGEST_NAME, LONGEST_NOTE, MOST_PAPERS = 110, 140, 25
_CUT = re.compile(r"\s*(?:[;(]|\. |, trong đó|, trường hợp|, đối với| đối với trường hợp| trong trường hợp|: )")
_FORM = re.compile(r"\s+(?:theo|ban hành)\s+(?:mẫu|Mẫu|quy định|kèm)", re.IGNORECASE)


def main() -> int:
    """Read the source, choose, shorten, write; prints how many of which fields."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", type=Path)
    arguments.add_argument("--day", type=date.fromisoformat, default=date(2026, 7, 31), help="day of the answers")
    arguments.add_argument("--out", type=Path, default=built_in.FILE)
    chosen = arguments.parse_args()
    lines = [line for line in reading.lines(chosen.source) if isinstance(line, Line)]
    rows = [_row(line, chosen.day) for line in select(lines)]
    with chosen.out.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).translate(OLD_SIGNS) + "\n")
    for field, count in Counter(row["field"] for row in rows).most_common():
        print(f"{count:4} {field}")
    print(f"{len(rows)} thủ tục, {chosen.out.stat().st_size:,} byte")
    return 0


# An old font's sign that the source still uses for ư.
OLD_SIGNS = str.maketrans("ƣƢ", "ưƯ")


def select(lines: list[Line]) -> list[Line]:
    """National procedures of communes and provinces, not those that we wrote by hand; communes' first."""
    ours = {file.code for file in procedures.files()}
    left = dict(FIELDS)
    taken = []
    for line in sorted(lines, key=_rank):
        one = line.source
        local = {"commune", "province"} & set(one.levels)
        if one.code in ours or one.service != "STANDARD" or not local or not understanding.CODE.fullmatch(one.code):
            continue
        if left.get(one.field_name, 0) > 0:
            left[one.field_name] -= 1
            taken.append(line)
    return sorted(taken, key=lambda line: line.source.code)


def _rank(line: Line) -> tuple[int, str]:
    one = line.source
    return -findings.weight(one.code, one.field_name, one.levels), one.code


def _row(line: Line, day: date) -> dict[str, Any]:
    understood = understanding.understand(line.source, day)
    updated = datetime.fromtimestamp(line.source.updated / 1000, source.VIETNAM).date() if line.source.updated else day
    definition = understood.definition
    cases = tuple(_case(case) for case in definition.cases)
    short = definition.model_copy(
        update={
            "cases": cases,
            "receiving": definition.receiving.model_copy(update={"note": ""}),
            "source_day": updated,
        }
    )
    checked = Definition.model_validate(short.model_dump(mode="json"))
    columns = {name: getattr(understood, name) for name in built_in.BuiltIn.model_fields if hasattr(understood, name)}
    return {
        **columns,
        "valid_from": understood.valid_from.isoformat(),
        "content": source.content_digest(line.given),
        "definition": checked.model_dump(mode="json", exclude_defaults=True),
    }


def _case(case: Case) -> Case:
    papers = tuple(_paper(paper) for paper in case.papers[:MOST_PAPERS])
    return case.model_copy(
        update={
            "papers": papers,
            "notes": (),
            "fees": _fees(case.fees),
            "limit_note": wording.clean(case.limit_note, LONGEST_NOTE),
            "unclear": wording.clean(case.unclear, LONGEST_NOTE),
            "place_limits": tuple(
                rule.model_copy(update={"wording": wording.clean(rule.wording, LONGEST_NOTE)})
                for rule in case.place_limits
            ),
        }
    )


def _paper(paper: Paper) -> Paper:
    return paper.model_copy(update={"name": short_name(paper.name), "group": wording.clean(paper.group, 60)})


def short_name(name: str) -> str:
    """What names the paper: up to the first explanation, and never much more than a line."""
    head = name
    for pattern in (_CUT, _FORM):
        found = pattern.search(head, 12)
        if found:
            head = head[: found.start()]
    head = head.strip(" .,;:-")
    if len(head) > LONGEST_NAME:
        head = head[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return head[:1].upper() + head[1:] or name[:LONGEST_NAME]


def _fees(fees: tuple[Fee, ...]) -> tuple[Fee, ...]:
    made = {}
    for fee in fees:
        short = fee.model_copy(update={"note": _note(fee)})
        made[short.model_dump_json()] = short
    return tuple(made.values())


def _note(fee: Fee) -> str:
    """Our own words for where the amount is set; the tariff's number where the source names it."""
    if wording.set_by_council(fee.note):
        return COUNCIL
    laws = re.findall(r"\b\d{1,4}/\d{4}/[A-ZĐ]{2,}(?:-[A-ZĐ]+)*", fee.note)
    if laws:
        return f"Theo {', '.join(dict.fromkeys(laws))}."[:LONGEST_NOTE]
    if fee.amount == 0 or not fee.note:
        return ""
    return "" if fee.amount else "Nguồn ghi mức thu bằng lời; xem văn bản quy định mức thu."


if __name__ == "__main__":
    sys.exit(main())
