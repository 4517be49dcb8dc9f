"""Open311 GeoReport v2 as an application meets it that was made for other cities: fields, forms, errors, keys.

The lists of fields are those of the published standard (GeoReport v2, 2011); the client below sends and reads as
FixMyStreet's Open311 module does: form-encoded, XML, attributes in brackets.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thongsuot.areas.complaints import seeding as grievances
from thongsuot.areas.petitions import keeping, keys_command, open311, seeding
from thongsuot.engine import sql
from thongsuot.register import demo
from thongsuot.web.open311 import views

ROOT = "/open311/v2"
SERVICE = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
REQUEST = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip
ATTRIBUTE = {"variable", "code", "datatype", "required", "datatype_description", "order", "description"}


# One grey dot.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")


@dataclass
class Fixer:
    """A citizen's application: it knows the standard and nothing of us."""

    client: Client
    jurisdiction: str
    key: str

    def get(self, path: str, **asked: str) -> ET.Element:
        answer = self.client.get(f"{ROOT}/{path}.xml", {"jurisdiction_id": self.jurisdiction, **asked})
        assert answer["Content-Type"].startswith("text/xml")
        return ET.fromstring(answer.content)

    def services(self) -> list[str]:
        return [one.findtext("service_code", "") for one in self.get("services").findall("service")]

    def send(self, service: str, text: str, **more: str) -> str:
        fields = {
            "jurisdiction_id": self.jurisdiction, "api_key": self.key, "service_code": service, "lat": "16.4637",
            "long": "107.5909", "description": f"title: Bẫy\n\ndetail: {text}", "email": "lan@example.vn",
            "first_name": "Lan", "last_name": "Nguyễn", "attribute[external_id]": "482", "device_id": "x", **more,
        }  # fmt: skip
        answer = self.client.post(f"{ROOT}/requests.xml", fields)
        assert answer.status_code == 200, answer.content
        number = ET.fromstring(answer.content).findtext("request/service_request_id")
        assert number
        return number

    def updates(self, start: str, end: str) -> list[str]:
        rows = self.get("requests", start_date=start, end_date=end).findall("request")
        return [one.findtext("service_request_id", "") for one in rows]


@pytest.fixture
def fixer(desk: Any) -> Fixer:
    views.PACE.forget()
    seeding.seed()
    grievances.seed()
    return Fixer(Client(), demo.WARD, open311.new_key("Ứng dụng sửa đường"))


def refusal(answer: Any) -> tuple[int, str]:
    """The standard's error: its status, which its body says too, and its sentence."""
    (row,) = json.loads(answer.content)
    assert row["code"] == answer.status_code
    return row["code"], row["description"]


def post(fixer: Fixer, **changed: Any) -> Any:
    fields = {"api_key": fixer.key, "jurisdiction_id": demo.WARD, "service_code": "light", "lat": "16.46",
              "long": "107.59", "description": "Đèn tắt", **changed}  # fmt: skip
    return fixer.client.post(f"{ROOT}/requests.json", {name: value for name, value in fields.items() if value})


def test_an_application_finds_the_services_sends_and_finds_its_request_again(fixer: Fixer) -> None:
    assert "road" in fixer.services()

    number = fixer.send("road", "Ổ gà giữa đường")

    found = fixer.get(f"requests/{number}").find("request")
    assert found is not None
    assert {one.tag for one in found} == REQUEST
    assert (found.findtext("status"), found.findtext("lat"), found.findtext("long")) == ("open", "16.4637", "107.5909")
    assert number in fixer.updates("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")


def test_what_an_application_sent_comes_to_yen_with_the_name_that_it_gave(fixer: Fixer, desk: Any) -> None:
    number = fixer.send("light", "Đèn tắt ba đêm")
    id = sql.run("SELECT id FROM engine_case WHERE code = %s", [number])[0][0]

    page = desk("yen").get(f"/ho-so/{id}").content.decode()

    assert "Nguyễn Lan" in page
    assert "Đèn tắt ba đêm" in page
    assert "Nguyễn Lan" not in desk("kiemsoat").get(f"/ho-so/{id}").content.decode()


def test_the_lists_carry_the_fields_of_the_standard(fixer: Fixer) -> None:
    services = fixer.client.get(f"{ROOT}/services.json").json()
    requests = fixer.client.get(f"{ROOT}/requests.json").json()
    defined = fixer.client.get(f"{ROOT}/services/procedure.json").json()

    assert {frozenset(one) for one in services} == {frozenset(SERVICE)}
    assert {frozenset(one) for one in requests} == {frozenset(REQUEST)}
    assert defined["service_code"] == "procedure"
    assert {frozenset(one) for one in defined["attributes"]} == {frozenset(ATTRIBUTE)}
    assert fixer.get("services/procedure").findtext("attributes/attribute/code") == "dossier"
    moments = [one["requested_datetime"] for one in requests]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]07:00", one) for one in moments)
    assert moments == sorted(moments, reverse=True)


