"""Facebook posts, videos, the old page insights and post tables of the Graph interface."""

from typing import Final

from learning.domain.enums import Basis, MeasureKind, Role, Unit
from learning.imports.platforms.instagram import DATA_COMMENT, SUITE_DATE
from learning.imports.platforms.template import Template, col, extras

_PAGE_ID: Final = (
    "Page ID | Seiten-ID | Identificador de la página | ID de la página | Identifiant de la Page | ID de la Page"
    " | Identificação da Página | ID da Página | ID Pagina | 페이지 ID | ページID"
)
_PAGE_NAME: Final = (
    "Page name | Seitenname | Name der Seite | Nombre de la página | Nom "
    "de la Page | Nome da Página | Nome della Pagina | 페이지 이름 | ページ名"
)
_REACTIONS: Final = "Reactions | Reaktionen | Reacciones | Réactions | Reações | Reazioni | 반응 | 공감 | リアクション"
_ALL_THREE: Final = (
    "Reactions, Comments and Shares | Reaktionen, Kommentare und geteilte Inhalte"
    " | Reacciones, comentarios y veces que se compartió"
    " | Reacciones, comentarios y contenido compartido | Réactions, commentaires et partages"
    " | Reações, comentários e compartilhamentos"
)
_SUITE: Final = "Meta Business Suite > Insights > Content > Export data > "

_CONTENT: Final = Template(
    name="facebook_content",
    platform="facebook",
    title="Facebook - Content (Meta Business Suite)",
    columns=(
        col("content_id", "Post ID", example="939005954980001"),
        col("attribute.page_id", _PAGE_ID, role=Role.IGNORED, example="100066300050001"),
        col("account", _PAGE_NAME, example="Example page"),
        col("title", "Title", example="Hello"),
        col("text", "Description", example="Hello #summer"),
        col("length", "Duration (sec)", example="12"),
        col("published_at", "Publish time", example="03/27/2026 06:08"),
        col("attribute.caption_type", "Caption type"),
        col("permalink", example="https://www.facebook.com/example/posts/1"),
        col("attribute.is_crosspost", "Is crosspost"),
        col("attribute.is_share", "Is share"),
        col("format", "Post type", example="Photos"),
        col("attribute.languages", "Languages"),
        col("attribute.custom_labels", "Custom labels"),
        col("attribute.funded_content_status", "Funded content status"),
        col("attribute.data_comment", DATA_COMMENT),
        col("date", SUITE_DATE, example="Lifetime", note="'Lifetime': running totals; days: activity of that day"),
        col("views", "Views", example="1200"),
        col("reach", "Reach", example="910", note="distinct people: never summed"),
        col("engagements", _ALL_THREE, example="37", note="sum of the three columns, kept as the platform's own count"),
        col("likes", _REACTIONS, example="21", note="all reactions"),
        col("comments", example="9"),
        col("shares", example="7"),
        col("clicks", "Link Clicks | Total clicks", example="12"),
        col("extra.other_clicks", "Other Clicks"),
        col("watch_seconds", "Seconds viewed", unit=Unit.SECONDS),
        col("extra.average_seconds_viewed", "Average Seconds viewed", weight="views"),
        col("revenue", "Estimated earnings"),
        *extras("Ad impressions | Negative feedback from users"),
    ),
    requires=(
        ("own:account", "own:attribute.page_id"),
        ("content_id", "permalink"),
        ("published_at", "format", "date"),
    ),
    excludes=("own:attribute.video_asset_id", "spend", "attribute.account_username"),
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where=_SUITE + "Posts",
    instead="Meta Business Suite > Insights > Results > export of one metric, for activity by day",
)

