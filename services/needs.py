"""What waits for a person, asked of every kind of thing through one registry."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from db.unit import UnitOfWork
from learning.domain.action_board import Waiting
from learning.domain.alerts import AlertStatus
from learning.domain.batches import BatchStatus
from learning.domain.enums import Outcome
from learning.domain.experiment_advice import Advice
from learning.domain.experiment_records import ExperimentQuery, ExperimentState
from learning.domain.needs import Need, NeedKind
from learning.domain.platforms import platform_name
from services.actions.board import desk_of
from services.alerts.system import list_troubles
from services.experiments.attention import Attention, list_attention
from services.imports.history import source_ages
from services.insights.test_setup import waiting_drafts
from services.parameters.standing import list_due

REJECTED_FOR: Final = timedelta(days=14)
"""Rows that could not be read are told this long; by then a person has decided to leave them."""
ACCOUNT_UNNAMED: Final = "default"
TESTS_PAGE: Final = "ab_tests"
DRAFTS: Final = ExperimentQuery(states=(ExperimentState.DRAFT,))
DESIGNED: Final = "Designed"
"""The group of the list that holds drafts."""
SETTINGS_PAGE: Final = "settings"
HEALTH_PAGE: Final = "health"
ALERTS_NAMED: Final = 3
TESTS_NAMED: Final = 3
"""More tests of one kind than this are one line: a file may bring thousands that are over."""
TEST_KINDS: Final = {
    Advice.STOP_FOR_HARM: NeedKind.TEST_HARMS,
    Advice.REPAIR: NeedKind.TEST_BROKEN,
    Advice.DECIDE: NeedKind.TEST_ANSWERED,
    Advice.EXTEND_OR_END: NeedKind.TEST_ANSWERED,
    Advice.REALLOCATE: NeedKind.TEST_HARMS,
}
ACTIONS_PAGE: Final = "actions"
COMPONENTS_PAGE: Final = "components"
REVIEWS_NAMED: Final = 2
DAY_SECONDS: Final = 86_400
ACTION_KINDS: Final = {
    NeedKind.ACTION_REVIEW: (Waiting.REVIEW,),
    NeedKind.ACTION_DECISION: (Waiting.DECISION, Waiting.PAUSED),
    NeedKind.ACTION_ANEW: (Waiting.ANEW,),
    NeedKind.ACTION_APPROVAL: (Waiting.APPROVAL,),
}
TEST_NEEDS: Final = (NeedKind.TEST_HARMS, NeedKind.TEST_BROKEN, NeedKind.TEST_ANSWERED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, of which brand, and when."""

    brand_id: int
    who: str
    now: datetime
    today: date
    """The present day where the brand is."""


Provider = Callable[[UnitOfWork, Asked], Sequence[Need]]


def list_needs(work: UnitOfWork, asked: Asked) -> tuple[Need, ...]:
    """Return everything that waits, kind by kind in the order of the registry."""
    return tuple(need for provider in PROVIDERS for need in provider(work, asked))


