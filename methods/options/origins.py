"""Options on what waste, residues and second-hand material bring with them."""

from typing import Annotated, Literal

from pydantic import Field

from inventories.document.activities import Fate, Material
from methods.options.base import Options


class WasteOptions(Options):
    """Rules on waste in and out that burden no first life.

    `energy_recovery_borne_by`: who carries the burning of the route's own waste with energy
    recovery: the `producer` of the waste or the `user` of the energy.
    `bonus_kgco2e_per_kg`: deduction per kg (as delivered) of a class of waste feedstock.
    """

    energy_recovery_borne_by: Literal["producer", "user"] = "producer"
    bonus_kgco2e_per_kg: dict[
        Literal["manure", "municipal_solid_waste"], Annotated[float, Field(ge=0)]
    ] = Field(default_factory=dict)


class CircularOptions(Options):
    """The Circular Footprint Formula: `a` shares material, `b` energy between two lives.

    `a_by_material`: the A of each class of material; `a_other` that of the rest.
    `a_at_gate`: the A where the result ends at the gate (None: the same).
    """

    a_by_material: dict[Material, Annotated[float, Field(ge=0, le=1)]]
    a_other: Annotated[float, Field(ge=0, le=1)]
    a_at_gate: Annotated[float, Field(ge=0, le=1)] | None = None
    b: Annotated[float, Field(ge=0, le=1)] = 0.0


class AvoidedTreatmentOptions(Options):
    """Fates that are a service lost to others (burden); of the others those named are credited.

    `credited_fates`: None: every other fate; `credited_classes`: None: every waste.
    """

    lost_service_fates: tuple[Fate, ...]
    credited_fates: tuple[Fate, ...] | None = None
    credited_classes: tuple[Literal["manure", "municipal_solid_waste"], ...] | None = None


class DiversionOptions(Options):
    """Rigid inputs, whose supply cannot grow, bear what their diversion costs others.

    An output in fixed ratio of an incorporated process is rigid below `rigid_below_value_share`
    of the value of all outputs; wastes and residues without such a process are rigid.
    """

    rigid_below_value_share: Annotated[float, Field(gt=0, lt=1)]
    lost_service_fates: tuple[Fate, ...]
