"""What can be said of a context, and what was asked for of it."""

from __future__ import annotations

from collections.abc import Mapping

from learning.domain.errors import BadOption
from learning.models.arms.columns import FEWEST_OF_A_LEVEL
from learning.models.arms.model import ArmModel


def offered_contexts(model: ArmModel) -> dict[str, tuple[str, ...]]:
    """Return what a model learned of contexts: name -> levels."""
    found: dict[str, tuple[str, ...]] = {}
    for name, level in model.columns.levels:
        found[name] = (*found.get(name, ()), level)
    return found


def read_context(
    offered: Mapping[str, tuple[str, ...]], wanted: Mapping[str, str], units: str
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Read what is asked for; a level that was not learned counts as not told, and is noted.

    Args:
        offered: Name -> levels that are learned from.
        wanted: What was asked for.
        units: What tells of contexts: decisions, posts.

    Raises:
        BadOption: Something that none of them tells.
    """
    context: dict[str, str] = {}
    notes: list[str] = []
    for name, value in wanted.items():
        if name not in offered:
            known = ", ".join(offered) or "nothing: there is no more that is told"
            raise BadOption("--context", f"{name}={value}"[:40], f"of {known}")
        level = next((one for one in offered[name] if one.casefold() == value.strip().casefold()), None)
        if level is None:
            notes.append(
                f"{name} {value.strip()!r} was told by fewer than {FEWEST_OF_A_LEVEL} {units} and counts as not told; "
                f"learned of are {', '.join(offered[name])}"
            )
        else:
            context[name] = level
    return context, tuple(notes)
