"""Axis `feedstock_origin`: what burden a feedstock brings, by what it is and was.

Primary feedstock and co-products bring the burden of their upstream producer. Waste, residue and
recycled feedstock differ between the choices: nothing, the burden of what made them, a share of
recycling and of virgin material, or what would have become of them otherwise. Under every choice
the end of life of the product is counted where the boundary holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inventories.document.activities import Feedstock
from methods.context import Context
from methods.lines import Draft, Line
from methods.rulebook import Choice
from methods.rules.circular import circular_footprint, closed_loop, fifty_fifty
from methods.rules.diverted_feedstock import avoided_treatment, diversion
from methods.rules.feedstock_lines import (
    AXIS,
    BURDENED,
    Found,
    each_feedstock,
    is_feedstock,
    with_supply_share,
    with_upstream,
    without_its_carbon,
)
from methods.rules.product_end_of_life import ends
from methods.rules.sharing_lives import CUT_OFF
from methods.rules.waste_streams import free_waste


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Give every feedstock input its burden, and the product its end of life."""
    shared = CHOICES[choice.choice](draft, choice, context)
    taken = (without_its_carbon(line, context) for line in shared.lines)
    return shared.with_lines(shared.lines + tuple(line for line in taken if line is not None))


def _upstream(draft: Draft, _choice: Choice, context: Context) -> Draft:
    def rule(line: Line, feedstock: Feedstock) -> Found:
        return with_upstream(line, feedstock, context)

    return ends(each_feedstock(draft, rule), CUT_OFF, context)


def _economic(draft: Draft, _choice: Choice, context: Context) -> Draft:
    def rule(line: Line, feedstock: Feedstock) -> Found:
        if feedstock.origin in BURDENED:
            return with_upstream(line, feedstock, context)
        return with_supply_share(line, feedstock, context)

    return ends(each_feedstock(draft, rule), CUT_OFF, context)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "cutoff": free_waste,
    "zero_at_collection": free_waste,
    "upstream_burden": _upstream,
    "economic_upstream": _economic,
    "closed_loop": closed_loop,
    "fifty_fifty": fifty_fifty,
    "circular_footprint": circular_footprint,
    "avoided_treatment_credit": avoided_treatment,
    "diversion": diversion,
}

__all__ = ["AXIS", "BURDENED", "CHOICES", "apply", "is_feedstock"]
