"""Cases are found by id, folder or file; nothing outside the library is reachable by id."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventories.document import Route
from inventories.errors import BaselineMismatchError, CaseUnknownError, RouteInvalidError
from inventories.library import case_ids, find, load_case

CASE = """\
schema: hakari/case/1
id: toy-case
title: {en: Toy, ja: トイ}
theme: test
route: route.yaml
baseline: baseline.yaml
status: draft
summary: {en: A toy case., ja: トイ事例。}
"""
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def library(tmp_path: Path, good_bytes: bytes) -> Path:
    folder = tmp_path / "cases" / "toy-case"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, "utf-8")
    (folder / "route.yaml").write_bytes(good_bytes)
    (folder / "baseline.yaml").write_bytes((DATA / "good_baseline.yaml").read_bytes())
    (tmp_path / "cases" / "not-a-case").mkdir()
    return tmp_path / "cases"


def test_a_case_holds_route_and_baseline(
    library: Path, good_route: Route, good_baseline: Route
) -> None:
    assert case_ids(library) == ("toy-case",)
    case = load_case("toy-case", library)
    assert (case.id, case.route, case.baseline) == ("toy-case", good_route, good_baseline)
    assert case.about is not None
    assert case.about.status == "draft"
    assert find("toy-case", library) == case


def test_an_unknown_case_names_the_nearest(library: Path) -> None:
    with pytest.raises(CaseUnknownError) as raised:
        load_case("toy-cse", library)
    assert raised.value.candidates == ("toy-case",)


@pytest.mark.parametrize("name", ["../cases/toy-case", "/etc", "..", ".", "", "toy-case/"])
def test_paths_are_not_case_ids(library: Path, name: str) -> None:
    with pytest.raises(CaseUnknownError):
        load_case(name, library)


def test_a_route_file_finds_its_baseline_in_the_library(
    library: Path, tmp_path: Path, good_bytes: bytes, good_baseline: Route
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(good_bytes)
    case = find(str(path), library)
    assert case.id == "toy-acid-from-residue"
    assert case.baseline == good_baseline


def test_a_route_file_prefers_the_baseline_next_to_it(
    library: Path, tmp_path: Path, good_bytes: bytes
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(good_bytes)
    text = (
        (DATA / "good_baseline.yaml").read_text("utf-8").replace("geography: JP", "geography: US")
    )
    (tmp_path / "toy-acid-fossil.yaml").write_text(text, "utf-8")
    baseline = find(str(path), library).baseline
    assert baseline is not None
    assert baseline.geography == "US"


def test_a_baseline_with_another_id_is_an_error_not_passed_over(
    tmp_path: Path, good_bytes: bytes
) -> None:
    (tmp_path / "mine.yaml").write_bytes(good_bytes)
    text = (DATA / "good_baseline.yaml").read_text("utf-8").replace("toy-acid-fossil", "other")
    (tmp_path / "baseline.yaml").write_text(text, "utf-8")
    with pytest.raises(BaselineMismatchError, match="other"):
        find(str(tmp_path / "mine.yaml"), tmp_path / "none")


def test_a_folder_is_a_case(library: Path) -> None:
    assert find(str(library / "toy-case"), library / "none").id == "toy-case"


def test_a_broken_route_raises_with_findings(library: Path) -> None:
    (library / "toy-case" / "route.yaml").write_text("schema: hakari/route/1\n", "utf-8")
    with pytest.raises(RouteInvalidError) as raised:
        load_case("toy-case", library)
    assert raised.value.findings


def test_a_case_file_may_not_point_outside_its_folder(library: Path) -> None:
    text = CASE.replace("route: route.yaml", "route: ../../secret.yaml")
    (library / "toy-case" / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(RouteInvalidError):
        load_case("toy-case", library)
