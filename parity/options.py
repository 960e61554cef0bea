"""What is asked of a cost comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lca.sampling import Method
from parity.defaults import defaults
from parity.finance import FinanceChoice
from parity.setting import Basis

BaselineChoice = Literal["auto", "market_price", "market_mean", "oil_linked", "own_plant"]
Timing = Literal["spot", "levelised"]


@dataclass(frozen=True)
class ParityOptions:
    """What is asked. Defaults are those of `defaults.yaml`.

    Attributes
    ----------
    target : ratio to reach
    year : year by which it has to be reached; scenarios and the oil-linked baseline are of it
    base_year : price year of the result
    baseline_kind : ``auto`` (market price if there is one, else the plant), ``market_price`` of
        today, ``market_mean`` (real mean of a yearly series), ``oil_linked`` (today's price carried
        to `year` with the oil price), ``own_plant``
    timing : ``spot`` (of `year`), or ``levelised`` over the plant's life from `year` on
    unverified_variation : share by which unverified lines are moved for the verdict
    basis : ``as_stated``, or ``pioneer`` (a marked scenario: RAND cost growth and performance)
    finance : terms laid over those of both routes
    scenarios : ids of scenario files whose values of `year` replace today's
    samples : number of paired samples; 0 for none
    seed, sampling : seed and kind (``random``, ``lhs``, ``sobol``) of the draws
    """

    target: float = field(default_factory=lambda: defaults().target.value)
    year: int = field(default_factory=lambda: int(defaults().year.value))
    base_year: int = field(default_factory=lambda: int(defaults().base_year.value))
    baseline_kind: BaselineChoice = "auto"
    timing: Timing = "spot"
    unverified_variation: float = field(
        default_factory=lambda: defaults().unverified_variation.value
    )
    basis: Basis = "as_stated"
    finance: FinanceChoice = field(default_factory=FinanceChoice)
    scenarios: tuple[str, ...] = ()
    samples: int = field(default_factory=lambda: int(defaults().samples.value))
    seed: int = 1
    sampling: Method = "random"
