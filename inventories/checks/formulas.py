"""Formulas: they parse, name parameters that exist, and give a number."""

from __future__ import annotations

from collections.abc import Iterator

from inventories.catalogue import nearest
from inventories.checks.context import Context
from inventories.errors import FormulaInvalidError, FormulaNotFiniteError
from inventories.expressions import Formula, parse
from inventories.findings import Finding, finding


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
            yield finding("formula-invalid", pointer, formula=text[:80], problem=error.problem)


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


def check_parameter_unused(ctx: Context) -> Iterator[Finding]:
    """Every parameter is used by a formula."""
    used = {name for _, formula in _formulas(ctx) for name in formula.names}
    for name in ctx.route.parameters:
        if name not in used:
            yield finding("parameter-unused", f"/parameters/{name}", name=name)
