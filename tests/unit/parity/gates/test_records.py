"""The line of gates: order, carried values, status, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inventories.document import Localised
from inventories.document.route import Gate
from parity.gates.errors import (
    GateDateInvalidError,
    GateDateMissingError,
    GateUnknownError,
    GateValueOutsideBoundError,
)
from parity.gates.records import decimal_year, gate_line

Build = Callable[..., Any]


def gate(gate_id: str, date: str) -> Gate:
    return Gate(id=gate_id, title=Localised(en=gate_id, ja=gate_id), date=date)


def test_gates_stand_in_the_order_of_their_dates(model: Build, gates: tuple[Gate, ...]) -> None:
    line = gate_line(gates, model(titre={"g1": (70, "measured")}))
    assert [(g.id, g.trl, g.year) for g in line] == [
        ("g0", 3, 2024.5),
        ("g1", 5, 2026.5),
        ("g2", 7, 2030.5),
    ]
    assert [g.target_ratio for g in line] == [None, None, 1.4]


def test_a_value_is_carried_from_the_gate_before_and_from_today_before_the_first(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    line = gate_line(gates, model(titre={"g1": (70, "measured", "2025-12")}))
    states = [g.kpis["titre"] for g in line]
    assert [k.value for k in states] == [50, 70, 70]
    assert [k.status for k in states] == ["carried", "measured", "carried"]
    assert [k.stated_at for k in states] == [None, "g1", "g1"]
    assert states[1].year == pytest.approx(2025 + 11.5 / 12)
    assert states[0].grade == "published"
    assert states[1].grade == "measured"


def test_the_status_of_a_gate_is_its_worst_value(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(
        titre={"g0": (50, "measured"), "g1": (70, "modelled"), "g2": (100, "target")},
        yld={"g0": (0.3, "measured"), "g1": (0.35, "measured"), "g2": (0.4, "target")},
        rate={"g1": (1.5, "measured")},
    )
    line = gate_line(gates, given)
    assert [g.status for g in line] == ["measured", "modelled", "target"]
    assert [g.mixed for g in line] == [True, True, True]
    bare = gate_line(gates, model())
    assert [(g.status, dict(g.kpis)) for g in bare] == [("carried", {})] * 3


def test_gates_are_implied_by_dated_values(model: Build) -> None:
    given = model(
        titre={"later": (90, "target", "2030"), "now": (50, "measured", "2023")},
        yld={"now": (0.3, "measured", "2024-03"), "later": (0.4, "target")},
    )
    line = gate_line((), given)
    assert [(g.id, g.date) for g in line] == [("now", "2024-03"), ("later", "2030")]
    assert line[1].kpis["yld"].year == 2030.5
    assert gate_line((), model()) == ()


def test_a_gate_that_is_not_listed_is_named_with_its_input(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    with pytest.raises(GateUnknownError, match=r"`titre` names gate `g9`; .* g0, g1, g2"):
        gate_line(gates, model(titre={"g9": (70, "measured")}))


def test_gates_without_a_place_in_the_order_are_refused(model: Build) -> None:
    with pytest.raises(GateDateMissingError, match="`g1` has no date"):
        gate_line((), model(titre={"g1": (70, "measured")}))
    with pytest.raises(GateDateInvalidError, match="2026-02-30"):
        gate_line((gate("a", "2026-02-30"),), model())
    with pytest.raises(GateDateInvalidError, match="`a` too"):
        gate_line((gate("a", "2026"), gate("b", "2026")), model())
    with pytest.raises(GateDateInvalidError, match="`a`"):
        gate_line((gate("a", "2026"), gate("a", "2027")), model())


def test_a_value_beyond_its_bound_is_refused_with_the_reason(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    with pytest.raises(GateValueOutsideBoundError, match=r"0.6, outside 0 to 0.51.*carbon of"):
        gate_line(gates, model(yld={"g1": (0.6, "target")}))


@pytest.mark.parametrize(
    ("date", "middle", "end"),
    [
        ("2030", 2030.5, 2031.0),
        ("2030-01", 2030 + 0.5 / 12, 2030 + 1 / 12),
        ("2028-12-31", 2029 - 0.5 / 366, 2029.0),
        ("2030-01-01", 2030 + 0.5 / 365, 2030 + 1 / 365),
    ],
)
def test_a_date_stands_for_its_middle(date: str, middle: float, end: float) -> None:
    assert decimal_year(date, "x") == pytest.approx((middle, end), abs=1e-9)
