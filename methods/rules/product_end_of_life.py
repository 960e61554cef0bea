"""End of life of the product where the boundary reaches the grave: recycling, energy, disposal.

The output side of the Circular Footprint Formula, per unit of product::

    (1 - A) x R2 x (ErecEoL - Ev* x Qs/Qp)
    + (1 - B) x R3 x (EER - LHV x XER_heat x ESE_heat - LHV x XER_elec x ESE_elec)
    + (1 - R2 - R3) x ED

A cut-off is A = 1 without the credit for energy. The product alone carries these lines, whatever
is made beside it; product that the foreground uses itself has no end of life.

Reference: (EU) 2021/2279 Annex I 4.4.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inventories.document import Grade
from inventories.document.after_gate import Disposal, EndOfLife, EnergyRecovery, Recycling
from inventories.expressions import Value
from inventories.inventory import InventoryOutput
from inventories.quantities import factor
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.rules import boundary
from methods.rules.feedstock_lines import AXIS, in_any_unit, stand_in
from methods.rules.sharing_lives import Sharing

POINTER = "/end_of_life"
ENERGY_UNIT = "MJ"


def ends(draft: Draft, sharing: Sharing, context: Context) -> Draft:
    """Add the end of life of the product, if the boundary holds it and the route describes it.

    Raises
    ------
    HakariError
        If a provider of the scenario is unknown or in a unit that does not fit.
    """
    scenario = draft.inventory.route.end_of_life
    if scenario is None or context.rules[boundary.AXIS].choice != "cradle_to_grave":
        return draft
    life = _Life(draft, sharing, context)
    parts: list[_Part] = []
    notes: list[Note] = []
    if scenario.recycling is not None:
        parts += life.recycled(scenario.recycling)
        notes.append(life.recycling_note(scenario.recycling))
    if scenario.energy_recovery is not None:
        more, told = life.recovered(scenario.energy_recovery)
        parts += more
        notes += told
    if scenario.disposal is not None:
        parts.append(life.disposed(scenario, scenario.disposal))
    lines = [part.line(p, life.reference) for p in _products(draft) for part in parts]
    return draft.with_lines(draft.lines + tuple(lines), *notes)


def _products(draft: Draft) -> Iterator[Line]:
    """The product where it is made, carried by it alone, and (negative) where it is used up."""
    inventory = draft.inventory
    maker, flow = inventory.product_activity, inventory.product_flow
    for line in draft.lines:
        if line.key != flow:
            continue
        if line.kind == "output" and line.activity == maker:
            yield replace(line, product=flow)
        elif line.kind == "internal" and line.supplier == maker:
            yield line.scaled(-1.0)


@dataclass(frozen=True)
class _Part:
    """Units of a provider per unit of product; `provider` None: product that goes on free."""

    provider: str | None
    per_unit: float
    grade: Grade
    pointer: str

    def line(self, product: Line, reference: InventoryOutput) -> Line:
        if self.provider is not None:
            return stand_in(product, self.provider, self.per_unit, self.grade, self.pointer)
        return replace(
            product.scaled(self.per_unit),
            kind="uncounted",
            pointer=self.pointer,
            supplier=None,
            because=AXIS,
            source_input=None,
            source_output=reference,  # it leaves with its carbon, as a waste without treatment does
        )


@dataclass(frozen=True)
class _Life:
    """The product of a draft and the rule its end of life is counted by."""

    draft: Draft
    sharing: Sharing
    context: Context

    @property
    def maker(self) -> str:
        return self.draft.inventory.product_activity

    @property
    def reference(self) -> InventoryOutput:
        return self.draft.inventory.activity(self.maker).reference

    @property
    def unit(self) -> str:
        inventory = self.draft.inventory
        return inventory.flows[inventory.product_flow].unit

    def recycled(self, recycling: Recycling) -> list[_Part]:
        """``(1 - A) x R2 x (ErecEoL - Ev* x Qs/Qp)``; the product itself goes to its next life."""
        pointer = f"{POINTER}/recycling"
        # a pointer of its own: under the displaced material's the carbon would not leave
        parts = [_Part(None, recycling.share, recycling.grade, f"{pointer}/share")]
        borne = (1.0 - self.sharing.a(recycling.material)) * recycling.share
        if borne == 0:
            return parts
        if recycling.recycling is not None:
            provider = self.context.linked(recycling.recycling, self.unit, pointer)
            parts.append(_Part(provider, borne, recycling.grade, pointer))
        displaced = in_any_unit(recycling.displaced, pointer, self.context)
        saved = borne * recycling.displaced_amount * recycling.quality
        return [*parts, _Part(displaced, -saved, recycling.grade, pointer)]

    def recycling_note(self, recycling: Recycling) -> Note:
        """Tell the shares."""
        params: dict[str, str | Value] = {
            "flow": self.reference.flow,
            "share": 100.0 * recycling.share,
            "material": recycling.material,
            "a": self.sharing.a(recycling.material),
        }
        return Note(AXIS, "product-recycled", self.maker, params)

    def recovered(self, recovery: EnergyRecovery) -> tuple[list[_Part], list[Note]]:
        """``(1 - B) x R3 x (EER - what heat and power displace)``."""
        pointer = f"{POINTER}/energy_recovery"
        params: dict[str, str | Value] = {
            "flow": self.reference.flow,
            "share": 100.0 * recovery.share,
        }
        if self.sharing.energy_borne_by_user:
            free = _Part(None, recovery.share, recovery.grade, f"{pointer}/share")
            return [free], [Note(AXIS, "product-recovery-borne-by-user", self.maker, params)]
        borne = (1.0 - self.sharing.b) * recovery.share
        treatment = self.context.linked(recovery.treatment, self.unit, pointer)
        parts = [_Part(treatment, borne, recovery.grade, pointer)]
        if self.sharing.b:  # the part of the burning that its user bears takes its carbon along
            to_user = self.sharing.b * recovery.share
            parts.append(_Part(None, to_user, recovery.grade, f"{pointer}/share"))
        if not self.sharing.energy_credit:
            return parts, [Note(AXIS, "product-recovery-uncredited", self.maker, params)]
        notes: list[Note] = []
        for kind, efficiency, displaced in (
            ("heat", recovery.heat_efficiency, recovery.displaced_heat),
            ("power", recovery.power_efficiency, recovery.displaced_power),
        ):
            if efficiency == 0:
                continue
            if displaced is None:
                unlinked: dict[str, str | Value] = {
                    "flow": self.reference.flow,
                    "key": f"displaced_{kind}",
                }
                notes.append(
                    Note(AXIS, "recovered-energy-unlinked", self.maker, unlinked, "warning")
                )
                continue
            made = borne * recovery.lhv_mj_per_unit * efficiency
            parts.append(self._saved(displaced, made, recovery.grade, pointer))
        return parts, notes

    def _saved(self, provider: str, made_mj: float, grade: Grade, pointer: str) -> _Part:
        """Credit energy made, MJ per unit of product, with the dataset it displaces."""
        known = in_any_unit(provider, pointer, self.context)
        unit = self.context.catalogue.providers[known].unit
        return _Part(known, -made_mj * factor(ENERGY_UNIT, unit), grade, pointer)

    def disposed(self, scenario: EndOfLife, disposal: Disposal) -> _Part:
        """``(1 - R2 - R3) x ED``."""
        pointer = f"{POINTER}/disposal"
        used = sum(part.share for part in (scenario.recycling, scenario.energy_recovery) if part)
        treatment = self.context.linked(disposal.treatment, self.unit, pointer)
        return _Part(treatment, max(1.0 - used, 0.0), disposal.grade, pointer)