def test_the_filters_filter(fixer: Fixer) -> None:
    def numbers(**asked: str) -> set[str]:
        answer = fixer.client.get(f"{ROOT}/requests.json", asked)
        assert answer.status_code == 200, answer.content
        return {one["service_request_id"] for one in answer.json()}

    everything, closed, open_ones = numbers(), numbers(status="closed"), numbers(status="open")
    one = next(iter(everything))

    assert closed | open_ones == everything == numbers(status="open,closed")
    assert closed
    assert open_ones
    assert not closed & open_ones
    assert numbers(service_request_id=one.lower()) == {one}
    assert numbers(service_request_id=f"{one},nothing") == {one}
    assert numbers(jurisdiction_id="96") == set()
    assert numbers(jurisdiction_id="46") == everything
    assert numbers(jurisdiction_id=demo.MOUNTAIN) < everything
    assert numbers(service_code="procedure") | numbers(service_code="other") == everything
    assert numbers(end_date="2020-01-01T00:00:00Z") == set()


def test_nothing_personal_and_nothing_sealed_is_given_out(fixer: Fixer) -> None:
    fixer.send("light", "Gọi tôi số 0912 345 678", phone="0912345678")
    said = "".join(fixer.client.get(f"{ROOT}/requests.{form}", {}).content.decode() for form in ("json", "xml"))

    hidden = (grievances.DENOUNCER, grievances.SECRET_WORDS, "TC.1", '"KN.', ">KN.", "0912", "Nguyễn Lan",
              "lan@example.vn", "Hạnh", "trống không")  # fmt: skip
    assert [one for one in hidden if one in said] == []
    assert "Đề nghị mở thêm chiều thứ bảy" in said


def test_json_is_taken_too_and_sent_again_with_its_key_it_is_one_request(fixer: Fixer) -> None:
    body = {"api_key": fixer.key, "jurisdiction_id": demo.WARD, "service_code": "procedure",
            "address_string": "Kiệt 5", "description": "Nộp bản giấy hai lần",
            "attribute": {"dossier": "H46.19789-261121-0001"}}  # fmt: skip
    key = {"Idempotency-Key": "0190f5a0-0000-7000-8000-000000000311"}

    first, again = (
        fixer.client.post(f"{ROOT}/requests.json", json.dumps(body), content_type="application/json", headers=key)
        for _ in range(2)
    )

    assert first.status_code == 200
    assert first.json() == again.json()
    token = fixer.client.get(f"{ROOT}/tokens/{key['Idempotency-Key']}.json").json()
    assert token[0]["service_request_id"] == first.json()[0]["service_request_id"]


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "wrong\x00"}, 403, "api_key"),
        ({"jurisdiction_id": ""}, 400, "jurisdiction_id was not provided"),
        ({"jurisdiction_id": "00000"}, 404, "jurisdiction_id provided was not found"),
        ({"jurisdiction_id": "city.of.nowhere"}, 404, "jurisdiction_id provided was not found"),
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "denunciation"}, 404, "service_code provided was not found"),
        ({"lat": "", "long": ""}, 400, "address_string"),
        ({"lat": "nan"}, 400, "out of range"),
        ({"lat": "north"}, 400, "not a number"),
        ({"lat": "1e99"}, 400, "out of range"),
        ({"description": ""}, 400, "description"),
        ({"description": " \x00 "}, 400, "description"),
    ],
)
def test_what_is_wrong_is_answered_as_the_standard_does(
    fixer: Fixer, changed: dict[str, str], status: int, says: str
) -> None:
    assert refusal(post(fixer, **changed))[0] == status
    assert says in refusal(post(fixer, **changed))[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services.html", 400),
        ("services/nothing.json", 404),
        ("requests/PAKN.0-0.json", 404),
        ("tokens/x.json", 404),
        ("requests.json?status=lost", 400),
        ("requests.json?start_date=yesterday", 400),
        ("requests.json?end_date=99999-01-01", 400),
        ("requests.json?start_date=0001-01-01T00:00:00Z", 400),
        ("requests.json?jurisdiction_id=x%00", 404),
        ("requests.json?jurisdiction_id=00", 404),
        ("services.json?jurisdiction_id=00000", 404),
        ("services/procedure.json?jurisdiction_id=city.of.nowhere", 404),
    ],
)
def test_what_is_not_there_is_answered_as_the_standard_does(fixer: Fixer, path: str, status: int) -> None:
    assert refusal(fixer.client.get(f"{ROOT}/{path}"))[0] == status


def test_errors_have_the_shape_of_the_standard_in_xml_too(fixer: Fixer) -> None:
    answer = fixer.client.post(f"{ROOT}/requests.xml", {"service_code": "light"})

    root = ET.fromstring(answer.content)
    assert (root.tag, root.findtext("error/code")) == ("errors", "403")
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"1" * 200_000, b"[" * 5000])
def test_a_body_that_is_no_object_is_refused(fixer: Fixer, body: bytes) -> None:
    answer = fixer.client.post(f"{ROOT}/requests.json", body, content_type="application/json")

    assert refusal(answer)[0] in (400, 403)


