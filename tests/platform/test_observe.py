"""Health pages, figures and the request line; nothing personal leaves through them."""

from __future__ import annotations

import json
import logging
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from thongsuot.engine.actor import Actor
from thongsuot.platform import logs
from thongsuot.web import observe


def test_the_process_says_that_it_is_alive_without_asking_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_the_site_is_ready_when_every_migration_is_there(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


def test_the_site_is_not_ready_while_a_migration_is_missing(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observe, "_shipped", lambda: frozenset({("engine", "9999_tomorrow")}))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["engine.9999_tomorrow"]


def test_the_site_is_not_ready_without_its_database(client: Client, own_database: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    connection.settings_dict["PORT"] = "1"
    connection.close()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "database")


def test_figures_are_for_the_machine_itself(client: Client) -> None:
    client.get("/healthz")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b'thongsuot_requests_total{method="GET",route="healthz",status="200"}' in answer.content
    assert b"thongsuot_request_seconds_bucket" in answer.content
    assert b"thongsuot_request_statements_bucket" in answer.content


@pytest.mark.parametrize("sender", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}])
def test_figures_are_not_for_anybody_outside(client: Client, sender: dict[str, str]) -> None:
    assert client.get("/metrics", **sender).status_code == 403


def test_figures_are_for_whoever_has_the_operators_token(client: Client, settings: object) -> None:
    settings.METRICS_TOKEN = "dài-và-bí-mật"  # type: ignore[attr-defined]
    outside = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer sai", **outside).status_code == 403
    request = RequestFactory().get("/metrics", **outside)
    request.META["HTTP_AUTHORIZATION"] = "Bearer dài-và-bí-mật"
    assert observe.metrics(request).status_code == 200


def last_line(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    record = [one for one in caplog.records if one.name == "thongsuot.request"][-1]
    line: dict[str, object] = json.loads(logs.Lines().format(record))
    return line


def test_a_request_is_one_line_with_route_status_time_and_statements(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "thongsuot.request"):
        client.get("/readyz?nguoi=079012345678")
    line = last_line(caplog)
    assert (line["route"], line["status"], line["method"], line["actor"]) == ("readyz", 200, "GET", None)
    assert line["statements"] >= 1  # type: ignore[operator]
    assert isinstance(line["ms"], float)
    assert "079012345678" not in json.dumps(line)


def test_an_address_that_leads_nowhere_stands_in_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "thongsuot.request"):
        client.get("/079012345678")
    assert last_line(caplog)["route"] == "-"
    assert "079012345678" not in json.dumps(last_line(caplog))


def test_an_invented_method_makes_no_new_series(client: Client) -> None:
    client.generic("XINCHAO", "/healthz")
    assert b"XINCHAO" not in client.get("/metrics").content


def test_the_line_names_the_account_by_number_and_never_by_name(caplog: pytest.LogCaptureFixture) -> None:
    lan = Actor(person=None, name="Nguyễn Thị Lan", account=17)

    def page(request: HttpRequest) -> HttpResponse:
        request.actor = lan  # type: ignore[attr-defined]
        return HttpResponse("Xin chào Lan")

    with caplog.at_level(logging.INFO, "thongsuot.request"):
        observe.observe(page)(RequestFactory().get("/viec"))
    line = last_line(caplog)
    assert line["actor"] == 17
    assert "Lan" not in json.dumps(line, ensure_ascii=False)


def test_the_administration_of_accounts_is_logged_by_number_too(caplog: pytest.LogCaptureFixture) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        request._cached_user = get_user_model()(pk=3, username="quantri")  # type: ignore[attr-defined]
        return HttpResponse("Tài khoản")

    with caplog.at_level(logging.INFO, "thongsuot.request"):
        observe.observe(page)(RequestFactory().get("/quan-tri/"))
    assert last_line(caplog)["actor"] == 3


def test_a_connection_cut_by_a_restart_is_made_anew(client: Client, own_database: Any) -> None:
    assert client.get("/readyz").status_code == 200
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert client.get("/readyz").status_code == 200


def test_a_page_that_breaks_is_counted_as_broken(caplog: pytest.LogCaptureFixture) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with caplog.at_level(logging.INFO, "thongsuot.request"), pytest.raises(ZeroDivisionError):
        observe.observe(page)(RequestFactory().get("/viec"))
    assert last_line(caplog)["status"] == 500


def test_an_event_is_one_line_of_json_with_vietnamese_kept_readable() -> None:
    record = logging.makeLogRecord({"name": "thongsuot", "levelname": "INFO", "msg": "đã nạp %s", "args": ("xã",)})
    record.rows = 3321
    text = logs.Lines().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["event"], line["rows"], line["level"]) == ("đã nạp xã", 3321, "info")
    assert "đã nạp" in text


def test_an_error_keeps_its_traceback_on_the_same_line_and_the_request_stays_out() -> None:
    try:
        raise ValueError("hỏng")
    except ValueError:
        import sys

        record = logging.makeLogRecord({"name": "django", "levelname": "ERROR", "msg": "x", "exc_info": sys.exc_info()})
    record.request = "<WSGIRequest: GET '/?cccd=079012345678'>"
    text = logs.Lines().format(record)
    assert "\n" not in text
    assert "ValueError: hỏng" in json.loads(text)["error"]
    assert "079012345678" not in text
