"""How a cost comparison looks in a terminal: ratio, verdict, spread, terms, what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from api.cli.carbon_output import carbon
from api.cli.gate_output import gates
from api.cli.lever_output import levers
from api.cli.output import finding_lines, messages
from api.cli.phrases import chance, first_of, known, level, say, share
from api.cli.tables import ID, Plain, add_row, new_console, new_table, number, percent
from api.cli.words import word

NAMED = 5
"""Inputs named in a sentence; the rest is counted."""

MILLION = 1e6


def parity(document: Plain, lang: str) -> None:
    """Print a parity result."""
    console = new_console()
    _costs(document, lang, console)
    _verdict(document, lang, console)
    _spread(document, lang, console)
    _breakdown(document, lang, console)
    _finance(document, lang, console)
    titles = {given["name"]: given["title"][lang] for given in document["inputs"]}
    if found := document.get("levers"):
        levers(found, titles, lang, console)
    if found := document.get("gates"):
        gates(found, titles, lang, console)
    if found := document.get("carbon"):
        carbon(found, lang, console)
    console.print()
    messages(document["warnings"], lang, console)
    finding_lines(document.get("findings", ()), lang)
    console.print(Text(f"{word('receipt', lang)} {document['receipt']}"))


def _per(document: Plain) -> str:
    return f"{document['currency']} {document['price_year']} / {document['unit']}"


def _costs(document: Plain, lang: str, console: Console) -> None:
    baseline = document["baseline"]
    basis = word(f"basis {document['basis']}", lang)
    console.print(
        Text(
            f"{document['case']}: {word('msp', lang)} {number(document['msp'])}"
            f" {_per(document)} ({basis})"
        )
    )
    if (fixed := document.get("fixed_capital")) and (capacity := document.get("capacity")):
        million = number(fixed / MILLION)
        say(
            console, lang, "capital line", million, document["currency"], number(capacity),
            document["unit"],
        )  # fmt: skip
    kind = word(baseline["kind"], lang)
    if baseline["kind"] == "oil_linked":
        kind += f", {word(baseline['timing'], lang)}"
    console.print(
        Text(
            f"{word('baseline', lang)}: {baseline['title'][lang]} {number(baseline['value'])}"
            f" {document['currency']} / {baseline['unit']} ({kind},"
            f" {word(baseline['grade'], lang)}; {baseline['source_title']})"
        )
    )


def _verdict(document: Plain, lang: str, console: Console) -> None:
    baseline, currency = document["baseline"], document["currency"]
    ratios = [number(document[key], 3) for key in ("ratio", "target")]
    answer = word(document["verdict"], lang)
    say(console, lang, "ratio line", *ratios, document["target_year"], answer, style="bold")
    reasons = [word(f"uncertain by {reason}", lang) for reason in document["uncertain_by"]]
    if not reasons:
        reasons = [word("verdict holds" if document.get("spread") else "verdict holds cost", lang)]
    for reason in reasons:
        console.print(Text(f"  {reason}"))
    if deciding := document["deciding_unverified"]:
        say(console, lang, "deciding", first_of([d[lang] for d in deciding], NAMED, lang))
    say(
        console,
        lang,
        "ratio range line",
        document["unit"],
        number(document["replaced_per_unit"]),
        baseline["unit"],
        baseline["title"][lang],
        number(baseline["value"]),
        currency,
        baseline["unit"],
        *(number(document[key], 3) for key in ("ratio", "ratio_low", "ratio_high")),
    )
    gap, change = document["gap"], document.get("required_reduction")
    key = "gap above" if gap > 0 else "gap below"
    say(console, lang, key, number(abs(gap)), currency, baseline["unit"], ratios[1])
    if change is not None and gap > 0:
        say(console, lang, "reduction needed", percent(change))
    elif change is not None and change < 0:
        say(console, lang, "reserve", percent(-change))


def _spread(document: Plain, lang: str, console: Console) -> None:
    spread = document.get("spread")
    if spread is None:
        return
    found = spread["summary"]
    say(
        console,
        lang,
        "spread line",
        *(number(found[key], 3) for key in ("median", "p5", "p95", "target")),
        chance(found["probability"]),
        level(found["probability"]),
    )
    say(
        console,
        lang,
        "drawn line",
        f"{found['n'] + found['failed']:,}",
        word(f"sampling {spread['sampling']}", lang),
        spread["seed"],
        len(spread["drawn"]),
    )
    if found["failed"]:
        say(console, lang, "failed line", f"{found['failed']:,}", share(found["at_least"]))
    if certain := spread["unverified_certain"]:
        say(console, lang, "certain unverified", first_of(certain, NAMED, lang))


def _breakdown(document: Plain, lang: str, console: Console) -> None:
    per = _per(document)
    heads = [word(w, lang) for w in ("cost line", "group")]
    ends = [word(w, lang) for w in ("grade", "source")]
    table = new_table("", *heads, per, *ends, right=[per])
    for line in sorted(document["breakdown"], key=lambda c: -abs(c["value"])):
        add_row(
            table,
            line["title"][lang],
            known(f"group {line['group']}", lang, word(line["group"], lang)),
            number(line["value"]),
            word(line["grade"], lang),
            line["source"],
        )
    console.print(table)


def _finance(document: Plain, lang: str, console: Console) -> None:
    if not document["finance"]:
        return
    heads = [word(w, lang) for w in ("finance term", "value", "unit", "taken from", "grade")]
    table = new_table(word("finance", lang), *heads, right=heads[1:2])
    for term in document["finance"]:
        name = term["name"]
        add_row(
            table,
            known(f"term {name}", lang, name),
            known(f"{name} {term['value']}", lang, term["value"]),
            known(f"unit of {name}", lang, term["unit"]),
            word(f"origin {term['origin']}", lang),
            word(term["grade"], lang),
        )
    console.print(table)


def inputs(document: Plain, lang: str) -> None:
    """Print what may be moved: the names that the options about levers take."""
    console = new_console()
    heads = [word(w, lang) for w in ("title", "value", "unit", "distribution", "bound", "grade")]
    table = new_table(
        word("inputs of", lang).format(document["case"]), ID, *heads, right=heads[1:2]
    )
    for given in document["inputs"]:
        add_row(
            table,
            given["name"],
            given["title"][lang],
            number(given["value"]),
            given["unit"],
            _distribution(given.get("distribution"), lang),
            _bound(given.get("bound"), lang),
            word(given["grade"], lang),
        )
    console.print(table)
    say(console, lang, "inputs note")


def _distribution(found: Plain | None, lang: str) -> str:
    if found is None:
        return word("certain", lang)
    numbers = [number(found[k]) for k in ("gsd", "sd", "low", "high") if k in found]
    return word(f"distribution {found['kind']}", lang).format(*numbers)


def _bound(found: Plain | None, lang: str) -> str:
    if found is None:
        return "-"
    low, high = found.get("min"), found.get("max")
    if low is not None and high is not None:
        span = word("from to", lang).format(number(low), number(high))
    else:
        span = f"≥ {number(low)}" if high is None else f"≤ {number(high)}"
    return f"{span} ({word('bound ' + found['kind'], lang)})"


def scenarios(found: Sequence[Plain], lang: str) -> None:
    """Print the price scenarios."""
    console = new_console()
    heads = [word(w, lang) for w in ("title", "prices of", "years", "publisher")]
    table = new_table(word("scenarios", lang), ID, *heads)
    for item in found:
        names = dict.fromkeys(name for line in item["lines"] for name in line["what"])
        years = [int(year) for line in item["lines"] for year in line["points"]]
        told = [known(f"driver {name}", lang, name) for name in names]
        add_row(
            table,
            item["id"],
            item["title"][lang],
            first_of(told, NAMED, lang),
            _span(years),
            item["publisher"],
        )
    console.print(table)
    say(console, lang, "scenarios note")


def _span(years: Sequence[int]) -> str:
    """Return the first and the last of some years."""
    low, high = min(years), max(years)
    return f"{low}" if low == high else f"{low}-{high}"
