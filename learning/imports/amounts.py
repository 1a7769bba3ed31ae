"""What a table leaves open about its numbers: decimal mark, currency, scale of rates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from learning.domain.enums import DecimalMark, MeasureKind, PercentScale, QuestionKey, Role, Unit
from learning.domain.errors import BadOption
from learning.domain.facts import MISSING, MONEY_FACTS
from learning.domain.imports import BoundColumn, Question, TableHead
from learning.domain.observations import Ints
from learning.imports.context import PlanContext
from learning.imports.headers import is_percent
from learning.imports.platforms.template import Template
from learning.imports.recognise import Surroundings
from learning.imports.samples import cells_of, sample_of
from learning.imports.shapes import share_sum
from learning.imports.values.currency import CurrencyMark, currency_mark
from learning.imports.values.decimal_marks import DecimalVotes, decide_decimal_mark, decimal_votes
from learning.imports.values.numbers import parse_numbers
from learning.imports.values.percents import percent_evidence

_DEFAULT_CURRENCY: Final = "USD"
_ENOUGH_ROWS: Final = 5
_ROWS_COMPARED: Final = 300
_TEXTS_READ: Final = 1_000
"""Different texts of a column that are enough to judge its marks by."""
_SURELY_FRACTION: Final = 0.3
"""A rate in percent that never passes 1 stays far below it; one that reaches this high counts to 1."""


def decide_decimal(head: TableHead, columns: tuple[BoundColumn, ...], language: str | None) -> DecimalMark:
    """The decimal mark of a table: all its number columns vote, the language of the headers breaks ties."""
    point = comma = weak_point = weak_comma = 0
    for column in columns:
        if column.role in (Role.FACT, Role.MEASURE):
            votes = decimal_votes(sample_of(head, column.index).texts[:_TEXTS_READ], unit=column.unit)
            point, comma = point + votes.point, comma + votes.comma
            weak_point, weak_comma = weak_point + votes.weak_point, weak_comma + votes.weak_comma
    return (
        decide_decimal_mark(DecimalVotes(point, comma, weak_point, weak_comma), language=language) or DecimalMark.POINT
    )


@dataclass(frozen=True, slots=True)
class CurrencyDecision:
    """The currency of a table's amounts."""

    currency: str | None
    question: Question | None = None
    note: str = ""
    scan: tuple[str, ...] = ()
    """Fields whose amounts are all zero in the sample: rows behind it may need a currency."""


def decide_currency(
    head: TableHead,
    columns: tuple[BoundColumn, ...],
    context: PlanContext,
    around: Surroundings,
    *,
    mark: DecimalMark,
    platform: str,
) -> CurrencyDecision:
    """The currency of a table's revenue and spend.

    Args:
        head: the table.
        columns: its bound columns.
        context: the import.
        around: the tables beside it.
        mark: decimal mark.
        platform: of the table.

    Returns:
        The currency of the headers, a currency column, the cells or the tables of the platform beside it; a question
        where amounts other
        than zero name none.

    Raises:
        BadOption: an answer that is no currency code.
    """
    money = [
        column
        for column in columns
        if column.role is Role.FACT and column.field in {fact.value for fact in MONEY_FACTS}
    ]
    answer = context.options.answers.get(QuestionKey.CURRENCY)
    if answer is not None and money:
        return CurrencyDecision(_currency_answer(answer))
    if not money or any(column.role is Role.CURRENCY for column in columns):
        return CurrencyDecision(None)
    named = {column.currency for column in columns if column.currency}
    if named and all(column.currency for column in money):
        return CurrencyDecision(next(iter(sorted(named))))
    if len(named) == 1:
        return CurrencyDecision(named.pop())
    beside = {one.currency for one in around.siblings if one.currency and one.platform == platform}
    texts = [text for column in money for text in sample_of(head, column.index).texts]
    found = currency_of(texts, mark=mark, last_currency=context.last_currency)
    if found.question is not None and len(beside) == 1:
        return CurrencyDecision(beside.pop())
    silent = found.question is None and found.currency is None and not head.complete
    return replace(found, scan=tuple(column.field for column in money) if silent else ())


def currency_of(texts: Sequence[str], *, mark: DecimalMark, last_currency: str | None) -> CurrencyDecision:
    """The currency that amounts name by a sign or a code.

    Args:
        texts: distinct cell texts.
        mark: decimal mark.
        last_currency: the brand's last used currency: it decides a sign that several share, and is proposed in a
            question.

    Returns:
        The currency; a question where amounts other than zero name none; nothing where all are zero or several
        currencies are named (then
        each row's own counts).
    """
    parsed = parse_numbers(texts, decimal_mark=mark, unit=Unit.MONEY)
    marks = list(parsed.currencies.values())
    if marks:
        return _from_signs(marks, last_currency)
    filled = bool(((parsed.values != 0) & (parsed.values != MISSING)).any())
    return CurrencyDecision(None, currency_question(last_currency)) if filled else CurrencyDecision(None)


def currency_question(last: str | None) -> Question:
    """The question for the currency of amounts that name none; the brand's last used one is proposed."""
    proposed = last or _DEFAULT_CURRENCY
    options = tuple(dict.fromkeys((proposed, "USD", "EUR", "GBP")))
    return Question(QuestionKey.CURRENCY, "Which currency are the amounts in? The file names none.", options, proposed)


def _from_signs(marks: Sequence[CurrencyMark], last_currency: str | None) -> CurrencyDecision:
    codes = {one.code for one in marks if one.code}
    if len(codes) == 1:
        return CurrencyDecision(codes.pop())
    if codes:
        return CurrencyDecision(None)
    sign = marks[0]
    shared = sign.candidates or (_DEFAULT_CURRENCY,)
    chosen = last_currency if last_currency is not None and last_currency in shared else shared[0]
    return CurrencyDecision(chosen, note=f"The sign {sign.text} is read as {chosen}.")


