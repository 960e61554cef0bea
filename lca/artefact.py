"""Making background artefacts: build one, keep the one of the present tables, remove it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from inventories.background.tables import BackgroundTables, load_tables
from lca.background import MANIFEST, Background, background_id, load

BUILDING = ".building-"
ABANDONED_AFTER_S = 3600
"""A build takes seconds; a workplace an hour old belongs to nobody."""


def build(tables: BackgroundTables, folder: Path) -> Background:
    """Build an artefact in `folder` (made if absent, must be empty) and load it.

    Raises
    ------
    BackgroundBuildError
        If the tables do not give a solvable system.
    IndicatorSourceError
        If bw2io's LCIA package is missing or does not fit the indicator list.
    """
    from lca.build import write_artefact  # noqa: PLC0415  (scipy takes time; only when building)

    write_artefact(tables, folder)
    return load(folder)


def ensure(data_dir: Path) -> Background:
    """Return the background of the present tables, built in `data_dir` if it is not there.

    Two processes may do so at once: each builds apart, the first to finish wins.
    """
    tables = load_tables()
    folder = data_dir / background_id(tables.digest)
    if folder.exists():
        return load(folder)
    data_dir.mkdir(parents=True, exist_ok=True)
    _sweep(data_dir)
    workplace = Path(tempfile.mkdtemp(prefix=BUILDING, dir=data_dir))
    try:
        build(tables, workplace)
        _publish(workplace, folder)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return load(folder)


def remove(data_dir: Path) -> None:
    """Remove the artefact of the present tables, so that `ensure` builds it again."""
    shutil.rmtree(data_dir / background_id(load_tables().digest), ignore_errors=True)


def _sweep(data_dir: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in data_dir.glob(f"{BUILDING}*"):
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER_S:
            shutil.rmtree(left, ignore_errors=True)


def _publish(workplace: Path, folder: Path) -> None:
    """Rename a finished artefact into place; another process may have been first."""
    workplace.chmod(0o755)
    try:
        os.replace(workplace, folder)
    except OSError:
        if not (folder / MANIFEST).is_file():
            raise
