"""Cash-flow files (JSON): read, checked, and turned into a plant and its terms."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from parity.dcf.defaults import limit
from parity.dcf.depreciation import schedule
from parity.dcf.errors import (
    CashFlowFileInvalidError,
    CashFlowTermsInvalidError,
    DepreciationUnknownError,
)
from parity.dcf.schema import AssetClass, CashFlowFile, CashFlowInputs
from parity.dcf.terms import Deduction, Depreciation, Loan, LossRule, Plant, Terms

BASIS_TOLERANCE = 1e-6
"""Of the depreciable capital: sums of the exporting program, rounded."""
MOST_PROBLEMS = 20


_TEXTS = {
    "missing": ("it is missing; add it", "必須です。追加してください"),
    "extra_forbidden": ("this key is not known; remove it", "不明な項目です。削除してください"),
    "float_type": ("it must be a number", "数値にしてください"),
    "int_type": ("it must be a whole number", "整数にしてください"),
    "int_from_float": ("it must be a whole number", "整数にしてください"),
    "bool_type": ("it must be true or false", "true か false にしてください"),
    "string_type": ("it must be text", "文字列にしてください"),
    "tuple_type": ("it must be a list", "配列にしてください"),
    "dict_type": ("it must be an object", "オブジェクトにしてください"),
    "model_type": ("it must be an object", "オブジェクトにしてください"),
    "finite_number": ("it must be a finite number", "有限の数値にしてください"),
    "greater_than": ("it must be above {gt}", "{gt} より大きくしてください"),
    "greater_than_equal": ("it must be at least {ge}", "{ge} 以上にしてください"),
    "less_than_equal": ("it must be at most {le}", "{le} 以下にしてください"),
    "too_long": ("at most {max_length} entries are read", "{max_length} 件以下にしてください"),
    "string_too_long": (
        "at most {max_length} characters are read",
        "{max_length} 文字以下にしてください",
    ),
}


def _problem(error: ErrorDetails) -> tuple[str, str, str]:
    pointer = "".join(f"/{str(part)[:60]}" for part in error["loc"])
    en, ja = _TEXTS.get(error["type"], ("the value cannot be read", "値を読み取れません"))
    context = error.get("ctx", {})
    return pointer, en.format_map(context), ja.format_map(context)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        key = next(key for key in keys if keys.count(key) > 1)[:60]
        raise CashFlowFileInvalidError(
            [(f"/{key}", "this key occurs twice in one object", "同じ項目が重複しています")]
        )
    return found


def parsed_cash_flow(data: bytes) -> Any:
    """Return what a cash-flow file holds, not yet checked.

    Raises
    ------
    CashFlowFileInvalidError
        If it is too long, no JSON, or states a key twice.
    """
    most = limit("file_bytes")
    if len(data) > most:
        raise CashFlowFileInvalidError(
            [("", f"it is longer than {most:g} bytes", f"{most:g} バイトを超えています")]
        )
    try:
        return json.loads(data, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise CashFlowFileInvalidError([_not_json(error)]) from error


def _not_json(error: ValueError | RecursionError) -> tuple[str, str, str]:
    where = where_ja = ""
    if isinstance(error, json.JSONDecodeError):
        where = f" (line {error.lineno}, column {error.colno}: {error.msg})"
        where_ja = f"({error.lineno} 行 {error.colno} 文字目: {error.msg})"
    return (
        "",
        f"it is not valid JSON{where}; mend it there, or write the file again as one JSON object "
        "in UTF-8 with `inputs` (docs/cash-flow.md, schema at /v1/schemas/cash-flow)",
        f"JSON として読めません{where_ja}。その箇所を直すか、`inputs` を持つ UTF-8 の JSON "
        "オブジェクトとして書き直してください(docs/cash-flow.md、スキーマは "
        "/v1/schemas/cash-flow)",
    )


def read_cash_flow(data: bytes | dict[str, Any]) -> CashFlowFile:
    """Read a cash-flow file.

    Parameters
    ----------
    data
        JSON (UTF-8), or what it parses to.

    Raises
    ------
    CashFlowFileInvalidError
        If it cannot be read; every place and problem is named.
    """
    value = parsed_cash_flow(data) if isinstance(data, bytes) else data
    try:
        file = CashFlowFile.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
        raise CashFlowFileInvalidError(map(_problem, found)) from error
    problems = _contradictions(file.inputs)
    if problems:
        raise CashFlowFileInvalidError(problems)
    return file


def _contradictions(inputs: CashFlowInputs) -> list[tuple[str, str, str]]:
    """Find what cannot be true of one plant, beyond the ranges `Terms.check` knows."""
    problems: list[tuple[str, str, str]] = []
    for index, assets in enumerate(inputs.depreciation):
        problems += _schedule_problems(f"/inputs/depreciation/{index}", assets)
    basis = sum(assets.basis for assets in inputs.depreciation)
    if inputs.TDC is not None and abs(basis - inputs.TDC) > BASIS_TOLERANCE * inputs.FCI:
        problems.append(
            (
                "/inputs/TDC",
                f"it is {inputs.TDC:g}, but the bases of depreciation sum to {basis:g}",
                f"{inputs.TDC:g} ですが、償却資産の合計は {basis:g} です",
            )
        )
    start = len(inputs.construction_schedule)
    years = start + inputs.operating_years
    if inputs.replacement_capex and len(inputs.replacement_capex) != years:
        problems.append(
            (
                "/inputs/replacement_capex",
                f"it has {len(inputs.replacement_capex)} years; construction and operation "
                f"have {years}",
                f"{len(inputs.replacement_capex)} 年分ですが、建設と操業は計 {years} 年です",
            )
        )
    elif any(inputs.replacement_capex[:start]):
        problems.append(
            (
                "/inputs/replacement_capex",
                "equipment is replaced before operation starts; put the money into FCI",
                "操業開始前に更新投資があります。FCI に含めてください",
            )
        )
    return problems


def _schedule_problems(pointer: str, assets: AssetClass) -> list[tuple[str, str, str]]:
    if assets.schedule is not None:
        return []
    if assets.schedule_name is None:
        return [
            (
                pointer,
                "give `schedule` (shares by year) or `schedule_name`",
                "`schedule`(各年の割合)か `schedule_name` を指定してください",
            )
        ]
    try:
        schedule(assets.schedule_name)
    except DepreciationUnknownError as error:
        return [
            (
                f"{pointer}/schedule_name",
                str(error),
                f"償却表「{error.name}」はありません。使えるのは {error.known} です",
            )
        ]
    return []


def to_plant_terms(
    file: CashFlowFile, losses: LossRule, deduction: Deduction
) -> tuple[Plant, Terms]:
    """Return the plant and its terms under a loss rule.

    Parameters
    ----------
    file
        Read by `read_cash_flow`.
    losses, deduction
        What a loss is worth, and what of the loan payment is deducted from taxable income; files
        do not say.

    Returns
    -------
    A loan without interest, share or years is no loan, as in BioSTEAM.

    Raises
    ------
    CashFlowFileInvalidError
        If a term of the file cannot be used; its place is named.
    CashFlowTermsInvalidError
        If the loss rule or the deduction cannot.
    """
    inputs = file.inputs
    start = len(inputs.construction_schedule)
    loan = None
    if inputs.finance_interest and inputs.finance_fraction and inputs.finance_years:
        loan = Loan(
            share=inputs.finance_fraction,
            interest=inputs.finance_interest,
            years=inputs.finance_years,
            accumulates=inputs.accumulate_interest_during_construction,
            deduction=deduction,
        )
    plant = Plant(
        fixed_capital=inputs.FCI,
        working_capital=inputs.FCI * inputs.WC_over_FCI,
        variable_cost=inputs.VOC,
        fixed_cost=inputs.FOC,
        by_product_sales=inputs.other_sales,
        product=inputs.annual_product,
        replacements={
            index - start + 1: spent
            for index, spent in enumerate(inputs.replacement_capex)
            if spent and index >= start
        },
    )
    terms = Terms(
        discount_rate=inputs.IRR,
        life_years=inputs.operating_years,
        tax_rate=inputs.income_tax,
        construction=inputs.construction_schedule,
        startup_months=inputs.startup_months,
        startup_variable=inputs.startup_variable,
        startup_fixed=inputs.startup_fixed,
        startup_sales=inputs.startup_sales,
        depreciation=tuple(
            Depreciation(
                assets.basis / inputs.FCI,
                assets.schedule
                if assets.schedule is not None
                else schedule(assets.schedule_name or ""),
            )
            for assets in inputs.depreciation
        ),
        losses=losses,
        loan=loan,
        inflation=inputs.inflation_rate,
    )
    try:
        terms.check()
    except CashFlowTermsInvalidError as error:
        raise _in_file(error) from error
    return plant, terms


_PLACES = {
    "discount_rate": "IRR",
    "life_years": "operating_years",
    "tax_rate": "income_tax",
    "construction": "construction_schedule",
    "startup_months": "startup_months",
    "depreciation": "depreciation",
    "inflation": "inflation_rate",
    "loan.share": "finance_fraction",
    "loan.interest": "finance_interest",
    "loan.years": "finance_years",
}
"""Fields of `Terms` -> keys of a file. What the file's own ranges refuse is not listed."""


def _in_file(
    error: CashFlowTermsInvalidError,
) -> CashFlowFileInvalidError | CashFlowTermsInvalidError:
    """Name the place in the file where a term comes from, if it comes from there."""
    place = _PLACES.get(error.field.split("[")[0])
    if place is None:
        return error
    return CashFlowFileInvalidError(
        [
            (
                f"/inputs/{place}",
                f"it is {error.value}: {error.needed}",
                f"{error.value} は使えません。{error.needed_ja}",
            )
        ]
    )
