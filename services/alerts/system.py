"""Troubles of the system itself: a job that keeps failing, a breaker that is open, a source that has gone stale."""

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
from services.delivery.channels import post, target_of
from services.delivery.messages import Message
from services.imports.history import source_ages

SETTING: Final = "alerts.system"
FAILURES_SETTING: Final = "alerts.job_failures"
FAILURES: Final = 3
"""Slots of a job that failed in a row, from which on it is told."""
MOST_FAILURES: Final = 100
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class SystemAlerts:
    """What a brand wants to be told of the system."""

    told: bool = True
    failures: int = FAILURES
    """Failures in a row of a job from which on it is told."""


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
    return SystemAlerts(stored.get(SETTING, "True") != "False", int(failures) if known else FAILURES)


def set_system_alerts(work: UnitOfWork, brand_id: int, wanted: SystemAlerts) -> None:
    """Store what a brand wants to be told; the caller commits.

    Raises:
        BadOption: The number of failures cannot be used.
    """
    if not 1 <= wanted.failures <= MOST_FAILURES:
        raise BadOption("Failures of a job in a row", str(wanted.failures), f"1 to {MOST_FAILURES}")
    work.settings.put(brand_id, SETTING, str(wanted.told))
    work.settings.put(brand_id, FAILURES_SETTING, str(wanted.failures))


def list_troubles(work: UnitOfWork, brand: Brand, now: datetime) -> tuple[Trouble, ...]:
    """Find what is wrong at a moment: jobs first, then the brand's breaker, then its sources."""
    moment = int(now.timestamp())
    failures = read_system_alerts(work, brand.id).failures
    return (
        *_of_jobs(work, failures, moment),
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
