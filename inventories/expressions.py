"""Formulas of route documents: a small arithmetic language, parsed to a whitelisted tree.

The language: numbers, parameter names, ``+ - * / **``, parentheses, ``min max exp log sqrt where``
and, inside ``where``, the comparisons ``< <= > >=``. Nothing else parses. Values may be floats or
numpy arrays of one shape (samples); the result has that shape.

Examples
--------
>>> parse("1 / (yield_ * 0.88)").evaluate({"yield_": 0.5})
2.272727272727273
"""

from __future__ import annotations

import ast
import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inventories.document.base import LARGEST
from inventories.errors import FormulaInvalidError, FormulaNotFiniteError

Value = float | NDArray[np.float64]

MAX_LENGTH = 500
MAX_NODES = 200
MAX_DEPTH = 24
MAX_EXPONENT = 64.0
MAX_NUMBER = 1e300
"""Bounds that no honest inventory formula reaches; they keep hostile ones cheap to refuse."""

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,
    ast.Pow: np.power,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}
_FUNCTIONS: dict[str, tuple[int, int, Callable[..., Any]]] = {
    "min": (2, 8, lambda *a: functools.reduce(np.minimum, a)),
    "max": (2, 8, lambda *a: functools.reduce(np.maximum, a)),
    "exp": (1, 1, np.exp),
    "log": (1, 1, np.log),
    "sqrt": (1, 1, np.sqrt),
    "where": (3, 3, np.where),
}


@dataclass(frozen=True)
class Formula:
    """A parsed formula: its text, the parameter names it uses, and its checked tree."""

    text: str
    names: frozenset[str]
    tree: ast.expr

    @property
    def single(self) -> tuple[float, str] | None:
        """Number and name if the formula is one parameter, or a number times one; else None."""
        match self.tree:
            case ast.Name(id=name):
                return 1.0, name
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                match (left, right):
                    case (ast.Constant(value=x), ast.Name(id=name)) | (
                        ast.Name(id=name),
                        ast.Constant(value=x),
                    ):
                        return float(x), name  # type: ignore[arg-type]
        return None

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Evaluate with parameter values (floats or equally shaped arrays).

        Of samples, those whose result is not finite become nan: one of ten thousand stops nothing.

        Raises
        ------
        FormulaNotFiniteError
            If the result, or that of every sample, is infinite, not a number, or beyond what a
            document may hold.
        KeyError
            If a name has no value.
        """
        with np.errstate(all="ignore"):
            result = _evaluate(self.tree, values)
        sound = np.abs(result) <= LARGEST  # also false for nan
        if not np.any(sound):
            raise FormulaNotFiniteError(self.text)
        if isinstance(result, np.ndarray) and result.ndim:
            return np.where(sound, result.astype(np.float64), np.nan)
        return float(result)


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """Parse `text` into a formula.

    Raises
    ------
    FormulaInvalidError
        If it is too long, too deep, or uses anything outside the language.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaInvalidError(text, f"longer than {MAX_LENGTH} characters")
    _refuse_deep_nesting(text)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaInvalidError(text, "not a formula") from error
    names: set[str] = set()
    count = _check(tree, text, names, depth=0)
    if count > MAX_NODES:
        raise FormulaInvalidError(text, f"more than {MAX_NODES} parts")
    return Formula(text, frozenset(names), tree)


def _refuse_deep_nesting(text: str) -> None:
    """Refuse nested brackets before Python's own parser sees them."""
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise FormulaInvalidError(text, f"nested deeper than {MAX_DEPTH}")


def _check(node: ast.expr, text: str, names: set[str], depth: int) -> int:
    """Check one node and its children; collect names; return the number of nodes."""
    if depth > MAX_DEPTH:
        raise FormulaInvalidError(text, f"nested deeper than {MAX_DEPTH}")
    children: list[ast.expr]
    match node:
        case ast.Constant(value=value) if type(value) in (int, float):
            if abs(value) > MAX_NUMBER:  # type: ignore[arg-type]
                raise FormulaInvalidError(text, f"number above {MAX_NUMBER:g}")
            children = []
        case ast.Name(id=name):
            names.add(name)
            children = []
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            children = [operand]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            children = [left, right]
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            children = [left, right]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            least, most, _ = _FUNCTIONS[name]
            if not least <= len(args) <= most:
                raise FormulaInvalidError(text, f"`{name}` with {len(args)} arguments")
            children = args
        case _:
            raise FormulaInvalidError(text, f"`{ast.unparse(node)[:40]}` is not allowed")
    return 1 + sum(_check(child, text, names, depth + 1) for child in children)


def _evaluate(node: ast.expr, values: Mapping[str, Value]) -> Any:
    match node:
        case ast.Constant(value=value):
            return np.float64(value)  # type: ignore[arg-type]
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=op, operand=operand):
            inner = _evaluate(operand, values)
            return -inner if isinstance(op, ast.USub) else inner
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _evaluate(left, values), _evaluate(right, values)
            if isinstance(op, ast.Pow) and np.any(np.abs(b) > MAX_EXPONENT):
                return np.float64("nan")
            return _BINARY[type(op)](a, b)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return 1.0 * _COMPARE[type(op)](_evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name][2](*(_evaluate(a, values) for a in args))
    raise AssertionError(f"unchecked node {node!r}")
