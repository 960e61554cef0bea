"""Findings: what is wrong with a document, where, and what to do. Never a silent repair."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from inventories.document.base import Localised
from inventories.yaml_files import read_yaml

Level = Literal["error", "warning", "info"]
_ORDER: dict[str, int] = {"error": 0, "warning": 1, "info": 2}
MAX_FINDINGS = 200
"""Findings that one document may have; a hostile one could have a hundred thousand."""
MAX_TEXT = 2000
"""Characters of a text, as `Localised` takes them."""
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
MESSAGES_FILE = Path(__file__).with_name("messages.yaml")


class Finding(BaseModel):
    """One finding. `pointer` is a JSON pointer into the document, or ``Sheet!B12``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level
    rule: str
    pointer: str
    message: Localised
    params: dict[str, str | float | int | list[str]]
    suggestion: Localised
    line: int | None = None


@functools.cache
def _messages() -> dict[str, dict[str, str]]:
    messages: dict[str, dict[str, str]] = read_yaml(MESSAGES_FILE)[0]
    return messages


def rules() -> tuple[str, ...]:
    """Every rule id, in the order of the message file."""
    return tuple(_messages())


def finding(
    rule: str, pointer: str, level: Level | None = None, **params: str | float | int | list[str]
) -> Finding:
    """Make a finding of `rule` with its bilingual message filled in.

    The texts and the usual level are in `messages.yaml`: ``level``, ``en``, ``ja``, ``do_en``,
    ``do_ja``; ``{name}`` in a text is a parameter; ``{meant}`` asks for the `candidates`.

    Raises
    ------
    KeyError
        If the rule or a parameter of its text is missing.
    """
    return from_texts(_messages()[rule], rule, pointer, params, level=level)


def from_texts(
    texts: Mapping[str, str],
    rule: str,
    pointer: str,
    params: Mapping[str, str | float | int | list[str]],
    *,
    level: Level | None = None,
    line: int | None = None,
) -> Finding:
    """Make a finding from texts as `messages.yaml` has them: ``level en ja do_en do_ja``."""
    shown = {k: _shown(v) for k, v in {**_meant(params), **params}.items()}
    given: Level = next(known for known in get_args(Level) if known == (level or texts["level"]))
    return Finding(
        level=given,
        rule=rule,
        pointer=pointer,
        message=Localised(en=filled(texts["en"], shown), ja=filled(texts["ja"], shown)),
        params=dict(params),
        suggestion=Localised(en=filled(texts["do_en"], shown), ja=filled(texts["do_ja"], shown)),
        line=line,
    )


def filled(text: str, shown: Mapping[str, str]) -> str:
    """Fill a text in, without what steers a terminal and no longer than a text may be.

    Names of files, keys and options come from anywhere.
    """
    return _STEERING.sub("\ufffd", text.format(**shown))[:MAX_TEXT]


def _meant(params: Mapping[str, str | float | int | list[str]]) -> dict[str, str]:
    """Return the question for candidates in both languages; nothing is asked without any."""
    candidates = params.get("candidates")
    if not isinstance(candidates, list) or not candidates:
        return {"meant": "", "meant_ja": ""}
    names = ", ".join(candidates)
    return {"meant": f"Did you mean: {names}? ", "meant_ja": f"候補: {names}。"}


def _shown(value: str | float | int | list[str]) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return ", ".join(value) if value else "-"
    return str(value)


def in_order(found: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings: errors first, then by place."""
    return tuple(sorted(found, key=lambda f: (_ORDER[f.level], f.pointer, f.rule)))


def limited(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the first findings, and one that counts the rest: nobody mends a thousand at once."""
    if len(found) <= MAX_FINDINGS:
        return found
    rest = len(found) - MAX_FINDINGS
    return (*found[:MAX_FINDINGS], finding("more-findings", "", count=rest))


def has_errors(found: tuple[Finding, ...]) -> bool:
    """Whether any finding is an error."""
    return any(f.level == "error" for f in found)
