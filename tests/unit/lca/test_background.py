from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from support.lca_toys import (
    C_CO2,
    DATASETS,
    EXCHANGES,
    FLOWS,
    ToyDataset,
    ToyExchange,
    ToyFlow,
    toy_tables,
)

from lca import artefact
from lca import background as module
from lca.artefact import build
from lca.background import Background, background_id, load, provider_scores
from lca.build import check_artefact
from lca.errors import (
    BackgroundBuildError,
    BackgroundCorruptError,
    BackgroundUnknownProviderError,
    IndicatorUnknownError,
)
from lca.indicators import characterization, read_indicators
from lca.system import Characterization

ROOT = Path(__file__).parents[3]

# By hand: grid = 0.5 + 0.01 heat, heat = 0.1 + 0.02 grid (kg CO2)
GRID_CO2 = (0.5 + 0.01 * 0.1) / (1 - 0.01 * 0.02)
HEAT_CO2 = 0.1 + 0.02 * GRID_CO2


def amount(background: Background, flow: str, provider: str) -> float:
    row = background.flow_index(flow)
    assert row is not None
    return float(background.inventory[row, background.index(provider)])


def closes_carbon(background: Background, provider: str) -> bool:
    return bool(background.carbon_closed[background.index(provider)])


def test_cumulative_amounts_of_a_loop_are_those_found_by_hand(toy_background: Background) -> None:
    assert amount(toy_background, "co2-fossil", "grid") == pytest.approx(GRID_CO2, rel=1e-12)
    assert amount(toy_background, "co2-fossil", "heat") == pytest.approx(HEAT_CO2, rel=1e-12)
    assert amount(toy_background, "co2-fossil", "boiler") == pytest.approx(
        0.1 * 0.1 * GRID_CO2, rel=1e-12
    )


def test_biomass_takes_up_the_carbon_it_holds(toy_background: Background) -> None:
    assert amount(toy_background, "co2-uptake", "wood") == pytest.approx(0.5 / C_CO2, rel=1e-12)
    assert amount(toy_background, "co2-uptake", "boiler") == pytest.approx(0.05 / C_CO2, rel=1e-12)


def test_a_dataset_that_loses_carbon_does_not_close(toy_background: Background) -> None:
    residual = toy_background.carbon_residual[toy_background.index("boiler")]
    assert residual == pytest.approx(0.1 * 0.5 - 0.15 * C_CO2, rel=1e-12)
    assert not closes_carbon(toy_background, "boiler")
    assert closes_carbon(toy_background, "wood")


def test_carbon_that_stays_in_a_landfill_is_not_a_residual(toy_background: Background) -> None:
    assert toy_background.carbon_residual[toy_background.index("landfill")] == 0.0
    assert closes_carbon(toy_background, "landfill")


def test_a_treatment_that_releases_more_carbon_than_it_gets_does_not_close(tmp_path: Path) -> None:
    too_much = (*EXCHANGES, ToyExchange("landfill", "elementary", "co2-biogenic", 2.0))
    background = build(toy_tables(exchanges=too_much), tmp_path / "a")
    assert not closes_carbon(background, "landfill")


def test_uptake_given_in_the_tables_is_replaced_by_the_balance(tmp_path: Path) -> None:
    given = (*EXCHANGES, ToyExchange("wood", "elementary", "co2-uptake", 9.0))
    background = build(toy_tables(exchanges=given), tmp_path / "a")
    assert amount(background, "co2-uptake", "wood") == pytest.approx(0.5 / C_CO2, rel=1e-12)


def _processed(loss: float, flag: str, tmp_path: Path) -> Background:
    """Pellets of `1 + loss` kg wood: the carbon of the loss goes nowhere in the tables."""
    pellets = ToyDataset("pellets", "kg", "biomass", 0.5, is_biomass_production=flag)
    given = (*EXCHANGES, ToyExchange("pellets", "technosphere", "wood", 1.0 + loss))
    return build(toy_tables(datasets=(*DATASETS, pellets), exchanges=given), tmp_path / "a")


