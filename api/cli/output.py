"""How answers look in a terminal. Each function prints one kind of document (plain data)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from api.cli.tables import (
    Plain,
    add_row,
    evidence,
    new_console,
    new_table,
    number,
)
from api.cli.words import word

CROSSCHECK_TOLERANCE = 1e-9


def cases(found: Sequence[Plain], lang: str) -> None:
    """Print the case list."""
    table = new_table(
        word("cases", lang),
        "id",
        *(word(w, lang) for w in ("title", "theme", "baseline", "unverified numbers")),
    )
    for case in found:
        grades = case["grades"]
        add_row(
            table,
            case["id"],
            case["title"][lang],
            case["theme"],
            case["baseline"][lang],
            f"{grades['unverified']} / {sum(grades.values())}",
        )
    new_console().print(table)


def guidelines(found: Sequence[Plain], lang: str) -> None:
    """Print the guideline list."""
    table = new_table(
        word("guidelines", lang),
        "id",
        *(word(w, lang) for w in ("title", "edition", "status", "evidence counts")),
    )
    for item in found:
        add_row(
            table,
            item["id"],
            item["title"][lang],
            item["edition"],
            item["status"],
            evidence(item["evidence"]),
        )
    new_console().print(table)


def backgrounds(found: Sequence[Plain], lang: str) -> None:
    """Print the backgrounds."""
    table = new_table(
        word("backgrounds", lang),
        "id",
        *(word(w, lang) for w in ("datasets", "elementary flows", "licence")),
    )
    for item in found:
        add_row(table, item["id"], item["datasets"], item["elementary_flows"], item["licence"])
    new_console().print(table)


def indicators(found: Sequence[Plain], lang: str) -> None:
    """Print the LCIA indicators."""
    table = new_table(
        word("indicators", lang),
        "id",
        word("title", lang),
        word("unit", lang),
        word("source", lang),
    )
    for item in found:
        add_row(table, item["id"], item["title"][lang], item["unit"], item["source"])
    new_console().print(table)


def finding_lines(found: Iterable[Any], lang: str, file: TextIO | None = None) -> None:
    """Print findings, one block each: level, place, what, what to do."""
    console = new_console(file)
    for item in found:
        plain = item if isinstance(item, Mapping) else item.model_dump(mode="json")
        place = plain["pointer"] or "/"
        if plain.get("line"):
            place += f" ({word('line', lang)} {plain['line']})"
        console.print(Text(f"{word(plain['level'], lang)} [{plain['rule']}] {place}"))
        console.print(Text(f"  {plain['message'][lang]}"))
        console.print(Text(f"  {plain['suggestion'][lang]}"))


def findings(document: Plain, lang: str) -> None:
    """Print a validation."""
    finding_lines(document["findings"], lang)
    errors = sum(f["level"] == "error" for f in document["findings"])
    new_console().print(
        Text(word("valid", lang) if document["ok"] else word("has errors", lang).format(errors))
    )


def messages(found: Iterable[Plain], lang: str, console: Console) -> None:
    """Print what a result warns of and notes."""
    for message in found:
        place = f" ({message['place']})" if message.get("place") else ""
        console.print(Text(f"  {word(message['level'], lang)}: {message['text'][lang]}{place}"))


def crosscheck(document: Plain, lang: str) -> None:
    """Print a crosscheck."""
    table = new_table(
        f"hakari ↔ {document['engine']}",
        word("case", lang),
        word("guideline", lang),
        "hakari",
        "bw2calc",
        "Δ",
        right=["hakari", "bw2calc", "Δ"],
    )
    for pair in document["details"]:
        add_row(
            table,
            f"{pair['case']} {word(pair['role'], lang)}",
            f"{pair['guideline']} {pair['total']}",
            f"{pair['hakari']:.9g}",
            f"{pair['bw2calc']:.9g}",
            f"{pair['rel_diff']:.1e}",
        )
    new_console().print(table)
    new_console().print(
        Text(
            word("crosscheck line", lang).format(
                document["pairs"], f"{document['max_rel_diff']:.1e}"
            )
        )
    )


def verification(document: Plain, lang: str) -> None:
    """Print a verification."""
    new_console().print(Text(f"{word(document['verdict'], lang)}: {document['receipt']}"))
    for difference in document["differences"]:
        new_console().print(Text(f"  {difference}"))


def written(document: Plain, lang: str) -> None:
    """Print where an export went."""
    new_console().print(
        Text(
            f"{word('written', lang)} {document['path']}"
            f" ({document['format']}, {document['bytes']} B)"
        )
    )
    for other in document["more"]:
        new_console().print(Text(f"{word('written', lang)} {other}"))


def background_check(document: Plain, lang: str) -> None:
    """Print the check of the background."""
    new_console().print(
        Text(f"{document['id']}: {word('valid' if document['ok'] else 'differs', lang)}")
    )
    for line in document["problems"]:
        new_console().print(Text(f"  {line}"))
    new_console().print(
        Text(
            word("closure line", lang).format(
                document["closed"], document["datasets"], f"{document['max_residual']:.1e}"
            )
        )
    )


def background_found(document: Plain, lang: str) -> None:
    """Print what a route may link to."""
    numbers = ["kg CO2e", "JPY"]
    table = new_table(
        document["id"],
        "id",
        word("title", lang),
        word("unit", lang),
        *numbers,
        word("grade", lang),
        right=numbers,
    )
    for item in document["providers"]:
        add_row(
            table,
            item["key"],
            item["title"][lang],
            item["unit"],
            number(item["score"]),
            number(item.get("price_jpy")),
            word(item["grade"], lang),
        )
    if not document["providers"] and not document["elementary"]:
        new_console().print(Text(word("none found", lang)))
    if document["providers"]:
        new_console().print(table)
    flows = new_table(
        word("elementary flows", lang),
        "id",
        word("title", lang),
        word("unit", lang),
        word("direction", lang),
    )
    for item in document["elementary"]:
        add_row(flows, item["key"], item["name"], item["unit"], word(item["direction"], lang))
    if document["elementary"]:
        new_console().print(flows)
