"""What is known of a command before it is carried out: whether it came before, and that it was refused."""

from __future__ import annotations

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.policies import Actor
from services.actions.trail import REFUSED, Trail
from services.people import Who, actor_of


def find_earlier(work: UnitOfWork, brand: Brand, actor: Actor, *, key: str, arguments: str) -> str | None:
    """Return the stored answer to the same command of earlier, if it came before.

    Raises:
        RuleRefused: The key was used for something else.
    """
    earlier = work.action_log.find_command(brand.id, key)
    if earlier is None:
        return None
    if (earlier.actor, earlier.arguments) != (actor.pseudonym, arguments):
        raise RuleRefused(
            "key_used", f"The key {key!r} was used for another command.", "Give each command a key of its own."
        )
    return earlier.result


def note_refusal(
    store: Store,
    trail: Trail,
    brand: Brand,
    who: Who,
    *,
    command: str,
    subject: str,
    refused: RuleRefused | NotFound,
    now: int,
) -> None:
    """Write that somebody tried, in a transaction of its own: that of the attempt is rolled back."""
    with store.write() as work:
        try:
            pseudonym = actor_of(work, brand.id, who).pseudonym
        except RuleRefused:
            pseudonym = f"unknown:{trail.hide(str(who))[:16]}"
        body = {"command": command, "code": refused.code}
        trail.note(work, brand_id=brand.id, at=now, actor=pseudonym, kind=REFUSED, subject=subject, body=body)
        work.commit()
