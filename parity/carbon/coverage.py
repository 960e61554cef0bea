"""Which emissions pay a carbon price: shares covered, passed on and allocated free.

A scheme prices some emissions only. The Japanese scheme prices the direct CO2 of large emitters;
CO2 of imports, of small plants and of the end of life pays nothing. So a carbon price acts on
``theta * coverage * emission``, not on the whole footprint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inventories.expressions import Value
from parity.carbon.errors import CarbonInputInvalidError, CoverageStageUnknownError

Array = NDArray[np.float64]
Emissions = Value | Mapping[str, Value]
"""kg CO2e per unit of baseline replaced: one number, samples (s,), or either by stage."""

Share = float | Mapping[str, float]
"""One share for all emissions, or one for each stage; 0 to 1."""

MAX_STAGES = 100


def check_share(name: str, value: float) -> None:
    """Refuse a share that is not between 0 and 1.

    Raises
    ------
    CarbonInputInvalidError
        If it is outside or nan.
    """
    if not (np.isfinite(value) and 0 <= value <= 1):
        raise CarbonInputInvalidError(name, value, "between 0 and 1", "0 以上 1 以下")


@dataclass(frozen=True)
class Coverage:
    """Share of each side's emissions that the scheme prices.

    Attributes
    ----------
    bio, baseline : 0 to 1; one share, or stage -> share where the emissions are given by stage
    """

    bio: Share = 1.0
    baseline: Share = 1.0

    def __post_init__(self) -> None:
        for side, share in (("bio", self.bio), ("baseline", self.baseline)):
            parts = share if isinstance(share, Mapping) else {"": share}
            for stage, part in parts.items():
                check_share(f"coverage.{side}" + (f".{stage}" if stage else ""), part)


@dataclass(frozen=True)
class PassThrough:
    """Share of a carbon cost that reaches the price, per side; above 1 with percentage mark-ups.

    Attributes
    ----------
    bio, baseline : 0 or more; 1 if the whole marginal cost is passed on
    """

    bio: float = 1.0
    baseline: float = 1.0

    def __post_init__(self) -> None:
        for side, theta in (("bio", self.bio), ("baseline", self.baseline)):
            if not (np.isfinite(theta) and theta >= 0):
                raise CarbonInputInvalidError(
                    f"pass_through.{side}", theta, "a number, 0 or more", "0 以上の数"
                )


@dataclass(frozen=True)
class Allocation:
    """Share of the covered emissions that gets its allowances free.

    Free allowances change what a plant pays, not what one more tonne costs it: an allowance used
    is an allowance not sold.

    Attributes
    ----------
    bio, baseline : 0 to 1
    """

    bio: float = 0.0
    baseline: float = 0.0

    def __post_init__(self) -> None:
        check_share("allocation.bio", self.bio)
        check_share("allocation.baseline", self.baseline)


NO_ALLOCATION = Allocation()


@dataclass(frozen=True)
class Covered:
    """Emissions of one side as the scheme sees them, kg CO2e per unit of baseline replaced.

    Attributes
    ----------
    total : all emissions, removals included
    covered : those priced; stages that remove CO2 count 0 unless removals are paid
    by_stage : covered emissions of each stage; empty if none were given
    unpaid_removals : removals (0 or negative) that the scheme leaves unpaid
    """

    total: Value
    covered: Value
    unpaid_removals: Value
    by_stage: Mapping[str, Value] = field(default_factory=dict)


def covered_emissions(
    side: str, emissions: Emissions, share: Share, credits_removals: bool = False
) -> Covered:
    """Return the emissions of one side that pay the carbon price.

    Parameters
    ----------
    side
        ``bio`` or ``baseline``, for the errors.
    emissions
        kg CO2e per unit of baseline replaced; float, samples (s,), or either by stage.
    share
        Covered share, 0 to 1; by stage only if the emissions are.
    credits_removals
        Whether the scheme pays for negative emissions.

    Raises
    ------
    CoverageStageUnknownError
        If shares by stage and emissions by stage name different stages.
    CarbonInputInvalidError
        If a single emission is not finite (samples may be nan: they count as failed), or there
        are no or too many stages.

    Examples
    --------
    >>> plant = {"process": 2.0, "uptake": -1.0, "end_of_life": 1.0}
    >>> covered_emissions("bio", plant, {"process": 1.0, "uptake": 1.0, "end_of_life": 0.0}).covered
    2.0
    """
    if isinstance(emissions, Mapping):
        stages = dict(emissions)
        if not 1 <= len(stages) <= MAX_STAGES:
            raise CarbonInputInvalidError(
                f"emissions.{side}",
                f"{len(stages)} stages",
                f"1 to {MAX_STAGES} stages",
                f"1〜{MAX_STAGES} 段階",
            )
    else:
        stages = {"": emissions}
    if isinstance(share, Mapping):
        if differing := set(share) ^ set(stages):
            known = [stage for stage in stages if stage]
            raise CoverageStageUnknownError(side, differing - {""}, known)
        shares = dict(share)
    else:
        shares = dict.fromkeys(stages, share)
    total: Value = 0.0
    covered: Value = 0.0
    unpaid: Value = 0.0
    by_stage: dict[str, Value] = {}
    for stage, emission in stages.items():
        name = f"emissions.{side}" + (f".{stage}" if stage else "")
        kgco2e = checked(name, emission)
        seen = shares[stage] * kgco2e
        paid = seen if credits_removals else _not_negative(seen)
        total, covered, unpaid = total + kgco2e, covered + paid, unpaid + (seen - paid)
        if stage:
            by_stage[stage] = paid
    return Covered(total=total, covered=covered, unpaid_removals=unpaid, by_stage=by_stage)


def checked(name: str, value: Value) -> Value:
    """Return a finite float, or samples (s,) with what is not finite as nan.

    Raises
    ------
    CarbonInputInvalidError
        If a float is not finite, or samples are not one row.
    """
    if np.ndim(value) == 0:
        number = float(value)
        if not np.isfinite(number):
            raise CarbonInputInvalidError(name, number, "a finite number", "有限の数")
        return number
    samples = np.asarray(value, dtype=np.float64)
    if samples.ndim != 1 or not samples.size:
        raise CarbonInputInvalidError(
            name, f"an array of shape {samples.shape}", "one row of samples", "1 行の標本"
        )
    return np.where(np.isfinite(samples), samples, np.nan)


def _not_negative(value: Value) -> Value:
    return np.maximum(value, 0.0) if isinstance(value, np.ndarray) else max(float(value), 0.0)
