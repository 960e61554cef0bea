"""What may be asked of the cost of a route against its baseline."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from api.comparison_limits import MAX_SEED
from api.parity_limits import MAX_BREAK_EVENS, MAX_DRAWS, MAX_GRID, MAX_NAMES, MAX_SOBOL
from api.results.base import Result
from api.results.requests import ROUTE_TEXT
from parity.defaults import defaults

Name = Annotated[str, Field(max_length=100, description="An input, as `/v1/parity` lists them.")]
Names = Annotated[tuple[Name, ...], Field(max_length=MAX_NAMES)]
Groups = Annotated[
    dict[Annotated[str, Field(max_length=100)], Names],
    Field(
        max_length=MAX_NAMES,
        description="Label -> inputs that count as one where at most 12 can be told apart.",
    ),
]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Coverage = Share | dict[Annotated[str, Field(max_length=80)], Share]


class FinanceRequest(Result):
    """Terms laid over those of both routes; what is left out stays the routes' own."""

    discount_rate: (
        Annotated[float, Field(ge=0, lt=1, description="Real rate of return after tax, 1/year.")]
        | None
    ) = None
    life_years: Annotated[int, Field(ge=1, le=60)] | None = None
    tax_rate: Annotated[float, Field(ge=0, lt=1)] | None = None
    tax_rule: Literal["refund", "none", "carry", "cap"] | None = None
    cap_share: Annotated[Share, Field(description="Of `cap`: share of income.")] | None = None
    cap_years: Annotated[int, Field(ge=1, le=60, description="Of `cap`: expiry.")] | None = None
    depreciation: (
        Annotated[str, Field(max_length=20, description="For example JP200DB8, MACRS7, SL10.")]
        | None
    ) = None
    inflation: (
        Annotated[
            float,
            Field(
                ge=-0.1,
                lt=1,
                description="Per year; depreciation is nominal, so deep deflation explodes it.",
            ),
        ]
        | None
    ) = None
    loan_deduction: Literal["interest", "full_payment"] | None = None

    @model_validator(mode="after")
    def _cap_belongs_to_its_rule(self) -> Self:
        stated = self.cap_share is not None or self.cap_years is not None
        if stated and self.tax_rule not in (None, "cap"):
            raise ValueError("`cap_share` and `cap_years` go with the tax rule `cap`")
        return self


class ContourRequest(Result):
    """The ratio over two inputs."""

    x: Name
    y: Name
    points: Annotated[int, Field(ge=2, le=MAX_GRID)] = 50


class DesignRequest(Result):
    """The least improbable values of some inputs that reach the target.

    None named: all inputs with a distribution or a value at a gate.
    """

    levers: Names = ()


class LeversRequest(Result):
    """What closes the gap.

    `gate` takes the values of a stage gate as targets, `targets` names them; both together lay
    `targets` over the gate's. `groups` are those of the waterfall.
    """

    gate: Annotated[str, Field(max_length=80)] | None = None
    targets: Annotated[dict[Name, float], Field(max_length=MAX_NAMES)] = Field(default_factory=dict)
    groups: Groups = Field(default_factory=dict)
    waterfall: bool = False
    tornado: bool = False
    sobol: Annotated[int, Field(ge=0, le=MAX_SOBOL, description="Base samples; 0 for none.")] = 0
    break_even: Annotated[tuple[Name, ...], Field(max_length=MAX_BREAK_EVENS)] = ()
    contour: ContourRequest | None = None
    design: DesignRequest | None = None


class GatesRequest(Result):
    """Where the project stands at each stage gate.

    `project` carries measured values to later gates with their spread; `groups` are inputs whose
    part in the progress is told together.
    """

    project: bool = True
    groups: Groups = Field(default_factory=dict)
    baselines: Annotated[
        dict[Annotated[str, Field(max_length=80)], Annotated[float, Field(ge=1e-9, le=1e15)]],
        Field(
            max_length=MAX_NAMES,
            description="Gate id -> baseline there, JPY of the price year per unit; the model's if"
            " left out.",
        ),
    ] = Field(default_factory=dict)


class CarbonRequest(Result):
    """Carbon beside cost under one guideline.

    `coverage` is the share of each side's emissions that is priced, or a share per stage;
    `pass_through` the share of the carbon cost that reaches the price; `allocation` the share of
    the priced emissions with free allowances (it changes the cash cost only).
    """

    guideline: Annotated[str, Field(max_length=100, description="Id of /v1/guidelines.")]
    date: Day | None = None
    coverage: Coverage = 1.0
    baseline_coverage: Coverage | None = None
    pass_through: Share = 1.0
    baseline_pass_through: Share = 1.0
    allocation: Share = 0.0
    baseline_allocation: Share = 0.0
    removals_paid: bool = False
    chain: (
        Annotated[
            dict[str, object],
            Field(description="A value chain; its JSON Schema is at /v1/schemas/chain."),
        ]
        | None
    ) = None


class ParityOptionsRequest(Result):
    """How to weigh in money; kept in the receipt as it was asked."""

    target: Annotated[float, Field(gt=0, le=100)] = Field(
        default_factory=lambda: defaults().target.value
    )
    year: Annotated[int, Field(ge=2020, le=2100)] = Field(
        default_factory=lambda: int(defaults().year.value)
    )
    baseline_kind: Literal["auto", "market_price", "market_mean", "oil_linked", "own_plant"] = (
        "auto"
    )
    timing: Literal["spot", "levelised"] = "spot"
    basis: Literal["as_stated", "pioneer"] = "as_stated"
    finance: FinanceRequest = FinanceRequest()
    scenarios: Annotated[
        tuple[Annotated[str, Field(max_length=80)], ...],
        Field(max_length=20, description="Ids of /v1/scenarios; their values of `year` hold."),
    ] = ()
    tables: (
        Annotated[
            dict[str, object],
            Field(
                description="Own prices, indices and exchange rates; JSON Schema at"
                " /v1/schemas/tables."
            ),
        ]
        | None
    ) = None
    samples: Annotated[
        int, Field(ge=0, le=MAX_DRAWS, description="Paired samples; 0 for none.")
    ] = Field(default_factory=lambda: int(defaults().samples.value))
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 1
    sampling: Literal["random", "lhs", "sobol"] = "random"
    levers: LeversRequest | None = None
    gates: GatesRequest | None = None
    carbon: CarbonRequest | None = None


class ParityRequest(ParityOptionsRequest):
    """What to weigh in money: a case, or a route with its baseline."""

    case: Annotated[str, Field(max_length=80)] | None = None
    route: Annotated[dict[str, object], Field(description=ROUTE_TEXT)] | None = None
    baseline: (
        Annotated[
            dict[str, object],
            Field(description=f"With `route` only. {ROUTE_TEXT}"),
        ]
        | None
    ) = None
