"""Which findings are one and the same, found again or found twice?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from learning.domain.insights import Finding, Subject, Tier

DIGEST_BYTES = 16
MOST_POSTS = 20


def fingerprint(subject: Subject) -> str:
    """Give the digest of what a finding is about.

    Args:
        subject: Kind, metric, where and what.

    Returns:
        32 hexadecimal digits (BLAKE2b, RFC 7693) of the subject's JSON, the same on every machine; the order of pairs
        plays no role, numbers and tiers do not enter.
    """
    parts = [subject.kind.value, subject.metric, sorted(subject.segment), sorted(subject.what)]
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def merge_duplicates(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Make one of the findings that are about the same.

    Args:
        findings: Of one run.

    Returns:
        In the order of first appearance. The surest stands (confirmed before worth testing, then confidence, then n),
        with the example posts and rivals of the others added to its own.
    """
    groups: dict[str, list[Finding]] = {}
    for one in findings:
        groups.setdefault(fingerprint(one.candidate.subject), []).append(one)
    return tuple(_joined(group) for group in groups.values())


def _joined(group: Sequence[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    best, *others = sorted(group, key=lambda one: (one.tier is not Tier.CONFIRMED, -one.confidence, -one.candidate.n))
    evidence = best.candidate.evidence
    posts = dict.fromkeys((*evidence.posts, *(post for one in others for post in one.candidate.evidence.posts)))
    rivals = dict.fromkeys((*evidence.rivals, *(rival for one in others for rival in one.candidate.evidence.rivals)))
    joined = replace(evidence, posts=tuple(posts)[:MOST_POSTS], rivals=tuple(rivals))
    return replace(best, candidate=replace(best.candidate, evidence=joined))
