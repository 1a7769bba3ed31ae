"""What an A/B test asks, the sums it is read from, and the report about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.domain.experiment_verdicts import Guardrail, SampleRatio, Verdict
from learning.domain.factorial import Factor, FactorEffect


class MetricKind(StrEnum):
    """What the sums of a metric hold."""

    BINOMIAL = "binomial"
    """Each unit converted or did not."""
    MEAN = "mean"
    """A number per unit: revenue, rounds, seconds."""
    RATIO = "ratio"
    """A sum by another sum over units, such as clicks by impressions."""
    QUANTILE = "quantile"
    """A quantile over units, with the bounds of its order statistics."""


class GoodWay(StrEnum):
    """Which way of a metric is wanted."""

    UP = "up"
    DOWN = "down"


class MetricRole(StrEnum):
    """What a metric of a test is for."""

    PRIMARY = "primary"
    """Decides the test."""
    SECONDARY = "secondary"
    """Tells more; corrected by Benjamini-Hochberg."""
    GUARDRAIL = "guardrail"
    """Must not get worse by more than its margin."""


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """A metric of a test."""

    name: str
    kind: MetricKind
    good: GoodWay = GoodWay.UP
    role: MetricRole = MetricRole.PRIMARY
    margin: float = 0.0
    """Of a guardrail: the relative worsening that is still accepted, e.g. 0.02."""
    currency: str | None = None
    """Set where the values are amounts."""


@dataclass(frozen=True, slots=True)
class QuantileBounds:
    """A sample quantile with the order statistics around it at `n_star` values."""

    level: float
    """The quantile asked for, 0-1."""
    value: float
    lower: float
    upper: float
    n_star: int


@dataclass(frozen=True, slots=True)
class ArmSums:
    """The sums of one arm in one metric."""

    arm: str
    n: float
    """Units."""
    total: float = 0.0
    squares: float | None = None
    """None for binomial metrics, where it equals the total."""
    base_total: float | None = None
    """Of a ratio: the sum of the denominator, of its squares, and of its products with the numerator."""
    base_squares: float | None = None
    base_product: float | None = None
    before_total: float | None = None
    """For CUPED: the same of the value before the test."""
    before_squares: float | None = None
    before_product: float | None = None
    quantile: QuantileBounds | None = None


@dataclass(frozen=True, slots=True)
class TestPlan:
    """What was fixed before the test began."""

    __test__ = False

    metrics: tuple[MetricSpec, ...]
    """The primary one first."""
    weights: Mapping[str, float]
    """Arm -> planned share of the units; any positive scale. Its order says nothing about the control."""
    control: str | None = None
    """None: nobody named one, and each arm is compared with the others together."""
    planned_n: int | None = None
    """Units of all arms together; the confidence sequence is tuned to it, so it must be fixed in advance."""
    planned_days: int | None = None
    alpha: float = 0.05
    running_share: float = 0.4
    """Part of alpha that is spent while the test runs; the rest waits for the look at the planned end."""
    min_conversions: int = 100
    """Of the smallest compared arm: below it nothing is shipped."""
    min_days: int = 7
    extended_days: int | None = None
    """The day until which a person lets it run on; the look at the planned end stays where it was planned."""
    factors: tuple[Factor, ...] = ()
    """Of a factorial test: what it varies."""
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a factorial test: arm -> its level of each factor."""


@dataclass(frozen=True, slots=True)
class TestState:
    """How far a test has come when it is looked at."""

    __test__ = False

    days: float | None
    """Since its start; None = nobody knows."""
    is_over: bool = False
    """Nothing more will come: this is the one look at the end."""
    units_seen_twice: int = 0
    """Units that were shown more than one arm."""
    data_version: int = 0
    past_end: bool = False
    """The planned end lies behind and the test was extended: only what holds at every look counts."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What lifts of such tests are like before this one is looked at, on the logarithm's scale."""

    mean: float
    sd: float
    tests: int
    """Finished tests that it was fitted to; 0 = the cautious default."""
    source: str
    mean_error: float | None = None
    """Standard error of the mean."""


@dataclass(frozen=True, slots=True)
class Span:
    """A relative lift with its range; None where it cannot be computed, with the reason."""

    lift: float | None
    low: float | None
    high: float | None
    p_value: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Posterior:
    """The lift after the prior was weighed in."""

    lift: float
    low: float
    high: float
    chance_to_win: float
    """Probability that the arm beats what it is compared with."""
    loss_if_chosen: float
    """Expected relative loss if the arm is chosen and is worse."""
    loss_if_kept: float
    """Expected relative loss if it is not chosen and is better."""
    money_if_chosen: float | None = None
    """The same per unit in the metric's currency."""
    money_if_kept: float | None = None


@dataclass(frozen=True, slots=True)
class ArmResult:
    """One arm in one metric, against the control (or the other arms together)."""

    arm: str
    metric: str
    n: float
    value: float | None
    """Rate, mean, ratio or quantile of this arm."""
    against: str
    base_value: float | None
    absolute: float | None
    """value - base_value."""
    absolute_low: float | None
    absolute_high: float | None
    fixed: Span
    """As at one look: raw lift, log-ratio interval at alpha. Right only at the planned end."""
    running: Span
    """Always valid: holds however often one looks. For a metric whose look is not planned it is the whole of alpha."""
    shown: Span
    """The one that people see: the always-valid one while the test runs, that of the planned look afterwards."""
    p_adjusted: float | None
    """Of the shown one, Holm within the primary metric, Benjamini-Hochberg elsewhere."""
    posterior: Posterior | None
    adjusted_share: float | None = None
    """CUPED: variance after the adjustment by variance before; None = not adjusted."""
    log_effect: float | None = None
    """log(value / base_value), as it enters priors and the library; None where it is not known."""
    log_error: float | None = None
    """Its standard error."""


@dataclass(frozen=True, slots=True)
class WidthNote:
    """Why an interval is as wide as it is, and what would narrow it."""

    sentence: str
    units_for_half: float | None
    """Units of all arms at which it would be half as wide."""
    largest_part: str | None
    """The arm that adds most to the variance."""
    largest_share: float | None


@dataclass(frozen=True, slots=True)
class TestReport:
    """All that is known of a test at one look; equal inputs give equal reports."""

    __test__ = False

    verdict: Verdict
    n: float
    days: float | None
    progress: float | None
    """n by planned n."""
    at_planned_end: bool
    results: tuple[ArmResult, ...]
    sample_ratio: SampleRatio
    guardrails: tuple[Guardrail, ...]
    prior: Prior
    width: WidthNote | None
    notes: tuple[str, ...]
    data_version: int
    factorial: tuple[FactorEffect, ...] = ()
    """Of a factorial test: what each part did to the primary metric."""

    def of(self, metric: str) -> tuple[ArmResult, ...]:
        """The results of one metric."""
        return tuple(result for result in self.results if result.metric == metric)
