"""Which language a page is in, and its messages.

Messages are the English texts in the templates; the catalogue is read once, as text (`.po`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po
from starlette.requests import Request

from api.problems import LANGUAGES, preferred_language

LOCALES = Path(__file__).with_name("locales")
COOKIE = "hakari_lang"
PARAMETER = "lang"
COOKIE_SECONDS = 365 * 24 * 3600


class Translated(Protocol):
    """A text that comes in both languages."""

    def in_language(self, language: str) -> str:
        """Return the text in a language."""


def chosen_language(request: Request) -> str | None:
    """Return the language asked for in the address, if it is one we have."""
    asked = request.query_params.get(PARAMETER)
    return asked if asked in LANGUAGES else None


def language_of(request: Request) -> str:
    """Return the language of a page: asked for, else remembered, else what the browser prefers."""
    remembered = request.cookies.get(COOKIE)
    return (
        chosen_language(request)
        or (remembered if remembered in LANGUAGES else None)
        or preferred_language(request.headers.get("accept-language"))
    )


@functools.cache
def messages(language: str) -> dict[str, str]:
    """Return English text -> text in a language; empty for English."""
    path = LOCALES / language / "LC_MESSAGES" / "hakari.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}


def gettext_in(language: str) -> Callable[[str], str]:
    """Return the function that puts a message into a language."""
    known = messages(language)
    return lambda message: known.get(message, message)
