"""The headers of tables of A/B data, in the words of several languages."""

from __future__ import annotations

import re
from typing import Final

from learning.imports.arms.evidence import read_truth
from learning.imports.arms.records import ArmRole, Side
from learning.imports.headers import header_key, reduced_key


def _phrases(text: str) -> frozenset[str]:
    return frozenset(header_key(part) for part in text.split("|"))


UNIT: Final = _phrases(
    "user id|userid|user|uid|customer id|customer|visitor id|visitor|client id|member id|subscriber id|session id|"
    "player id|playerid|person id|participant id|participant|recipient id|device id|cookie id|account id|household id|"
    "unit|unit id|randomization unit|randomisation unit|respondent id|lead id|contact id|email|id|nutzer id|"
    "nutzer|kunden id|kunde|besucher id|teilnehmer|usuario id|id usuario|id cliente|cliente|utilisateur|"
    "id utilisateur|id client|id do usuario|id do cliente|id utente|ユーザーid|사용자 id"
)
TEST: Final = _phrases(
    "test id|test|test name|experiment id|experiment|experiment name|experiment key|clickability test id|"
    "ab test|ab test id|ab test name|a b test|campaign test|trial|trial id|study|versuch|test nr|testname|prueba|"
    "id prueba|nombre de la prueba|experimento|id experimento|essai|experience|nom du test|teste|nome do teste|"
    "実験|テスト|테스트|실험"
)
ARM: Final = _phrases(
    "version|variant|variation|group|test group|experiment group|treatment group|arm|bucket|treatment|cohort|cell|"
    "condition|assignment|ab group|a b group|variant id|variation id|variant name|variation name|version name|"
    "group name|arm name|experiment variant|experiment arm|test variant|test cell|allocation|gruppe|testgruppe|"
    "variante|bedingung|grupo|grupo de prueba|version asignada|groupe|groupe de test|grupo de teste|variazione|"
    "gruppo|is treatment|treated|is treated|in treatment|is test|in test|バリアント|グループ|변형|그룹"
)
LABEL: Final = _phrases(
    "headline|title|subject|subject line|copy|ad copy|text|message|creative|creative name|ad|ad name|image|picture|"
    "thumbnail|eyecatcher|eyecatcher id|cta|button|lede|excerpt|share text|slug|name|description|betreff|titel|"
    "überschrift|asunto|titulo|título|objet|titre|assunto|oggetto"
)
DAY: Final = _phrases(
    "date|day|timestamp|time|datetime|exposed at|exposure date|assigned at|assignment date|first seen|event date|"
    "signup date|test week|week|created at|datum|tag|zeit|fecha|dia|día|jour|data|giorno|日付|날짜"
)
EXPOSURE: Final = _phrases(
    "exposed at|exposure date|exposure time|exposure timestamp|first exposure|first exposed|first exposed at|"
    "first seen|first seen at|assigned at|assignment date|assignment time|enrolled at|enrolment date|"
    "enrollment date|entered at|"
    "erstkontakt|zugewiesen am|primera exposicion|premiere exposition"
)
"""Columns that say when a unit first saw its version."""
OUTCOME: Final = _phrases(
    "converted at|converted on|conversion date|conversion time|conversion timestamp|outcome date|outcome at|"
    "outcome time|outcome timestamp|purchased at|purchase date|purchase time|ordered at|order date|order time|"
    "clicked at|click date|click time|signed up at|completed at|completion date|event date|event time|"
    "event timestamp|result date|goal date|konvertiert am|kaufdatum|bestelldatum|fecha de conversion|"
    "fecha de compra|date de conversion|date d achat"
)
"""Columns that say when a unit had its result."""
LOOK: Final = _phrases(
    "time since start|days since start|day of test|test day|elapsed days|elapsed|day number|days running|look|"
    "days since launch|tage seit start|testtag|dias desde el inicio|jours depuis le debut"
)
SEGMENT: Final = _phrases(
    "device|device type|device category|platform|os|operating system|browser|country|region|state|city|market|"
    "language|locale|gender|sex|age|age group|age range|age bracket|persona|segment|audience|channel|source|medium|"
    "traffic source|"
    "new vs returning|new or returning|user type|visitor type|customer type|plan|tier|most ads day|"
    "most ads hour|weekday|"
    "hour|gerät|land|geschlecht|alter|kanal|zielgruppe|dispositivo|pais|país|sexo|edad|canal|appareil|pays|sexe|"
    "tranche d age|idade|paese"
)
METRIC_NAME: Final = _phrases(
    "metric|metric id|metric name|kpi|goal|goal name|measure|outcome|outcome name|event|event name|kennzahl|"
    "metrik|ziel|"
    "metrica|métrica|objetivo|metrique|indicateur|指標|지표"
)
COUNT: Final = _phrases(
    "n|users|visitors|participants|sample size|sample|sessions|impressions|sent|recipients|delivered|count|exposures|"
    "exposed|assigned|trials|unique visitors|unique users|total users|total visitors|total|subjects|size|views|"
    "pageviews|page views|people|customers|deliveries|successful deliveries|nutzer|besucher|teilnehmer|stichprobe|"
    "empfänger|impressionen|usuarios|visitantes|muestra|destinatarios|impresiones|utilisateurs|visiteurs|echantillon|"
    "destinataires|impressoes|impressões|amostra|utenti|visitatori|campione|ユーザー数|訪問者数|사용자 수|방문자 수"
)
SUCCESSES: Final = _phrases(
    "clicks|conversions|converted|conversion|purchases|purchased|orders|signups|sign ups|successes|retained|opens|"
    "opened|clicked|subscribed|leads|goals|completions|unique clicks|unique opens|events|wins|buyers|responses|"
    "klicks|konversionen|bestellungen|käufe|öffnungen|clics|conversiones|compras|aperturas|achats|commandes|"
    "ouvertures|cliques|conversoes|conversões|aberturas|conversioni|acquisti|クリック数|コンバージョン|클릭수|전환"
)
MEAN: Final = _phrases("mean|average|avg|mean value|mittelwert|durchschnitt|media|promedio|moyenne|média|平均|평균")
VARIANCE: Final = _phrases("variance|var|sample variance|varianz|varianza|variância|分散|분산")
DEVIATION: Final = _phrases(
    "sd|std|stdev|std dev|stddev|standard deviation|deviation|standardabweichung|desviacion estandar|ecart type|"
    "desvio padrao|deviazione standard|標準偏差|표준편차"
)
SQUARES: Final = _phrases("sum of squares|sum squares|sumsq|squares|sum sq|quadratsumme")
SUM: Final = _phrases("sum|total value|value|summe|wert|suma|valor|somme|valeur|soma|somma|valore|合計|합계")
TOPIC: Final = _phrases("topic|theme|category|thema|tema|sujet|categoria")
HOOK: Final = _phrases("hook|hook type|angle|aufhänger|gancho|accroche")
ROW_NUMBERS: Final = _phrases("index|unnamed|row|nr|no|row number|updated at|problem")
IGNORED: Final = ROW_NUMBERS | _phrases(
    "significance|significant|p value|pvalue|p|winner|won|first place|z score|z|t|confidence|"
    "lift|uplift|improvement|ctr|click rate|open rate|conversion rate|cvr|rate|winner count anomaly|standard error|se|"
    "lower|upper|ci low|ci high|ci lower|ci upper|signifikanz|gewinner|ganador|gagnant"
)

