"""Places in a text that tell who a person is."""

from __future__ import annotations

from collections.abc import Iterable

from learning.domain.feedback import MaskedPart, MaskedText


def without_overlaps(parts: Iterable[MaskedPart]) -> list[MaskedPart]:
    """Return the parts from left to right; of two that overlap the longer one stays, then the earlier one."""
    kept: list[MaskedPart] = []
    for part in sorted(parts, key=lambda one: (one.start - one.end, one.start)):
        if all(part.end <= other.start or part.start >= other.end for other in kept):
            kept.append(part)
    return sorted(kept, key=lambda part: part.start)


def replace_parts(text: str, parts: Iterable[MaskedPart]) -> MaskedText:
    """Replace each part by its kind in brackets."""
    ordered = without_overlaps(parts)
    pieces, last = [], 0
    for part in ordered:
        pieces += [text[last : part.start], f"[{part.kind.value}]"]
        last = part.end
    return MaskedText("".join([*pieces, text[last:]]), tuple(ordered))
