"""What must hold of a store of actions after every step, read from its rows alone (I1 to I15 of the specification)."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from sqlalchemy import func, select

from db.schema.actions import action_event
from db.schema.audit import audit
from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, TERMINAL_STATES, ActionRecord
from learning.domain.actions import ActionState as State
from learning.domain.policies import SystemActor
from services.actions.ledger import read_ledger
from services.actions.situations import day_start
from services.parameters.serving import Ask
from tests.services.actions.bench import PEOPLE, ActionBench
from tests.services.actions.invariants_numbers import check_numbers
from tests.services.actions.invariants_of_action import FOUND, OF_ACTION, STOP, Case, Seen, read_case
from tests.services.actions.invariants_of_people import OF_PEOPLE
from tests.services.actions.invariants_served import COMPONENT, UNITS, check_envelope, check_exposure, check_settled
from tests.services.actions.invariants_shadow import check_shadow

__all__ = ["Seen", "check_all"]


def check_all(bench: ActionBench, seen: Seen) -> None:
    """Raise at the first thing that does not hold."""
    with bench.store.read() as work:
        mark = (work.audit.count(), bench.last_event(), len(seen.stops), *seen.stops[-1:])
        if mark == seen.mark:
            return
        cases = [_case(work, record, seen) for record in work.actions.list_of(bench.brand.id)]
        _ledger_adds_up(work, bench)
        _parameters(work, bench)
        _leases(work, bench, cases)
        _limits(work, bench, cases)
        _undone_once(cases)
        check_shadow(work, bench, work.parameters.list_of(bench.brand.id))
        _audit(work, cases, seen)
    assert bench.trail.verify(bench.store).sound, "I8: the chain is broken"
    told = bench.parameters.get_many(bench.brand, COMPONENT, [Ask(unit) for unit in UNITS]) if cases else ()
    check_exposure(bench, [case.record for case in cases], told, seen)
    check_envelope(bench, told, seen)
    check_settled(bench, told)
    seen.mark = mark


def _case(work: UnitOfWork, record: ActionRecord, seen: Seen) -> Case:
    """Read one action and check it, unless nothing has happened to it or to the stop since it was checked."""
    newest = select(func.max(action_event.c.id)).where(action_event.c.action_id == record.id)
    key = (record, work.connection.execute(newest).scalar(), len(seen.stops), *seen.stops[-1:])
    known = seen.cases.get(record.id)
    if known is not None and known[0] == key:
        return known[1]
    case = read_case(work, record)
    for rule in (*OF_ACTION, *OF_PEOPLE):
        rule(work, case, seen)
    check_numbers(work, case)
    seen.cases[record.id] = (key, case)
    return case


def _ledger_adds_up(work: UnitOfWork, bench: ActionBench) -> None:
    """Every end is in the ledger, losses among them, and the running total is their sum."""
    rows = work.action_log.list_ledger(bench.brand.id)
    ledger = read_ledger(work, bench.brand.id)
    assert len(ledger.lines) == len(rows), "the ledger leaves ends out"
    for each in ledger.totals:
        mine = [row for row in rows if row.metric == each.total.metric]
        told = [row.value for row in mine if row.value is not None]
        assert each.total.value == pytest.approx(sum(told)), "the running total is not the sum"
        assert (each.total.n, each.total.unmeasured) == (len(told), len(mine) - len(told)), "ends were left out"


def _parameters(work: UnitOfWork, bench: ActionBench) -> None:
    for parameter in work.parameters.list_of(bench.brand.id):
        versions = work.parameters.list_versions(parameter.id)
        assert [each.version for each in versions] == list(range(1, len(versions) + 1)), "I7: a gap"


def _leases(work: UnitOfWork, bench: ActionBench, cases: list[Case]) -> None:
    held = {each.id: work.parameters.find_lease(each.id) for each in work.parameters.list_of(bench.brand.id)}
    live = [(case.record.progress.parameter_id, case.record.id) for case in cases if case.record.state in LIVE_STATES]
    assert Counter(live) == Counter((one, two) for one, two in held.items() if two is not None), (
        "I5: lease without change"
    )


def _limits(work: UnitOfWork, bench: ActionBench, cases: list[Case]) -> None:
    days = Counter(day_start(bench.brand, case.start.at) for case in cases if case.start is not None)
    limit = bench.policy.starts_a_day
    assert all(count <= limit for count in days.values()), "I12: too many changes in a day"
    starts = [(case.start.at, case.start.who == SystemActor.SCHEDULER) for case in cases if case.start is not None]
    for at in {at for at, alone in starts if alone}:
        # Starts of people at the same moment may have come after it.
        before = sum(at - bench.policy.cycle_seconds < one < at for one, _ in starts)
        assert before + starts.count((at, True)) <= bench.policy.starts_a_cycle, "too many starts in a cycle"


def _undone_once(cases: list[Case]) -> None:
    """Row 17 of the table: one way back at a time."""
    gone = TERMINAL_STATES - {State.KEPT}
    backs = Counter(case.record.draft.undo_of for case in cases if case.record.state not in gone)
    assert all(count == 1 for taken, count in backs.items() if taken is not None), "taken back twice"


def _audit(work: UnitOfWork, cases: list[Case], seen: Seen) -> None:
    """I8, and that nothing of it tells who or why in clear."""
    count = work.audit.count()
    assert count >= seen.audit_rows, "I8: rows have gone"
    effects = Counter((f"action:{case.record.id}", each.command.value) for case in cases for each in case.events)
    of_actions = (audit.c.subject.startswith("action:"), audit.c.kind.not_in(("refused", "start_failed")))
    written = (
        select(audit.c.subject, audit.c.kind, func.count()).where(*of_actions).group_by(audit.c.subject, audit.c.kind)
    )
    told = {(subject, kind): number for subject, kind, number in work.connection.execute(written)}
    assert told == effects, "I8: audit rows are not the effects"
    fresh = work.connection.execute(select(audit.c.actor, audit.c.body).where(audit.c.sequence > seen.audit_rows))
    words = {word for actor, body in fresh for word in (actor, *json.loads(body).values()) if isinstance(word, str)}
    clear = {each.reason for case in cases for each in case.events if each.reason} | {*PEOPLE, STOP, FOUND}
    assert not clear & words, "a name or a reason stands readable in the trail"
    seen.audit_rows = count
