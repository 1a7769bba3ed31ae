"""`bellwether post`: one post with what its words tell, what it got, and the earlier posts that are like it."""

from __future__ import annotations

import argparse

from learning.domain.errors import NotFound
from learning.domain.plain_values import plain_values
from learning.domain.posts import AlikePosts, PostDetail, PostRow
from services.bootstrap import services_of
from services.brands import find_brand
from services.cli.verb import Answer, Call, Verb
from services.content.alike import alike_posts
from services.content.detail import post_detail
from services.content.texts import read_keywords, read_text_space


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="NUMBER", help="number of the post, as the evidence of insights has it")


def _run(call: Call) -> Answer:
    content_id = call.options.id
    with services_of(call.settings) as services, services.store.read() as work:
        brand = find_brand(work, call.brand)
        if brand is None:
            raise NotFound("post", str(content_id))
        keywords = read_keywords(work, brand.id).get(content_id, ())
        detail = post_detail(work, brand.id, content_id, keywords=keywords)
        alike = alike_posts(work, brand.id, content_id, read_text_space(work, brand.id))
    return Answer({"post": plain_values(detail), "alike": plain_values(alike)}, "\n".join(_lines(detail, alike)))


def _lines(detail: PostDetail, alike: AlikePosts) -> list[str]:
    card, text = detail.card, detail.text
    lines = [
        f"{card.title or card.text or card.external_id} ({card.platform})",
        f"keywords: {', '.join(text.keywords) or 'none of its own'}",
        f"subject area: {text.domain or 'not told by its words'}",
        f"complexity: {'not computable' if text.complexity is None else f'{text.complexity:.2f}'}",
    ]
    for figures in detail.figures:
        told = ", ".join(f"{fact.value} {value:,.10g}" for fact, value in figures.facts.items())
        lines.append(f"lifetime totals ({figures.cut}): {told}")
    lines.append(f"earlier posts like it (of {alike.compared:,} compared): {alike.reason or len(alike.rows)}")
    lines += [
        f"  {one.likeness:.2f}  {one.row.card.title or one.row.card.text or one.row.card.external_id}: {_rate(one.row)}"
        for one in alike.rows
    ]
    return lines


def _rate(row: PostRow) -> str:
    if row.value is None:
        return "engagement rate not known"
    spread = (
        ""
        if row.low is None or row.high is None
        else f" ({row.low:.2%} to {row.high:.2%}, seen {row.exposure:,.0f} times)"
    )
    return f"engagement rate {row.value:.2%}{spread}"


POST = Verb(_configure, _run)