EXACT: Final = (
    (ArmRole.LOOK, LOOK),
    (ArmRole.METRIC_NAME, METRIC_NAME),
    (ArmRole.TEST, TEST),
    (ArmRole.ARM, ARM),
    (ArmRole.UNIT, UNIT),
    (ArmRole.DAY, DAY | EXPOSURE),
    (ArmRole.OUTCOME, OUTCOME),
    (ArmRole.SEGMENT, SEGMENT),
    (ArmRole.MEAN, MEAN),
    (ArmRole.VARIANCE, VARIANCE),
    (ArmRole.DEVIATION, DEVIATION),
    (ArmRole.SQUARES, SQUARES),
    (ArmRole.VALUE, SUM),
    (ArmRole.TOPIC, TOPIC),
    (ArmRole.HOOK, HOOK),
    (ArmRole.LABEL, LABEL),
    (ArmRole.IGNORED, IGNORED),
)
"""Roles by whole header, the ones that are named most exactly first."""
OF_TOTALS: Final = IGNORED - ROW_NUMBERS
"""What a table of totals repeats (rates, verdicts of others) may well be the outcome of a unit."""

RATE: Final = re.compile(r"\b(?:rate|rates|ctr|cvr|quote|tasa|taux|taxa|tasso|p value|per|pct)\b|%|率|율")
AMOUNT: Final = re.compile(
    r"\b(?:revenue|sales|amount|value|spend|spent|price|order value|basket|gmv|turnover|profit|margin|cost|umsatz|"
    r"ausgaben|ingresos|ventas|gasto|chiffre|depense|receita|vendas|ricavi|売上|매출)\b"
)
BEFORE: Final = re.compile(r"^(?:pre|before|baseline|previous|prior|past|historic|vorher|antes|avant) ?(.*)$")
SPREAD: Final = (
    (ArmRole.VARIANCE, re.compile(r"\b(?:variance|var|varianz|varianza|variancia)\b")),
    (ArmRole.DEVIATION, re.compile(r"\b(?:sd|std|stdev|stddev|standard deviation|standardabweichung)\b")),
    (ArmRole.SQUARES, re.compile(r"\b(?:sumsq|sum sq|sum squares|sum of squares|squares|squared)\b")),
    (ArmRole.MEAN, re.compile(r"\b(?:mean|avg|average|mittelwert|durchschnitt|promedio|moyenne)\b")),
)
SIDES: Final = {
    Side.CONTROL: _phrases("c|control|ctrl|ctl|base|baseline|original|a|kontrolle|kontrollgruppe|controle|temoin"),
    Side.TREATMENT: _phrases("t|treatment|treat|trt|test|variant|variation|challenger|exp|experiment|b|tratamiento"),
}
CONTROL_LABELS: Final = _phrases(
    "control|ctrl|control group|controls|baseline|base line|original|current|status quo|existing|default|placebo|psa|"
    "holdout|hold out|no ad|no ads|untreated|kontrolle|kontrollgruppe|bestehend|control grupo|grupo de control|"
    "grupo control|grupo de controle|controle|groupe temoin|temoin|témoin|testigo|gruppo di controllo|controllo|"
    "対照|対照群|対照グループ|대조군|통제"
)
TREATED: Final = _phrases("treatment|is treatment|treated|is treated|in treatment|is test|in test")
"""Headers under which yes and no say who got the new version."""
PLAIN_COUNTS: Final = [
    [word] for word in ("users", "visitors", "sessions", "participants", "recipients", "impressions")
]
DOWN: Final = re.compile(
    r"\b(?:bounce|bounces|unsubscribe|unsubscribed|unsubscribes|churn|churned|complaint|complaints|refund|refunds|"
    r"return rate|error|errors|latency|load time|cost|cpa|cpc|spam|abuse|cancel|cancelled|canceled|abandon|abandoned|"
    r"abmeldungen|beschwerden|fehler|abbruch|kosten|quejas|errores|bajas|plaintes|erreurs)\b"
)
"""Metrics of which less is better."""


