"""Which rows are about somebody else's content: it is kept in cuts of its own, and never counted as the brand's."""

from __future__ import annotations

from typing import Final

import numpy as np

from learning.domain.dimensions import PEER
from learning.imports.converting.columns import Codes
from learning.imports.converting.table import OpenChunk

OWN_WORDS: Final = frozenset(
    {
        *("", "0", "0.0", "0,0", "false", "no", "n", "f", "own", "owned", "ours", "our", "us", "we", "self", "brand"),
        *("nein", "falsch", "eigen", "eigene", "eigener", "non", "faux", "nous", "propio", "propia", "falso", "não"),
        *("nao", "próprio", "proprio", "nee", "nie", "nej", "нет", "いいえ", "自社", "아니요", "자사", "否"),
        *("-", "–", "—", "n/a", "na", "none", "null", "nan", "undefined", "not a peer", "not peer"),
    }
)
"""What says that a row is the brand's own. Any other text is a yes or the name of a competitor: a row is never counted
as the brand's own against what the column says."""


def is_peer(text: str | None) -> bool:
    """Say whether a cell of the peer column is about somebody else.

    Args:
        text: The cell; None where there is none.

    Returns:
        False for blanks and words for 'no' and 'own', else True.
    """
    return " ".join((text or "").split()).casefold() not in OWN_WORDS


def read_peers(chunk: OpenChunk) -> Codes:
    """Read, per row, whether it is about somebody else.

    Args:
        chunk: The opened chunk.

    Returns:
        1 for a peer's row, 0 for an own one; all 0 where the table has no such column.
    """
    bound = chunk.bound(PEER)
    if not bound:
        return chunk.zeros()
    column = chunk.columns[bound[0].index]
    flags = np.fromiter((is_peer(text) for text in column.texts), np.int64, len(column.texts))
    return column.spread(flags)
