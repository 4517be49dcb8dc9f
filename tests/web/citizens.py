"""Citizens of the tests, by name, and their browsers' stand-ins, signed in as after an e-identity's answer.

Hạnh lives in Phường Thuận Hóa, Phượng (of the long name) too, Vinh in Phường Ba Đình, Phai in Phường Bạc
Liêu; Sông Hương is a company of
Huế. All invented, the same as the demonstration's.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from thongsuot.engine.actor import Actor
from thongsuot.register import sessions


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
