"""What the verbs about A/B tests share: their brand, their options, and tests as plain values and as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.experiment_records import ExperimentRecord, ListedExperiment, SummaryRecord
from learning.domain.plain_values import plain_values
from services.bootstrap import Services, services_of
from services.brands import FIRST_BRAND, add_brand, find_brand
from services.cli.verb import Call
from services.experiments.design_json import design_from_json, design_payload


@dataclass(frozen=True, slots=True)
class Desk:
    """The services and the brand that a verb works on."""

    services: Services
    brand: Brand


@contextmanager
def desk_of(call: Call) -> Iterator[Desk]:
    """Open the services on the brand that a call names, or on the only one, which is created if there is none.

    Raises:
        NotFound: There is no brand of that name.
        AmbiguousBrand: Several brands and none named.
    """
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
        yield Desk(services, brand or add_brand(services.store, FIRST_BRAND, services.clock))


def read_numbers(option: str, texts: Sequence[str]) -> dict[str, float]:
    """Read NAME=NUMBER options.

    Raises:
        BadOption: One of them is none.
    """
    found: dict[str, float] = {}
    for text in texts:
        name, equals, number = text.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            equals = ""
        if not equals:
            raise BadOption(option, text, "a name, then = and a number")
    return found


def experiment_payload(record: ExperimentRecord) -> dict[str, Any]:
    """Return a test as plain values."""
    return {
        "id": record.id,
        "key": record.key,
        "name": record.name,
        "state": record.state.value,
        "origin": record.origin.value,
        "hypothesis": record.hypothesis,
        "metric": record.metric,
        "topic": record.topic,
        "hook": record.hook,
        "segment": record.segment,
        "started_at": moment(record.started_at),
        "ended_at": moment(record.ended_at),
        "decided_at": moment(record.decided_at),
        "data_version": record.data_version,
        "design": design_payload(design_from_json(record.design)),
    }


def listed_payload(listed: ListedExperiment) -> dict[str, Any]:
    """Return a test of a list as plain values."""
    record = listed.experiment
    names = ("id", "key", "name", "metric", "topic", "hook", "segment")
    values: dict[str, Any] = {name: getattr(record, name) for name in names}
    values |= {"state": record.state.value, "started_at": moment(record.started_at)}
    values |= {"ended_at": moment(record.ended_at)}
    return values | _summary_payload(listed.summary) | {"chance": plain_values(listed.chance)}


def line_of(listed: ListedExperiment) -> str:
    """Return one line about a test."""
    record, summary = listed.experiment, listed.summary
    answer = "" if summary is None else f"{summary.verdict}: {summary.reason}"
    left = "" if summary is None or summary.days_left is None else f" (about {summary.days_left} days left)"
    return f"{record.id:6}  {record.state.value:9} {record.name[:40]:40}  {answer}{left}"


def moment(seconds: int | None) -> str | None:
    """Return UTC seconds as ISO 8601."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _summary_payload(summary: SummaryRecord | None) -> dict[str, Any]:
    names = ("verdict", "rule", "reason", "arm", "lift", "low", "high", "n", "days_left")
    if summary is None:
        return dict.fromkeys(names) | {"reason": "not started"}
    return {name: plain_values(getattr(summary, name)) for name in names}
