"""Winning formulas as a section that a generator's prompt can take in."""

from __future__ import annotations

from learning.domain.formulas import Formula, FormulaSource


def prompt_section(formulas: tuple[Formula, ...], generator: str) -> str:
    """Write the formulas of a generator as a section for its prompt.

    Args:
        formulas: Of `winning_formulas`.
        generator: Its name; its own formulas stand first, then those over all generators; peers stand apart.

    Returns:
        Plain text, '' without any formula.
    """
    own = [one for one in formulas if one.generator == generator and one.source is not FormulaSource.PEERS]
    shared = [one for one in formulas if not one.generator and one.source is not FormulaSource.PEERS]
    peers = [one for one in formulas if one.source is FormulaSource.PEERS and not one.generator]
    told = {one.structure for one in own} if generator else set()
    blocks = (
        ("Structures that did well in your own posts:", own if generator else []),
        ("Structures that did well for this brand:", [one for one in shared if one.structure not in told]),
        ("Structures that did well for others (context, not proof):", peers),
    )
    lines = [line for title, some in blocks if some for line in (title, *map(_prompt_line, some))]
    return "\n".join(lines)


def _prompt_line(one: Formula) -> str:
    structure = ", ".join(f"{part}: {level}" for part, level in one.structure)
    rate = "" if one.engagement_rate is None else f", {100 * one.engagement_rate:.1f} % engagement"
    views = "" if one.average_views is None else f", about {one.average_views:,.0f} views"
    usual = 100 * one.usual_success
    return (
        f"- {structure} ({one.successes} of {one.n} posts did well, usually {usual:.0f} %{rate}{views}). "
        f'Example: "{one.example_text}"'
    )