def is_control_label(label: str) -> bool:
    """Say whether an arm's own label names the control.

    Args:
        label: The label as it stands in the file.

    Returns:
        True for words such as 'control', 'Kontrollgruppe', 'original'; False for 'A' or 'gate_30', which prove nothing.
    """
    return header_key(label) in CONTROL_LABELS


def less_is_better(metric: str) -> bool:
    """Say whether a metric is good where it is low, judged by its name.

    Args:
        metric: The name.

    Returns:
        True for bounces, complaints, costs and the like.
    """
    return DOWN.search(header_key(metric)) is not None


def is_count_header(header: str) -> bool:
    """Say whether a header counts units or trials.

    Args:
        header: The header.

    Returns:
        True for 'visitors', 'number of users', 'experiment sessions' and the like.
    """
    key = header_key(header)
    return key in COUNT or reduced_key(key) in COUNT or key.split()[-1:] in PLAIN_COUNTS


def find_control(arms: tuple[str, ...], named: str | None, *, header: str = "") -> str | None:
    """Say which arm is the control.

    Args:
        arms: Labels of the arms.
        named: What a person said, if anything.
        header: Of the column of arms: under 'treatment' the arm 0 (or 'false') is the control.

    Returns:
        The label; None where nobody said and no label says so itself. The order of the arms never decides.
    """
    if named is not None:
        return next((label for label in arms if label.casefold() == named.casefold()), None)
    if header_key(header) in TREATED:
        untreated = [label for label in arms if read_truth(label) is False]
        return untreated[0] if len(untreated) == 1 and len(arms) == 2 else None
    said = [label for label in arms if is_control_label(label)]
    return said[0] if len(said) == 1 else None
