"""Troubles of the system: a job that keeps failing, what fails or is slow, an open breaker, a stale source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.outbox import OutboxDraft, OutboxKind
from learning.domain.platforms import platform_name
from services.alerts.operation_troubles import (
    SLOW_SHARE,
    WINDOW_SECONDS,
    OperationMarks,
    OperationTrouble,
    troubles_of_operations,
)
from services.delivery.channels import post, target_of
from services.delivery.messages import Message
from services.imports.history import source_ages
from services.stored_numbers import stored_number

SETTING: Final = "alerts.system"
FAILURES_SETTING: Final = "alerts.job_failures"
FAILING_SETTING: Final = "alerts.failing_operations"
SLOW_SETTING: Final = "alerts.slow_operations_ms"
FAILURES: Final = 3
"""Slots of a job that failed in a row, from which on it is told."""
MOST_FAILURES: Final = 100
MOST_SLOW_MS: Final = 600_000
DAY_SECONDS: Final = 86_400
DEFAULT_MARKS: Final = OperationMarks()


@dataclass(frozen=True, slots=True)
class SystemAlerts:
    """What a brand wants to be told of the system."""

    told: bool = True
    failures: int = FAILURES
    """Failures in a row of a job from which on it is told."""
    operations: OperationMarks = DEFAULT_MARKS
    """What is told of operations."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of the system that a person should know."""

    key: str
    """One text for each time that it begins: it is told once, or once a day where it goes on."""
    title: str
    text: str
    of_source: bool = False


def read_system_alerts(work: UnitOfWork, brand_id: int) -> SystemAlerts:
    """Read what a brand wants to be told; the default where nobody set it, or somebody spoiled it by hand."""
    stored = work.settings.list_all(brand_id)
    failures = stored.get(FAILURES_SETTING, "")
    known = failures.isdigit() and 1 <= int(failures) <= MOST_FAILURES
    marks = OperationMarks(
        stored_number(stored, FAILING_SETTING, DEFAULT_MARKS.failing, low=0.0, high=1.0),
        int(stored_number(stored, SLOW_SETTING, DEFAULT_MARKS.slow_ms, low=1, high=MOST_SLOW_MS)),
    )
    return SystemAlerts(stored.get(SETTING, "True") != "False", int(failures) if known else FAILURES, marks)


def set_system_alerts(work: UnitOfWork, brand_id: int, wanted: SystemAlerts) -> None:
    """Store what a brand wants to be told; the caller commits.

    Raises:
        BadOption: One of the numbers cannot be used; nothing is stored then.
    """
    if not 1 <= wanted.failures <= MOST_FAILURES:
        raise BadOption("Failures of a job in a row", str(wanted.failures), f"1 to {MOST_FAILURES}")
    marks = wanted.operations
    if not 0 <= marks.failing <= 1:
        raise BadOption("Operations that fail", f"{marks.failing:g}", "a share from 0 to 1")
    if not 1 <= marks.slow_ms <= MOST_SLOW_MS:
        raise BadOption("Slow from", str(marks.slow_ms), f"1 to {MOST_SLOW_MS:,} milliseconds")
    work.settings.put(brand_id, FAILING_SETTING, str(marks.failing))
    work.settings.put(brand_id, SLOW_SETTING, str(marks.slow_ms))
    work.settings.put(brand_id, SETTING, str(wanted.told))
    work.settings.put(brand_id, FAILURES_SETTING, str(wanted.failures))


def list_troubles(work: UnitOfWork, brand: Brand, now: datetime) -> tuple[Trouble, ...]:
    """Find what is wrong at a moment: jobs first, then operations, then the brand's breaker, then its sources."""
    moment = int(now.timestamp())
    wanted = read_system_alerts(work, brand.id)
    return (
        *_of_jobs(work, wanted.failures, moment),
        *_of_operations(work, brand, wanted.operations, moment),
        *_of_breaker(work, brand, moment),
        *(() if brand.is_demo else _of_sources(work, brand, now)),
    )


