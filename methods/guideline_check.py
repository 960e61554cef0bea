"""Check every file of a folder of guidelines and tell all that is wrong, by file and line."""

from __future__ import annotations

from pathlib import Path

from methods.default_values import default_values
from methods.errors import GuidelineDataError
from methods.files import DataFile, DataProblem, problem_of
from methods.guideline import GUIDELINES_FOLDER, file_problems


def check_guidelines(folder: Path = GUIDELINES_FOLDER) -> tuple[DataProblem, ...]:
    """Return everything that is wrong with the guidelines of a folder, and their tables.

    Parameters
    ----------
    folder
        A folder with one folder for each guideline.
    """
    found = {problem.text(): problem for problem in file_problems(folder)}
    if not any(path.is_dir() for path in folder.iterdir()):
        bare = DataFile(folder, None, {}, ()).problem("folder-empty", "")
        return (bare,)
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        try:
            default_values(home.name, folder)
        except GuidelineDataError as error:
            problem = problem_of(error)
            found[problem.text()] = problem
    return tuple(sorted(found.values(), key=lambda p: (p.file, p.finding.line or 1)))
