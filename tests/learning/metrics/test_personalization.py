from learning.metrics.catalog import CATALOG, EXPOSURE, INTERACTIONS
from learning.metrics.definitions import Direction, Form
from learning.metrics.evaluate import score_of
from learning.metrics.personalization import PERSONALIZATION, SCORE_WEIGHTS, metric_of_posts


def test_all_eight_metrics_are_in_the_catalogue() -> None:
    assert len(PERSONALIZATION) == 8
    assert set(PERSONALIZATION) <= set(CATALOG)
    assert CATALOG["bounce_rate"].good is Direction.DOWN


def test_the_score_weighs_the_interactions_of_the_engagement_rate_by_the_same_exposure() -> None:
    score = CATALOG["engagement_score"]
    assert score.form is Form.SCORE
    assert score.numerator == tuple(SCORE_WEIGHTS) == INTERACTIONS
    assert score.denominator == EXPOSURE
    for fact, weight in SCORE_WEIGHTS.items():
        assert f"{fact.value} x {weight:g}" in score.formula


def test_a_score_runs_from_nothing_to_one_with_the_usual_in_the_middle() -> None:
    assert [score_of(ratio) for ratio in (-1.0, 0.0, 1.0, 2.0)] == [0.0, 0.0, 0.5, 2 / 3]
    assert 0.99 < score_of(1_000.0) < 1.0


def test_what_only_some_files_bring_says_what_it_would_need() -> None:
    for name in ("satisfaction", "persona_prediction_accuracy"):
        metric = CATALOG[name]
        assert metric.form is Form.MEASURED
        assert metric.unmeasured.startswith("not measured")
        assert all(group for group in metric.needs)
        assert all(name.startswith("extra.") for group in metric.needs for name in group)


def test_single_posts_are_listed_by_the_rate_behind_the_score() -> None:
    assert metric_of_posts("engagement_score") == "engagement_rate"
    assert metric_of_posts("bounce_rate") == "bounce_rate"
