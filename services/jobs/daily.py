"""The steps of the day and of the week, each on the ground of the one before."""

from __future__ import annotations

from typing import Final

from learning.domain.errors import Refused
from learning.domain.experiment_advice import Advice
from learning.domain.platforms import platform_name
from learning.domain.policies import SystemActor
from services.actions.automatic import post_report
from services.actions.policies import policy_of
from services.analyses.upkeep import analyse_again
from services.experiments.attention import list_attention
from services.experiments.summaries import refresh_summaries
from services.feedback.correcting import learn_all
from services.imports.history import source_ages
from services.insights.test_setup import draft_tests
from services.insights.upkeep import look_again
from services.jobs.job import Job, JobContext
from services.jobs.reviews import (
    check_configuration,
    decide_rollouts,
    deploy_models,
    evaluate_learning,
    prepare_rollback,
    validate_models,
)
from services.jobs.schedules import daily_at, weekly_on
from services.models.arm_training import train_all_arms
from services.models.rhythm import brands_due
from services.models.training import train_all
from services.upkeep import check

NAMED: Final = 3
ADVICE_WORDS: Final = {
    Advice.STOP_FOR_HARM: "doing harm",
    Advice.REPAIR: "broken",
    Advice.DECIDE: "answered, waiting for a decision",
    Advice.EXTEND_OR_END: "over without an answer",
    Advice.REALLOCATE: "with a version to give up",
}
TWO_OCLOCK: Final = 2
EIGHT_OCLOCK: Final = 8


def collect(context: JobContext) -> int:
    """Look whether every source has been exported lately; says which have not."""
    now = context.now()
    with context.services.store.read() as work:
        brands = [brand for brand in work.brands.list_all() if not brand.is_demo]
        sources = [(brand, source) for brand in brands for source in source_ages(work, brand.id, now.date())]
    stale = [f"{brand.name}: {platform_name(source.platform)}" for brand, source in sources if source.stale]
    with context.services.store.write() as work:
        words = f"{len(sources) - len(stale)} of {len(sources)} sources are up to date"
        more = f", and {len(stale) - NAMED} more" if len(stale) > NAMED else ""
        late = f"; late: {', '.join(stale[:NAMED])}{more}" if stale else ""
        context.complete(work, rows=len(sources), outcome=f"{words}{late}.")
        work.commit()
    return len(sources)


def find_patterns(context: JobContext) -> int:
    """Ask every detector again, whatever changed."""
    return look_again(context.services.store, context.now())


def analyse_performance(context: JobContext) -> int:
    """Analyse every series again: a day has gone by, whether data came or not."""
    return analyse_again(context.services.store, context.now())


def set_up_tests(context: JobContext) -> int:
    """Draft tests of findings that are worth one; a person starts them or puts them away."""
    services = context.services
    with services.store.read() as work:
        brands = work.brands.list_all()
    engine = services.caller(SystemActor.ENGINE)
    made = [one for brand in brands for one in draft_tests(services.store, brand, who=engine, now=context.now())]
    names = ", ".join(f"“{one.name}”" for one in made[:NAMED])
    more = f", and {len(made) - NAMED} more" if len(made) > NAMED else ""
    told = f"Drafted: {names}{more}. A person starts them." if made else "Nothing new is worth a test."
    with services.store.write() as work:
        context.complete(work, rows=len(made), outcome=told)
        work.commit()
    return len(made)


def look_at_results(context: JobContext) -> int:
    """Look which A/B tests have an answer, do harm or are broken."""
    with context.services.store.read() as work:
        found = [one for brand in work.brands.list_all() for one in list_attention(work, brand.id, limit=None)]
    counts = {advice: sum(one.advice is advice for one in found) for advice in Advice}
    told = ", ".join(f"{count} {ADVICE_WORDS[advice]}" for advice, count in counts.items() if count)
    with context.services.store.write() as work:
        context.complete(
            work, rows=len(found), outcome=f"A/B tests: {told}." if told else "No A/B test waits for anybody."
        )
        work.commit()
    return len(found)


