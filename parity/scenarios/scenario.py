"""Read scenarios and ask them for a year."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from inventories.document import Grade, Localised, Price
from inventories.errors import UnitDimensionError, UnitUnknownError
from inventories.quantities import factor
from inventories.yaml_files import read_yaml
from parity.scenarios.document import DRIVER_UNITS, Line, Scenario
from parity.scenarios.errors import (
    ScenarioInvalidError,
    ScenarioLineMissingError,
    ScenarioUnknownError,
    ScenarioYearMissingError,
)
from parity.tables import TablePrice, load_tables

SCENARIOS_FOLDER = Path(__file__).with_name("files")


@dataclass(frozen=True)
class ScenarioValue:
    """What a scenario says about one price or driver in one year.

    Attributes
    ----------
    value, low, high : `currency` of `price_year` per `unit`; low and high None if not stated
    index : kind of index that carries the money to another year
    interpolated : whether the year lies between two stated years
    held : whether the year lies after the last one the source speaks of, the amount held flat
    source, at, grade : where the line comes from; an interpolated value is at best `derived`, a
        held one `unverified`
    """

    scenario: str
    what: str
    year: int
    value: float
    low: float | None
    high: float | None
    unit: str
    currency: str
    price_year: int
    index: Literal["general", "capital", "labour", "none"]
    interpolated: bool
    held: bool
    source: str
    at: str
    grade: Grade

    def price(self, amount: Literal["value", "low", "high"] = "value") -> Price | None:
        """Return one of the amounts as a price of a document, ready for `parity.money`.

        None if the scenario states no such bound.
        """
        stated = {"value": self.value, "low": self.low, "high": self.high}[amount]
        if stated is None:
            return None
        return Price(
            amount=stated,
            currency=self.currency,
            year=self.price_year,
            index=self.index,
            per=self.unit,
            source=self.source,
            at=self.at or None,
            reason=f"scenario {self.scenario}, {self.year}",
            grade=self.grade,
        )


@dataclass(frozen=True)
class PriceScenario:
    """A checked scenario."""

    document: Scenario
    lines: Mapping[str, Line]

    @property
    def id(self) -> str:
        """Identifier of the scenario."""
        return self.document.id

    @property
    def title(self) -> Localised:
        """Name in both languages."""
        return self.document.title

    @property
    def covers(self) -> tuple[str, ...]:
        """Price keys and drivers it speaks about."""
        return tuple(sorted(self.lines))

    def span(self, what: str) -> tuple[int, int]:
        """Return the first and the last year stated for a price or driver.

        Raises
        ------
        ScenarioLineMissingError
            If the scenario says nothing about it.
        """
        points = self._line(what).points
        return min(points), max(points)

    def at(self, what: str, year: int) -> ScenarioValue:
        """Return what the scenario says about a price or driver in a year.

        Raises
        ------
        ScenarioLineMissingError
            If the scenario says nothing about it.
        ScenarioYearMissingError
            If it does not reach that year; nothing is extrapolated.

        Examples
        --------
        >>> load_scenario("hydrogen-japan").at("hydrogen-jp-target-2030", 2040).value
        278.0
        """
        line = self._line(what)
        first, last = self.span(what)
        if not first <= year <= last:
            raise ScenarioYearMissingError(self.id, what, year, first, last)
        interpolated = year not in line.points
        held = line.held_after is not None and year > line.held_after
        return ScenarioValue(
            scenario=self.id,
            what=what,
            year=year,
            value=_straight(line.points, year),
            low=None if line.low is None else _straight(line.low, year),
            high=None if line.high is None else _straight(line.high, year),
            unit=line.unit,
            currency=line.currency,
            price_year=line.price_year,
            index=line.index,
            interpolated=interpolated and not held,
            held=held,
            source=line.source,
            at=line.at or "",
            grade=_grade(line.grade, interpolated, held),
        )

    def _line(self, what: str) -> Line:
        if what not in self.lines:
            raise ScenarioLineMissingError(self.id, what, self.lines)
        return self.lines[what]


def scenario_ids(folder: Path = SCENARIOS_FOLDER) -> tuple[str, ...]:
    """Return the ids of the scenarios of the package, sorted."""
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


@functools.cache
def load_scenario(name: str, folder: Path = SCENARIOS_FOLDER) -> PriceScenario:
    """Read a scenario of the package.

    Raises
    ------
    ScenarioUnknownError
        If there is none of that id.
    ScenarioInvalidError
        If the file breaks the schema.
    """
    known = scenario_ids(folder)
    if name not in known:
        raise ScenarioUnknownError(name, known)
    scenario = parse_scenario(read_yaml(folder / f"{name}.yaml")[0])
    if scenario.id != name:
        raise ScenarioInvalidError("/id", f"`{scenario.id}` stands in file {name}.yaml")
    return scenario


def parse_scenario(
    value: object,
    prices: Mapping[str, TablePrice] | None = None,
    keys: Collection[str] = (),
) -> PriceScenario:
    """Check a scenario read from YAML or JSON.

    Parameters
    ----------
    prices
        Price table the keys must stand in; that of the package if None.
    keys
        Further price keys, e.g. those of a route's own prices.

    Raises
    ------
    ScenarioInvalidError
        If it breaks the schema, names a price that does not exist, or states it per a unit of
        another dimension; the first place and what is wrong there.
    """
    try:
        document = Scenario.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        pointer = "".join(f"/{part}" for part in first["loc"])
        raise ScenarioInvalidError(pointer, first["msg"].removeprefix("Value error, ")) from error
    table = load_tables().prices if prices is None else prices
    lines: dict[str, Line] = {}
    for number, line in enumerate(document.lines):
        for what in line.what:
            if what not in DRIVER_UNITS and what not in table and what not in keys:
                raise ScenarioInvalidError(
                    f"/lines/{number}/what", f"`{what}` is no price key and no driver"
                )
            if what in table and what not in DRIVER_UNITS:
                _check_unit(line.unit, table[what].per, f"/lines/{number}/unit")
            lines[what] = line
    return PriceScenario(document=document, lines=lines)


def _grade(grade: Grade, interpolated: bool, held: bool) -> Grade:
    if held:
        return "unverified"
    return "derived" if interpolated and grade in {"measured", "published"} else grade


def _check_unit(unit: str, per: str, pointer: str) -> None:
    try:
        factor(unit, per)
    except (UnitUnknownError, UnitDimensionError) as error:
        raise ScenarioInvalidError(pointer, str(error)) from error


def _straight(points: Mapping[int, float], year: int) -> float:
    """Return the value of a year on the straight line between the stated years around it."""
    if year in points:
        return points[year]
    before = max(stated for stated in points if stated < year)
    after = min(stated for stated in points if stated > year)
    weight = (year - before) / (after - before)
    return points[before] + weight * (points[after] - points[before])
