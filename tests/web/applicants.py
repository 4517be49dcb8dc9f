"""Applicants at home without a browser: they begin an application, fill in its parts, and send it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from citizens import Citizen, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from filling_in import inputs_of
from officers import text_of

BIRTH, MEDIATION, CERTIFY, EXTRACT, BUSINESS = "1.001193", "1.012812", "2.000815", "2.000635", "1.001612"
THUAN_HOA, BA_DINH, BAC_LIEU = "19789", "00004", "31825"
DRAFT = re.compile(r"/nop/don/([0-9a-f-]{36})")
SENT = re.compile(r"/cua-toi/([0-9a-f-]{36})/da-nop")
CHILD = {
    "child.name": "Trần Minh An", "child.sex": "male", "child.birth": "2/11/2026", "child.ethnicity": "Kinh",
    "child.nationality": "Việt Nam", "child.hometown.province": "46", "child.hometown.commune": THUAN_HOA,
    "birth_place.province": "46", "birth_place.commune": THUAN_HOA, "birth_place.detail": "Bệnh viện Trung ương Huế",
    "birth_proof": "pledge",
}  # fmt: skip
MOTHER = {
    "mother.name": "Nguyễn Thị Hạnh", "mother.birth": "5/5/1988", "mother.ethnicity": "Kinh",
    "mother.nationality": "Việt Nam", "mother.residence.province": "46", "mother.residence.commune": THUAN_HOA,
}  # fmt: skip


def pdf(name: str, content: bytes = b"%PDF-1.4 giay to") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class Applicant:
    """A person at home with a phone. `id` is the draft that was begun last."""

    def __init__(self, who: Citizen) -> None:
        self.client: Client = signed_in(who)
        self.id: UUID

    def begin(self, code: str, commune: str = THUAN_HOA, **more: str) -> UUID:
        page = self.client.get(f"/nop/{code}?xa={commune}")
        assert page.status_code == 200, text_of(page)
        answer = self.client.post(f"/nop/{code}", {**inputs_of(page), **more})
        assert answer.status_code == 302, text_of(answer)
        found = DRAFT.search(answer["Location"])
        assert found
        self.id = UUID(found[1])
        return self.id

    def at(self, page: str = "") -> str:
        return f"/nop/don/{self.id}{f'/{page}' if page else ''}"

    def get(self, page: str = "") -> Any:
        return self.client.get(self.at(page))

    def fill(self, page: str, typed: dict[str, Any] | None = None, **more: Any) -> Any:
        """Open a page and send it with what is typed over what stands in it; questions that appear are sent again."""
        shown = self.get(page)
        assert shown.status_code == 200, text_of(shown)
        values = {**(typed or {}), **more}
        answer = self.client.post(self.at(page), {**inputs_of(shown), **values})
        if answer.status_code == 200:
            answer = self.client.post(self.at(page), {**inputs_of(answer), **values})
        return answer

    def done(self, page: str, typed: dict[str, Any] | None = None, **more: Any) -> str:
        """Fill a page in rightly; where it leads."""
        answer = self.fill(page, typed, **more)
        assert answer.status_code == 302, text_of(answer)
        return str(answer["Location"])

    def birth(self, *, papers: bool = True) -> None:
        """Everything of a birth registration."""
        self.done("cho-ai", acting="own")
        self.done("phan/requester_part", relation="mother")
        self.done("phan/child_part", CHILD)
        self.done("phan/parents_part", MOTHER)
        self.done("phan/extract_part", copies_wanted="no")
        self.done("nhan", delivery="online", phone="0912 345 678")
        if papers:
            self.done("giay-to/giay-chung-sinh", tep=pdf("Giấy chứng sinh.pdf"))

    def send(self, **changed: Any) -> Any:
        page = self.get("kiem-tra")
        assert page.status_code == 200, text_of(page)
        return self.client.post(self.at("nop"), {**inputs_of(page), "declared": "1", **changed})

    def sent(self) -> UUID:
        answer = self.send()
        assert answer.status_code == 302, text_of(answer)
        found = SENT.search(answer["Location"])
        assert found, answer["Location"]
        return UUID(found[1])
