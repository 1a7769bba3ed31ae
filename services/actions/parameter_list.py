"""The parameters of a brand with what serves now: what a person can propose to change."""

from __future__ import annotations

from dataclasses import dataclass

from db.unit import UnitOfWork
from learning.domain.parameters import Parameter, Value
from services.actions.drafting import live_value


@dataclass(frozen=True, slots=True)
class LiveParameter:
    """A parameter and what serves."""

    parameter: Parameter
    version: int
    value: Value


def list_parameters(work: UnitOfWork, brand_id: int) -> tuple[LiveParameter, ...]:
    """Return every parameter of a brand with its value."""
    return tuple(LiveParameter(each, *live_value(work, each)) for each in work.parameters.list_of(brand_id))
