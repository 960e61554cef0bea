"""Wastes that leave the route: somebody treats them, at a cost and with emissions."""

from __future__ import annotations

from collections.abc import Iterator

from inventories.checks.compounds import carbon_fraction
from inventories.checks.context import Context
from inventories.checks.tables import balance_classes
from inventories.document.activities import Activity
from inventories.document.flows import Flow
from inventories.findings import Finding, finding


def check_untreated_waste(ctx: Context) -> Iterator[Finding]:
    """A waste that holds carbon is treated, here or by the one who uses it as a feedstock.

    The treatment may also stand as an input of the activity (a dataset of waste treatment). A
    waste that leaves for recycling goes to whoever uses the material; one that is burnt for
    energy still needs its treatment, which its producer bears under some rules.
    """
    used = {item.flow for _, _, item in ctx.inputs() if item.feedstock is not None}
    for pointer, activity, output in ctx.outputs():
        flow = ctx.route.flows.get(output.flow)
        goes = output.treatment or output.recovery == "material" or output.flow in used
        if output.role != "waste" or goes or flow is None:
            continue
        if _holds_carbon(flow) and not _buys_treatment(ctx, activity):
            yield finding("untreated-waste", pointer, activity=activity.id, flow=output.flow)


def _holds_carbon(flow: Flow) -> bool:
    if flow.carbon is not None:
        return flow.carbon.content > 0
    return flow.formula is not None and bool(carbon_fraction(flow.formula))


def _buys_treatment(ctx: Context, activity: Activity) -> bool:
    """Whether a dataset of waste treatment is among the inputs."""
    categories = balance_classes().categories
    providers = [ctx.catalogue.providers.get(item.provider or "") for item in activity.inputs]
    return any(
        info is not None and categories.get(info.category) == "treatment" for info in providers
    )
