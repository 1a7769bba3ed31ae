from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionDraft, ActionState, ExpectedEffect, GuardrailMargin
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.policies import Actor
from learning.governance.digest import digest_of
from services.actions.drafting import draft_action
from services.actions.trail import Trail
from tests.services.imports.workshop import Workshop, open_workshop

DRAFT = ActionDraft(
    brand_id=1,
    component="content",
    operation="set",
    name="hook",
    from_value="story",
    to_value="question",
    reason="It did better.",
    evidence="experiment:1:decision:1",
    analysis_version="1.1",
    expected=ExpectedEffect("clicks", 0.04, 0.12),
    author="ada",
    created_at=1,
    command_key="k",
    context={"persona": "Busy parents", "device": "mobile"},
    guardrails=(GuardrailMargin("unsubscribes", 0.1),),
)

TRAIL = Trail(b"test")
ADA = Actor("ada", "person:ada")


@pytest.fixture
def workshop(tmp_path: Path, any_database_url: str) -> Iterator[Workshop]:
    with open_workshop(tmp_path, any_database_url) as opened:
        yield opened


def test_a_draft_is_written_once_however_often_the_command_comes(workshop: Workshop):
    with workshop.store.write() as work:
        first = draft_action(work, DRAFT, TRAIL, ADA)
        again = draft_action(work, replace(DRAFT, created_at=99), TRAIL, ADA)
        work.commit()
    assert first.id == again.id
    assert (first.state, first.draft, first.digest) == (ActionState.DRAFT, DRAFT, digest_of(DRAFT))
    with workshop.store.write() as work, pytest.raises(Refused):
        draft_action(work, replace(DRAFT, to_value="number"), TRAIL, ADA)
    with workshop.store.read() as work:
        assert work.actions.get(1, first.id) == first
        assert work.actions.list_by_evidence(1, DRAFT.evidence) == (first,)
        with pytest.raises(NotFound):
            work.actions.get(2, first.id)


def test_the_digest_names_what_is_proposed_and_nothing_else():
    turned = replace(DRAFT, context=dict(reversed(DRAFT.context.items())), author="bob", created_at=7, command_key="z")
    assert digest_of(turned) == digest_of(DRAFT)
    for change in ({"to_value": "x"}, {"holdout": 0.2}, {"reason": "x"}, {"guardrails": ()}, {"ramp": (1.0,)}):
        assert digest_of(replace(DRAFT, **change)) != digest_of(DRAFT)


@pytest.mark.parametrize(
    "change",
    [
        {"component": " "},
        {"to_value": "story"},
        {"holdout": 0.9},
        {"ramp": ()},
        {"ramp": (0.5, 0.1, 1.0)},
        {"ramp": (0.1, 0.5)},
        {"expected": ExpectedEffect("clicks", float("nan"), None)},
        {"guardrails": (GuardrailMargin("x", 2.0),)},
    ],
)
def test_a_draft_that_could_never_be_approved_is_refused(workshop: Workshop, change):
    with workshop.store.write() as work, pytest.raises(BadOption):
        draft_action(work, replace(DRAFT, **change), TRAIL, ADA)
