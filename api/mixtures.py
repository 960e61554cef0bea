"""Default values of biogas from several substrates, as a guideline's mixture formula gives them."""

from __future__ import annotations

from collections.abc import Mapping

from api.errors import MixtureInvalidError
from api.portions import Portion
from api.results.guidelines import MixtureDocument, MixturePart, MixtureValue
from inventories.catalogue import nearest
from methods.biogas import energy_shares, mixture_value, substrates
from methods.default_values import default_value
from methods.guideline import load_guideline


def mixture(
    guideline_id: str,
    portions: Mapping[str, Portion],
    moisture: Mapping[str, float] | None = None,
) -> MixtureDocument:
    """Return the default values of a mixture of substrates.

    Parameters
    ----------
    portions
        Substrate -> mass and pathway.
    moisture
        Substrate -> actual yearly mean moisture, kg water per kg; the standard one if not given.

    Raises
    ------
    MixtureInvalidError
        If the guideline has no such substrate, a mass or moisture is out of range, or nothing is
        left to share.
    GuidelineUnknownError, DefaultPathwayUnknownError
    """
    guideline = load_guideline(guideline_id)
    known, actual = substrates(guideline_id), dict(moisture or {})
    for name in (*portions, *actual):
        if name not in known:
            raise MixtureInvalidError(name, nearest(name, tuple(known)) or tuple(known))
    if any(not 0 <= part < 1 for part in actual.values()):
        raise MixtureInvalidError("moisture", ("0 <= x < 1",))
    if not portions or any(p.mass < 0 for p in portions.values()):
        raise MixtureInvalidError("mass", ("> 0",))
    if not sum(p.mass for p in portions.values()):
        raise MixtureInvalidError("mass", ("> 0",))
    shares = energy_shares(known, {name: p.mass for name, p in portions.items()}, actual)
    pure = {
        name: default_value(guideline.document, portion.pathway)
        for name, portion in portions.items()
    }
    variants = dict.fromkeys(r.variant for found in pure.values() for r in found.results)
    values = []
    for variant in variants:
        totals = {
            name: next((r.total for r in found.results if r.variant == variant), None)
            for name, found in pure.items()
        }
        if all(total is not None for total in totals.values()):
            known_totals = {name: total for name, total in totals.items() if total is not None}
            values.append(MixtureValue(variant=variant, value=mixture_value(shares, known_totals)))
    return MixtureDocument(
        guideline=guideline_id,
        unit=next(iter(pure.values())).results[0].unit,
        parts=tuple(
            MixturePart(
                substrate=name,
                title=known[name].title,
                pathway=portion.pathway,
                share=shares[name],
                evidence=known[name].evidence,
            )
            for name, portion in portions.items()
        ),
        values=tuple(values),
    )
