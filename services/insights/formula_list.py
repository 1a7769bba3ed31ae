"""The winning formulas of a brand as the last run left them, by source, for all generators or for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.unit import UnitOfWork
from learning.domain.formulas import Formula, FormulaSource
from learning.domain.holdings import ContentCard
from learning.insights.formula_prompts import prompt_section


@dataclass(frozen=True, slots=True)
class FormulaList:
    """What recurs among posts that did well."""

    computed_at: int | None
    """UTC seconds; None where no run looked for any yet."""
    generators: tuple[str, ...]
    """Those that have formulas of their own."""
    formulas: tuple[Formula, ...]
    cards: Mapping[int, ContentCard]
    """The examples that are still there."""

    def of(self, generator: str) -> Mapping[FormulaSource, tuple[Formula, ...]]:
        """Return the formulas of a generator ('' = over all), by their source; sources without any are left out."""
        found = {
            source: tuple(one for one in self.formulas if one.source is source and one.generator == generator)
            for source in FormulaSource
        }
        return {source: some for source, some in found.items() if some}

    def prompt(self, generator: str) -> str:
        """Return them as a section for the prompt of a generator."""
        return prompt_section(self.formulas, generator)


def list_formulas(work: UnitOfWork, brand_id: int) -> FormulaList:
    """Read what the last run found."""
    kept = work.insight_log.find_formulas(brand_id)
    found = () if kept is None else kept.formulas
    return FormulaList(
        computed_at=None if kept is None else kept.computed_at,
        generators=tuple(sorted({one.generator for one in found} - {""})),
        formulas=found,
        cards=work.figures.read_cards([one.example for one in found]),
    )
