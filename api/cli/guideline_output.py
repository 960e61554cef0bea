"""How a guideline, and two of them side by side, look in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from api.cli.tables import Plain, add_row, evidence, new_console, new_table, number, percent
from api.cli.words import printable, word


def page(document: Plain, lang: str) -> None:
    """Print the page of a guideline."""
    console = new_console()
    console.print(Text(f"{document['title'][lang]} [{document['id']}]", style="bold"))
    for name, told in _identity(document, lang):
        console.print(Text(f"  {word(name, lang)}: {told}"))
    for note in document["notes"]:
        console.print(Text(f"  {note[lang]}"))
    _comparators(document, lang, console)
    if terms := document["terms"]:
        told = ", ".join(
            f"{'-' if t['sign'] < 0 else '+'} {t['id']} ({t['title'][lang]})" for t in terms
        )
        console.print(Text(f"{word('terms', lang)}: {told}"))
    table = new_table(
        word("rules on", lang).format(document["day"]),
        *(word(w, lang) for w in ("axis", "choice", "strength", "clause", "in our words")),
        word("evidence", lang),
    )
    for rule in document["rules"]:
        add_row(
            table,
            rule["title"][lang],
            _choice(rule, lang),
            word(rule["strength"], lang),
            rule["clause"] or "-",
            rule["paraphrase"][lang],
            word(rule["evidence"], lang),
        )
    console.print(table)
    _permitted(document["rules"], lang, console)
    _requirements(document["rules"], lang, console)
    _defaults(document, lang, console)


def difference(document: Plain, lang: str) -> None:
    """Print two guidelines side by side."""
    console = new_console()
    left, right = document["left"], document["right"]
    for side in (left, right):
        told = f"{side['title'][lang]} [{side['id']}], {side['edition']}, {side['day']}"
        console.print(Text(told, style="bold"))
    if document["identity"]:
        told = ", ".join(word(part, lang) for part in document["identity"])
        console.print(Text(f"{word('differ in', lang)}: {told}"))
    if not document["axes"]:
        console.print(Text(word("no axis differs", lang)))
        return
    table = new_table(
        word("differing axes", lang).format(len(document["axes"]), len(document["same_axes"])),
        word("axis", lang),
        left["id"] if left["id"] != right["id"] else f"{left['id']} {left['day']}",
        right["id"] if left["id"] != right["id"] else f"{right['id']} {right['day']}",
        word("changes the number", lang),
    )
    for line in document["axes"]:
        add_row(
            table,
            line["title"][lang],
            _side(line["left"], lang),
            _side(line["right"], lang),
            word("yes" if line["counts"] else "no", lang),
        )
    console.print(table)


def checked(document: Plain, lang: str) -> None:
    """Print what is wrong in guideline files."""
    console = new_console()
    for problem in document["problems"]:
        found = problem["finding"]
        place = f"{problem['file']}:{found.get('line') or 1}: {found['pointer']}"
        told = f"{place} {found['message'][lang]} {found['suggestion'][lang]}"
        console.print(Text(printable(told)))
    told = "guidelines valid" if document["ok"] else "guidelines broken"
    console.print(Text(word(told, lang).format(len(document["guidelines"]))))


def _identity(document: Plain, lang: str) -> Iterable[tuple[str, str]]:
    yield "body", document["body"]
    yield "edition", document["edition"]
    yield "level", document["level"][lang]
    yield "status", word(document["status"], lang)
    yield "in force", _period(document["in_force"])
    yield "applies to", ", ".join(word(kind, lang) for kind in document["applies_to"])
    for condition in document["scope"]:
        values = ", ".join(word(value, lang) for value in condition["values"])
        told = f"{values} ({condition['clause']}; {word(condition['evidence'], lang)})"
        yield f"only {condition['kind']}", told
    yield (
        "unit of result",
        "; ".join(
            f"{', '.join(word(kind, lang) for kind in line['comparison'])}: {line['unit']}"
            + (f" ({word('for comparison', lang)})" if line["for_comparison"] else "")
            for line in document["results"]
        ),
    )
    yield "evidence counts", evidence(document["evidence"])


def _period(period: Plain) -> str:
    return f"{period.get('from_day') or '…'} – {period.get('to_day') or '…'}"


def _comparators(document: Plain, lang: str, console: Console) -> None:
    if not document["comparators"]:
        return
    table = new_table(
        word("comparators", lang),
        *(word(w, lang) for w in ("title", "value", "unit", "in force", "asked for")),
        word("clause", lang),
        word("evidence", lang),
        right=[word("value", lang)],
    )
    for line in document["comparators"]:
        asked = "; ".join(
            f"{percent(t['saving'])} ({word('plant start', lang)} {_period(t['plant_start'])})"
            if t["plant_start"].get("from_day") or t["plant_start"].get("to_day")
            else percent(t["saving"])
            for t in line["thresholds"]
        )
        if line["pays_by_emissions"]:
            asked = word("pays by emissions", lang)
        add_row(
            table,
            line["title"][lang],
            number(line["value"]),
            line["unit"],
            word("planned", lang) if line["planned"] else _period(line["in_force"]),
            asked or "-",
            line["clause"],
            word(line["evidence"], lang),
        )
    console.print(table)


def _choice(rule: Plain, lang: str) -> str:
    text: str = rule["text"][lang]
    if rule["is_default"]:
        text = f"{text} ({word('our default', lang)})"
    return text


def _side(rule: Plain, lang: str) -> str:
    told = [_choice(rule, lang), word(rule["strength"], lang)]
    if rule["clause"]:
        told.append(rule["clause"])
    return f"{'; '.join(told)} [{word(rule['evidence'], lang)}]"


def _permitted(rules: Iterable[Plain], lang: str, console: Console) -> None:
    rows = [rule for rule in rules if rule["permitted"]]
    if not rows:
        return
    table = new_table(word("permitted", lang), word("axis", lang), word("alternative", lang))
    for rule in rows:
        for other in rule["permitted"]:
            add_row(table, rule["title"][lang], other[lang])
    console.print(table)


def _requirements(rules: Iterable[Plain], lang: str, console: Console) -> None:
    rows = [(rule, r) for rule in rules for r in rule["requirements"]]
    if not rows:
        return
    table = new_table(
        word("requirements", lang),
        *(word(w, lang) for w in ("axis", "requirement", "limit", "strength", "clause")),
        word("evidence", lang),
    )
    for rule, asked in rows:
        add_row(
            table,
            rule["title"][lang],
            asked["title"][lang],
            number(asked.get("limit")),
            word(asked["strength"], lang),
            asked.get("clause") or "-",
            word(asked["evidence"], lang),
        )
    console.print(table)


def _defaults(document: Plain, lang: str, console: Console) -> None:
    if not document["defaults"]:
        return
    terms = list(dict.fromkeys(t for line in document["defaults"] for t in line["terms"]))
    total = word("total", lang)
    table = new_table(
        word("default values", lang),
        "id",
        word("title", lang),
        word("variant", lang),
        *terms,
        total,
        word("unit", lang),
        word("evidence", lang),
        right=[*terms, total],
    )
    for line in document["defaults"]:
        add_row(
            table,
            line["pathway"],
            line["title"][lang],
            word(line["variant"], lang),
            *(number(line["terms"].get(t)) for t in terms),
            number(line.get("total")),
            line["unit"],
            word(line["evidence"], lang),
        )
    console.print(table)


def mixture(document: Plain, lang: str) -> None:
    """Print the default values of a mixture of substrates."""
    share = word("share of the energy", lang)
    table = new_table(document["guideline"], "id", word("title", lang), share, right=[share])
    for part in document["parts"]:
        add_row(table, part["substrate"], part["title"][lang], percent(part["share"]))
    console = new_console()
    console.print(table)
    for value in document["values"]:
        told = f"{word(value['variant'], lang)}: {number(value['value'])} {document['unit']}"
        console.print(Text(told))
