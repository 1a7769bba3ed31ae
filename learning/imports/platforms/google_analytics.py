"""GA4 reports of any dimensions and metrics, and the old Google Analytics (universal)."""

from typing import Final

from learning.domain.enums import MeasureKind, PercentScale, Role, Unit
from learning.imports.platforms.template import Template, col, extras

_CHANNELS: Final = (
    "Session primary channel group (Default channel group) | Session default channel group"
    " | Session primary channel group"
    " | Session default channel grouping | Sitzung – primäre Channelgruppe (Standard-Channelgruppe)"
    " | Sitzung – Standard-Channelgruppe"
    " | Grupo de canales principal de la sesión (Grupo de canales predeterminado)"
    " | Groupe de canaux principal de la session (groupe de canaux par défaut)"
    " | Grupo de canais principal da sessão (Grupo padrão de canais)"
    " | 세션 기본 채널 그룹(기본 채널 그룹) | セッションのメインのチャネル グループ（デフォルト チャネル グループ）"
)
_PAGES: Final = (
    "Page path + query string and screen class | Page path and screen class | Page path + query string"
    " | Seitenpfad und Bildschirmklasse"
    " | Ruta de página y clase de pantalla | Ruta de la página y clase de pantalla"
    " | Chemin de la page et classe de l'écran"
    " | Caminho da página e classe da tela | 페이지 경로 및 화면 클래스 | ページパスとスクリーン クラス"
)

_GA4: Final = Template(
    name="ga4",
    platform="ga4",
    title="GA4 - Report",
    columns=(
        col("date", "Date | Datum | Fecha | Data | 날짜 | 日付", example="20260501"),
        col("hour", "Date + hour (YYYYMMDDHH) | Datum + Stunde (YYYYMMDDHH)"),
        col("nth_day", "Nth day", note="days since the start date in the preamble, from 0"),
        col("channel", _CHANNELS, example="Organic Search"),
        col("page", _PAGES),
        col(
            "page_title", "Page title and screen class | Seitentitel und Bildschirmklasse | Page title and screen name"
        ),
        col("landing_page", "Landing page + query string | Landing page | Landingpage + Abfragestring | Landingpage"),
        col("source_medium", "Session source / medium | Sitzung – Quelle / Medium"),
        col(
            "first_user_channel",
            "First user default channel group | First user primary channel group (Default channel group)",
        ),
        col(
            "event",
            "Event name | Ereignisname | Nombre del evento | Nom de l'événement | Nome do evento | 이벤트 이름"
            " | イベント名",
        ),
        col("country", "Country | Country ID"),
        col("app_platform", "Platform", role=Role.DIMENSION),
        col("device", "Device category | Gerätekategorie"),
        col("item", "Item name"),
        col("hostname", "Hostname"),
        col("views", "Views | Aufrufe | Vistas | Vues | Visualizações | 조회수 | 表示回数", example="266"),
        col("sessions", example="300"),
        *extras("Engaged sessions | Event count | Items purchased | Events per session"),
        col(
            "extra.engaged_sessions",
            "Sitzungen mit Interaktionen | Sesiones con interacción | Sessions avec engagement | Sessões engajadas",
        ),
        col(
            "extra.event_count",
            "Ereignisanzahl | Número de eventos | Nombre d'événements | Contagem de eventos | 이벤트 수 | イベント数",
        ),
        *extras(
            "Users | Total users | Active users | New users | Returning users | Unique user scrolls",
            kind=MeasureKind.UNIQUE,
        ),
        col(
            "extra.active_users",
            "Aktive Nutzer | Usuarios activos "
            "| Utilisateurs actifs | Usuários ativos "
            "| 활성 사용자 "
            "| アクティブ ユーザー",
            kind=MeasureKind.UNIQUE,
        ),
        *extras("30 days | 7 days | 1 day", kind=MeasureKind.UNIQUE),
        col(
            "extra.average_engagement_time",
            "Average engagement time",
            unit=Unit.DURATION,
            kind=MeasureKind.AVERAGE,
            weight="extra.active_users",
        ),
        col(
            "extra.average_engagement_time_per_session",
            "Average engagement time per session | Durchschnittliche Interaktionsdauer pro Sitzung"
            " | Durchschnittliche Sitzungsdauer",
            unit=Unit.DURATION,
            kind=MeasureKind.AVERAGE,
            weight="sessions",
        ),
        *extras(
            "Views per user | Views per active user | Engaged sessions per user | Event count per user"
            " | Views per session"
        ),
        col(
            "extra.engagement_rate",
            "Engagement rate | Engagement-Rate | Porcentaje de interacciones | Taux d'engagement | Taxa de engajamento",
            kind=MeasureKind.AVERAGE,
            unit=Unit.PERCENT,
            weight="sessions",
            example="0.625",
        ),
        col(
            "extra.bounce_rate",
            "Bounce rate | Absprungrate",
            kind=MeasureKind.AVERAGE,
            unit=Unit.PERCENT,
            weight="sessions",
        ),
        col("extra.session_key_event_rate", "Session key event rate", weight="sessions"),
        col("conversions", "Key events | Conversions", example="12"),
        col("revenue", "Total revenue | Purchase revenue", example="0"),
    ),
    requires=(
        (
            "own:channel",
            "own:page",
            "own:page_title",
            "own:landing_page",
            "own:source_medium",
            "own:first_user_channel",
            "own:event",
            "own:hour",
            "own:nth_day",
            "extra.engaged_sessions",
            "extra.event_count",
            "extra.active_users",
            "extra.total_users",
            "extra.average_engagement_time",
            "extra.average_engagement_time_per_session",
            "extra.items_purchased",
            "key:country id",
            "evidence",
        ),
    ),
    excludes=("spend", "impressions", "likes", "own:content_id"),
    unknown_text=Role.DIMENSION,
    contents=False,
    where="GA4 > Reports > (a report) > Share > Download file > CSV",
    instead="the same report with the dimension Date added, for days",
    title_words=r"^# |start date|end date|report csv export|all users|startdatum|enddatum",
    percent_scale=PercentScale.FRACTION,
    caveats=("Users are distinct people of the range: they are never summed over pages, channels or days.",),
)

