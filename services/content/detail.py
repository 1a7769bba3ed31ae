"""One post: what is known of it, what its words tell, its lifetime totals, and how they grew between captures."""

from __future__ import annotations

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.errors import NotFound
from learning.domain.holdings import CutHolding
from learning.domain.posts import Capture, PostDetail, PostFigures, PostText
from learning.insights.domains import domain_of
from learning.metrics.velocity import velocities
from learning.stats.readability import complexity_of
from services.content.texts import joined_text


def post_detail(work: UnitOfWork, brand_id: int, content_id: int, *, keywords: tuple[str, ...] = ()) -> PostDetail:
    """Read one post of a brand; its keywords are handed in, for they come from the texts of all posts.

    Raises:
        NotFound: If the brand has no such post.
    """
    card = work.figures.read_cards([content_id]).get(content_id)
    attributes = work.figures.find_attributes(brand_id, content_id)
    if card is None or attributes is None:
        raise NotFound("post", str(content_id))
    figures: list[PostFigures] = []
    captures: tuple[Capture, ...] = ()
    for holding in work.figures.list_holdings(brand_id, peers=attributes.peer):
        if not _gives_totals(holding, card.platform):
            continue
        own = work.figures.list_captures(brand_id, holding, content_id)
        if own.captures:
            figures.append(PostFigures(holding.spec.name, Basis.LIFETIME, own.facts, own.currency or None))
            captures = max(captures, own.captures, key=len)
    published = card.published_at if card.timed else None
    text = joined_text(card.title or "", card.text or "")
    words = PostText(keywords, complexity_of(text), domain_of(text))
    return PostDetail(card, attributes, words, tuple(figures), captures, velocities(published, captures))


def _gives_totals(holding: CutHolding, platform: str) -> bool:
    spec = holding.spec
    return spec.platform == platform and spec.basis is Basis.LIFETIME and "content" in spec.dimensions
