"""What a detector is, and when it has to look again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part


class Detector(Protocol):
    """Looks for one kind of finding; pure: the same data gives the same candidates in the same order.

    A run keeps each detector's candidates with the digests of the parts that it read and asks it again only where one
    of them is another (`learning.insights.data_parts`); `control` then judges the candidates of all of them together,
    so that the family of comparisons is always the whole run: what comes out is what a run of all of them would give.
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

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose everything that was looked at, not only what stands out.

        Args:
            data: The brand's posts, segments, days and sources.

        Returns:
            One candidate for each comparison that could be made, null ones included: the false-discovery control needs
            to know how many were looked at. Counted facts (`measured` is None) only where they hold.
        """
