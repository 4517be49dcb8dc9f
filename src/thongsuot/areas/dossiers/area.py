"""The dossier as the engine knows it: its table and the forms that it prints."""

from __future__ import annotations

from thongsuot.areas.dossiers.delivering import offered
from thongsuot.areas.dossiers.elsewhere import ROUTING
from thongsuot.areas.dossiers.internal import PATH
from thongsuot.areas.dossiers.letters import FORMS
from thongsuot.areas.dossiers.mirrored import MIRRORED, ordered
from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.areas.dossiers.rules import REFUSES
from thongsuot.areas.dossiers.sealing import not_issued_unsigned
from thongsuot.engine.registry import Area

AREA = Area(
    process=DOSSIER,
    letters=frozenset(form.key for form in FORMS),
    refuses=(*REFUSES, not_issued_unsigned),
    path=PATH,
    routing=ROUTING,
    offers=offered,
    others=(MIRRORED,),
    orders=ordered,
)
