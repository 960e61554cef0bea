"""From a template and values to an answer: language, escaping, headers."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api import __version__
from api.pages import assets, money, numbers
from api.pages.language import (
    COOKIE,
    COOKIE_SECONDS,
    PARAMETER,
    Translated,
    chosen_language,
    gettext_in,
    language_of,
)
from api.pages.words import named_input, word

TEMPLATES = Path(__file__).with_name("templates")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
"""The chart library writes style attributes, hence 'unsafe-inline', for styles only."""

_CODE = re.compile(r"`([^`]+)`")


@functools.cache
def environment(language: str) -> Environment:
    """Return the templates in a language; everything put into them is escaped."""
    translate = gettext_in(language)
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translate,
        lambda one, many, count: translate(one if count == 1 else many),
        newstyle=True,
    )

    def in_language(text: Translated | Mapping[str, str] | None) -> str:
        if text is None:
            return ""
        return str(text[language]) if isinstance(text, Mapping) else text.in_language(language)

    made.filters |= {
        "t": in_language,
        "prose": lambda text: with_code(in_language(text)),
        "code": with_code,
        "num": numbers.significant,
        "pct": numbers.percent,
        "printed": numbers.as_printed,
        "signed": numbers.signed,
        "by_id": lambda items: {item.id: item for item in items},
        "by_name": lambda items: {item.name: item for item in items},
        "json_block": json_block,
        "yen": lambda text: money.yen_named(text, language),
        "large_sum": lambda value, currency: money.large_sum(value, currency, language, translate),
    }
    made.globals |= {
        "language": language,
        "asset": assets.address_of,
        "version": __version__,
        "word": lambda family, key: translate(word(family, key)),
        "input_name": lambda item: named_input(item.name, in_language(item.title), translate),
    }
    return made


def with_code(text: str) -> Markup:
    """Return a message escaped, with what stands between backticks set as code.

    Examples
    --------
    >>> with_code("`<b>` is not `known")
    Markup('<code>&lt;b&gt;</code> is not `known')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  (escaped first)


def json_block(value: object) -> Markup:
    """Return JSON that is safe inside a script element, whatever text it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704  (no `<`, `>` or `&` is left in it)


def page(
    request: Request, template: str, values: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """Render a page in the reader's language and remember the language if it was asked for."""
    language = language_of(request)
    html = (
        environment(language)
        .get_template(template)
        .render(path=request.url.path, language_links=_language_links(request), **values)
    )
    response = HTMLResponse(
        html,
        status,
        {
            "Content-Language": language,
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "Cache-Control": "no-cache" if status < 400 else "no-store",
            "Vary": "Accept-Language, Cookie",
        },
    )
    if chosen_language(request):
        response.set_cookie(COOKIE, language, max_age=COOKIE_SECONDS, httponly=True, samesite="lax")
    return response


def _language_links(request: Request) -> dict[str, str]:
    url: URL = request.url
    return {
        language: f"?{url.include_query_params(**{PARAMETER: language}).query}"
        for language in ("en", "ja")
    }
