"""What a detector is, and when it has to look again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part

ALWAYS: Final = 0.0
"""Patience of a detector that looks again after any change of what it reads."""
PATIENT: Final = 0.01
"""Patience of a detector of effects over many posts.

An estimate from n units moves by about sqrt(k / n) of its standard error when k of them are new or other: by a tenth of
it while k is under 1 % of n. A verdict seldom hangs on that, and the nightly run looks at everything. Posts that only
got another day of a long life count by what that day added: see `learning.insights.data_parts.share_changed`.
"""


class Detector(Protocol):
    """Looks for one kind of finding; pure: the same data gives the same candidates in the same order.

    An incremental run keeps each detector's candidates with the `PartState`s that it saw and asks `is_due` of
    `learning.insights.data_parts` whether they still stand; only detectors that are due run, then `control` judges the
    candidates of all of them together, kept and new, so that the family of comparisons is always the whole run. After
    one day's import of a brand with years of posts that leaves the detectors with patience 0: they read days, sources
    and texts and are cheap. A full run asks every detector.
    """

    @property
    def name(self) -> str:
        """Its name, by which it is listed and switched off."""

    @property
    def kind(self) -> InsightKind:
        """The kind of what it finds."""

    @property
    def reads(self) -> frozenset[Part]:
        """The parts of the data that it looks at; nothing else may change what it proposes, but for gates and metrics.

        Candidates are made anew whenever `BrandData.gates` or `BrandData.metrics` changed.
        """

    @property
    def patience(self) -> float:
        """Share of a part, as `share_changed` tells it, that may be new or other before it looks again, 0-1."""

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose everything that was looked at, not only what stands out.

        Args:
            data: The brand's posts, segments, days and sources.

        Returns:
            One candidate for each comparison that could be made, null ones included: the false-discovery control needs
            to know how many were looked at. Counted facts (`measured` is None) only where they hold.
        """
