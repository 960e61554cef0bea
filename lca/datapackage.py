"""Brightway datapackages of the background, of a resolved foreground and of factors.

Integer ids: provider i is ``PROVIDER_OFFSET + i``, elementary flow k is ``FLOW_OFFSET + k``,
column j of a foreground is ``COLUMN_OFFSET + j``. Inputs are stored positive with the flip flag
set, as Brightway has it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lca.system import Array

if TYPE_CHECKING:
    from lca.background import Triples

PROVIDER_OFFSET = 1
FLOW_OFFSET = 10_000_000
COLUMN_OFFSET = 20_000_000
"""Far above any number of providers or flows, and within Brightway's 32-bit ids."""


def bw_processing() -> Any:
    """Import bw_processing without the warnings of its dependencies."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw_processing as module  # noqa: PLC0415  (half a second; only oracle and builder)
    return module


def write_background_package(technosphere: Triples, biosphere: Triples, file: Path) -> None:
    """Write the background as a zipped datapackage."""
    bwp = bw_processing()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bw_processing.io_helpers import generic_zipfile_filesystem  # noqa: PLC0415

        zipped = generic_zipfile_filesystem(dirpath=file.parent, filename=file.name, write=True)
        package = bwp.create_datapackage(fs=zipped, name="background", sum_intra_duplicates=True)
        _add_technosphere(package, technosphere.indices + PROVIDER_OFFSET, technosphere.data)
        offset = np.array([FLOW_OFFSET, PROVIDER_OFFSET], dtype=np.int32)
        _add(package, "biosphere_matrix", biosphere.indices + offset, biosphere.data)
        package.finalize_serialization()


def foreground_package(
    technosphere: Array,
    background_demand: Array,
    direct: Array,
    provider_ids: Sequence[int],
    flow_ids: Sequence[int],
) -> Any:
    """Return a foreground as a datapackage in memory.

    Parameters
    ----------
    technosphere : (n, n), background_demand : (p, n), direct : (k, n), as in `lca.system.System`
    provider_ids, flow_ids : p and k integer ids of the rows
    """
    package = bw_processing().create_datapackage(name="foreground", sum_intra_duplicates=True)
    n = technosphere.shape[0]
    column_ids = np.arange(n) + COLUMN_OFFSET
    own, values = _entries(technosphere, column_ids, column_ids)
    bought, amounts = _entries(-background_demand, np.asarray(provider_ids, int), column_ids)
    _add_technosphere(package, np.vstack([own, bought]), np.concatenate([values, amounts]))
    emitted, quantities = _entries(direct, np.asarray(flow_ids, int), column_ids)
    if quantities.size:
        _add(package, "biosphere_matrix", emitted, quantities)
    return package


def factor_package(name: str, flow_ids: Sequence[int], factors: Array) -> Any:
    """Return characterization factors as a datapackage in memory."""
    package = bw_processing().create_datapackage(name=name, sum_intra_duplicates=True)
    package.add_persistent_vector(
        matrix="characterization_matrix",
        name="factors",
        indices_array=_indices(np.column_stack([flow_ids, np.zeros(len(flow_ids), int)])),
        data_array=np.asarray(factors, dtype=np.float64),
        global_index=0,
    )
    return package


def _entries(
    matrix: Array, rows: NDArray[Any], columns: NDArray[Any]
) -> tuple[NDArray[Any], Array]:
    i, j = np.nonzero(matrix)
    return np.column_stack([rows[i], columns[j]]).astype(np.int64), matrix[i, j]


def _add_technosphere(package: Any, indices: NDArray[Any], data: Array) -> None:
    inputs = data < 0
    _add(package, "technosphere_matrix", indices, np.abs(data), inputs)


def _add(
    package: Any,
    matrix: str,
    indices: NDArray[Any],
    data: Array,
    flip: NDArray[np.bool_] | None = None,
) -> None:
    package.add_persistent_vector(
        matrix=matrix,
        name=matrix.removesuffix("_matrix"),
        indices_array=_indices(indices),
        data_array=np.asarray(data, dtype=np.float64),
        **({} if flip is None else {"flip_array": flip}),
    )


def _indices(pairs: NDArray[Any]) -> NDArray[Any]:
    structured = np.zeros(len(pairs), dtype=bw_processing().INDICES_DTYPE)
    structured["row"], structured["col"] = pairs[:, 0], pairs[:, 1]
    return structured
