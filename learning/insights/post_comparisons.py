"""Levels of attributes of posts compared on every metric, for the detectors that look for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from learning.domain.insights import Candidate
from learning.insights.brand_data import BrandData
from learning.insights.level_comparisons import compare_levels
from learning.insights.level_design import WEEKDAY, ForRows, lay_out
from learning.insights.level_evidence import Detection, LevelEvidence, LevelParts
from learning.insights.post_attributes import Levels, as_texts, is_needed_for, number_levels
from learning.insights.post_outcomes import known_metrics, read_outcomes

PLACES: Final = ("platform", "account", "campaign")
"""Attributes that are held alike and named as rivals, never compared: what is counted differs from place to place."""


def places(posts: pd.DataFrame) -> Mapping[str, Levels]:
    """Give the attributes that say where a post stands."""
    return number_levels({name: as_texts(posts[name]) for name in PLACES})


def beside_place(adjusted: Mapping[str, Levels]) -> Mapping[str, Levels]:
    """Leave out platform and account: the columns of place hold them alike already."""
    return {name: levels for name, levels in adjusted.items() if name not in ("platform", "account")}


def compare_posts(
    data: BrandData,
    posts: pd.DataFrame,
    compared: Mapping[str, Levels],
    adjusted: Mapping[str, Levels],
    detection: Detection,
) -> Sequence[Candidate]:
    """Compare levels on every metric of the brand.

    Args:
        data: What the run looks at.
        posts: Posts that may be learned from.
        compared: Attribute -> level of each of these posts.
        adjusted: Attributes that are only held alike, 'platform' among them.
        detection: Under which name.

    Returns:
        Candidates by metric, attribute and level; none of an attribute that the metric cannot do without.
    """
    found: list[Candidate] = []
    every, apart = {**compared, **beside_place(adjusted)}, WEEKDAY not in compared
    designs = ForRows(lambda rows: lay_out(posts, rows, every, weekdays=apart))
    parts = ForRows(lambda rows: LevelParts(posts, rows, {**compared, **adjusted}))
    for metric in known_metrics(data.metrics):
        outcomes = read_outcomes(metric, posts)
        if outcomes is None:
            continue
        told = compare_levels(outcomes, designs.of(outcomes.rows), compared)
        contrasts = [one for one in told if not is_needed_for(one.attribute, metric)]
        if contrasts:
            evidence = LevelEvidence(outcomes, parts.of(outcomes.rows))
            found.extend(evidence.candidate(one, detection) for one in contrasts)
    return found
