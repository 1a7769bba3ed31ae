"""TikTok Studio and TikTok Ads."""

from typing import Final

from learning.domain.enums import Basis, MeasureKind, PercentScale, Role, Unit
from learning.imports.platforms.template import Template, col

_CONTENT: Final = Template(
    name="tiktok_content",
    platform="tiktok",
    title="TikTok Studio - Content",
    columns=(
        col("attribute.time", "Time | Tiempo | Fecha", example=""),
        col(
            "title",
            "Video title | Título del video | Título del vídeo | Videotitel | Titre de la vidéo | Título do vídeo"
            " | 동영상 제목 | 動画タイトル",
            example="Hello",
        ),
        col(
            "permalink",
            "Video link | Enlace del video | Enlace del vídeo | Enlace de video | Videolink | Video-Link"
            " | Lien de la vidéo | Link do vídeo | 동영상 링크 | 動画リンク",
            example="https://www.tiktok.com/@example/video/7200000000000000001",
            note="the id is taken from the link",
        ),
        col(
            "published_at",
            "Post time | Hora de publicación | Fecha de publicación | Veröffentlichungszeit | Postzeit"
            " | Heure de publication | Horário da publicação | 게시 시간 | 投稿時間",
            example="September 14",
        ),
        col("likes", "Total likes", example="210"),
        col("comments", "Total comments", example="9"),
        col("shares", "Total shares", example="12"),
        col("views", "Total views", example="18,400"),
        col("watch_seconds", "Total play time", unit=Unit.DURATION, example="48000"),
        col(
            "extra.average_watch_time",
            "Average watch time | Tiempo de visualización medio",
            unit=Unit.DURATION,
            kind=MeasureKind.AVERAGE,
            weight="views",
            example="11.5",
        ),
        col(
            "extra.watched_full_video",
            "Watched full video | Vieron el vídeo completo",
            unit=Unit.PERCENT,
            kind=MeasureKind.AVERAGE,
            weight="views",
            example="38%",
        ),
        col("saves", "Add to favorites | Total bookmarks | Added to favorites", example="31"),
        col("reach", "Reached audience"),
    ),
    requires=(
        ("own:permalink", "own:title"),
        ("views",),
        ("own:permalink", "own:published_at"),
        ("likes", "shares", "comments", "saves", "watch_seconds"),
    ),
    excludes=("impressions", "spend", "attribute.account_id", "follows", "account"),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="TikTok Studio > Analytics > Content > Download data (CSV)",
    instead="TikTok Studio > Analytics > Overview > Download data, for activity by day",
    file_words=r"^content",
    percent_scale=PercentScale.FRACTION,
)

_OVERVIEW: Final = Template(
    name="tiktok_overview",
    platform="tiktok",
    title="TikTok Studio - Overview by day",
    columns=(
        col(
            "date", example="August 31", note="without a year: the file name, the files beside it or an answer gives it"
        ),
        col(
            "views",
            "Video Views | Visualizaciones de vídeos | Visualizaciones de videos | Visualizaciones de video"
            " | Videoaufrufe | Vues de vidéos | Visualizações de vídeos | 동영상 조회수 | 動画視聴回数",
            example="1591",
        ),
        col(
            "profile_visits",
            "Profile Views | Visualizaciones del perfil | Visualizaciones de perfil | Profilaufrufe | Vues du profil"
            " | Visualizações do perfil | 프로필 조회수 | プロフィールの表示回数 | プロフィール表示回数",
            example="7",
        ),
        col("likes", example="10"),
        col("comments", example="1"),
        col("shares", example="0"),
        col("extra.unique_viewers", "Unique viewers", kind=MeasureKind.UNIQUE),
    ),
    requires=(("date",), ("own:views",), ("own:profile_visits",)),
    excludes=("content_id", "permalink", "title", "impressions", "engagements", "saves", "reach", "spend"),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="TikTok Studio > Analytics > Overview > Download data (CSV)",
    instead="TikTok Studio > Analytics > Content > Download data, for single videos",
    file_words=r"^overview",
)