def test_a_key_that_was_taken_back_sends_nothing_more(fixer: Fixer) -> None:
    assert open311.end_keys("Ứng dụng sửa đường") == 1

    assert refusal(post(fixer))[0] == 403
    kept = "".join(row[0] for row in sql.run("SELECT digest FROM petitions_key"))
    assert fixer.key not in kept


def test_an_address_that_floods_is_told_to_wait(fixer: Fixer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.PACE, "times", 2)

    assert [post(fixer).status_code for _ in range(3)] == [200, 200, 429]


def test_a_photo_that_an_application_sends_lies_with_the_petition_for_yen_alone(fixer: Fixer, desk: Any) -> None:
    answer = post(fixer, media=SimpleUploadedFile("cong.png", PNG, "image/png"))
    code = answer.json()[0]["service_request_id"]

    id, paper = sql.run(
        "SELECT c.id, p.id FROM engine_case c JOIN engine_paper p ON p.case_id = c.id WHERE c.code = %s", [code]
    )[0]

    assert desk("yen").get(f"/ho-so/{id}/giay-to/{paper}").status_code == 200
    assert Client().get(f"/ho-so/{id}/giay-to/{paper}").status_code == 302
    given_out = fixer.client.get(f"{ROOT}/requests/{code}.json").json()[0]
    assert given_out["media_url"] == ""


def test_no_file_of_who_has_no_key_is_kept_and_none_that_is_no_picture(fixer: Fixer) -> None:
    photo = SimpleUploadedFile("cong.png", PNG, "image/png")

    assert refusal(post(fixer, api_key="wrong", media=photo))[0] == 403
    assert refusal(post(fixer, media=SimpleUploadedFile("x.exe", b"MZ" * 20)))[0] == 400
    assert sql.run("SELECT count(*) FROM engine_paper p JOIN engine_case c ON c.id = p.case_id"
                   " WHERE c.facts ->> 'channel' = 'open311'")[0][0] == 0  # fmt: skip


def test_pages_follow_one_another_and_lose_nothing(fixer: Fixer) -> None:
    def page(number: int, size: int) -> list[str]:
        answer = fixer.client.get(f"{ROOT}/requests.json", {"page": number, "page_size": size})
        return [one["service_request_id"] for one in answer.json()]

    everything = page(1, 1000)

    assert page(1, 3) + page(2, 3) + page(3, 100)[: max(0, len(everything) - 6)] == [*everything[:6], *page(3, 100)]
    assert page(1, 3) == everything[:3]
    assert page(2, 3) == everything[3:6]
    assert page(999, 3) == []
    for wrong in ("0", "-1", "x", "9" * 40):
        assert refusal(fixer.client.get(f"{ROOT}/requests.json", {"page": wrong}))[0] == 400


def test_an_application_asks_where_the_standard_is_spoken(fixer: Fixer) -> None:
    found = fixer.client.get("/open311/discovery.json").json()
    root = ET.fromstring(fixer.client.get("/open311/discovery.xml").content)

    assert found["endpoints"][0]["url"] == root.findtext("endpoints/endpoint/url") == "http://testserver/open311/v2"
    assert [one.text for one in root.iter("format")] == found["endpoints"][0]["formats"]


def test_a_page_of_another_site_may_read_and_send(fixer: Fixer) -> None:
    asked = fixer.client.options(f"{ROOT}/requests.json", headers={"Origin": "https://ung-dung.example"})

    assert asked.status_code == 204
    assert "Content-Type" in asked["Access-Control-Allow-Headers"]
    assert post(fixer)["Access-Control-Allow-Origin"] == "*"
    assert post(fixer, api_key="")["Access-Control-Allow-Origin"] == "*"


def test_the_operator_makes_lists_and_takes_back_keys(fixer: Fixer, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*said: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        keys_command.arguments(parser)
        return keys_command.run(parser.parse_args(said)), capsys.readouterr().out

    status, key = told("Ứng dụng thử")
    assert status == 0
    assert post(fixer, api_key=key.strip()).status_code == 200
    assert "Ứng dụng thử" in told()[1]
    assert key.strip() not in told()[1]

    assert told("Ứng dụng thử", "--end")[0] == 0
    assert told("Ứng dụng thử", "--end")[0] == 1
    assert told("--end")[0] == 2
    assert "thu hồi" in told()[1]
    assert refusal(post(fixer, api_key=key.strip()))[0] == 403


def test_a_key_taken_back_a_year_ago_is_forgotten_one_that_works_is_not(fixer: Fixer) -> None:
    open311.new_key("Ứng dụng cũ", datetime(2020, 1, 1, tzinfo=UTC))
    open311.end_keys("Ứng dụng cũ")

    assert keeping.tidy() == 0
    assert keeping.tidy(datetime.now(UTC) + timedelta(days=366)) == 1
    assert [one.owner for one in open311.known_keys()] == ["Ứng dụng sửa đường"]
