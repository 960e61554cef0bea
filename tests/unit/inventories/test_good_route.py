"""A sound route passes in silence and is the same as YAML and as JSON."""

from __future__ import annotations

import json

from inventories.catalogue import Catalogue
from inventories.checks import check_route
from inventories.document import Route
from inventories.formats.reader import load_route, read_document
from inventories.validation import validate


def test_good_route_has_no_finding(
    good_bytes: bytes, catalogue: Catalogue, good_baseline: Route, prices: dict[str, str]
) -> None:
    result = validate(good_bytes, "good_route.yaml", catalogue, good_baseline, prices)
    assert result.findings == ()
    assert result.ok
    assert result.require().id == "toy-acid-from-residue"


def test_good_baseline_has_no_finding(
    good_baseline: Route, catalogue: Catalogue, prices: dict[str, str]
) -> None:
    assert check_route(good_baseline, catalogue, prices=prices) == ()


def test_json_gives_the_same_route_with_lines(good_bytes: bytes, good_route: Route) -> None:
    value = read_document(good_bytes, "a").value
    text = json.dumps(value, ensure_ascii=False, indent="\t").encode()
    document = read_document(text, "a.json")
    route, found = load_route(text, "a.json")
    assert found == ()
    assert route == good_route
    assert document.line_of("/schema") == 2
