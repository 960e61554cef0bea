"""The second opinion: the same system solved by bw2calc, through datapackages.

The background is read from the artefact's own `background.zip`, not from its arrays, and solved
together with the foreground in one matrix; so the adjoint inventory, the foreground solve and the
files are all checked.

Not for requests: bw2calc warns through process-wide switches, and its import takes a second. It is
for the command line, tests and notebooks.
"""

from __future__ import annotations

import functools
import logging
import sys
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from lca.background import DATAPACKAGE, Background
from lca.contributions import column_scores
from lca.datapackage import (
    COLUMN_OFFSET,
    FLOW_OFFSET,
    PROVIDER_OFFSET,
    bw_processing,
    factor_package,
    foreground_package,
)
from lca.errors import SystemSingularError
from lca.solve import factors_of, solve
from lca.system import System

CANCELLATION_FLOOR = 1e-6
"""Differences are taken relative to the score, but at least to this part of the gross score: a
score that cancels to nothing has no relative accuracy."""

_import_lock = threading.Lock()


@dataclass(frozen=True)
class ComparedScore:
    """One total computed by both engines."""

    total: str
    hakari: float
    bw2calc: float
    rel_diff: float


def compared_scores(system: System, background: Background) -> tuple[ComparedScore, ...]:
    """Solve a system with hakari and with bw2calc and return every total side by side."""
    solution = solve(system, background)
    found = []
    for row, (total, ours, theirs) in enumerate(
        zip(
            system.totals,
            solution.scores.tolist(),
            score_with_bw2calc(system, background),
            strict=True,
        )
    ):
        gross = float(np.abs(column_scores(solution, row)).sum())
        scale = max(abs(ours), abs(theirs), CANCELLATION_FLOOR * gross)
        difference = abs(ours - theirs) / scale if scale > 0 else 0.0
        found.append(ComparedScore(total.id, ours, theirs, difference))
    return tuple(found)


def score_with_bw2calc(system: System, background: Background) -> list[float]:
    """Return every total of a system as bw2calc computes it.

    Raises
    ------
    SystemSingularError
        If bw2calc's solver finds no solution.
    """
    demand = {
        COLUMN_OFFSET + j: float(amount) for j, amount in enumerate(system.demand) if amount != 0.0
    }
    if not demand:
        return [0.0] * len(system.totals)
    flows = _flow_ids(system, background)
    foreground = foreground_package(
        system.technosphere,
        system.background_demand,
        system.direct,
        [PROVIDER_OFFSET + background.index(key) for key in system.providers],
        [flows[key] for key in system.flows],
    )
    used, ids = list(flows), list(flows.values())
    packages = [
        factor_package(f"total-{row}", ids, factors_of(total, used))
        for row, total in enumerate(system.totals)
    ]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        stored = _stored_package(background.folder / DATAPACKAGE)
        lca = _bw2calc().LCA(demand, data_objs=[stored, foreground, *packages[:1]])
        lca.lci()
        if not np.isfinite(lca.supply_array).all():
            raise SystemSingularError([c.id for c in system.columns])
        scores = []
        for row, package in enumerate(packages):
            if row:
                lca.switch_method([package])
            lca.lcia()
            scores.append(float(lca.score))
    return scores


@functools.lru_cache(maxsize=4)
def _stored_package(file: Path) -> Any:
    """Read the artefact's datapackage, once a file."""
    from bw_processing.io_helpers import generic_zipfile_filesystem  # noqa: PLC0415

    zipped = generic_zipfile_filesystem(dirpath=file.parent, filename=file.name, write=False)
    try:
        return bw_processing().load_datapackage(zipped)
    finally:
        zipped.close()


def _flow_ids(system: System, background: Background) -> dict[str, int]:
    """Ids of all elementary flows: the background's, then those of the system alone."""
    keys = dict.fromkeys((*background.flow_keys, *system.flows))
    return {key: FLOW_OFFSET + k for k, key in enumerate(keys)}


class _NoProjects(MetaPathFinder):
    """Hides bw2data from the imports of one thread; every other thread finds it as ever."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse bw2data, leave everything else to the finders after this one."""
        if fullname == "bw2data" and threading.get_ident() == self.thread:
            raise ModuleNotFoundError("bw2data is not used here", name=fullname)
        return None


def _bw2calc() -> Any:
    """Import bw2calc without bw2data, which would make a project folder on disk and log lines."""
    with _import_lock:
        finder = _NoProjects()
        sys.meta_path.insert(0, finder)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import bw2calc  # noqa: PLC0415  (one second; only where it is asked for)
        finally:
            sys.meta_path.remove(finder)
    logging.getLogger("bw2calc").setLevel(logging.ERROR)
    return bw2calc
