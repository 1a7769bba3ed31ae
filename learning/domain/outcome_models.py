"""Models of what comes of posts: what they tell, how they are made, and how they did on posts not seen before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, pstdev


class ModelTask(StrEnum):
    """What a model tells of a post before it is published."""

    SUCCESS = "success"
    """The chance that it counts as a success by the brand's gates."""
    ENGAGEMENT = "engagement"
    """Its engagement rate, with a range."""


class ModelMethod(StrEnum):
    """How a model is made; each is an option of the same registry."""

    FOREST = "forest"
    BOOSTING = "boosting"
    NET = "net"


DEFAULT_METHODS = {ModelTask.SUCCESS: ModelMethod.FOREST, ModelTask.ENGAGEMENT: ModelMethod.BOOSTING}


@dataclass(frozen=True, slots=True)
class ErrorPair:
    """Two errors on the same posts: of engagement RMSE and MAE on the log scale, of success Brier and log loss."""

    first: float
    second: float


@dataclass(frozen=True, slots=True)
class HeldOutScores:
    """How a model did on posts that were published after those that it had learned from."""

    rows: int
    model: ErrorPair
    baseline: ErrorPair
    """The smaller one of the mean's and the median's, each; of success those of the share so far."""
    coverage: float | None
    """Share of posts inside their 90 % range; None of success, which has no range."""
    train_accuracy: float
    """Share on the right side of one half (of engagement: of the median), of the posts that it had learned from."""
    fold_accuracies: tuple[float, ...]
    """The same of each later block of posts, the oldest first."""

    @property
    def fold_mean(self) -> float:
        """Mean accuracy over the blocks."""
        return fmean(self.fold_accuracies)

    @property
    def fold_deviation(self) -> float:
        """Standard deviation of the accuracies of the blocks around their mean."""
        return pstdev(self.fold_accuracies)

    @property
    def beats_baseline(self) -> bool:
        """Whether both errors are smaller than those of the baseline: only then the model is shown."""
        return self.model.first < self.baseline.first and self.model.second < self.baseline.second


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of one post."""

    value: float
    """An engagement rate, or a chance; 0-1."""
    low: float | None
    """Lower end of the 90 % range of one post; None of a chance."""
    high: float | None


@dataclass(frozen=True, slots=True)
class OutcomeUpdate:
    """The newest look at what newer posts say about a live version, between two trainings."""

    made_at: int
    """UTC seconds."""
    data_version: int
    """Of the brand, as it was looked at."""
    posts: int
    """Newer posts that it looked at."""
    seen_day: int
    """Epoch day of the newest one."""
    error: float
    """Mean squared error on them, each told with what earlier ones said; NaN where too few days were there."""
    live_error: float
    """The same without."""
    why: str
    packed: bytes | None
    """What is put on top of the version; None where nothing is."""


@dataclass(frozen=True, slots=True)
class OutcomeVersion:
    """A model that was made from posts, and how it did on later ones."""

    task: ModelTask
    version: int
    """0 until it is stored; every task has versions of its own."""
    method: ModelMethod
    made_at: int
    """UTC seconds."""
    who: str
    seen_day: int
    """Epoch day of the newest post that it learned from."""
    posts: int
    scores: HeldOutScores
    p_value: float
    """Of the gate that it met."""
    why: str
    is_live: bool
    stale: str = ""
    """Why what it learned no longer stands."""
    packed: bytes | None = None
    """None where it never went live or was let go."""
    update: OutcomeUpdate | None = None
    """The newest look between trainings; None where there was none."""

    @property
    def updated_with(self) -> int:
        """How many newer posts bear on what it tells; 0 without an update."""
        return 0 if self.update is None or self.update.packed is None else self.update.posts
