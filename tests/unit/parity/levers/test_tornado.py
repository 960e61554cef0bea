"""Tornado: percentiles by hand, sorted by swing; what is certain is listed."""

from __future__ import annotations

import numpy as np
import pytest
from unit.parity.levers.golden_model import (
    TODAY,
    Model,
    an_input,
    cost,
    fermentation,
    lognormal,
    normal,
    uniform,
)

from parity.levers.errors import LeversMissingError
from parity.levers.tornado import tornado

P90 = 1.2815515655446004
"""90th percentile of the standard normal distribution."""


def test_bars_by_hand() -> None:
    model = fermentation(
        yld={"distribution": normal(0.03)},
        feed={"distribution": lognormal(1.3)},
        rate={"distribution": uniform(0.5, 1.5)},
    )
    found = tornado(model)
    by_name = {bar.name: bar for bar in found.bars}
    ends = {
        "yld": (0.3 - P90 * 0.03, 0.3 + P90 * 0.03),
        "feed": (0.4 * 1.3**-P90, 0.4 * 1.3**P90),
        "rate": (0.6, 1.4),
    }
    for name, pair in ends.items():
        bar = by_name[name]
        assert (bar.value_low, bar.value_high) == pytest.approx(pair, rel=1e-9)
        for value, ratio in zip(pair, (bar.ratio_low, bar.ratio_high), strict=True):
            assert ratio == pytest.approx(cost({**TODAY, name: value}) / 1.6, rel=1e-9)
    swings = [bar.swing for bar in found.bars]
    assert swings == sorted(swings, reverse=True)
    assert found.certain == ("titre", "recov", "crf")
    assert found.ratio == pytest.approx(2.2469771241830063 / 1.6)
    assert model.calls == [6, 1], "one call for all bars, one for today"


def test_an_end_without_cost_stands_first_and_has_no_swing() -> None:
    model = Model(
        {
            "wide": an_input("wide", 1.0, distribution=uniform(0.0, 9.0)),
            "cliff": an_input("cliff", 1.0, distribution=uniform(0.0, 2.0)),
        },
        bio=lambda v: np.where(v["cliff"] > 1.5, np.nan, v["wide"] + v["cliff"]),
    )
    first = tornado(model).bars[0]
    assert (first.name, first.ratio_high, first.swing) == ("cliff", None, None)
    assert first.ratio_low is not None


def test_nothing_uncertain_and_no_percentiles_are_refused() -> None:
    with pytest.raises(LeversMissingError, match="distribution"):
        tornado(fermentation())
    with pytest.raises(ValueError, match="percentiles"):
        tornado(fermentation(yld={"distribution": normal(0.03)}), 0.9, 0.1)
