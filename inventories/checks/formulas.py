"""Formulas: they parse, name parameters that exist, and give a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inventories.catalogue import nearest
from inventories.checks.context import Context
from inventories.errors import FormulaInvalidError, FormulaNotFiniteError
from inventories.expressions import Formula, parse
from inventories.findings import Finding, finding
from inventories.formats.problems import formula_problem_ja, slip_of

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def _formulas(ctx: Context) -> Iterator[tuple[str, Formula]]:
    """Pointer and parsed formula, for those that parse."""
    for pointer, text in ctx.formula_texts:
        try:
            yield pointer, parse(text)
        except FormulaInvalidError:
            continue


def check_formula_invalid(ctx: Context) -> Iterator[Finding]:
    """Formulas are inside the language of `inventories.expressions`."""
    for pointer, text in ctx.formula_texts:
        try:
            parse(text)
        except FormulaInvalidError as error:
            problem, problem_ja = slip_of(text) or (
                error.problem,
                formula_problem_ja(error.problem),
            )
            yield finding(
                "formula-invalid",
                pointer,
                formula=text[:80],
                problem=problem,
                problem_ja=problem_ja,
            )


def check_formula_unknown_name(ctx: Context) -> Iterator[Finding]:
    """Formulas use declared parameters only."""
    for pointer, formula in _formulas(ctx):
        for name in sorted(formula.names - ctx.route.parameters.keys()):
            yield finding(
                "formula-unknown-name",
                pointer,
                formula=formula.text[:80],
                name=name,
                candidates=list(nearest(name, ctx.route.parameters)),
            )


def check_formula_not_finite(ctx: Context) -> Iterator[Finding]:
    """Formulas give a finite number with the document's values."""
    for pointer, formula in _formulas(ctx):
        if formula.names <= ctx.route.parameters.keys():
            try:
                formula.evaluate(ctx.parameter_values)
            except FormulaNotFiniteError:
                yield finding("formula-not-finite", pointer, formula=formula.text[:80])


def _named_in_broken_formulas(ctx: Context) -> set[str]:
    """Words of the formulas that do not parse: their authors meant to use them."""
    parsed = {pointer for pointer, _ in _formulas(ctx)}
    return {
        word
        for pointer, text in ctx.formula_texts
        if pointer not in parsed
        for word in _WORD.findall(text)
    }


def check_parameter_unused(ctx: Context) -> Iterator[Finding]:
    """Every parameter is used by a formula."""
    used = {name for _, formula in _formulas(ctx) for name in formula.names}
    used |= _named_in_broken_formulas(ctx)
    for name in ctx.route.parameters:
        if name not in used:
            yield finding("parameter-unused", f"/parameters/{name}", name=name)
