"""Words for the keys a result uses. The keys are the data's; the words are messages."""

from __future__ import annotations

from types import MappingProxyType


def N_(message: str) -> str:  # noqa: N802  (gettext's name for "translate later")
    """Mark a message for translation where it is shown."""
    return message


WORDS = MappingProxyType(
    {
        "verdict": {
            "met": N_("met"),
            "not_met": N_("not met"),
            "uncertain": N_("uncertain"),
        },
        "grade": {
            "measured": N_("measured"),
            "published": N_("published"),
            "model_run": N_("model run"),
            "derived": N_("derived"),
            "unverified": N_("unverified"),
        },
        "evidence": {
            "seen": N_("text seen"),
            "unverified": N_("text not seen, second hand"),
            "low_confidence": N_("low confidence"),
            "not_found": N_("no text found"),
        },
        "strength": {
            "shall": N_("shall"),
            "should": N_("should"),
            "may": N_("may"),
            "silent": N_("silent"),
        },
        "status": {
            "draft": N_("draft"),
            "checked": N_("checked"),
            "encoded": N_("encoded"),
            "verified": N_("verified"),
        },
        "group": {
            "feedstock": N_("Feedstock"),
            "chemicals": N_("Chemicals"),
            "energy": N_("Energy"),
            "utilities": N_("Utilities"),
            "transport": N_("Transport"),
            "waste": N_("Waste treatment"),
            "co_product": N_("Co-products sold"),
            "labour": N_("Labour"),
            "fixed": N_("Other fixed cost"),
            "capital": N_("Capital"),
            "other": N_("Other inputs"),
            "product": N_("Product"),
        },
        "basis": {
            "nth_plant": N_("mature (n-th) plant"),
            "pioneer": N_("first plant of its kind"),
            "pilot": N_("pilot plant"),
        },
        "opened": {
            "yes": N_("opened"),
            "no": N_("not opened"),
            "secondary": N_("through another work"),
        },
        "kind": {
            "market_price": N_("market price"),
            "own_plant": N_("cost of its own plant"),
        },
        "comparison": {
            "fuel": N_("fuels"),
            "material": N_("materials"),
            "chemical": N_("chemicals"),
            "food": N_("food and feed"),
        },
    }
)


def word(family: str, key: str) -> str:
    """Return the English word for a key; the key itself if the data know more than we do."""
    return WORDS[family].get(key, key)
