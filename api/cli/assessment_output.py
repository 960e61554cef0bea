"""How an assessment looks in a terminal: score, verdict, terms, defaults, requirements, parts."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from api.cli.output import finding_lines, messages
from api.cli.tables import Plain, add_row, evidence, new_console, new_table, number, percent
from api.cli.words import word

TOP = 8
"""Contributions shown in a terminal; the rest is summed in one line."""

UNMET_FIRST = ("not_met", "cannot_tell", "met")
"""Order of the requirements: what needs work comes first."""


def assessment(document: Plain, lang: str) -> None:
    """Print an assessment."""
    console = new_console()
    unit = document["functional_unit"]
    console.print(Text(f"{document['route']['title'][lang]} [{document['route']['id']}]"))
    console.print(
        Text(
            f"{word('functional unit', lang)}: {unit['amount']:g} {unit['unit']} {unit['flow']}"
            f" ({unit['function'][lang]})"
        )
    )
    for result in document["results"]:
        console.print()
        _result(result, lang, console)
    finding_lines(document.get("findings", ()), lang)
    for missing in document.get("not_computable", ()):
        console.print(Text(f"{missing['guideline']}: {missing['reason'][lang]}"))


def _result(result: Plain, lang: str, console: Console) -> None:
    head = f"{result['guideline_title'][lang]} [{result['guideline']}]"
    if result["for_comparison"]:
        head += f" ({word('for comparison', lang)})"
    console.print(Text(head, style="bold"))
    for total in result["totals"]:
        console.print(Text(f"  {total['title'][lang]}: {number(total['value'])} {total['unit']}"))
    _verdict(result.get("verdict"), lang, console)
    if carbon := result.get("carried_carbon"):
        _carried(carbon, lang, console)
    console.print(Text(f"  {word('evidence counts', lang)}: {evidence(result['evidence'])}"))
    acted = ", ".join(r["title"][lang] for r in result["rules"] if r["acted"])
    console.print(Text(f"  {word('acted', lang)}: {acted or '-'}"))
    _terms(result, lang, console)
    _default_value(result, lang, console)
    for kind in ("stage", "provider"):
        _parts(result, kind, lang, console)
    for indicator in result.get("indicators", ()):
        console.print(
            Text(f"  {indicator['title']}: {number(indicator['value'])} {indicator['unit']}")
        )
    _requirements(result, lang, console)
    messages(result["warnings"], lang, console)
    console.print(Text(f"  {word('receipt', lang)} {result['receipt']}"))


def _verdict(verdict: Plain | None, lang: str, console: Console) -> None:
    if verdict is None:
        return
    console.print(Text(f"  {verdict['text'][lang]}"))
    for planned in verdict["planned"]:
        told = word("planned comparator", lang).format(planned["text"][lang])
        console.print(Text(f"  {told}"))


def _carried(carbon: Plain, lang: str, console: Console) -> None:
    text = word("carried carbon", lang).format(
        number(carbon["biogenic_kg_c"]),
        number(carbon["fossil_kg_c"] + carbon["atmospheric_kg_c"]),
        number(carbon["burning_adds"]),
        carbon["unit"],
    )
    console.print(Text(f"  {text}"))


def _terms(result: Plain, lang: str, console: Console) -> None:
    """Print the score by the guideline's own formula, the terms it subtracts with a minus."""
    if not result["terms"]:
        return
    unit = result["unit"]
    table = new_table(
        word("terms", lang), word("term", lang), word("title", lang), unit, right=[unit]
    )
    for term in result["terms"]:
        add_row(table, _signed(term), term["title"][lang], number(term["value"]))
    add_row(table, "=", word("score", lang), number(result["score"]))
    console.print(table)


def _signed(term: Plain) -> str:
    return f"{'-' if term['sign'] < 0 else '+'} {term['id']}"


def _default_value(result: Plain, lang: str, console: Console) -> None:
    """Print what the guideline prints for the pathway beside the values of this route."""
    found = result.get("default_value")
    if found is None:
        return
    variants = found["variants"]
    heads = [word("this route", lang), *(word(v["variant"], lang) for v in variants)]
    table = new_table(
        word("default beside", lang).format(found["title"][lang], found["pathway"]),
        word("term", lang),
        *heads,
        word("unit", lang),
        right=heads,
    )
    actual = {term["id"]: term for term in result["terms"]}
    for name in dict.fromkeys(name for v in variants for name in v["terms"]):
        own = number(actual[name]["value"]) if name in actual else "-"
        printed = (number(v["terms"].get(name)) for v in variants)
        add_row(table, name, own, *printed, variants[0]["unit"])
    add_row(
        table,
        word("total", lang),
        number(result["score"]),
        *(number(v.get("total")) for v in variants),
        result["unit"],
    )
    savings = [v.get("verdict") for v in (result, *variants)]
    if any(savings):
        told = (percent(verdict["saving"]) if verdict else "-" for verdict in savings)
        add_row(table, word("saving", lang), *told, "")
    console.print(table)


def _parts(result: Plain, kind: str, lang: str, console: Console) -> None:
    rows = [c for c in result["contributions"] if kind in c]
    rows.sort(key=lambda c: -abs(c["value"]))
    table = new_table("", word(kind, lang), result["unit"], right=[result["unit"]])
    for row in rows[:TOP]:
        add_row(table, row["title"][lang], number(row["value"]))
    if rest := rows[TOP:]:
        add_row(table, word("other", lang).format(len(rest)), number(sum(c["value"] for c in rest)))
    console.print(table)


def _requirements(result: Plain, lang: str, console: Console) -> None:
    rows = sorted(result["requirements"], key=lambda r: UNMET_FIRST.index(r["status"]))
    if not rows:
        return
    table = new_table(
        word("requirements checked", lang),
        *(word(w, lang) for w in ("requirement", "answer", "found", "clause", "evidence")),
    )
    for row in rows:
        add_row(
            table,
            row["title"][lang],
            word(f"requirement {row['status']}", lang),
            row["text"][lang],
            f"{word(row['strength'], lang)}; {row['clause']}".removesuffix("; "),
            word(row["evidence"], lang),
        )
    console.print(table)
