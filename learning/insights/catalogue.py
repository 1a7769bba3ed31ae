"""Every detector that a run goes through, one line each."""

from __future__ import annotations

from typing import Final

from learning.insights.detector import Detector
from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.insights.detectors.correlations import Correlations
from learning.insights.detectors.frequency import Frequency
from learning.insights.detectors.metric_correlations import MetricCorrelations
from learning.insights.detectors.peak_hours import PeakHours
from learning.insights.detectors.segment_gaps import SegmentGaps
from learning.insights.detectors.trends import Trends

DETECTORS: Final[tuple[Detector, ...]] = (
    AttributeEffects(),
    SegmentGaps(),
    PeakHours(),
    Frequency(),
    Correlations(),
    MetricCorrelations(),
    Trends(),
)
"""In the order in which they run; the order plays no role in what they find."""
