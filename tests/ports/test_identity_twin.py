"""The demonstration's e-identity provider behaves as a real one: it proves, it refuses, and it fails on demand."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from thongsuot.ports import openid
from thongsuot.ports.identity import Attempt, NotProven, Proven, Why
from thongsuot.ports.identity_twin import CODE_SECONDS, Asked, IdentityTwin, InProcess, Mood
from thongsuot.ports.openid import OpenIdentity
from thongsuot.ports.population import PopulationTwin

HERE = "http://192.168.1.5:8000"
ISSUER, RETURN_TO = f"{HERE}/dinh-danh-thu", f"{HERE}/cong-dan/tro-lai"
HANH, PHUONG, COMPANY = "046188001976", "046152003425", "3301999990"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    openid.forget()
    yield
    openid.forget()


@pytest.fixture
def twin(tmp_path: Path) -> IdentityTwin:
    return IdentityTwin(ISSUER, tmp_path / "twin")


def site(twin: IdentityTwin) -> OpenIdentity:
    return OpenIdentity(twin.provider, InProcess(twin))


def asked(identity: OpenIdentity) -> tuple[Asked, Attempt]:
    address, attempt = identity.begin(RETURN_TO)
    found = Asked.of(dict(parse_qsl(urlsplit(address).query)), RETURN_TO)
    assert found
    return found, attempt


def finish(identity: OpenIdentity, attempt: Attempt, code: str) -> Proven | NotProven:
    try:
        return identity.finish(attempt, {"state": attempt.state, "code": code}, RETURN_TO)
    except NotProven as refusal:
        return refusal


def sign_in(twin: IdentityTwin, key: str = HANH, mood: Mood = Mood.GOOD) -> Proven | NotProven:
    identity = site(twin)
    wanted, attempt = asked(identity)
    return finish(identity, attempt, twin.code(wanted, key, mood))


def test_the_people_are_those_of_the_population_database(twin: IdentityTwin) -> None:
    people = {one.name: one for one in twin.people()}
    known = PopulationTwin()

    assert people["Nguyễn Thị Hạnh"].commune == "19789", "she lives in Phường Thuận Hóa"
    assert people["Công Tằng Tôn Nữ Thị Hoàng Bích Phượng"].key == PHUONG
    assert people["Công ty TNHH Dịch vụ Sông Hương"].acting == "Nguyễn Thị Hạnh"
    assert len({one.key for one in people.values()}) == len(people) == 5
    for one in people.values():
        if not one.acting:
            assert known.citizen(one.key).value.name == one.name
            assert known.citizen(one.key).value.residence["commune"] == one.commune


def test_a_person_and_an_organisation_sign_in(twin: IdentityTwin) -> None:
    assert sign_in(twin) == Proven(HANH, "Nguyễn Thị Hạnh")
    assert sign_in(twin, COMPANY) == Proven(COMPANY, "Công ty TNHH Dịch vụ Sông Hương")


def test_nobody_else_can_be_picked(twin: IdentityTwin) -> None:
    wanted, _ = asked(site(twin))
    for key in ("", "046188001977", "x" * 500):
        with pytest.raises(KeyError):
            twin.code(wanted, key)


@pytest.mark.parametrize(
    ("mood", "why"),
    [
        (Mood.SLOW, Why.SLOW),
        (Mood.DOWN, Why.DOWN),
        (Mood.NONSENSE, Why.NONSENSE),
        (Mood.EXPIRED, Why.EXPIRED),
        (Mood.OTHER_NONCE, Why.UNPROVEN),
        (Mood.OTHER_KEY, Why.UNPROVEN),
        (Mood.NO_NUMBER, Why.NAMELESS),
    ],
)
def test_it_fails_on_demand_as_a_real_one_does(twin: IdentityTwin, mood: Mood, why: Why) -> None:
    refusal = sign_in(twin, mood=mood)

    assert isinstance(refusal, NotProven)
    assert refusal.why is why


def test_a_code_serves_once_whichever_worker_is_asked(twin: IdentityTwin, tmp_path: Path) -> None:
    other_worker = IdentityTwin(ISSUER, tmp_path / "twin")
    wanted, attempt = asked(site(twin))
    code = twin.code(wanted, HANH)

    assert finish(site(other_worker), attempt, code) == Proven(HANH, "Nguyễn Thị Hạnh")
    assert str(finish(site(twin), attempt, code)) == "expired: invalid_grant"


def test_a_code_lasts_a_minute(tmp_path: Path) -> None:
    clock = [1_800_000_000.0]
    twin = IdentityTwin(ISSUER, tmp_path, now=lambda: clock[0])
    wanted, attempt = asked(site(twin))
    code = twin.code(wanted, HANH)
    clock[0] += CODE_SECONDS + 1

    assert str(finish(site(twin), attempt, code)) == "expired: invalid_grant"


def test_a_stolen_code_is_worth_nothing_without_the_verifier(twin: IdentityTwin) -> None:
    identity = site(twin)
    wanted, _ = asked(identity)
    _, thief = asked(identity)

    assert str(finish(identity, thief, twin.code(wanted, HANH))) == "expired: invalid_grant"


def test_a_code_of_ones_own_making_is_refused(twin: IdentityTwin, tmp_path: Path) -> None:
    identity = site(twin)
    wanted, attempt = asked(identity)
    forged = IdentityTwin(ISSUER, tmp_path / "elsewhere").code(wanted, HANH)

    for code in (forged, "x", "a.b.c", "é", forged[:-2]):
        assert str(finish(identity, attempt, code)) == "expired: invalid_grant"


def test_only_the_site_itself_may_fetch_tokens(twin: IdentityTwin) -> None:
    wanted, attempt = asked(site(twin))
    form = {"grant_type": "authorization_code", "code": twin.code(wanted, HANH), "redirect_uri": RETURN_TO}
    body = urlencode({**form, "code_verifier": attempt.verifier})
    right = base64.b64encode(f"{twin.provider.client_id}:{twin.provider.client_secret}".encode()).decode()
    wrong = base64.b64encode(f"{twin.provider.client_id}:doan".encode()).decode()

    for authorization in ("", "Basic", f"Basic {wrong}", "Basic é", f"Bearer {right}", "Basic !!!"):
        assert twin.answer("/token", body, authorization) == (401, {"error": "invalid_client"})
    assert twin.answer("/token", "grant_type=password", f"Basic {right}")[0] == 400
    assert twin.answer("/token", "", f"Basic {right}")[0] == 400
    assert twin.answer("/token", body, f"Basic {right}")[0] == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "trang-khac"},
        {"redirect_uri": "https://ke-xau.example/cong-dan/tro-lai"},
        {"redirect_uri": RETURN_TO + "/../x"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"state": ""},
        {"nonce": ""},
        {"state": "x" * 5000},
    ],
)
def test_a_request_that_is_not_the_sites_own_is_not_served(twin: IdentityTwin, wrong: dict[str, str]) -> None:
    address, _ = site(twin).begin(RETURN_TO)
    right = dict(parse_qsl(urlsplit(address).query))

    assert Asked.of(right, RETURN_TO)
    assert Asked.of({**right, **wrong}, RETURN_TO) is None
    assert Asked.of({}, RETURN_TO) is None


def test_all_workers_share_one_key_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "twin"
    found: list[object] = []

    def start() -> None:
        twin = IdentityTwin(ISSUER, folder)
        found.append((json.dumps(twin.answer("/jwks")[1]), twin.provider.client_secret))

    workers = [threading.Thread(target=start) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert len(found) == 8
    assert len(set(found)) == 1
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert '"d"' not in str(found[0]), "the private part stays"


def test_used_codes_do_not_pile_up(twin: IdentityTwin, tmp_path: Path) -> None:
    import os

    sign_in(twin)
    (used,) = (tmp_path / "twin" / "used").iterdir()
    os.utime(used, (1, 1))
    sign_in(twin)

    assert used not in list((tmp_path / "twin" / "used").iterdir())
    assert len(list((tmp_path / "twin" / "used").iterdir())) == 1
