"""A small fermentation cost model and ways to give its inputs values at gates."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from inventories.document import Localised
from inventories.document.flows import Bound, Distribution, GateValue
from inventories.document.route import Gate
from parity.inputs import Input, Values, Weighed

BASE = {"titre": 50.0, "rate": 1.0, "yld": 0.3, "feed": 0.4, "recov": 0.85, "crf": 0.1175}
UNITS = {"titre": "g/L", "rate": "g/L/h", "yld": "kg/kg", "feed": "JPY/kg", "recov": "kg/kg"}
YIELD = Bound(min=0, max=0.51, kind="stoichiometric", reason="carbon of the sugar")


def titled(text: str) -> Localised:
    return Localised(en=text, ja=text)


def an_input(name: str, value: float, unit: str = "1", **more: Any) -> Input:
    return Input(name, titled(name), value, unit, "published", **more)


@dataclasses.dataclass(frozen=True)
class SmallModel:
    """c = feed / (yld recov) + capital / (rate recov) + 12 / (titre recov) + 0.3 against 1.6."""

    inputs: Mapping[str, Input]
    target: float = 1.2
    asked: list[int] = dataclasses.field(default_factory=list)

    def weigh(self, values: Values) -> Weighed:
        self.asked.append(max((np.size(v) for v in values.values()), default=1))
        assert set(values) <= set(self.inputs)
        of = {name: given.value for name, given in self.inputs.items()} | dict(values)
        cost = (
            of["feed"] / (of["yld"] * of["recov"])
            + of["crf"] * 5000 / (of["rate"] * 8000 * 0.9 * of["recov"])
            + 12 / (of["titre"] * of["recov"])
            + 0.30
        )
        cost, baseline = np.broadcast_arrays(cost, of["baseline:price"])
        return Weighed(cost, cost, baseline, cost / baseline)


def entry(value: float, status: str = "measured", date: str | None = None) -> GateValue:
    return GateValue.model_validate(
        {
            "value": value,
            "status": status,
            "date": date,
            "source": "toy",
            "grade": "measured" if status == "measured" else "derived",
        }
    )


Build = Callable[..., SmallModel]


@pytest.fixture
def model() -> Build:
    """Build the model: ``model(titre={"g0": (50, "measured")}, ...)`` gives values at gates."""

    def build(
        *,
        price: Mapping[str, tuple[Any, ...]] | None = None,
        distributions: Mapping[str, Distribution] | None = None,
        **gates: Mapping[str, tuple[Any, ...]],
    ) -> SmallModel:
        given = {**BASE, "baseline:price": 1.6}
        at = {**gates, **({"baseline:price": price} if price else {})}
        return SmallModel(
            {
                name: an_input(
                    name,
                    value,
                    UNITS.get(name, "1"),
                    bound=YIELD if name == "yld" else None,
                    distribution=(distributions or {}).get(name),
                    gates={g: entry(*v) for g, v in at.get(name, {}).items()},
                )
                for name, value in given.items()
            }
        )

    return build


@pytest.fixture
def gates() -> tuple[Gate, ...]:
    """Three gates, not in the order of their dates."""
    return (
        Gate(id="g2", title=titled("Demonstration"), date="2030", trl=7, target_ratio=1.4),
        Gate(id="g0", title=titled("Bench"), date="2024", trl=3),
        Gate(id="g1", title=titled("Pilot"), date="2026", trl=5),
    )
