"""Finding what a route may link to: datasets with score and price, elementary flows."""

from __future__ import annotations

from api.results import BackgroundDocument, ElementarySummary, ProviderSummary
from inventories.document import Localised
from inventories.errors import HakariError
from lca.background import Background, provider_scores
from lca.indicators import characterization
from parity.defaults import defaults
from parity.money import Converter
from parity.price import PriceTable
from parity.tables import PriceTables

INDICATOR = "ipcc2021-gwp100"


def search_background(
    background: Background, prices: PriceTables, search: str
) -> BackgroundDocument:
    """Return what matches every word of `search` (all, if it is empty); case does not matter."""
    words = search.casefold().split()

    def matches(*texts: str) -> bool:
        whole = " ".join(texts).casefold()
        return all(word in whole for word in words)

    scores = provider_scores(background, characterization(background, INDICATOR))
    table = PriceTable(Converter(int(defaults().base_year.value), prices))
    providers = []
    for key, score in zip(background.provider_keys, scores.tolist(), strict=True):
        info = background.catalogue.providers[key]
        if not matches(key, info.title_en, info.title_ja, info.category):
            continue
        try:
            price = table.price(key, info.unit)
        except HakariError:
            price = None  # most datasets have no price: nobody buys a combustion step
        providers.append(
            ProviderSummary(
                key=key,
                title=Localised(en=info.title_en, ja=info.title_ja),
                unit=info.unit,
                category=info.category,
                location=info.location,
                grade=info.grade,
                score=score,
                indicator=INDICATOR,
                price_jpy=price.jpy_per_unit if price else None,
                price_grade=price.grade if price else None,
            )
        )
    return BackgroundDocument(
        id=background.id,
        search=search,
        providers=tuple(providers),
        elementary=tuple(
            ElementarySummary(
                key=e.key, name=e.name, unit=e.unit, direction=e.direction, group=e.group
            )
            for e in background.catalogue.elementary.values()
            if matches(e.key, e.name)
        ),
    )
