"""Rating by the link or QR of a receipt, without signing in: one page, one sending, the thanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.satisfaction import questions, rating, tokens
from thongsuot.areas.satisfaction.rating import Answers, Given, Made
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.register import bodies
from thongsuot.web.desk import forms, keys, words
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.pages import page
from thongsuot.web.portal.following.tracking import address_of
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

LONGEST = 1000


def stars() -> list[tuple[str, str]]:
    """One to five, best first, each with its word."""
    return [
        ("5", _("Rất hài lòng")),
        ("4", _("Hài lòng")),
        ("3", _("Bình thường")),
        ("2", _("Chưa hài lòng")),
        ("1", _("Rất không hài lòng")),
    ]


@open_to_anyone("GET", "POST")
def rate(request: HttpRequest, token: str) -> HttpResponseBase:
    """The question of a dossier; sent, the thanks. No name is shown: whoever holds the receipt may read the page."""
    id, now = tokens.case_of(token), words.now()
    if id is None:
        return _shut(request, _("Mã đánh giá không đúng. Quét lại mã QR trên phiếu, hoặc hỏi nơi trả kết quả."), 404)
    try:
        case = rating.open_case(id, now)
        if request.method == "POST":
            return _send(request, case)
    except Refused as refusal:
        return _shut(request, refusal.sentence, 409)
    return _form(request, case, {}, ())


def _send(request: HttpRequest, case: Case) -> HttpResponseBase:
    typed = {name: str(value)[: LONGEST + 1].replace("\x00", "") for name, value in request.POST.items()}
    answers, faults = _answers(typed)
    if typed.get("stars") not in dict(stars()):
        faults.insert(0, ("stars", _("Chọn một mức hài lòng.")))
    if len(typed.get("comment", "")) > LONGEST:
        faults.append(("comment", _("Góp ý tối đa 1.000 ký tự. Rút ngắn rồi gửi lại.")))
    if typed.get("consent") == "1" and typed.get("comment", "").strip() and not typed.get("name", "").strip():
        faults.append(("name", _("Ghi họ tên: phản ánh không nêu tên thì không có nghĩa vụ trả lời.")))
    if not faults:
        given = Given(
            stars=typed["stars"],
            way="link",
            origin=rating.origin(address_of(request)),
            comment=typed.get("comment", "").strip(),
            answers=answers,
            by_officer=_officer(request),
            consent=typed.get("consent") == "1",
            name=typed.get("name", "").strip(),
        )
        try:
            return _thanks(request, rating.give(case.id, given, words.now(), keys.sent_key(request)))
        except NeedsNotMet as unmet:
            faults = list(unmet.faults)
    return _form(request, case, typed, faults)


def _officer(request: HttpRequest) -> bool:
    actor = actor_of(request)
    return actor is not None and not actor.citizen


def _answers(typed: Mapping[str, str]) -> tuple[Answers, list[Fault]]:
    """What was answered beside the stars, and what is no answer."""
    faults: list[Fault] = []
    cost, hours = _money(typed.get("cost", "")), _hours(typed.get("hours", ""))
    if cost is None and typed.get("cost", "").strip():
        faults.append(("cost", _("Ghi số tiền bằng đồng, ví dụ 50.000, hoặc để trống.")))
    if hours is None and typed.get("hours", "").strip():
        faults.append(("hours", _("Ghi số giờ, ví dụ 1,5, hoặc để trống.")))
    criteria = {one.key: typed[one.key] for one in questions.on(today()).questions if typed.get(one.key)}
    return Answers(criteria, _choice(typed.get("times", "")), _choice(typed.get("agencies", "")), cost, hours), faults


def _choice(text: str) -> int | None:
    return int(text) if text in ("0", "1", "2", "3") else None


def _money(text: str) -> int | None:
    plain = text.strip().removesuffix("đ").replace(".", "").replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 10 else None


def _hours(text: str) -> Decimal | None:
    plain = text.strip().replace(",", ".")
    known = len(plain) <= 6 and plain.isascii() and plain.replace(".", "", 1).isdigit()
    return round(Decimal(plain), 1) if known else None


def _form(request: HttpRequest, case: Case, typed: Mapping[str, str], faults: Sequence[Fault]) -> HttpResponseBase:
    wrong = dict(reversed(faults))
    more = _more(typed, wrong)
    comment = Field(
        "comment", _("Góp ý của bạn"), "area", required=False, value=typed.get("comment", ""), longest=LONGEST,
        error=wrong.get("comment", ""), hint=_("Đừng ghi số giấy tờ hay thông tin riêng."),
    )  # fmt: skip
    consent = Field(
        "consent", _("Tôi đồng ý chuyển góp ý này thành phản ánh, kiến nghị để được trả lời"), "confirm",
        required=False, value=typed.get("consent", ""),
        hint=_("Không đánh dấu thì góp ý chỉ được giữ cùng đánh giá."),
    )  # fmt: skip
    name = Field("name", _("Họ tên của bạn"), required=False, value=typed.get("name", ""), longest=200, fill="name",
                 error=wrong.get("name", ""), hint=_("Chỉ khi muốn được trả lời"))  # fmt: skip
    chosen = Field("stars", _("Bạn hài lòng đến mức nào?"), "choice", choices=stars(), value=typed.get("stars", ""),
                   error=wrong.get("stars", ""))  # fmt: skip
    context = {
        "case": {"title": case.title, "code": case.code, "body": bodies.name_of(case.receiving_body)},
        "chosen": chosen,
        "more": more,
        "answered": any(one.value or one.error for one in more),
        "comment": comment,
        "consent": consent,
        "name": name,
        "faults": forms.summary([chosen, *more, comment, name]),
        "key": uuid7(),
    }
    return page(request, None, "satisfaction/rate.html", context, 422 if faults else 200)


def _more(typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    """The questions of today, and the times, cost and hours: none of them required."""

    def field(name: str, label: str, choices: Sequence[tuple[str, str]] = (), **other: Any) -> Field:
        kind = "choice" if choices else "short"
        # What may be left out is said once, above all of them.
        return Field(name, label, kind, choices=choices, value=typed.get(name, ""),
                     error=wrong.get(name, ""), **other)  # fmt: skip

    scores = [(value, _(label)) for value, label in questions.SCORES]
    return [
        *(field(one.key, _(one.text), scores) for one in questions.on(today()).questions),
        field("times", _("Bạn phải đến cơ quan mấy lần cho hồ sơ này?"), [(v, _(w)) for v, w in questions.TIMES]),
        field("agencies", _("Bạn phải đến mấy cơ quan?"), [(v, _(w)) for v, w in questions.AGENCIES]),
        field("cost", _("Ngoài phí, lệ phí, bạn tốn bao nhiêu tiền?"), size="short", mode="numeric",
              hint=_("Đi lại, sao chụp, công chứng, thuê người. Bằng đồng, ví dụ 50.000")),
        field("hours", _("Bạn mất bao nhiêu giờ cho hồ sơ này?"), size="short", mode="decimal",
              hint=_("Chuẩn bị giấy tờ, đi lại, chờ đợi. Ví dụ 1,5")),
    ]  # fmt: skip


def _thanks(request: HttpRequest, made: Made) -> HttpResponseBase:
    return page(request, None, "satisfaction/thanks.html", {"made": made})


def _shut(request: HttpRequest, sentence: str, status: int) -> HttpResponseBase:
    return page(request, None, "satisfaction/shut.html", {"sentence": sentence}, status)
