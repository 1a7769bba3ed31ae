"""The canonical fields: what a column can be taken for, and what `--map COLUMN=FIELD` accepts."""

import difflib
import re
from dataclasses import dataclass
from typing import Final

from learning.domain.enums import MeasureKind, Role, Unit
from learning.domain.errors import BadMapping
from learning.domain.facts import EXTRA_PREFIX, MONEY_FACTS, SECONDS_FACTS, Fact

DIMENSION_PREFIX: Final = "dimension."
ATTRIBUTE_PREFIX: Final = "attribute."
"""Prefix of a text column that is kept among the extras of a content (`attribute.<slug>`)."""
VALUE_FIELD: Final = "value"
"""The one number column of a table whose metric is named outside of the header (a title, a file name)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A thing that a column can hold."""

    name: str
    role: Role
    unit: Unit
    description: str
    kind: MeasureKind = MeasureKind.ADDITIVE


def _field(name: str, role: Role, unit: Unit, description: str) -> Field:
    return Field(name, role, unit, description)


_ATTRIBUTES: Final = (
    _field("title", Role.ATTRIBUTE, Unit.TEXT, "title of the content"),
    _field("text", Role.ATTRIBUTE, Unit.TEXT, "text, caption or description of the content"),
    _field(
        "permalink",
        Role.ATTRIBUTE,
        Unit.IDENTIFIER,
        "address of the content; its id is taken from it where there is no id",
    ),
    _field("published_at", Role.ATTRIBUTE, Unit.DATETIME, "when the content was published"),
    _field("format", Role.ATTRIBUTE, Unit.TEXT, "kind of content: image, reel, video, link, ..."),
    _field("topic", Role.ATTRIBUTE, Unit.TEXT, "what the content is about"),
    _field("hook", Role.ATTRIBUTE, Unit.TEXT, "how the content opens"),
    _field("generator", Role.ATTRIBUTE, Unit.TEXT, "who or what made the content"),
    _field("campaign", Role.ATTRIBUTE, Unit.TEXT, "campaign that the content or the numbers belong to"),
    _field("length", Role.ATTRIBUTE, Unit.DURATION, "seconds of a video, characters of a text"),
    _field("peer", Role.ATTRIBUTE, Unit.TEXT, "yes where the content is somebody else's"),
)
_TIMES: Final = (
    _field("date", Role.TIME, Unit.DATE, "the day in which it happened"),
    _field(
        "hour", Role.TIME, Unit.DATETIME, "the hour in which it happened: with its date, or 0-23 beside a date column"
    ),
    _field("time", Role.TIME, Unit.DATETIME, "the moment in which it happened"),
    _field("nth_day", Role.TIME, Unit.NUMBER, "days since the first day of the file's period, from 0"),
    _field("week", Role.TIME, Unit.DATE, "first day of the week that the row totals"),
    _field("month", Role.TIME, Unit.DATE, "month that the row totals"),
    _field("period_start", Role.TIME, Unit.DATE, "first day that the row totals"),
    _field("period_end", Role.TIME, Unit.DATE, "last day that the row totals"),
    _field("captured_at", Role.TIME, Unit.DATETIME, "moment as of which the numbers stand"),
)
_SEGMENTS: Final = (
    _field("persona", Role.DIMENSION, Unit.TEXT, "persona or audience"),
    _field("device", Role.DIMENSION, Unit.TEXT, "device: desktop, mobile, tablet"),
    _field("channel", Role.DIMENSION, Unit.TEXT, "channel of the traffic"),
    _field("strategy", Role.DIMENSION, Unit.TEXT, "strategy by which the content was chosen or shown"),
)
_OTHERS: Final = (
    _field("content_id", Role.CONTENT_ID, Unit.IDENTIFIER, "the platform's id of the content"),
    _field("account", Role.ACCOUNT, Unit.TEXT, "handle, page or id of the account"),
    _field("platform", Role.ATTRIBUTE, Unit.TEXT, "platform of the row, in files that mix platforms"),
    _field("currency", Role.CURRENCY, Unit.TEXT, "currency of the row's amounts"),
    _field("ignore", Role.IGNORED, Unit.TEXT, "leave the column out"),
    _field(VALUE_FIELD, Role.MEASURE, Unit.NUMBER, "the number of a table whose title names the metric"),
)
_NAMED: Final = (
    "country",
    "city",
    "region",
    "age",
    "gender",
    "traffic_source",
    "query",
    "page",
    "page_title",
    "landing_page",
    "screen",
    "hostname",
    "event",
    "item",
    "language",
    "browser",
    "operating_system",
    "subscription_status",
    "source_medium",
    "source",
    "medium",
    "ad_group",
    "ad_set",
    "keyword",
    "placement",
    "publisher_platform",
    "board",
    "network",
    "search_appearance",
    "interest",
    "content_type",
    "playback_location",
    "first_user_channel",
    "new_or_returning",
    "campaign_type",
    "year",
    "cohort",
)

