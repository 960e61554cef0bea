"""Every note a rule can leave has a sentence, and gives every parameter the sentence names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import methods
from methods.lines import Note
from methods.messages import render, texts

ROOM = Path(methods.__file__).parent
POSITION = {"Note": 1, "without": 3, "claim_note": 2}
"""Callables that take a note's code, and where it stands among their arguments."""
OF_A_CLAIM = {"kind", "amount", "unit", "pointer"}
"""What `methods.claims.claim_note` tells of every claim."""


def _strings(node: ast.AST) -> Iterator[str]:
    """Strings an expression can become: a literal or the branches of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)


def _assigned(function: ast.AST, name: str) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        else:
            continue
        if node.value and any(isinstance(t, ast.Name) and t.id == name for t in targets):
            yield node.value


def _codes(function: ast.AST, node: ast.expr) -> set[str]:
    values = _assigned(function, node.id) if isinstance(node, ast.Name) else [node]
    return {code for value in values for code in _strings(value)}


def _keys(function: ast.AST, node: ast.expr) -> set[str]:
    values = _assigned(function, node.id) if isinstance(node, ast.Name) else [node]
    dicts = [value for value in values if isinstance(value, ast.Dict)]
    return {k.value for d in dicts for k in d.keys if isinstance(k, ast.Constant)}


def _left() -> dict[str, list[set[str]]]:
    """Code -> the parameters given, once for each place in the room that leaves such a note."""
    found: dict[str, list[set[str]]] = {}
    for file in ROOM.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
            for call in [n for n in ast.walk(function) if isinstance(n, ast.Call)]:
                name = call.func.id if isinstance(call.func, ast.Name) else ""
                if name not in POSITION:
                    continue
                codes = _codes(function, call.args[POSITION[name]])
                parameters = {a.arg for a in function.args.args}
                place = f"{file.name}:{call.lineno}"
                handed_on = getattr(call.args[POSITION[name]], "id", "") in parameters
                assert codes or handed_on, f"{place}: the code of the note cannot be read"
                given = _keys(function, call.args[3]) if name == "Note" else set()
                if name == "claim_note":
                    given = OF_A_CLAIM | {k.arg for k in call.keywords if k.arg}
                for code in codes:
                    found.setdefault(code, []).append(given | {"activity"})
    return found


def test_the_codes_are_found_whichever_way_they_are_written() -> None:
    found = _left()
    assert {"gate-figure", "service-lost", "rung-skipped", "outside-boundary"} <= set(found)


@pytest.mark.parametrize("code", sorted(_left()))
def test_every_note_has_its_sentence_and_gives_what_it_names(code: str) -> None:
    text = texts()[code]
    assert set(text) == {"en", "ja"}
    named = {language: set(re.findall(r"{(\w+)}", text[language])) for language in text}
    assert named["en"] == named["ja"]
    for given in _left()[code]:
        assert named["en"] <= given


def test_no_sentence_is_left_over() -> None:
    assert set(texts()) == set(_left())


def test_a_note_without_sentence_is_told_by_its_code() -> None:
    told = render(Note("gwp", "no-such-note", "make", {"amount": 0.12345678}))
    assert told.text.en == "no-such-note (amount: 0.1235, activity: make)"
    incomplete = render(Note("gwp", "allocated", "make", {"rung": "mass"}))  # without shares
    assert incomplete.text.ja == "allocated (rung: mass, activity: make)"
