"""What is wrong with a value or a text, in English and Japanese (`problems.yaml`)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inventories.yaml_files import read_yaml

PROBLEMS_FILE = Path(__file__).with_name("problems.yaml")

Texts = tuple[str, str]
"""English and Japanese."""

_COMMA_NUMBER = re.compile(r"[-+]?\d+(,\d+)+(\.\d+)?")
_FULL_WIDTH_MARK = re.compile("[\uff1a\uff0c\u3001\uff5b\uff5d\uff3b\uff3d\uff02\uff03\u3000]")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'|(?<=\s)#.*$""")


@functools.cache
def _problems() -> dict[str, Any]:
    problems: dict[str, Any] = read_yaml(PROBLEMS_FILE)[0]
    return problems


def problem_texts(kind: str, message: str, context: Mapping[str, Any]) -> Texts:
    """Return pydantic's problem in English and Japanese.

    `kind` is pydantic's error type; texts of our own validators are translated by their beginning.
    """
    problems = _problems()
    if kind == "value_error":
        text = message.removeprefix("Value error, ")
        return text, _by_beginning("ours", text) or text
    if kind == "string_pattern_mismatch" and (form := problems["patterns"].get(context["pattern"])):
        return form["en"], form["ja"]
    texts = problems["types"].get(kind)
    if texts is None:
        return message, message
    shown = {k: _shown(v) for k, v in context.items()}
    japanese = {k: v.replace(" or ", "、").replace(", ", "、") for k, v in shown.items()}
    return texts["en"].format(**shown), texts["ja"].format(**japanese)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _by_beginning(part: str, text: str) -> str | None:
    texts: dict[str, str] = _problems()[part]
    return next((ja for start, ja in texts.items() if text.startswith(start)), None)


def type_texts(value: Any) -> Texts:
    """Return the name of a value's type, e.g. ``("list", "リスト")``."""
    kinds = {dict: "mapping", list: "list", str: "text", bool: "true/false", type(None): "nothing"}
    name = kinds.get(type(value), "number")
    return name, _problems()["names"][name]


def slip_of(text: str) -> Texts | None:
    """Return what usually went wrong where a number or formula was meant, None if nothing known.

    Examples
    --------
    >>> slip_of("1,5")[0]
    'numbers have no comma; the decimal sign is a point: `1.5`'
    """
    half_width = unicodedata.normalize("NFKC", text)
    if half_width != text:
        return _filled("full_width", half_width)
    if _COMMA_NUMBER.fullmatch(text.strip()):
        return _filled("comma", text.strip().replace(",", "." if text.count(",") == 1 else ""))
    return None


def key_slip(key: str, value: Any) -> Texts | None:
    """Return what to do about a slip that made a key: ``{amount: 1,5}``, ``{unit：kg}``."""
    half_width = unicodedata.normalize("NFKC", key)
    if half_width != key:
        return _filled("full_width_key", half_width.replace(":", ": "))
    return _filled("comma_key", key) if key.isdigit() and value is None else None


def unknown_key_texts() -> Texts:
    """Return what to do about a key that is not known and looks like no slip."""
    return _filled("unknown_key", "")


def _filled(slip: str, text: str) -> Texts:
    texts = _problems()["slips"][slip]
    return texts["en"].format(text=text[:80]), texts["ja"].format(text=text[:80])


def formula_problem_ja(problem: str) -> str:
    """Return a formula's problem in Japanese; what is quoted in it stays."""
    for text in _problems()["formulas"]:
        if match := re.search(text["says"], problem):
            return str(text["ja"]).format(*match.groups())
    return problem


def yaml_texts(problem: str, lines: list[str], first: int, last: int) -> tuple[Texts, int]:
    """Return what is wrong with YAML text, and the line it is best looked for.

    Parameters
    ----------
    problem
        What the parser says.
    lines
        The file.
    first, last
        Lines (from 1) between which the parser lost its way.
    """
    for number in range(max(first, 1), min(last, len(lines)) + 1):
        bare = _QUOTED.sub("", lines[number - 1])
        if "\t" in bare[: len(bare) - len(bare.lstrip())]:
            return _filled("tab", ""), number
        if (mark := _FULL_WIDTH_MARK.search(bare)) is not None:
            return _filled("full_width_mark", mark.group()), number
    return (problem, _by_beginning("yaml", problem) or _problems()["yaml_other"]), last


def key_texts(key: str, allowed: tuple[str, ...], example: str | None = None) -> Texts:
    """Return what to write for a missing key: the values it may have, and an example.

    Examples
    --------
    >>> key_texts("schema", (), "hakari/tables/1")[0]
    ', for example `schema: hakari/tables/1`'
    """
    example = example or _problems()["examples"].get(key) or (allowed[0] if allowed else None)
    if example is None:
        return "", ""
    if not allowed:
        return f", for example `{key}: {example}`", f"(例: `{key}: {example}`)"
    values = ", ".join(allowed)
    return (
        f" (one of {values}), for example `{key}: {example}`",
        f"(値: {values}。例: `{key}: {example}`)",
    )
