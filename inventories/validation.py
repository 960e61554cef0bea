"""From bytes to a checked route: reading, schema and checks in one call, with lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inventories.catalogue import Catalogue
from inventories.checks import check_route
from inventories.checks.context import Magnitudes
from inventories.document import Route
from inventories.errors import RouteInvalidError
from inventories.findings import Finding, has_errors, in_order, limited
from inventories.formats.reader import Document, read_document, route_of


@dataclass(frozen=True)
class Validated:
    """A document, the route it holds (None if it does not fit the schema) and all findings."""

    document: Document
    route: Route | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the route may be used."""
        return self.route is not None and not has_errors(self.findings)

    def require(self) -> Route:
        """Return the route.

        Raises
        ------
        RouteInvalidError
            If any finding is an error.
        """
        if self.route is None or has_errors(self.findings):
            raise RouteInvalidError(self.findings)
        return self.route


def validate(
    data: bytes,
    name: str,
    catalogue: Catalogue,
    baseline: Route | None = None,
    prices: Mapping[str, str] | None = None,
    magnitudes: Magnitudes | None = None,
) -> Validated:
    """Read and check a route document. Never raises for what the document holds."""
    return _checked(read_document(data, name), catalogue, baseline, prices, magnitudes)


def validate_value(
    value: Mapping[str, Any],
    catalogue: Catalogue,
    baseline: Route | None = None,
    prices: Mapping[str, str] | None = None,
    magnitudes: Magnitudes | None = None,
) -> Validated:
    """Check a document that already is plain data (a part of a request); it has no lines."""
    return _checked(Document("", dict(value), {}, ()), catalogue, baseline, prices, magnitudes)


def _checked(
    document: Document,
    catalogue: Catalogue,
    baseline: Route | None,
    prices: Mapping[str, str] | None,
    magnitudes: Magnitudes | None = None,
) -> Validated:
    route, found = route_of(document)
    if route is not None:
        checked = check_route(route, catalogue, baseline, prices, magnitudes)
        found = in_order([*found, *document.locate(checked)])
    return Validated(document, route, limited(found))
