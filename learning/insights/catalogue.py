"""Every detector that a run goes through, one line each."""

from __future__ import annotations

from typing import Final

from learning.insights.detector import Detector
from learning.insights.detectors.anomalies import Anomalies
from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.insights.detectors.change_points import ChangesOfLevel
from learning.insights.detectors.clusters import Clusters
from learning.insights.detectors.correlations import Correlations
from learning.insights.detectors.data_quality import DataQuality
from learning.insights.detectors.feedback_themes import FeedbackThemes
from learning.insights.detectors.frequency import Frequency
from learning.insights.detectors.metric_correlations import MetricCorrelations
from learning.insights.detectors.near_duplicates import NearDuplicates
from learning.insights.detectors.peak_hours import PeakHours
from learning.insights.detectors.posting_volume import PostingVolume
from learning.insights.detectors.segment_gaps import SegmentGaps
from learning.insights.detectors.sequences import Sequences
from learning.insights.detectors.similarity import Similarity
from learning.insights.detectors.trends import Trends
from learning.insights.detectors.winning_formulas import WinningFormulas

DETECTORS: Final[tuple[Detector, ...]] = (
    AttributeEffects(),
    SegmentGaps(),
    PeakHours(),
    Frequency(),
    Correlations(),
    MetricCorrelations(),
    Trends(),
    ChangesOfLevel(),
    Anomalies(),
    Sequences(),
    WinningFormulas(),
    Clusters(),
    Similarity(),
    NearDuplicates(),
    PostingVolume(),
    FeedbackThemes(),
    DataQuality(),
)
"""In the order in which they run; the order plays no role in what they find."""
