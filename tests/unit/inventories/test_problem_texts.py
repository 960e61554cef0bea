"""Every message of the document model exists in Japanese."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

import inventories.document
from inventories.document import Route
from inventories.findings import finding, rules
from inventories.formats.problems import PROBLEMS_FILE, problem_texts

MODELS = Path(inventories.document.__file__).parent
RAISED = re.compile(r'raise ValueError\(\s*f?"([^"]+)"')
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def test_own_validators_are_translated() -> None:
    ours = yaml.safe_load(PROBLEMS_FILE.read_text("utf-8"))["ours"]
    raised = [m for path in MODELS.glob("*.py") for m in RAISED.findall(path.read_text("utf-8"))]
    assert len(raised) >= 12
    for text in raised:
        start = text.split("{")[0]
        assert any(key.startswith(start) or start.startswith(key) for key in ours), text


def test_unknown_problems_keep_their_text() -> None:
    assert problem_texts("never_heard", "as said", {}) == ("as said", "as said")


def test_pydantic_problems_are_translated() -> None:
    english, japanese = problem_texts("greater_than", "", {"gt": 0.0})
    assert english == "must be greater than 0"
    assert JAPANESE.search(japanese)


def test_every_rule_has_texts_in_both_languages() -> None:
    messages = yaml.safe_load(
        (Path(inventories.__file__).parent / "messages.yaml").read_text("utf-8")
    )
    assert tuple(messages) == rules()
    for rule, texts in messages.items():
        assert set(texts) == {"level", "en", "ja", "do_en", "do_ja"}, rule
        assert texts["level"] in ("error", "warning", "info")
        for language in ("ja", "do_ja"):
            assert JAPANESE.search(texts[language]), rule
        names = {n for t in ("en", "do_en") for n in re.findall(r"(?<!{){(\w+)}", texts[t])}
        made = finding(rule, "/x", None, **dict.fromkeys(_names(texts), "1"))
        assert made.rule == rule
        assert names <= set(made.params)


def _names(texts: dict[str, str]) -> set[str]:
    return {n for t in texts.values() for n in re.findall(r"(?<!{){(\w+)}", t)}


def test_route_model_is_the_published_one() -> None:
    assert Route.model_fields["schema_"].alias == "schema"
