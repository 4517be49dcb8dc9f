"""The steps from an empty directory to a site that serves; each goes on where it was cut."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from thongsuot.platform import roles, tuning
from thongsuot.platform.embedded import Cluster
from thongsuot.platform.trouble import Trouble

OLDEST_POSTGRESQL = 15
# Connections of no server thread: background work and the operator's commands.
SPARE_CONNECTIONS = 20
FEWEST_CONNECTIONS = 60


@dataclass(frozen=True)
class Options:
    """What the command line and the environment say."""

    var: Path
    demo: bool
    workers: int
    threads: int

    @property
    def connections(self) -> int:
        return max(FEWEST_CONNECTIONS, self.workers * self.threads + SPARE_CONNECTIONS)


@dataclass(frozen=True)
class Database:
    """Both addresses of the site's database, and the cluster when it is our own."""

    owner_url: str
    app_url: str
    cluster: Cluster | None


def cluster_of(options: Options) -> Cluster:
    return Cluster(options.var, settings=tuning.lasting(tuning.memory(), options.connections))


def is_embedded() -> bool:
    """Whether the site uses its own database: true unless DATABASE_URL is given."""
    return not os.environ.get("DATABASE_URL")


def secret_key(var: Path) -> str:
    """The key that signs sessions: given, or made once and closed to others."""
    return os.environ.get("THONGSUOT_SECRET_KEY") or roles.password(var, "secret")


@contextmanager
def database(options: Options, *, ours_alone: bool = False) -> Iterator[Database]:
    """The database with its app role; our own is started, and stopped at the end if it was started here.

    `ours_alone` stops it in any case: the supervisor has taken over what a killed one left running.

    Django's settings may be loaded only after this: it fills the environment that they are read from.
    """
    if not is_embedded():
        yield _given(options)
        return
    cluster = cluster_of(options)
    started = cluster.start()
    try:
        url = cluster.url()
        secret = roles.password(options.var)
        roles.ensure(url, secret)
        yield _ready(Database(url, roles.app_url(url, secret), cluster), options)
    finally:
        if started or ours_alone:
            cluster.stop()


def _given(options: Options) -> Database:
    """The database of DATABASE_URL, with the given app role or one of our making."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, connect_timeout=10) as connection:
        version = connection.info.server_version // 10000
    if version < OLDEST_POSTGRESQL:
        raise Trouble(
            f"Cơ sở dữ liệu là PostgreSQL {version}; cần PostgreSQL {OLDEST_POSTGRESQL} trở lên.",
            f"The database is PostgreSQL {version}; {OLDEST_POSTGRESQL} or newer is needed.",
        )
    app_url = os.environ.get("THONGSUOT_APP_DATABASE_URL")
    if not app_url:
        role = role_of(url)
        secret = roles.password(options.var)
        roles.ensure(url, secret, role)
        app_url = roles.app_url(url, secret, role)
    elif roles.same_role(url, app_url):
        raise Trouble(
            "DATABASE_URL và THONGSUOT_APP_DATABASE_URL phải là hai vai trò khác nhau:"
            " ứng dụng không được phép sửa nhật ký.",
            "DATABASE_URL and THONGSUOT_APP_DATABASE_URL must be two roles: the application may not alter the journal.",
        )
    return _ready(Database(url, app_url, None), options)


def role_of(url: str) -> str:
    """The app role of a database: roles belong to the whole server, so each site there needs its own."""
    name = urlsplit(url).path.lstrip("/")
    return roles.APP if name in ("", "thongsuot") else f"{name}_app"[:63]


def _ready(chosen: Database, options: Options) -> Database:
    os.environ["DATABASE_URL"] = chosen.owner_url
    os.environ["THONGSUOT_APP_DATABASE_URL"] = chosen.app_url
    os.environ["THONGSUOT_VAR"] = str(options.var)
    os.environ["THONGSUOT_SECRET_KEY"] = secret_key(options.var)
    os.environ["THONGSUOT_DEMO"] = "1" if options.demo else ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "thongsuot.settings"
    return chosen


def server_environment(chosen: Database, options: Options) -> dict[str, str]:
    """What the serving processes are given: the app role's address alone, never the owner's."""
    metrics = options.var / "metrics"
    metrics.mkdir(parents=True, exist_ok=True)
    for old in metrics.glob("*.db"):
        old.unlink()
    return os.environ | {
        "DATABASE_URL": chosen.app_url,
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        "THONGSUOT_THREADS": str(options.threads),
    }


def point_at(url: str) -> None:
    """Lead Django's one connection, in every thread of this process, to another address."""
    from django.conf import settings
    from django.db import connections

    from thongsuot.settings import _database

    connections.close_all()
    settings.DATABASES["default"].update(_database(url))
    connections["default"].settings_dict.update(_database(url))


