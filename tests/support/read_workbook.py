"""Reads an exported workbook into a fresh Brightway project and prints what it finds as JSON.

Run in a process of its own, with BRIGHTWAY2_DIR set to an empty folder that exists.
Usage: python read_workbook.py DATABASE.xlsx METHOD.xlsx
"""

import contextlib
import json
import sys
import warnings

warnings.simplefilter("ignore")

with contextlib.redirect_stdout(sys.stderr):
    import bw2calc
    import bw2data
    import bw2io
    from bw2io.strategies import link_iterable_by_fields

    bw2data.projects.set_current("import")
    bw2io.create_default_biosphere3()

    importer = bw2io.ExcelImporter(sys.argv[1])
    importer.apply_strategies()
    importer.match_database(fields=("name", "unit", "location"))
    unlinked = len(list(importer.unlinked))
    importer.write_database()

    method = ("hakari", "test")
    factors = bw2io.ExcelLCIAImporter(sys.argv[2], method, "exported", "kg CO2e")
    factors.apply_strategies()
    own = bw2data.Database(importer.db_name)
    factors.apply_strategy(
        lambda data: link_iterable_by_fields(
            data, other=own, edge_kinds=["biosphere"], fields=("name", "categories")
        )
    )
    unlinked_factors = sum("input" not in e for m in factors.data for e in m["exchanges"])
    factors.write_methods(overwrite=True)

    unit = next(a for a in own if a["name"] == "functional unit")
    lca = bw2calc.LCA({unit: 1}, method=method)
    lca.lci()
    lca.lcia()

json.dump(
    {
        "database": importer.db_name,
        "datasets": len(importer.data),
        "unlinked": unlinked,
        "unlinked_factors": unlinked_factors,
        "score": lca.score,
    },
    sys.stdout,
)
