"""`hakari guidelines`: list, show one, put two side by side, check a folder of files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from api.cli import guideline_output, output
from api.cli.options import Json, Language
from api.cli.run import Session, reported
from api.portions import Portion

app = typer.Typer(
    invoke_without_command=True,
    help="List the guidelines; show one, or where two differ, as tables. "
    "ガイドラインの一覧・内容・相違を表で示します。",
)

Day = Annotated[str | None, typer.Option(help="Rules in force on this day (YYYY-MM-DD).")]
Named = Annotated[str, typer.Argument(help="Guideline id, or id@YYYY-MM-DD.")]


@app.callback()
def guidelines(context: typer.Context, as_json: Json = False, lang: Language = "auto") -> None:
    """List the guidelines, with status and evidence counts."""
    if context.invoked_subcommand is None:
        with reported(as_json, lang) as shown:
            shown.show(Session().evaluator.guidelines(), output.guidelines)


@app.command()
def show(
    guideline: Named, date: Day = None, as_json: Json = False, lang: Language = "auto"
) -> None:
    """Show a guideline: unit, comparators, and what it says on every rule axis, with clause."""
    from api.guideline_pages import guideline_page  # noqa: PLC0415

    with reported(as_json, lang) as shown:
        shown.show(guideline_page(guideline, date), guideline_output.page)


@app.command()
def diff(
    one: Annotated[str, typer.Argument(metavar="A", help="Guideline id, or id@YYYY-MM-DD.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Guideline id, or id@YYYY-MM-DD.")],
    edition: Annotated[
        str | None, typer.Option(help="Compare both as they stood on this day (YYYY-MM-DD).")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Show where two guidelines differ, or one guideline on two days (A@DAY B@DAY)."""
    from api.guideline_pages import guideline_difference  # noqa: PLC0415

    with reported(as_json, lang) as shown:
        shown.show(guideline_difference(one, other, edition), guideline_output.difference)


@app.command()
def mixture(
    guideline: Annotated[str, typer.Argument(help="Guideline id.")],
    portions: Annotated[
        list[str],
        typer.Argument(
            metavar="SUBSTRATE=MASS@PATHWAY...",
            help="e.g. wet_manure=0.8@biogas_electricity_wet_manure_case1_open_digestate",
        ),
    ],
    moisture: Annotated[
        list[str] | None, typer.Option(help="Actual moisture of a substrate, SUBSTRATE=0.7.")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Default values of biogas from several substrates, by the guideline's mixture formula."""
    from api.mixtures import mixture as mixed  # noqa: PLC0415

    named = {name: _portion(rest) for name, rest in map(_split, portions)}
    wet = {name: _number(rest) for name, rest in map(_split, moisture or ())}
    with reported(as_json, lang) as shown:
        shown.show(mixed(guideline, named, wet), guideline_output.mixture)


def _split(text: str) -> tuple[str, str]:
    name, mark, rest = text.partition("=")
    if not mark:
        raise typer.BadParameter(f"`{text}`: write SUBSTRATE=...")
    return name, rest


def _portion(text: str) -> Portion:
    mass, mark, pathway = text.partition("@")
    if not mark:
        raise typer.BadParameter(f"`{text}`: write MASS@PATHWAY")
    return Portion(_number(mass), pathway)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise typer.BadParameter(f"`{text}` is not a number") from error
    if not math.isfinite(number):
        raise typer.BadParameter(f"`{text}` is not a number")
    return number


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of guidelines (default: those of hakari).")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Check guideline files; exit status 1, and every problem with file and line, if any."""
    from api.guideline_pages import checked_guidelines  # noqa: PLC0415

    with reported(as_json, lang) as shown:
        document = checked_guidelines(folder)
        shown.show(document, guideline_output.checked)
        shown.answer(document.ok)
