"""Google Search Console: performance by day, query, page, country, device and appearance."""

from typing import Final

from learning.domain.enums import MeasureKind, PercentScale, Role, Unit
from learning.imports.platforms.template import Template, col

_PERFORMANCE: Final = Template(
    name="search_console",
    platform="search_console",
    title="Search Console - Performance",
    columns=(
        col("date", example="2026-09-14"),
        col("query", example="how to"),
        col("page"),
        col("country"),
        col("device"),
        col("search_appearance"),
        col("clicks", example="12"),
        col("impressions", example="400"),
        col(
            "extra.ctr",
            "CTR | Klickrate | Taux de clics",
            unit=Unit.PERCENT,
            kind=MeasureKind.AVERAGE,
            weight="impressions",
            example="3%",
        ),
        col(
            "extra.position",
            "Position | Durchschnittliche Position | Posición | Posición media | Position moyenne | Posição"
            " | Posição média | Posizione"
            " | Posizione media | Positie | 게재순위 | 掲載順位",
            kind=MeasureKind.AVERAGE,
            unit=Unit.NUMBER,
            weight="impressions",
            example="6.5",
        ),
    ),
    requires=(
        ("date", "query", "page", "country", "device", "search_appearance"),
        ("clicks",),
        ("impressions",),
        ("own:extra.position",),
        ("extra.ctr", "query", "page", "named"),
    ),
    excludes=("spend", "campaign", "content_id", "sessions", "conversions"),
    unknown_text=Role.DIMENSION,
    contents=False,
    where="Search Console > Performance > Export > Download CSV",
    file_words=r"^(chart|countries|devices|pages|queries|search appearance|diagramm|suchanfragen|seiten|länder|geräte)",
    percent_scale=PercentScale.PERCENT,
    caveats=(
        "Only the top 1,000 rows are exported, and rare queries are left out: the rows add up to less than the chart.",
        "The tables without days get their range from the chart of the same export.",
    ),
)

_FILTERS: Final = Template(
    name="search_console_filters",
    platform="search_console",
    title="Search Console - Filters of an export",
    columns=(
        col("attribute.filter", "Filter | Filtro | Filtre | 필터 | フィルタ", example="Search type"),
        col("attribute.value", "Value | Wert | Valor | Valeur | Valore | 값 | 値", example="Web"),
    ),
    requires=(("own:attribute.filter",), ("own:attribute.value",)),
    excludes=("date", "impressions", "clicks"),
    where="part of the Search Console export",
    instead="Chart.csv, Queries.csv, Pages.csv of the same export hold the numbers",
    ignored_reason="A list of the filters of a Search Console export: it holds no numbers.",
)

TEMPLATES: Final = (_PERFORMANCE, _FILTERS)
