"""One post: what it says, all its figures, how they grew from export to export, and what is like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.facts import MONEY_FACTS, SECONDS_FACTS, Fact
from learning.domain.platforms import platform_name
from learning.domain.posts import Capture, PostAttributes, PostDetail, PostText, Velocity
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import MetricUnit
from ui.calendar_words import moment_words
from ui.content import reads as content_reads
from ui.content.alike_block import alike_block
from ui.content.post_words import post_words, published_moment, published_words, safe_link
from ui.exports import context_of_post, export_buttons
from ui.imports.wording import plain
from ui.numbers import count_words, value_words

SHOWN_TEXT: Final = 600
SHOWN_CAPTURES: Final = 50


def show_post(brand: Brand, content_id: int) -> None:
    """Draw one post below the list that it was picked from."""
    detail = content_reads.post_detail(brand, content_id)
    with st.container(border=True):
        st.markdown(f"**{plain(post_words(detail.card, SHOWN_TEXT))}**")
        st.caption(about_words(detail, brand.time_zone))
        st.caption(text_words(detail.text))
        link = safe_link(detail.card.permalink)
        if link:
            st.link_button("Open the post", link, icon=":material/open_in_new:", type="tertiary")
        _show_figures(detail)
        st.caption(velocity_words(detail.velocities))
        if detail.captures:
            _show_captures(brand, detail)
        if not detail.attributes.peer:
            alike_block(brand, content_id)


def about_words(detail: PostDetail, zone: str) -> str:
    """Write platform, time of publication and attributes of a post in one line."""
    card = detail.card
    moment = published_moment(card, zone)
    when = (
        f"{published_words(card)}, {moment:%H:%M} ({zone})" if isinstance(moment, datetime) else published_words(card)
    )
    parts = [platform_name(card.platform)]
    if card.account != "default":
        parts.append(f"account {card.account}")
    parts.append(f"published {when}" if card.published_day is not None else "no date of publication")
    parts += _attribute_words(card.format, detail.attributes)
    return " · ".join(plain(part) for part in parts)


def _attribute_words(form: str | None, known: PostAttributes) -> list[str]:
    named = (
        ("format", form),
        ("topic", known.topic),
        ("hook", known.hook),
        ("generator", known.generator),
        ("strategy", known.strategy),
        ("campaign", known.campaign),
    )
    words = [f"{name} {value}" for name, value in named if value]
    if known.length:
        words.append(f"length {known.length:,}")
    return [*words, "a peer's post"] if known.peer else words


def text_words(text: PostText) -> str:
    """Say what the words of a post tell: keywords, subject area and complexity, or that they do not."""
    keywords = f"Keywords: {', '.join(text.keywords)}" if text.keywords else "No keywords of its own"
    area = f"subject area {text.domain}" if text.domain else "its words name no subject area"
    complexity = (
        "complexity not computable: too few words, or a script without spaces"
        if text.complexity is None
        else f"complexity {text.complexity:.2f} of 1 (a newspaper has about 0.40)"
    )
    return plain(f"{keywords} · {area} · {complexity}")


def _show_figures(detail: PostDetail) -> None:
    for one in detail.figures:
        shown = [f"{fact_label(fact)} {fact_words(fact, value, one.currency)}" for fact, value in one.facts.items()]
        st.markdown(" · ".join(plain(part) for part in shown))
        st.caption(f"Lifetime totals as of the latest export, from {plain(one.cut)}.")
    if not detail.figures:
        st.caption("No export gives lifetime totals of this post; the table above has what happened in these days.")


def fact_label(fact: Fact) -> str:
    """Name a fact as the pages do."""
    return CATALOG[fact.value].label if fact.value in CATALOG else fact.value.replace("_", " ").capitalize()


def fact_words(fact: Fact, value: float, currency: str | None) -> str:
    """Write the value of a fact in its unit."""
    if fact in MONEY_FACTS:
        return value_words(value, MetricUnit.MONEY, currency=currency)
    unit = MetricUnit.SECONDS if fact in SECONDS_FACTS else MetricUnit.COUNT
    return value_words(value, unit, full=True)


def velocity_words(velocities: Sequence[Velocity]) -> str:
    """Say how fast interactions came in the first hours, or why that is not measured."""
    known = [one for one in velocities if one.per_hour is not None]
    if not known:
        reason = velocities[-1].reason if velocities else "there are no captures"
        return f"Interactions per hour after publication: not measured, {reason}."
    parts = [
        f"first {one.hours} h: {value_words(one.per_hour, MetricUnit.NUMBER)} an hour"
        if one.per_hour is not None
        else f"first {one.hours} h: not measured, {one.reason}"
        for one in velocities
    ]
    return f"Interactions after publication: {'; '.join(parts)}."


def _show_captures(brand: Brand, detail: PostDetail) -> None:
    facts = _held(detail.captures)
    st.caption(
        f"{count_words(len(detail.captures), 'capture')}: the running totals as each export found them."
        if len(detail.captures) > 1
        else "Captured once; the next export of this post adds a line here."
    )
    shown = detail.captures[-SHOWN_CAPTURES:]
    columns: dict[str, list[object]] = {
        "As of": [moment_words(datetime.fromtimestamp(one.captured_at, UTC), brand.time_zone) for one in shown]
    }
    columns |= {fact_label(fact): [one.facts.get(fact) for one in shown] for fact in facts}
    st.dataframe(pd.DataFrame(columns), hide_index=True, alt="Totals of this post as of each export")
    export_buttons(
        f"Captures of {post_words(detail.card, 60)}",
        ("As of (UTC)", *(fact_label(fact) for fact in facts)),
        [_capture_row(one, facts) for one in detail.captures],
        context=context_of_post(brand, detail.card),
    )


def _capture_row(one: Capture, facts: Sequence[Fact]) -> tuple[object, ...]:
    return datetime.fromtimestamp(one.captured_at, UTC), *(one.facts.get(fact) for fact in facts)


def _held(captures: Sequence[Capture]) -> tuple[Fact, ...]:
    found: set[Fact] = set()
    for one in captures:
        held: Mapping[Fact, float] = one.facts
        found.update(held)
    return tuple(fact for fact in Fact if fact in found)