def check_data(context: JobContext) -> int:
    """Prove that the rollups equal the facts, and that the audit trail is whole.

    Raises:
        Refused: They do not, or it is not.
    """
    report = check(context.services.store, context.services.trail)
    if not report.audit_ok:
        raise Refused(report.audit_note, "Run `bellwether audit verify`.")
    if not report.rollups_equal_facts:
        raise Refused(f"{len(report.differences)} rollups differ: {report.differences[0]}", "Run `bellwether check`.")
    return 0


def report_automatic_changes(context: JobContext) -> int:
    """Tell each brand what rules approved in the last week."""
    services = context.services
    with services.store.read() as work:
        brands = [(brand, policy_of(work, brand.id)) for brand in work.brands.list_all()]
    return sum(post_report(services.store, brand, policy, context.now()) for brand, policy in brands)


def renew_test_answers(context: JobContext) -> int:
    """Bring the short answers of all A/B tests up to date, from which priors and the library are made."""
    services = context.services
    with services.store.read() as work:
        brands = work.brands.list_all()
    return sum(refresh_summaries(services.store, brand, services.clock) for brand in brands)


def train_models(context: JobContext) -> int:
    """Let each brand's models learn from corrected labels, posts and drawn arms; they go live only if better."""
    services = context.services
    taught, who = learn_all(services.store, services.clock), services.caller(SystemActor.SCHEDULER)
    with services.store.read() as work:
        due = brands_due(work, context.now())
    return taught + train_all(services.store, who, due) + train_all_arms(services.store, who, due)


DAILY: Final = (
    Job("collection", "00:00 Data collected", daily_at(0), collect),
    Job("patterns", "00:30 Patterns", daily_at(0, 30), find_patterns, limit_seconds=3_600, after=("collection",)),
    Job("performance", "01:00 Performance", daily_at(1), analyse_performance, limit_seconds=3_600, after=("patterns",)),
    Job("test_setup", "03:00 Test set-up", daily_at(3), set_up_tests, after=("performance",)),
    Job("results", "06:00 Results of A/B tests", daily_at(6), look_at_results, after=("performance",)),
    Job("rollouts", "07:00 Rollout decisions", daily_at(7), decide_rollouts, after=("results",)),
    Job("configuration", "08:00 Configuration", daily_at(EIGHT_OCLOCK), check_configuration, after=("rollouts",)),
)
WEEKLY: Final = (
    Job("data_check", "Monday: data", weekly_on(0, TWO_OCLOCK), check_data, limit_seconds=3_600),
    Job("automatic", "Monday: what rules changed", weekly_on(0, EIGHT_OCLOCK), report_automatic_changes),
    Job(
        "test_answers",
        "Tuesday: features (answers of A/B tests, of which priors are made)",
        weekly_on(1, TWO_OCLOCK),
        renew_test_answers,
        limit_seconds=3_600,
        after=("data_check",),
    ),
    Job(
        "training",
        "Wednesday: training (models of the labels of notes, of what comes of posts, of arms)",
        weekly_on(2, TWO_OCLOCK),
        train_models,
        limit_seconds=3_600,
        after=("test_answers",),
    ),
    Job(
        "validation",
        "Thursday: validation (do the live versions of models still do better?)",
        weekly_on(3, TWO_OCLOCK),
        validate_models,
        limit_seconds=3_600,
        after=("training",),
    ),
    Job(
        "evaluation",
        "Friday: evaluation (what held of what was learned, how good guesses were)",
        weekly_on(4, TWO_OCLOCK),
        evaluate_learning,
        limit_seconds=3_600,
        after=("validation",),
    ),
    Job(
        "rollback_prepared",
        "Saturday: earlier models can be put back",
        weekly_on(5, TWO_OCLOCK),
        prepare_rollback,
        after=("evaluation",),
    ),
    Job(
        "deployment",
        "Sunday: deployment (which versions of models serve in the week to come)",
        weekly_on(6, TWO_OCLOCK),
        deploy_models,
        limit_seconds=3_600,
        after=("rollback_prepared",),
    ),
)
"""A step whose capability is not there yet is not listed: templates, tuning, validation of what was tuned. The models
that there are read the labels of notes. A version that was taught goes live within the hour if it passes its gate
(`services.feedback.correcting`); the week looks whether that still holds, and takes back what it does not."""
