"""When the level of a series changed: candidates by kernel segmentation, each confirmed against trend and memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import ruptures

from learning.domain.anomalies import Floats
from learning.insights.level_scan import LevelEvidence, weigh_levels
from learning.insights.seasons import running_median
from learning.insights.wandering_levels import gain_over_wandering
from learning.stats.autoregression import estimate_memory, memory_of_remainder, robust_spread
from learning.stats.quantiles import CONFIDENCE, t_quantile

MIN_SIZE: Final = 7
SHORT_SERIES: Final = 42
"""Below it levels may be shorter: a sixth of the rows, at least three."""
CANDIDATE_PENALTY: Final = 3.0
"""Per change, in variances of the series; multiplied for autocorrelation. Low: candidates are cheap to refuse."""
LONG_SERIES: Final = 1_000
LONG_PENALTY: Final = 2.0
"""More per e-fold of rows above it: chance makes more candidates in a longer series, and each costs time."""
MOST_INFLATION: Final = 20.0
OUTLIER_SPREADS: Final = 4.0
MOST_ROWS: Final = 4_000
"""Above it candidates are looked for in means of neighbouring rows."""
STILL_SHARE: Final = 0.3
WANDERING_LEAD: Final = 7.0
"""By how much a change of level has to beat a level that wanders, on the scale of the Bayesian criterion."""
ROUNDS: Final = 3
SHORTEST_LEVELS: Final = 28
MANY_CHANGES: Final = 10


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A change of level before one row, with the rows between which it lies with 95 %."""

    row: int
    low: int
    high: int
    size: float
    """New level less old."""
    size_low: float
    size_high: float
    """Its 95 % interval."""
    before: float
    after: float
    """The levels on either side of the change; of a series that also rises or falls, those next to it."""
    n_before: int
    n_after: int


@dataclass(frozen=True, slots=True)
class LevelChanges:
    """All changes of level of a series."""

    changes: tuple[LevelChange, ...]
    noise: float
    """Standard deviation of a row around its level."""
    reason: str | None = None
    """Why changes that were seen are not given."""


