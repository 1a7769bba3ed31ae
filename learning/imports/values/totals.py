"""Total rows and footer notes among the data."""

import re
from collections.abc import Sequence
from typing import Final

from learning.imports.values.calendar_words import fold
from learning.imports.values.cell_text import is_placeholder, plain_text

_TOTALS: Final = (
    "total, totals, grand total, subtotal, sub-total, overall total, report total, account total, page total, "
    "sum, gesamt, gesamtsumme, gesamtergebnis, gesamtwert, summe, insgesamt, zwischensumme, total général, "
    "total general, totaux, sous-total, total geral, soma, suma, suma total, totales, totais, totale, totali, "
    "totale generale, somma, totaal, eindtotaal, totaalrij, razem, łącznie, ogółem, suma końcowa, celkem, spolu, "
    "súčet, součet, összesen, total general, ukupno, skupaj, totalt, i alt, ialt, summa, yhteensä, toplam, "
    "genel toplam, σύνολο, γενικό σύνολο, итого, всего, общий итог, общо, разом, усього, jumlah, jumlah total, "
    "keseluruhan, tổng, tổng cộng, tổng số, 合計, 総計, 小計, 총계, 합계, 전체 합계, 总计, 合计, 总和, 總計, 總和, "
    "รวม, ผลรวม, ยอดรวม, "
    'कुल, कुल योग, الإجمالي, المجموع, إجمالي, סה"כ, סהכ'
)
_WORDS: Final = tuple(
    sorted(
        {fold(word) for word in _TOTALS.split(", ")},
        key=len,
        reverse=True,
    )
)
_EXACT: Final = frozenset(_WORDS)
_PREFIX: Final = re.compile(
    rf"(?:{'|'.join(re.escape(word) for word in _WORDS)})\s*(?:[:(\uff1a]|\s-\s|\s-+>)\s*(\S.*)", re.DOTALL
)
_NOTE: Final = re.compile(
    r"(?:showing|displaying|results? (?:limited|for)|rows? \d|note\b|notes\b|source\b|generated|"
    r"report (?:generated|created|downloaded)|"
    r"downloaded|exported|created (?:on|by|with)|copyright|\u00a9|\*|\u2020|hinweis|quelle|erstellt|"
    r"angezeigt|fuente|nota\b|remarque|fonte|"
    r"the data|data (?:is|are|may|as of)|this report|these|last updated|time ?zone|end of|\u203b|\u6ce8|\ucc38\uace0)"
)
_SENTENCE: Final = 4
"""Words from which a lone text is a remark and not a name."""


def may_be_total(text: str) -> bool:
    """Whether an identifying cell could open a total row: a cheap test for the distinct texts of a column.

    Args:
        text: a cell's text.

    Returns:
        True for a word for total alone (`Total`, `Gesamt`, `\u5408\u8a08`) or with a scope behind it (`Total:
        Campaigns`, `Gesamt: Konto`, `Total - Filtered`); False for names that only begin so (`Total Wine`).
    """
    folded = fold(plain_text(text))
    return folded.rstrip(":.*") in _EXACT or _PREFIX.fullmatch(folded) is not None


def is_total_row(identifying: Sequence[str], *, matches_sums: bool | None = None) -> bool:
    """Whether a row is a total of others.

    Args:
        identifying: the cells of the columns that say what the row is about (ids, names, dates, dimensions), in order.
        matches_sums: whether its additive numbers equal the sums of the other rows; None where not computed. False
            proves nothing: a platform's total covers rows that the export leaves out.

    Returns:
        True where the first filled cell is a word for total and every other cell is blank, a dash, such a word too, or
        repeats what it is the total of; or where the numbers equal the sums and the cells are blank or begin with such
        a word.
    """
    filled = [cell for cell in identifying if not is_placeholder(plain_text(cell))]
    if not filled:
        return matches_sums is True
    if not may_be_total(filled[0]):
        return False
    scope = _scope(filled[0])
    return matches_sums is True or all(may_be_total(cell) or _is_within(cell, scope) for cell in filled[1:])


def _scope(label: str) -> str:
    """What a label with a scope is the total of: `smart` of `Total: Smart`; '' where it names nothing."""
    found = _PREFIX.fullmatch(fold(plain_text(label)))
    return found[1] if found is not None else ""


def _is_within(cell: str, scope: str) -> bool:
    """Whether a cell only repeats the scope, as the campaign type does in the total of a campaign type."""
    words = set(fold(plain_text(cell)).split())
    return bool(words) and words <= set(scope.split())


def is_footer_note(cells: Sequence[str]) -> bool:
    """Whether a row is a remark and no data.

    Args:
        cells: all cells of the row.

    Returns:
        True where a row of a table of several columns holds a single text, in its first cell, that reads as a remark
        (`Showing top 500 results`) or is a sentence.
    """
    if len(cells) < 2 or not cells[0].strip() or any(cell.strip() for cell in cells[1:]):
        return False
    text = fold(plain_text(cells[0]))
    return _NOTE.match(text) is not None or len(text.split()) >= _SENTENCE
