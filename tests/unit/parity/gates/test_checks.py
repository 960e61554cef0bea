"""What the checks at the door say of gates; `tests/broken` has one spoilt file per rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from inventories.catalogue import Catalogue
from inventories.checks import gates
from inventories.checks.context import Context
from inventories.document import Route

DATA = Path(__file__).parents[3] / "data"


def context(listed: list[dict[str, Any]], **value: Any) -> Context:
    document = yaml.safe_load((DATA / "good_route.yaml").read_text(encoding="utf-8"))
    document["gates"] = [{"title": gate["id"], **gate} for gate in listed]
    for gate in document["gates"]:
        gate["title"] = {"en": gate["title"], "ja": gate["title"]}
    document["parameters"]["acid_yield"]["gates"]["gate-2026"] |= value
    return Context(Route.model_validate(document), Catalogue.of([], []))


def test_a_year_is_not_late_for_a_month_in_it() -> None:
    gate = {"id": "gate-2026", "date": "2026-03"}
    for date, late in (("2026", 0), ("2026-03", 0), ("2026-03-31", 0), ("2026-04", 1)):
        found = context([gate], status="measured", date=date)
        assert len(list(gates.check_gate_value_late(found))) == late, date
    assert not list(gates.check_gate_value_late(context([gate], status="target", date="2027")))


def test_two_gates_of_one_time_are_out_of_order() -> None:
    listed = [{"id": "gate-2026", "date": "2026"}, {"id": "b", "date": "2026"}]
    (found,) = gates.check_gate_order(context(listed))
    assert found.pointer == "/gates/1/date"
    listed[1]["date"] = "2026-09"
    assert not list(gates.check_gate_order(context(listed)))


def test_a_near_miss_of_an_id_is_asked_for() -> None:
    (found,) = gates.check_gate_unlisted(context([{"id": "gate-2027", "date": "2027"}]))
    assert found.level == "error"
    assert "gate-2027" in found.suggestion.en
    assert not list(gates.check_gate_unlisted(context([])))


def test_every_date_is_looked_at() -> None:
    found = context([{"id": "gate-2026", "date": "2026-00"}], date="2025-02-29")
    assert [f.pointer for f in gates.check_gate_date(found)] == [
        "/gates/0/date",
        "/parameters/acid_yield/gates/gate-2026/date",
    ]
    # What has no place in time is not put into an order as well.
    assert not list(gates.check_gate_order(found))
    assert not list(gates.check_gate_value_late(found))


@pytest.mark.parametrize("date", ["0000-01", "2026-13", "2026-02-30", "2026-00-10"])
def test_days_that_never_were(date: str) -> None:
    assert gates.year_span(date) is None
