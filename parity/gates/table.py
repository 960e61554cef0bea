"""The stage-gate table as reviews in Japan ask for it: one row per gate and KPI, in two languages.

The first row of a gate is the cost ratio itself. Numbers stay numbers; whoever shows the table
formats them, and `Table.texts` does so for a file or a terminal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inventories.document import Localised
from parity.gates.probability import GateProbability
from parity.gates.progress import GateProgress, gate_progress
from parity.gates.records import GateState
from parity.gates.scoring import (
    Score,
    achievement,
    is_measured,
    judge,
    judgement_text,
    score,
)
from parity.inputs import Weighing

Cell = Localised | str | float | int | None


@dataclass(frozen=True)
class Column:
    """A column: `id` for machines, `heading` for people; `percent` if shown times 100."""

    id: str
    heading: Localised
    percent: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, one per column; None where nothing can be said."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def texts(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return headings and rows as text in ``en`` or ``ja``."""
        headings = tuple(column.heading.in_language(language) for column in self.columns)
        return (
            headings,
            *(
                tuple(
                    _text(cell, column, language)
                    for cell, column in zip(row, self.columns, strict=True)
                )
                for row in self.rows
            ),
        )

    def csv(self, language: str) -> str:
        """Return the table as comma-separated values, lines ending in LF."""
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(
            [_harmless(cell) for cell in row] for row in self.texts(language)
        )
        return buffer.getvalue()


_RATIO = Localised(en="Cost ratio to the existing product", ja="既存製品に対するコスト比")
_RATIO_UNIT = "-"
_RATIO_STATUS = {
    "measured": Localised(en="from measured", ja="実測から"),
    "modelled": Localised(en="from modelled", ja="試算から"),
    "target": Localised(en="from targets", ja="目標から"),
    "carried": Localised(en="from carried", ja="据置から"),
}
_STATUS = {
    "measured": Localised(en="measured", ja="実測"),
    "modelled": Localised(en="modelled", ja="試算"),
    "target": Localised(en="target", ja="目標"),
    "carried": Localised(en="carried", ja="据置"),
}


def stage_gate_table(
    line: Sequence[GateState],
    model: Weighing,
    target_date: str,
    *,
    baselines: Mapping[str, float] | None = None,
    probabilities: Mapping[str, GateProbability] | None = None,
    doubtful: bool = False,
) -> Table:
    """Return the table of all gates.

    Parameters
    ----------
    line
        From `gate_line`, at least two gates.
    target_date, baselines
        As `gate_progress`.
    probabilities
        Gate id -> probability of the final target as known there (`outlook_by_gate`); gates without
        one have an empty cell.
    doubtful
        Whether unverified numbers could turn the verdict: the ratio then is ``near`` at best.

    Raises
    ------
    HakariError
        As `gate_progress`.
    """
    progress = gate_progress(line, model, target_date, baselines)
    rows: list[tuple[Cell, ...]] = []
    for index, (gate, stand) in enumerate(zip(line, progress, strict=True)):
        found = (probabilities or {}).get(gate.id)
        chance = None if found is None else found.programme.probability.value
        ends = (stand.ratio_frozen, stand.ratio_moving, chance)
        rows.append(_ratio_row(gate, index, progress, ends, doubtful))
        for name in gate.kpis:
            rows.append(_kpi_row(gate, score(line, index, model.inputs[name]), ends))
    return Table(_columns(model.target), tuple(rows))


def _columns(target: float) -> tuple[Column, ...]:
    goal = f"{target:g}"
    return (
        Column("gate", Localised(en="Gate", ja="ゲート")),
        Column("date", Localised(en="Date", ja="時期")),
        Column("trl", Localised(en="TRL", ja="TRL")),
        Column("kpi", Localised(en="KPI", ja="評価指標（KPI）")),
        Column("unit", Localised(en="Unit", ja="単位")),
        Column("value", Localised(en="Value", ja="値")),
        Column("status", Localised(en="Status", ja="区分")),
        Column("target", Localised(en="Target", ja="目標値")),
        Column("achievement", Localised(en="Achieved %", ja="達成率（%）"), percent=True),
        Column(
            "probability", Localised(en="P(target met) %", ja="目標達成確率（%）"), percent=True
        ),
        Column("ratio_frozen", Localised(en="R, first baseline", ja="R（基準固定）")),
        Column("ratio_moving", Localised(en="R, baseline of the gate", ja="R（基準更新）")),
        Column(
            "probability_ratio",
            Localised(en=f"P(R ≤ {goal}) %", ja=f"P(R ≤ {goal})（%）"),
            percent=True,
        ),
        Column("judgement", Localised(en="Judgement", ja="判定")),
    )


def _ratio_row(
    gate: GateState,
    index: int,
    progress: Sequence[GateProgress],
    ends: tuple[float, float, float | None],
    doubtful: bool,
) -> tuple[Cell, ...]:
    stand, first = progress[index], progress[0].ratio_moving
    target = stand.target if stand.gate_target is None else stand.gate_target
    planned = any("target" in (kpi.status, kpi.stated_as) for kpi in gate.kpis.values())
    achieved = None
    if not planned:
        # A ratio at or below its target from the start has no way to go and is there.
        met = stand.ratio_moving <= target
        achieved = (
            float(met)
            if first <= target
            else achievement(first, stand.ratio_moving, target, logs=True)
        )
    chance = ends[2] if stand.gate_target is None else None
    measured = bool(gate.kpis) and all(is_measured(kpi) for kpi in gate.kpis.values())
    judged = judge(achieved, chance, measured=measured, started=index > 0)
    if doubtful and judged == "met":
        judged = "near"
    return (
        gate.title,
        gate.date,
        gate.trl,
        _RATIO,
        _RATIO_UNIT,
        stand.ratio_moving,
        _RATIO_STATUS[gate.status],
        target,
        achieved,
        chance,
        *ends,
        judgement_text(judged),
    )


def _kpi_row(
    gate: GateState, found: Score, ends: tuple[float, float, float | None]
) -> tuple[Cell, ...]:
    return (
        gate.title,
        gate.date,
        gate.trl,
        found.kpi.title,
        found.kpi.unit,
        found.kpi.value,
        _STATUS[found.kpi.status],
        found.target,
        found.achievement,
        found.probability,
        *ends,
        judgement_text(found.judgement),
    )


def _text(cell: Cell, column: Column, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Localised):
        return cell.in_language(language)
    if isinstance(cell, float):
        return f"{100 * cell:.3g}" if column.percent else f"{cell:.4g}"
    return str(cell)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers keep their sign."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _number(text)):
        return f"'{text}"
    return text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text == _RATIO_UNIT
    return True
