"""Building a background artefact from tables: matrices, carbon, solve, factors, files."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import io
import json
import platform
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import LinearOperator, SuperLU, onenormest, splu

from inventories.catalogue import Catalogue
from lca import carbon, ecoinvent_flows
from lca.background import (
    BUILDER_VERSION,
    DATAPACKAGE,
    MANIFEST,
    METADATA,
    Background,
    Triples,
    background_id,
)
from lca.datapackage import write_background_package
from lca.ecoinvent_flows import EcoinventFlow
from lca.errors import BackgroundBuildError
from lca.indicators import Indicator, read_indicators
from lca.solve import BALANCE_FLOOR, MAX_CONDITION, MAX_RESIDUAL
from lca.system import Array

if TYPE_CHECKING:
    from inventories.background.tables import BackgroundTables


def write_artefact(tables: BackgroundTables, folder: Path) -> None:
    """Solve the tables and write the artefact's files into `folder`.

    Raises
    ------
    BackgroundBuildError
        If a link is unknown, the folder is not empty, or the system cannot be solved well.
    IndicatorSourceError
        If the LCIA package is missing or does not fit the indicator list.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BackgroundBuildError(f"folder `{folder.name}` is not empty")
    datasets, flows = _rows(tables.datasets), _rows(tables.flows)
    technosphere, biosphere = _matrices(tables)
    account = carbon.balance(datasets, flows, technosphere.toarray(), biosphere.toarray())
    biosphere = _with_uptake(biosphere, flows, account.uptake)

    factors = _factorised(technosphere)
    inventory = _cumulative(factors, technosphere, biosphere.toarray())
    residual = _cumulative(factors, technosphere, account.residual[None, :])[0]
    correction = _cumulative(factors, technosphere, account.correction[None, :])[0]
    closed = carbon.closes(residual, carbon.carbon_moved(datasets, flows, inventory))
    grown = carbon.grows(correction, carbon.biogenic_moved(datasets, flows, inventory))
    known, indicators, indicator_factors, lcia_sha256 = _indicator_factors(flows)

    arrays: dict[str, np.ndarray[Any, Any]] = {
        "inventory": inventory,
        "indicator_factors": indicator_factors,
        "carbon_residual": account.residual,
        "carbon_residual_cumulative": residual,
        "carbon_correction": account.correction,
        "carbon_correction_cumulative": correction,
        "carbon_closed": closed & grown,
    }
    triples = {}
    for name, matrix in (("technosphere", technosphere), ("biosphere", biosphere)):
        triples[name] = _triples(matrix)
        arrays[f"{name}_indices"], arrays[f"{name}_data"] = triples[name]
    metadata = {
        "id": background_id(tables.digest),
        "tables_digest": tables.digest,
        "provider_keys": [d.key for d in datasets],
        "flow_keys": [f.key for f in flows],
        "grades": [d.grade for d in datasets],
        "locations": [d.location for d in datasets],
        "catalogue": Catalogue.from_tables(tables).to_dict(),
        "indicators": [dataclasses.asdict(i) for i in indicators],
        "ecoinvent_flows": {key: dataclasses.asdict(flow) for key, flow in known.items()},
        "origin": _origin(lcia_sha256, tables)
        | {
            "corrected_providers": {
                d.key: float(kg_c)
                for d, kg_c, is_grown in zip(datasets, correction, grown, strict=True)
                if not is_grown
            }
        },
    }
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
        (folder / f"{name}.npy").write_bytes(buffer.getvalue())
    text = json.dumps(metadata, ensure_ascii=False, sort_keys=True, allow_nan=False)
    (folder / METADATA).write_text(text, encoding="utf-8")
    write_background_package(triples["technosphere"], triples["biosphere"], folder / DATAPACKAGE)
    digests = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}
    manifest = {"id": metadata["id"], "files": digests}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), "utf-8")


def _rows(table: Any) -> tuple[Any, ...]:
    """Rows of a table that is a mapping by key or a sequence."""
    return tuple(table.values()) if hasattr(table, "values") else tuple(table)


def _matrices(tables: BackgroundTables) -> tuple[csc_array, csc_array]:
    """Technosphere (N, N), outputs positive, and biosphere (K, N)."""
    column = {d.key: j for j, d in enumerate(_rows(tables.datasets))}
    flow = {f.key: k for k, f in enumerate(_rows(tables.flows))}
    technosphere, biosphere = np.eye(len(column)), np.zeros((len(flow), len(column)))
    for exchange in tables.exchanges:
        try:
            j = column[exchange.dataset]
            if exchange.kind == "technosphere":
                technosphere[column[exchange.input], j] -= exchange.amount
            else:
                biosphere[flow[exchange.input], j] += exchange.amount
        except KeyError as error:
            raise BackgroundBuildError(
                f"dataset `{exchange.dataset}`, input `{exchange.input}`: no such key"
            ) from error
    return csc_array(technosphere), csc_array(biosphere)


def _with_uptake(biosphere: csc_array, flows: tuple[Any, ...], uptake: Array) -> csc_array:
    """Put the balanced uptake where the carbon account gives one."""
    given = ~np.isnan(uptake)
    if not given.any():
        return biosphere
    dense = biosphere.toarray()
    row = next(k for k, f in enumerate(flows) if f.group == carbon.UPTAKE_GROUP)
    dense[row, given] = uptake[given]
    return csc_array(dense)


