"""Options of sharing a burden between products of one activity."""

from typing import Annotated, Literal

from pydantic import Field

from methods.options.base import Options


class SimpleRung(Options):
    """A rung of the multifunctionality ladder that needs nothing more."""

    rung: Literal[
        "substitution_if_known",
        "surplus_energy_unburdened",
        "physical",
        "energy_lhv",
        "mass",
        "economic",
        "carbon",
        "stoichiometric",
        "causality",
        "substitution_if_stated",
    ]


class RatioTestRung(Options):
    """Economic allocation above a ratio of unit values, another key up to it."""

    rung: Literal["ratio_test"]
    threshold: Annotated[float, Field(gt=1)]
    above: Literal["economic"]
    below: Literal["physical", "energy_lhv", "mass", "stoichiometric"]


class LowTemperatureHeat(Options):
    """Carnot factor that a text prints for heat below a temperature."""

    below_k: Annotated[float, Field(gt=0)]
    carnot_factor: Annotated[float, Field(gt=0, lt=1)]


class ExergyRung(Options):
    """Carnot factors for activities that make nothing but heat and power."""

    rung: Literal["exergy"]
    reference_temperature_k: Annotated[float, Field(gt=0)]
    low_temperature_heat: LowTemperatureHeat | None = None


class UsefulEnergyRung(Options):
    """Energy content where every product has one: heat counts by its Carnot factor."""

    rung: Literal["useful_energy"]
    reference_temperature_k: Annotated[float, Field(gt=0)]
    low_temperature_heat: LowTemperatureHeat | None = None


class ChpRatioRung(Options):
    """A printed burden of a MJ of electricity against a MJ of heat, for heat and power alone."""

    rung: Literal["chp_ratio"]
    electricity_per_heat: Annotated[float, Field(gt=0)]


Rung = Annotated[
    SimpleRung | RatioTestRung | ExergyRung | UsefulEnergyRung | ChpRatioRung,
    Field(discriminator="rung"),
]


class LadderOptions(Options):
    """Ordered rungs; the first one that can be applied to an activity is used."""

    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
