"""Every metric that Bellwether knows, one entry each."""

from typing import Final

from learning.domain.facts import Fact
from learning.metrics.definitions import Direction, Form, Metric, MetricUnit
from learning.metrics.personalization import PERSONALIZATION_METRICS

INTERACTIONS: Final = (Fact.LIKES, Fact.COMMENTS, Fact.SHARES, Fact.SAVES)
EXPOSURE: Final = (Fact.IMPRESSIONS, Fact.VIEWS)
"""What rates are by: impressions, or views for a post or day without them."""

_VIEWS_NOTE: Final = {
    "instagram": "Meta replaced impressions by views in 2025: older exports give impressions, newer ones views.",
    "facebook": "Meta replaced impressions by views in 2025: older exports give impressions, newer ones views.",
    "youtube": "Impressions count thumbnails shown on YouTube only; views from elsewhere have no impression.",
    "tiktok": "TikTok reports views and no impressions, so rates are by views.",
}
_LIFETIME: Final = (
    "Post-level exports give the total up to the day of the export; daily exports give what happened in the period."
)


def _total(
    fact: Fact,
    label: str,
    formula: str,
    unit: MetricUnit = MetricUnit.COUNT,
    good: Direction = Direction.UP,
    *,
    caveat: str = _LIFETIME,
    platforms: dict[str, str] | None = None,
) -> Metric:
    return Metric(fact.value, label, formula, Form.TOTAL, (fact,), unit, good, caveat=caveat, platforms=platforms or {})


def _rate(
    name: str,
    label: str,
    formula: str,
    numerator: tuple[Fact, ...],
    denominator: tuple[Fact, ...] = EXPOSURE,
    *,
    unit: MetricUnit = MetricUnit.RATE,
    good: Direction = Direction.UP,
    factor: float = 1.0,
    caveat: str = "",
    platforms: dict[str, str] | None = None,
) -> Metric:
    return Metric(
        name,
        label,
        formula,
        Form.RATIO,
        numerator,
        unit,
        good,
        denominator=denominator,
        factor=factor,
        caveat=caveat,
        platforms=platforms or {},
    )


_TOTALS: Final = (
    _total(Fact.IMPRESSIONS, "Impressions", "times shown", platforms=_VIEWS_NOTE),
    Metric(
        "reach",
        "Reach",
        "different people who saw it",
        Form.UNIQUE,
        (Fact.REACH,),
        MetricUnit.COUNT,
        Direction.UP,
        caveat="One person can see several posts, on several days: reach is never added up.",
    ),
    _total(Fact.VIEWS, "Views", "plays or views", platforms=_VIEWS_NOTE),
    _total(
        Fact.ENGAGEMENTS,
        "Engagements",
        "interactions as the platform counts them",
        caveat="Platforms differ in what they count, clicks included or not; no rate here uses it.",
        platforms={"x": "X counts every click on the post too."},
    ),
    _total(Fact.LIKES, "Likes", "likes and reactions"),
    _total(Fact.COMMENTS, "Comments", "comments and replies"),
    _total(Fact.SHARES, "Shares", "shares, reposts and retweets"),
    _total(Fact.SAVES, "Saves", "saves and bookmarks"),
    _total(Fact.CLICKS, "Clicks", "clicks on links"),
    _total(Fact.PROFILE_VISITS, "Profile visits", "visits of the profile"),
    _total(
        Fact.FOLLOWS, "Follows", "new followers or subscribers", platforms={"youtube": "Subscribers gained less lost."}
    ),
    _total(Fact.CONVERSIONS, "Conversions", "conversions or key events"),
    _total(Fact.REVENUE, "Revenue", "revenue", MetricUnit.MONEY, caveat="Currencies are never added to each other."),
    _total(
        Fact.SPEND,
        "Spend",
        "amount spent",
        MetricUnit.MONEY,
        Direction.NEITHER,
        caveat="Currencies are never added to each other.",
    ),
    _total(Fact.SESSIONS, "Sessions", "visits of the site"),
    _total(Fact.BOUNCES, "Bounces", "visits that left at once", good=Direction.DOWN),
    _total(Fact.SESSION_SECONDS, "Time in sessions", "time in visits of the site", MetricUnit.SECONDS),
    _total(Fact.WATCH_SECONDS, "Watch time", "time watched", MetricUnit.SECONDS),
)

_NOT_ALL: Final = "Counts those of the interactions that the export has."

