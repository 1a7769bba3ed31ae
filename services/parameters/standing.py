"""How parameters stand with people: what is pinned, by whom and until when, and what is due for a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, ActionState, LedgerRow
from learning.domain.parameters import Parameter, ParameterKey, ParameterKind, Value
from learning.domain.pins import ParameterReview, ReviewState, Standing
from learning.domain.policies import Gate, Policy
from learning.governance.envelopes import SUFFIX
from learning.governance.proposals import same_value
from services.actions.adjusting import opened_envelope
from services.actions.drafting import live_value
from services.actions.policies import policy_of

KEPT = "kept"
_NO_ANSWER = frozenset({ActionState.WITHDRAWN, ActionState.EXPIRED, ActionState.STALE, ActionState.FAILED})
"""A proposal back to the base value that came to this was no answer: the look is still owed."""


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What all parameters of a brand are seen against."""

    brand_id: int
    gate: Gate
    policy: Policy
    ended: Mapping[int, ActionRecord]
    ledger: tuple[LedgerRow, ...]
    """The newest first."""
    now: int


def list_standings(work: UnitOfWork, brand_id: int, now: int, *, component: str | None = None) -> tuple[Standing, ...]:
    """Return how each parameter of a brand, or of one component, stands; envelopes stand with what they are about."""
    grounds = _grounds(work, brand_id, now)
    found = work.parameters.list_of(brand_id, component)
    return tuple(_standing(work, each, grounds) for each in found if each.spec.kind is not ParameterKind.ENVELOPE)


def find_standing(work: UnitOfWork, key: ParameterKey, now: int) -> Standing | None:
    """Return how one parameter stands; None where the brand has none of that name."""
    found = work.parameters.find(key)
    return None if found is None else _standing(work, found, _grounds(work, key.brand_id, now))


def list_due(work: UnitOfWork, brand_id: int, now: int) -> tuple[ReviewState, ...]:
    """Return the parameters of a brand that somebody has to look at, the one that waits longest first."""
    found = [each.review for each in list_standings(work, brand_id, now)]
    due = [each for each in found if each is not None and each.is_due(now)]
    return tuple(sorted(due, key=lambda each: each.due_at))


def _grounds(work: UnitOfWork, brand_id: int, now: int) -> _Grounds:
    ended = {record.id: record for record in work.actions.list_ended(brand_id)}
    ledger = tuple(reversed(work.action_log.list_ledger(brand_id)))
    return _Grounds(brand_id, work.gates.find(brand_id), policy_of(work, brand_id), ended, ledger, now)


def _standing(work: UnitOfWork, parameter: Parameter, grounds: _Grounds) -> Standing:
    pins, now = work.pins.list_of(parameter.id), grounds.now
    reviews = work.pins.list_reviews(parameter.id)
    return Standing(
        parameter=parameter,
        approved=live_value(work, parameter)[1],
        pins=tuple(pin for pin in pins if pin.stands(now)),
        ended=tuple(pin for pin in pins if not pin.stands(now)),
        review=_review(work, parameter, reviews, grounds),
        reviews=reviews,
    )


def _review(
    work: UnitOfWork, parameter: Parameter, reviews: tuple[ParameterReview, ...], grounds: _Grounds
) -> ReviewState | None:
    patience = grounds.policy.review_seconds
    if not patience or work.parameters.find_lease(parameter.id) is not None:
        return None
    (_, approved), serves = live_value(work, parameter), serving_value(work, parameter, grounds.gate, grounds.now)
    if same_value(serves, parameter.base_value):
        return None
    kept = tuple(_kept(parameter.key, grounds))
    last = next((each for each in reviews if _is_answer(work, each, grounds.brand_id)), None)
    newest = work.parameters.find_live(parameter.id)
    moments = [row.at for row in kept] + [each.at for each in (last, newest) if each is not None]
    since = max(moments, default=grounds.now)
    return ReviewState(
        parameter, serves, not same_value(serves, approved), since, since + patience, brought=kept, last=last
    )


def serving_value(work: UnitOfWork, parameter: Parameter, gate: Gate, now: int) -> Value:
    """Return what serves everybody: an adjustment inside of an envelope that was kept, else what was approved last."""
    opened = opened_envelope(work, parameter, gate, now)
    return live_value(work, parameter)[1] if opened is None or opened.trial is not None else opened.value


def _kept(key: ParameterKey, grounds: _Grounds) -> Iterator[LedgerRow]:
    """What came of the changes of a parameter, or of its envelope, that were kept; the newest first."""
    keys = (key, replace(key, name=f"{key.name}{SUFFIX}"))
    for row in grounds.ledger:
        draft = grounds.ended[row.action_id].draft
        mine = ParameterKey(draft.brand_id, draft.component, draft.operation, draft.name, draft.context)
        if row.decision == KEPT and mine in keys:
            yield row


def _is_answer(work: UnitOfWork, review: ParameterReview, brand_id: int) -> bool:
    if review.action_id is None:
        return True
    return work.actions.get(brand_id, review.action_id).state not in _NO_ANSWER
