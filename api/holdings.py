"""What never changes while a process runs, and the lists of what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from api.listing import (
    background_summary,
    case_summary,
    guideline_document,
    guideline_summary,
    indicator_summary,
    route_document,
)
from api.references import Library
from api.results import (
    BackgroundCheckDocument,
    BackgroundDocument,
    BackgroundSummary,
    CaseSummary,
    GuidelineSummary,
    IndicatorSummary,
    ScenarioSummary,
)
from api.scenario_list import scenario_list
from api.searching import search_background
from lca import artefact
from lca.background import Background
from methods.guideline import guideline_ids, load_guideline
from parity.tables import PriceTables, load_tables

BACKGROUND_FOLDER = "background"


class Holdings:
    """The background, the price tables, the checked case library and the guidelines."""

    def __init__(self, background: Background, prices: PriceTables) -> None:
        self.background = background
        self.prices = prices
        self.library = Library(
            background.catalogue, {key: row.per for key, row in prices.prices.items()}
        )
        self.guidelines_in_use = {i: load_guideline(i) for i in guideline_ids()}

    @classmethod
    def create(cls, data_dir: Path) -> Self:
        """Make one; the background is built in `data_dir` if it is not there."""
        return cls(artefact.ensure(data_dir / BACKGROUND_FOLDER), load_tables())

    @classmethod
    def rebuild(cls, data_dir: Path) -> Self:
        """Make one on a background that is built anew."""
        artefact.remove(data_dir / BACKGROUND_FOLDER)
        return cls.create(data_dir)

    def cases(self) -> tuple[CaseSummary, ...]:
        """List the cases of the library."""
        return tuple(self.case(case_id) for case_id in self.library.ids)

    def case(self, case_id: str) -> CaseSummary:
        """Return one case of the library.

        Raises
        ------
        CaseUnknownError
        """
        return case_summary(self.library.case(case_id))

    def case_documents(self, case_id: str) -> dict[str, Any]:
        """Return a case's two documents as plain data."""
        case = self.library.case(case_id)
        baseline = route_document(case.baseline) if case.baseline is not None else None
        return {"route": route_document(case.route), "baseline": baseline}

    def guidelines(self) -> tuple[GuidelineSummary, ...]:
        """List the guidelines."""
        return tuple(guideline_summary(g) for g in self.guidelines_in_use.values())

    def guideline(self, guideline_id: str) -> dict[str, Any]:
        """Return a guideline and its rules as plain data.

        Raises
        ------
        GuidelineUnknownError
        """
        return guideline_document(load_guideline(guideline_id))

    def backgrounds(self) -> tuple[BackgroundSummary, ...]:
        """List the backgrounds."""
        return (background_summary(self.background),)

    def indicators(self) -> tuple[IndicatorSummary, ...]:
        """List the LCIA indicators that can be computed beside a guideline."""
        return tuple(indicator_summary(i) for i in self.background.indicators)

    def scenarios(self) -> tuple[ScenarioSummary, ...]:
        """List the price scenarios."""
        return scenario_list()

    def background_document(self, search: str = "") -> BackgroundDocument:
        """List the datasets and elementary flows whose key or title holds every word searched."""
        return search_background(self.background, self.prices, search)

    def check_background(self) -> BackgroundCheckDocument:
        """Check the background in use: files, solve, carbon closure."""
        from api.checking import check_background  # noqa: PLC0415

        return check_background(self.background)
