"""The carbon price at which a bio product reaches a cost ratio.

With a carbon price tau (JPY per t CO2e) both costs rise by what their priced emissions pay,
``c + tau p_c / 1000 = r (b + tau p_b / 1000)``, so::

    tau*(r) = 1000 (c - r b) / (r p_b - p_c)        p = theta * coverage * e

in JPY per unit of baseline replaced and kg CO2e per unit of baseline replaced. ``r = 1`` is
the usual break-even, ``r = target`` the price that brings parity. tau* is an answer only if the
target is missed today and the baseline pays for enough emissions; else the answer says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from inventories.document import Localised
from parity.carbon.errors import CarbonInputInvalidError
from parity.carbon.pair import KG_PER_T, PricedPair
from parity.carbon.texts import text

PriceKind = Literal["already_met", "value", "unreachable"]


@dataclass(frozen=True)
class CarbonPrice:
    """The carbon price for one ratio.

    Attributes
    ----------
    kind : ``already_met`` (no price needed), ``value``, ``unreachable`` (no price is enough)
    jpy_per_t : JPY per t CO2e; 0 if already met, None if unreachable
    lost_above_jpy_per_t : the target is met today and lost above this price; None otherwise
    ratio : the ratio asked for
    ratio_today : ratio without a carbon price
    gap_jpy : ``c - r b``, JPY per unit of baseline replaced that the price has to close
    priced_bio, priced_baseline : emissions that move the two prices, kg CO2e per unit of baseline
        replaced (share passed on times covered emissions)
    reason : the answer in words
    """

    kind: PriceKind
    jpy_per_t: float | None = field(default=None, kw_only=True)
    lost_above_jpy_per_t: float | None = field(default=None, kw_only=True)
    ratio: float
    ratio_today: float
    gap_jpy: float
    priced_bio: float
    priced_baseline: float
    reason: Localised


def price_for(pair: PricedPair, ratio: float) -> CarbonPrice:
    """Return the carbon price for a ratio, of floats.

    Raises
    ------
    TargetInvalidError
        If the ratio is not above 0.
    CarbonInputInvalidError
        If the pair holds samples; use `parity.carbon.spread.price_spread` for them.

    Examples
    --------
    >>> from parity.carbon.pair import priced_pair
    >>> price_for(priced_pair(3.0, 2.0, 1.5, 4.0), 1.0).jpy_per_t
    400.0
    """
    gap, saving = pair.terms(ratio)
    numbers = (pair.bio_jpy, pair.baseline_jpy, gap, saving)
    if any(isinstance(number, np.ndarray) for number in numbers):
        raise CarbonInputInvalidError("costs", "samples", "single numbers", "標本でなく単一の数")
    bio, baseline, gap, saving = (float(number) for number in numbers)
    today = bio / baseline
    lost = None
    price: float | None
    kind: PriceKind
    if gap <= 0:
        kind, price = "already_met", 0.0
        lost = _finite(KG_PER_T * gap / saving) if saving < 0 else None
        code = "price-already-met" if lost is None else "price-met-until"
    elif saving > 0 and (needed := _finite(KG_PER_T * gap / saving)) is not None:
        kind, price, code = "value", needed, "price-value"
    else:
        kind, price, code = "unreachable", None, "price-unreachable"
    priced = float(pair.priced_bio), float(pair.priced_baseline)
    return CarbonPrice(
        kind=kind,
        jpy_per_t=price,
        lost_above_jpy_per_t=lost,
        ratio=ratio,
        ratio_today=today,
        gap_jpy=gap,
        priced_bio=priced[0],
        priced_baseline=priced[1],
        reason=text(
            code,
            today=today,
            ratio=ratio,
            price=price or 0.0,
            lost=lost or 0.0,
            bio=priced[0],
            baseline=priced[1],
        ),
    )


def _finite(jpy_per_t: float) -> float | None:
    """Return a price, None if the saving is so small that no number holds it."""
    return jpy_per_t if math.isfinite(jpy_per_t) else None
