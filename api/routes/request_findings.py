"""Findings about a request itself (its document has its own, in `inventories`)."""

import functools
from pathlib import Path

from inventories.document.base import Localised
from inventories.findings import Finding, filled
from inventories.yaml_files import read_yaml

MESSAGES_FILE = Path(__file__).with_name("request_findings.yaml")


@functools.cache
def _messages() -> dict[str, dict[str, dict[str, str]]]:
    messages: dict[str, dict[str, dict[str, str]]] = read_yaml(MESSAGES_FILE)[0]
    return messages


def request_finding(
    rule: str, pointer: str, line: int | None = None, **params: str | list[str]
) -> Finding:
    """Make the finding `request-<rule>` with its bilingual message filled in.

    Raises
    ------
    KeyError
        If the rule is not in the message file.
    """
    texts = _messages()[rule]
    shown = {k: ", ".join(v) if isinstance(v, list) else v for k, v in params.items()}
    return Finding(
        level="error",
        rule=f"request-{rule}",
        pointer=pointer,
        message=_filled(texts["message"], shown),
        params={k: v[:500] if isinstance(v, str) else v for k, v in params.items()},
        suggestion=_filled(texts["do"], shown),
        line=line,
    )


def _filled(texts: dict[str, str], shown: dict[str, str]) -> Localised:
    return Localised(en=filled(texts["en"], shown), ja=filled(texts["ja"], shown))
