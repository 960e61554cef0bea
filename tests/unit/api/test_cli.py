"""The command as a person or a script uses it: one JSON document, exit status, no traceback."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.run import Session
from api.errors import SettingsInvalidError
from api.evaluation import Evaluator
from api.settings import read_settings

HAKARI = Path(sys.executable).with_name("hakari")
ROOT = Path(__file__).resolve().parents[3]
GOOD = ROOT / "cases" / "waste-paper-ethanol" / "route.yaml"


class Done(NamedTuple):
    """How a run of the command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def hakari(
    data_dir: Path, evaluator: Evaluator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Run the command in this process, in a folder of its own, on the shared evaluator."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Session, "evaluator", evaluator)

    def run(*arguments: str, lang: str = "C.UTF-8") -> Done:
        environment = {"HAKARI_DATA_DIR": str(data_dir), "LANG": lang, "LC_ALL": lang}
        done = CliRunner().invoke(app, list(arguments), env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def installed(data_dir: Path, evaluator: Evaluator, tmp_path: Path) -> Any:
    """Run the installed command as a process; the background is already built."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "HAKARI_DATA_DIR": str(data_dir),
            "LANG": "C.UTF-8",
            "PYTHONWARNINGS": "error",
        }
        return subprocess.run(
            [HAKARI, *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            timeout=60,
            check=False,
        )

    return run


def test_the_installed_command_answers_a_person_a_script_and_a_mistake(installed: Any) -> None:
    person = installed("assess", "waste-paper-ethanol")
    assert (person.returncode, person.stderr) == (0, "")
    script = installed("parity", "waste-paper-ethanol", "--json")
    assert (script.returncode, script.stderr) == (0, "")
    assert script.stdout.count("\n") == 1
    assert json.loads(script.stdout)["ratio"] > 0
    mistake = installed("assess", "waste-papr-ethanol")
    assert mistake.returncode == 1
    assert "waste-paper-ethanol" in mistake.stderr
    assert "Traceback" not in mistake.stderr


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("assess", "waste-paper-ethanol"), {"route", "functional_unit", "results"}),
        (("parity", "waste-paper-ethanol"), {"case", "msp", "baseline", "ratio", "verdict"}),
        (("compare", "waste-paper-ethanol", "--guidelines", "all"), {"matrix"}),
        (("crosscheck", "waste-paper-ethanol"), {"pairs", "max_rel_diff"}),
        (("validate", str(GOOD)), {"ok", "findings"}),
        (("background", "check"), {"ok", "problems"}),
        (("background", "find", "glucose"), {"providers", "elementary"}),
    ],
)
def test_json_is_one_document_with_the_promised_keys(
    hakari: Any, arguments: tuple[str, ...], keys: set[str]
) -> None:
    done = hakari(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert keys <= json.loads(done.stdout).keys()


@pytest.mark.parametrize("command", ["cases", "guidelines", "backgrounds"])
def test_lists_print_for_people_and_for_machines(hakari: Any, command: str) -> None:
    assert hakari(command).returncode == 0
    listed = json.loads(hakari(command, "--json").stdout)
    assert listed
    assert all("id" in item for item in listed)


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "waste-wood-bio-pe", "-g", "pact_methodology_v3"),
        ("parity", "co2-hydrogen-phb"),
        ("compare", "food-residue-pla"),
    ],
)
def test_a_person_reads_the_same_answer_in_japanese(
    hakari: Any, arguments: tuple[str, ...]
) -> None:
    english, japanese = hakari(*arguments), hakari(*arguments, lang="ja_JP.UTF-8")
    assert english.returncode == japanese.returncode == 0
    assert any("ぁ" <= character <= "ヿ" for character in japanese.stdout)
    assert not any("ぁ" <= character <= "ヿ" for character in english.stdout)


def test_a_receipt_written_by_assess_is_verified(hakari: Any, tmp_path: Path) -> None:
    assert hakari("assess", "food-residue-pla", "--receipt", "r.json").returncode == 0
    done = hakari("verify", "r.json", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["verdict"] == "same"
    receipt = json.loads((tmp_path / "r.json").read_text())
    receipt["result"]["results"][0]["score"] += 1
    (tmp_path / "r.json").write_text(json.dumps(receipt))
    assert hakari("verify", "r.json").returncode == 1


def test_a_bundle_holds_all_inputs_and_is_verified(hakari: Any, tmp_path: Path) -> None:
    arguments = ("export", "food-residue-pla", "--format", "bundle", "-o", "b.zip")
    assert hakari(*arguments).returncode == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = set(archive.namelist())
    assert {"receipt.json", "route.json", "baseline.json", "prices/prices.csv"} <= names
    assert "background/exchanges.csv" in names
    first = (tmp_path / "b.zip").read_bytes()
    assert json.loads(hakari("verify", "b.zip", "--json").stdout)["verdict"] == "same"
    assert hakari(*arguments).returncode == 0
    assert (tmp_path / "b.zip").read_bytes() == first


def test_the_brightway_workbook_is_written_where_asked(hakari: Any, tmp_path: Path) -> None:
    done = hakari("export", "waste-wood-bio-pe", "-o", "out.xlsx", "--json")
    assert done.returncode == 0, done.stderr
    written = json.loads(done.stdout)
    assert written["bytes"] == (tmp_path / "out.xlsx").stat().st_size > 10_000
    assert written["more"] == ["out-method.xlsx"]
    assert (tmp_path / "out-method.xlsx").stat().st_size > 1_000


BOMB = "\n".join(
    ["a0: &a0 [lol, lol]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "wrong-type"),
        (BOMB.encode(), "yaml-alias"),
        (b"[" * 100_000, "yaml-depth"),
        (b"\xff\xfe\x00", "not-utf8"),
        (b"schema: hakari/route/1\nschema: hakari/route/1\n", "duplicate-key"),
        (b"x" * 50_000_000, "file-too-large"),
        (
            GOOD.read_bytes().replace(b"electricity-jp-mix-2023", b"electricty-jp-mix-2023"),
            "unlinked-provider",
        ),
        (GOOD.read_bytes().replace(b"unit: kWh,", b"unit: kWhh,"), "unit-unknown"),
    ],
)
def test_a_bad_file_gives_findings_and_status_1(
    hakari: Any, tmp_path: Path, content: bytes, rule: str
) -> None:
    (tmp_path / "bad.yaml").write_bytes(content)
    done = hakari("validate", "bad.yaml", "--json")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["ok"] is False
    assert rule in {f["rule"] for f in document["findings"]}
    for found in document["findings"]:
        assert found["message"]["ja"]
        assert found["suggestion"]["en"]
    assert hakari("assess", "bad.yaml").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "waste-papr-ethanol"),
        ("assess", "waste-paper-ethanol", "-g", "pact_v9"),
        ("validate", "is-not-there.yaml"),
        ("validate", "."),
        ("verify", "is-not-there.json"),
        ("parity", "waste-paper-ethanol", "--target", "0"),
        ("parity", "waste-paper-ethanol", "--target", "nan"),
        ("export", "food-residue-pla", "-o", "no/such/folder/x.xlsx"),
    ],
)
def test_a_negative_answer_is_one_problem_and_status_1(
    hakari: Any, arguments: tuple[str, ...]
) -> None:
    done = hakari(*arguments, "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    problem = json.loads(done.stdout)
    assert problem["title"]
    assert problem["status"] >= 400
    assert hakari(*arguments).returncode == 1


@pytest.mark.parametrize(
    "arguments", [("asess", "x"), ("assess",), ("parity", "x", "--target", "much"), ("schemas",)]
)
def test_wrong_usage_is_status_2(hakari: Any, arguments: tuple[str, ...]) -> None:
    assert hakari(*arguments).returncode == 2


def _copied(case: str, folder: Path) -> Path:
    target = folder / "mine"
    shutil.copytree(ROOT / "cases" / case, target)
    (target / "case.yaml").unlink()
    return target


def test_the_baseline_beside_a_route_is_used_and_named(hakari: Any, tmp_path: Path) -> None:
    folder = _copied("waste-paper-ethanol", tmp_path)
    route = str(folder / "route.yaml")
    assert json.loads(hakari("parity", route, "--json").stdout)["baseline"]["origin"] == (
        "baseline.yaml"
    )
    (folder / "baseline.yaml").unlink()
    origin = json.loads(hakari("parity", route, "--json").stdout)["baseline"]["origin"]
    assert origin == "library: waste-paper-ethanol"


@pytest.mark.parametrize("spoil", [b"id: [", b"id: other-name\n"])
def test_a_spoilt_baseline_is_never_replaced_in_silence(
    hakari: Any, tmp_path: Path, spoil: bytes
) -> None:
    folder = _copied("waste-paper-ethanol", tmp_path)
    baseline = folder / "baseline.yaml"
    old = baseline.read_bytes()
    first = next(line for line in old.splitlines(keepends=True) if line.startswith(b"id:"))
    baseline.write_bytes(old.replace(first, spoil, 1))
    for command in ("parity", "validate", "assess"):
        done = hakari(command, str(folder / "route.yaml"), "--json")
        assert done.returncode == 1, command


def test_a_pipe_is_refused_instead_of_waited_for(hakari: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    done = hakari("validate", "pipe.yaml", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["slug"] == "file-not-regular"


def test_a_failed_export_leaves_the_old_file(
    hakari: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"precious")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("api.exports.write_brightway_workbook", full)
    done = hakari("export", "waste-wood-bio-pe", "-o", "out.xlsx", lang="ja_JP.UTF-8")
    assert done.returncode == 1
    assert "空きがありません" in done.stderr
    assert (tmp_path / "out.xlsx").read_bytes() == b"precious"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAKARI_RATE_PER_MINUTE", "-1")
    with pytest.raises(SettingsInvalidError, match="HAKARI_RATE_PER_MINUTE"):
        read_settings()


def test_what_could_steer_a_terminal_is_not_printed(hakari: Any) -> None:
    done = hakari("assess", "\x1b]0;pwned\x07\u202e")
    assert done.returncode == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stderr)


def test_a_corrupt_bundle_is_a_problem(hakari: Any, tmp_path: Path) -> None:
    assert hakari("export", "food-residue-pla", "--format", "bundle", "-o", "b.zip").returncode == 0
    content = bytearray((tmp_path / "b.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        place = archive.getinfo("receipt.json").header_offset + 200
    content[place : place + 40] = b"\xff" * 40
    (tmp_path / "b.zip").write_bytes(bytes(content))
    assert hakari("verify", "b.zip").returncode == 1
