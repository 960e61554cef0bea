"""Commands about money: parity with all that may be asked of it, cash flows, scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.options import Json, Language
from api.cli.pairs import carbon_asked, numbers
from api.cli.run import Session, reported
from api.comparison_limits import MAX_SEED
from api.parity_limits import MAX_DRAWS, MAX_GRID, MAX_SOBOL

ASK, TERMS, LEVERS, CARBON = "What is asked", "Terms", "Levers and gates", "Carbon"


def parity(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Case id or route file.")],
    target: Annotated[
        float | None,
        typer.Option(
            help="Ratio to the baseline that counts as met (default 1.2).", rich_help_panel=ASK
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            min=2020, max=2100, help="Year of the target (default 2030).", rich_help_panel=ASK
        ),
    ] = None,
    baseline: Annotated[
        Literal["auto", "market_price", "market_mean", "oil_linked", "own_plant"],
        typer.Option(help="What the ratio is measured against.", rich_help_panel=ASK),
    ] = "auto",
    timing: Annotated[
        Literal["spot", "levelised"],
        typer.Option(
            help="Oil-linked baseline in the target year, or over the plant's life.",
            rich_help_panel=ASK,
        ),
    ] = "spot",
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="ID",
            help="Take prices of the target year from it; repeat. See `hakari scenarios`.",
            rich_help_panel=ASK,
        ),
    ] = None,
    tables: Annotated[
        Path | None,
        typer.Option(
            help="Own prices, indices, exchange rates (YAML or JSON).", rich_help_panel=ASK
        ),
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            min=0, max=MAX_DRAWS, help="Paired samples (default 10000).", rich_help_panel=ASK
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=MAX_SEED, rich_help_panel=ASK)] = 1,
    sampling: Annotated[
        Literal["random", "lhs", "sobol"], typer.Option(rich_help_panel=ASK)
    ] = "random",
    basis: Annotated[
        Literal["as_stated", "pioneer"],
        typer.Option(help="pioneer: scenario of a first plant (RAND).", rich_help_panel=TERMS),
    ] = "as_stated",
    discount_rate: Annotated[
        float | None,
        typer.Option(help="Real rate of return after tax, e.g. 0.08.", rich_help_panel=TERMS),
    ] = None,
    life: Annotated[
        int | None, typer.Option(min=1, max=60, help="Years of operation.", rich_help_panel=TERMS)
    ] = None,
    tax_rate: Annotated[
        float | None, typer.Option(help="For example 0.3062.", rich_help_panel=TERMS)
    ] = None,
    tax_rule: Annotated[
        Literal["refund", "none", "carry", "cap"] | None,
        typer.Option(help="What a loss is worth.", rich_help_panel=TERMS),
    ] = None,
    depreciation: Annotated[
        str | None,
        typer.Option(help="For example JP200DB8, MACRS7, SL10.", rich_help_panel=TERMS),
    ] = None,
    inflation: Annotated[
        float | None,
        typer.Option(help="Of all money, a year; 0.02, say.", rich_help_panel=TERMS),
    ] = None,
    loan_deduction: Annotated[
        Literal["interest", "full_payment"] | None,
        typer.Option(
            help="What of a loan payment lowers the taxable income.", rich_help_panel=TERMS
        ),
    ] = None,
    inputs: Annotated[
        bool,
        typer.Option("--inputs", help="List what may be moved, by NAME.", rich_help_panel=LEVERS),
    ] = False,
    gate: Annotated[
        str | None,
        typer.Option(
            metavar="GATE",
            help="Take the values of this gate as targets.",
            rich_help_panel=LEVERS,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Target of one input; repeat.",
            rich_help_panel=LEVERS,
        ),
    ] = None,
    waterfall: Annotated[
        bool,
        typer.Option(
            "--waterfall",
            help="Split the way to the targets of --gate and --set (Shapley).",
            rich_help_panel=LEVERS,
        ),
    ] = False,
    tornado: Annotated[
        bool,
        typer.Option("--tornado", help="Every input from P10 to P90.", rich_help_panel=LEVERS),
    ] = False,
    sobol: Annotated[
        int,
        typer.Option(
            min=0,
            max=MAX_SOBOL,
            help="Sobol indices with this many base samples (a power of 2).",
            rich_help_panel=LEVERS,
        ),
    ] = 0,
    break_even: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Value of one input that reaches the target; repeat.",
            rich_help_panel=LEVERS,
        ),
    ] = None,
    contour: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="X Y", help="Ratio over two inputs.", rich_help_panel=LEVERS),
    ] = None,
    points: Annotated[
        int, typer.Option(min=2, max=MAX_GRID, help="Of --contour.", rich_help_panel=LEVERS)
    ] = 50,
    design: Annotated[
        bool,
        typer.Option(
            "--design",
            help="Least improbable set of values that reaches the target.",
            rich_help_panel=LEVERS,
        ),
    ] = False,
    lever: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Inputs --design may move; repeat.", rich_help_panel=LEVERS
        ),
    ] = None,
    gates: Annotated[
        bool,
        typer.Option(
            "--gates", help="Where the project stands at each gate.", rich_help_panel=LEVERS
        ),
    ] = False,
    carbon: Annotated[
        str | None,
        typer.Option(
            metavar="GUIDELINE",
            help="Carbon price, abatement cost and premium under a guideline.",
            rich_help_panel=CARBON,
        ),
    ] = None,
    coverage: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SHARE or STAGE=SHARE",
            help="Emissions of both sides that are priced.",
            rich_help_panel=CARBON,
        ),
    ] = None,
    pass_through: Annotated[
        float | None,
        typer.Option(help="Share of the carbon cost that reaches prices.", rich_help_panel=CARBON),
    ] = None,
    chain: Annotated[
        Path | None,
        typer.Option(help="Value chain down to the final product.", rich_help_panel=CARBON),
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Write the receipt to this file.")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Cost of a case against its baseline: ratio, verdict, and what it takes to get there."""
    from api.cli import parity_output  # noqa: PLC0415

    if waterfall and not (gate or set_):
        raise typer.BadParameter(
            "--waterfall needs targets: --gate ID or --set NAME=VALUE (names: --inputs)"
        )
    levers = {
        "gate": gate,
        "targets": numbers(set_ or [], "--set"),
        "waterfall": waterfall or bool(gate or set_),
        "tornado": tornado,
        "sobol": sobol,
        "break_even": break_even or (),
        "contour": {"x": contour[0], "y": contour[1], "points": points} if contour else None,
        "design": {"levers": lever or ()} if design or lever else None,
    }
    finance = {
        "discount_rate": discount_rate,
        "life_years": life,
        "tax_rate": tax_rate,
        "tax_rule": tax_rule,
        "depreciation": depreciation,
        "inflation": inflation,
        "loan_deduction": loan_deduction,
    }
    asked = {
        "target": target,
        "year": year,
        "baseline_kind": baseline,
        "timing": timing,
        "basis": basis,
        "finance": finance,
        "scenarios": scenario or (),
        "samples": samples,
        "seed": seed,
        "sampling": sampling,
        "levers": levers if any(levers.values()) else None,
        "gates": {} if gates else None,
        "carbon": carbon_asked(carbon, coverage or [], pass_through, chain),
    }
    with reported(as_json, lang) as shown:
        evaluated = Session().parity(case, asked, tables)
        shown.write_receipt(receipt, evaluated.receipt)
        render = parity_output.inputs if inputs else parity_output.parity
        shown.show_bytes(evaluated.body, render)


