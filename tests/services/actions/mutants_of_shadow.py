"""Faults of mechanisms that run in shadow."""

from __future__ import annotations

from tests.services.actions.mutant import Mutant

RULES, SHADOWING = "learning/governance/shadows.py", "services/actions/shadowing.py"

OF_SHADOW = (
    Mutant(
        "what a new mechanism sets in shadow serves",
        "services/actions/adjusting.py",
        "        run = find_shadow(work, inside, mechanism, now) if mechanism else None",
        "        run = None",
    ),
    Mutant("a shadow run ends early", RULES, "    if now < run.until:", "    if now < run.began_at:"),
    Mutant(
        "a shadow run passes without data",
        RULES,
        "    if reported < run.needed:",
        "    if reported < 0:",
    ),
    Mutant(
        "a shadow run passes by what was reported before it",
        "db/repositories/shadows.py",
        "        decision.c.at >= run.began_at,",
        "        decision.c.at >= 0,",
    ),
    Mutant(
        "a mechanism that was stopped in shadow goes on",
        SHADOWING,
        "    if own is not None and own.state is not ShadowState.RUNNING:",
        "    if own is not None and own.id < 0:",
    ),
    Mutant(
        "a mechanism that is in shadow counts as one that passed",
        RULES,
        "    return run.state is ShadowState.PASSED and known is not None",
        "    return run.state is not ShadowState.STOPPED and known is not None",
    ),
    Mutant(
        "anybody lets a mechanism go on from shadow",
        SHADOWING,
        "        if not actor.active or actor.role is None or not actor.role.covers(Role.APPROVER):",
        "        if not actor.active:",
    ),
    Mutant(
        "a mechanism goes on from shadow while everything is stopped",
        SHADOWING,
        "        if gate.killed or gate.breaker_open:",
        "        if gate.breaker_open:",
    ),
)
