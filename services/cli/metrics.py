"""`bellwether metrics`: figures of a range with their n, interval and origin."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from db.engine import open_store
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery, FigureRow, FigureTable, MetricValue
from services.brands import find_brand
from services.cli.verb import Answer, Call, Verb
from services.figures.asking import figures


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="DATE", help="first day, counted")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE", help="last day, counted")
    parser.add_argument("--by", nargs="+", action="extend", default=[], metavar="DIM", help="split by these dimensions")
    parser.add_argument(
        "--where",
        nargs="+",
        action="extend",
        type=dimension_filter,
        default=[],
        metavar="DIM=VALUE",
        help="keep only these values",
    )
    parser.add_argument("--metric", nargs="+", action="extend", default=[], metavar="NAME", help="only these metrics")
    parser.add_argument("--basis", type=Basis, choices=list(Basis), help="only this basis")


def run(call: Call) -> Answer:
    """Answer the question for figures."""
    store = open_store(call.settings.database_url)
    try:
        with store.read() as work:
            brand = find_brand(work, call.brand)
            if brand is None:
                return Answer({"data_version": 0, "rows": [], "notes": []}, "No data has been imported yet.")
            table = figures(work, _query(brand.id, call.options))
    finally:
        store.close()
    return Answer(payload(table), _words(table))


def payload(table: FigureTable) -> dict[str, object]:
    """The figures as the command's contract shapes them."""
    return {
        "data_version": table.data_version,
        "rows": [_row(row) for row in table.rows],
        "notes": list(table.notes),
    }


def _query(brand_id: int, options: argparse.Namespace) -> FigureQuery:
    where: dict[str, tuple[str, ...]] = {}
    for name, value in options.where:
        where[name] = (*where.get(name, ()), value)
    return FigureQuery(
        brand_id=brand_id,
        first=options.first,
        last=options.last,
        by=tuple(options.by),
        where=where,
        metrics=tuple(dict.fromkeys(options.metric)),
        basis=options.basis,
    )


def _row(row: FigureRow) -> dict[str, object]:
    keys: dict[str, object] = {name: _key(name, value) for name, value in row.keys}
    return keys | {name: _value(value) for name, value in row.values.items()}


def _key(name: str, value: str) -> str | int | None:
    if name == "hour_of_week":
        return int(value)
    return value or None


def _value(value: MetricValue) -> dict[str, object]:
    found: dict[str, object] = {
        "value": _number(value.value),
        "low": value.low,
        "high": value.high,
        "n": value.n,
        "counted": value.counted.value,
        "basis": value.basis.value,
        "cuts": dict(value.cuts),
        "missing_days": [day.isoformat() for day in value.missing_days],
        "reason": value.reason,
    }
    return found | ({"currency": value.currency} if value.currency else {})


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value


def _words(table: FigureTable) -> str:
    lines: list[str] = []
    for row in table.rows:
        title = ", ".join(f"{name} {value or '(none)'}" for name, value in row.keys)
        lines.append(f"{title or 'All'} ({row.basis})")
        lines += [f"  {name:32} {_figure(value)}" for name, value in row.values.items()]
    return "\n".join([*lines, *table.notes]) or "No data in this range."


def _figure(value: MetricValue) -> str:
    if value.value is None:
        return f"- ({value.reason})"
    shown = f"{value.value:,.6g}" if abs(value.value) < 1 else f"{value.value:,.2f}".removesuffix(".00")
    between = "" if value.low is None or value.high is None else f"  {value.low:,.6g} to {value.high:,.6g} (95 %)"
    money = f" {value.currency}" if value.currency else ""
    cuts: Mapping[str, str] = value.cuts
    gaps = f"; {len(value.missing_days)} days without data" if value.missing_days else ""
    return f"{shown}{money}{between}  n = {value.n} {value.counted}  [{'; '.join(cuts.values())}{gaps}]"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-21") from error


def dimension_filter(text: str) -> tuple[str, str]:
    """Read DIM=VALUE, or refuse it as wrong usage."""
    name, mark, value = text.partition("=")
    if not mark or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not DIM=VALUE")
    return name, value


METRICS = Verb(configure, run)
