"""RED II Annex VI D: values of biogas from manure and maize together, as printed (60 numbers).

Pure substrates and mixtures are both printed as whole numbers, so a mixture computed from printed
substrates may be off by half a unit for its own rounding and by half for theirs.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from methods.biogas import energy_shares, mixture_value, substrates
from methods.default_values import default_value
from methods.guideline import load_guideline

RED = "eu_red_2018_2001_annex_v"
DATA = json.loads(Path(__file__).with_name("red2_annex_vi.json").read_text("utf-8"))
ROWS = [
    pytest.param(row, kind, id=f"{row['pathway']}-{row['manure_share']}-{kind}")
    for row in DATA["mixtures"]
    for kind in ("typ", "def")
]
VARIANT = {"typ": "typical", "def": "default"}


def test_all_mixtures_are_there() -> None:
    assert len(ROWS) == 60


@pytest.mark.parametrize(("row", "kind"), ROWS)
def test_mixture_of_printed_substrates_is_the_printed_mixture(
    row: dict[str, float | str], kind: str
) -> None:
    manure = float(row["manure_share"])
    shares = energy_shares(substrates(RED), {"wet_manure": manure, "whole_maize": 1 - manure})
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
    pure = {}
    for substrate in shares:
        pathway = str(row["pathway"]).format(substrate)
        found = default_value(load_guideline(RED).document, pathway)
        (pure[substrate],) = [r.total for r in found.results if r.variant == VARIANT[kind]]
    assert mixture_value(shares, pure) == pytest.approx(row[kind], abs=1.0)
