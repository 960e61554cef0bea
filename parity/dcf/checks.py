"""What a term must be: each check raises with the field, its value and why it cannot be used."""

from __future__ import annotations

import math

from parity.dcf.errors import CashFlowTermsInvalidError

SUM_TOLERANCE = 1e-4
"""Rounding of printed schedules: IRS tables have four decimals."""


def need(holds: bool, field: str, value: object, needed: str, needed_ja: str) -> None:
    """Raise CashFlowTermsInvalidError unless `holds`."""
    if not holds:
        raise CashFlowTermsInvalidError(field, value, needed, needed_ja)


def need_share(value: float, field: str, below_one: bool = False) -> None:
    """Raise CashFlowTermsInvalidError unless `value` is a share."""
    top = value < 1 if below_one else value <= 1
    end, end_ja = ("below 1", "1 未満") if below_one else ("at most 1", "1 以下")
    need(
        math.isfinite(value) and value >= 0 and top,
        field,
        value,
        f"it must be a share, at least 0 and {end}",
        f"0 以上 {end_ja}の割合にしてください",
    )


def need_years(value: int, field: str, most: float) -> None:
    """Raise CashFlowTermsInvalidError unless `value` is a whole number of years."""
    need(
        isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most,
        field,
        value,
        f"it must be a whole number of years from 1 to {most:g}",
        f"1 から {most:g} までの整数(年)にしてください",
    )


def need_shares(schedule: tuple[float, ...], place: str) -> None:
    """Raise CashFlowTermsInvalidError unless every entry is a share and they sum to at most 1."""
    for year, share in enumerate(schedule, 1):
        need_share(share, f"{place}[{year}]")
    total = math.fsum(schedule)
    need(
        total <= 1 + SUM_TOLERANCE,
        place,
        f"{total:g} in all",
        "more than the whole cost would be deducted; the shares must sum to at most 1",
        "取得価額を超えて償却することになります。合計が 1 以下になるようにしてください",
    )
