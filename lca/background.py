"""The background artefact: providers with their cumulative elementary amounts, immutable.

An artefact is a folder: arrays (`.npy`), `metadata.json`, the same system as a Brightway
datapackage (`background.zip`), and `manifest.json` with the sha256 of each file. Loading checks
the manifest and imports neither Brightway nor pandas nor scipy. `lca.artefact` has it made.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from inventories.catalogue import Catalogue, nearest
from lca.ecoinvent_flows import EcoinventFlow
from lca.errors import BackgroundCorruptError, BackgroundUnknownProviderError
from lca.indicators import Indicator, indicators_digest
from lca.system import Array, Characterization

if TYPE_CHECKING:
    from scipy.sparse import csc_array

BUILDER_VERSION = "2"
"""Part of the id; raise it when the same tables would give other numbers."""

MANIFEST = "manifest.json"
METADATA = "metadata.json"
DATAPACKAGE = "background.zip"
ARRAYS = (
    "technosphere_indices",
    "technosphere_data",
    "biosphere_indices",
    "biosphere_data",
    "inventory",
    "indicator_factors",
    "carbon_residual",
    "carbon_residual_cumulative",
    "carbon_correction",
    "carbon_correction_cumulative",
    "carbon_closed",
)


class Triples(NamedTuple):
    """A sparse matrix as (row, column) index pairs and values."""

    indices: NDArray[np.int32]
    data: Array


@dataclass(frozen=True, eq=False)
class Background:
    """N providers and K elementary flows, solved.

    Attributes
    ----------
    id, tables_digest : what it was built from
    catalogue : what documents may link to
    provider_keys, flow_keys : N and K keys, the order of all arrays
    technosphere : unit of product i per unit of column j, outputs positive, inputs negative
    biosphere : unit of flow k per unit of column j, positive in the flow's own direction
    inventory : (K, N) cumulative amount of flow per unit of provider, C-contiguous
    indicators : LCIA methods carried, and `indicator_factors` (I, K), NaN where not listed
    grades, locations : N evidence grades and locations of the datasets
    carbon_residual : (N,) kg biogenic C per unit, own imbalance
    carbon_residual_cumulative : (N,) the same over the whole chain
    carbon_correction : (N,) kg biogenic C per unit that closes the dataset without growing
    carbon_correction_cumulative : (N,) the same over the whole chain
    carbon_closed : (N,) whether the provider may be used under -1/+1 without a finding
    ecoinvent_flows : flow key -> its `biosphere3` name, where it has one
    metadata : versions and origin, as written at build
    folder : where it lies
    """

    id: str
    tables_digest: str
    catalogue: Catalogue
    provider_keys: tuple[str, ...]
    flow_keys: tuple[str, ...]
    technosphere: Triples
    biosphere: Triples
    inventory: Array
    indicators: tuple[Indicator, ...]
    indicator_factors: Array
    grades: tuple[str, ...]
    locations: tuple[str, ...]
    carbon_residual: Array
    carbon_residual_cumulative: Array
    carbon_correction: Array
    carbon_correction_cumulative: Array
    carbon_closed: NDArray[np.bool_]
    ecoinvent_flows: Mapping[str, EcoinventFlow]
    metadata: Mapping[str, Any]
    folder: Path

    def index(self, provider: str) -> int:
        """Return the position of a provider.

        Raises
        ------
        BackgroundUnknownProviderError
            If there is none of that key.
        """
        try:
            return self._provider_positions[provider]
        except KeyError:
            candidates = nearest(provider, self.provider_keys)
            raise BackgroundUnknownProviderError(provider, candidates) from None

    def flow_index(self, flow: str) -> int | None:
        """Return the position of an elementary flow, None if the background has no such flow."""
        return self._flow_positions.get(flow)

    @functools.cached_property
    def unclosed(self) -> frozenset[str]:
        """Keys of the providers whose biogenic carbon does not close."""
        closed = zip(self.provider_keys, self.carbon_closed, strict=True)
        return frozenset(key for key, is_closed in closed if not is_closed)

    @functools.cached_property
    def technosphere_csc(self) -> csc_array:
        """The technosphere as (N, N) scipy csc array."""
        return _sparse(self.technosphere, (len(self.provider_keys),) * 2)

    @functools.cached_property
    def biosphere_csc(self) -> csc_array:
        """The biosphere as (K, N) scipy csc array."""
        return _sparse(self.biosphere, (len(self.flow_keys), len(self.provider_keys)))

    @functools.cached_property
    def _provider_positions(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.provider_keys)}

    @functools.cached_property
    def _flow_positions(self) -> dict[str, int]:
        return {key: k for k, key in enumerate(self.flow_keys)}


def provider_scores(
    background: Background,
    characterization: Characterization,
    providers: NDArray[np.intp] | None = None,
) -> Array:
    """Return the score of one unit of each provider, in the characterization's unit.

    Parameters
    ----------
    providers : positions of p providers; all N by default

    Returns
    -------
    (p,) scores
    """
    positions = [background.flow_index(flow) for flow in characterization.flows]
    listed = [i for i, position in enumerate(positions) if position is not None]
    rows = np.array([positions[i] for i in listed], dtype=np.intp)
    inventory = (
        background.inventory[rows]
        if providers is None
        else background.inventory[rows[:, None], providers]
    )
    scores: Array = characterization.factors[listed] @ inventory
    return scores


def background_id(tables_digest: str) -> str:
    """Return the id of what these tables give with this builder and this indicator list."""
    text = f"{tables_digest}\n{BUILDER_VERSION}\n{indicators_digest()}"
    return f"hakari-open-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def load(folder: Path) -> Background:
    """Load an artefact and check every file against its manifest.

    Raises
    ------
    BackgroundCorruptError
        If a file is missing, was changed, or does not fit the others.
    """
    files = _verified_files(folder)
    try:
        metadata = json.loads(files[METADATA])
        arrays = {name: _array(files[f"{name}.npy"]) for name in ARRAYS}
        background = Background(
            id=metadata["id"],
            tables_digest=metadata["tables_digest"],
            catalogue=Catalogue.from_dict(metadata["catalogue"]),
            provider_keys=tuple(metadata["provider_keys"]),
            flow_keys=tuple(metadata["flow_keys"]),
            technosphere=Triples(arrays["technosphere_indices"], arrays["technosphere_data"]),
            biosphere=Triples(arrays["biosphere_indices"], arrays["biosphere_data"]),
            inventory=arrays["inventory"],
            indicators=tuple(
                Indicator(**{**i, "method": tuple(i["method"])}) for i in metadata["indicators"]
            ),
            indicator_factors=arrays["indicator_factors"],
            grades=tuple(metadata["grades"]),
            locations=tuple(metadata["locations"]),
            carbon_residual=arrays["carbon_residual"],
            carbon_residual_cumulative=arrays["carbon_residual_cumulative"],
            carbon_correction=arrays["carbon_correction"],
            carbon_correction_cumulative=arrays["carbon_correction_cumulative"],
            carbon_closed=arrays["carbon_closed"],
            ecoinvent_flows={
                key: EcoinventFlow(**{**f, "categories": tuple(f["categories"])})
                for key, f in metadata["ecoinvent_flows"].items()
            },
            metadata=metadata["origin"],
            folder=folder,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BackgroundCorruptError(folder, f"unreadable ({error})") from error
    shape = (len(background.flow_keys), len(background.provider_keys))
    if background.inventory.shape != shape:
        raise BackgroundCorruptError(folder, f"inventory is not {shape[0]} x {shape[1]}")
    return background


def _verified_files(folder: Path) -> dict[str, bytes]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        digests: dict[str, str] = manifest["files"]
        names = {METADATA, DATAPACKAGE, *(f"{name}.npy" for name in ARRAYS)}
        if set(digests) != names:
            raise BackgroundCorruptError(folder, f"`{MANIFEST}` does not list the right files")
        files = {name: (folder / name).read_bytes() for name in sorted(names)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackgroundCorruptError(folder, f"unreadable ({error})") from error
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != digests[name]:
            raise BackgroundCorruptError(folder, f"`{name}` was changed")
    return files


def _array(content: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    array.flags.writeable = False
    return array


def _sparse(triples: Triples, shape: tuple[int, int]) -> csc_array:
    from scipy.sparse import coo_array  # noqa: PLC0415  (kept off the load path)

    rows, columns = triples.indices.T
    return coo_array((triples.data, (rows, columns)), shape=shape).tocsc()