_VIDEO: Final = Template(
    name="facebook_video",
    platform="facebook",
    title="Facebook - Videos (Meta Business Suite)",
    columns=(
        col(
            "content_id",
            "Video asset ID | Video-Asset-ID | Identificador del recurso de video | ID de l’élément vidéo",
            example="1001",
        ),
        col("attribute.page_id", _PAGE_ID, role=Role.IGNORED, example="100066300050001"),
        col("account", _PAGE_NAME, example="Example page"),
        col("title", example="Hello"),
        col("text", "Description"),
        col("length", "Duration (sec)", example="12"),
        col("published_at", "Publish time", example="03/27/2026 06:08"),
        col("reach", example="910"),
        col("views", "3-second video views | Views", example="700", note="three seconds and more"),
        *extras("1-minute video views"),
        col("likes", _REACTIONS, example="21"),
        col("comments", example="9"),
        col("shares", example="7"),
        col("date", SUITE_DATE),
    ),
    requires=(("own:content_id",), ("published_at", "title")),
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where=_SUITE + "Videos",
)

_LEGACY: Final = Template(
    name="facebook_legacy_posts",
    platform="facebook",
    title="Facebook - Page insights, post level (until 2022)",
    columns=(
        col("content_id", "Post ID", example="1001_2002"),
        col("permalink", example="https://www.facebook.com/example/posts/1"),
        col("text", "Post Message", example="Hello"),
        col("format", "Type", example="Photo"),
        col("attribute.countries", "Countries"),
        col("attribute.languages", "Languages"),
        col("published_at", "Posted", example="11/10/2021 09:00"),
        col("attribute.audience_targeting", "Audience Targeting"),
        col("topic", "Category"),
        col("attribute.post_month", "Post Month | Month"),
        col("attribute.post_weekday", "Post Weekday | Weekday"),
        col("attribute.post_hour", "Post Hour | Hour"),
        col("attribute.paid", "Paid"),
        col("reach", "Lifetime Post Total Reach | Total Reach | T_Reach | Post Total Reach", example="910"),
        col(
            "impressions",
            "Lifetime Post Total Impressions | Total Impressions | T_Impression | Post Total Impressions",
            example="1200",
        ),
        col("extra.engaged_users", "Lifetime Engaged Users | Engaged Users", kind=MeasureKind.UNIQUE, example="40"),
        col("extra.post_consumers", "Lifetime Post Consumers | Post Consumers | Consumers", kind=MeasureKind.UNIQUE),
        col("extra.post_consumptions", "Lifetime Post Consumptions | Post Consumptions | Consumptions | Consumption"),
        col("extra.page_likes", "Page total likes | Page_T_Likes | Lifetime Total Likes", kind=MeasureKind.LEVEL),
        col("engagements", "Total Interactions | T_Interactions"),
        col("likes", "like"),
        col("comments", "comment"),
        col("shares", "share"),
    ),
    requires=(
        ("own:reach", "own:impressions"),
        ("extra.engaged_users", "extra.post_consumers", "extra.post_consumptions"),
    ),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where=(
        "Facebook > Page > Insights > Export data > Post data (no "
        "longer offered; files kept from then import as they are)"
    ),
)

_STATUSES: Final = Template(
    name="facebook_statuses",
    platform="facebook",
    title="Facebook - Page posts by the Graph interface",
    columns=(
        col("content_id", "status_id", example="1001_2002"),
        col("text", "status_message"),
        col("format", "status_type", example="photo"),
        col("attribute.link_name", "link_name"),
        col("permalink", "status_link"),
        col("published_at", "status_published", example="4/22/2018 6:00"),
        col("likes", "num_reactions", example="529", note="all reactions"),
        col("comments", "num_comments", example="51"),
        col("shares", "num_shares", example="26"),
        *extras("num_likes | num_loves | num_wows | num_hahas | num_sads | num_angrys | num_special"),
    ),
    requires=(("own:content_id",), ("own:likes", "own:comments", "own:shares")),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="a table of page posts written by a program",
)

TEMPLATES: Final = (_CONTENT, _VIDEO, _LEGACY, _STATUSES)
