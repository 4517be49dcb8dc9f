"""How many printed forms a second one process sets, each with its own dossier, fonts and QR.

python bench/letters.py [seconds a line]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from machine import machine_line

from thongsuot.areas.dossiers.letters import CONTROL_SHEET, FORMS, RECEIPT, samples
from thongsuot.areas.dossiers.letters.parts import Paper, PaperKind
from thongsuot.engine.letters import Letter, LetterData, render

Filled = tuple[Letter, LetterData]


def long_receipt() -> Filled:
    """33 papers over two pages."""
    papers = tuple(
        Paper(name=f"Giấy tờ số {n}: giấy chứng nhận quyền sử dụng đất", kind=PaperKind.COPY) for n in range(33)
    )
    return RECEIPT, samples.RECEIPT.model_copy(update={"papers": papers})


def long_sheet() -> Filled:
    """40 hand-overs over several pages."""
    return CONTROL_SHEET, samples.CONTROL_SHEET.model_copy(
        update={"hand_overs": samples.CONTROL_SHEET.hand_overs * 13 + samples.CONTROL_SHEET.hand_overs[:1]}
    )


def print_for(forms: Sequence[Filled], seconds: float, first: int) -> int:
    """How many were printed; every one has a code of its own, so that none is merely repeated."""
    done, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        form, data = forms[done % len(forms)]
        render(form, data.model_copy(update={"code": f"H26.7.4-261121-{first + done:06d}"}))
        done += 1
    return done


def rate(forms: Sequence[Filled], seconds: float, threads: int) -> float:
    """Forms a second, after each thread has printed every form once."""
    with ThreadPoolExecutor(threads) as counters:
        list(counters.map(lambda _: [render(*each) for each in forms], range(threads)))
        began = time.perf_counter()
        done = sum(counters.map(lambda n: print_for(forms, seconds, n * 100_000), range(threads)))
        return done / (time.perf_counter() - began)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    print(machine_line())
    began = time.perf_counter()
    render(RECEIPT, samples.RECEIPT)
    print(f"first form of a process     {(time.perf_counter() - began) * 1000:6.0f} ms")
    all_forms = [(form, samples.SAMPLES[form.key]) for form in FORMS]
    for name, forms, threads in (
        ("the seven forms in turn", all_forms, 1),
        ("the seven forms, 2 threads", all_forms, 2),
        ("receipt", all_forms[:1], 1),
        ("receipt with 33 papers", [long_receipt()], 1),
        ("40 hand-overs", [long_sheet()], 1),
    ):
        print(f"{name:27} {rate(forms, seconds, threads):6.0f} a second (target 50)")


if __name__ == "__main__":
    main()
