"""The note without what tells who a person is."""

from __future__ import annotations

import re
from collections.abc import Collection

from learning.domain.feedback import MaskedPart, MaskedText, Personal
from learning.models.masking.addresses import find_addresses
from learning.models.masking.names import find_names
from learning.models.masking.numbers import find_numbers
from learning.models.masking.spans import replace_parts, without_overlaps


def mask(text: str, keep: Collection[str] = ()) -> MaskedText:
    """Replace names, mails, phone numbers, handles and the like by their kind in brackets.

    Args:
        text: A note as somebody wrote it.
        keep: Words that are no person here, in any case of letters: the brand, its products, its own handles.

    Returns:
        The masked text, and where something was masked in the text as it was given.
    """
    kept = {word.casefold().lstrip("@") for word in keep}
    found = [*find_addresses(text), *find_numbers(text)]
    taken = without_overlaps(found)
    names = [
        part
        for part in find_names(text)
        if not any(part.start < other.end and other.start < part.end for other in taken)
    ]
    return replace_parts(text, [part for part in (*taken, *names) if not _is_kept(text, part, kept)])


def _is_kept(text: str, part: MaskedPart, kept: Collection[str]) -> bool:
    if part.kind not in {Personal.NAME, Personal.HANDLE}:
        return False
    told = text[part.start : part.end].casefold().lstrip("@")
    return told in kept or (part.kind is Personal.NAME and all(word in kept for word in re.findall(r"\w+", told)))
