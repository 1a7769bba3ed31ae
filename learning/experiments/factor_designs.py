"""Designs that vary several things at once: their versions, and whether every combination is among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Final

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign
from learning.domain.factorial import Factor

FEWEST_FACTORS: Final = 2
MOST_COMBINATIONS: Final = 50
JOINED: Final = " + "


def cross_factors(factors: Sequence[Factor]) -> tuple[ArmDesign, ...]:
    """Make a version of every combination, in equal shares; the one with everything as today is the control.

    Args:
        factors: What varies.

    Returns:
        The versions, labelled by their levels, such as 'short + photo'.

    Raises:
        BadOption: There are fewer than two factors, or one of them cannot be varied.
    """
    _check(factors)
    today = tuple(factor.levels[0] for factor in factors)
    return tuple(
        ArmDesign(JOINED.join(levels), is_control=levels == today, levels=levels)
        for levels in product(*(factor.levels for factor in factors))
    )


def check_factors(factors: Sequence[Factor], arms: Sequence[ArmDesign]) -> None:
    """Refuse factors of which not every combination is a version, exactly once.

    Args:
        factors: What varies; () for a test of one thing.
        arms: The versions.

    Raises:
        BadOption: With what is wrong.
    """
    if not factors:
        lost = next((arm for arm in arms if arm.levels), None)
        if lost is not None:
            raise BadOption("levels", f"{lost.label}: {', '.join(lost.levels)}", "factors that they are levels of")
        return
    _check(factors)
    wanted = set(product(*(factor.levels for factor in factors)))
    given = [arm.levels for arm in arms]
    strange = next((arm for arm in arms if arm.levels not in wanted), None)
    if strange is not None:
        names = ", ".join(factor.name for factor in factors)
        raise BadOption("levels", f"{strange.label}: {', '.join(strange.levels)}", f"one level each of {names}")
    missing = wanted - set(given)
    if missing or len(given) != len(wanted):
        least = JOINED.join(min(missing)) if missing else "a combination twice"
        raise BadOption("factors", least, f"each of the {len(wanted)} combinations as a version, once")


def _check(factors: Sequence[Factor]) -> None:
    if len(factors) < FEWEST_FACTORS:
        names = ", ".join(factor.name for factor in factors)
        raise BadOption("factors", names, "two or more; a test of one thing has versions instead")
    names_seen: set[str] = set()
    for factor in factors:
        if not factor.name.strip() or factor.name in names_seen:
            raise BadOption("factor", factor.name, "a name of its own")
        names_seen.add(factor.name)
        if (
            len(factor.levels) < 2
            or len(set(factor.levels)) != len(factor.levels)
            or not all(level.strip() for level in factor.levels)
        ):
            raise BadOption("factor", f"{factor.name}={','.join(factor.levels)}", "two or more levels, each once")
    many = math.prod(len(factor.levels) for factor in factors)
    if many > MOST_COMBINATIONS:
        raise BadOption("factors", f"{many} combinations", f"at most {MOST_COMBINATIONS}: fewer factors or levels")
