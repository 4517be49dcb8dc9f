"""A city's existing Open311 endpoint, to which our field reflections are sent: a client of GeoReport v2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

from thongsuot.ports.national_petitions import Incoming, Letter, PersonMustLook, TryLater

TIMEOUT = (3.0, 15.0)  # seconds to connect, between two pieces of an answer
LARGEST = 1_000_000
UNCLEAR = "Hệ thống Open311 của thành phố không trả lời kịp, chưa rõ đã nhận hay chưa."


@dataclass(frozen=True)
class Open311Client:
    """One endpoint. It holds nothing for us: an Open311 city is asked about what was sent there, not the other way."""

    url: str
    jurisdiction: str
    key: str

    def send(self, letter: Letter) -> str:
        """Send a reflection; its number there. Raises TryLater, PersonMustLook."""
        fields = {
            "jurisdiction_id": self.jurisdiction, "api_key": self.key, "service_code": letter.service or "other",
            "description": "\n".join(letter.content), "lat": letter.lat, "long": letter.long,
            "address_id": letter.place_code, "token": letter.key,
        }  # fmt: skip
        sent = {name: value for name, value in fields.items() if value}
        rows = self._asked("POST", "requests.json", data=sent, headers={"Idempotency-Key": letter.key})
        return _number(rows)

    def find(self, key: str) -> str | None:
        """The number of what was sent with that token; None where the city has none, or knows no tokens."""
        try:
            return _number(self._asked("GET", f"tokens/{key}.json"))
        except PersonMustLook:
            return None

    def incoming(self) -> tuple[Incoming, ...]:
        return ()

    def acknowledge(self, key: str) -> None:
        return None

    def _asked(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = requests.request(
                method, f"{self.url.rstrip('/')}/{path}", timeout=TIMEOUT, allow_redirects=False, **more
            )
        except requests.ConnectTimeout as error:
            raise TryLater("Không kết nối được hệ thống Open311 của thành phố.") from error
        except requests.RequestException as error:
            raise TryLater(UNCLEAR, uncertain=True) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TryLater(UNCLEAR, uncertain=answer.status_code >= 500)
        if answer.status_code >= 300 or len(answer.content) > LARGEST:
            raise PersonMustLook(f"Hệ thống Open311 của thành phố từ chối (mã {answer.status_code}).")
        try:
            return answer.json()
        except ValueError as error:
            raise TryLater(UNCLEAR, uncertain=True) from error


def _number(rows: Any) -> str:
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    number = str(first.get("service_request_id") or "")
    if not number:
        raise TryLater(UNCLEAR, uncertain=True)
    return number


def endpoint(place: str) -> Open311Client | None:
    """The endpoint of the province or city whose reflections go there, or None."""
    configured = settings.OPEN311_URL and place == settings.OPEN311_PLACE
    if not configured:
        return None
    return Open311Client(settings.OPEN311_URL, settings.OPEN311_JURISDICTION, settings.OPEN311_KEY)