def _factorised(technosphere: csc_array) -> SuperLU:
    """Factors of the transposed technosphere (far sparser than those of the matrix itself)."""
    n = technosphere.shape[0]
    transposed = csc_array(technosphere.T)
    try:
        factors = splu(transposed)
    except RuntimeError as error:
        raise BackgroundBuildError("the background technosphere is singular") from error
    inverse = LinearOperator(
        (n, n),
        matvec=factors.solve,
        rmatvec=lambda v: factors.solve(v, "T"),  # type: ignore[call-overload]  # stubs lack it
        dtype=np.float64,
    )
    norm = float(abs(transposed).sum(axis=0).max())
    condition = norm * float(onenormest(inverse)) if n > 1 else 1.0
    if not condition <= MAX_CONDITION:
        raise BackgroundBuildError(f"the background has condition number {condition:.1e}")
    return factors


def _cumulative(factors: SuperLU, technosphere: csc_array, amounts: Array) -> Array:
    """Cumulative amounts ``amounts @ inv(technosphere)``: (m, N) per unit of each provider."""
    cumulative: Array = factors.solve(np.ascontiguousarray(amounts.T)).T
    if not np.isfinite(cumulative).all():
        raise BackgroundBuildError("the background has a solution that is not finite")
    error = np.abs(cumulative @ technosphere - amounts)
    scale = np.abs(cumulative) @ abs(technosphere) + np.abs(amounts)
    scale += BALANCE_FLOOR * scale.max(axis=1, keepdims=True, initial=0.0)
    residual = float((error / np.where(scale > 0, scale, 1.0)).max(initial=0.0))
    if residual > MAX_RESIDUAL:
        raise BackgroundBuildError(f"the background has relative residual {residual:.1e}")
    return np.ascontiguousarray(cumulative)


def _indicator_factors(
    flows: tuple[Any, ...],
) -> tuple[dict[str, EcoinventFlow], tuple[Indicator, ...], Array, str]:
    """Names in ecoinvent's list, indicators, their factors (I, K), sha256 of the LCIA package."""
    data = ecoinvent_flows.data_folder()
    listed = ecoinvent_flows.read_flows(data / ecoinvent_flows.FLOWS_FILE)
    known: dict[str, EcoinventFlow] = {}
    for flow in flows:
        if not flow.ecoinvent_id:
            continue
        match = listed.get(flow.ecoinvent_id)
        if match is None:
            raise BackgroundBuildError(f"flow `{flow.key}`: ecoinvent 3.9 has no such id")
        if _unit(match.unit) != _unit(flow.unit):
            raise BackgroundBuildError(
                f"flow `{flow.key}` is in {flow.unit}, ecoinvent's in {match.unit}"
            )
        known[flow.key] = match
    indicators = read_indicators()
    found, sha256 = ecoinvent_flows.read_factors(
        data / ecoinvent_flows.LCIA_FILE, tuple(i.method for i in indicators)
    )
    factors = np.full((len(indicators), len(flows)), np.nan)
    for row, indicator in enumerate(indicators):
        unit, by_id = found[indicator.method]
        if unit != indicator.unit:
            raise BackgroundBuildError(f"indicator `{indicator.id}` is in {unit}")
        for k, flow in enumerate(flows):
            if flow.ecoinvent_id in by_id:
                factors[row, k] = by_id[flow.ecoinvent_id]
    return known, indicators, factors, sha256


def _unit(unit: str) -> str:
    return ecoinvent_flows.BRIGHTWAY_UNITS.get(unit, unit)


def _triples(matrix: csc_array) -> Triples:
    entries = matrix.tocoo()
    indices = np.column_stack(entries.coords).astype(np.int32)
    return Triples(indices, entries.data.astype(np.float64))


def _origin(lcia_sha256: str, tables: BackgroundTables) -> dict[str, Any]:
    packages = ("numpy", "scipy", "bw_processing", "bw2io")
    return {
        "licence": _licences(tables),
        "builder": BUILDER_VERSION,
        "solver": "scipy SuperLU on the transposed technosphere",
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in packages},
        "elementary_flows": "ecoinvent 3.9",
        "lcia_package_sha256": lcia_sha256,
    }


def _licences(tables: BackgroundTables) -> str:
    """Licences of the sources, the one of most exchanges first."""
    sources = {s.id: s.licence for s in _rows(tables.sources)}
    uses = Counter(sources[e.source] for e in tables.exchanges if sources)
    return "; ".join(licence for licence, _ in uses.most_common())


def check_artefact(background: Background) -> tuple[list[str], float]:
    """Check a loaded background again: solve and carbon closure.

    A provider whose tables say that its carbon is closed by a correction is known to be open (see
    `corrected_providers` in the metadata and `carbon_closed`); it is no fault of the artefact.

    Returns
    -------
    problems : one sentence each; empty if nothing is wrong
    residual : largest relative residual of the stored inventories against A and B
    """
    error = np.abs(background.inventory @ background.technosphere_csc - background.biosphere_csc)
    scale = np.abs(background.inventory) @ abs(background.technosphere_csc)
    scale = scale + abs(background.biosphere_csc)
    scale += BALANCE_FLOOR * scale.max(axis=1, keepdims=True, initial=0.0)
    residual = float((error / np.where(scale > 0, scale, 1.0)).max(initial=0.0))
    problems = []
    if not residual <= MAX_RESIDUAL:
        problems.append(f"the stored inventories do not solve the system (residual {residual:.1e})")
    corrected = background.metadata["corrected_providers"]
    for key, closed, amount in zip(
        background.provider_keys,
        background.carbon_closed,
        background.carbon_residual_cumulative,
        strict=True,
    ):
        if not closed and key not in corrected:
            problems.append(f"{key}: biogenic carbon does not close ({amount:+.3g} kg C per unit)")
    return problems, residual
