"""Every detector that a run goes through, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from learning.insights.detector import Detector
from learning.insights.detectors.anomalies import Anomalies
from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.insights.detectors.bottlenecks import Bottlenecks
from learning.insights.detectors.bypass import Bypass
from learning.insights.detectors.change_points import ChangesOfLevel
from learning.insights.detectors.clusters import Clusters
from learning.insights.detectors.correlations import Correlations
from learning.insights.detectors.data_quality import DataQuality
from learning.insights.detectors.efficiency import Efficiency
from learning.insights.detectors.efficiency_outcomes import EfficiencyOutcomes
from learning.insights.detectors.error_propagation import ErrorPropagation
from learning.insights.detectors.failure_modes import FailureModes
from learning.insights.detectors.feedback_themes import FeedbackThemes
from learning.insights.detectors.frequency import Frequency
from learning.insights.detectors.keywords import Keywords
from learning.insights.detectors.learning_curve import LearningCurve
from learning.insights.detectors.metric_correlations import MetricCorrelations
from learning.insights.detectors.near_duplicates import NearDuplicates
from learning.insights.detectors.operation_correlations import OperationCorrelations
from learning.insights.detectors.peak_hours import PeakHours
from learning.insights.detectors.posting_volume import PostingVolume
from learning.insights.detectors.recovery import Recovery
from learning.insights.detectors.segment_gaps import SegmentGaps
from learning.insights.detectors.sequences import Sequences
from learning.insights.detectors.session_duration import SessionDuration
from learning.insights.detectors.similarity import Similarity
from learning.insights.detectors.step_orders import StepOrders
from learning.insights.detectors.template_quality import TemplateQuality
from learning.insights.detectors.trends import Trends
from learning.insights.detectors.usage import Usage
from learning.insights.detectors.winning_formulas import WinningFormulas
from learning.insights.text_embedding import TextEmbedder

DETECTORS: Final[tuple[Detector, ...]] = (
    AttributeEffects(),
    Keywords(),
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
    Bottlenecks(),
    Efficiency(),
    FailureModes(),
    ErrorPropagation(),
    StepOrders(),
    Recovery(),
    SessionDuration(),
    Usage(),
    Bypass(),
    LearningCurve(),
    TemplateQuality(),
    OperationCorrelations(),
    EfficiencyOutcomes(),
    DataQuality(),
)
"""In the order in which they run; the order plays no role in what they find."""


def with_embedder(detectors: Sequence[Detector], embedder: TextEmbedder) -> tuple[Detector, ...]:
    """Return the same detectors, those that compare texts with another way to tell which are alike."""
    of_texts = (Clusters, Similarity, NearDuplicates)
    return tuple(replace(one, embedder=embedder) if isinstance(one, of_texts) else one for one in detectors)
