"""Whatever was found can be accepted, tried or says in plain words why not."""

from __future__ import annotations

from typing import Any

import pytest

from learning.domain.experiments import MetricKind
from learning.domain.insights import Finding, Insight, InsightKind, InsightStatus, Measured, Priority
from learning.governance.proposals import check_draft
from learning.insights.trial_plans import trial_plan
from services.insights.operation_sentences import TITLES, operation_title
from services.insights.possibilities import PROGRAM_CHANGES, RESULTS, why_not_changed, why_not_tested
from services.insights.proposals import proposal_of
from services.insights.sentences import HINT, TRY_IT, advice_of
from tests.learning.insights.findings import finding

WHAT = {"attribute": "device", "level": "tablet", "error": "Timeout", "source": "search", "stage": "generation_ms"}
PLANNED = {"unit_mean": 6.4, "unit_variance": 2.0, "units_per_day": 150.0}


def of_program(pattern: str, **changes: Any) -> Finding:
    what = {"pattern": pattern, "component": "newsletter", "arm": "question", "of": "time", **WHAT}
    return finding(kind=InsightKind.OPERATION, metric="", what=tuple(sorted(what.items())), **changes)


def insight(found: Finding) -> Insight:
    return Insight(1, "f", found, InsightStatus.SEEN, Priority.HIGH, None, 1, 0, 0, found.confidence, id=7)


@pytest.mark.parametrize("pattern", TITLES)
def test_a_finding_about_a_program_becomes_a_proposal_or_says_why_not(pattern: str) -> None:
    found = of_program(pattern)
    draft = proposal_of(insight(found), who="ada", moment=1, reason="")
    if pattern in PROGRAM_CHANGES:
        assert why_not_changed(found) is None
        assert draft is not None
        check_draft(draft)
        assert (draft.component, draft.author) == ("newsletter", "ada")
        assert draft.expected.metric in {"success", "response_ms", "quality_score"}
        assert "{" not in f"{draft.operation} {draft.name} {draft.to_value}"
    else:
        assert draft is None
        why = "Look for the cause first" if pattern == "days and outcome" else "ask some of them first"
        assert why in (why_not_changed(found) or "")
    assert "“newsletter”" in operation_title(found.candidate, 0.3) or pattern.startswith("sessions")


def test_only_a_template_has_an_expected_range_and_is_tried_as_a_test() -> None:
    good, bad = (
        of_program("template", numbers=PLANNED),
        of_program("template", numbers=PLANNED, good=False, effect=-0.2),
    )
    for found, treatment in ((good, "question"), (bad, "as usual")):
        plan = trial_plan(found)
        assert plan is not None
        assert why_not_tested(found) is None
        assert (plan.metric, plan.kind, plan.unit) == ("quality_score", MetricKind.MEAN, "decision")
        assert plan.treatment == treatment
        assert plan.lift > 0
    draft, work = (
        proposal_of(insight(of_program(each)), who="a", moment=1, reason="") for each in ("template", "stage")
    )
    assert draft is not None
    assert draft.expected.low == pytest.approx(0.05)
    assert work is not None
    assert (work.expected.low, work.expected.high) == (None, None)


@pytest.mark.parametrize("kind", InsightKind)
def test_what_cannot_be_tried_says_why_and_nothing_advises_a_test_of_it(kind: InsightKind) -> None:
    found = finding(kind=kind, what=(("pattern", "recovery"), ("component", "a")), recommendation="test_it")
    why = why_not_tested(found)
    if trial_plan(found) is None:
        assert why is not None
        assert why.endswith(".")
        assert TRY_IT not in advice_of(found)
        assert HINT in advice_of(found)


def test_a_correlation_promises_no_lift_and_two_results_are_no_change() -> None:
    told = Measured(0.3, 0.1, 40.0, is_log_ratio=False)
    measure = finding(kind=InsightKind.CORRELATION, what=(("measure", "length"),), measured=told)
    draft = proposal_of(insight(measure), who="ada", moment=1, reason="")
    assert draft is not None
    assert (draft.expected.low, draft.expected.high) == (None, None)
    assert "Run it as" not in str(draft.to_value)
    results = finding(kind=InsightKind.CORRELATION, what=(("with", "comment_rate"),), measured=told)
    assert why_not_changed(results) == why_not_tested(results) == RESULTS


def test_posts_that_say_the_same_are_watched_by_a_metric_though_the_finding_is_about_none() -> None:
    found = finding(
        kind=InsightKind.SIMILARITY, metric="", what=(("repeats", "3"),), measured=None, low=None, high=None
    )
    draft = proposal_of(insight(found), who="ada", moment=1, reason="")
    assert draft is not None
    check_draft(draft)
    assert draft.expected.metric == "engagement_rate"
