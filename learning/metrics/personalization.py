"""How well content fits the people who see it: the metrics by persona, device, channel and strategy."""

from typing import Final

from learning.domain.facts import Fact
from learning.metrics.definitions import Direction, Form, Metric, MetricUnit

SCORE_WEIGHTS: Final = {Fact.LIKES: 1.0, Fact.COMMENTS: 2.0, Fact.SHARES: 3.0, Fact.SAVES: 3.0}
"""A comment costs more than a like; a share brings others, a save brings the reader back."""
USUAL_DAYS: Final = 90
"""What is usual is read from so many days up to the newest data."""

_RATING_NAMES: Final = (
    "satisfaction",
    "satisfaction_rating",
    "satisfaction_score",
    "satisfaction_rating_0_10",
    "satisfaction_rating_1_5",
    "satisfaction_0_10",
    "satisfaction_1_5",
    "customer_satisfaction",
    "average_satisfaction",
    "average_rating",
    "rating",
    "csat",
)
_RIGHT_NAMES: Final = (
    "correct_persona_predictions",
    "persona_predictions_correct",
    "right_persona_predictions",
    "personas_predicted_correctly",
    "correct_predictions",
)
_SERVED_NAMES: Final = ("persona_predictions", "persona_predictions_served", "personas_predicted", "predictions")


def _extras(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"extra.{name}" for name in names)


PERSONALIZATION_METRICS: Final = (
    Metric(
        "engagement_score",
        "Engagement score",
        "w ÷ (w + usual), from 0 to 1, with w = likes x 1 + comments x 2 + shares x 3 + saves x 3, and usual = what "
        f"the brand's own posts of the last {USUAL_DAYS} days with data on that platform got for as many impressions "
        "(or views); 0.5 is as usual, 0.67 twice as much",
        Form.SCORE,
        tuple(SCORE_WEIGHTS),
        MetricUnit.NUMBER,
        Direction.UP,
        denominator=(Fact.IMPRESSIONS, Fact.VIEWS),
        weights=tuple(SCORE_WEIGHTS.values()),
        caveat=(
            "Compares the brand with itself, platform by platform: scores of two brands say nothing about each other."
        ),
    ),
    Metric(
        "persona_prediction_accuracy",
        "Persona prediction accuracy",
        "persona predictions that were right ÷ persona predictions served",
        Form.MEASURED,
        (),
        MetricUnit.RATE,
        Direction.UP,
        measures=_extras(_RIGHT_NAMES),
        wholes=_extras(_SERVED_NAMES),
        caveat="Needs to know which persona was served and which one was true.",
        unmeasured=(
            "not measured: no file tells how many persona predictions were right; it would need the columns "
            "'Persona predictions' and 'Correct persona predictions'"
        ),
    ),
    Metric(
        "satisfaction",
        "Satisfaction",
        "the mean rating, weighted by how many people rated",
        Form.MEASURED,
        (),
        MetricUnit.NUMBER,
        Direction.UP,
        measures=_extras(_RATING_NAMES),
        caveat="On the scale of the export (0 to 10, or 1 to 5); exports with different scales are not mixed.",
        unmeasured=(
            "not measured: no file has a rating; it would need the columns 'Satisfaction' (0 to 10, or 1 to 5) and "
            "'Responses'"
        ),
    ),
)

PERSONALIZATION: Final = (
    "conversion_rate",
    "engagement_score",
    "persona_prediction_accuracy",
    "click_through_rate",
    "bounce_rate",
    "average_session_seconds",
    "revenue_per_session",
    "satisfaction",
)
"""The eight that a persona, device, channel or strategy is judged by."""

MEASURED_NAMES: Final = frozenset(metric.name for metric in PERSONALIZATION_METRICS if metric.form is Form.MEASURED)


def metric_of_posts(name: str) -> str:
    """Name the metric by which single posts are listed behind a figure.

    Args:
        name: A metric of the catalogue.

    Returns:
        The engagement rate for the score, which compares many posts with what is usual; else the metric itself.
    """
    return "engagement_rate" if name == "engagement_score" else name
