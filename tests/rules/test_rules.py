"""Runs the sentences of `tests/rules/*.yaml`: the specification of the guidelines.

A sentence names what is computed (`what`), the guideline and date whose rules hold, inputs,
expected values with a tolerance, and where the numbers are from (`origin`): `kind` is `published`
(inputs and result printed in the source), `arithmetic` (inputs printed, exact arithmetic) or
`own_algebra` (ours; checks the algebra only). `pins` names the axes whose choice in the guideline
the sentence holds fast: it must fail under another choice there (`support.other_choices`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from support.other_choices import OTHER
from support.rule_sentences import RULES_FOLDER, Sentence, differences, sentences
from support.sentence_kinds import WHAT, found_by

from inventories.errors import HakariError
from methods.guideline import guideline_ids, load_guideline
from methods.rulebook import checked_options
from methods.vocabulary import axes


def _params(only_pinning: bool = False) -> list[Any]:
    return [
        pytest.param(sentence, id=f"{file}: {sentence.name}")
        for file, sentence in sentences()
        if sentence.pins or not only_pinning
    ]


@pytest.mark.parametrize("sentence", _params())
def test_rule(sentence: Sentence) -> None:
    found = found_by(sentence)
    wrong = differences(found, sentence)
    assert not wrong, f"(found, expected): {wrong}; computed: {sorted(found)}"


def _holds(sentence: Sentence) -> bool:
    """Whether a sentence holds; a refusal shows nothing, so it does not count against it."""
    try:
        found = found_by(sentence)
    except HakariError:
        return True
    return not differences(found, sentence)


@pytest.mark.parametrize("sentence", _params(only_pinning=True))
def test_a_sentence_fails_under_another_choice_on_the_axis_it_pins(sentence: Sentence) -> None:
    assert not set(sentence.pins) & set(sentence.change)
    for axis in sentence.pins:
        changed = (
            sentence.model_copy(
                update={"change": {**sentence.change, axis: {"choice": name, "options": options}}}
            )
            for name, options in OTHER[axis]
        )
        assert not all(_holds(other) for other in changed), axis


@pytest.mark.parametrize("guideline_id", guideline_ids())
def test_every_choice_of_a_guideline_that_acts_is_pinned_by_a_sentence(guideline_id: str) -> None:
    rules = load_guideline(guideline_id).rules_on()
    written = {a for a, c in rules.choices.items() if rules.acts(a) and not c.is_default}
    own = [s for _, s in sentences() if s.guideline == guideline_id]
    assert own, "no sentence holds this guideline"
    pinned = {axis for sentence in own for axis in sentence.pins}
    assert sorted(written - pinned) == []


def test_every_choice_that_changes_the_number_is_tried_as_the_other_one() -> None:
    assert sorted(OTHER) == sorted(a for a, axis in axes().items() if axis.computed)
    for axis, choices in OTHER.items():
        assert {name for name, _ in choices} == set(axes()[axis].choices)
        for name, options in choices:
            checked_options(axis, name, options)


def test_every_sentence_has_a_name_of_its_own() -> None:
    names = Counter(sentence.name for _, sentence in sentences())
    assert [name for name, times in names.items() if times > 1] == []


def test_every_kind_of_computation_is_used_by_a_sentence() -> None:
    assert {sentence.what for _, sentence in sentences()} == set(WHAT)


def test_the_table_of_golden_tests_is_what_the_sentences_are() -> None:
    text = (RULES_FOLDER / "README.md").read_text("utf-8").split("## Golden tests")[1]
    rows = [
        tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))
        for line in text.splitlines()
        if line.startswith("| ")
    ][2:]
    written = {(f"{file}.yaml", s.name, s.kind) for file, s in sentences()}
    files = [row for row in rows if row[2] == "whole file"]
    assert all((RULES_FOLDER.parents[1] / row[1]).is_file() for row in files)
    listed = {row[1:] for row in rows if row[2] != "whole file"}
    assert sorted(listed - written) == []
    assert sorted(w for w in written - listed if w[2] == "published") == []
