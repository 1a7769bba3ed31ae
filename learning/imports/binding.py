"""Binding every column of a table to a field: the template's columns, a person's mapping, and what becomes of the
rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from learning.domain.enums import MeasureKind, Role, Unit
from learning.domain.errors import BadMapping
from learning.domain.facts import EXTRA_PREFIX, Fact
from learning.domain.imports import BoundColumn, TableHead
from learning.imports.fields import ATTRIBUTE_PREFIX, VALUE_FIELD, Field, find_field, get_field
from learning.imports.headers import header_key, is_identifier, is_money, is_percent, measure_kind, slug
from learning.imports.matching import Candidate
from learning.imports.platforms.template import Column, Template
from learning.imports.recognise import Recognition, blank_columns
from learning.imports.samples import cells_of, dates_in, is_mostly_fractions, sample_of
from learning.imports.values.currency import currency_in_header

_FACTS: Final = frozenset(fact.value for fact in Fact)
_TEXTS: Final = frozenset({Role.DIMENSION, Role.ATTRIBUTE})
_MOMENTS: Final = frozenset(
    {"date", "hour", "time", "published_at", "period_start", "period_end", "week", "month", "nth_day"}
)
"""Fields that place a row in time."""
_WEIGHTS: Final = (
    (
        ("per session", "pro sitzung", "session duration", "bounce", "engagement time per session", "per visit"),
        "sessions",
    ),
    (("view duration", "percentage viewed", "watch time", "per view"), "views"),
    (("conversion rate",), "sessions"),
    (("cpc", "cost per click", "conv rate", "conversion rate"), "clicks"),
    (("cost conv", "cost per conv", "cost per result", "cpa"), "conversions"),
    (("frequency",), "reach"),
    *(
        (("satisfaction", "csat", "rating", "zufriedenheit", "satisfaccion"), f"extra.{people}")
        for people in ("responses", "ratings", "number_of_responses", "number_of_ratings", "survey_responses")
    ),
    (("ctr", "click through", "klickrate", "cpm", "engagement rate", "position", "impression", " rate"), "impressions"),
)
_DURATION_WORDS: Final = (
    "duration",
    "time per",
    "time on",
    "watch time",
    "dauer",
    "duracion",
    "duree",
    "duracao",
    "engagement time",
    "play time",
)


@dataclass(frozen=True, slots=True)
class Binding:
    """The columns of a table with their fields."""

    columns: tuple[BoundColumn, ...]
    optional: tuple[int, ...]
    """Indexes of columns that become dimensions only where rows could not be told apart without them."""
    leftovers: tuple[int, ...]
    """Indexes of columns that no field fitted."""


def bind(head: TableHead, recognition: Recognition, mapping: Mapping[int, str]) -> Binding:
    """Bind every column of a table.

    Args:
        head: the table.
        recognition: the report it is taken for.
        mapping: column index -> field that a person (or an earlier import) gave it.

    Returns:
        One bound column per header cell, in the file's order.
    """
    template = recognition.match.template
    chosen = dict(recognition.match.chosen)
    mapped = set(mapping.values())
    taken: set[str] = mapped | {one.field for one in chosen.values() if one.column not in mapping}
    columns: list[BoundColumn] = []
    optional: list[int] = []
    leftovers: list[int] = []
    blank = blank_columns(head)
    for index, text in enumerate(head.header):
        candidate = chosen.get(index)
        if index in mapping:
            column = _from_field(index, text, get_field(mapping[index]), None)
        elif candidate is not None and candidate.field not in mapped:
            column = _from_candidate(index, text, candidate)
            if candidate.spec is not None and candidate.spec.when_needed:
                optional.append(index)
        else:
            column = _leftover(head, index, template, taken, blank=blank[index], columns=columns)
            leftovers.append(index)
            if column.role in _TEXTS and not taken & _MOMENTS and not template.platform:
                column = _by_its_dates(head, column)
        taken.add(column.field)
        columns.append(column)
    return Binding(_with_weights(columns), tuple(optional), tuple(leftovers))


def resolve_mapping(head: TableHead, options: Mapping[str, str]) -> dict[int, str]:
    """Turn a person's mapping into column indexes.

    Args:
        head: the table.
        options: header text (or 1-based position, for duplicates) -> field.

    Returns:
        Column index -> canonical field name.

    Raises:
        BadMapping: no such column, no such field, or two columns on one field.
    """
    found: dict[int, str] = {}
    for name, target in options.items():
        index = _column_index(head, name)
        field = get_field(target)
        other = next((i for i, given in found.items() if given == field.name and field.role is not Role.IGNORED), None)
        if other is not None:
            raise BadMapping(
                f"Two columns are mapped to {field.name!r}: {head.header[other]!r} and {head.header[index]!r}.",
                "Map one of them to another field, such as extra.<name>, or to `ignore`.",
            )
        found[index] = field.name
    return found


def _column_index(head: TableHead, name: str) -> int:
    exact = [i for i, text in enumerate(head.header) if text.strip() == name.strip()]
    found = exact or [
        i for i, text in enumerate(head.header) if header_key(text) == header_key(name) and header_key(name)
    ]
    if not found and name.strip().isdigit() and 1 <= int(name) <= len(head.header):
        found = [int(name) - 1]
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(str(i + 1) for i in found)
        raise BadMapping(
            f"There are {len(found)} columns {name!r}.", f"Name the one you mean by its position: {places}."
        )
    raise BadMapping(
        f"There is no column {name!r} in {head.file}.",
        "Use one of: " + ", ".join(text for text in head.header if text.strip()) + ".",
    )


def _from_candidate(index: int, text: str, candidate: Candidate) -> BoundColumn:
    field = find_field(candidate.field)
    if field is None:
        field = Field(candidate.field, Role.DIMENSION, Unit.TEXT, candidate.field)
    return _from_field(index, text, field, candidate.spec)


def _from_field(index: int, text: str, field: Field, spec: Column | None) -> BoundColumn:
    role = spec.role if spec and spec.role else field.role
    if spec and spec.when_needed:
        role = Role.IGNORED
    # The report's English header tells more than a translation of it, save for the unit of a watch time.
    judged = spec.headers[0] if spec and spec.headers and field.role is Role.MEASURE else text
    unit = spec.unit if spec and spec.unit else _unit(judged, field)
    kind = spec.kind if spec and spec.kind else measure_kind(judged)
    money = unit is Unit.MONEY
    return BoundColumn(
        index=index,
        header=text,
        field=field.name,
        role=role,
        unit=unit,
        kind=kind if role is Role.MEASURE else MeasureKind.ADDITIVE,
        weight=spec.weight if spec and role is Role.MEASURE else None,
        currency=currency_in_header(text) if money else None,
    )


def _unit(text: str, field: Field) -> Unit:
    key = header_key(text)
    if field.name == Fact.WATCH_SECONDS:
        if any(
            word in key
            for word in (
                "hours",
                "stunden",
                "horas",
                "heures",
                "ore",
                "uren",
                "단위 시간",
                "시간 시간",
                "時間 時間",
                "単位 時間",
                "時間（時間",
            )
        ):
            return Unit.HOURS
        if any(word in key for word in ("minutes", "minuten", "minutos", "단위 분", "分")):
            return Unit.MINUTES
        return Unit.DURATION
    if field.role is Role.MEASURE and field.unit is Unit.NUMBER:
        return _measure_unit(text)
    return field.unit


def _measure_unit(text: str) -> Unit:
    key = header_key(text)
    kind = measure_kind(text)
    if is_percent(text) or (
        kind is MeasureKind.AVERAGE
        and any(key.endswith(word) or f"{word} " in key for word in ("rate", "ctr", "klickrate", "quote"))
    ):
        return Unit.PERCENT
    if any(word in key for word in _DURATION_WORDS):
        return Unit.DURATION
    if is_money(text):
        return Unit.MONEY
    return Unit.COUNT if kind is MeasureKind.UNIQUE else Unit.NUMBER


def _leftover(
    head: TableHead, index: int, template: Template, taken: set[str], *, blank: bool, columns: list[BoundColumn]
) -> BoundColumn:
    text = head.header[index]
    name = slug(text) or f"column_{index + 1}"
    sample = sample_of(head, index)
    if blank and head.complete:
        return BoundColumn(
            index, text, f"{ATTRIBUTE_PREFIX}{_free(name, ATTRIBUTE_PREFIX, taken)}", Role.IGNORED, Unit.TEXT
        )
    twin = next((one for one in columns if one.header.strip() == text.strip() and text.strip()), None)
    if twin is not None and cells_of(head, index) == cells_of(head, twin.index) and head.sample:
        return BoundColumn(
            index, text, f"{EXTRA_PREFIX}{_free(name, EXTRA_PREFIX, taken, reserved=_FACTS)}", Role.IGNORED, Unit.TEXT
        )
    if not text.strip() and sample.numeric and len(sample.texts) == sample.rows:
        return BoundColumn(
            index, text, f"{ATTRIBUTE_PREFIX}{_free(name, ATTRIBUTE_PREFIX, taken)}", Role.IGNORED, Unit.TEXT
        )
    if (sample.numeric or not sample.texts) and not is_identifier(text):
        free = _free(name, EXTRA_PREFIX, taken, reserved=_FACTS)
        field = Field(f"{EXTRA_PREFIX}{free}", Role.MEASURE, Unit.NUMBER, free)
        column = _from_field(index, text, field, None)
        if column.unit is Unit.NUMBER and any(cell.endswith("%") for cell in sample.texts):
            return replace(column, unit=Unit.PERCENT, kind=MeasureKind.AVERAGE)
        # A sum of unknown fractions would claim more than the file says; counts are whole.
        fractions = column.unit is Unit.NUMBER and column.kind is MeasureKind.ADDITIVE and is_mostly_fractions(sample)
        return replace(column, kind=MeasureKind.AVERAGE) if fractions else column
    if template.unknown_text is Role.DIMENSION and not is_identifier(text):
        free = _free(name, "", taken)
        return BoundColumn(index, text, free, Role.DIMENSION, Unit.TEXT)
    unit = Unit.IDENTIFIER if is_identifier(text) else Unit.TEXT
    return BoundColumn(index, text, f"{ATTRIBUTE_PREFIX}{_free(name, ATTRIBUTE_PREFIX, taken)}", Role.ATTRIBUTE, unit)


def _by_its_dates(head: TableHead, column: BoundColumn) -> BoundColumn:
    """A column of unknown name whose cells are dates places the rows in time, where no other column does."""
    found = dates_in(sample_of(head, column.index).texts)
    if found is None or found.lifetime or found.yearless:
        return column
    return _from_field(column.index, column.header, get_field("time" if found.has_time else "date"), None)


def _free(name: str, prefix: str, taken: set[str], reserved: Iterable[str] = ()) -> str:
    """A name that no column has yet; one that a fact has counts as its first holder."""
    number = 1
    reserved = frozenset(reserved) & taken
    while True:
        candidate = name if number == 1 else f"{name}_{number}"
        if f"{prefix}{candidate}" not in taken and candidate not in reserved:
            return candidate
        number += 1


def _with_weights(columns: list[BoundColumn]) -> tuple[BoundColumn, ...]:
    fields = {column.field for column in columns if column.role in (Role.FACT, Role.MEASURE)}
    done: list[BoundColumn] = []
    for column in columns:
        weight = column.weight
        if column.role is Role.MEASURE and column.kind is MeasureKind.AVERAGE:
            weight = weight if weight in fields else _guess_weight(column, fields)
        elif column.role is Role.MEASURE:
            weight = None
        done.append(replace(column, weight=weight if weight != column.field else None))
    return tuple(done)


def _guess_weight(column: BoundColumn, fields: set[str]) -> str | None:
    key = header_key(column.header)
    for parts, weight in _WEIGHTS:
        if any(part in key for part in parts) and weight in fields:
            return weight
    return None


def is_value(column: BoundColumn) -> bool:
    """Whether a column holds the number of a table whose metric is named elsewhere."""
    return column.field == VALUE_FIELD
