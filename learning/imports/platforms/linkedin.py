"""LinkedIn page analytics: posts, metrics by day, visitors, followers."""

from typing import Final

from learning.domain.enums import Basis, MeasureKind, PercentScale, Role
from learning.imports.platforms.template import Column, Template, col, extras


def _split(field: str, english: str, german: str, total: str = "total | gesamt") -> tuple[Column, ...]:
    """A metric that comes as organic, sponsored and total: the total is the fact, the others are kept beside it."""
    totals = " | ".join(f"{name} ({part.strip()})" for name in (english, german) for part in total.split("|"))
    parts = " | ".join(f"{name} ({part})" for name in (english,) for part in ("organic", "sponsored"))
    return (col(field, totals, example="120"), *extras(parts))


_POSTS: Final = Template(
    name="linkedin_posts",
    platform="linkedin",
    title="LinkedIn - Content, all posts",
    columns=(
        col(
            "title",
            (
                "Post title | Beitragstitel | Título de la publicación | Titre de la publication "
                "| Título da publicação | Titel des Beitrags"
            ),
            example="Hello",
        ),
        col(
            "permalink",
            "Post link | Beitragslink | Link zum Beitrag | Enlace de la publicación | Lien de la publication"
            " | Link da publicação",
            example="https://www.linkedin.com/feed/update/urn:li:activity:7200000000000000001",
        ),
        col(
            "attribute.post_type",
            "Post type | Beitragstyp | Beitragsart | Tipo de publicación | Type de publication",
            example="Organic",
        ),
        col("campaign", "Campaign name"),
        col(
            "attribute.posted_by",
            "Posted by | Published by | Gepostet von | Veröffentlicht von | Publicado por | Publié par",
            example="A. Person",
        ),
        col(
            "published_at",
            "Created date | Date | Erstellungsdatum | Datum | Fecha de creación | Date de création | Data de criação",
            example="09/14/2026",
        ),
        col("attribute.campaign_start_date", "Campaign start date | Startdatum der Kampagne"),
        col("attribute.campaign_end_date", "Campaign end date | Enddatum der Kampagne"),
        col("attribute.audience", "Audience | Zielgruppe | Audiencia | Público"),
        col("impressions", example="1200"),
        col(
            "views",
            "Views (Excluding offsite video views) | Views (excluding off-site video views)"
            " | Ansichten (ohne Offsite-Videoansichten) | Aufrufe (ohne externe Videoaufrufe)",
            example="300",
        ),
        col("extra.offsite_views", "Offsite Views | Off-site Views | Offsite-Ansichten", example="0"),
        col("clicks", "Clicks", example="34"),
        col(
            "extra.click_through_rate",
            "Click through rate (CTR) | Click-Through Rate (CTR) | Klickrate (CTR) | Klickrate",
            weight="impressions",
            example="0.028",
        ),
        col("likes", example="21"),
        col("comments", example="9"),
        col("shares", "Reposts | Shares", example="2"),
        col("follows", "Follows | Followers | Follower | Seguidores | Abonnés | Seguimientos", example="1"),
        col("extra.engagement_rate", "Engagement rate | Interaktionsrate", weight="impressions", example="0.055"),
        col(
            "format",
            "Content Type | Content-Typ | Inhaltstyp | Tipo de contenido | Type de contenu | Tipo de conteúdo",
            example="Video",
        ),
    ),
    requires=(
        ("own:permalink",),
        ("own:title",),
        ("impressions",),
        (
            "attribute.posted_by",
            "extra.offsite_views",
            "own:views",
            "attribute.campaign_start_date",
            "own:extra.click_through_rate",
        ),
    ),
    excludes=("own:attribute.account_username", "spend", "reach", "saves", "content_id"),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="LinkedIn > Page > Analytics > Content > Export (sheet 'All posts')",
    instead="the sheet 'Metrics' of the same export, for activity by day",
    title_words=r"all posts|alle beitr",
    percent_scale=PercentScale.FRACTION,
    caveats=("The platform's engagement rate counts clicks; the engagement rate of Bellwether does not.",),
)

_METRICS: Final = Template(
    name="linkedin_metrics",
    platform="linkedin",
    title="LinkedIn - Content, metrics by day",
    columns=(
        col("date", example="09/14/2026"),
        *_split("impressions", "Impressions", "Impressionen"),
        col("extra.unique_impressions_organic", "Unique impressions (organic)", kind=MeasureKind.UNIQUE),
        *_split("clicks", "Clicks", "Klicks"),
        *_split("likes", "Reactions", "Reaktionen"),
        *_split("comments", "Comments", "Kommentare"),
        *_split("shares", "Reposts", "Geteilte Beiträge"),
        col("shares", "Shares (total) | Shares (gesamt)"),
        *extras("Shares (organic) | Shares (sponsored)"),
        *extras("Engagement rate (organic) | Engagement rate (sponsored) | Engagement rate (total)"),
    ),
    requires=(
        ("date",),
        ("own:impressions", "own:clicks", "own:likes", "extra.impressions_organic", "extra.clicks_organic"),
    ),
    excludes=("content_id", "permalink", "title", "campaign"),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="LinkedIn > Page > Analytics > Content > Export (sheet 'Metrics')",
    instead="the sheet 'All posts' of the same export, for single posts",
    title_words=r"^metrics|^metriken|^kennzahlen",
    percent_scale=PercentScale.FRACTION,
)

_VISITORS: Final = Template(
    name="linkedin_visitors",
    platform="linkedin",
    title="LinkedIn - Visitors by day",
    columns=(
        col("date", example="09/14/2026"),
        col("views", "Total page views (total) | Seitenaufrufe gesamt (gesamt)", example="120"),
        *extras("Total page views (desktop) | Total page views (mobile)"),
        col("extra.unique_visitors", "Total unique visitors (total)", kind=MeasureKind.UNIQUE, example="80"),
        *extras("Total unique visitors (desktop) | Total unique visitors (mobile)", kind=MeasureKind.UNIQUE),
    ),
    requires=(
        ("date",),
        ("own:views", "extra.unique_visitors", "extra.total_unique_visitors_desktop", "extra.total_page_views_desktop"),
    ),
    excludes=("content_id", "permalink"),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="LinkedIn > Page > Analytics > Visitors > Export",
)

_FOLLOWERS: Final = Template(
    name="linkedin_followers",
    platform="linkedin",
    title="LinkedIn - Followers by day",
    columns=(
        col("date", example="09/14/2026"),
        col(
            "extra.sponsored_followers",
            "Sponsored followers | Gesponserte Follower | Follower (gesponsert)",
            kind=MeasureKind.LEVEL,
            example="0",
        ),
        col(
            "extra.organic_followers",
            "Organic followers | Organische Follower | Follower (organisch)",
            kind=MeasureKind.LEVEL,
            example="12",
        ),
        col("extra.auto_invited_followers", "Auto-invited followers", kind=MeasureKind.LEVEL),
        col(
            "extra.total_followers",
            "Total followers | Follower gesamt | Follower insgesamt",
            kind=MeasureKind.LEVEL,
            example="1200",
            note="in a sheet named 'New followers' these are the day's new followers",
        ),
    ),
    requires=(("date",), ("extra.sponsored_followers", "extra.organic_followers", "extra.auto_invited_followers")),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="LinkedIn > Page > Analytics > Followers > Export",
    title_words=r"new followers|neue follower",
)

TEMPLATES: Final = (_POSTS, _METRICS, _VISITORS, _FOLLOWERS)
