"""Commands of `hakari` (contract: README, "Commands").

Exit status: 0 ok, 1 findings or a negative answer, 2 wrong usage. With ``--json`` exactly one JSON
document goes to stdout; everything else goes to stderr.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli import assessment_output, costs, output
from api.cli.guidelines import app as guidelines_app
from api.cli.options import Json, Language
from api.cli.run import Session, reported
from api.cli.usage import Commands
from api.comparison_limits import MAX_SAMPLES, MAX_SEED

app = typer.Typer(
    name="hakari",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Weigh bio-based products against the ones they would replace, in carbon and in cost. "
    "バイオ由来製品を、炭素とコストの両面で既存製品と比べます。",
)
background_app = typer.Typer(no_args_is_help=True, help="Build, list or check the background.")
app.add_typer(background_app, name="background")
app.add_typer(guidelines_app, name="guidelines")

RouteArgument = Annotated[str, typer.Argument(metavar="ROUTE", help="Case id or route file.")]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Case id or route file.")]


def main() -> None:
    """Entry point of the command."""
    app()


@app.command()
def cases(as_json: Json = False, lang: Language = "auto") -> None:
    """List the cases of the library."""
    with reported(as_json, lang) as shown:
        shown.show(Session().evaluator.cases(), output.cases)


@app.command()
def backgrounds(as_json: Json = False, lang: Language = "auto") -> None:
    """List the background databases that are built."""
    with reported(as_json, lang) as shown:
        shown.show(Session().evaluator.backgrounds(), output.backgrounds)


@app.command()
def indicators(as_json: Json = False, lang: Language = "auto") -> None:
    """List the LCIA indicators that `assess --indicator` takes."""
    with reported(as_json, lang) as shown:
        shown.show(Session().evaluator.indicators(), output.indicators)


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(help="Route document, YAML or JSON.")],
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Check a route document; exit status 1 if it has errors."""
    with reported(as_json, lang) as shown:
        document = Session().validate_file(file)
        shown.show(document, output.findings)
        shown.answer(document.ok)


