"""A user's own prices, price indices and exchange rates, laid over those of the package.

One YAML or JSON file (`parity.tables_document`). A row replaces the package's row of the same key
(price key; series and year; currency and year), other rows are added. The checks are those of the
package's own tables; the digest changes, so that a result says what it was computed with.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from inventories.document.base import Provenance
from inventories.errors import UnitUnknownError
from inventories.quantities import factor
from parity.market.errors import OwnTableInvalidError
from parity.market.settings import settings
from parity.tables import PriceTables, TablePrice
from parity.tables_document import OwnIndex, OwnPrice, OwnRate, OwnTables


def with_own(tables: PriceTables, own: OwnTables) -> PriceTables:
    """Return `tables` with the rows of `own` in place of, and beside, their own.

    Raises
    ------
    OwnTableInvalidError
        If two rows have one key, a source is not listed or its id is the package's, an assumption
        is not graded unverified, a unit is unknown, a rate of USD is not 1, or an index series is
        another's or jumps as if on another base. The place in the document is named.
    """
    if not (own.prices or own.indices or own.fx):
        return tables
    sources = _sources(tables, own)
    _once("/prices", (row.key for row in own.prices))
    _once("/indices", ((row.series, row.year) for row in own.indices))
    _once("/fx", ((row.currency, row.year) for row in own.fx))
    series, proxies = _series(tables, own.indices, sources)
    digest = hashlib.sha256(f"{tables.digest}\n{own.model_dump_json(by_alias=True)}".encode())
    indices = {**tables.indices, **{(row.series, row.year): row.value for row in own.indices}}
    _check_jumps(indices, own.indices)
    return replace(
        tables,
        prices={**tables.prices, **_prices(tables, own.prices, sources)},
        series=series,
        proxies=proxies,
        indices=indices,
        per_usd={**tables.per_usd, **_rates(own.fx, sources)},
        sources=sources,
        digest=digest.hexdigest(),
    )


def _sources(tables: PriceTables, own: OwnTables) -> dict[str, str]:
    for name in own.sources:
        if name in tables.sources:
            raise OwnTableInvalidError(
                f"/sources/{name}",
                f"`{name}` is a source of the package; give yours another id",
                f"`{name}` は標準の価格表の出典と同じ識別子です。別の識別子にしてください",
            )
    return {**tables.sources, **{name: source.title for name, source in own.sources.items()}}


def _once(pointer: str, keys: Iterable[object]) -> None:
    listed = list(keys)
    twice = next((key for key, count in Counter(listed).items() if count > 1), None)
    if twice is not None:
        place = len(listed) - 1 - listed[::-1].index(twice)
        shown = " ".join(map(str, twice)) if isinstance(twice, tuple) else str(twice)
        raise OwnTableInvalidError(
            f"{pointer}/{place}",
            f"`{shown}` is stated twice; keep one row",
            f"`{shown}` が重複しています。1行だけ残してください",
        )


def _checked(row: Provenance, pointer: str, sources: Mapping[str, str]) -> None:
    if row.source not in sources:
        raise OwnTableInvalidError(
            f"{pointer}/source",
            f"source `{row.source}` is not listed; add it to `sources`",
            f"出典 `{row.source}` が `sources` にありません。追記してください",
        )
    if row.source == "assumption" and row.grade != "unverified":
        raise OwnTableInvalidError(
            f"{pointer}/grade",
            f"an assumption cannot be `{row.grade}`; write `unverified` or name the source",
            f"仮定の値を `{row.grade}` とはできません。`unverified` とするか、出典を書いてください",
        )
    if not (row.at or row.reason):
        raise OwnTableInvalidError(
            f"{pointer}/at",
            "where in the source the number stands is missing; add `at`",
            "出典の中の位置がありません。`at` を書いてください",
        )


def _prices(
    tables: PriceTables, rows: Iterable[OwnPrice], sources: Mapping[str, str]
) -> dict[str, TablePrice]:
    found = {}
    for place, row in enumerate(rows):
        pointer = f"/prices/{place}"
        _checked(row, pointer, sources)
        _check_unit(row.per, pointer)
        old = tables.prices.get(row.key)
        found[row.key] = TablePrice(
            key=row.key,
            title_en=row.title.en if row.title else old.title_en if old else row.key,
            title_ja=row.title.ja if row.title else old.title_ja if old else row.key,
            group=row.group or (old.group if old else "other"),
            amount=row.amount,
            currency=row.currency,
            per=row.per,
            year=row.year,
            index=row.index,
            low=row.low,
            high=row.high,
            source=row.source,
            locator=row.at or row.reason or "",
            grade=row.grade,
            note="",
            own=True,
        )
    return found


def _check_unit(unit: str, pointer: str) -> None:
    try:
        factor(unit, unit)
    except UnitUnknownError:
        raise OwnTableInvalidError(
            f"{pointer}/per",
            f"unit `{unit}` is not known; write for example kg, t, kWh, MJ, m3",
            f"単位 `{unit}` は使えません。kg、t、kWh、MJ、m3 などで書いてください",
        ) from None


def _series(
    tables: PriceTables, rows: Iterable[OwnIndex], sources: Mapping[str, str]
) -> tuple[dict[tuple[str, str], str], frozenset[tuple[str, str]]]:
    """Series and proxies with those of `rows`; one series carries one currency and kind."""
    series, proxies = dict(tables.series), set(tables.proxies)
    carried: dict[tuple[str, str], str] = {}
    owner: dict[str, tuple[str, str]] = {}
    for pair, name in tables.series.items():
        if pair not in tables.proxies:
            owner[name] = pair
    for place, row in enumerate(rows):
        pointer, pair = f"/indices/{place}", (row.currency, row.kind)
        _checked(row, pointer, sources)
        if owner.setdefault(row.series, pair) != pair:
            whose = " ".join(owner[row.series])
            raise OwnTableInvalidError(
                f"{pointer}/series",
                f"series `{row.series}` is that of {whose}; give this one another name",
                f"系列 `{row.series}` は {whose} の系列です。別の名前にしてください",
            )
        if carried.setdefault(pair, row.series) != row.series:
            raise OwnTableInvalidError(
                f"{pointer}/series",
                f"{row.currency} {row.kind} has the series `{carried[pair]}` and `{row.series}`; "
                "keep one",
                f"{row.currency} {row.kind} に系列 `{carried[pair]}` と `{row.series}` があります。"
                "1つにしてください",
            )
        if series.get(pair) != row.series:
            series[pair] = row.series
            proxies.discard(pair)
    return series, frozenset(proxies)


def _check_jumps(indices: Mapping[tuple[str, int], float], rows: Iterable[OwnIndex]) -> None:
    """Refuse a value on another base than its neighbours: it would pass for inflation."""
    most = settings().index_jump.value
    for place, row in enumerate(rows):
        for year in (row.year - 1, row.year + 1):
            other = indices.get((row.series, year))
            if other is not None and not 1.0 / most <= row.value / other <= most:
                raise OwnTableInvalidError(
                    f"/indices/{place}/value",
                    f"{row.value:g} for {row.year} beside {other:g} for {year} is a jump by more "
                    f"than {most:g}: bring all values to one base year",
                    f"{row.year}年の {row.value:g} は{year}年の {other:g} から {most:g} 倍を超えて"
                    "変化しています。すべての値の基準年をそろえてください",
                )


def _rates(rows: Iterable[OwnRate], sources: Mapping[str, str]) -> dict[tuple[str, int], float]:
    found = {}
    for place, row in enumerate(rows):
        pointer = f"/fx/{place}"
        _checked(row, pointer, sources)
        if row.currency == "USD" and row.per_usd != 1.0:
            raise OwnTableInvalidError(
                f"{pointer}/per_usd",
                "one USD is one USD; state the other currency's rate",
                "USD の対 USD レートは 1 です。もう一方の通貨のレートを書いてください",
            )
        found[row.currency, row.year] = row.per_usd
    return found
