"""Past figures stay those of the old bodies; new ones are the new body's; a reload of the country changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import plans
import pytest
from django.conf import settings
from setting_hue import ADMIN, carried_out, seed

from people import WARD
from thongsuot.engine import stamper, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.reorganising import acts, undoing
from thongsuot.measures import counting, folding
from thongsuot.measures.definitions import day_start, period
from thongsuot.register import bodies
from thongsuot.register.models import Body, Unit
from thongsuot.register.reorganising import facts

pytestmark = pytest.mark.django_db


def figures(until: datetime) -> dict[str, int]:
    """Dossiers in the total of each house as of a moment."""
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)
    counted = counting.count(SYSTEM, [period(until - timedelta(days=30), until)], "house")
    return {key: counted.of(key)["total"] for key in counted.keys}


def test_yesterday_counts_the_old_wards_for_ever_and_today_the_new_one(hue: None) -> None:
    seed(40)
    midnight = day_start(acts.today())
    before = figures(midnight)
    assert before[f"ubnd.{WARD}"] == 30

    act = carried_out(plans.merge())

    assert figures(midnight) == before
    assert figures(datetime.now(UTC)) == {f"ubnd.{plans.NEW}": 40}

    undoing.undo(ADMIN, act.id, "Nghị quyết bị đính chính.")

    assert figures(midnight) == before
    assert figures(datetime.now(UTC) + timedelta(seconds=1)) == before


def test_what_the_countrys_files_do_not_know_is_written_again_after_a_reload(hue: None) -> None:
    made = seed(4)
    carried_out(plans.merge())
    Unit.objects.filter(code=plans.NEW).delete()
    Unit.objects.filter(code=WARD).update(valid_to=None)
    Body.objects.filter(key=f"ubnd.{WARD}").update(valid_to=None, status="open")

    facts.again()

    assert Unit.objects.get(code=plans.NEW).valid_from == acts.today()
    assert Unit.objects.get(code=WARD).valid_to == acts.today()
    assert bodies.body(f"ubnd.{WARD}").valid_to == acts.today()
    assert writing.find(made[0].id).competent_body == f"ubnd.{plans.NEW}"
