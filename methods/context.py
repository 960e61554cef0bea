"""What a rule may look at besides the draft: catalogue, all rules, prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from inventories.catalogue import Catalogue
from methods.errors import ProviderUnitError, ProviderUnlinkedError
from methods.options import Options, read
from methods.rulebook import Rules

Model = TypeVar("Model", bound=Options)


@dataclass(frozen=True)
class Context:
    """Everything outside the draft that rules use.

    Attributes
    ----------
    catalogue : what the background offers
    rules : the choices on all axes
    prices : price key -> JPY per canonical unit of the flow (economic keys); may be empty
    unclosed : providers whose biogenic carbon does not close (warned about under -1/+1)
    """

    catalogue: Catalogue
    rules: Rules
    prices: Mapping[str, float] = field(default_factory=dict)
    unclosed: frozenset[str] = frozenset()

    def options(self, axis: str, model: type[Model]) -> Model:
        """Return the options of the choice on an axis."""
        return read(self.rules[axis].options, model)

    def linked(self, provider: str, unit: str, pointer: str) -> str:
        """Return `provider` after checking that it exists and is measured in `unit`.

        Raises
        ------
        ProviderUnlinkedError, ProviderUnitError
        """
        info = self.catalogue.providers.get(provider)
        if info is None:
            near = self.catalogue.nearest(provider, "provider")
            raise ProviderUnlinkedError(pointer, provider, near)
        if info.unit != unit:
            raise ProviderUnitError(pointer, provider, info.unit, unit)
        return provider
