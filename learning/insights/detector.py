"""What a detector is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData


class Detector(Protocol):
    """Looks for one kind of finding; pure: the same data gives the same candidates in the same order."""

    @property
    def name(self) -> str:
        """Its name, by which it is listed and switched off."""

    @property
    def kind(self) -> InsightKind:
        """The kind of what it finds."""

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose everything that was looked at, not only what stands out.

        Args:
            data: The brand's posts, segments, days and sources.

        Returns:
            One candidate for each comparison that could be made, null ones included: the false-discovery control needs
            to know how many were looked at. Counted facts (`measured` is None) only where they hold.
        """
