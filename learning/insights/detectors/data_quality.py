"""Which sources are stale, incomplete, or count something else than before?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Subject
from learning.insights.brand_data import BrandData, SourceState
from learning.insights.data_parts import Part
from learning.insights.definition_jumps import Jump, Vanished, find_jumps, find_vanished
from learning.insights.level_evidence import EPOCH
from learning.insights.recommendations import Recommendation
from learning.metrics.catalog import EXPOSURE

STALE_FACTOR: Final = 2.0
"""Times the usual gap between imports after which a source is late."""
STALE_DAYS: Final = 14
"""Where its usual gap is not known; and nothing younger than three days is called late."""
YOUNGEST: Final = 3
FEW_ROWS: Final = 0.5
"""The newest import has less than this share of the usual rows."""
FEWEST_IMPORTS: Final = 4
RECENT_DAYS: Final = 91


@dataclass(frozen=True, slots=True)
class DataQuality:
    """Looks at the age, the rows and the facts of every source."""

    name: str = "data_quality"
    kind: InsightKind = InsightKind.DATA_QUALITY
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.SOURCES, Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose stale sources, missing days and rows, facts that are gone, and every ratio that could have jumped."""
        found: list[Candidate] = []
        shares = _shares(data.posts, data.today)
        for source in data.sources:
            found += self._of_source(source, shares.get((source.platform, source.account)))
        boundaries = {(one.platform, one.account): one.import_days for one in data.sources}
        recent = data.posts[data.posts["day"] > (data.today - EPOCH).days - RECENT_DAYS]
        for (platform, account), posts in recent.groupby(["platform", "account"], sort=True):
            key = (str(platform), str(account))
            days = boundaries.get(key, ())
            share = shares.get(key)
            found += [self._jump(key, jump, share) for jump in find_jumps(posts, days)]
            found += [self._vanished(key, one, share) for one in find_vanished(posts, days)]
        return found

    def _of_source(self, source: SourceState, share: float | None) -> Iterator[Candidate]:
        usual = source.usual_gap_days
        late = STALE_DAYS if np.isnan(usual) else max(STALE_FACTOR * usual, YOUNGEST)
        if source.days_old > late:
            numbers = {"days_old": float(source.days_old), "usual_gap": None if np.isnan(usual) else usual}
            yield self._fact("stale", source, numbers, n=source.days_old, share=share)
        recent = [day for day in source.missing_days if (source.last_day - day).days <= RECENT_DAYS]
        if recent:
            numbers = {"missing_days": float(len(recent))}
            yield self._fact("missing days", source, numbers, n=len(recent), share=share, span=(recent[0], recent[-1]))
        rows = source.rows_by_import
        if len(rows) >= FEWEST_IMPORTS:
            usual_rows = float(np.median(rows[:-1]))
            if rows[-1] < FEW_ROWS * usual_rows:
                numbers = {"rows": float(rows[-1]), "usual_rows": usual_rows}
                yield self._fact("few rows", source, numbers, n=len(rows), share=share)

    def _fact(
        self,
        problem: str,
        source: SourceState,
        numbers: dict[str, float | None],
        *,
        n: int,
        share: float | None,
        span: tuple[date, date] | None = None,
    ) -> Candidate:
        first, last = span or (source.last_day, source.last_day)
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, "", _place(source.platform, source.account), (("problem", problem),)),
            measured=None,
            n=n,
            counted=CountedUnit.DAYS if problem != "few rows" else CountedUnit.PERIODS,
            evidence=Evidence(
                numbers=numbers,
                words={"problem": problem},
                first=first,
                last=last,
                filters=(("platform", source.platform),),
            ),
            recommendation=Recommendation.IMPORT_AGAIN,
            good=False,
            stake=share,
        )

    def _jump(self, place: tuple[str, str], jump: Jump, share: float | None) -> Candidate:
        return Candidate(
            detector=self.name,
            subject=Subject(
                self.kind, "", _place(*place), (("problem", "definition"), ("ratio", f"{jump.top} / {jump.base}"))
            ),
            measured=jump.measured,
            n=jump.n_before + jump.n_after,
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={
                    "value": jump.after,
                    "rest": jump.before,
                    "posts_with": float(jump.n_after),
                    "posts_without": float(jump.n_before),
                },
                words={"problem": "definition", "against": f"before {jump.day.isoformat()}"},
                first=jump.day,
                last=jump.day,
                filters=(("platform", place[0]),),
            ),
            recommendation=Recommendation.CHECK_DEFINITION,
            good=False,
            stake=share,
        )

    def _vanished(self, place: tuple[str, str], one: Vanished, share: float | None) -> Candidate:
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, "", _place(*place), (("fact", one.fact), ("problem", "not reported"))),
            measured=None,
            n=one.n,
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={"value": one.after, "rest": one.before},
                words={"problem": "not reported", "against": f"before {one.day.isoformat()}"},
                first=one.day,
                last=one.day,
                filters=(("platform", place[0]),),
            ),
            recommendation=Recommendation.CHECK_DEFINITION,
            good=False,
            stake=share,
        )


def _place(platform: str, account: str) -> tuple[tuple[str, str], ...]:
    return (("account", account), ("platform", platform))


def _shares(posts: pd.DataFrame, today: date) -> dict[tuple[str, str], float]:
    """Share of the last three months' exposure that each source has: what cannot be trusted without it."""
    recent = posts[posts["day"] > (today - EPOCH).days - RECENT_DAYS]
    exposure = np.full(len(recent), np.nan)
    for fact in EXPOSURE:
        exposure = np.where(np.isnan(exposure), recent[fact.value].to_numpy(dtype=np.float64), exposure)
    whole = float(np.nansum(exposure))
    if whole <= 0:
        return {}
    sums = pd.Series(exposure).groupby([recent["platform"].to_numpy(), recent["account"].to_numpy()]).sum()
    return {(str(platform), str(account)): float(value) / whole for (platform, account), value in sums.items()}