def cashflow(
    file: Annotated[Path, typer.Argument(help="Cash-flow file (JSON).")],
    tax_rule: Annotated[
        Literal["refund", "none", "carry", "japan_large", "japan_sme"],
        typer.Option(help="What a loss is worth."),
    ] = "carry",
    loan_deduction: Annotated[
        Literal["interest", "full_payment"],
        typer.Option(help="What of a loan payment lowers the taxable income."),
    ] = "interest",
    price: Annotated[
        float | None, typer.Option(help="Show the table at this price, not the minimum price.")
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Write the receipt to this file.")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Minimum selling price of a cash-flow file, its table, and the price under each tax rule."""
    from api.cli import cash_flow_output  # noqa: PLC0415

    asked = {"tax_rule": tax_rule, "loan_deduction": loan_deduction, "price": price}
    with reported(as_json, lang) as shown:
        evaluated = Session().cash_flow(file, asked)
        shown.write_receipt(receipt, evaluated.receipt)
        shown.show_bytes(evaluated.body, cash_flow_output.cash_flow)


def scenarios(as_json: Json = False, lang: Language = "auto") -> None:
    """List the price scenarios that `parity --scenario` takes."""
    from api.cli import parity_output  # noqa: PLC0415

    with reported(as_json, lang) as shown:
        shown.show(Session().evaluator.scenarios(), parity_output.scenarios)
