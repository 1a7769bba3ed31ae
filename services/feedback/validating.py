"""Whether the versions that read notes still do better than the rule that comes along, on corrections made since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.feedback import Label, ModelVersion
from learning.models.feedback.gate import FEWEST_CORRECTIONS, Comparison, compare
from learning.models.feedback.judging import judge_notes
from services.callers import Caller
from services.feedback.correcting import MOST_CORRECTIONS, SEED, lesson_of, use_version
from services.feedback.reading import models_of


@dataclass(frozen=True, slots=True)
class Validated:
    """A live version beside the rule, on corrections that it has not learned from."""

    label: Label
    version: ModelVersion
    unseen: int
    """Corrections that came since it learned."""
    result: Comparison | None
    """The rule as the candidate against the version as the live one; None from too few corrections."""

    @property
    def rule_is_better(self) -> bool:
        """By the gate that the version had to pass itself."""
        return self.result is not None and self.result.goes_live

    @property
    def words(self) -> str:
        """How it stands, in a line of a history."""
        name = f"{self.label.value} version {self.version.version}"
        if self.result is None:
            return f"{name}: {self.unseen} new corrections, judged from {FEWEST_CORRECTIONS} on"
        scores = f"F1 {self.result.live_f1:.2f} against {self.result.candidate_f1:.2f} by the shipped rule"
        verdict = "the rule does better" if self.rule_is_better else "it stays"
        return f"{name}: {scores} on {self.unseen} new corrections, {verdict}"


def validate_versions(store: Store, brand: Brand) -> tuple[Validated, ...]:
    """Judge each live version of a brand; a label that the rule reads is not among them."""
    with store.read() as work:
        live = work.feedback_models.find_live(brand.id)
        rules = work.feedback_parts.list_theme_rules(brand.id)
        known = {
            label: work.feedback_models.list_corrections(brand.id, label, newest=MOST_CORRECTIONS) for label in live
        }
    found: list[Validated] = []
    for label, version in live.items():
        lesson = lesson_of(label, known[label], live, rules)
        places = lesson.unseen
        result = None
        if len(places) >= FEWEST_CORRECTIONS:
            felt = [lesson.felt[place] for place in places]
            by_rule, by_version = (
                lesson.by_hand([one.told(label) for one in judge_notes(felt, models)], places)
                for models in ({}, models_of(live))
            )
            told = [lesson.told[place] for place in places]
            result = compare(label, told, by_rule, by_version, np.random.default_rng(SEED))
        found.append(Validated(label, version, len(places), result))
    return tuple(found)


def deploy_versions(store: Store, brand: Brand, *, who: Caller) -> tuple[Validated, ...]:
    """Take back to the rule what no longer does as well; return how each live version stood.

    A version went live by doing better than what read before; here it is held against the rule once more, with the
    corrections that came since.
    """
    found = validate_versions(store, brand)
    for one in found:
        if one.rule_is_better:
            use_version(store, brand, one.label, None, who=who)
    return found
