"""Our own YAML is read strictly: what a plain loader passes over is an error with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventories.errors import DataFileInvalidError
from inventories.yaml_files import read_yaml

ROOMS = ("inventories", "methods", "parity", "api")


def written(folder: Path, text: str) -> Path:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_values_and_lines_are_read(tmp_path: Path) -> None:
    value, lines = read_yaml(written(tmp_path, "a: 1\nb:\n  - {c: x}\n  - 2.5\n"))
    assert value == {"a": 1, "b": [{"c": "x"}, 2.5]}
    assert (lines["/a"], lines["/b"], lines["/b/0/c"], lines["/b/1"]) == (1, 2, 3, 4)


def test_an_empty_file_has_no_value(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "# nothing\n")) == (None, {})


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "`a` is written twice"),
        ("a:\n  b: 1\n  b: 1\n", 3, "`b` is written twice"),
        ("a: &x {b: 1}\nc: *x\n", 1, "anchors"),
        ("a: [1\nb: 2\n", 2, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: !!python/name:os.system x\n", 1, "not valid YAML"),
    ],
)
def test_what_is_not_plain_is_refused(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(DataFileInvalidError, match=problem) as caught:
        read_yaml(written(tmp_path, text))
    assert caught.value.line == line
    assert str(caught.value).endswith(caught.value.problem)


def test_every_shipped_file_is_read_strictly() -> None:
    root = Path(__file__).parents[3]
    files = [path for room in ROOMS for path in (root / room).rglob("*.yaml")]
    assert len(files) > 40
    for path in files:
        assert read_yaml(path)[0], path
    code = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    assert [p.name for p in code if "yaml.safe_load" in p.read_text("utf-8")] == []
