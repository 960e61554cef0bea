"""The stage-gate table, its scores and its marks."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from typing import Any

import pytest

from inventories.document.route import Gate
from parity.gates.probability import gate_probability
from parity.gates.records import gate_line
from parity.gates.scoring import achievement, judge, score
from parity.gates.table import Column, Table, stage_gate_table

Build = Callable[..., Any]
YIELD = {"g0": (0.3, "measured"), "g1": (0.36, "measured"), "g2": (0.45, "target")}
TITRE = {"g0": (50, "measured"), "g1": (70, "measured"), "g2": (100, "target")}


def column(table: Table, name: str) -> list[Any]:
    index = [c.id for c in table.columns].index(name)
    return [row[index] for row in table.rows]


def test_rows_of_a_project(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(yld=YIELD, titre=TITRE)
    line = gate_line(gates, given)
    chance = gate_probability(line, given, "g2", n=2000, seed=1, known_at="g1")
    table = stage_gate_table(line, given, "2031", probabilities={"g1": chance})
    assert len(table.rows) == 9  # three gates: the ratio, titre, yield
    assert column(table, "trl") == [3] * 3 + [5] * 3 + [7] * 3
    measured = ["from measured", "measured", "measured"]
    wanted = ["from targets", "target", "target"]
    assert [c.en for c in column(table, "status")] == [*measured, *measured, *wanted]
    # Way gone: linear for the bounded yield, on logarithms for the titre.
    assert column(table, "achievement")[4:6] == pytest.approx(
        [math.log(70 / 50) / math.log(2), (0.36 - 0.3) / (0.45 - 0.3)]
    )
    assert column(table, "achievement")[6:] == [None] * 3  # a target has not been achieved
    assert (
        column(table, "probability_ratio")
        == [None] * 3 + [chance.programme.probability.value] * 3 + [None] * 3
    )
    assert column(table, "probability")[1:3] == [None, None]
    assert 0 < column(table, "probability")[5] < 1


def test_both_languages_and_the_file(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(yld=YIELD)
    table = stage_gate_table(gate_line(gates, given), given, "2031")
    ja, en = table.texts("ja"), table.texts("en")
    assert ja[0][:4] == ("ゲート", "時期", "TRL", "評価指標（KPI）")
    assert en[0][-2:] == ("P(R ≤ 1.2) %", "Judgement")
    assert ja[1][6] == "実測から"
    rows = list(csv.reader(io.StringIO(table.csv("ja"))))
    assert len(rows) == 7
    assert {len(row) for row in rows} == {14}
    assert rows[4][8] == "40"  # per cent of the way
    assert rows[1][4] == "-"


def test_lower_is_better_if_the_target_is_lower(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(
        feed={"g0": (0.4, "measured"), "g1": (0.38, "measured"), "g2": (0.3, "target")},
        recov={"g2": (0.85, "target")},
    )
    line = gate_line(gates, given)
    found = score(line, 1, given.inputs["feed"])
    assert found.higher_is_better is False
    assert found.probability is not None
    assert found.achievement == pytest.approx(math.log(0.38 / 0.4) / math.log(0.3 / 0.4))
    aim = found.target, found.target_gate
    assert aim == (0.3, "g2")
    flat = score(line, 1, given.inputs["recov"])
    assert (flat.higher_is_better, flat.achievement, flat.probability) == (None, None, None)


def test_an_input_without_a_target_is_not_judged(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(feed={"g0": (0.4, "measured"), "g1": (0.38, "measured")})
    found = score(gate_line(gates, given), 1, given.inputs["feed"])
    assert (found.target, found.judgement) == (None, None)


@pytest.mark.parametrize(
    ("achieved", "chance", "measured", "started", "expected"),
    [
        (1.0, None, True, True, "met"),
        (1.2, 0.9, False, True, "near"),
        (0.6, None, True, True, "near"),
        (0.1, 0.6, True, True, "near"),
        (0.1, 0.9, True, True, "near"),
        (None, 0.9, False, True, "met"),
        (0.1, 0.2, True, True, "missed"),
        (-0.5, None, True, True, "missed"),
        (0.0, None, True, False, None),
        (None, None, True, True, None),
    ],
)
def test_judgements(
    achieved: float | None,
    chance: float | None,
    measured: bool,
    started: bool,
    expected: str | None,
) -> None:
    assert judge(achieved, chance, measured=measured, started=started) == expected


def test_the_ratio_is_judged_against_the_target_of_its_gate(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    measured = {"g0": (0.3, "measured"), "g1": (0.32, "measured"), "g2": (0.4, "measured")}
    given = model(yld=measured)
    table = stage_gate_table(gate_line(gates, given), given, "2031")
    ratios, marks = column(table, "ratio_moving"), column(table, "judgement")
    # 0.4/0.34 + 587.5/6120 + 12/42.5 + 0.3 = 1.85482 against 1.6
    assert ratios[4] == pytest.approx(1.15926, abs=1e-5)
    assert [marks[i].en[0] for i in (0, 2, 4)] == ["–", "×", "○"]
    assert column(table, "target")[4] == 1.4
    assert column(table, "achievement")[0] == pytest.approx(0.0)


def test_a_ratio_below_its_target_from_the_start_is_met(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(yld={"g0": (0.5, "measured")}, price={"g0": (4.0, "measured")})
    table = stage_gate_table(gate_line(gates, given), given, "2031")
    assert column(table, "achievement")[0] == 1.0
    assert column(table, "judgement")[0].ja == "○ 達成"


def test_achievement_on_logarithms_needs_positive_numbers() -> None:
    assert achievement(0.0, 1.0, 2.0, logs=True) is None
    assert achievement(1.0, 0.5, 2.0, logs=True) == pytest.approx(-1.0)


def test_the_way_to_zero_is_gone_in_a_straight_line(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(feed={"g0": (0.4, "measured"), "g1": (0.3, "measured"), "g2": (0.0, "target")})
    found = score(gate_line(gates, given), 1, given.inputs["feed"])
    assert found.achievement == pytest.approx(0.25)


def test_no_way_gone_is_not_minus_zero() -> None:
    assert math.copysign(1, achievement(0.4, 0.4, 0.3, logs=False) or 0.0) == 1


def test_no_cell_of_a_file_is_a_formula() -> None:
    heading = Column("a", gate_title("A"))
    cells = ("=1+1", "@x", "+1", "-2+3", -2.5, "-")
    table = Table((heading,), tuple((cell,) for cell in cells))
    found = table.csv("en").splitlines()
    assert found == ["A", "'=1+1", "'@x", "'+1", "'-2+3", "-2.5", "-"]


def gate_title(text: str) -> Any:
    return Gate(id="x", title={"en": text, "ja": text}, date="2030").title  # type: ignore[arg-type]
