"""Base of all option models, and the ratio of CO2 to carbon."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def read_ratio(value: Any) -> Any:
    """Read a ratio written as a fraction (``44/12``) or as a number (``3.664``).

    What is neither is returned as it is; the model refuses it.
    """
    if not isinstance(value, str) or value.count("/") != 1:
        return value
    over, under = value.split("/")
    try:
        return float(over) / float(under)
    except (ValueError, ZeroDivisionError):
        return value


CarbonRatio = Annotated[float, BeforeValidator(read_ratio), Field(gt=3, lt=4)]
"""kg CO2 per kg C. 44/12 and 3.664 are both in use and are not the same number."""


class Options(BaseModel):
    """Base of all option models."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class NoOptions(Options):
    """A choice without options."""