def test_a_correction_closes_and_is_kept_apart_from_growth(tmp_path: Path) -> None:
    background = _processed(0.05, "correction", tmp_path)
    j = background.index("pellets")
    assert amount(background, "co2-uptake", "pellets") == pytest.approx(0.5 / C_CO2, rel=1e-12)
    assert background.carbon_correction[j] == pytest.approx(-0.025, rel=1e-12)
    assert background.carbon_correction_cumulative[j] == pytest.approx(-0.025, rel=1e-12)
    assert background.carbon_closed[j]  # 5 % of the carbon in the product
    assert background.metadata["corrected_providers"] == {}
    assert background.carbon_correction[background.index("wood")] == 0.0


def test_a_provider_that_rests_on_corrections_does_not_close(tmp_path: Path) -> None:
    background = _processed(0.2, "correction", tmp_path)
    assert not background.carbon_closed[background.index("pellets")]
    assert background.metadata["corrected_providers"] == {"pellets": pytest.approx(-0.1)}
    problems, _ = check_artefact(background)
    assert [p.split(":")[0] for p in problems] == ["boiler"]  # not pellets: that is known


def test_the_same_dataset_without_correction_keeps_its_residual(tmp_path: Path) -> None:
    background = _processed(0.05, "no", tmp_path)
    j = background.index("pellets")
    assert background.carbon_residual[j] == pytest.approx(0.025, rel=1e-12)
    assert not background.carbon_closed[j]


def test_provider_scores_weigh_the_inventory(toy_background: Background) -> None:
    gwp = Characterization("x", "kg", ("co2-fossil", "unknown"), np.array([2.0, 5.0]))
    scores = provider_scores(toy_background, gwp)
    assert scores[toy_background.index("grid")] == pytest.approx(2 * GRID_CO2, rel=1e-12)
    some = np.array([toy_background.index("heat")])
    assert provider_scores(toy_background, gwp, some).tolist() == pytest.approx([2 * HEAT_CO2])


def test_indicator_factors_are_those_of_the_shipped_methods(toy_background: Background) -> None:
    gwp = characterization(toy_background, "ipcc2021-gwp100")
    factors = dict(zip(gwp.flows, gwp.factors.tolist(), strict=True))
    assert factors == {"co2-fossil": 1.0, "ch4-fossil": 29.8, "ch4-biogenic": 27.0}
    minus_plus = characterization(toy_background, "en15804-climate-change")
    factors = dict(zip(minus_plus.flows, minus_plus.factors.tolist(), strict=True))
    assert (factors["co2-uptake"], factors["co2-biogenic"]) == (-1.0, 1.0)


def test_every_listed_indicator_is_carried_in_both_languages(toy_background: Background) -> None:
    listed = toy_background.indicators
    assert listed == read_indicators()
    assert 20 <= len(listed) == len({i.id for i in listed})
    assert all(i.title_en and i.title_ja and i.unit and i.source for i in listed)


def test_unknown_names_are_answered_with_candidates(toy_background: Background) -> None:
    with pytest.raises(BackgroundUnknownProviderError, match="boiler") as provider:
        toy_background.index("boilr")
    assert provider.value.candidates == ("boiler",)
    with pytest.raises(IndicatorUnknownError, match="ced-total"):
        characterization(toy_background, "ced-totel")


