"""Citizens of the tests, by name, and their browsers' stand-ins, signed in as after an e-identity's answer.

Hạnh lives in Phường Thuận Hóa, Phượng (of the long name) too, Vinh in Phường Ba Đình, Phai in Phường Bạc Liêu;
Sông Hương is a company of Huế. All invented, the same as the demonstration's.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.test import Client
from officers import text_of

from thongsuot.engine.actor import Actor
from thongsuot.register import sessions
from thongsuot.register.models import Session

SIGN_IN, BACK, OUT = "/cong-dan/dang-nhap", "/cong-dan/tro-lai", "/cong-dan/dang-xuat"
TWIN = "/dinh-danh-thu/dang-nhap"


@dataclass(frozen=True)
class Citizen:
    """`number` is the personal number, or an organisation's tax code."""

    number: str
    name: str

    @property
    def actor(self) -> Actor:
        return Actor(person=None, name=self.name, citizen=self.number)


HANH = Citizen("046188001976", "Nguyễn Thị Hạnh")
PHUONG = Citizen("046152003425", "Công Tằng Tôn Nữ Thị Hoàng Bích Phượng")
VINH = Citizen("001085007328", "Lê Quang Vinh")
PHAI = Citizen("095190004547", "Sơn Thị Sà Phai")
SONG_HUONG = Citizen("3301999990", "Công ty TNHH Dịch vụ Sông Hương")


def signed_in(who: Citizen, client: Client | None = None) -> Client:
    """A client whose session an e-identity confirmed. Needs the database."""
    session = sessions.SessionStore()
    session[sessions.CITIZEN] = [who.number, who.name]
    session.save()
    client = client or Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


class Visitor(Client):
    """Somebody at a browser who presses the buttons of the pages."""

    def leave_for_provider(self, then_to: str = "", **more: Any) -> dict[str, str]:
        """Press the sign-in button; the parameters with which the provider's page opens."""
        answer = self.post(SIGN_IN, {"tiep": then_to, **more})
        assert answer.status_code == 200, text_of(answer)
        to = answer["Refresh"].removeprefix("0; url=")
        assert f'href="{html.escape(to)}"' in answer.content.decode()
        assert urlsplit(to).path == TWIN
        return dict(parse_qsl(urlsplit(to).query))

    def pick(self, who: Citizen, asked: dict[str, str], mood: str = "") -> str:
        """Choose oneself at the provider; the address that leads back."""
        answer = self.post(TWIN, {**asked, "ai": who.number, "cach": mood})
        assert answer.status_code == 302, text_of(answer)
        assert answer["Location"].startswith(f"http://testserver{BACK}?")
        return str(answer["Location"]).removeprefix("http://testserver")

    def sign_in(self, who: Citizen, then_to: str = "", mood: str = "", **more: Any) -> Any:
        return self.get(self.pick(who, self.leave_for_provider(then_to, **more), mood))

    @property
    def row(self) -> Session | None:
        """This browser's session as the server has it."""
        key = self.cookies.get(settings.SESSION_COOKIE_NAME)
        return Session.objects.filter(session_key=key.value).first() if key else None


def hidden(page: Any) -> dict[str, list[str]]:
    """The hidden inputs of a page's main part, the token left out."""
    found: dict[str, list[str]] = {}
    main = page.content.decode().split("<main", 1)[1]
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main):
        found.setdefault(name, []).append(html.unescape(value))
    found.pop("csrfmiddlewaretoken", None)
    return found
