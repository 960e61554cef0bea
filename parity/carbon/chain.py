"""The green premium down the value chain: what a dearer intermediate adds to the final product.

Of the price of the next product the intermediate is a share s. If a share theta of the extra cost
is passed on, ``R_{k+1} - 1 = theta s (R_k - 1)``: a premium of 50 % on a monomer is a fraction of
a per cent of a car. Money added per unit stays the same only with absolute mark-ups; a percentage
mark-up m takes its part of the extra cost too, ``theta s (1 + m)``.

This is a cost premium. What buyers pay extra for a green product is another quantity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from inventories.document import Price, Provenance, Source
from inventories.document.base import Key, Part, Text, Title
from inventories.expressions import Value
from inventories.findings import Finding, finding
from inventories.formats.problems import problem_texts, type_texts
from inventories.formats.reader import Document, model_of
from parity.carbon.coverage import checked
from parity.carbon.errors import ChainInvalidError, ChainPriceInvalidError
from parity.money import Converter

CHAIN_SCHEMA = "hakari/chain/1"
MAX_LINKS = 20

PositiveShare = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Link(Provenance):
    """One step down: the product made of the product before it.

    `share` is the cost of the product before as a share of the *price* of this one.
    `pass_through` is the share of an extra cost that is passed on. `markup` says how the maker
    adds margin: ``absolute`` (an amount of money, unmoved by the extra cost) or ``percent``
    (`markup_rate` on cost, so the extra cost is marked up too). `price` is that of this product.
    """

    id: Key
    title: Title
    share: PositiveShare
    pass_through: NotNegative = 1.0
    markup: Literal["absolute", "percent"] = "absolute"
    markup_rate: NotNegative | None = None
    price: Price | None = None

    @model_validator(mode="after")
    def _markup_is_complete(self) -> Link:
        if (self.markup == "percent") != (self.markup_rate is not None):
            raise ValueError("`markup_rate` goes with markup `percent`, and only with it")
        if self.price is not None and isinstance(self.price.amount, str):
            raise ValueError(
                "a price of a chain is a number: there are no parameters for a formula"
            )
        if self.share * (1 + (self.markup_rate or 0.0)) > 1:
            raise ValueError(
                "`share` of the price times (1 + `markup_rate`) is the share of the cost and must "
                "not exceed 1"
            )
        return self

    @property
    def transmission(self) -> float:
        """Premium of this product per premium of the one before."""
        return self.pass_through * self.share * (1 + (self.markup_rate or 0.0))


class Chain(Part):
    """A value chain from an intermediate to a final product, schema `hakari/chain/1`."""

    schema_: Annotated[Literal["hakari/chain/1"], Field(alias="schema")]
    id: Key
    title: Title
    sources: Annotated[dict[Key, Source], Field(max_length=200)] = Field(default_factory=dict)
    links: Annotated[tuple[Link, ...], Field(min_length=1, max_length=MAX_LINKS)]
    note: Text | None = None

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Chain:
        ids = [link.id for link in self.links]
        if len(set(ids)) < len(ids):
            raise ValueError("two links have the same `id`")
        cited = {link.source for link in self.links}
        cited |= {link.price.source for link in self.links if link.price}
        if missing := sorted(cited - set(self.sources) - {"assumption"}):
            raise ValueError(f"`sources` lacks {', '.join(missing)}")
        return self


@dataclass(frozen=True)
class ChainStep:
    """The premium of one product of the chain.

    Attributes
    ----------
    id, title : those of the link
    transmission : premium here per premium one step before
    ratio : price over the price without the premium; float or samples (s,)
    premium : ``ratio - 1``
    price_jpy : price without the premium, JPY of the base year per unit; None if none is stated
    premium_jpy : extra money per unit of this product; None if no price is stated
    """

    id: str
    title: Title
    transmission: float
    ratio: Value
    premium: Value
    price_jpy: Value | None
    premium_jpy: Value | None


def premium_through(
    chain: Chain, ratio: Value, prices_jpy: Mapping[str, Value] | None = None
) -> tuple[ChainStep, ...]:
    """Carry a cost ratio down the chain.

    Parameters
    ----------
    ratio
        Cost ratio of the intermediate, bio over baseline; float or samples (s,).
    prices_jpy
        Link id -> JPY of the base year per unit of its product, see `chain_prices`.

    Raises
    ------
    CarbonInputInvalidError
        If a single ratio is not finite.
    ChainPriceInvalidError
        If a price is not above 0.

    Examples
    --------
    >>> link = {"title": "x", "source": "assumption", "reason": "example", "grade": "unverified"}
    >>> chain = parse_chain({"schema": "hakari/chain/1", "id": "demo", "title": "demo", "links": [
    ...     {"id": "resin", "share": 0.35, **link}, {"id": "part", "share": 0.20, **link}]})
    >>> [round(float(step.premium), 6) for step in premium_through(chain, 1.5)]
    [0.175, 0.035]
    """
    prices = prices_jpy or {}
    premium = checked("ratio", ratio) - 1
    steps = []
    for link in chain.links:
        premium = link.transmission * premium
        price = prices.get(link.id)
        if price is not None:
            price = checked(f"price of {link.id}", price)
            if np.any(np.less_equal(price, 0)):
                raise ChainPriceInvalidError(link.id, float(np.nanmin(price)))
        steps.append(
            ChainStep(
                id=link.id,
                title=link.title,
                transmission=link.transmission,
                ratio=1 + premium,
                premium=premium,
                price_jpy=price,
                premium_jpy=None if price is None else np.multiply(premium, price)[()],
            )
        )
    return tuple(steps)


def chain_prices(chain: Chain, converter: Converter) -> dict[str, Value]:
    """Return the prices that the links state, link id -> JPY of the base year per unit.

    Raises
    ------
    IndexMissingError, IndexYearMissingError, FxMissingError
        If a price cannot be carried to the base year.
    """
    return {
        link.id: converter.jpy(link.price, f"/links/{number}/price")
        for number, link in enumerate(chain.links)
        if link.price is not None
    }


def parse_chain(value: object) -> Chain:
    """Check a value chain read from YAML or JSON.

    Raises
    ------
    ChainInvalidError
        If it breaks the schema; every place, what is wrong there and what to do.
    """
    if not isinstance(value, dict):
        got, got_ja = type_texts(value)
        problem, problem_ja = problem_texts("dict_type", "", {})
        texts = {"got": got, "got_ja": got_ja, "problem": problem, "problem_ja": problem_ja}
        raise ChainInvalidError([_told(finding("wrong-type", "", None, **texts))])
    chain, found = model_of(Document("chain", value, {}, ()), Chain, CHAIN_SCHEMA, _keys_at)
    if chain is None:
        raise ChainInvalidError(_told(one) for one in found)
    return chain


def _told(one: Finding) -> tuple[str, str, str]:
    """Where and what is wrong, in both languages; what to do if that does not say it already."""
    if one.rule in {"bad-value", "wrong-type"}:
        return one.pointer, one.message.en, one.message.ja
    do = one.suggestion
    return one.pointer, f"{one.message.en} {do.en}", f"{one.message.ja}{do.ja}"


def _keys_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Keys that may stand at a place of the document, to suggest one for a slip."""
    match path:
        case ():
            return tuple(field.alias or name for name, field in Chain.model_fields.items())
        case ("links", int()):
            return tuple(Link.model_fields)
        case ("links", int(), "price"):
            return tuple(Price.model_fields)
        case ("sources", str()):
            return tuple(Source.model_fields)
    return ()
