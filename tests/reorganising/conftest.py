"""The fixtures of reorganisations; where they happen is in `setting_hue`."""

from __future__ import annotations

from setting_hue import hue as hue
