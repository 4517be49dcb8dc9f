"""The `thongsuot` command: run a site, stop it, look after it."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from thongsuot import serving, start
from thongsuot.areas.dossiers import reconciling_command
from thongsuot.areas.dossiers.cutover import options as options_of_cutover
from thongsuot.areas.petitions import keys_command
from thongsuot.engine.reorganising import options as options_of_reorganising
from thongsuot.platform import processes, supervisor
from thongsuot.platform.trouble import Trouble, disk_full, is_disk_full
from thongsuot.ports import national_command
from thongsuot.register.catalogue import commands as commands_of_catalogue
from thongsuot.simulation import command as simulation

OLDEST_PYTHON = (3, 11)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; trouble that the operator can mend ends in two sentences instead of a traceback."""
    try:
        _check_python(sys.version_info[:2])
        chosen = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace, start.Options], int] = chosen.run
        return command(chosen, _options(chosen))
    except KeyboardInterrupt:
        return 130
    except Trouble as trouble:
        return _tell(trouble)
    except Exception as error:
        known = _known(error)
        if known is None:
            raise
        return _tell(known)


def _check_python(version: tuple[int, ...]) -> None:
    if version < OLDEST_PYTHON:
        raise Trouble(
            f"Cần Python 3.11 trở lên; đây là Python {'.'.join(map(str, version))}.",
            f"Python 3.11 or newer is needed; this is Python {'.'.join(map(str, version))}.",
        )


def _tell(trouble: Trouble) -> int:
    print(trouble, file=sys.stderr)
    return trouble.code


def _known(error: Exception) -> Trouble | None:
    """The plain words for an error that is the machine's and not ours."""
    if is_disk_full(error):
        return disk_full(Path(os.environ.get("THONGSUOT_VAR", "var")).resolve())
    if isinstance(error, psycopg.OperationalError) or type(error).__name__ == "OperationalError":
        said = " ".join(str(error).split())
        return Trouble(
            f"Không kết nối được cơ sở dữ liệu: {said}",
            "The database does not answer. Is DATABASE_URL right, and does the server run?",
        )
    if isinstance(error, PermissionError):
        return Trouble(
            f"Không có quyền với {error.filename}. Có thể trước đây chương trình chạy bằng tài khoản khác.",
            f"No permission for {error.filename}. Perhaps another account ran this before.",
        )
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="thongsuot", description="Thông Suốt: hồ sơ, thủ tục hai cấp / public work in two tiers"
    )
    commands = parser.add_subparsers(required=True, metavar="lệnh/command")
    for name, function, words in COMMANDS:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=function)
        if name in ("run", "seed"):
            command.add_argument("--demo", action="store_true", help="dữ liệu trình diễn / demonstration data")
        if name == "run":
            _run_arguments(command)
        if name == "reset":
            command.add_argument("--yes", action="store_true", help="không hỏi lại / do not ask")
        if name == "simulate":
            simulation.arguments(command)
        if name == "import":
            commands_of_catalogue.import_arguments(command)
            options_of_cutover.arguments(command)
        if name == "reorganise":
            options_of_reorganising.arguments(command)
        if name == "catalogue":
            commands_of_catalogue.catalogue_arguments(command)
        if name == "twin":
            national_command.arguments(command)
        if name in OF_AREAS:
            command.set_defaults(area=name)
            OF_AREAS[name].arguments(command)
        if name == "manage":
            command.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")
    return parser


def _run_arguments(command: argparse.ArgumentParser) -> None:
    given = os.environ.get
    command.add_argument("--host", default=given("HOST", "127.0.0.1"), help="địa chỉ / address")
    command.add_argument("--port", type=_port, default=given("PORT", "8000"), help="cổng / port")
    command.add_argument("--log-file", type=Path, help="ghi nhật ký vào tệp / write the log to a file")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(
            f"Cổng phải là số từ 1 đến 65535, không phải “{text}”.",
            f"A port is a number from 1 to 65535, not “{text}”.",
        )
    return int(text)


def _options(chosen: argparse.Namespace) -> start.Options:
    given = os.environ.get
    return start.Options(
        var=Path(given("THONGSUOT_VAR", "var")).resolve(),
        demo=bool(getattr(chosen, "demo", False)) or given("THONGSUOT_DEMO") == "1",
        workers=int(given("THONGSUOT_WORKERS") or os.cpu_count() or 1),
        threads=int(given("THONGSUOT_THREADS") or 4),
    )


def _run(chosen: argparse.Namespace, options: start.Options) -> int:
    """Everything from an empty directory to a printed address, then serve until told to stop."""
    where = serving.Listening(chosen.host, chosen.port, chosen.log_file)
    place = supervisor.Place(options.var)
    place.take()
    try:
        supervisor.check_port(chosen.host, chosen.port)
        _say("Đang chuẩn bị cơ sở dữ liệu… / Preparing the database…")
        with start.database(options, ours_alone=True) as database:
            lines = _prepare(options, database)
            serving.serve(where, options, database, place, lines)
    finally:
        place.release()
    return 0


