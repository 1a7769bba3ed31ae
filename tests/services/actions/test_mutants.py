"""Whether the story would notice a fault: every seeded one has to be found, and by something that must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.actions.mutant import Mutant
from tests.services.actions.mutants import MUTANTS, ROOT, tell_with

LEAST = 60
FOUND_BY = {"AssertionError", "IntegrityError"}
"""An invariant, or a key of the store that carries one; anything else may be the fault of the test."""


def test_every_fault_of_the_list_can_still_be_planted():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= LEAST
    for mutant in MUTANTS:
        text = (ROOT / mutant.file).read_text(encoding="utf-8")
        assert text.count(mutant.old) == 1, mutant.name
        compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_story_finds_a_planted_fault(mutant: Mutant, tmp_path: Path):
    told = tell_with(mutant, tmp_path)
    assert told.kind, "nothing was noticed"
    assert told.kind in FOUND_BY, told.words


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_the_source_as_it_is_passes_the_same_stories(tmp_path: Path):
    assert tell_with(None, tmp_path).kind == ""
