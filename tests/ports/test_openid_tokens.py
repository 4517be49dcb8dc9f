"""What of a token is believed: signed by the provider, of this issuer, for us, in time, for this sign-in."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

import e_identity
from e_identity import HANH, RETURN_TO, TOKEN, Between, Signing, good_claims
from thongsuot.ports import openid
from thongsuot.ports.identity import Attempt, NotProven, Proven, Provider, Why
from thongsuot.ports.openid import OpenIdentity


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with e_identity.provider_at_work() as provider:
        yield provider


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    openid.forget()
    yield
    openid.forget()


def asked(provider: Provider) -> tuple[str, Attempt]:
    return OpenIdentity(provider).begin(RETURN_TO)


def given(provider: Provider, address: str, attempt: Attempt, token: str) -> Proven:
    """Hạnh's sign-in, with another ID token in place of hers."""
    between = Between(TOKEN, lambda answer: {**answer, "id_token": token})
    return OpenIdentity(provider, between).finish(attempt, e_identity.agree(address, HANH), RETURN_TO)


def unsigned(claims: dict[str, Any]) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def test_an_expired_token_is_refused() -> None:
    with e_identity.provider_at_work(tokens_last=timedelta(minutes=-5)) as provider:
        identity = OpenIdentity(provider)
        address, attempt = identity.begin(RETURN_TO)
        with pytest.raises(NotProven, match="unproven: expired_token"):
            identity.finish(attempt, e_identity.agree(address, HANH), RETURN_TO)


def test_a_token_for_another_site_is_refused(provider: Provider) -> None:
    """The provider made it, for another site, with our nonce in it."""
    address, attempt = asked(provider)
    theirs = token_of("trang-khac", provider, address, attempt)

    with pytest.raises(NotProven, match="unproven: invalid_claim"):
        given(provider, address, attempt, theirs)


def token_of(client: str, provider: Provider, address: str, attempt: Attempt) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": e_identity.agree(address.replace(provider.client_id, client), HANH)["code"],
        "redirect_uri": RETURN_TO,
        "code_verifier": attempt.verifier,
    }
    answer = requests.post(f"{provider.issuer}{TOKEN}", data=form, auth=(client, "x"), timeout=5)
    return str(answer.json()["id_token"])


def test_a_changed_signature_is_refused_and_so_is_changed_content(provider: Provider) -> None:
    for part in (1, 2):
        address, attempt = asked(provider)
        pieces = token_of(provider.client_id, provider, address, attempt).split(".")
        pieces[part] = ("A" if pieces[part][10] != "A" else "B").join((pieces[part][:10], pieces[part][11:]))

        with pytest.raises(NotProven, match="unproven: bad_signature"):
            given(provider, address, attempt, ".".join(pieces))


def test_a_key_of_ones_own_proves_nothing(provider: Provider) -> None:
    address, attempt = asked(provider)
    claims = {**good_claims(provider, attempt.nonce), "personal_number": "046188001976", "name": "Hạnh"}
    forged = jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048))

    with pytest.raises(NotProven, match="unproven"):
        given(provider, address, attempt, forged)


def test_the_shared_secret_and_no_signature_at_all_prove_nothing(provider: Provider) -> None:
    address, attempt = asked(provider)
    claims = {**good_claims(provider, attempt.nonce), "personal_number": "046188001976", "name": "Hạnh"}
    shared = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(e_identity.SECRET * 8), algorithms=["HS256"])

    for forged in (shared, unsigned(claims)):
        with pytest.raises(NotProven, match="unproven"):
            given(provider, address, attempt, forged)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "a.b.c.d.e", "\x00", "…"])
def test_a_token_that_is_none_is_refused(provider: Provider, text: str) -> None:
    address, attempt = asked(provider)

    with pytest.raises(NotProven) as caught:
        given(provider, address, attempt, text)
    assert caught.value.why in (Why.UNPROVEN, Why.NONSENSE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://khac.example"},
        {"aud": "trang-khac"},
        {"aud": ["thong-suot", "trang-khac"]},
        {"nonce": "khac"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "mai"},
        {"iat": 9_999_999_999},
        {"sub": None},
        {"azp": "trang-khac"},
    ],
)
def test_one_wrong_claim_is_enough(provider: Provider, wrong: dict[str, Any]) -> None:
    address, attempt = asked(provider)
    claims = {**good_claims(provider, attempt.nonce), "personal_number": "046188001976", "name": "Hạnh", **wrong}
    claims = {name: value for name, value in claims.items() if value is not None}
    identity = OpenIdentity(provider, Signing(claims))

    with pytest.raises(NotProven, match="unproven"):
        identity.finish(attempt, e_identity.agree(address, HANH), RETURN_TO)


@pytest.mark.parametrize(
    ("said", "proven"),
    [
        ({"personal_number": "046188001976", "name": "  Nguyễn\u0000 Thị \n Hạnh "}, "Nguyễn Thị Hạnh"),
        ({"personal_number": "046188001976", "name": "Nguyê\u0303n Thi\u0323 Ha\u0323nh"}, "Nguyễn Thị Hạnh"),
        ({"personal_number": "046188001976", "name": "H" * 900}, "H" * 200),
        ({"personal_number": "046188001976", "name": ""}, None),
        ({"personal_number": "046188001976", "name": "\u200b \u0000"}, None),
        ({"personal_number": "046188001976", "name": ["Hạnh"]}, None),
        ({"personal_number": 46188001976, "name": "Hạnh"}, None),
        ({"personal_number": "46188001976", "name": "Hạnh"}, None),
        ({"personal_number": "046188001976\n", "name": "Hạnh"}, None),
        ({"personal_number": "٠٤٦١٨٨٠٠١٩٧٦", "name": "Hạnh"}, None),
        ({"tax_code": "3301999990-001", "name": "Chi nhánh"}, "Chi nhánh"),
        ({"tax_code": "046188001976", "personal_number": "046188001976", "name": "Hạnh"}, "Hạnh"),
        ({"tax_code": 3301999990, "personal_number": "046188001976", "name": "Hạnh"}, None),
        ({"tax_code": "33", "personal_number": "046188001976", "name": "Hạnh"}, None),
    ],
)
def test_a_number_has_twelve_digits_and_a_name_is_a_name(
    provider: Provider, said: dict[str, Any], proven: str | None
) -> None:
    address, attempt = asked(provider)
    identity = OpenIdentity(provider, Signing({**good_claims(provider, attempt.nonce), **said}))
    answer = e_identity.agree(address, HANH)

    if proven is not None:
        assert identity.finish(attempt, answer, RETURN_TO).name == proven
        return
    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, answer, RETURN_TO)
    assert caught.value.why is Why.NAMELESS


def test_an_account_of_a_lower_level_is_not_let_in(provider: Provider) -> None:
    strict = replace(provider, levels=("muc-02", "muc-03"))
    for level, proven in (("muc-02", True), ("muc-01", False), (None, False), (["muc-02"], False)):
        address, attempt = asked(strict)
        assert "acr_values=muc-02+muc-03" in address
        said = {"personal_number": "046188001976", "name": "Nguyễn Thị Hạnh", **({"acr": level} if level else {})}
        identity = OpenIdentity(strict, Signing({**good_claims(provider, attempt.nonce), **said}))
        answer = e_identity.agree(address, HANH)
        if proven:
            assert identity.finish(attempt, answer, RETURN_TO).number == "046188001976"
            continue
        with pytest.raises(NotProven, match="nameless: level"):
            identity.finish(attempt, answer, RETURN_TO)
