"""The amounts of a plant as one table: checked, all samples of one length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parity.dcf.defaults import limit
from parity.dcf.errors import CashFlowAmountInvalidError, ProductMissingError
from parity.dcf.terms import Plant, Terms

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Amounts:
    """What a plant costs and makes, by part and sample.

    Attributes
    ----------
    parts : (part, s) in the order of `parity.dcf.profiles.Profiles`
    product : (s,)
    rate : (s,) or (1,) discount rate
    valid : (s,) whether every number of the sample is finite
    scalar : nothing was given as samples
    replaced : operating years of the replacements
    """

    parts: Samples
    product: Samples
    rate: Samples
    valid: NDArray[np.bool_]
    scalar: bool
    replaced: tuple[int, ...]


def _table(plant: Plant, terms: Terms) -> dict[str, Samples]:
    table = {
        "variable_cost": plant.variable_cost,
        "fixed_cost": plant.fixed_cost,
        "by_product_sales": plant.by_product_sales,
        "fixed_capital": plant.fixed_capital,
        "working_capital": plant.working_capital,
        **{
            f"replacements[{year}]": plant.replacements[year] for year in sorted(plant.replacements)
        },
        "product": plant.product,
        "discount_rate": terms.discount_rate,
    }
    return {name: np.asarray(value, dtype=float) for name, value in table.items()}


def _sample_count(table: dict[str, Samples]) -> int | None:
    """Return the number of samples, None if every amount is one number."""
    count: int | None = None
    for name, value in table.items():
        if value.ndim == 0:
            continue
        if value.ndim > 1 or value.size == 0 or value.size > limit("samples"):
            raise CashFlowAmountInvalidError(
                name,
                f"of shape {value.shape}",
                f"it must be one number or a list of 1 to {limit('samples'):g} samples",
                f"数値 1 個、または 1 から {limit('samples'):g} 個の標本の列にしてください",
            )
        if count is not None and value.size != count:
            raise CashFlowAmountInvalidError(
                name,
                f"{value.size} samples",
                f"other amounts have {count}; all must have the same samples",
                f"他の値は {count} 個です。標本の数をそろえてください",
            )
        count = value.size
    return count


def _check_numbers(name: str, value: Samples, scalar: bool) -> None:
    most = limit("amount")
    if scalar and not np.isfinite(value):
        raise CashFlowAmountInvalidError(
            name, value, "it must be a finite number", "有限の数値にしてください"
        )
    with np.errstate(invalid="ignore"):
        far = np.isfinite(value) & (np.abs(value) > most)
    if far.any():
        raise CashFlowAmountInvalidError(
            name,
            f"{float(value[far][0]) if value.ndim else float(value):g}",
            f"no amount may be beyond {most:g}; use a larger unit of money or product",
            f"{most:g} を超える値は扱えません。通貨または製品の単位を大きくしてください",
        )


def amounts(plant: Plant, terms: Terms) -> Amounts:
    """Return the amounts of a plant as one table.

    Parameters
    ----------
    plant, terms
        Floats or samples (s,); nan or inf marks a sample that cannot be calculated.

    Raises
    ------
    CashFlowAmountInvalidError
        If one number is not finite, samples differ in length, or a replacement is bought in no
        operating year.
    ProductMissingError
        If the product of a sample is 0 or negative.
    """
    for year in plant.replacements:
        if not 1 <= year <= terms.life_years:
            raise CashFlowAmountInvalidError(
                f"replacements[{year}]",
                f"in year {year}",
                f"replacements are bought in operating years 1 to {terms.life_years}",
                f"更新投資は操業 1 年目から {terms.life_years} 年目の間に置いてください",
            )
    table = _table(plant, terms)
    count = _sample_count(table)
    for name, value in table.items():
        _check_numbers(name, value, scalar=value.ndim == 0)
    product = np.broadcast_to(table.pop("product"), (count or 1,))
    empty = product <= 0
    if empty.any():
        sample = int(np.argmax(empty))
        raise ProductMissingError(float(product[sample]), None if count is None else sample)
    rate = table.pop("discount_rate")
    parts = np.stack([np.broadcast_to(value, (count or 1,)) for value in table.values()])
    valid = np.isfinite(parts).all(axis=0) & np.isfinite(product) & np.isfinite(np.atleast_1d(rate))
    return Amounts(
        parts=parts,
        product=product,
        rate=np.atleast_1d(rate),
        valid=valid,
        scalar=count is None,
        replaced=tuple(sorted(plant.replacements)),
    )
