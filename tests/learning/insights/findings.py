"""Findings made by hand, for what is computed from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, Finding, InsightKind, Measured, Subject, Tier


def finding(**changes: Any) -> Finding:
    """A topic that gets 35 % more engagement (log ratio .3 with an error of .1), with anything of it changed."""
    evidence = Evidence(
        numbers={"value": 0.027, "rest": 0.02, "posts_with": 40.0, "posts_without": 160.0, "whole": 0.021}
        | changes.pop("numbers", {}),
        words=changes.pop(
            "words", {"attribute": "topic", "level": "repairs", "against": "the middle one of 12 levels"}
        ),
        posts=changes.pop("posts", (3, 1, 2)),
        first=changes.pop("first", date(2026, 3, 1)),
        last=changes.pop("last", date(2026, 5, 31)),
        rivals=changes.pop("rivals", ()),
    )
    subject = Subject(
        changes.pop("kind", InsightKind.ATTRIBUTE_EFFECT),
        changes.pop("metric", "engagement_rate"),
        changes.pop("segment", ()),
        changes.pop("what", (("attribute", "topic"), ("level", "repairs"))),
    )
    candidate = Candidate(
        detector=changes.pop("detector", "attribute_effects"),
        subject=subject,
        measured=changes.pop("measured", Measured(0.3, 0.1, 40.0)),
        n=changes.pop("n", 40),
        counted=CountedUnit.POSTS,
        evidence=evidence,
        recommendation=changes.pop("recommendation", "use_more"),
        good=changes.pop("good", True),
        opportunity=changes.pop("opportunity", 120.0),
        stake=changes.pop("stake", 0.06),
    )
    own: dict[str, Any] = {
        "tier": Tier.CONFIRMED,
        "effect": 0.3,
        "low": 0.05,
        "high": 0.7,
        "false_sign_rate": 0.02,
        "q_value": 0.01,
        "confidence": 0.98,
        "stands_above": 0.25,
    }
    return Finding(candidate, **(own | changes))
