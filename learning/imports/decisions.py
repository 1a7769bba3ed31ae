"""What a table leaves open about its dates and ranges: decided from evidence, else asked with a proposal."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from learning.domain.enums import DateOrder, QuestionKey, Role
from learning.domain.errors import BadOption
from learning.domain.imports import BoundColumn, Period, Question, TableHead
from learning.imports.context import PlanContext
from learning.imports.periods import answered_period, last_full_month, period_text
from learning.imports.recognise import Surroundings
from learning.imports.samples import sample_of
from learning.imports.timing import Timing, order_of
from learning.imports.values.date_evidence import DateEvidence
from learning.imports.values.yearless import yearless_range

_DEFAULT_CURRENCY: Final = "USD"
_SURELY_FRACTION: Final = 0.3
"""A rate in percent that never passes 1 stays far below it; one that reaches this high counts to 1."""


@dataclass(frozen=True, slots=True)
class OrderDecision:
    """The order of day and month."""

    order: DateOrder | None
    question: Question | None = None
    column: str | None = None
    """Field of the column that leaves it open."""


def decide_order(timing: Timing, context: PlanContext, around: Surroundings, platform: str | None) -> OrderDecision:
    """The order of day, month and year of a table's dates.

    Args:
        timing: what its date columns show.
        context: the import.
        around: the tables beside it.
        platform: of the table.

    Returns:
        The order; a question with both readings of the first open date where nothing decides.

    Raises:
        BadOption: an answer that is no order.
    """
    decided, open_evidence = order_of(timing)
    answer = context.options.answers.get(QuestionKey.DATE_ORDER)
    if answer is not None:
        try:
            return OrderDecision(DateOrder(answer.strip().casefold()))
        except ValueError:
            raise BadOption("--answer date_order", answer, "dmy, mdy or ymd") from None
    if open_evidence is None:
        return OrderDecision(decided)
    beside = {
        one.date_order
        for one in around.siblings
        if one.date_order is not None and platform is not None and one.platform == platform
    }
    if len(beside) == 1:
        return OrderDecision(beside.pop())
    field = next((name for name, found in timing.evidence.items() if found is open_evidence), None)
    return OrderDecision(open_evidence.proposed, order_question(open_evidence), field)


def order_question(found: DateEvidence) -> Question:
    """The question for the order of a column of ambiguous dates, with both readings of its first open text."""
    readings = " or ".join(f"{day.day} {day:%B %Y} ({order})" for order, day in found.readings)
    options = tuple(str(order) for order, _ in found.readings) or (str(DateOrder.DMY), str(DateOrder.MDY))
    proposed = str(found.proposed) if found.proposed is not None else options[0]
    return Question(QuestionKey.DATE_ORDER, f"Is {found.example} {readings}?", options, proposed)


@dataclass(frozen=True, slots=True)
class PeriodDecision:
    """A range of days, decided or proposed."""

    period: Period | None
    question: Question | None = None
    note: str = ""


def decide_years(
    head: TableHead,
    columns: tuple[BoundColumn, ...],
    timing: Timing,
    context: PlanContext,
    *,
    known: Period | None,
    order: DateOrder | None,
) -> PeriodDecision:
    """The range that dates without a year fall into.

    Args:
        head: the table.
        columns: its bound columns.
        timing: what its date columns show.
        context: the import.
        known: range that the file name, the preamble or the tables beside it give.
        order: of day and month.

    Returns:
        None where all dates have years; else the range, with a question where nothing gives the year (the proposal is
        the latest year
        of the first row that keeps all dates in the past).

    Raises:
        BadOption: an answer that is no year.
    """
    field = next((name for name, found in timing.evidence.items() if found.yearless), None)
    column = next((one for one in columns if one.field == field and one.role is not Role.IGNORED), None)
    if column is None:
        return PeriodDecision(None)
    texts = sample_of(head, column.index).texts
    answer = context.options.answers.get(QuestionKey.YEAR)
    if answer is not None:
        if not (answer.strip().isdigit() and 1990 <= int(answer) <= context.now.year + 1):
            raise BadOption("--answer year", answer, "the year of the first row, such as 2026")
        found = yearless_range(texts, first_year=int(answer), order=order)
        return PeriodDecision(found.period if found else known)
    if known is not None:
        return PeriodDecision(known)
    found = yearless_range(texts, latest=_today(context), order=order)
    if found is None:
        return PeriodDecision(None)
    proposed = found.first_year
    options = tuple(str(proposed - back) for back in range(3))
    prompt = f"The dates have no year. In which year is {found.first_text}?"
    return PeriodDecision(found.period, Question(QuestionKey.YEAR, prompt, options, options[0]))


def decide_period(
    known: Period | None, sibling: Period | None, *, certain: bool, context: PlanContext
) -> PeriodDecision:
    """The range of days that totals without days cover.

    Args:
        known: range that the table or its file name states.
        sibling: range of the tables beside it.
        certain: whether those agree.
        context: the import.

    Returns:
        The range; a question where nothing states it (the proposal: that of the tables beside it, else the last full
        month).

    Raises:
        BadOption: an answer that is no range of days.
    """
    answer = context.options.answers.get(QuestionKey.PERIOD)
    if answer is not None:
        return PeriodDecision(answered_period(answer))
    if known is not None:
        return PeriodDecision(known)
    if sibling is not None and certain:
        return PeriodDecision(
            sibling, note=f"The range {sibling.first} to {sibling.last} is taken from the files imported with this one."
        )
    today = _today(context)
    month = last_full_month(today)
    recent = Period(today - timedelta(days=28), today - timedelta(days=1))
    proposed = sibling or month
    options = tuple(dict.fromkeys(period_text(one) for one in (proposed, month, recent)))
    prompt = "Which days do these totals cover? The file does not say."
    return PeriodDecision(proposed, Question(QuestionKey.PERIOD, prompt, options, options[0]))


def decide_zone(context: PlanContext, stated: str | None) -> str:
    """The zone of times without one: the answer, else what the file states, else the brand's.

    Args:
        context: the import.
        stated: what the file says, see `stated_zone`.

    Returns:
        An IANA name.

    Raises:
        BadOption: an answer that is no IANA zone.
    """
    answer = context.options.answers.get(QuestionKey.TIME_ZONE)
    if answer is None:
        return stated or context.brand_zone
    try:
        return ZoneInfo(answer.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadOption("--answer time_zone", answer, "a zone such as Europe/Berlin") from None


def _today(context: PlanContext) -> date:
    return context.now.astimezone(ZoneInfo(context.brand_zone)).date()


def latest_day(context: PlanContext) -> date:
    """The day behind which no date of the import can lie, in the brand's zone (one more day for zones ahead of it)."""
    return _today(context) + timedelta(days=1)
