"""The catalogue: what a document may link to (background providers, elementary flows).

It is the small, number-light face of a background: keys, units, carbon contents, titles. Checks
and `inventories.inventory.evaluate` need nothing else of the background.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from inventories.background.tables import BackgroundTables

Kind = Literal["provider", "elementary"]

STATUTORY_MARK = "statutory"
"""Part of the key of datasets that hold a legal reporting factor (direct CO2 only)."""

_MAX_CANDIDATES = 3
_CUTOFF = 0.5


GREENHOUSE_GROUPS = frozenset(
    {
        "co2_fossil",
        "co2_biogenic",
        "co2_land_use",
        "co2_uptake",
        "ch4_fossil",
        "ch4_biogenic",
        "n2o",
        "sf6",
        "other_ghg",
    }
)
"""Groups of elementary flows that a carbon total should have a factor for, be it zero."""


@dataclass(frozen=True)
class ProviderInfo:
    """A background dataset as a document sees it.

    `carbon_*_kg_c_per_unit` is the carbon in one unit of the product (or waste treated),
    `lhv_mj_per_unit` its lower heating value (None if not a material with a heating value),
    `statutory` whether it is a legal reporting factor with direct CO2 only, `carbon_closed`
    whether its cumulative carbon balance closes (None until a background is built).
    """

    key: str
    unit: str
    title_en: str
    title_ja: str
    category: str
    carbon_fossil_kg_c_per_unit: float = 0.0
    carbon_biogenic_kg_c_per_unit: float = 0.0
    lhv_mj_per_unit: float | None = None
    statutory: bool = False
    location: str = ""
    grade: str = ""
    carbon_closed: bool | None = None


@dataclass(frozen=True)
class ElementaryInfo:
    """An elementary flow as a document sees it: unit, direction, group, kg C per unit."""

    key: str
    unit: str
    direction: Literal["in", "out"]
    group: str
    carbon_kg_c_per_unit: float = 0.0
    name: str = ""
    ecoinvent_id: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Every provider and elementary flow a document may link to.

    Examples
    --------
    >>> info = ProviderInfo("hdpe-resin", "kg", "HDPE resin", "HDPE樹脂", "polymer")
    >>> Catalogue.of([info], []).nearest("hdpe-rasin", "provider")
    ('hdpe-resin',)
    """

    providers: Mapping[str, ProviderInfo]
    elementary: Mapping[str, ElementaryInfo]

    @functools.cached_property
    def greenhouse_flows(self) -> Mapping[str, ElementaryInfo]:
        """The elementary flows a carbon total is about."""
        return {k: e for k, e in self.elementary.items() if e.group in GREENHOUSE_GROUPS}

    @classmethod
    def of(
        cls, providers: Iterable[ProviderInfo], elementary: Iterable[ElementaryInfo]
    ) -> Catalogue:
        """Make a catalogue of infos."""
        return cls(
            MappingProxyType({p.key: p for p in providers}),
            MappingProxyType({e.key: e for e in elementary}),
        )

    @classmethod
    def from_tables(cls, tables: BackgroundTables) -> Catalogue:
        """Make the catalogue of background tables."""
        return cls.of(
            (
                ProviderInfo(
                    key=d.key,
                    unit=d.unit,
                    title_en=d.title_en,
                    title_ja=d.title_ja,
                    category=d.category,
                    carbon_fossil_kg_c_per_unit=d.carbon_fossil_kg_c_per_unit or 0.0,
                    carbon_biogenic_kg_c_per_unit=d.carbon_biogenic_kg_c_per_unit or 0.0,
                    lhv_mj_per_unit=d.lhv_mj_per_unit,
                    statutory=STATUTORY_MARK in d.key.split("-"),
                    location=d.location,
                    grade=d.grade,
                )
                for d in _rows(tables.datasets)
            ),
            (
                ElementaryInfo(
                    key=f.key,
                    unit=f.unit,
                    direction=f.direction,
                    group=f.group,
                    carbon_kg_c_per_unit=f.carbon_kg_c_per_unit or 0.0,
                    name=f.name,
                    ecoinvent_id=f.ecoinvent_id,
                )
                for f in _rows(tables.flows)
            ),
        )

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Catalogue:
        """Read what `to_dict` wrote (the artefact's JSON)."""
        return cls.of(
            (ProviderInfo(**p) for p in value["providers"]),
            (ElementaryInfo(**e) for e in value["elementary"]),
        )

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """Return the catalogue as plain JSON values."""
        return {
            "providers": [dataclasses.asdict(p) for p in self.providers.values()],
            "elementary": [dataclasses.asdict(e) for e in self.elementary.values()],
        }

    @property
    def provider_units(self) -> dict[str, str]:
        """Canonical unit of each provider, as `evaluate` wants it."""
        return {key: info.unit for key, info in self.providers.items()}

    @property
    def elementary_units(self) -> dict[str, str]:
        """Canonical unit of each elementary flow, as `evaluate` wants it."""
        return {key: info.unit for key, info in self.elementary.items()}

    def nearest(self, name: str, kind: Kind) -> tuple[str, ...]:
        """Return up to three keys that look like `name`, best first."""
        return nearest(name, self.providers if kind == "provider" else self.elementary)


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of `names` that look like `name`, best first."""
    return tuple(difflib.get_close_matches(name, list(names), n=_MAX_CANDIDATES, cutoff=_CUTOFF))


def _rows(table: Any) -> Iterable[Any]:
    """Rows of a table that is a mapping by key or a sequence."""
    return table.values() if isinstance(table, Mapping) else table
