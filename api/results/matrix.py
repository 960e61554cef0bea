"""The matrix: one route under one guideline a cell, beside its baseline."""

from api.results.base import Result
from api.results.lists import EvidenceCount
from inventories.document import Localised


class CellVerdict(Result):
    """The guideline's own test of a result."""

    comparator: str
    comparator_value: float
    unit: str
    saving: float
    threshold: float | None
    margin: float | None
    met: bool | None
    rate: float | None = None


class MatrixCell(Result):
    """One case under one guideline, with its baseline under the same one.

    `score` is in the guideline's own unit; `score_per_functional_unit` in kg CO2e per functional
    unit of the document, the same for every guideline. `baseline_score` is per unit of baseline
    product; `baseline_same_function` is for the amount that `score` replaces, in the same unit as
    `score`, and is what `reduction` compares with. `reduction_if_burnt`, for results that end at
    the gate: the same with both products burnt. `verdict` uses the guideline's own comparator.
    `for_comparison`: the guideline does not apply to such a product. `evidence`: the rules that
    changed this route's figure, by evidence tag; `not_found`: the text is silent and the project's
    default stands in.
    """

    case: str
    guideline: str
    score: float | None
    score_per_functional_unit: float | None
    baseline_score: float | None
    baseline_same_function: float | None
    unit: str
    reduction: float | None
    reduction_if_burnt: float | None
    verdict: CellVerdict | None = None
    for_comparison: bool
    evidence: EvidenceCount | None = None
    note: Localised | None = None
