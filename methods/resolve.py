"""Resolve: apply the rules of a guideline to an inventory, one axis after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inventories.catalogue import Catalogue
from inventories.expressions import Value
from inventories.inventory import Inventory
from lca.system import System
from methods.assemble import assemble
from methods.context import Context
from methods.lines import Draft, Note, differs, start
from methods.rulebook import Rules
from methods.rules import PIPELINE


@dataclass(frozen=True)
class Resolution:
    """What the rules made of an inventory.

    Attributes
    ----------
    system : arrays to solve
    draft : every line with the axis that changed it (`because`)
    context : what the rules looked at
    notes, warnings : what the rules want the reader to know, by level
    rungs : activity -> names of the rungs of the multifunctionality ladder used
    shares : activity -> product flow -> share of the burden (sums to 1)
    acted : axes whose rule changed something on this route
    """

    system: System
    draft: Draft
    context: Context
    notes: tuple[Note, ...]
    warnings: tuple[Note, ...]
    rungs: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, Mapping[str, Value]]
    acted: frozenset[str]


def resolve(
    inventory: Inventory,
    rules: Rules,
    catalogue: Catalogue,
    prices: Mapping[str, float] | None = None,
    unclosed: frozenset[str] = frozenset(),
) -> Resolution:
    """Apply the rules to an inventory.

    Parameters
    ----------
    inventory
        Route in numbers.
    rules
        Choices of a guideline on a date (`Guideline.rules_on`).
    catalogue
        Providers and elementary flows of the background.
    prices
        Price key -> JPY per canonical unit of the flow; needed by economic keys only.
    unclosed
        Providers whose biogenic carbon does not close.

    Raises
    ------
    MultifunctionalityUnresolvedError
        If no rung can share the burden of an activity.
    HakariError
        If a provider a rule links to is unknown or in another unit.
    """
    context = Context(catalogue, rules, dict(prices or {}), unclosed)
    draft = start(inventory)
    acted: set[str] = set()
    for rule in PIPELINE:
        before = draft
        draft = rule.apply(draft, rules[rule.axis], context)
        if differs(before, draft):
            acted.add(rule.axis)
    return Resolution(
        system=assemble(draft),
        draft=draft,
        context=context,
        notes=tuple(n for n in draft.notes if n.level == "info"),
        warnings=tuple(n for n in draft.notes if n.level == "warning"),
        rungs=draft.rungs,
        shares=draft.shares,
        acted=frozenset(acted),
    )
