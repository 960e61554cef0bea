"""Biogenic carbon of the background: uptake by balance, residual, and whether a provider closes.

Databases leave the uptake of CO2 out or half in. For a dataset that makes biomass the uptake is
set so that its biogenic carbon balances:

    uptake = carbon in product + carbon in biogenic CO2, CH4, CO - carbon in inputs

A dataset that processes biomass may be closed by the same amount where mass allocation or a loss
in storage leaves it open; nothing grows there, so the amount is kept as its *correction*, and a
provider whose chain rests on much of it counts as not closed.

For every other dataset the imbalance is kept as its residual (kg C per unit, positive: more
carbon enters than leaves). A treated waste brings its carbon with it, so the carbon of a waste
treatment's "product" counts as entering; what a landfill or compost does not release stays there
and is storage, not a residual. Captured CO2 brings its carbon from the source it is captured from,
which the rules account for; a capture dataset is the effort alone and holds no carbon here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lca.errors import BackgroundBuildError
from lca.system import Array

if TYPE_CHECKING:
    from inventories.background.tables import Dataset, ElementaryFlow

UPTAKE_GROUP = "co2_uptake"
BIOGENIC_GROUPS = frozenset({"co2_biogenic", "ch4_biogenic"})
BIOGENIC_SUFFIX = "-biogenic"
TREATMENT_CATEGORY = "waste_treatment"
CAPTURE_CATEGORY = "co2"

CLOSURE_TOLERANCE = 0.01
"""A provider closes if its cumulative residual is below 1 % of the carbon its chain moves."""

CORRECTION_TOLERANCE = 0.1
"""Corrections may make up 10 % of the biogenic carbon a provider's chain moves: about the scatter
of carbon contents of one kind of biomass. Beyond it the uptake is bookkeeping, not growth."""

CLOSURE_FLOOR_KG_C = 1e-6
"""Imbalances below a milligram of carbon per unit are rounding of the tables."""


@dataclass(frozen=True)
class CarbonAccount:
    """Biogenic carbon of N datasets.

    Attributes
    ----------
    uptake : (N,) kg of the uptake flow per unit, to replace what the tables have; NaN: leave
    correction : (N,) kg C per unit of that uptake that corrects a dataset in which nothing grows
    residual : (N,) kg C per unit, own imbalance (after the uptake)
    stored : (N,) kg C per unit that a waste treatment keeps
    """

    uptake: Array
    correction: Array
    residual: Array
    stored: Array


def balance(
    datasets: Iterable[Dataset],
    flows: Iterable[ElementaryFlow],
    technosphere: Array,
    biosphere: Array,
) -> CarbonAccount:
    """Balance the biogenic carbon of each dataset.

    Parameters
    ----------
    datasets, flows
        The rows of the tables, in the order of the matrices.
    technosphere : (N, N) unit of product i per unit of column j, outputs positive
    biosphere : (K, N) unit of flow per unit of column j

    Raises
    ------
    BackgroundBuildError
        If a dataset is to be closed and the tables have no uptake flow.
    """
    data, flow_rows = tuple(datasets), tuple(flows)
    treatment = np.array([d.category == TREATMENT_CATEGORY for d in data])
    content = _product_carbon(data)
    entering = -(np.where(treatment, -content, content) @ technosphere)
    released = _biogenic_carbon(flow_rows) @ biosphere
    taken_up = _uptake_carbon(flow_rows)
    residual = entering + taken_up @ biosphere - released

    corrected = np.array([d.is_biomass_production == "correction" for d in data])
    closed = corrected | np.array([d.is_biomass_production == "yes" for d in data])
    uptake, correction = np.full(len(data), np.nan), np.zeros(len(data))
    if closed.any():
        rows = np.flatnonzero(taken_up)
        if rows.size != 1:
            raise BackgroundBuildError(f"{rows.size} uptake flows in the tables, must be one")
        present = biosphere[rows[0]]
        uptake[closed] = (present - residual / taken_up[rows[0]])[closed]
        correction[corrected] = -residual[corrected]
        residual = np.where(closed, 0.0, residual)
    stored = np.where(treatment, np.maximum(residual, 0.0), 0.0)
    return CarbonAccount(uptake, correction, residual - stored, stored)


def closes(cumulative_residual: Array, carbon_moved: Array) -> NDArray[np.bool_]:
    """Return (N,) whether each provider's biogenic carbon closes over its whole chain.

    Parameters
    ----------
    cumulative_residual : (N,) kg C per unit, own and upstream
    carbon_moved : (N,) kg C per unit: all carbon the chain emits, and that in the product
    """
    return _within(CLOSURE_TOLERANCE, cumulative_residual, carbon_moved)


def grows(cumulative_correction: Array, biogenic_moved: Array) -> NDArray[np.bool_]:
    """Return (N,) whether each provider's uptake is that of growing biomass, not of corrections.

    Parameters
    ----------
    cumulative_correction : (N,) kg C per unit, own and upstream
    biogenic_moved : (N,) kg C per unit: biogenic carbon the chain emits, and that in the product
    """
    return _within(CORRECTION_TOLERANCE, cumulative_correction, biogenic_moved)


def _within(tolerance: float, amount: Array, moved: Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.abs(amount) <= tolerance * moved + CLOSURE_FLOOR_KG_C
    return found


def carbon_moved(
    datasets: Iterable[Dataset], flows: Iterable[ElementaryFlow], inventory: Array
) -> Array:
    """Return (N,) kg C per unit: all carbon emitted over the chain, and that in the product.

    Parameters
    ----------
    inventory : (K, N) cumulative elementary amounts per unit
    """
    emitted = np.array([f.carbon_kg_c_per_unit if f.direction == "out" else 0.0 for f in flows])
    content = np.array(
        [d.carbon_biogenic_kg_c_per_unit + d.carbon_fossil_kg_c_per_unit for d in datasets]
    )
    moved: Array = emitted @ np.abs(inventory) + np.abs(content)
    return moved


def biogenic_moved(
    datasets: Iterable[Dataset], flows: Iterable[ElementaryFlow], inventory: Array
) -> Array:
    """Return (N,) kg C per unit: biogenic carbon emitted over the chain, and in the product.

    Parameters
    ----------
    inventory : (K, N) cumulative elementary amounts per unit
    """
    content = _product_carbon(tuple(datasets))
    moved: Array = _biogenic_carbon(tuple(flows)) @ np.abs(inventory) + np.abs(content)
    return moved


def _product_carbon(datasets: tuple[Dataset, ...]) -> Array:
    return np.array(
        [
            0.0 if d.category == CAPTURE_CATEGORY else d.carbon_biogenic_kg_c_per_unit
            for d in datasets
        ]
    )


def _biogenic_carbon(flows: tuple[ElementaryFlow, ...]) -> Array:
    return np.array(
        [
            f.carbon_kg_c_per_unit
            if f.group in BIOGENIC_GROUPS or f.key.endswith(BIOGENIC_SUFFIX)
            else 0.0
            for f in flows
        ]
    )


def _uptake_carbon(flows: tuple[ElementaryFlow, ...]) -> Array:
    return np.array([f.carbon_kg_c_per_unit if f.group == UPTAKE_GROUP else 0.0 for f in flows])