_FOLLOWERS: Final = Template(
    name="tiktok_followers",
    platform="tiktok",
    title="TikTok Studio - Followers by day",
    columns=(
        col("date", example="August 31"),
        col(
            "extra.followers",
            "Followers | Follower | Seguidores | Abonnés | 팔로워 | フォロワー | フォロワー数",
            kind=MeasureKind.LEVEL,
            example="1200",
        ),
        col(
            "follows",
            "Difference in followers from previous day",
            example="4",
            note="net change; `undefined` on the first day",
        ),
    ),
    requires=(("date",), ("extra.followers",), ("own:follows",)),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="TikTok Studio > Analytics > Followers > Download data (CSV)",
    file_words=r"followerhistory|follower_?history",
)

_VIEWERS: Final = Template(
    name="tiktok_viewers",
    platform="tiktok",
    title="TikTok Studio - Viewers by day",
    columns=(
        col("date", example="August 31"),
        col("extra.total_viewers", "Total Viewers", kind=MeasureKind.UNIQUE, example="900"),
        col("extra.new_viewers", "New Viewers", kind=MeasureKind.UNIQUE, example="600"),
        col("extra.returning_viewers", "Returning Viewers", kind=MeasureKind.UNIQUE, example="300"),
    ),
    requires=(("date",), ("own:extra.total_viewers",), ("extra.new_viewers", "extra.returning_viewers")),
    excludes=("views", "watch_seconds", "content_id"),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="TikTok Studio > Analytics > Viewers > Download data (CSV)",
    file_words=r"^viewers",
)

_ACTIVITY: Final = Template(
    name="tiktok_follower_activity",
    platform="tiktok",
    title="TikTok Studio - Active followers by hour",
    columns=(
        col("date", example="August 31"),
        col("hour", "Hour", example="18"),
        col("extra.active_followers", "Active followers", kind=MeasureKind.UNIQUE, example="120"),
    ),
    requires=(("date",), ("hour",), ("own:extra.active_followers",)),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="TikTok Studio > Analytics > Followers > Download data (CSV)",
    file_words=r"followeractivity",
)

_AUDIENCE: Final = Template(
    name="tiktok_audience",
    platform="tiktok",
    title="TikTok Studio - Make-up of followers or viewers",
    columns=(
        col("gender", "Gender", example="Female"),
        col("country", "Top territories | Territory", example="Germany"),
        col("extra.distribution", "Distribution", kind=MeasureKind.SHARE, unit=Unit.PERCENT, example="56%"),
    ),
    requires=(("gender", "country", "age"), ("own:extra.distribution",)),
    basis=Basis.PERIOD,
    stated_basis=Basis.PERIOD,
    contents=False,
    where="TikTok Studio > Analytics > Followers > Download data (CSV)",
    file_words=r"gender|territor",
)

_ADS: Final = Template(
    name="tiktok_ads",
    platform="tiktok_ads",
    title="TikTok Ads - Campaigns",
    columns=(
        col("campaign", "Campaign name", role=Role.DIMENSION, example="Spring"),
        col("ad_group", "Ad group name"),
        col("title", "Ad name"),
        col("date", "Date | By Day | Day", example="2026-09-14"),
        col("spend", "Cost | Total cost", example="12.50"),
        col("impressions", example="1200"),
        col("clicks", "Clicks (destination)", example="34"),
        col("extra.ctr_destination", "CTR (destination)", weight="impressions", example="2.83%"),
        col(
            "extra.cpc_destination",
            "CPC (destination)",
            weight="clicks",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            example="0.37",
        ),
        col("conversions", example="3"),
        col("currency"),
    ),
    requires=(
        ("campaign", "ad_group", "title"),
        ("own:clicks", "extra.ctr_destination", "extra.cpc_destination"),
        ("spend", "impressions"),
    ),
    stated_basis=Basis.ACTIVITY,
    where="TikTok Ads Manager > Campaign > Export",
    tags=frozenset({"ads"}),
)

TEMPLATES: Final = (_CONTENT, _OVERVIEW, _FOLLOWERS, _VIEWERS, _ACTIVITY, _AUDIENCE, _ADS)
