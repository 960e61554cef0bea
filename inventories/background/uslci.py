"""Reader of a USLCI release in openLCA 1.5 JSON-LD: a folder in, raw process rows out.

The tables of `hakari-open` start from the USLCI release FY17.Q4 (repository
`FLCAC-admin/uslci-content`, folder `downloads/uslci_olca1_5_0_json_ld`). To make its rows anew:

1. `read_processes(folder)` yields every process with its exchanges in the base unit of their unit
   group (kg, MJ, m3, t*km, m2, h), signs as in USLCI.
2. Several product outputs: take `mass_shares(process)` of all exchanges and divide by the output
   of the product (mass allocation; outputs without a mass count nothing). In `Petroleum refining`
   the output of that name is the sum of the others: it stands for every product, per kg.
3. Link a product input by its flow id to the process that has this flow as an output. The release
   has no default providers. Inputs named `CUTOFF …` have no process: they are left out, and those
   that matter are restored in `mends.csv`.
4. Convert to the unit of our dataset: electricity MJ to kWh, refinery products m3 to kg with the
   densities USLCI uses (diesel 850, gasoline 740, kerosene 800, residual oil 950, LPG 540 kg/m3).
5. Processes per hectare, hour or piece (field and forest operations) are put into the datasets
   that use them; processes without any exchange are left out.
6. Elementary flows go by name and compartment to the ecoinvent 3.9 list, unspecified
   subcompartment. Resources named with a heating value go by energy to ecoinvent's flow (its CED
   value: oil 46, gas 40 MJ/Sm3, hard coal 19.1, lignite 9.9 MJ/kg, uranium 560 GJ/kg); natural
   gas in kg goes with 0.7336 kg/m3. What has no counterpart stands in `unmapped_flows.csv`.

`tests/golden/test_uslci_scores.py` checks the result against a solve of the whole release.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inventories.errors import BackgroundTableError

CUTOFF = "CUTOFF "
COMPARTMENTS = ("air", "water", "soil", "resource")
_YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")


@dataclass(frozen=True, slots=True)
class RawExchange:
    """One exchange of a process.

    Attributes
    ----------
    flow_id, flow_name, flow_type
        As in USLCI; type is PRODUCT_FLOW, ELEMENTARY_FLOW or WASTE_FLOW.
    compartment
        air, water, soil or resource for an elementary flow, else empty.
    is_input
        Whether the flow enters the process.
    amount
        In `unit`, per the reference amount of the process.
    unit, unit_group
        Base unit of the unit group (kg for `Units of mass`).
    is_cutoff
        The release has no process for this input.
    """

    flow_id: str
    flow_name: str
    flow_type: str
    compartment: str
    is_input: bool
    amount: float
    unit: str
    unit_group: str
    is_cutoff: bool


@dataclass(frozen=True, slots=True)
class RawProcess:
    """A process of the release with all its exchanges."""

    id: str
    name: str
    location: str
    year: int | None
    exchanges: tuple[RawExchange, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    factor: float
    base: str
    group: str


def read_processes(folder: Path) -> Iterator[RawProcess]:
    """Yield the processes of a release, ordered by file name.

    Parameters
    ----------
    folder
        Unpacked JSON-LD with the folders processes, flows, unit_groups and categories.

    Raises
    ------
    BackgroundTableError
        If a folder is missing, or a process uses a unit or flow that the release does not hold.
    """
    for part in ("processes", "flows", "unit_groups", "categories"):
        if not (folder / part).is_dir():
            raise BackgroundTableError(f"{folder.name}: folder `{part}` is missing")
    units = _units(folder / "unit_groups")
    categories = {file.stem: _load(file) for file in (folder / "categories").glob("*.json")}
    flows = {file.stem: _load(file) for file in (folder / "flows").glob("*.json")}
    for file in sorted((folder / "processes").glob("*.json")):
        process = _load(file)
        yield RawProcess(
            id=process["@id"],
            name=process["name"].strip(),
            location=process.get("location", {}).get("name", ""),
            year=_year(process),
            exchanges=tuple(
                _exchange(row, flows, units, categories, file) for row in process["exchanges"]
            ),
        )


def mass_shares(process: RawProcess) -> dict[str, float]:
    """Share of every mass product output in the total product mass.

    Returns
    -------
    dict
        Flow id -> share (0 to 1), for outputs with a unit of mass; empty if there is none.
    """
    masses: dict[str, float] = {}
    for exchange in process.exchanges:
        if (
            not exchange.is_input
            and exchange.flow_type == "PRODUCT_FLOW"
            and exchange.unit_group == "Units of mass"
        ):
            masses[exchange.flow_id] = masses.get(exchange.flow_id, 0.0) + exchange.amount
    total = sum(masses.values())
    return {flow: mass / total for flow, mass in masses.items()} if total else {}


def _load(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def _units(folder: Path) -> dict[str, _Unit]:
    found: dict[str, _Unit] = {}
    for file in folder.glob("*.json"):
        group = _load(file)
        base = next(u["name"] for u in group["units"] if u.get("conversionFactor", 1.0) == 1.0)
        for unit in group["units"]:
            found[unit["@id"]] = _Unit(unit.get("conversionFactor", 1.0), base, group["name"])
    return found


def _exchange(
    row: Mapping[str, Any],
    flows: Mapping[str, Mapping[str, Any]],
    units: Mapping[str, _Unit],
    categories: Mapping[str, Mapping[str, Any]],
    file: Path,
) -> RawExchange:
    flow, unit = flows.get(row["flow"]["@id"]), units.get(row["unit"]["@id"])
    if flow is None or unit is None:
        raise BackgroundTableError(
            f"{file.name}: `{row['flow']['name']}` has a flow or unit that the release lacks"
        )
    name = flow["name"].strip()
    elementary = flow["flowType"] == "ELEMENTARY_FLOW"
    return RawExchange(
        flow_id=flow["@id"],
        flow_name=name,
        flow_type=flow["flowType"],
        compartment=_compartment(flow, categories, row["input"]) if elementary else "",
        is_input=row["input"],
        amount=row["amount"] * unit.factor,
        unit=unit.base,
        unit_group=unit.group,
        is_cutoff=name.startswith(CUTOFF),
    )


def _compartment(
    flow: Mapping[str, Any], categories: Mapping[str, Mapping[str, Any]], is_input: bool
) -> str:
    """Compartment by the category path; flows filed under none of them go to air."""
    if is_input:
        return "resource"
    path = []
    link = flow.get("category")
    while link:
        category = categories.get(link["@id"], {})
        path.append(category.get("name", ""))
        link = category.get("category")
    return next((c for c in COMPARTMENTS if c in path), "air")


def _year(process: Mapping[str, Any]) -> int | None:
    documentation = process.get("processDocumentation", {})
    for key in ("timeDescription", "validFrom"):
        years = _YEAR.findall(documentation.get(key) or "")
        if years:
            return max(int(year) for year in years)
    return None
