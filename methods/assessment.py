"""The result of one route under one guideline, and the table of the rules behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from inventories.document import Localised
from lca.contributions import Contributions
from lca.coverage import Coverage
from lca.system import System
from methods.carried import CarriedCarbon
from methods.default_values import DefaultValue
from methods.documents import EvidenceTag
from methods.messages import Message
from methods.requirements import RequirementResult
from methods.rulebook import Rules
from methods.tables import Factor
from methods.terms import TermValue
from methods.verdict import Verdict
from methods.vocabulary import axes


@dataclass(frozen=True)
class RuleRow:
    """One line of the table of rules a result was made under.

    `acts`: the axis can change the number under the other choices; `acted`: it did on this route.
    """

    axis: str
    title: Localised
    choice: str
    strength: str
    clause: str
    paraphrase: Localised
    reference: str
    evidence: EvidenceTag
    is_default: bool
    is_overlay: bool
    acts: bool
    acted: bool = False


@dataclass(frozen=True)
class EvidenceSummary:
    """How well the rules that change the number are known, and the factors they multiply with.

    Attributes
    ----------
    counts : evidence tag -> number of rule axes that can change the number
    factors : numbers of the room's tables that this score rests on
    worst : worst tag among those factors and the axes that did change this route's number
    """

    counts: Mapping[str, int]
    factors: tuple[Factor, ...]
    worst: EvidenceTag


@dataclass(frozen=True)
class Assessment:
    """The result of one route under one guideline.

    Attributes
    ----------
    score, unit : first total in the guideline's unit
    score_kgco2e_per_functional_unit : the same before division, for the document's own FU
    totals, total_units : every total and indicator, per the same quantity of product
    per, functional_unit : what the result is given for
    units_of_product : that quantity in the product's canonical unit
    contributions : parts of `score`, in `unit`
    terms : the score by the terms of the guideline's formula; empty if it has none. The score is
        the sum of ``sign * value``
    carried_carbon : None if the result goes beyond the gate
    default_value : printed values of the pathway the route names for this guideline, else None
    verdict : None if the guideline defines none for this product
    for_comparison : the guideline's text gives no result for such products
    acted : axes whose rule changed this route's number, in the order of `axes.yaml`
    rungs, shares : activity -> rungs of the multifunctionality ladder used, shares of its products
    requirements : what the text asks of the study beside the number, and what became of it
    notes, warnings : what the rules want the reader to know
    system : what was solved (for the oracle and exports)
    """

    route: str
    guideline: str
    title: Localised
    status: str
    date: str | None
    evidence: EvidenceSummary
    score: float
    unit: str
    score_kgco2e_per_functional_unit: float
    totals: Mapping[str, float]
    total_units: Mapping[str, str]
    per: str
    functional_unit: Localised
    units_of_product: float
    contributions: Contributions
    terms: tuple[TermValue, ...]
    coverage: Coverage
    carried_carbon: CarriedCarbon | None
    default_value: DefaultValue | None
    verdict: Verdict | None
    for_comparison: bool
    rules: tuple[RuleRow, ...]
    acted: tuple[str, ...]
    rungs: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, Mapping[str, float]]
    requirements: tuple[RequirementResult, ...]
    notes: tuple[Message, ...]
    warnings: tuple[Message, ...]
    system: System


def rule_rows(rules: Rules, acted: Collection[str] = ()) -> tuple[RuleRow, ...]:
    """Return the rules as a table, one row per axis; `acted`: axes that changed a number."""
    return tuple(
        RuleRow(
            axis=axis.id,
            title=axis.title,
            choice=(c := rules[axis.id]).choice,
            strength=c.strength,
            clause=c.clause,
            paraphrase=c.paraphrase,
            reference=c.reference,
            evidence=c.evidence,
            is_default=c.is_default,
            is_overlay=c.is_overlay,
            acts=rules.acts(axis.id),
            acted=axis.id in acted,
        )
        for axis in axes().values()
    )
