"""Wrong usage with ``--json``: also then exactly one JSON document goes to stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from api.canonical import canonical_bytes
from api.cli.run import USAGE

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for an unknown command or option and for a bad value; it does not export it."""


class Commands(TyperGroup):
    """The commands of `hakari`; a usage error is one JSON problem where JSON was asked for."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; exit status 2 if it cannot be understood."""
        given = list(sys.argv[1:] if args is None else args)
        as_json = standalone_mode and "--json" in given
        try:
            status = super().main(
                given,
                prog_name,
                complete_var,
                standalone_mode and not as_json,
                windows_expand_args,
                **extra,
            )
        except UsageError as error:
            if not as_json:
                raise
            _tell(error)
            sys.exit(USAGE)
        if not as_json:
            return status
        sys.exit(status or 0)


def _tell(error: Exception) -> None:
    """Print the problem; typer's sentences are in English, so the title is in both languages."""
    message = getattr(error, "format_message", error.__str__)()
    problem = {
        "type": "usage-error",
        "title": "Wrong usage / 使い方の誤り",
        "status": 400,
        "detail": message,
    }
    sys.stdout.buffer.write(canonical_bytes(problem) + b"\n")
    sys.stdout.flush()
