"""Peers' posts: beside own figures, never in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.figures import FigureQuery
from learning.domain.peers import PeersContext, PeersQuery
from learning.domain.posts import PostsQuery
from learning.domain.trends import ContentQuery, Scope
from services.actions.trail import Trail
from services.content.behind import posts_behind
from services.content.peers import peers_context
from services.content.ranking import content_table
from services.figures.asking import figures
from services.figures.availability import available
from services.upkeep import check
from tests.services.hand_made import HandMade, Row, make, spec
from tests.services.imports.workshop import Workshop, open_workshop

DAY = date(2026, 9, 7)
HEADER = "Post id,Platform,Account,Published at,Text,Impressions,Likes,Comments,Peer"


def export(own: int, peers: int) -> str:
    ours = [
        f"p{place},X,acme,2026-09-{7 + place % 20:02d} 10:00,Ours {place},1000,{20 + place % 5},1,no"
        for place in range(own)
    ]
    theirs = [
        f"q{place},X,rival,2026-09-{7 + place % 20:02d} 10:00,Theirs {place},50000,{2500 + place},1,yes"
        for place in range(peers)
    ]
    return "\n".join([HEADER, *ours, *theirs]) + "\n"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    with open_workshop(tmp_path) as opened:
        yield opened


def total(workshop: Workshop, metric: str = "impressions", **where: tuple[str, ...]) -> tuple[float | None, int]:
    query = FigureQuery(workshop.brand.id, date(2026, 9, 1), date(2026, 9, 30), (), where, (metric,))
    with workshop.store.read() as work:
        value = figures(work, query).rows[0].values[metric]
    return value.value, value.n


def scope_of(workshop: Workshop) -> Scope:
    return Scope(workshop.brand.id, date(2026, 9, 1), date(2026, 9, 30))


def compare(workshop: Workshop, metric: str = "engagement_rate") -> PeersContext:
    with workshop.store.read() as work:
        return peers_context(work, PeersQuery(scope_of(workshop), metric))


def test_own_totals_rates_and_lists_hold_no_post_of_a_peer(workshop: Workshop) -> None:
    workshop.commit(workshop.file("posts.csv", export(24, 12)))
    assert total(workshop) == (24_000, 24)
    assert total(workshop, "reach_per_post")[1] == 0
    assert total(workshop, platform=("x",)) == (24_000, 24)
    with workshop.store.read() as work:
        table = content_table(work, ContentQuery(scope_of(workshop), "engagement_rate", limit=99))
        behind = posts_behind(work, PostsQuery(scope_of(workshop), "likes"))
    assert {row.card.account for row in table.rows} == {"acme"}
    assert {row.card.account for row in behind.rows} == {"acme"}


def test_a_file_of_peers_alone_leaves_the_brand_without_figures(workshop: Workshop) -> None:
    workshop.commit(workshop.file("peers.csv", export(0, 12)))
    assert total(workshop)[0] is None
    with workshop.store.read() as work:
        held = available(work, workshop.brand.id)
    assert held.metrics == ()
    assert held.span is None


def test_medians_stand_beside_each_other_with_range_best_and_n(workshop: Workshop) -> None:
    workshop.commit(workshop.file("posts.csv", export(24, 12)))
    found = compare(workshop)
    (row,) = found.rows
    assert row.own is not None
    assert row.peers is not None
    assert (row.own.n, row.peers.n) == (24, 12)
    assert row.own.median == pytest.approx(0.023, abs=0.001)
    assert row.peers.median == pytest.approx(0.0501, abs=0.0002)
    assert (row.own.low or 0) <= row.own.median <= (row.own.high or 1)
    assert row.peers.best > row.own.best
    assert {post.card.account for post in found.posts} == {"rival"}
    assert found.cuts == {"x": "peers on X by post"}


def test_without_peers_it_is_said_how_they_come_in(workshop: Workshop) -> None:
    workshop.commit(workshop.file("posts.csv", export(24, 0)))
    found = compare(workshop)
    assert found.rows == ()
    assert "column 'Peer'" in (found.reason or "")


def test_peers_leave_again_with_the_undo_and_come_back_with_the_redo(workshop: Workshop) -> None:
    (report,) = workshop.commit(workshop.file("posts.csv", export(24, 12)))
    before = compare(workshop)
    assert report.batch_id is not None
    workshop.undo(report.batch_id)
    assert compare(workshop).rows == ()
    workshop.redo(report.batch_id)
    assert compare(workshop).rows == before.rows
    assert check(workshop.store, Trail(b"test")).rollups_equal_facts


def test_account_level_rows_of_a_peer_stay_apart_too(sqlite_url: str) -> None:
    made: HandMade = make(sqlite_url)
    made.put(spec("x", Basis.ACTIVITY), [Row(DAY, {Fact.IMPRESSIONS: 100, Fact.LIKES: 5})])
    made.put(
        spec("x", Basis.ACTIVITY, "peer"), [Row(DAY, {Fact.IMPRESSIONS: 90_000, Fact.LIKES: 900}, account="rival")]
    )
    with made.read() as work:
        own = figures(work, FigureQuery(made.brand_id, DAY, DAY, ("date",), {}, ("impressions",)))
        theirs = figures(work, FigureQuery(made.brand_id, DAY, DAY, ("date",), {}, ("impressions",), peers=True))
    assert [row.values["impressions"].value for row in own.rows] == [100]
    assert [row.values["impressions"].value for row in theirs.rows] == [90_000]
