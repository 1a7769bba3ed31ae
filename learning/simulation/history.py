"""What came of the posts: hour by hour, persona by persona, device by device."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.simulation.posts import calendar, draw_posts
from learning.simulation.seasons import Floats, daily_activity, hourly_activity
from learning.simulation.vocabulary import DEVICES, PERSONAS, STRATEGIES
from learning.simulation.world import LEVELS, Attribute, World

Ints = NDArray[np.int64]

ACTIVITY_COLUMNS: Final = (
    "post",
    "day",
    "hour",
    "persona",
    "device",
    "strategy",
    "impressions",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "profile_visits",
    "follows",
    "sessions",
    "bounces",
    "session_seconds",
    "conversions",
    "revenue",
)
"""`post` is a row of the posts frame; `day` and `hour` are local; one row per post, hour, persona, device, strategy."""

LIFE_HOURS: Final = 30
"""Hours after publication in which a post is shown."""
_DECAY_HOURS: Final = 6.0
_DISPERSION: Final = 3.0
_REACH: Final = {"instagram": 1500.0, "x": 1100.0, "linkedin": 700.0, "mail": 900.0}
_DEVICE_SHARE: Final = np.array((0.66, 0.26, 0.08))
_PERSONA_SHARE: Final = np.array((0.3, 0.28, 0.24, 0.18))
_RATES: Final = {
    "likes": 0.0095,
    "comments": 0.0012,
    "shares": 0.0016,
    "saves": 0.0026,
    "clicks": 0.012,
    "profile_visits": 0.004,
}
_FOLLOW_RATE, _SESSION_RATE, _BOUNCE_RATE, _CONVERSION_RATE = 0.09, 0.82, 0.46, 0.025
_ORDER_VALUE, _LATEST_CONVERSION_DAYS = 54.0, 14


@dataclass(frozen=True, slots=True)
class History:
    """A drawn history: the world it came from, its first day, the posts and what came of them."""

    world: World
    first: date
    days: int
    posts: pd.DataFrame
    """POST_COLUMNS."""
    activity: pd.DataFrame
    """ACTIVITY_COLUMNS."""
    post_effects: Floats
    """Each post's own random effect on the log scale (posts,): part of the truth."""


def _level_index(frame: pd.DataFrame, attribute: Attribute) -> Ints:
    levels = {level: place for place, level in enumerate(LEVELS[attribute])}
    index: Ints = frame[attribute.value].map(levels).to_numpy(dtype=np.int64)
    return index


def log_lift(world: World, levels: dict[Attribute, Ints], day: Ints) -> Floats:
    """The sum of all planted effects, on the log scale.

    Args:
        world: the world.
        levels: attribute -> index of its level, all of one length.
        day: day numbers of the same length; from the swap's day on two levels have exchanged their effects.

    Returns:
        Array of that length; 0 where nothing is planted.
    """
    total: Floats = np.zeros(day.shape)
    for effect in world.effects:
        hit = np.ones(day.shape, dtype=bool)
        for attribute, level in effect.levels:
            hit &= _swapped(world, attribute, levels[attribute], day) == LEVELS[attribute].index(level)
        total += hit * effect.log_lift
    return total


def _swapped(world: World, attribute: Attribute, index: Ints, day: Ints) -> Ints:
    swap = world.swap
    if swap is None or swap.attribute is not attribute:
        return index
    one, other = LEVELS[attribute].index(swap.one), LEVELS[attribute].index(swap.other)
    exchanged = np.where(index == one, other, np.where(index == other, one, index))
    return np.where(day >= swap.day, exchanged, index)


