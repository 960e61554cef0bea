"""How carbon beside cost looks in a terminal: carbon price to parity, abatement, premium."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from api.cli.phrases import chance, head, level, say, share, signed
from api.cli.tables import Plain, add_row, new_table, number, percent
from api.cli.words import word
from api.texts import title_of

SHOWN_PRICES = 6
"""Carbon prices of the acceptability curve shown; the JSON document has all."""


def carbon(found: Plain, lang: str, console: Console) -> None:
    """Print carbon beside the cost of one comparison."""
    head(console, word("carbon", lang).format(found["title"][lang], found["guideline"]))
    _emissions(found, lang, console)
    for key in ("to_one", "to_target"):
        console.print(Text(f"  {found[key]['reason'][lang]}"))
    if spread := found.get("to_target_spread"):
        _spread(spread, lang, console)
    _prices(found["at_prices"], lang, console)
    say(console, lang, "abatement", found["abatement"]["meaning"][lang])
    if curve := found.get("acceptability"):
        _acceptability(curve, lang, console)
    if found["chain"]:
        _chain(found["chain"], lang, console)
    for note in found["notes"]:
        say(console, lang, "note line", note[lang])


def _emissions(found: Plain, lang: str, console: Console) -> None:
    sides = [found["bio"], found["baseline"]]
    heads = [word(w, lang) for w in ("bio", "baseline")]
    say(console, lang, "emissions")
    table = new_table("", word("stage", lang), *heads, right=heads)
    for stage in dict.fromkeys(name for side in sides for name in side["by_stage"]):
        cells = (number(side["by_stage"].get(stage)) for side in sides)
        add_row(table, title_of("stages", stage).in_language(lang), *cells)
    for key in ("total", "priced"):
        add_row(table, word(key, lang), *(number(side[key]) for side in sides))
    console.print(table)


def _spread(spread: Plain, lang: str, console: Console) -> None:
    def price(key: str) -> str:
        return word("no price", lang) if spread.get(key) is None else number(spread[key])

    if spread.get("p5") is not None:
        say(console, lang, "carbon spread", *(price(key) for key in ("median", "p5", "p95")))
    say(
        console,
        lang,
        "carbon shares",
        share(spread["share_met"]),
        number(spread["ratio"], 3),
        share(spread["share_value"]),
        share(spread["share_unreachable"]),
    )
    if spread["share_lost"]:
        say(console, lang, "carbon lost", share(spread["share_lost"]))
    if spread["failed"]:
        say(console, lang, "carbon failed", f"{spread['failed']:,}")


def _prices(found: list[Plain], lang: str, console: Console) -> None:
    if not found:
        return
    words = ("jpy per t", "bio pays", "baseline pays", "ratio", "ratio cash")
    numbers = [word(w, lang) for w in words]
    title = word("carbon prices", lang)
    table = new_table(title, word("price", lang), *numbers, word("grade", lang), right=numbers)
    for one in found:
        add_row(
            table,
            one["title"][lang],
            number(one["jpy_per_t"]),
            signed(one["marginal_bio"]),
            signed(one["marginal_baseline"]),
            number(one["ratio"]),
            number(one["ratio_cash"]),
            word(one["grade"], lang),
        )
    console.print(table)


def _acceptability(curve: Plain, lang: str, console: Console) -> None:
    last = len(curve["prices"]) - 1
    places = sorted({round(i * last / (SHOWN_PRICES - 1)) for i in range(SHOWN_PRICES)})
    numbers = [word("jpy per t", lang)]
    pays = word("switch pays", lang).format(level(curve["probability"][0]))
    say(console, lang, "acceptability")
    table = new_table("", *numbers, pays, right=numbers)
    for i in places:
        add_row(table, number(curve["prices"][i]), chance(curve["probability"][i]))
    console.print(table)
    median = curve.get("median_price")
    if median is None:
        say(console, lang, "never half", share(curve["limit"]))
    else:
        say(console, lang, "half pays", number(median), share(curve["limit"]))
    told = (
        f"{word('quadrant ' + kind, lang)} {share(part)}"
        for kind, part in curve["quadrants"].items()
        if part
    )
    say(console, lang, "quadrants", "; ".join(told))


def _chain(found: list[Plain], lang: str, console: Console) -> None:
    words = ("transmission", "ratio", "premium", "price jpy", "premium jpy")
    numbers = [word(w, lang) for w in words]
    table = new_table(word("chain", lang), word("product", lang), *numbers, right=numbers)
    for one in found:
        add_row(
            table,
            one["title"][lang],
            number(one["transmission"]),
            number(one["ratio"]),
            percent(one["premium"]),
            number(one.get("price_jpy")),
            number(one.get("premium_jpy")),
        )
    console.print(table)
