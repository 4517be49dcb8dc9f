"""The WSGI application that Granian's workers serve."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application

from thongsuot.web.assets import serving
from thongsuot.web.places import Places

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
application = serving(Places(get_wsgi_application(), int(os.environ.get("THONGSUOT_THREADS") or 4)))


def _warm() -> None:
    """Read what every page needs before the first request does, and take it out of the garbage collector's walks.

    The names of 24,000 bodies and the catalogue live as long as the worker; a full collection that walks them
    stops every request of the worker for tens of milliseconds. A database that is away now is asked again later.
    """
    from django.db import Error, connection

    from thongsuot.engine import forms_store, registry
    from thongsuot.register import bodies, calendar, communes, competences, procedures, search
    from thongsuot.register.catalogue import local, places
    from thongsuot.web.entrance import today

    try:
        bodies.name_of("")
        calendar.load()
        for view in procedures.in_force(today())[:1]:
            local.at_place(view, "", today())
        communes.provinces(today())
        competences.competent("", competences.DECIDE, "", today())
        places.kinds_of("", today())
        forms_store.names()
        search.find("khai sinh", today())
        for area in registry.areas():
            registry.process_of(area.process.pin)
    except Error:
        logging.getLogger(__name__).warning("the database is away; pages will read what they need when it is back")
    finally:
        connection.close()
    gc.collect()
    gc.freeze()
    # A request makes thousands of objects that nothing holds in a circle: look for circles a tenth as often.
    gc.set_threshold(10_000, 20, 20)


_warm()
