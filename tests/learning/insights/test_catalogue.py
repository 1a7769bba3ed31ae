"""The catalogue of detectors."""

from __future__ import annotations

from pathlib import Path

import learning.insights.detectors
from learning.domain.insights import InsightKind
from learning.insights.catalogue import DETECTORS


def test_every_file_of_a_detector_has_its_line() -> None:
    (folder,) = map(Path, learning.insights.detectors.__path__)
    files = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert files == {type(one).__module__.rsplit(".", 1)[1] for one in DETECTORS}


def test_names_are_unique_and_kinds_are_known() -> None:
    names = [one.name for one in DETECTORS]
    assert len(set(names)) == len(names)
    assert all(one.kind in InsightKind for one in DETECTORS)
