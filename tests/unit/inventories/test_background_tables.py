"""The background tables load, link and refuse what is broken."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from inventories.background.tables import FOLDER, BackgroundTables, load_tables
from inventories.background.uslci import mass_shares, read_processes
from inventories.errors import BackgroundTableError

MANDATORY = {
    "kWh": "electricity-jp-mix-2020 electricity-jp-mix-2023 electricity-jp-coal electricity-jp-lng "
    "electricity-jp-oil electricity-jp-nuclear electricity-jp-hydro electricity-jp-solar "
    "electricity-jp-wind electricity-jp-biomass electricity-jp-statutory-fy2023 "
    "electricity-jp-statutory-fy2024 electricity-us-grid-2008",
    "MJ": "heat-natural-gas heat-electric-boiler-jp heat-heavy-fuel-oil heat-coal "
    "heat-wood-residue steam-jp-purchased-statutory counterfactual-wood-boiler-heat",
    "m3": "natural-gas natural-gas-combusted wastewater-treatment",
    "t*km": "transport-truck transport-truck-single-unit transport-rail transport-ship-ocean "
    "transport-barge transport-container-ship",
    "kg": "natural-gas-kg diesel gasoline kerosene naphtha lpg heavy-fuel-oil coal crude-oil "
    "lng-jp "
    "sulfuric-acid sodium-hydroxide ammonia quicklime slaked-lime limestone hydrochloric-acid "
    "diammonium-phosphate urea phosphoric-acid corn-steep-liquor cellulase alpha-amylase "
    "glucoamylase glucose methanol soda-ash oxygen-liquid nitrogen-fertiliser sodium-chloride "
    "chlorine crude-glycerol glycerine acetic-acid ethylene-oxide mea "
    "hydrogen-smr hydrogen-smr-ccs hydrogen-pem-jp-grid hydrogen-pem-jp-wind "
    "hydrogen-pem-jp-solar hydrogen-alkaline-jp-grid "
    "co2-captured-mea-cement co2-captured-wte co2-captured-dac-sorbent "
    "hdpe-resin ldpe-resin lldpe-resin pp-resin pet-resin ps-resin pvc-resin abs-resin "
    "pla-resin-natureworks polybutadiene ethylene propylene butadiene benzene styrene "
    "ethylene-glycol paraxylene xylenes acrylonitrile rpet-flake rpet-pellet rhdpe-pellet "
    "pulp-kraft-bleached containerboard corn-grain corn-stover wheat-straw forest-residue soybean "
    "soybean-oil soybean-meal palm-kernel-oil wood-fuel wood-chips "
    "incineration-plastics incineration-pet incineration-paper incineration-food "
    "incineration-wood incineration-textile-synthetic landfill-food landfill-paper landfill-wood "
    "landfill-inert composting-food anaerobic-digestion-leakage tap-water process-water",
}


@pytest.fixture(scope="module")
def tables() -> BackgroundTables:
    return load_tables()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "tables"))


def edit(file: Path, old: str, new: str) -> int:
    """Replace the first `old` by `new`; return its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("unit", MANDATORY)
def test_every_promised_key_exists_in_its_unit(tables: BackgroundTables, unit: str) -> None:
    keys = MANDATORY[unit].split()
    units = {k: tables.datasets[k].unit if k in tables.datasets else None for k in keys}
    assert units == dict.fromkeys(keys, unit)


def test_there_are_at_least_150_datasets_with_titles_in_both_languages(
    tables: BackgroundTables,
) -> None:
    assert len(tables.datasets) >= 150
    japanese = [d.title_ja for d in tables.datasets.values()]
    assert all(any(ord(c) > 0x2FFF for c in title) for title in japanese)
    assert len(set(japanese)) == len(japanese)


def test_statutory_factors_are_an_input_of_nothing(tables: BackgroundTables) -> None:
    statutory = {k for k in tables.datasets if "statutory" in k}
    assert len(statutory) == 3
    assert [e.dataset for e in tables.exchanges if e.input in statutory] == []
    unmended = load_tables(mends=False)
    assert [e.dataset for e in unmended.exchanges if e.input in statutory] == []


def test_fossil_biogenic_and_land_use_carbon_are_separate_flows(tables: BackgroundTables) -> None:
    groups = {
        tables.flows[k].group: k for k in tables.flows if tables.flows[k].group.startswith("c")
    }
    assert groups == {
        "co2_fossil": "co2-fossil",
        "co2_biogenic": "co2-biogenic",
        "co2_land_use": "co2-land-use",
        "co2_uptake": "co2-uptake",
        "ch4_fossil": "ch4-fossil",
        "ch4_biogenic": "ch4-biogenic",
    }
    assert tables.flows["co2-uptake"].direction == "in"
    assert tables.flows["ch4-fossil"].carbon_kg_c_per_unit == pytest.approx(0.75)


def test_flow_ids_are_unique_uuids(tables: BackgroundTables) -> None:
    ids = [f.ecoinvent_id for f in tables.flows.values()]
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 36 and i.count("-") == 4 for i in ids)


