"""The exports of a simulated history, as a marketer would have them in a folder.

One file of activity by hour, persona, device and strategy, and beside it what single platforms give: lifetime totals
by post and daily account totals. The same impressions stand in several of them, as in real life.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from learning.simulation.history import ACTIVITY_COLUMNS, History
from learning.simulation.vocabulary import CHANNELS
from learning.simulation.world import WorldName

ACCOUNT: Final = "harbourpine"
CURRENCY: Final = "EUR"
_INSTAGRAM_COLUMNS: Final = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Comments,Saves,Follows"
)
_INSTAGRAM_TYPES: Final = {"image": "IG image", "video": "IG reel", "carousel": "IG carousel", "text": "IG image"}
_REACH_SHARE: Final = 0.82
"""Different people per view."""
_METRICS: Final = tuple(name for name in ACTIVITY_COLUMNS[6:])
_LATE_DAYS: Final = 2
_DOUBLED_SHARE, _MISSING_SHARE = 0.01, 0.02


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One export: the name that the platform would give it, and its text."""

    name: str
    text: str


def write_exports(history: History, rng: np.random.Generator) -> tuple[ExportFile, ...]:
    """Write a history as export files.

    Args:
        history: the history.
        rng: the random state; only the messy world uses it (doubled, missing and late rows).

    Returns:
        The files: activity (in the messy world with the last days again in a file of their own), X by post and by
        day, Instagram by post.
    """
    activity = _joined(history)
    first, last = history.first, history.first + timedelta(days=history.days - 1)
    files = [
        _x_posts(history, first, last),
        _x_days(history),
        _instagram_posts(history, first, last),
    ]
    if history.world.name is WorldName.MESSY:
        late = activity["day"] >= history.days - _LATE_DAYS
        kept = activity[~late & (rng.random(len(activity)) >= _MISSING_SHARE)]
        doubled = kept[rng.random(len(kept)) < _DOUBLED_SHARE]
        files.append(
            _activity(
                pd.concat([kept, doubled]).sort_index(kind="stable"),
                first,
                last - timedelta(_LATE_DAYS),
            )
        )
        files.append(_activity(activity[late], last - timedelta(_LATE_DAYS - 1), last))
    else:
        files.append(_activity(activity, first, last))
    return tuple(files)


def _joined(history: History) -> pd.DataFrame:
    """Activity with the columns of its post, and its local time as text."""
    posts = history.posts.rename(columns={"day": "published_day", "hour": "published_hour"})
    frame = history.activity.join(posts, on="post")
    frame["time"] = _stamps(history.first, frame["day"], frame["hour"])
    frame["published_at"] = _stamps(history.first, frame["published_day"], frame["published_hour"])
    return frame


def _stamps(first: date, day: "pd.Series[int]", hour: "pd.Series[int]") -> "pd.Series[str]":
    moments = pd.Timestamp(first) + pd.to_timedelta(day.to_numpy() * 24 + hour.to_numpy(), unit="h")
    return pd.Series(moments.strftime("%Y-%m-%d %H:%M"), index=day.index)


def _text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _activity(frame: pd.DataFrame, first: date, last: date) -> ExportFile:
    """The brand's own event export: one row per post, hour, persona, device and strategy."""
    columns = (
        ("account", None),
        ("platform", "platform"),
        ("content_id", "content_id"),
        ("time", "time"),
        ("persona", "persona"),
        ("device", "device"),
        ("channel", None),
        ("strategy", "strategy"),
        ("published_at", "published_at"),
        ("title", "title"),
        ("permalink", "permalink"),
        ("format", "format"),
        ("topic", "topic"),
        ("hook", "hook"),
        ("generator", "generator"),
        ("campaign", "campaign"),
        *((name, name) for name in _METRICS),
        ("currency", None),
    )
    filled = frame.assign(account=ACCOUNT, channel=frame["platform"].map(CHANNELS), currency=CURRENCY)
    filled["revenue"] = filled["revenue"].round(2)
    listed = [filled[source or name].tolist() for name, source in columns]
    rows = zip(*listed, strict=True)
    return ExportFile(f"activity_{first}_{last}.csv", _text([name for name, _ in columns], rows))


