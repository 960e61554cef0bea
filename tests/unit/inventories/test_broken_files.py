"""Every rule has a broken file in which it fires, and nothing else does."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from inventories.catalogue import Catalogue
from inventories.checks.magnitude import library_amounts
from inventories.document import Route
from inventories.findings import rules
from inventories.validation import Validated, validate

BROKEN = Path(__file__).parents[2] / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))
WITHOUT_FILE = {"file-too-large", "more-findings"}
"""Tested in test_reader.py: files of that size are not kept in the repository."""


def rule_of(stem: str) -> str:
    """Rule of a file; what follows ``--`` tells several files of one rule apart."""
    return stem.partition("--")[0]


@pytest.fixture
def spoilt(
    request: pytest.FixtureRequest,
    catalogue: Catalogue,
    good_baseline: Route,
    prices: dict[str, str],
) -> Validated:
    path: Path = request.param
    return validate(
        path.read_bytes(), path.name, catalogue, good_baseline, prices, library_amounts()
    )


@pytest.mark.parametrize("spoilt", FILES, ids=lambda p: p.stem, indirect=True)
def test_the_rule_of_the_file_fires_and_no_other(
    spoilt: Validated, request: pytest.FixtureRequest
) -> None:
    wanted = rule_of(request.node.callspec.id)
    assert {f.rule for f in spoilt.findings} == {wanted}
    for found in spoilt.findings:
        assert found.message.en != found.message.ja
        assert "{" not in found.message.en.replace("{{", "")
        assert found.suggestion.en
        assert found.suggestion.ja


def test_every_rule_has_a_broken_file() -> None:
    assert {rule_of(p.stem) for p in FILES} | WITHOUT_FILE == set(rules())


def test_the_files_are_what_their_generator_writes(good_bytes: bytes) -> None:
    generator = runpy.run_path(str(BROKEN / "generate.py"))
    assert {p.stem for p in FILES} == set(generator["EDITS"])
    for path in FILES:
        assert path.read_bytes() == generator["broken"](path.stem, good_bytes.decode()), path.stem


def test_errors_keep_the_route_out(
    catalogue: Catalogue, good_baseline: Route, prices: dict[str, str]
) -> None:
    for path in FILES:
        result = validate(path.read_bytes(), path.name, catalogue, good_baseline, prices)
        assert result.ok is not any(f.level == "error" for f in result.findings), path.stem


def test_every_finding_of_a_readable_file_has_its_line(
    catalogue: Catalogue, good_baseline: Route, prices: dict[str, str]
) -> None:
    for path in FILES:
        result = validate(path.read_bytes(), path.name, catalogue, good_baseline, prices)
        lines = path.read_bytes().count(b"\n")
        for found in result.findings:
            assert found.line is not None, path.stem
            assert 1 <= found.line <= lines, path.stem
