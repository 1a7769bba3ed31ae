"""What a note may be about: the campaigns, tests, actions, insights and newest posts of a brand, by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.experiment_records import ExperimentQuery
from learning.domain.feedback_entries import LinkKind
from services.insights.renewing import SHOWN
from services.insights.sentences import title_of

MOST_POSTS: Final = 300
MOST_OTHERS: Final = 100
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class NoteSubject:
    """One thing that a note may be about."""

    kind: LinkKind
    target: str
    """Id or name, as it stands in the link."""
    name: str
    """As a person knows it."""


def list_subjects(work: UnitOfWork, brand_id: int) -> tuple[NoteSubject, ...]:
    """Return campaigns first, then tests, insights, actions, and the newest posts."""
    tests = work.experiments.list_page(brand_id, ExperimentQuery())[:MOST_OTHERS]
    insights = work.insights.list_of(brand_id, SHOWN)[:MOST_OTHERS]
    actions = work.actions.list_of(brand_id)[:MOST_OTHERS]
    found = [(LinkKind.CAMPAIGN, name, name) for name in work.contents.list_campaign_names(brand_id)]
    found += [(LinkKind.TEST, str(one.experiment.id), one.experiment.name) for one in tests]
    found += [(LinkKind.INSIGHT, str(one.id), title_of(one.finding)) for one in insights]
    found += [(LinkKind.ACTION, str(one.id), str(one.draft.to_value)) for one in actions]
    posts = work.contents.list_newest(brand_id, MOST_POSTS)
    found += [(LinkKind.CONTENT, str(number), name) for number, name in posts]
    return tuple(NoteSubject(kind, target, _short(name)) for kind, target, name in found)


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1].rstrip()}\u2026"
