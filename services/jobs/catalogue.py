"""Every job, one entry each, in the order in which they are looked at."""

from __future__ import annotations

import shutil
from typing import Final

from learning.domain.policies import SystemActor
from services.actions.ticking import tick_all
from services.alerts.evaluating import evaluate_behind
from services.alerts.system import tell_troubles
from services.analyses.upkeep import analyse_behind
from services.delivery.channels import DELIVERY_JOB
from services.delivery.delivering import deliver_due
from services.demo.brand import find_demo, play_demo_programs
from services.demo.findings import hand_in_finding
from services.feedback.correcting import learn_all
from services.feedback.looping import take_up_all
from services.imports.drafts import UPLOADS
from services.insights.upkeep import fade_all, look_at_operations, refresh_behind
from services.jobs.daily import DAILY, WEEKLY
from services.jobs.job import Job, JobContext
from services.jobs.schedules import daily_at, every_minutes
from services.models.arm_training import train_first_arms
from services.models.rhythm import train_first
from services.models.updating import update_all
from services.parameters.adapting import adapt_all

HISTORY_DAYS: Final = 90
OPERATION_DAYS: Final = 30
DAY_SECONDS: Final = 86_400


def remove_expired_uploads(context: JobContext) -> int:
    """Forget half-done imports that nobody came back to, and their files."""
    with context.services.store.write() as work:
        tokens = work.drafts.remove_expired(int(context.now().timestamp()))
        work.commit()
    for token in tokens:
        shutil.rmtree(context.services.settings.data_dir / UPLOADS / token, ignore_errors=True)
    return len(tokens)


def remove_old_operations(context: JobContext) -> int:
    """Forget measurements of the system that nobody looks at any more."""
    with context.services.store.write() as work:
        before = int(context.now().timestamp()) - OPERATION_DAYS * DAY_SECONDS
        removed = work.operations.remove_before(before * 1000)
        context.complete(work, rows=removed)
        work.commit()
    return removed


def remove_old_runs(context: JobContext) -> int:
    """Forget what the worker did long ago."""
    with context.services.store.write() as work:
        removed = work.jobs.remove_history(int(context.now().timestamp()) - HISTORY_DAYS * DAY_SECONDS)
        context.complete(work, rows=removed)
        work.commit()
    return removed


def analyse_series(context: JobContext) -> int:
    """Analyse the series of every brand whose data changed since the last time."""
    return analyse_behind(context.services.store, context.now())


def look_at_alerts(context: JobContext) -> int:
    """Look at the alert rules whose data changed, and raise what they find."""
    return evaluate_behind(context.services.store, context.now())


def look_at_system(context: JobContext) -> int:
    """Tell the channels what is wrong with the system itself."""
    return tell_troubles(context.services.store, context.now())


def play_demo(context: JobContext) -> int:
    """Let the programs of the demo brand decide for whoever came since the last time."""
    services = context.services
    return play_demo_programs(services.store, services.parameters, services.decisions, services.clock)


def take_up_finding(context: JobContext) -> int:
    """Let the sample marketer of the demo brand hand in one of its findings, once."""
    services, demo = context.services, find_demo(context.services.store)
    if demo is None:
        return 0
    return hand_in_finding(services.store, services.actions, services.trail, services.clock, demo)


def adapt_parameters(context: JobContext) -> int:
    """Let the rule strategy adjust what people let it adjust, by how operations went."""
    services = context.services
    return adapt_all(services.store, services.adjusting, services.clock)


def lead_changes_on(context: JobContext) -> int:
    """Start what is due, judge what is being rolled out anew, and advance, pause, roll back or let go of it."""
    services = context.services
    return tick_all(services.store, services.actions, services.clock)


def deliver(context: JobContext) -> int:
    """Carry out what waits in the outbox."""
    return deliver_due(context.services)


