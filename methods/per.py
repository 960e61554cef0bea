"""What a result is given per: a MJ of fuel, a declared unit, the functional unit."""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Localised
from inventories.quantities import factor
from methods.documents import GuidelineDocument, ResultUnit
from methods.heating import product_energy
from methods.lines import Note
from methods.resolve import Resolution
from methods.tables import Factor


@dataclass(frozen=True)
class Per:
    """What a guideline's result is given per.

    Attributes
    ----------
    result : the guideline's words on it
    units_of_product : amount of the product (canonical unit) in it
    mass_factor : mass unit of CO2e in one kg
    text : name of the divisor in a unit, e.g. ``MJ``
    functional_unit : the same in words
    notes : what the reader should know about it
    factors : numbers of tables it rests on
    """

    result: ResultUnit
    units_of_product: float
    mass_factor: float
    text: str
    functional_unit: Localised
    notes: tuple[Note, ...]
    factors: tuple[Factor, ...]


def per_unit(document: GuidelineDocument, resolution: Resolution) -> Per:
    """Return what a route's result under a guideline is given per.

    Raises
    ------
    HeatingValueMissingError
        If it is a MJ and the product has no heating value.
    """
    inventory = resolution.draft.inventory
    asked = inventory.route.functional_unit
    flow = inventory.flows[inventory.product_flow]
    result = next(r for r in document.results if asked.comparison in r.comparison)
    notes: list[Note] = []
    if result.for_comparison:
        params: dict[str, str | float] = {"comparison": asked.comparison}
        notes.append(Note("boundary", "for-comparison-only", "", params, "warning"))
    units, text, words = inventory.demand, "FU", asked.function
    title = flow.title
    factors: tuple[Factor, ...] = ()
    if result.per == "declared_unit":
        units, text = 1.0, flow.unit
        words = Localised(en=f"1 {flow.unit} of {title.en}", ja=f"{title.ja} 1 {flow.unit}")
    elif result.per == "MJ_LHV":
        energy, listed = product_energy(inventory.product_flow, flow, resolution.context)
        units, text, factors = 1.0 / energy.mj, "MJ", energy.factors
        words = Localised(en=f"1 MJ (LHV) of {title.en}", ja=f"{title.ja} 1 MJ(低位発熱量)")
        if listed:
            notes.append(Note("heating_value", "heating-value-listed", "", {"lhv": energy.mj}))
    return Per(result, units, factor("kg", result.mass), text, words, tuple(notes), factors)
