"""Static files: our style sheet and script, and the chart library of the Python package.

Addresses carry the content's version, so browsers keep them for a year.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from plotly.offline import get_plotlyjs_version

FOLDER = Path(__file__).with_name("static")
CACHE_CONTROL = "public, max-age=31536000, immutable"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_OWN = ("hakari.css", "charts.js")
_DIGEST_CHARACTERS = 12


class Asset(NamedTuple):
    """A file as served: plain, and compressed once."""

    media_type: str
    body: bytes
    gzipped: bytes


@functools.cache
def addresses() -> dict[str, str]:
    """Return file -> its versioned address below ``/static/``."""
    found = {"plotly.min.js": f"plotly-{get_plotlyjs_version()}.min.js"}
    for name in _OWN:
        stem, _, suffix = name.partition(".")
        digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:_DIGEST_CHARACTERS]
        found[name] = f"{stem}-{digest}.{suffix}"
    return found


def address_of(name: str) -> str:
    """Return the address of a file."""
    return f"/static/{addresses()[name]}"


@functools.cache
def _assets() -> dict[str, Asset]:
    return {address: _read(name) for name, address in addresses().items()}


def asset(address: str) -> Asset | None:
    """Return the file at an address below ``/static/``, None if there is none."""
    return _assets().get(address)


def _read(name: str) -> Asset:
    if name in _OWN:
        body = (FOLDER / name).read_bytes()
    else:
        body = files("plotly").joinpath("package_data", name).read_bytes()
    return Asset(_TYPES[Path(name).suffix], body, gzip.compress(body, mtime=0))
