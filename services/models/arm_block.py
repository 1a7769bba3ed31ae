"""All that a component's page shows of its recommender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.unit import UnitOfWork
from learning.domain.arm_models import ArmAdvice, ArmVersion
from learning.domain.brands import Brand
from services.models.arm_lessons import WINDOW_SECONDS, weights_of
from services.models.recommending import advise


@dataclass(frozen=True, slots=True)
class ArmBlock:
    """Advice, and the versions that it comes from."""

    advice: ArmAdvice
    versions: tuple[ArmVersion, ...]
    """The newest first."""
    can_be_proposed: bool
    """Whether a parameter draws its arms by weight."""


def read_arm_block(
    work: UnitOfWork, brand: Brand, component: str, wanted: Mapping[str, str], now: int
) -> ArmBlock | None:
    """Read it; None of a component that knows no arms."""
    weights = weights_of(work, brand.id, component)
    versions = work.arm_models.list_versions(brand.id, component)
    if (
        not weights
        and not versions
        and component not in work.arm_decisions.list_components(brand.id, now - WINDOW_SECONDS)
    ):
        return None
    return ArmBlock(advise(work, brand, component, wanted, now), versions, bool(weights))
