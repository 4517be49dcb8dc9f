"""Differences, limits, fees and powers of the catalogue in words that an officer reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from thongsuot.register import bodies, body_rules
from thongsuot.register.catalogue.changes import Change, NoSuchPlace, steps
from thongsuot.register.catalogue.definitions import Case, Channel, Definition, Fee
from thongsuot.register.models import Competence
from thongsuot.web.desk import content, counter_fields
from thongsuot.web.environment import money, number
from thongsuot.web.speech import say as _

LONGEST = 300
OVERLAP = ": cùng quyết định: "


def channels() -> dict[Channel, str]:
    return {"counter": _("trực tiếp"), "online": _("trực tuyến"), "post": _("bưu chính công ích")}


def _parts() -> dict[str, str]:
    return {
        "cases": _("trường hợp"), "limit": _("thời hạn"), "amount": _("số lượng"), "unit": _("đơn vị tính"),
        "fees": _("phí, lệ phí"), "papers": _("giấy tờ"), "results": _("kết quả"), "name": _("tên"),
        "title": _("tên thủ tục"), "decision": _("quyết định công bố"), "legal_basis": _("căn cứ pháp lý"),
        "field": _("lĩnh vực"), "definition": _("nội dung"), "receiving": _("cách nộp"), "channels": _("hình thức"),
        "limit_by_channel": _("thời hạn theo hình thức nộp"), "required": _("bắt buộc"), "note": _("ghi chú"),
        "unclear": _("điểm chưa rõ"), "limit_note": _("lời văn về thời hạn"), "deciding": _("cơ quan quyết định"),
        "executing": _("cơ quan thực hiện"), "levels": _("cấp thực hiện"), "originals": _("số bản chính"),
        "copies": _("số bản sao"), "online": _("dịch vụ trực tuyến"), "verified": _("xác minh"),
        "place_limits": _("thời hạn theo địa bàn"), "tier": _("cấp quyết định"), "source": _("nguồn"),
    }  # fmt: skip


def place(path: str, definition: Definition | None = None) -> str:
    """Where a difference stands: "trường hợp “Nhà ở” › thời hạn"; what has no word of ours stays as it is."""
    if path.startswith("/"):
        return _("trong nguồn: %(place)s", place=path)
    try:
        found = steps(path)
    except NoSuchPlace:
        return path
    names = {case.key: case.name for case in definition.cases} if definition else {}
    words: list[str] = []
    for name, picks in found:
        if picks and words:
            words[-1] = f"{words[-1]} “{names.get(name) or name}”"
        else:
            words.append(_parts().get(name, name))
    return " › ".join(words)


def value(given: Any) -> str:
    """A value of a difference, cut where it is long: the whole stands in the version itself."""
    if given is None or given in ("", [], {}):
        return _("(trống)")
    if isinstance(given, bool):
        return _("có") if given else _("không")
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def changes(found: Sequence[Change], definition: Definition | None = None) -> list[dict[str, str]]:
    """Rows of a table of differences: where, what stood there, what stands there now."""
    return [
        {
            "where": place(one["at"], definition),
            "before": value(one["before"]) if "before" in one else "",
            "after": value(one["value"]) if "value" in one else _("bỏ"),
        }
        for one in found
    ]


def limits(case: Case) -> list[tuple[str, str]]:
    """(channel, limit) of a case: one row where all channels have the same."""
    if case.unclear or not case.limit_by_channel:
        return [(_("Mọi hình thức"), counter_fields.limit_words(case, case.limit))]
    return [(words, counter_fields.limit_words(case, case.limit_for(key))) for key, words in channels().items()]


def fees(case: Case) -> list[dict[str, str]]:
    return [
        {"channel": channels().get(one.channel, one.channel), "words": content.fee_words(one.name, one.amount),
         "more": _fee_more(one)}
        for one in case.fees
    ]  # fmt: skip


def _fee_more(one: Fee) -> str:
    parts = [_("mỗi %(unit)s", unit=one.unit)] if one.amount and one.unit != "hồ sơ" else []
    if one.from_page is not None and one.amount_after is not None:
        after = money(one.amount_after)
        parts.append(_("từ trang %(page)s: %(amount)s", page=number(one.from_page), amount=after))
    if one.at_most is not None:
        parts.append(_("tối đa %(amount)s", amount=money(one.at_most)))
    return "; ".join([*parts, *([one.note] if one.note else [])])


def papers(case: Case) -> list[dict[str, str]]:
    needed = {
        "yes": _("bắt buộc"), "no": _("nếu có"), "depends": _("tùy trường hợp"), "unknown": _("nguồn không ghi rõ"),
    }  # fmt: skip
    return [
        {
            "name": one.name,
            "needed": f"{needed[one.required]}: {one.when}" if one.when else needed[one.required],
            "count": _("xuất trình") if one.presented else _copies(one.originals, one.copies),
            "form": one.form,
        }
        for one in case.papers
    ]


def _copies(originals: int, copies: int) -> str:
    parts = [_("%(n)s bản chính", n=originals)] if originals else []
    return ", ".join([*parts, *([_("%(n)s bản sao", n=copies)] if copies else [])])


def power(row: Competence) -> dict[str, Any]:
    """A row of competence: who may do what, where, on what basis, how sure we are."""
    natures = {
        "decide": _("quyết định"), "receive": _("tiếp nhận"), "appraise": _("thẩm định"), "consult": _("cho ý kiến"),
    }  # fmt: skip
    waits = row.status == "proposed"
    state = _("đề xuất, chưa áp dụng") if waits else _("đang áp dụng")
    return {
        "id": row.pk,
        "code": row.procedure_code,
        "nature": natures.get(row.nature, row.nature),
        "body": bodies.name_of(row.body_id) if row.body_id else kind(row.body_kind),
        "office": kind(row.executing_kind) if row.executing_kind else "",
        "where": row.place_code or _("cả nước"),
        "basis": row.provision or row.legal_basis,
        "wording": row.wording,
        "confidence": row.confidence,
        "mark": ("on_time", _("đã xác minh")) if row.verified else ("due_soon", _("chưa xác minh")),
        "state": _("%(name)s chấp thuận", name=row.accepted_by) if row.accepted_by else state,
        "since": row.valid_from,
        "until": row.valid_to,
    }


def kind(key: str) -> str:
    """A kind of body, or one body, in words: "Ủy ban nhân dân cấp xã", "Sở Xây dựng", "Bộ Tư pháp"."""
    name = body_rules.NAMES.get(key, "").replace(" {unit}", "")
    if not name:
        titles = {one.kind: one.title for one in body_rules.departments()}
        return titles.get(key) or bodies.name_of(key)
    tier = _("cấp tỉnh") if key.endswith("_tinh") else _("cấp xã")
    return f"{name} {tier}"


def overlap(sentence: str) -> str:
    """A sentence of an overlap with its keys of bodies ("so_y_te, ubnd_xa") in words."""
    head, told, keys = sentence.partition(OVERLAP)
    if not told:
        return sentence
    return head + told + "; ".join(kind(one) for one in keys.removesuffix(".").split(", ")) + "."
