"""Document model `hakari/route/1`: pydantic models, unknown keys refused, JSON Schema published."""

from inventories.document.activities import DOWNSTREAM_STAGES, Activity, Input, Output, Stage
from inventories.document.after_gate import ClaimedCredit, Declarations, EndOfLife
from inventories.document.base import GRADES, Grade, Localised, Provenance, Source
from inventories.document.cost import Capital, Cost, Money, Price
from inventories.document.flows import CarbonContent, Flow, Parameter
from inventories.document.route import ROUTE_SCHEMA, FuelUse, FunctionalUnit, Replaces, Route

__all__ = [
    "DOWNSTREAM_STAGES",
    "GRADES",
    "ROUTE_SCHEMA",
    "Activity",
    "Capital",
    "CarbonContent",
    "ClaimedCredit",
    "Cost",
    "Declarations",
    "EndOfLife",
    "Flow",
    "FuelUse",
    "FunctionalUnit",
    "Grade",
    "Input",
    "Localised",
    "Money",
    "Output",
    "Parameter",
    "Price",
    "Provenance",
    "Replaces",
    "Route",
    "Source",
    "Stage",
]
