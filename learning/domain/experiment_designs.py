"""How an A/B test is set up: versions, metrics, and what was fixed before it began."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.experiments import MetricRole, MetricSpec
from learning.domain.factorial import Factor


@dataclass(frozen=True, slots=True)
class ArmDesign:
    """One version of a test."""

    label: str
    """The name that files and programs use for it."""
    weight: float = 1.0
    """Planned share of the units; any positive scale."""
    is_control: bool = False
    title: str = ""
    """What it shows, for people; '' = its label says it."""
    value: str = ""
    """What goes live if it is chosen; '' = its label."""
    levels: tuple[str, ...] = ()
    """Of a factorial test: its level of each factor, in the order of the design's factors."""


@dataclass(frozen=True, slots=True)
class SplitChange:
    """Another split from some day on: a new stratum, compared within itself."""

    day: int
    """Local epoch day of its first people."""
    weights: tuple[float, ...]
    """Share of the units of each arm, in the order of the arms; any positive scale."""


@dataclass(frozen=True, slots=True)
class ExperimentDesign:
    """What was fixed before a test began."""

    metrics: tuple[MetricSpec, ...]
    """The primary one first."""
    arms: tuple[ArmDesign, ...]
    unit: str = "person"
    """What is assigned: a person, a session, a post."""
    planned_n: int | None = None
    """Units of all arms together."""
    planned_days: int | None = None
    extended_days: int | None = None
    """The day of the test until which a person lets it run on, beyond its plan."""
    alpha: float = 0.05
    running_share: float = 0.4
    min_conversions: int = 100
    min_days: int = 7
    capped: tuple[str, ...] = ()
    """Metrics of which extreme units count as the bound."""
    salt: str = ""
    """Keeps the assignment of this test apart from every other one."""
    component: str = "content"
    """What a chosen version changes."""
    factors: tuple[Factor, ...] = ()
    """What the test varies, where it varies several things at once; every combination is an arm."""
    splits: tuple[SplitChange, ...] = ()
    """Changes of the split while it ran, by day; before the first one the arms' own weights hold."""

    @property
    def primary(self) -> MetricSpec:
        """The metric that decides."""
        return self.metrics[0]

    @property
    def control(self) -> str | None:
        """The arm that the others are compared with, where one is named."""
        return next((arm.label for arm in self.arms if arm.is_control), None)

    def weights_on(self, day: int | None) -> dict[str, float]:
        """Return arm -> planned share on a local epoch day; None = the last one that was fixed."""
        due = [change for change in self.splits if day is None or change.day <= day]
        weights = due[-1].weights if due else tuple(arm.weight for arm in self.arms)
        return {arm.label: weight for arm, weight in zip(self.arms, weights, strict=True)}

    def arm(self, label: str) -> ArmDesign | None:
        """Return the arm of a label, if there is one."""
        return next((arm for arm in self.arms if arm.label == label), None)

    def metrics_of(self, role: MetricRole) -> tuple[MetricSpec, ...]:
        """Return the metrics of a role."""
        return tuple(metric for metric in self.metrics if metric.role is role)
