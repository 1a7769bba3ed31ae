"""Whether a command came before."""

from __future__ import annotations

from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.policies import Actor


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
