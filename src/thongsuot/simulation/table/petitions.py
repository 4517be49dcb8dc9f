"""Petitions that people send, on procedures, behaviour, what lies in the street: answered, late, stored, rated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from thongsuot.areas.petitions import sending
from thongsuot.areas.petitions.sending import Petition
from thongsuot.register import people
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.table.shape import Beat, Holder, Land, Place, Told, Work, steps

if TYPE_CHECKING:
    from thongsuot.engine.actor import Actor
    from thongsuot.engine.case import Case
    from thongsuot.engine.making import Opening

_ACCEPT = Beat("accept", 0.5, 3)
_SIGNED = (Beat("approve", 0.2, 1), Beat("sign", 0.2, 1))
_RATED = Beat("rate_unsigned", 0.5, 3)
WAYS = {
    "answered": (_ACCEPT, Beat("draft", 1, 4), *_SIGNED, _RATED),
    "published": (_ACCEPT, Beat("draft", 1, 4), *_SIGNED, Beat("publish", 0.5, 1), _RATED),
    "late": (_ACCEPT, Beat("draft", 12, 16), *_SIGNED, _RATED),
    "extended": (Beat("accept", 0.3, 1), Beat("extend", 7, 8, until=4.5), Beat("draft", 1, 3), *_SIGNED),
    "revised": (_ACCEPT, Beat("draft", 1, 3), Beat("revise", 0.2, 1), Beat("draft", 1, 2), *_SIGNED),
    "working": (_ACCEPT,),
    "unread": (),
    "stored": (Beat("store", 0.5, 3),),
}
SAID = {
    "FIELD": ("Đèn đường tắt ba đêm nay", "Nắp cống vỡ trước cổng trường", "Rác đổ trộm cuối ngõ",
              "Đường thôn sạt sau mưa"),
    "TTHC": ("Đã nộp trực tuyến vẫn phải mang bản giấy", "Chờ kết quả quá ngày hẹn", "Không rõ nộp ở xã hay tỉnh",
             "Phải kê khai lại thông tin đã có"),
    "STAFF": ("Người ở quầy nói trống không, không hướng dẫn", "Bị hẹn lại ba lần không nêu lý do"),
}  # fmt: skip


def plan(land: Land) -> Iterator[Work]:
    for place in land.drawn("petition", a.PETITIONS_A_WEEK):
        yield _petition(land, place)


def _petition(land: Land, place: Place) -> Work:
    chance = place.chance
    about = chance.choices(list(a.PETITION_CLASSES), list(a.PETITION_CLASSES.values()))[0]
    stars = str(chance.choices((5, 4, 3, 2, 1), a.STARS)[0])
    given = {
        "about": about,
        "content": (f"{chance.choice(SAID[about])} (phản ánh mô phỏng).",),
        "body": f"pvhcc.{place.commune}" if about == "STAFF" else "",
        "name": people.invented_name(place.name),
        "phone": f"09{chance.randrange(10**8):08d}",
        "place": place.commune,
    }
    # What is said of a commune's people is heard by the province.
    office = f"vp.{place.province}" if about == "STAFF" else f"vp.{place.commune}"
    done = tuple(steps(land, WAYS[place.way(a.PETITION_WAYS)], place.at, chance, _told(given, office, stars)))
    return Work(place.name, "petition", "submit_unsigned", place.at, Holder("system", ""), given, done, opens=_sent)


def _sent(actor: Actor, work: Work, about: Case | None) -> Opening:
    """As the portal receives it from somebody who is not signed in."""
    given = work.given
    petition = Petition(
        given["about"], given["place"], given["content"], "phone", body=given["body"], name=given["name"],
        phone=given["phone"],
    )  # fmt: skip
    return sending.prepare(None, petition, work.at)


def _told(given: dict[str, Any], office: str, stars: str) -> Told:
    about = {"about_body": given["body"]} if given["body"] else {}
    answer = ["Đã kiểm tra và xử lý trong tuần (trả lời mô phỏng)."]

    def told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
        fixed: dict[str, dict[str, Any]] = {
            "accept": {"class": given["about"], "office": office, **about},
            "store": {"ground": "insufficient", "reasons": ["Không nêu rõ việc gì, ở đâu."]},
            "draft": {"answer": answer},
            "revise": {"reasons": ["Nêu rõ ngày xử lý xong."]},
            "extend": {"until": until, "reasons": ["Cần kiểm tra tại chỗ."]},
            "publish": {"question_public": list(given["content"]), "answer_public": answer, "checked": True},
            "rate_unsigned": {"stars": stars},
        }
        return fixed.get(beat.move, {})

    return told
