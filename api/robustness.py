"""Robustness in carbon and in cost: paired samples of route and baseline under every guideline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from api.evaluation import Evaluator
from api.problems import is_limit_of_rules, reason_of
from api.references import Reference
from api.results.comparing import RobustnessRequest
from api.results.parity_request import ParityOptionsRequest
from api.results.robustness import Flip, Robustness, RobustnessLine, TurningAxis
from api.scorers import Scorers
from api.weighing import cost_model
from inventories.document import Localised, Route
from inventories.errors import HakariError
from inventories.expressions import Value
from lca.pairing import paired
from lca.sampling import draw
from lca.system import Array
from methods import robustness
from methods.guideline import Guideline
from methods.rulebook import Rules
from methods.scoring import Scorer
from methods.vocabulary import axes
from parity.defaults import defaults
from parity.samples import sampled

Moved = Mapping[str, Value]
MOST_FLIPS = 10
"""Pairs of guidelines told, those that turn most first."""


def robust(
    scorers: Scorers,
    reference: Reference,
    guidelines: Sequence[Guideline],
    date: str | None,
    asked: RobustnessRequest,
) -> Robustness:
    """Return in which share of (guideline × sample) a route beats its baseline.

    Parameters, and prices with a range, are drawn, with the correlations the documents state; the
    k-th sample of the route is held against the k-th of the baseline, with the same parameters in
    carbon and in cost. Cost is met where its ratio is at most the programme's target.

    Raises
    ------
    BaselineMissingError
        If the route has no baseline.
    """
    evaluator = scorers.evaluator
    baseline = reference.in_role("baseline")
    drawn, others, ratios, reason = _samples(evaluator, reference, baseline, asked)
    texts = {guideline.id: guideline.rules_on(date) for guideline in guidelines}
    plain = scorers.of(reference.route), scorers.of(baseline)
    factor = robustness.function_factor(plain[0].inventory, plain[1].inventory)
    scores = [
        robustness.sampled_scores(evaluator.scorer(route, values), texts, asked.samples)
        for route, values in ((reference.route, drawn), (baseline, others))
    ]
    priced = np.isfinite(ratios)
    cheaper = priced & (np.nan_to_num(ratios, nan=np.inf) <= defaults().target.value)
    found = robustness.shares(tuple(texts), scores[0], scores[1], factor, cheaper, priced)
    central = robustness.answers(*plain, texts, factor)
    flips = _flips(plain, texts, factor)
    return Robustness(
        case=reference.id,
        samples=asked.samples,
        seed=asked.seed,
        sampled=tuple(sorted({*drawn, *others})),
        target=defaults().target.value,
        carbon=found.carbon,
        cost=found.cost,
        cost_samples=int(priced.sum()),
        both=found.both,
        guidelines=tuple(
            RobustnessLine(
                guideline=line.guideline,
                samples=line.samples,
                carbon=line.carbon,
                both=line.both,
                central_better=central.get(line.guideline),
            )
            for line in found.guidelines
        ),
        turning=tuple(
            TurningAxis(axis=axis, title=axes()[axis].title, pairs=pairs)
            for axis, pairs in Counter(flip.axis for flip in flips).most_common()
        ),
        flips=tuple(flips[:MOST_FLIPS]),
        note=reason,
    )


def _samples(
    evaluator: Evaluator, reference: Reference, baseline: Route, asked: RobustnessRequest
) -> tuple[Moved, Moved, Array, Localised | None]:
    """Return samples of both routes' parameters, (s,) cost ratios and why there are none.

    Where cost can be told, prices are drawn beside the parameters; a parameter has the same
    samples either way.
    """
    options = ParityOptionsRequest(samples=asked.samples, seed=asked.seed)
    try:
        model = cost_model(evaluator, reference, options)
        found = sampled(model)
    except HakariError as error:
        if not is_limit_of_rules(error):
            raise
        pair = paired(reference.route, baseline)
        draws = draw(pair.quantities, asked.samples, asked.seed, correlations=pair.correlations)
        return *pair.split(draws.values), np.full(asked.samples, np.nan), reason_of(error)
    return *model.parameters_of(found.draws.values), found.ratio, None


def _flips(plain: tuple[Scorer, Scorer], texts: Mapping[str, Rules], factor: float) -> list[Flip]:
    return [
        Flip(
            better_under=flip.better_under,
            worse_under=flip.worse_under,
            axis=flip.axis,
            title=axes()[flip.axis].title,
            value=flip.value,
            total=flip.total,
        )
        for flip in robustness.flips(*plain, texts, factor)
        if flip.axis is not None and flip.value is not None
    ]
