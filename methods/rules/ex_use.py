"""Deduction for the existing use or fate of captured CO2 (`e_ex-use`).

Delegated Regulation (EU) 2023/1185, Annex A.10, with the same words in 2025/2359: deducted is "the
CO2 equivalent of the carbon incorporated in the chemical composition of the fuel that would have
otherwise been emitted", if the source is one of a list. From this follows:

- *Only what the product binds.* CO2 that passes through the plant and is vented again is not
  deducted. Its emission is in the inventory and counts as a direct emission of processing (A.12) if
  fossil, and not if biogenic. So the CO2 of the inputs is traced to the product
  (`methods.tracing`) and deducted there, per unit of product.
- *The use stage counts gross* (A.13), so fuel all of whose carbon is eligible ends where zero for
  biogenic CO2 would end, and fuel from CO2 that is not eligible bears its own combustion. Beside
  another rule on biogenic carbon, which counts recent carbon as zero at its use or as -1 on entry
  already, recent CO2 is not deducted a second time (a mix of two texts may ask for that).
- *Sources.* Biogenic, air, geological and renewable-fuel CO2 as the text lists them, without end.
  Fossil CO2 only from activities under an effective carbon price, up to a day that is later where
  the CO2 is not from burning fuel for electricity. Never CO2 of fuel burnt to make it, nor CO2
  whose capture has a credit elsewhere. The day is that of the rules.
- *Co-products.* 2023/1185 A.15(b) shares the emissions of inputs, the deduction with them, between
  all co-products (option `pooled`); 2025/2359 A.15(b) gives it only to fuels: the product alone.
"""

from __future__ import annotations

from inventories.document.activities import CapturedCarbon
from inventories.expressions import Value
from inventories.values import is_zero
from methods.carbon import CO2E_CREDIT, fossil_kg_c
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import ExUseOptions, read
from methods.rulebook import Choice
from methods.rules.product_carbon import product_lines
from methods.tracing import traced_kg_c

BIOGENIC, GROSS_USE = "biogenic_carbon", "gross_use_with_ex_use"
FOSSIL_SOURCES = frozenset({"fossil_point", "waste_gas"})


def deduct(
    draft: Draft,
    captured: list[tuple[Line, CapturedCarbon]],
    choice: Choice,
    context: Context,
    because: str,
) -> Draft:
    """Return the draft with the deduction for eligible CO2; a note tells why other CO2 has none."""
    options = read(choice.options, ExUseOptions)
    gross = context.rules[BIOGENIC].choice == GROSS_USE
    eligible: set[str] = set()
    notes: list[Note] = []
    for line, co2 in captured:
        refused = refusal(line, co2, options, context.rules.day, because)
        if refused is not None:
            notes.append(refused)
        elif gross or not is_zero(fossil_kg_c(draft.inventory.flows[line.key])):
            eligible.add(line.pointer)
        else:
            counted = Note(because, "ex-use-counted-already", line.activity, {"flow": line.key})
            notes.append(counted)
    if not eligible:
        return draft.with_lines(draft.lines, *notes)
    inventory = draft.inventory
    activity, product = inventory.product_activity, inventory.product_flow
    traced = traced_kg_c(draft, context.catalogue, frozenset(eligible))
    kg_co2 = traced.get((activity, product), 0.0) * options.co2_per_carbon
    if is_zero(kg_co2):
        nothing = Note(because, "ex-use-nothing-bound", activity, {"flow": product}, "warning")
        return draft.with_lines(draft.lines, *notes, nothing)
    alone = None if options.pooled else product
    lines = product_lines(draft, CO2E_CREDIT, -kg_co2, because, alone)
    if options.pooled:
        lines += _of_co_products(draft, traced, options.co2_per_carbon, because)
    told = Note(because, "ex-use-deducted", activity, {"flow": product, "kg_co2": kg_co2})
    return draft.with_lines((*draft.lines, *lines), *notes, told)


def refusal(
    line: Line, co2: CapturedCarbon, options: ExUseOptions, day: str, because: str
) -> Note | None:
    """Return the note why CO2 is not eligible on a day (YYYY-MM-DD), None if it is."""
    until = last_day(co2, options)
    code: str | None = None
    if co2.burnt_on_purpose:
        code = "ex-use-burnt-on-purpose"
    elif co2.credited_elsewhere:
        code = "ex-use-credited-elsewhere"
    elif co2.source not in (*options.always, *FOSSIL_SOURCES):
        code = "ex-use-source-not-listed"
    elif co2.source in FOSSIL_SOURCES and not co2.carbon_priced:
        code = "ex-use-not-priced"
    elif co2.source in FOSSIL_SOURCES and until is not None and day > until:
        code = "ex-use-too-late"
    if code is None:
        return None
    params: dict[str, str | Value] = {
        "flow": line.key,
        "source": co2.source,
        "day": day,
        "until": until or "",
        "pointer": line.pointer,
    }
    return Note(because, code, line.activity, params, "warning")


def last_day(co2: CapturedCarbon, options: ExUseOptions) -> str | None:
    """Return the last day on which fossil CO2 is eligible, None if there is no end."""
    return options.fossil_power_until if co2.from_power_generation else options.fossil_other_until


def _of_co_products(
    draft: Draft, traced: dict[tuple[str, str], Value], ratio: float, because: str
) -> list[Line]:
    """Return the deduction for what the other products of the same process bind as they leave.

    What the route uses itself (tail gas it burns) is taken out again: that carbon is in no fuel.
    """
    inventory = draft.inventory
    maker = inventory.product_activity
    lines: list[Line] = []
    for line in draft.lines:
        made = line.kind == "output" and line.activity == maker
        used = line.kind == "internal" and line.supplier == maker
        if line.key != inventory.product_flow and (made or used):
            kg_co2 = line.amount * traced[maker, line.key] * ratio
            lines.append(
                Line(
                    line.activity,
                    "elementary",
                    CO2E_CREDIT,
                    -kg_co2 if made else kg_co2,
                    line.grade,
                    line.pointer,
                    because=because,
                )
            )
    return lines
