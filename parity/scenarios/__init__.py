"""Named, sourced price scenarios by year: `load_scenario`, `scenario_ids`."""

from parity.scenarios.document import Scenario
from parity.scenarios.scenario import (
    PriceScenario,
    ScenarioValue,
    load_scenario,
    parse_scenario,
    scenario_ids,
)

__all__ = [
    "PriceScenario",
    "Scenario",
    "ScenarioValue",
    "load_scenario",
    "parse_scenario",
    "scenario_ids",
]
