"""Options that every command has."""

from typing import Annotated, Literal

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Language = Annotated[
    Literal["en", "ja", "auto"],
    typer.Option("--lang", envvar="HAKARI_LANG", help="Language of texts (auto: from LANG)."),
]
