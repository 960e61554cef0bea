"""Errors of the cash-flow calculation: which number cannot be used, and why."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.errors import HakariError


class CashFlowTermsInvalidError(HakariError):
    """A finance, tax or depreciation term cannot be used."""

    status = 422
    slug = "cash-flow-terms-invalid"

    def __init__(self, field: str, value: object, needed: str, needed_ja: str) -> None:
        self.field, self.value, self.needed, self.needed_ja = field, str(value), needed, needed_ja
        super().__init__(f"`{field}` is {value}: {needed}")


class CashFlowAmountInvalidError(HakariError):
    """An amount of the plant is not a number, or of another length than the others."""

    status = 422
    slug = "cash-flow-amount-invalid"

    def __init__(self, field: str, value: object, needed: str, needed_ja: str) -> None:
        self.field, self.value, self.needed, self.needed_ja = field, str(value), needed, needed_ja
        super().__init__(f"`{field}` of the plant is {value}: {needed}")


class ProductMissingError(HakariError):
    """The plant sells nothing in any year, so no price can pay for it."""

    status = 422
    slug = "product-missing"

    def __init__(self, value: float, sample: int | None = None) -> None:
        self.value, self.sample = f"{value:g}", "" if sample is None else str(sample)
        where = "" if sample is None else f" in sample {sample}"
        super().__init__(
            f"the yearly product is {value:g}{where}: a selling price needs an amount above 0 "
            "that is sold in at least one year"
        )


class PriceUnsolvedError(HakariError):
    """No price was found at which the net present value is zero."""

    status = 422
    slug = "price-unsolved"

    def __init__(self, samples: int) -> None:
        self.samples = samples
        super().__init__(
            f"no price with a net present value of zero was found for {samples} sample(s): check "
            "the discount rate and the size of the amounts"
        )


class DepreciationUnknownError(HakariError):
    """No depreciation schedule has this name."""

    status = 422
    slug = "depreciation-unknown"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name[:40], ", ".join(known)
        super().__init__(f"no depreciation schedule `{self.name}`; there are: {self.known}")


class LossRuleUnknownError(HakariError):
    """No loss rule has this name."""

    status = 422
    slug = "loss-rule-unknown"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name[:40], ", ".join(known)
        super().__init__(f"no loss rule `{self.name}`; there are: {self.known}")


class ReturnRateMissingError(HakariError):
    """The cash flow has no internal rate of return."""

    status = 422
    slug = "return-rate-missing"

    def __init__(self, price: float) -> None:
        self.price = f"{price:g}"
        super().__init__(
            f"at a price of {price:g} no discount rate makes the net present value zero: the "
            "plant never earns its capital back, or spends none"
        )


class ReturnRateAmbiguousError(HakariError):
    """The cash flow has several internal rates of return, so none can be named."""

    status = 422
    slug = "return-rate-ambiguous"

    def __init__(self, rates: tuple[float, ...]) -> None:
        self.rates = ", ".join(f"{rate:.4g}" for rate in rates)
        super().__init__(
            f"the net present value is zero at several discount rates ({self.rates}): give a "
            "discount rate and compare net present values instead"
        )


class CashFlowFileInvalidError(HakariError):
    """A cash-flow file cannot be read; every place and problem is named."""

    status = 422
    slug = "cash-flow-file-invalid"

    def __init__(self, problems: Iterable[tuple[str, str, str]]) -> None:
        listed = tuple(problems)
        self.problems = "; ".join(f"{pointer or '/'}: {text}" for pointer, text, _ in listed)
        self.problems_ja = "、".join(f"{pointer or '/'}: {text}" for pointer, _, text in listed)
        self.pointers = tuple(pointer for pointer, _, _ in listed)
        super().__init__(f"the cash-flow file cannot be used: {self.problems}")
