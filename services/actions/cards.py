"""One action with everything that a person sees before they decide, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from db.repositories.action_rows import value_to_text
from db.unit import UnitOfWork
from learning.domain.action_alarms import ActionAlarm
from learning.domain.actions import (
    LIVE_STATES,
    OPEN_STATES,
    TERMINAL_STATES,
    ActionCommand,
    ActionEvent,
    ActionRecord,
    ActionState,
    AfterReview,
    LedgerRow,
    StageRecord,
    Vote,
)
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.judgements import Judgement
from learning.domain.parameters import Parameter, Value
from learning.domain.policies import DAY, Gate, Policy
from learning.governance.damping import HeldDown
from learning.governance.digest import text_hash
from learning.governance.guards import CHECKS
from learning.governance.machine import next_step
from learning.governance.situation import Situation, Wish
from learning.governance.transitions import Guard, commands_in
from services.actions.damping import hold_of
from services.actions.drafting import live_value
from services.actions.evidence import find_insight
from services.actions.judging import judge_action, report_from_text
from services.actions.orders import Order
from services.actions.pinned import pin_note, trial_note
from services.actions.restoring import RestoredPart, parts_of
from services.actions.situations import load_situation
from services.callers import Who, actor_of
from services.insights.detail import InsightDetail

OF_PEOPLE: Final = frozenset(ActionCommand) - {
    ActionCommand.PROPOSE,
    ActionCommand.APPROVE_BY_POLICY,
    ActionCommand.EXPIRE,
    ActionCommand.FAIL,
    ActionCommand.ASK_ANEW,
}
ENOUGH: Final = "a reason that is long enough"
WHAT_THEN: Final = 60
ASKING_DAYS: Final = 7
MOST_ASKING: Final = 100_000


@dataclass(frozen=True, slots=True)
class Restored:
    """Whether the value that serves is the one from before the change, looked at just now."""

    value: Value
    version: int
    wanted_hash: str
    found_hash: str

    @property
    def exact(self) -> bool:
        """Whether it is the same to the last byte."""
        return self.wanted_hash == self.found_hash


@dataclass(frozen=True, slots=True)
class ActionCard:
    """One action at one moment, for one person."""

    record: ActionRecord
    parameter: Parameter
    live_version: int
    live_value: Value
    gate: Gate
    policy: Policy
    """That of its submission; of a draft the brand's."""
    votes: tuple[Vote, ...]
    events: tuple[ActionEvent, ...]
    stages: tuple[StageRecord, ...]
    judgement: Judgement | None
    """A look at the data of just now, while it is live."""
    report: Judgement | None
    ledger: LedgerRow | None
    review: AfterReview | None
    flag: str
    hold: HeldDown | None
    """What was rejected or rolled back lately and is like it."""
    parts: tuple[RestoredPart, ...]
    """Of a rolled-back change: how far each part of the rollback is."""
    pinned: str
    """Which pin keeps it from starting; '' = none does, or it has started."""
    unmeasured: str
    """Which pin keeps an envelope that is being tried from being measured; '' = none does."""
    alarm: ActionAlarm | None
    """That a guardrail broke, as long as nobody has seen it."""
    choices: Mapping[ActionCommand, RuleRefused | None]
    """What the person can do now; a refusal says why not, and what to do next."""
    taken_back_by: tuple[int, ...]
    """Proposals that take it back."""
    kept_pages: frozenset[int]
    """Lines of the history whose page was kept as it was."""
    insight: InsightDetail | None
    """What it rests on, as it stands now."""
    asking: int
    """Units that the component decided about in the last `ASKING_DAYS`; at most `MOST_ASKING` decisions are counted."""
    starts_refusal: RuleRefused | None
    """Why it could not start now even if it were approved: the kill switch, a limit, another change."""

    @property
    def restored(self) -> Restored | None:
        """Of a rolled-back change: what serves now beside what served before."""
        if self.record.state is not ActionState.ROLLED_BACK:
            return None
        before = self.record.draft.from_value
        return Restored(
            self.live_value, self.live_version, *(text_hash(value_to_text(each)) for each in (before, self.live_value))
        )


