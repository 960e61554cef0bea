"""Most that one comparison may ask for; apart from its models, so that the command starts fast."""

MAX_CASES, MAX_GUIDELINES, MAX_SAMPLES = 50, 50, 1000
"""Published in the schema of the request and at `/v1/limits`."""
MAX_SEED = 2**32 - 1
MAX_SAMPLED = 16_000
"""Most activities times samples of one comparison, baselines counted: some 5 s of work."""
MAX_POSTED = 500
"""Most activities of all routes sent with one comparison, baselines counted: some 5 s of work."""
