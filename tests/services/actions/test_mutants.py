"""Whether the story would notice a fault: every seeded one has to be caught, and by something that must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.actions.mutants import MUTANTS, ROOT, Mutant, copy_source, plant, tell_story

EXAMPLES, STEPS = 60, 50
LEAST = 13


def test_every_fault_of_the_list_can_still_be_planted():
    assert len(MUTANTS) >= LEAST
    for mutant in MUTANTS:
        text = (ROOT / mutant.file).read_text(encoding="utf-8")
        assert text.count(mutant.old) == 1, mutant.name
        compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_story_finds_a_planted_fault(mutant: Mutant, tmp_path: Path):
    copy_source(tmp_path)
    plant(tmp_path, mutant)
    told = tell_story(tmp_path, EXAMPLES, STEPS)
    assert told, "nothing was noticed"
    assert any(sign in told for sign in ("AssertionError", "IntegrityError", "RuleRefused")), told[-2_000:]


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_the_source_as_it_is_passes_the_same_stories(tmp_path: Path):
    copy_source(tmp_path)
    assert tell_story(tmp_path, EXAMPLES, STEPS) == ""
