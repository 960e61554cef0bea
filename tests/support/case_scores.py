"""What the case library gives: every score, minimum selling price and ratio, and their file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from api.evaluation import Evaluator
from api.results import ParityOptionsRequest
from api.weighing import weighed
from methods.guideline import load_guideline

FILE = Path(__file__).parents[1] / "golden/case_scores.csv"
HEADER = (
    "# What the case library gives. Regenerated only on purpose, when a rule, a dataset, a price\n"
    "# or a case is meant to change: python tests/golden/regenerate_case_scores.py\n"
    "# A change here goes into CHANGELOG.md with the cases and guidelines it moves.\n"
)
ROLES: tuple[Literal["bio", "baseline"], ...] = ("bio", "baseline")


class CaseScore(NamedTuple):
    """One number; `guideline` is empty for money."""

    case: str
    role: str
    guideline: str
    quantity: str
    value: float
    unit: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the number is of."""
        return self.case, self.role, self.guideline, self.quantity


def computed(evaluator: Evaluator) -> Iterator[CaseScore]:
    """Compute every number of the file."""
    for case in evaluator.library.ids:
        reference = evaluator.library.of_case(case)
        for role in ROLES:
            for guideline in evaluator.guidelines_in_use:
                route = reference.in_role(role)
                found = evaluator.assessment(route, load_guideline(guideline))
                yield CaseScore(case, role, guideline, "score", found.score, found.unit)
        money = weighed(evaluator, reference, ParityOptionsRequest(samples=0))
        price = f"{money.currency} {money.price_year}/{money.unit}"
        yield CaseScore(case, "bio", "", "msp", money.msp, price)
        yield CaseScore(case, "bio", "", "ratio", money.ratio, "1")


def written() -> tuple[CaseScore, ...]:
    """Read the file."""
    lines = [x for x in FILE.read_text("utf-8").splitlines() if not x.startswith("#")]
    return tuple(
        CaseScore(**{**row, "value": float(row["value"])})  # type: ignore[arg-type]
        for row in csv.DictReader(lines)
    )


def write(scores: Iterator[CaseScore]) -> None:
    """Write the file."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(CaseScore._fields)
    for score in scores:
        table.writerow(score._replace(value=f"{score.value:.10g}"))  # type: ignore[arg-type]
    FILE.write_text(HEADER + text.getvalue(), "utf-8")
