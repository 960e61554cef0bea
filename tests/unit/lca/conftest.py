from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest
from support.lca_toys import toy_tables

from lca import ecoinvent_flows
from lca.artefact import build
from lca.background import Background


@pytest.fixture(scope="session", autouse=True)
def factors_read_once() -> Iterator[None]:
    """Reading 40 MB of factors takes most of a build; the tests build many backgrounds."""
    with pytest.MonkeyPatch.context() as patch:
        cached = functools.cache(ecoinvent_flows.read_factors)
        patch.setattr(ecoinvent_flows, "read_factors", cached)
        yield


@pytest.fixture(scope="session")
def toy_background(factors_read_once: None, tmp_path_factory: pytest.TempPathFactory) -> Background:
    return build(toy_tables(), tmp_path_factory.mktemp("artefact") / "toy")
