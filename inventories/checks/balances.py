"""Mass, carbon and energy of every activity: what leaves must have entered.

The tolerance follows the stage of the data and is relative to what enters. Activities after the
gate receive the product through the functional unit, not as an input: only more carbon than the
product and their inputs bring is an error there. Infrastructure activities are not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from inventories.checks.context import Context
from inventories.checks.ledger import Entry, entries
from inventories.checks.tables import balance_classes
from inventories.document.activities import Activity, Exemption
from inventories.findings import Finding, finding
from inventories.inventory import InventoryActivity

_BALANCE_JA = {"mass": "質量", "carbon": "炭素", "energy": "エネルギー"}


@dataclass(frozen=True)
class _Account:
    """One activity with its ledger."""

    pointer: str
    document: Activity
    numbers: InventoryActivity
    ledger: tuple[Entry, ...]
    tolerance: float
    downstream: bool

    def total(self, side: str, quantity: str) -> float:
        """Sum of a quantity on one side; unknown entries count zero."""
        return sum(getattr(e, quantity) or 0.0 for e in self.ledger if e.side == side)

    def unknown(self, quantity: str, side: str | None = None) -> list[str]:
        """Names of the entries whose quantity the document does not say."""
        names = (
            e.name
            for e in self.ledger
            if getattr(e, quantity) is None and (side is None or e.side == side)
        )
        return list(dict.fromkeys(names))


def _accounts(ctx: Context) -> Iterator[_Account]:
    inventory = ctx.inventory
    for i, (numbers, document) in enumerate(
        zip(inventory.activities, ctx.route.activities, strict=True)
    ):
        if document.stage == "infrastructure":
            continue
        stage = document.data_stage or ctx.route.data_stage
        yield _Account(
            f"/activities/{i}",
            document,
            numbers,
            entries(numbers, ctx.route.flows, ctx.catalogue),
            ctx.limits.balance_tolerance.of(stage),
            document.id in ctx.downstream_ids,
        )


def _unbalanced(
    rule: str,
    balance: str,
    account: _Account,
    exemption: Exemption | None,
    entering: float,
    leaving: float,
    gap: float,
) -> Finding:
    """Build the finding of a balance that does not close, or the note of its exemption."""
    percent = float(f"{100 * gap:.3g}")
    if exemption is not None:
        return finding(
            "balance-exempt",
            f"{account.pointer}/exempt/{balance}",
            activity=account.document.id,
            balance=balance,
            balance_ja=_BALANCE_JA[balance],
            gap=percent,
            reason=exemption.reason,
        )
    return finding(
        rule,
        account.pointer,
        activity=account.document.id,
        entering=float(f"{entering:.4g}"),
        leaving=float(f"{leaving:.4g}"),
        gap=percent,
        allowed=100 * account.tolerance,
    )


def _gap(difference: float, scale: float) -> float:
    return abs(difference) / scale if scale > 0 else 1.0


def check_mass_balance(ctx: Context) -> Iterator[Finding]:
    """Mass in equals mass out, gases included where the air is listed."""
    for account in _accounts(ctx):
        if account.downstream:
            continue
        unknown = account.unknown("mass_kg")
        if unknown:
            if account.document.exempt.mass is None:
                yield finding(
                    "mass-unknown", account.pointer, activity=account.document.id, names=unknown
                )
            continue
        entering, leaving = account.total("in", "mass_kg"), account.total("out", "mass_kg")
        difference = leaving - entering
        if difference > 0 and not _lists_air(account):
            leaving = sum(
                e.mass_kg or 0.0 for e in account.ledger if e.side == "out" and not e.nature
            )
            difference = max(leaving - entering, 0.0)
        if abs(difference) <= ctx.limits.mass_ignored.value * account.numbers.reference.amount:
            continue
        gap = _gap(difference, entering)
        if gap > account.tolerance:
            exemption = account.document.exempt.mass
            yield _unbalanced("mass-balance", "mass", account, exemption, entering, leaving, gap)


def _lists_air(account: _Account) -> bool:
    return any(e.name in balance_classes().air for e in account.ledger)


def _check_carbon(ctx: Context, rule: str, quantity: str) -> Iterator[Finding]:
    for account in _accounts(ctx):
        if account.unknown(quantity) and not account.downstream:
            continue
        entering, leaving, scale = _carbon_sides(ctx, account, quantity)
        difference = leaving - entering
        if account.downstream and difference < 0:
            continue
        if abs(difference) <= ctx.limits.carbon_ignored.value * account.numbers.reference.amount:
            continue
        gap = _gap(difference, scale)
        if gap > account.tolerance:
            exemption = account.document.exempt.carbon
            yield _unbalanced(rule, "carbon", account, exemption, entering, leaving, gap)


def _carbon_sides(ctx: Context, account: _Account, quantity: str) -> tuple[float, float, float]:
    """Carbon of one kind in and out, and all carbon that enters (the scale of the tolerance)."""
    entering, leaving = account.total("in", quantity), account.total("out", quantity)
    scale = account.total("in", "carbon_fossil_kg_c") + account.total("in", "carbon_biogenic_kg_c")
    if account.downstream:
        # The reference output is a service done to the product, not a material of its own.
        reference = account.numbers.reference.flow
        served = [e for e in account.ledger if e.side == "out" and e.name == reference]
        leaving -= sum(getattr(e, quantity) or 0.0 for e in served)
        fossil, biogenic = _product_carbon(ctx, account)
        entering += fossil if quantity == "carbon_fossil_kg_c" else biogenic
        scale += fossil + biogenic
    return entering, leaving, scale


def _product_carbon(ctx: Context, account: _Account) -> tuple[float, float]:
    """Carbon of the product that one run of a downstream activity can receive."""
    inventory = ctx.inventory
    carbon = inventory.flows[inventory.product_flow].carbon
    runs = sum(
        d.amount for d in ctx.route.functional_unit.downstream if d.activity == account.document.id
    )
    if carbon is None or runs <= 0:
        return 0.0, 0.0
    # `runs` is in units of the reference output: per run as written, reference.amount of them.
    received = carbon.content * inventory.demand * float(account.numbers.reference.amount) / runs
    return received * carbon.fossil, received * (carbon.biogenic + carbon.atmospheric)


check_carbon_balance_fossil = partial(
    _check_carbon, rule="carbon-balance-fossil", quantity="carbon_fossil_kg_c"
)
check_carbon_balance_biogenic = partial(
    _check_carbon, rule="carbon-balance-biogenic", quantity="carbon_biogenic_kg_c"
)


def check_carbon_unknown(ctx: Context) -> Iterator[Finding]:
    """The carbon content of every material is known, or the balance cannot be checked."""
    users: dict[str, list[str]] = {}
    for account in _accounts(ctx):
        if account.document.exempt.carbon is not None:
            continue
        for name in account.unknown("carbon_fossil_kg_c", "in" if account.downstream else None):
            users.setdefault(name, []).append(account.document.id)
    for name, activities in users.items():
        yield finding("carbon-unknown", f"/flows/{name}", flow=name, activities=activities)


def check_energy_balance(ctx: Context) -> Iterator[Finding]:
    """Heating value and energy that leave do not exceed what enters (first law)."""
    for account in _accounts(ctx):
        if account.downstream or _takes_sunlight(ctx, account):
            continue
        entering, leaving = account.total("in", "energy_mj"), account.total("out", "energy_mj")
        surplus = leaving - entering
        if surplus <= ctx.limits.energy_ignored.value * account.numbers.reference.amount:
            continue
        gap = _gap(surplus, entering)
        if gap <= account.tolerance:
            continue
        exemption = account.document.exempt.energy
        unknown = account.unknown("energy_mj", "in")
        if unknown and exemption is None:
            yield finding(
                "energy-unknown", account.pointer, activity=account.document.id, names=unknown
            )
        else:
            yield _unbalanced(
                "energy-balance", "energy", account, exemption, entering, leaving, gap
            )


def _takes_sunlight(ctx: Context, account: _Account) -> bool:
    sunlight = balance_classes().sunlight
    return any(
        ctx.catalogue.elementary[e.flow].group in sunlight for e in account.numbers.elementary
    )
