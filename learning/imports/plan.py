"""What a table is taken for and how it will be read: recognise, bind, settle, decide, ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.enums import Basis, QuestionKey, Role, Unit
from learning.domain.errors import BadOption
from learning.domain.imports import BoundColumn, ParseSettings, Question, TableHead, TablePlan
from learning.imports.accounts import decide_account, decide_platform, stated_account
from learning.imports.amounts import currency_of, decide_currency, decide_decimal, decide_scale
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.decisions import (
    PeriodDecision,
    decide_order,
    decide_period,
    decide_years,
    decide_zone,
    order_question,
)
from learning.imports.drafting import Draft, draft_table
from learning.imports.naming import stated_platform, title_of
from learning.imports.periods import captured_at, sibling_period
from learning.imports.repeats import find_repeated, number_fields, row_prints
from learning.imports.samples import dates_in, sample_of
from learning.imports.shapes import shift, split_blocks
from learning.imports.source_zones import stated_zone
from learning.imports.values.percents import percent_evidence
from learning.imports.values.times import parse_moments

_ROW_PERIODS: Final = (("period_start", "period_end"), ("week",), ("month",))
_DAY_FIELDS: Final = ("date", "hour", "time")


def plan_table(head: TableHead, context: PlanContext) -> tuple[TablePlan, ...]:
    """Plan one table of a file.

    Args:
        head: the table's header, preamble and first rows.
        context: zone, moment of the upload, options, and the evidence of the other tables of the import.

    Returns:
        One plan; several where tables stand side by side under one header row. The columns of each plan keep their
        places in the file.

    Raises:
        BadMapping: a mapping or a forced template that cannot work on this table.
        BadOption: an answer or a template name that cannot be used.
    """
    free = context.options.template is None and not context.options.mapping
    blocks = split_blocks(head) if free else ((0, head),)
    if len(blocks) == 1:
        return (_planned(draft_table(head, context)),)
    plans: list[TablePlan] = []
    for start, part in blocks:
        plan = _planned(draft_table(part, context))
        note = (
            f"Columns {start + 1} to {start + len(part.header)} are a table of their own beside another; "
            "rows that leave them blank are skipped."
        )
        plans.append(replace(plan, columns=shift(plan.columns, start), notes=(*plan.notes, note)))
    return tuple(plans)


def gather_evidence(head: TableHead, context: PlanContext) -> SiblingEvidence:
    """What a table says for the other tables of its import: the first pass over all files.

    Args:
        head: the table.
        context: the import; its siblings may be empty or those of an earlier pass.

    Returns:
        Report, platform (None where its file leaves it open), account and the range of its days.
    """
    part = split_blocks(head)[0][1]
    draft = draft_table(part, replace(context, options=replace(context.options, template=None, mapping={})))
    template = draft.template
    platform = template.platform or stated_platform(draft.around)
    dated = next((name for name in _DAY_FIELDS if name in draft.timing.evidence), None)
    found = draft.timing.evidence.get(dated) if dated and draft.basis is Basis.ACTIVITY else None
    days = found.span if found is not None and not found.ambiguous and not found.yearless else None
    order = next(
        (one.order for one in draft.timing.evidence.values() if one.order is not None and not one.ambiguous), None
    )
    return SiblingEvidence(
        file=head.file,
        index=head.index,
        template=template.name,
        platform=platform,
        account=stated_account(template, part, draft.columns),
        period=days or draft.stated,
        has_days=days is not None,
        partial=days is not None and not head.complete,
        date_order=order,
        currency=next((column.currency for column in draft.columns if column.currency), None),
        title=title_of(head),
        cut=_cut_of(draft),
        numbers=number_fields(draft.columns),
        prints=row_prints(part, draft.columns),
    )


def resolve_scan(
    plan: TablePlan,
    texts: Mapping[str, Sequence[str]],
    *,
    latest: date | None = None,
    last_currency: str | None = None,
) -> TablePlan:
    """Settle what only the rows behind the sample can tell.

    Args:
        plan: a plan whose `needs_scan` names fields.
        texts: field -> distinct texts of its column in the whole table, in file order.
        latest: day behind which no date can lie.
        last_currency: the brand's last used currency, for the proposal.

    Returns:
        The plan without the questions that the texts answer, and with those that they raise (a currency for amounts
        other than zero).
    """
    questions = {question.key: question for question in plan.questions}
    settings = plan.settings
    for field in plan.needs_scan:
        column = next(one for one in plan.columns if one.field == field)
        seen = tuple(texts.get(field, ()))
        if column.unit in (Unit.DATE, Unit.DATETIME):
            found = dates_in(seen, period=settings.period, latest=latest)
            if found is not None and found.ambiguous:
                questions[QuestionKey.DATE_ORDER] = order_question(found)
            elif found is not None:
                settings = replace(settings, date_order=found.order)
                questions.pop(QuestionKey.DATE_ORDER, None)
        elif column.unit is Unit.MONEY and settings.currency is None:
            currency = currency_of(seen, mark=settings.decimal_mark, last_currency=last_currency)
            settings = replace(settings, currency=currency.currency)
            if currency.question is not None:
                questions[QuestionKey.CURRENCY] = currency.question
        elif column.unit is Unit.PERCENT:
            scale = percent_evidence(seen, decimal_mark=settings.decimal_mark, header=column.header).scale
            if scale is not None:
                settings = replace(settings, percent_scale=scale)
                questions.pop(QuestionKey.PERCENT_SCALE, None)
    return replace(plan, questions=tuple(questions.values()), settings=settings, needs_scan=())


def _planned(draft: Draft) -> TablePlan:
    head, context, template = draft.head, draft.context, draft.template
    platform = decide_platform(template, head, draft.columns, context, draft.around)
    account = decide_account(
        template, head, draft.columns, platform=platform.value, context=context, around=draft.around
    )
    mark = decide_decimal(head, draft.columns, draft.language)
    times = _decide_times(draft, None if platform.question is not None else platform.value)
    currency = decide_currency(head, draft.columns, context, draft.around, mark=mark, platform=platform.value)
    rates = decide_scale(head, draft.columns, template, context, mark=mark)
    ignored = _ignored(draft)
    asked = (platform.question, account.question, *times.questions, currency.question, rates.question)
    notes = (*draft.notes, platform.note, *times.notes, currency.note, *_advice(draft))
    return TablePlan(
        template=template.name,
        platform=platform.value,
        account=account.value,
        basis=draft.basis,
        grain=draft.grain,
        dimensions=draft.roles.dimensions,
        columns=rates.columns,
        confidence=draft.confidence,
        questions=tuple(one for one in asked if one is not None) if ignored is None else (),
        settings=replace(
            times.settings,
            decimal_mark=mark,
            percent_scale=rates.scale,
            captured_at=_capture(draft),
            currency=currency.currency,
        ),
        notes=tuple(note for note in notes if note),
        transposed=draft.transposed,
        identities=draft.roles.identities,
        needs_scan=(*times.scan, *currency.scan, *rates.scan) if ignored is None else (),
        ignored_reason=ignored,
    )


@dataclass(frozen=True, slots=True)
class _Times:
    """What was decided about dates and ranges."""

    settings: ParseSettings
    questions: tuple[Question | None, ...]
    notes: tuple[str, ...]
    scan: tuple[str, ...]


def _decide_times(draft: Draft, platform: str | None) -> _Times:
    context = draft.context
    order = decide_order(draft.timing, context, draft.around, platform)
    beside, certain = sibling_period(draft.template.name, platform, draft.around)
    known = draft.stated or (beside if certain else None)
    years = decide_years(draft.head, draft.columns, draft.timing, context, known=known, order=order.order)
    period = PeriodDecision(None)
    if _needs_period(draft):
        period = decide_period(draft.stated, beside, certain=certain, context=context)
    stated = stated_zone(draft.head, draft.columns)
    zone = decide_zone(context, stated)
    settings = ParseSettings(
        time_zone=zone,
        brand_zone=context.brand_zone,
        date_order=order.order,
        year_hint=years.period,
        period=period.period,
    )
    zone_note = f"Times are read in {zone}, as the file says." if stated == zone != context.brand_zone else ""
    scan = (order.column,) if order.column is not None and not draft.head.complete else ()
    return _Times(settings, (years.question, period.question, order.question), (period.note, zone_note), scan)


def _needs_period(draft: Draft) -> bool:
    fields = {column.field for column in draft.columns if column.role is Role.TIME}
    if "nth_day" in fields:
        return True
    return draft.basis is Basis.PERIOD and not any(fields.issuperset(group) for group in _ROW_PERIODS)


def _ignored(draft: Draft) -> str | None:
    if draft.template.ignored_reason is not None:
        return draft.template.ignored_reason
    if draft.head.sample and not any(column.role in (Role.FACT, Role.MEASURE) for column in draft.columns):
        return "The table has no column of numbers, so there is nothing to measure."
    repeated = find_repeated(draft.head, draft.columns, _cut_of(draft), draft.around)
    if repeated is not None:
        return f"Table {repeated.index + 1} of the file says the same with more columns; its rows are stored once."
    return None


def _cut_of(draft: Draft) -> tuple[str, ...]:
    return (str(draft.basis), str(draft.grain), *draft.roles.dimensions)


def _capture(draft: Draft) -> datetime | None:
    answer = draft.context.options.answers.get(QuestionKey.CAPTURED_AT)
    if answer is None:
        return captured_at(draft.head, draft.stated, zone=draft.context.brand_zone, now=draft.context.now)
    return answered_moment(answer, draft.context.brand_zone)


def answered_moment(text: str, zone: str) -> datetime:
    """The moment of an answer.

    Args:
        text: a date or a date with a time; a date alone is the end of that day.
        zone: IANA name for times without one.

    Returns:
        Aware moment in UTC.

    Raises:
        BadOption: the text is no moment.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        parsed = parse_moments((text,), order=None, zone=zone)
        if not parsed.has_time[0]:
            raise BadOption("--answer captured_at", text, "a moment such as 2026-09-30T18:00") from None
        return datetime.fromtimestamp(int(parsed.seconds[0]), UTC)
    if len(text.strip()) <= len("2026-09-30"):
        moment = moment.replace(hour=23, minute=59, second=59)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _advice(draft: Draft) -> tuple[str, ...]:
    """What to export where more detail is wanted."""
    template = draft.template
    if draft.basis is Basis.PERIOD and template.instead:
        return (f"These are totals without days. For days: {template.instead}.",)
    return (f"For more detail: {template.instead}.",) if template.instead else ()


def sample_values(head: TableHead, column: BoundColumn, count: int = 3) -> tuple[str, ...]:
    """The first different values of a column, for the mapping screen."""
    return sample_of(head, column.index).texts[:count]
