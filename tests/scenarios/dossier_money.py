"""Money in the dossier's stories: it comes and goes while the work stands, after the end, and is relieved."""

from __future__ import annotations

from scenarios import Refusal, Step, Story
from scenarios.dossier_clock import OLD, silent
from scenarios.dossier_points import AT_POINT, BACK_TO_GIANG, TO_THE_RESULT
from scenarios.dossier_steps import (
    ASK_CORRECTION,
    ASK_PAYMENT,
    ASK_SUPPLEMENT,
    HAND_OUT,
    ISSUE,
    NUMBER,
    RECEIVE,
    REFUSE,
    SEAL,
    SUBMIT,
    TO_THE_CHAIR,
    TO_THE_CLERK,
    TO_THE_DESK,
    TO_THE_HEAD,
    WITHDRAW,
)
from scenarios.dossier_ways import CLOSE_STOPPED, REVOKE, TO_THE_STOP
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused

CASH = {"purpose": "charge", "paid": 75_000, "how": "cash", "when": "intake"}
RELIEF = {"relief": "disabled", "seen": True, "fee_less": 0, "charge_less": 0}


def _paid(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """Money comes and goes while the case stands there; the officer goes on as before."""
    pay = Step(
        "system",
        "pay_fee",
        step,
        given={"voucher": "GD-0002", "paid": 150_000},
        holder=holder,
        kept=("paid",),
        final=True,
        refused=(Refusal("lan", "pay_fee", NotAllowed, "hệ thống", {"voucher": "1", "paid": 1}),),
    )
    cash = Step(
        "lan",
        "pay_at_counter",
        step,
        given=CASH,
        holder=holder,
        kept=("paid",),
        final=True,
        refused=(Refusal("lan", "pay_at_counter", NeedsNotMet, "how", {**CASH, "how": "vàng"}),),
    )
    transfer = Step(
        "lan",
        "pay_at_counter",
        step,
        given={**CASH, "how": "transfer", "reference": "FT2611"},
        optional=frozenset({"reference"}),
        holder=holder,
        kept=("paid",),
        final=True,
    )
    return Story(f"money comes and goes on {step}", (*at, pay, cash, transfer, *_back(step, holder)))


def _back(step: str, holder: str = "") -> tuple[Step, Step]:
    given = {"voucher": "HT-0001", "amount": 150_000}
    wrong = Refusal("lan", "refund", NotAllowed, "hệ thống", given)
    return (
        Step("system", "refund", step, given=given, holder=holder, final=True, refused=(wrong,)),
        Step("system", "charge_back", step, given={**given, "voucher": "DL-1"}, holder=holder, final=True),
    )


def _told(at: tuple[Step, ...], step: str) -> Story:
    """Money on its way when the dossier ended, or its result went to another counter, still arrives and goes back."""
    pay = Step("system", "pay_fee", step, given={"voucher": "GD-0003", "paid": 5_000}, kept=("paid",), final=True)
    return Story(f"money that systems tell of comes and goes on {step}", (*at, pay, *_back(step)))


def _relieved(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """Hùng asks for a relief, Lan says no to the first and confirms the second after she saw the paper."""
    asked = {"relief": "disabled", "evidence": "Giấy xác nhận khuyết tật số 12"}
    ask = Step(
        "hung",
        "ask_relief",
        step,
        given=asked,
        holder=holder,
        final=True,
        refused=(Refusal("thao", "ask_relief", NotFound, given=asked),),
    )
    deny = Step("lan", "deny_relief", step, given={"reasons": ["Giấy đã hết hạn"]}, holder=holder, final=True)
    grant = Step(
        "lan",
        "grant_relief",
        step,
        given=RELIEF,
        holder=holder,
        kept=("fee_less", "charge_less"),
        final=True,
        refused=(
            Refusal("lan", "grant_relief", NeedsNotMet, "seen", {**RELIEF, "seen": ""}),
            Refusal("lan", "grant_relief", Refused, "nhiều hơn", {**RELIEF, "fee_less": 1}),
            Refusal("hung", "grant_relief", NotAllowed, "tiếp nhận", RELIEF),
        ),
    )
    again = Refusal("hung", "ask_relief", NotAllowed, "3 lần", asked)
    return Story(f"Hùng asks for a relief on {step}", (*at, ask, deny, ask, grant, ask), end=(again,))


WAYS_OF_MONEY = (
    _paid((SUBMIT,), "submitted"),
    _paid((SUBMIT, ASK_CORRECTION), "waiting_correction", "lan"),
    _paid((RECEIVE,), "received", "lan"),
    _paid(TO_THE_DESK, "processing", "minh"),
    _paid((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement", "minh"),
    _paid((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment", "minh"),
    _paid(TO_THE_HEAD, "proposed"),
    _paid(TO_THE_CHAIR, "reviewed"),
    _paid(TO_THE_CLERK, "signed"),
    _paid((*TO_THE_CLERK, NUMBER), "numbered", "cuc"),
    _paid((*TO_THE_CLERK, NUMBER, SEAL), "sealed", "cuc"),
    _paid((*TO_THE_CLERK, NUMBER, SEAL, ISSUE), "done"),
    _paid(TO_THE_STOP, "stopped", "binh"),
    _told((SUBMIT, REFUSE), "refused"),
    _told((RECEIVE, WITHDRAW), "withdrawn"),
    _told((*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT), "delivered"),
    _told((*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT, REVOKE), "revoked"),
    _told((*TO_THE_STOP, CLOSE_STOPPED), "closed"),
    _told((OLD, silent("granted")), "deemed"),
    _told((*TO_THE_RESULT, BACK_TO_GIANG), "on_the_way"),
    _told((*TO_THE_RESULT, BACK_TO_GIANG, AT_POINT), "at_point"),
    _relieved((SUBMIT,), "submitted"),
    _relieved((SUBMIT, ASK_CORRECTION), "waiting_correction", "lan"),
    _relieved((RECEIVE,), "received", "lan"),
    _relieved(TO_THE_DESK, "processing", "minh"),
    _relieved((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement", "minh"),
    _relieved((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment", "minh"),
    _relieved(TO_THE_HEAD, "proposed"),
    _relieved(TO_THE_CHAIR, "reviewed"),
    _relieved((*TO_THE_CLERK, NUMBER, SEAL, ISSUE), "done"),
)  # fmt: skip
