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
        render(form, _numbered(data, first + done))
        done += 1
    return done


def _numbered(data: LetterData, number: int) -> LetterData:
    code = f"H26.7.4-261121-{number:06d}"
    return data.model_copy(update={"code": code, "link": data.link.replace(data.code, code)})


def rate(forms: Sequence[Filled], seconds: float, threads: int) -> tuple[float, float]:
    """Forms a second, and processor milliseconds a form, after each thread has printed every form once."""
    with ThreadPoolExecutor(threads) as counters:
        list(counters.map(lambda _: [render(*each) for each in forms], range(threads)))
        began, used = time.perf_counter(), time.process_time()
        done = sum(counters.map(lambda n: print_for(forms, seconds, n * 100_000), range(threads)))
        return done / (time.perf_counter() - began), (time.process_time() - used) / done * 1000


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    print(machine_line())
    print("target: 50 one-page forms a second")
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
        each_second, processor = rate(forms, seconds, threads)
        print(f"{name:27} {each_second:6.0f} a second, {processor:5.1f} ms of processor each")


if __name__ == "__main__":
    main()
