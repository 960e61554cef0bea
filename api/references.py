"""Routes that may be calculated: cases of the library and documents, checked once."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from api.errors import BaselineMissingError
from inventories.catalogue import Catalogue
from inventories.checks import check_route
from inventories.checks.context import Magnitudes
from inventories.checks.magnitude import library_amounts
from inventories.document import Route
from inventories.errors import RouteInvalidError
from inventories.expressions import Value
from inventories.findings import Finding, has_errors
from inventories.inventory import Inventory, evaluate
from inventories.library import Case, case_ids, find, find_baseline, load_case, read_limited
from inventories.validation import Validated, validate, validate_value


@dataclass(frozen=True)
class Reference:
    """A route without error findings, the baseline it came with, and where that was found.

    `warnings` are the findings of the two documents that did not keep them from being used.
    """

    id: str
    route: Route
    baseline: Route | None
    baseline_from: str = ""
    warnings: tuple[Finding, ...] = ()

    def in_role(self, role: Literal["bio", "baseline"]) -> Route:
        """Return the route itself or its baseline.

        Raises
        ------
        BaselineMissingError
            If the baseline was asked for and there is none.
        """
        if role == "bio":
            return self.route
        if self.baseline is None:
            raise BaselineMissingError(self.id)
        return self.baseline


class Library:
    """Finds and checks routes. Cases of the library are checked once, documents each time."""

    def __init__(self, catalogue: Catalogue, price_units: Mapping[str, str]) -> None:
        self.catalogue = catalogue
        self.price_units = price_units
        self._provider_units = {k: p.unit for k, p in catalogue.providers.items()}
        self._elementary_units = {k: e.unit for k, e in catalogue.elementary.items()}

    @functools.cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the cases."""
        return case_ids()

    @functools.lru_cache(maxsize=256)  # noqa: B019  (one library a process)
    def case(self, case_id: str) -> Case:
        """Return a case of the library."""
        return load_case(case_id)

    @functools.lru_cache(maxsize=256)  # noqa: B019  (one library a process)
    def of_case(self, case_id: str) -> Reference:
        """Return a checked case of the library."""
        case = self.case(case_id)
        return self.checked(case.id, case.route, case.baseline, case.baseline_from)

    def of_name(self, name: str) -> Reference:
        """Return a case by id, or a route file with the baseline found beside it."""
        if name in self.ids:
            return self.of_case(name)
        case = find(name)
        return self.checked(
            case.id, case.route, case.baseline, case.baseline_from, library_amounts()
        )

    def of_documents(
        self, route: Mapping[str, object], baseline: Mapping[str, object] | None
    ) -> Reference:
        """Return a checked route given as data."""
        other, origin = (
            (self._read(baseline, None), "request")
            if baseline is not None
            else self._known_baseline(route)
        )
        checked = validate_value(route, self.catalogue, other, self.price_units, library_amounts())
        found = checked.require()
        return Reference(found.id, found, other, origin, _warnings(checked.findings))

    def _known_baseline(self, route: Mapping[str, object]) -> tuple[Route | None, str]:
        """Return the library's baseline that a document names, if it is there, and its case."""
        replaces = route.get("replaces")
        wanted = replaces.get("baseline") if isinstance(replaces, dict) else None
        for case_id in self.ids:
            case = self.case(case_id)
            if case.baseline is not None and case.baseline.id == wanted:
                return self.of_case(case_id).baseline, f"library: {case_id}"
        return None, ""

    def _read(self, document: Mapping[str, object], baseline: Route | None) -> Route:
        return validate_value(document, self.catalogue, baseline, self.price_units).require()

    def validated(self, data: bytes, name: str, baseline: Route | None = None) -> Validated:
        """Check a document, its amounts also against those of the library."""
        return validate(data, name, self.catalogue, baseline, self.price_units, library_amounts())

    def validated_file(self, path: Path) -> Validated:
        """Check a file, against the baseline found beside it or in the library."""
        data = read_limited(path)
        found = self.validated(data, path.name)
        if found.route is None or found.route.replaces is None:
            return found
        baseline, _ = find_baseline(found.route, path.parent)
        return found if baseline is None else self.validated(data, path.name, baseline)

    def checked(
        self,
        reference: str,
        route: Route,
        baseline: Route | None,
        baseline_from: str = "",
        magnitudes: Magnitudes | None = None,
    ) -> Reference:
        """Return a reference after checking both routes, against `magnitudes` if given.

        Raises
        ------
        RouteInvalidError
            If either has error findings.
        """
        found: list[Finding] = []
        for document, other in ((route, baseline), (baseline, None)):
            if document is not None:
                found += check_route(document, self.catalogue, other, self.price_units, magnitudes)
        if has_errors(tuple(found)):
            raise RouteInvalidError(tuple(f for f in found if f.level == "error"))
        return Reference(reference, route, baseline, baseline_from, _warnings(found))

    def inventory(self, route: Route, overrides: Mapping[str, Value] | None = None) -> Inventory:
        """Evaluate a checked route, with other values of some parameters (or samples of them)."""
        return evaluate(route, self._provider_units, self._elementary_units, overrides)


def _warnings(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(f for f in found if f.level == "warning")
