"""A probe asks the public network only: whatever an address looks like, and whatever its name resolves to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.systems import safety
from thongsuot.areas.systems.safety import Unsafe

PUBLIC = ["203.162.0.181"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.1.1/", "http://172.16.0.9/",
        "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/", "http://100.64.0.1/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
        "file:///etc/passwd", "ftp://example.vn/", "gopher://example.vn/", "https://", "",
        "https://ai@example.vn/", "https://a:b@example.vn/", "https://example.vn:22/", "https://example.vn:abc/",
        "https://may-chu/", "https://exam ple.vn/", "https://example.vn/\r\nHost: x", "https://" + "a" * 400 + ".vn/",
        "http://[::1", "https://example.vn:8443/",
    ],
)  # fmt: skip
def test_an_address_that_must_not_be_asked_is_refused_with_a_sentence(address: str) -> None:
    assert safety.refused(address).endswith(".")
    with pytest.raises(Unsafe):
        safety.aim(address, lambda host, port: PUBLIC)


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.5", "::1", "fe80::1%eth0", "169.254.169.254", "64:ff9b:1::1"])
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_number(number: str) -> None:
    assert safety.refused("https://dichvucong.example.vn/") == ""
    with pytest.raises(Unsafe, match="nội bộ"):
        safety.aim("https://dichvucong.example.vn/", lambda host, port: [*PUBLIC, number])


def test_a_public_address_is_aimed_at_by_number_and_named_by_host() -> None:
    found = safety.aim("https://dichvucong.example.vn/trang?a=1", lambda host, port: PUBLIC)

    assert (found.secure, found.host, found.number, found.port) == (True, "dichvucong.example.vn", PUBLIC[0], 443)
    assert found.path == "/trang?a=1"
    assert safety.aim("http://example.vn", lambda host, port: PUBLIC).path == "/"


def test_a_name_without_numbers_is_refused() -> None:
    with pytest.raises(Unsafe):
        safety.aim("https://example.vn/", lambda host, port: [])


@given(st.ip_addresses())
def test_no_number_of_a_private_net_is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not number.is_global:
        assert not safety.public(str(number))


@given(st.text(max_size=80))
def test_any_text_is_either_refused_or_has_a_public_form(text: str) -> None:
    sentence = safety.refused(text)
    assert sentence == "" or sentence.endswith(".")
