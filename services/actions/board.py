"""The actions of a brand as a person meets them: what waits for them, what is live, what is over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.action_board import OpenAction, Waiting
from learning.domain.actions import LIVE_STATES, TERMINAL_STATES, ActionRecord, ActionState, AfterReview, LedgerRow
from learning.domain.policies import Gate, Role
from learning.governance.waiting import waits_for
from services.actions.policies import policy_of

ORDER: Final = tuple(Waiting)


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on a person's desk: ids only, so that it costs little with a thousand of them."""

    mine: tuple[tuple[Waiting, int], ...]
    """What waits for the person, the most urgent first."""
    others: tuple[int, ...]
    """What waits for somebody else or for its time."""
    live: tuple[int, ...]
    names: Mapping[int, str]
    """What each of them changes, in small letters: what a search looks at."""
    reviews: Mapping[int, AfterReview]


@dataclass(frozen=True, slots=True)
class Ended:
    """An action that came to an end, with its line of the ledger where it was live."""

    record: ActionRecord
    ledger: LedgerRow | None


def desk_of(work: UnitOfWork, brand_id: int, who: str) -> Desk:
    """Say which open actions of a brand wait for a person, and which for others."""
    person = work.people.find(who)
    role = None if person is None or not person.active else person.roles.get(brand_id)
    rows = work.action_board.list_open(brand_id, who)
    reviews = {each.action_id: each for each in work.action_log.list_open_reviews(brand_id)}
    four_eyes = policy_of(work, brand_id).four_eyes
    found = {row.id: waits_for(row, who, role, four_eyes=four_eyes) for row in rows}
    owed = _owed(reviews, who, role)
    mine = [(Waiting.REVIEW, each) for each in owed]
    mine += [(what, row.id) for what in ORDER for row in rows if found[row.id] is what]
    return Desk(
        mine=tuple(mine),
        others=tuple(row.id for row in rows if found[row.id] is None and row.state not in LIVE_STATES),
        live=tuple(row.id for row in rows if row.state in LIVE_STATES),
        names={row.id: _searched(row) for row in rows},
        reviews=reviews,
    )


def count_waiting(work: UnitOfWork, brand_id: int, who: str) -> int:
    """Say how many actions wait for a person: the badge in the menu."""
    return len({number for _, number in desk_of(work, brand_id, who).mine})


def list_ended(work: UnitOfWork, brand_id: int) -> tuple[Ended, ...]:
    """Return what is over, the newest first."""
    ledger = {row.action_id: row for row in work.action_log.list_ledger(brand_id)}
    return tuple(Ended(record, ledger.get(record.id)) for record in work.actions.list_of(brand_id, TERMINAL_STATES))


def read_actions(work: UnitOfWork, brand_id: int, numbers: Collection[int]) -> tuple[ActionRecord, ...]:
    """Return some actions in the order of their numbers as given."""
    return tuple(work.actions.get(brand_id, number) for number in numbers)


def read_gate(work: UnitOfWork, brand_id: int) -> Gate:
    """Return what holds all changes of a brand."""
    return work.gates.find(brand_id)


def _owed(reviews: Mapping[int, AfterReview], who: str, role: Role | None) -> list[int]:
    if role is None or not role.covers(Role.APPROVER):
        return []
    return [number for number, review in reviews.items() if review.bypassed_by != who]


def _searched(row: OpenAction) -> str:
    return f"{row.name} {row.author} {row.id}".lower()


def is_over(state: ActionState) -> bool:
    """Say whether nothing can happen to an action any more, except that a kept one is taken back."""
    return state in TERMINAL_STATES
