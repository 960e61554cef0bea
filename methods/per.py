"""What a result is given per: a MJ of fuel, a declared unit, the functional unit."""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Localised
from inventories.quantities import factor
from methods.documents import GuidelineDocument, ResultUnit
from methods.heating import product_energy
from methods.lines import Note
from methods.resolve import Resolution
from methods.scope import outside_scope
from methods.tables import Factor, constant


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
    for_comparison : the guideline's text gives no result for such products
    notes : what the reader should know about it
    factors : numbers of tables it rests on
    """

    result: ResultUnit
    units_of_product: float
    mass_factor: float
    text: str
    functional_unit: Localised
    for_comparison: bool
    notes: tuple[Note, ...]
    factors: tuple[Factor, ...]


def per_unit(document: GuidelineDocument, resolution: Resolution) -> Per:
    """Return what a route's result under a guideline is given per.

    Raises
    ------
    HeatingValueMissingError
        If it is per energy and the product has no heating value.
    """
    inventory = resolution.draft.inventory
    asked = inventory.route.functional_unit
    flow = inventory.flows[inventory.product_flow]
    result = next(r for r in document.results if asked.comparison in r.comparison)
    notes: list[Note] = []
    for_comparison = result.for_comparison or asked.comparison not in document.applies_to
    if for_comparison:
        params: dict[str, str | float] = {"comparison": asked.comparison}
        notes.append(Note("boundary", "for-comparison-only", "", params, "warning"))
    elif document.scope is not None and (missed := outside_scope(document.scope, inventory)):
        for_comparison = True
        notes += missed
    units, text, words = inventory.demand, "FU", asked.function
    title = flow.title
    factors: tuple[Factor, ...] = ()
    if result.per == "declared_unit":
        units, text = 1.0, flow.unit
        words = Localised(en=f"1 {flow.unit} of {title.en}", ja=f"{title.ja} 1 {flow.unit}")
    elif result.per in {"MJ_LHV", "mmBTU_LHV"}:
        energy, listed = product_energy(inventory.product_flow, flow, resolution.context)
        units, text, factors = 1.0 / energy.mj, "MJ", energy.factors
        if result.per == "mmBTU_LHV":
            thermal = constant("mmbtu_in_mj")
            units, text, factors = units * thermal.value, "mmBTU", (*factors, thermal)
        words = Localised(en=f"1 {text} (LHV) of {title.en}", ja=f"{title.ja} 1 {text}(低位発熱量)")
        if listed:
            notes.append(Note("heating_value", "heating-value-listed", "", {"lhv": energy.mj}))
    return Per(
        result=result,
        units_of_product=units,
        mass_factor=factor("kg", result.mass),
        text=text,
        functional_unit=words,
        for_comparison=for_comparison,
        notes=tuple(notes),
        factors=factors,
    )
