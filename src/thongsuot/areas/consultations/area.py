"""The consultation as the engine knows it: its table and its one rule."""

from __future__ import annotations

from thongsuot.areas.consultations.process import CONSULTATION
from thongsuot.areas.consultations.silence import only_after_the_limit
from thongsuot.engine.registry import Area

AREA = Area(process=CONSULTATION, refuses=(only_after_the_limit,))