def half_done_uploads(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Uploads that the person began and neither imported nor dropped."""
    now = int(asked.now.timestamp())
    drafts = [draft for draft in work.drafts.list_of(asked.brand_id, asked.who) if draft.expires_at > now]
    return [
        Need(
            NeedKind.HALF_DONE_UPLOAD,
            names[0] if (names := _file_names(draft.state)) else "files",
            len(names),
            "data",
            {"upload": draft.token},
            draft.created_at,
        )
        for draft in drafts
    ]


def rejected_rows(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Imports of the last days with rows that could not be read."""
    since = int((asked.now - REJECTED_FOR).timestamp())
    return [
        Need(
            NeedKind.REJECTED_ROWS,
            batch.file,
            batch.outcomes[Outcome.REJECTED],
            "data",
            {"view": "Import history"},
            batch.created_at,
        )
        for batch in work.batches.list_of(asked.brand_id, status=BatchStatus.LIVE)
        if batch.outcomes.get(Outcome.REJECTED) and batch.created_at > since
    ]


def stale_sources(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Accounts whose data end too long ago, the oldest first."""
    return [
        Need(
            NeedKind.STALE_SOURCE,
            _source_name(source.platform, source.account),
            source.days_old,
            "data",
            {"view": "Upload"},
            int(source.imported_at.timestamp()),
        )
        for source in source_ages(work, asked.brand_id, asked.today)
        if source.stale
    ]


def open_alerts(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Alerts that nobody has seen; more than a few in one line."""
    found = work.alerts.list_of(asked.brand_id, (AlertStatus.OPEN,))
    view = {"view": "Alerts"}
    if len(found) > ALERTS_NAMED:
        return [Need(NeedKind.ALERT, found[0].title, len(found), SETTINGS_PAGE, view, found[0].raised_at)]
    return [Need(NeedKind.ALERT, one.title, 1, SETTINGS_PAGE, view, one.raised_at) for one in found]


def system_troubles(work: UnitOfWork, asked: Asked) -> list[Need]:
    """What is wrong with the system itself; stale sources have lines of their own."""
    found = list_troubles(work, work.brands.get(asked.brand_id), asked.now)
    return [Need(NeedKind.SYSTEM, one.title, 1, HEALTH_PAGE) for one in found if not one.of_source]


def late_feedback(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Notes of customers that nobody has used or answered within a day, in one line."""
    now = int(asked.now.timestamp())
    late = [entry for entry in work.feedback_entries.list_of(asked.brand_id) if entry.is_late(now)]
    if not late:
        return []
    return [Need(NeedKind.LATE_FEEDBACK, late[0].text, len(late), "feedback", {}, late[0].entered_at)]


def ab_tests(work: UnitOfWork, asked: Asked) -> list[Need]:
    """A/B tests that do harm, are broken or wait for a decision; more than a few of a kind in one line."""
    found = list_attention(work, asked.brand_id, limit=None)
    kinds = [(kind, [each for each in found if TEST_KINDS[each.advice] is kind]) for kind in TEST_NEEDS]
    return [need for kind, tests in kinds for need in _of_tests(kind, tests)]


def drafted_tests(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Tests that the system drafted and nobody has started or put away, in one line."""
    waiting = waiting_drafts(work.experiments.list_page(asked.brand_id, DRAFTS))
    if not waiting:
        return []
    where = {"test": str(waiting[0].id)} if len(waiting) == 1 else {"status": DESIGNED}
    return [Need(NeedKind.TEST_DRAFTED, waiting[0].name, len(waiting), TESTS_PAGE, where, waiting[0].created_at)]


def broken_guardrails(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Changes whose guardrail broke and that nobody has looked at since."""
    found = work.action_alarms.list_open(asked.brand_id)
    if len(found) > ALERTS_NAMED:
        return [Need(NeedKind.ACTION_ALARM, found[0].title, len(found), SETTINGS_PAGE, {"view": "Alerts"})]
    return [
        Need(NeedKind.ACTION_ALARM, one.title, 1, ACTIONS_PAGE, {"action": str(one.action_id)}, one.raised_at)
        for one in found
    ]


def waiting_actions(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Changes that wait for the person: looks that are owed, then decisions, then approvals."""
    desk = desk_of(work, asked.brand_id, asked.who)
    found: list[Need] = []
    for kind, states in ACTION_KINDS.items():
        numbers = [number for what, number in desk.mine if what in states]
        first = work.actions.get(asked.brand_id, numbers[0]) if numbers else None
        if first is None:
            continue
        parameters = {"action": str(first.id)} if len(numbers) == 1 else {}
        since = desk.reviews[first.id].due_at - DAY_SECONDS if first.id in desk.reviews else first.draft.created_at
        found.append(Need(kind, first.draft.name, len(numbers), ACTIONS_PAGE, parameters, since))
    return found


def due_parameters(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Values that have served for long and differ from their base; more than a few in one line."""
    found = list_due(work, asked.brand_id, int(asked.now.timestamp()))
    if len(found) > REVIEWS_NAMED:
        kind, first = NeedKind.PARAMETER_REVIEW, found[0]
        return [Need(kind, first.parameter.key.name, len(found), COMPONENTS_PAGE, {}, first.due_at)]
    return [
        Need(
            NeedKind.PARAMETER_REVIEW,
            each.parameter.key.name,
            1,
            COMPONENTS_PAGE,
            {"component": each.parameter.key.component},
            each.due_at,
        )
        for each in found
    ]


def ended_shadows(work: UnitOfWork, asked: Asked) -> list[Need]:
    """Mechanisms whose time in shadow is over, the longest first: nothing goes on before a person says so."""
    over = [run for run in work.shadows.list_running(asked.brand_id) if run.until <= int(asked.now.timestamp())]
    found = []
    for run in sorted(over, key=lambda each: each.until):
        key = work.parameters.get(run.parameter_id).key
        found.append(
            Need(NeedKind.SHADOW_DECISION, key.name, 1, COMPONENTS_PAGE, {"component": key.component}, moment=run.until)
        )
    return found


def _of_tests(kind: NeedKind, tests: Sequence[Attention]) -> list[Need]:
    if len(tests) > TESTS_NAMED:
        return [Need(kind, "", len(tests), TESTS_PAGE)]
    return [Need(kind, each.name, 1, TESTS_PAGE, {"test": str(each.experiment_id)}) for each in tests]


def _source_name(platform: str, account: str) -> str:
    name = platform_name(platform)
    return name if account == ACCOUNT_UNNAMED else f"{name} {account}"


def _file_names(state: str) -> list[str]:
    """The names of the files of a half-done upload, as its service keeps them."""
    kept: dict[str, Any] = json.loads(state)
    return [str(file["name"]) for file in kept.get("files", ())]


PROVIDERS: Final[tuple[Provider, ...]] = (
    broken_guardrails,
    waiting_actions,
    system_troubles,
    open_alerts,
    half_done_uploads,
    rejected_rows,
    late_feedback,
    ab_tests,
    drafted_tests,
    ended_shadows,
    due_parameters,
    stale_sources,
)
"""Every kind, one line each."""
