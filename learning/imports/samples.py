"""What the sample cells of a column show: blank, number, date or text, and how many different ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from learning.domain.enums import DecimalMark, Severity, Unit
from learning.domain.imports import Period, TableHead
from learning.imports.headers import header_key
from learning.imports.lexicon.words import word_set
from learning.imports.values.date_evidence import DateEvidence, date_order_evidence
from learning.imports.values.numbers import parse_numbers
from learning.imports.values.totals import may_be_total

_NUMERIC_SHARE: Final = 0.8
_DATE_SHARE: Final = 0.8
_PROBE: Final = 400
_FRACTION: Final = re.compile(r"[.,](?:\d{1,2}|\d{4,})$")
"""A mark that can only part a fraction: three digits behind it may as well be a group of thousands."""

_LANGUAGE_MARKS: Final[dict[str, frozenset[str]]] = {
    "de": word_set(
        "datum tag aufrufe beitrags beitrag kosten klicks kampagne reichweite kommentare gesamt seite sitzungen"
        " veroffentlichungszeitpunkt wiedergabezeit impressionen dauer beschreibung titel und der des betrag"
        " anzeigengruppe konto abonnenten hochzeit woche monat"
    ),
    "es": word_set(
        "fecha dia visualizaciones publicacion alcance comentarios campana coste importe clics hora de la el del"
        " vistas titulo enlace impresiones seguidores compartidos vez gusta sesiones pagina duracion informe"
    ),
    "fr": word_set(
        "jour vues publication couverture portee commentaires campagne cout montant clics heure du la les des titre"
        " lien abonnes partages sessions duree depense nom rapport video visionnage"
    ),
    "pt": word_set(
        "dia visualizacoes publicacao alcance comentarios campanha custo valor cliques horario do da dos titulo"
        " impressoes seguidores compartilhamentos curtidas sessoes duracao inscritos relatorio"
    ),
    "it": word_set(
        "giorno visualizzazioni pubblicazione copertura commenti campagna costo importo clic del della titolo"
        " impressioni condivisioni durata"
    ),
    "nl": word_set("dag weergaven bereik reacties campagne kosten klikken vertoningen van titel gedeeld duur"),
    "pl": word_set(
        "wyswietlenia wyswietlen zasieg klikniecia koszt kampania polubienia komentarze udostepnienia dzien publikacji"
        " liczba"
    ),
    "cs": word_set("zobrazeni dosah kliknuti prokliky cena kampan komentare sdileni den libi naklady"),
    "tr": word_set("tarih gosterim erisim tiklama tiklamalar maliyet kampanya begeni yorum yorumlar paylasim gun"),
    "sv": word_set("visningar rackvidd klick kostnad kampanj kommentarer delningar gillar dag"),
    "en": word_set(
        "date day views post reach comments campaign cost clicks publish title link impressions shares likes page"
        " sessions users time duration type watch average total spend engagement follows device country name id"
    ),
}

_SCRIPTS: Final = {
    "el": frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ"),
    "ru": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёієїґ"),
}


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """The sample cells of one column."""

    texts: tuple[str, ...]
    """Distinct non-blank cells in order of appearance."""
    filled: int
    rows: int
    numeric: bool
    """Nearly all filled cells read as numbers."""


def is_mostly_fractions(sample: ColumnSample) -> bool:
    """Whether most of the different numbers of a column are no whole numbers.

    Args:
        sample: of a numeric column.

    Returns:
        False for a column without numbers.
    """
    marks = [text for text in sample.texts[:_PROBE] if text.strip("0123456789+-\u2212 ")]
    fractions = sum(1 for text in marks if _FRACTION.search(text))
    return fractions > len(sample.texts[:_PROBE]) / 2


def cells_of(head: TableHead, index: int) -> list[str]:
    """The sample cells of a column, '' where a row is too short."""
    return [cells[index].strip() if len(cells) > index else "" for _, cells in head.sample]


def sample_of(head: TableHead, index: int) -> ColumnSample:
    """Look over the sample cells of a column.

    Args:
        head: the table.
        index: 0-based column.

    Returns:
        Distinct texts, counts and whether they are numbers; a column without cells is not numeric.
    """
    cells = [cell for cell in cells_of(head, index) if cell]
    texts = tuple(dict.fromkeys(cells))
    return ColumnSample(texts, len(cells), len(head.sample), _are_numbers(texts[:_PROBE]))


@lru_cache(maxsize=4096)
def _are_numbers(texts: tuple[str, ...]) -> bool:
    if not texts:
        return False
    parsed = parse_numbers(texts, decimal_mark=DecimalMark.POINT, unit=Unit.NUMBER)
    bad = {problem.index for problem in parsed.problems if problem.severity is Severity.ERROR}
    return len(bad) <= (1 - _NUMERIC_SHARE) * len(texts)


def dates_in(
    texts: Sequence[str], *, period: Period | None = None, latest: date | None = None, language: str | None = None
) -> DateEvidence | None:
    """What the texts of a column say as dates.

    Args:
        texts: distinct cells in file order.
        period: range that the file states, if any.
        latest: day behind which no date can lie.
        language: of the headers, if known.

    Returns:
        The evidence; None where the texts are not dates (nor 'Lifetime').
    """
    texts = [text for text in texts if not may_be_total(text)]
    if not texts:
        return None
    found = date_order_evidence(texts, period=period, latest=latest, language=language)
    if found.filled and found.readable < _DATE_SHARE * found.filled and not found.lifetime:
        return None
    return found if found.readable or found.lifetime else None


def language_of(header: Sequence[str]) -> str | None:
    """The language of a header row.

    Args:
        header: header texts.

    Returns:
        'ko', 'ja', 'ru' for all Cyrillic letters, 'el', 'de', 'es', 'fr', 'pt', 'it', 'nl', 'pl', 'cs', 'tr', 'sv' or
        'en'; None where the words do not tell.
    """
    text = " ".join(header)
    if any("\uac00" <= letter <= "\ud7a3" for letter in text):
        return "ko"
    if any("\u3040" <= letter <= "\u30ff" for letter in text):
        return "ja"
    for language, letters in _SCRIPTS.items():
        if sum(letter in letters for letter in text.casefold()) > len(text) / 3:
            return language
    words = [word for cell in header for word in header_key(cell).split()]
    votes = {language: sum(word in marks for word in words) for language, marks in _LANGUAGE_MARKS.items()}
    best = max(votes, key=lambda language: votes[language])
    rest = max(count for language, count in votes.items() if language != best)
    return best if votes[best] > rest else None
