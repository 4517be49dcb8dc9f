"""A draft's declaration as PDF, to be read before it is handed in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse

from thongsuot.areas.dossiers.forms import printing
from thongsuot.engine import letters
from thongsuot.engine.forms_places import COUNTRY
from thongsuot.web.eform.drafts import Work
from thongsuot.web.speech import say as _


def declaration(work: Work) -> HttpResponse:
    """What was answered so far, with blanks to write on; no cache keeps it."""
    letter, data = printing.declaration(
        work.form,
        work.right,
        to="………………………………………………",
        code=_("Bản khai %(id)s") % {"id": str(work.draft.id)[-12:]},
        at=datetime.now(UTC),
        places=COUNTRY,
        signed_by=work.identity.name,
        reused=printing.reused_words(work.draft.sources),
        demo=settings.DEMO,
    )
    response = HttpResponse(letters.render(letter, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="to-khai-{work.form.key}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
