"""How a cash flow looks in a terminal: price, its parts, tax rules, comparisons, the table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from api.cli.phrases import say, share
from api.cli.tables import Plain, add_row, new_console, new_table, number
from api.cli.words import printable, word

DEDUCTIONS = ("interest", "full_payment")
COLUMN_WIDTH = 17
"""Width a column of the table needs for its heading, with its frame."""

MILLION = 1e6
NOTHING = 1e-9
"""Below this share of the largest amount, or of the price, a number is rounding."""


def cash_flow(document: Plain, lang: str) -> None:
    """Print a cash flow."""
    console = new_console()
    unit = document["unit"]
    console.print(Text(printable(f"{document['id']} ({document['source']})")))
    rule = word(f"tax_rule {document['tax_rule']}", lang)
    deduction = word(f"loan_deduction {document['loan_deduction']}", lang)
    price = f"{number(document['minimum_price'])} {unit}"
    say(console, lang, "minimum price line", price, rule, deduction, style="bold")
    _worth(document, lang, console)
    _parts(document, lang, console)
    _rules(document, lang, console)
    _comparisons(document["comparisons"], lang, console)
    _table(document, lang, console)
    console.print(Text(f"{word('receipt', lang)} {document['receipt']}"))


def _worth(document: Plain, lang: str, console: Console) -> None:
    largest = max((abs(v) for row in document["rows"] for v in row["values"]), default=0.0)
    npv = document["net_present_value"]
    npv = 0.0 if abs(npv) <= NOTHING * largest else npv
    price = f"{number(document['price'])} {document['unit']}"
    payback = document.get("payback_years")
    say(
        console,
        lang,
        "worth line",
        price,
        number(npv),
        document["currency"],
        word("no rate", lang) if document.get("irr") is None else share(document["irr"]),
        word("never", lang) if payback is None else number(payback, 3),
    )


def _parts(document: Plain, lang: str, console: Console) -> None:
    unit = document["unit"]
    say(console, lang, "price parts")
    table = new_table("", word("cost line", lang), unit, right=[unit])
    for part in document["parts"]:
        if abs(part["value"]) > NOTHING * abs(document["minimum_price"]):
            add_row(table, word(f"part {part['name']}", lang), number(part["value"]))
    add_row(table, word("minimum price", lang), number(document["minimum_price"]))
    console.print(table)


def _rules(document: Plain, lang: str, console: Console) -> None:
    prices: dict[str, dict[str, Plain]] = {}
    for one in document["by_rule"]:
        prices.setdefault(one["losses"], {})[one["deduction"]] = one
    numbers = [word(f"loan_deduction {name}", lang) for name in DEDUCTIONS]
    title = word("price by rule", lang).format(document["unit"])
    table = new_table(title, word("a loss is", lang), *numbers, right=numbers)
    for rule, found in prices.items():
        name = word(f"tax_rule {rule}", lang)
        add_row(table, f"{name} [{rule}]", *(number(found[d]["price"]) for d in DEDUCTIONS))
    console.print(table)
    if not any(one["loss_years"] for one in document["by_rule"]):
        say(console, lang, "no loss years")


def _comparisons(found: Sequence[Plain], lang: str, console: Console) -> None:
    if not found:
        return
    numbers = [word(w, lang) for w in ("in the file", "hakari here", "difference", "relative")]
    table = new_table(word("comparisons", lang), word("number", lang), *numbers, right=numbers)
    for one in found:
        relative = one.get("relative")
        add_row(
            table,
            one["name"],
            number(one["expected"]),
            number(one["found"]),
            f"{one['found'] - one['expected']:.1e}",
            "-" if relative is None else f"{relative:.1e}",
        )
    console.print(table)
    say(console, lang, "comparisons note")


def _table(document: Plain, lang: str, console: Console) -> None:
    """Print the years as rows; rows of the document are columns, in blocks that fit."""
    rows = [row for row in document["rows"] if any(row["values"])]
    money = [abs(v) for row in rows if row["unit"] == "money" for v in row["values"]]
    large = max(money, default=0.0) >= MILLION
    scale = MILLION if large else 1.0
    currency = document["currency"]
    unit = word("million", lang).format(currency) if large else currency
    title = word("cash flow table", lang).format(
        f"{number(document['price'])} {document['unit']}", unit
    )
    each = max(1, (console.width - len("-99") - 4) // COLUMN_WIDTH)
    for start in range(0, len(rows), each):
        block = rows[start : start + each]
        heads = [row["name"][lang] for row in block]
        year = word("year", lang)
        table = new_table(title if start == 0 else "", year, *heads, right=[year, *heads])
        for i, at in enumerate(document["years"]):
            add_row(table, at, *(_amount(row, i, scale) for row in block))
        console.print(table)
    zero = [row["name"][lang] for row in document["rows"] if not any(row["values"])]
    if zero:
        say(console, lang, "rows of zero", ", ".join(zero))


def _amount(row: Plain, i: int, scale: float) -> str:
    value = row["values"][i]
    if row["unit"] != "money":
        return f"{value:.4f}"
    shown = f"{value / scale:,.2f}" if scale > 1 else f"{value:,.0f}"
    return "-" if value == 0 else "0" if float(shown.replace(",", "")) == 0 else shown