_RATIOS: Final = (
    _rate(
        "engagement_rate",
        "Engagement rate",
        "(likes + comments + shares + saves) ÷ impressions, or ÷ views where there are none",
        INTERACTIONS,
        caveat=_NOT_ALL,
        platforms=_VIEWS_NOTE | {"x": "Without clicks; X's own engagement rate counts them."},
    ),
    Metric(
        "engagement_rate_by_reach",
        "Engagement rate by reach",
        "(likes + comments + shares + saves) ÷ reach, for one post at a time",
        Form.RATIO_OF_ONE,
        INTERACTIONS,
        MetricUnit.RATE,
        Direction.UP,
        denominator=(Fact.REACH,),
        caveat="Reach cannot be added over posts, so there is no total of this rate.",
    ),
    Metric(
        "reach_per_post",
        "Reach per post",
        "the mean over posts of the different people each one reached",
        Form.PER_POST,
        (Fact.REACH,),
        MetricUnit.COUNT,
        Direction.UP,
        caveat="A mean over posts, not the number of people reached by all of them.",
    ),
    _rate("save_rate", "Save rate", "saves ÷ impressions, or ÷ views where there are none", (Fact.SAVES,)),
    _rate("comment_rate", "Comment rate", "comments ÷ impressions, or ÷ views where there are none", (Fact.COMMENTS,)),
    _rate("share_rate", "Share rate", "shares ÷ impressions, or ÷ views where there are none", (Fact.SHARES,)),
    _rate(
        "click_through_rate",
        "Click-through rate",
        "link clicks ÷ impressions, or ÷ views where there are none",
        (Fact.CLICKS,),
        caveat="Exports differ in which clicks they count.",
    ),
    _rate(
        "conversion_rate",
        "Conversion rate",
        "conversions ÷ clicks, or ÷ sessions where there are no clicks",
        (Fact.CONVERSIONS,),
        (Fact.CLICKS, Fact.SESSIONS),
        caveat="One visit can convert more than once, so it can pass 100 %.",
    ),
    _rate(
        "profile_visit_rate",
        "Profile-visit rate",
        "profile visits ÷ impressions, or ÷ views where there are none",
        (Fact.PROFILE_VISITS,),
    ),
    _rate(
        "follows_per_visit",
        "Follows per profile visit",
        "new follows ÷ profile visits",
        (Fact.FOLLOWS,),
        (Fact.PROFILE_VISITS,),
        caveat="People also follow without a visit of the profile, so it can pass 100 %.",
    ),
    _rate(
        "follows_per_1000_impressions",
        "Follows per 1,000 impressions",
        "new follows ÷ impressions, or ÷ views where there are none, x 1,000",
        (Fact.FOLLOWS,),
        unit=MetricUnit.NUMBER,
        factor=1000.0,
    ),
    _rate(
        "revenue_per_session",
        "Revenue per session",
        "revenue ÷ sessions",
        (Fact.REVENUE,),
        (Fact.SESSIONS,),
        unit=MetricUnit.MONEY,
    ),
    _rate(
        "bounce_rate",
        "Bounce rate",
        "bounces ÷ sessions",
        (Fact.BOUNCES,),
        (Fact.SESSIONS,),
        good=Direction.DOWN,
        platforms={
            "ga4": "In GA4 a bounce is a session that was not engaged; Universal Analytics counted one-page visits."
        },
    ),
    _rate(
        "average_session_seconds",
        "Average session",
        "time in sessions ÷ sessions",
        (Fact.SESSION_SECONDS,),
        (Fact.SESSIONS,),
        unit=MetricUnit.SECONDS,
    ),
    _rate(
        "average_watch_seconds",
        "Average watch time",
        "watch time ÷ views",
        (Fact.WATCH_SECONDS,),
        (Fact.VIEWS,),
        unit=MetricUnit.SECONDS,
    ),
    _rate(
        "cost_per_conversion",
        "Cost per conversion",
        "spend ÷ conversions",
        (Fact.SPEND,),
        (Fact.CONVERSIONS,),
        unit=MetricUnit.MONEY,
        good=Direction.DOWN,
    ),
    _rate(
        "return_on_spend",
        "Return on spend",
        "revenue ÷ spend",
        (Fact.REVENUE,),
        (Fact.SPEND,),
        unit=MetricUnit.NUMBER,
        caveat="Revenue as the platform attributes it.",
    ),
)

CATALOG: Final = {metric.name: metric for metric in (*_TOTALS, *_RATIOS, *PERSONALIZATION_METRICS)}
"""Name -> metric, in the order in which a page lists them."""
