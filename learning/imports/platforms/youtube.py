"""YouTube Studio, advanced mode: tables by content or any dimension, charts by day, totals, shares."""

from typing import Final

from learning.domain.enums import Basis, MeasureKind, PercentScale, Role, Unit
from learning.imports.platforms.template import Column, Template, col, extras

_CONTENT_ID: Final = (
    "Content | Video | Videos | Inhalte | Contenido | Vídeo | Vídeos | Contenu | Vidéo | Conteúdo | Contenuti"
    " | 콘텐츠 | 동영상 | コンテンツ | 動画"
    " | ID del vídeo | Video ID"
)
_TITLE: Final = (
    "Video title | Videotitel | Título del vídeo | Título del video | Titre de la vidéo | Título do vídeo"
    " | Titolo del video | 동영상 제목"
    " | 動画のタイトル | 動画タイトル"
)
_PUBLISHED: Final = (
    "Video publish time | Veröffentlichungszeitpunkt des Videos | Hora de publicación del vídeo"
    " | Hora de publicación del video"
    " | Heure de publication de la vidéo | Horário de publicação do vídeo | Ora di pubblicazione del video"
    " | 동영상 게시 시간 | 動画公開時刻"
)
_VIEW_DURATION: Final = (
    "Average view duration | Durchschnittliche Wiedergabedauer | Duración media de la visualización"
    " | Duración media de las visualizaciones"
    " | Duración promedio de vistas | Durée moyenne d'une vue | Durée moyenne de la vue | Duração média da visualização"
    " | 평균 시청 지속 시간 | 平均視聴時間"
)
_VIEWED: Final = (
    "Average percentage viewed (%) | Durchschnittlich angesehen (%)"
    " | Durchschnittlicher Prozentsatz der Wiedergabe (%) | Porcentaje medio visto (%)"
    " | Porcentaje promedio visto (%) | Pourcentage moyen de vidéo regardé (%) | Porcentagem visualizada média (%)"
    " | 평균 조회율 (%) | 平均再生率（%）"
)
_CLICK_RATE: Final = (
    "Impressions click-through rate (%) | Thumbnail click-through rate (%) | Klickrate der Impressionen (%)"
    " | CTR de las impresiones (%)"
    " | Porcentaje de clics de las impresiones (%) | Taux de clics par impression (%)"
    " | Taxa de cliques de impressões (%) | 노출 클릭률 (%)"
    " | インプレッションのクリック率（%）"
)
_HOURS: Final = (
    "Watch time (hours) | Wiedergabezeit (Stunden) | Tiempo de visualización (horas) | Durée de visionnage (heures)"
    " | Tempo de exibição (horas)"
    " | Tempo di visualizzazione (ore) | 시청 시간(단위: 시간) | 시청 시간(시간) | 総再生時間（時間）"
    " | 再生時間（時間） | 総再生時間（単位: 時間）"
)

_METRICS: Final = (
    col("views", "Views", example="1,204"),
    col(
        "extra.engaged_views", "Engaged views | Visualizaciones de interacción | Visualizações engajadas | 유효 조회수"
    ),
    col("watch_seconds", _HOURS, unit=Unit.HOURS, example="31.5"),
    col("watch_seconds", "Watch time (minutes) | Wiedergabezeit (Minuten) | 시청 시간(단위: 분)", unit=Unit.MINUTES),
    col("follows", "Subscribers", example="4", note="net change: gained minus lost"),
    *extras("Subscribers lost | Dislikes | Shown in feed"),
    col("impressions", "Impressions | Thumbnail impressions", example="29,685"),
    col("revenue", "Estimated revenue | Your estimated revenue", example="25.56"),
    col("likes", example="120"),
    col("comments", "Comments added", example="8"),
    col("shares", example="5"),
    col(
        "extra.average_view_duration",
        _VIEW_DURATION,
        unit=Unit.DURATION,
        kind=MeasureKind.AVERAGE,
        weight="views",
        example="0:02:31",
    ),
    col(
        "extra.average_percentage_viewed",
        _VIEWED,
        unit=Unit.PERCENT,
        kind=MeasureKind.AVERAGE,
        weight="views",
        example="48.2",
    ),
    col(
        "extra.impressions_click_through_rate",
        _CLICK_RATE,
        unit=Unit.PERCENT,
        kind=MeasureKind.AVERAGE,
        weight="impressions",
        example="4.06",
    ),
    col(
        "extra.stayed_to_watch",
        "Stayed to watch (%) | Viewed (vs. swiped away) (%)",
        unit=Unit.PERCENT,
        kind=MeasureKind.AVERAGE,
        weight="extra.shown_in_feed",
    ),
    col(
        "extra.unique_viewers",
        "Unique viewers | Einzelne Zuschauer | Espectadores únicos | Spectateurs uniques | 순 시청자수"
        " | ユニーク視聴者数",
        kind=MeasureKind.UNIQUE,
    ),
    *extras("New viewers | Returning viewers", kind=MeasureKind.UNIQUE),
    *extras("RPM (USD) | CPM (USD)", kind=MeasureKind.AVERAGE, unit=Unit.MONEY),
)

