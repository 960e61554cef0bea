"""The values of the page of a case's cost, ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.pages import contour_figure, cost_figures, pathway
from api.pages.figures import Gettext
from api.pages.pathway import Choice
from api.pages.weighed import Weighings
from parity.defaults import defaults
from parity.levers.tornado import Bar

CARBON_PRICES_JPY = 5
"""Values of carbon of the acceptability curve that the table shows, first and last included."""


def shown(
    weighings: Weighings, case_id: str, choice: Choice, translate: Gettext, language: str
) -> dict[str, Any]:
    """Return what the template of the page takes.

    Raises
    ------
    CaseUnknownError, GuidelineUnknownError
    """
    summary = weighings.evaluator.case(case_id)
    found = pathway.pathway(weighings.analyses, case_id, choice)
    levers = {
        name: part.found.levers if part and part.found else None
        for name, part in (
            ("waterfall", found.waterfall),
            ("tornado", found.tornado),
            ("design", found.design),
            ("contour", found.contour),
        )
    }
    steps = levers["waterfall"].waterfall if levers["waterfall"] else None
    tornado = levers["tornado"].tornado if levers["tornado"] else None
    contour = levers["contour"].contour if levers["contour"] else None
    gates = found.gates.found.gates if found.gates.found else None
    titles = {line.id: line.title for line in gates.gates} if gates else {}
    goal = found.target_gate
    bars = tornado.bars[: pathway.WIDEST] if tornado else ()
    return {
        "summary": summary,
        "found": found,
        "choice": choice,
        "parity": found.base.found,
        "target": found.base.found.target if found.base.found else defaults().target.value,
        "samples": pathway.SAMPLES,
        "widest": pathway.WIDEST,
        "guidelines": weighings.guidelines,
        "goal": goal,
        "goals": pathway.target_gates(found.gates),
        "steps": steps,
        "waterfall_figure": (
            cost_figures.waterfall(steps, goal.title.in_language(language), translate, language)
            if steps and goal
            else None
        ),
        "tornado": tornado,
        "one_sided": tornado is not None and _one_sided(bars, tornado.ratio),
        "tornado_figure": (
            cost_figures.tornado(tornado, bars, translate, language) if tornado else None
        ),
        "break_evens": tuple(pathway.break_even_rows(found.break_evens)),
        "break_even_reasons": pathway.reasons(found.break_evens),
        "design": levers["design"].design if levers["design"] else None,
        "needs_by_share": pathway.needs_by_share,
        "gates": gates,
        "gate_titles": titles,
        "gate_groups": tuple(pathway.gate_groups(gates.table)) if gates else (),
        "gate_columns": pathway.GATE_COLUMNS,
        "inputs": pathway.input_titles(found.base.found.inputs) if found.base.found else {},
        "contour": contour,
        "contour_figure": (
            contour_figure.contour(contour, titles, translate, language) if contour else None
        ),
        "letters": contour_figure.letters(contour) if contour else {},
        "coarse": contour_figure.coarse_table(contour) if contour else None,
        "contour_reached": bool(contour_figure.target_pieces(contour)) if contour else False,
        "contour_lowest": contour_figure.lowest(contour) if contour else None,
        "carbon": found.carbon.found.carbon if found.carbon.found else None,
        "accepted": _accepted(found),
    }


def _one_sided(bars: Sequence[Bar], today: float) -> bool:
    """Whether a bar has both its ends on one side of today's ratio."""
    ends = ((b.ratio_low, b.ratio_high) for b in bars)
    return any(
        low is not None and high is not None and (low - today) * (high - today) > 0
        for low, high in ends
    )


def _accepted(found: pathway.Pathway) -> list[tuple[float, Any]]:
    """Return (value of carbon in JPY per t, probability that the switch pays) for a table."""
    carbon = found.carbon.found.carbon if found.carbon.found else None
    if carbon is None or carbon.acceptability is None:
        return []
    curve = carbon.acceptability
    last = len(curve.prices) - 1
    chosen = [round(i * last / (CARBON_PRICES_JPY - 1)) for i in range(CARBON_PRICES_JPY)]
    return [(curve.prices[i], curve.probability[i]) for i in chosen]
