"""Readers of what bw2io ships: the ecoinvent 3.9 elementary flows and LCIA factors on them.

Both files are read directly. No Brightway project is made, nothing is imported of bw2io itself:
`bw2io.create_default_lcia_methods` fails on the present stack (bw2io issue 277) and writes 190 MB.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lca.errors import IndicatorSourceError

FLOWS_FILE = "lci/ecoinvent elementary flows 3.9.xml"
LCIA_FILE = "lcia/lcia_39_ecoinvent.zip"
_NS = "{http://www.EcoInvent.org/EcoSpold02}"
_UNSPECIFIED = {"unspecified", "(unspecified)", ""}

BRIGHTWAY_UNITS = {
    "kg": "kilogram",
    "MJ": "megajoule",
    "kWh": "kilowatt hour",
    "m3": "cubic meter",
    "Sm3": "standard cubic meter",
    "t*km": "ton kilometer",
    "m2": "square meter",
    "m2*year": "square meter-year",
    "m3*year": "cubic meter-year",
    "kBq": "kilo Becquerel",
}
"""Our unit -> the name Brightway uses for it in the biosphere and in workbooks."""


@dataclass(frozen=True)
class EcoinventFlow:
    """An elementary flow of ecoinvent 3.9 as Brightway's `biosphere3` names it."""

    id: str
    name: str
    categories: tuple[str, ...]
    unit: str


def data_folder() -> Path:
    """Return bw2io's data folder without importing bw2io.

    Raises
    ------
    IndicatorSourceError
        If bw2io is not installed.
    """
    spec = importlib.util.find_spec("bw2io")
    if spec is None or spec.origin is None:
        raise IndicatorSourceError("bw2io is not installed; building a background needs its data")
    return Path(spec.origin).parent / "data"


def read_flows(file: Path) -> dict[str, EcoinventFlow]:
    """Read the elementary flow list: ecoinvent id -> flow."""
    root = ElementTree.parse(file).getroot()  # noqa: S314  (a file of an installed package, not user input)
    flows = {}
    for node in root.iter(f"{_NS}elementaryExchange"):
        categories = (
            node.findtext(f"{_NS}compartment/{_NS}compartment", ""),
            node.findtext(f"{_NS}compartment/{_NS}subcompartment", ""),
        )
        flow = EcoinventFlow(
            id=node.attrib["id"],
            name=node.findtext(f"{_NS}name", ""),
            categories=tuple(c for c in categories if c not in _UNSPECIFIED),
            unit=node.findtext(f"{_NS}unitName", ""),
        )
        flows[flow.id] = flow
    return flows


def read_factors(
    file: Path, methods: Iterable[tuple[str, ...]]
) -> tuple[dict[tuple[str, ...], tuple[str, dict[str, float]]], str]:
    """Read characterization factors: method -> (unit, ecoinvent id -> factor), and the sha256.

    Raises
    ------
    IndicatorSourceError
        If a method is not in the package.
    """
    wanted = set(methods)
    found: dict[tuple[str, ...], tuple[str, dict[str, float]]] = {}
    with zipfile.ZipFile(file) as archive:
        for method in json.loads(archive.read("data.json")):
            name = tuple(method["name"])
            if name in wanted:
                factors = {e["input"][1]: float(e["amount"]) for e in method["exchanges"]}
                found[name] = (method["unit"], factors)
    missing = wanted - set(found)
    if missing:
        raise IndicatorSourceError(f"{file.name} has no method {sorted(missing)[0]!r}")
    return found, hashlib.sha256(file.read_bytes()).hexdigest()
