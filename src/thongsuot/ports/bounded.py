"""HTTP to outside systems with an end: each wait has a time-out, and no answer is read past a size."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter

CONNECT, READ = 3.05, 6.0  # seconds
LARGEST = 1_000_000  # octets of an answer


class TooLarge(requests.RequestException):
    """The answer does not end where an answer should."""


class Bounded(HTTPAdapter):
    """Reads every answer whole, up to a size, so that nobody downstream can forget to."""

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: dict[str, str] | None = None,
    ) -> requests.Response:
        response = super().send(request, True, timeout or (CONNECT, READ), verify, cert, proxies)
        try:
            body = b"".join(_pieces(response))
        finally:
            response.close()
        response.raw = BytesIO(body)
        return response


def _pieces(response: requests.Response) -> Iterator[bytes]:
    size = 0
    for piece in response.raw.stream(65536, decode_content=True):
        size += len(piece)
        if size > LARGEST:
            raise TooLarge("answer too large")
        yield piece