def tell_troubles(store: Store, now: datetime) -> int:
    """Put what is wrong into the outbox for every channel that is on; return how many messages are new."""
    with store.write() as work:
        sent = sum(_tell(work, brand, now) for brand in work.brands.list_all())
        work.commit()
    return sent


def _tell(work: UnitOfWork, brand: Brand, now: datetime) -> int:
    if not read_system_alerts(work, brand.id).told:
        return 0
    channels = [channel for channel in work.channels.list_of(brand.id) if channel.enabled]
    if not channels:
        return 0
    sent = 0
    for trouble in list_troubles(work, brand, now):
        message = Message(f"Bellwether: {trouble.title}", trouble.text, brand.name)
        for channel in channels:
            key = f"{trouble.key}:{channel.id}"
            draft = OutboxDraft(brand.id, key, OutboxKind.SYSTEM, target_of(channel.id), message.payload())
            sent += post(work, draft, now)
    return sent


def _of_jobs(work: UnitOfWork, failures: int, moment: int) -> list[Trouble]:
    found: list[Trouble] = []
    for state in work.jobs.list_failing(failures):
        last = next((run for run in work.jobs.list_history(state.job, limit=failures) if run.outcome), None)
        rests = state.open_until is not None and state.open_until > moment
        words = f"The job '{state.job}' failed {state.failures} times in a row."
        words += " It is left alone for a while, then tried again." if rests else ""
        words += f"\nLast: {last.outcome}" if last is not None else ""
        key = f"system:job:{state.job}:{moment // DAY_SECONDS}"
        found.append(Trouble(key, f"the job '{state.job}' keeps failing", f"{words}\nSee Health for its history."))
    return found


def _of_operations(work: UnitOfWork, brand: Brand, marks: OperationMarks, moment: int) -> list[Trouble]:
    return [_of_operation(one, marks, moment) for one in troubles_of_operations(work, brand, marks, moment)]


def _of_operation(one: OperationTrouble, marks: OperationMarks, moment: int) -> Trouble:
    whose = f"the program '{one.part}'" if one.of_program else f"the part '{one.part}' of the system"
    what = "is slow" if one.is_slow else "fails often"
    beyond = f"took longer than {marks.slow_ms:,} ms" if one.is_slow else "failed"
    limit = SLOW_SHARE if one.is_slow else marks.failing
    words = (
        f"{one.beyond:,} of {one.count:,} operations of the last {WINDOW_SECONDS // 60} minutes {beyond}: "
        f"surely more than {one.low:.0%}, and {limit:.0%} is what you put up with."
    )
    place = f"See Components, {one.part}." if one.of_program else "See Health for its timings."
    key = f"system:operation:{'program' if one.of_program else 'system'}:{one.part}:{what}:{moment // DAY_SECONDS}"
    return Trouble(key, f"{whose} {what}", f"{words}\n{place}")


def _of_breaker(work: UnitOfWork, brand: Brand, moment: int) -> list[Trouble]:
    if not work.gates.find(brand.id).breaker_open:
        return []
    key = f"system:breaker:{brand.id}:{moment // DAY_SECONDS}"
    words = f"The breaker for changes of {brand.name} is open: nothing new starts, what was approved last serves."
    return [Trouble(key, "no change can start", words)]


def _of_sources(work: UnitOfWork, brand: Brand, now: datetime) -> list[Trouble]:
    today = now.astimezone(ZoneInfo(brand.time_zone)).date()
    return [
        Trouble(
            f"system:source:{brand.id}:{source.platform}:{source.account}:{source.last_day}",
            f"{platform_name(source.platform)} is {source.days_old} days old",
            f"The newest data of {platform_name(source.platform)} are of {source.last_day}. Upload a newer export.",
            of_source=True,
        )
        for source in source_ages(work, brand.id, today)
        if source.stale
    ]
