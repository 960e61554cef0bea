"""How levers look in a terminal: waterfall, tornado, Sobol indices, break-even, inverse design."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console

from api.cli.contour_output import contour
from api.cli.phrases import (
    BAR_WIDTH,
    HIGH_SIDE,
    LOW_SIDE,
    NARROW_BAR,
    TARGET,
    TODAY,
    WIDE,
    bar,
    first_of,
    head,
    say,
    share,
    signed,
)
from api.cli.tables import Plain, add_row, new_table, number
from api.cli.words import word

TOP = 15
"""Bars, indices and needs shown in a terminal; the rest is counted."""

NAMED = 5

Titles = Mapping[str, str]


def levers(found: Plain, titles: Titles, lang: str, console: Console) -> None:
    """Print everything that was asked about levers."""
    if waterfall := found.get("waterfall"):
        _waterfall(waterfall, lang, console)
    if tornado := found.get("tornado"):
        _tornado(tornado, lang, console)
    if sobol := found.get("sobol"):
        _sobol(sobol, titles, lang, console)
    if found["break_even"]:
        _break_even(found["break_even"], lang, console)
    if grid := found.get("contour"):
        contour(grid, lang, console)
    if design := found.get("design"):
        _design(design, lang, console)


def _waterfall(found: Plain, lang: str, console: Console) -> None:
    start, end, target = found["start"], found["end"], found["target"]
    market = any(step["baseline_jpy"] for step in found["steps"])
    head(console, word("waterfall", lang))
    numbers = [word(w, lang) for w in ("ratio", "bio cost", "moved alone", "moved last")]
    if market:
        numbers.insert(2, word("baseline cost", lang))
    table = new_table("", word("lever", lang), word("way", lang), *numbers, right=numbers)

    def state(key: str, at: Plain) -> None:
        costs = [number(at["bio"]), *([number(at["baseline"])] if market else [])]
        add_row(table, word(key, lang), "", number(at["ratio"]), *costs, "", "")

    state("today", start)
    for step in found["steps"]:
        moves = step["moves"]
        single = len(moves) == 1
        costs = [signed(step["bio_jpy"])]
        if market:
            costs.append(signed(step["baseline_jpy"]))
        add_row(
            table,
            moves[0]["title"][lang] if single else step["lever"],
            "; ".join(_way(move, "" if single else f"{move['title'][lang]} ") for move in moves),
            signed(step["ratio"]),
            *costs,
            signed(step["ratio_first"]),
            signed(step["ratio_last"]),
        )
    state("with all targets", end)
    console.print(table)
    left = end["ratio"] - target
    key = "left above" if left > 0 else "left below"
    say(console, lang, key, number(end["ratio"], 3), number(target, 3), number(abs(left), 3))
    say(console, lang, "waterfall note")


def _way(move: Plain, name: str) -> str:
    return f"{name}{number(move['start'])} → {number(move['target'])} {move['unit']}"


def _tornado(found: Plain, lang: str, console: Console) -> None:
    head(console, word("tornado", lang).format(number(found["ratio"])))
    shown = found["bars"][:TOP]
    ratios = [b[key] for b in shown for key in ("ratio_low", "ratio_high") if key in b]
    ends = min([*ratios, found["ratio"]]), max([*ratios, found["ratio"]])
    numbers = [word(w, lang) for w in ("value p10", "value p90", "ratio p10", "ratio p90")]
    table = new_table(
        "",
        word("input", lang),
        *numbers[:2],
        word("unit", lang),
        *numbers[2:],
        "",
        right=numbers,
    )
    cells = BAR_WIDTH if console.width >= WIDE else NARROW_BAR
    table.columns[-1].no_wrap = True
    for one in shown:
        low, high = one.get("ratio_low"), one.get("ratio_high")
        known = low is not None and high is not None
        add_row(
            table,
            f"{one['title'][lang]} [{one['name']}]",
            number(one["value_low"]),
            number(one["value_high"]),
            one["unit"],
            *(word("no cost", lang) if r is None else number(r) for r in (low, high)),
            bar(found["ratio"], low, high, ends, found["target"], cells) if known else "",
        )
    console.print(table)
    say(console, lang, "tornado note", LOW_SIDE, HIGH_SIDE, TODAY)
    inside = ends[0] <= found["target"] <= ends[1]
    key = "target inside" if inside else "target outside"
    say(console, lang, key, number(found["target"], 3), TARGET)
    _rest(len(found["bars"]), lang, console)
    _certain(found["certain"], lang, console)


def _rest(count: int, lang: str, console: Console) -> None:
    if count > TOP:
        say(console, lang, "more in json", count - TOP)


def _certain(names: list[str], lang: str, console: Console) -> None:
    if names:
        say(console, lang, "taken as certain", len(names), first_of(names, NAMED, lang))


def _sobol(found: Plain, titles: Titles, lang: str, console: Console) -> None:
    head(console, word("sobol", lang))
    if found["constant"]:
        say(console, lang, "sobol constant")
        return
    numbers = [word(w, lang) for w in ("first order", "total effect")]
    table = new_table("", word("input", lang), *numbers, right=numbers)
    for one in found["indices"][:TOP]:
        told = "; ".join(f"{titles.get(name, name)} [{name}]" for name in one["names"])
        add_row(
            table,
            told,
            *(f"{one[k]:.3f} ± {one[k + '_half_width']:.3f}" for k in ("first", "total")),
        )
    console.print(table)
    _rest(len(found["indices"]), lang, console)
    counts = [f"{found[k]:,}" for k in ("n", "weighed")]
    level = f"{100 * found['level']:g}"
    say(console, lang, "sobol line", f"{found['sum_first']:.3f}", level, *counts, found["seed"])
    if found["failed"]:
        say(console, lang, "sobol failed", f"{found['failed']:,}")
    _certain(found["certain"], lang, console)


def _break_even(found: list[Plain], lang: str, console: Console) -> None:
    first = found[0]
    head(
        console,
        word("break-even", lang).format(number(first["ratio"], 3), number(first["target"], 3)),
    )
    words = ("input", "today", "unit", "needed alone", "searched", "ratio goes")
    heads = [word(w, lang) for w in words]
    table = new_table("", *heads, right=heads[1:2])
    for one in found:
        add_row(
            table,
            f"{one['title'][lang]} [{one['name']}]",
            number(one["today"]),
            one["unit"],
            _needed(one, lang),
            _searched(one["range"], lang),
            word(f"direction {one['direction']}", lang),
        )
    console.print(table)


def _needed(one: Plain, lang: str) -> str:
    if one["kind"] == "value":
        told = number(one["value"])
        return told if one["monotone"] else f"{told} {_roots(one, lang)}"
    if one["kind"] == "already_met":
        if (lost := one.get("lost_at")) is None:
            return word("met anywhere", lang)
        return word("met until", lang).format(number(lost))
    return word("unreachable line", lang).format(
        number(one["best_ratio"], 3), number(one["best_value"])
    )


def _roots(one: Plain, lang: str) -> str:
    if len(one["roots"]) <= 1:
        return word("ratio turns", lang)
    return word("all crossings", lang).format(", ".join(number(root) for root in one["roots"]))


def _searched(span: Plain, lang: str) -> str:
    told = (
        f"{number(span[end])} ({word('range ' + span[end + '_from'], lang)})"
        for end in ("low", "high")
    )
    return word("from to", lang).format(*told)


def _design(found: Plain, lang: str, console: Console) -> None:
    head(console, word("design", lang))
    target, today = number(found["target"], 3), number(found["ratio_today"], 3)
    if found["kind"] == "already_met":
        say(console, lang, "design met", today, target)
        return
    reached = found["kind"] == "found"
    if reached:
        say(console, lang, "design found", today, number(found["ratio"], 3), target)
        say(console, lang, "design distance", number(found["distance"], 3))
        if (chance := found.get("chance")) is not None:
            say(console, lang, "design chance", share(chance))
    else:
        say(console, lang, "design unreachable", number(found["best_ratio"], 3), target)
    numbers = [word(w, lang) for w in ("today", "needed" if reached else "best value")]
    extra = [word(w, lang) for w in ("distance", "share of distance")] if reached else []
    table = new_table(
        "", word("input", lang), *numbers, word("unit", lang), *extra, right=[*numbers, *extra[1:]]
    )
    moved = [need for need in found["needs"] if need["needed"] != need["today"]]
    moved.sort(key=lambda need: -need["share"])
    for need in moved[:TOP]:
        add_row(
            table,
            f"{need['title'][lang]} [{need['name']}]",
            number(need["today"]),
            number(need["needed"]),
            need["unit"],
            *((_distance(need, lang), share(need["share"])) if reached else ()),
        )
    console.print(table)
    _rest(len(moved), lang, console)
    if stay := len(found["needs"]) - len(moved):
        say(console, lang, "design stay", stay)


def _distance(need: Plain, lang: str) -> str:
    """Say how far a value is: in standard scores of its distribution, or on the way to an end."""
    if need["measure"] == "score":
        return word("in scores", lang).format(f"{need['distance']:+.2f}")
    end = need["high"] if need["needed"] > need["today"] else need["low"]
    return word("on the way", lang).format(share(abs(need["distance"])), number(end))
