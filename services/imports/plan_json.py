"""Plans as JSON: stored with a batch, so that a redo reads its file exactly as the first time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from learning.domain.enums import (
    Basis,
    DateOrder,
    DecimalMark,
    Grain,
    MeasureKind,
    PercentScale,
    QuestionKey,
    Role,
    Unit,
)
from learning.domain.imports import BoundColumn, ParseSettings, Period, Question, TablePlan


def plan_payload(plan: TablePlan) -> dict[str, object]:
    """Return a plan as JSON values."""
    return {
        "template": plan.template,
        "platform": plan.platform,
        "account": plan.account,
        "basis": plan.basis.value,
        "grain": plan.grain.value,
        "dimensions": list(plan.dimensions),
        "columns": [column_payload(column) for column in plan.columns],
        "confidence": plan.confidence,
        "questions": [question_payload(question) for question in plan.questions],
        "settings": _settings_payload(plan.settings),
        "notes": list(plan.notes),
        "transposed": plan.transposed,
        "identities": [list(group) for group in plan.identities],
        "ignored_reason": plan.ignored_reason,
    }


def read_plan(payload: Mapping[str, Any]) -> TablePlan:
    """Return the plan of JSON values."""
    return TablePlan(
        template=payload["template"],
        platform=payload["platform"],
        account=payload["account"],
        basis=Basis(payload["basis"]),
        grain=Grain(payload["grain"]),
        dimensions=tuple(payload["dimensions"]),
        columns=tuple(read_column(column) for column in payload["columns"]),
        confidence=payload["confidence"],
        questions=tuple(read_question(question) for question in payload["questions"]),
        settings=_read_settings(payload["settings"]),
        notes=tuple(payload["notes"]),
        transposed=payload["transposed"],
        identities=tuple(tuple(group) for group in payload["identities"]),
        ignored_reason=payload["ignored_reason"],
    )


def column_payload(column: BoundColumn) -> dict[str, object]:
    """Return a bound column as JSON values."""
    return {
        "index": column.index,
        "header": column.header,
        "field": column.field,
        "role": column.role.value,
        "unit": column.unit.value,
        "kind": column.kind.value,
        "weight": column.weight,
        "currency": column.currency,
        "scale": column.scale,
        "fixed": [list(pair) for pair in column.fixed],
    }


def read_column(payload: Mapping[str, Any]) -> BoundColumn:
    """Return the bound column of JSON values."""
    return BoundColumn(
        index=payload["index"],
        header=payload["header"],
        field=payload["field"],
        role=Role(payload["role"]),
        unit=Unit(payload["unit"]),
        kind=MeasureKind(payload["kind"]),
        weight=payload["weight"],
        currency=payload["currency"],
        scale=payload["scale"],
        fixed=tuple((name, value) for name, value in payload["fixed"]),
    )


def question_payload(question: Question) -> dict[str, object]:
    """Return a question as JSON values."""
    return {
        "key": question.key.value,
        "prompt": question.prompt,
        "options": list(question.options),
        "proposed": question.proposed,
    }


def read_question(payload: Mapping[str, Any]) -> Question:
    """Return the question of JSON values."""
    return Question(QuestionKey(payload["key"]), payload["prompt"], tuple(payload["options"]), payload["proposed"])


def _settings_payload(settings: ParseSettings) -> dict[str, object]:
    return {
        "time_zone": settings.time_zone,
        "brand_zone": settings.brand_zone,
        "date_order": settings.date_order.value if settings.date_order else None,
        "decimal_mark": settings.decimal_mark.value,
        "percent_scale": settings.percent_scale.value if settings.percent_scale else None,
        "year_hint": _period_payload(settings.year_hint),
        "period": _period_payload(settings.period),
        "captured_at": settings.captured_at.isoformat() if settings.captured_at else None,
        "currency": settings.currency,
    }


def _read_settings(payload: Mapping[str, Any]) -> ParseSettings:
    return ParseSettings(
        time_zone=payload["time_zone"],
        brand_zone=payload["brand_zone"],
        date_order=DateOrder(payload["date_order"]) if payload["date_order"] else None,
        decimal_mark=DecimalMark(payload["decimal_mark"]),
        percent_scale=PercentScale(payload["percent_scale"]) if payload["percent_scale"] else None,
        year_hint=_read_period(payload["year_hint"]),
        period=_read_period(payload["period"]),
        captured_at=datetime.fromisoformat(payload["captured_at"]) if payload["captured_at"] else None,
        currency=payload["currency"],
    )


def _period_payload(period: Period | None) -> list[str] | None:
    return None if period is None else [period.first.isoformat(), period.last.isoformat()]


def _read_period(payload: list[str] | None) -> Period | None:
    return None if payload is None else Period(date.fromisoformat(payload[0]), date.fromisoformat(payload[1]))
