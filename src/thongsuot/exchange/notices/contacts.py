"""Where the sender of a case is reached, as SQL over the case `c`: what is kept as telephone and mail; of a complaint,
which keeps one line of contact, what in it is one. A denunciation has no way here: its sender is written to by nobody.
"""

from __future__ import annotations

_LINE = "CASE WHEN c.kind = 'complaint' THEN c.subject ->> 'reached_by' END"
_NUMBER = "(?:[+]84|0)[0-9 .]{8,12}[0-9]"
_ADDRESS = "[^[:space:]@,;:]+@[^[:space:]@,;:]+[.][A-Za-z]{2,}"
PHONE = f"coalesce(c.subject ->> 'phone', substring({_LINE} from '{_NUMBER}'), '')"
EMAIL = f"coalesce(c.subject ->> 'email', substring({_LINE} from '{_ADDRESS}'), '')"
