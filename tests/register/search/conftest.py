"""A search over procedures that a test chooses, without a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from searched_procedures import Catalogue, Use

from thongsuot.register import procedures, search
from thongsuot.register.search import finding


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Search in this catalogue from now on."""

    def chosen(catalogue: Catalogue) -> None:
        monkeypatch.setattr(procedures, "versions", lambda: catalogue.versions)
        monkeypatch.setattr(finding, "result_names", lambda: catalogue.results)

    yield chosen
    search.forget()
