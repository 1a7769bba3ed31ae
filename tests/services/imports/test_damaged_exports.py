"""Exports damaged in every way that mail, spreadsheets and haste damage them: an answer in words, and a sound store."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from learning.imports.empty_templates import empty_template, list_templates
from learning.simulation.simulate import simulate
from learning.simulation.world import WorldName
from services.actions.trail import Trail
from services.upkeep import check
from tests.services.imports.workshop import Workshop

Damage = Callable[[bytes, random.Random], bytes]


def _shuffled(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.randbytes(20) + content[place:]


DAMAGES: dict[str, Damage] = {
    "cut off": lambda content, chance: content[: chance.randrange(1, len(content))],
    "semicolons": lambda content, _: content.replace(b",", b";"),
    "no header": lambda content, _: b"\n".join(content.split(b"\n")[1:]),
    "shuffled": _shuffled,
    "spoilt": _spoilt,
    "utf-16": lambda content, _: content.decode("utf-8-sig").encode("utf-16"),
    "no quotes": lambda content, _: content.replace(b'"', b""),
    "twice in one file": lambda content, _: content + b"\n" + content,
    "blank lines": lambda content, _: content.replace(b"\n", b"\r\n\r\n"),
}


@pytest.fixture(scope="module")
def exports() -> dict[str, bytes]:
    """The empty templates with their example rows, and the small exports of a simulated brand."""
    drawn = simulate(WorldName.DEMO, 6, date(2026, 9, 1), 6, posts_per_day=1.0).exports
    found = {export.name: export.text.encode() for export in drawn}
    return found | {f"{each.name}.csv": empty_template(each.name).encode() for each in list_templates()}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_export_gets_an_answer_and_harms_nothing(
    workshop: Workshop, exports: dict[str, bytes], damage: str
) -> None:
    chance = random.Random(damage)
    for name in chance.sample(sorted(exports), 12):
        path = workshop.file(name, DAMAGES[damage](exports[name], chance))
        for report in (*workshop.preview(path), *workshop.commit(path)):
            assert report.error is None or (report.error.message and report.error.fix)
            for table in report.tables:
                assert table.rows_read == sum(table.outcomes.values())
    assert check(workshop.store, Trail(b"test")).rollups_equal_facts
