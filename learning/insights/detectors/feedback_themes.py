"""Which themes do customers speak of more, or less, than before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.domain.timekeys import day_key
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.level_evidence import EPOCH
from learning.insights.recommendations import Recommendation

Floats = NDArray[np.float64]

RECENT_DAYS: Final = 28
EARLIER_DAYS: Final = 84
FEWEST_NOTES: Final = 20
"""Notes that each span needs."""
FEWEST_DAYS: Final = 5
"""Days with notes that each span needs: what came in one file on one day is one voice."""
FEWEST_OF_THEME: Final = 5
HALF: Final = 0.5
MOST_FELT: Final = 0.5


@dataclass(frozen=True, slots=True)
class FeedbackThemes:
    """Compares the share of notes about each theme in the last four weeks with that of the twelve before."""

    name: str = "feedback_themes"
    kind: InsightKind = InsightKind.FEEDBACK_THEME
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.NOTES})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate for each theme with enough notes, new ones included.

        The log ratio of the two shares with half a note added (Gart, 1966). Its variance is that of counts (Pettigrew,
        Gart and Thomas, 1986) or that of leaving out one day after the other (the jackknife; Efron and Stein, 1981),
        whichever is larger: notes of one day, as from one file or one storm, are one voice. Degrees of freedom are days
        less two.
        """
        today = day_key(data.today)
        notes = data.notes[data.notes["day"] < today]
        recent = notes[notes["day"] >= today - RECENT_DAYS]
        earlier = notes[(notes["day"] >= today - RECENT_DAYS - EARLIER_DAYS) & (notes["day"] < today - RECENT_DAYS)]
        if min(len(_by_day(recent)), len(_by_day(earlier))) < FEWEST_DAYS:
            return ()
        if min(recent["note_id"].nunique(), earlier["note_id"].nunique()) < FEWEST_NOTES:
            return ()
        themes = sorted({str(theme) for theme in pd.concat([recent, earlier])["theme"] if theme})
        found = [self._candidate(theme, recent, earlier) for theme in themes]
        return tuple(one for one in found if one is not None)

    def _candidate(self, theme: str, recent: pd.DataFrame, earlier: pd.DataFrame) -> Candidate | None:
        now, before = (_sums(span, theme) for span in (recent, earlier))
        hits, earlier_hits = float(now[0].sum()), float(before[0].sum())
        if hits + earlier_hits < FEWEST_OF_THEME:
            return None
        n, n_before = float(now[1].sum()), float(before[1].sum())
        estimate = float(_log_share(hits, n) - _log_share(earlier_hits, n_before))
        counted = 1 / (hits + HALF) - 1 / (n + HALF) + 1 / (earlier_hits + HALF) - 1 / (n_before + HALF)
        error = float(np.sqrt(max(counted, _jackknife(*now) + _jackknife(*before))))
        degrees = float(len(now[1]) + len(before[1]) - 2)
        about = pd.concat([earlier, recent])
        about = about[about["theme"] == theme]
        negative, positive = float((about["feeling"] < 0).mean()), float((about["feeling"] > 0).mean())
        more = bool(estimate > 0)
        good = more if positive > MOST_FELT else not more if negative > MOST_FELT else None
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, "", (), (("theme", theme),)),
            measured=Measured(estimate, error, degrees),
            n=int(hits + earlier_hits),
            counted=CountedUnit.NOTES,
            evidence=Evidence(
                numbers={
                    "value": hits / n,
                    "rest": earlier_hits / n_before,
                    "notes_now": hits,
                    "of_now": n,
                    "notes_before": earlier_hits,
                    "of_before": n_before,
                    "negative_share": negative,
                },
                words={"theme": theme},
                first=EPOCH + timedelta(days=int(about["day"].min())),
                last=EPOCH + timedelta(days=int(about["day"].max())),
            ),
            recommendation=Recommendation.ANSWER_FEEDBACK,
            good=good,
        )


def _by_day(span: pd.DataFrame) -> pd.Series:
    return span.groupby("day")["note_id"].nunique()


def _sums(span: pd.DataFrame, theme: str) -> tuple[Floats, Floats]:
    """Notes about a theme, and all notes, by day."""
    every = _by_day(span)
    own = _by_day(span[span["theme"] == theme]).reindex(every.index, fill_value=0)
    return own.to_numpy(dtype=np.float64), every.to_numpy(dtype=np.float64)


def _log_share(own: Floats | float, every: Floats | float) -> Floats:
    return np.asarray(np.log((np.asarray(own) + HALF) / (np.asarray(every) + HALF)), dtype=np.float64)


def _jackknife(own: Floats, every: Floats) -> float:
    """Variance of the log share by leaving out one day after the other."""
    without = _log_share(own.sum() - own, every.sum() - every)
    return float((len(own) - 1) / len(own) * ((without - without.mean()) ** 2).sum())
