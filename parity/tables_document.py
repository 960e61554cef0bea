"""The document of a user's own price tables, schema `hakari/tables/1`: its shape and its reader.

Example
-------
.. code-block:: yaml

    schema: hakari/tables/1
    sources:
      contract: {title: Supply contract 2026-04, opened: "yes"}
    prices:
      - {key: sulfuric-acid, amount: 15.2, currency: JPY, per: kg, year: 2025, index: none,
         source: contract, at: clause 3, grade: measured}
    indices:
      - {currency: CNY, kind: general, series: cn_cpi, year: 2024, value: 103.1,
         source: contract, at: annex, grade: published}
    fx:
      - {currency: THB, year: 2025, per_usd: 33.1, source: contract, at: annex, grade: published}
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inventories.document import Source
from inventories.document.base import Finite, Key, Part, Positive, Provenance, Text, Title, Unit
from inventories.document.cost import Currency, Year
from inventories.findings import Finding
from inventories.formats.reader import model_of, read_document
from parity.tables import Group, IndexKind

TABLES_SCHEMA = "hakari/tables/1"
_MOST_ROWS = 5000
"""Rows of one kind: a hundred times what the package itself holds of prices is not honest."""

SeriesName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class OwnPrice(Provenance):
    """A price as quoted; negative (a gate fee) is normal. `index` as in a route's prices."""

    key: Key
    amount: Finite
    currency: Currency
    per: Unit
    year: Year
    index: IndexKind
    low: Finite | None = None
    high: Finite | None = None
    title: Title | None = None
    group: Group | None = None

    @model_validator(mode="after")
    def _range_holds_amount(self) -> OwnPrice:
        if (self.low is not None and self.low > self.amount) or (
            self.high is not None and self.high < self.amount
        ):
            raise ValueError("`amount` must lie from `low` to `high`")
        return self


class OwnIndex(Provenance):
    """A value of a price index; `series` names the series that carries `currency` and `kind`."""

    currency: Currency
    kind: Literal["capital", "general", "labour"]
    series: SeriesName
    year: Year
    value: Positive


class OwnRate(Provenance):
    """Units of `currency` per USD, mean of a year."""

    currency: Currency
    year: Year
    per_usd: Positive


class OwnTables(Part):
    """A user's own tables, schema `hakari/tables/1`."""

    schema_: Literal["hakari/tables/1"] = Field(alias="schema")
    sources: dict[Key, Source] = Field(default_factory=dict)
    prices: tuple[OwnPrice, ...] = Field(default=(), max_length=_MOST_ROWS)
    indices: tuple[OwnIndex, ...] = Field(default=(), max_length=_MOST_ROWS)
    fx: tuple[OwnRate, ...] = Field(default=(), max_length=_MOST_ROWS)
    note: Text | None = None


def load_own_tables(data: bytes, name: str) -> tuple[OwnTables | None, tuple[Finding, ...]]:
    """Read a user's tables from YAML or JSON; None if and only if a finding is an error.

    Parameters
    ----------
    data
        The file's bytes, at most 5 MB, UTF-8.
    name
        Name for messages (no file is opened).
    """
    return model_of(read_document(data, name), OwnTables, TABLES_SCHEMA, _keys_at)


def _keys_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Keys that may stand at a place of the document, to suggest one for a slip."""
    lists: dict[str, type[Part]] = {"prices": OwnPrice, "indices": OwnIndex, "fx": OwnRate}
    first = path[0] if path else None
    if first is None:
        return tuple(field.alias or name for name, field in OwnTables.model_fields.items())
    if first == "sources":
        return tuple(Source.model_fields)
    model = lists.get(str(first))
    return tuple(model.model_fields) if model else ()
