"""Signing in at a real OpenID Connect provider over HTTP: the whole code flow, and everything it must refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

import e_identity
from e_identity import COMPANY, HANH, RETURN_TO, TAM, VINH, Signing, good_claims
from thongsuot.ports import openid
from thongsuot.ports.identity import NotProven, Proven, Provider, Why
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


def sign_in(identity: OpenIdentity, who: str = HANH) -> Proven:
    address, attempt = identity.begin(RETURN_TO)
    return identity.finish(attempt, e_identity.agree(address, who), RETURN_TO)


# What succeeds.


def test_hanh_comes_back_with_her_number_and_name(provider: Provider) -> None:
    assert sign_in(OpenIdentity(provider)) == Proven("046188001976", "Nguyễn Thị Hạnh")


def test_who_acts_for_an_organisation_comes_back_as_the_organisation(provider: Provider) -> None:
    assert sign_in(OpenIdentity(provider), COMPANY) == Proven("3301999990", "Công ty TNHH Dịch vụ Sông Hương")


def test_the_claims_may_have_other_names(provider: Provider) -> None:
    other = replace(provider, name_claim="sub")

    assert sign_in(OpenIdentity(other), VINH) == Proven("001085007328", "vinh")


def test_each_sign_in_asks_with_secrets_of_its_own_and_never_shows_the_verifier(provider: Provider) -> None:
    identity = OpenIdentity(provider)
    (address, first), (_, second) = identity.begin(RETURN_TO), identity.begin(RETURN_TO)
    asked = dict(parse_qsl(urlsplit(address).query))

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == RETURN_TO
    assert (asked["state"], asked["nonce"]) == (first.state, first.nonce)
    assert first.verifier not in address
    assert len({first.state, first.nonce, first.verifier, second.state, second.nonce, second.verifier}) == 6


def test_what_the_token_does_not_say_is_asked_with_the_access_token(provider: Provider) -> None:
    address, attempt = OpenIdentity(provider).begin(RETURN_TO)
    answer = e_identity.agree(address, HANH)
    identity = OpenIdentity(provider, Signing(good_claims(provider, attempt.nonce)))

    assert identity.finish(attempt, answer, RETURN_TO) == Proven("046188001976", "Nguyễn Thị Hạnh")


def test_what_is_told_of_another_person_is_not_believed(provider: Provider) -> None:
    address, attempt = OpenIdentity(provider).begin(RETURN_TO)
    answer = e_identity.agree(address, HANH)
    identity = OpenIdentity(provider, Signing({**good_claims(provider, attempt.nonce), "sub": VINH}))

    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, answer, RETURN_TO)
    assert (caught.value.why, caught.value.detail) == (Why.UNPROVEN, "userinfo of another")


def test_an_account_without_a_number_is_not_let_in(provider: Provider) -> None:
    with pytest.raises(NotProven) as caught:
        sign_in(OpenIdentity(provider), TAM)
    assert (caught.value.why, caught.value.detail) == (Why.NAMELESS, "number")


# What the provider sends back by the browser.


def test_an_answer_of_another_sign_in_is_refused(provider: Provider) -> None:
    identity = OpenIdentity(provider)
    _, mine = identity.begin(RETURN_TO)
    address, _ = identity.begin(RETURN_TO)

    with pytest.raises(NotProven) as caught:
        identity.finish(mine, e_identity.agree(address, HANH), RETURN_TO)
    assert caught.value.why is Why.EXPIRED


def test_a_code_serves_once(provider: Provider) -> None:
    identity = OpenIdentity(provider)
    address, attempt = identity.begin(RETURN_TO)
    answer = e_identity.agree(address, HANH)
    identity.finish(attempt, answer, RETURN_TO)

    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, answer, RETURN_TO)
    assert (caught.value.why, caught.value.detail) == (Why.EXPIRED, "invalid_grant")


def test_somebody_elses_code_under_my_state_is_refused(provider: Provider) -> None:
    """Vinh's code, slipped into Hạnh's answer: the nonce tells them apart."""
    identity = OpenIdentity(provider)
    _, attempt = identity.begin(RETURN_TO)
    elsewhere, _ = identity.begin(RETURN_TO)
    answer = {"state": attempt.state, "code": e_identity.agree(elsewhere, VINH)["code"]}

    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, answer, RETURN_TO)
    assert (caught.value.why, caught.value.detail) == (Why.UNPROVEN, "invalid_claim nonce")


def test_who_declines_has_declined(provider: Provider) -> None:
    identity = OpenIdentity(provider)
    address, attempt = identity.begin(RETURN_TO)

    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, {"state": attempt.state, **e_identity.decline(address)}, RETURN_TO)
    assert caught.value.why is Why.DECLINED


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({}, Why.NONSENSE),
        ({"code": ""}, Why.NONSENSE),
        ({"code": "x" * 5000}, Why.NONSENSE),
        ({"code": "\x00"}, Why.EXPIRED),
        ({"code": "x", "iss": "https://khac.example"}, Why.UNPROVEN),
        ({"error": "access_denied", "error_description": "<script>"}, Why.DECLINED),
        ({"error": "temporarily_unavailable"}, Why.DOWN),
        ({"error": "server_error"}, Why.DOWN),
        ({"error": "046188001976"}, Why.NONSENSE),
    ],
)
def test_an_answer_that_is_none_is_called_by_its_name(provider: Provider, answer: dict[str, str], why: Why) -> None:
    identity = OpenIdentity(provider)
    _, attempt = identity.begin(RETURN_TO)

    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, {"state": attempt.state, **answer}, RETURN_TO)
    assert caught.value.why is why
    assert "046188001976" not in str(caught.value)
