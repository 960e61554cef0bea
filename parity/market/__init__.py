"""What the market does to both routes: price series, the oil price and the yen, and links to oil.

The baseline of a parity ratio is a price that moves. This package knows where it has been
(`series`), how its drivers move (`reverting`, `calibration`, `drivers`), which prices follow oil
and how far (`links`), and which one price is worth as much as those of a life (`levelising`).
Everything is real: money of the base year. Nothing here is a forecast.
"""
