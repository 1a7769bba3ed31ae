"""Which words a header is made of: keys that survive case, accents, punctuation and units; slugs; kinds of number."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from learning.domain.enums import MeasureKind
from learning.imports.lexicon.words import phrase_set, word_set
from learning.imports.values.currency import currency_in_header
from learning.imports.values.zones import zone_in_text

_BRACKET: Final = re.compile(r"[(\[]\s*([A-Za-z]{3,4}|[A-Za-z]{0,2}[$€£¥₩₹₽₺₫])\s*[)\]]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD: Final = re.compile(r"[^\w%]+|_+")
_LATIN_ACCENT: Final = re.compile("[\u0300-\u036f]")
_CJK_PREFIX: Final = re.compile(r"^(?:総|合計|累計|총|전체|누적)")
_CJK_SUFFIX: Final = re.compile(r"(?:された回数|回数|件数|総数|数|횟수|건수|수)$")

NEUTRAL_WORDS: Final = word_set(
    "total totals totale totales totaux totais gesamt gesamtzahl insgesamt lifetime number num nr count amount"
    " anzahl der die das the of all alle nombre numero cantidad quantidade numero de del des du do da le la les"
    " el los post posts tweet tweets beitrag beitrags publicacion publicacao publication t 수 합계 총 전체 누적"
    " 総 合計 累計 総数 руб грн kc zł"
)
"""Words that say nothing about which metric a column holds."""

_AVERAGE_WORDS: Final = word_set(
    "rate rates % average avg mean median per ratio ctr cpc cpm cpv cpa cpe ecpc ecpm rpm roas roi frequency"
    " position durchschn durchschnitt durchschnittlich durchschnittliche durchschnittlicher durchschnittliches"
    " schnitt rate quote pro moyen moyenne moyens taux par frequence ratio promedio medio tasa porcentaje"
    " frecuencia por taxa porcentagem frequencia percentuale tasso frequenza gemiddelde gemiddeld percentage ø"
    " propensity probability haufigkeit anteil wskaznik wspołczynnik sredni srednia srednio udział mira prumer"
    " prumerna podil доля средний средняя среднее процент показатель частота ποσοστο ρυθμος oran orani ortalama"
    " andel genomsnitt"
)
_AVERAGE_PHRASES: Final = (
    "impression share",
    "duracion media",
    "posicion media",
    "posizione media",
    "posicao media",
    "duracao media",
    "durata media",
    "media de",
    "visualizada media",
)
_AVERAGE_PARTS: Final = ("평균", "률", "비율", "율", "平均", "率", "単価", "단가", "頻度", "빈도")
_UNIQUE_WORDS: Final = word_set(
    "users viewers unique uniques visitors reach people accounts nutzer besucher zuschauer personen einzelne"
    " utilisateurs visiteurs spectateurs personnes usuarios visitantes espectadores personas pessoas utenti"
    " visitatori 사용자 시청자 순시청자수 방문자 ユーザー ユーザー数 視聴者 視聴者数 訪問者"
)
_UNIQUE_PARTS: Final = ("ユニーク", "순시청", "unique", "einzeln")
_LEVEL_KEYS: Final = phrase_set(
    "followers | total followers | followers total | follower | total subscribers | page total likes"
    " | page t likes | page likes | lifetime total likes | subscriber count | abonnenten gesamt | abonnes"
    " | seguidores | seguidores totales | total de seguidores | 팔로워 | 팔로워 수 | フォロワー | フォロワー数"
    " | organic followers | sponsored followers | budget | timedelta"
)
_ID_WORDS: Final = word_set(
    "id ids uuid guid identifiant identificador identificativo kennung"
    " url link code sku userid postid adid customerid sessionid campaignid videoid"
)
_MONEY_WORDS: Final = word_set(
    "cost costs spend spent revenue earnings amount price cpc cpm cpv cpa ecpc ecpm rpm budget kosten ausgaben"
    " umsatz ausgegebener budget coste costo gasto ingresos depense montant revenus cout custo receita spesa"
    " ricavi 비용 수익 費用 収益 消化金額"
)


@lru_cache(maxsize=20_000)
def header_key(text: str) -> str:
    """The comparable form of a header.

    Args:
        text: header cell as it stands in the file.

    Returns:
        Lower-case words without accents, punctuation, bracketed currencies and zones; single-spaced; '%' stays a word.
    """
    text = unicodedata.normalize("NFKC", text.replace("\ufeff", "")).strip()
    text = _BRACKET.sub(lambda found: " " if _names_currency(found) or zone_in_text(found[1]) else found[0], text)
    if " " not in text:
        text = _CAMEL.sub(" ", text)
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = unicodedata.normalize("NFC", _LATIN_ACCENT.sub("", decomposed))
    return " ".join(_NOT_WORD.sub(" ", plain.replace("%", " % ")).split())


@lru_cache(maxsize=20_000)
def reduced_key(key: str) -> str:
    """A header key without the words that say nothing about the metric.

    Args:
        key: result of `header_key`.

    Returns:
        The remaining words; the key itself where nothing would remain.
    """
    words = [
        _CJK_SUFFIX.sub("", _CJK_PREFIX.sub("", word)) or word for word in key.split() if word not in NEUTRAL_WORDS
    ]
    return " ".join(words) or key


def _names_currency(bracket: re.Match[str]) -> bool:
    """Whether a bracket holds a currency rather than a unit, as in `Duration (sec)` or `Clicks (all)`."""
    return not bracket[1].isalpha() or currency_in_header(f"({bracket[1].upper()})") is not None


def slug(text: str) -> str:
    """A name for a column that has no field of its own.

    Args:
        text: header cell.

    Returns:
        Words joined by underscores, letters of any script; '' for a blank header.
    """
    return header_key(text.replace("%", " percent ")).replace(" ", "_")[:60].strip("_")


def measure_kind(text: str) -> MeasureKind:
    """How the numbers under a header may be put together, judged by its words.

    Args:
        text: header cell.

    Returns:
        AVERAGE for rates and means, LEVEL for standings, UNIQUE for distinct people, otherwise ADDITIVE.
    """
    key = header_key(text)
    words = set(key.split())
    if key in _LEVEL_KEYS:
        return MeasureKind.LEVEL
    latin_rate = any(word.endswith(("rate", "rates", "quote")) for word in words)
    if (
        words & _AVERAGE_WORDS
        or latin_rate
        or "/" in text
        or any(part in key for part in (*_AVERAGE_PARTS, *_AVERAGE_PHRASES))
    ):
        return MeasureKind.AVERAGE
    counted = set(key.partition(" by ")[0].partition(" from ")[0].split())
    if counted & _UNIQUE_WORDS or any(part in key for part in _UNIQUE_PARTS):
        return MeasureKind.UNIQUE
    return MeasureKind.ADDITIVE


def is_money(text: str) -> bool:
    """Whether a header names an amount of money, by a bracketed currency or a word for money."""
    brackets = _BRACKET.finditer(unicodedata.normalize("NFKC", text))
    found = any(_names_currency(bracket) for bracket in brackets)
    return found or bool(set(header_key(text).split()) & _MONEY_WORDS)


def is_percent(text: str) -> bool:
    """Whether a header says that its numbers are percents."""
    return "%" in unicodedata.normalize("NFKC", text)


def is_identifier(text: str) -> bool:
    """Whether a header names an id, a code or a link: text even where its cells are digits."""
    words = header_key(text).split()
    return bool(words) and bool(_ID_WORDS & {words[-1], words[0]})
