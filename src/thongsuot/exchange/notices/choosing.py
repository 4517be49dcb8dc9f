"""How a person wants to hear from us, kept under the number that an e-identity confirmed."""

from __future__ import annotations

from datetime import UTC, datetime

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.exchange.notices.rules import Choice

_READ = "SELECT sms, mail, optional, language FROM exchange_notice_choice WHERE number = %s"
_KEEP = """
INSERT INTO exchange_notice_choice (number, sms, mail, optional, language, chosen_at)
VALUES (%(number)s, %(sms)s, %(mail)s, %(optional)s, %(language)s, %(now)s)
ON CONFLICT (number) DO UPDATE SET sms = EXCLUDED.sms, mail = EXCLUDED.mail, optional = EXCLUDED.optional,
  language = EXCLUDED.language, chosen_at = EXCLUDED.chosen_at
"""


def of_person(number: str) -> Choice:
    """What a person chose; who chose nothing, and who has no number, hears everything in Vietnamese."""
    rows = sql.run(_READ, [number]) if number else []
    return Choice(*rows[0]) if rows else Choice()


def choose(actor: Actor, choice: Choice) -> None:
    """Keep a citizen's own choice. Raises NotAllowed for anybody else."""
    if not actor.citizen:
        raise NotAllowed("Đăng nhập bằng tài khoản định danh điện tử để chọn cách nhận tin.")
    sql.run(
        _KEEP,
        {
            "number": actor.citizen, "sms": choice.sms, "mail": choice.mail, "optional": choice.optional,
            "language": choice.language, "now": datetime.now(UTC),
        },
    )  # fmt: skip
