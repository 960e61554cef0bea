"""Formulas and documents from anywhere: refused with our own errors, never with others."""

from __future__ import annotations

import math
import string

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inventories.errors import FormulaInvalidError, FormulaNotFiniteError
from inventories.expressions import Formula, parse
from inventories.formats.reader import load_route, read_document

FORMULA_TEXT = st.text(
    alphabet="0123456789.eE+-*/()<>=,_ abxyminlogwhere\n\t#'\"[]{}:@!~^&|%", max_size=80
)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


def _leaf() -> st.SearchStrategy[str]:
    return st.sampled_from(["a", "b", "1", "2.5", "1e-3"])


TREES = st.recursive(
    _leaf(),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.tuples(st.sampled_from(["exp", "log", "sqrt", "-"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(inner, inner, inner).map(lambda t: f"where({t[0]} < {t[1]}, {t[1]}, {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"min({t[0]}, {t[1]})"),
    ),
    max_leaves=8,
)


def _parsed(text: str) -> Formula | None:
    try:
        return parse(text)
    except FormulaInvalidError:
        return None


@given(st.one_of(st.text(max_size=600), FORMULA_TEXT))
@example("(" * 10_000 + "1" + ")" * 10_000)
@example("1" + "+1" * 240)
@example("-" * 499 + "1")
@example("9" * 400)
@example("1if 2else 3")
@example("'\\d'")
@example("a" + ".a" * 240)
@example("\ud800")
@example("1\x00")
def test_parse_raises_nothing_but_its_own_error(text: str) -> None:
    formula = _parsed(text)
    assert formula is None or formula.text == text


@given(TREES, NUMBERS, NUMBERS)
@example("(1 < 2) - (a < b)", 1.0, 2.0)
@example("-(a < b)", 1.0, 2.0)
@example("9" * 300, 1.0, 1.0)
@example("exp(exp(exp(9)))", 1.0, 1.0)
def test_a_parsed_formula_gives_a_finite_number_or_says_so(text: str, a: float, b: float) -> None:
    formula = _parsed(text)
    if formula is None:
        return
    try:
        result = formula.evaluate({"a": a, "b": b})
    except FormulaNotFiniteError:
        return
    assert isinstance(result, float)
    assert math.isfinite(result)


def _alone(formula: Formula, a: float, b: float) -> float:
    """Return the value of one sample; nan, as among others, if it has none."""
    try:
        return float(formula.evaluate({"a": a, "b": b}))
    except FormulaNotFiniteError:
        return math.nan


@given(TREES, st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5))
@example("sqrt(a)", [(4.0, 1.0), (-4.0, 1.0)])
@example("(a / b)", [(1.0, 0.0), (0.0, 0.0)])
def test_samples_give_the_same_as_one_by_one(text: str, pairs: list[tuple[float, float]]) -> None:
    formula = _parsed(text)
    if formula is None or "<" in text or ">" in text:
        return  # a comparison of two nearly equal sides may turn on the last bit of `exp`
    columns = np.array(pairs).T
    singles = [_alone(formula, a, b) for a, b in pairs]
    try:
        together = formula.evaluate({"a": columns[0], "b": columns[1]})
    except FormulaNotFiniteError:
        assert np.isnan(singles).all()
        return
    assert np.broadcast_to(together, len(pairs)) == pytest.approx(singles, rel=1e-12, nan_ok=True)


@given(st.from_regex(r"[a-z_]{1,10}(\.[a-z_]{1,10}|\[[0-9]\]|\(\))", fullmatch=True))
def test_attributes_indices_and_foreign_calls_never_parse(text: str) -> None:
    with pytest.raises(FormulaInvalidError):
        parse(text)


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"a: !<tag:yaml.org,2002:int> 3")
@example(b"%TAG ! tag:x,2000:\n---\na: 1")
@example(b'{"a": 1e99999, "b": ' + b"9" * 5000 + b"}")
def test_reading_never_raises_on_any_bytes(data: bytes) -> None:
    document = read_document(data, "any")
    assert isinstance(document.value, dict)
    assert bool(document.findings) == any(f.level == "error" for f in document.findings)


YAMLISH = st.text(
    alphabet=string.ascii_lowercase[:4] + "0123 :-[]{}\"'\n\t#&*!|>?%@,~.\\u", max_size=120
)


@given(YAMLISH)
def test_loading_never_raises_on_yaml_like_text(text: str) -> None:
    route, found = load_route(text.encode(), "any")
    assert route is None
    assert found


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["schema", "id", "flows", "activities", "cost", "amount", "x", "~/", ""]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["schema", "id", "flows", "activities", "cost", "$"]), JSON))
def test_any_json_object_becomes_findings(value: dict[str, object]) -> None:
    import json

    route, found = load_route(json.dumps(value).encode("utf-8", "surrogatepass"), "any.json")
    assert route is None
    assert found


def test_a_comparison_is_made_for_each_sample() -> None:
    values = {"a": np.array([1.0, 2.0, 3.0]), "b": np.array([2.0, 2.0, 2.0])}
    assert np.array_equal(parse("where(a < b, a, 10 * b)").evaluate(values), [1.0, 20.0, 20.0])