_DIMENSIONS: Final = (
    col(
        "country",
        "Geography | Geografie | Geografía | Zona geográfica | Ubicación geográfica | Zone géographique"
        " | Données géographiques | Região geográfica | 지역 | 지리적 위치 | 地域",
        example="DE",
    ),
    col("city", "City name | Cities | Städte | Ciudades | Villes | Cidades | 도시 | 都市"),
    col("city_id", "Cities", role=Role.DIMENSION, when_needed=True),
    col(
        "age",
        "Viewer age | Alter des Zuschauers | Alter der Zuschauer | Edad de los espectadores | Edad del espectador"
        " | Âge du spectateur | Âge des spectateurs | Idade do espectador | 시청자 연령 | 視聴者の年齢",
    ),
    col(
        "gender",
        "Viewer gender | Geschlecht des Zuschauers | Geschlecht der Zuschauer | Género de los espectadores"
        " | Sexo de los espectadores | Sexe du spectateur | Sexe des spectateurs | Gênero do espectador"
        " | 시청자 성별 | 視聴者の性別",
    ),
    col("subscription_status"),
    col("traffic_source"),
    col("playback_location"),
    col(
        "device",
        "Device type | Gerätetyp | Tipo de dispositivo | Type d'appareil | Tipo de dispositivo | 기기 유형"
        " | デバイスのタイプ",
    ),
    col("operating_system", "Operating system"),
    col("new_or_returning", "New and returning viewers | Audience by watch behavior"),
    col("subtitles", "Subtitles and CC | Untertitel", role=Role.DIMENSION),
    col("youtube_product", "YouTube product | YouTube-Produkt", role=Role.DIMENSION),
    col("sharing_service", "Sharing service", role=Role.DIMENSION),
    col("playlist", "Playlist", role=Role.DIMENSION),
)
_OWN_DIMENSIONS: Final = (
    "own:country",
    "own:city",
    "own:age",
    "own:gender",
    "subscription_status",
    "traffic_source",
    "playback_location",
    "own:device",
    "own:operating_system",
    "own:new_or_returning",
    "own:subtitles",
    "own:youtube_product",
    "own:sharing_service",
    "own:playlist",
)
_OWN_METRICS: Final = (
    "own:watch_seconds",
    "own:extra.average_view_duration",
    "own:extra.average_percentage_viewed",
    "own:extra.impressions_click_through_rate",
    "own:extra.stayed_to_watch",
    "own:extra.engaged_views",
)
_SURE: Final = ("own:country", "own:age", "own:gender", "subscription_status", *_OWN_METRICS, "named")
"""Marks that other platforms' tables by device, city or source do not have."""
_FOREIGN: Final = ("sessions", "spend", "clicks", "profile_visits", "reach", "permalink")


def _share(field: str, header: str) -> Column:
    return col(field, header, kind=MeasureKind.SHARE, unit=Unit.PERCENT, example="33.56")


_CONTENTS: Final = Template(
    name="youtube_content",
    platform="youtube",
    title="YouTube Studio - Content (Table data)",
    columns=(
        col("content_id", _CONTENT_ID, example="_mf5P4uoMNk", note="video id, kept as text"),
        col("title", _TITLE, example="Hello"),
        col("published_at", _PUBLISHED, example="Sep 14, 2026"),
        col("length", "Duration", example="151"),
        *_METRICS,
    ),
    requires=(
        ("own:title", "own:published_at", "own:content_id"),
        ("own:published_at", *_OWN_METRICS),
        ("views", "impressions", "watch_seconds"),
    ),
    excludes=("date", *_FOREIGN),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="YouTube Studio > Analytics > Advanced mode > Content > Export current view > CSV",
    instead="the chart in the same view by day (Chart data.csv), for activity by day",
    file_words=r"^(table data|tabellendaten|datos de la tabla|données du tableau|dados da tabela|표 데이터|表データ)",
    percent_scale=PercentScale.PERCENT,
    caveats=(
        "The table shows the totals of the range chosen in YouTube Studio, and at most 500 videos.",
        "The `Total` row is left out: it also counts videos that are not listed.",
    ),
)

