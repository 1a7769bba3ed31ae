"""What Home reads of a brand; every answer is kept as long as its versions stand."""

from __future__ import annotations

from collections.abc import Mapping

from learning.domain.brands import Brand
from learning.domain.digest import WeekDigest
from learning.domain.findings import Findings
from learning.domain.needs import Need
from learning.domain.views import News
from services.analyses.findings import latest_findings
from services.digest.week import week_digest
from services.needs import Asked, list_needs
from services.visits import news_since
from ui import reads, runtime
from ui.answers import ask, cache_key


def digest(brand: Brand, where: Mapping[str, tuple[str, ...]]) -> WeekDigest | None:
    """Return the latest week against the one before."""
    day, offered = runtime.today(brand), reads.available(brand)
    key = cache_key(brand, "digest", (day, sorted(where.items())))
    return ask(key, lambda work: week_digest(work, brand.id, offered, day, where=where))


def needs(brand: Brand) -> tuple[Need, ...]:
    """Return what waits for the person; asked anew, since an upload that is begun raises no version."""
    with runtime.services().store.read() as work:
        return list_needs(work, Asked(brand.id, runtime.who(), runtime.now(), runtime.today(brand)))


def news(brand: Brand, since: int) -> News:
    """Return what is new to the person since a moment; asked anew, since analyses end after the data changed."""
    with runtime.services().store.read() as work:
        return news_since(work, brand.id, since, who=runtime.who())


def findings(brand: Brand) -> Findings:
    """Return the latest changes of level; asked anew, since analyses end after the data changed."""
    span = reads.available(brand).span
    if span is None:
        return Findings()
    with runtime.services().store.read() as work:
        return latest_findings(work, brand.id, min(span[1], runtime.today(brand)))
