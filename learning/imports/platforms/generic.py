"""Any table of content x time x persona x device x channel x strategy x metrics."""

from typing import Final

from learning.domain.enums import Basis
from learning.imports.platforms.template import Template, col

GENERIC: Final = Template(
    name="generic",
    platform="",
    title="Table with a mapping",
    columns=(
        col("platform", "platform", example="web"),
        col("account", "account", example="example"),
        col("content_id", "content_id", example="post-1"),
        col("title", "title", example="Hello"),
        col("published_at", "published_at", example="2026-09-14 09:00"),
        col("format", "format", example="video"),
        col("topic", "topic", example="summer"),
        col("hook", "hook", example="question"),
        col("generator", "generator", example="team"),
        col("campaign", "campaign", example="spring"),
        col("hour", "hour", example="2026-09-14 10:00", note="an hour with its date, or a column `date` instead"),
        col("persona", "persona", example="busy parents"),
        col("device", "device", example="mobile"),
        col("channel", "channel", example="organic"),
        col("strategy", "strategy", example="control"),
        col("impressions", "impressions", example="1200"),
        col("views", "views", example="800"),
        col("likes", "likes", example="21"),
        col("comments", "comments", example="3"),
        col("shares", "shares", example="5"),
        col("saves", "saves", example="2"),
        col("clicks", "clicks", example="12"),
        col("conversions", "conversions", example="1"),
        col("revenue", "revenue", example="19.90"),
        col("currency", "currency", example="EUR"),
    ),
    requires=(),
    stated_basis=Basis.ACTIVITY,
    where="any spreadsheet or program; columns may be left out, renamed and mapped",
    caveats=(
        (
            "With a date or an hour the rows are activity; contents without "
            "dates are running totals; other tables need a period."
        ),
    ),
)

TEMPLATES: Final = (GENERIC,)
