"""What a guideline says on a date: one `Choice` per axis, and the `Rules` that hold them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, get_args

from pydantic import ValidationError

from inventories.document import Localised
from methods.documents import EvidenceTag, Requirement, Strength
from methods.errors import ChoiceUnknownError, OptionInvalidError
from methods.options import model_of
from methods.vocabulary import axes

EVIDENCE_ORDER: tuple[EvidenceTag, ...] = get_args(EvidenceTag)
"""Best to worst."""

UNCITED = Localised(
    en="A choice laid over the guideline; no text is cited for it.",
    ja="ガイドラインに重ねた選択です。根拠となる条文は示されていません。",
)
"""Paraphrase of an overlay that brings none of its own."""


@dataclass(frozen=True)
class Alternative:
    """Another choice the text allows."""

    choice: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """The choice on one axis, where it is written, and how well that is known.

    `is_default`: the guideline is silent and the project default of `defaults.yaml` stands in.
    `is_overlay`: a proposal laid over the guideline; clause, paraphrase, reference and evidence
    are the proposal's own, never those of the choice it replaces.
    """

    axis: str
    choice: str
    options: Mapping[str, Any]
    strength: Strength
    clause: str
    paraphrase: Localised
    reference: str
    evidence: EvidenceTag
    is_default: bool
    permitted: tuple[Alternative, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    is_overlay: bool = False


@dataclass(frozen=True)
class Rules:
    """All choices of one guideline on one day, YYYY-MM-DD."""

    guideline_id: str
    day: str
    choices: Mapping[str, Choice]

    def __getitem__(self, axis: str) -> Choice:
        """Return the choice on an axis."""
        return self.choices[axis]

    def with_choice(
        self,
        axis: str,
        choice: str,
        options: Mapping[str, Any] | None = None,
        *,
        strength: Strength = "silent",
        clause: str = "",
        paraphrase: Localised = UNCITED,
        reference: str = "",
        evidence: EvidenceTag = "not_found",
        permitted: tuple[Alternative, ...] = (),
    ) -> Rules:
        """Return the rules with another choice on one axis, with a citation of its own.

        Parameters
        ----------
        strength, clause, paraphrase, reference, evidence
            What the proposal cites. Without them the choice counts as written nowhere.
        permitted
            Other choices the proposal would allow. What the text asks of a study stays.

        Raises
        ------
        ChoiceUnknownError
            If the axis or the choice is not known.
        OptionInvalidError
            If an option is missing, unknown or out of range.
        """
        checked = checked_options(axis, choice, options or {})
        changed = Choice(
            axis=axis,
            choice=choice,
            options=checked,
            strength=strength,
            clause=clause,
            paraphrase=paraphrase,
            reference=reference,
            evidence=evidence,
            is_default=False,
            permitted=permitted,
            requirements=self.choices[axis].requirements,
            is_overlay=True,
        )
        return replace(self, choices=MappingProxyType({**self.choices, axis: changed}))

    def acts(self, axis: str) -> bool:
        """Whether the choice on an axis can change the number under the other choices."""
        found = axes()[axis]
        return found.computed and all(
            self.choices[other].choice in names for other, names in found.acts_when.items()
        )

    def evidence_counts(self) -> dict[str, int]:
        """Number of axes that change the number, by evidence tag."""
        return count_by_tag(c.evidence for a, c in self.choices.items() if self.acts(a))


def count_by_tag(tags: Iterable[EvidenceTag]) -> dict[str, int]:
    """Return how often each evidence tag stands among some, best first; 0 where it does not.

    Examples
    --------
    >>> count_by_tag(["unverified", "seen", "seen"])
    {'seen': 2, 'unverified': 1, 'low_confidence': 0, 'not_found': 0}
    """
    given = Counter(tags)
    return {tag: given[tag] for tag in EVIDENCE_ORDER}


def worst(tags: Iterable[EvidenceTag]) -> EvidenceTag:
    """Return the worst of some evidence tags, ``seen`` of none.

    Examples
    --------
    >>> worst(["seen", "low_confidence", "unverified"])
    'low_confidence'
    """
    return max(tags, key=EVIDENCE_ORDER.index, default="seen")


def checked_options(axis: str, choice: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options of a choice after checking axis, choice and every key.

    Raises
    ------
    ChoiceUnknownError
        If the axis or the choice is not known; the message lists what is.
    OptionInvalidError
        If an option is missing, unknown or out of range.
    """
    if axis not in axes():
        raise ChoiceUnknownError(axis, choice, tuple(axes()))
    if choice not in axes()[axis].choices:
        raise ChoiceUnknownError(axis, choice, axes()[axis].choices)
    try:
        # as JSON: a list may stand for a tuple, and nothing else is converted ("100" is no 100)
        model_of(axis, choice).model_validate_json(json.dumps(dict(options)), strict=True)
    except ValidationError as error:
        found = error.errors()
        first = next((e for e in found if e["type"] == "extra_forbidden"), found[0])
        where = ".".join(str(part) for part in first["loc"])
        raise OptionInvalidError(axis, choice, where, first["msg"]) from error
    return MappingProxyType(dict(options))
