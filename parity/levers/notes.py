"""What the reader of a lever analysis has to know, in both languages (texts: `parity.notes`)."""

from __future__ import annotations

from collections.abc import Mapping

from inventories.document import Localised
from parity.inputs import Input
from parity.levers.break_even import BreakEven
from parity.levers.design import Design, Need
from parity.levers.sobol import Indices
from parity.levers.tornado import Tornado
from parity.notes import Note, note

WIDE = 0.1
"""Half width of the interval of an index from which more samples are advised."""


MOST_NAMED = 5
"""Inputs or values named in a note."""

UNBELIEVABLE, LEAST_CHANCE = 4.0, 1e-4
"""Normal score (3 in 100,000 lie beyond it), and chance of the whole, beyond which a design is
none."""


def break_even_notes(found: BreakEven) -> tuple[Note, ...]:
    """Say what was assumed and seen in the search for a break-even."""
    shown = {"input": found.title.en, "input_ja": found.title.ja}
    notes = []
    if not found.monotone:
        notes.append(note("lever-not-monotone", **shown, count=len(found.roots)))
    if found.others:
        values = ", ".join(f"{root:.4g}" for root in found.others[:MOST_NAMED])
        notes.append(note("lever-other-crossings", **shown, values=values, unit=found.unit))
    if found.is_disbelieved and found.believed is not None and found.value is not None:
        low, high = found.believed
        needed = {"value": found.value, "low": low, "high": high}
        notes.append(note("lever-break-even-unbelievable", **shown, **needed, unit=found.unit))
    if found.is_against_gates and found.value is not None:
        way = {"value": found.value, "today": found.today}
        notes.append(note("lever-break-even-against-gates", **shown, **way, unit=found.unit))
    if "factor" in (found.range.low_from, found.range.high_from):
        low, high = found.range.low, found.range.high
        notes.append(note("lever-range-assumed", **shown, low=low, high=high, unit=found.unit))
    if found.infeasible:
        tried = {"count": found.infeasible, "scanned": found.scanned}
        notes.append(note("lever-range-infeasible", **shown, **tried))
    return tuple(notes)


def tornado_notes(found: Tornado, inputs: Mapping[str, Input]) -> tuple[Note, ...]:
    """Say what a tornado leaves out."""
    notes = [note("tornado-one-at-a-time")]
    missing = [bar.title for bar in found.bars if bar.swing is None]
    if missing:
        titles = ", ".join(t.en for t in missing), "、".join(t.ja for t in missing)
        notes.append(note("tornado-infeasible", inputs=titles[0], inputs_ja=titles[1]))
    return (*notes, *_certain(found.certain, inputs))


def sobol_notes(found: Indices, inputs: Mapping[str, Input]) -> tuple[Note, ...]:
    """Say what the indices do not cover and how sure they are."""
    notes = []
    if found.constant:
        notes.append(note("sobol-constant"))
    if found.failed:
        notes.append(note("sobol-failed", failed=found.failed, n=found.n))
    widest = max((index.first_half_width for index in found.indices), default=0.0)
    if widest > WIDE:
        notes.append(note("sobol-imprecise", width=widest, n=found.n, more=4 * found.n))
    for index in found.indices:
        if len(index.names) > 1:
            titles = [inputs[name].title for name in index.names]
            joined = ", ".join(t.en for t in titles), "、".join(t.ja for t in titles)
            notes.append(note("sobol-grouped", inputs=joined[0], inputs_ja=joined[1]))
    return (*notes, *_certain(found.certain, inputs))


def design_notes(found: Design) -> tuple[Note, ...]:
    """Say what the distance of a design means."""
    ways = [need.title for need in found.needs if need.measure == "way"]
    scores = len(found.needs) - len(ways)
    notes = []
    if ways and scores:
        titles = ", ".join(t.en for t in ways), "、".join(t.ja for t in ways)
        notes.append(note("design-mixed-measures", inputs=titles[0], inputs_ja=titles[1]))
    if found.chance is not None:
        notes.append(note("design-chance-first-order"))
    against = [need.title for need in found.needs if need.is_against_gates]
    if found.kind == "found" and against:
        titles = ", ".join(t.en for t in against), "、".join(t.ja for t in against)
        notes.append(note("design-against-gates", inputs=titles[0], inputs_ja=titles[1]))
    if found.kind == "found" and (doubted := _doubted(found)):
        titles = ", ".join(t.en for t in doubted), "、".join(t.ja for t in doubted)
        shown = {"inputs": titles[0], "inputs_ja": titles[1]}
        notes.append(note("design-unbelievable", **shown, distance=found.distance))
    return tuple(notes)


def _doubted(found: Design) -> list[Localised]:
    """Return the levers that make a design unbelievable, those that go farthest first."""
    far = sorted(found.needs, key=lambda need: -abs(need.distance))
    extreme = [need.title for need in far if _is_extreme(need)]
    unlikely = found.chance is not None and found.chance < LEAST_CHANCE
    together = [need.title for need in far if need.distance != 0] if unlikely else []
    return (extreme or together)[:MOST_NAMED]


def _is_extreme(need: Need) -> bool:
    """Whether a lever is at a limit of the search, or farther than anything is believed to be."""
    if need.measure == "way":
        bound = need.bound
        return need.distance != 0 and bound is not None and need.needed in (bound.min, bound.max)
    return abs(need.distance) > UNBELIEVABLE or need.at_limit


def _certain(names: tuple[str, ...], inputs: Mapping[str, Input]) -> tuple[Note, ...]:
    """Warn of unverified inputs without a distribution: what they hide is not shown."""
    unverified = [inputs[name].title for name in names if inputs[name].grade == "unverified"]
    if not unverified:
        return ()
    first = unverified[:MOST_NAMED]
    return (
        note(
            "levers-certain-unverified",
            count=len(unverified),
            inputs=", ".join(t.en for t in first),
            inputs_ja="、".join(t.ja for t in first),
        ),
    )