_UNIVERSAL: Final = Template(
    name="google_analytics",
    platform="google_analytics",
    title="Google Analytics (universal) - Report",
    columns=(
        col("date", "Day Index | Date | Tag-Index", example="1/1/23"),
        col("country", "Country"),
        col("page", "Page"),
        col("channel", "Default Channel Grouping"),
        col("source_medium", "Source / Medium"),
        col("device", "Device Category"),
        col("extra.users", "Users", kind=MeasureKind.UNIQUE, example="67283"),
        col("extra.new_users", "New Users", kind=MeasureKind.UNIQUE, example="17706"),
        col("sessions", "Sessions", example="68825"),
        col(
            "extra.bounce_rate",
            "Bounce Rate",
            unit=Unit.PERCENT,
            kind=MeasureKind.AVERAGE,
            weight="sessions",
            example="80.00%",
        ),
        col("extra.pages_session", "Pages / Session", weight="sessions", example="1.15"),
        col(
            "extra.avg_session_duration",
            "Avg. Session Duration",
            unit=Unit.DURATION,
            kind=MeasureKind.AVERAGE,
            weight="sessions",
            example="0:01:46",
        ),
        col("extra.number_of_sessions_per_user", "Number of Sessions per User", weight="extra.users"),
        col("views", "Pageviews", example="82590"),
        *extras("Unique Pageviews | Entrances"),
        *extras("% New Sessions | % Exit | Page Value | Avg. Time on Page", kind=MeasureKind.AVERAGE),
        col("conversions", "Goal Completions | Transactions"),
        col("revenue", "Revenue"),
    ),
    requires=(
        (
            "own:extra.pages_session",
            "own:extra.avg_session_duration",
            "extra.number_of_sessions_per_user",
            "extra.unique_pageviews",
            "extra.percent_new_sessions",
            "key:day index",
        ),
    ),
    excludes=("spend", "impressions", "likes", "extra.event_count"),
    unknown_text=Role.DIMENSION,
    contents=False,
    where="Google Analytics (universal, until 2023) > (a report) > Export > CSV",
    title_words=r"^# ",
    percent_scale=PercentScale.PERCENT,
    caveats=(
        "A visitor who comes back counts once among the users of the range and several times among its sessions.",
    ),
)

TEMPLATES: Final = (_GA4, _UNIVERSAL)
