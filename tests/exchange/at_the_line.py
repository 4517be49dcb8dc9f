"""A site's line to the portal's twin: what it sends, when, and how both sides stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from thongsuot.engine import sql, stamper
from thongsuot.engine.case import Case
from thongsuot.exchange.national import sending, telling
from thongsuot.ports.national_portal import NationalPortal
from thongsuot.ports.national_twin import Held, NationalTwin

IMPATIENT = 0.3  # seconds that a test's portal is waited for


@dataclass
class Line:
    """A site's line to the portal: what it sends, when, and how it stands."""

    twin: NationalTwin
    portal: NationalPortal
    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def tell(self) -> None:
        """Follow the journal into the outbox."""
        stamper.stamp(settings.SITE)
        telling.catch_up_fully(settings.SITE)

    def send(self, rounds: int = 200) -> None:
        """Send what is due now, until nothing is or the portal fails."""
        self.tell()
        for _ in range(rounds):
            if not sending.send_one(self.portal, self.now):
                return

    def later(self, hours: float = 2) -> None:
        self.ahead += timedelta(hours=hours)

    def persist(self, rounds: int = 40) -> None:
        """Send again and again, hours apart, as the workers do."""
        for _ in range(rounds):
            self.send()
            self.later()

    def there(self, case: Case) -> Held:
        """The case as the portal has it."""
        found = [one for one in self.twin.dossiers.values() if one.code == case.code]
        assert len(found) == 1, "the portal has the dossier not once"
        return found[0]


def messages(case: Case | UUID) -> list[tuple[str, str]]:
    """What the outbox has of a dossier: (kind, state), in order."""
    id = case.id if isinstance(case, Case) else case
    return sql.run("SELECT kind, state FROM exchange_national_message WHERE dossier_id = %s ORDER BY place", [id])  # type: ignore[return-value]


def dossier(case: Case, *columns: str) -> tuple[Any, ...]:
    return sql.run(f"SELECT {', '.join(columns)} FROM exchange_national_dossier WHERE id = %s", [case.id])[0]
