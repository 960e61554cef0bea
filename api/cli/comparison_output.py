"""How comparisons look in a terminal: matrix, explained gap, envelope, settle, robustness."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.tables import ID, Plain, add_row, evidence, new_console, new_table, number, percent
from api.cli.words import word

TOP_INTERACTIONS = 5


def comparison(document: Plain, lang: str) -> None:
    """Print a comparison: the matrix, then whatever else was asked for."""
    console = new_console()
    _matrix(document["matrix"], lang, console)
    for gap in document["explanations"]:
        _gap(gap, lang, console)
    for missing in document["not_explained"]:
        console.print(Text(f"{missing['case']}: {missing['reason'][lang]}"))
    if proposal := document.get("proposal"):
        _proposal(proposal, lang, console)
    for envelope in document["envelopes"]:
        _envelope(envelope, lang, console)
    if settle := document.get("settle"):
        _settle(settle, lang, console)
    for found in document["robustness"]:
        _robustness(found, lang, console)


def _matrix(cells: Sequence[Plain], lang: str, console: Console) -> None:
    """Print a table for each case, a guideline a row."""
    by_case: dict[str, list[Plain]] = {}
    for cell in cells:
        by_case.setdefault(cell["case"], []).append(cell)
    for case, rows in by_case.items():
        _case(case, rows, lang, console)
    console.print(Text(f"  {word('rules acting note', lang)}"))


def _case(case: str, cells: Sequence[Plain], lang: str, console: Console) -> None:
    numbers = [word(w, lang) for w in ("bio", "same function", "reduction", "if burnt")]
    table = new_table(
        case,
        ID,
        *numbers,
        word("unit", lang),
        word("own test", lang),
        word("rules acting", lang),
        word("remark", lang),
        right=numbers,
    )
    for cell in cells:
        remark = cell["note"][lang] if cell.get("note") else ""
        if cell["for_comparison"]:
            remark = f"{word('for comparison', lang)} {remark}".strip()
        add_row(
            table,
            cell["guideline"],
            number(cell.get("score")),
            number(cell.get("baseline_same_function")),
            percent(cell.get("reduction")),
            percent(cell.get("reduction_if_burnt")),
            cell["unit"],
            _verdict(cell.get("verdict"), lang),
            evidence(cell["evidence"]) if cell.get("evidence") else "-",
            remark,
        )
    console.print(table)


def _verdict(verdict: Plain | None, lang: str) -> str:
    if verdict is None:
        return "-"
    if verdict.get("rate") is not None:
        return word("rate line", lang).format(number(verdict["rate"], 3))
    told = word("saving line", lang).format(
        percent(verdict["saving"]), number(verdict["comparator_value"])
    )
    if verdict.get("met") is None:
        return told
    answer = word("met" if verdict["met"] else "not_met", lang)
    margin = 100 * verdict["margin"]
    return f"{told}; {percent(verdict['threshold'])} {answer} ({margin:+.1f})"


def _gap(gap: Plain, lang: str, console: Console) -> None:
    console.print()
    head = word("gap head", lang).format(gap["case"], word(gap["role"], lang))
    table = new_table(
        head, word("axis", lang), gap["from"], gap["to"], gap["unit"], right=[gap["unit"]]
    )
    add_row(table, word("score under", lang).format(gap["from"]), "", "", number(gap["from_score"]))
    for part in (p for p in gap["axes"] if p["acts"]):
        choices = part["from_choice"][lang], part["to_choice"][lang]
        add_row(table, part["title"][lang], *choices, f"{part['value']:+.4g}")
    add_row(table, word("score under", lang).format(gap["to"]), "", "", number(gap["to_score"]))
    console.print(table)
    if idle := [p["title"][lang] for p in gap["axes"] if not p["acts"]]:
        console.print(Text(f"  {word('no effect', lang)}: {', '.join(idle)}"))
    console.print(Text(word("gap total", lang).format(f"{gap['total']:+.6g}", gap["unit"])))
    for together in gap["interactions"][:TOP_INTERACTIONS]:
        told = " × ".join(together["axes"])
        console.print(Text(f"  {word('together', lang)} {told}: {together['value']:+.4g}"))
    if gap["grouped"]:
        told = ", ".join(gap["grouped"])
        console.print(Text(f"  {word('grouped', lang)}: {told} {gap['grouped_value']:+.4g}"))


def _proposal(proposal: Plain, lang: str, console: Console) -> None:
    console.print()
    console.print(Text(f"{proposal['title'][lang]} [{proposal['id']}]", style="bold"))
    console.print(Text(word("proposal over", lang).format(proposal["over"])))
    rules = new_table(
        word("changed rules", lang),
        *(word(w, lang) for w in ("axis", "text says", "proposal says")),
    )
    for rule in proposal["rules"]:
        add_row(rules, rule["title"][lang], rule["from_choice"][lang], rule["to_choice"][lang])
    console.print(rules)
    numbers = [word(w, lang) for w in ("before", "after", "change")]
    table = new_table(
        word("proposal table", lang),
        word("case", lang),
        word("route", lang),
        *numbers,
        word("unit", lang),
        word("because of", lang),
        word("own test", lang),
        word("remark", lang),
        right=numbers,
    )
    for line in proposal["changes"]:
        because = "; ".join(
            f"{part['title'][lang]} {part['value']:+.3g}" for part in line["axes"] if part["acts"]
        )
        tests = [line.get("verdict_before"), line.get("verdict_after")]
        add_row(
            table,
            line["case"],
            word(line["role"], lang),
            number(line.get("before")),
            number(line.get("after")),
            f"{line['change']:+.4g}" if line.get("change") is not None else "-",
            line["unit"],
            because or "-",
            " → ".join(_verdict(v, lang) for v in tests) if any(tests) else "-",
            line["note"][lang] if line.get("note") else "",
        )
    console.print(table)


def _envelope(envelope: Plain, lang: str, console: Console) -> None:
    console.print()
    low, high = envelope["low"], envelope["high"]
    console.print(
        Text(
            word("envelope head", lang).format(
                envelope["case"],
                envelope["guideline"],
                number(low["score"]),
                number(high["score"]),
                number(envelope["score"]),
                envelope["unit"],
                envelope["combinations"],
            ),
            style="bold",
        )
    )
    opening = [axis for axis in envelope["axes"] if axis["high"] > axis["low"]]
    idle = [a["title"][lang] for a in envelope["axes"] if not a["high"] > a["low"]]
    if opening:
        console.print(_opening(opening, envelope, lang))
    else:
        console.print(Text(f"  {word('no freedom', lang)}"))
    if idle:
        console.print(Text(f"  {word('freedom without effect', lang)}: {', '.join(idle)}"))
    if envelope["not_computable"]:
        console.print(Text(f"  {word('not computable', lang).format(envelope['not_computable'])}"))
    if not envelope["complete"]:
        console.print(Text(f"  {word('not complete', lang)}"))


def _opening(axes: Sequence[Plain], envelope: Plain, lang: str) -> Table:
    numbers = [word("low", lang), word("high", lang)]
    table = new_table(
        "",
        word("axis", lang),
        *numbers,
        word("choice at low", lang),
        word("choice at high", lang),
        right=numbers,
    )
    for axis in axes:
        ends = [envelope[end]["choices"].get(axis["axis"]) for end in ("low", "high")]
        add_row(
            table,
            axis["title"][lang],
            number(axis["low"]),
            number(axis["high"]),
            *(choice[lang] if choice else "-" for choice in ends),
        )
    return table


def _settle(settle: Plain, lang: str, console: Console) -> None:
    console.print()
    columns = [word("library", lang), *(case["case"] for case in settle["cases"])]
    table = new_table(word("settle", lang), word("axis", lang), *columns, right=columns)
    for axis in settle["library"]:
        shares = [
            next((a["total"] for a in case["axes"] if a["axis"] == axis["axis"]), 0.0)
            for case in settle["cases"]
        ]
        add_row(
            table,
            axis["title"][lang],
            percent(axis["total"]),
            *(percent(share) for share in shares),
        )
    console.print(table)
    console.print(Text(f"  {word('settle note', lang)}"))


def _robustness(found: Plain, lang: str, console: Console) -> None:
    console.print()
    console.print(
        Text(
            word("robust head", lang).format(
                found["case"],
                percent(found["carbon"]),
                percent(found.get("cost")),
                percent(found.get("both")),
                number(found["target"], 3),
                found["samples"],
                found["seed"],
            ),
            style="bold",
        )
    )
    numbers = [word("better in carbon", lang), word("better in both", lang)]
    table = new_table("", word("guideline", lang), *numbers, right=numbers)
    for line in found["guidelines"]:
        add_row(table, line["guideline"], percent(line["carbon"]), percent(line.get("both")))
    console.print(table)
    if turning := found["turning"]:
        pairs = sum(axis["pairs"] for axis in turning)
        told = "; ".join(f"{axis['title'][lang]} {axis['pairs']}" for axis in turning)
        console.print(Text(f"  {word('turning', lang).format(pairs)}: {told}"))
        flip = found["flips"][0]
        told = word("flip line", lang).format(
            flip["better_under"], flip["worse_under"], flip["title"][lang]
        )
        console.print(Text(f"  {told}"))
    else:
        console.print(Text(f"  {word('nothing turns', lang)}"))
    if found.get("note"):
        console.print(Text(f"  {found['note'][lang]}"))
