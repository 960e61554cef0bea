"""Fixtures every test may use. The background is built once and shared: it never changes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from api.evaluation import Evaluator

settings.register_profile(
    "hakari",
    derandomize=True,  # the same examples everywhere; a machine's speed decides nothing
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hakari")


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A data folder with a built background, apart from the one a person uses."""
    with tempfile.TemporaryDirectory(prefix="hakari-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def evaluator(data_dir: Path) -> Evaluator:
    """The real evaluator over the shipped data."""
    return Evaluator.create(data_dir)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of the person who runs it."""
    for name in [n for n in os.environ if n.startswith("HAKARI_") and "TEST" not in n]:
        if not name.startswith("HAKARI_REQUIRE"):
            monkeypatch.delenv(name)
