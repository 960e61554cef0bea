"""Writes `case_scores.csv` anew: `python tests/golden/regenerate_case_scores.py`.

Only on purpose, when numbers are meant to change; look at the difference before you commit it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.case_scores import computed, write

from api.evaluation import Evaluator

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write(computed(Evaluator.create(Path(folder))))
