"""Cost comparisons as the pages ask for them, each kept: one request, one receipt, one reason."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.reading import read_parity
from api.problems import is_limit_of_rules, reason_of
from api.results import ParityDocument
from api.results.parity_request import ParityRequest
from api.service import Evaluating
from inventories.document import Localised
from inventories.errors import HakariError

MOST_KEPT = 256
"""Answers kept; the oldest goes first. A case's page asks for about ten."""


@dataclass(frozen=True)
class Part:
    """An answer, or why there is none.

    Attributes
    ----------
    request : what was asked, as JSON that `/v1/parity` takes
    found : the answer; None if it cannot be given
    reason : why not, in both languages
    """

    request: str
    found: ParityDocument | None = None
    reason: Localised | None = None


class Analyses:
    """Asks for analyses on demand and keeps them: the library never changes while we run."""

    def __init__(self, evaluator: Evaluating) -> None:
        self._evaluator = evaluator
        self._kept: OrderedDict[str, Part] = OrderedDict()
        self._lock = threading.Lock()

    def part(self, case_id: str, asked: Mapping[str, Any]) -> Part:
        """Return the answer to a request about a case of the library.

        Raises
        ------
        CaseUnknownError
        """
        request = json.dumps({"case": case_id, **asked}, ensure_ascii=False)
        with self._lock:
            if request not in self._kept:
                self._kept[request] = self._answered(request)
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(request)
            return self._kept[request]

    def _answered(self, request: str) -> Part:
        try:
            body = self._evaluator.parity(ParityRequest.model_validate_json(request)).body
        except HakariError as error:
            if not is_limit_of_rules(error):
                raise
            return Part(request, reason=reason_of(error))
        return Part(request, found=read_parity(body))
