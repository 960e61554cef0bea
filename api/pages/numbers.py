"""How numbers look: three significant digits, thousands apart, a true minus sign."""

from __future__ import annotations

import math

SIGNIFICANT = 3
MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"
_SMALLEST_PLAIN = 1e-4
_LARGEST_PLAIN = 1e15


def significant(value: float | None, digits: int = SIGNIFICANT) -> str:
    """Return a number with some significant digits; an en dash for none.

    Examples
    --------
    >>> significant(2097.66), significant(0.0123456), significant(-0.5), significant(12.0)
    ('2,100', '0.0123', '−0.500', '12.0')
    >>> significant(0.0), significant(None), significant(3.4e-7), significant(0.9996)
    ('0', '–', '3.40e−7', '1.00')
    """
    if value is None or not math.isfinite(value):
        return NONE
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits - 1}e}")
    size = abs(rounded)
    if not _SMALLEST_PLAIN <= size < _LARGEST_PLAIN:
        mantissa, _, exponent = f"{rounded:.{digits - 1}e}".partition("e")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    return f"{rounded:,.{decimals}f}".replace("-", MINUS)


def signed(value: float | None, digits: int = SIGNIFICANT) -> str:
    """Return a number with its sign, also if it is positive.

    Examples
    --------
    >>> signed(12.34), signed(-12.34), signed(0.0)
    ('+12.3', '−12.3', '0')
    """
    text = significant(value, digits)
    return f"+{text}" if value is not None and value > 0 else text


def as_printed(value: float | None) -> str:
    """Return a number with all the digits its source prints; an en dash for none.

    Examples
    --------
    >>> as_printed(88.74), as_printed(-20.0), as_printed(None)
    ('88.74', '−20', '–')
    """
    return NONE if value is None else f"{value:,.10g}".replace("-", MINUS)


def percent(share: float | None, digits: int = SIGNIFICANT) -> str:
    """Return a share in percent, without the sign %.

    Examples
    --------
    >>> percent(0.51377), percent(-23.651), percent(None)
    ('51.4', '−2,370', '–')
    """
    return significant(None if share is None else 100 * share, digits)