FACT_DESCRIPTIONS: Final[dict[Fact, str]] = {
    Fact.IMPRESSIONS: "times shown (deliveries of a mail)",
    Fact.REACH: "distinct people or accounts reached",
    Fact.VIEWS: "views or plays of a video, views of a page, opens of a mail",
    Fact.ENGAGEMENTS: "all interactions, as the platform counts them",
    Fact.LIKES: "likes, reactions, favourites",
    Fact.COMMENTS: "comments and replies",
    Fact.SHARES: "shares, reposts, retweets",
    Fact.SAVES: "saves and bookmarks",
    Fact.CLICKS: "clicks on a link",
    Fact.PROFILE_VISITS: "visits to the profile or page",
    Fact.FOLLOWS: "follows or subscriptions gained (net of lost ones where the platform says so)",
    Fact.CONVERSIONS: "conversions, key events, orders, results",
    Fact.REVENUE: "revenue",
    Fact.SPEND: "money spent on ads",
    Fact.SESSIONS: "sessions or visits of a site",
    Fact.BOUNCES: "sessions that left at once",
    Fact.SESSION_SECONDS: "time in sessions",
    Fact.WATCH_SECONDS: "time watched",
}


def _fact_unit(fact: Fact) -> Unit:
    if fact in MONEY_FACTS:
        return Unit.MONEY
    return Unit.SECONDS if fact in SECONDS_FACTS else Unit.COUNT


FIELDS: Final[dict[str, Field]] = {
    field.name: field
    for field in (
        *_OTHERS,
        *_ATTRIBUTES,
        *_TIMES,
        *_SEGMENTS,
        *(_field(name, Role.DIMENSION, Unit.TEXT, name.replace("_", " ")) for name in _NAMED),
        *(_field(fact.value, Role.FACT, _fact_unit(fact), text) for fact, text in FACT_DESCRIPTIONS.items()),
    )
}
"""Every field with a fixed name; `extra.<slug>`, `dimension.<name>` and `attribute.<name>` are open families."""

_NAME: Final = re.compile(r"[^\W_][\w]*")


def find_field(name: str) -> Field | None:
    """The field of a name, or None where there is none.

    Args:
        name: 'impressions', 'country', 'extra.<slug>', 'dimension.<name>', 'attribute.<name>', ...

    Returns:
        The field; a name of `dimension.` comes back without its prefix.
    """
    if name in FIELDS:
        return FIELDS[name]
    for prefix, role, unit in (
        (EXTRA_PREFIX, Role.MEASURE, Unit.NUMBER),
        (DIMENSION_PREFIX, Role.DIMENSION, Unit.TEXT),
        (ATTRIBUTE_PREFIX, Role.ATTRIBUTE, Unit.TEXT),
    ):
        rest = name.removeprefix(prefix)
        if rest != name and _NAME.fullmatch(rest):
            known = FIELDS.get(rest)
            if role is Role.DIMENSION:
                return (
                    known if known and known.role is Role.DIMENSION else Field(rest, role, unit, rest.replace("_", " "))
                )
            return Field(name, role, unit, rest.replace("_", " "))
    return None


def get_field(name: str) -> Field:
    """The field of a name.

    Args:
        name: as for `find_field`.

    Returns:
        The field.

    Raises:
        BadMapping: no such field; the message lists near names.
    """
    field = find_field(name)
    if field is None:
        near = difflib.get_close_matches(name, FIELDS, n=4, cutoff=0.5)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        raise BadMapping(
            f"There is no field {name!r}.",
            f"{hint}Other numbers go to extra.<name>, groupings to dimension.<name>, texts to attribute.<name>.",
        )
    return field