def _totals(history: History, platform: str) -> pd.DataFrame:
    """Lifetime totals of the posts of one platform, in the order of publication."""
    sums = history.activity.groupby("post")[list(_METRICS)].sum()
    posts = history.posts[history.posts["platform"] == platform]
    return posts.join(sums.reindex(posts.index, fill_value=0))


def _engagements(frame: pd.DataFrame) -> "pd.Series[int]":
    return frame[["likes", "comments", "shares", "saves", "clicks", "profile_visits"]].sum(axis=1)


def _x_date(day: date) -> str:
    return day.strftime("%a, %b ") + f"{day.day}, {day.year}"


def _x_posts(history: History, first: date, last: date) -> ExportFile:
    """X by post: the day of publication without a time, lifetime totals."""
    header = [
        "Post id",
        "Date",
        "Post text",
        "Post Link",
        "Impressions",
        "Likes",
        "Engagements",
        "Bookmarks",
        "Shares",
        "New follows",
        "Replies",
        "Reposts",
        "Profile visits",
        "Detail Expands",
        "URL Clicks",
        "Hashtag Clicks",
        "Permalink Clicks",
    ]
    posts = _totals(history, "x")
    rows = zip(
        posts["content_id"],
        [_x_date(history.first + timedelta(days=int(day))) for day in posts["day"]],
        posts["title"],
        posts["permalink"],
        posts["impressions"],
        posts["likes"],
        _engagements(posts),
        posts["saves"],
        [0] * len(posts),
        posts["follows"],
        posts["comments"],
        posts["shares"],
        posts["profile_visits"],
        [0] * len(posts),
        posts["clicks"],
        [0] * len(posts),
        [0] * len(posts),
        strict=True,
    )
    return ExportFile(f"account_analytics_content_{first}_{last}.csv", _text(header, rows))


def _x_days(history: History) -> ExportFile:
    """X by day: the account's daily totals, newest first."""
    header = [
        "Date",
        "Impressions",
        "Likes",
        "Engagements",
        "Bookmarks",
        "Shares",
        "New follows",
        "Unfollows",
        "Replies",
        "Reposts",
        "Profile visits",
        "Create Post",
        "Video views",
        "Media views",
    ]
    on_x = history.posts["platform"] == "x"
    activity = history.activity[on_x.to_numpy()[history.activity["post"]]]
    days = activity.groupby("day")[list(_METRICS)].sum().reindex(range(history.days), fill_value=0)
    created = history.posts[on_x].groupby("day").size().reindex(range(history.days), fill_value=0)
    rows = []
    for day in reversed(range(history.days)):
        row = days.loc[day]
        engaged = int(row[["likes", "comments", "shares", "saves", "clicks", "profile_visits"]].sum())
        counts = (
            row["impressions"],
            row["likes"],
            engaged,
            row["saves"],
            0,
            row["follows"],
            0,
            row["comments"],
        )
        more = (row["shares"], row["profile_visits"], created.loc[day], 0, 0)
        rows.append(
            [
                _x_date(history.first + timedelta(days=day)),
                *(int(value) for value in (*counts, *more)),
            ]
        )
    return ExportFile("account_overview_analytics.csv", _text(header, rows))


def _instagram_posts(history: History, first: date, last: date) -> ExportFile:
    """Instagram by post, as the business suite gives it: lifetime totals with reach."""
    rows = []
    for post in _totals(history, "instagram").itertuples():
        moment = history.first + timedelta(days=int(post.day))
        published, kind = f"{moment:%m/%d/%Y} {int(post.hour):02d}:00", _INSTAGRAM_TYPES[str(post.format)]
        who = (post.content_id, "17841400000000001", ACCOUNT, "Harbour & Pine", post.title)
        what = ("0", published, post.permalink, kind, "", "Lifetime")
        reach = round(int(post.impressions) * _REACH_SHARE)
        counts = (post.impressions, reach, post.likes, post.shares, post.comments, post.saves, post.follows)
        rows.append([*who, *what, *counts])
    name = f"{first:%b-%d-%Y}_{last:%b-%d-%Y}_1784140000000001.csv"
    return ExportFile(name, _text(_INSTAGRAM_COLUMNS.split(","), rows))
