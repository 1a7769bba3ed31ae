"""The texts of a brand's posts: their keywords, and the posts that are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.observations import Ints
from learning.domain.post_columns import PostColumns
from learning.insights.channels import DAY_HOURS, NOON
from learning.insights.keywords import keywords_of
from learning.insights.text_embedding import TfidfSvd, Vectors

MOST_TEXTS: Final = 10_000
"""The newest so many are read: two seconds at most."""


def joined_text(title: str, text: str) -> str:
    """Put title and text of a post together; many exports repeat one in the other."""
    return text if not title or title in text else f"{title}\n{text}".strip()


@dataclass(frozen=True, slots=True)
class TextSpace:
    """The texts of a brand's own posts as vectors; arrays share one index, in the order of publication."""

    ids: Ints
    channels: Ints
    """Number of the platform and account of each."""
    hours: Ints
    """Of publication, from 1970."""
    vectors: Vectors
    """Of length 1, zeros for a post without a word."""


def read_keywords(work: UnitOfWork, brand_id: int, *, peers: bool = False) -> Mapping[int, tuple[str, ...]]:
    """Give the keywords of the newest posts of a brand (or its peers) by content id, none of those without any."""
    columns = work.figures.list_posts(brand_id, peers=peers)
    newest = _newest(columns)
    told = keywords_of(_texts(columns, newest))
    return {one: own for one, own in zip(columns.ids[newest].tolist(), told, strict=True) if own}


def read_text_space(work: UnitOfWork, brand_id: int) -> TextSpace:
    """Give the newest own posts of a brand as the detectors of likeness see them."""
    columns = work.figures.list_posts(brand_id)
    newest = _newest(columns)
    pairs = zip(columns.texts["platform"][newest], columns.texts["account"][newest], strict=True)
    names = [f"{platform}\n{account}" for platform, account in pairs]
    channels = np.unique(names, return_inverse=True)[1].astype(np.int64) if names else np.empty(0, dtype=np.int64)
    vectors = TfidfSvd().embed(_texts(columns, newest))
    return TextSpace(columns.ids[newest], channels, _hours(columns)[newest], vectors)


def _newest(columns: PostColumns) -> Ints:
    order: Ints = np.lexsort((columns.ids, _hours(columns))).astype(np.int64)
    return order[-MOST_TEXTS:]


def _hours(columns: PostColumns) -> Ints:
    """Hour of publication; noon of a day whose hour is not known."""
    day, hour = columns.numbers["published_day"], columns.numbers["published_hour"]
    found: Ints = np.where(np.isnan(hour), day * DAY_HOURS + NOON, np.nan_to_num(hour)).astype(np.int64)
    return found


def _texts(columns: PostColumns, places: Ints) -> list[str]:
    titles, texts = columns.texts["title"][places], columns.texts["text"][places]
    return [joined_text(title, text) for title, text in zip(titles, texts, strict=True)]
