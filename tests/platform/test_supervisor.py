"""The supervisor keeps programmes alive, ends them all, and takes over from one that was killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from thongsuot.platform import processes, supervisor, trouble
from thongsuot.platform.supervisor import Place, Program, Supervisor
from thongsuot.platform.trouble import Trouble

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "var")
    yield made
    made.end_leftovers()


def test_a_taken_port_is_named_with_another_to_choose(free_port: int) -> None:
    supervisor.check_port("127.0.0.1", free_port)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        with pytest.raises(Trouble) as told:
            supervisor.check_port("127.0.0.1", free_port)
    for sentence in (told.value.vietnamese, told.value.english):
        assert str(free_port) in sentence
        assert f"PORT={free_port + 1}" in sentence


def test_a_second_supervisor_of_one_place_is_refused_and_told_where_the_first_serves(place: Place) -> None:
    place.take()
    place.write("http://localhost:8000", [])
    with pytest.raises(Trouble, match="http://localhost:8000"):
        Place(place.directory).take()
    place.release()
    Place(place.directory).take()


def test_what_a_killed_supervisor_left_running_is_ended(place: Place) -> None:
    left = subprocess.Popen(SLEEPER, start_new_session=True)
    place.directory.mkdir()
    identity = [left.pid, processes.started_at(left.pid)]
    (place.directory / "run.json").write_text(json.dumps({"children": [identity]}))
    place.take()
    assert left.wait(5) != 0


def test_a_process_that_only_got_the_old_number_is_left_alone(place: Place) -> None:
    stranger = subprocess.Popen(SLEEPER, start_new_session=True)
    place.directory.mkdir()
    (place.directory / "run.json").write_text(json.dumps({"children": [[stranger.pid, "1"]], "supervisor": [1, "x"]}))
    place.take()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_damaged_list_of_children_stops_nothing(place: Place) -> None:
    place.directory.mkdir()
    (place.directory / "run.json").write_text('{"children": [[')
    place.take()
    assert place.supervisor() == os.getpid()


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing on the tests' screen."""


SUPERVISED = """
import sys
from pathlib import Path
from thongsuot.platform.supervisor import Place, Program, Supervisor
place = Place(Path(sys.argv[1])); place.take()
programs = [Program(str(n), [sys.executable, "-c", "import time; time.sleep(600)"], {}) for n in range(2)]
Supervisor(place, sys.argv[2], programs).run(lambda: print("ready", flush=True))
place.release()
"""


@pytest.fixture
def supervised(place: Place, free_port: int) -> Iterator[subprocess.Popen[str]]:
    """A supervisor in a process of its own, with two children and a healthy address."""
    server = HTTPServer(("127.0.0.1", free_port), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    command = [sys.executable, "-c", SUPERVISED, str(place.directory), f"http://127.0.0.1:{free_port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()
    # Its children hold the other end of the pipe.
    place.end_leftovers()
    process.stdout.close()
    server.shutdown()


def children(place: Place) -> list[int]:
    return [pid for pid, _ in place.read()["children"]]


def test_a_killed_child_is_started_again(place: Place, supervised: subprocess.Popen[str]) -> None:
    first, second = children(place)
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while children(place)[0] == first or len(children(place)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert processes.started_at(children(place)[0]) is not None
    assert children(place)[1] == second


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_every_child(
    place: Place, supervised: subprocess.Popen[str], number: signal.Signals
) -> None:
    pids = children(place)
    supervised.send_signal(number)
    assert supervised.wait(30) == 0
    assert [processes.started_at(pid) for pid in pids] == [None, None]
    assert place.read() == {}


def test_the_next_supervisor_ends_the_children_of_a_killed_one(place: Place, supervised: subprocess.Popen[str]) -> None:
    pids = children(place)
    supervised.kill()
    supervised.wait()
    assert all(processes.started_at(pid) for pid in pids)
    place.take()
    assert [processes.started_at(pid) for pid in pids] == [None, None]


def test_a_server_that_never_starts_is_given_up_with_a_sentence(place: Place, free_port: int) -> None:
    place.take()
    failing = Program("server", [sys.executable, "-c", "raise SystemExit(1)"], {})
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        with pytest.raises(Trouble, match="không khởi động được"):
            Supervisor(place, f"http://127.0.0.1:{free_port}", [failing]).run(lambda: None)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def test_a_number_alone_does_not_make_a_process_the_same() -> None:
    own = processes.started_at(os.getpid())
    assert own is not None
    assert processes.started_at(2**22 + 1) is None
    ended = subprocess.Popen(["true"])
    deadline = time.monotonic() + 10
    while processes.started_at(ended.pid) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    # It has ended though nobody has waited for it yet.
    ended.wait()


def test_a_full_disk_is_recognised_however_deep_it_is_wrapped() -> None:
    outer = RuntimeError("could not save")
    outer.__cause__ = OSError(28, "No space left on device")
    assert trouble.is_disk_full(outer)
    assert not trouble.is_disk_full(RuntimeError("something else"))


def test_every_sentence_comes_in_vietnamese_first_and_then_in_english() -> None:
    told = trouble.port_taken("127.0.0.1", 8000)
    assert str(told).split("\n") == [told.vietnamese, told.english]
    assert told.code != 0
