"""Paired samples of a cost comparison: one draw of every uncertain input, for both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lca.sampling import Draws, draw
from lca.system import Array
from parity.distribution import RatioDistribution, summary
from parity.inputs import Input, Weighed
from parity.model import CostModel


@dataclass(frozen=True)
class Samples:
    """Draws of the uncertain inputs, the costs they give, and what that says of the ratio.

    Attributes
    ----------
    ratio : (s,) nan where a sample gives none
    uncertain : inputs that were drawn, by name
    certain_unverified : names of unverified inputs without a distribution: taken as certain
    """

    draws: Draws
    weighed: Weighed
    ratio: Array
    distribution: RatioDistribution
    uncertain: Mapping[str, Input]
    certain_unverified: tuple[str, ...]


def sampled(model: CostModel) -> Samples:
    """Draw the uncertain inputs of both routes together and weigh every sample.

    The k-th sample of the bio route and of the baseline share every price, exchange rate and
    driver; number, seed and kind of the draws are those of the model's options.

    Raises
    ------
    HakariError
        If correlations cannot be honoured, or no sample gives a ratio.
    """
    options = model.options
    uncertain = {n: x for n, x in model.inputs.items() if x.distribution is not None}
    draws = draw(uncertain, options.samples, options.seed, options.sampling, model.correlations)
    weighed = model.costs(draws.values, options.seed).weighed
    ratio = np.array(np.broadcast_to(weighed.ratio, draws.n))
    return Samples(
        draws,
        weighed,
        ratio,
        summary(ratio, model.target, draws.replicates),
        uncertain,
        tuple(
            name
            for name, x in model.inputs.items()
            if x.distribution is None and x.grade == "unverified"
        ),
    )