@app.command()
def assess(
    route: RouteArgument,
    guideline: Annotated[
        list[str] | None, typer.Option("--guideline", "-g", help="Guideline id; repeat for more.")
    ] = None,
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", help="LCIA indicator id; repeat for more.")
    ] = None,
    role: Annotated[
        Literal["bio", "baseline"], typer.Option(help="Which route of a case.")
    ] = "bio",
    date: Annotated[
        str | None, typer.Option(help="Rules in force on this date (YYYY-MM-DD).")
    ] = None,
    plant_start: Annotated[
        str | None,
        typer.Option(help="Day the plant started (YYYY-MM-DD), for thresholds that depend on it."),
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Write the receipt to this file.")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Carbon of one route under one or more guidelines (all, if none is named)."""
    with reported(as_json, lang) as shown:
        evaluated = Session().assess(
            route, role, guideline or [], indicator or [], date, plant_start
        )
        shown.write_receipt(receipt, evaluated.receipt)
        shown.show_bytes(evaluated.body, assessment_output.assessment)


@app.command()
def compare(
    cases_: Annotated[
        list[str], typer.Argument(metavar="CASE...", help="Case ids or files; all: the library.")
    ],
    guidelines_: Annotated[
        str, typer.Option("--guidelines", help="Comma-separated ids, or all.")
    ] = "all",
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Split the gap from guideline A to B, rule by rule."),
    ] = None,
    proposal: Annotated[
        Path | None, typer.Option(help="Lay a proposal file over its guideline and try it.")
    ] = None,
    envelope: Annotated[
        bool, typer.Option("--envelope", help="Lowest and highest score each text permits.")
    ] = False,
    settle: Annotated[
        bool, typer.Option("--settle", help="Share of the spread that each rule axis explains.")
    ] = False,
    robustness: Annotated[
        bool, typer.Option("--robustness", help="How often the route beats its baseline.")
    ] = False,
    samples: Annotated[int, typer.Option(min=1, max=MAX_SAMPLES, help="For --robustness.")] = 100,
    seed: Annotated[int, typer.Option(min=0, max=MAX_SEED, help="For --robustness.")] = 1,
    date: Annotated[
        str | None, typer.Option(help="Rules in force on this day (YYYY-MM-DD).")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Matrix of cases and guidelines, and why the numbers differ."""
    from api.cli import comparison_output  # noqa: PLC0415

    if any(name.startswith("-") for name in explain or ()):
        raise typer.BadParameter("--explain takes two guidelines: --explain A B")
    named = tuple(name.strip() for name in guidelines_.split(",") if name.strip())
    if not named:
        raise typer.BadParameter("--guidelines takes ids with commas between them, or all")
    with reported(as_json, lang) as shown:
        asked = {
            "guidelines": () if "all" in named else named,
            "explain": {"from": explain[0], "to": explain[1]} if explain else None,
            "envelope": envelope,
            "settle": settle,
            "robustness": {"samples": samples, "seed": seed} if robustness else None,
            "date": date,
        }
        shown.show(Session().compare(cases_, asked, proposal), comparison_output.comparison)


app.command()(costs.parity)
app.command()(costs.cashflow)
app.command()(costs.scenarios)


@app.command()
def crosscheck(
    cases_: Annotated[
        list[str] | None, typer.Argument(metavar="[CASE...]", help="Case ids; all if none.")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Calculate every case and guideline again with bw2calc; exit status 1 above 1e-9."""
    with reported(as_json, lang) as shown:
        document = Session().evaluator.crosscheck(tuple(cases_ or ()))
        shown.show(document, output.crosscheck)
        shown.answer(document.max_rel_diff <= output.CROSSCHECK_TOLERANCE)


@app.command()
def export(
    case: CaseArgument,
    format_: Annotated[
        Literal["brightway", "bundle"], typer.Option("--format", help="What to write.")
    ] = "brightway",
    guideline: Annotated[
        str, typer.Option("--guideline", "-g", help="Guideline whose rules resolve the route.")
    ] = "pact_methodology_v3",
    role: Annotated[
        Literal["bio", "baseline"], typer.Option(help="Which route of the case.")
    ] = "bio",
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write (default: in this folder).")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Write a case as Brightway workbook, or as bundle of all the inputs of its result."""
    with reported(as_json, lang) as shown:
        shown.show(Session().export(case, role, format_, guideline, out), output.written)


@app.command()
def verify(
    receipt: Annotated[Path, typer.Argument(help="Receipt (JSON) or bundle (zip).")],
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Recompute a receipt from its inputs; exit status 1 if anything differs."""
    with reported(as_json, lang) as shown:
        document = Session().verify_file(receipt)
        shown.show(document, output.verification)
        shown.answer(document.verdict == "same")


@app.command()
def serve(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=0, max=65535)] = 8000,
) -> None:
    """Build the background if absent, migrate the database, serve pages and API."""
    from api.server import serve as run_server  # noqa: PLC0415

    with reported(as_json=False, lang="auto"):
        run_server(host, port)


@app.command()
def schemas(
    check: Annotated[
        bool, typer.Option("--check", help="Fail if a committed file differs.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the files.")] = False,
    lang: Language = "auto",
) -> None:
    """Check or write the published schemas, and check every data file against its schema."""
    from api.published import check_published, write_published  # noqa: PLC0415

    if check == write:
        raise typer.BadParameter("give exactly one of --check and --write")
    with reported(as_json=False, lang=lang) as shown:
        problems = write_published() if write else check_published()
        for problem in problems:
            sys.stderr.write(problem + "\n")
        shown.answer(not problems)


@background_app.command("build")
def background_build(as_json: Json = False, lang: Language = "auto") -> None:
    """Build the background artefact from the tables, whether or not it is there."""
    with reported(as_json, lang) as shown:
        shown.show(Session().build_background(), output.backgrounds)


@background_app.command("ensure")
def background_ensure(as_json: Json = False, lang: Language = "auto") -> None:
    """Build the background artefact if the one of the present tables is not there."""
    with reported(as_json, lang) as shown:
        shown.show(Session().evaluator.backgrounds(), output.backgrounds)


@background_app.command("list")
def background_list(as_json: Json = False, lang: Language = "auto") -> None:
    """List the background databases that are built."""
    backgrounds(as_json, lang)


@background_app.command("find")
def background_find(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words of a key or title, English or Japanese.")
    ] = None,
    as_json: Json = False,
    lang: Language = "auto",
) -> None:
    """Find datasets and elementary flows to link to, with score and price."""
    with reported(as_json, lang) as shown:
        found = Session().evaluator.background_document(" ".join(words or ()))
        shown.show(found, output.background_found)
        shown.answer(bool(found.providers or found.elementary))


@background_app.command("check")
def background_check(as_json: Json = False, lang: Language = "auto") -> None:
    """Check the artefact's files, the carbon closure and the solve; exit status 1 on a fault."""
    with reported(as_json, lang) as shown:
        document = Session().check_background()
        shown.show(document, output.background_check)
        shown.answer(document.ok)
