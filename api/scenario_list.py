"""The price scenarios there are."""

from __future__ import annotations

from api.results import ScenarioLine, ScenarioSummary
from parity.scenarios import PriceScenario, load_scenario, scenario_ids


def scenario_list() -> tuple[ScenarioSummary, ...]:
    """List the scenarios, in order of id."""
    return tuple(scenario_summary(load_scenario(name)) for name in scenario_ids())


def scenario_summary(found: PriceScenario) -> ScenarioSummary:
    """Return what a scenario speaks about, for which years."""
    document = found.document
    return ScenarioSummary(
        id=found.id,
        title=document.title,
        description=document.description,
        publisher=document.publisher,
        lines=tuple(
            ScenarioLine(
                what=line.what,
                unit=f"{line.currency}/{line.unit}",
                price_year=line.price_year,
                points={str(year): value for year, value in line.points.items()},
                grade=line.grade,
                source=line.source,
                at=line.at or line.reason or "",
            )
            for line in document.lines
        ),
    )