def _currency_answer(answer: str) -> str:
    found = currency_mark(answer.strip().upper())
    code = found.code if found else None
    if code is None:
        raise BadOption("--answer currency", answer, "a currency code such as EUR")
    return code


@dataclass(frozen=True, slots=True)
class ScaleDecision:
    """How the rates of a table are written."""

    scale: PercentScale | None
    columns: tuple[BoundColumn, ...]
    """With `scale` set where one column is written otherwise than the rest."""
    question: Question | None = None
    scan: tuple[str, ...] = ()


def decide_scale(
    head: TableHead, columns: tuple[BoundColumn, ...], template: Template, context: PlanContext, *, mark: DecimalMark
) -> ScaleDecision:
    """Whether the rates of a table count to 1 or to 100.

    Args:
        head: the table.
        columns: its bound columns.
        template: the report.
        context: the import.
        mark: decimal mark.

    Returns:
        The scale of the cells without a percent sign; a question only where an unknown table's rates leave it open.

    Raises:
        BadOption: an answer that is no scale.
    """
    rates = [column for column in columns if column.role in (Role.MEASURE, Role.FACT) and column.unit is Unit.PERCENT]
    if not rates:
        return ScaleDecision(None, columns)
    answer = context.options.answers.get(QuestionKey.PERCENT_SCALE)
    if answer is not None:
        try:
            return ScaleDecision(PercentScale(answer.strip().casefold()), columns)
        except ValueError:
            raise BadOption("--answer percent_scale", answer, "fraction or percent") from None
    decided = {column.index: _scale_of(head, column, columns, template, mark) for column in rates}
    known = [scale for scale in decided.values() if scale is not None]
    scale = max(set(known), key=known.count) if known else template.percent_scale
    open_rates = [column for column in rates if decided[column.index] is None and _unsigned(head, column, mark)]
    question = None
    if open_rates and template.percent_scale is None and scale is None:
        prompt = f"Does {open_rates[0].header!r} count to 1 (0.032) or to 100 (3.2)?"
        question = Question(QuestionKey.PERCENT_SCALE, prompt, ("fraction", "percent"), str(PercentScale.FRACTION))
    fixed = tuple(_rescaled(column, decided.get(column.index), scale) for column in columns)
    scan = tuple(column.field for column in open_rates) if question is not None and not head.complete else ()
    return ScaleDecision(scale or PercentScale.FRACTION, fixed, question, scan)


def _recomputed_scale(
    head: TableHead, column: BoundColumn, columns: Sequence[BoundColumn], mark: DecimalMark
) -> PercentScale | None:
    """The scale in which a rate follows from a count of the table and the count that weights it, row by row."""
    weight = next((one for one in columns if one.field == column.weight), None)
    if weight is None or len(head.sample) < _ENOUGH_ROWS:
        return None
    below = _values(head, weight, mark)
    texts = cells_of(head, column.index)[:_ROWS_COMPARED]
    counts = [one for one in columns if one.unit is Unit.COUNT and one.index not in (column.index, weight.index)]
    found = {
        percent_evidence(texts, decimal_mark=mark, numerators=_values(head, one, mark), denominators=below).scale
        for one in counts
    } - {None}
    return found.pop() if len(found) == 1 else None


def _values(head: TableHead, column: BoundColumn, mark: DecimalMark) -> Ints:
    return parse_numbers(cells_of(head, column.index)[:_ROWS_COMPARED], decimal_mark=mark, unit=Unit.NUMBER).values


def _unsigned(head: TableHead, column: BoundColumn, mark: DecimalMark) -> tuple[str, ...]:
    """The rates without a percent sign, other than zero: only their scale can be in doubt."""
    texts = tuple(
        text for text in sample_of(head, column.index).texts[:_TEXTS_READ] if "%" not in text and "％" not in text
    )
    values = parse_numbers(texts, decimal_mark=mark, unit=Unit.NUMBER).values
    return tuple(text for text, value in zip(texts, values.tolist(), strict=True) if value not in (0, MISSING))


def _scale_of(
    head: TableHead, column: BoundColumn, columns: Sequence[BoundColumn], template: Template, mark: DecimalMark
) -> PercentScale | None:
    texts = sample_of(head, column.index).texts[:_TEXTS_READ]
    if column.kind is MeasureKind.SHARE and texts:
        total = share_sum(
            head, tuple(one.index for one in columns if one.kind is MeasureKind.SHARE and one.field == column.field)
        )
        return PercentScale.FRACTION if 0 < total <= 1.05 else PercentScale.PERCENT
    if is_percent(column.header):
        return PercentScale.PERCENT
    if not _unsigned(head, column, mark):
        return template.percent_scale
    found = percent_evidence(texts, decimal_mark=mark, header=column.header)
    recomputed = found.scale or _recomputed_scale(head, column, columns, mark)
    if recomputed is not None:
        return recomputed
    parsed = parse_numbers(texts, decimal_mark=mark, unit=Unit.NUMBER).values
    known = parsed[parsed != MISSING] / 1_000_000
    if known.size and float(known.max()) >= _SURELY_FRACTION and float(known.max()) <= 1:
        return PercentScale.FRACTION
    return template.percent_scale


def _rescaled(column: BoundColumn, own: PercentScale | None, scale: PercentScale | None) -> BoundColumn:
    if own is None or scale is None or own is scale or column.role is not Role.MEASURE:
        return column
    return replace(column, scale=0.01 if own is PercentScale.PERCENT else 100.0)
