"""Words that dates are written with and that reports head their columns with, in the languages of the exports."""

from typing import Final

_MONTHS: Final = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
januar februar märz mai juni juli oktober dezember mär mrz okt dez jänner
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
ene abr ago dic set
janvier février mars avril juin juillet août septembre octobre novembre décembre
janv févr fév avr juil déc
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev out
gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre gen mag giu lug ott
januari februari maart mei augustus mrt
"""
_DAYS: Final = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonntag
lunes martes miércoles jueves viernes sábado domingo lun mié jue vie sáb dom
lundi mardi mercredi jeudi vendredi samedi dimanche mer jeu ven sam dim
segunda terça quarta quinta sexta feira seg ter qua qui sex
"""
_SMALL: Final = "de del of um at le el die der den uhr t z h am pm a p m utc gmt est pst cet o st nd rd th"
_HEADINGS: Final = """
date day time week month year hour name title link url id text type content post video tweet pin page campaign account
country city device age gender source channel medium event geography query queries keyword status format language
views impressions clicks likes comments shares saves reach users sessions followers follows engagement engagements rate
ctr spend cost revenue conversions subscribers watch duration position visits opens bounces reposts retweets replies
reactions average total count value filter primary
datum tag woche monat stunde kampagne konto kosten klicks aufrufe impressionen reichweite nutzer sitzungen beitrag land
stadt titel kommentare umsatz ausgaben
fecha día hora campaña cuenta costo coste clics impresiones alcance visitas usuarios sesiones seguidores país ciudad
título comentarios interacciones visualizaciones compartidos gasto ingresos
jour heure campagne compte coût portée vues utilisateurs abonnés pays ville titre commentaires partages montant
data dia campanha conta custo cliques impressões visualizações usuários sessões seguidores cidade comentários
compartilhamentos curtidas gastos receita
"""
_CJK_HEADINGS: Final = """
日付 時間 表示 クリック 再生 視聴 国 投稿 いいね
날짜 시간 노출 클릭 조회 좋아요 댓글 공유 국가 게시 도달
日期 展示 点击 浏览
"""

MONTH_WORDS: Final = frozenset(_MONTHS.split())
DATE_WORDS: Final = MONTH_WORDS | frozenset(_DAYS.split()) | frozenset(_SMALL.split())
"""All of them in lower case."""
_HEADING_WORDS: Final = frozenset(_HEADINGS.split())
_HEADING_PARTS: Final = tuple(_CJK_HEADINGS.split())


def is_heading(cell: str) -> bool:
    """Say whether a cell holds a word that reports head their columns with.

    Args:
        cell: Its text.

    Returns:
        True where one of its words is known; only ever used as one piece of evidence among others.
    """
    folded = cell.lower()
    words = "".join(character if character.isalpha() else " " for character in folded).split()
    return any(word in _HEADING_WORDS for word in words) or any(part in folded for part in _HEADING_PARTS)
