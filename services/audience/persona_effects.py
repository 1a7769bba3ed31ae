"""What a property of posts does for each persona, from the cut that tells both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.dimensions import CONTENT_DIMENSIONS, SEGMENT_DIMENSIONS
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import FigureQuery
from learning.domain.persona_effects import PersonaEffects, PersonaQuery
from learning.metrics.catalog import CATALOG, EXPOSURE
from learning.metrics.definitions import Form, Metric
from learning.metrics.persona_effects import PersonaPosts, persona_effects
from services.content.rows import ContentParts, content_parts, judge, read_rows, without_accounts
from services.figures.cuts import Chosen, CutChooser

FORMS: Final = (Form.RATIO,)
TOO_FEW = "fewer than two {dimension}s saw five posts of a {attribute} and five others"


def read_persona_effects(work: UnitOfWork, query: PersonaQuery) -> PersonaEffects:
    """Compare posts of each level of an attribute with the others, persona by persona.

    Raises:
        BadOption: If the metric is no rate, or attribute or dimension are none of posts and of people.
    """
    metric = CATALOG.get(query.metric)
    if metric is None or metric.form not in FORMS:
        raise BadOption("metric", query.metric, "a rate of the glossary")
    if query.attribute not in CONTENT_DIMENSIONS:
        raise BadOption("attribute", query.attribute, f"one of {', '.join(CONTENT_DIMENSIONS)}")
    if query.dimension not in SEGMENT_DIMENSIONS:
        raise BadOption("dimension", query.dimension, f"one of {', '.join(SEGMENT_DIMENSIONS)}")
    scope, by = query.scope, (query.attribute, query.dimension)
    question = FigureQuery(scope.brand_id, scope.first, scope.last, by, scope.where, (query.metric,), scope.basis)
    chooser = CutChooser(work.figures, question)
    for basis in Basis:
        if scope.basis in (None, basis):
            chosen = chooser.choose(basis, metric.needs, (*scope.where, "content", *by))
            if chosen:
                return _effects(work, query, question, metric, chosen)
    reason = f"no export gives {metric.label.lower()} by post and {query.dimension} in these days"
    return PersonaEffects(query, (), (), None, {}, 0, reason)


def _effects(
    work: UnitOfWork, query: PersonaQuery, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]
) -> PersonaEffects:
    tables = read_rows(work, question, chosen, (*metric.facts, *EXPOSURE))
    parts = without_accounts(work, query.scope.brand_id, content_parts(metric, tables))
    judged = judge(work, query.gates, chosen, tables, parts.ids, brand_id=query.scope.brand_id)
    left_out = len(np.unique(parts.ids[~judged.teaches]))
    parts = parts.only(judged.teaches)
    basis = chosen[0].holding.spec.basis
    cuts = {one.holding.spec.platform: one.holding.spec.name for one in chosen}
    if not len(parts.ids):
        return PersonaEffects(query, (), (), basis, cuts, left_out, "no post of these days is old and seen enough")
    posts, levels, personas = _by_persona(parts)
    wholes, effects = persona_effects(posts, levels, personas)
    few = TOO_FEW.format(dimension=query.dimension, attribute=query.attribute)
    return PersonaEffects(query, wholes, effects, basis, cuts, left_out, None if effects else few)


def _by_persona(parts: ContentParts) -> tuple[PersonaPosts, tuple[str, ...], tuple[str, ...]]:
    """One row a post and stratum, one column a named persona; who is not told stays out."""
    levels = tuple(sorted({key[0] for key in parts.keys}))
    personas = tuple(sorted({key[1] for key in parts.keys} - {""}))
    level = np.array([levels.index(key[0]) for key in parts.keys], dtype=np.int64)[parts.group]
    persona = np.array([personas.index(key[1]) if key[1] else -1 for key in parts.keys], dtype=np.int64)[parts.group]
    told = persona >= 0
    pairs, row = np.unique(np.column_stack([parts.ids, parts.stratum])[told], axis=0, return_inverse=True)
    events, exposure = (np.full((len(pairs), len(personas)), np.nan) for _ in range(2))
    events[row, persona[told]] = parts.numerator[told]
    exposure[row, persona[told]] = parts.denominator[told]
    of_row = np.zeros(len(pairs), dtype=np.int64)
    of_row[row] = level[told]
    return PersonaPosts(events, exposure, of_row, pairs[:, 1].astype(np.int64)), levels, personas
