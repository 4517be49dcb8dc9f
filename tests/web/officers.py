"""Officers at their desks without a browser: they sign in, receive, and send the forms that their pages show."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from thongsuot.register import demo

BIRTH = "1.001193"
CERTIFY = "2.000815"
INTAKE = {
    "case": "thong-thuong",
    "kind": "citizen",
    "name": "Trần Văn Hùng",
    "number": "046190012345",
    "phone": "0912 345 678",
    "address": "Số 5 đường Lê Lợi",
    "place_code": demo.WARD,
    "delivery": "counter",
    "sets": "1",
    "co-to-khai": "1",
    "chinh-to-khai": "1",
    "sao-to-khai": "0",
    "_receive": "receive",
}
CASE_ADDRESS = re.compile(r"/ho-so/([0-9a-f-]{36})")


class Officer(Client):
    """Somebody at a desk: signs in as a person does, receives, and makes moves by their forms."""

    def sign_in(self, login: str) -> Officer:
        answer = self.post("/dang-nhap", {"username": login, "password": demo.PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return self

    def receive(self, **changed: str) -> UUID:
        """A dossier taken in at the counter; its id."""
        answer = self.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, **changed})
        assert answer.status_code == 302, text_of(answer)
        found = CASE_ADDRESS.search(answer["Location"])
        assert found
        return UUID(found[1])

    def make(self, case: UUID, move: str, **given: Any) -> HttpResponse:
        """Open a move's form and send it as it stands, with what is typed."""
        page = self.get(f"/ho-so/{case}/buoc/{move}")
        assert page.status_code == 200, text_of(page)
        return self.send(page, f"/ho-so/{case}/buoc/{move}", **given)  # type: ignore[return-value]

    def send(self, page: Any, address: str, **given: Any) -> Any:
        return self.post(address, {**hidden_of(page), **given})


def hidden_of(page: Any) -> dict[str, str]:
    """The hidden inputs of a page's main form: the key and the version that it carries."""
    main = page.content.decode().split("<main", 1)[1]
    return dict(re.findall(r'<input type="hidden" name="(_key|_version)" value="([^"]*)"', main))


def text_of(page: Any) -> str:
    """What a reader of the page's main part reads, in one line."""
    main = page.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", f"<main{main}").split())


Desk = Callable[[str], Officer]
"""`desk("lan")` is Lan, signed in."""