def test_arrays_cannot_be_written(toy_background: Background) -> None:
    with pytest.raises(ValueError, match="read-only"):
        toy_background.inventory[0, 0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        toy_background.id = "x"  # type: ignore[misc]


def test_scipy_matrices_solve_to_the_stored_inventory(toy_background: Background) -> None:
    technosphere = toy_background.technosphere_csc.toarray()
    expected = toy_background.biosphere_csc.toarray() @ np.linalg.inv(technosphere)
    np.testing.assert_allclose(toy_background.inventory, expected, rtol=1e-12, atol=1e-15)
    assert toy_background.inventory.flags.c_contiguous


@pytest.mark.parametrize("name", ["inventory.npy", "metadata.json", "background.zip"])
def test_a_changed_file_is_refused(toy_background: Background, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(toy_background.folder, folder)
    load(folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(BackgroundCorruptError, match=name):
        load(folder)


def test_missing_files_and_odd_manifests_are_refused(
    toy_background: Background, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(toy_background.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["files"]["inventory.npy"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BackgroundCorruptError, match="does not list"):
        load(folder)
    (folder / "manifest.json").write_text("not json")
    with pytest.raises(BackgroundCorruptError, match="unreadable"):
        load(folder)
    with pytest.raises(BackgroundCorruptError, match="unreadable"):
        load(tmp_path / "absent")


def test_loading_imports_no_brightway_pandas_or_scipy(toy_background: Background) -> None:
    code = (
        "import sys; from pathlib import Path; from lca.background import load;"
        f"load(Path({str(toy_background.folder)!r}));"
        "import lca.solve, lca.contributions, lca.coverage;"
        "heavy = {'scipy', 'pandas', 'bw2calc', 'bw2data', 'bw2io', 'bw_processing', 'openpyxl'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_id_follows_tables_and_builder(monkeypatch: pytest.MonkeyPatch) -> None:
    first = background_id("a")
    assert first.startswith("hakari-open-")
    assert len(first) == len("hakari-open-") + 12
    assert background_id("b") != first
    monkeypatch.setattr(module, "BUILDER_VERSION", "other")
    assert background_id("a") != first


def test_broken_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BackgroundBuildError, match="nowhere"):
        build(
            toy_tables(exchanges=(ToyExchange("grid", "technosphere", "nowhere", 1.0),)), tmp_path
        )
    loop = (
        ToyExchange("grid", "technosphere", "heat", 1.0),
        ToyExchange("heat", "technosphere", "grid", 1.0),
    )
    with pytest.raises(BackgroundBuildError, match="singular"):
        build(toy_tables(exchanges=loop), tmp_path / "b")
    near = (loop[0], ToyExchange("heat", "technosphere", "grid", 1.0 - 1e-14))
    with pytest.raises(BackgroundBuildError, match="condition"):
        build(toy_tables(exchanges=near), tmp_path / "c")
    other_unit = (ToyFlow("x", "m3", FLOWS[0].ecoinvent_id),)
    with pytest.raises(BackgroundBuildError, match="ecoinvent's in kg"):
        build(toy_tables(flows=(*FLOWS, *other_unit)), tmp_path / "d")
    with pytest.raises(BackgroundBuildError, match="no such id"):
        build(toy_tables(flows=(*FLOWS, ToyFlow("x", "kg", "0-0"))), tmp_path / "e")
    no_uptake = tuple(f for f in FLOWS if f.group != "co2_uptake")
    with pytest.raises(BackgroundBuildError, match="uptake"):
        build(toy_tables(flows=no_uptake), tmp_path / "f")


def test_a_used_folder_is_not_built_into(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BackgroundBuildError, match="not empty"):
        build(toy_tables(), tmp_path)


def test_ensure_builds_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefact, "load_tables", toy_tables)
    first = artefact.ensure(tmp_path / "data")
    before = (first.folder / "manifest.json").stat().st_mtime_ns
    again = artefact.ensure(tmp_path / "data")
    assert again.folder == first.folder
    assert (again.folder / "manifest.json").stat().st_mtime_ns == before
    assert [p.name for p in (tmp_path / "data").iterdir()] == [first.id]


def test_two_processes_may_build_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        folders = set(pool.map(_ensure_toy, [str(tmp_path)] * 2))
    assert len(folders) == 1
    assert [p.name for p in tmp_path.iterdir()] == [Path(folders.pop()).name]


def _ensure_toy(data_dir: str) -> str:
    artefact.load_tables = toy_tables  # type: ignore[assignment]
    return str(artefact.ensure(Path(data_dir)).folder)


def test_a_finished_artefact_is_not_overwritten_by_a_late_one(
    toy_background: Background, tmp_path: Path
) -> None:
    done, late = tmp_path / "done", tmp_path / "late"
    shutil.copytree(toy_background.folder, done)
    late.mkdir()
    (late / "half").write_text("x")
    artefact._publish(late, done)
    assert load(done).id == toy_background.id
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "other").write_text("x")
    with pytest.raises(OSError, match=os.strerror(39)):
        artefact._publish(late, blocked)


def test_dataset_order_does_not_change_scores(toy_background: Background, tmp_path: Path) -> None:
    turned = build(toy_tables(datasets=DATASETS[::-1], flows=FLOWS[::-1]), tmp_path / "turned")
    gwp = characterization(toy_background, "ipcc2021-gwp100")
    for provider in toy_background.provider_keys:
        ours = provider_scores(toy_background, gwp)[toy_background.index(provider)]
        theirs = provider_scores(turned, gwp)[turned.index(provider)]
        assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-15)
