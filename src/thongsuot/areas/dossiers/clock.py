"""What a dossier takes along of its procedure's law of time: what was published stays with it, whatever comes later."""

from __future__ import annotations

from typing import Any

from thongsuot.areas.dossiers.process import ONE_STOP, SUPPLEMENT_TERM
from thongsuot.engine.case_rules import CaseRules, Silence
from thongsuot.engine.deadline import Limit
from thongsuot.register.catalogue.definitions import Case, ClockRules

# T6: the post's own days are not the body's.
BY_POST = ("Hồ sơ gửi qua bưu chính công ích", f"tính từ khi Bộ phận Một cửa nhận từ bưu chính, {ONE_STOP}")


def limit_with(limit: Limit, rules: ClockRules) -> Limit:
    """The limit with what the law says of pauses, each with its provision."""
    own: dict[str, Any] = {
        name: rule for name in ("on_supplement", "on_payment", "on_stop") if (rule := getattr(rules, name)) is not None
    }
    if own and rules.basis:
        own["pause_basis"] = f"{rules.basis}{'' if rules.verified or not limit.verified else ' (chưa xác minh)'}"
    return Limit.from_json({**limit.to_json(), **own}) if own else limit


def rules_of(case: Case, channel: str) -> CaseRules:
    """The rules of this case of a procedure beside its limit, for a dossier that comes by this channel."""
    rules = case.clock
    silence = rules.silence
    return CaseRules(
        limits={"supplement": Limit.from_json(rules.supplement.as_json())} if rules.supplement else {},
        at_most={
            name: often
            for name, often in (("ask_supplement", rules.supplements), ("extend", rules.extensions))
            if often is not None
        },
        late=("extend",) if rules.late_extension else (),
        silence=Silence(silence.outcome, silence.basis, silence.verified) if silence else None,
        arrival=BY_POST if channel == "post" else None,
    )


def supplement_term(rules: ClockRules) -> Limit:
    """How long a person has to supplement: the procedure's own term, or the one of every procedure."""
    return Limit.from_json(rules.supplement.as_json()) if rules.supplement else SUPPLEMENT_TERM
