"""Errors of the methods room: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from inventories.document import Localised
from inventories.errors import HakariError
from inventories.findings import Finding


class GuidelineUnknownError(HakariError):
    """No guideline of that id is known."""

    status = 404
    slug = "guideline-unknown"

    def __init__(self, guideline_id: str, candidates: tuple[str, ...] = ()) -> None:
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else ""
        super().__init__(f"no guideline `{guideline_id}`{hint}")
        self.guideline_id = guideline_id
        self.candidates = candidates


class GuidelineDataError(HakariError):
    """A guideline file breaks its schema; the message names file, line and problem.

    `findings`: everything that is wrong with that file, in both languages.
    """

    status = 422
    slug = "guideline-data-broken"

    def __init__(
        self, file: str, line: int | None, problem: str, findings: tuple[Finding, ...] = ()
    ) -> None:
        super().__init__(f"{file}:{line or 1}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem
        self.problem_ja = findings[0].message.ja if findings else problem
        self.findings = findings


class ProposalInvalidError(HakariError):
    """A proposal cannot be laid over its guideline; `findings` say where and what."""

    status = 422
    slug = "proposal-invalid"

    def __init__(self, name: str, findings: tuple[Finding, ...]) -> None:
        told = "; ".join(
            f"{name}:{f.line or 1}: {f.pointer or '/'}: {f.message.en}" for f in findings
        )
        super().__init__(told)
        self.name = name
        self.findings = findings


class RuleDateError(HakariError):
    """A guideline has no entry in force on the date asked for."""

    status = 422
    slug = "rule-not-in-force"

    def __init__(self, guideline_id: str, axis: str, date: str) -> None:
        super().__init__(f"guideline `{guideline_id}` has no rule on `{axis}` in force on {date}")
        self.guideline_id = guideline_id
        self.axis = axis
        self.date = date


class DateInvalidError(HakariError):
    """A date is not written as YYYY-MM-DD."""

    status = 422
    slug = "date-invalid"

    def __init__(self, text: str) -> None:
        super().__init__(f"`{text}` is not a date; write YYYY-MM-DD")
        self.text = text


class ChoiceUnknownError(HakariError):
    """A rule axis or a choice on it is not one hakari computes."""

    status = 422
    slug = "choice-unknown"

    def __init__(self, axis: str, choice: str, candidates: tuple[str, ...] = ()) -> None:
        hint = f"; one of {', '.join(candidates)}" if candidates else ""
        super().__init__(f"axis `{axis}` has no choice `{choice}`{hint}")
        self.axis = axis
        self.choice = choice
        self.candidates = candidates


class OptionInvalidError(HakariError):
    """An option of a choice is missing, unknown or out of range."""

    status = 422
    slug = "option-invalid"

    def __init__(self, axis: str, choice: str, option: str, problem: str) -> None:
        super().__init__(f"axis `{axis}`, choice `{choice}`: option `{option}`: {problem}")
        self.axis = axis
        self.choice = choice
        self.option = option
        self.problem = problem


class GwpSetUnknownError(HakariError):
    """No set of that name, horizon and metric is in `gwp_sets.csv`."""

    status = 422
    slug = "gwp-set-unknown"

    def __init__(
        self, name: str, horizon: int, candidates: tuple[str, ...], metric: str = "GWP"
    ) -> None:
        known = ", ".join(candidates)
        super().__init__(f"no {metric} set `{name}` for {horizon} years; one of {known}")
        self.name = name
        self.horizon = horizon
        self.metric = metric


class DefaultPathwayUnknownError(HakariError):
    """A route names a pathway for which the guideline prints no default value."""

    status = 422
    slug = "default-pathway-unknown"

    def __init__(self, guideline_id: str, pathway: str, candidates: tuple[str, ...] = ()) -> None:
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else ""
        super().__init__(
            f"guideline `{guideline_id}` has no default value for pathway `{pathway}`{hint}"
        )
        self.guideline_id = guideline_id
        self.pathway = pathway
        self.candidates = candidates


class MultifunctionalityUnresolvedError(HakariError):
    """No rung of the ladder can share the burden of an activity; says what is missing."""

    status = 422
    slug = "multifunctionality-unresolved"

    def __init__(self, activity: str, reasons: tuple[tuple[str, Localised], ...]) -> None:
        told, told_ja = (
            "; ".join(f"{rung}: {reason.in_language(language)}" for rung, reason in reasons)
            for language in ("en", "ja")
        )
        super().__init__(f"the burden of `{activity}` cannot be shared among its products: {told}")
        self.activity = activity
        self.missing = told
        self.missing_ja = told_ja


class BoundaryProductExcludedError(HakariError):
    """The activity that makes the functional unit lies outside the guideline's boundary."""

    status = 422
    slug = "boundary-product-excluded"

    def __init__(self, activity: str, stage: str) -> None:
        super().__init__(
            f"activity `{activity}` makes the functional unit but its stage `{stage}` is outside "
            "the boundary of this guideline"
        )
        self.activity = activity


class ProductUnlinkedError(HakariError):
    """An input names a product that no activity inside the boundary makes."""

    status = 422
    slug = "product-unlinked"

    def __init__(self, pointer: str, supplier: str, flow: str) -> None:
        super().__init__(f"{pointer}: activity `{supplier}` makes no `{flow}` inside the boundary")
        self.pointer = pointer


class ProviderUnitError(HakariError):
    """A provider that a rule links to is measured in another unit than the flow."""

    status = 422
    slug = "provider-unit"

    def __init__(self, pointer: str, provider: str, unit: str, needed: str) -> None:
        super().__init__(
            f"{pointer}: provider `{provider}` is in `{unit}`, the exchange in `{needed}`"
        )
        self.pointer = pointer


class ProviderUnlinkedError(HakariError):
    """A provider that a rule links to is not in the background."""

    status = 422
    slug = "provider-unlinked"

    def __init__(self, pointer: str, provider: str, candidates: tuple[str, ...]) -> None:
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else ""
        super().__init__(f"{pointer}: the background has no provider `{provider}`{hint}")
        self.pointer = pointer


class HeatingValueMissingError(HakariError):
    """A result per MJ needs the lower heating value of the product, and there is none."""

    status = 422
    slug = "heating-value-missing"

    def __init__(self, flow: str) -> None:
        super().__init__(
            f"a result per MJ needs the lower heating value of `{flow}`: give `lhv` (wet basis)"
        )
        self.flow = flow


class ExplanationImpossibleError(HakariError):
    """A gap cannot be split because a mix of the two texts cannot be computed."""

    status = 422
    slug = "explanation-impossible"

    def __init__(self, left: str, right: str, taken: tuple[str, ...], reason: HakariError) -> None:
        axes = ", ".join(taken)
        super().__init__(
            f"the gap from `{left}` to `{right}` cannot be split: `{left}` with the rule of "
            f"`{right}` on {axes} cannot be computed ({reason}); add to the document what this "
            "combination needs"
        )
        self.left = left
        self.right = right
        self.axes = axes
        self.reason = reason