def test_grid_mixes_add_up_to_one(tables: BackgroundTables) -> None:
    for mix in ("electricity-jp-mix-2020", "electricity-jp-mix-2023"):
        shares = [e.amount for e in tables.exchanges if e.dataset == mix]
        assert len(shares) == 8
        assert sum(shares) == pytest.approx(1.0, abs=1e-8)


def test_whatever_is_closed_by_balance_takes_no_uptake_from_its_source(
    tables: BackgroundTables,
) -> None:
    flagged = {k for k, d in tables.datasets.items() if d.is_biomass_production != "no"}
    assert {"soybean", "pulp-kraft-bleached", "heat-wood-residue"} <= flagged
    assert [
        e.dataset for e in tables.exchanges if e.input == "co2-uptake" and e.dataset in flagged
    ] == []


def test_biomass_grows_only_where_no_biomass_enters(tables: BackgroundTables) -> None:
    def grows(key: str) -> bool:
        return tables.datasets[key].is_biomass_production == "yes"

    assert grows("soybean")
    assert grows("palm-fresh-fruit-bunch")
    for key in ("glycerine", "ethanol-corn-us", "corn-grain-stored", "soybean-meal"):
        assert tables.datasets[key].is_biomass_production == "correction"
    fed = {
        e.dataset
        for e in tables.exchanges
        if e.kind == "technosphere"
        and tables.datasets[e.input].category == "biomass"
        and tables.datasets[e.input].carbon_biogenic_kg_c_per_unit > 0
    }
    assert [key for key in sorted(fed) if grows(key)] == []


def test_landfill_of_food_releases_the_ipcc_methane(tables: BackgroundTables) -> None:
    (methane,) = [
        e.amount
        for e in tables.exchanges
        if (e.dataset, e.input) == ("landfill-food", "ch4-biogenic")
    ]
    # DOC 0.15 x DOCf 0.7 x F 0.5 x 16/12, IPCC 2006/2019 defaults
    assert methane == pytest.approx(0.07, rel=1e-9)


def test_mends_replace_everything_or_add_to_what_is_there() -> None:
    before, after = load_tables(mends=False), load_tables()

    def of(tables: BackgroundTables, dataset: str) -> dict[str, float]:
        return {e.input: e.amount for e in tables.exchanges if e.dataset == dataset}

    assert len(of(before, "sulfuric-acid")) > 1
    assert set(of(after, "sulfuric-acid")) == {"co2-fossil"}
    assert set(of(before, "propylene")) < set(of(after, "propylene"))
    assert before.digest != after.digest
    assert before.mends == ()
    assert len(after.mends) > 30


def test_loading_takes_less_than_a_fifth_of_a_second() -> None:
    best = min(_timed() for _ in range(3))
    assert best < 0.2


def _timed() -> float:
    start = time.perf_counter()
    load_tables()
    return time.perf_counter() - start


def test_digest_is_stable_and_follows_the_bytes(copy: Path, tables: BackgroundTables) -> None:
    assert load_tables(copy).digest == tables.digest
    edit(copy / "datasets.csv", "酢酸", "酢 酸")
    assert load_tables(copy).digest != tables.digest


def test_unknown_input_names_file_line_and_candidates(copy: Path) -> None:
    line = edit(
        copy / "exchanges.csv",
        "technosphere,natural-gas-combusted,",
        "technosphere,natural-gas-combusta,",
    )
    with pytest.raises(
        BackgroundTableError, match=rf"exchanges\.csv:{line}: .*natural-gas-combusted"
    ):
        load_tables(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "exchanges.csv",
            "hakari-estimate",
            "nobody",
            "`source` is `nobody`, which does not exist",
        ),
        ("exchanges.csv", ",published,", ",certain,", "`grade` is `certain`, must be one of"),
        (
            "exchanges.csv",
            "elementary,co2-fossil,0.943,kg",
            "elementary,co2-fossil,nan,kg",
            "finite",
        ),
        (
            "exchanges.csv",
            "elementary,co2-fossil,0.943,kg",
            "elementary,co2-fossil,0.943,t",
            "not in `t`",
        ),
        ("exchanges.csv", "elementary,co2-fossil,0.943,kg", "air,co2-fossil,0.943,kg", "`kind`"),
        ("datasets.csv", ",kWh,JP,", ",MWh,JP,", "`unit` is `MWh`"),
        ("datasets.csv", ",electricity,hakari", ",power,hakari", "`category` is `power`"),
        ("datasets.csv", "electricity-jp-coal,", "electricity-jp-lng,", "stands twice"),
        ("elementary_flows.csv", ",co2_fossil,", ",co2,", "`group` is `co2`"),
        ("elementary_flows.csv", "co2-biogenic,", "co2-fossil,", "stands twice"),
        ("mends.csv", ",add,", ",repair,", "`action` is `repair`"),
        (
            "mends.csv",
            "propylene,add,technosphere,natural-gas-liquids-olefin-feed",
            "propylene,remove,technosphere,lng-jp",
            "has no `lng-jp` to remove",
        ),
        ("datasets.csv", "key,title_en", "name,title_en", "the header must be"),
        ("sources.csv", ",secondary", ",perhaps", "`opened` is `perhaps`"),
    ],
)
def test_broken_tables_are_refused_with_their_place(
    copy: Path, file: str, old: str, new: str, problem: str
) -> None:
    edit(copy / file, old, new)
    with pytest.raises(BackgroundTableError) as caught:
        load_tables(copy)
    assert problem in str(caught.value)
    assert f"{file}:" in str(caught.value)


