"""Names of what may be moved in a cost comparison; `parity.inputs` says what each stands for."""

from __future__ import annotations

BASELINE, PRICE, MARKET = "baseline:", "price:", "market:"
"""Stand before a parameter of the baseline alone, a price key, a driver of prices."""

OIL, USD_JPY = "oil", "usd_jpy"
"""Drivers of prices, as scenarios and the market side name them."""

MARKET_OIL, MARKET_USD_JPY = MARKET + OIL, MARKET + USD_JPY
CONTINGENCY, DISCOUNT_RATE = "capital:contingency", "finance:discount_rate"