def _prepare(options: start.Options, database: start.Database) -> list[str]:
    """Migrate, load and seed; returns what to print about logging in."""
    import django

    django.setup()
    start.migrate(database)
    _say("Đang nạp danh mục cả nước… / Loading the country…")
    start.load(lambda line: _say(f"  {line}"))
    lines = []
    if options.demo:
        _say("Đang tạo một tuần làm việc mẫu… / Seeding a week of work…")
        lines = start.seed(lambda line: _say(f"  {line}"))
    start.open_demo_accounts(options)
    if not options.demo:
        lines = _administrator()
    _close_connections()
    return lines


def _administrator() -> list[str]:
    password = start.first_administrator()
    if password is None:
        return []
    return [
        f"  Tài khoản quản trị / administrator: admin   mật khẩu / password: {password}",
        "  Mật khẩu này chỉ hiện một lần và phải đổi khi đăng nhập. / Shown once; it must be changed.",
    ]


def _stop(chosen: argparse.Namespace, options: start.Options) -> int:
    """End the supervisor, what a killed one left, and the embedded database."""
    place = supervisor.Place(options.var)
    pid = place.supervisor()
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        processes.wait_gone(pid, 60)
    place.end_leftovers()
    stopped = start.is_embedded() and options.var.exists() and start.cluster_of(options).stop()
    if pid is None and not stopped:
        _say("Thông Suốt không chạy. / Nothing was running.")
    else:
        _say("Đã dừng. / Stopped.")
    return 0


def _reset(chosen: argparse.Namespace, options: start.Options) -> int:
    """Delete the data directory with the embedded database; DATABASE_URL's is not touched."""
    if not start.is_embedded():
        raise Trouble(
            "reset chỉ xoá cơ sở dữ liệu nhúng; DATABASE_URL đang trỏ tới cơ sở dữ liệu khác, hãy tự xoá.",
            "reset deletes the embedded database only; DATABASE_URL names another: delete that one yourself.",
        )
    question = f"Xoá toàn bộ dữ liệu trong {options.var}? / Delete all data in {options.var}? [c/K, y/N] "
    if not chosen.yes and input(question).strip().lower() not in ("c", "y", "có", "yes"):
        return 1
    _stop(chosen, options)
    if options.var.exists():
        start.cluster_of(options).destroy()
        shutil.rmtree(options.var)
    _say("Đã xoá. / Deleted.")
    return 0


def _with_database(
    work: Callable[[start.Database], int],
) -> Callable[[argparse.Namespace, start.Options], int]:
    """A command that needs the database and Django, and nothing of the server."""

    def command(chosen: argparse.Namespace, options: start.Options) -> int:
        import django

        with start.database(options) as database:
            django.setup()
            try:
                return work(database)
            finally:
                _close_connections()

    return command


def _migrate(database: start.Database) -> int:
    start.migrate(database, quiet=False)
    return 0


def _load(database: start.Database) -> int:
    start.load(_say)
    return 0


def _seed(chosen: argparse.Namespace, options: start.Options) -> int:
    if not options.demo:
        raise Trouble(
            "Dữ liệu mẫu chỉ dành cho bản trình diễn: thêm --demo.",
            "Sample work is for demonstrations only: add --demo.",
        )

    def work(database: start.Database) -> int:
        for line in start.seed(_say):
            _say(line)
        return 0

    return _with_database(work)(chosen, options)


def _simulate(chosen: argparse.Namespace, options: start.Options) -> int:
    simulation.check(chosen, options.demo)
    return _with_database(lambda database: simulation.run(chosen, options.var))(chosen, options)


def _verify(database: start.Database) -> int:
    """Walk every chain, stamp and root; 1 and the faults by name when one was altered, cut or inserted."""
    from django.conf import settings

    from thongsuot.engine.verify import verify_site

    report = verify_site(settings.SITE)
    _say(f"Hồ sơ / cases: {report.cases}; mục / entries: {report.entries}; số đóng / stamps: {report.stamps}")
    for fault in report.faults:
        _say(str(fault))
    _say("Nhật ký có lỗi. / The journal is damaged." if report.faults else "Nhật ký toàn vẹn. / The journal is whole.")
    return 1 if report.faults else 0


def _archive(database: start.Database) -> int:
    """Hand every closed dossier that is due to the archive; 1 when the archive refused one."""
    from thongsuot.areas.dossiers.keeping import commands

    return commands.archive(_say)