def test_exchange_that_stands_twice_is_refused(copy: Path) -> None:
    file = copy / "exchanges.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, lines[5]]), encoding="utf-8")
    with pytest.raises(
        BackgroundTableError, match=rf"exchanges\.csv:{len(lines) + 1}: .*stands twice"
    ):
        load_tables(copy)


def test_dataset_without_any_exchange_is_refused(copy: Path) -> None:
    file = copy / "exchanges.csv"
    kept = [
        line
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("tap-water,")
    ]
    file.write_text("".join(kept), encoding="utf-8")
    with pytest.raises(BackgroundTableError, match="`tap-water` has no exchange"):
        load_tables(copy)


def test_missing_file_is_refused(copy: Path) -> None:
    (copy / "sources.csv").unlink()
    with pytest.raises(BackgroundTableError, match=r"sources\.csv"):
        load_tables(copy)


def test_unmapped_flows_are_listed_with_a_reason() -> None:
    lines = (FOLDER / "unmapped_flows.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "uslci_flow,compartment,direction,uslci_unit,exchanges,reason"
    assert len(lines) > 100
    lost = [
        line
        for line in lines[1:]
        if line.lower().startswith(('"carbon', "carbon d", "methane,", '"methane, f'))
    ]
    assert lost == []


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A USLCI-like release with one process, 2 t and 2000 kg of products."""
    files = {
        "unit_groups/m.json": {
            "@id": "m",
            "name": "Units of mass",
            "units": [
                {"@id": "kg", "name": "kg", "conversionFactor": 1.0},
                {"@id": "t", "name": "t", "conversionFactor": 1000.0},
            ],
        },
        "categories/air.json": {"@id": "air", "name": "air"},
        "categories/u.json": {"@id": "u", "name": "unspecified", "category": {"@id": "air"}},
        "flows/a.json": {"@id": "a", "name": "Straw ", "flowType": "PRODUCT_FLOW"},
        "flows/b.json": {"@id": "b", "name": "Grain", "flowType": "PRODUCT_FLOW"},
        "flows/c.json": {"@id": "c", "name": "CUTOFF Lime", "flowType": "PRODUCT_FLOW"},
        "flows/e.json": {
            "@id": "e", "name": "Ammonia", "flowType": "ELEMENTARY_FLOW", "category": {"@id": "u"},
        },
        "processes/p.json": {
            "@id": "p",
            "name": "Farming",
            "location": {"name": "RNA"},
            "processDocumentation": {"timeDescription": "2008 to 2010"},
            "exchanges": [
                _row("a", 2.0, "t", is_input=False),
                _row("b", 2000.0, "kg", is_input=False),
                _row("c", 3.0, "kg", is_input=True),
                _row("e", 0.5, "kg", is_input=False),
            ],
        },
    }  # fmt: skip
    for name, content in files.items():
        file = tmp_path / "release" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "release"


def _row(flow: str, amount: float, unit: str, *, is_input: bool) -> dict[str, object]:
    return {
        "flow": {"@id": flow, "name": flow},
        "unit": {"@id": unit},
        "amount": amount,
        "input": is_input,
    }


def test_uslci_reader_gives_rows_in_base_units(release: Path) -> None:
    (process,) = read_processes(release)
    assert (process.name, process.location, process.year) == ("Farming", "RNA", 2010)
    rows = [(e.flow_name, e.amount, e.unit, e.compartment, e.is_cutoff) for e in process.exchanges]
    assert rows == [
        ("Straw", 2000.0, "kg", "", False),
        ("Grain", 2000.0, "kg", "", False),
        ("CUTOFF Lime", 3.0, "kg", "", True),
        ("Ammonia", 0.5, "kg", "air", False),
    ]
    assert mass_shares(process) == {"a": 0.5, "b": 0.5}


def test_uslci_reader_refuses_a_unit_the_release_lacks(release: Path) -> None:
    edit(release / "processes" / "p.json", '"@id": "t"', '"@id": "stone"')
    with pytest.raises(BackgroundTableError, match=r"p\.json: `a` has a flow or unit"):
        list(read_processes(release))


def test_uslci_reader_refuses_a_folder_without_flows(release: Path) -> None:
    shutil.rmtree(release / "flows")
    with pytest.raises(BackgroundTableError, match="folder `flows` is missing"):
        list(read_processes(release))