def _impressions(
    world: World,
    first: date,
    posts: pd.DataFrame,
    effects: Floats,
    *,
    days: int,
    rng: np.random.Generator,
) -> Ints:
    """Impressions per (post, hour of life, persona, device): negative binomial around decay x activity x reach."""
    horizon = days + LIFE_HOURS // 24 + 1
    by_day = daily_activity(calendar(first, horizon), world.yearly_growth)
    hour_share = hourly_activity() * 24.0
    at = posts["day"].to_numpy()[:, None] * 24 + posts["hour"].to_numpy()[:, None] + np.arange(LIFE_HOURS)
    activity = by_day[at // 24] * hour_share.T[at % 24]
    decay = np.exp(-np.arange(LIFE_HOURS) / _DECAY_HOURS)
    reach = posts["platform"].map(_REACH).to_numpy(dtype=np.float64) * np.exp(0.4 * effects)
    reach = reach * _event_factor(world, posts)
    mean = (
        reach[:, None, None, None]
        * (decay / decay.sum())[None, :, None, None]
        * (activity * _PERSONA_SHARE)[:, :, :, None]
        * _DEVICE_SHARE
    )
    shown: Ints = rng.poisson(mean * rng.gamma(_DISPERSION, 1.0 / _DISPERSION, size=mean.shape))
    return shown


def _event_factor(world: World, posts: pd.DataFrame) -> Floats:
    """What the planted shifts and spikes do to each post's impressions."""
    day, platform = posts["day"].to_numpy(), posts["platform"].to_numpy()
    factor: Floats = np.ones(len(posts))
    for shift in world.shifts:
        factor[(platform == shift.platform) & (day >= shift.first_day) & (day <= shift.last_day)] *= shift.factor
    for spike in world.spikes:
        hit = np.flatnonzero(day >= spike.day)
        if hit.size:
            factor[hit[0]] *= spike.factor
    return factor


def _funnel(frame: pd.DataFrame, lift: Floats, clicks_factor: Floats, rng: np.random.Generator) -> pd.DataFrame:
    """Interactions, visits and sessions: binomials down the funnel."""
    impressions = frame["impressions"].to_numpy()
    columns: dict[str, Ints] = {}
    for name, rate in _RATES.items():
        factor = clicks_factor if name == "clicks" else 1.0
        columns[name] = rng.binomial(impressions, np.clip(rate * np.exp(lift) * factor, 0.0, 0.9))
    columns["follows"] = rng.binomial(columns["profile_visits"], _FOLLOW_RATE)
    columns["sessions"] = rng.binomial(columns["clicks"], _SESSION_RATE)
    columns["bounces"] = rng.binomial(columns["sessions"], np.clip(_BOUNCE_RATE * np.exp(-0.3 * lift), 0.0, 0.95))
    columns["session_seconds"] = np.rint(
        rng.gamma(2.0, 42.0, size=impressions.size) * (columns["sessions"] - 0.8 * columns["bounces"])
    ).astype(np.int64)
    return frame.assign(**columns)


def _conversions(frame: pd.DataFrame, lift: Floats, days: int, rng: np.random.Generator) -> pd.DataFrame:
    """Orders: most on the day, the rest up to two weeks later; what falls after the history's end is not seen."""
    orders = rng.binomial(
        frame["sessions"].to_numpy(),
        np.clip(_CONVERSION_RATE * np.exp(0.6 * lift), 0.0, 0.9),
    )
    row = np.repeat(np.arange(len(frame)), orders)
    delay = np.minimum(rng.geometric(0.45, size=row.size) - 1, _LATEST_CONVERSION_DAYS)
    late = frame.iloc[row].assign(
        day=frame["day"].to_numpy()[row] + delay,
        conversions=1,
        revenue=np.round(rng.lognormal(np.log(_ORDER_VALUE), 0.45, size=row.size), 2),
    )
    counts = [name for name in ACTIVITY_COLUMNS if name not in ("post", "day", "hour", "persona", "device", "strategy")]
    late = late.assign(**{name: 0 for name in counts if name not in ("conversions", "revenue")})
    both = pd.concat(
        [frame.assign(conversions=0, revenue=0.0), late[late["day"] < days]],
        ignore_index=True,
    )
    keys = ["post", "day", "hour", "persona", "device", "strategy"]
    return both.groupby(keys, as_index=False, sort=True)[counts].sum()


def _cells(posts: pd.DataFrame, shown: Ints, strategy: Ints, days: int) -> tuple[pd.DataFrame, dict[Attribute, Ints]]:
    """One row per post, hour, persona and device with an impression, and the level indexes of its attributes."""
    post, life, persona, device = np.nonzero(shown)
    at = posts["day"].to_numpy()[post] * 24 + posts["hour"].to_numpy()[post] + life
    inside = at < days * 24
    post, life, persona, device, at = (part[inside] for part in (post, life, persona, device, at))
    served = strategy[post, persona, device]
    levels = {Attribute.PERSONA: persona, Attribute.DEVICE: device, Attribute.STRATEGY: served}
    for attribute in (Attribute.PLATFORM, Attribute.TOPIC, Attribute.FORMAT, Attribute.HOOK, Attribute.GENERATOR):
        levels[attribute] = _level_index(posts, attribute)[post]
    frame = pd.DataFrame(
        {
            "post": post,
            "day": at // 24,
            "hour": at % 24,
            "persona": np.array(PERSONAS, dtype=object)[persona],
            "device": np.array(DEVICES, dtype=object)[device],
            "strategy": np.array(STRATEGIES, dtype=object)[served],
            "impressions": shown[post, life, persona, device],
        }
    )
    return frame, levels


def _clicks_factor(world: World, frame: pd.DataFrame) -> Floats:
    """What the planted outages do to the clicks of each row."""
    factor: Floats = np.ones(len(frame))
    for outage in world.outages:
        hit = (frame["device"] == outage.device) & frame["day"].between(outage.first_day, outage.last_day)
        factor[hit.to_numpy()] *= outage.factor
    return factor


def draw_history(world: World, first: date, days: int, *, posts_per_day: float, rng: np.random.Generator) -> History:
    """Draw a history of a world.

    Args:
        world: the world, built for the same number of days.
        first: the first calendar day.
        days: length in days; what would happen after the last day is cut off.
        posts_per_day: mean number of posts a day.
        rng: the random state; equal states give equal histories.

    Returns:
        The history; hours of `activity` without an impression have no row.
    """
    posts = draw_posts(world, days, posts_per_day, rng)
    effects = rng.normal(0.0, world.post_deviation, size=len(posts))
    shown = _impressions(world, first, posts, effects, days=days, rng=rng)
    strategy = rng.integers(len(STRATEGIES), size=(len(posts), len(PERSONAS), len(DEVICES)))
    frame, levels = _cells(posts, shown, strategy, days)
    post = frame["post"].to_numpy()
    lift = log_lift(world, levels, posts["day"].to_numpy()[post]) + effects[post]
    funnel = _funnel(frame, lift, _clicks_factor(world, frame), rng)
    activity = _conversions(funnel, lift, days, rng)
    return History(world, first, days, posts, activity[list(ACTIVITY_COLUMNS)], effects)