def _stamp(database: start.Database) -> int:
    """Number what is committed, and seal the day so far under a root."""
    from django.conf import settings

    from thongsuot.engine import stamper

    _say(f"Đã đóng số / stamped: {stamper.stamp(settings.SITE)}")
    return 0


def _background(chosen: argparse.Namespace, options: start.Options) -> int:
    """The stamper and the sweep; started by `run`, with the environment that it prepared."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
    django.setup()
    from thongsuot.engine.background import run_forever

    run_forever()
    return 0


def _status(chosen: argparse.Namespace, options: start.Options) -> int:
    """Says what runs; 0 when the site serves, 3 when not, as service managers expect."""
    place = supervisor.Place(options.var)
    serving = place.supervisor() is not None and supervisor.answers(place.read().get("address", ""))
    _say(f"Máy chủ / server: {place.read().get('address') if serving else 'không chạy / not running'}")
    if start.is_embedded():
        running = (options.var / "pg").exists() and start.cluster_of(options).answers()
        words = "chạy / running" if running else "không chạy / not running"
        _say(f"Cơ sở dữ liệu nhúng / embedded database: {words}")
    return 0 if serving else 3


def _twin(chosen: argparse.Namespace, options: start.Options) -> int:
    supervisor.check_port("127.0.0.1", _port(str(chosen.port)))
    return national_command.run(chosen, _say)


OF_AREAS = {"reconcile": reconciling_command, "open311-key": keys_command}


def _of_area(chosen: argparse.Namespace, options: start.Options) -> int:
    return _with_database(lambda database: OF_AREAS[chosen.area].run(chosen))(chosen, options)


def _manage(chosen: argparse.Namespace, options: start.Options) -> int:
    from django.core.management import execute_from_command_line

    with start.database(options):
        execute_from_command_line(["thongsuot manage", *chosen.rest])
    return 0


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _say(words: str) -> None:
    with suppress(BrokenPipeError):
        print(words, flush=True)


def _of_catalogue(name: str) -> Callable[[argparse.Namespace, start.Options], int]:
    def command(chosen: argparse.Namespace, options: start.Options) -> int:
        return _with_database(lambda database: int(getattr(commands_of_catalogue, name)(chosen)))(chosen, options)

    return command


def _import(chosen: argparse.Namespace, options: start.Options) -> int:
    if chosen.what == "dossiers":
        from thongsuot.areas.dossiers.cutover import commands as importing

        return _with_database(lambda database: importing.run(chosen, options.var))(chosen, options)
    if chosen.what != "boundaries":
        return _of_catalogue("run_import")(chosen, options)
    from thongsuot.web.board import commands

    return _with_database(lambda database: commands.import_boundaries(chosen.file))(chosen, options)


def _reorganise(chosen: argparse.Namespace, options: start.Options) -> int:
    def work(database: start.Database) -> int:
        from thongsuot.engine.reorganising import commands

        return commands.run(chosen, options.var)

    return _with_database(work)(chosen, options)


COMMANDS: list[tuple[str, Callable[[argparse.Namespace, start.Options], int], str]] = [
    ("run", _run, "chạy hệ thống / run the site"),
    ("stop", _stop, "dừng / stop"),
    ("status", _status, "tình trạng / what runs"),
    ("reset", _reset, "xoá dữ liệu nhúng / delete the embedded data"),
    ("migrate", _with_database(_migrate), "cập nhật cấu trúc dữ liệu / bring the tables up to date"),
    ("load", _with_database(_load), "nạp danh mục cả nước / load the country"),
    ("seed", _seed, "tạo dữ liệu mẫu / seed the demonstration"),
    ("verify", _with_database(_verify), "kiểm tra nhật ký / walk the journal"),
    ("archive", _with_database(_archive), "giao nộp hồ sơ vào lưu trữ / hand closed dossiers to the archive"),
    ("stamp", _with_database(_stamp), "đánh số nhật ký / number what is committed"),
    ("background", _background, "tiến trình nền / the stamper and the sweep"),
    ("simulate", _simulate, "mô phỏng lưu lượng cả nước / simulate the nation's traffic"),
    ("import", _import, "nhập thủ tục, ranh giới, hồ sơ / import procedures, boundaries, dossiers"),
    ("reorganise", _reorganise, "sắp xếp cơ quan, đơn vị / merge, split, move bodies and units"),
    ("catalogue", _of_catalogue("run_catalogue"), "việc cần quyết định về thủ tục / what to decide of procedures"),
    ("twin", _twin, "bản thử của hệ thống ngoài / an outside system's twin"),
    ("reconcile", _of_area, "đối soát thu phí, lệ phí một ngày / reconcile a day's payments"),
    ("open311-key", _of_area, "khóa cho ứng dụng gửi phản ánh / a key for an application that sends reflections"),
    ("manage", _manage, "lệnh quản trị Django / a Django command"),
]