def find_level_changes(values: Floats) -> LevelChanges:
    """Find when the level of a series changed.

    Candidates: kernel change-point detection with a linear kernel (Arlot, Celisse and Harchaoui 2019; PELT by Killick
    et al. 2012) whose penalty is multiplied by (1 + phi) / (1 - phi) for autocorrelation phi, no level shorter than
    seven rows. Then the weakest candidate is dropped and the others are fitted anew, until each beats its rivals
    (`weigh_levels`) in the stretch between its neighbours. phi is estimated from differences first, then from what the
    found levels leave. What remains must beat a level that wanders behind fresh noise (`gain_over_wandering`).

    Args:
        values: In order, seasons taken out, finite, shape (n,); best on the scale on which noise is even.

    Returns:
        The changes in order, with profile-likelihood ranges of their rows; none, with a reason, where levels do not
        last: at least ten changes less than 28 rows apart on average.
    """
    if len(values) < 6 or float(np.ptp(values)) == 0:
        return LevelChanges((), 0.0)
    margin = MIN_SIZE if len(values) >= SHORT_SERIES else max(3, len(values) // 6)
    # In two steps, for the square of a very large or very small number leaves the floating range.
    largest = float(np.max(np.abs(values)))
    centre, unit = float(np.mean(values / largest)), float(np.std(values / largest))
    calm = _without_outliers((values / largest - centre) / unit)
    memory = estimate_memory(calm)
    candidates = _candidates(calm, memory, margin)
    rows = _confirm(calm, candidates, memory, margin)
    for _ in range(ROUNDS if candidates else 0):
        memory = memory_of_remainder(_remainder(calm, rows), len(rows))
        again = _confirm(calm, candidates, memory, margin)
        if again == rows:
            break
        rows = again
    rows = _without_wandering(calm, rows, memory, margin)
    noise = unit * largest * robust_spread(_remainder(calm, rows))
    if len(rows) >= MANY_CHANGES and len(values) < SHORTEST_LEVELS * (len(rows) + 1):
        apart = len(values) // (len(rows) + 1)
        return LevelChanges((), noise, f"the level jumps about every {apart} rows, so that no level lasts")
    return LevelChanges(_describe(calm, rows, memory, margin, centre=centre * largest, unit=unit * largest), noise)


def _without_outliers(values: Floats) -> Floats:
    level = running_median(values, MIN_SIZE)
    rest = values - level
    reach = OUTLIER_SPREADS * robust_spread(rest)
    return level + np.clip(rest, -reach, reach) if reach > 0 else values


def _candidates(values: Floats, memory: float, margin: int) -> list[int]:
    inflation = (1 + memory) / (1 - memory)
    apart = np.diff(values)
    if float(np.median(np.abs(apart))) == 0:
        # It mostly stands still: the few moves are no measure of noise.
        apart = STILL_SHARE * apart
    spread = max(robust_spread(apart) / np.sqrt(2 * (1 - memory)), 1e-9)
    block = -(-len(values) // MOST_ROWS)
    means = np.add.reduceat(values, np.arange(0, len(values), block)) / block
    spread /= np.sqrt(1 + (block - 1) / inflation)
    least = max(2, -(-margin // block))
    if len(means) < 2 * least:
        return []
    search = ruptures.KernelCPD(kernel="linear", min_size=least).fit((means / spread)[:, None])
    price = CANDIDATE_PENALTY + LONG_PENALTY * max(0.0, float(np.log(len(values) / LONG_SERIES)))
    found = search.predict(pen=price * min(inflation, MOST_INFLATION))[:-1]
    return [row for row in (int(place) * block for place in found) if margin <= row <= len(values) - margin]


class _Stretches:
    """The evidence of stretches between changes, kept because most stay the same from round to round."""

    def __init__(self, values: Floats, memory: float, margin: int) -> None:
        self._values, self._memory, self._margin = values, memory, margin
        self._known: dict[tuple[int, int], LevelEvidence | None] = {}

    def weigh(self, rows: Sequence[int], place: int) -> tuple[int, LevelEvidence] | None:
        """The best row for one change between its neighbours, and the evidence; None where there is no room."""
        begin, end = _stretch(self._values, rows, place)
        if (begin, end) not in self._known:
            roomy = end - begin >= 2 * self._margin
            found = weigh_levels(self._values[begin:end], self._memory, self._margin) if roomy else None
            self._known[begin, end] = found
        evidence = self._known[begin, end]
        return None if evidence is None else (begin + evidence.fits.best, evidence)


def _confirm(values: Floats, candidates: Sequence[int], memory: float, margin: int) -> list[int]:
    """Drop the weakest candidate and fit the others anew, until all are believed and none moves."""
    rows = list(candidates)
    stretches = _Stretches(values, memory, margin)
    for _ in range(4 * len(rows) + 6):
        if not rows:
            break
        found = [stretches.weigh(rows, place) for place in range(len(rows))]
        margins = [-np.inf if one is None else one[1].margin for one in found]
        weakest = int(np.argmin(margins))
        if margins[weakest] < 0:
            del rows[weakest]
            continue
        moved = sorted({one[0] for one in found if one is not None})
        if moved == rows:
            break
        rows = moved
    return rows


def _without_wandering(values: Floats, rows: list[int], memory: float, margin: int) -> list[int]:
    """Drop the change that a wandering level explains best and confirm the others anew, until each beats it.

    A step pays log(n) for its size and for its place, as in `weigh_levels`.
    """
    while rows:
        stretches = _Stretches(values, memory, margin)
        leads: list[float] = []
        for place in range(len(rows)):
            begin, end = _stretch(values, rows, place)
            found = stretches.weigh(rows, place)
            price = 2 * float(np.log(end - begin)) + WANDERING_LEAD
            slope = found is not None and found[1].fits.has_slope
            row = rows[place] - begin
            leads.append(gain_over_wandering(values[begin:end], row, slope=slope) - price)
        weakest = int(np.argmin(leads))
        if leads[weakest] >= 0:
            break
        rows = _confirm(values, [*rows[:weakest], *rows[weakest + 1 :]], memory, margin)
    return rows


def _stretch(values: Floats, rows: Sequence[int], place: int) -> tuple[int, int]:
    begin = rows[place - 1] if place else 0
    end = rows[place + 1] if place + 1 < len(rows) else len(values)
    return begin, end


def _remainder(values: Floats, rows: Sequence[int]) -> Floats:
    steps = [(np.arange(len(values)) >= row).astype(np.float64) for row in rows]
    lines = np.stack([np.ones(len(values)), np.linspace(-1.0, 1.0, len(values)), *steps], axis=1)
    found: Floats = values - lines @ np.linalg.lstsq(lines, values, rcond=None)[0]
    return found


def _describe(
    values: Floats, rows: Sequence[int], memory: float, margin: int, *, centre: float, unit: float
) -> tuple[LevelChange, ...]:
    found: list[LevelChange] = []
    stretches = _Stretches(values, memory, margin)
    for place in range(len(rows)):
        begin, end = _stretch(values, rows, place)
        own = stretches.weigh(rows, place)
        if own is None:
            continue
        row, evidence = own
        low, high = _range(evidence)
        size = float(evidence.fits.sizes[row - begin])
        error = float(evidence.fits.errors[row - begin]) * evidence.variance**0.5
        reach = t_quantile(float(evidence.degrees)) * error
        before = _level_at(values[begin:end], row - begin, size, slope=evidence.fits.has_slope)
        found.append(
            LevelChange(
                row=row,
                low=begin + low,
                high=begin + high,
                size=size * unit,
                size_low=(size - reach) * unit,
                size_high=(size + reach) * unit,
                before=centre + unit * before,
                after=centre + unit * (before + size),
                n_before=row - begin,
                n_after=end - row,
            )
        )
    return tuple(found)


def _level_at(stretch: Floats, row: int, size: float, *, slope: bool) -> float:
    """The level that a stretch had just before its change: its mean, or where its line stood on that day."""
    rest = stretch - size * (np.arange(len(stretch)) >= row)
    if not slope:
        return float(np.mean(rest))
    rise, start = np.polyfit(np.arange(len(stretch)), rest, 1)
    return float(start + rise * (row - 0.5))


def _range(evidence: LevelEvidence) -> tuple[int, int]:
    """The rows that hold 95 % of the profile likelihood, cut at both ends alike (flat prior over rows)."""
    fits = evidence.fits
    left = np.maximum(fits.left - fits.gains, 1e-300)
    chances = np.where(fits.gains > 0, -0.5 * evidence.degrees * np.log(left), -np.inf)
    chances = np.exp(chances - chances.max())
    sums = np.cumsum(chances) / chances.sum()
    tail = (1 - CONFIDENCE) / 2
    low, high = int(np.searchsorted(sums, tail)), int(np.searchsorted(sums, 1 - tail))
    return min(low, fits.best), max(min(high, len(sums) - 1), fits.best)
