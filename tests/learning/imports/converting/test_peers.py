"""Rows about somebody else are kept in cuts of their own."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.enums import Basis, Role, Unit
from learning.domain.facts import SCALE, Fact
from learning.imports.converting.converter import Converter
from learning.imports.converting.peers import is_peer
from tests.learning.imports.converting.test_converter import IMPRESSIONS, NOW, POST, TEXT, plan_of

PEER = ("Peer", "peer", Role.ATTRIBUTE, Unit.TEXT)


@pytest.mark.parametrize("text", ["", " ", "no", "NO", "0", "false", "own", "Nein", "não", "—", "n/a", "自社", None])
def test_blanks_and_words_for_no_are_own(text: str | None) -> None:
    assert not is_peer(text)


@pytest.mark.parametrize("text", ["yes", "1", "TRUE", "peer", "ja", "Competitor", "Rival & Sons"])
def test_a_yes_or_the_name_of_a_competitor_is_a_peer(text: str) -> None:
    assert is_peer(text)


def test_rows_of_peers_become_a_cut_of_their_own_and_still_count_as_read() -> None:
    plan = plan_of(POST, TEXT, PEER, IMPRESSIONS, basis=Basis.LIFETIME)
    rows = [("1", "ours", "no", "10"), ("2", "theirs", "yes", "500"), ("3", "ours", "", "20")]
    found = Converter(plan, now=NOW, secret=b"secret").convert(np.arange(2, 5), rows)
    parts = {spec.dimensions: chunk for spec, chunk in found.parts}
    assert set(parts) == {("content",), ("content", "peer")}
    assert parts["content",].facts[Fact.IMPRESSIONS].tolist() == [10 * SCALE, 20 * SCALE]
    assert parts["content", "peer"].facts[Fact.IMPRESSIONS].tolist() == [500 * SCALE]
    assert [content.peer for content in parts["content", "peer"].contents] == [True]
    assert found.rows == 3
    assert found.totals["impressions"] == 530 * SCALE


def test_the_cut_of_peers_says_so_in_its_name() -> None:
    plan = plan_of(POST, TEXT, PEER, IMPRESSIONS, basis=Basis.LIFETIME)
    found = Converter(plan, now=NOW, secret=b"secret").convert(np.arange(2, 3), [("2", "theirs", "yes", "500")])
    assert [spec.name for spec, _ in found.parts] == ["peers on Web by post"]
