"""The parity ratio ``R = phi * MSP / baseline`` and what follows from it.

`phi` is the amount of bio product that replaces one unit of baseline product, the inverse of the
document's `replaces.amount`; so ``R = MSP / (amount * baseline)``. For fuels `amount` is stated in
kg (or the product's unit) corrected by lower heating value, which makes R a comparison per MJ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parity.errors import BaselineInvalidError, TargetInvalidError


@dataclass(frozen=True)
class Ratio:
    """A bio cost against a baseline, both per unit of baseline replaced.

    Attributes
    ----------
    bio_jpy, baseline_jpy : JPY per unit of baseline product
    ratio : bio over baseline, dimensionless
    gap_jpy : ``bio - target * baseline``; what is still too much (negative: reserve)
    required_reduction : share of the bio cost that has to go, ``1 - target * baseline / bio``;
        negative once the target is met, nan for a bio cost of 0
    premium : ``ratio - 1``
    """

    bio_jpy: float
    baseline_jpy: float
    target: float
    ratio: float
    gap_jpy: float
    required_reduction: float
    premium: float


def parity_ratio(
    msp_jpy: float, baseline_jpy: float, target: float, replaced: float = 1.0
) -> Ratio:
    """Compare a minimum selling price with a baseline.

    Parameters
    ----------
    msp_jpy
        JPY per unit of bio product.
    baseline_jpy
        JPY per unit of baseline product.
    target
        Ratio to reach.
    replaced
        Units of baseline replaced by one unit of bio product (`replaces.amount`).

    Raises
    ------
    BaselineInvalidError
        If the baseline or the amount replaced is not a positive number.
    TargetInvalidError
        If the target is not a positive number.

    Examples
    --------
    >>> round(parity_ratio(2.64, 2.0, 1.2).ratio, 2)
    1.32
    """
    if not (math.isfinite(target) and target > 0):
        raise TargetInvalidError(target)
    if not (math.isfinite(baseline_jpy) and baseline_jpy > 0):
        raise BaselineInvalidError(baseline_jpy)
    if not (math.isfinite(replaced) and replaced > 0):
        raise BaselineInvalidError(replaced * baseline_jpy)
    bio = msp_jpy / replaced
    ratio = bio / baseline_jpy
    return Ratio(
        bio_jpy=bio,
        baseline_jpy=baseline_jpy,
        target=target,
        ratio=ratio,
        gap_jpy=bio - target * baseline_jpy,
        required_reduction=1 - target * baseline_jpy / bio if bio else math.nan,
        premium=ratio - 1,
    )
