"""How money looks: the yen by its Japanese name, and large sums in the reader's units."""

from __future__ import annotations

import re
from collections.abc import Callable

from api.pages.numbers import significant

_YEN = re.compile(r"\bJPY(?=/)|(?<=\d )JPY\b")
_MILLION, _OKU = 1e6, 1e8


def yen_named(text: str, language: str) -> str:
    """Return a text with the yen of its amounts and units named as the reader does.

    Examples
    --------
    >>> yen_named("4.84 JPY/kg", "ja"), yen_named("4.84 JPY/kg", "en"), yen_named("5 JPY", "ja")
    ('4.84 円/kg', '4.84 JPY/kg', '5 円')
    """
    return _YEN.sub("円", text) if language == "ja" else text


def large_sum(value: float, currency: str, language: str, translate: Callable[[str], str]) -> str:
    """Return a large sum: in 億円 for yen in Japanese, else in millions.

    Examples
    --------
    >>> large_sum(1.23e10, "JPY", "ja", str), large_sum(1.23e10, "JPY", "en", str)
    ('123 億円', '12,300 million JPY')
    """
    if language == "ja" and currency == "JPY":
        return f"{significant(value / _OKU)} 億円"
    return translate("{amount} million {currency}").format(
        amount=significant(value / _MILLION), currency=currency
    )