def remove_old_messages(context: JobContext) -> int:
    """Forget messages that were sent, given up or taken back long ago."""
    with context.services.store.write() as work:
        removed = work.outbox.remove_finished(int(context.now().timestamp()) - HISTORY_DAYS * DAY_SECONDS)
        context.complete(work, rows=removed)
        work.commit()
    return removed


def look_for_insights(context: JobContext) -> int:
    """Look for insights in every brand whose data or settings changed since the last time."""
    return refresh_behind(context.services.store, context.now())


def look_at_programs(context: JobContext) -> int:
    """Look for patterns in what programs reported since the last run."""
    return look_at_operations(context.services.store, context.now())


def fade_insights(context: JobContext) -> int:
    """Let go of insights that nothing has renewed for long, and of runs that nobody looks at any more."""
    return fade_all(context.services.store, context.now(), keep_days=HISTORY_DAYS)


def learn_labels(context: JobContext) -> int:
    """Let each brand's models learn from the labels that people corrected."""
    return learn_all(context.services.store, context.services.clock)


def train_first_models(context: JobContext) -> int:
    """Train the models of brands that have none yet; after that they learn anew by the brand's rhythm."""
    services = context.services
    who = services.caller(SystemActor.SCHEDULER)
    return train_first(services.store, who) + train_first_arms(services.store, who)


def update_models(context: JobContext) -> int:
    """Bring live models of posts up to date with newer posts, between two trainings."""
    services = context.services
    return update_all(services.store, services.caller(SystemActor.SCHEDULER))


def take_up_feedback(context: JobContext) -> int:
    """Take up what customers said and parts reported, batch by batch, and make suggestions of it."""
    return take_up_all(context.services.store, context.services.clock)


JOBS: Final = (
    Job(DELIVERY_JOB, "Send messages that wait", every_minutes(1), deliver),
    Job("alerts", "Look at alert rules", every_minutes(1), look_at_alerts),
    Job("system_alerts", "Tell troubles of the system", every_minutes(5), look_at_system),
    # Before the ramps, so that a machine that slept finds the data of the demo brand fresh.
    Job("demo_programs", "Let the demo brand's programs decide", every_minutes(10), play_demo),
    Job("demo_finding", "Hand in a finding of the demo brand, once", every_minutes(2), take_up_finding),
    Job("ramps", "Lead changes on that are being rolled out", every_minutes(1), lead_changes_on),
    Job("adaptation", "Let rules adjust inside of their envelopes", every_minutes(30), adapt_parameters),
    Job("uploads", "Forget half-done imports", every_minutes(10), remove_expired_uploads),
    Job("operations", "Forget old measurements of the system", daily_at(0), remove_old_operations),
    Job("analyses", "Analyse series whose data changed", every_minutes(1), analyse_series, limit_seconds=900),
    Job("insights", "Look for insights in changed data", every_minutes(1), look_for_insights, limit_seconds=1_800),
    Job(
        "operation_patterns",
        "Look for patterns in what programs report",
        every_minutes(60),
        look_at_programs,
        limit_seconds=1_800,
    ),
    Job("insight_ages", "Let old insights fade", every_minutes(60), fade_insights),
    Job("feedback", "Take up feedback and make suggestions", every_minutes(5), take_up_feedback),
    Job("feelings", "Learn from corrected labels of notes", every_minutes(60), learn_labels, limit_seconds=900),
    Job(
        "first_models",
        "Learn of posts and arms where nothing was learned yet",
        every_minutes(60),
        train_first_models,
        limit_seconds=900,
    ),
    Job("model_updates", "Bring models of posts up to date", every_minutes(60), update_models, limit_seconds=900),
    Job("history", "Forget old runs", daily_at(0), remove_old_runs),
    Job("messages", "Forget old messages", daily_at(0), remove_old_messages),
    *DAILY,
    *WEEKLY,
)
CATALOGUE: Final = "services.jobs.catalogue:JOBS"
"""How another process names it."""
