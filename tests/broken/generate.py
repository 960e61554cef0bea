"""Writes one broken file per rule and way to break it: the good route with one thing spoilt.

A second way is named ``<rule>--<way>``.

Run ``python tests/broken/generate.py`` after `tests/data/good_route.yaml` changed on purpose.
`tests/unit/inventories/test_broken_files.py` says what the files are for.
"""

# ruff: noqa: E501
# The edits quote whole lines of the good route.
from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
GOOD = HERE.parent / "data" / "good_route.yaml"

WATER = "{provider: process-water, amount: 1, unit: kg,"
ELECTRICITY = (
    "{provider: electricity-jp-mix-2023, electricity: {supply: grid}, amount: 0.2, unit: kWh,"
)
CRUDE = "{from: fermentation, flow: crude-acid, amount: crude_per_pure, unit: kg,"
CRUDE_LINE = f"      - {CRUDE} source: toy, grade: derived}}\n"
COST_CAPACITY = "{amount: 10000, unit: t,"
FERMENTATION = "    title: {en: Fermentation, ja: 発酵}\n    stage: conversion\n"
CO2_FERMENTATION = '"44 / 12 * (0.15 / acid_yield - 0.52)"'
CO2_PURIFICATION = '"44 / 12 * 0.4 * (crude_per_pure - 1)"'
CAKE_LHV = "lhv: {amount: 14, basis: wet,"
RESIDUE_CARBON = (
    "    title: {en: Food residue, ja: 食品残渣}\n    unit: kg\n"
    "    carbon: {content: 0.15, biogenic: 1, source: toy, at: table 1, grade: published}\n"
)
LOOP = "      - {{from: purification, flow: pure-acid, amount: {}, unit: kg, source: toy, grade: derived}}\n"
EXTRA_ACTIVITY = """\
  - id: {id}
    title: {{en: Extra, ja: 追加}}
    stage: conversion
    outputs:
      - {{flow: {flow}, role: reference, amount: 1, unit: kg, source: toy, grade: derived}}
    inputs:
      - {{from: collection, flow: collected-residue, amount: 1, unit: kg, source: toy, grade: derived}}
    exempt: {{mass: {{reason: Extra.}}, carbon: {{reason: Extra.}}, energy: {{reason: Extra.}}}}

cost:
"""
ORIGIN = "          origin: waste\n          counterfactual:\n"
BURNING = """\
  - id: burning
    title: {en: Incineration of the acid, ja: 酸の焼却}
    stage: end_of_life
    outputs:
      - {flow: acid-burnt, role: reference, amount: 1, unit: kg, source: toy, grade: derived}
    elementary:
      - {flow: co2-biogenic, amount: 44 / 12 * 0.4, unit: kg, source: toy, grade: derived}
"""
NO_BURNING = (("  downstream:\n    - {activity: burning, amount: 1}\n", ""), (BURNING, ""))
ENERGY_RECOVERY = (
    "end_of_life:\n  energy_recovery: {{share: 1, treatment: landfill-inert, lhv_mj_per_unit: 13, {},"
    " source: toy, at: table 5, grade: published}}\n"
)
PARAMETERS = "parameters:\n"
GATES = "gates:\n  - {{id: gate-2026, title: {{en: Bench, ja: 実験室}}, date: {}}}\n"
SECOND_GATE = "  - {{id: {}, title: {{en: Pilot, ja: パイロット}}, date: {}}}\n"
SPARE_PARAMETER = PARAMETERS + (
    "  spare:\n    title: {en: Spare, ja: 予備}\n    value: 1\n    unit: kg\n"
    "    source: toy\n    grade: published\n"
)
CORRELATIONS = "correlations:\n"
CORRELATION = (
    "  - {{between: [acid_yield, {}], value: {}, source: toy, at: table 5, grade: published}}\n"
)
CAPITAL = "  capital:\n    - title: {en: Plant, ja: プラント}\n"
EQUIPMENT = (
    "  equipment:\n    - {{id: fermenter, title: {{en: Fermenter, ja: 発酵槽}}, amount: 1e6, currency: USD, year: 2020, "
    "index: capital, size: {}, size_unit: {}, reference_size: 300, reference_unit: m3, exponent: 0.6, max_size: {}, "
    "installation_factor: {}, source: toy, at: section 2, grade: published}}\n"
)
LANG = "  lang_factor: {value: 3, source: toy, at: section 2, grade: published}\n"
CONTINGENCY = "  contingency: {{{}, source: toy, at: section 2, grade: published}}\n"

EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    "not-utf8": (("Toy acid from food residue", "Toy acid from caf\udce9 residue"),),
    "yaml-syntax": (("geography: JP", "geography: [JP"),),
    "yaml-alias": (("geography: JP", "geography: &place JP\ntheme: *place"),),
    "yaml-tag": (("geography: JP", "geography: !!python/name:os.system JP"),),
    "yaml-depth": (("geography: JP", "geography: " + "[" * 60 + "]" * 60),),
    "duplicate-key": (("trl: 5", "trl: 5\ntrl: 6"),),
    "schema-version": (("hakari/route/1", "hakari/route/9"),),
    "unknown-key": (("geography: JP", "geography: JP\ngeographie: JP"),),
    "missing-key": (("geography: JP\n", ""),),
    "wrong-type": (("reference_year: 2025", 'reference_year: "2025"'),),
    "bad-value": (("trl: 5", "trl: 12"),),
    "assumption-without-reason": (("source: assumption, reason: Plan.,", "source: assumption,"),),
    "duplicate-id": (
        ("  prices:\n", "    - id: upkeep\n      title: {en: Again, ja: 再}\n      kind: other\n"
         "      share_of_fci: {share: 0.01, source: toy, grade: published}\n  prices:\n"),
    ),
    "unlinked-activity": (("{from: collection,", "{from: colection,"),),
    "unlinked-flow": ((CRUDE, CRUDE.replace("crude-acid", "crud-acid")),),
    "unlinked-provider": ((ELECTRICITY, ELECTRICITY.replace("mix-2023", "mixx-2023")),),
    "unlinked-elementary": (("{flow: co2-biogenic, amount: 44 / 12 * 0.4,",
                             "{flow: co2-biogenc, amount: 44 / 12 * 0.4,"),),
    "unlinked-price": ((WATER, WATER + " price: spring-water,"),),
    "missing-source": ((WATER + " source: toy", WATER + " source: toys"),),
    "unused-source": (("sources:\n", "sources:\n  spare: {title: Never cited, opened: no}\n"),),
    "reference-output": (("      - flow: feed-cake\n        role: co_product\n",
                          "      - flow: feed-cake\n        role: reference\n"),
                         ("        displaces: {provider: soybean-meal, amount: 0.8, source: toy, "
                          "at: table 3, grade: published}\n", "")),
    "two-makers": (
        (CRUDE_LINE, CRUDE_LINE + CRUDE_LINE.replace("fermentation", "extra")),
        ("\ncost:\n", EXTRA_ACTIVITY.format(id="extra", flow="crude-acid")),
    ),
    "not-made-there": ((CRUDE, CRUDE.replace("crude-acid", "acid-burnt")),),
    "statutory-factor": ((ELECTRICITY, ELECTRICITY.replace(
        "mix-2023, electricity: {supply: grid}", "statutory-fy2024, price: electricity-jp-mix-2023")),),
    "unused-activity": (("\ncost:\n", EXTRA_ACTIVITY.format(id="extra", flow="food-residue")),),
    "unit-unknown": ((WATER, WATER.replace("unit: kg", "unit: kilogramz")),),
    "unit-dimension": ((WATER, WATER.replace("unit: kg", "unit: kWh")),),
    "formula-invalid": ((CRUDE, CRUDE.replace("crude_per_pure",
                                              "\"crude_per_pure + __import__('os').getpid()\"")),),
    "formula-unknown-name": ((CRUDE, CRUDE.replace("crude_per_pure", "crude_per_pur + 0 * crude_per_pure")),),
    "formula-not-finite": ((CRUDE, CRUDE.replace("crude_per_pure", "crude_per_pure / (1 - 1)")),),
    "parameter-unused": ((PARAMETERS, SPARE_PARAMETER),),
    "system-not-square": ((CRUDE_LINE, CRUDE_LINE + CRUDE_LINE.replace(
        "crude-acid, amount: crude_per_pure", "spent-broth, amount: 0.1")),),
    "system-singular": ((f"      - {WATER}", LOOP.format("1 / crude_per_pure") + f"      - {WATER}"),),
    "negative-supply": ((f"      - {WATER}", LOOP.format("1.5") + f"      - {WATER}"),),
    "co-product-deficit": ((CRUDE_LINE, CRUDE_LINE + CRUDE_LINE.replace(
        "crude-acid, amount: crude_per_pure", "feed-cake, amount: 0.5")),),
    "co-product-deficit--made-elsewhere": (
        (CRUDE_LINE, CRUDE_LINE
         + CRUDE_LINE.replace("crude-acid, amount: crude_per_pure", "feed-cake, amount: 0.5")
         + CRUDE_LINE.replace("fermentation, flow: crude-acid, amount: crude_per_pure",
                              "extra, flow: feed-cake, amount: 0.1")),
        ("\ncost:\n", EXTRA_ACTIVITY.format(id="extra", flow="feed-cake")),
    ),
    "mass-balance": ((WATER, WATER.replace("amount: 1", "amount: 3")),),
    "mass-unknown": ((WATER, "{provider: natural-gas, price: process-water, amount: 0.0001, unit: m3,"),),
    "carbon-balance-fossil": ((f"{{flow: co2-biogenic, amount: {CO2_PURIFICATION}, unit: kg, source: toy,",
                               f"{{flow: co2-fossil, amount: 0.5, unit: kg, source: toy, at: spoilt, "
                               f"grade: derived}}\n      - {{flow: co2-biogenic, amount: {CO2_PURIFICATION}, "
                               "unit: kg, source: toy,"),),
    "carbon-balance-biogenic": ((CO2_FERMENTATION, '"44 / 12 * (0.15 / acid_yield - 0.52) / 2"'),),
    "carbon-unknown": ((RESIDUE_CARBON, RESIDUE_CARBON.split("    carbon", maxsplit=1)[0]),),
    "energy-balance": ((CAKE_LHV, "lhv: {amount: 40, basis: wet,"),),
    "energy-unknown": (
        (CAKE_LHV, "lhv: {amount: 40, basis: wet,"),
        ("    title: {en: Collected residue, ja: 収集済み残渣}\n    unit: kg\n"
         "    carbon: {content: 0.15, biogenic: 1, source: toy, at: table 1, grade: published}\n"
         "    lhv: {amount: 5, basis: wet, source: toy, at: table 1, grade: published}\n",
         "    title: {en: Collected residue, ja: 収集済み残渣}\n    unit: kg\n"
         "    carbon: {content: 0.15, biogenic: 1, source: toy, at: table 1, grade: published}\n"),
    ),
    "balance-exempt": (
        (WATER, WATER.replace("amount: 1", "amount: 3")),
        (FERMENTATION, FERMENTATION + "    exempt: {mass: {reason: Vapour was not weighed.}}\n"),
    ),
    "yield-above-bound": (("value: 0.28, status: target", "value: 0.35, status: target"),),
    "carbon-vs-formula": (("    title: {en: Acid, ja: 酸}\n    unit: kg\n    formula: C3H6O3\n",
                           "    title: {en: Acid, ja: 酸}\n    unit: kg\n    formula: C2H4O\n"),),
    "cas-checksum": (("    title: {en: Acid, ja: 酸}\n    unit: kg\n    formula: C3H6O3\n    cas: 50-21-5",
                      "    title: {en: Acid, ja: 酸}\n    unit: kg\n    formula: C3H6O3\n    cas: 50-21-6"),),
    "sign-amount": ((WATER, WATER.replace("amount: 1", "amount: -1")),),
    "implausible-magnitude": (("amount: 1.8, unit: MJ", "amount: 1800, unit: kWh"),),
    "lhv-implausible": ((CAKE_LHV, "lhv: {amount: 14000, basis: wet,"),),
    "gate-status": (("status: target, source: assumption, reason: Plan., grade: derived",
                     "status: target, source: toy, grade: measured"),),
    "gate-date": ((PARAMETERS, GATES.format('"2026-13"') + PARAMETERS),),
    "gate-duplicate": ((PARAMETERS, GATES.format('"2026"')
                        + SECOND_GATE.format("gate-2026", '"2028"') + PARAMETERS),),
    "gate-order": ((PARAMETERS, GATES.format('"2026"')
                    + SECOND_GATE.format("gate-2028", '"2025-11"') + PARAMETERS),),
    "gate-unlisted": ((PARAMETERS, (GATES + PARAMETERS).format('"2026"').replace("gate-2026", "gate-2027")),),
    "gate-value-late": (
        (PARAMETERS, GATES.format('"2026-03"') + PARAMETERS),
        ("status: target, source: assumption, reason: Plan., grade: derived",
         'status: measured, date: "2026-09", source: toy, grade: published'),
    ),
    "correlation-unknown-name": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("price:proces-water", 0.5) + PARAMETERS),
    ),
    "correlation-unknown-name--parameter": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("crude_per_pur", 0.5) + PARAMETERS),
    ),
    "correlation-same-name": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("acid_yield", 0.5) + PARAMETERS),
    ),
    "correlation-repeated": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("market:oil", 0.5) + CORRELATION.format("market:oil", 0.4)
         + PARAMETERS),
    ),
    "correlation-without-distribution": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("crude_per_pure", 0.5) + PARAMETERS),
    ),
    "correlation-not-positive-definite": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("price:process-water", 0.9)
         + CORRELATION.format("market:oil", 0.9)
         + CORRELATION.format("price:process-water", -0.9).replace("acid_yield", "market:oil") + PARAMETERS),
    ),
    "correlation-not-positive-definite--perfect": (
        (PARAMETERS, CORRELATIONS + CORRELATION.format("market:usd_jpy", 1) + PARAMETERS),
    ),
    "currency-unknown": (("currency: USD", "currency: YEN"),),
    "price-year": (("      year: 2020\n", "      year: 2099\n"),),
    "capacity-unit": ((COST_CAPACITY, "{amount: 10000, unit: t/year,"),),
    "functional-equivalence": (("geography: JP", "geography: US"),),
    "replaces-missing": (
        ("replaces:\n  baseline: toy-acid-fossil\n  amount: 1\n"
         "  equivalence: {en: Same molecule., ja: 同一の分子。}\n"
         "  source: toy\n  at: section 1\n  grade: published\n", ""),
    ),
    "unverified-share": ((WATER + " source: toy, at: table 2, grade: published",
                          WATER + " source: toy, at: table 2, grade: unverified"),),
    "replaces-implausible": (("  baseline: toy-acid-fossil\n  amount: 1\n",
                              "  baseline: toy-acid-fossil\n  amount: 1000\n"),),
    "gate-fee-sign": (("  prices:\n", "  prices:\n    food-residue: {amount: 20, currency: JPY, year: 2025, "
                       "index: none, per: kg, source: toy, at: table 4, grade: published}\n"),),
    "capacity-scale": ((COST_CAPACITY, "{amount: 10000, unit: kg,"),),
    "parameter-unit": (("    value: 1.02\n    unit: kg/kg\n", "    value: 1.02\n    unit: g/kg\n"),),
    "untreated-waste": (("    title: {en: Spent broth, ja: 廃培養液}\n    unit: kg\n    formula: H2O\n",
                         "    title: {en: Spent broth, ja: 廃培養液}\n    unit: kg\n    carbon: {content: 0.001, "
                         "biogenic: 1, source: toy, at: table 1, grade: published}\n"),
                        ("role: waste, treatment: landfill-inert,", "role: waste,")),
    "carbon-content-implausible": (("carbon: {content: 0.4, biogenic: 1, source: toy, at: table 1, grade: "
                                    "published}\n    lhv: {amount: 14,", "carbon: {content: 40, biogenic: 1, "
                                    "source: toy, at: table 1, grade: published}\n    lhv: {amount: 14,"),),
    "unlinked-provider--tag": ((ORIGIN, ORIGIN.replace("origin: waste", "origin: waste\n          secondary: "
        "{material: other, virgin: soybean-meel, source: toy, at: table 3, grade: published}")),),
    "provider-unit": ((ORIGIN, ORIGIN.replace("origin: waste", "origin: waste\n          upstream: heat-natural-gas")),),
    "provider-unit--end-of-life": (
        *NO_BURNING,
        (PARAMETERS, "end_of_life: {disposal: {treatment: wastewater-treatment, source: toy, at: table 5, "
         "grade: published}}\n" + PARAMETERS),
    ),
    "tag-without-effect": ((ORIGIN, ORIGIN.replace("origin: waste", "origin: co_product\n          waste_class: manure")),),
    "recovery-efficiency": (
        *NO_BURNING,
        (PARAMETERS, ENERGY_RECOVERY.format(
            "heat_efficiency: 0.9, power_efficiency: 0.3, displaced_heat: heat-natural-gas, "
            "displaced_power: electricity-jp-mix-2023") + PARAMETERS),
    ),
    "recovered-energy-unlinked": (
        *NO_BURNING,
        (PARAMETERS, ENERGY_RECOVERY.format("heat_efficiency: 0.3") + PARAMETERS),
    ),
    "end-of-life-carbon": (
        *NO_BURNING,
        (PARAMETERS, "end_of_life: {disposal: {treatment: landfill-food, source: toy, at: table 5, "
         "grade: published}}\n" + PARAMETERS),
    ),
    "equipment-unit": ((CAPITAL, EQUIPMENT.format("500 / acid_yield", "t", 500, 1.8) + CAPITAL),),
    "equipment-unit--unknown": ((CAPITAL, EQUIPMENT.format("500 / acid_yield", "cubits", 500, 1.8) + CAPITAL),),
    "equipment-size": ((CAPITAL, EQUIPMENT.format("500 * (acid_yield - 0.5)", "m3", 500, 1.8) + CAPITAL),),
    "capital-amount": (("      amount: 20e6\n", "      amount: -20e6\n"),),
    "capital-amount--equipment": (
        (CAPITAL, EQUIPMENT.format("500 / acid_yield", "m3", 500, 1.8).replace("amount: ", "amount: -", 1) + CAPITAL),
    ),
    "equipment-max": ((CAPITAL, EQUIPMENT.format("500 / acid_yield", "m3", 200, 1.8) + CAPITAL),),
    "capital-factors": ((CAPITAL, EQUIPMENT.format("500 / acid_yield", "m3", 500, 1.8) + LANG + CAPITAL),),
    "capital-factors--chain": (
        (CAPITAL, EQUIPMENT.format("500 / acid_yield", "m3", 500, 1) + LANG + "  capital_factors:\n    - {id: site, "
         "title: {en: Site, ja: 敷地造成}, share: 0.09, of: isbl, source: toy, at: section 2, grade: published}\n" + CAPITAL),
    ),
    "capital-factors-unused": ((CAPITAL, LANG + CAPITAL),),
    "contingency-basis": ((CAPITAL, CONTINGENCY.format("share: 0.3, trl: 5") + CAPITAL),),
    "contingency-basis--one-end": ((CAPITAL, CONTINGENCY.format("share: 0.3, low: 0.2") + CAPITAL),),
    "contingency-range": ((CAPITAL, CONTINGENCY.format("share: 0.5, low: 0.2, high: 0.35") + CAPITAL),),
}  # fmt: skip


def broken(name: str, good: str) -> bytes:
    """Return the good route with the edits of a file.

    Raises
    ------
    ValueError
        If an edit does not find its place exactly once.
    """
    text = good
    for old, new in EDITS[name]:
        if text.count(old) != 1:
            raise ValueError(f"{name}: `{old[:60]}` occurs {text.count(old)} times")
        text = text.replace(old, new)
    return text.encode("utf-8", "surrogateescape")


def main() -> None:
    good = GOOD.read_text("utf-8")
    for name in EDITS:
        (HERE / f"{name}.yaml").write_bytes(broken(name, good))


if __name__ == "__main__":
    main()