_CHART: Final = Template(
    name="youtube_chart",
    platform="youtube",
    title="YouTube Studio - Chart by day (Chart data)",
    columns=(
        col("date", example="2026-09-14"),
        col("content_id", _CONTENT_ID, example="_mf5P4uoMNk"),
        col("title", _TITLE, example="Hello"),
        col("published_at", _PUBLISHED, example="Sep 14, 2026"),
        col("length", "Duration", example="151"),
        *_DIMENSIONS,
        *_METRICS,
    ),
    requires=(
        ("date",),
        ("own:title", "own:published_at", *_OWN_DIMENSIONS),
        ("views", *_OWN_METRICS, "follows", "revenue", "impressions"),
        ("own:title", "own:published_at", *_SURE),
    ),
    excludes=_FOREIGN,
    basis=Basis.ACTIVITY,
    where="YouTube Studio > Analytics > Advanced mode > Export current view > CSV (Chart data.csv)",
    file_words=(
        r"chart data|diagrammdaten|datos del gráfico|données "
        r"du graphique|dados do gráfico|차트 데이터|グラフデータ"
    ),
    unknown_text=Role.DIMENSION,
    percent_scale=PercentScale.PERCENT,
)

_TOTALS: Final = Template(
    name="youtube_totals",
    platform="youtube",
    title="YouTube Studio - Channel by day (Totals)",
    columns=(col("date", example="2026-09-14"), *_METRICS),
    requires=(("date",), ("views", *_OWN_METRICS, "follows", "revenue", "impressions")),
    excludes=("content_id", "title", *_FOREIGN, "engagements", "saves", "campaign"),
    basis=Basis.ACTIVITY,
    contents=False,
    where="YouTube Studio > Analytics > Advanced mode > Export current view > CSV (Totals.csv)",
    file_words=r"^(totals|gesamtwerte|totales|totaux|totais|합계|合計)\b",
    needs_evidence=True,
    percent_scale=PercentScale.PERCENT,
)

_BY_DIMENSION: Final = Template(
    name="youtube_dimension",
    platform="youtube",
    title="YouTube Studio - Table by a dimension (Table data)",
    columns=(*_DIMENSIONS, *_METRICS),
    requires=(_OWN_DIMENSIONS, ("views", *_OWN_METRICS), _SURE),
    excludes=("date", "own:title", "content_id", *_FOREIGN, "bounces", "conversions"),
    basis=Basis.PERIOD,
    stated_basis=Basis.PERIOD,
    contents=False,
    unknown_text=Role.DIMENSION,
    where=(
        "YouTube Studio > Analytics > Advanced mode > Geography, "
        "Device, Traffic source, ... > Export current view > CSV"
    ),
    file_words=r"^(table data|tabellendaten|datos de la tabla|données du tableau|dados da tabela|표 데이터|表データ)",
    percent_scale=PercentScale.PERCENT,
    caveats=("The file does not say its range of days: it is taken from the chart or totals exported with it.",),
)

_SHARES: Final = Template(
    name="youtube_shares",
    platform="youtube",
    title="YouTube Studio - Shares by age or gender",
    columns=(
        *_DIMENSIONS,
        _share(
            "extra.views_share",
            "Views (%) | Aufrufe (%) | Visualizaciones (%) | Vues (%) | Visualizações (%) | 조회수 (%) | 視聴回数（%）",
        ),
        _share(
            "extra.watch_time_share",
            "Watch time (hours) (%) | Wiedergabezeit (Stunden) (%) | Tiempo de visualización (horas) (%)"
            " | Durée de visionnage (heures) (%)"
            " | Tempo de exibição (horas) (%) | 시청 시간(단위: 시간) (%) | 総再生時間（時間）（%）",
        ),
        col("extra.average_view_duration", _VIEW_DURATION, unit=Unit.DURATION, kind=MeasureKind.AVERAGE),
        col("extra.average_percentage_viewed", _VIEWED, unit=Unit.PERCENT, kind=MeasureKind.AVERAGE),
    ),
    requires=(_OWN_DIMENSIONS, ("own:extra.views_share", "own:extra.watch_time_share")),
    excludes=("date", "views", "content_id"),
    basis=Basis.PERIOD,
    stated_basis=Basis.PERIOD,
    contents=False,
    where="YouTube Studio > Analytics > Advanced mode > Viewer age or Viewer gender > Export current view > CSV",
    percent_scale=PercentScale.PERCENT,
    caveats=("Shares only: a distribution, never added to counts.",),
)

TEMPLATES: Final = (_CONTENTS, _CHART, _TOTALS, _BY_DIMENSION, _SHARES)