def migrate(chosen: Database, *, quiet: bool = True) -> None:
    """Bring the tables up to this release as the owner, then give the app role its rights."""
    from django.core.management import call_command

    from thongsuot.areas.dossiers import tables as dossiers
    from thongsuot.engine.tables import APPEND_ONLY, FUNCTIONS
    from thongsuot.measures import tables

    point_at(chosen.owner_url)
    try:
        call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
        role = urlsplit(chosen.app_url).username or roles.APP
        never_changed = (*APPEND_ONLY, *dossiers.APPEND_ONLY, *tables.APPEND_ONLY)
        roles.grant(chosen.owner_url, never_changed, role, (*FUNCTIONS, *dossiers.FUNCTIONS))
    finally:
        point_at(chosen.app_url)


def load(say: Callable[[str], None]) -> None:
    """The country's facts and this release's processes; what is there already is left alone. A line for each part."""
    from django.utils import timezone

    from thongsuot.areas.dossiers.forms import catalogue
    from thongsuot.areas.systems import holdings
    from thongsuot.engine import registry
    from thongsuot.register.loading import load_country

    load_country(say)
    if systems := holdings.load(timezone.localdate()):
        say(f"Hệ thống thông tin: thêm {systems}")
    for pin in registry.publish():
        say(f"Quy trình {pin}: đã ban hành")
    for pin in catalogue.publish_shipped():
        say(f"Biểu mẫu {pin}: đã công bố")


def seed(say: Callable[[str], None]) -> list[str]:
    """The demonstration's people and week, made once; `say` gets its progress. Returns a line for each login."""
    from thongsuot.areas.budgets import seeding as budgets
    from thongsuot.areas.communication.seeding import seed_news
    from thongsuot.areas.complaints import seeding as grievances
    from thongsuot.areas.conclusions import seeding as meetings
    from thongsuot.areas.dossiers.seeding import seed_week
    from thongsuot.areas.guidance.seeding import seed_guidance
    from thongsuot.areas.inspections import seeding as inspections
    from thongsuot.areas.obstacles.seeding import seed_obstacles
    from thongsuot.areas.petitions import seeding as petitions
    from thongsuot.areas.practices.seeding import seed_practices
    from thongsuot.areas.premises import seeding as premises
    from thongsuot.areas.receptions import seeding as receptions
    from thongsuot.areas.satisfaction.seeding import seed_ratings
    from thongsuot.areas.severance import seeding as severances
    from thongsuot.areas.systems import seeding as systems
    from thongsuot.areas.tasks import seeding as tasks
    from thongsuot.areas.visits.seeding import seed_today
    from thongsuot.measures.briefing.seeding import seed_briefings
    from thongsuot.register.demo import create_demo_accounts

    logins = create_demo_accounts()
    seed_week(say)
    seed_today()
    seed_obstacles()
    seed_guidance()
    inspections.seed()
    systems.seed()
    budgets.seed()
    premises.seed()
    severances.seed()
    seed_ratings()
    seed_news()
    seed_practices()
    tasks.seed_tasks(tasks.CITY, meetings.seed_conclusion(meetings.CITY).id)
    tasks.seed_tasks(tasks.GOVERNMENT, meetings.seed_conclusion(meetings.GOVERNMENT).id)
    tasks.seed_charges()
    petitions.seed()
    grievances.seed()
    receptions.seed()
    seed_briefings()
    width = max(len(one.login) for one in logins)
    return [
        line
        for one in logins
        for line in (
            f"  {one.login:<{width}}  {one.password}  {one.name} – {one.post}",
            f"  {'':<{width}}  {one.attempt}",
        )
    ]


def first_administrator() -> str | None:
    """Make `admin` on a site without an account of its own; its password, shown this once, or None."""
    from thongsuot.register.models import Account

    if Account.objects.filter(demo=False).exists():
        return None
    password = secrets.token_urlsafe(12)
    account = Account(username="admin", is_staff=True, is_superuser=True, must_change_password=True)
    account.set_password(password)
    account.save()
    return password


def open_demo_accounts(options: Options) -> None:
    """The demonstration's logins work in a demonstration and nowhere else: everybody knows their password."""
    from thongsuot.register.models import Account

    Account.objects.filter(demo=True).exclude(is_active=options.demo).update(is_active=options.demo)
