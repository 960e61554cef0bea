"""Most that one parity may ask for; apart from its models, so that the command starts fast."""

MAX_DRAWS = 100_000
"""Samples of one parity."""
MAX_GRID = 200
"""Points of a contour along each axis."""
MAX_SOBOL = 4096
"""Base samples of the Sobol indices; the runs are this times the number of inputs plus 2."""
MAX_NAMES = 50
"""Inputs one analysis may name."""
MAX_BREAK_EVENS = 20
"""Inputs whose break-even one request may ask for."""
MAX_GATE_SAMPLES = 200_000
"""Samples of all gates of one request together: some 2 s of work."""
MAX_DRAWN_NUMBERS = 5_000_000
"""Samples times inputs that vary: some 0.3 GB and 2 s; with carbon and levelised prices 5 s."""
MAX_SOBOL_RUNS = 150_000
"""Base samples times inputs that vary: 5 s with a life of 60 years and capped losses."""
MAX_GATE_VALUES = 3000
"""Values of inputs at the gates of one route: some 5 s and 1.5 MB of answer."""
MAX_POINT_YEARS = 10_000_000
"""Costs weighed in all parts of a request times years of operation: 6 s with capped losses."""
