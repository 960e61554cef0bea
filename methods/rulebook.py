"""What a guideline says on a date: one `Choice` per axis, and the `Rules` that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ValidationError

from inventories.document import Localised
from methods.errors import ChoiceUnknownError, OptionInvalidError
from methods.options import model_of
from methods.vocabulary import axes

Evidence = Literal["seen", "unverified", "low_confidence", "not_found"]
EVIDENCE_ORDER: tuple[Evidence, ...] = ("seen", "unverified", "low_confidence", "not_found")
"""Best to worst."""

Strength = Literal["shall", "should", "may", "silent"]

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
    evidence: Evidence
    is_default: bool
    permitted: tuple[Alternative, ...] = ()
    is_overlay: bool = False


@dataclass(frozen=True)
class Rules:
    """All choices of one guideline on one date (`date` None: the latest entries)."""

    guideline_id: str
    date: str | None
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
        evidence: Evidence = "not_found",
    ) -> Rules:
        """Return the rules with another choice on one axis, with a citation of its own.

        Parameters
        ----------
        strength, clause, paraphrase, reference, evidence
            What the proposal cites. Without them the choice counts as written nowhere.

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
        tags = [c.evidence for a, c in self.choices.items() if self.acts(a)]
        return {tag: tags.count(tag) for tag in EVIDENCE_ORDER}

    def worst_evidence(self) -> Evidence:
        """Worst evidence tag among the axes that change the number."""
        return worst(c.evidence for a, c in self.choices.items() if self.acts(a))


def worst(tags: Iterable[Evidence]) -> Evidence:
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
        model_of(axis, choice).model_validate(dict(options))
    except ValidationError as error:
        found = error.errors()
        first = next((e for e in found if e["type"] == "extra_forbidden"), found[0])
        where = ".".join(str(part) for part in first["loc"])
        raise OptionInvalidError(axis, choice, where, first["msg"]) from error
    return MappingProxyType(dict(options))
