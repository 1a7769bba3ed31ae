"""One sense of a field in the words of several languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Headers that mean the same field.

    `rank` orders the senses of one field: where several columns could be the same fact, the lowest rank is bound and
    the others are kept
    as extras.
    """

    field: str
    texts: tuple[str, ...]
    rank: int = 0


def words(field: str, text: str, *, rank: int = 0) -> Words:
    """Build a sense from one line.

    Args:
        field: canonical field name.
        text: headers, parted by '|'.
        rank: order among the senses of the field; 0 is tried first.

    Returns:
        The sense.
    """
    return Words(field, tuple(part.strip() for part in text.split("|") if part.strip()), rank)


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by blanks."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, parted by '|'."""
    return frozenset(part.strip() for part in text.split("|"))
