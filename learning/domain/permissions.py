"""What people do outside of the machine of actions, and which role it takes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from learning.domain.policies import Role


class Permission(StrEnum):
    """One kind of writing; the audit trail names a refused attempt by it."""

    OWN_VIEW = "own_view"
    """Keep a view for oneself, and open the result of a test without a guess."""
    SHARED_VIEW = "shared_view"
    NOTE = "note"
    GOAL = "goal"
    LEARNING = "learning_settings"
    """What counts, and how insights are looked for."""
    IMPORT = "import"
    """Import files, take an import back, and import it again."""
    DEMO = "demo_brand"
    INSIGHT = "insight"
    """Decide about an insight, and lift a dismissal."""
    FEEDBACK = "feedback"
    """Enter, correct, merge, answer and remove notes of customers, and decide what is made of them."""
    TEST = "ab_test"
    PREDICTION = "prediction"
    ALERT = "alert"
    CHANNEL = "channel"
    JOB = "job"
    """Let a job of the system run, wait, or run at another interval."""
    PARAMETER = "parameter"
    PIN = "pin"
    """Hold a parameter where it is, let go of it, and look at what was changed for good."""
    PEOPLE = "people"
    POLICY = "policy"


ROLE_FOR: Final[Mapping[Permission, Role]] = {
    Permission.OWN_VIEW: Role.VIEWER,
    Permission.SHARED_VIEW: Role.MARKETER,
    Permission.NOTE: Role.MARKETER,
    Permission.GOAL: Role.MARKETER,
    Permission.LEARNING: Role.MARKETER,
    Permission.IMPORT: Role.MARKETER,
    Permission.DEMO: Role.MARKETER,
    Permission.INSIGHT: Role.MARKETER,
    Permission.FEEDBACK: Role.MARKETER,
    Permission.TEST: Role.MARKETER,
    Permission.PREDICTION: Role.MARKETER,
    Permission.ALERT: Role.MARKETER,
    Permission.CHANNEL: Role.MARKETER,
    Permission.JOB: Role.ADMINISTRATOR,
    Permission.PARAMETER: Role.ADMINISTRATOR,
    Permission.PIN: Role.MARKETER,
    Permission.PEOPLE: Role.ADMINISTRATOR,
    Permission.POLICY: Role.ADMINISTRATOR,
}
"""The least role that each takes; what a role may do about actions stands in `learning/governance/transitions.py`."""
