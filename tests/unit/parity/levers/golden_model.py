"""A small cost comparison worked by hand: sugar to product against a product at 1.6 per kg.

c = feed/(yield*recovery) + crf*5000/(rate*8000*0.9*recovery) + 12/(titre*recovery) + 0.30
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inventories.document import Localised
from inventories.document.flows import Bound, Distribution, GateValue
from inventories.expressions import Value
from parity.inputs import Input, Values, Weighed

TODAY = {"titre": 50.0, "rate": 1.0, "yld": 0.3, "feed": 0.4, "recov": 0.85, "crf": 0.1175}
WANTED = {"titre": 100.0, "rate": 2.0, "yld": 0.45, "feed": 0.36, "recov": 0.92}
PRICE = 1.6


def cost(v: Mapping[str, Value]) -> Value:
    return (
        v["feed"] / (v["yld"] * v["recov"])
        + v["crf"] * 5000 / (v["rate"] * 8000 * 0.9 * v["recov"])
        + 12 / (v["titre"] * v["recov"])
        + 0.30
    )


def an_input(name: str, value: float, **extra: Any) -> Input:
    return Input(name, Localised(en=name, ja=f"{name}の値"), value, "unit", "published", **extra)


def upto(low: float | None, high: float | None) -> Bound:
    return Bound(min=low, max=high, kind="stoichiometric", reason="carbon of the sugar")


def normal(sd: float) -> Distribution:
    return Distribution(kind="normal", sd=sd)


def lognormal(gsd: float) -> Distribution:
    return Distribution(kind="lognormal", gsd=gsd)


def uniform(low: float, high: float) -> Distribution:
    return Distribution(kind="uniform", low=low, high=high)


def triangular(low: float, high: float) -> Distribution:
    return Distribution(kind="triangular", low=low, high=high)


def gate(value: float, status: str = "measured") -> GateValue:
    return GateValue.model_validate(
        {"value": value, "status": status, "source": "report", "grade": "measured"}
    )


@dataclass
class Model:
    """Any cost of named inputs against a baseline, counting the calls."""

    given: dict[str, Input]
    bio: Callable[[Mapping[str, Value]], Value] = cost
    baseline: Callable[[Mapping[str, Value]], Value] = lambda _: PRICE
    target: float = 1.2
    calls: list[int] = field(default_factory=list)

    @property
    def inputs(self) -> Mapping[str, Input]:
        return self.given

    def weigh(self, values: Values) -> Weighed:
        assert not set(values) - set(self.given)
        self.calls.append(max((np.size(v) for v in values.values()), default=1))
        full = {name: values.get(name, moved.value) for name, moved in self.given.items()}
        with np.errstate(all="ignore"):
            bio, baseline = np.asarray(self.bio(full)), np.asarray(self.baseline(full))
            ratio = np.where(np.isfinite(bio) & (baseline > 0), bio / baseline, np.nan)
        bio, baseline = np.broadcast_arrays(bio, baseline)
        if ratio.ndim == 0:
            return Weighed(float(bio), float(bio), float(baseline), float(ratio))
        return Weighed(bio, bio, baseline, ratio)


def fermentation(**extra: dict[str, Any]) -> Model:
    """Return the golden model; ``yld={"bound": ...}`` adds to an input."""
    return Model({name: an_input(name, v, **extra.get(name, {})) for name, v in TODAY.items()})


def linear(slopes: Mapping[str, float], constant: float, **extra: dict[str, Any]) -> Model:
    """Return R = constant + sum slope * input, every input 0 today."""
    return Model(
        {name: an_input(name, 0.0, **extra.get(name, {})) for name in slopes},
        bio=lambda v: constant + sum(slope * v[name] for name, slope in slopes.items()),
        baseline=lambda _: 1.0,
        target=1.0,
    )