def read_card(work: UnitOfWork, brand: Brand, action_id: int, who: Who, now: int) -> ActionCard:
    """Read an action for a person.

    Raises:
        NotFound: The brand has no such action.
    """
    record = work.actions.get(brand.id, action_id)
    actor = actor_of(work, brand.id, who)
    order = Order(brand, ActionCommand.APPROVE, who, "", record.id)
    gate = work.gates.find(brand.id)
    situation = load_situation(work, order, record, actor, gate=gate, now=now)
    text = work.actions.find_report(record.id)
    judged = judge_action(work, record, now) if record.state in LIVE_STATES else None
    report = None if text is None else report_from_text(text)
    parameter = work.parameters.get(record.progress.parameter_id)
    version, value = live_value(work, parameter)
    log = work.action_log
    return ActionCard(
        record=record,
        parameter=parameter,
        live_version=version,
        live_value=value,
        gate=gate,
        policy=situation.snapshot,
        votes=situation.votes,
        events=log.list_events(record.id),
        stages=log.list_stages(record.id),
        judgement=judged,
        report=report,
        ledger=next((row for row in log.list_ledger(brand.id) if row.action_id == record.id), None),
        review=next((row for row in log.list_open_reviews(brand.id) if row.action_id == record.id), None),
        flag=work.actions.find_flag(record.id),
        hold=None if record.state in TERMINAL_STATES else hold_of(work, record, now),
        parts=parts_of(work, record, value, now),
        pinned=pin_note(work, record.draft, now) if record.state in OPEN_STATES else "",
        unmeasured=trial_note(work, record.draft, now) if record.state in LIVE_STATES else "",
        alarm=next((one for one in work.action_alarms.list_of_action(record.id) if one.seen_at is None), None),
        choices=_choices(situation, judged, report),
        taken_back_by=tuple(
            each.id for each in work.actions.list_by_evidence(brand.id, f"action:{record.id}") if each.draft.undo_of
        ),
        kept_pages=work.action_pages.list_events(record.id),
        insight=find_insight(work, record.draft, now),
        asking=work.decisions.count_asking(brand.id, record.draft.component, now - ASKING_DAYS * DAY, most=MOST_ASKING),
        starts_refusal=_starts_refusal(situation),
    )


def _choices(
    now: Situation, judged: Judgement | None, report: Judgement | None
) -> dict[ActionCommand, RuleRefused | None]:
    """Ask the machine itself, with everything said that a person can say."""
    action = now.action
    wish = Wish(
        reason=ENOUGH,
        seen_round=action.round,
        seen_digest=action.digest,
        seen_stage=action.progress.stage,
        at=now.now + WHAT_THEN,
        cause=ENOUGH,
    )
    found: dict[ActionCommand, RuleRefused | None] = {}
    for command in commands_in(action.state):
        if command not in OF_PEOPLE:
            continue
        seen = replace(now, judgement=report if command is ActionCommand.KEEP else judged)
        if command is ActionCommand.EDIT:
            # An edit compares with what serves now.
            seen = replace(seen, edited=replace(action.draft, base_version=now.live_version))
        found[command] = _refusal(command, seen, wish)
    return found


def _refusal(command: ActionCommand, now: Situation, wish: Wish) -> RuleRefused | None:
    try:
        return next_step(command, now, wish).refusal
    except RuleRefused as refused:
        return refused


def _starts_refusal(now: Situation) -> RuleRefused | None:
    guards = (
        Guard.NOT_KILLED,
        Guard.BREAKER_CLOSED,
        Guard.DAY_LIMIT,
        Guard.NOT_PINNED,
        Guard.KEY_FREE,
        Guard.BASE_LIVE,
    )
    if now.action.state in LIVE_STATES:
        return None
    return next((found for guard in guards if (found := CHECKS[guard](now, Wish())) is not None), None)
