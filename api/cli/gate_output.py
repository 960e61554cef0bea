"""How stage gates look in a terminal: the review table, progress, chances, who did it."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console

from api.cli.phrases import WIDE, chance, first_of, head, level, say, share, signed
from api.cli.tables import Plain, add_row, new_table, number
from api.cli.words import word

NAMED = 5
OF_THE_GATE = ("gate", "date", "trl")
ENDS = ("ratio_frozen", "ratio_moving", "probability_ratio")
"""Columns that say the same in every row of a gate: shown once."""

NUMBER_WIDTH = 9
"""Widest column of numbers: their headings wrap, so that names of gates and KPIs need not."""

Titles = Mapping[str, str]


def gates(found: Plain, titles: Titles, lang: str, console: Console) -> None:
    """Print where a project stands at its gates."""
    head(console, word("gates", lang))
    _review(found["table"], lang, console)
    _progress(found["gates"], lang, console)
    _chances(found["chances"], found["gates"], titles, lang, console)
    for gate in found["gates"]:
        if doing := gate.get("attribution"):
            _attribution(doing, gate, lang, console)
    for note in found["notes"]:
        say(console, lang, "note line", note[lang])


def _review(table: Plain, lang: str, console: Console) -> None:
    """Print the review table; a narrow terminal gets it without what `_progress` says again."""
    wide = console.width >= WIDE
    places = [i for i, column in enumerate(table["columns"]) if wide or column["id"] not in ENDS]
    columns = [table["columns"][i] for i in places]
    headings = [column["heading"][lang] for column in columns]
    right = [
        heading
        for heading, column in zip(headings, columns, strict=True)
        if column["percent"] or column["id"] in ("value", "target", *ENDS)
    ]
    shown = new_table("", *headings, right=right)
    for drawn in shown.columns:
        if drawn.justify == "right":
            drawn.max_width = NUMBER_WIDTH
    gate = None
    for row in table["rows"]:
        again = row[:2] == gate
        gate = row[:2]
        cells = (
            ""
            if again and column["id"] in (*OF_THE_GATE, *ENDS)
            else _cell(row[i], column["percent"], lang)
            for i, column in zip(places, columns, strict=True)
        )
        add_row(shown, *cells)
    console.print(shown)


def _cell(cell: Plain | str | float | None, is_percent: bool, lang: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        return str(cell[lang])
    if isinstance(cell, float):
        return f"{100 * cell:.3g}" if is_percent else number(cell)
    return str(cell)


def _progress(found: list[Plain], lang: str, console: Console) -> None:
    numbers = [
        word(w, lang)
        for w in (
            "bio cost",
            "baseline cost",
            "ratio",
            "own progress",
            "market part",
            "needed rate",
        )
    ]
    closed = word("gap closed", lang)
    table = new_table(
        word("progress", lang), word("gate", lang), *numbers, closed, right=[*numbers, closed]
    )
    for gate in found:
        stand = gate["progress"]
        split = stand.get("since_last") or {}
        rate = stand.get("needed_percent")
        add_row(
            table,
            gate["title"][lang],
            number(stand["bio_jpy"]),
            number(stand["baseline_jpy"]),
            number(stand["ratio_moving"]),
            *(signed(split[k], 3) if k in split else "-" for k in ("own", "market")),
            "-" if rate is None else signed(rate, 3),
            share(stand.get("gap_closure")),
        )
    console.print(table)
    if whole := found[-1]["progress"].get("since_start"):
        say(
            console, lang, "since start",
            *(signed(whole[key], 3) for key in ("total", "own", "market")),
        )  # fmt: skip
    say(console, lang, "progress note")


def _chances(
    found: list[Plain], known: list[Plain], titles: Titles, lang: str, console: Console
) -> None:
    if not found:
        return
    names = {gate["id"]: gate["title"][lang] for gate in known}
    reached = word("chance target", lang).format(level(found[0]["programme"]["probability"]))
    heads = [word("gate", lang), word("known at", lang), reached]
    ends = [word("median span", lang), word("own goal", lang)]
    table = new_table(word("chances", lang), *heads, *ends)
    for one in found:
        programme, own = one["programme"], one.get("own")
        span = (number(programme[key], 3) for key in ("median", "p5", "p95"))
        add_row(
            table,
            names[one["gate"]],
            names[one["known_at"]],
            chance(programme["probability"]),
            word("median and span", lang).format(*span),
            word("own goal line", lang).format(number(own["target"], 3), chance(own["probability"]))
            if own
            else "-",
        )
    console.print(table)
    for one in found:
        _carried(one, names[one["gate"]], titles, lang, console)


def _carried(one: Plain, gate: str, titles: Titles, lang: str, console: Console) -> None:
    for kpi in one["projected"]:
        span = (number(kpi[key]) for key in ("median", "p5", "p95"))
        told = word("median and span", lang).format(*span)
        say(console, lang, "projected line", gate, titles.get(kpi["name"], kpi["name"]), told)
    if held := one["held"]:
        why = [
            f"{titles.get(h['name'], h['name'])} ({word('held ' + h['why'], lang)})" for h in held
        ]
        say(console, lang, "held line", gate, first_of(why, NAMED, lang))
    if failed := one["programme"]["failed"]:
        total = failed + one["programme"]["n"]
        say(console, lang, "gate failed", gate, f"{failed:,}", f"{total:,}")


def _attribution(found: Plain, gate: Plain, lang: str, console: Console) -> None:
    told = word("attribution", lang).format(gate["title"][lang], signed(found["jpy"]))
    numbers = [word(w, lang) for w in ("bio cost", "own progress")]
    table = new_table(told, word("input", lang), word("way", lang), *numbers, right=numbers)
    for part in found["contributions"]:
        moved = part["moved"]
        single = len(moved) == 1
        add_row(
            table,
            moved[0]["title"][lang] if single else part["name"],
            "; ".join(_way(one, "" if single else f"{one['title'][lang]} ") for one in moved),
            signed(part["jpy"]),
            signed(part["log"], 3) if "log" in part else "-",
        )
    console.print(table)


def _way(moved: Plain, name: str) -> str:
    return f"{name}{number(moved['before'])} → {number(moved['after'])} {moved['unit']}"
