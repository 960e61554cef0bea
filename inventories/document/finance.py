"""Finance side of a cost: what the plant must earn, how it is taxed, borrowed for and started."""

import math
import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inventories.document.base import Part, Provenance
from inventories.document.flows import Share

CONSTRUCTION_TOLERANCE = 1e-6


SCHEDULE = r"^(MACRS(3|5|7|10|15|20)|JP200DB([3-9]|1[0-9]|20)|(SL|DDB|SYD)[1-9][0-9]?)$"
"""Names of depreciation schedules; the number is the years (MACRS: the class)."""


class Losses(Part):
    """What becomes of a year with a loss when tax is due.

    ``refund``: used at once elsewhere in the group; ``none``: lost; ``carry``: carried forward
    without limit; ``cap``: carried forward for `years`, against at most `share` of a year's
    income (hakari's defaults if left out).
    """

    rule: Literal["refund", "none", "carry", "cap"]
    share: Share | None = None
    years: Annotated[int, Field(ge=1, le=60)] | None = None

    @model_validator(mode="after")
    def _numbers_go_with_cap(self) -> "Losses":
        if self.rule != "cap" and (self.share is not None or self.years is not None):
            raise ValueError("`share` and `years` of losses go with rule `cap` only")
        return self


class Startup(Part):
    """The first `months` of operation, as shares of full variable cost, fixed cost and sales."""

    months: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]
    variable: Share
    fixed: Share
    sales: Share


class Loan(Part):
    """A loan: `share` of the capital drawn in construction, repaid in equal yearly payments.

    `interest` is real unless `inflation` is stated. `deduction`: what of a payment lowers the
    taxable income; ``full_payment`` is no tax law, but what BioSTEAM does. `accumulates`: interest
    during construction is added to the loan, not paid.
    """

    share: Share
    interest: Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]
    years: Annotated[int, Field(ge=1, le=60)]
    deduction: Literal["interest", "full_payment"] = "interest"
    accumulates: bool = False


class Finance(Provenance):
    """What the plant must earn, for how long, and how it is taxed and financed.

    `discount_rate` is the real rate of return after tax that the plant must earn (its IRR);
    `life_years` the years of operation. `construction` are the shares of the fixed capital spent
    in each year before operation (sum 1). `depreciation` names a schedule: JP200DB8 (Japan, 200 %
    declining balance, 8 years), MACRS7, SL10 (straight line, 10 years). What is left out takes
    hakari's default, which is then named in the result.
    """

    discount_rate: Annotated[float, Field(ge=0, lt=1)]
    life_years: Annotated[int, Field(ge=1, le=60)]
    tax_rate: Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)] | None = None
    losses: Losses | None = None
    depreciation: Annotated[str, StringConstraints(pattern=SCHEDULE)] | None = None
    construction: Annotated[tuple[Share, ...], Field(min_length=1, max_length=10)] | None = None
    startup: Startup | None = None
    loan: Loan | None = None
    inflation: Annotated[float, Field(ge=-0.1, lt=1, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _written_off_within_the_life(self) -> "Finance":
        years = int(re.sub(r"\D", "", (self.depreciation or "1").removeprefix("JP200DB")))
        if (self.depreciation or "").startswith("MACRS"):
            years += 1  # half a year at each end
        if years > self.life_years:
            raise ValueError(
                f"depreciation outlives the plant: {self.depreciation} takes {years} years,"
                f" `life_years` is {self.life_years}"
            )
        return self

    @model_validator(mode="after")
    def _construction_is_whole(self) -> "Finance":
        total = math.fsum(self.construction or (1.0,))
        if abs(total - 1.0) > CONSTRUCTION_TOLERANCE:
            raise ValueError(f"construction shares sum to {total:g}, must be 1")
        return self
