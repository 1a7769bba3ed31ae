"""Which columns place a row in time, and so what its numbers cover."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from learning.domain.enums import Basis, DateOrder, Grain, MeasureKind, Role, Unit
from learning.domain.facts import EXTRA_PREFIX, Fact
from learning.domain.imports import BoundColumn, Period, TableHead
from learning.imports.fields import ATTRIBUTE_PREFIX
from learning.imports.platforms.template import Template
from learning.imports.roles import by_field, names_contents
from learning.imports.rowkeys import rows_of, tells_apart
from learning.imports.samples import dates_in, sample_of
from learning.imports.values.date_evidence import DateEvidence
from learning.imports.values.hours import is_hour

_MOMENT_FIELDS: Final = ("date", "hour", "time", "published_at", "period_start", "period_end", "week", "captured_at")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_MONTH: Final = re.compile(r"\d{4}[-/.]?\d{2}|(?=.*[^\W\d])(?=.*\d{4})[\w .,/-]+")
_POST_FACTS: Final = frozenset({Fact.LIKES, Fact.COMMENTS, Fact.SHARES, Fact.SAVES, Fact.FOLLOWS, Fact.REACH})


@dataclass(frozen=True, slots=True)
class Timing:
    """The columns of a table after their times were settled, and what the dates show."""

    columns: tuple[BoundColumn, ...]
    evidence: dict[str, DateEvidence]
    """Field -> what its texts show; only fields that are read as dates."""


def settle_times(
    head: TableHead,
    columns: tuple[BoundColumn, ...],
    template: Template,
    *,
    period: Period | None,
    latest: date,
    language: str | None,
) -> Timing:
    """Decide which date columns are read, and as what.

    Args:
        head: the table.
        columns: bound columns.
        template: the report.
        period: range that the file states, if any.
        latest: day behind which no date can lie.
        language: of the headers.

    Returns:
        The columns (a 'Lifetime' date is left out, a date of contents that occur once is their publication, ...) and
        the evidence of dates.
    """
    evidence: dict[str, DateEvidence] = {}
    for column in columns:
        if column.field in _MOMENT_FIELDS and column.role is not Role.IGNORED:
            found = dates_in(sample_of(head, column.index).texts, period=period, latest=latest, language=language)
            if found is not None:
                evidence[column.field] = found
    done = _without_lifetime_dates(columns, template, evidence)
    done = _without_odd_times(head, done, evidence)
    done = _with_hours(head, done, evidence)
    done = _with_ranges(head, done, evidence)
    done = _with_publications(head, done, template, evidence)
    fields = by_field(done)
    if "published_at" in fields and "published_at" not in evidence and "date" in evidence:
        evidence["published_at"] = evidence["date"]
    return Timing(done, {name: found for name, found in evidence.items() if name in fields})


def basis_of(columns: tuple[BoundColumn, ...], template: Template, timing: Timing) -> tuple[Basis, Grain]:
    """What the numbers of a table cover.

    Args:
        columns: settled columns.
        template: the report.
        timing: what its dates show.

    Returns:
        The basis and the grain of its keys.
    """
    fields = by_field(columns)
    if template.basis is Basis.LIFETIME:
        return Basis.LIFETIME, Grain.LIFETIME
    if "hour" in fields or ("time" in fields and not _whole_days(timing.evidence.get("time"))):
        return Basis.ACTIVITY, Grain.HOUR
    if fields.keys() & {"date", "time", "nth_day"} and template.basis is not Basis.PERIOD:
        return Basis.ACTIVITY, Grain.DAY
    numbers = [column for column in fields.values() if column.role in (Role.FACT, Role.MEASURE)]
    only_shares = (
        bool(numbers)
        and all(column.kind is MeasureKind.SHARE for column in numbers if column.role is Role.MEASURE)
        and not any(column.role is Role.FACT for column in numbers)
    )
    ranged = fields.keys() & {"period_start", "period_end", "week", "month"}
    if names_contents(columns, template) and not only_shares and not ranged and template.basis is not Basis.PERIOD:
        posts = template.lifetime or (
            template.name == "generic" and fields.keys() & _POST_FACTS and Fact.SPEND not in fields
        )
        if posts:
            return Basis.LIFETIME, Grain.LIFETIME
    return Basis.PERIOD, Grain.PERIOD


def order_of(timing: Timing) -> tuple[DateOrder | None, DateEvidence | None]:
    """The order of day and month of a table.

    Args:
        timing: evidence of its date columns.

    Returns:
        The decided order (None where no date needs one), and the evidence of the first open column where nothing
        decides.
    """
    decided = next(
        (found.order for found in timing.evidence.values() if found.order is not None and not found.ambiguous), None
    )
    still_open = next((found for found in timing.evidence.values() if found.ambiguous), None)
    return decided, None if decided is not None else still_open


def _whole_days(found: DateEvidence | None) -> bool:
    return found is not None and (not found.has_time or found.daily)


def _swap(columns: tuple[BoundColumn, ...], old: BoundColumn, new: BoundColumn) -> tuple[BoundColumn, ...]:
    return tuple(new if column is old else column for column in columns)


def _without_lifetime_dates(
    columns: tuple[BoundColumn, ...], template: Template, evidence: dict[str, DateEvidence]
) -> tuple[BoundColumn, ...]:
    """Meta writes 'Lifetime' where a report by day has the date: such a column says nothing."""
    column = by_field(columns).get("date")
    found = evidence.get("date")
    if column is not None and template.lifetime and template.basis is None and (found is None or found.lifetime):
        evidence.pop("date", None)
        return _swap(columns, column, BoundColumn(column.index, column.header, "date", Role.IGNORED, Unit.TEXT))
    return columns


def _without_odd_times(
    head: TableHead, columns: tuple[BoundColumn, ...], evidence: dict[str, DateEvidence]
) -> tuple[BoundColumn, ...]:
    """A column that is only called time, week or month (a duration, a month's number) describes; it does not place
    the row.
    """
    done = _with_clock(head, columns, evidence)
    for name in ("time", "week", "month", "captured_at", "period_start", "period_end"):
        column = by_field(done).get(name)
        if column is None or not head.sample:
            continue
        sample = sample_of(head, column.index)
        fitting = name in evidence or (name == "month" and all(_MONTH.fullmatch(text) for text in sample.texts))
        if sample.texts and not fitting:
            done = _swap(done, column, _describing(column, numeric=sample.numeric and name == "time"))
    column = by_field(done).get("time")
    if column is not None and "date" not in by_field(done) and "time" in evidence and not evidence["time"].has_time:
        evidence["date"] = evidence.pop("time")
        done = _swap(done, column, replace(column, field="date", unit=Unit.DATE))
    return done


def _with_clock(
    head: TableHead, columns: tuple[BoundColumn, ...], evidence: dict[str, DateEvidence]
) -> tuple[BoundColumn, ...]:
    """A time of day beside a date gives the hour."""
    fields = by_field(columns)
    column = fields.get("time")
    if column is None or "date" not in fields or "hour" in fields:
        return columns
    texts = sample_of(head, column.index).texts
    if not texts or not all(_CLOCK.fullmatch(text) for text in texts):
        return columns
    evidence.pop("time", None)
    return _swap(columns, column, replace(column, field="hour", unit=Unit.NUMBER))


def _describing(column: BoundColumn, *, numeric: bool) -> BoundColumn:
    if numeric:
        return replace(column, field=f"{EXTRA_PREFIX}{column.field}", role=Role.MEASURE, unit=Unit.DURATION)
    return replace(column, field=f"{ATTRIBUTE_PREFIX}{column.field}", role=Role.ATTRIBUTE, unit=Unit.TEXT)


def _with_hours(
    head: TableHead, columns: tuple[BoundColumn, ...], evidence: dict[str, DateEvidence]
) -> tuple[BoundColumn, ...]:
    """An hour is a time only beside a date, or where it carries its own date."""
    column = by_field(columns).get("hour")
    if column is None:
        return columns
    texts = sample_of(head, column.index).texts
    clock_only = bool(texts) and all(is_hour(text) for text in texts)
    if clock_only:
        evidence.pop("hour", None)
        if "date" in by_field(columns):
            return _swap(columns, column, replace(column, unit=Unit.NUMBER))
        return _swap(columns, column, _describing(column, numeric=False))
    if texts and "hour" not in evidence:
        return _swap(columns, column, _describing(column, numeric=False))
    date_column = by_field(columns).get("date")
    if date_column is not None:
        evidence.pop("date", None)
        return _swap(columns, date_column, replace(date_column, role=Role.IGNORED))
    return columns


def _with_ranges(
    head: TableHead, columns: tuple[BoundColumn, ...], evidence: dict[str, DateEvidence]
) -> tuple[BoundColumn, ...]:
    """Ranges beside days repeat them; ranges of one day each are days."""
    fields = by_field(columns)
    done = columns
    if fields.keys() & {"date", "hour", "time"}:
        for name in ("period_start", "period_end", "week", "month"):
            if name in fields:
                evidence.pop(name, None)
                done = _swap(done, fields[name], replace(fields[name], role=Role.IGNORED))
        return done
    start, end = fields.get("period_start"), fields.get("period_end")
    lone = start if end is None else end if start is None else None
    if lone is not None:
        # One end of a range says nothing of the other: the range is looked for elsewhere, or asked for.
        evidence.pop(lone.field, None)
        return _swap(done, lone, replace(lone, role=Role.IGNORED))
    if start is not None and end is not None:
        rows = rows_of(head)
        days = {row[start.index] for row in rows}
        if len(days) > 1 and all(row[start.index] == row[end.index] for row in rows):
            found = evidence.pop("period_end", None)
            found = evidence.pop("period_start", found)
            if found is not None:
                evidence["date"] = found
            done = _swap(done, start, replace(start, field="date", unit=Unit.DATE))
            return _swap(done, end, replace(end, role=Role.IGNORED))
    return done


def _with_publications(
    head: TableHead, columns: tuple[BoundColumn, ...], template: Template, evidence: dict[str, DateEvidence]
) -> tuple[BoundColumn, ...]:
    """In an unknown table of posts that occur once each, the date is the day of publication, not of the activity."""
    fields = by_field(columns)
    column = fields.get("date")
    post = fields.get("permalink") or fields.get("text") or fields.get("title")
    if (
        template.name != "generic"
        or column is None
        or post is None
        or "published_at" in fields
        or "content_id" in fields
    ):
        return columns
    rows = rows_of(head)
    if (
        len(rows) > 1
        and fields.keys() & _POST_FACTS
        and tells_apart(rows, (post.index, column.index))
        and _mostly_once(rows, post.index)
    ):
        if "date" in evidence:
            evidence["published_at"] = evidence.pop("date")
        return _swap(columns, column, replace(column, field="published_at", role=Role.ATTRIBUTE, unit=Unit.DATETIME))
    return columns


def _mostly_once(rows: list[tuple[str, ...]], index: int) -> bool:
    return len({row[index] for row in rows}) >= 0.7 * len(rows)
