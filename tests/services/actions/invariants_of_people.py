"""What must hold of who leads an action on, with what words, and under which policy; from the specification alone."""

from __future__ import annotations

from collections.abc import Callable

from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionEvent
from learning.domain.actions import ActionState as State
from learning.domain.policies import Role, SystemActor
from learning.governance.digest import digest_of
from tests.services.actions.bench import PEOPLE
from tests.services.actions.invariants_of_action import Case, Seen

DAY = 86_400
SHORTEST = 20
OF_AUTHOR = {Command.EDIT, Command.SUBMIT, Command.WITHDRAW}
OF_APPROVER = {Command.APPROVE, Command.REJECT, Command.REQUEST_CHANGES, Command.SCHEDULE, Command.RESUME, Command.KEEP}
OF_APPROVER_OR_SCHEDULER = {Command.START, Command.ADVANCE, Command.FINISH}
OF_SCHEDULER = {Command.EXPIRE, Command.FAIL, Command.ASK_ANEW}
WITH_WORDS = {Command.REJECT, Command.REQUEST_CHANGES, Command.RESUME, Command.BYPASS, Command.REVIEW, Command.ASK_ANEW}


def done_by_who_may(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """The column 'who' of the table."""
    for each in case.events:
        assert _may(each, case.record.draft.author), f"{each.command}: by {each.who}, who may not"


def _may(each: ActionEvent, author: str) -> bool:
    command, who = each.command, each.who
    if command is Command.APPROVE_BY_POLICY:
        return who == SystemActor.POLICY
    if command in OF_SCHEDULER:
        return who == SystemActor.SCHEDULER
    if who == SystemActor.SCHEDULER:
        return command in OF_APPROVER_OR_SCHEDULER | {Command.PAUSE, Command.ROLLBACK}
    role = PEOPLE.get(who)
    if role is None:
        # Other tests bring people of their own.
        return True
    if command in OF_AUTHOR:
        return who == author or (role.covers(Role.ADMINISTRATOR) and command is not Command.SUBMIT)
    if command is Command.BYPASS:
        return role.covers(Role.ADMINISTRATOR)
    approves = command in OF_APPROVER | OF_APPROVER_OR_SCHEDULER | {Command.REVIEW}
    return role.covers(Role.APPROVER if approves else Role.MARKETER)


def with_its_words(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """Rows 2, 3, 4, 8 and 15: reasons, plans and times as they are asked for."""
    draft = case.record.draft
    handed_in = any(each.command in {Command.SUBMIT, Command.BYPASS} for each in case.events)
    if handed_in:
        assert len(draft.reason.strip()) >= SHORTEST, "2: without a reason"
        assert draft.by_hand or (draft.guardrails and draft.holdout > 0), "2: without a plan"
    failed = [each for each in case.events if each.command is Command.FAIL]
    attempts = 3 if case.record.progress.policy is None else case.record.progress.policy.start_attempts
    assert not failed or case.record.progress.attempts >= attempts, "16: given up too early"
    for each in case.events:
        if each.command in WITH_WORDS:
            assert each.reason.strip(), f"{each.command}: without a word"
        at = each.detail.get("at")
        if each.command is Command.SCHEDULE and isinstance(at, int):
            assert each.at < at <= case.record.progress.expires_at or _later_edit(case, each), "8: at a wrong time"


def _later_edit(case: Case, scheduled: ActionEvent) -> bool:
    return any(each.id > scheduled.id and each.command in {Command.EDIT, Command.ASK_ANEW} for each in case.events)


def by_the_policy_of_then(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """Row 17: the way back has the fast lane. Row 1: the digest is that of what is proposed."""
    record = case.record
    policy = record.progress.policy
    if policy is not None and record.draft.undo_of is not None:
        assert policy.quorum == 1, "17: the way back takes as many as the way there"
    assert record.digest == digest_of(record.draft), "1: the digest of something else"
    owed = {each.action_id: each for each in work.action_log.list_open_reviews(record.draft.brand_id)}
    if record.id in owed and case.start is not None and record.state is not State.DRAFT:
        assert owed[record.id].due_at == case.start.at + DAY, "a bypass is looked at within a day"


OF_PEOPLE: tuple[Callable[[UnitOfWork, Case, Seen], None], ...] = (
    done_by_who_may,
    with_its_words,
    by_the_policy_of_then,
)
